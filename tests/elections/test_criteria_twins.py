"""The definitions of criteria against slow twins in plain Python."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections import Profile, elect, system
from elections.criteria import CRITERIA, Violation, violation
from elections.criteria.case import Case
from elections.criteria.recounting import clone_sets
from tests.elections import criteria_changes_twin as changes_twin
from tests.elections import criteria_twin as twin

ALONE = [criterion for criterion in CRITERIA if not CRITERIA[criterion].change]


@st.composite
def rankings(draw: st.DrawFn, *, most: int = 4) -> Profile:
    candidates = draw(st.integers(1, most))
    ballot = st.lists(
        st.sampled_from([1, 2, 3, 4, 255]), min_size=candidates, max_size=candidates
    ).filter(lambda ranks: min(ranks) < 255)
    rows = draw(st.lists(ballot, min_size=1, max_size=4))
    weights = draw(st.lists(st.integers(1, 3), min_size=len(rows), max_size=len(rows)))
    return Profile.from_ranks(np.array(rows).T, "ABCD"[:candidates], weights)


@pytest.mark.parametrize("one", ["plurality", "borda", "anti_plurality", "condorcet"])
@settings(max_examples=60)
@given(rankings())
def test_demands_on_one_profile_are_as_their_twin(one, profile):
    chosen, ballots = system(one), twin.ballots_in(profile)
    won = set(elect(profile, one, ties="all").winners)
    for criterion in ALONE:
        sets = twin.allowed(criterion, ballots, set(profile.candidates))
        wrong = [some for some in sets if (not won <= some if chosen.whole_set else not won & some)]
        assert (violation(profile, one, criterion) is not None) == bool(wrong)


@pytest.mark.parametrize("criterion", ["monotonicity", "participation", "later_no_harm"])
@pytest.mark.parametrize("one", ["irv", "coombs", "smith"])
@settings(max_examples=25)
@given(rankings(most=3))
def test_what_one_voter_can_change_is_found(criterion, one, profile):
    """Try every ballot that one voter could cast, or none."""
    chosen = system(one)
    found = violation(profile, one, criterion)
    assert found is None or changes_twin.confirms(found, chosen)
    if found is None:
        won = set(elect(profile, one, ties="all").winners)
        for then in changed(profile, criterion, won):
            after = set(elect(then, one, ties="all").winners)
            change = Violation(criterion=criterion, system=one, text="", before=profile, after=then)
            seen = changes_twin.Seen(change, won, after, chosen.whole_set)
            assert not changes_twin.CHANGES[criterion](seen)


def changed(profile: Profile, criterion: str, won: set[str]):
    """List the profiles in which one voter does what a criterion is about."""
    ranks, names = profile.ranks.T.tolist(), profile.candidates
    tied = any(len(set(row) - {255}) < sum(rank < 255 for rank in row) for row in ranks)
    rows = [list(row) for row in product([1, 2, 3, 255], repeat=len(names)) if min(row) < 255]
    fits = (
        [changes_twin.raised(c) for c in won]
        if criterion == "monotonicity"
        else [changes_twin.cut(set())]
    )
    for place, own in enumerate(ranks):
        weights = profile.weights.copy()
        weights[place] -= 1
        if criterion == "participation" and profile.voters > 1:
            yield Profile.from_ranks(profile.ranks, names, weights)
        one = twin.places_of(own, names)
        for row in [] if criterion == "participation" else rows:
            used, other = [rank for rank in row if rank < 255], twin.places_of(row, names)
            if (tied or len(set(used)) == len(used)) and any(
                fit(dict(one), dict(other)) for fit in fits
            ):
                yield Profile.from_ranks(np.array([*ranks, row]).T, names, [*weights, 1])


@given(rankings())
@settings(max_examples=60)
def test_clone_sets_are_the_smallest_that_have_two_candidates(profile):
    names, ballots = set(profile.candidates), twin.ballots_in(profile)
    case = Case(ballots=profile, system=system("irv"), criterion="clones", budget=1)
    found = {(one, other): set(case.names(clones)) for one, other, clones in clone_sets(case)}
    every = [some for some in twin.some_of(names) if changes_twin.are_clones(ballots, some, names)]
    for one, other in combinations(range(len(names)), 2):
        two = {profile.candidates[one], profile.candidates[other]}
        holding = [some for some in every if two <= some]
        assert found.get((one, other)) == (min(holding, key=len) if holding else None)
