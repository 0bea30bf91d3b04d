"""How the counts of systems that go by places read, and how their ties are broken."""

from __future__ import annotations

from fractions import Fraction
from textwrap import dedent

import numpy as np
import pytest

from elections import LotNumbers, Manual, Profile, elect, elect_many

TENNESSEE = """
42: Memphis > Nashville > Chattanooga > Knoxville
26: Nashville > Chattanooga > Knoxville > Memphis
15: Chattanooga > Knoxville > Nashville > Memphis
17: Knoxville > Chattanooga > Nashville > Memphis
"""


def ballots(written: str) -> Profile:
    """Read ``18 ADECB, 12 BEDCA``."""
    lines = (line.split() for line in written.split(","))
    return Profile.from_text("\n".join(f"{many}: {' > '.join(order)}" for many, order in lines))


CYCLE_1785 = ballots("23 ABC, 17 BCA, 2 BAC, 10 CAB, 8 CBA")
SQUEEZE = ballots("40 LCR, 35 RCL, 13 CLR, 12 CRL")


def lines(text: str) -> str:
    return dedent(text).strip()


def test_a_coombs_count_reads_so():
    profile = Profile.from_text(
        "4: Ann > Bob\n3: Bob > Ann > Cat > Dan\n3: Cat\n2: Dan = Ann\n2: Dan"
    )
    assert str(elect(profile, "coombs", ties="order")) == lines(
        """
        Coombs rule
        14 ballots, 4 candidates
        Not counted, as they begin with a tie: 2 ballots

        Round 1
        Ann  4  33.3 %  1 2/3 against
        Bob  3  25.0 %  1 2/3 against
        Cat  3  25.0 %  2 2/3 against
        Dan  2  16.7 %      6 against  out
        Dan goes out; of 2 votes: 2 exhausted.

        Round 2
        Ann  4  40.0 %  1.5 against
        Bob  3  30.0 %  1.5 against
        Cat  3  30.0 %    7 against  out
        Exhausted: 2
        Cat goes out; of 3 votes: 3 exhausted.

        Round 3
        Ann  4  57.1 %  elected
        Bob  3  42.9 %
        Exhausted: 5

        Ann is elected.
        """
    )


def test_a_bucklin_count_reads_so():
    assert str(elect(Profile.from_text(TENNESSEE), "bucklin")) == lines(
        """
        Bucklin voting
        100 ballots, 4 candidates
        Majority: 51

        Round 1
        Memphis      42  42.0 %
        Nashville    26  26.0 %
        Knoxville    17  17.0 %
        Chattanooga  15  15.0 %

        Round 2
        Nashville    68  68.0 %  +42  elected
        Chattanooga  58  58.0 %  +43
        Memphis      42  42.0 %
        Knoxville    32  32.0 %  +15

        With rank 2 counted, Nashville has most votes: 68, a majority.

        Nashville is elected.
        """
    )


def test_a_nanson_count_reads_so():
    assert str(elect(Profile.from_text(TENNESSEE), "nanson")) == lines(
        """
        Nanson's method
        100 ballots, 4 candidates

        Round 1
        Nashville    194  1.94 a ballot
        Chattanooga  173  1.73 a ballot
        Memphis      126  1.26 a ballot  out
        Knoxville    107  1.07 a ballot  out
        Memphis and Knoxville go out.

        Round 2
        Nashville    68  0.68 a ballot  elected
        Chattanooga  32  0.32 a ballot

        Round 1: the average is 150 points; Nashville and Chattanooga stay in.
        Round 2: the average is 50 points; Nashville alone stays above it.

        Nashville is elected.
        """
    )


def test_a_black_count_reads_so():
    assert str(elect(CYCLE_1785, "black")) == lines(
        """
        Black's method
        60 ballots, 3 candidates

           Victories  Borda points
        A          1            58
        B          1            69
        C          1            53

        Nobody beats every other candidate; B has most Borda points.

        Pairwise (row against column)
               1   2   3
        A  1   0  33  25
        B  2  27   0  42
        C  3  35  18   0

        B is elected.
        """
    )


def test_what_the_steps_say():
    said = elect(SQUEEZE, "black").steps[0]
    assert (said.action, said.candidates) == ("Condorcet winner", ("C",))
    level = elect(Profile.from_text("A > B\nB > A"), "black", ties="order")
    assert str(level.steps[0]).endswith("A and B have most Borda points.")
    assert level.columns == {"victories": (0, 0), "Borda points": (1, 1)}
    short = elect(Profile.from_text("3: A\n2: B > C\n2: C > A\n1: C"), "bucklin", ties="order")
    assert short.elected == "A"
    assert short.steps[0].action == "majority"
    none = elect(Profile.from_text("3: A\n3: B\n2: C > B = A"), "bucklin", ties="all")
    assert [each.tally for each in none.rounds] == [
        {"A": 3, "B": 3, "C": 2},
        {"A": 5, "B": 5, "C": 2},
    ]
    apart = elect(Profile.from_text("3: A\n3: B\n2: C"), "bucklin", ties="order")
    assert (apart.steps[0].action, apart.steps[0].size) == ("no majority", 1)
    assert "have most votes: 3, no majority, but no ballot ranks further" in str(apart)
    halves = elect(Profile.from_text("A > B\nB"), "black").columns["Borda points"]
    assert halves == (1, 1)
    assert elect(Profile.from_text("A > B > C\nC"), "black").columns["Borda points"] == (
        Fraction(5, 2),
        Fraction(3, 2),
        2,
    )


def test_nanson_ends_where_all_are_level():
    level = elect(Profile.from_text("A > B > C\nC > B > A"), "nanson", ties="all")
    assert level.winners == ("A", "B", "C")
    assert str(level.steps[0]) == "Round 1: the average is 2 points; all are level."
    assert elect(Profile.from_text("A"), "nanson").steps == ()


def test_nanson_may_keep_the_average():
    # B has exactly the average, and beats A.
    profile = ballots("5 ABC, 4 BCA, 3 CAB, 1 CBA, 1 ACB")
    points = elect(profile, "nanson").rounds[0].tally
    assert points == {"A": 15, "B": 14, "C": 13}
    assert [each.eliminated for each in elect(profile, "nanson").rounds] == [()]
    below = elect(profile, "nanson", eliminated="below")
    assert [each.eliminated for each in below.rounds] == [("C",), ()]
    assert str(below.steps[0]) == "Round 1: the average is 14 points; A and B stay in."


def test_half_points_and_averages_are_exact():
    count = elect(Profile.from_text("A > B > C\nC\nC > A"), "nanson")
    assert count.rounds[0].tally == {"C": 4, "A": Fraction(7, 2), "B": Fraction(3, 2)}
    assert elect(Profile.from_text("A\nB\nA > C", candidates="ABCD"), "nanson").steps[0].size == (
        Fraction(9, 2)
    )


ROUND = Profile.from_text("\n".join(" > ".join("ABCDEF"[n:] + "ABCDEF"[:n]) for n in range(6)))


@pytest.mark.parametrize("name", ["coombs", "baldwin"])
def test_ties_on_the_way_are_followed_within_the_budget(name):
    assert elect(ROUND, name, ties="all").winners == tuple("ABCDEF")
    count = elect(ROUND, name, ties="all", budget=5)
    assert count.winners == ()
    assert "the 5 cases" in count.undecided
    both = np.stack([ROUND.ranks, np.tile(np.arange(6)[:, None], (1, 6))], axis=2)
    found = elect_many(both, name, ties="all", budget=5)
    assert found.T.tolist() == [[False] * 6, [True] + [False] * 5]


@pytest.mark.parametrize("name", ["coombs", "baldwin"])
def test_nobody_voted(name):
    nobody = Profile.from_text("", candidates=[f"C{number}" for number in range(40)])
    assert len(elect(nobody, name, ties="all").winners) == 40


@pytest.mark.parametrize("name", ["coombs", "baldwin"])
def test_ties_decided_by_hand(name):
    profile = Profile.from_text("A > B > C\nB > C > A\nC > A > B")
    out = frozenset("ABC")
    count = elect(profile, name, ties=Manual({out: "B"}))
    assert [each.eliminated for each in count.rounds] == [("B",), ()]
    assert count.elected == "C"
    assert [(tie.chosen, tie.purpose) for tie in count.ties] == [(("B",), "eliminated")]
    both = np.stack([profile.ranks, np.tile(np.arange(3)[:, None], (1, 3))], axis=2)
    assert elect_many(both, name, ties=Manual({frozenset("123"): "2"})).tolist() == [2, 0]
    numbers = LotNumbers({"A": 3, "B": 2, "C": 1})
    assert elect(profile, name, ties=numbers).rounds[0].eliminated == ("A",)
