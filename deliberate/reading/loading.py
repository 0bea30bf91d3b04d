"""Finding scenarios, governance presets and sets of assumptions, and reading them strictly.

A scenario is what its file says, laid over the files that it extends and over data/common.toml.
Unknown keys, wrong types and impossible values are all reported at once, each with its file and
line, and nothing is guessed.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from deliberate.errors import ScenarioError, unknown
from deliberate.faults import Fault, Impossible, KeyPath
from deliberate.footprint import DATA, Governance, footprint, footprints
from deliberate.reading.scenario_file import KEYED, WORDS, ScenarioFile, misfits, to_scenario
from deliberate.reading.strict import strict_converter
from deliberate.reading.tables import Layer, Table, faulty, lay_over, put, read, setting
from deliberate.scenario import Scenario
from deliberate.turnouts import turnouts
from elections import printable

GENERIC = "generic"  # stands behind every footprint
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


@cache
def _shipped(folder: str) -> tuple[str, ...]:
    names = (item.name for item in (DATA / folder).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def governance(name: str) -> Governance:
    """Return the governance preset of that id, or say which is nearest.

    >>> governance("reform-2017").elected
    True
    """
    if name not in governance_names():
        raise ScenarioError(unknown("governance", printable(name), governance_names()))
    return _converter.structure(_preset(name), Governance)


def _preset(name: str) -> Table:
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
        wanted = dict(changes or {})
        extra = setting("extends", wanted.pop("extends", []))
        names, found = _extended(extra, assumption_names(), "set of assumptions")
        if found:
            raise faulty([extra], found)
        layers = [*self.layers, *(_shipped_layer("assumptions", name) for name in names)]
        table = _laid(layers)
        for key, value in wanted.items():
            table = put(table, key, value)
            layers.append(setting(key, value))
        return _build(table, layers, self.id)


def _laid(layers: Iterable[Layer]) -> Table:
    """Return what layers say together, each laid over those before it."""
    table: Table = {}
    for layer in layers:
        said = {key: value for key, value in layer.table.items() if key != "extends"}
        table = lay_over(table, said)
    return table


def source(name: str | Path) -> Source:
    """Return what a scenario is made of: a shipped one, a footprint, or one from a TOML file.

    Raises
    ------
    ScenarioError
        If there is no such scenario or file, or a file is not TOML.
    """
    found: list[Fault] = []
    # What several files extend is laid down once, and what all have in common before all else.
    layers = {layer.where: layer for layer in (*_base(), *_layers(name, found))}
    if found:
        # What is missing, and which names lead nowhere, cannot be told without what is extended.
        _, others = _read(_filled(_laid(layers.values()))[0])
        raise faulty(layers.values(), [*found, *(each for each in others if not each.missing)])
    return Source(layers=tuple(layers.values()), id=_ident(name))


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


def _layers(name: str | Path, found: list[Fault], behind: tuple[str, ...] = ()) -> Iterator[Layer]:
    """Yield the files that make up a scenario, each to be laid over those before it.

    `behind` are the files that led here by extending this one; what cannot be extended is added to
    what was `found`.
    """
    text = str(name)
    if text in footprints():
        yield from _layers(GENERIC, found)
        yield Layer(where=text, text="", table={"title": footprint(text).name, "footprint": text})
        return
    layer = _layer(name)
    beside = Path(layer.where).parent
    known = _extensible(beside) if "extends" in layer.table else ()
    names, faults = _extended(layer, known, "scenario")
    found += faults
    if names and set(names) <= set(assumption_names()) and "footprint" not in layer.table:
        found.append(_baseless(layer, names))
    for each in names:
        below = beside / each if each.endswith(".toml") else each
        if printable(str(below)) in (*behind, layer.where):
            expected = "a file that does not lead back here: this file extends itself"
            found.append(Fault(key=("extends",), expected=expected, found=each, where=layer.where))
        else:
            yield from _layers(below, found, (*behind, layer.where))
    yield layer


def _baseless(layer: Layer, names: list[str]) -> Fault:
    both = f'extends = ["{GENERIC}", "{names[0]}"]'
    expected = f"a scenario over which assumptions are laid, as in {both}"
    return Fault(key=("extends",), expected=expected, found=names, where=layer.where)


def _layer(name: str | Path) -> Layer:
    text = str(name)
    for folder, names in (("scenarios", scenario_names()), ("assumptions", assumption_names())):
        if text in names:
            return _shipped_layer(folder, text)
    path = Path(name)
    if path.suffix != ".toml" and not path.exists():
        known = (*scenario_names(), *footprints())
        raise ScenarioError(unknown("scenario", printable(text), known))
    return read(path)


def _extensible(folder: Path) -> tuple[str, ...]:
    """Return what a file can extend: whatever is shipped, and the files beside it."""
    files = sorted(path.name for path in folder.glob("*.toml"))
    return (*scenario_names(), *footprints(), *assumption_names(), *files)


def _extended(layer: Layer, known: tuple[str, ...], kind: str) -> tuple[list[str], list[Fault]]:
    """Return the names that `extends` gives, one or a list of them, and what is wrong there."""
    said = layer.table.get("extends", [])
    names, found = [], []
    for step, name in enumerate(said) if isinstance(said, list) else [(None, said)]:
        key: KeyPath = ("extends",) if step is None else ("extends", step)
        if not isinstance(name, str):
            expected = "a name or a list of names"
            found.append(Fault(key=key, expected=expected, found=name, where=layer.where))
        elif name not in known:
            fault = Fault(key=key, expected=kind, found=name, known=known, where=layer.where)
            found.append(fault)
        else:
            names.append(name)
    return names, found


def _filled(table: Table) -> tuple[Table, list[Fault]]:
    """Return what a file means by the names of other tables, and the names that lead nowhere.

    In the place of what there is not stands something that there is, so that what else is wrong can
    be found too.
    """
    filled, found = dict(table), []
    said = table.get("governance")
    own = said if isinstance(said, dict) else {"extends": said}
    if "governance" in table and "extends" in own:
        name, known = own["extends"], governance_names()
        if name not in known:
            key = ("governance", "extends") if own is said else ("governance",)
            found.append(Fault(key=key, expected="governance", found=name, known=known))
        preset = _preset(name if name in known else known[0])
        changes = {key: value for key, value in own.items() if key != "extends"}
        mixed = {"id": "own", "name": f"{preset['name']}, changed"} if own is said else {}
        filled["governance"] = lay_over({**preset, **mixed}, changes)
    voted = table.get("turnout")
    if isinstance(voted, str):
        if voted not in turnouts():
            known = tuple(turnouts())
            found.append(Fault(key=("turnout",), expected="turnout", found=voted, known=known))
        filled["turnout"] = turnouts()[voted].share if voted in turnouts() else 1.0
    return filled, found


def _read(filled: Table) -> tuple[ScenarioFile | None, tuple[Fault, ...]]:
    """Return what a table says, or every fault of its keys."""
    try:
        return _converter.structure(filled, ScenarioFile), ()
    except Impossible as problem:
        return None, problem.faults


def _explained(fault: Fault, table: Table) -> Fault:
    """Return the fault of what lacks much as that of a name, which it as likely as not is."""
    if not fault.missing:
        return fault
    if not fault.key:
        hint = f'extend a scenario that has them, as in extends = "{GENERIC}"'
        return evolve(fault, hint=hint)
    kind, name = fault.key[0], fault.key[-1]
    if len(fault.key) != 2 or kind not in KEYED or len(fault.missing) == 1:
        return fault
    return evolve(
        fault,
        expected=WORDS[kind],
        found=name,
        known=tuple(each for each in table[kind] if each != name),
        missing=(),
        hint=f"a new one has to say its {', '.join(fault.missing)}",
    )


def _build(table: Table, layers: list[Layer], ident: str) -> Scenario:
    """Return the scenario that a table means, or name every fault with its file and line."""
    filled, found = _filled(table)
    said, unread = _read(filled)
    found += [*misfits(filled), *(_explained(fault, filled) for fault in unread)]
    if found or said is None:
        raise faulty(layers, found)
    return to_scenario(said, ident)
