"""Election day: residents choose among manifestos, under the system that the scenario names."""

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from attrs import frozen

from deliberate.arrays import Floats
from deliberate.chance import BALLOTS, POPULATION, stream
from deliberate.ground import Ground, ground
from deliberate.model import electing
from deliberate.model.luck import draw_luck
from deliberate.model.marking import Cast, Voters, cast
from deliberate.model.residents import Places, draw_residents, utilities
from deliberate.model.tactics import Tactic, tactic_for
from deliberate.model.turnout import Attendance, attendance, first_preferences
from deliberate.office import records
from deliberate.scenario import Scenario
from deliberate.state import Election, State
from elections import BallotKind, Count, System, elect_each, system

Manner: TypeAlias = tuple[BallotKind, Tactic | None]


@frozen(kw_only=True, eq=False)
class _Day:
    """What is so before any ballots are marked: who likes whom, and who votes."""

    utility: Floats
    attendance: Attendance
    voters: Voters


def hold_election(state: State) -> Election:
    """Return the election that the residents hold on the candidates' manifestos.

    The same voters' ballots are counted under the deciding system and those it is compared with.
    """
    place, deciding = ground(state.scenario), system(state.scenario.system)
    every = [system(name) for name in dict.fromkeys([*state.scenario.compared, deciding.id])]
    day = _day(state, place)
    papers = {manner: _cast(state.scenario, day, manner) for manner in map(_manner, every)}
    counts = _counts(state, every, papers)
    return _measured(state, place, day, papers[_manner(deciding)], counts)


def _day(state: State, place: Ground) -> _Day:
    scenario, manner = state.scenario, state.scenario.parameters.electorate
    people, parties = scenario.candidates, _parties(scenario)
    homes = [locality.id for locality in scenario.localities]
    issue = place.lines.hospital > 0
    luck = draw_luck(scenario.residents, len(people), rng=stream(state.seed, BALLOTS, state.year))
    residents = draw_residents(
        scenario.residents,
        _places(state, place, parties),
        manner=manner,
        rng=stream(state.seed, POPULATION, 1),
    )
    utility = utilities(
        residents,
        manifestos=state.manifestos,
        valence=np.array([person.valence for person in people]) + records(state),
        home=np.array([homes.index(person.home) for person in people]),
        party=np.array([parties.get(person.party, -1) for person in people]),
        issue=issue,
        mood=luck.mood,
        manner=manner,
    )
    poll = first_preferences(utility)
    present = attendance(
        utility, residents, poll=poll, held=luck.held, target=scenario.turnout, manner=manner
    )
    voting = present.voting
    voters = Voters(
        utility=utility[:, voting],
        poll=poll,
        names=luck.names[voting],
        slip=luck.slip[voting],
        guile=luck.guile[voting],
    )
    return _Day(utility=utility, attendance=present, voters=voters)


def _parties(scenario: Scenario) -> dict[str, int]:
    """Return the parties that have a candidate, numbered in the order of the candidates."""
    named = dict.fromkeys(person.party for person in scenario.candidates if person.party)
    return {party: number for number, party in enumerate(named)}


def _places(state: State, place: Ground, parties: Iterable[str]) -> Places:
    localities = state.scenario.localities
    leanings = [[locality.parties.get(party, 0.0) for party in parties] for locality in localities]
    return Places(
        population=place.population,
        ideals=_moved_ideals(state, place),
        devoted=np.array([locality.single_issue for locality in localities]),
        older=np.array([locality.older for locality in localities]),
        leanings=np.array(leanings, dtype=np.float64).reshape(len(localities), -1),
    )


def _moved_ideals(state: State, place: Ground) -> Floats:
    """Return what the localities want by now: as far from the start as the public has moved."""
    public = place.public > 0
    if not public.any():
        return place.locality_ideals
    moved = place.locality_ideals + (state.positions - place.ideals)[public].mean(axis=0)
    kept = np.maximum(moved, 0.001)
    return np.asarray(kept / kept.sum(axis=1, keepdims=True), dtype=np.float64)


def _manner(system: System) -> Manner:
    return system.ballot, tactic_for(system)


def _cast(scenario: Scenario, day: _Day, manner: Manner) -> Cast:
    kind, tactic = manner
    names = tuple(person.name for person in scenario.candidates)
    return cast(day.voters, kind, names, tactic=tactic, manner=scenario.parameters.electorate)


def _counts(state: State, every: list[System], papers: dict[Manner, Cast]) -> dict[str, Count]:
    """Count the ballots that each system asks for, by its id."""
    lot = int(stream(state.seed, BALLOTS, state.year, 1).integers(2**32))
    counts = {
        each.system: each
        for manner, done in papers.items()
        for each in elect_each(
            done.ballots, [one for one in every if _manner(one) == manner], ties="lot", seed=lot
        )
    }
    return {each.id: counts[each.id] for each in every}


def _measured(
    state: State, place: Ground, day: _Day, papers: Cast, counts: dict[str, Count]
) -> Election:
    """Measure the mandate of the deciding count, and what became of its papers."""
    scenario, voting = state.scenario, day.attendance.voting
    elected = counts[scenario.system].elected
    assert elected is not None  # noqa: S101 - a lot leaves nobody undecided
    winner = [person.name for person in scenario.candidates].index(elected)
    support, rival = electing.support(papers.ballots, winner)
    satisfaction = float(electing.range_normalised(day.utility)[winner].mean())
    exponent = scenario.parameters.electorate.turnout_exponent
    return Election(
        system=scenario.system,
        counts=counts,
        winner=winner,
        rival=rival,
        residents=scenario.residents,
        voters=int(voting.sum()),
        support=support,
        satisfaction=satisfaction,
        mandate=electing.mandate(support, satisfaction, float(voting.mean()), exponent),
        affinity=np.where(place.public > 0, satisfaction, _affinity(state, place)[winner]),
        spoilt=papers.spoilt,
        tactical=papers.tactical,
        alienated=int(day.attendance.alienated.sum()),
        indifferent=int(day.attendance.indifferent.sum()),
    )


def _affinity(state: State, place: Ground) -> Floats:
    """Return how near each group stands to each candidate, 0-1, array [candidate, group]."""
    gaps = np.abs(state.manifestos[:, None, :] - place.ideals[None, :, :]).sum(axis=2)
    return electing.range_normalised(-gaps)
