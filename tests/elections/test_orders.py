"""Kemeny's and Slater's rules: the best order of all candidates."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings

from elections import Profile, elect, elect_many
from elections.systems.orders import best_of_sets, cycles
from tests.elections.known import beside_a_sure_winner, in_a_cycle, known, lines, profiles

both = pytest.mark.parametrize("name", ["kemeny", "slater"])


def test_the_published_scores_of_the_tennessee_example():
    count = elect(known("Tennessee"), "kemeny")
    assert count.facts == {"Kemeny score": 393}
    assert count.order == (("N",), ("C",), ("K",), ("M",))
    first = dict(zip(count.candidates, count.columns["score if first"], strict=True))
    assert (first["M"], first["N"]) == (345, 393)


def test_a_count_reads_well():
    assert str(elect(known("Schulze's example 3"), "slater", ties="order")) == lines(
        """
        Slater rule
        45 ballots, 5 candidates
        Defeats reversed: 2

           Defeats reversed if first
        A                          3
        B                          3
        C                          2
        D                          4
        E                          2

        Best order with A first: A > C > E > B > D.
        Best order with B first: B > E > A > D > C.
        Best order with D first: D > C > E > B > A.
        Best order with E first: E > B > A > D > C.

        C and E are level; C is elected, by candidate order.

        Order: C; E; B; A; D

        Pairwise (row against column)
               1   2   3   4   5
        A  1   0  20  26  30  22
        B  2  25   0  16  33  18
        C  3  19  29   0  17  24
        D  4  15  12  28   0  14
        E  5  23  27  21  31   0

        C is elected.
        """
    )


@settings(max_examples=40)
@given(profiles())
def test_the_order_of_kemeny_scores_as_said(profile):
    count, preferred = elect(profile, "kemeny", ties="order"), profile.pairwise()
    order = [profile.candidates.index(name) for (name,) in count.order]
    assert count.order[0] == (count.elected,)
    score = sum(int(preferred[pair]) for pair in combinations(order, 2))
    assert count.facts["Kemeny score"] == score == max(count.columns["score if first"])
    assert all(preferred[pair] >= preferred[pair[::-1]] for pair in pairwise(order))
    score_if_first = dict(zip(count.candidates, count.columns["score if first"], strict=True))
    told = {step.candidates[0]: step.candidates for step in count.steps if step.action == "order"}
    assert told.keys() == {*profile.candidates} - {count.elected}
    for first, names in told.items():
        places = [profile.candidates.index(name) for name in names]
        assert sorted(names) == sorted(profile.candidates)
        agree = sum(int(preferred[pair]) for pair in combinations(places, 2))
        assert agree == score_if_first[first]


@settings(max_examples=40)
@given(profiles())
def test_the_order_of_slater_reverses_as_many_as_said(profile):
    count, preferred = elect(profile, "slater", ties="order"), profile.pairwise()
    order = [profile.candidates.index(name) for (name,) in count.order]
    assert count.order[0] == (count.elected,)
    reversed_ = sum(preferred[pair] < preferred[pair[::-1]] for pair in combinations(order, 2))
    assert count.facts["defeats reversed"] == reversed_
    if_first = dict(zip(count.candidates, count.columns["defeats reversed if first"], strict=True))
    assert min(if_first.values()) == reversed_
    for step in (step for step in count.steps if step.action == "order"):
        places = [profile.candidates.index(name) for name in step.candidates]
        against = sum(preferred[pair] < preferred[pair[::-1]] for pair in combinations(places, 2))
        assert against == if_first[step.candidates[0]]


def test_groups_are_put_in_order_one_after_the_other():
    # Ann, Bob and Cat each beat all the others, of whom Dan, Eve and Fay are in a cycle too.
    ballots = zip(
        ("Ann>Bob>Cat", "Bob>Cat>Ann", "Cat>Ann>Bob"),
        ("Dan>Eve>Fay", "Eve>Fay>Dan", "Fay>Dan>Eve"),
        strict=True,
    )
    text = "\n".join(f"1: {top} > {bottom} > Guy" for top, bottom in ballots)
    count = elect(Profile.from_text(text), "kemeny", ties="all")
    assert count.winners == ("Ann", "Bob", "Cat")
    assert count.order[3:] == (("Dan",), ("Eve",), ("Fay",), ("Guy",))
    # In each cycle an order agrees with 2 + 2 + 1 voters, and in the other 15 pairs with 3.
    assert count.facts == {"Kemeny score": 15 * 3 + 2 * 5}
    # With Dan first, three pairs are against all three voters; with Guy all of his six.
    assert count.columns["score if first"] == (55, 55, 55, 46, 46, 46, 37)


def test_who_is_in_a_cycle_with_whom():
    beats = np.zeros((5, 5), dtype=bool)
    beats[[4, 4, 0, 1, 2], [0, 3, 1, 2, 0]] = True
    assert [group.tolist() for group in cycles(beats)] == [[4], [0, 1, 2], [3]]


def test_a_whole_stack_at_once():
    gain = np.random.default_rng(2).integers(0, 9, size=(4, 4, 6))
    together = best_of_sets(gain)
    for each in range(6):
        alone = best_of_sets(gain[:, :, each : each + 1])
        assert (alone.best[:, 0] == together.best[:, each]).all()
        assert (alone.first[:, 0] == together.first[:, each]).all()


@both
def test_fifteen_in_a_cycle_are_exact_and_more_are_undecided(name):
    count = elect(in_a_cycle(15), name, ties="all")
    assert len(count.winners) == len(count.order) == 15
    count = elect(in_a_cycle(17), name)
    assert str(count).endswith(
        "Undecided: to compare all orders of 17 candidates in a cycle takes more than the "
        "50,000 cases that may be looked at."
    )
    assert (count.elected, count.order, count.steps) == (None, (), ())
    assert elect(in_a_cycle(5), name, budget=31).undecided
    assert elect(in_a_cycle(5), name, budget=32).elected


@both
def test_a_winner_is_certain_where_the_rest_takes_too_long(name):
    cycle = in_a_cycle(17)
    names = np.array(cycle.candidates)
    ballots = [["Top", *names[ballot.argsort()].tolist()] for ballot in cycle.ranks.T]
    count = elect(Profile.from_rankings(ballots), name)
    assert (count.elected, count.order, count.columns) == ("Top", (), {})
    assert [step.action for step in count.steps] == ["left out"]
    assert "The other candidates are not put in order" in str(count)


def test_votes_beyond_64_bits_add_up():
    most = 2**53 - 1
    names = tuple(f"C{number}" for number in range(60))
    count = elect(Profile.from_rankings({names: most}), "kemeny")
    assert count.facts["Kemeny score"] == 60 * 59 // 2 * most > 2**63
    assert count.columns["score if first"][59] == count.facts["Kemeny score"] - 59 * most


@both
def test_stacks_too_large_to_be_counted_at_once(name):
    assert elect_many(beside_a_sure_winner(in_a_cycle(17)), name).tolist() == [-1, 0]
    two_cycles = np.repeat(in_a_cycle(5).ranks[:, :, None], 2, axis=2)
    assert elect_many(two_cycles, name, budget=31).tolist() == [-1, -1]
    assert elect_many(two_cycles, name, ties="all").all()
