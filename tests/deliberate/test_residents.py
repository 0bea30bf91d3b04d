"""Residents: where they live, what they want, and whom they like."""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate.model.electorate import Electorate
from deliberate.model.residents import (
    Places,
    Residents,
    draw_residents,
    issue_weights,
    utilities,
)

TWO_PLACES = Places(
    population=np.array([0.75, 0.25]),
    ideals=np.array([[0.5, 0.3, 0.2], [0.2, 0.3, 0.5]]),
    devoted=np.array([0.0, 0.5]),
    older=np.array([0.2, 0.4]),
    leanings=np.array([[0.4, 0.3], [0.1, 0.0]]),
)
HOSPITAL = np.array([True, False, False])


def drawn(count=8000, places=TWO_PLACES, manner=None):
    rng = np.random.default_rng(1)
    return draw_residents(count, places, manner=manner or Electorate(), rng=rng)


def test_residents_are_drawn_around_what_their_locality_wants():
    residents = drawn()
    first = residents.locality == 0
    assert first.mean() == pytest.approx(0.75, abs=0.02)
    assert residents.ideals[:, first].mean(axis=1) == pytest.approx([0.5, 0.3, 0.2], abs=0.01)
    assert residents.ideals[:, ~first].mean(axis=1) == pytest.approx([0.2, 0.3, 0.5], abs=0.01)
    # A Dirichlet of concentration 60: the published spread of the hospital share.
    assert residents.ideals[0, first].std() == pytest.approx(0.064, abs=0.003)


def test_devotion_age_and_party_are_those_of_the_locality():
    residents = drawn()
    first = residents.locality == 0
    assert not residents.devoted[first].any()
    assert residents.devoted[~first].mean() == pytest.approx(0.5, abs=0.03)
    assert residents.older[first].mean() == pytest.approx(0.2, abs=0.02)
    assert residents.older[~first].mean() == pytest.approx(0.4, abs=0.03)
    shares = [
        np.bincount(residents.party[some], minlength=3) / some.sum() for some in (first, ~first)
    ]
    assert shares[0] == pytest.approx([0.4, 0.3, 0.3], abs=0.02)
    assert shares[1] == pytest.approx([0.1, 0.0, 0.9], abs=0.03)


def test_without_parties_everybody_leans_to_none():
    residents = drawn(places=evolve(TWO_PLACES, leanings=np.zeros((2, 0))))
    assert (residents.party == 0).all()


def test_where_nobody_leans_to_it_a_party_moves_no_other_draw():
    here, there = drawn(), drawn(places=evolve(TWO_PLACES, leanings=np.zeros((2, 0))))
    assert np.array_equal(here.ideals, there.ideals)
    assert np.array_equal(here.devoted, there.devoted)


@settings(deadline=None, max_examples=40)
@given(
    count=st.integers(1, 200),
    populations=st.lists(st.floats(0, 1), min_size=1, max_size=6).filter(any),
    likeness=st.floats(10, 500),
)
def test_every_resident_wants_a_split_and_lives_somewhere(count, populations, likeness):
    shares = np.array(populations) / sum(populations)
    many = len(shares)
    places = Places(
        population=shares,
        ideals=np.full((many, 5), 0.2),
        devoted=np.full(many, 0.5),
        older=np.full(many, 0.5),
        leanings=np.full((many, 2), 0.5),
    )
    residents = drawn(count, places, Electorate(likeness=likeness))
    assert residents.ideals.shape == (5, count)
    assert (residents.ideals >= 0).all()
    assert residents.ideals.sum(axis=0) == pytest.approx(np.ones(count))
    assert shares[residents.locality].min() > 0


def liked(residents, **change):
    given = {
        "manifestos": np.array([[0.5, 0.5], [0.3, 0.7]]),
        "valence": np.zeros(2),
        "home": np.array([1, 0]),
        "party": np.array([-1, -1]),
        "issue": np.array([True, False]),
        "mood": np.zeros((2, 2)),
        "manner": Electorate(neighbour=0.0),
    }
    return utilities(residents, **{**given, **change})


PAIR = Residents(
    ideals=np.array([[0.5, 0.4], [0.5, 0.6]]),
    locality=np.array([0, 1]),
    devoted=np.array([False, True]),
    older=np.array([False, True]),
    party=np.array([0, 1]),
)


def test_utility_falls_by_a_tenth_for_each_point_of_split_between():
    assert liked(PAIR) == pytest.approx(np.array([[0.0, -1.0], [-2.0, -1.0]]))


def test_standing_mood_party_and_neighbourhood_add_to_utility():
    plain = liked(PAIR)
    assert liked(PAIR, valence=np.array([0.0, 0.3])) - plain == pytest.approx(
        np.array([[0.0, 0.0], [0.3, 0.3]])
    )
    mood = np.array([[0.0, 0.4], [0.2, 0.0]])
    assert liked(PAIR, mood=mood) - plain == pytest.approx(0.5 * mood)
    near = liked(PAIR, manner=Electorate()) - plain
    assert near == pytest.approx(np.array([[0.0, 0.5], [0.5, 0.0]]))
    ours = liked(PAIR, party=np.array([1, -1])) - plain
    assert ours == pytest.approx(np.array([[0.0, 1.0], [0.0, 0.0]]))


def test_who_is_of_no_party_is_no_candidates_partisan():
    unaligned = evolve(PAIR, party=np.array([2, 2]))
    assert np.array_equal(liked(unaligned, party=np.array([0, 1])), liked(unaligned))


def test_with_all_weight_on_the_hospital_nothing_else_counts():
    devoted = evolve(PAIR, ideals=np.array([[0.5, 0.5], [0.2, 0.3], [0.3, 0.2]]))
    manifestos = np.array([[0.5, 0.1, 0.4], [0.5, 0.4, 0.1]])
    manner = Electorate(neighbour=0.0, issue_weight=3.0)
    found = liked(devoted, manifestos=manifestos, issue=HOSPITAL, manner=manner)
    assert found[:, 1] == pytest.approx([0.0, 0.0])
    assert (found[:, 0] < 0).all()


@given(issue=st.lists(st.booleans(), min_size=2, max_size=12), weight=st.floats(1.0, 5.0))
def test_the_weights_of_a_single_issue_resident_average_one(issue, weight):
    weights = issue_weights(np.array(issue), Electorate(issue_weight=weight))
    assert weights.mean() == pytest.approx(1)
    assert (weights >= -1e-12).all()
