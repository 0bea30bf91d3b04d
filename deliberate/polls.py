"""Election day: residents choose among manifestos, under the system that the scenario names."""

from collections.abc import Iterable, Sequence
from itertools import chain
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
from deliberate.together import in_parts
from elections import BallotKind, Count, System, elect_all, system

LIKINGS_AT_ONCE = 1_000_000
"""Of residents for candidates, in all elections held together: more would only take memory."""

Way: TypeAlias = tuple[BallotKind, Tactic | None]


@frozen(kw_only=True, eq=False)
class _Day:
    """What is so before any ballots are marked: who likes whom, and who votes."""

    utility: Floats
    attendance: Attendance
    voters: Voters


def hold_elections(states: Sequence[State]) -> list[Election]:
    """Return the election that the residents of each game hold on the candidates' manifestos.

    The same voters' ballots are counted under the deciding system and those it is compared with.
    Games are apart but for the work: each election is as it would be alone.

    Parameters
    ----------
    states : sequence of State
        One at least, all of the same scenario.
    """
    scenario = states[0].scenario
    likings = scenario.residents * len(scenario.candidates)
    return in_parts(_held_together, states, LIKINGS_AT_ONCE // likings)


def _held_together(states: Sequence[State]) -> list[Election]:
    scenario = states[0].scenario
    place, deciding = ground(scenario), system(scenario.system)
    every = [system(name) for name in dict.fromkeys([*scenario.compared, deciding.id])]
    days = [_day(state, place) for state in states]
    papers = {way: _cast(scenario, days, way) for way in dict.fromkeys(map(_way, every))}
    return [
        _measured(state, place, day, its, counts)
        for state, day, its, counts in zip(
            states, days, papers[_way(deciding)], _counts(states, every, papers), strict=True
        )
    ]


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
        utility=utility.compress(voting, axis=1),
        poll=poll,
        names=luck.names[voting],
        slip=luck.slip[voting],
        guile=luck.guile[voting],
    )
    return _Day(utility=utility, attendance=present, voters=voters)


def _way(system: System) -> Way:
    """Return the way in which voters mark their papers: by what is asked, and what pays."""
    return system.ballot, tactic_for(system)


def _cast(scenario: Scenario, days: list[_Day], way: Way) -> list[Cast]:
    kind, tactic = way
    names = tuple(person.name for person in scenario.candidates)
    voters = [day.voters for day in days]
    return cast(voters, kind, names, tactic=tactic, manner=scenario.parameters.electorate)


def _counts(
    states: Sequence[State], every: list[System], papers: dict[Way, list[Cast]]
) -> list[dict[str, Count]]:
    """Count each game's ballots, as each system asks for them, by its id."""
    lots = [int(stream(each.seed, BALLOTS, each.year, 1).integers(2**32)) for each in states]
    by_way = [
        elect_all(
            [each.ballots for each in done],
            [one for one in every if _way(one) == way],
            ties="lot",
            seeds=lots,
        )
        for way, done in papers.items()
    ]
    return [_in_order(chain(*counts), every) for counts in zip(*by_way, strict=True)]


def _in_order(counts: Iterable[Count], systems: list[System]) -> dict[str, Count]:
    found = {each.system: each for each in counts}
    return {each.id: found[each.id] for each in systems}


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
