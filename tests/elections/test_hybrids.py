"""Smith/IRV, Tideman's, Benham's and Woodall's methods, and the bottom-two runoff."""

from __future__ import annotations

from itertools import combinations
from textwrap import dedent

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections import Profile, elect
from elections.systems.smith_set import smith_set

HYBRIDS = ("smith_irv", "tideman_alternative", "benham", "woodall", "bottom_two_irv")

# Shared known results, sections 4 and 5: the ballots, who wins under the first four (found by
# following every tie), and who under the bottom-two runoff.
KNOWN = {
    "Tennessee": ("42: M>N>C>K\n26: N>C>K>M\n15: C>K>N>M\n17: K>C>N>M", "N", "N"),
    "Burlington 2009": (
        (
            "1332: M>K>W\n767: M>W>K\n455: M\n2043: K>M>W\n371: K>W>M\n568: K\n"
            "1513: W>M>K\n495: W>K>M\n1289: W"
        ),
        "M",
        "M",
    ),
    "five methods, five winners": (
        "18: A>D>E>C>B\n12: B>E>D>C>A\n10: C>B>E>D>A\n9: D>C>E>B>A\n4: E>B>D>C>A\n2: E>C>D>B>A",
        "E",
        "E",
    ),
    "Schulze's example 3": (
        (
            "5: A>C>B>E>D\n5: A>D>E>C>B\n8: B>E>D>A>C\n3: C>A>B>E>D\n7: C>A>E>B>D\n"
            "2: C>B>A>D>E\n7: D>C>E>B>A\n8: E>B>A>D>C"
        ),
        "C",
        "C",
    ),
    "Schulze's example 1": ("8: A>C>D>B\n2: B>A>D>C\n4: C>D>B>A\n4: D>B>A>C\n3: D>C>B>A", "D", "A"),
    "Schulze's example 2": ("3: A>C>D>B\n9: B>A>C>D\n8: C>D>A>B\n5: D>A>B>C\n5: D>B>C>A", "C", "D"),
    "Tideman's example 5": (
        "7: v>w>x>y>z\n3: z>y>v>w>x\n6: y>z>w>x>v\n3: w>x>v>z>y\n5: z>x>v>w>y\n3: y>x>v>w>z",
        "v",
        "v",
    ),
    "Condorcet's cycle": ("23: A>B>C\n17: B>C>A\n2: B>A>C\n10: C>A>B\n8: C>B>A", "A", "A"),
    "no scoring rule": (
        "30: A>B>C\n1: A>C>B\n29: B>A>C\n10: B>C>A\n10: C>A>B\n1: C>B>A",
        "A",
        "A",
    ),
    "Borda against Condorcet": ("3: A>B>C\n2: B>C>A", "A", "A"),
    "centre squeeze": ("40: L>C>R\n35: R>C>L\n13: C>L>R\n12: C>R>L", "C", "C"),
}

# On these 41 ballots A, B, C, D and F beat E, and nobody beats everybody.
APART = Profile.from_text(
    "10: E>F>D>A>C>B\n4: A>B>D>C>E>F\n11: B>C>F>D>A>E\n9: C>D>A>B>F>E\n7: D>F>A>C>E>B",
    candidates="ABCDEF",
)


def lines(text: str) -> str:
    return dedent(text).strip()


@pytest.mark.parametrize("system", HYBRIDS)
@pytest.mark.parametrize("known", KNOWN.values(), ids=KNOWN)
def test_known_winners(system, known):
    text, hybrid, bottom_two = known
    expected = bottom_two if system == "bottom_two_irv" else hybrid
    assert elect(Profile.from_text(text), system, ties="all").winners == (expected,)


@pytest.mark.parametrize(
    ("system", "gone", "elected"),
    [
        ("smith_irv", "EADC", "B"),
        ("tideman_alternative", "EAD", "C"),
        ("benham", "F", "D"),
        ("woodall", "FADE", "C"),
        ("bottom_two_irv", "ADFE", "C"),
    ],
)
def test_one_profile_on_which_they_differ(system, gone, elected):
    count = elect(APART, system)
    assert "".join(name for each in count.rounds for name in each.eliminated) == gone
    assert count.elected == elected
    assert count.rounds[-1].elected == (elected,)
    assert not count.ties


def test_all_outside_the_smith_set_go_out_together_but_not_in_benhams_or_woodalls():
    profile = Profile.from_text("4: A>B>C>D\n3: B>C>A>E\n2: C>A>B>D\n2: D>E>B>C\n1: E>D>C>A")
    gone = {system: elect(profile, system).rounds[0].eliminated for system in HYBRIDS}
    assert gone == {
        "smith_irv": ("D", "E"),
        "tideman_alternative": ("D", "E"),
        "benham": ("E",),
        "woodall": ("E",),
        "bottom_two_irv": ("E",),
    }


def test_a_count_by_tidemans_method():
    profile = Profile.from_text(
        "4: Ann>Bob>Cat\n3: Bob>Cat>Ann\n2: Cat>Ann>Bob\n1: Dan>Cat>Ann>Bob"
    )
    assert str(elect(profile, "tideman_alternative", ties="order")) == lines(
        """
        Tideman's alternative method
        10 ballots, 4 candidates

        Round 1
        Ann  4  40.0 %
        Bob  3  30.0 %
        Cat  2  20.0 %
        Dan  1  10.0 %  out
        Dan goes out; of 1 vote: 1 to Cat.

        Round 2
        Ann  4  40.0 %
        Bob  3  30.0 %
        Cat  3  30.0 %  +1  out
        Bob and Cat are level; Cat goes out, by candidate order.
        Cat goes out; of 3 votes: 3 to Ann.

        Round 3
        Ann  7  70.0 %  +3  elected
        Bob  3  30.0 %

        Round 1: nobody beats everybody else; the Smith set is Ann, Bob and Cat.
        Round 2: nobody beats everybody else; the Smith set is Ann, Bob and Cat.
        Round 3: Ann beats everybody else standing, pair by pair.

        Pairwise (row against column)
                1  2  3  4
        Ann  1  0  7  4  9
        Bob  2  3  0  7  9
        Cat  3  6  3  0  9
        Dan  4  1  1  1  0

        Ann is elected.
        """
    )


def test_a_count_by_the_bottom_two_runoff():
    profile = Profile.from_text(
        "42: Memphis>Nashville>Chattanooga>Knoxville\n26: Nashville>Chattanooga>Knoxville>Memphis\n"
        "15: Chattanooga>Knoxville>Nashville>Memphis\n17: Knoxville>Chattanooga>Nashville>Memphis"
    )
    count = elect(profile, "bottom_two_irv")
    assert str(count) == lines(
        """
        Bottom-two runoff IRV
        100 ballots, 4 candidates

        Round 1
        Memphis      42  42.0 %
        Nashville    26  26.0 %
        Knoxville    17  17.0 %  out
        Chattanooga  15  15.0 %
        Knoxville goes out; of 17 votes: 17 to Chattanooga.

        Round 2
        Memphis      42  42.0 %
        Chattanooga  32  32.0 %  +17  out
        Nashville    26  26.0 %
        Chattanooga goes out; of 32 votes: 32 to Nashville.

        Round 3
        Nashville  58  58.0 %  +32  elected
        Memphis    42  42.0 %

        Round 1: of the last two, Chattanooga beats Knoxville by 83 to 17.
        Round 2: of the last two, Nashville beats Chattanooga by 68 to 32.
        Round 3: of the last two, Nashville beats Memphis by 58 to 42.

        Pairwise (row against column)
                         1   2   3   4
        Memphis      1   0  42  42  42
        Nashville    2  58   0  68  68
        Chattanooga  3  58  32   0  83
        Knoxville    4  58  32  17   0

        Nashville is elected.
        """
    )
    assert [(step.action, step.candidates, step.size) for step in count.steps] == [
        ("pair", ("Chattanooga", "Knoxville"), 66),
        ("pair", ("Nashville", "Chattanooga"), 36),
        ("pair", ("Nashville", "Memphis"), 16),
    ]


def test_steps_say_in_which_rounds_pairs_decided():
    told = {
        system: [(step.action, "".join(step.candidates)) for step in elect(APART, system).steps]
        for system in HYBRIDS[:4]
    }
    assert told == {
        "smith_irv": [("smith_set", "ABCDF")],
        "tideman_alternative": [
            ("smith_set", "ABCDF"),
            ("smith_set", "ABCDF"),
            ("smith_set", "BCDF"),
            ("condorcet_winner", "C"),
        ],
        "benham": [("smith_set", "ABCDF"), ("condorcet_winner", "D")],
        "woodall": [("smith_set", "ABCDF")],
    }
    steps = elect(APART, "benham").steps
    assert [str(step) for step in steps] == [
        "Round 1: nobody beats everybody else; the Smith set is A, B, C, D and F.",
        "Round 2: D beats everybody else standing, pair by pair.",
    ]
    assert [step.round for step in steps] == [1, 2]


def test_the_last_of_the_smith_set_is_elected_however_many_still_stand():
    profile = Profile.from_text("2: D>B>E>C>A\n2: B>E>C>A>D\n1: E>B>C>A>D\n3: C>E>B>A>D")
    count = elect(profile, "woodall")
    assert [list(each.tally) for each in count.rounds][-1] == ["B", "C", "D"]
    assert count.elected == "B"
    assert count.steps[0].candidates == ("B", "E")
    assert str(count.steps[1]) == "Round 3: of the Smith set, only B still stands."


def test_more_than_half_of_the_votes_ends_a_count_only_where_nobody_else_could_win():
    # Two ballots count for pairs but not as votes, so that half of the votes is no half of all.
    profile = Profile.from_text("3: A>B>C\n2: B>C>A\n2: B=C>A", candidates="ABC")
    for system in HYBRIDS:
        assert elect(profile, system, ties="all").winners == ("B",)


def test_names_in_steps_cannot_act():
    profile = Profile.from_rankings({("\x1b[2JAnn", "Bob"): 2, ("Bob", "\x1b[2JAnn"): 1})
    for system in HYBRIDS:
        count = elect(profile, system)
        assert all(str(step).isprintable() for step in count.steps)
        assert count.steps[0].candidates[0] == "\x1b[2JAnn"


@pytest.mark.parametrize(
    ("overvotes", "tally"),
    [
        ("exhaust", {"C": 2, "A": 1, "B": 1}),
        ("skip", {"C": 3, "A": 1, "B": 1}),
        ("split", {"C": 2, "A": 1.5, "B": 1.5}),
    ],
)
@pytest.mark.parametrize("system", HYBRIDS)
def test_overvotes_count_as_chosen(system, overvotes, tally):
    profile = Profile.from_text("1: A=B>C\n1: A>B\n1: B>A\n2: C", candidates="ABC")
    count = elect(profile, system, overvotes=overvotes, ties="order")
    assert count.rounds[0].tally == tally
    assert count.tables["pairwise"] == ((0, 1, 3), (1, 0, 3), (2, 2, 0))


margin_tables = st.integers(1, 6).flatmap(
    lambda size: st.tuples(
        st.lists(st.integers(-2, 2), min_size=size * size, max_size=size * size),
        st.lists(st.booleans(), min_size=size, max_size=size).filter(any),
    )
)


@settings(max_examples=150, deadline=None)
@given(margin_tables)
def test_the_smith_set_is_the_smallest_that_beats_all_others(table):
    values, standing = table
    size = len(standing)
    above = np.triu(np.array(values).reshape(size, size), 1)
    margins = above - above.T
    left = [place for place in range(size) if standing[place]]
    smallest = next(
        some
        for many in range(1, len(left) + 1)
        for some in combinations(left, many)
        if all(margins[one, other] > 0 for one in some for other in left if other not in some)
    )
    found = smith_set(margins[:, :, None], np.array(standing)[:, None])
    assert tuple(np.flatnonzero(found)) == smallest
