"""Where every way to break ties is followed: how each candidate can win, and the budget."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections import LotNumbers, Profile, Scores, elect
from elections.systems import elimination
from tests.elections.known import profiles

BY_ROUNDS = (
    "two_round", "supplementary", "contingent", "irv", "coombs", "baldwin", "raynaud",
    "smith_irv", "tideman_alternative", "benham", "woodall",
)  # fmt: skip
SEARCHING = (*BY_ROUNDS, "bottom_two_irv", "ranked_pairs", "river", "stv")
FORTY = [f"C{number:02}" for number in range(40)]


def ways_of(count):
    return {step.candidates[0]: step for step in count.steps if step.action == "way"}


@settings(max_examples=60, deadline=None)
@given(profiles(), st.sampled_from(BY_ROUNDS))
def test_everyone_who_can_win_wins_in_the_rounds_or_in_a_way_that_is_told(profile, name):
    count = elect(profile, name, ties="all")
    shown = elect(profile, name, ties="order")
    level_at_the_end = {
        each for tie in shown.ties if tie.purpose == "elected" for each in tie.candidates
    }
    told = {shown.elected, *level_at_the_end, *ways_of(count)}
    assert told == set(count.winners)
    assert not ways_of(shown)


def test_ways_to_fill_several_seats():
    profile = Profile.from_text("3: A\n2: B\n2: C", candidates="ABC")
    count = elect(profile, "stv", seats=2, ties="all")
    assert count.winners == ("A", "B", "C")
    (way,) = ways_of(count).values()
    assert str(way) == "C can win: in round 1, B and C are level and B goes out."


def test_ways_into_a_runoff():
    scores = Scores.from_ratings([[1, 3], [2, 2], [3, 1]], "ABC", maximum=5)
    count = elect(scores, "star", ties="all")
    assert count.winners == ("A", "B", "C")
    (way,) = ways_of(count).values()
    assert str(way) == (
        "C can win: in round 1, A, B and C are level and C stays in; in round 1, A and B are level "
        "and B stays in; in round 2, B and C are level and C is elected."
    )


def test_a_way_that_no_order_of_favour_gives():
    ranks = [[4, 4, 3, 2, 1], [2, 3, 3, 1, 3], [3, 1, 1, 2, 4], [1, 1, 2, 4, 2]]
    count = elect(Profile.from_ranks(ranks, "ABCD"), "bottom_two_irv", ties="all")
    assert str(ways_of(count)["C"]) == "C can win, if the others go out in this order: B, D and A."


def test_no_ways_where_only_the_last_tie_is_open():
    count = elect(Profile.from_text("Ann\nBob"), "irv", ties="all")
    assert count.winners == ("Ann", "Bob")
    assert not count.steps


@pytest.mark.parametrize("name", SEARCHING)
def test_forty_candidates_in_a_search_that_is_cut_short(name):
    rng = np.random.default_rng(3)
    ranks = np.array([rng.permutation(40) for _ in range(8)]).T + 1
    count = elect(Profile.from_ranks(ranks, FORTY), name, ties="all", budget=300)
    assert bool(count.winners) != bool(count.undecided)
    assert not (count.undecided and ways_of(count))


def test_a_case_counts_as_several_where_there_are_many_candidates(monkeypatch):
    looked_at = []

    def counted(ranks, *rest):
        looked_at.append(len(ranks))
        return first_preferences(ranks, *rest)

    first_preferences = elimination.first_preferences
    monkeypatch.setattr(elimination, "first_preferences", counted)
    for names, most in ((FORTY[:8], 2 * 255), (FORTY, 150)):
        looked_at.clear()
        rows = np.array([np.roll(np.arange(len(names)), n) for n in range(len(names))]) + 1
        count = elect(Profile.from_ranks(rows, names), "irv", ties="all", budget=300)
        assert bool(count.undecided) == (most == 150)
        assert 1 < len(looked_at) <= most


def test_lot_numbers_can_bring_a_way_about():
    profile = Profile.from_text("1: Ann\n1: Bob\n1: Cat > Ann")
    way = ways_of(elect(profile, "irv", ties="all"))["Bob"]
    assert "Ann goes out" in str(way)
    lots = LotNumbers({"Bob": 1, "Cat": 2, "Ann": 3})
    assert elect(profile, "irv", ties=lots).elected == "Bob"
