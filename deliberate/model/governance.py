"""Who controls what: the split that really happens after consent and drift (model §1).

Nothing here asks whether a leader was elected or what the arrangement is called; only how much
of each line is held, who owns it, how it is paid for, and how many bodies commission it.
"""

from collections.abc import Iterable
from math import fsum

import numpy as np
from attrs import frozen

from deliberate.arrays import Floats, dot
from deliberate.model.money import shares
from deliberate.parameter import parameter


@frozen(kw_only=True)
class Friction:
    """What stands between a plan and the money."""

    consent: float = parameter(0.35, 0.1, 1.0, "assumed; how far goodwill replaces a holding")
    activity: float = parameter(0.5, 0.0, 1.0, "assumed; points of the pot a year at full price")


def control(shares: Floats, held: Floats) -> Floats:
    """Return the share of the pot that one person directs without asking, 0-1.

    `shares` [..., line] is the split and `held` [line] the part of each line; array [...].

    >>> control(np.array([.5, .5]), np.array([1., .2])).tolist()
    0.6
    """
    # Shares that sum to one may do so but for the last bit.
    return np.minimum(1.0, dot(shares, held))


def integration(commissioned: Iterable[float]) -> float:
    """Return how concentrated commissioning is: the sum of squared shares, 0-1.

    `commissioned` is each body's share of the pot. One commissioner gives 1; a dozen clinical
    commissioning groups, ten councils and a national body come near 0.1. This is the Herfindahl
    index (Herfindahl 1950).

    >>> integration([.5, .5])
    0.5
    """
    # Rounded once, so that the order in which bodies are listed does not matter.
    return fsum(share * share for share in commissioned)


def consent(held: Floats, goodwill: Floats, xi: Floats | float) -> Floats:
    """Return the share of a planned cut to each line that really happens, 0-1.

    Parameters
    ----------
    held : array [line]
        Share of the line that the leader directs.
    goodwill : array [..., line]
        Buy-in of the line's owner, 0-100.
    xi : array [..., 1] or float
        How far full buy-in of an owner replaces a holding, 0-1.

    Returns
    -------
    array [..., line]

    Examples
    --------
    >>> consent(np.array([0., 1.]), np.array([50., 50.]), .35).tolist()
    [0.175, 1.0]
    """
    return held + (1 - held) * xi * goodwill / 100


def drift(activity: Floats, held: Floats, points: float) -> Floats:
    """Return what each line draws from the others by being paid for activity, as a share.

    `activity` is the marginal price that the line is paid (1 by activity, 0 in a block), and
    `points` the pull at full price, in points of the pot a year.

    >>> drift(np.array([1., 0.]), np.array([0., 0.]), .5).tolist()
    [0.005, 0.0]
    """
    return activity * (1 - held) * points / 100


def withheld(plan: Floats, previous: Floats, agreed: Floats) -> Floats:
    """Return the share of the pot that each line's owner keeps from being cut, [..., line].

    >>> withheld(np.array([.4, .6]), np.array([.5, .5]), np.array([.25, 1.])).round(3).tolist()
    [0.075, 0.0]
    """
    return np.asarray(np.maximum(previous - plan, 0) * (1 - agreed), dtype=np.float64)


def execute(plan: Floats, previous: Floats, agreed: Floats, pull: Floats) -> Floats:
    """Return the split that really happens, array [..., line] as `plan`; rows sum to one.

    A cut happens as far as it is `agreed`. What it fails to release is not there to spend, so the
    lines that were to gain share what is released. What activity pulls in, all lines pay for.

    >>> plan, previous = np.array([.4, .6]), np.array([.5, .5])
    >>> execute(plan, previous, np.array([1., 1.]), np.zeros(2)).tolist()
    [0.4, 0.6]
    >>> execute(plan, previous, np.array([.25, 1.]), np.zeros(2)).round(3).tolist()
    [0.475, 0.525]
    """
    change = plan - previous
    cuts, gains = np.minimum(change, 0) * agreed, np.maximum(change, 0)
    released, wanted = -cuts.sum(axis=-1, keepdims=True), gains.sum(axis=-1, keepdims=True)
    granted = gains * np.divide(released, wanted, out=np.ones_like(wanted), where=wanted > 0)
    return shares(previous + cuts + granted + pull)
