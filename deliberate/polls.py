"""Election day: residents choose among manifestos, under the system that the scenario names."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from attrs import frozen

from deliberate.arrays import Floats
from deliberate.chance import BALLOTS, POPULATION, stream
from deliberate.ground import Ground, ground
from deliberate.model import electing
from deliberate.model.luck import draw_luck
from deliberate.model.marking import Cast, Voters, cast
from deliberate.model.residents import draw_residents, utilities
from deliberate.model.tactics import Tactic, tactic_for
from deliberate.model.turnout import Attendance, attendance, first_preferences
from deliberate.office import records
from deliberate.people import parties, places
from deliberate.scenario import Scenario
from deliberate.state import Election, State
from elections import BallotKind, Count, System, elect_each, system

Way: TypeAlias = tuple[BallotKind, Tactic | None]


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
    papers = {way: _cast(state.scenario, day, way) for way in dict.fromkeys(map(_way, every))}
    counts = _counts(state, every, papers)
    return _measured(state, place, day, papers[_way(deciding)], counts)


def _day(state: State, place: Ground) -> _Day:
    scenario, manner = state.scenario, state.scenario.parameters.electorate
    people, named = scenario.candidates, parties(scenario)
    homes = [locality.id for locality in scenario.localities]
    issue = place.lines.hospital > 0
    luck = draw_luck(scenario.residents, len(people), rng=stream(state.seed, BALLOTS, state.year))
    residents = draw_residents(
        scenario.residents,
        places(state),
        manner=manner,
        rng=stream(state.seed, POPULATION, 1),
    )
    utility = utilities(
        residents,
        manifestos=state.manifestos,
        valence=np.array([person.valence for person in people]) + records(state),
        home=np.array([homes.index(person.home) for person in people]),
        party=np.array([named.get(person.party, -1) for person in people]),
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


def _way(system: System) -> Way:
    """Return the way in which voters mark their papers: by what is asked, and what pays."""
    return system.ballot, tactic_for(system)


def _cast(scenario: Scenario, day: _Day, way: Way) -> Cast:
    kind, tactic = way
    names = tuple(person.name for person in scenario.candidates)
    return cast(day.voters, kind, names, tactic=tactic, manner=scenario.parameters.electorate)


def _counts(state: State, every: list[System], papers: dict[Way, Cast]) -> dict[str, Count]:
    """Count the ballots that each system asks for, by its id."""
    lot = int(stream(state.seed, BALLOTS, state.year, 1).integers(2**32))
    counts = {
        each.system: each
        for way, done in papers.items()
        for each in elect_each(
            done.ballots, [one for one in every if _way(one) == way], ties="lot", seed=lot
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
    satisfaction = float(electing.satisfaction(day.utility, winner).mean())
    exponent = scenario.parameters.electorate.turnout_exponent
    return Election(
        year=state.year,
        system=scenario.system,
        counts=counts,
        winner=winner,
        rival=rival,
        residents=scenario.residents,
        voters=int(voting.sum()),
        support=support,
        satisfaction=satisfaction,
        mandate=electing.mandate(support, satisfaction, float(voting.mean()), exponent),
        affinity=np.where(place.public > 0, satisfaction, _affinity(state, place, winner)),
        spoilt=papers.spoilt,
        tactical=papers.tactical,
        alienated=int(day.attendance.alienated.sum()),
        indifferent=int(day.attendance.indifferent.sum()),
    )


def _affinity(state: State, place: Ground, winner: int) -> Floats:
    """Return how near each group stands to the winner, 0-1, array [group]."""
    gaps = np.abs(state.manifestos[:, None, :] - place.ideals[None, :, :]).sum(axis=2)
    return electing.satisfaction(-gaps, winner)


def hold_elections(states: Sequence[State]) -> list[Election]:
    """Return the election that residents hold in each game."""
    return [hold_election(state) for state in states]
