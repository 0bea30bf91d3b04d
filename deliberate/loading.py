"""Finding and reading scenarios and governance presets.

Scenario files are strict TOML. Unknown keys, wrong types and impossible values are all reported
at once, each with its line, and nothing is guessed.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from attrs import Factory, evolve, frozen

from deliberate.errors import ScenarioError, unknown
from deliberate.footprint import DATA, Governance, Group, Line, footprint, footprints
from deliberate.model.electing import leader_system
from deliberate.scenario import Candidate, Letter, Locality, Parameters, Scenario, Split
from deliberate.strict import INVALID, bounded, faults, strict_converter
from elections import ElectionError, printable

_converter = strict_converter()


@frozen(kw_only=True)
class _File:
    """What a scenario file may say; the rest comes from data/common.toml."""

    title: str
    story: str
    footprint: str
    governance: str
    system: str
    years: int
    turnout: float
    residents: int = 2000
    localities: tuple[Locality, ...]
    candidates: tuple[Candidate, ...]
    letters: tuple[Letter, ...] | None = None
    compared: tuple[str, ...] | None = None
    lead_plan: Split | None = None
    ideals: dict[str, Split] = Factory(dict)
    parameters: Parameters = Factory(Parameters)


@frozen(kw_only=True)
class _Common:
    compared: tuple[str, ...]
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
        place = footprint(text)
        lead_plan = _common().lead_plans[place.lead]
        return evolve(generic, title=place.name, footprint=place, lead_plan=lead_plan)
    path = Path(name)
    if path.suffix != ".toml" and not path.exists():
        known = (*scenario_names(), *footprints())
        raise ScenarioError(unknown("scenario", printable(text), known))
    return _build(path, path.stem)


def _build(path: Traversable, name: str) -> Scenario:
    """Return the scenario that a file and the common data make together."""
    said, common = _structure(_toml(path), path), _common()
    problems = [*_unknown_names(said), *_misfits(said, common)]
    if problems:
        raise _faulty(path, problems)
    try:
        return Scenario(
            id=printable(name),
            title=said.title,
            story=said.story.strip(),
            footprint=footprint(said.footprint),
            governance=governance(said.governance),
            system=said.system,
            compared=common.compared if said.compared is None else said.compared,
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
            lead_plan=said.lead_plan or common.lead_plans[footprint(said.footprint).lead],
            parameters=said.parameters,
        )
    except ValueError as problem:
        raise _faulty(path, [(bounded(problem), str(problem.args[0]))]) from None


@cache
def _common() -> _Common:
    return _converter.structure(_toml(DATA / "common.toml"), _Common)


def _toml(path: Traversable) -> dict[str, Any]:
    where = printable(str(path))
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as problem:
        raise ScenarioError(f"{where}: not TOML: {problem}") from None
    except UnicodeDecodeError:
        raise ScenarioError(f"{where}: not a text file in UTF-8") from None
    except OSError as problem:
        raise ScenarioError(f"{where}: {problem.strerror}") from None
    except ValueError as problem:
        raise ScenarioError(f"{where}: no path to a file: {problem}") from None


def _structure(table: dict[str, Any], path: Traversable) -> _File:
    try:
        return _converter.structure(table, _File)
    except INVALID as error:
        raise _faulty(path, faults(error)) from None


def _faulty(path: Traversable, problems: Iterable[tuple[str, str]]) -> ScenarioError:
    """Return the error that names each fault with the file and the line of its key."""
    text, where = path.read_text(encoding="utf-8"), printable(str(path))
    return ScenarioError(
        "\n".join(
            f"{where}:{_line_of(text, key)}: {sentence}" + (f" (at {key[1:]})" if key else "")
            for key, sentence in problems
        )
    )


def _line_of(text: str, key_path: str) -> int:
    """Return the line, counted from 1, on which a key such as `.candidates[1].ideal` is set."""
    position = 0
    for name, index in re.findall(r"\.([\w-]+)(?:\[(\d+)\])?", key_path):
        key = rf"(?:[\w-]+\.)*{name}"
        pattern = rf"^[ \t]*(?:\[+{key}\]+|{key}[ \t]*=)"
        found = list(re.compile(pattern, re.MULTILINE).finditer(text, position))
        nth = min(int(index or 0), len(found) - 1)
        position = found[nth].start() if found else position
    return text.count("\n", 0, position) + 1


def _unknown_names(said: _File) -> Iterator[tuple[str, str]]:
    """Yield each name in a file that leads nowhere: its key path, and a sentence."""
    asked: list[tuple[str, Callable[[str], object], str]] = [
        (".footprint", footprint, said.footprint),
        (".governance", governance, said.governance),
        (".system", leader_system, said.system),
        *((".compared", leader_system, name) for name in said.compared or ()),
    ]
    for key, find, name in asked:
        try:
            find(name)
        except (ScenarioError, ElectionError) as problem:
            yield key, str(problem)


def _misfits(said: _File, common: _Common) -> Iterator[tuple[str, str]]:
    """Yield what does not fit together in a file: its key path, and a sentence."""
    groups = [group.id for group in common.groups]
    homes = [locality.id for locality in said.localities]
    for group in said.ideals:
        if group not in groups:
            yield f".ideals.{group}", unknown("group", group, groups)
    yield from _odd_candidates(said, groups, homes)
    for number, place in enumerate(said.localities):
        if place.id in homes[:number]:
            yield f".localities[{number}].id", f"two localities have the id {place.id}"
    people = sum(place.population for place in said.localities)
    if abs(people - 1) > 1e-6:
        yield ".localities", f"the populations of the localities sum to {people:g}, not to 1"
    yield from _bad_splits(said, len(common.lines))


def _odd_candidates(said: _File, groups: list[str], homes: list[str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the candidates: its key path, and a sentence."""
    names = [person.name for person in said.candidates]
    for number, person in enumerate(said.candidates):
        at = f".candidates[{number}]"
        if person.background not in groups:
            yield f"{at}.background", unknown("group", person.background, groups)
        if person.home not in homes:
            yield f"{at}.home", unknown("locality", person.home, homes)
        if not person.name.strip():
            yield f"{at}.name", "a candidate needs a name"
        elif person.name in names[:number]:
            yield f"{at}.name", f"two candidates are called {person.name}"


def _bad_splits(said: _File, lines: int) -> Iterator[tuple[str, str]]:
    """Yield each split that is none: its key path, and a sentence."""
    splits: dict[str, Split | None] = {".lead_plan": said.lead_plan}
    splits |= {f".ideals.{group}": split for group, split in said.ideals.items()}
    splits |= {f".candidates[{n}].ideal": person.ideal for n, person in enumerate(said.candidates)}
    splits |= {f".localities[{n}].ideal": place.ideal for n, place in enumerate(said.localities)}
    for key, split in splits.items():
        if split is None:
            continue
        if len(split) != lines:
            yield key, f"a split has {lines} shares, one a line; this one has {len(split)}"
        # Written so that a share that is no number fails it too.
        elif not (min(split) >= 0 and abs(sum(split) - 1) <= 1e-6):
            yield key, f"the shares of a split are 0 or more and sum to 1, not to {sum(split):g}"
