"""Tactical voting, against slow twins that ask one voter at a time."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.errors import ElectionError
from elections.marking import approvals, rankings, ratings
from elections.tactics import (
    RANKING_STRATEGIES,
    RATING_STRATEGIES,
    STRATEGIES,
    bury,
    compromise,
    leader_rule,
    viable_candidates,
)
from elections.tally import first_preferences, pairwise

quick = settings(max_examples=80)
few = settings(max_examples=25)


@st.composite
def contests(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw whole utilities, a poll with many level in it, and who is tactical."""
    candidates, voters, elections = (draw(st.integers(1, most)) for most in (6, 4, 3))
    shape = (candidates, voters, elections)

    def numbers(values, *axes):
        size = math.prod(axes)
        return np.array(draw(st.lists(values, min_size=size, max_size=size))).reshape(axes)

    utilities = numbers(st.integers(-1, 2), *shape).astype(
        draw(st.sampled_from([np.int64, np.float32, np.float64]))
    )
    poll = numbers(st.integers(0, 4), candidates, elections)
    poll[draw(st.integers(0, candidates - 1))] += poll.max(axis=0) == 0
    return utilities, poll, numbers(st.booleans(), *shape[1:])


def voter_by_voter(contest, sincere, act):
    """Ask every voter alone: ``act`` for the tactical, ``sincere`` for the others."""
    utilities, poll, tactical = contest
    ballots = np.empty(utilities.shape, dtype=int)
    for voter, election in np.ndindex(tactical.shape):
        own = [int(utility) for utility in utilities[:, voter, election]]
        standing = [int(share) for share in poll[:, election]]
        ballot = act(own, standing) if tactical[voter, election] else None
        ballots[:, voter, election] = sincere(own) if ballot is None else ballot
    return ballots


def ranked(keys):
    """Rank by any keys, the least first."""
    return [1 + sum(other < own for other in keys) for own in keys]


def sincere_ranks(own):
    return ranked([-utility for utility in own])


def in_the_race(standing, viable):
    ahead = [sum(other > own for other in standing) for own in standing]
    return [place for place, better in enumerate(ahead) if better < viable]


def favourites(own, standing, viable):
    """Name those in the race, and the best of them; nobody where all are the same."""
    race = in_the_race(standing, viable)
    best = max(own[place] for place in race)
    if min(own[place] for place in race) == best:
        return race, None
    return race, [place for place in race if own[place] == best]


def slow_compromise(own, standing, viable):
    _, best = favourites(own, standing, viable)
    return best and ranked([(place not in best, -own[place]) for place in range(len(own))])


def slow_bury(own, standing, viable):
    race, best = favourites(own, standing, viable)
    if not best:
        return None
    parts = [
        1 - (place in best) + (place in race and place not in best) for place in range(len(own))
    ]
    return ranked([(part, -utility) for part, utility in zip(parts, own, strict=True)])


def slow_viable_first(own, standing, viable):
    race, best = favourites(own, standing, viable)
    return best and ranked([(place not in race, -own[place]) for place in range(len(own))])


def slow_bullet(own, standing, viable):
    _, best = favourites(own, standing, viable)
    return best and [1 if place in best else 255 for place in range(len(own))]


def slow_above_expectation(own, standing):
    weighed = sum(utility * share for utility, share in zip(own, standing, strict=True))
    return [utility > Fraction(weighed, sum(standing)) for utility in own]


def slow_leader_rule(own, standing):
    marks = []
    for place, utility in enumerate(own):
        others = [other for other in range(len(own)) if other != place]
        top = max((standing[other] for other in others), default=0)
        rivals = [own[other] for other in others if standing[other] == top]
        marks.append(bool(rivals) and utility > Fraction(sum(rivals), len(rivals)))
    return marks


SLOW_RANKINGS = {
    "compromise": slow_compromise,
    "bury": slow_bury,
    "viable_first": slow_viable_first,
    "bullet": slow_bullet,
}
SLOW_RATINGS = {"above_expectation": slow_above_expectation, "leader_rule": slow_leader_rule}


def test_every_strategy_has_a_twin_and_an_id():
    assert set(RANKING_STRATEGIES) == set(SLOW_RANKINGS)
    assert set(RATING_STRATEGIES) == set(SLOW_RATINGS)
    assert {**RANKING_STRATEGIES, **RATING_STRATEGIES} == STRATEGIES
    assert all(strategy.__name__ == name for name, strategy in STRATEGIES.items())


@pytest.mark.parametrize("name", SLOW_RANKINGS)
@quick
@given(contest=contests(), viable=st.integers(2, 7))
def test_rankings_are_those_of_the_slow_twin(name, contest, viable):
    utilities, poll, tactical = contest
    ranks = STRATEGIES[name](utilities, poll, tactical=tactical, viable=viable)
    twin = voter_by_voter(
        contest, sincere_ranks, lambda own, standing: SLOW_RANKINGS[name](own, standing, viable)
    )
    assert ranks.dtype == np.uint8
    assert (ranks == twin).all()


@pytest.mark.parametrize("name", SLOW_RATINGS)
@quick
@given(contest=contests(), maximum=st.integers(1, 5))
def test_ratings_are_those_of_the_slow_twin(name, contest, maximum):
    utilities, poll, tactical = contest
    honest = approvals(utilities) if maximum == 1 else ratings(utilities, maximum)
    marks = STRATEGIES[name](utilities, poll, tactical=tactical, maximum=maximum)
    twin = voter_by_voter(
        contest,
        lambda own: [0] * len(own),
        lambda own, standing: [maximum * mark for mark in SLOW_RATINGS[name](own, standing)],
    )
    assert marks.dtype == np.uint8
    assert (marks == np.where(tactical, twin, honest)).all()


@pytest.mark.parametrize("name", STRATEGIES)
@few
@given(contest=contests())
def test_one_election_is_marked_as_it_is_in_a_stack(name, contest):
    utilities, poll, tactical = contest
    stack = STRATEGIES[name](utilities, poll, tactical=tactical)
    alone = STRATEGIES[name](utilities[:, :, -1], poll[:, -1], tactical=tactical[:, -1])
    assert (stack[:, :, -1] == alone).all()


@pytest.mark.parametrize("name", STRATEGIES)
@few
@given(contest=contests(), fifths=st.integers(0, 5))
def test_a_share_takes_the_first_voters(name, contest, fifths):
    utilities, poll, _ = contest
    voters = utilities.shape[1]
    first = math.floor(Fraction(fifths * voters, 5) + Fraction(1, 2))
    mask = np.zeros(utilities.shape[1:], dtype=bool)
    mask[:first] = True
    strategy = STRATEGIES[name]
    assert (
        strategy(utilities, poll, tactical=fifths / 5) == strategy(utilities, poll, tactical=mask)
    ).all()


@few
@given(contests())
def test_nobody_tactical_is_sincere(contest):
    utilities, poll, _ = contest
    for name, strategy in STRATEGIES.items():
        honest = rankings(utilities) if name in RANKING_STRATEGIES else approvals(utilities)
        assert (strategy(utilities, poll, tactical=0.0) == honest).all()


@quick
@given(contests(), st.integers(2, 7))
def test_viable_candidates_are_the_leading_ones(contest, viable):
    _, poll, _ = contest
    chance = viable_candidates(poll, viable)
    for election, standing in enumerate(poll.T.tolist()):
        assert np.flatnonzero(chance[:, election]).tolist() == in_the_race(standing, viable)


@few
@given(contests())
def test_ballots_do_not_depend_on_the_size_of_the_poll(contest):
    utilities, poll, tactical = contest
    for strategy in STRATEGIES.values():
        small, large = (strategy(utilities, poll * size, tactical=tactical) for size in (1, 1000))
        assert (small == large).all()


def society(*groups):
    """Stack groups of voters, each a number and its utilities: [candidate, voter]."""
    return np.repeat(
        [utilities for _, utilities in groups], [count for count, _ in groups], axis=0
    ).T


def test_compromise_ends_a_split_vote():
    utilities = society((45, [9, 1, 0]), (30, [0, 9, 7]), (25, [0, 7, 9]))
    sincere = first_preferences(rankings(utilities))
    assert sincere.tolist() == [45, 30, 25]
    assert first_preferences(compromise(utilities, sincere)).tolist() == [45, 55, 0]


def test_burying_the_rival_hides_a_condorcet_winner():
    utilities = society((45, [9, 7, 0]), (35, [4, 9, 0]), (20, [0, 7, 9]))
    poll = first_preferences(rankings(utilities))
    honest = pairwise(rankings(utilities))
    assert (honest[1] > honest[:, 1])[[0, 2]].all()
    buriers = np.arange(100) < 45
    buried = pairwise(bury(utilities, poll, tactical=buriers))
    assert buried[2, 1] > buried[1, 2]
    assert buried[1, 0] > buried[0, 1]
    assert buried[0, 2] > buried[2, 0]


def test_the_leader_rule_finds_the_condorcet_winner_and_stays():
    # 40 left, 35 right, 25 in the centre, whom each side prefers to the other.
    utilities = society((40, [9, 5, 0]), (35, [0, 5, 9]), (25, [1, 9, 0]))
    poll = np.array([40, 25, 35])
    for _ in range(3):
        poll = leader_rule(utilities, poll).sum(axis=1, dtype=int)
    assert poll.argmax() == 1
    assert (poll == leader_rule(utilities, poll).sum(axis=1)).all()


WRONG = [
    ({"poll": [1, 2]}, "utilities (3, 4) need a poll (3,), not (2,)"),
    ({"poll": np.ones((3, 4, 1))}, "a poll needs the axes [candidate] or [candidate, election]"),
    ({"poll": []}, "a poll needs the axes [candidate] or [candidate, election], not (0,)"),
    ({"poll": [1, 2, -1]}, "standings in a poll are finite numbers from 0"),
    ({"poll": [1, 2, math.nan]}, "standings in a poll are finite"),
    ({"poll": ["a", "b", "c"]}, "standings in a poll are numbers, not <U1"),
    ({"poll": [0, 0, 0]}, "the poll of election 1 gives nobody any standing"),
    ({"tactical": 1.5}, "the share of tactical voters is a number 0 to 1, not 1.5"),
    ({"tactical": "all"}, "the share of tactical voters is a number 0 to 1, not 'all'"),
    (
        {"tactical": np.ones(3, dtype=bool)},
        "who is tactical is a share, or an array of bool (4,), not of bool (3,)",
    ),
    (
        {"tactical": np.ones(4)},
        "who is tactical is a share, or an array of bool (4,), not of float64 (4,)",
    ),
    ({"utilities": [[math.nan]]}, "candidate 1, voter 1: a utility is a finite number"),
]


@pytest.mark.parametrize("name", STRATEGIES)
@pytest.mark.parametrize(("wrong", "message"), WRONG)
def test_what_does_not_fit_is_refused(name, wrong, message):
    right = {"utilities": np.ones((3, 4)), "poll": [1, 2, 3], "tactical": 1.0}
    with pytest.raises(ElectionError) as caught:
        STRATEGIES[name](**{**right, **wrong})
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("name", RANKING_STRATEGIES)
@pytest.mark.parametrize("viable", [1, 255, 2.0])
def test_one_candidate_alone_is_no_race(name, viable):
    with pytest.raises(ElectionError) as caught:
        STRATEGIES[name]([[1], [2]], [1, 2], viable=viable)
    assert str(caught.value) == (
        f"the number of viable candidates is a whole number 2 to 254, not {viable!r}"
    )


@pytest.mark.parametrize("name", RATING_STRATEGIES)
def test_a_best_rating_out_of_range_is_refused(name):
    with pytest.raises(ElectionError, match="the best rating is a whole number 1 to 254, not 0"):
        STRATEGIES[name]([[1], [2]], [1, 2], maximum=0)
