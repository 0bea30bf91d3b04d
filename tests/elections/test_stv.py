"""The single transferable vote: seats, quota, ties, and what a count tells."""

from __future__ import annotations

from fractions import Fraction
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections import (
    BallotError,
    ElectionError,
    Manual,
    Profile,
    TieError,
    elect,
    elect_many,
)

if TYPE_CHECKING:
    from elections import Count

NAMES = "ABCDEFG"
COMMITTEE = """
5: Ann > Bob
3: Ann > Cat
1: Ann
4: Cat
3: Bob
4: Dan
2: Eve > Fay
2: Fay > Dan
1: Ann = Cat
"""


@settings(max_examples=60)
@given(st.data())
def test_a_group_that_fills_a_quota_elects_one_of_its_own(data):
    seats = data.draw(st.integers(1, 4))
    group = data.draw(st.sets(st.sampled_from(NAMES), min_size=1))
    others = data.draw(st.lists(st.permutations(NAMES), max_size=15))
    inside = st.permutations(sorted(group))
    many = len(others) // seats + 1
    loyal = data.draw(st.lists(inside, min_size=many, max_size=many + 3))
    count = elect(Profile.from_rankings([*loyal, *others], NAMES), "stv", seats=seats)
    assert len(loyal) >= count.facts["quota"]
    assert set(count.winners) & group
    assert len(count.winners) == seats


def test_one_seat_is_the_alternative_vote_but_for_the_quota():
    profile = Profile.from_text("6: Ann\n3: Bob\n2: Cat\n1: Dan")
    alternative, transferable = (elect(profile, system) for system in ("irv", "stv"))
    assert alternative.elected == transferable.elected == "Ann"
    # Six of twelve are no majority; once Dan's vote is exhausted six of eleven are one.
    assert len(alternative.rounds) == 2
    # The quota stays at seven, though nobody can reach it any more.
    assert transferable.facts == {"seats": 1, "quota": 7}
    assert [each.eliminated for each in transferable.rounds] == [("Dan",), ("Cat",), ("Bob",), ()]


def transferable(text: str, seats: int, **rules: Any) -> Count:
    return elect(Profile.from_text(text), "stv", seats=seats, **{"ties": "order", **rules})


def test_a_count_as_a_text():
    told = dedent(
        """
        Single transferable vote (STV)
        25 ballots, 6 candidates
        Seats: 3
        Quota: 7
        Not counted, as they begin with a tie: 1 ballot

        Round 1
        Ann  9  37.5 %  elected
        Cat  4  16.7 %
        Dan  4  16.7 %
        Bob  3  12.5 %
        Eve  2   8.3 %
        Fay  2   8.3 %
        The surplus of Ann moves, each ballot at 2 / 9 of its value; of 2 votes: 1.1111 to Bob, 0.66666 to Cat, 0.22222 exhausted, 0.00002 cut off.

        Round 2
        Ann  7.00000  29.4 %            has a seat
        Cat  4.66666  19.6 %  +0.66666
        Bob  4.11110  17.3 %  +1.11110
        Dan  4.00000  16.8 %
        Eve  2.00000   8.4 %
        Fay  2.00000   8.4 %            out
        Exhausted: 0.22222
        Cut off: 0.00002
        Eve and Fay are level; Fay goes out, by candidate order.
        Fay goes out; of 2 votes: 2 to Dan.

        Round 3
        Ann  7.00000  29.4 %      has a seat
        Dan  6.00000  25.2 %  +2
        Cat  4.66666  19.6 %
        Bob  4.11110  17.3 %
        Eve  2.00000   8.4 %      out
        Exhausted: 0.22222
        Cut off: 0.00002
        Eve goes out; of 2 votes: 2 exhausted.

        Round 4
        Ann  7.00000  32.1 %  has a seat
        Dan  6.00000  27.6 %
        Cat  4.66666  21.4 %
        Bob  4.11110  18.9 %  out
        Exhausted: 2.22222
        Cut off: 0.00002
        Bob goes out; of 4.1111 votes: 4.1111 exhausted.

        Round 5
        Ann  7.00000  39.6 %  has a seat
        Dan  6.00000  34.0 %  elected
        Cat  4.66666  26.4 %  elected
        Exhausted: 6.33332
        Cut off: 0.00002

        Round 5: Cat and Dan are elected without the quota, as no more candidates are left than seats.

        Ann, Dan and Cat are elected.
        """  # noqa: E501
    )
    assert str(transferable(COMMITTEE, 3)) == told.strip()


def test_rounds_in_plain_values():
    second = transferable(COMMITTEE, 3).to_dict()["rounds"][1]
    assert second["transferred"] == {"Bob": 1.1111, "Cat": 0.66666}
    assert (second["exhausted"], second["lost"]) == (0.22222, 0.00002)


def test_earlier_votes_settle_who_goes_out():
    count = transferable("3: Ann\n3: Bob\n4: Cat\nZoe > Ann\nZoe > Bob\n9: Dan", 1)
    assert [str(tie) for tie in count.ties] == [
        "Ann, Bob and Cat are level; Cat stays in, by the votes of round 1.",
        "Ann and Bob are level; Bob goes out, by candidate order.",
        "Ann and Cat are level; Cat stays in, by the votes of round 1.",
    ]
    followed = transferable("3: Ann\n3: Bob\n4: Cat\nZoe > Ann\nZoe > Bob\n9: Dan", 1, ties="all")
    assert [tie.chosen for tie in followed.ties] == [("Cat",), (), ("Cat",)]


def test_earlier_votes_settle_whose_surplus_moves_first():
    count = transferable(
        "8: Xan > Ann\n12: Xan > Bob\n8: Ann > Cat\n6: Bob > Dan\n7: Cat\n5: Dan", 4
    )
    assert [str(tie) for tie in count.ties] == [
        "Ann and Bob are level; Bob waits, by the votes of round 1."
    ]
    assert count.rounds[2].transferred == {"Cat": Fraction(133_328, 100_000)}
    assert [each.elected for each in count.rounds] == [("Xan",), ("Ann", "Bob"), (), (), ("Cat",)]


SURPLUSES = "6: Ann > Cat\n6: Bob > Dan\n2: Cat\n2: Dan"


def test_a_lot_decides_whose_surplus_moves_first():
    count = transferable(SURPLUSES, 3)
    first = "Ann and Bob are level; Ann passes on votes first, by candidate order."
    assert str(count.ties[0]) == first
    assert "Cat" in count.rounds[1].transferred


def test_lots_drawn_by_somebody():
    choices = {frozenset({"Ann", "Bob"}): "Bob"}
    count = transferable(SURPLUSES, 3, ties=Manual(choices))
    assert [str(tie) for tie in count.ties] == [
        "Ann and Bob are level; Bob passes on votes first, decided by hand.",
        "Cat and Dan are level; Dan stays in, by the votes of round 2.",
    ]
    with pytest.raises(TieError, match='"Ann" and "Bob" are level'):
        transferable(SURPLUSES, 3, ties=Manual({}))


def test_too_many_ways_are_undecided():
    count = transferable("A > B\nB > C\nC > A\nD", 2, ties="all", budget=3)
    assert count.winners == ()
    assert "3 cases" in count.undecided
    ranks = np.array([[1, 2, 3], [3, 1, 2], [2, 3, 1]], dtype=np.uint8)
    assert not elect_many(ranks, "stv", seats=1, ties="all", budget=2).any()


def test_candidates_without_votes_go_out_in_any_order():
    nobodies = [f"nobody {number}" for number in range(40)]
    profile = Profile.from_text("3: Ann\n2: Bob\n1: Cat", ["Ann", "Bob", "Cat", *nobodies])
    assert elect(profile, "stv", seats=2, ties="all").winners == ("Ann", "Bob")
    assert set(elect(profile, "stv", seats=4, ties="all").winners) == set(profile.candidates)


def test_nobody_voted():
    nobody = Profile.from_text("2:", candidates=["Ann", "Bob", "Cat"])
    count = elect(nobody, "stv", seats=2, ties="order")
    assert (count.winners, count.facts["quota"]) == (("Ann", "Bob"), 1)
    assert elect(nobody, "stv", seats=2, ties="all").winners == ("Ann", "Bob", "Cat")


def test_as_many_seats_as_candidates():
    count = transferable("2: Ann\n5: Bob", 2)
    assert (count.winners, len(count.rounds), count.ties) == (("Bob", "Ann"), 1, ())
    with pytest.raises(ElectionError, match="3 seats, but only 2 candidates"):
        transferable("2: Ann\n5: Bob", 3)


def test_a_vote_is_not_split():
    assert transferable("2: Ann > Bob\nBob", 1, overvotes="split").elected == "Ann"
    with pytest.raises(BallotError, match='choose overvotes "exhaust" or "skip"'):
        transferable("2: Ann = Bob\nBob", 1, overvotes="split")
    assert transferable("2: Ann = Bob > Cat\nBob", 1, overvotes="skip").elected == "Cat"


def test_so_many_votes_that_values_would_not_be_exact():
    assert transferable("922337203: Ann > Bob", 1).elected == "Ann"
    with pytest.raises(BallotError, match="exact for up to 922,337,203 ballots, not 922,337,204"):
        transferable("922337204: Ann > Bob", 1)
