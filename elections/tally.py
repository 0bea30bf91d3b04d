"""The kernels that every system counts with.

Arrays have axis 0 for the candidate, axis 1 for the ballot, and may have a third axis
for the election: ``ranks[candidate, ballot]`` or ``ranks[candidate, ballot, election]``.
Elections lie innermost, so that one instruction works on many of them. Work goes in
slices of ballots that fit in the processor's cache.
"""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from elections.arrays import UNRANKED, UNRATED, Bytes, Truth, Whole, blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray


def first_preferences(ranks: Bytes, weights: Whole | None = None) -> Whole:
    """Count the ballots on which each candidate stands first.

    Parameters
    ----------
    ranks : uint8, [candidate, ballot] or [candidate, ballot, election]
        Lower is better, 255 unranked. Candidates tied for first each get the vote:
        see `strict_part` and `shares` for what to do about ties.
    weights : int64, optional, [ballot] or [ballot, election]
        One each by default.

    Returns
    -------
    int64, [candidate] or [candidate, election]

    Examples
    --------
    >>> first_preferences(np.array([[1, 2, 1], [2, 1, 255]], dtype=np.uint8))
    array([2, 1])
    """
    votes = np.zeros((len(ranks), *ranks.shape[2:]), dtype=np.int64)
    for part, some in _parts(ranks, weights):
        votes += weigh(_is_first(part), some)
    return votes


def _is_first(ranks: Bytes) -> Truth:
    # Where nobody is ranked the least rank is 255; no candidate equals 254 there.
    first: Truth = ranks == np.minimum(ranks.min(axis=0), UNRANKED - 1)
    return first


def shares(ranks: Bytes, unit: int, weights: Whole | None = None) -> Whole:
    """Weigh each ballot so that candidates tied for first share one vote equally.

    Parameters
    ----------
    ranks : uint8, [candidate, ballot, ...]
        Lower is better, 255 unranked.
    unit : int
        The parts that one vote is worth, a multiple of every number that may tie.
    weights : int64, optional
        As for `first_preferences`.

    Returns
    -------
    int64, [ballot, ...]
        What each of the tied gets from the ballot, in parts.

    Examples
    --------
    >>> shares(np.array([[1, 1], [1, 2]], dtype=np.uint8), unit=2)
    array([1, 2])
    """
    tied = np.maximum(_is_first(ranks).sum(axis=0, dtype=np.int64), 1)
    each: Whole = unit // tied
    return each if weights is None else each * _alongside(weights, each)


def pairwise(ranks: Bytes, weights: Whole | None = None) -> Whole:
    """Count the ballots that rank each candidate (row) above each other (column).

    Parameters
    ----------
    ranks, weights
        As for `first_preferences`. The unranked lie below all ranked, tied.

    Returns
    -------
    int64, [candidate, candidate] or [candidate, candidate, election]

    Examples
    --------
    >>> pairwise(np.array([[1, 2, 1], [2, 1, 255]], dtype=np.uint8))
    array([[0, 2],
           [1, 0]])
    """
    preferred = np.zeros((len(ranks), len(ranks), *ranks.shape[2:]), dtype=np.int64)
    for part, some in _parts(ranks, weights):
        for one in range(len(ranks) - 1):
            preferred[one, one + 1 :] += weigh(part[one] < part[one + 1 :], some)
            preferred[one + 1 :, one] += weigh(part[one] > part[one + 1 :], some)
    return preferred


def points(ratings: Bytes, weights: Whole | None = None) -> Whole:
    """Add the ratings that each candidate was given.

    Parameters
    ----------
    ratings : uint8, [candidate, ballot] or [candidate, ballot, election]
        255 is unrated and counts as 0.
    weights : int64, optional
        As for `first_preferences`.

    Returns
    -------
    int64, [candidate] or [candidate, election]

    Examples
    --------
    >>> points(np.array([[5, 0, 255], [2, 4, 1]], dtype=np.uint8))
    array([5, 7])
    """
    total = np.zeros((len(ratings), *ratings.shape[2:]), dtype=np.int64)
    for part, some in _parts(ratings, weights):
        rated = np.where(part == UNRATED, 0, part).astype(np.int64)
        total += rated.sum(axis=1) if some is None else (rated * _alongside(some, rated[0])).sum(1)
    return total


def weigh(mask: Truth, weights: Whole | None) -> Whole:
    """Add the weights of the ballots where a mask is true.

    Parameters
    ----------
    mask : bool, [candidate, ballot] or [candidate, ballot, election]
    weights : int64 or None, [ballot] or [ballot, election]
        One each where None.

    Returns
    -------
    int64, [candidate] or [candidate, election]

    Examples
    --------
    >>> weigh(np.array([[True, False, True]]), np.array([5, 6, 7]))
    array([12])
    """
    elections = mask.shape[2:]
    if elections not in ((), (1,)):
        return _weigh_many(mask, weights)
    rows = mask.reshape(mask.shape[:2])
    if weights is None:
        heads = np.array([np.count_nonzero(row) for row in rows], dtype=np.int64)
    else:
        # Sums of whole numbers up to 2**53 are exact in floats, and far quicker.
        heads = (rows.astype(np.float64) @ weights.reshape(-1)).astype(np.int64)
    return heads.reshape(len(mask), *elections)


def _weigh_many(mask: Truth, weights: Whole | None) -> Whole:
    if weights is not None:
        total: Whole = (mask * _alongside(weights, mask[0])).sum(axis=1)
        return total
    total = np.zeros((len(mask), *mask.shape[2:]), dtype=np.int64)
    # 255 ballots at most fit in a byte, and bytes add sixteen or more at a time.
    for start in range(0, mask.shape[1], 255):
        part = mask[:, start : start + 255].view(np.uint8)
        total += part.sum(axis=1, dtype=np.uint8)
    return total


def _alongside(weights: Whole, ballots: NDArray[Any]) -> Whole:
    """Give weights that hold for all elections the axis for the election."""
    return weights.reshape(weights.shape + (1,) * (ballots.ndim - weights.ndim))


def _parts(array: Bytes, weights: Whole | None) -> list[tuple[Bytes, Whole | None]]:
    size = array.size // max(array.shape[1], 1)
    return [
        (array[:, part], None if weights is None else weights[part])
        for part in blocks(array.shape[1], size)
    ]


def tied_places(ranks: Bytes) -> Truth:
    """Say where a ballot gives the same rank to another candidate too.

    Examples
    --------
    >>> tied_places(np.array([[1, 1], [2, 1], [255, 255]], dtype=np.uint8))
    array([[False,  True],
           [False,  True],
           [False, False]])
    """
    tied = np.array([(ranks == row).sum(axis=0, dtype=np.uint8) > 1 for row in ranks])
    places: Truth = tied & (ranks != UNRANKED)
    return places


def has_tie(ranks: Bytes) -> Truth:
    """Say which ballots rank any two candidates equally.

    Examples
    --------
    >>> has_tie(np.array([[1, 1], [2, 1], [255, 255]], dtype=np.uint8))
    array([False,  True])
    """
    tied = np.zeros(ranks.shape[1:], dtype=np.bool_)
    for part in blocks(ranks.shape[1], ranks.size // max(ranks.shape[1], 1)):
        some = ranks[:, part]
        for one in range(len(ranks) - 1):
            equal = (some[one] == some[one + 1 :]).any(axis=0)
            tied[part] |= equal & (some[one] != UNRANKED)
    return tied


def _up_to_tie(ranks: Bytes) -> Bytes:
    first = np.where(tied_places(ranks), ranks, UNRANKED).min(axis=0)
    return np.where(ranks < first, ranks, UNRANKED).astype(np.uint8)


def _without_tied(ranks: Bytes) -> Bytes:
    return np.where(tied_places(ranks), UNRANKED, ranks).astype(np.uint8)


def _as_cast(ranks: Bytes) -> Bytes:
    return ranks


OVERVOTES: Final[Mapping[str, Callable[[Bytes], Bytes]]] = {
    "exhaust": _up_to_tie,
    "skip": _without_tied,
    "split": _as_cast,
}
"""What counts of a ballot with equal ranks: up to just before its first tie, all but
the tied, or all (the tied share the vote)."""


def strict_part(ranks: Bytes, overvotes: str) -> tuple[Bytes, int]:
    """Keep what counts, in first-choice systems, of ballots with equal ranks.

    Parameters
    ----------
    ranks : uint8, [candidate, ballot] or [candidate, ballot, election]
        Lower is better, 255 unranked.
    overvotes : {"exhaust", "skip", "split"}
        A ballot counts up to just before its first tie; or without the candidates
        that are tied; or the tied share it equally.

    Returns
    -------
    ranks : uint8, same shape
    unit : int
        The parts that a vote must be counted in: 1, unless votes are split.

    Examples
    --------
    >>> strict_part(np.array([[1, 2], [2, 1], [2, 1]], dtype=np.uint8), "exhaust")[0]
    array([[  1, 255],
           [255, 255],
           [255, 255]], dtype=uint8)
    """
    tied = np.flatnonzero(has_tie(ranks))
    if not tied.size:
        return ranks, 1
    counted = ranks.reshape(len(ranks), -1).copy()
    unit = 1
    for part in blocks(tied.size, len(ranks) * len(ranks)):
        kept = OVERVOTES[overvotes](counted[:, tied[part]])
        counted[:, tied[part]] = kept
        unit = lcm(unit, *range(1, _largest_tie(kept) + 1))
    return counted.reshape(ranks.shape), unit


def _largest_tie(ranks: Bytes) -> int:
    return max(int((ranks == row).sum(axis=0, where=row != UNRANKED).max()) for row in ranks)
