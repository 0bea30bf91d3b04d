"""Random ballot and maximal lotteries: chances, and what is drawn."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections import Manual, Profile, elect, elect_many
from elections.readout import number
from elections.systems.lotteries import maximal_lottery
from elections.systems.simplex import Table
from tests.elections.known import beside_a_sure_winner, in_a_cycle, known, lines
from tests.elections.twins.searches import maximal_lotteries


def test_chances_in_a_cycle_are_as_the_margins_between_the_others():
    # A beats B by 6, B beats C by 24, C beats A by 10.
    count = elect(known("Condorcet's cycle"), "maximal_lottery", seed=3)
    assert count.columns["chance"] == (Fraction(24, 40), Fraction(10, 40), Fraction(6, 40))
    assert count.columns["margin over the drawn"] == (0, 0, 0)


def test_a_count_reads_well():
    count = str(elect(known("Schulze's example 3"), "maximal_lottery"))
    assert count.split("\n\nPairwise", maxsplit=1)[0] == lines(
        """
        Maximal lottery
        45 ballots, 5 candidates

           Chance  Chances added up  Margin over the drawn
        A    3/11              3/11                      0
        B       0              3/11                -6 5/11
        C    1/11              4/11                      0
        D       0              4/11               -14 1/11
        E    7/11                 1                      0

        The number drawn is 0.889739. Chances added up in candidate order pass it at E.
        """
    )
    assert count.endswith("E is elected.")
    every = elect(known("Schulze's example 3"), "maximal_lottery", ties="all")
    assert str(every).endswith("A, C or E can win, depending on what is drawn.")


@st.composite
def games(draw):
    candidates = draw(st.integers(1, 5))
    margins = np.zeros((candidates, candidates), dtype=np.int64)
    for pair in combinations(range(candidates), 2):
        margins[pair] = draw(st.integers(-3, 3))
        margins[pair[::-1]] = -margins[pair]
    return margins


@settings(max_examples=20)
@given(games(), st.randoms(use_true_random=False))
def test_it_is_the_most_even_of_all_maximal_lotteries(margins, random):
    chances = maximal_lottery(margins, budget=10_000)
    assert sum(chances) == 1
    assert min(chances) >= 0
    assert (margins.astype(object) @ np.array(chances) <= 0).all()
    # A step towards any other makes the least chance smaller, or the next but least.
    for corner in maximal_lotteries(margins.tolist()):
        step = [(999 * one + other) / 1000 for one, other in zip(chances, corner, strict=True)]
        assert sorted(step) <= sorted(chances)
    order = list(range(len(margins)))
    random.shuffle(order)
    renamed = maximal_lottery(margins[np.ix_(order, order)], budget=10_000)
    assert renamed == [chances[place] for place in order]


def test_sums_are_made_large_one_after_the_other():
    # x + y up to 4, x up to 3: of what is left, the first is made as large as may be.
    table = Table.of(np.array([[1, 1], [1, 0]]), np.array([4, 3]), budget=100)
    table.maximise([0, 1])
    assert table.now(0) + table.now(1) == 4
    assert not table.settled
    share = table.add([0, 1])
    table.maximise([share])
    assert [table.now(each) for each in (0, 1, share)] == [0, 0, 2]
    assert table.settled


def test_it_is_kept_within_its_budget():
    count = elect(in_a_cycle(9), "maximal_lottery", budget=5)
    assert count.undecided == (
        "to find the lottery takes more than the 5 cases that may be looked at"
    )
    assert count.steps == ()
    assert elect(in_a_cycle(9), "maximal_lottery", budget=5, ties="all").undecided
    assert elect(in_a_cycle(9), "maximal_lottery").columns["chance"] == (Fraction(1, 9),) * 9
    stack = beside_a_sure_winner(in_a_cycle(9))
    assert elect_many(stack, "maximal_lottery", budget=5).tolist() == [-1, 0]
    can_win = elect_many(stack, "maximal_lottery", budget=5, ties="all")
    assert can_win.sum(axis=0).tolist() == [0, 1]


def test_as_many_votes_as_there_may_be():
    third = (2**53 - 2) // 3
    count = elect(
        Profile.from_rankings({("A", "B", "C"): third, ("B", "C", "A"): third, ("C", "A", "B"): 1}),
        "maximal_lottery",
    )
    # A beats B by 1, B beats C by twice a third less 1, C beats A by 1.
    assert count.columns["chance"] == (
        Fraction(2 * third - 1, 2 * third + 1),
        Fraction(1, 2 * third + 1),
        Fraction(1, 2 * third + 1),
    )
    assert number(count.columns["chance"][1]) == "≈0.00000"


@pytest.mark.parametrize("name", ["random_ballot", "maximal_lottery"])
def test_as_often_drawn_as_the_chances_say(name):
    profile = known("Condorcet's cycle")
    ranks = np.repeat(profile.ranks[:, :, None], 1_000, axis=2)
    drawn = np.bincount(elect_many(ranks, name, weights=profile.weights, seed=1), minlength=3)
    chances = elect(profile, name).columns["chance"]
    assert drawn / 1_000 == pytest.approx([float(each) for each in chances], abs=0.04)


def test_one_ballot_is_drawn():
    profile = Profile.from_text("3: Ann\n2: Bob > Ann\n1: Cat\n4: Ann = Cat")
    count = elect(profile, "random_ballot", ties="all")
    assert count.columns["chance"] == (Fraction(1, 2), Fraction(1, 3), Fraction(1, 6))
    assert (count.winners, count.uncounted) == (("Ann", "Bob", "Cat"), 4)
    elected = {elect(profile, "random_ballot", seed=seed).elected for seed in range(40)}
    assert elected == {"Ann", "Bob", "Cat"}
    split = elect(profile, "random_ballot", overvotes="split")
    assert split.columns["chance"] == (Fraction(1, 2), Fraction(1, 5), Fraction(3, 10))
    (step,) = split.steps
    assert (step.action, step.candidates) == ("drawn", (split.elected,))
    # Nobody is level, so that nobody needs to decide by hand.
    assert elect(profile, "random_ballot", ties=Manual({})).elected == count.steps[0].candidates[0]


def test_no_ballot_can_be_drawn():
    count = elect(Profile.from_text("2: Ann = Bob"), "random_ballot", ties="order")
    assert (count.elected, count.columns, count.steps) == ("Ann", {}, ())
    assert count.ties[0].candidates == ("Ann", "Bob")


@pytest.mark.parametrize("many", [0, 1, 3])
def test_stacks_of_any_size(many):
    ranks = np.repeat(in_a_cycle(3).ranks[:, :, None], many, axis=2)
    can_win = elect_many(ranks, "maximal_lottery", ties="all")
    assert can_win.shape == (3, many)
    assert can_win.all()
