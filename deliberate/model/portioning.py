"""From many proposed splits to one: the rules that a room can be answered with (model §4).

Each rule takes `proposals[person, line]`, each row summing to one, and returns a split; or those of
many rooms, `[..., person, line]`, and returns the split of each, `[..., line]`. The moving phantoms
cannot be gamed: nobody gets a split nearer to their own by naming another (Freeman, Pennock, Peters
and Wortman Vaughan 2021, *Truthful aggregation of budget proposals*; Caragiannis, Christodoulou and
Protopapas 2022 for Piecewise Uniform; Freeman and Schmidt-Kraepelin 2024 for the Ladder). The mean
can be gamed.
"""

from collections.abc import Callable

import numpy as np

from deliberate.arrays import Floats
from deliberate.model.buyin import overlap
from deliberate.model.money import shares

# When phantom k of n comes to a height, by (height, n, k): the inverse of f_k.
Arrival = Callable[[Floats, int, Floats], Floats]
# The height at which phantom k of n changes pace, by (n, k).
Bend = Callable[[int, Floats], Floats]

TINY = np.finfo(np.float64).tiny


def mean(proposals: Floats) -> Floats:
    """Return the average proposal.

    >>> mean(np.array([[1., 0.], [0., 1.]])).tolist()
    [0.5, 0.5]
    """
    return np.asarray(proposals.mean(axis=-2), dtype=np.float64)


def median(proposals: Floats) -> Floats:
    """Return the median of each line, rescaled to sum to one.

    >>> median(np.array([[1., 0.], [1., 0.], [0., 1.]])).tolist()
    [1.0, 0.0]
    """
    middle = np.median(proposals, axis=-2)
    total = middle.sum(axis=-1, keepdims=True)
    # Where every line's median is nothing, the rule is silent and the mean speaks.
    return np.where(total > 0, middle / np.maximum(total, TINY), mean(proposals))


def independent_markets(proposals: Floats) -> Floats:
    """Return the Independent Markets split: f_k(t) = min(t(n-k), 1).

    >>> independent_markets(np.array([[.8, .2, 0.], [0., .4, .6]])).round(4).tolist()
    [0.3333, 0.3333, 0.3333]
    """
    return _moving_phantoms(proposals, lambda height, n, k: height / (n - k))


def utilitarian(proposals: Floats) -> Floats:
    """Return the split of greatest total overlap, ties settled by greatest entropy.

    Its phantoms are f_k(t) = clip(t(n+1) - k, 0, 1).

    >>> utilitarian(np.array([[1., 0.], [1., 0.], [0., 1.]])).round(4).tolist()
    [1.0, 0.0]
    """
    return _moving_phantoms(proposals, lambda height, n, k: (height + k) / (n + 1))


def ladder(proposals: Floats) -> Floats:
    """Return the Ladder split: f_k(t) = max(t - k/n, 0).

    >>> ladder(np.array([[1., 0.], [1., 0.], [0., 1.]])).round(4).tolist()
    [0.6667, 0.3333]
    """
    return _moving_phantoms(proposals, lambda height, n, k: height + k / n)


def piecewise_uniform(proposals: Floats) -> Floats:
    """Return the Piecewise Uniform split: proportional for the single-minded, near the mean.

    With u = 1 - k/n, phantom k stands at max(2u-1, 0) at half time and at u at full time, and
    rises evenly before and after.

    >>> piecewise_uniform(np.array([[1., 0.], [1., 0.], [0., 1.]])).round(4).tolist()
    [0.6667, 0.3333]
    """
    return _moving_phantoms(proposals, _piecewise_uniform, _at_half_time)


def _steady(_n: int, k: Floats) -> Floats:
    return np.zeros_like(k)


def _at_half_time(n: int, k: Floats) -> Floats:
    return np.maximum(1 - 2 * k / n, 0.0)


def _piecewise_uniform(height: Floats, n: int, k: Floats) -> Floats:
    half = _at_half_time(n, k)
    # A phantom that stands still for half the time has nowhere to get to in it.
    before = height / np.maximum(half, TINY)
    after = 1 + (height - half) / np.maximum(1 - k / n - half, TINY)
    return np.where(height < half, before, after) / 2


def _moving_phantoms(proposals: Floats, arrival: Arrival, bend: Bend = _steady) -> Floats:
    """Return the medians of proposals and phantoms at the moment when they sum to one.

    The phantoms f_0 ≥ … ≥ f_n start at nothing and rise with time. Where a line's proposals are
    P_0 ≤ … ≤ P_(n-1), its median is the greatest min(f_k, P_k): it rises with phantom 0 to P_0,
    waits there for phantom 1, rises with it to P_1, and so on. Every median is thus a path of
    straight legs, and so is their sum, which comes to one before phantom n leaves the ground.

    `arrival` says when phantom k of n comes to a height, `bend` at which height it changes pace.
    """
    people, lines = proposals.shape[-2:]
    k = np.arange(people, dtype=np.float64)[:, None, None]
    until = np.sort(proposals.reshape(-1, people, lines).transpose(1, 2, 0), axis=0)
    since = np.zeros_like(until)
    since[1:] = until[:-1]
    turn = np.minimum(np.maximum(bend(people, k), since), until)
    # Over [leg, person, line, room]: each phantom has a leg before its bend and one after.
    heights = np.array([since, turn, until])
    times = arrival(heights, people, k)
    start, end = times[:-1], times[1:]
    rise, lasts = heights[1:] - heights[:-1], end - start
    pace = np.divide(rise, lasts, out=np.zeros_like(rise), where=lasts > 0)
    moment = _moment(start, end, pace)
    risen = pace * (np.minimum(np.maximum(moment, start), end) - start)
    # In this layout NumPy adds the lines of a room in the same order however many rooms there are.
    split = shares(np.ascontiguousarray(risen.sum(axis=(0, 1)).T))
    return split.reshape(*proposals.shape[:-2], -1)


def _moment(start: Floats, end: Floats, pace: Floats) -> Floats:
    """Return when legs that rise at their `pace` from `start` to `end` sum to one, array [room].

    All are arrays [leg, person, line, room].
    """
    rooms = np.arange(start.shape[-1])
    when = np.array([start, end]).reshape(-1, len(rooms))
    order = when.argsort(axis=0), rooms
    when, change = when[order], np.array([pace, -pace]).reshape(when.shape)[order]
    together = change.cumsum(axis=0)[:-1]
    total = (together * (when[1:] - when[:-1])).cumsum(axis=0)
    # Proposals that sum to a hair less than one never get there.
    over = total - np.minimum(total[-1], 1.0)
    at = (over >= 0).argmax(axis=0), rooms
    return np.asarray(when[1:][at] - over[at] / together[at])


RULES: dict[str, Callable[[Floats], Floats]] = {
    "piecewise uniform": piecewise_uniform,
    "mean": mean,
    "median": median,
    "independent markets": independent_markets,
    "utilitarian": utilitarian,
    "ladder": ladder,
}

# How far the family of misreports goes, in parts of the way that would move a mean onto the truth.
LEANINGS = (0.125, 0.25, 0.5, 1.0)


def who_gains(proposals: Floats, rule: Callable[[Floats], Floats]) -> Floats:
    """Return what each person could gain by misreporting while all others are truthful.

    Parameters
    ----------
    proposals : array [person, line]
        What people truly want, each row summing to one.
    rule : function from proposals to a split
        One of `RULES`, or another that takes those of many rooms, [..., person, line].

    Returns
    -------
    array [person]
        Points of overlap (0-100) between the split and what the person wants, gained by the best
        of these misreports, or 0 where none helps:

        - for each line, that line and nothing else;
        - exaggerations, which lean away from the honest outcome in the direction of one's own wish.
          Of `n` people, one moves the mean onto what they want by leaning `n` times as far out as
          they stand, if no share falls below nothing; the family has that and, for rules that
          answer more, a half, a quarter and an eighth of it. What falls below nothing is cut off.

    Notes
    -----
    A gain that is found is there to be had; 0 means that none was found. Under the moving phantoms
    there is none to find (Freeman et al. 2021), and the answer is 0 but for rounding.

    Examples
    --------
    >>> wanted = np.array([[.6, .4], [.2, .8]])
    >>> who_gains(wanted, mean).round(1).tolist()
    [20.0, 10.0]
    >>> who_gains(wanted, ladder).round(6).tolist()
    [0.0, 0.0]
    """
    honest = rule(proposals)
    return np.array([_best_gain(proposals, who, honest, rule) for who in range(len(proposals))])


def _best_gain(
    proposals: Floats, who: int, honest: Floats, rule: Callable[[Floats], Floats]
) -> float:
    truth = proposals[who]
    lies = _misreports(truth, honest, len(proposals))
    said = np.tile(proposals, (len(lies), 1, 1))
    said[:, who] = lies
    overlaps = overlap(np.vstack([honest, rule(said)]), truth)
    return float(overlaps.max() - overlaps[0])


def _misreports(truth: Floats, honest: Floats, people: int) -> Floats:
    """Return the family that `who_gains` tries, [misreport, line]."""
    leaning = truth + people * np.outer(LEANINGS, truth - honest)
    exaggerated = shares(np.maximum(leaning, 0))
    return np.concatenate([np.eye(len(truth)), exaggerated])
