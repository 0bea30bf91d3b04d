"""The text of a count, as a returning officer would read it."""

from __future__ import annotations

from textwrap import dedent

import pytest

from elections import Profile, Scores, elect


def lines(text: str) -> str:
    return dedent(text).strip()


def test_transfers_ties_and_exhausted():
    profile = Profile.from_text(
        """
        1201: Ann > Bob
        800: Bob > Cat
        800: Cat > Bob
        100: Cat
        100: Dan > Eve > Bob
        100: Eve
        3: Ann = Bob
        2:
        """
    )
    assert str(elect(profile, "irv", ties="order")) == lines(
        """
        Alternative vote (IRV)
        3,104 ballots, 5 candidates
        Not counted, as they begin with a tie: 3 ballots

        Round 1
        Ann  1,201  38.7 %
        Cat    900  29.0 %
        Bob    800  25.8 %
        Dan    100   3.2 %
        Eve    100   3.2 %  out
        Dan and Eve are level; Eve goes out, by candidate order.
        Eve goes out; of 100 votes: 100 exhausted.

        Round 2
        Ann  1,201  40.0 %
        Cat    900  30.0 %
        Bob    800  26.7 %
        Dan    100   3.3 %  out
        Exhausted: 100
        Dan goes out; of 100 votes: 100 to Bob.

        Round 3
        Ann  1,201  40.0 %
        Bob    900  30.0 %  +100
        Cat    900  30.0 %        out
        Exhausted: 100
        Bob and Cat are level; Cat goes out, by candidate order.
        Cat goes out; of 900 votes: 800 to Bob, 100 exhausted.

        Round 4
        Bob  1,700  58.6 %  +800  elected
        Ann  1,201  41.4 %
        Exhausted: 200

        Bob is elected.
        """
    )


def test_nobody_voted():
    nobody = Profile.from_text("2:", candidates=["Ann", "Bob"])
    assert str(elect(nobody, "plurality", seed=3)) == lines(
        """
        First past the post (plurality)
        No ballots were cast, 2 candidates
        All candidates are level: only the way of breaking ties decides.

        Ann  0  –
        Bob  0  –  elected
        Ann and Bob are level; Bob is elected, by lot (seed 3).

        Bob is elected.
        """
    )


def test_several_can_win():
    count = elect(Profile.from_text("1: Ann\n1: Bob\n1: Cat > Ann"), "irv", ties="all")
    assert str(count) == lines(
        """
        Alternative vote (IRV)
        3 ballots, 3 candidates

        Round 1
        Ann  1  33.3 %
        Bob  1  33.3 %
        Cat  1  33.3 %  out
        Ann, Bob and Cat are level; this tie is not broken: every way is followed.
        Cat goes out; of 1 vote: 1 to Ann.

        Round 2
        Ann  2  66.7 %  +1
        Bob  1  33.3 %

        {bob}
        {cat}

        Ann, Bob or Cat can win, depending on how ties are broken. The rounds show candidate order.
        """
    ).format(
        bob="Bob can win: in round 1, Ann, Bob and Cat are level and Ann goes out; "
        "in round 2, Bob and Cat are level and Bob is elected.",
        cat="Cat can win: in round 1, Ann, Bob and Cat are level and Ann goes out; "
        "in round 2, Bob and Cat are level and Cat is elected.",
    )


def test_two_stay_in():
    profile = Profile.from_text("4: Ann\n3: Bob\n2: Cat > Bob\n1: Dan\n0: Eve")
    assert str(elect(profile, "two_round", ties="order")) == lines(
        """
        Two-round system
        10 ballots, 5 candidates

        Round 1
        Ann  4  40.0 %
        Bob  3  30.0 %
        Cat  2  20.0 %  out
        Dan  1  10.0 %  out
        Eve  0   0.0 %  out
        Cat, Dan and Eve go out; of 3 votes: 2 to Bob, 1 exhausted.

        Round 2
        Bob  5  55.6 %  +2  elected
        Ann  4  44.4 %
        Exhausted: 1

        Bob is elected.
        """
    )


def test_points_and_pairs():
    profile = Profile.from_text("2: Ann > Bob\n1: Cat")
    assert str(elect(profile, "borda")) == lines(
        """
        Borda count
        3 ballots, 3 candidates

        Ann  4.5  1.50 a ballot  elected
        Bob  2.5  0.83 a ballot
        Cat    2  0.67 a ballot

        Ann is elected.
        """
    )
    assert str(elect(profile, "schulze")) == lines(
        """
        Schulze method
        3 ballots, 3 candidates

        Ann to Bob: 2, by Ann > Bob; back: none.
        Ann to Cat: 1, by Ann > Cat; back: none.

        Order: Ann; Bob; Cat

        Pairwise (row against column)
                1  2  3
        Ann  1  0  2  2
        Bob  2  0  0  2
        Cat  3  1  1  0

        Strengths (row against column)
                1  2  3
        Ann  1  0  2  1
        Bob  2  0  0  1
        Cat  3  0  0  0

        Strongest paths (row against column)
                1  2  3
        Ann  1  0  2  1
        Bob  2  0  0  1
        Cat  3  0  0  0

        Ann is elected.
        """
    )


def test_approvals_and_a_tie_between_pairs():
    approvals = Scores.from_approvals([("Ann", "Bob"), ("Bob",)])
    assert "Bob  2  100.0 %  elected\nAnn  1   50.0 %" in str(elect(approvals, "approval"))
    level = elect(Profile.from_text("1: Ann > Bob\n1: Bob > Ann"), "schulze", ties="order")
    assert "Ann and Bob are level; Ann is elected, by candidate order." in str(level)


def test_a_vote_in_parts():
    profile = Profile.from_text("1: A=B=C\n1: D=E>A")
    text = str(elect(profile, "irv", overvotes="split", ties="order"))
    assert "A  1/3  16.7 %" in text
    assert "C goes out; of 1/3 votes: 1/6 to A, 1/6 to B." in text


@pytest.mark.parametrize("many", [12, 13])
def test_large_tables_are_left_to_the_data(many):
    count = elect(Profile.from_rankings([[f"C{n}" for n in range(many)]]), "schulze")
    assert ("Pairwise" in str(count)) == (many == 12)
    assert len(count.tables["pairwise"]) == many
