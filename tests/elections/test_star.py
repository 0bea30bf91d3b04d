"""STAR voting, and approval voting with a runoff."""

from __future__ import annotations

import csv
import json
from textwrap import dedent

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections import Manual, Scores, TieError, WrongBallotsError, elect, elect_many
from tests.elections.twins import hybrids as twins

CITIES = ("Memphis", "Nashville", "Chattanooga", "Knoxville")
PEOPLE = (42, 26, 15, 17)

quick = settings(max_examples=150, deadline=None)


def cast(*rows: tuple[int, ...], weights: tuple[int, ...] | None = None, most: int = 5) -> Scores:
    """Cast a ballot for each row of ratings, of candidates A, B, C …"""
    names = "ABCDEF"[: len(rows[0])]
    return Scores.from_ratings(np.array(rows).T, names, maximum=most, weights=weights)


def lines(text: str) -> str:
    return dedent(text).strip()


def ties_of(count: object) -> list[tuple[int, str, str, str, str]]:
    return [
        (t.round, "".join(t.candidates), "".join(t.chosen), t.purpose, t.how) for t in count.ties
    ]


def test_star_in_tennessee():
    # Shared known results, section 4.3.
    stars = np.array([[5, 2, 1, 0], [0, 5, 2, 1], [0, 3, 5, 3], [0, 2, 4, 5]]).T
    count = elect(Scores.from_ratings(stars, CITIES, maximum=5, weights=PEOPLE), "star")
    assert str(count) == lines(
        """
        STAR voting
        100 ballots, 4 candidates
        No preference in the runoff: 0

        Round 1
        Nashville    293  2.93 a ballot
        Chattanooga  237  2.37 a ballot
        Memphis      210  2.10 a ballot  out
        Knoxville    156  1.56 a ballot  out
        Memphis and Knoxville go out.

        Round 2
        Nashville    68  68.0 %  elected
        Chattanooga  32  32.0 %

        Nashville is elected.
        """
    )
    assert [each.measure for each in count.rounds] == ["points", "votes"]
    assert (count.ties, count.tables, count.columns) == ((), {}, {})


def test_a_real_star_poll(shared):
    # 2,909 ballots cast in May 2020 in a poll about the Libertarian nomination.
    name = "star/libertarian_2020_nomination_may_scores.csv"
    expected = json.loads((shared / "expected.json").read_text(encoding="utf-8"))[name]
    with (shared / name).open(encoding="utf-8") as file:
        (_, *names), *rows = csv.reader(file)
    stars = np.array([[int(each) for each in row] for row in rows])
    scores = Scores.from_ratings(stars[:, 1:].T, names, maximum=5, weights=stars[:, 0])
    count = elect(scores, "star", ties="all")
    assert list(count.winners) == expected["star_winner"]
    assert count.rounds[0].tally == expected["totals"]
    runoff = dict(count.rounds[1].tally)
    runoff["no preference"] = count.facts["no preference in the runoff"]
    assert runoff == expected["star_runoff"]


def test_who_lost_most_pairs_goes_out_even_with_most_five_stars():
    # All have 11 stars; A beats B, B beats C, C beats A, and D loses to each of them.
    scores = cast((3, 2, 1, 0), (1, 3, 2, 0), (2, 1, 3, 1), (0, 0, 0, 5), (5, 5, 5, 5))
    count = elect(scores, "star", ties="order")
    assert ties_of(count)[0] == (1, "ABCD", "D", "eliminated", "by pairs lost")
    assert ties_of(count)[1] == (1, "ABC", "A", "stays in", "by candidate order")
    assert ties_of(count)[2] == (1, "BC", "C", "eliminated", "by pairs lost")
    assert count.rounds[1].tally == {"A": 2, "B": 1}
    assert count.columns["five stars"] == (1, 1, 1, 2)
    assert set(elect(scores, "star", ties="all").winners) == set("ABC")


def test_of_three_for_two_places_one_may_be_sure():
    count = elect(cast((2, 1, 1), (2, 1, 1), (1, 3, 3)), "star", ties="order")
    assert ties_of(count) == [
        (1, "ABC", "A", "stays in", "by pairs lost"),
        (1, "BC", "B", "stays in", "by candidate order"),
    ]
    assert count.rounds[1].tally == {"A": 2, "B": 1}


def test_where_all_lost_as_many_pairs_five_stars_decide():
    count = elect(cast((5, 4, 5), (3, 4, 5)), "star")
    assert ties_of(count) == [(1, "AB", "B", "eliminated", "by five-star ratings")]
    assert count.tables["rated higher"] == ((0, 1, 0), (1, 0, 0), (1, 2, 0))


def test_a_draw_in_the_runoff_goes_by_points_and_then_by_five_stars():
    by_points = elect(cast((5, 0, 1), (1, 2, 2), (5, 5, 0)), "star", ties="all")
    assert by_points.rounds[1].tally == {"A": 1, "B": 1}
    assert ties_of(by_points) == [(2, "AB", "A", "elected", "by points")]
    assert by_points.winners == ("A",)
    by_stars = elect(cast((3, 5, 1), (4, 2, 0), (5, 5, 0)), "star", ties="all")
    assert by_stars.rounds[0].tally == {"A": 12, "B": 12, "C": 1}
    assert ties_of(by_stars) == [(2, "AB", "B", "elected", "by five-star ratings")]
    assert by_stars.columns["five stars"] == (1, 2, 0)
    drawn = elect(cast((3, 4), (4, 3)), "star", ties="order")
    assert ties_of(drawn) == [(2, "AB", "A", "elected", "by candidate order")]


def test_two_who_lead_together_are_no_tie():
    count = elect(cast((5, 5, 0), (5, 4, 1), (0, 1, 4)), "star")
    assert count.rounds[0].tally == {"A": 10, "B": 10, "C": 5}
    assert not [tie for tie in count.ties if tie.round == 1]


def test_star_ties_by_hand():
    level = cast((4, 4, 4), (4, 4, 4))
    choices = {frozenset("ABC"): "C", frozenset("AB"): "B", frozenset("BC"): "C"}
    count = elect(level, "star", ties=Manual(choices))
    assert [tie[1:4] for tie in ties_of(count)] == [
        ("ABC", "C", "stays in"),
        ("AB", "B", "stays in"),
        ("BC", "C", "elected"),
    ]
    with pytest.raises(TieError, match="are level"):
        elect(level, "star", ties=Manual({}))
    several = np.array([[[4, 5], [4, 5]], [[4, 3], [4, 3]], [[4, 0], [4, 0]]])
    assert elect_many(several, "star", ties=Manual(_numbered(choices))).tolist() == [2, 0]


def _numbered(choices: dict[frozenset[str], str]) -> dict[frozenset[str], str]:
    number = {"A": "1", "B": "2", "C": "3"}
    return {frozenset(map(number.get, level)): number[one] for level, one in choices.items()}


def test_star_counts_up_to_five_stars():
    with pytest.raises(WrongBallotsError, match="STAR voting counts ratings up to 5, not up to 10"):
        elect(cast((9, 2), most=10), "star")
    unrated = elect(cast((255, 3), (0, 3), (255, 0)), "star")
    assert unrated.rounds[1].tally == {"B": 2, "A": 0}
    assert unrated.facts == {"no preference in the runoff": 1}


def test_beyond_its_budget_star_is_undecided():
    level = cast((4, 4, 4, 4))
    assert elect(level, "star", ties="all").winners == ("A", "B", "C", "D")
    assert elect(level, "star", ties="all", budget=3).undecided


def test_one_candidate_needs_no_runoff():
    for system in ("star", "approval_runoff"):
        count = elect(cast((1,), most=1), system)
        assert (count.elected, len(count.rounds)) == ("A", 1)


few_ratings = st.sampled_from([(4, 5), (0, 5), (0, 1, 5), (3, 4, 5), (0, 4, 255)]).flatmap(
    lambda used: st.integers(1, 5).flatmap(
        lambda candidates: st.lists(
            st.lists(st.sampled_from(used), min_size=candidates, max_size=candidates),
            min_size=1,
            max_size=5,
        )
    )
)


def for_twin(rows: list[list[int]]) -> list[tuple[int, list[int | None]]]:
    kept = [[None if each == 255 else each for each in row] for row in rows]
    return [(1, row) for row in kept if any(each is not None for each in row)]


@quick
@given(few_ratings, st.integers(0, 9))
def test_star_where_many_are_level(rows, seed):
    ballots = for_twin(rows)
    expected = {"ABCDEF"[place] for place in twins.star(ballots, len(rows[0]), {})}
    scores = cast(*rows)
    assert set(elect(scores, "star", ties="all").winners) == expected
    count = elect(scores, "star", seed=seed)
    assert count.elected in expected
    assert all(0 < len(tie.chosen) < len(tie.candidates) for tie in count.ties)
    assert str(count)


def test_an_approval_runoff():
    ballots = {("A", "B"): 3, ("C",): 3, ("B", "C"): 3, ("D",): 1, ("B",): 1}
    count = elect(Scores.from_approvals(ballots), "approval_runoff")
    assert str(count) == lines(
        """
        Approval voting with a runoff
        11 ballots, 4 candidates
        No preference in the runoff: 4

        Round 1
        B  7  63.6 %
        C  6  54.5 %
        A  3  27.3 %  out
        D  1   9.1 %  out
        A and D go out.

        Round 2
        B  4  57.1 %  elected
        C  3  42.9 %

        B is elected.
        """
    )


def test_ties_of_an_approval_runoff():
    level = Scores.from_approvals([("A",), ("B",), ("C",)])
    count = elect(level, "approval_runoff", ties="order")
    assert [tie[1:4] for tie in ties_of(count)] == [
        ("ABC", "C", "eliminated"),
        ("AB", "A", "elected"),
    ]
    assert elect(level, "approval_runoff", ties="all").winners == ("A", "B", "C")


@quick
@given(few_ratings)
def test_on_the_same_ballots_a_runoff_elects_the_most_approved(rows):
    marks = [[int(each == max(row)) for each in row] for row in rows]
    scores = cast(*marks, most=1)
    runoff, approval = (
        elect(scores, system, ties="all") for system in ("approval_runoff", "approval")
    )
    assert runoff.winners == approval.winners


def test_nobody_voted():
    nobody = Scores.from_ratings(np.empty((3, 0), dtype=np.uint8), "ABC", maximum=1)
    for system in ("star", "approval_runoff"):
        count = elect(nobody, system, ties="all")
        assert count.winners == ("A", "B", "C")
        assert "No ballots were cast" in str(count)
