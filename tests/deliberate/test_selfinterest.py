"""Self-interest: every closed form against organisations that search for their best answer."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from deliberate.model.selfinterest import (
    activity_share,
    common_optimum,
    contribution,
    overbidding,
    pooling_wins,
    separate_contributions,
    separate_part,
)

THETA = np.array([0.45, 0.25, 0.15, 0.10, 0.05])
WORTH, RETURNS = 2.0, 0.5
shares = st.lists(st.floats(0.05, 1), min_size=2, max_size=5, unique=True).map(
    lambda raw: np.array(raw) / sum(raw)
)


def best(payoff, most):
    """Return where a payoff with one peak is highest, by looking closer and closer."""
    low, high = 0.0, most
    for _ in range(12):
        tried = np.linspace(low, high, 41)
        peak = int(np.argmax([payoff(x) for x in tried]))
        low, high = tried[max(peak - 1, 0)], tried[min(peak + 1, 40)]
    return (low + high) / 2


def at_rest(payoff, first, most):
    """Let each in turn give its best answer to the others until nobody moves."""
    chosen = np.array(first, dtype=float)
    for _ in range(200):
        before = chosen.copy()
        for who in range(len(chosen)):
            others = chosen.sum() - chosen[who]
            chosen[who] = best(lambda x, who=who, others=others: payoff(who, x, others), most)
        if np.abs(chosen - before).max() < 1e-7:
            return chosen
    raise AssertionError("they never came to rest")


def upstream(theta, worth, returns):
    """Return the payoff of the public good, purses left out: they change no answer."""
    return lambda who, own, others: theta[who] * worth * (own + others) ** returns - own


def together(theta, spent, worth, returns):
    return theta.sum() * worth * spent**returns - spent


def test_the_worked_example():
    assert common_optimum(THETA, WORTH, RETURNS) == pytest.approx(1)
    assert separate_contributions(THETA, WORTH, RETURNS).sum() == pytest.approx(0.2025)
    assert separate_part(THETA, RETURNS) == pytest.approx(0.45**2)


@pytest.mark.parametrize("first", [(0, 0, 0, 0, 0), (0, 0.3, 0.3, 0.3, 0.3)])
def test_organisations_that_search_find_the_worked_example(first):
    found = at_rest(upstream(THETA, WORTH, RETURNS), first, most=2)
    assert found == pytest.approx([0.2025, 0, 0, 0, 0], abs=1e-6)


@settings(max_examples=15)
@given(theta=shares, worth=st.floats(0.5, 3), returns=st.floats(0.2, 0.7))
def test_separate_purses_end_where_nobody_would_move(theta, worth, returns):
    closed = separate_contributions(theta, worth, returns)
    payoff = upstream(theta, worth, returns)
    for who, own in enumerate(closed):
        others = closed.sum() - own
        searched = best(lambda x, who=who, others=others: payoff(who, x, others), 10)
        assert payoff(who, own, others) >= payoff(who, searched, others) - 1e-12


@settings(max_examples=15)
@given(theta=shares, worth=st.floats(0.5, 3), returns=st.floats(0.2, 0.7))
def test_the_optimum_is_the_best_for_all_and_the_part_reaches_it(theta, worth, returns):
    searched = best(lambda spent: together(theta, spent, worth, returns), 20)
    optimum = common_optimum(theta, worth, returns)
    assert optimum == pytest.approx(searched, rel=1e-5, abs=1e-7)
    separate = separate_contributions(theta, worth, returns).sum()
    assert separate == pytest.approx(separate_part(theta, returns) * optimum)


def test_equally_well_placed_organisations_split_the_bill():
    paid = separate_contributions(np.array([0.4, 0.4, 0.2]), WORTH, RETURNS)
    assert paid == pytest.approx([0.08, 0.08, 0])


@pytest.mark.parametrize(
    ("price", "share"), [(1.0, -0.242), (0.7, -0.035), (0.65, 0.0), (0.3, 0.242), (0.0, 0.45)]
)
def test_payment_by_activity_turns_the_hospitals_share(price, share):
    assert activity_share(0.45, cost=0.65, price=price) == pytest.approx(share, abs=5e-4)


@pytest.mark.parametrize("price", [0.0, 0.3, 0.6, 0.7, 1.0])
def test_a_hospital_that_counts_its_cases_agrees(price):
    theta, cost = 0.45, 0.65

    def surplus(spent):
        # Under a block, what the cases avoided save is the hospital's share of the benefit.
        cases = 100 - theta * WORTH * spent**RETURNS / cost
        return (price - cost) * cases - spent

    share = activity_share(theta, cost, price)
    assert surplus(1) - surplus(0) + 1 == pytest.approx(share * WORTH)
    assert contribution(share, WORTH, RETURNS) == pytest.approx(best(surplus, 2), abs=1e-6)


@pytest.mark.parametrize("bidders", [1, 2, 3, 5, 12])
def test_bidders_for_a_common_pool_bid_too_much(bidders):
    pool = 10.0
    bids = at_rest(lambda _, own, others: own * (1 - (own + others) / pool), [1] * bidders, pool)
    wanted = best(lambda asked: asked * (1 - asked / pool), pool)
    assert bids == pytest.approx(pool / (bidders + 1), abs=1e-4)
    assert bids.sum() / wanted == pytest.approx(overbidding(bidders), abs=1e-4)


@settings(max_examples=30)
@given(theta=shares, weight=st.floats(0, 1), worth=st.floats(0.5, 3), returns=st.floats(0.2, 0.7))
def test_pooling_wins_exactly_where_all_together_are_better_off(theta, weight, worth, returns):
    pooled = best(lambda spent: weight * worth * spent**returns - spent, 20)
    separate = best(lambda spent: theta.max() * worth * spent**returns - spent, 20)
    gain = together(theta, pooled, worth, returns) - together(theta, separate, worth, returns)
    assume(abs(gain) > 1e-7)
    assert pooling_wins(weight, theta) == (gain > 0)


def test_a_leader_no_better_placed_than_the_best_changes_nothing():
    assert pooling_wins(0.45, THETA) is False
    assert pooling_wins(0.451, THETA) is True
