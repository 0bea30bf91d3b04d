"""The kernels that every system counts with.

Arrays have axis 0 for the candidate, axis 1 for the ballot, and may have a third axis
for the election: ``ranks[candidate, ballot]`` or ``ranks[candidate, ballot, election]``.
Elections lie innermost, so that one instruction works on many of them. Work goes in
slices of ballots that fit in the processor's cache.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from elections.adding import adder, alongside, flat
from elections.arrays import UNRANKED, UNRATED, Bytes, Truth, Whole, all_bits, blocks, rank_bits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Bytes of ballots in a slice: measured quickest, with 10 candidates as with 5.
_AT_ONCE: Final = 1 << 20
_NOBODY: Final = UNRANKED - 1
"""The best rank on a ballot that ranks nobody: so nobody there has it."""


def first_preferences(
    ranks: Bytes, weights: Whole | None = None, standing: Truth | None = None
) -> Whole:
    """Count the ballots on which each candidate stands first.

    Parameters
    ----------
    ranks : uint8, [candidate, ballot] or [candidate, ballot, election]
        Lower is better, 255 unranked. Candidates tied for first each get the vote:
        see `strict_part` and `shares` for what to do about ties.
    weights : int64, optional, [ballot] or [ballot, election]
        One each by default.
    standing : bool, optional, [candidate] or [candidate, election]
        Who is counted, the others being passed over; everyone by default.

    Returns
    -------
    int64, [candidate] or [candidate, election]

    Examples
    --------
    >>> ranks = np.array([[1, 2, 1], [2, 1, 255]], dtype=np.uint8)
    >>> first_preferences(ranks)
    array([2, 1])
    >>> first_preferences(ranks, standing=np.array([False, True]))
    array([0, 2])
    """
    return _firsts(ranks, weights, standing)[0]


def sole_first_preferences(ranks: Bytes, weights: Whole | None = None) -> Whole | None:
    """Count first preferences if it is plain that every ballot has just one.

    Parameters
    ----------
    ranks, weights
        As for `first_preferences`.

    Returns
    -------
    int64, [candidate] or [candidate, election]; or None
        None where a ballot ranks several first, or nobody better than 254.

    Examples
    --------
    >>> sole_first_preferences(np.array([[1, 2], [2, 1]], dtype=np.uint8))
    array([1, 1])
    >>> sole_first_preferences(np.array([[1, 1], [1, 2]], dtype=np.uint8)) is None
    True
    """
    votes, all_vote = _firsts(ranks, weights)
    # One each at least, and as many as voters: one each.
    voters = ranks.shape[1] if weights is None else weights.sum(axis=0)
    return votes if all_vote and (votes.sum(axis=0) == voters).all() else None


def _firsts(
    ranks: Bytes, weights: Whole | None, standing: Truth | None = None
) -> tuple[Whole, bool]:
    """Count first preferences, and say whether it is plain that every ballot has one."""
    votes = np.zeros((len(ranks), *ranks.shape[2:]), dtype=np.int64)
    everyone = dict.fromkeys(range(len(ranks)))
    places = everyone if standing is None else _places(flat(standing, 1))
    total, all_vote = flat(votes, 1), bool(places)
    # Little is kept of a slice, so that it may be larger.
    for part, some in _parts(flat(ranks, 2), weights, 2 * _AT_ONCE) if places else ():
        add = adder(some, part.shape[1:])
        rows = [part[at] if out is None else part[at] | out for at, out in places.items()]
        best = part.min(axis=0, initial=_NOBODY) if standing is None else _best(rows)
        least, most = best.min(initial=UNRANKED), best.max(initial=0)
        all_vote = all_vote and bool(most < _NOBODY)
        # One number is compared more quickly than as many as there are ballots.
        best = most if least == most else best
        first = np.empty(part.shape[1:], dtype=np.bool_)
        for candidate, row in zip(places, rows, strict=True):
            total[candidate] += add(np.equal(row, best, out=first))
    return votes, all_vote


def _places(standing: Truth) -> dict[int, Bytes | None]:
    """Name the candidates who stand somewhere, with where they are out (None: nowhere)."""
    out = all_bits(~standing)
    somewhere = np.flatnonzero(standing.reshape(len(standing), -1).any(axis=1)).tolist()
    return {place: out[place] if out[place].any() else None for place in somewhere}


def _best(rows: Sequence[Bytes]) -> Bytes:
    """Find the best rank on each ballot."""
    best = np.full(rows[0].shape, _NOBODY, dtype=np.uint8)
    for row in rows:
        np.minimum(best, row, out=best)
    return best


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
    first = ranks == ranks.min(axis=0, initial=_NOBODY)
    tied = np.maximum(first.sum(axis=0, dtype=np.int64), 1)
    each: Whole = unit // tied
    return each if weights is None else each * alongside(weights, each.ndim)


def pairwise(ranks: Bytes, weights: Whole | None = None, *, strict: bool = False) -> Whole:
    """Count the ballots that rank each candidate (row) above each other (column).

    Parameters
    ----------
    ranks, weights
        As for `first_preferences`. The unranked lie below all ranked, tied.
    strict : bool
        Whether it is known that every ballot ranks all candidates, no two equally:
        then counting in one direction is enough.

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
    total = flat(preferred, 2)
    for part, some in _parts(flat(ranks, 2), weights):
        add = adder(some, part.shape[1:])
        for one in range(len(part) - 1):
            total[one, one + 1 :] += [add(row) for row in part[one] < part[one + 1 :]]
            if not strict:
                total[one + 1 :, one] += [add(row) for row in part[one] > part[one + 1 :]]
    if strict:
        voters = ranks.shape[1] if weights is None else weights.sum(axis=0)
        later, earlier = np.tril_indices(len(ranks), -1)
        preferred[later, earlier] = voters - preferred[earlier, later]
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
    for part, some in _parts(flat(ratings, 2), weights):
        rated = part if part.max(initial=0) < UNRATED else part & all_bits(part != UNRATED)
        add = adder(some, part.shape[1:], highest=int(rated.max(initial=0)))
        for candidate, row in enumerate(rated):
            total[candidate] += add(row)
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
    rows = flat(mask, 2)
    add = adder(weights, rows.shape[1:])
    votes = np.array([add(row) for row in rows], dtype=np.int64)
    return votes.reshape(len(mask), *mask.shape[2:])


def _parts(
    array: Bytes, weights: Whole | None, at_once: int = _AT_ONCE
) -> Iterator[tuple[Bytes, Whole | None]]:
    for part in slices(array, at_once):
        yield array[:, part], None if weights is None else weights[part]


def slices(array: Bytes, at_once: int = _AT_ONCE) -> Iterator[slice]:
    """Cut ballots into slices that fit in the processor's cache."""
    return blocks(array.shape[1], array.size // max(array.shape[1], 1), at_once)


def tied_places(ranks: Bytes) -> Truth:
    """Say where a ballot gives the same rank to another candidate too.

    Examples
    --------
    >>> tied_places(np.array([[1, 1], [2, 1], [255, 255]], dtype=np.uint8))
    array([[False,  True],
           [False,  True],
           [False, False]])
    """
    tied = np.zeros(ranks.shape, dtype=np.bool_)
    for one in range(len(ranks) - 1):
        equal = ranks[one] == ranks[one + 1 :]
        tied[one] |= equal.any(axis=0)
        tied[one + 1 :] |= equal
    tied &= ranks != UNRANKED
    return tied


def has_tie(ranks: Bytes) -> Truth:
    """Say which ballots rank any two candidates equally.

    Examples
    --------
    >>> has_tie(np.array([[1, 1], [2, 1], [255, 255]], dtype=np.uint8))
    array([False,  True])
    """
    tied = np.empty(ranks.shape[1:], dtype=np.bool_)
    for part in slices(ranks):
        bits = rank_bits(ranks[:, part])
        if bits is None:
            tied[part] = tied_places(ranks[:, part]).any(axis=0)
        else:
            # Two equal bits carry, so that the sum is no longer just the bits that are set.
            tied[part] = bits.sum(axis=0, dtype=bits.dtype) != np.bitwise_or.reduce(bits, axis=0)
    return tied
