"""What systems that go by places do with truncated and tied ballots."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from elections import BallotError, Profile, elect


def tally(written: str, name: str, **options: str) -> dict:
    profile = Profile.from_text(written, candidates="ABCD")
    return dict(elect(profile, name, ties="order", **options).rounds[0].tally)


@pytest.mark.parametrize(
    ("written", "conventions"),
    [
        ("A > B", {"average": [3, 2, 0.5, 0.5], "zero": [3, 2, 0, 0], "modified": [2, 1, 0, 0]}),
        ("A", {"average": [3, 1, 1, 1], "zero": [3, 0, 0, 0], "modified": [1, 0, 0, 0]}),
        (
            "A > B > C > D",
            {"average": [3, 2, 1, 0], "zero": [3, 2, 1, 0], "modified": [4, 3, 2, 1]},
        ),
        (
            "A = B > C",
            {"average": [2.5, 2.5, 1, 0], "zero": [3, 3, 1, 0], "modified": [3, 3, 1, 0]},
        ),
        (
            "A > B = C = D",
            {"average": [3, 1, 1, 1], "zero": [3, 2, 2, 2], "modified": [4, 3, 3, 3]},
        ),
    ],
)
def test_what_borda_gives_to_those_left_out(written, conventions):
    for truncated, points in conventions.items():
        given_ = tally(written, "borda", truncated=truncated)
        assert given_ == dict(zip("ABCD", points, strict=True))


def test_dowdall_shares_places_and_gives_nothing_below():
    third, seventh = Fraction(1, 3), Fraction(7, 12)
    assert tally("A > B > C", "dowdall") == {"A": 1, "B": Fraction(1, 2), "C": third, "D": 0}
    assert tally("A > B = C = D", "dowdall") == {
        "A": 1,
        **dict.fromkeys("BCD", (Fraction(1, 2) + third + Fraction(1, 4)) / 3),
    }
    assert tally("A = D", "dowdall") == {"A": Fraction(3, 4), "D": Fraction(3, 4), "B": 0, "C": 0}
    assert tally("B > C = D", "dowdall")["C"] == Fraction(5, 12) != seventh


def test_a_vote_against_is_shared_by_all_who_are_last():
    count = elect(Profile.from_text("A > B\nA > B = C > D\nA = B\nA > D > B = C"), "anti_plurality")
    assert count.rounds[0].against == {"D": 2, "C": Fraction(3, 2), "B": Fraction(1, 2), "A": 0}
    assert count.elected == "A"
    assert count.order == (("A",), ("B",), ("C",), ("D",))


def test_coombs_leaves_out_ballots_that_have_run_out():
    count = elect(Profile.from_text("2: A > B\n2: B > A\n3: C", candidates="ABCD"), "coombs")
    assert [dict(each.against) for each in count.rounds[:2]] == [
        {"D": 3, "C": 2, "A": 1, "B": 1},
        {"C": 4, "A": Fraction(3, 2), "B": Fraction(3, 2)},
    ]
    assert [each.exhausted for each in count.rounds] == [0, 0, 3]


def test_coombs_without_the_majority():
    profile = Profile.from_text("3: A > B > C\n2: A > C > B\n4: B > C > A")
    assert [elect(profile, "coombs").elected, len(elect(profile, "coombs").rounds)] == ["A", 1]
    assert elect(profile, "coombs", stop="none").elected == "B"


@pytest.mark.parametrize("name", ["coombs", "anti_plurality", "dowdall"])
def test_many_candidates_share_exactly(name):
    candidates = [f"C{number}" for number in range(60)]
    short = Profile.from_rankings(
        {tuple(candidates[:many]): many for many in range(1, 60)}, candidates=candidates
    )
    options = {"stop": "none"} if name == "coombs" else {}
    count = elect(short, name, ties="order", **options)
    first = count.rounds[0]
    if name == "dowdall":
        assert first.tally["C1"] == sum(range(2, 60)) * Fraction(1, 2)
    else:
        assert first.against["C59"] == sum(Fraction(many, 60 - many) for many in range(1, 60))
        assert sum(first.against.values()) == short.voters
    assert count.elected == "C0"
    assert name != "coombs" or len(count.rounds) == 59
    tied = Profile.from_rankings([tuple(candidates), (tuple(candidates[::-1]),), "C1"], candidates)
    assert str(elect(tied, name, ties="order", overvotes="skip"))


def test_a_split_vote_may_be_too_fine():
    profile = Profile.from_ranks(np.ones((60, 1), dtype=np.uint8), [f"C{n}" for n in range(60)])
    with pytest.raises(BallotError, match="too fine"):
        elect(profile, "coombs", overvotes="split")
