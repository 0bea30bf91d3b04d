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
_AT_ONCE: Final = 1 << 20


def blocks(ballots: int, bytes_each: int, at_once: int = _BLOCK) -> Iterator[slice]:
    """Cut a range of ballots into slices that fit in the processor's cache.

    Parameters
    ----------
    ballots : int
    bytes_each : int
        What each takes.
    at_once : int
        The bytes of a slice.

    Examples
    --------
    >>> [part.stop for part in blocks(600_000, 1)]
    [262144, 524288, 600000]
    """
    step = max(at_once // max(bytes_each, 1), 255)
    for start in range(0, ballots, step):
        yield slice(start, min(start + step, ballots))


def read_only(array: NDArray[Any]) -> NDArray[Any]:
    """Return the array, in C order, closed to writing."""
    closed = np.ascontiguousarray(array).view()
    closed.flags.writeable = False
    return closed


def all_bits(mask: Truth) -> Bytes:
    """Give 255 where a mask is true, else 0: or-ed with ranks, it leaves candidates out.

    Examples
    --------
    >>> np.array([3, 3], dtype=np.uint8) | all_bits(np.array([False, True]))
    array([  3, 255], dtype=uint8)
    """
    # Ten times as quick as np.where.
    return np.negative(mask.view(np.uint8))


def first_true(mask: Truth) -> Whole:
    """Find the first candidate for whom a mask is true, as ``argmax`` does.

    Parameters
    ----------
    mask : bool, [candidate, election]
        True for at least one of at most 254 candidates.

    Returns
    -------
    int64, [election]

    Examples
    --------
    >>> first_true(np.array([[False, True], [True, True]]))
    array([1, 0])
    """
    # In bytes, and along the elections: eight times as quick as argmax down a short axis.
    countdown = np.arange(len(mask), 0, -1, dtype=np.uint8)[:, None]
    highest: Whole = (mask.view(np.uint8) * countdown).max(axis=0).astype(np.int64)
    return len(mask) - highest


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
    small: Bytes = array.astype(np.uint8, copy=False)
    if (small is array or (small == array).all()) and _up_to(small, most):
        return small
    wrong = (array != UNRANKED) & ((array < 0) | (array > most))
    candidate, ballot, *_ = (int(place) for place in np.argwhere(wrong)[0])
    found = int(array[wrong][0])
    raise BallotError(
        f"ballot {ballot + 1}: {word} {found} of candidate {candidate + 1} "
        f"is outside 0 to {most} ({UNRANKED} for none)"
    )


def _up_to(marks: Bytes, most: int) -> bool:
    # Adding 1 turns 255, for none, into 0.
    return most == MOST_CANDIDATES or bool((marks + np.uint8(1)).max(initial=0) <= most + 1)


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
    parts = list(blocks(ranks.shape[1], len(ranks), _AT_ONCE))
    gapped = [part for part in parts if _has_gap(ranks[:, part])]
    if not gapped:
        return ranks
    closed = ranks.copy()
    for part in gapped:
        closed[:, part] = _close(ranks[:, part])
    return closed


def rank_bits(ranks: Bytes) -> NDArray[Any] | None:
    """Turn each rank into a bit, in the smallest numbers in which those of a ballot add up.

    Parameters
    ----------
    ranks : uint8, [candidate, ballot, ...]
        255, unranked, becomes 0.

    Returns
    -------
    uint8, uint16, uint32 or uint64, same shape; or None
        None where ranks are too high for that.

    Examples
    --------
    >>> rank_bits(np.array([[3], [0], [255]], dtype=np.uint8)).ravel()
    array([8, 1, 0], dtype=uint8)
    """
    highest = int(ranks.max(initial=0))
    if highest == UNRANKED:
        # Adding 1 turns 255 into 0.
        highest = int((ranks + np.uint8(1)).max()) - 1
    needed = highest + len(ranks).bit_length()
    kind = next((kind for kind in _UNSIGNED if needed <= 8 * kind.itemsize), None)
    if kind is None:
        return None
    bits: NDArray[Any] = ranks.astype(kind)
    # A shift by as many bits as there are, or more, gives 0.
    np.left_shift(kind.type(1), bits, out=bits)
    return bits


_UNSIGNED: Final = tuple(np.dtype(f"uint{bits}") for bits in (8, 16, 32, 64))


def _has_gap(ranks: Bytes) -> bool:
    bits = rank_bits(ranks)
    if bits is None:
        return True
    seen = np.bitwise_or.reduce(bits, axis=0)
    # Ranks 1 to r without a hole set the bits 1 to r: adding 2 carries through them all.
    return bool((seen & (seen + bits.dtype.type(2)) | seen & bits.dtype.type(1)).any())


def _close(ranks: Bytes) -> Bytes:
    once = ranks.copy()
    for one in range(1, len(ranks)):
        np.copyto(once[one], UNRANKED, where=(ranks[:one] == ranks[one]).any(axis=0))
    closed = np.ones_like(ranks)
    for row in once:
        closed += (row < ranks).view(np.uint8)
    np.copyto(closed, UNRANKED, where=ranks == UNRANKED)
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
    kept = marked if weights is None else marked & (counts > 0)
    if kept.all():
        return array, counts, 0
    return array[:, kept], counts[kept], int(counts[~marked].sum())
