"""Ballots from utilities: what voters mark who say what they think.

A utility says how much a voter would like a candidate elected; only differences matter.
Arrays are ``[candidate, voter]`` or ``[candidate, voter, election]``, elections innermost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from elections.arrays import MOST_CANDIDATES, UNRANKED, Bytes, as_bytes, blocks
from elections.utilities import Floats, Singles, as_utilities, check_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import DTypeLike, NDArray


def rankings(utilities: Any) -> Bytes:
    """Rank the candidates by utility, every one of them.

    Parameters
    ----------
    utilities : array_like of numbers, [candidate, voter] or [candidate, voter, election]
        Finite, within ±1e30.

    Returns
    -------
    uint8, same shape
        1 for the best. Candidates of equal utility get the same rank, and the next
        rank counts them all: 1, 2, 2, 4.

    Raises
    ------
    ElectionError
        For an array of another shape, or a utility that is no such number: naming the
        candidate, the voter and the election.

    Examples
    --------
    >>> rankings([[0.9, 0.5], [0.2, 0.5], [0.4, 0.8]])
    array([[1, 2],
           [3, 2],
           [2, 1]], dtype=uint8)
    """
    return _marked(as_utilities(utilities), _rank)


def _rank(merit: Floats, ranks: Bytes) -> None:
    ranks[:] = 1
    for one in range(len(merit) - 1):
        ranks[one] += (merit[one] < merit[one + 1 :]).view(np.uint8).sum(axis=0, dtype=np.uint8)
        ranks[one + 1 :] += (merit[one] > merit[one + 1 :]).view(np.uint8)


def truncated(ranks: Any, length: int) -> Bytes:
    """Keep the first places of every ranking, and leave the rest unranked.

    Parameters
    ----------
    ranks : array_like of int, [candidate, voter] or [candidate, voter, election]
        As `rankings` gives them: 1 for the best, 255 unranked.
    length : int
        The last rank that is kept, 1 to 254. Where candidates tie over that place, all
        of them are kept: whoever has fewer than ``length`` above them.

    Returns
    -------
    uint8, same shape

    Raises
    ------
    ElectionError
        For ranks or a length out of range.

    Examples
    --------
    >>> truncated([[1, 2], [3, 2], [2, 1]], 2)
    array([[  1,   2],
           [255,   2],
           [  2,   1]], dtype=uint8)
    """
    check_whole("the length of a ranking", length, 1, MOST_CANDIDATES)
    given = as_bytes(ranks, "rank")
    # Every bit set makes a rank 255.
    return given | ((given > length) * np.uint8(UNRANKED))


def approvals(utilities: Any) -> Bytes:
    """Approve of every candidate whom the voter likes better than the mean of all.

    With no idea who may win, this serves a voter best: Weber, Comparison of Public
    Choice Systems, Cowles Discussion Paper 498, 1978; so votes Merrill's society of
    1984. Who sees no difference between the candidates approves of nobody.

    Parameters
    ----------
    utilities : array_like of numbers
        As for `rankings`.

    Returns
    -------
    uint8, same shape
        1 approved, 0 not.

    Raises
    ------
    ElectionError
        As for `rankings`.

    Examples
    --------
    >>> approvals([[9, 5], [6, 5], [0, 5]])
    array([[1, 0],
           [1, 0],
           [0, 0]], dtype=uint8)
    """
    return _marked(as_utilities(utilities), _approve)


def _approve(utilities: Floats, marks: Bytes) -> None:
    # Taken from one candidate's and not divided, level with the mean is not rounded away.
    beyond = sum(own - utilities[0] for own in utilities)
    for own, mark in zip(utilities, marks, strict=True):
        np.greater((own - utilities[0]) * len(utilities), beyond, out=mark.view(np.bool_))


def ratings(utilities: Any, maximum: int) -> Bytes:
    """Rate every candidate on a scale that each voter uses from end to end.

    The best gets ``maximum``, the worst 0, those between in proportion, halves rounded
    up. Who sees no difference between the candidates gives all of them 0.

    Parameters
    ----------
    utilities : array_like of numbers
        As for `rankings`.
    maximum : int
        The best rating, 1 to 254.

    Returns
    -------
    uint8, same shape

    Raises
    ------
    ElectionError
        As for `rankings`, or for a maximum out of range.

    Examples
    --------
    >>> ratings([[9, 5], [6, 5], [1, 5]], maximum=5)
    array([[5, 0],
           [3, 0],
           [0, 0]], dtype=uint8)
    """
    check_whole("the best rating", maximum, 1, MOST_CANDIDATES)

    def rate(part: Floats, marks: Bytes) -> None:
        marks[:] = np.floor(_scaled(part, maximum) + 0.5)

    return _marked(as_utilities(utilities), rate)


def normalised(utilities: Any) -> Singles:
    """Scale every voter's utilities so that the best is 1 and the worst 0.

    So no voter weighs more than another when utilities are added up, as in Merrill,
    A Comparison of Efficiency of Multicandidate Electoral Systems, 1984. Who sees no
    difference between the candidates gets 0 for all of them.

    Parameters
    ----------
    utilities : array_like of numbers
        As for `rankings`.

    Returns
    -------
    float32, same shape

    Raises
    ------
    ElectionError
        As for `rankings`.

    Examples
    --------
    >>> normalised([[9, 5], [6, 5], [1, 5]])
    array([[1.   , 0.   ],
           [0.625, 0.   ],
           [0.   , 0.   ]], dtype=float32)
    """

    def scale(part: Floats, marks: Singles) -> None:
        marks[:] = _scaled(part, 1)

    return _marked(as_utilities(utilities), scale, np.float32)


def _scaled(utilities: Floats, maximum: int) -> Floats:
    worst = utilities.min(axis=0)
    span = utilities.max(axis=0) - worst
    span[span == 0] = 1
    scaled: Floats = (utilities - worst) * maximum / span
    return scaled


def _marked(
    utilities: Floats,
    mark: Callable[[Floats, NDArray[Any]], None],
    dtype: DTypeLike = np.uint8,
) -> NDArray[Any]:
    """Mark ballots in slices that fit in the processor's cache, whatever their election."""
    rows = utilities.reshape(len(utilities), -1)
    marks = np.empty(rows.shape, dtype=dtype)
    # Two bytes a utility, though it takes four: half a megabyte at a time is quickest.
    for part in blocks(rows.shape[1], 2 * len(rows)):
        mark(rows[:, part], marks[:, part])
    return marks.reshape(utilities.shape)
