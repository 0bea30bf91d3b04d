"""Elections: residents, turnout, ballots and the mandate that a count gives."""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate import Phase, governance
from deliberate.model import electing
from elections import BallotKind, Scores, systems

NAMES = ("Ann", "Bob", "Cat")
UTILITY = np.array([[3.0, 2.0, 1.0], [1.0, 3.0, 2.0], [0.0, 1.0, 5.0]])
PLACES = np.array([1, 2, 3])


def drawn(count=4000, single_issue=(0.0, 0.5)):
    return electing.draw_residents(
        count,
        ideals=np.array([[0.5, 0.3, 0.2], [0.2, 0.3, 0.5]]),
        population=np.array([0.75, 0.25]),
        concentration=60.0,
        single_issue=np.array(single_issue),
        issue_weights=np.array([3.0, 0.0, 0.0]),
        rng=np.random.default_rng(1),
    )


def test_residents_are_drawn_around_what_their_locality_wants():
    residents = drawn()
    first = residents.locality == 0
    assert first.mean() == pytest.approx(0.75, abs=0.03)
    assert residents.ideals.sum(axis=1) == pytest.approx(np.ones(4000))
    assert residents.ideals[first].mean(axis=0) == pytest.approx([0.5, 0.3, 0.2], abs=0.01)
    # A Dirichlet of concentration 60: the published spread of the hospital share.
    assert residents.ideals[first, 0].std() == pytest.approx(0.064, abs=0.004)


def test_single_issue_residents_live_where_the_scenario_puts_them():
    residents = drawn()
    devoted = residents.weights[:, 0] == 3
    first = residents.locality == 0
    assert not devoted[first].any()
    assert devoted[~first].mean() == pytest.approx(0.5, abs=0.05)
    assert residents.weights[~devoted] == pytest.approx(1)


def test_utility_by_hand():
    residents = electing.Residents(
        ideals=np.array([[0.5, 0.5], [0.4, 0.6]]),
        weights=np.array([[1.0, 1.0], [2.0, 0.0]]),
        locality=np.array([0, 1]),
    )
    utility = electing.utilities(
        residents,
        manifestos=np.array([[0.5, 0.5], [0.3, 0.7]]),
        valence=np.array([0.0, 0.3]),
        home=np.array([1, 0]),
        distance=0.1,
        neighbour=0.5,
        mood=np.array([[0.0, 0.0], [0.1, 0.0]]),
    )
    assert utility == pytest.approx(np.array([[0.0, -2 + 0.3 + 0.5], [-1 + 0.5 + 0.1, -1 + 0.3]]))


@pytest.mark.parametrize("target", [0.14, 0.23, 0.28, 0.33])
def test_turnout_meets_its_target(target):
    rng = np.random.default_rng(3)
    utility = rng.normal(size=(5000, 4))
    votes = electing.turnout(utility, rng.random(5000), target)
    assert votes.mean() == pytest.approx(target, abs=0.02)
    stake = np.ptp(utility, axis=1)
    assert stake[votes].mean() > stake[~votes].mean()


@settings(deadline=None, max_examples=30)
@given(residents=st.integers(1, 20), target=st.floats(0.01, 1), same=st.booleans())
def test_somebody_always_votes(residents, target, same):
    rng = np.random.default_rng(residents)
    utility = np.zeros((residents, 3)) if same else rng.normal(size=(residents, 3))
    assert electing.turnout(utility, np.ones(residents), target).sum() >= 1


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (BallotKind.ONE, [[1, 255, 255], [255, 1, 255], [255, 255, 1]]),
        (BallotKind.TWO, [[1, 255, 255], [255, 1, 2], [255, 2, 1]]),
        (BallotKind.TWICE, [[1, 2, 3], [3, 1, 2], [3, 2, 1]]),
        (BallotKind.RANKING, [[1, 255, 255], [255, 1, 2], [3, 2, 1]]),
        (BallotKind.APPROVAL, [[1, 1, 0], [0, 1, 1], [0, 0, 1]]),
        (BallotKind.SCORE, [[5, 2, 0], [0, 5, 2], [0, 1, 5]]),
    ],
)
def test_ballots_say_what_the_voter_likes(kind, expected):
    marked = electing.ballots(kind, UTILITY, PLACES, NAMES)
    table = marked.ratings if isinstance(marked, Scores) else marked.ranks
    ballots = sorted(table.T.tolist())
    assert ballots == sorted(expected)


def test_every_kind_of_ballot_can_be_marked():
    assert set(electing.MARKING) == set(BallotKind)
    assert {each.ballot for each in systems()} <= set(BallotKind)


def test_the_strongest_rival_is_the_one_who_runs_the_winner_closest():
    preferences = np.array([[0, 60, 55, 0], [40, 0, 9, 0], [45, 9, 0, 0], [0, 0, 0, 0]])
    share, rival = electing.support(preferences, 0)
    assert (share, rival) == (0.5, 3)
    share, rival = electing.support(preferences[:3, :3], 0)
    assert (share, rival) == (0.55, 2)


def test_alone_on_the_paper_the_winner_rivals_nobody():
    assert electing.support(np.zeros((1, 1), dtype=np.int64), 0) == (1.0, 0)


@pytest.mark.parametrize(
    ("support", "satisfaction", "turnout", "expected"),
    [(0.6, 0.5, 0.35, 0.55), (0.6, 0.5, 0.35 / 16, 0.275), (1.0, 1.0, 0.35, 1.0)],
)
def test_the_mandate_is_half_support_half_satisfaction_by_turnout(
    support, satisfaction, turnout, expected
):
    assert electing.mandate(support, satisfaction, turnout, 0.25) == pytest.approx(expected)


@pytest.mark.parametrize("system", [each.id for each in electing.leader_systems()])
def test_every_system_gives_a_leader_with_a_mandate(two_towns, reach, system):
    scenario = evolve(two_towns, system=system, residents=300)
    state = reach(scenario, Phase.BRIEFING)
    election = state.election
    assert state.leader.name == election.count.elected
    assert state.leader.plan == pytest.approx(state.manifestos[election.winner])
    assert state.leader.elected
    assert 0 < election.mandate < 1.5
    assert 0 <= election.support <= 1
    assert election.turnout == pytest.approx(scenario.turnout, abs=0.1)
    assert set(election.counts) == {*scenario.compared, system}


def test_two_systems_ask_the_same_residents_in_the_same_mood(two_towns, reach):
    counts = [
        reach(evolve(two_towns, system=system, residents=300), Phase.COUNT).election.counts
        for system in ("irv", "borda")
    ]
    assert counts[0] == counts[1]


def test_two_arrangements_share_their_residents_and_their_luck(two_towns, reach):
    siloed = evolve(two_towns, governance=governance("elected-siloed"))
    here, there = (reach(scenario, Phase.COUNT, seed=5) for scenario in (two_towns, siloed))
    assert here.election == there.election
    assert (here.manifestos == there.manifestos).all()
    assert (here.buyin == there.buyin).all()
    ends = [reach(scenario, Phase.OUTCOME, seed=5) for scenario in (two_towns, siloed)]
    assert (ends[0].history[0].account.luck == ends[1].history[0].account.luck).all()


def test_another_seed_is_another_town(two_towns, reach):
    here, there = (reach(two_towns, Phase.COUNT, seed=seed) for seed in (5, 6))
    assert here.election != there.election
