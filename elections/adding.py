"""Adding up a number on each ballot: exactly, and as fast as the numbers allow."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from elections.arrays import Whole

_EXACT: Final[Mapping[Any, int]] = {np.float32: 2**24, np.float64: 2**53, np.int64: 2**63 - 1}
"""Up to what total every whole number can be told from the next."""


def adder(
    weights: Whole | None, shape: tuple[int, ...], highest: int = 1
) -> Callable[[NDArray[Any]], Any]:
    """Find the quickest exact way to add up a number on each ballot.

    Parameters
    ----------
    weights : int64 or None, [ballot] or [ballot, election]
        By which the numbers are multiplied; one each where None.
    shape : tuple of int
        Of the numbers: (ballots,) or (ballots, elections).
    highest : int
        The numbers are 0 to this, 255 at most.

    Returns
    -------
    callable
        From bool or uint8, [ballot] or [ballot, election], to a whole number or an
        array of them, [election].

    Examples
    --------
    >>> adder(np.array([5, 6, 7]), (3,))(np.array([True, False, True]))
    12
    """
    at_once = max(255 // max(highest, 1), 1)
    if weights is None and len(shape) == 1:
        return np.count_nonzero if highest <= 1 else partial(_add_line, at_once=at_once)
    if weights is None:
        return partial(_add_bytes, at_once=at_once)
    most = highest * int(np.max(weights.sum(axis=0), initial=0))
    if len(shape) == 1:
        # Floats multiply several times as fast as whole numbers.
        kind = next(kind for kind, exact in _EXACT.items() if most <= exact)
        return partial(_add_weighted, weights=weights.reshape(-1).astype(kind))
    # The smaller the numbers, the more of them are added at a time.
    small = alongside(weights, len(shape)).astype(np.min_scalar_type(most))
    return partial(_add_many_weighted, weights=small)


def _add_line(numbers: NDArray[Any], at_once: int) -> int:
    """Fold the line, so that bytes are added to bytes: several times as quick as one by one."""
    folded = len(numbers) // at_once * at_once
    heaps = numbers[:folded].reshape(at_once, -1).sum(axis=0, dtype=np.uint8)
    return int(heaps.sum()) + int(numbers[folded:].sum())


def _add_weighted(numbers: NDArray[Any], weights: NDArray[Any]) -> int:
    return int(numbers.astype(weights.dtype) @ weights)


def _add_bytes(numbers: NDArray[Any], at_once: int) -> Whole:
    """Add in bytes, as many ballots at a time as cannot pass 255."""
    heaps = [
        numbers[start : start + at_once].view(np.uint8).sum(axis=0, dtype=np.uint8)
        for start in range(0, max(len(numbers), 1), at_once)
    ]
    total: Whole = sum(heaps[1:], heaps[0].astype(np.int64))
    return total


def _add_many_weighted(numbers: NDArray[Any], weights: NDArray[Any]) -> Whole:
    weighed: NDArray[Any] = numbers.view(np.uint8) * weights
    total: Whole = weighed.sum(axis=0, dtype=weights.dtype).astype(np.int64)
    return total


def alongside(weights: Whole, axes: int) -> Whole:
    """Give weights that hold for all elections an axis for the election, if ballots have one."""
    return weights.reshape(weights.shape + (1,) * (axes - weights.ndim))


def flat(array: NDArray[Any], axes: int) -> NDArray[Any]:
    """Leave out the axis for the election where there is only one.

    Examples
    --------
    >>> flat(np.zeros((3, 4, 1)), 2).shape, flat(np.zeros((3, 4, 2)), 2).shape
    ((3, 4), (3, 4, 2))
    """
    return array.reshape(array.shape[:axes]) if array.shape[axes:] == (1,) else array
