"""elect and elect_many: their options, refusals and answers."""

from __future__ import annotations

import json
import pickle
from fractions import Fraction

import numpy as np
import pytest

from elections import (
    BallotError,
    ElectionError,
    Profile,
    Scores,
    UnknownSystemError,
    WrongBallotsError,
    elect,
    elect_each,
    elect_many,
    system,
    systems,
)

TENNESSEE = Profile.from_text(
    """
    42: Memphis > Nashville > Chattanooga > Knoxville
    26: Nashville > Chattanooga > Knoxville > Memphis
    15: Chattanooga > Knoxville > Nashville > Memphis
    17: Knoxville > Chattanooga > Nashville > Memphis
    """
)


@pytest.mark.parametrize(
    ("name", "elected"),
    [
        ("plurality", "Memphis"),
        ("two_round", "Nashville"),
        ("supplementary", "Memphis"),
        ("irv", "Knoxville"),
        ("borda", "Nashville"),
        ("schulze", "Nashville"),
    ],
)
def test_one_profile_many_answers(name, elected):
    assert elect(TENNESSEE, name).elected == elected
    assert elect(TENNESSEE, system(name), ties="all").winners == (elected,)


def test_the_strongest_paths_of_schulzes_own_example():
    # Schulze 2011, example 1: 45 voters, E is elected, order E A C B D.
    profile = Profile.from_text(
        "5: A>C>B>E>D\n5: A>D>E>C>B\n8: B>E>D>A>C\n3: C>A>B>E>D\n"
        "7: C>A>E>B>D\n2: C>B>A>D>E\n7: D>C>E>B>A\n8: E>B>A>D>C",
        candidates="ABCDE",
    )
    count = elect(profile, "schulze")
    assert count.order == (("E",), ("A",), ("C",), ("B",), ("D",))
    # His paths of 28 of 45 votes are 28 - 17 = 11 strong by margins, and so on.
    assert count.tables["strongest paths"] == (
        (0, 11, 11, 15, 3),
        (5, 0, 11, 21, 3),
        (5, 13, 0, 13, 3),
        (5, 11, 11, 0, 3),
        (5, 11, 11, 17, 0),
    )


def test_first_two_preferences_only():
    profile = Profile.from_text("4: Ann\n3: Bob\n2: Cat > Dan > Bob\n1: Dan > Bob")
    assert elect(profile, "supplementary").rounds[1].tally == {"Ann": 4, "Bob": 4}
    assert elect(profile, "two_round").elected == "Bob"


def test_overvotes():
    profile = Profile.from_text("3: Ann = Bob > Cat\n2: Cat\n2: Bob")
    tallies = {
        policy: elect(profile, "plurality", overvotes=policy).rounds[0].tally
        for policy in ("exhaust", "skip", "split")
    }
    assert tallies == {
        "exhaust": {"Bob": 2, "Cat": 2, "Ann": 0},
        "skip": {"Cat": 5, "Bob": 2, "Ann": 0},
        "split": {"Bob": Fraction(7, 2), "Cat": 2, "Ann": Fraction(3, 2)},
    }
    assert elect(profile, "plurality").uncounted == 3
    assert elect(profile, "plurality", overvotes="split").uncounted == 0


def test_a_lot_follows_its_seed():
    profile = Profile.from_text("1: Ann\n1: Bob\n1: Cat")
    elected = {elect(profile, "plurality", seed=seed).elected for seed in range(30)}
    assert elected == {"Ann", "Bob", "Cat"}
    counts = [elect(profile, "irv", seed=5) for _ in range(2)]
    assert counts[0] == counts[1]
    assert counts[0].ties[0].how == "by lot (seed 5)"


def test_ties_are_told():
    profile = Profile.from_text("2: Ann\n1: Bob\n1: Cat\n1: Dan")
    first = elect(profile, "two_round", ties="order").ties
    assert [(tie.candidates, tie.chosen, tie.purpose) for tie in first] == [
        (("Bob", "Cat", "Dan"), ("Bob",), "stays in")
    ]
    last = elect(Profile.from_text("1: Ann\n1: Bob"), "irv", ties="order").ties
    assert [(tie.chosen, tie.purpose, tie.how) for tie in last] == [
        (("Ann",), "elected", "by candidate order")
    ]
    unbroken = elect(profile, "irv", ties="all").ties
    assert {(tie.chosen, tie.how) for tie in unbroken} == {
        ((), "not broken: every way is followed")
    }


def test_several_can_win():
    count = elect(Profile.from_text("1: Ann\n1: Bob"), "irv", ties="all")
    assert count.elected is None
    assert count.winners == ("Ann", "Bob")
    assert count.rounds[-1].elected == ()


def test_to_dict_is_json():
    profile = Profile.from_text("3: Ann = Bob\n2: Cat > Ann\n1: Bob")
    for each in systems():
        ballots = profile if each.takes is Profile else Scores.from_approvals([("Ann",), ("Bob",)])
        count = elect(ballots, each, overvotes="exhaust" if each.many_seats else "split")
        told = json.loads(json.dumps(count.to_dict()))
        assert told["system"] == each.id
        assert told["elected"] == (told["winners"][0] if len(told["winners"]) == 1 else None)
        for one in told["rounds"]:
            assert {"tally", "exhausted", "eliminated", "transferred"} <= set(one)
    told = elect(profile, "irv", overvotes="split").to_dict()
    assert told["rounds"][0]["tally"] == {"Bob": 2.5, "Cat": 2, "Ann": 1.5}
    assert told["rounds"][0]["eliminated"] == ["Ann"]
    assert told["rounds"][1]["transferred"] == {"Bob": 1.5}


@pytest.mark.parametrize("name", [each.id for each in systems() if each.takes is Profile])
@pytest.mark.parametrize("ties", ["lot", "order", "all"])
def test_nobody_voted(name, ties):
    nobody = Profile.from_rankings({}, candidates=["Ann", "Bob", "Cat"])
    count = elect(nobody, name, ties=ties)
    several = ties == "all" or system(name).whole_set
    assert count.winners == (("Ann", "Bob", "Cat") if several else (count.elected,))
    assert "No ballots were cast" in str(count)
    ranks = np.empty((3, 0, 2), dtype=np.uint8)
    assert elect_many(ranks, name, ties=ties).shape[-1] == 2
    assert elect_many(ranks[:, :, :0], name, ties=ties).shape[-1] == 0


@pytest.mark.parametrize("name", [each.id for each in systems() if each.takes is Profile])
def test_one_candidate(name):
    assert elect(Profile.from_text("3: Ann"), name).elected == "Ann"


def test_many_candidates():
    names = [f"C{number}" for number in range(254)]
    profile = Profile.from_rankings([names, names[::-1], names[1:]])
    assert profile.ranks[253, 0] == 254
    for each in ("irv", "schulze", "borda"):
        assert elect(profile, each, ties="order").elected == "C1"


def test_more_ballots_than_a_byte_or_a_block_holds():
    rng = np.random.default_rng(1)
    ranks = rng.permuted(np.tile(np.arange(1, 4, dtype=np.uint8), (2_000, 2, 1)), axis=2)
    stack = np.ascontiguousarray(ranks.transpose(2, 0, 1))
    apart = [elect(Profile.from_ranks(stack[:, :, at], "ABC"), "irv").elected for at in (0, 1)]
    assert ["ABC"[place] for place in elect_many(stack, "irv", ties="order")] == apart
    long = np.repeat(stack[:, :, :1], 150, axis=1)
    assert elect(Profile.from_ranks(long[:, :, 0], "ABC"), "irv").elected == apart[0]
    assert elect_many(long, "irv").tolist() == ["ABC".index(apart[0])]


def test_wrong_kind_of_ballots():
    approvals = Scores.from_approvals([("Ann",)])
    with pytest.raises(WrongBallotsError, match=r"IRV\) counts rankings, and"):
        elect(approvals, "irv")
    with pytest.raises(WrongBallotsError, match=r"Approval voting counts ratings, and"):
        elect(TENNESSEE, "approval")
    with pytest.raises(WrongBallotsError, match="counts ratings up to 1, not up to 5"):
        elect(Scores.from_ratings([{"Ann": 5}], maximum=5), "approval")
    with pytest.raises(WrongBallotsError, match="are a list"):
        elect([], "irv")


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"system": "ivr"}, UnknownSystemError, 'no voting system "ivr"; did you mean "irv"'),
        ({"system": "x"}, UnknownSystemError, 'there are "plurality"'),
        ({"system": "x"}, UnknownSystemError, r'All 44 .* elections\.systems\(\) .* list systems"'),
        ({"ties": "lots"}, ElectionError, 'ties cannot be "lots"; did you mean "lot"'),
        ({"ties": 3}, ElectionError, r'ties are "lot", .* or a policy such as Lot\(\), not 3'),
        ({"budget": 0}, ElectionError, "a budget is a whole number from 1, not 0"),
        ({"budget": -1}, ElectionError, "a budget is a whole number from 1, not -1"),
        ({"overvotes": "drop"}, ElectionError, 'overvotes cannot be "drop"; there are "exhaust"'),
        ({"seed": -1}, ElectionError, "a seed is a whole number from 0, not -1"),
        ({"seed": 0.5}, ElectionError, "a seed is a whole number from 0, not 0.5"),
        ({"seats": 0}, ElectionError, "seats are a whole number from 1, not 0"),
        ({"seats": 2}, ElectionError, r"Alternative vote \(IRV\) fills one seat, not 2"),
        ({"system": "stv", "seats": 5}, ElectionError, "5 seats, but only 4 candidates"),
        ({"strength": "x"}, ElectionError, 'has no option "strength"; it has none'),
        ({"system": "schulze", "strenght": "margins"}, ElectionError, 'did you mean "strength"'),
        (
            {"system": "schulze", "strength": "margin"},
            ElectionError,
            'strength cannot be "margin"; did you mean "margins"',
        ),
    ],
)
def test_options_that_there_are_not(arguments, error, words):
    with pytest.raises(error, match=words):
        elect(TENNESSEE, **{"system": "irv", **arguments})
    with pytest.raises(error, match=words):
        elect_many(TENNESSEE.ranks, **{"system": "irv", **arguments})


@pytest.mark.parametrize(
    ("ranks", "weights", "words"),
    [
        (np.ones((2, 2, 2, 2), dtype=np.uint8), None, r"\[candidate, ballot, election\]"),
        (np.ones((0, 2, 2), dtype=np.uint8), None, r"\[candidate, ballot, election\]"),
        (np.full((2, 2, 2), 300), None, "ballot 1: rank 300"),
        (np.ones((2, 2, 2), dtype=np.uint8), [1], r"weights need shape \(2,\) or \(2, 2\)"),
        (np.ones((2, 2, 2), dtype=np.uint8), [1, -1], "weights are whole numbers"),
        (np.ones((2, 2, 2), dtype=np.uint8), [1, 0.5], "weights are whole numbers"),
        (np.ones((2, 2, 2), dtype=np.uint8), [2**52, 2**52], "pass 9,007,199,254,740,991 votes"),
    ],
)
def test_stacks_that_cannot_be_counted(ranks, weights, words):
    with pytest.raises(BallotError, match=words):
        elect_many(ranks, "irv", weights=weights)


def test_approvals_in_a_stack_are_nought_or_one():
    with pytest.raises(BallotError, match=r"rating 2 .* outside 0 to 1"):
        elect_many([[[2]], [[0]]], "approval")


def test_each_election_of_a_stack_may_have_its_own_weights():
    ranks = np.array([[[1, 1], [255, 255], [255, 255]], [[255, 255], [1, 1], [255, 255]]])
    ranks = np.concatenate([ranks, ranks[:1, [1, 2, 0]]]).astype(np.uint8)
    weights = np.array([[2, 1], [1, 1], [1, 2]])
    can_win = elect_many(ranks, "irv", weights=weights, ties="all")
    assert can_win.T.tolist() == [[True, False, False], [False, False, True]]
    weights = np.array([[2, 2], [1, 2], [1, 2]])
    can_win = elect_many(ranks, "irv", weights=weights, ties="all")
    assert can_win.T.tolist() == [[True, False, False], [True, True, True]]


def test_too_many_ways_to_break_ties():
    profile = Profile.from_rankings([(name,) for name in "ABCDEFGH"])
    count = elect(profile, "irv", ties="all", budget=20)
    assert (count.elected, count.winners, count.ties) == (None, (), ())
    assert str(count).endswith(
        "Undecided: ties can be broken in more ways than the 20 cases that may be looked at."
    )
    stack = np.stack([profile.ranks, np.sort(profile.ranks, axis=0)], axis=2)
    can_win = elect_many(stack, "irv", ties="all", budget=20)
    assert can_win[:, 0].tolist() == [False] * 8
    assert can_win[:, 1].tolist() == [True] + [False] * 7


def test_one_stack_counts_every_system_as_each_alone():
    names = ["plurality", "irv", "borda", "schulze"]
    assert elect_each(TENNESSEE, names, seed=3) == tuple(
        elect(TENNESSEE, name, seed=3) for name in names
    )


def test_a_vote_too_fine_to_split():
    names = [f"C{number}" for number in range(60)]
    profile = Profile.from_rankings([[tuple(names)]])
    with pytest.raises(BallotError, match="too fine to count exactly; choose overvotes"):
        elect(profile, "irv", overvotes="split")


def test_weights_as_large_as_they_may_be_count_exactly():
    half = 2**52 - 1
    profile = Profile.from_rankings({("Ann", "Bob"): half, ("Bob", "Ann"): half + 1})
    for each in ("plurality", "irv", "borda", "schulze"):
        assert elect(profile, each).elected == "Bob"
    assert profile.pairwise().tolist() == [[0, half], [half + 1, 0]]


def test_a_count_cannot_be_changed():
    count = elect(TENNESSEE, "irv")
    for mapping in (count.tables, count.rounds[0].tally, count.rounds[0].transferred):
        with pytest.raises(TypeError, match="frozen"):
            mapping["Ann"] = 9
        with pytest.raises(TypeError, match="frozen"):
            mapping.update(Ann=9)
    assert pickle.loads(pickle.dumps(count)) == count
