"""What counts of ballots that rank candidates equally, in systems of first choices."""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING, Final

import numpy as np

from elections.arrays import UNRANKED, Bytes, all_bits
from elections.tally import has_tie, slices, tied_places

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _up_to_tie(ranks: Bytes) -> Bytes:
    first_tied = (ranks | all_bits(~tied_places(ranks))).min(axis=0)
    return ranks | all_bits(ranks >= first_tied)


def _without_tied(ranks: Bytes) -> Bytes:
    return ranks | all_bits(tied_places(ranks))


OVERVOTES: Final[Mapping[str, Callable[[Bytes], Bytes]]] = {
    "exhaust": _up_to_tie,
    "skip": _without_tied,
    "split": lambda ranks: ranks,
}
"""What counts of a ballot with equal ranks: all above its first tie, all but the tied, or all."""


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
    tied = [part for part in slices(ranks) if has_tie(ranks[:, part]).any()]
    if not tied:
        return ranks, 1
    counted, unit = ranks.copy(), 1
    for part in tied:
        kept = counted[:, part] = OVERVOTES[overvotes](ranks[:, part])
        if has_tie(kept).any():
            unit = lcm(unit, *range(1, _largest_tie(kept) + 1))
    return counted, unit


def _largest_tie(ranks: Bytes) -> int:
    together = ((ranks == row) & (row != UNRANKED) for row in ranks)
    return max(int(each.view(np.uint8).sum(axis=0, dtype=np.uint8).max()) for each in together)
