"""Societies: what they mark, whom they elect, and what utility that has."""

from __future__ import annotations

import numpy as np
import pytest

from elections import system
from elections.breakers import ByPriority
from elections.marking import approvals, normalised, rankings, ratings
from elections.society import Society, concerns
from elections.systems.base import BallotKind
from elections.tactics import RANKING_STRATEGIES, RATING_STRATEGIES, STRATEGIES
from elections.tally import first_preferences
from elections.ties import CandidateOrder

LIKED = np.random.default_rng(11).random((4, 9, 6), dtype=np.float32)


@pytest.fixture
def society():
    return Society(liked=LIKED, breaker=CandidateOrder().breakers("ABCD", 0)(6))


def test_the_sincere_mark_what_they_think(society):
    for kind in (BallotKind.ONE, BallotKind.TWICE, BallotKind.TWO, BallotKind.RANKING):
        assert society.cast(kind) is society.ranked
    assert (society.ranked.values == rankings(LIKED)).all()
    assert (society.cast(BallotKind.APPROVAL).values == approvals(LIKED)).all()
    assert (society.cast(BallotKind.SCORE).values == ratings(LIKED, 5)).all()


def test_scores_from_0_to_1_are_approvals():
    society = Society(liked=LIKED, breaker=CandidateOrder().breakers("ABCD", 0)(6), maximum=1)
    assert (society.cast(BallotKind.SCORE).values == approvals(LIKED)).all()


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("kind", BallotKind)
def test_a_strategy_changes_the_ballots_that_it_is_about(society, strategy, kind):
    poll = first_preferences(rankings(LIKED))
    cast = society.cast(kind, strategy, 0.5)
    if not concerns(strategy, kind):
        assert (cast.values == society.cast(kind).values).all()
        return
    scale = {BallotKind.APPROVAL: {"maximum": 1}, BallotKind.SCORE: {"maximum": 5}}
    rest = scale.get(kind, {})
    assert (cast.values == STRATEGIES[strategy](LIKED, poll, tactical=0.5, **rest)).all()
    assert (cast.values != society.cast(kind).values).any()


def test_each_strategy_is_about_one_sort_of_ballots():
    rated = {BallotKind.APPROVAL, BallotKind.SCORE}
    for kind in BallotKind:
        about = {strategy for strategy in STRATEGIES if concerns(strategy, kind)}
        assert about == set(RATING_STRATEGIES if kind in rated else RANKING_STRATEGIES)


def test_winners_are_those_of_each_system(society):
    chosen = [system(name) for name in ("plurality", "borda", "approval", "score")]
    winners = society.winners(chosen)
    ranked = rankings(LIKED).astype(int)
    votes = {
        "plurality": (ranked == 1).sum(axis=1),
        "borda": (4 - ranked).sum(axis=1),
        "approval": approvals(LIKED).sum(axis=1),
        "score": ratings(LIKED, 5).sum(axis=1),
    }
    assert winners.tolist() == [each.argmax(axis=0).tolist() for each in votes.values()]


def test_no_systems_have_no_winners(society):
    assert society.winners([]).shape == (0, 6)


def test_welfare_is_added_up_from_0_to_1_or_raw(society):
    assert society.welfare() == pytest.approx(normalised(LIKED).astype(float).sum(axis=1))
    assert society.welfare(raw=True) == pytest.approx(LIKED.astype(float).sum(axis=1))


def test_whoever_has_the_greatest_utility_is_found_by_lot_where_sums_are_level(society):
    welfare = np.full((4, 6), 1.3)
    welfare[0] += 1e-8
    assert society.greatest(welfare).tolist() == [0] * 6
    reverse = CandidateOrder().breakers("ABCD", 0)(6)
    turned = Society(liked=LIKED, breaker=ByPriority(3 - reverse.priority, np.zeros(6)))
    assert turned.greatest(welfare).tolist() == [3] * 6
    welfare[1] += 1e-5
    assert turned.greatest(welfare).tolist() == [1] * 6


def test_the_least_coalitions_are_found_on_the_ballots_of_the_system(society):
    for name in ("plurality", "approval", "score"):
        sizes = society.least_coalitions(system(name))
        assert sizes.shape == (9 + 2,)
        assert sizes.sum() == 6
        assert sizes[0] == 0
