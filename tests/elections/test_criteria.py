"""Criteria: what each system is said to meet or fail, against definitions in plain Python.

A few hundred random profiles a system; ``pytest --profiles 20000`` tries as many as asked.
"""

from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve

from elections import (
    ElectionError,
    Profile,
    Scores,
    System,
    UnknownSystemError,
    WrongBallotsError,
    elect,
    system,
    systems,
)
from elections.criteria import CRITERIA, Violation, criteria_of, example, violation
from elections.criteria.case import Case, together
from elections.criteria.flags import FAILS, known
from elections.systems.base import most_votes
from elections.tally import points
from tests.elections import criteria_changes_twin as changes_twin
from tests.elections.find_failures import KINDS, batch, kind_of_violation, suspected, within

every_system = pytest.mark.parametrize("one", systems(), ids=lambda one: one.id)


def tables(one) -> dict[str, list[str]]:
    """Name the criteria in each table of a system's entry."""
    entry = known().get(one.id, {})
    return {
        table: list(entry.get(table, ())) for table in ("meets", "not_applicable", *FAILS["any"])
    }


FAILURES = [
    pytest.param(one, criterion, table, id=f"{one.id}-{criterion}")
    for one in systems()
    for table in FAILS["any"]
    for criterion in tables(one)[table]
]


def shown(ballots: Profile | Scores, one: str | System, criterion: str) -> Violation:
    """Find a violation that is there."""
    found = violation(ballots, one, criterion)
    assert found is not None
    return found


# What is known of every system ----------------------------------------------------------


@every_system
def test_a_system_has_one_entry_for_every_criterion(one):
    entries = [criterion for names in tables(one).values() for criterion in names]
    assert sorted(entries) == sorted(CRITERIA)
    assert set(criteria_of(one)) == set(CRITERIA)
    assert set(known()[one.id]) <= set(tables(one))


def test_nothing_is_said_of_systems_that_are_not_there():
    assert set(known()) == {one.id for one in systems()}


@pytest.mark.parametrize(("one", "criterion", "table"), FAILURES)
def test_an_example_shows_the_failure(one, criterion, table):
    ballots = example(one, criterion)
    assert ballots is not None
    found = shown(ballots, one, criterion)
    assert (found.system, found.criterion) == (one.id, criterion)
    assert changes_twin.confirms(found, one)
    needed = KINDS.index(kind_of_violation(found))
    assert needed == FAILS["any"].index(table)
    assert criteria_of(one)[criterion] is False
    assert ballots.voters < 200
    assert all(name in str(found) for name in elect(ballots, one, ties="all").winners)


@every_system
@pytest.mark.parametrize("size", [(3, 4, 4), (4, 4, 3)], ids=str)
def test_what_a_system_meets_is_not_violated_at_random(one, size, profiles):
    kinds = KINDS if one.takes is Profile else KINDS[:1]
    for kind, allowed in zip(kinds, ("complete", "strict", "any"), strict=False):
        drawn = batch(one, kind, size, profiles // 10 if one.random else profiles, seed=1)
        for criterion, flag in criteria_of(one, ballots=allowed).items():
            for ballots in suspected(drawn, criterion) if flag else ():
                assert not within(violation(ballots, one, criterion), kind)


# The definitions, on examples that others made ------------------------------------------

BURLINGTON = Profile.from_text("""
1332: Montroll > Kiss > Wright
767: Montroll > Wright > Kiss
455: Montroll
2043: Kiss > Montroll > Wright
371: Kiss > Wright > Montroll
568: Kiss
1513: Wright > Montroll > Kiss
495: Wright > Kiss > Montroll
1289: Wright
""")


def test_kiss_would_have_lost_burlington_2009_with_more_support():
    found = shown(BURLINGTON, "irv", "monotonicity")
    assert found.after is not None
    assert elect(found.before, "irv").elected == "Kiss"
    assert elect(found.after, "irv").elected == "Montroll"
    assert found.before == BURLINGTON
    assert found.voters == {7: 495, 8: 322}
    assert str(found) == (
        "Kiss is elected. If the 495 with “Wright > Kiss > Montroll” cast “Kiss > Wright > "
        "Montroll” and 322 of the 1,289 with “Wright” cast “Kiss > Wright”, moving Kiss up, "
        "Montroll is elected."
    )


def test_burlington_2009_did_not_elect_its_condorcet_winner():
    found = shown(BURLINGTON, "irv", "condorcet_winner")
    assert str(found) == ("Montroll beats every other candidate, two by two, but Kiss is elected.")
    assert (found.after, found.voters) == (None, {})
    assert violation(BURLINGTON, "schulze", "condorcet_winner") is None
    assert violation(BURLINGTON, "plurality", "condorcet_loser") is not None


def test_two_voters_who_stay_at_home_get_somebody_better():
    """Fishburn and Brams, Paradoxes of preferential voting, 1983."""
    profile = Profile.from_text("""
    419: A > B > C
    82: A > C > B
    143: B > A > C
    357: B > C > A
    285: C > A > B
    324: C > B > A
    """)
    found = shown(profile, "irv", "participation")
    assert str(found) == (
        "C is elected. Without 209 of the 419 with “A > B > C”, B is elected, which they prefer."
    )
    assert found.after is not None
    assert elect(found.after, "irv").elected == "B"
    assert found.after.voters == profile.voters - 209
    assert violation(profile, "borda", "participation") is None


@pytest.mark.parametrize("one", ["schulze", "minimax", "copeland", "black"])
def test_condorcet_systems_have_the_no_show_paradox(one):
    """Moulin, Condorcet’s principle implies the no show paradox, 1988."""
    assert criteria_of(one)["condorcet_winner"]
    assert not criteria_of(one)["participation"]


def test_borda_lets_a_party_win_with_a_second_candidate():
    profile = Profile.from_text("3: Ann > Bob > Bea\n2: Bob > Bea > Ann")
    found = shown(profile, "borda", "clones")
    assert str(found) == "Bob is elected. Without Bea, a clone of Bob, Ann is elected."
    assert found.after == Profile.from_text("3: Ann > Bob\n2: Bob > Ann")
    assert violation(profile, "irv", "clones") is None


def test_three_clones_may_split_votes_where_two_do_not():
    profile = Profile.from_text("7: A\n3: X > Y > Z\n3: Y > Z > X\n3: Z > X > Y")
    found = shown(profile, "plurality", "clones")
    assert str(found) == "A is elected. Without X and Z, clones of Y, Y is elected."


def test_tennessee_elects_its_majority_loser():
    """The capital of Tennessee: the figures of every textbook."""
    profile = Profile.from_text("""
    42: Memphis > Nashville > Chattanooga > Knoxville
    26: Nashville > Chattanooga > Knoxville > Memphis
    15: Chattanooga > Knoxville > Nashville > Memphis
    17: Knoxville > Chattanooga > Nashville > Memphis
    """)
    assert str(violation(profile, "plurality", "majority_loser")) == (
        "58 of 100 voters prefer Nashville, Chattanooga and Knoxville to Memphis, "
        "but Memphis is elected."
    )
    assert violation(profile, "plurality", "reversal") is not None
    assert violation(profile, "irv", "participation") is not None
    assert not any(violation(profile, "schulze", criterion) for criterion in CRITERIA)


def test_approving_of_a_second_candidate_can_harm_the_first():
    scores = Scores.from_approvals({("Ann", "Bob"): 2, ("Bob",): 1})
    assert str(violation(scores, "approval", "later_no_harm")) == (
        "Bob is elected. If the 2 with “Ann 1, Bob 1” cast “Ann 1, Bob 0”, Ann is elected: "
        "what they mark below harms Ann."
    )


def test_a_set_must_be_all_that_a_criterion_allows():
    cycle = Profile.from_text("A > B > C\nB > C > A\nC > A > B")
    assert violation(cycle, "condorcet", "smith") is None
    beaten = Profile.from_text("A > B > C > D\nB > C > A > D\nC > A > B > D")
    assert str(violation(beaten, "condorcet", "smith")) == (
        "A, B and C each beat every other candidate, two by two, but A, B, C and D are chosen."
    )
    assert str(violation(beaten, "condorcet", "pareto")) == (
        "every voter prefers A to D, but A, B, C and D are chosen."
    )


# Asking ---------------------------------------------------------------------------------


def test_equal_ballots_are_looked_at_together():
    profile = Profile.from_text("A > B\nB > A\n2: A > B\nA")
    assert together(profile) == Profile.from_text("3: A > B\nA\nB > A")
    assert together(together(profile)) == together(profile)
    scores = Scores.from_approvals([("A", "B"), ("A",), ("A", "B")])
    assert together(scores).weights.tolist() == [1, 2]


def test_a_search_ends_at_its_budget():
    assert violation(BURLINGTON, "irv", "monotonicity", budget=50) is None
    assert violation(BURLINGTON, "irv", "reinforcement", budget=10) is None
    with pytest.raises(ElectionError, match="a budget is a whole number from 1, not 0"):
        violation(BURLINGTON, "irv", "monotonicity", budget=0)
    assert violation(BURLINGTON, "irv", "reinforcement") is not None


def test_nothing_is_claimed_without_voters_or_where_lots_are_drawn():
    nobody = Profile.from_ranks(np.zeros((3, 0), dtype=np.uint8), "ABC")
    assert not any(violation(nobody, "borda", criterion) for criterion in CRITERIA)
    alone = Profile.from_text("3: A")
    assert not any(violation(alone, "borda", criterion) for criterion in CRITERIA)


def test_nothing_is_claimed_where_the_count_is_undecided(monkeypatch):
    profile = Profile.from_text("3: A > B > C\n2: B > C > A")
    undecided = np.zeros((3, 1), dtype=np.bool_)
    monkeypatch.setattr(Case, "count", lambda *_: undecided)
    assert not any(violation(profile, "borda", criterion) for criterion in CRITERIA)


def test_candidates_are_rated_higher_one_step_at_a_time():
    def fewest_points(stack, rules):
        return most_votes(-points(stack.values, stack.weights), rules)

    perverse = evolve(system("score"), id="perverse", kernel=fewest_points)
    scores = Scores.from_ratings([[0, 2], [3, 1]], ["A", "B"], maximum=5)
    assert str(violation(scores, perverse, "monotonicity")) == (
        "A is elected. If the 1 with “B 3, A 0” cast “A 5, B 3”, moving A up, B is elected."
    )


def test_what_is_wrong_is_said():
    profile = Profile.from_text("A > B")
    with pytest.raises(ElectionError, match='no criterion "smiths"; did you mean "smith"'):
        violation(profile, "irv", "smiths")
    with pytest.raises(UnknownSystemError):
        violation(profile, "irw", "smith")
    with pytest.raises(WrongBallotsError):
        violation(profile, "score", "smith")
    with pytest.raises(ElectionError, match='no criterion "fair"'):
        example("irv", "fair")
    with pytest.raises(ElectionError, match='ballots cannot be "weak"'):
        criteria_of("irv", ballots="weak")


def test_flags_depend_on_the_ballots_that_voters_may_cast():
    by_ballots = {each: criteria_of("irv", ballots=each) for each in FAILS}
    assert by_ballots["any"]["clones"] is False
    assert by_ballots["strict"]["clones"] is True
    assert by_ballots["strict"]["later_no_harm"] is True
    assert by_ballots["complete"]["later_no_harm"] is None
    assert criteria_of("score", ballots="complete")["later_no_harm"] is False
    assert example("irv", "majority") is None


def test_nothing_is_known_of_a_system_of_ones_own():
    own = evolve(system("irv"), id="own")
    assert set(criteria_of(own).values()) == {None}
    assert example(own, "smith") is None
    found = shown(BURLINGTON, own, "smith")
    assert found.system == "own"


def test_every_criterion_says_what_it_means():
    for each in CRITERIA.values():
        assert str(each) == each.name
        assert all(text.endswith(".") for text in (each.meaning, each.sets, each.rated))
        assert each.source
        assert each.change or not each.truncated
