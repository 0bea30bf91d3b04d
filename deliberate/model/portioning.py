"""From many proposed splits to one: the rules that a room can be answered with (model §4).

Each rule takes `proposals[person, line]`, each row summing to one, and returns a split. The moving
phantoms cannot be gamed: nobody gets a split nearer to their own by naming another (Freeman,
Pennock, Peters and Wortman Vaughan 2021, *Truthful aggregation of budget proposals*; Caragiannis,
Christodoulou and Protopapas 2022 for Piecewise Uniform; Freeman and Schmidt-Kraepelin 2024 for
the Ladder). The mean can be gamed.
"""

from collections.abc import Callable

import numpy as np

from deliberate.arrays import Floats

Phantoms = Callable[[Floats, float], Floats]


def mean(proposals: Floats) -> Floats:
    """Return the average proposal.

    >>> mean(np.array([[1., 0.], [0., 1.]])).tolist()
    [0.5, 0.5]
    """
    return np.asarray(proposals.mean(axis=0), dtype=np.float64)


def median(proposals: Floats) -> Floats:
    """Return the median of each line, rescaled to sum to one.

    >>> median(np.array([[1., 0.], [1., 0.], [0., 1.]])).tolist()
    [1.0, 0.0]
    """
    middle = np.median(proposals, axis=0)
    total = middle.sum()
    # Where every line's median is nothing, the rule is silent and the mean speaks.
    return np.asarray(middle / total if total > 0 else proposals.mean(axis=0), dtype=np.float64)


def independent_markets(proposals: Floats) -> Floats:
    """Return the Independent Markets split.

    >>> independent_markets(np.array([[.8, .2, 0.], [0., .4, .6]])).round(4).tolist()
    [0.3333, 0.3333, 0.3333]
    """
    return _moving_phantoms(proposals, lambda k, t: np.minimum(t * (len(k) - 1 - k), 1.0), 1)


def utilitarian(proposals: Floats) -> Floats:
    """Return the split of greatest total overlap, ties settled by greatest entropy.

    >>> utilitarian(np.array([[1., 0.], [1., 0.], [0., 1.]])).round(4).tolist()
    [1.0, 0.0]
    """
    return _moving_phantoms(proposals, lambda k, t: np.clip(t * len(k) - k, 0.0, 1.0), 1)


def ladder(proposals: Floats) -> Floats:
    """Return the Ladder split.

    >>> ladder(np.array([[1., 0.], [1., 0.], [0., 1.]])).round(4).tolist()
    [0.6667, 0.3333]
    """
    return _moving_phantoms(proposals, lambda k, t: np.maximum(t - k / (len(k) - 1), 0.0), 2)


def piecewise_uniform(proposals: Floats) -> Floats:
    """Return the Piecewise Uniform split: proportional for the single-minded, near the mean.

    >>> piecewise_uniform(np.array([[1., 0.], [1., 0.], [0., 1.]])).round(4).tolist()
    [0.6667, 0.3333]
    """
    return _moving_phantoms(proposals, _piecewise_uniform, 1)


def _piecewise_uniform(k: Floats, t: float) -> Floats:
    u = 1 - k / (len(k) - 1)
    if t < 0.5:
        return np.where(u < 0.5, 0.0, 4 * t * u - 2 * t)
    return np.where(u < 0.5, u * (2 * t - 1), u * (3 - 2 * t) - 2 + 2 * t)


def _moving_phantoms(proposals: Floats, phantoms: Phantoms, latest: float) -> Floats:
    """Return the medians of proposals and phantoms at the time when they sum to one.

    The phantoms start at nothing and rise, so the sum of medians rises with them from at most one
    to at least one by the time `latest`; bisection finds the moment.
    """
    k = np.arange(len(proposals) + 1, dtype=np.float64)

    def split(time: float) -> Floats:
        risen = np.broadcast_to(phantoms(k, time)[:, None], (len(k), proposals.shape[1]))
        # Of n proposals and n + 1 phantoms the median is the one with n below it.
        middles = np.sort(np.vstack([proposals, risen]), axis=0)[len(proposals)]
        return np.asarray(middles, dtype=np.float64)

    early, late = 0.0, float(latest)
    for _ in range(50):
        middle = (early + late) / 2
        early, late = (middle, late) if split(middle).sum() < 1 else (early, middle)
    found = split(late)
    return np.asarray(found / found.sum(), dtype=np.float64)


RULES: dict[str, Callable[[Floats], Floats]] = {
    "piecewise uniform": piecewise_uniform,
    "mean": mean,
    "median": median,
    "independent markets": independent_markets,
    "utilitarian": utilitarian,
    "ladder": ladder,
}
