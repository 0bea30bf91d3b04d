"""Rankings read as approvals, ratings read as rankings and as approvals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections import UNRANKED, UNRATED, BallotError, Profile, Scores, elect

quick = settings(max_examples=80, deadline=None)

arrays = st.integers(1, 5).flatmap(
    lambda candidates: st.lists(
        st.lists(st.sampled_from([0, 1, 2, 5, 255]), min_size=candidates, max_size=candidates),
        max_size=6,
    ).map(lambda rows: np.array(rows, dtype=np.uint8).reshape(-1, candidates).T)
)


def as_scores(array: np.ndarray) -> Scores:
    weights = np.arange(1, array.shape[1] + 1)
    return Scores.from_ratings(array, "ABCDE"[: len(array)], maximum=5, weights=weights)


@quick
@given(arrays)
def test_rated_higher_is_ranked_higher(array):
    scores = as_scores(array)
    profile = scores.to_profile()
    assert (profile.voters, profile.blank) == (scores.voters, scores.blank)
    for ranks, ratings in zip(profile.ranks.T.tolist(), scores.ratings.T.tolist(), strict=True):
        used = sorted({rating for rating in ratings if rating != UNRATED}, reverse=True)
        for rank, rating in zip(ranks, ratings, strict=True):
            assert rank == (UNRANKED if rating == UNRATED else used.index(rating) + 1)


@quick
@given(arrays)
def test_a_profile_of_ratings_is_as_one_built_from_ranks(array):
    scores = as_scores(array)
    ranks = np.where(array == UNRATED, UNRANKED, 9 - array.astype(int))
    weights = np.arange(1, array.shape[1] + 1)
    assert scores.to_profile() == Profile.from_ranks(ranks, scores.candidates, weights)


@quick
@given(arrays, st.integers(1, 5))
def test_approved_from_a_rating_on(array, least):
    scores = as_scores(array)
    approvals = scores.to_approvals(least)
    assert (approvals.maximum, approvals.voters) == (1, scores.voters)
    good = [[least <= rating <= 5 for rating in row] for row in scores.ratings.tolist()]
    assert approvals.ratings.astype(bool).tolist() == good


@quick
@given(arrays, st.integers(1, 6))
def test_approved_down_to_a_rank(array, ranks):
    profile = Profile.from_ranks(array, "ABCDE"[: len(array)])
    approvals = profile.to_approvals(ranks)
    assert approvals.ratings.tolist() == [[int(r <= ranks) for r in row] for row in profile.ranks]
    assert (approvals.blank, approvals.voters) == (profile.blank, profile.voters)


def test_everybody_ranked_is_approved_of():
    profile = Profile.from_text("2: Ann > Bob\n1: Cat\n3:")
    approvals = profile.to_approvals()
    assert approvals == Scores(
        candidates=("Ann", "Bob", "Cat"),
        ratings=np.array([[1, 0], [1, 0], [0, 1]], dtype=np.uint8),
        weights=np.array([2, 1]),
        maximum=1,
        blank=3,
    )
    assert elect(approvals, "approval", ties="all").winners == ("Ann", "Bob")


def test_candidates_tied_at_the_last_rank_are_all_approved_of():
    profile = Profile.from_text("Ann > Bob = Cat > Dan")
    assert profile.to_approvals(2).ratings.ravel().tolist() == [1, 1, 1, 0]


def test_254_candidates_and_ratings():
    names = [f"C{number}" for number in range(254)]
    profile = Profile.from_rankings([names])
    assert profile.to_approvals().ratings.all()
    assert profile.to_approvals(253).ratings.sum() == 253
    scores = Scores.from_ratings([[254], [0]], "AB", maximum=254)
    assert scores.to_profile().ranks.ravel().tolist() == [1, 2]
    assert scores.to_approvals(254).ratings.ravel().tolist() == [1, 0]


def test_a_ballot_that_approves_of_nobody_still_votes():
    scores = Scores.from_ratings([{"Ann": 1}, {"Ann": 5}, {}], maximum=5)
    approvals = scores.to_approvals(least=3)
    assert (approvals.voters, approvals.blank) == (2, 1)
    alike = Scores.from_ratings([{"Ann": 0, "Bob": 0}], maximum=5).to_profile()
    assert (alike.voters, alike.ranks.ravel().tolist()) == (1, [1, 1])


@pytest.mark.parametrize("ranks", [0, -1, 255, 1.0, True, "2"])
def test_a_number_of_ranks_out_of_range(ranks):
    with pytest.raises(BallotError, match="ranks approved of is a whole number from 1 to 254, not"):
        Profile.from_text("Ann > Bob").to_approvals(ranks)


@pytest.mark.parametrize("least", [0, 6, None])
def test_a_lowest_rating_out_of_range(least):
    with pytest.raises(BallotError, match="rating that approves is a whole number from 1 to 5, no"):
        Scores.from_ratings([[3]], "A", maximum=5).to_approvals(least)
