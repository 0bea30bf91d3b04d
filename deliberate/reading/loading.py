"""Finding scenarios, governance presets and sets of assumptions, and reading them strictly.

A scenario is what its file says, laid over the files that it extends and over data/common.toml.
Unknown keys, wrong types and impossible values are all reported at once, each with its file and
line, and nothing is guessed.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from deliberate.errors import ScenarioError, unknown
from deliberate.footprint import DATA, Governance, Group, Line, footprint, footprints
from deliberate.involvement import Format
from deliberate.model.events import Event
from deliberate.national import Stance
from deliberate.reading.scenario_file import ScenarioFile, problems, to_scenario
from deliberate.reading.strict import INVALID, bounded, faults, strict_converter
from deliberate.reading.tables import Layer, Table, alone, faulty, lay_over, put, read
from deliberate.scenario import Scenario
from deliberate.turnouts import turnout
from elections import printable

GENERIC = "generic"  # stands behind every footprint
KEYED = {"lines": Line, "groups": Group, "stances": Stance, "formats": Format, "events": Event}
_converter = strict_converter(keyed=KEYED.values())


def scenario_names() -> tuple[str, ...]:
    """Return the ids of the shipped scenarios, sorted; every footprint id is a scenario too."""
    return _shipped("scenarios")


def governance_names() -> tuple[str, ...]:
    """Return the ids of the governance presets, sorted."""
    return _shipped("governance")


def assumption_names() -> tuple[str, ...]:
    """Return the ids of the shipped sets of assumptions, sorted: any scenario can extend them."""
    return _shipped("assumptions")


def _shipped(folder: str) -> tuple[str, ...]:
    names = (item.name for item in (DATA / folder).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def governance(name: str) -> Governance:
    """Return the governance preset of that id, or say which is nearest.

    >>> governance("reform-2017").elected
    True
    """
    return _converter.structure(_preset(name), Governance)


def _preset(name: str) -> Table:
    if name not in governance_names():
        raise ScenarioError(unknown("governance", printable(name), governance_names()))
    return {"id": name, **_shipped_layer("governance", name).table}


@cache
def _base() -> tuple[Layer, ...]:
    """Return what every scenario is laid over."""
    return read(DATA / "common.toml"), read(DATA / "events.toml")


@cache
def _shipped_layer(folder: str, name: str) -> Layer:
    return read(DATA / folder / f"{name}.toml")


@frozen(kw_only=True, eq=False)
class Source:
    """A scenario before it is built: its id, and what it is made of, each to be laid over the last.

    Whoever has it needs no file any more, on this machine or another.
    """

    id: str
    layers: tuple[Layer, ...]

    def scenario(self, changes: Mapping[str, Any] | None = None) -> Scenario:
        """Return the scenario with some keys set otherwise, as `load_scenario` does."""
        wanted, layers = dict(changes or {}), list(self.layers)
        extra = _names_of(wanted.pop("extends", []))
        layers += [_shipped_layer("assumptions", _assumption(each)) for each in extra]
        table: Table = {}
        for layer in layers:
            said = {key: value for key, value in layer.table.items() if key != "extends"}
            table = lay_over(table, said)
        for key, value in wanted.items():
            table = put(table, key, value)
            layers.append(Layer(where="what was set", text="", table=alone(key)))
        return _build(table, layers, self.id)


def source(name: str | Path) -> Source:
    """Return what a scenario is made of: a shipped one, a footprint, or one from a TOML file.

    Raises
    ------
    ScenarioError
        If there is no such scenario or file, or a file is not TOML.
    """
    return Source(layers=tuple(_layers(name)), id=_ident(name))


def load_scenario(name: str | Path, changes: Mapping[str, Any] | None = None) -> Scenario:
    """Return a scenario: a shipped one or a footprint by id, or one from a TOML file.

    Parameters
    ----------
    name : str or Path
    changes : mapping of str to value
        Keys to be set otherwise, such as ``{"governance.elected": False}``; ``extends`` lays
        shipped assumptions over the rest.

    Raises
    ------
    ScenarioError
        If there is no such scenario or file, or it has faults; all are listed, with lines.

    Examples
    --------
    >>> load_scenario("two-towns").footprint.name
    'West Yorkshire'
    >>> load_scenario("dorset", {"parameters.buyin.habit": 0.7}).parameters.buyin.habit
    0.7
    """
    return source(name).scenario(changes)


def _ident(name: str | Path) -> str:
    known = str(name) in scenario_names() or str(name) in footprints()
    return printable(str(name) if known else Path(name).stem)


def _layers(name: str | Path, behind: tuple[str, ...] = ()) -> Iterator[Layer]:
    """Yield the files that make up a scenario, each to be laid over those before it.

    `behind` are the files that led here by extending this one.
    """
    text = str(name)
    if text in scenario_names():
        layer = _shipped_layer("scenarios", text)
    elif text in footprints():
        yield from _layers(GENERIC)
        yield Layer(where=text, text="", table={"title": footprint(text).name, "footprint": text})
        return
    elif text in assumption_names() and behind:
        yield _shipped_layer("assumptions", text)
        return
    else:
        layer = read(_file(Path(name)))
    if layer.where in behind:
        raise ScenarioError(f"{layer.where}: this file extends itself")
    below = _names_of(layer.table.get("extends", []))
    if not below:
        yield from _base()
    for each in below:
        yield from _layers(_beside(each, layer), (*behind, layer.where))
    yield layer


def _names_of(said: Any) -> list[str]:
    """Return the names that `extends` gives: one, or a list of them."""
    names = said if isinstance(said, list) else [said]
    if not all(isinstance(name, str) for name in names):
        raise ScenarioError(f"extends is a name or a list of names, not {said!r}")
    return names


def _beside(name: str, layer: Layer) -> str | Path:
    """Return what a file means by a name: a shipped one, or a file beside it."""
    known = (*scenario_names(), *footprints(), *assumption_names())
    if name in known:
        return name
    if not name.endswith(".toml"):
        raise ScenarioError(f"{layer.where}: {unknown('scenario', printable(name), known)}")
    return Path(layer.where).parent / name


def _file(path: Path) -> Traversable:
    if path.suffix != ".toml" and not path.exists():
        known = (*scenario_names(), *footprints())
        raise ScenarioError(unknown("scenario", printable(str(path)), known))
    return path


def _assumption(name: str) -> str:
    if name not in assumption_names():
        raise ScenarioError(unknown("set of assumptions", printable(name), assumption_names()))
    return name


def _whole(said: Any) -> Any:
    """Return the governance that a file gives: its own, a preset, or a preset with changes."""
    if isinstance(said, str):
        return _preset(said)
    if not isinstance(said, dict) or not isinstance(said.get("extends"), str):
        return said
    base = _preset(said["extends"])
    changes = {key: value for key, value in said.items() if key != "extends"}
    return lay_over({**base, "id": "own", "name": f"{base['name']}, changed"}, changes)


def _share_of(said: Any) -> Any:
    """Return the turnout that a file gives: its own, or that of an election on record."""
    return turnout(said).share if isinstance(said, str) else said


def _with_ids(said: ScenarioFile) -> ScenarioFile:
    """Return a file in which lines, groups and so on know the keys under which they stand."""
    named: dict[str, Any] = {
        kind: {printable(key): evolve(value, id=printable(key)) for key, value in found.items()}
        for kind in KEYED
        for found in [getattr(said, kind)]
    }
    return evolve(said, **named)


def _strangers(found: list[tuple[str, str]], table: Table) -> list[tuple[str, str]]:
    """Return faults with those of each new line, group and so on that lacks much made one.

    As likely as not it is a name written wrongly.
    """
    kept = found
    for kind in KEYED:
        for name in table.get(kind, {}) if isinstance(table.get(kind), dict) else ():
            key = f".{kind}.{name}"
            lacks = [each for each in kept if each[0] == key and each[1].endswith("is missing")]
            if len(lacks) > 1:
                others = [each for each in table[kind] if each != name]
                keys = ", ".join(said.split("'")[1] for _, said in lacks)
                said = unknown(kind.removesuffix("s"), name, others)
                kept = [each for each in kept if each not in lacks]
                kept.append((key, f"{said}; a new one has to say its {keys}"))
    return kept


def _build(table: Table, layers: list[Layer], ident: str) -> Scenario:
    """Return the scenario that a table means, or name every fault with its file and line."""
    found: list[tuple[str, str]] = []
    try:
        filled = {**table, "governance": _whole(table.get("governance"))}
    except ScenarioError as problem:
        found.append((".governance", str(problem)))
        # So that what else is wrong can be said too.
        filled = {**table, "governance": _preset(governance_names()[0])}
    try:
        filled = {**filled, "turnout": _share_of(table.get("turnout"))}
    except ScenarioError as problem:
        found.append((".turnout", str(problem)))
        filled = {**filled, "turnout": 1.0}
    try:
        said = _with_ids(_converter.structure(filled, ScenarioFile))
    except INVALID as error:
        raise faulty(layers, [*found, *_strangers(list(faults(error)), table)]) from None
    found += problems(said)
    if found:
        raise faulty(layers, found)
    try:
        return to_scenario(said, ident)
    except ValueError as problem:
        raise faulty(layers, [(bounded(problem), str(problem.args[0]))]) from None
