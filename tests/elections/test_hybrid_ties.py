"""Ties in the hybrids of Condorcet's and Hare's methods, and counts that stay undecided."""

from __future__ import annotations

import numpy as np
import pytest

from elections import Manual, Profile, TieError, elect, elect_many

HYBRIDS = ("smith_irv", "tideman_alternative", "benham", "woodall", "bottom_two_irv")
THREE_LEVEL = Profile.from_text("1: A>B>C\n1: B>C>A\n1: C>A>B")


@pytest.mark.parametrize("system", HYBRIDS[:4])
def test_ties_by_hand(system):
    ties = Manual({frozenset("ABC"): "A"})
    count = elect(THREE_LEVEL, system, ties=ties)
    assert [(tie.candidates, tie.chosen, tie.purpose) for tie in count.ties] == [
        (("A", "B", "C"), ("A",), "eliminated")
    ]
    assert count.elected == "B"
    with pytest.raises(TieError, match="are level, and no choice"):
        elect(THREE_LEVEL, system, ties=Manual({}))


@pytest.mark.parametrize("system", HYBRIDS)
def test_by_hand_only_ties_that_are_met_need_a_choice(system):
    ranks = np.array([[[1, 1], [1, 2], [1, 3]], [[2, 2], [2, 3], [2, 1]], [[3, 3], [3, 1], [3, 2]]])
    keeps_a_stays = "1" if system == "bottom_two_irv" else "3"
    ties = Manual({frozenset("123"): keeps_a_stays})
    assert elect_many(ranks, system, ties=ties).tolist() == [0, 0]


def test_ties_for_the_last_two():
    def told(text: str, ties: object = "order") -> list[tuple]:
        count = elect(Profile.from_text(text, candidates="ABC"), "bottom_two_irv", ties=ties)
        return [(t.round, "".join(t.candidates), "".join(t.chosen), t.purpose) for t in count.ties]

    assert told("1: A>B>C\n1: B>C>A\n1: C>A>B") == [(1, "ABC", "A", "stays in")]
    assert told("2: A>B\n2: B>A\n1: C>A=B") == [
        (1, "AB", "B", "last two"),
        (2, "AB", "A", "elected"),
    ]
    assert told("1: A\n1: B\n1: C") == [
        (1, "ABC", "A", "stays in"),
        (1, "BC", "C", "eliminated"),
        (2, "AB", "A", "elected"),
    ]
    assert told("1: A\n1: B\n1: C", "all") == [
        (1, "ABC", "", "stays in"),
        (1, "BC", "", "eliminated"),
        (2, "AB", "", "elected"),
    ]
    by_hand = {frozenset("ABC"): "C", frozenset("AB"): "A", frozenset("BC"): "B"}
    assert told("1: A\n1: B\n1: C", Manual(by_hand)) == [
        (1, "ABC", "C", "stays in"),
        (1, "AB", "A", "eliminated"),
        (2, "BC", "B", "elected"),
    ]


def test_a_drawn_pair_puts_out_who_has_fewer_votes():
    profile = Profile.from_text("2: A>B\n1: B>A>C\n1: C=B>A\n5: D", candidates="ABCD")
    count = elect(profile, "bottom_two_irv")
    assert str(count.steps[1]) == "Round 2: the last two, A and B, draw; B has fewer votes."
    assert [each.eliminated for each in count.rounds] == [("C",), ("B",), ()]
    assert not count.ties


@pytest.mark.parametrize("system", HYBRIDS)
def test_beyond_its_budget_a_count_is_undecided(system):
    assert set(elect(THREE_LEVEL, system, ties="all").winners) == set("ABC")
    count = elect(THREE_LEVEL, system, ties="all", budget=2)
    assert not count.winners
    assert count.undecided.startswith("ties can be broken in more ways than the 2 cases")
    assert str(count).endswith("may be looked at.")


@pytest.mark.parametrize("system", HYBRIDS)
def test_every_way_in_a_stack_where_some_meet_ties(system):
    ranks = np.array(
        [
            [[1, 1, 1], [1, 2, 2], [1, 3, 3], [1, 255, 1]],
            [[2, 2, 2], [2, 3, 3], [2, 1, 1], [2, 255, 2]],
            [[3, 3, 3], [3, 1, 1], [3, 2, 2], [3, 255, 3]],
        ]
    )
    found = elect_many(ranks, system, ties="all")
    assert found[:, :2].tolist() == [[True, True], [False, True], [False, True]]
    assert found[:, 2].any()
