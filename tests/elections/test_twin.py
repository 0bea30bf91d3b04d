"""The kernels against the slow twin, on random profiles of every kind."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections import Profile, Scores, elect, elect_many
from elections.ties import Breakers, Lot
from tests.elections import oracle

RANKED = ("plurality", "two_round", "supplementary", "irv", "borda", "schulze")
ROUNDS = tuple(oracle.KEEP)
OVERVOTES = ("exhaust", "skip", "split")
NAMES = "ABCDE"

quick = settings(max_examples=120, deadline=None)


@st.composite
def elections(draw: st.DrawFn) -> tuple[list[list[int]], list[int], int]:
    """Draw ballots (a rank for each candidate, gaps and ties allowed), weights, candidates."""
    candidates = draw(st.integers(1, 5))
    strict = st.permutations([*range(1, candidates + 1)])
    short = strict.map(lambda ranks: [r if r <= (candidates + 1) // 2 else 255 for r in ranks])
    some = st.sampled_from([1, 2, 3, 5, 255])
    tied = st.lists(some, min_size=candidates, max_size=candidates)
    rows = draw(st.lists(st.one_of(strict, short, tied), max_size=7))
    weight = st.sampled_from([1, 1, 1, 2, 3])
    weights = draw(st.lists(weight, min_size=len(rows), max_size=len(rows)))
    return [list(row) for row in rows], weights, candidates


def as_array(rows: list[list[int]], candidates: int) -> np.ndarray:
    return np.array(rows, dtype=np.uint8).reshape(-1, candidates).T


def as_profile(rows: list[list[int]], weights: list[int], candidates: int) -> Profile:
    return Profile.from_ranks(as_array(rows, candidates), NAMES[:candidates], weights)


def lots(seed: int, candidates: int) -> Breakers:
    return Lot(seed).breakers(NAMES[:candidates], seed=0)


def names(places: set[int]) -> set[str]:
    return {NAMES[place] for place in places}


@quick
@given(elections(), st.sampled_from(RANKED), st.sampled_from(OVERVOTES))
def test_everyone_who_can_win(election, system, overvotes):
    rows, weights, candidates = election
    ballots = oracle.ballots_of(rows, weights)
    count = elect(as_profile(*election), system, ties="all", overvotes=overvotes)
    assert set(count.winners) == names(oracle.winners(ballots, candidates, system, overvotes))


@quick
@given(elections(), st.sampled_from(ROUNDS), st.sampled_from(OVERVOTES), st.integers(0, 9))
@pytest.mark.parametrize("ties", ["order", "lot"])
def test_every_round(ties, election, system, overvotes, seed):
    rows, weights, candidates = election
    ballots = oracle.counted_part(oracle.ballots_of(rows, weights), system, overvotes)
    priority = {
        "order": range(candidates),
        "lot": lots(seed, candidates)(1).priority[:, 0].tolist(),
    }
    told = oracle.rounds(ballots, priority[ties], oracle.KEEP[system])
    count = elect(as_profile(*election), system, ties=ties, seed=seed, overvotes=overvotes)
    assert len(count.rounds) == len(told)
    for ours, theirs in zip(count.rounds, told, strict=True):
        assert ours.tally == {NAMES[c]: votes for c, votes in theirs["votes"].items()}
        assert ours.exhausted == theirs["exhausted"]
        assert set(ours.eliminated) == names(theirs["gone"])
    assert count.elected == NAMES[told[-1]["elected"]]
    assert count.uncounted == count.voters - sum(told[0]["votes"].values())


@quick
@given(elections(), st.sampled_from(ROUNDS), st.sampled_from(OVERVOTES))
def test_rounds_add_up(election, system, overvotes):
    count = elect(as_profile(*election), system, overvotes=overvotes)
    for before, after in zip(count.rounds, count.rounds[1:], strict=False):
        freed = sum(before.tally[name] for name in before.eliminated)
        assert freed == sum(after.transferred.values()) + after.exhausted - before.exhausted
        for name, votes in after.tally.items():
            assert votes == before.tally[name] + after.transferred.get(name, 0)
    assert all(set(tie.chosen) <= set(tie.candidates) for tie in count.ties)
    assert str(count)


@quick
@given(elections())
def test_pairs_and_points(election):
    rows, weights, candidates = election
    profile, ballots = as_profile(*election), oracle.ballots_of(rows, weights)
    everyone = range(candidates)
    assert profile.pairwise().tolist() == [
        [oracle.preferred(ballots, c, d) for d in everyone] for c in everyone
    ]
    points = oracle.borda(ballots, candidates)
    count = elect(profile, "borda", ties="order")
    assert count.rounds[0].tally == {NAMES[c]: points[c] for c in everyone}
    assert count.order == tuple(
        tuple(NAMES[c] for c in everyone if points[c] == value)
        for value in sorted(set(points), reverse=True)
    )


@quick
@given(elections())
def test_schulze_order_begins_with_everyone_who_can_win(election):
    count = elect(as_profile(*election), "schulze", ties="all")
    assert count.order[0] == count.winners
    assert sorted(name for level in count.order for name in level) == sorted(count.candidates)


ratings = st.integers(1, 4).flatmap(
    lambda candidates: st.lists(
        st.lists(st.sampled_from([0, 1, 2, 5, 255]), min_size=candidates, max_size=candidates),
        min_size=1,
        max_size=6,
    )
)


@quick
@given(ratings, st.sampled_from(["approval", "score"]))
def test_ratings(rows, system):
    most = 1 if system == "approval" else 5
    given_ = [[min(r, most) if r != 255 else r for r in row] for row in rows]
    array = np.array(given_).T
    totals = [sum(r for r in column if r != 255) for column in zip(*given_, strict=True)]
    scores = Scores.from_ratings(array, NAMES[: len(array)], maximum=most)
    count = elect(scores, system, ties="all")
    assert set(count.winners) == names(oracle.highest(totals))
    assert count.rounds[0].tally == {NAMES[c]: total for c, total in enumerate(totals)}
    stack = np.stack([array, array], axis=2)
    assert elect_many(stack, system, ties="all")[:, 1].tolist() == [
        total == max(totals) for total in totals
    ]
    weights = np.full(len(rows), 2)
    assert (elect_many(stack, system, weights=weights, ties="order") == np.argmax(totals)).all()


@quick
@given(
    st.data(), st.sampled_from(RANKED), st.sampled_from(OVERVOTES), st.sampled_from([None, 1, 2])
)
@pytest.mark.parametrize("ties", ["order", "all"])
def test_a_stack_is_its_elections_one_by_one(ties, data, system, overvotes, weighted):
    candidates, ballots, many = (data.draw(st.integers(1, top)) for top in (4, 5, 4))
    size = candidates * ballots * many
    flat = data.draw(st.lists(st.sampled_from([1, 2, 3, 7, 255]), min_size=size, max_size=size))
    ranks = np.array(flat, dtype=np.uint8).reshape(candidates, ballots, many)
    shape = {None: (0,), 1: (ballots,), 2: (ballots, many)}[weighted]
    drawn = data.draw(
        st.lists(st.integers(0, 3), min_size=int(np.prod(shape)), max_size=int(np.prod(shape)))
    )
    weights = np.array(drawn, dtype=np.int64).reshape(shape) if weighted else None
    found = elect_many(ranks, system, weights=weights, ties=ties, overvotes=overvotes)
    for election in range(many):
        mine = weights[:, election] if weighted == 2 else weights
        profile = Profile.from_ranks(ranks[:, :, election], NAMES[:candidates], mine)
        count = elect(profile, system, ties=ties, overvotes=overvotes)
        if ties == "all":
            assert names(set(np.flatnonzero(found[:, election]))) == set(count.winners)
        else:
            assert NAMES[found[election]] == count.elected


@quick
@given(st.integers(0, 5), st.sampled_from(ROUNDS))
def test_lots_of_a_stack_do_not_depend_on_how_it_is_cut(seed, system):
    ranks = np.full((3, 2, 6), 1, dtype=np.uint8)
    whole = elect_many(ranks, system, seed=seed)
    draw = lots(seed, 3)
    parts = np.concatenate([draw(2).priority, draw(4).priority], axis=1)
    assert (whole == parts.argmin(axis=0)).all()
    assert elect_many(ranks[:, :, 0], system, seed=seed).tolist() == whole[:1].tolist()


@quick
@given(elections(), st.sampled_from(RANKED), st.sampled_from(OVERVOTES), st.randoms())
def test_voters_and_candidates_are_treated_alike(election, system, overvotes, random):
    rows, weights, candidates = election
    count = elect(as_profile(*election), system, ties="all", overvotes=overvotes)

    one_each = [row for row, weight in zip(rows, weights, strict=True) for _ in range(weight)]
    random.shuffle(one_each)
    apart = as_profile(one_each, [1] * len(one_each), candidates)
    assert elect(apart, system, ties="all", overvotes=overvotes).winners == count.winners

    order = random.sample(range(candidates), candidates)
    moved = as_array(rows, candidates)[order]
    renamed = Profile.from_ranks(moved, [NAMES[c] for c in order], weights)
    again = elect(renamed, system, ties="all", overvotes=overvotes)
    assert set(again.winners) == set(count.winners)


@quick
@given(st.permutations([1, 2, 3, 4]))
def test_many_candidates_level_share_a_vote_exactly(ranks):
    profile = Profile.from_ranks(np.array([[1, ranks[0]], [1, 9], [1, 9], [1, 9]]), NAMES[:4])
    tally = elect(profile, "plurality", overvotes="split").rounds[0].tally
    assert tally == {"A": Fraction(5, 4), **dict.fromkeys("BCD", Fraction(1, 4))}
