"""What a scenario file may say, once its names and the files it extends have been filled in."""

import json
from collections.abc import Collection, Iterator

from attrs import Factory, frozen

from deliberate.errors import ScenarioError, unknown
from deliberate.footprint import Governance, Group, Line, footprint
from deliberate.involvement import Format
from deliberate.model.electing import leader_system
from deliberate.model.events import Event, misfits
from deliberate.national import Letter, Stance
from deliberate.reading.tables import Table
from deliberate.scenario import (
    Appointee,
    Candidate,
    Locality,
    Parameters,
    Scenario,
    Split,
    to_json,
)
from elections import ElectionError

Problems = Iterator[tuple[str, str]]
"""What is wrong in a file: the path of its key, and a sentence."""


@frozen(kw_only=True)
class ScenarioFile:
    """Every key of a scenario file; the ids of lines, groups and so on are keys of tables."""

    title: str
    story: str
    footprint: str
    governance: Governance
    system: str
    compared: tuple[str, ...]
    years: int
    term: int = 0
    recall: float = 0.0
    weeks: int = 12
    overrun: int = 6
    turnout: float
    residents: int = 2000
    lines: dict[str, Line]
    groups: dict[str, Group]
    localities: tuple[Locality, ...]
    candidates: tuple[Candidate, ...]
    letters: tuple[Letter, ...]
    stances: dict[str, Stance]
    formats: dict[str, Format]
    events: dict[str, Event] = Factory(dict)
    lead: Appointee | None = None
    leads: dict[str, Appointee]
    parameters: Parameters = Factory(Parameters)


def problems(said: ScenarioFile) -> Problems:
    """Yield every name that leads nowhere and all that does not fit together."""
    yield from _names(said)
    yield from _governance(said)
    yield from _people(said)
    yield from _places(said)
    yield from _splits(said)
    yield from misfits(said.events.values(), said.lines, said.groups)


def _names(said: ScenarioFile) -> Problems:
    asked = [
        (".footprint", footprint, said.footprint),
        (".system", leader_system, said.system),
        *((".compared", leader_system, name) for name in said.compared),
    ]
    for key, find, name in asked:
        try:
            find(name)
        except (ScenarioError, ElectionError) as problem:
            yield key, str(problem)
    for name, line in said.lines.items():
        if line.owner not in said.groups:
            yield f".lines.{name}.owner", unknown("group", line.owner, said.groups)
    plans = [(".lead", said.lead), *((f".leads.{key}", one) for key, one in said.leads.items())]
    for key, lead in plans:
        if lead is not None and lead.background not in said.groups:
            yield f"{key}.background", unknown("group", lead.background, said.groups)


def _governance(said: ScenarioFile) -> Problems:
    rule = said.governance
    yield from _keys(".governance.lines", "line", rule.lines, said.lines)
    yield from _keys(".governance.seats", "group", rule.seats, said.groups)
    for name, seat in rule.seats.items():
        if not 0 <= seat <= 1:
            yield f".governance.seats.{name}", f"a seat is from 0 to 1, not {seat:g}"
    for name, holding in rule.lines.items():
        parts = sum(holding.commissioners.values())
        if not abs(parts - 1) <= 1e-6:
            key = f".governance.lines.{name}.commissioners"
            yield key, f"what commissioners share sums to 1, not to {parts:g}"


def _keys(at: str, kind: str, found: Collection[str], wanted: Collection[str]) -> Problems:
    """Yield the keys of a table that name nothing, and those that are missing from it."""
    for name in found:
        if name not in wanted:
            yield f"{at}.{name}", unknown(kind, name, wanted)
    for name in wanted:
        if name not in found:
            yield at, f'nothing is said of the {kind} "{name}"'


def _people(said: ScenarioFile) -> Problems:
    names = [person.name for person in said.candidates]
    homes = [locality.id for locality in said.localities]
    for number, person in enumerate(said.candidates):
        at = f".candidates[{number}]"
        if person.background not in said.groups:
            yield f"{at}.background", unknown("group", person.background, said.groups)
        if person.home not in homes:
            yield f"{at}.home", unknown("locality", person.home, homes)
        if not person.name.strip():
            yield f"{at}.name", "a candidate needs a name"
        elif person.name in names[:number]:
            yield f"{at}.name", f"two candidates are called {person.name}"
        for place, pledge in enumerate(person.pledges):
            if pledge.line not in said.lines:
                yield f"{at}.pledges[{place}].line", unknown("line", pledge.line, said.lines)


def _places(said: ScenarioFile) -> Problems:
    homes = [locality.id for locality in said.localities]
    for number, place in enumerate(said.localities):
        if place.id in homes[:number]:
            yield f".localities[{number}].id", f"two localities have the id {place.id}"
    people = sum(place.population for place in said.localities)
    if not abs(people - 1) <= 1e-6:
        yield ".localities", f"the populations of the localities sum to {people:g}, not to 1"


def _splits(said: ScenarioFile) -> Problems:
    """Yield each split that is none, and each list that has not one number a line."""
    shares = tuple(line.share for line in said.lines.values())
    splits: dict[str, Split | None] = {".lines": shares}
    splits |= {f".groups.{name}.ideal": group.ideal for name, group in said.groups.items()}
    splits |= {f".leads.{name}.plan": lead.plan for name, lead in said.leads.items()}
    splits |= {f".candidates[{n}].ideal": person.ideal for n, person in enumerate(said.candidates)}
    splits |= {f".localities[{n}].ideal": place.ideal for n, place in enumerate(said.localities)}
    splits[".lead.plan"] = said.lead.plan if said.lead else None
    lines = len(said.lines)
    for key, split in splits.items():
        if split is None:
            continue
        if len(split) != lines:
            yield key, f"a split has {lines} shares, one a line; this one has {len(split)}"
        # Written so that a share that is no number fails it too.
        elif not (min(split) >= 0 and abs(sum(split) - 1) <= 1e-6):
            yield key, f"the shares of a split are 0 or more and sum to 1, not to {sum(split):g}"
    for name, group in said.groups.items():
        for key in ("error", "bias"):
            if len(getattr(group, key)) != lines:
                yield f".groups.{name}.{key}", f"one number for each of the {lines} lines is needed"


def to_scenario(said: ScenarioFile, name: str) -> Scenario:
    """Return the scenario that a sound file means.

    Raises
    ------
    ValueError
        By a validator of attrs, if a number is out of its range.
    """
    place = footprint(said.footprint)
    return Scenario(
        id=name,
        title=said.title,
        story=said.story.strip(),
        footprint=place,
        governance=said.governance,
        system=said.system,
        compared=said.compared,
        years=said.years,
        term=said.term,
        recall=said.recall,
        weeks=said.weeks,
        overrun=said.overrun,
        turnout=said.turnout,
        residents=said.residents,
        lines=tuple(said.lines.values()),
        groups=tuple(said.groups.values()),
        localities=said.localities,
        candidates=said.candidates,
        letters=said.letters,
        stances=tuple(said.stances.values()),
        formats=tuple(said.formats.values()),
        events=tuple(said.events.values()),
        lead=said.lead or said.leads[place.lead],
        parameters=said.parameters,
    )


def to_table(scenario: Scenario) -> Table:
    """Return the keys of a file that means this scenario: `to_scenario` the other way round."""
    table: Table = json.loads(to_json(scenario))
    del table["id"]
    for kind in ("lines", "groups", "stances", "formats", "events"):
        table[kind] = {value.pop("id"): value for value in table[kind]}
    return {**table, "footprint": scenario.footprint.id, "leads": {}}
