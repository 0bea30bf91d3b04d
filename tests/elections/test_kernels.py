"""The array kernels against plain Python, at the sizes where their ways part."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections import BallotError, Manual, Profile, elect, elect_many
from elections.arrays import all_bits, dense, first_true, rank_bits
from elections.breakers import ByPriority
from elections.overvotes import strict_part
from elections.stack import Stack
from elections.systems.elimination import leading, votes_among
from elections.systems.supplementary import first_two_ranks
from elections.tally import (
    first_preferences,
    has_tie,
    pairwise,
    points,
    sole_first_preferences,
    tied_places,
    weigh,
)

quick = settings(max_examples=150, deadline=None)
NONE = 255


@st.composite
def stacks(draw: st.DrawFn, top: int = 6) -> np.ndarray:
    """Draw ranks or ratings of any kind: strict, tied, with gaps, high, truncated, blank."""
    shape = draw(st.tuples(st.integers(1, 5), st.integers(0, 6), st.integers(1, 3)))
    some = st.sampled_from([*range(top), 15, 63, 253, 254, NONE, NONE])
    size = shape[0] * shape[1] * shape[2]
    flat = draw(st.lists(some, min_size=size, max_size=size))
    return np.array(flat, dtype=np.uint8).reshape(shape)


@st.composite
def weighted(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray | None]:
    """Draw ranks, and weights for each ballot, for each ballot of each election, or none."""
    ranks = draw(stacks())
    shape = draw(st.sampled_from([None, ranks.shape[1:2], ranks.shape[1:]]))
    if shape is None:
        return ranks, None
    size = int(np.prod(shape))
    weight = st.sampled_from([0, 1, 3, 200, 70_000, 2**23, 2**49])
    weights = draw(st.lists(weight, min_size=size, max_size=size))
    return ranks, np.array(weights, dtype=np.int64).reshape(shape)


def ballots(ranks: np.ndarray, weights: np.ndarray | None, election: int) -> list:
    """List the ballots of one election in plain Python: their ranks and their weight."""
    rows = ranks[:, :, election].T.tolist()
    if weights is None:
        return [(row, 1) for row in rows]
    mine = weights if weights.ndim == 1 else weights[:, election]
    return list(zip(rows, mine.tolist(), strict=True))


def firsts(row: list[int], standing: list[bool]) -> set[int]:
    ranked = [rank for rank, here in zip(row, standing, strict=True) if here and rank != NONE]
    return {c for c, rank in enumerate(row) if standing[c] and ranked and rank == min(ranked)}


@quick
@given(weighted(), st.data())
def test_first_preferences_among_those_standing(cast, data):
    ranks, weights = cast
    size = ranks.shape[0] * ranks.shape[2]
    here = data.draw(st.lists(st.booleans(), min_size=size, max_size=size))
    standing = np.array(here, dtype=np.bool_).reshape(ranks.shape[0], ranks.shape[2])
    votes = first_preferences(ranks, weights, standing)
    for election in range(ranks.shape[2]):
        mine, among = ballots(ranks, weights, election), standing[:, election].tolist()
        found = [sum(w for row, w in mine if c in firsts(row, among)) for c in range(len(ranks))]
        assert votes[:, election].tolist() == found
        alone = weights if weights is None or weights.ndim == 1 else weights[:, election]
        one = first_preferences(ranks[:, :, election], alone, standing[:, election])
        assert one.tolist() == found


@quick
@given(weighted())
def test_sole_first_preferences(cast):
    ranks, weights = cast
    everyone = [True] * len(ranks)
    rows = [row for e in range(ranks.shape[2]) for row in ballots(ranks, weights, e)]
    sole = all(len(firsts(row, everyone)) == 1 for row, weight in rows)
    votes = sole_first_preferences(ranks, weights)
    if votes is not None:
        assert (votes == first_preferences(ranks, weights)).all()
        assert all(len(firsts(row, everyone)) == 1 for row, weight in rows if weight)
    elif sole:
        assert any(min(row) == NONE - 1 for row, _ in rows)


def test_a_ballot_with_two_firsts_does_not_make_up_for_a_blank_one():
    ranks = np.array([[1, NONE], [1, NONE]], dtype=np.uint8)
    assert sole_first_preferences(ranks) is None
    assert sole_first_preferences(ranks.repeat(10**6, axis=1)) is None
    assert elect_many(ranks, "plurality", overvotes="split", ties="all").ravel().tolist() == [1, 1]


@quick
@given(weighted())
def test_pairs_and_points(cast):
    ranks, weights = cast
    pairs, sums, marked = pairwise(ranks, weights), points(ranks, weights), ranks > 3
    added = weigh(marked, weights)
    for e in range(ranks.shape[2]):
        mine, everyone = ballots(ranks, weights, e), range(len(ranks))
        assert pairs[:, :, e].tolist() == [
            [sum(w for row, w in mine if row[a] < row[b]) for b in everyone] for a in everyone
        ]
        assert sums[:, e].tolist() == [
            sum(w * row[c] for row, w in mine if row[c] != NONE) for c in everyone
        ]
        assert added[:, e].tolist() == [sum(w for row, w in mine if row[c] > 3) for c in everyone]


@quick
@given(stacks())
def test_ties_on_ballots(ranks):
    tied, places = has_tie(ranks), tied_places(ranks)
    for e in range(ranks.shape[2]):
        for b, (row, _) in enumerate(ballots(ranks, None, e)):
            level = [rank != NONE and row.count(rank) > 1 for rank in row]
            assert places[:, b, e].tolist() == level
            assert tied[b, e] == any(level)
            first = min((rank for rank, one in zip(row, level, strict=True) if one), default=NONE)
            up_to = [rank if rank < first else NONE for rank in row]
            skipped = [NONE if one else rank for rank, one in zip(row, level, strict=True)]
            assert strict_part(ranks, "exhaust")[0][:, b, e].tolist() == up_to
            assert strict_part(ranks, "skip")[0][:, b, e].tolist() == skipped
            assert strict_part(ranks, "split")[0][:, b, e].tolist() == row


@quick
@given(stacks())
def test_ranks_made_dense_and_the_first_two(ranks):
    for e in range(ranks.shape[2]):
        closed, two = dense(ranks[:, :, e]), first_two_ranks(ranks[:, :, e])
        for b, (row, _) in enumerate(ballots(ranks, None, e)):
            order = sorted({rank for rank in row if rank != NONE})
            assert closed[:, b].tolist() == [
                NONE if rank == NONE else 1 + order.index(rank) for rank in row
            ]
            assert two[:, b].tolist() == [rank if rank in order[:2] else NONE for rank in row]


@pytest.mark.parametrize(
    ("candidates", "highest", "dtype"),
    [(3, 5, "uint8"), (3, 6, "uint8"), (3, 7, "uint16"), (10, 12, "uint16"), (10, 13, "uint32")],
)
def test_ranks_as_bits_are_as_small_as_their_sum_allows(candidates, highest, dtype):
    ranks = np.full((candidates, 2), highest, dtype=np.uint8)
    bits = rank_bits(ranks)
    assert bits is not None
    assert bits.dtype == dtype
    assert has_tie(ranks).all()
    assert int(bits[:, 0].sum(dtype=object)) <= np.iinfo(dtype).max


def test_ranks_too_high_for_bits():
    ranks = np.arange(140, dtype=np.uint8).reshape(70, 2)
    assert rank_bits(ranks) is None
    assert not has_tie(ranks).any()
    ranks[69, 1] = ranks[0, 1]
    assert has_tie(ranks).tolist() == [False, True]
    assert dense(ranks)[:, 0].tolist() == list(range(1, 71))


@quick
@given(st.lists(st.permutations(range(1, 7)), min_size=1, max_size=5), st.integers(0, 3))
def test_strict_ballots_are_compared_in_one_direction(rows, weight):
    ranks = np.array(rows, dtype=np.uint8).T
    for weights in (None, np.full(len(rows), weight)):
        assert (pairwise(ranks, weights, strict=True) == pairwise(ranks, weights)).all()
        deep, beside = ranks[:, :, None].repeat(2, axis=2), None if weights is None else weights
        assert (pairwise(deep, beside, strict=True) == pairwise(deep, beside)).all()


@pytest.mark.parametrize("many", [255, 256, 600])
def test_more_ballots_than_a_byte_counts(many):
    ranks = np.array([[[1, 2]], [[2, 1]]], dtype=np.uint8).repeat(many, axis=1)
    assert first_preferences(ranks).tolist() == [[many, 0], [0, many]]
    assert points(np.full_like(ranks, 254)).tolist() == [[254 * many] * 2] * 2
    assert points(np.full_like(ranks[:, :, 0], 100)).tolist() == [100 * many] * 2


def test_more_ballots_than_a_slice_holds():
    rng = np.random.default_rng(1)
    ranks = rng.permuted(np.tile(np.arange(1, 6, dtype=np.uint8), (500_000, 1)), axis=1).T
    weights = rng.integers(0, 9, 500_000)
    assert first_preferences(ranks).tolist() == (ranks == 1).sum(axis=1).tolist()
    assert (
        first_preferences(ranks, weights).tolist() == (ranks == 1).astype(int).dot(weights).tolist()
    )
    above = [[int((a < b).sum()) for b in ranks] for a in ranks]
    assert pairwise(ranks).tolist() == above
    assert pairwise(ranks, strict=True).tolist() == above
    late = ranks.copy()
    late[0, -1] = late[1, -1]
    assert np.flatnonzero(has_tie(late)).tolist() == [499_999]
    exhausted = strict_part(late, "exhaust")[0]
    assert (exhausted[:, :-1] == ranks[:, :-1]).all()
    assert (exhausted[:2, -1] == NONE).all()


masks = st.integers(1, 5).flatmap(
    lambda candidates: st.lists(
        st.lists(st.booleans(), min_size=candidates, max_size=candidates).filter(any),
        min_size=1,
        max_size=4,
    )
)


@quick
@given(masks, st.data())
def test_breaking_ties_by_priority(columns, data):
    level = np.array(columns).T
    orders = [data.draw(st.permutations(range(len(level)))) for _ in columns]
    many = np.array([data.draw(st.integers(0, sum(column))) for column in columns])
    breaker = ByPriority(np.array(orders).T, np.zeros(len(columns)))
    first, last, kept = breaker.first(level), breaker.last(level), breaker.keep(level, many)
    for e, (column, order) in enumerate(zip(columns, orders, strict=True)):
        line = sorted(np.flatnonzero(column).tolist(), key=order.__getitem__)
        assert (first[e], last[e]) == (line[0], line[-1])
        assert set(np.flatnonzero(kept[:, e])) == set(line[: many[e]])
    assert (first_true(level) == level.argmax(axis=0)).all()
    assert (all_bits(level) == np.where(level, NONE, 0)).all()


@quick
@given(
    st.lists(st.lists(st.integers(0, 3), min_size=5, max_size=5), min_size=1, max_size=4), st.data()
)
def test_who_stays(columns, data):
    votes, in_it = np.array(columns).T, data.draw(st.integers(2, 5))
    staying = data.draw(st.integers(1, in_it - 1))
    standing = np.arange(5)[:, None].repeat(len(columns), axis=1) < in_it
    order = np.arange(5)[:, None].repeat(len(columns), axis=1)
    kept = leading(votes, standing, ByPriority(order, np.zeros(len(columns))), staying)
    for e, column in enumerate(columns):
        best = sorted(range(in_it), key=lambda c: (-column[c], c))[:staying]
        assert set(np.flatnonzero(kept[:, e])) == set(best)


def test_two_who_lead_level_are_no_tie():
    profile = Profile.from_text("3: Ann\n3: Bob\n1: Cat > Bob")
    assert elect(profile, "two_round", ties=Manual({})).elected == "Bob"


def test_the_one_of_three_who_goes_out_is_chosen_by_hand():
    profile = Profile.from_text("2: Ann\n2: Bob\n2: Cat > Bob\n1: Dan")
    choices = {frozenset({"Ann", "Bob", "Cat"}): "Cat"}
    assert elect(profile, "two_round", ties=Manual(choices)).elected == "Bob"


@quick
@given(stacks(top=4))
def test_what_a_stack_knows(ranks):
    stack = Stack(values=ranks)
    everyone = range(len(ranks))
    rows = [row for e in range(ranks.shape[2]) for row, _ in ballots(ranks, None, e)]
    assert stack.complete == all(NONE not in row for row in rows)
    assert stack.tied == any(a == b != NONE for row in rows for a, b in combinations(row, 2))
    assert stack.numbered == all(sorted(row) == [1 + c for c in everyone] for row in rows)
    for e in range(ranks.shape[2]):
        margins = stack.margins[:, :, e]
        assert stack.victories[:, e].tolist() == [int((margins[c] > 0).sum()) for c in everyone]


@quick
@given(weighted(), st.booleans(), st.data())
def test_some_elections_of_a_stack_know_what_they_would_alone(cast, asked, data):
    ranks, weights = cast
    stack = Stack(values=ranks, weights=weights)
    whole = stack.pairwise if asked else Stack(values=ranks, weights=weights).pairwise
    places = data.draw(st.lists(st.integers(0, ranks.shape[2] - 1), max_size=4))
    some = stack.some(np.array(places, dtype=np.int64))
    assert some.pairwise.tolist() == whole[:, :, places].tolist()
    assert some.voters.tolist() == stack.voters[places].tolist()


@quick
@given(weighted(), st.sampled_from(["exhaust", "skip", "split"]))
def test_the_first_round_of_a_stack(cast, overvotes):
    ranks, weights = np.where(cast[0] > 9, NONE, cast[0]), cast[1]
    light = None if weights is None else np.minimum(weights, 2**20)
    stack = Stack(values=ranks.astype(np.uint8), weights=light)
    votes, unit = stack.firsts(overvotes)
    counted, parts = strict_part(stack.values, overvotes)
    standing = np.ones(votes.shape, dtype=np.bool_)
    again = votes_among(counted, light, parts, standing)
    assert (votes * parts == again * unit).all()
    assert stack.firsts(overvotes)[0] is votes


def test_borda_by_ranks_and_by_pairs():
    rng = np.random.default_rng(2)
    ranks = rng.permuted(np.tile(np.arange(1, 6, dtype=np.uint8), (210, 1)), axis=1)
    deep = ranks.T.reshape(5, 7, 30)
    assert (elect_many(deep, "borda", seed=1) == elect_many(deep * 2, "borda", seed=1)).all()


def test_too_many_candidates_for_a_batch():
    with pytest.raises(BallotError, match="255 candidates; at most 254 can be counted"):
        elect_many(np.ones((255, 1), dtype=np.uint8), "plurality")
