"""Talk: the models of the literature are all in it, splits stay splits, and twins agree."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from deliberate.model.opinion import (
    Talk,
    converse,
    distances,
    influence,
    pairwise_talk,
    settle,
    talk,
)
from tests.deliberate import twins

FRIEDKIN_JOHNSEN = np.array(
    [
        [0.220, 0.120, 0.360, 0.300],
        [0.147, 0.215, 0.344, 0.294],
        [0.0, 0.0, 1.0, 0.0],
        [0.090, 0.178, 0.446, 0.286],
    ]
)
OPENNESS = np.array([0.780, 0.785, 0.0, 0.714])
FIRST_OPINIONS = np.array([[25.0], [25.0], [75.0], [85.0]])


def after(rounds, weights, start, openness):
    positions = start
    for _ in range(rounds):
        positions = talk(positions, start, weights, openness)
    return positions


@st.composite
def splits(draw):
    shape = draw(st.integers(2, 6)), draw(st.integers(2, 5))
    raw = draw(arrays(float, shape, elements=st.floats(0.01, 1.0)))
    return raw / raw.sum(axis=1, keepdims=True)


def test_degroot_reaches_its_limit():
    weights = np.array([[1 / 2, 1 / 2, 0], [1 / 4, 3 / 4, 0], [1 / 3, 1 / 3, 1 / 3]])
    settled = settle(np.eye(3), weights, np.ones(3))
    assert settled.converged
    assert settled.rounds < 50
    assert settled.positions == pytest.approx(np.tile([1 / 3, 2 / 3, 0], (3, 1)), abs=1e-8)


@pytest.mark.parametrize("most_rounds", [1, 2, 199, 200])
def test_a_periodic_table_is_not_reported_as_converged(most_rounds):
    swap = np.array([[0.0, 1.0], [1.0, 0.0]])
    settled = settle(np.eye(2), swap, np.ones(2), most_rounds=most_rounds)
    assert not settled.converged
    assert settled.rounds == most_rounds


def test_a_table_that_agrees_is_at_rest_at_once():
    settled = settle(np.full((2, 2), 0.5), np.array([[0.0, 1.0], [1.0, 0.0]]), np.ones(2))
    assert (settled.converged, settled.rounds) == (True, 1)


@pytest.mark.parametrize(
    ("rounds", "expected"),
    [
        (1, [53.080, 52.349, 75, 70.334]),
        (2, [57.027, 56.821, 75, 72.620]),
    ],
)
def test_friedkin_and_johnsen_1999(rounds, expected):
    opinions = after(rounds, FRIEDKIN_JOHNSEN, FIRST_OPINIONS, OPENNESS)
    assert opinions[:, 0] == pytest.approx(expected, abs=1e-3)


def test_friedkin_and_johnsen_settle_in_the_closed_form():
    openness = np.diag(OPENNESS)
    closed = np.linalg.solve(
        np.eye(4) - openness @ FRIEDKIN_JOHNSEN, (np.eye(4) - openness) @ FIRST_OPINIONS
    )
    settled = settle(FIRST_OPINIONS, FRIEDKIN_JOHNSEN, OPENNESS)
    assert settled.converged
    assert settled.positions == pytest.approx(closed, abs=1e-9)
    assert settled.positions[:, 0] == pytest.approx([60.021, 59.984, 75, 74.986], abs=1e-3)


def one_round_of_many(opinions, people, confidence):
    """Return the opinions after a round of Hegselmann and Krause, and how many hold each.

    People who agree go on agreeing, so that they may be counted instead of repeated.
    """
    weights = influence(
        np.column_stack([opinions, 1 - opinions]),
        np.tile(people.astype(float), (len(people), 1)),
        confidence + 1e-12,
        sharpness=1e-14,
        own_weight=0.0,
    )
    moved, place = np.unique((weights @ opinions).round(13), return_inverse=True)
    return moved, np.bincount(place, weights=people)


@pytest.mark.parametrize(
    ("confidence", "clusters"),
    [(0.02, 22), (0.05, 9), (0.10, 4), (0.15, 3), (0.20, 2), (0.25, 1)],
)
def test_hegselmann_krause_ends_in_as_many_clusters(confidence, clusters):
    opinions, people = (np.arange(1, 1001) - 0.5) / 1000, np.ones(1000)
    before = None
    while before is None or len(opinions) < len(before) or np.abs(opinions - before).max() > 1e-9:
        before = opinions
        opinions, people = one_round_of_many(opinions, people, confidence)
    assert len(opinions) == clusters
    assert people.sum() == 1000


def large_clusters(opinions, least):
    """Return how many groups of at least so many people hold nearly one opinion."""
    ordered = np.sort(opinions)
    groups = np.split(ordered, np.flatnonzero(np.diff(ordered) > 0.01) + 1)
    return sum(len(group) >= least for group in groups)


@pytest.mark.parametrize(("confidence", "clusters"), [(0.10, 4.3), (0.20, 2.0), (0.30, 1.0)])
def test_deffuant_ends_in_as_many_large_clusters(confidence, clusters):
    counts = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        first = rng.random(1000)
        moved = pairwise_talk(np.column_stack([first, 1 - first]), confidence, rounds=400, rng=rng)
        assert moved.mean(axis=0) == pytest.approx([first.mean(), 1 - first.mean()])
        counts.append(large_clusters(moved[:, 0], least=50))
    assert np.mean(counts) == pytest.approx(clusters, abs=0.4)


@given(positions=splits(), confidence=st.floats(0, 1), step=st.floats(0, 0.5))
def test_talk_in_pairs_keeps_splits_and_their_mean(positions, confidence, step):
    lot = np.random.default_rng(1)
    moved = pairwise_talk(positions, confidence, rounds=5, step=step, rng=lot)
    assert moved.sum(axis=1) == pytest.approx(np.ones(len(positions)))
    assert moved.mean(axis=0) == pytest.approx(positions.mean(axis=0))
    assert (moved >= positions.min(axis=0) - 1e-12).all()
    assert (moved <= positions.max(axis=0) + 1e-12).all()


def test_unbounded_confidence_weighs_by_trust_alone():
    trust = np.array([[2.0, 1.0, 1.0], [1.0, 1.0, 0.0], [1.0, 1.0, 2.0]])
    weights = influence(np.eye(3), trust, np.inf, own_weight=0.0)
    assert weights == pytest.approx(trust / trust.sum(axis=1, keepdims=True))


def test_half_the_attention_is_gone_at_the_boundary():
    positions = np.array([[0.5, 0.5], [0.6, 0.4]])
    weights = influence(positions, np.ones((2, 2)), 0.1, sharpness=1e-6, own_weight=0.0)
    assert weights[0] == pytest.approx([2 / 3, 1 / 3], abs=1e-6)


def test_who_hears_nobody_stays_put():
    weights = influence(np.eye(2), np.ones((2, 2)), 0.05)
    assert weights == pytest.approx(np.eye(2), abs=1e-12)


@settings(deadline=None, max_examples=50)
@given(positions=splits(), confidence=st.floats(0.01, 1), floor=st.floats(0, 1))
def test_influence_is_shared_out_and_leaves_everyone_their_own_weight(positions, confidence, floor):
    people = len(positions)
    weights = influence(positions, np.ones((people, people)), confidence, own_weight=floor)
    assert weights.sum(axis=1) == pytest.approx(np.ones(people))
    assert weights.min() >= 0
    assert np.diag(weights).min() >= floor - 1e-9


manners = st.builds(
    Talk,
    confidence=st.floats(0.03, 0.20),
    sharpness=st.floats(0.001, 0.05),
    trust_across=st.floats(0, 1),
    own_weight=st.floats(0, 1),
)


@settings(max_examples=50)
@given(positions=splits(), manner=manners, seed=st.integers(0, 99))
def test_influence_is_that_of_its_slow_twin(positions, manner, seed):
    people = len(positions)
    trust = np.random.default_rng(seed).random((people, people)) + np.eye(people)
    weights = influence(
        positions,
        trust,
        manner.confidence,
        sharpness=manner.sharpness,
        own_weight=manner.own_weight,
    )
    assert weights == pytest.approx(twins.influence(positions, trust, manner), abs=1e-9)


@pytest.mark.parametrize("people", [1, 2, 7, 10, 11, 22, 60])
@pytest.mark.parametrize("table_size", [1, 4, 10, 100])
@settings(max_examples=5)
@given(manner=manners, seed=st.integers(0, 999))
def test_conversation_is_that_of_its_slow_twin(people, table_size, manner, seed):
    lot = np.random.default_rng(seed)
    positions, anchors = lot.dirichlet(np.full(5, 5.0), (2, people))
    group, openness = lot.integers(0, 4, people), lot.random(people)
    ours, theirs = (
        talked(
            positions,
            anchors,
            group,
            openness,
            rounds=3,
            table_size=table_size,
            manner=manner,
            rng=np.random.default_rng(seed),
        )
        for talked in (converse, twins.converse)
    )
    assert ours == pytest.approx(theirs, abs=1e-9)


@settings(deadline=None, max_examples=50)
@given(positions=splits(), seed=st.integers(0, 99), size=st.integers(1, 4))
def test_conversation_keeps_splits_on_the_simplex_and_within_what_was_said(positions, seed, size):
    people = len(positions)
    moved = converse(
        positions,
        positions,
        np.arange(people) % 2,
        np.full(people, 0.6),
        rounds=3,
        table_size=size,
        manner=Talk(),
        rng=np.random.default_rng(seed),
    )
    assert moved.sum(axis=1) == pytest.approx(np.ones(people))
    assert (moved >= positions.min(axis=0) - 1e-12).all()
    assert (moved <= positions.max(axis=0) + 1e-12).all()


def test_distance_is_the_share_of_the_budget_in_dispute():
    gaps = distances(np.array([[0.5, 0.3, 0.2], [0.4, 0.3, 0.3], [0.0, 0.0, 1.0]]))
    assert gaps == pytest.approx(np.array([[0, 0.1, 0.8], [0.1, 0, 0.7], [0.8, 0.7, 0]]))
