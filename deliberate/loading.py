"""Finding and reading scenarios and governance presets.

Scenario files are strict TOML. Unknown keys, wrong types and impossible values are all reported
at once, each with its line, and nothing is guessed.
"""

import re
import tomllib
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import cattrs
from attrs import Factory, evolve, fields, frozen

from deliberate.errors import ScenarioError, unknown
from deliberate.footprint import DATA, Governance, Group, Line, footprint, footprints
from deliberate.scenario import Candidate, Letter, Locality, Parameters, Scenario, Split
from deliberate.strict import strict_converter
from elections import ElectionError, printable, system

_converter = strict_converter()


@frozen(kw_only=True)
class _File:
    """What a scenario file may say; the rest comes from data/common.toml."""

    title: str
    story: str
    governance: str
    system: str
    years: int
    turnout: float
    footprint: str | None = None
    residents: int = 2000
    localities: tuple[Locality, ...]
    candidates: tuple[Candidate, ...]
    letters: tuple[Letter, ...] | None = None
    lead_plan: Split | None = None
    ideals: dict[str, Split] = Factory(dict)
    parameters: Parameters = Factory(Parameters)


@frozen(kw_only=True)
class _Common:
    lead_plans: dict[str, Split]
    lines: tuple[Line, ...]
    groups: tuple[Group, ...]
    letters: tuple[Letter, ...]


def scenario_names() -> tuple[str, ...]:
    """Return the ids of the shipped scenarios, sorted; every footprint id is a scenario too."""
    return _shipped("scenarios")


def governance_names() -> tuple[str, ...]:
    """Return the ids of the governance presets, sorted."""
    return _shipped("governance")


def _shipped(folder: str) -> tuple[str, ...]:
    names = (item.name for item in (DATA / folder).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def governance(name: str) -> Governance:
    """Return the governance preset of that id, or say which is nearest."""
    if name not in governance_names():
        raise ScenarioError(unknown("governance", name, governance_names()))
    path = DATA / "governance" / f"{name}.toml"
    return _converter.structure({"id": name, **_toml(path)}, Governance)


def load_scenario(name: str | Path) -> Scenario:
    """Return a scenario: a shipped one or a footprint by id, or one from a TOML file.

    Raises
    ------
    ScenarioError
        If there is no such scenario or file, or the file has faults; all are listed, with lines.

    Examples
    --------
    >>> load_scenario("two-towns").footprint.name
    'West Yorkshire'
    >>> load_scenario("dorset").title
    'Dorset'
    """
    text = str(name)
    if text in scenario_names():
        return _build(DATA / "scenarios" / f"{text}.toml", text)
    if text in footprints():
        generic = _build(DATA / "scenarios" / "generic.toml", text)
        return evolve(generic, title=generic.footprint.name)
    path = Path(name)
    if path.suffix != ".toml" and not path.exists():
        known = (*scenario_names(), *footprints())
        raise ScenarioError(unknown("scenario", printable(text), known))
    return _build(path, path.stem)


def _build(path: Traversable, name: str) -> Scenario:
    """Return the scenario that a file and the common data make together."""
    table = _toml(path)
    said = _structure(table, path)
    common = _common()
    try:
        place = footprint(said.footprint or (name if name in footprints() else "west-yorkshire"))
        scenario = Scenario(
            id=printable(name),
            title=said.title,
            story=said.story.strip(),
            footprint=place,
            governance=governance(said.governance),
            system=said.system,
            years=said.years,
            turnout=said.turnout,
            residents=said.residents,
            lines=common.lines,
            groups=tuple(
                evolve(group, ideal=said.ideals.get(group.id, group.ideal))
                for group in common.groups
            ),
            localities=said.localities,
            candidates=said.candidates,
            letters=said.letters or common.letters,
            lead_plan=said.lead_plan or common.lead_plans[place.lead],
            parameters=said.parameters,
        )
    except (ScenarioError, ValueError) as problem:
        raise ScenarioError(f"{path}: {problem}") from None
    problems = list(inconsistencies(scenario)) + [
        unknown("group", group, (group.id for group in common.groups))
        for group in said.ideals
        if group not in {known.id for known in common.groups}
    ]
    if problems:
        raise ScenarioError("\n".join(f"{path}: {problem}" for problem in problems))
    return scenario


@cache
def _common() -> _Common:
    return _converter.structure(_toml(DATA / "common.toml"), _Common)


def _toml(path: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as problem:
        raise ScenarioError(f"{path}: not TOML: {problem}") from None
    except UnicodeDecodeError:
        raise ScenarioError(f"{path}: not a text file in UTF-8") from None
    except OSError as problem:
        raise ScenarioError(f"{path}: {problem.strerror}") from None


def _structure(table: dict[str, Any], path: Traversable) -> _File:
    try:
        return _converter.structure(table, _File)
    except cattrs.BaseValidationError as error:
        text = path.read_text(encoding="utf-8")
        faults = cattrs.transform_error(error, path="", format_exception=_say)
        raise ScenarioError("\n".join(_place(fault, text, path) for fault in faults)) from None


def _say(error: BaseException, kind: type | None) -> str:
    """Say one fault for the person who wrote the file."""
    if isinstance(error, cattrs.ForbiddenExtraKeysError):
        known = [attribute.name for attribute in fields(error.cl)]
        return "; ".join(unknown("key", key, known) for key in sorted(error.extra_fields))
    if isinstance(error, KeyError):
        return f"the key {error.args[0]!r} is missing"
    if isinstance(error, TypeError | ValueError):
        return str(error.args[0]) if error.args else str(error)
    return cattrs.v.format_exception(error, kind)


def _place(fault: str, text: str, path: Traversable) -> str:
    """Return the fault with the file and the line of the key that its path leads to."""
    message, _, key_path = fault.rpartition(" @ ")
    line = _line_of(text, key_path)
    return f"{path}:{line}: {message}" + (f" (at {key_path.lstrip('.')})" if key_path else "")


def _line_of(text: str, key_path: str) -> int:
    """Return the line, counted from 1, on which a key such as `.candidates[1].ideal` is set."""
    position = 0
    for name, index in re.findall(r"\.?([A-Za-z_]\w*)(?:\[(\d+)\])?", key_path):
        pattern = rf"^[ \t]*(?:\[+[\w.]*\b{name}\]+|{name}[ \t]*=)"
        found = list(re.compile(pattern, re.MULTILINE).finditer(text, position))
        nth = min(int(index or 0), len(found) - 1)
        position = found[nth].start() if found else position
    return text.count("\n", 0, position) + 1


def inconsistencies(scenario: Scenario) -> list[str]:
    """Return what does not fit together in a scenario, a sentence each; none if it is sound."""
    groups = [group.id for group in scenario.groups]
    homes = [locality.id for locality in scenario.localities]
    splits = {f"group {group.name}": group.ideal for group in scenario.groups}
    splits |= {f"candidate {person.name}": person.ideal for person in scenario.candidates}
    splits |= {place.name: place.ideal for place in scenario.localities if place.ideal}
    splits |= {"lead_plan": scenario.lead_plan}
    found = [_bad_split(name, split, len(scenario.lines)) for name, split in splits.items()]
    for person in scenario.candidates:
        if person.background not in groups:
            found.append(f"{person.name}: {unknown('group', person.background, groups)}")
        if person.home not in homes:
            found.append(f"{person.name}: {unknown('locality', person.home, homes)}")
    names = [person.name for person in scenario.candidates]
    found += [f"two candidates are called {name}" for name in {*names} if names.count(name) > 1]
    people = sum(locality.population for locality in scenario.localities)
    if abs(people - 1) > 1e-6:
        found.append(f"the populations of the localities sum to {people:g}, not to 1")
    try:
        system(scenario.system)
    except ElectionError as problem:
        found.append(str(problem))
    return [problem for problem in found if problem]


def _bad_split(name: str, split: Split, lines: int) -> str:
    if len(split) != lines:
        return f"{name}: a split has {lines} shares, one a line; this one has {len(split)}"
    if min(split) < 0 or abs(sum(split) - 1) > 1e-6:
        return f"{name}: the shares of a split are 0 or more and sum to 1, not to {sum(split):g}"
    return ""
