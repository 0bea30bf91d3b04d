"""Money and powers: nothing is lost or made up, and a cut needs consent."""

import itertools

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from deliberate import governance, load_scenario
from deliberate.ground import ground
from deliberate.model.governance import consent, control, drift, execute, integration
from deliberate.model.money import apportion, shares

quick = settings(deadline=None, max_examples=100)
weights = st.lists(st.floats(0, 1e6), min_size=1, max_size=8).filter(
    lambda found: sum(found) > 1e-6
)
fractions = arrays(float, 4, elements=st.floats(0, 1))
splits = arrays(float, 4, elements=st.floats(0.01, 1)).map(lambda raw: raw / raw.sum())


@quick
@given(total=st.integers(0, 10**10), proportions=weights)
def test_apportioned_money_sums_to_the_thousand_and_lies_within_one_of_its_share(
    total, proportions
):
    amounts = apportion(total, proportions)
    exact = total * np.array(proportions) / sum(proportions)
    assert sum(amounts) == total
    assert all(type(amount) is int and amount >= 0 for amount in amounts)
    assert np.abs(amounts - exact).max() < 1 + 1e-5


@quick
@given(total=st.integers(0, 10**9), proportions=weights)
def test_who_has_more_weight_gets_no_less(total, proportions):
    amounts = apportion(total, proportions)
    by_weight = sorted(zip(proportions, amounts, strict=True))
    pairs = itertools.pairwise(by_weight)
    assert all(less <= more for (light, less), (heavy, more) in pairs if light < heavy)


@quick
@given(total=st.integers(1, 10**9), proportions=weights)
def test_shares_of_apportioned_money_give_it_back(total, proportions):
    amounts = apportion(total, proportions)
    assert apportion(total, shares(amounts)) == amounts


@pytest.mark.parametrize("proportions", [[0.5, -0.1], [0, 0]])
def test_shares_that_are_none_are_refused(proportions):
    with pytest.raises(ValueError, match="positive somewhere"):
        apportion(10, proportions)


def test_equal_remainders_go_to_the_earlier_line():
    assert apportion(5, [1, 1, 1]) == (2, 2, 1)
    assert apportion(0, [1, 2]) == (0, 0)


@quick
@given(plan=splits, before=splits, agreed=fractions, pull=fractions)
def test_what_happens_is_a_split_of_the_whole_pot(plan, before, agreed, pull):
    done = execute(plan, before, agreed, pull / 100)
    assert done.sum() == pytest.approx(1)
    assert done.min() >= 0


@quick
@given(plan=splits, before=splits, agreed=fractions)
def test_a_cut_happens_as_far_as_it_is_agreed_and_gains_share_what_it_releases(
    plan, before, agreed
):
    done = execute(plan, before, agreed, np.zeros(4))
    cut, gain = plan < before, plan > before
    assert done[cut] == pytest.approx((before + (plan - before) * agreed)[cut])
    assert done[~cut & ~gain] == pytest.approx(before[~cut & ~gain])
    released = (before - done)[cut].sum()
    wanted = (plan - before)[gain]
    if gain.any():
        assert (done - before)[gain] == pytest.approx(wanted * released / wanted.sum(), abs=1e-12)


@quick
@given(plan=splits, before=splits)
def test_with_full_consent_and_no_drift_the_plan_is_what_happens(plan, before):
    assert execute(plan, before, np.ones(4), np.zeros(4)) == pytest.approx(plan)


@quick
@given(held=fractions, goodwill=fractions, xi=st.floats(0.1, 1))
def test_consent_lies_between_what_is_held_and_all(held, goodwill, xi):
    agreed = consent(held, 100 * goodwill, xi)
    assert (agreed >= held - 1e-12).all()
    assert (agreed <= 1 + 1e-12).all()
    assert (consent(held, 100 * goodwill + 1, xi) >= agreed).all()


@quick
@given(activity=fractions, held=fractions)
def test_drift_pulls_half_a_point_at_most_and_nothing_where_all_is_held(activity, held):
    pulled = drift(activity, held, 0.5)
    assert pulled.min() >= 0
    assert pulled.max() <= 0.005
    assert drift(activity, np.ones(4), 0.5) == pytest.approx(np.zeros(4))


def test_a_line_paid_by_activity_gains_from_the_others_without_a_plan():
    same = np.array([0.5, 0.5])
    done = execute(same, same, np.ones(2), drift(np.array([1.0, 0.0]), np.zeros(2), 0.5))
    assert done == pytest.approx([0.505 / 1.005, 0.5 / 1.005])


def test_control_is_the_part_of_the_pot_held():
    assert control(np.array([0.5, 0.3, 0.2]), np.array([1.0, 0.5, 0.0])) == pytest.approx(0.65)


@pytest.mark.parametrize(
    ("bodies", "expected"), [([1.0], 1.0), ([0.25] * 4, 0.25), ([0.9, 0.1], 0.82)]
)
def test_integration_is_the_concentration_of_commissioning(bodies, expected):
    assert integration(bodies) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("stp-2016", 0.12),
        ("elected-siloed", 0.12),
        ("pooled-appointed", 0.9),
        ("reform-2017", 0.9),
    ],
)
def test_many_commissioners_come_near_a_tenth_and_one_near_nine(name, expected):
    scenario = evolve(load_scenario("two-towns"), governance=governance(name))
    assert ground(scenario).integration == pytest.approx(expected, abs=0.05)
