"""How well a leader knows the services: errors, and the bias of where they come from (model §2).

Whoever ran a service knows it well and thinks it worse off than it is, "too close to see the
problem"; an outsider is equally unsure about all. Asking those who run a line halves the error.
"""

import numpy as np
from attrs import frozen

from deliberate.arrays import Floats, floats

LIKELY = 1.64  # standard deviations either way that hold nine cases in ten


@frozen(kw_only=True)
class Picture:
    """What a leader believes of how well each line is served, as shares of need, array [line].

    `low` and `high` are what the leader would bet nine to one on; the truth may lie outside.
    """

    believed: Floats = floats()
    low: Floats = floats()
    high: Floats = floats()


def picture(
    adequacy: Floats, *, error: Floats, bias: Floats, heard: Floats, draws: Floats
) -> Picture:
    """Return what a leader believes.

    Parameters
    ----------
    adequacy : array [line]
        Capacity as a share of need: the truth.
    error : array [line]
        Standard deviation of the leader's guess before anybody is asked.
    bias : array [line]
        By how much the leader's guess leans, on average.
    heard : array [line]
        How far the line's owner was involved this year, 0-1.
    draws : array [line]
        Standard normal draws: the leader's luck in guessing.

    Examples
    --------
    >>> seen = picture(np.array([1.0]), error=np.array([.1]), bias=np.array([-.05]),
    ...                heard=np.array([1.0]), draws=np.array([0.0]))
    >>> seen.believed.round(3).tolist(), seen.low.round(3).tolist(), seen.high.round(3).tolist()
    ([0.95], [0.868], [1.032])
    """
    unsure = error * (1 - heard / 2)
    believed = np.maximum(adequacy + bias + unsure * draws, 0.0)
    return Picture(
        believed=believed,
        low=np.maximum(believed - LIKELY * unsure, 0.0),
        high=believed + LIKELY * unsure,
    )
