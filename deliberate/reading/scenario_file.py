"""What a scenario file may say, once its names and the files it extends have been filled in.

What a single value may be, its class says. What has to fit together stands here: as a table where
it is the same for many keys, and otherwise as a few questions. All are asked of plain tables,
whatever else may be wrong with them, so that no fault hides another.
"""

import json
from collections.abc import Iterator
from math import inf
from typing import Any

from attrs import NOTHING, Factory, field, fields, frozen

from deliberate.faults import Fault, KeyPath
from deliberate.footprint import Body, Group, Lead, Line, Role, footprint, footprints
from deliberate.involvement import Format
from deliberate.model.electing import leader_systems
from deliberate.model.events import Event
from deliberate.national import Stance
from deliberate.parameter import ROUNDING, Sized, parts
from deliberate.reading.tables import Table
from deliberate.scenario import Appointee, Scenario, Stated, to_json
from elections import printable

KEYED = {
    "lines": Line,
    "groups": Group,
    "bodies": Body,
    "stances": Stance,
    "formats": Format,
    "events": Event,
}
"""What stands under its id in a table, and has no key `id`."""

WORDS = {
    **{kind: cls.__name__.lower() for kind, cls in KEYED.items()},
    "localities": "locality",
    "footprints": "footprint",
    "systems": "system that elects one leader",
}
"""What one of each is called."""

NAMES = {
    "footprint": "footprints",
    "system": "systems",
    "compared.*": "systems",
    "lines.*.owner": "groups",
    "candidates.*.background": "groups",
    "candidates.*.home": "localities",
    "candidates.*.pledges.*.line": "lines",
    "lead.background": "groups",
    "leads.*.background": "groups",
}
"""Where a name stands, and of what; `*` is any key or place in a list."""

KEYS = {
    "governance.lines": "lines",
    "governance.seats": "groups",
    "governance.lines.*.commissioners": "bodies",
    "events.*.capacity": "lines",
    "events.*.need": "lines",
    "events.*.buyin": "groups",
}
"""Of what the keys of a table are names."""

FULL = {"governance.lines": "lines", "governance.seats": "groups"}
"""Tables whose keys are the names of all that there are."""

ONE_A_LINE = (
    "groups.*.ideal",
    "groups.*.error",
    "groups.*.bias",
    "lead.plan",
    "leads.*.plan",
    "candidates.*.ideal",
    "localities.*.ideal",
)
"""Lists with a number for each line, in the order of the lines."""

DISTINCT = ("candidates.*.name", "localities.*.id")
"""Texts of which no two are the same."""

TO_ONE = ("lines.*.share", "localities.*.population")
"""Shares that sum to one."""

ROLES = {
    Role.HOSPITAL: ("at least one", 1, inf),
    Role.SOCIAL: ("just one", 1, 1),
    Role.PREVENTION: ("just one", 1, 1),
}
"""How many lines of each role the equations of the services need, in words, at least, at most."""


@frozen(kw_only=True)
class ScenarioFile(Stated):
    """Every key of a scenario file; the ids of lines, groups and so on are keys of tables."""

    footprint: str
    lines: dict[str, Line]
    groups: dict[str, Group]
    bodies: dict[str, Body]
    stances: dict[str, Stance] = field(validator=Sized(1, of="stances"))
    formats: dict[str, Format]
    events: dict[str, Event] = Factory(dict)
    lead: Appointee | None = None
    leads: dict[Lead, Appointee]


def misfits(said: Table) -> Iterator[Fault]:
    """Yield every name that leads nowhere, and all that does not fit together."""
    known = _known(said)
    yield from _names(said, known)
    yield from _keys(said, known)
    yield from _gaps(said)
    yield from _lengths(said)
    yield from _sums(said)
    yield from _twins(said)
    yield from _roles(said)
    yield from _voters(said)


def _known(said: Table) -> dict[str, tuple[str, ...]]:
    """Return the names that there are of each kind of thing, where they can be told."""
    ids = [name for _, name in _at(said, "localities.*.id", str)]
    told = ids and len(ids) == len(dict(parts(said.get("localities"))))
    return {
        "footprints": tuple(footprints()),
        "systems": tuple(each.id for each in leader_systems()),
        **({"localities": tuple(ids)} if told else {}),
        **{kind: tuple(table) for kind, table in said.items() if _is_keyed(kind, table)},
    }


def _is_keyed(kind: str, table: Any) -> bool:
    return kind in KEYED and isinstance(table, dict)


def _names(said: Table, known: dict[str, tuple[str, ...]]) -> Iterator[Fault]:
    for pattern, kind in NAMES.items():
        names = known.get(kind)
        for path, name in _at(said, pattern, str):
            if names is not None and name not in names:
                # A list replaces the one below it, and takes away what was named there.
                because = (path,) if kind in KEYED else (path, (kind,))
                word = WORDS[kind]
                yield Fault(key=path, expected=word, found=name, known=names, because=because)


def _keys(said: Table, known: dict[str, tuple[str, ...]]) -> Iterator[Fault]:
    for pattern, kind in KEYS.items():
        names = known.get(kind)
        for path, table in _at(said, pattern, dict):
            for name in table:
                if names is not None and name not in names:
                    yield Fault(key=(*path, name), expected=WORDS[kind], found=name, known=names)


def _gaps(said: Table) -> Iterator[Fault]:
    for pattern, kind in FULL.items():
        for path, table in _at(said, pattern, dict):
            for name in _meant(said, kind):
                if name not in table:
                    hint, because = f"it has one for each of the {kind}", (path, (kind, name))
                    yield Fault(key=path, missing=(name,), hint=hint, because=because)


def _lengths(said: Table) -> Iterator[Fault]:
    lines = _meant(said, "lines")
    # Whoever adds a line has to say anew what is said of each.
    added = tuple(("lines", name, "role") for name in lines)
    for pattern in ONE_A_LINE if lines else ():
        for path, numbers in _at(said, pattern, list):
            if len(numbers) != len(lines):
                expected = f"a list of {len(lines)} numbers, one a line"
                because = (path, *added)
                yield Fault(key=path, expected=expected, found=len(numbers), because=because)


def _sums(said: Table) -> Iterator[Fault]:
    for pattern in TO_ONE:
        kind, _, key = pattern.split(".")
        every = _meant(said, kind) if kind in KEYED else dict(parts(said.get(kind)))
        shares = {path: size for path, size in _at(said, pattern, int, float) if path[1] in every}
        # What is none, or no share, has a fault of its own.
        if len(shares) == len(every) > 0 and all(0 <= size <= 1 for size in shares.values()):
            total, expected = round(sum(shares.values()), 9), f"{key}s that sum to 1"
            if abs(total - 1) > ROUNDING:
                yield Fault(key=(kind,), expected=expected, found=total, because=(*shares,))


def _twins(said: Table) -> Iterator[Fault]:
    for pattern in DISTINCT:
        seen: set[str] = set()
        for path, name in _at(said, pattern, str):
            if printable(name) in seen:
                expected = f"another {path[-1]}, as this one is taken"
                yield Fault(key=path, expected=expected, found=name)
            seen.add(printable(name))


def _roles(said: Table) -> Iterator[Fault]:
    roles = dict(_at(said, "lines.*.role", str))
    told = len(roles) >= max(1, len(_meant(said, "lines"))) and set(roles.values()) <= set(Role)
    if not told:
        return
    for role, (wanted, few, many) in ROLES.items():
        having = tuple(path for path, found in roles.items() if found == role)
        if not few <= len(having) <= many:
            expected = f'{wanted} line of the role "{role}"'
            because = having or tuple(roles)
            yield Fault(key=("lines",), expected=expected, found=len(having), because=because)


def _voters(said: Table) -> Iterator[Fault]:
    """Yield the fault of residents who are to vote while nothing says what they want."""
    votes = dict(_at(said, "groups.*.votes", bool))
    elected = any(elects for _, elects in _at(said, "governance.elected", bool))
    silent = any("ideal" not in place for _, place in _at(said, "localities.*", dict))
    if elected and silent and votes and not any(votes.values()):
        expected = "votes = true of a group at least, or else an ideal of each locality"
        yield Fault(key=("groups",), expected=expected, found=False, because=(*votes,))


def _at(node: Any, pattern: str, *kinds: type) -> Iterator[tuple[KeyPath, Any]]:
    """Yield the ways that fit a pattern such as ``candidates.*.home``, with the values there.

    Values of other types than `kinds` have a fault of their own.
    """
    step, _, rest = pattern.partition(".")
    for key, value in parts(node):
        if step in ("*", key) and rest:
            yield from (((key, *path), found) for path, found in _at(value, rest, *kinds))
        elif step in ("*", key) and type(value) in kinds:
            yield (key,), value


def _meant(said: Table, kind: str) -> list[str]:
    """Return the names of the lines or groups that there are.

    What lacks more than one key is none of them: as likely as not its name was written wrongly.
    """
    needed = {each.name for each in fields(KEYED[kind]) if each.default is NOTHING}
    every = said[kind].items() if _is_keyed(kind, said.get(kind)) else ()
    return [name for name, one in every if not isinstance(one, dict) or len(needed - set(one)) <= 1]


def to_scenario(said: ScenarioFile, name: str) -> Scenario:
    """Return the scenario that a sound file means."""
    place = footprint(said.footprint)
    lead = said.lead or said.leads[place.lead]
    keys: Table = {each.name: getattr(said, each.name) for each in fields(Stated)}
    keys |= {kind: tuple(getattr(said, kind).values()) for kind in KEYED}
    keys["story"] = said.story.strip()
    return Scenario(id=name, footprint=place, lead=lead, **keys)


def to_table(scenario: Scenario) -> Table:
    """Return the keys of a file that means this scenario: `to_scenario` the other way round."""
    table: Table = json.loads(to_json(scenario))
    del table["id"]
    for kind in KEYED:
        table[kind] = {value.pop("id"): value for value in table[kind]}
    return {**table, "footprint": scenario.footprint.id, "leads": {}}
