"""Equal ballots merged, and ballots from orders."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections import BallotError, Profile, elect
from elections.grouping import group

quick = settings(max_examples=150, deadline=None)
NONE = 255


def merged(ranks: np.ndarray, weights: list[int]) -> dict[tuple[int, ...], int]:
    found: Counter[tuple[int, ...]] = Counter()
    for row, weight in zip(map(tuple, ranks.T.tolist()), weights, strict=True):
        found[row] += weight
    return dict(sorted(found.items()))


@quick
@given(st.data(), st.sampled_from([1, 2, 3, 15, 16, 17, 40]), st.sampled_from([3, 2**50]))
def test_equal_ballots_are_merged(data, candidates, heaviest):
    kind = st.lists(
        st.sampled_from([1, 2, 3, 200, 254, NONE]), min_size=candidates, max_size=candidates
    )
    kinds = data.draw(st.lists(kind, min_size=1, max_size=4))
    rows = data.draw(st.lists(st.sampled_from(kinds), max_size=6))
    weight = st.integers(1, heaviest)
    weights = data.draw(st.lists(weight, min_size=len(rows), max_size=len(rows)))
    ranks = np.array(rows, dtype=np.uint8).reshape(-1, candidates).T
    found, together = group(ranks, np.array(weights, dtype=np.int64))
    assert found.dtype == np.uint8
    assert together.dtype == np.int64
    assert dict(zip(map(tuple, found.T.tolist()), together.tolist(), strict=True)) == merged(
        ranks, weights
    )
    assert [tuple(row) for row in found.T.tolist()] == list(merged(ranks, weights))


def test_a_profile_grouped():
    profile = Profile.from_text("2: Ann > Bob\nCat\n1: Ann > Bob\n3:\nBob = Ann\nCat")
    grouped = profile.grouped()
    assert grouped.ranks.T.tolist() == [[1, 1, NONE], [1, 2, NONE], [NONE, NONE, 1]]
    assert grouped.weights.tolist() == [1, 3, 2]
    assert (grouped.candidates, grouped.blank) == (profile.candidates, 3)
    assert grouped.grouped() == grouped


@quick
@given(st.lists(st.permutations("ABC"), min_size=1, max_size=9), st.sampled_from(["irv", "borda"]))
def test_grouping_changes_no_count(rankings, system):
    profile = Profile.from_rankings(rankings, "ABC")
    assert elect(profile.grouped(), system) == elect(profile, system)


@quick
@given(st.data(), st.integers(1, 6), st.sampled_from(["int64", "int8", "uint8"]))
def test_orders(data, candidates, dtype):
    some = [*range(candidates), *([] if dtype == "uint8" else [-1])]
    places = data.draw(st.integers(0, candidates))
    order = st.lists(st.sampled_from(some), min_size=places, max_size=places)
    sole = order.filter(lambda row: max(Counter(c for c in row if c >= 0).values(), default=0) < 2)
    rows = data.draw(st.lists(sole, max_size=5))
    names = "ABCDEF"[:candidates]
    orders = np.array(rows, dtype=dtype).reshape(len(rows), places)
    profile = Profile.from_orders(orders, names, [2] * len(rows))
    named = [tuple(names[c] for c in row if c >= 0) for row in rows]
    one_each = Profile.from_rankings(named, names)
    assert (profile.ranks == one_each.ranks).all()
    assert (profile.weights == 2).all()
    assert profile.blank == 2 * one_each.blank


@pytest.mark.parametrize(
    ("orders", "message"),
    [
        ([0, 1], r"axes \[ballot, place\], not int64 of shape \(2,\)"),
        ([[0.5, 1.0]], r"not float64 of shape \(1, 2\)"),
        ([[0, 1, -1]], "the orders have 3 places for 2 candidates"),
        ([[0, 1], [0, 2]], "ballot 2: at place 2 stands 2; candidates are 0 to 1, -1 is none"),
        ([[-2, 1]], "ballot 1: at place 1 stands -2"),
        ([[0, 1], [-1, -1], [1, 1]], "ballot 3: 1 stands at two places"),
    ],
)
def test_orders_that_are_none(orders, message):
    with pytest.raises(BallotError, match=message):
        Profile.from_orders(np.array(orders), ["Ann", "Bob"])


def test_the_ballot_is_named_wherever_it_lies():
    orders = np.tile(np.array([[0, 1]]), (300_000, 1))
    assert (Profile.from_orders(orders, "AB").ranks == [[1], [2]]).all()
    orders[299_999, 1] = 0
    with pytest.raises(BallotError, match="ballot 300000: 0 stands at two places"):
        Profile.from_orders(orders, "AB")
    orders[299_999, 1] = 7
    with pytest.raises(BallotError, match="ballot 300000: at place 2 stands 7"):
        Profile.from_orders(orders, "AB")
