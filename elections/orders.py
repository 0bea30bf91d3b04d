"""Ballots as lists of candidates, best first, in one array: how other libraries keep them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from elections.arrays import UNRANKED, Bytes, all_bits, blocks
from elections.errors import BallotError

_NONE: Final = -1


def ranks_of(orders: Any, candidates: int) -> Bytes:
    """Turn orders into ranks.

    Parameters
    ----------
    orders : array_like of int, [ballot, place]
        Candidates by their numbers from 0, the first place first; -1 for none.
    candidates : int
        How many there are.

    Returns
    -------
    uint8, [candidate, ballot]
        1 for the first place; 255 for whoever has no place.

    Raises
    ------
    BallotError
        For an array of the wrong shape, or naming the ballot that names a candidate
        twice or somebody who is no candidate.

    Examples
    --------
    >>> ranks_of([[1, 0], [2, -1]], candidates=3)
    array([[  2, 255],
           [  1, 255],
           [255,   1]], dtype=uint8)
    """
    array = np.asarray(orders)
    if array.ndim != 2 or (array.size and array.dtype.kind not in "iu"):
        raise BallotError(
            "orders are whole numbers with the axes [ballot, place], "
            f"not {array.dtype} of shape {array.shape}"
        )
    if array.shape[1] > candidates:
        raise BallotError(f"the orders have {array.shape[1]} places for {candidates} candidates")
    ranks = np.empty((candidates, len(array)), dtype=np.uint8)
    for part in blocks(len(array), 8 * candidates):
        named = _named(array[part], candidates, part.start)
        ranks[:, part] = _ranks(named, candidates)
        _check_once(named, ranks[:, part], part.start)
    return ranks


def _named(orders: Any, candidates: int, start: int) -> Bytes:
    """Say in bytes who stands at each place: [place, ballot], 255 for nobody."""
    if orders.size and (orders.min() < _NONE or orders.max() >= candidates):
        ballot, place = np.argwhere((orders < _NONE) | (orders >= candidates))[0]
        raise BallotError(
            f"ballot {start + ballot + 1}: at place {place + 1} stands "
            f"{orders[ballot, place]}; candidates are 0 to {candidates - 1}, -1 is none"
        )
    return np.ascontiguousarray(orders.astype(np.uint8).T)


def _ranks(named: Bytes, candidates: int) -> Bytes:
    places = np.arange(1, len(named) + 1, dtype=np.uint8)[:, None]
    ranks = np.empty((candidates, named.shape[1]), dtype=np.uint8)
    # Comparing every place with every candidate is several times as quick as looking each up.
    for candidate in range(candidates):
        at = (named == candidate).view(np.uint8) * places
        at.max(axis=0, initial=0, out=ranks[candidate])
    return ranks | all_bits(ranks == 0)


def _check_once(named: Bytes, ranks: Bytes, start: int) -> None:
    """Refuse a ballot on which somebody stands twice: it ranks fewer than it names."""
    filled = (named != UNRANKED).view(np.uint8).sum(axis=0, dtype=np.uint8)
    ranked = (ranks != UNRANKED).view(np.uint8).sum(axis=0, dtype=np.uint8)
    twice = np.flatnonzero(filled != ranked)
    if twice.size:
        row = named[:, twice[0]]
        found = next(place for place in row if place != UNRANKED and (row == place).sum() > 1)
        raise BallotError(f"ballot {start + twice[0] + 1}: {found} stands at two places")
