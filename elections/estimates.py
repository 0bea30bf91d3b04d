"""What a sample says about a share, a ratio, a change or a median, and how sure that is.

All intervals are of 95 %. They hold for sample sizes chosen beforehand, and nearly so for
samples that end when an interval is narrow enough: Chow and Robbins, "On the asymptotic
theory of fixed-width sequential confidence intervals for the mean", 1965.
"""

from __future__ import annotations

from math import ceil, floor, inf, isfinite, nan, sqrt
from typing import TYPE_CHECKING, Final

import numpy as np
from attrs import frozen

if TYPE_CHECKING:
    from elections.arrays import Whole
    from elections.utilities import Floats

_NORMAL: Final = 1.959963984540054
"""Within so many standard errors lies 95 % of a normal distribution."""


@frozen(kw_only=True)
class Estimate:
    """A figure from a sample, with its 95 % confidence interval.

    Attributes
    ----------
    value, low, high : float
        All NaN where there is nothing to go by.
    trials : int
        How many elections it rests on.

    Examples
    --------
    >>> print(share(758, 1000))
    75.8 ± 2.8
    """

    value: float
    low: float
    high: float
    trials: int

    @property
    def margin(self) -> float:
        """How far the interval reaches from the value, on the side where it reaches further."""
        return max(self.high - self.value, self.value - self.low)

    def percent(self, decimals: int = 1) -> str:
        """Write it in percent, a dash where there is nothing to go by."""
        if not isfinite(self.value):
            return "–"
        margin = f"{100 * self.margin:.{decimals}f}" if isfinite(self.margin) else "?"
        return f"{100 * self.value:.{decimals}f} ± {margin}"

    __str__ = percent


NOTHING: Final = Estimate(value=nan, low=nan, high=nan, trials=0)
"""The estimate of what no election was about."""


def share(hits: int, trials: int) -> Estimate:
    """Estimate how often something happens.

    Parameters
    ----------
    hits, trials : int
        How often it did, out of how many times.

    References
    ----------
    Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 1927: right for rare events too.

    Examples
    --------
    >>> never = share(0, 100)
    >>> never.value, never.low, round(never.high, 3)
    (0.0, 0.0, 0.037)
    """
    if not trials:
        return NOTHING
    value, squared = hits / trials, _NORMAL**2 / trials
    middle = (value + squared / 2) / (1 + squared)
    half = _NORMAL / (1 + squared) * sqrt(value * (1 - value) / trials + squared / trials / 4)
    # Rounding must not push the interval off the value itself.
    low, high = min(max(middle - half, 0.0), value), max(min(middle + half, 1.0), value)
    return Estimate(value=value, low=low, high=high, trials=trials)


def ratio(moments: Floats, trials: int) -> Estimate:
    """Estimate a ratio of two means, from sums over the same elections.

    Parameters
    ----------
    moments : float, [5]
        The sums of x, y, x², y² and xy; the ratio is that of y to x.
    trials : int
        Over how many elections.

    References
    ----------
    Cochran, Sampling Techniques, 1977, section 2.11 (the variance of a ratio).

    Examples
    --------
    >>> halves = ratio(np.array([10.0, 5.0, 20.0, 5.0, 10.0]), 5)
    >>> halves.value, halves.margin
    (0.5, 0.0)
    """
    x, y, xx, yy, xy = (float(each) for each in moments)
    if not trials or x <= 0:
        return NOTHING
    value = y / x
    spread = max(yy - 2 * value * xy + value**2 * xx, 0.0)
    # One election alone says nothing of how much they differ.
    half = _NORMAL * sqrt(spread * trials / (trials - 1)) / x if trials > 1 else inf
    return Estimate(value=value, low=value - half, high=value + half, trials=trials)


def mean(total: float, squares: float, trials: int) -> Estimate:
    """Estimate a mean, from the sum of what was seen and the sum of its squares.

    Examples
    --------
    >>> about = mean(6.0, 14.0, 3)
    >>> about.value, round(about.margin, 3)
    (2.0, 1.132)
    """
    return ratio(np.array([trials, total, trials, squares, total], dtype=float), trials)


def change(gained: int, lost: int, trials: int) -> Estimate:
    """Estimate by how much something happens more often, in pairs of trials.

    Parameters
    ----------
    gained, lost : int
        In how many pairs it happened the second time alone, and the first time alone.
    trials : int
        How many pairs there are.

    References
    ----------
    Agresti and Min, "Simple improved confidence intervals for comparing matched
    proportions", Statistics in Medicine 2005: half a pair more of each of the four kinds
    makes the interval right for rare changes too.

    Examples
    --------
    >>> fewer = change(10, 60, 1000)
    >>> round(fewer.value, 3), round(fewer.low, 3), round(fewer.high, 3)
    (-0.05, -0.066, -0.034)
    """
    if not trials:
        return NOTHING
    more, fewer, pairs = gained + 0.5, lost + 0.5, trials + 2
    middle = (more - fewer) / pairs
    half = _NORMAL * sqrt((more + fewer) / pairs - middle**2) / sqrt(pairs)
    value = (gained - lost) / trials
    low, high = min(max(middle - half, -1.0), value), max(min(middle + half, 1.0), value)
    return Estimate(value=value, low=low, high=high, trials=trials)


def median(counts: Whole, scale: float) -> Estimate:
    """Estimate the median of whole numbers from how often each was seen.

    Parameters
    ----------
    counts : int64, [number]
        How often each number from 0 was seen; the last one stands for infinitely many.
    scale : float
        What one is worth.

    Returns
    -------
    Estimate
        Infinite where more than half were so.

    References
    ----------
    Conover, Practical Nonparametric Statistics, 1999, section 3.2: the interval lies
    between two of the numbers, in order, by the binomial distribution of how many of
    them are below the median.

    Examples
    --------
    >>> likely = median(np.array([0, 40, 60, 0]), scale=0.1)
    >>> likely.value, likely.low, likely.high
    (0.2, 0.1, 0.2)
    """
    trials = int(counts.sum())
    if not trials:
        return NOTHING
    half, reach = trials / 2, _NORMAL * sqrt(trials) / 2
    # Before the first of them the search finds 0, and beyond the last one infinity.
    places = floor(half - reach), ceil(half), ceil(half + reach) + 1
    running = np.cumsum(counts)
    low, value, high = (int(np.searchsorted(running, place)) for place in places)
    scaled = [each * scale if each < len(counts) - 1 else inf for each in (low, value, high)]
    return Estimate(low=scaled[0], value=scaled[1], high=scaled[2], trials=trials)
