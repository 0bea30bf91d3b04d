"""Ballots from utilities, against slow twins that mark one ballot at a time."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.errors import ElectionError
from elections.marking import approvals, normalised, rankings, ratings, truncated

quick = settings(max_examples=100)


@st.composite
def societies(draw: st.DrawFn) -> np.ndarray:
    """Draw whole utilities, often level, in a form that callers use."""
    election = draw(st.sampled_from([(), (1,), (3,)]))
    shape = (draw(st.integers(1, 6)), draw(st.integers(0, 4)), *election)
    size = math.prod(shape)
    values = draw(st.lists(st.integers(-4, 5), min_size=size, max_size=size))
    dtype = draw(st.sampled_from([np.int8, np.int64, np.float16, np.float32, np.float64]))
    return np.array(values, dtype=dtype).reshape(shape)


def ballot_by_ballot(utilities, mark):
    """Mark every ballot on its own, with whole numbers that Python counts exactly."""
    rows = utilities.reshape(len(utilities), -1)
    ballots = [mark([int(utility) for utility in ballot]) for ballot in rows.T]
    return np.array(ballots, dtype=float).reshape(-1, len(rows)).T.reshape(utilities.shape)


def ranked(ballot):
    return [1 + sum(other > own for other in ballot) for own in ballot]


def approved(ballot):
    return [own > Fraction(sum(ballot), len(ballot)) for own in ballot]


def scaled(ballot, maximum):
    worst, best = min(ballot), max(ballot)
    return [Fraction((own - worst) * maximum, best - worst or 1) for own in ballot]


@quick
@given(societies())
def test_rankings_put_a_candidate_below_all_who_are_liked_better(utilities):
    ranks = rankings(utilities)
    assert ranks.dtype == np.uint8
    assert (ranks == ballot_by_ballot(utilities, ranked)).all()


@quick
@given(societies(), st.integers(1, 7))
def test_truncated_keeps_whoever_has_few_above(utilities, length):
    def kept(ballot):
        return [rank if rank <= length else 255 for rank in ranked(ballot)]

    ranks = truncated(rankings(utilities), length)
    assert ranks.dtype == np.uint8
    assert (ranks == ballot_by_ballot(utilities, kept)).all()


@quick
@given(societies())
def test_approvals_are_for_those_better_than_the_mean(utilities):
    marks = approvals(utilities)
    assert marks.dtype == np.uint8
    assert (marks == ballot_by_ballot(utilities, approved)).all()


@quick
@given(societies(), st.one_of(st.integers(1, 10), st.just(254)))
def test_ratings_use_the_whole_scale_and_round_half_up(utilities, maximum):
    def rated(ballot):
        return [math.floor(each + Fraction(1, 2)) for each in scaled(ballot, maximum)]

    marks = ratings(utilities, maximum)
    assert marks.dtype == np.uint8
    assert (marks == ballot_by_ballot(utilities, rated)).all()


@quick
@given(societies())
def test_normalised_runs_from_0_to_1(utilities):
    found = normalised(utilities)
    assert found.dtype == np.float32
    assert np.allclose(found, ballot_by_ballot(utilities, lambda each: scaled(each, 1)), atol=1e-7)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("candidates", [2, 5, 254])
def test_many_ballots_are_marked_as_few_are(dtype, candidates):
    voters = 60_000 // candidates
    utilities = np.random.default_rng(3).random((candidates, voters, 7), dtype=dtype)
    order = utilities.argsort(axis=0)[::-1]
    sorted_out = np.empty(utilities.shape)
    np.put_along_axis(sorted_out, order, np.arange(1, candidates + 1)[:, None, None], axis=0)
    level = (np.diff(np.sort(utilities, axis=0), axis=0) == 0).any(axis=0)
    assert level.mean() < 0.01
    assert (rankings(utilities) == sorted_out)[:, ~level].all()
    assert (approvals(utilities)[:, -1] == approvals(utilities[:, -1])).all()
    assert (ratings(utilities, 9)[:, -1] == ratings(utilities[:, -1], 9)).all()


@pytest.mark.parametrize("utility", [0.1, 1 / 3, 1e30, -1e-30, 0.7])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("candidates", [1, 3, 7, 254])
def test_who_sees_no_difference_marks_none(utility, dtype, candidates):
    indifferent = np.full((candidates, 2), utility, dtype=dtype)
    assert (rankings(indifferent) == 1).all()
    assert not approvals(indifferent).any()
    assert not ratings(indifferent, 254).any()
    assert not normalised(indifferent).any()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_largest_utilities_allowed_do_not_overflow(dtype):
    utilities = np.array([[1e30], [-5e29], [-1e30]], dtype=dtype)
    assert approvals(utilities).ravel().tolist() == [1, 0, 0]
    assert ratings(utilities, 254).ravel().tolist() in ([254, 63, 0], [254, 64, 0])
    assert np.allclose(normalised(utilities).ravel(), [1, 0.25, 0])


@pytest.mark.parametrize("marked", [rankings, approvals, normalised])
def test_views_are_marked_like_copies_and_left_alone(marked):
    utilities = np.random.default_rng(3).random((6, 8, 10))
    before = utilities.copy()
    view = utilities[::2, ::-1, 1::3]
    assert (marked(view) == marked(view.copy())).all()
    assert (utilities == before).all()


def test_truncating_leaves_its_ranks_alone():
    ranks = np.array([[1], [2]], dtype=np.uint8)
    assert truncated(ranks, 1).tolist() == [[1], [255]]
    assert ranks.tolist() == [[1], [2]]


AXES = "utilities need the axes [candidate, voter] or [candidate, voter, election] "
WRONG_UTILITIES = [
    (
        [[1, math.nan], [2, 3]],
        "candidate 1, voter 2: a utility is a finite number within ±1e+30, not nan",
    ),
    (
        [[[1], [1]], [[1], [-math.inf]]],
        "candidate 2, voter 2, election 1: a utility is a finite number within ±1e+30, not -inf",
    ),
    ([[2e30]], "candidate 1, voter 1: a utility is a finite number within ±1e+30, not 2e+30"),
    ([[1, 2], [3]], "the utilities are ragged: rows differ in length"),
    ([["Ann"]], "utilities are numbers, not <U3"),
    ([[True]], "utilities are numbers, not bool"),
    ([1, 2], AXES + "with 1 to 254 candidates, not shape (2,)"),
    (np.zeros((255, 1)), AXES + "with 1 to 254 candidates, not shape (255, 1)"),
]


@pytest.mark.parametrize(
    "marked", [rankings, approvals, normalised, lambda utilities: ratings(utilities, 5)]
)
@pytest.mark.parametrize(("utilities", "message"), WRONG_UTILITIES)
def test_wrong_utilities_are_refused(marked, utilities, message):
    with pytest.raises(ElectionError) as caught:
        marked(utilities)
    assert str(caught.value) == message


@pytest.mark.parametrize("number", [0, 255, 1.5, True, "all"])
def test_numbers_out_of_range_are_refused(number):
    with pytest.raises(ElectionError) as caught:
        ratings([[1]], number)
    assert str(caught.value) == f"the best rating is a whole number 1 to 254, not {number!r}"
    with pytest.raises(ElectionError) as caught:
        truncated([[1]], number)
    assert (
        str(caught.value) == f"the length of a ranking is a whole number 1 to 254, not {number!r}"
    )


def test_wrong_ranks_are_refused():
    with pytest.raises(ElectionError, match="ballot 1: rank 300 of candidate 1"):
        truncated([[300]], 2)
