"""Votes that several candidates of one ballot share equally, added up exactly."""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from elections.arrays import blocks
from elections.tally import weigh

if TYPE_CHECKING:
    from elections.arrays import Truth, Whole

_MOST: Final = 2**62


def by_size(marked: Truth, weights: Whole | None = None) -> dict[int, Whole]:
    """Count the ballots that mark each candidate, apart for each number of marks on a ballot.

    Parameters
    ----------
    marked : bool, [candidate, ballot, election]
    weights : int64, optional, [ballot] or [ballot, election]
        One each by default.

    Returns
    -------
    dict of int to int64, [candidate, election]
        From a number of candidates marked on one ballot to the ballots with so many
        that mark the candidate.

    Examples
    --------
    >>> marked = np.array([[True, True], [False, True]])[:, :, None]
    >>> {size: ballots.ravel().tolist() for size, ballots in by_size(marked).items()}
    {1: [1, 0], 2: [1, 1]}
    """
    found: dict[int, Whole] = {}
    for part in blocks(marked.shape[1], len(marked) * marked.shape[2]):
        some, its = marked[:, part], None if weights is None else weights[part]
        many = some.sum(axis=0, dtype=np.uint8)
        for size in range(1, int(many.max(initial=0)) + 1):
            so_many = many == size
            if so_many.any():
                found.setdefault(size, np.zeros(marked.shape[::2], dtype=np.int64))
                found[size] += weigh(some & so_many, its)
    return found


def share(marked: Truth, weights: Whole | None, unit: int, kind: Any) -> Whole:
    """Give one vote a ballot, which the candidates whom it marks share equally.

    Parameters
    ----------
    marked : bool, [candidate, ballot, election]
    weights : int64 or None, [ballot] or [ballot, election]
    unit : int
        The parts of a vote: a multiple of every number of candidates who share one;
        where it is 1, no ballot marks two.
    kind : dtype
        As `exact` answers.

    Returns
    -------
    whole numbers, [candidate, election]
        In parts.

    Examples
    --------
    >>> marked = np.array([[True, True], [False, True]])[:, :, None]
    >>> share(marked, None, 2, np.int64).ravel()
    array([3, 1])
    """
    if unit == 1:
        return weigh(marked, weights).astype(kind, copy=False)
    total = np.zeros(marked.shape[::2], dtype=kind)
    for size, ballots in by_size(marked, weights).items():
        total += ballots.astype(kind) * (unit // size)
    return total


def parts(most: int) -> int:
    """Find into how many parts a vote divides, however few candidates up to ``most`` share it.

    Examples
    --------
    >>> parts(4)
    12
    """
    return lcm(*range(1, most + 1))


def exact(most: int) -> Any:
    """Choose the numbers that hold so much exactly, and twice as much: bytes, or Python's own.

    Examples
    --------
    >>> exact(10**6) is np.int64, exact(10**30) is object
    (True, True)
    """
    return np.int64 if most < _MOST else object
