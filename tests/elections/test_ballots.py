"""Building profiles and scores, and what is said where ballots are wrong."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections import UNRANKED, BallotError, Profile, Scores

ROUTES = (
    lambda: Profile.from_rankings({("Ann", "Bob"): 4, (("Bob", "Cat"), "Ann"): 3}),
    lambda: Profile.from_rankings({("Ann", "Bob"): 4, (frozenset({"Cat", "Bob"}), "Ann"): 3}),
    lambda: Profile.from_text("4: Ann > Bob  # a comment\n\n3: Bob=Cat > Ann\n"),
    lambda: Profile.from_ranks(
        [[1, 9], [2, 4], [UNRANKED, 4]], ["Ann", "Bob", "Cat"], np.array([4, 3])
    ),
)


@pytest.mark.parametrize("build", ROUTES)
def test_every_route_leads_to_the_same_profile(build):
    profile = build()
    assert profile == ROUTES[0]()
    assert hash(profile) == hash(ROUTES[0]())
    assert profile.candidates == ("Ann", "Bob", "Cat")
    assert profile.ranks.tolist() == [[1, 2], [2, 1], [255, 1]]
    assert profile.ranks.flags.c_contiguous
    assert profile.ranks.dtype == np.uint8
    assert profile.weights.tolist() == [4, 3]
    assert profile.voters == 7


def test_profiles_differ_by_their_arrays():
    assert Profile.from_text("4: Ann > Bob") != Profile.from_text("3: Ann > Bob")


def test_arrays_are_closed_to_writing():
    profile = ROUTES[0]()
    with pytest.raises(ValueError, match="read-only"):
        profile.ranks[0, 0] = 3
    with pytest.raises(ValueError, match="read-only"):
        profile.weights[0] = 3


def test_the_array_that_was_given_stays_open_and_apart():
    given_ranks = np.array([[1], [2]], dtype=np.uint8)
    profile = Profile.from_ranks(given_ranks, ["Ann", "Bob"])
    given_ranks[:] = [[2], [1]]
    assert profile.ranks.tolist() == [[1], [2]]


def test_a_blank_ballot_is_no_voter():
    profile = Profile.from_text("4: Ann\n2:\n1: Bob")
    assert (profile.voters, profile.blank) == (5, 2)
    assert profile.ranks.shape == (2, 2)
    assert Profile.from_rankings([(), ("Ann",)]).blank == 1
    assert Scores.from_approvals([(), ("Ann",)]).blank == 1


def test_nobody_voted():
    profile = Profile.from_rankings({}, candidates=["Ann", "Bob"])
    assert profile.voters == 0
    assert profile.condorcet_winner() is None
    assert profile.pairwise().tolist() == [[0, 0], [0, 0]]


def test_one_name_and_one_set_are_rankings_too():
    profile = Profile.from_rankings(["Bob", frozenset({"Bob", "Ann"})])
    assert profile.ranks.tolist() == [[1, 1], [255, 1]]


@settings(deadline=None)
@given(
    st.lists(
        st.lists(st.integers(0, 255), min_size=3, max_size=3),
        max_size=6,
    )
)
def test_gaps_are_closed(rows):
    profile = Profile.from_ranks(np.array(rows, dtype=np.int64).reshape(-1, 3).T, "ABC")
    kept = [row for row in rows if any(rank != 255 for rank in row)]
    for ours, row in zip(profile.ranks.T.tolist(), kept, strict=True):
        used = sorted({rank for rank in row if rank != 255})
        assert ours == [255 if rank == 255 else used.index(rank) + 1 for rank in row]


def test_names_are_kept_as_they_are():
    names = ("[/]", "\x1b[31mEve", "\u202eAnn", "n" * 200, "山田", " padded ")
    assert Profile.from_rankings([names]).candidates == names


MANY = [f"C{number}" for number in range(255)]


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: Profile.from_rankings({("Ann", "Bov"): 1}, ["Ann", "Bob"]), 'did you mean "Bob"'),
        (lambda: Profile.from_rankings([("Zoe",)], ["Ann", "Bob"]), 'there are "Ann", "Bob"'),
        (lambda: Profile.from_rankings([("Zoe",)], MANY[:20]), '"C11" …'),
        (
            lambda: Profile.from_rankings([("A", "B"), ("A", "B", "A")]),
            'ballot 2: "A" is ranked tw',
        ),
        (lambda: Profile.from_rankings([("A", ("B", "B"))]), 'ballot 1: "B" is ranked twice'),
        (lambda: Profile.from_rankings({("A",): -1}), "ballot 1: weight -1 is negative"),
        (lambda: Profile.from_rankings({("A",): 1.5}), "ballot 1: weight 1.5 is not a whole"),
        (lambda: Profile.from_rankings({("A",): True}), "weight True is not a whole number"),
        (lambda: Profile.from_rankings({("A",): 2**70}), f"weight {2**70} passes"),
        (lambda: Profile.from_rankings({("A",): 2**53 - 1, ("B",): 1}), "ballot 2: together"),
        (lambda: Profile.from_rankings({5: 1}), "ballot 1: a ranking is a tuple of names, not 5"),
        (lambda: Profile.from_rankings([("A", 5)]), "a ranking is a tuple of names"),
        (lambda: Profile.from_rankings([("A",)], ["A", 5]), "a name is text, not 5"),
        (lambda: Profile.from_rankings([("A", ((1, 2),))], ["A"]), r"no candidate \"\(1, 2\)\""),
        (lambda: Profile.from_rankings([("A",)], ["A", " "]), "candidate 2 has no name"),
        (lambda: Profile.from_rankings([("A",)], ["A", "B", "A"]), 'two candidates .* "A"'),
        (lambda: Profile.from_rankings([("A",)], MANY), "255 candidates; at most 254"),
        (lambda: Profile.from_rankings({}), "there are no candidates"),
        (lambda: Profile.from_text("1: A\nfive: A"), 'line 2: weight "five" is not a whole'),
        (lambda: Profile.from_text("-2: A"), 'line 1: weight "-2"'),
        (lambda: Profile.from_text("1: A\n: A"), 'line 2: there is no weight before the ":"'),
        (lambda: Profile.from_text("1: A > > B"), 'line 1: a name is missing beside ">"'),
        (lambda: Profile.from_text("A=", ["A"]), 'line 1: a name is missing beside ">"'),
        (lambda: Profile.from_text("A > Bib", ["A", "Bob"]), 'line 1: no candidate "Bib"; did you'),
        (
            lambda: Profile.from_ranks([[1, 2], [1]], "AB"),
            "ragged: candidate 2 has none from ballot 2",
        ),
        (lambda: Profile.from_text("9" * 5000 + ": Ann"), "line 1: a weight of 5000 digits"),
        (lambda: Profile.from_text(f"# x\n{2**53 - 1}: A\n\n1: B"), "line 4: together"),
        (lambda: Profile.from_ranks([1, 2], "AB"), r"need two axes, \[candidate, ballot\], not 1"),
        (lambda: Profile.from_ranks([[1], [2]], "ABC"), "3 candidates need an array"),
        (lambda: Profile.from_ranks([[1.0], [2.0]], "AB"), "a rank is a whole number, not float64"),
        (lambda: Profile.from_ranks([[1, 1], [2, -2]], "AB"), "ballot 2: rank -2 of candidate 2"),
        (lambda: Profile.from_ranks([[1], [256]], "AB"), "rank 256 of candidate 2"),
        (lambda: Profile.from_ranks([[1], [2]], "AB", [1, 2]), r"1 ballots need 1 weights"),
        (lambda: Profile.from_ranks([[1], [2]], "AB", np.array([0.5])), "not float64"),
        (
            lambda: Profile(candidates=("A",), ranks=np.ones((2, 1)), weights=np.ones(1)),
            "1 candidates need an array",
        ),
        (lambda: Scores.from_ratings([[6]], "A", maximum=5), "rating 6 .* outside 0 to 5"),
        (lambda: Scores.from_ratings([[1]], "A", maximum=0), "the best rating is 1 to 254"),
        (lambda: Scores.from_ratings([{"A": 0.5}], maximum=5), "a rating is a whole number"),
        (
            lambda: Scores.from_ratings([{"Bo": 1}], ["Bob"], maximum=5),
            'no candidate "Bo"; did you',
        ),
        (lambda: Scores.from_ratings([[1]], maximum=5), "there are no candidates"),
        (lambda: Scores.from_ratings([[1], [1]], "A", maximum=5), "1 candidates need an array"),
        (lambda: Scores.from_approvals([("A", "A")]), 'ballot 1: "A" is ranked twice'),
        (lambda: Scores.from_approvals([("A",), ("B",)], ["A"]), 'ballot 2: no candidate "B"'),
    ],
)
def test_what_is_wrong_is_named(build, words):
    with pytest.raises(BallotError, match=words) as caught:
        build()
    assert str(caught.value).isprintable()


def test_hostile_names_do_not_act_through_errors():
    with pytest.raises(BallotError) as caught:
        Profile.from_rankings([("\x1b[2J",)], candidates=["\u202eAnn", "[/]"])
    assert str(caught.value).isprintable()


def test_scores():
    scores = Scores.from_ratings([{"Ann": 5}, {"Bob": 4, "Ann": 0}, {}], maximum=5)
    assert scores.ratings.tolist() == [[5, 0], [255, 4]]
    assert (scores.voters, scores.blank, scores.maximum) == (2, 1, 5)
    again = Scores.from_ratings([[5, 0, 255], [255, 4, 255]], ["Ann", "Bob"], maximum=5)
    assert scores == again
    assert hash(scores) == hash(again)


def test_approvals_of_a_set_do_not_depend_on_chance():
    scores = Scores.from_approvals([{"Bob", "Ann", "Cat"}, {"Cat"}])
    assert scores.candidates == ("Ann", "Bob", "Cat")
    assert scores.ratings.tolist() == [[1, 0], [1, 0], [1, 1]]
