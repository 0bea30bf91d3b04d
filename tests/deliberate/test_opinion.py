"""Talk: splits stay splits, and twins agree; the models of the literature are targets in docs."""

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
    seating,
    settle,
)
from docs.talk_targets import FIRST_OPINIONS, FRIEDKIN_JOHNSEN, OPENNESS
from tests.deliberate import twins


@st.composite
def splits(draw):
    shape = draw(st.integers(2, 6)), draw(st.integers(2, 5))
    raw = draw(arrays(float, shape, elements=st.floats(0.01, 1.0)))
    return raw / raw.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("most_rounds", [1, 2, 199, 200])
def test_a_periodic_table_is_not_reported_as_converged(most_rounds):
    swap = np.array([[0.0, 1.0], [1.0, 0.0]])
    settled = settle(np.eye(2), swap, np.ones(2), most_rounds=most_rounds)
    assert not settled.converged
    assert settled.rounds == most_rounds


def test_a_table_that_agrees_is_at_rest_at_once():
    settled = settle(np.full((2, 2), 0.5), np.array([[0.0, 1.0], [1.0, 0.0]]), np.ones(2))
    assert (settled.converged, settled.rounds) == (True, 1)


def test_friedkin_and_johnsen_settle_in_the_closed_form():
    openness = np.diag(OPENNESS)
    closed = np.linalg.solve(
        np.eye(4) - openness @ FRIEDKIN_JOHNSEN, (np.eye(4) - openness) @ FIRST_OPINIONS
    )
    settled = settle(FIRST_OPINIONS, FRIEDKIN_JOHNSEN, OPENNESS)
    assert settled.converged
    assert settled.positions == pytest.approx(closed, abs=1e-9)


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
    tables = seating(people, table_size, 3, [lot])[0]
    ours, theirs = (
        talked(positions, anchors, group, openness, tables=tables, manner=manner)
        for talked in (converse, twins.converse)
    )
    assert ours == pytest.approx(theirs, abs=1e-9)


@given(
    people=st.integers(1, 60),
    size=st.integers(1, 12),
    rounds=st.integers(1, 4),
    seed=st.integers(0, 99),
)
def test_every_round_seats_all_at_tables_of_sizes_that_differ_by_one_at_most(
    people, size, rounds, seed
):
    tables = seating(people, size, rounds, [np.random.default_rng(seed)])
    assert tables.shape == (1, rounds, people)
    for table in tables[0]:
        seats = np.bincount(table)
        assert len(seats) == -(-people // size)
        assert max(seats) - min(seats) <= 1


def test_seats_are_drawn_anew_each_round():
    ((first, second),) = seating(30, 10, 2, [np.random.default_rng(1)])
    assert (first != second).any()


@settings(max_examples=25)
@given(manner=manners, seed=st.integers(0, 999), games=st.integers(2, 5))
def test_rooms_that_talk_side_by_side_talk_as_each_does_alone(manner, seed, games):
    lot = np.random.default_rng(seed)
    positions, anchors = lot.dirichlet(np.full(5, 5.0), (2, games, 21))
    group, openness = lot.integers(0, 4, 21), lot.random(21)
    tables = seating(21, 8, 3, [np.random.default_rng(seed + game) for game in range(games)])
    beside = converse(positions, anchors, group, openness, tables=tables, manner=manner)
    for game in range(games):
        one = slice(game, game + 1)
        alone = converse(
            positions[one], anchors[one], group, openness, tables=tables[one], manner=manner
        )
        assert (beside[game] == alone[0]).all()


@settings(deadline=None, max_examples=50)
@given(positions=splits(), seed=st.integers(0, 99), size=st.integers(1, 4))
def test_conversation_keeps_splits_on_the_simplex_and_within_what_was_said(positions, seed, size):
    people = len(positions)
    moved = converse(
        positions,
        positions,
        np.arange(people) % 2,
        np.full(people, 0.6),
        tables=seating(people, size, 3, [np.random.default_rng(seed)])[0],
        manner=Talk(),
    )
    assert moved.sum(axis=1) == pytest.approx(np.ones(people))
    assert (moved >= positions.min(axis=0) - 1e-12).all()
    assert (moved <= positions.max(axis=0) + 1e-12).all()


def test_distance_is_the_share_of_the_budget_in_dispute():
    gaps = distances(np.array([[0.5, 0.3, 0.2], [0.4, 0.3, 0.3], [0.0, 0.0, 1.0]]))
    assert gaps == pytest.approx(np.array([[0, 0.1, 0.8], [0.1, 0, 0.7], [0.8, 0.7, 0]]))
