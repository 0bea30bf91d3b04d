"""Election day: residents choose among manifestos, under the system that the scenario names."""

import numpy as np
from numpy.typing import NDArray

from deliberate.arrays import Floats
from deliberate.chance import BALLOTS, POPULATION, stream
from deliberate.ground import Ground, ground
from deliberate.model import electing
from deliberate.office import records
from deliberate.state import Election, State
from elections import BallotKind, Profile, Scores, elect, system
from elections.tally import pairwise


def hold_election(state: State) -> Election:
    """Return the election that the residents hold on the candidates' manifestos."""
    scenario, place = state.scenario, ground(state.scenario)
    manner = scenario.parameters.electorate
    homes = [locality.id for locality in scenario.localities]
    residents = electing.draw_residents(
        scenario.residents,
        ideals=_moved_ideals(state, place),
        population=place.population,
        concentration=manner.likeness,
        single_issue=np.array([locality.single_issue for locality in scenario.localities]),
        issue_weights=_issue_weights(place, manner.issue_weight),
        rng=stream(state.seed, POPULATION, 1),
    )
    chance = electing.draw_luck(
        scenario.residents,
        len(scenario.candidates),
        noise=manner.mood,
        names=manner.names,
        rng=stream(state.seed, BALLOTS, state.year),
    )
    utility = electing.utilities(
        residents,
        manifestos=state.manifestos,
        valence=np.array([person.valence for person in scenario.candidates]) + records(state),
        home=np.array([homes.index(person.home) for person in scenario.candidates]),
        distance=manner.distance,
        neighbour=manner.neighbour,
        mood=chance.mood,
    )
    voting = electing.turnout(utility, chance.staying, scenario.turnout)
    return _count(state, place, utility, voting, chance.names)


def _moved_ideals(state: State, place: Ground) -> Floats:
    """Return what the localities want by now: as far from the start as the public has moved."""
    public = place.public > 0
    if not public.any():
        return place.locality_ideals
    moved = place.locality_ideals + (state.positions - place.ideals)[public].mean(axis=0)
    kept = np.maximum(moved, 0.001)
    return np.asarray(kept / kept.sum(axis=1, keepdims=True), dtype=np.float64)


def _issue_weights(place: Ground, weight: float) -> Floats:
    """Return the weights of a resident devoted to the hospital; they average one."""
    others = (len(place.held) - weight) / (len(place.held) - 1)
    return np.where(place.lines.hospital > 0, weight, others)


def _count(
    state: State,
    place: Ground,
    utility: Floats,
    voting: NDArray[np.bool_],
    names: NDArray[np.int64],
) -> Election:
    """Count the residents' ballots under every system, and measure the deciding one's mandate."""
    scenario = state.scenario
    people = tuple(person.name for person in scenario.candidates)
    cast = {
        kind: electing.ballots(kind, utility[voting], names[voting], people) for kind in BallotKind
    }
    lot = int(stream(state.seed, BALLOTS, state.year, 1).integers(2**32))
    counts = {
        each.id: elect(cast[each.ballot], each, ties="lot", seed=lot)
        for each in map(system, dict.fromkeys([*scenario.compared, scenario.system]))
    }
    deciding = system(scenario.system)
    elected = counts[deciding.id].elected
    assert elected is not None  # noqa: S101 - a lot leaves nobody undecided
    winner = people.index(elected)
    support, rival = electing.support(_preferences(cast[deciding.ballot]), winner)
    level = electing.range_normalised(utility)[:, winner]
    satisfaction = float(level.mean())
    turnout = float(voting.mean())
    near = _group_affinity(state, place)[:, winner]
    return Election(
        system=deciding.id,
        counts=counts,
        winner=winner,
        rival=rival,
        residents=scenario.residents,
        voters=int(voting.sum()),
        support=support,
        satisfaction=satisfaction,
        mandate=electing.mandate(
            support, satisfaction, turnout, scenario.parameters.electorate.turnout_exponent
        ),
        affinity=np.where(place.public > 0, satisfaction, near),
    )


def _preferences(ballots: Profile | Scores) -> NDArray[np.int64]:
    """Return how many ballots prefer row to column, whatever their kind."""
    ranks = ballots.ranks if isinstance(ballots, Profile) else 255 - ballots.ratings
    return np.asarray(pairwise(ranks, ballots.weights), dtype=np.int64)


def _group_affinity(state: State, place: Ground) -> Floats:
    """Return how near each group stands to each candidate, 0-1, array [group, candidate]."""
    gaps = np.abs(place.ideals[:, None, :] - state.manifestos[None, :, :]).sum(axis=2)
    return electing.range_normalised(-gaps)
