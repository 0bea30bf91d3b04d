"""Elections that are counted together: each exactly as alone, with its whole explanation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections import (
    ElectionError,
    LotNumbers,
    Manual,
    Profile,
    Scores,
    System,
    TieError,
    WrongBallotsError,
    elect,
    elect_all,
    elect_each,
    stack,
    systems,
)

NAMES = "ABCDE"
every_system = pytest.mark.parametrize("system", systems(), ids=lambda each: each.id)


@st.composite
def ballots_for(draw: st.DrawFn, system: System, candidates: int) -> Profile | Scores:
    """Draw rankings, strict, truncated or tied, or ratings; weighted or not; or none at all."""
    ranking = st.permutations(range(1, candidates + 1))
    short = ranking.map(lambda ranks: [rank if rank < 3 else 255 for rank in ranks])
    mark = st.sampled_from([1, 2, 3, 255])
    row = st.one_of(ranking, short, st.lists(mark, min_size=candidates, max_size=candidates))
    if system.takes is Scores:
        top = draw(st.integers(1, min(system.most, 5)))
        mark = st.sampled_from([*range(top + 1), 255])
        row = st.lists(mark, min_size=candidates, max_size=candidates)
    rows = draw(st.lists(row, max_size=7))
    one_each = draw(st.booleans())
    weights = draw(
        st.lists(st.integers(1, 1 if one_each else 3), min_size=len(rows), max_size=len(rows))
    )
    marks = np.array(rows, dtype=np.uint8).reshape(-1, candidates).T
    names = NAMES[:candidates]
    if system.takes is Profile:
        return Profile.from_ranks(marks, names, weights)
    return Scores.from_ratings(marks, names, maximum=min(system.most, 5), weights=weights)


@every_system
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_elections_together_are_counted_as_each_alone(system, data):
    candidates, many = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 4))
    together = [data.draw(ballots_for(system, candidates)) for _ in range(many)]
    seeds = data.draw(st.lists(st.integers(0, 99), min_size=many, max_size=many))
    numbers = data.draw(st.permutations(range(candidates)))
    published = LotNumbers(dict(zip(NAMES, numbers, strict=False)))
    ties = data.draw(st.sampled_from(["lot", "order", "all", published]))
    splits = () if system.many_seats else ("split",)
    overvotes = data.draw(st.sampled_from(["exhaust", "skip", *splits]))
    budget = data.draw(st.sampled_from([50_000, 5]))
    how = {"ties": ties, "overvotes": overvotes, "budget": budget}
    assert elect_all(together, [system], seeds=seeds, **how) == tuple(
        (elect(ballots, system, seed=seed, **how),)
        for ballots, seed in zip(together, seeds, strict=True)
    )


def towns(*sizes: int) -> list[Profile]:
    rng = np.random.default_rng(3)
    rankings = [rng.permuted(np.tile([1, 2, 3], (size, 1)), axis=1).T for size in sizes]
    return [Profile.from_ranks(ranks, "ABC") for ranks in rankings]


def test_every_system_counts_every_election():
    together, names = towns(9, 4, 1), ["irv", "borda", "ranked_pairs", "kemeny"]
    assert elect_all(together, iter(names), seeds=[5, 6, 7]) == tuple(
        elect_each(ballots, names, seed=seed) for seed, ballots in enumerate(together, 5)
    )


def test_of_nothing_there_is_nothing_to_count():
    assert elect_all([], ["irv"], seeds=[]) == ()
    assert elect_all(towns(2, 3), [], seeds=[1, 2]) == ((), ())


def test_how_elections_are_cut_into_stacks_does_not_matter(monkeypatch):
    together, seeds = towns(5, 4, 3, 2, 1), range(5)
    whole = elect_all(together, ["plurality", "schulze"], seeds=seeds)
    monkeypatch.setattr(stack, "_CACHE", 2 * (3 * 5 + 8 * 9))
    assert elect_all(together, ["plurality", "schulze"], seeds=seeds) == whole


def test_a_choice_by_hand_is_asked_for_only_where_the_tie_is_met():
    over = Profile.from_text("5: A\n1: B\n1: C")
    tied = Profile.from_text("3: A > B\n2: B > A\n2: C > B")
    by_hand = Manual({frozenset("BC"): "C"})
    counts = elect_all([over, tied], ["irv"], ties=by_hand, seeds=[0, 0])
    assert [count.elected for (count,) in counts] == ["A", "B"]
    assert [len(count.ties) for (count,) in counts] == [0, 1]
    with pytest.raises(TieError, match='"A" and "B" are level'):
        elect_all([over, Profile.from_text("A\nB", "ABC")], ["irv"], ties=by_hand, seeds=[0, 0])


@pytest.mark.parametrize(
    ("elections", "system", "seeds", "error", "says"),
    [
        (towns(2, 2), "irv", [1], ElectionError, "2 elections need as many seeds, not 1"),
        (
            [*towns(2), Profile.from_text("A > B")],
            "irv",
            [1, 2],
            ElectionError,
            "have the same candidates",
        ),
        (
            [*towns(2), Scores.from_approvals(["A"], "ABC")],
            "irv",
            [1, 2],
            WrongBallotsError,
            "counts rankings",
        ),
    ],
)
def test_what_cannot_be_counted_together(elections, system, seeds, error, says):
    with pytest.raises(error, match=says):
        elect_all(elections, [system], seeds=seeds)


def test_votes_that_are_split_stay_exact_where_each_election_alone_would():
    # Together they would have to be counted in 840ths, and the first has too many voters for that.
    sevenths = Profile.from_rankings({(tuple("ABCDEFG"),): 2**44}, candidates="ABCDEFGH")
    eighths = Profile.from_rankings([(tuple("ABCDEFGH"),)])
    both = [sevenths, eighths]
    counts = elect_all(both, ["plurality"], seeds=[1, 2], overvotes="split")
    assert [count for (count,) in counts] == [
        elect(each, "plurality", seed=seed, overvotes="split")
        for each, seed in zip(both, (1, 2), strict=True)
    ]
