"""Portioning: what every rule keeps to, and who can gain by a false proposal."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from deliberate.model.buyin import overlap
from deliberate.model.portioning import RULES, mean, who_gains
from docs.talk_targets import PROPOSED, most_gained
from tests.deliberate import twins

PHANTOMS = tuple(twins.PHANTOMS)
THIRDS = (1 / 3, 1 / 3, 1 / 3)
QUARTERS = PROPOSED["¼ (.2, 0, .8), ¼ (.4, .4, .2), ½ (1, 0, 0)"]


def distance(split, wanted):
    return float(np.abs(np.asarray(split) - np.asarray(wanted)).sum())


@st.composite
def proposals(draw, fewest=1, most=5):
    shape = draw(st.integers(fewest, most)), draw(st.integers(2, 4))
    raw = draw(arrays(float, shape, elements=st.integers(0, 10).map(float)))
    raw[raw.sum(axis=1) == 0] = 1
    return raw / raw.sum(axis=1, keepdims=True)


def test_the_utilitarian_split_is_nearest_to_all_together():
    proposed = np.array(QUARTERS)
    gaps = {
        name: sum(distance(rule(proposed), p) for p in proposed) for name, rule in RULES.items()
    }
    assert min(gaps.values()) == pytest.approx(gaps["utilitarian"], abs=1e-6)


@pytest.mark.parametrize("rule", RULES)
@settings(deadline=None, max_examples=40)
@given(proposed=proposals(), seed=st.integers(0, 9))
def test_every_rule_gives_a_split_that_forgets_who_said_what(rule, proposed, seed):
    split = RULES[rule](proposed)
    assert split.sum() == pytest.approx(1)
    assert split.min() >= 0
    shuffled = np.random.default_rng(seed).permutation(proposed)
    assert RULES[rule](shuffled) == pytest.approx(split, abs=1e-9)


@pytest.mark.parametrize("rule", RULES)
@settings(deadline=None, max_examples=20)
@given(proposed=proposals(most=1), people=st.integers(1, 5))
def test_what_all_want_all_get(rule, proposed, people):
    assert RULES[rule](np.tile(proposed, (people, 1))) == pytest.approx(proposed[0], abs=1e-9)


@pytest.mark.parametrize("rule", PHANTOMS)
@settings(deadline=None, max_examples=150)
@given(proposed=proposals(fewest=2), data=st.data())
def test_no_false_proposal_pays_under_a_phantom_rule(rule, proposed, data):
    truth = proposed[0]
    raw = data.draw(st.lists(st.integers(0, 10), min_size=len(truth), max_size=len(truth)))
    lie = np.array(raw, dtype=float) / sum(raw) if sum(raw) else np.full(len(truth), 1 / len(truth))
    honest = RULES[rule](proposed)
    bent = RULES[rule](np.vstack([lie, proposed[1:]]))
    assert distance(bent, truth) >= distance(honest, truth) - 1e-6


@pytest.mark.parametrize("rule", ["mean", "median"])
def test_some_lies_pay_under_the_mean_and_the_median(rule):
    assert most_gained(rule, profiles=100) > 1


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=20)
@given(st.sampled_from([3, 9, 17]), st.integers(1, 4), st.integers(1, 6), st.integers(0, 99))
def test_a_room_gets_the_same_split_alone_and_beside_others(rule, lines, rooms, people, seed):
    lot = np.random.default_rng(seed)
    proposed = lot.dirichlet(np.full(lines, 0.5), (2, rooms, people)).round(1)
    proposed[..., 0] = 1 - proposed[..., 1:].sum(axis=-1)
    proposed = np.maximum(proposed, 0)
    proposed /= proposed.sum(axis=-1, keepdims=True)
    splits = RULES[rule](proposed)
    assert splits.shape == (2, rooms, lines)
    for place in np.ndindex(2, rooms):
        assert splits[place].tolist() == RULES[rule](proposed[place]).tolist()


@pytest.mark.parametrize("rule", PHANTOMS)
@settings(max_examples=60)
@given(proposed=proposals(most=8))
def test_moving_phantoms_stop_where_bisection_finds_them(rule, proposed):
    found = twins.moving_phantoms(rule, proposed)
    assert RULES[rule](proposed) == pytest.approx(found, abs=1e-9)


@pytest.mark.parametrize("rule", PHANTOMS)
@pytest.mark.parametrize(("people", "lines"), [(1, 2), (7, 5), (30, 5), (8, 12)])
def test_moving_phantoms_among_any_number(rule, people, lines):
    lot = np.random.default_rng(people)
    for _ in range(5):
        proposed = lot.dirichlet(np.ones(lines), people)
        found = twins.moving_phantoms(rule, proposed)
        assert RULES[rule](proposed) == pytest.approx(found, abs=1e-9)


def test_one_of_two_moves_the_mean_onto_what_they_want():
    proposed = np.array([[0.6, 0.4], [0.2, 0.8]])
    # Both stand 20 points from the mean; the second has no more than all of it to exaggerate with.
    assert who_gains(proposed, mean) == pytest.approx([20, 10])


def test_who_has_the_mean_already_gains_nothing():
    proposed = np.array([[0.5, 0.3, 0.2], [0.6, 0.3, 0.1], [0.4, 0.3, 0.3]])
    gains = who_gains(proposed, mean)
    assert gains[0] == pytest.approx(0, abs=1e-9)
    assert gains[1:].min() > 3


@pytest.mark.parametrize("rule", PHANTOMS)
@settings(max_examples=30)
@given(proposed=proposals(fewest=2, most=7))
def test_nobody_gains_under_a_phantom_rule(rule, proposed):
    gains = who_gains(proposed, RULES[rule])
    assert gains == pytest.approx(np.zeros(len(proposed)), abs=1e-6)


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=20)
@given(proposed=proposals(fewest=2, most=7))
def test_no_gain_is_below_nothing_or_beyond_what_was_missing(rule, proposed):
    gains = who_gains(proposed, RULES[rule])
    assert (gains >= 0).all()
    assert (gains <= 100 - overlap(RULES[rule](proposed), proposed) + 1e-9).all()


def test_under_a_rule_that_hears_one_person_the_others_gain_nothing():
    proposed = np.array([[0.6, 0.4], [0.2, 0.8], [0.1, 0.9]])
    assert who_gains(proposed, lambda said: said[..., 1, :]).tolist() == [0, 0, 0]


def test_the_median_falls_back_on_the_mean_where_it_is_silent():
    assert RULES["median"](np.eye(3)) == pytest.approx(THIRDS)
