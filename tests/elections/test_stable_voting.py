"""Stable Voting and Simple Stable Voting: the matches that decide, set by set."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections import Profile, elect, elect_many, system
from elections.systems.stable_search import Level, Search
from tests.elections.known import at_random, beside_a_sure_winner, known, lines, profiles

both = pytest.mark.parametrize("name", ["stable_voting", "simple_stable_voting"])


def test_a_count_reads_well():
    assert str(elect(known("Schulze's example 1"), "stable_voting")) == lines(
        """
        Stable Voting
        21 ballots, 4 candidates

        A and D are undefeated in Split Cycle.
        D against B (17) fails: without B, A wins.
        A against C (7) fails: without C, D wins.
        D against A (1) fails: without A, C wins.
        A against D (-1) holds: without D, A wins.
        Without D, A alone is undefeated in Split Cycle.
        Without B, A alone is undefeated in Split Cycle.
        Without C, D beats everybody else.
        Without A, C beats everybody else.

        Pairwise (row against column)
               1   2   3   4
        A  1   0   8  14  10
        B  2  13   0   6   2
        C  3   7  15   0  12
        D  4  11  19   9   0

        Matches (row against column)
               1   2   3    4
        A  1   0  -5   7   -1
        B  2   5   0  -9  -17
        C  3  -7   9   0    3
        D  4   1  17  -3    0

        A is elected.
        """
    )


def test_without_split_cycle_every_match_counts():
    steps = elect(known("Schulze's example 1"), "simple_stable_voting").steps
    holding = [(step.candidates, step.size) for step in steps if step.action == "holds"]
    assert holding == [(("A", "D"), -1), (("A", "B"), -5)]
    assert str(steps[1]) == "C against B (9) fails: without B, A wins."
    (last,) = [step for step in steps if step.action == "wins"]
    assert str(last) == "Without B and D, A beats everybody else."


def test_each_level_says_who_could_win():
    nobody = Profile.from_rankings({}, candidates=["Ann", "Bob", "Cat"])
    steps = [str(step) for step in elect(nobody, "stable_voting", ties="all").steps]
    assert "\n".join(steps) == lines(
        r"""
        Ann against Bob (0) holds: without Bob, Ann or Cat wins.
        Ann against Cat (0) holds: without Bob and Cat, Ann wins.
        Without Bob and Cat, Ann alone is left.
        Ann against Bob (0) holds: without Bob, Ann or Cat wins; Ann against Cat (0) holds: \
        without Cat, Ann or Bob wins; Bob against Ann (0) holds: without Ann, Bob or Cat wins; \
        Bob against Cat (0) holds: without Cat, Ann or Bob wins; Cat against Ann (0) holds: \
        without Ann, Bob or Cat wins; Cat against Bob (0) holds: without Bob, Ann or Cat wins.
        Without Bob, Ann against Cat (0) holds: without Bob and Cat, Ann wins; Cat against Ann (0) \
        holds: without Ann and Bob, Cat wins.
        Without Cat, Ann against Bob (0) holds: without Bob and Cat, Ann wins; Bob against Ann (0) \
        holds: without Ann and Cat, Bob wins.
        Without Ann, Bob against Cat (0) holds: without Ann and Cat, Bob wins; Cat against Bob (0) \
        holds: without Ann and Bob, Cat wins.
        Without Ann and Bob, Cat alone is left.
        Without Ann and Cat, Bob alone is left.
        """.replace("\\\n        ", "")
    )
    winner = elect(known("Tennessee"), "stable_voting")
    assert [str(step) for step in winner.steps] == ["N beats everybody else."]


def test_what_is_undefeated_is_found_anew_for_those_who_are_left():
    steps = elect(known("Schulze's example 3"), "stable_voting").steps
    assert [step.text for step in steps if step.action == "undefeated"] == [
        "A and E are undefeated in Split Cycle.",
        "Without D, A and E are undefeated in Split Cycle.",
    ]


def test_strengths_other_than_margins():
    # Bob has 4 votes against 2, Cat 7 against 2, and Ann 5 against 4.
    profile = Profile.from_text("2: Ann>Bob\n3: Cat>Ann\n4: Bob>Cat")
    told = {
        strength: elect(profile, "stable_voting", strength=strength).tables
        for strength in system("stable_voting").options["strength"]
    }
    assert told["margins"]["matches"] == ((0, 1, -5), (-1, 0, 3), (5, -3, 0))
    assert told["winning_votes"]["matches"] == ((0, 5, -7), (-5, 0, 6), (7, -6, 0))
    assert told["opposition"]["matches"] == told["opposition"]["pairwise"]


@settings(max_examples=40)
@given(profiles(), st.sampled_from(["margins", "winning_votes", "opposition"]))
def test_the_way_leads_to_the_winner(profile, strength):
    for name in ("stable_voting", "simple_stable_voting"):
        count = elect(profile, name, strength=strength)
        preferred = count.tables["matches"]
        for step in count.steps:
            if step.action in {"holds", "fails"}:
                one, other = (profile.candidates.index(each) for each in step.candidates)
                assert step.size == preferred[one][other]
        (last,) = [step for step in count.steps if step.action == "wins"]
        assert last == [step for step in count.steps if step.action != "without"][-1]
        assert last.candidates == (count.elected,)


@settings(max_examples=40)
@given(profiles())
def test_every_count_that_is_gone_by_is_shown(profile):
    sizes = profile.pairwise() - profile.pairwise().T
    beats = tuple(sum(1 << int(place) for place in np.flatnonzero(row > 0)) for row in sizes)
    search = Search(beats=beats, defeats=None, sizes=sizes, budget=10_000)
    won = search.winners((1 << len(sizes)) - 1)
    way = search.way(won.bit_length() - 1)
    below, untold = search.below(way, most=1_000)
    shown = {level.among: winners_shown(level) for level in (*way, *below)}
    assert not untold
    assert shown[(1 << len(sizes)) - 1] == won
    for level in (*way, *below):
        for match in level.matches:
            assert shown[level.among ^ 1 << match.other] == match.without


def winners_shown(level: Level) -> int:
    """Say who wins by what is shown: the only one who may, or all whose matches hold."""
    holding = {match.one for match in level.matches if match.without >> match.one & 1}
    return sum(1 << one for one in holding) if level.matches else level.open_to


@both
def test_no_more_counts_are_shown_than_can_be_read(name):
    steps = elect(at_random(14, 24, seed=4), name).steps
    assert sum(step.action == "without" for step in steps) == 40
    assert str(steps[-1]) == (
        "There are more such counts among fewer candidates, which are not shown."
    )


@both
def test_the_search_is_kept_within_its_budget(name):
    profile = at_random(14, 24, seed=4)
    count = elect(profile, name, budget=6)
    assert count.undecided == (
        "who would win among fewer candidates has to be found for more than the 6 cases that "
        "may be looked at"
    )
    assert not count.steps
    assert elect(profile, name).elected
    assert elect_many(beside_a_sure_winner(profile), name, budget=6).tolist() == [-1, 0]


@both
def test_a_large_election_beside_others_is_counted_as_it_is_alone(name):
    profile = at_random(11, 24, seed=1)
    alone = elect(profile, name, ties="order").elected
    found = elect_many(beside_a_sure_winner(profile), name, ties="order")
    assert found.tolist() == [profile.candidates.index(alone), 0]


@both
@pytest.mark.parametrize("strength", ["margins", "winning_votes", "opposition"])
def test_a_stack_is_its_elections_one_by_one(name, strength):
    rng = np.random.default_rng(8)
    ranks = rng.choice([1, 2, 3, 4, 255], size=(6, 9, 40)).astype(np.uint8)
    can_win = elect_many(ranks, name, ties="all", strength=strength)
    # With less than 2**6 cases, each election is searched by itself.
    apart = elect_many(ranks, name, ties="all", strength=strength, budget=63)
    assert (can_win == apart).all()
    assert can_win.any(axis=0).all()
