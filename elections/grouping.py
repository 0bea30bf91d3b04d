"""Merging equal ballots into one of more weight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from elections.arrays import Bytes, Whole, all_bits, blocks

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORD: Final = 64


def group(ranks: Bytes, weights: Whole) -> tuple[Bytes, Whole]:
    """Merge equal ballots, adding their weights.

    Parameters
    ----------
    ranks : uint8, [candidate, ballot]
        From 1, lower is better, 255 unranked.
    weights : int64, [ballot]

    Returns
    -------
    ranks : uint8, [candidate, ballot]
        All different, in the order of the rank of the first candidate, then of the
        second and so on, the unranked coming last.
    weights : int64, [ballot]

    Examples
    --------
    >>> group(np.array([[2, 1, 2], [1, 2, 1]], dtype=np.uint8), np.array([3, 4, 5]))
    (array([[1, 2],
           [2, 1]], dtype=uint8), array([4, 8]))
    """
    # One after the worst rank; 255, for none, wraps round to 0.
    last = int((ranks + np.uint8(1)).max(initial=0))
    bits = max(last.bit_length(), 1)
    words, counts = _sorted(_packed(ranks, last, bits), weights, bits * len(ranks))
    new = np.ones(words.shape[1], dtype=np.bool_)
    np.any(words[:, 1:] != words[:, :-1], axis=0, out=new[1:])
    starts = np.flatnonzero(new)
    grouped = _unpacked(words[:, starts], len(ranks), last, bits)
    return grouped, np.add.reduceat(counts, starts) if starts.size else counts


def _packed(ranks: Bytes, last: int, bits: int) -> NDArray[np.uint64]:
    """Write the ranks of a ballot beside each other in as few words as hold them.

    The unranked are written as the rank ``last``, after all others.
    """
    each = _WORD // bits
    words = np.zeros((-(-len(ranks) // each), ranks.shape[1]), dtype=np.uint64)
    for part in blocks(ranks.shape[1], 8):
        for place, row in enumerate(np.minimum(ranks[:, part], last)):
            word = words[place // each, part]
            word <<= np.uint64(bits)
            word |= row
    return words


def _unpacked(words: NDArray[np.uint64], candidates: int, last: int, bits: int) -> Bytes:
    each = _WORD // bits
    ranks = np.empty((candidates, words.shape[1]), dtype=np.uint8)
    for part in blocks(words.shape[1], 8):
        for number, word in enumerate(words[:, part].copy()):
            for row in ranks[number * each : (number + 1) * each, part][::-1]:
                row[:] = word & np.uint64((1 << bits) - 1)
                np.bitwise_or(row, all_bits(row == last), out=row)
                np.right_shift(word, np.uint64(bits), out=word)
    return ranks


def _sorted(
    words: NDArray[np.uint64], weights: Whole, used: int
) -> tuple[NDArray[np.uint64], NDArray[Any]]:
    """Put ballots in order, by their first word, then by the second and so on."""
    bits = int(weights.max(initial=0)).bit_length()
    if used + bits <= _WORD:
        # With its weight in the same word a ballot can be sorted by value: twice as quick.
        both = np.sort(words[0] << np.uint64(bits) | weights.astype(np.uint64))
        return (both >> np.uint64(bits))[None], (both & np.uint64((1 << bits) - 1)).astype(np.int64)
    order = np.lexsort(words[::-1])
    return words[:, order], weights[order]
