"""Young's and Dodgson's rules: the fewest changes of ballots."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from elections import Profile, elect, elect_many
from elections.systems.changes import kinds_of
from elections.systems.covering import PARTS, covering_of, relaxed
from elections.systems.covering_search import cheapest
from tests.elections.known import KNOWN, at_random, beside_a_sure_winner, known, lines, profiles

both = pytest.mark.parametrize("name", ["young", "dodgson"])


def test_young_elects_a_condorcet_winner():
    for name in ("Tennessee", "five methods, five winners", "no scoring rule", "centre squeeze"):
        count = elect(known(name), "young")
        assert count.elected == KNOWN[name][1][0]
        assert count.columns["ballots to leave out"][count.candidates.index(count.elected)] == 0


def test_a_count_of_young_reads_well():
    assert str(elect(known("Schulze's example 3"), "young")) == lines(
        """
        Young's rule
        45 ballots, 5 candidates

           Ballots to leave out
        A                     5
        B                    13
        C                    11
        D                    21
        E                     3

        Left out for E: 1 of 5 ballots A > C > B > E > D
        Left out for E: 2 of 2 ballots C > B > A > D > E
        Then nobody beats E.

        Order: E; A; C; B; D

        Pairwise (row against column)
               1   2   3   4   5
        A  1   0  20  26  30  22
        B  2  25   0  16  33  18
        C  3  19  29   0  17  24
        D  4  15  12  28   0  14
        E  5  23  27  21  31   0

        E is elected.
        """
    )


def test_a_count_of_dodgson_reads_well():
    count = str(elect(known("Schulze's example 3"), "dodgson"))
    assert count.split("\n\nPairwise", maxsplit=1)[0] == lines(
        """
        Dodgson's rule
        45 ballots, 5 candidates

           Swaps needed
        A             4
        B            12
        C            10
        D            28
        E             2

        E is raised past C on 2 of 7 ballots D > C > E > B > A: 2
        Then E beats everybody else.

        Order: E; A; C; B; D
        """
    )


def test_nothing_to_change():
    told = {name: elect(known("Tennessee"), name).steps for name in ("young", "dodgson")}
    assert [str(step) for step in told["young"]] == ["Nobody beats N."]
    assert [str(step) for step in told["dodgson"]] == ["N beats everybody else."]


def test_half_a_swap_out_of_a_tie():
    count = elect(Profile.from_text("1: Ann = Bob"), "dodgson", ties="all")
    assert count.winners == ("Ann", "Bob")
    assert count.columns["swaps needed"] == (Fraction(1, 2), Fraction(1, 2))
    assert str(count.steps[0]) == "Ann is raised past Bob on 1 of 1 ballots Ann = Bob: 0.5"


def test_a_level_is_passed_as_a_whole():
    count = elect(Profile.from_text("1: Ann = Dan > Bob = Cat"), "dodgson")
    needed = dict(zip(count.candidates, count.columns["swaps needed"], strict=True))
    # Ann comes out of a tie; Cat does too, and gets past two who were above.
    assert needed == {
        "Ann": Fraction(1, 2),
        "Dan": Fraction(1, 2),
        "Bob": Fraction(5, 2),
        "Cat": Fraction(5, 2),
    }


def test_those_left_out_are_level():
    count = elect(Profile.from_text("1: Ann", candidates=["Ann", "Bob", "Cat"]), "dodgson")
    assert count.columns["swaps needed"] == (0, Fraction(3, 2), Fraction(3, 2))


@settings(max_examples=40)
@given(profiles())
def test_the_changes_cost_what_is_said(profile):
    assume(profile.voters)
    for name, action in (("young", "left out"), ("dodgson", "raised")):
        count = elect(profile, name, ties="order")
        (costs,) = count.columns.values()
        assert costs[profile.candidates.index(count.elected)] == min(costs)
        assert sum(step.size for step in count.steps if step.action == action) == min(costs)


@settings(max_examples=40)
@given(profiles())
def test_without_the_ballots_left_out_nobody_beats_the_winner(profile):
    count = elect(profile.grouped(), "young", ties="order")
    left = dict(zip(map(bytes, profile.grouped().ranks.T), profile.grouped().weights, strict=True))
    for step in count.steps[:-1]:
        text = step.text.partition(" ballots ")[2]
        ranks = Profile.from_text(text, candidates=profile.candidates).ranks
        left[ranks[:, 0].tobytes()] -= step.size
    rest = Profile.from_ranks(profile.grouped().ranks, profile.candidates, list(left.values()))
    margins = rest.pairwise() - rest.pairwise().T
    assert (margins[profile.candidates.index(count.elected)] >= 0).all()


@both
def test_nobody_voted(name):
    nobody = Profile.from_rankings({}, candidates=["Ann", "Bob"])
    count = elect(nobody, name, ties="all")
    assert (count.winners, count.steps, count.order) == (("Ann", "Bob"), (), ())


@both
def test_beyond_the_budget(name):
    profile = known("Schulze's example 3")
    assert elect(profile, name, budget=1).undecided == (
        "to find the fewest changes of ballots takes more than the 1 cases that may be looked at"
    )
    stack, weights = beside_a_sure_winner(profile), profile.weights
    assert elect_many(stack, name, weights=weights, budget=1).tolist() == [-1, 0]
    assert elect_many(stack, name, weights=weights).tolist() == [profile.candidates.index("E"), 0]
    two = np.repeat(profile.ranks[:, :, None], 2, axis=2)
    assert elect_many(two, name, weights=weights).tolist() == [profile.candidates.index("E")] * 2


@both
def test_where_only_losers_take_too_long(name):
    profile = at_random(30, 25, seed=9)
    count = elect(profile, name, budget=5_000)
    (title,) = count.columns
    assert title.endswith(" at least")
    assert (count.order, count.steps[-1].candidates) == ((), (count.elected,))
    assert sum(step.size or 0 for step in count.steps) == min(count.columns[title])


def test_more_budget_makes_sure_of_what_is_known_at_least():
    profile = at_random(30, 25, seed=9)
    (at_least,) = elect(profile, "young", budget=5_000).columns.values()
    count = elect(profile, "young", budget=2_000_000)
    assert all(a <= b for a, b in zip(at_least, count.columns["ballots to leave out"], strict=True))
    assert at_least != count.columns["ballots to leave out"]


@pytest.mark.parametrize(("name", "votes_each_changes"), [("young", 1), ("dodgson", 2)])
def test_as_many_votes_as_there_may_be(name, votes_each_changes):
    third = (2**53 - 2) // 3
    rankings = {
        ("Ann", "Bob", "Cat"): third,
        ("Bob", "Cat", "Ann"): third,
        ("Cat", "Ann", "Bob"): third + 1,
    }
    (costs,) = elect(Profile.from_rankings(rankings), name).columns.values()
    # Ann is behind Cat by third + 1 votes; a draw is enough for Young alone.
    behind = third + 1 + (votes_each_changes == 2)
    assert costs[0] == -(-behind // votes_each_changes)


def test_kinds_of_more_ballots_than_a_number_can_tell_apart():
    rng = np.random.default_rng(3)
    rows = rng.integers(0, 2**13, size=(6, 40))
    rows[:, 20:] = rows[:, :20]
    kind, first = kinds_of(rows)
    assert (kind[:20] == kind[20:]).all()
    assert len(first) == 20
    assert (rows[:, first][:, kind] == rows).all()


@st.composite
def coverings(draw):
    """Draw what is needed, and the ways to change up to three kinds of ballots."""
    needs = draw(st.integers(1, 3))
    way = st.tuples(st.integers(1, 4), st.lists(st.integers(-1, 2), min_size=needs, max_size=needs))
    kinds = draw(st.lists(st.lists(way, min_size=1, max_size=2), min_size=1, max_size=3))
    copies = draw(st.lists(st.integers(1, 5), min_size=len(kinds), max_size=len(kinds)))
    ways = [(kind, *each) for kind, of_kind in enumerate(kinds) for each in of_kind]
    most = [
        sum(many * of_kind[-1][1][need] for many, of_kind in zip(copies, kinds, strict=True))
        for need in range(needs)
    ]
    need = [draw(st.integers(-3, max(each, -3))) for each in most]
    assume(max(need) > 0 and all(each <= limit for each, limit in zip(need, most, strict=True)))
    return covering_of(
        copies=np.array(copies),
        kind=np.array([kind for kind, _, _ in ways]),
        cost=np.array([cost for _, cost, _ in ways]),
        gain=np.array([gain for _, _, gain in ways]),
        need=np.array(need),
    )


@settings(max_examples=80)
@given(coverings())
def test_the_cheapest_changes_are_found(covering):
    limits = covering.copies[covering.kind]
    costs = [
        int(amounts @ covering.cost)
        for amounts in map(np.array, product(*(range(limit + 1) for limit in limits)))
        if (np.add.reduceat(amounts, covering.starts) <= covering.copies).all()
        and (amounts @ covering.gain >= covering.need).all()
    ]
    guide = relaxed(covering, budget=1_000)
    amounts, cases = cheapest(covering, guide, budget=10_000)
    assert (np.add.reduceat(amounts, covering.starts) <= covering.copies).all()
    assert (amounts @ covering.gain >= covering.need).all()
    assert amounts @ covering.cost == min(costs)
    assert max(covering.at_first_sight(), covering.at_least(guide.prices)) <= min(costs)
    assert cheapest(covering, relaxed(covering, budget=0), budget=10_000)[0] @ covering.cost == min(
        costs
    )
    assert cheapest(covering, guide, budget=0) == (None, 0)
    assert cases >= 1


def test_prices_count_what_is_scarce():
    # Two ballots are cheap to change; the rest of the need takes dear ones.
    covering = covering_of(
        copies=np.array([2, 9]),
        kind=np.array([0, 1]),
        cost=np.array([1, 5]),
        gain=np.array([[1], [1]]),
        need=np.array([6]),
    )
    assert covering.at_first_sight() == 6
    guide = relaxed(covering, budget=1_000)
    assert guide.prices / PARTS == pytest.approx([5])
    assert covering.at_least(guide.prices) == 2 * 1 + 4 * 5
    assert cheapest(covering, guide, budget=100)[0].tolist() == [2, 4]
