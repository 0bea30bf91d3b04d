"""Majority judgment."""

from __future__ import annotations

from textwrap import dedent

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from elections import Scores, elect, elect_many
from elections.systems.majority_judgment import grade_after

CITIES = ("Memphis", "Nashville", "Chattanooga", "Knoxville")
PEOPLE = (42, 26, 15, 17)

quick = settings(max_examples=120, deadline=None)


def cast(*rows: tuple[int, ...], weights: tuple[int, ...] | None = None, most: int = 5) -> Scores:
    """Cast a ballot for each row of ratings, of candidates A, B, C …"""
    names = "ABCDEF"[: len(rows[0])]
    return Scores.from_ratings(np.array(rows).T, names, maximum=most, weights=weights)


def test_majority_judgment_in_tennessee():
    # Excellent, good, fair or poor by distance, as in the usual account of this example.
    grades = np.array([[3, 1, 0, 0], [0, 3, 1, 1], [0, 1, 3, 2], [0, 1, 2, 3]]).T
    scores = Scores.from_ratings(grades, CITIES, maximum=3, weights=PEOPLE)
    count = elect(scores, "majority_judgment")
    expected = dedent(
        """
        Majority judgment
        100 ballots, 4 candidates

        Nashville    1  elected
        Chattanooga  1
        Knoxville    1
        Memphis      0

                     At 3  At 2  At 1  At 0
        Memphis        42     0     0    58
        Nashville      26     0    74     0
        Chattanooga    15    17    26    42
        Knoxville      17    15    26    42

        Once 16 median grades are taken from each, the next is 1 for Nashville, and 0 for \
Chattanooga and Knoxville.

        Nashville is elected.
        """
    )
    assert str(count) == expected.strip()
    assert count.order == (("Nashville",), ("Knoxville",), ("Chattanooga",), ("Memphis",))


def test_medians_are_taken_away_until_candidates_differ():
    scores = cast((3, 3, 3), (4, 3, 5), (2, 2, 2), (3, 4, 3), (3, 4, 1))
    count = elect(scores, "majority_judgment")
    assert count.rounds[0].tally == {"A": 3, "B": 3, "C": 3}
    assert [(step.action, step.candidates, step.size) for step in count.steps] == [
        ("next_median", ("A", "B"), 1),
        ("next_median", ("B",), 2),
    ]
    assert [str(step) for step in count.steps] == [
        "Once 1 median grade is taken from each, the next is 3 for A and B, and 2 for C.",
        "Once 2 median grades are taken from each, the next is 4 for B, and 3 for A.",
    ]
    assert count.order == (("B",), ("A",), ("C",))


def test_of_two_grades_in_the_middle_the_lower_is_the_median_and_unrated_is_lowest():
    count = elect(cast((5, 3), (0, 2)), "majority_judgment")
    assert count.rounds[0].tally == {"B": 2, "A": 0}
    unrated = elect(cast((255, 0), (5, 1), (255, 1)), "majority_judgment")
    assert unrated.rounds[0].tally == {"B": 1, "A": 0}
    assert unrated.columns["at 0"] == (2, 1)


def test_the_same_grades_are_level_to_the_end():
    count = elect(cast((5, 1), (1, 5)), "majority_judgment", ties="order")
    assert (count.elected, count.order) == ("A", (("A", "B"),))
    assert [(tie.candidates, tie.purpose) for tie in count.ties] == [(("A", "B"), "elected")]
    assert not count.steps


def test_many_grades_are_left_to_the_data():
    count = elect(cast((100, 40), (60, 70), most=100), "majority_judgment")
    assert "At 100" not in str(count)
    assert count.columns["at 100"] == (1, 0)
    assert count.elected == "A"


def test_numbers_of_voters_beyond_31_bits():
    weights = (2**40, 2**40, 1)
    count = elect(cast((3, 2), (2, 3), (0, 5), weights=weights), "majority_judgment")
    assert count.elected == "B"
    assert count.steps == ()
    assert count.rounds[0].tally == {"B": 3, "A": 2}


few_ratings = st.sampled_from([(4, 5), (0, 5), (0, 1, 5), (3, 4, 5), (0, 4, 255)]).flatmap(
    lambda used: st.integers(1, 5).flatmap(
        lambda candidates: st.lists(
            st.lists(st.sampled_from(used), min_size=candidates, max_size=candidates),
            min_size=1,
            max_size=5,
        )
    )
)


@quick
@given(few_ratings)
def test_the_order_is_that_of_majority_values(rows):
    grades = [
        sorted(0 if each == 255 else each for each in column)
        for column in np.transpose(for_all(rows)).tolist()
    ]
    values = [[each.pop((len(each) - 1) // 2) for _ in range(len(each))] for each in grades]
    count = elect(cast(*rows), "majority_judgment", ties="all")
    assert count.order == tuple(
        tuple("ABCDEF"[place] for place, value in enumerate(values) if value == one)
        for one in sorted(map(list, set(map(tuple, values))), reverse=True)
    )


def for_all(rows: list[list[int]]) -> list[list[int]]:
    return [row for row in rows if set(row) != {255}] or [[0] * len(rows[0])]


@quick
@given(st.lists(st.integers(0, 4), min_size=1, max_size=9))
def test_grade_after_so_many_are_taken(grades):
    left = sorted(grades)
    counts = np.array([[sum(each <= grade for each in grades)] for grade in range(4)])
    for taken in range(len(grades)):
        median = left.pop((len(left) - 1) // 2)
        assert grade_after(taken, counts, len(grades)).tolist() == [median]


def test_ballots_that_rate_nobody_do_not_count_in_a_stack_either():
    # A fourth ballot that gives both the lowest grade moves the medians from 4 and 3 to 1 and 2.
    rows = [[(1, 4, 4, 255), (2, 3, 5, 255)], [(1, 4, 4, 0), (2, 3, 5, 0)]]
    ratings = np.array(rows).transpose(1, 2, 0)
    assert elect_many(ratings, "majority_judgment").tolist() == [0, 1]
    alone = [elect(cast(*np.transpose(each)), "majority_judgment") for each in rows]
    assert [count.elected for count in alone] == ["A", "B"]
