"""Estimates against figures worked out by hand, and against samples that can be drawn."""

from __future__ import annotations

from fractions import Fraction
from math import comb, inf, isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections.estimates import NOTHING, Estimate, change, median, ratio, share


def moments(x, y):
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return np.array([x.sum(), y.sum(), (x * x).sum(), (y * y).sum(), (x * y).sum()])


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 1998, Table I: the score method.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_a_share_has_the_published_interval(hits, trials, low, high):
    found = share(hits, trials)
    assert found.value == hits / trials
    assert (found.low, found.high) == (pytest.approx(low, abs=6e-5), pytest.approx(high, abs=6e-5))


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_of_a_share_holds_it_and_mirrors_its_complement(case):
    hits, trials = case
    one, other = share(hits, trials), share(trials - hits, trials)
    assert 0 <= one.low <= one.value <= one.high <= 1
    assert one.low == pytest.approx(1 - other.high)
    assert one.margin == pytest.approx(other.margin)


def test_the_margin_is_that_of_the_further_end():
    figure = share(0, 100)
    assert figure.margin == figure.high > 0.03
    assert str(figure) == "0.0 ± 3.7"
    assert figure.percent(2) == "0.00 ± 3.70"


@pytest.mark.parametrize("truth", [0.02, 0.3, 0.9])
def test_intervals_of_shares_hold_the_truth_about_19_times_in_20(truth):
    trials = 60
    chances = [comb(trials, k) * truth**k * (1 - truth) ** (trials - k) for k in range(trials + 1)]
    figures = [share(hits, trials) for hits in range(trials + 1)]
    covered = sum(
        chance
        for chance, each in zip(chances, figures, strict=True)
        if each.low <= truth <= each.high
    )
    assert 0.92 < covered < 0.99


@pytest.mark.parametrize(
    "figure", [share(0, 0), ratio(np.zeros(5), 0), ratio(np.zeros(5), 9), change(0, 0, 0)]
)
def test_nothing_follows_from_nothing(figure):
    assert figure is NOTHING
    assert isnan(figure.value)
    assert str(figure) == "–"


def test_a_ratio_is_worked_out_by_hand():
    # x = 1 2 3, y = 1 1 4: the ratio is 1, residuals 0 -1 1, variance 2 / 2.
    found = ratio(moments([1, 2, 3], [1, 1, 4]), 3)
    assert found.value == 1
    assert found.margin == pytest.approx(1.959964 * (3 * 2 / 2) ** 0.5 / 6)
    assert found.trials == 3


def test_one_trial_tells_nothing_of_the_margin_of_a_ratio():
    found = ratio(moments([2], [1]), 1)
    assert (found.value, found.margin) == (0.5, inf)
    assert str(found) == "50.0 ± ?"


def test_intervals_of_ratios_hold_the_truth_about_19_times_in_20():
    rng = np.random.default_rng(3)
    x = rng.uniform(1, 3, (2_000, 80))
    y = x * rng.normal(0.4, 0.5, x.shape)
    figures = [ratio(moments(*pair), 80) for pair in zip(x, y, strict=True)]
    assert 0.925 < np.mean([each.low <= 0.4 <= each.high for each in figures]) < 0.97


def test_a_change_is_worked_out_by_hand():
    found = change(3, 8, 98)
    middle = (3.5 - 8.5) / 100
    half = 1.959964 * ((3.5 + 8.5) / 100 - middle**2) ** 0.5 / 10
    assert found.value == -5 / 98
    assert (found.low, found.high) == (
        pytest.approx(middle - half),
        pytest.approx(middle + half),
    )


def test_no_change_is_not_certain():
    found = change(0, 0, 50)
    assert found.value == 0
    assert found.low < 0 < found.high


def test_an_interval_of_a_change_stays_within_what_can_be():
    assert change(2, 0, 2).high == 1
    assert change(0, 2, 2).low == -1


@given(st.lists(st.integers(0, 6), min_size=1, max_size=40))
def test_a_median_is_the_middle_one_in_order(numbers):
    counts = np.bincount(numbers, minlength=8)
    found = median(counts, 0.5)
    assert found.value == sorted(numbers)[(len(numbers) - 1) // 2] / 2
    assert found.low <= found.value <= found.high
    assert found.trials == len(numbers)


def test_the_interval_of_a_median_reaches_to_the_numbers_that_the_binomial_gives():
    # Of 100 the 40th and the 61st: between them lies the median 95 times in 100 or more.
    found = median(np.array([1] * 100 + [0]), 1.0)
    assert (found.low, found.value, found.high) == (39, 49, 60)
    below = sum(comb(100, k) for k in range(40, 61))
    assert Fraction(below, 2**100) > Fraction(95, 100)


def test_a_median_may_be_infinite_or_unknown():
    assert median(np.array([1, 0, 3]), 1.0).value == inf
    assert str(median(np.array([1, 0, 3]), 1.0)) == "–"
    assert median(np.array([0, 2, 0]), 1.0) == Estimate(value=1.0, low=0.0, high=inf, trials=2)
    assert median(np.zeros(4, dtype=int), 1.0) is NOTHING
