"""The arrays that everything is counted on: their types, limits and checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from elections.errors import BallotError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

Bytes: TypeAlias = "NDArray[np.uint8]"
Whole: TypeAlias = "NDArray[np.int64]"
Truth: TypeAlias = "NDArray[np.bool_]"

UNRANKED: Final = 255
"""The rank of a candidate that a ballot leaves out (and the rating of one left unrated)."""
UNRATED: Final = UNRANKED
MOST_CANDIDATES: Final = 254
MOST_VOTES: Final = 2**53 - 1
"""Votes beyond this would not be exact in every kernel."""
_BLOCK: Final = 1 << 18


def blocks(ballots: int, bytes_each: int) -> Iterator[slice]:
    """Cut a range of ballots into slices that fit in the processor's cache.

    Examples
    --------
    >>> [part.stop for part in blocks(600_000, 1)]
    [262144, 524288, 600000]
    """
    step = max(_BLOCK // max(bytes_each, 1), 255)
    for start in range(0, ballots, step):
        yield slice(start, min(start + step, ballots))


def read_only(array: NDArray[Any]) -> NDArray[Any]:
    """Return the array, in C order, closed to writing."""
    closed = np.ascontiguousarray(array).view()
    closed.flags.writeable = False
    return closed


def as_bytes(values: Any, word: str, most: int = MOST_CANDIDATES) -> Bytes:
    """Turn whole numbers into bytes, and name the ballot whose value does not fit.

    Parameters
    ----------
    values : array_like of int, [candidate, ballot, ...]
        0 to ``most``, or 255 for none.
    word : str
        What a value is called in the error: "rank" or "rating".
    most : int
        The highest value allowed.

    Raises
    ------
    BallotError
        Where the shape is ragged, or a value is no whole number in the range.
    """
    try:
        array = np.asarray(values)
    except ValueError:
        raise BallotError(_raggedness(values, word)) from None
    if array.ndim < 2:
        raise BallotError(f"the {word}s need two axes, [candidate, ballot], not {array.ndim}")
    if array.size and array.dtype.kind not in "iu":
        raise BallotError(f"a {word} is a whole number, not {array.dtype}")
    if array.dtype == np.uint8 and most == MOST_CANDIDATES:
        return array
    wrong = (array != UNRANKED) & ((array < 0) | (array > most))
    if wrong.any():
        candidate, ballot, *_ = (int(place) for place in np.argwhere(wrong)[0])
        found = int(array[wrong][0])
        raise BallotError(
            f"ballot {ballot + 1}: {word} {found} of candidate {candidate + 1} "
            f"is outside 0 to {most} ({UNRANKED} for none)"
        )
    return np.asarray(array, dtype=np.uint8)


def _raggedness(values: Any, word: str) -> str:
    """Say at which ballot rows of unequal length part."""
    lengths = [len(row) for row in values]
    shortest = min(range(len(lengths)), key=lengths.__getitem__)
    return (
        f"the {word}s are ragged: candidate {shortest + 1} has none from ballot "
        f"{lengths[shortest] + 1} on, others have up to {max(lengths)}"
    )


def as_weights(weights: Any, ballots: int) -> Whole:
    """Check the weights of ballots: whole, none negative, not too many together.

    Raises
    ------
    BallotError
        Naming the ballot whose weight is wrong, or breaks the limit of 2**53 - 1.
    """
    given = list(weights) if not isinstance(weights, np.ndarray) else weights
    array = np.asarray(given, dtype=object if isinstance(given, list) else None)
    if array.shape != (ballots,):
        raise BallotError(f"{ballots} ballots need {ballots} weights, not shape {array.shape}")
    if array.dtype.kind == "O":
        for number, weight in enumerate(array, 1):
            _check_weight(number, weight)
    elif array.dtype.kind not in "iu":
        raise BallotError(f"weights are whole numbers, not {array.dtype}")
    negative = np.flatnonzero(array < 0)
    if negative.size:
        raise BallotError(f"ballot {negative[0] + 1}: weight {array[negative[0]]} is negative")
    # A running total of floats is exact up to the limit, and beyond it never falls back.
    over = np.flatnonzero(np.cumsum(array.astype(np.float64)) > MOST_VOTES)
    if over.size:
        raise BallotError(f"ballot {over[0] + 1}: together the weights pass {MOST_VOTES:,} votes")
    return array.astype(np.int64)


def _check_weight(number: int, weight: object) -> None:
    if isinstance(weight, bool) or not isinstance(weight, int | np.integer):
        raise BallotError(f"ballot {number}: weight {weight!r} is not a whole number")
    if weight > MOST_VOTES:
        raise BallotError(f"ballot {number}: weight {weight} passes {MOST_VOTES:,} votes")


def dense(ranks: Bytes) -> Bytes:
    """Close the gaps in every ballot, so that its ranks are 1, 2, 3 … without a hole.

    Parameters
    ----------
    ranks : uint8, [candidate, ballot]
        Lower is better, 255 unranked.

    Examples
    --------
    >>> dense(np.array([[7], [0], [255]], dtype=np.uint8)).ravel()
    array([  2,   1, 255], dtype=uint8)
    """
    gaps = np.zeros(ranks.shape[1], dtype=np.bool_)
    for part in blocks(ranks.shape[1], len(ranks) * 8):
        gaps[part] = _has_gap(ranks[:, part])
    places = np.flatnonzero(gaps)
    if not places.size:
        return ranks
    closed = ranks.copy()
    for part in blocks(places.size, len(ranks) * 16):
        closed[:, places[part]] = _close(ranks[:, places[part]])
    return closed


_BITS: Final = np.left_shift(
    np.uint64(1),
    np.arange(256, dtype=np.uint64),
    where=np.arange(256) < 63,
    out=np.zeros(256, dtype=np.uint64),
)


def _has_gap(ranks: Bytes) -> Truth:
    if ((ranks > 62) & (ranks < UNRANKED)).any():
        return np.ones(ranks.shape[1], dtype=np.bool_)
    seen = np.bitwise_or.reduce(_BITS[ranks], axis=0)
    # Ranks 1 to r without a hole set the bits 1 to r: adding 2 carries through them all.
    gaps: Truth = (seen & (seen + np.uint64(2)) != 0) | (seen & np.uint64(1) != 0)
    return gaps


def _close(ranks: Bytes) -> Bytes:
    order = np.argsort(ranks, axis=0, kind="stable")
    sorted_ranks = np.take_along_axis(ranks, order, axis=0)
    rises = np.ones(ranks.shape, dtype=np.uint8)
    rises[1:] = sorted_ranks[1:] != sorted_ranks[:-1]
    closed = np.empty_like(ranks)
    np.put_along_axis(closed, order, np.cumsum(rises, axis=0, dtype=np.uint8), axis=0)
    closed[ranks == UNRANKED] = UNRANKED
    return closed


def check_fit(array: Bytes, candidates: tuple[str, ...]) -> None:
    """Refuse an array that does not have a row for each candidate."""
    if array.ndim != 2 or len(array) != len(candidates):
        raise BallotError(
            f"{len(candidates)} candidates need an array [candidate, ballot] with as many rows, "
            f"not one of shape {array.shape}"
        )


def without_blanks(array: Bytes, weights: Iterable[int] | None) -> tuple[Bytes, Whole, int]:
    """Set aside ballots that mark nobody, and those that nobody cast."""
    ballots = array.shape[1]
    counts = np.ones(ballots, dtype=np.int64) if weights is None else as_weights(weights, ballots)
    marked = array.min(axis=0, initial=UNRANKED) != UNRANKED
    kept = marked & (counts > 0)
    if kept.all():
        return array, counts, 0
    return array[:, kept], counts[kept], int(counts[~marked].sum())
