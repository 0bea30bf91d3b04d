"""The array types of the model: read-only floats and whole numbers that compare by value."""

from typing import Any

import numpy as np
from attrs import cmp_using, field
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def frozen_integers(values: ArrayLike) -> Integers:
    """Return a read-only copy of `values`, which must be whole.

    >>> frozen_integers([1, 2]).flags.writeable
    False
    """
    array = np.array(values)
    # An empty list says nothing of its kind, and NumPy takes it for floats.
    whole = array.astype(np.int64, casting="unsafe" if array.size == 0 else "safe")
    whole.setflags(write=False)
    return whole


def integers() -> Any:
    """Declare an attrs field that holds a read-only array of whole numbers."""
    return field(converter=frozen_integers, eq=cmp_using(eq=np.array_equal))


def frozen_floats(values: ArrayLike) -> Floats:
    """Return `values` as a read-only array: a copy, unless they are one already.

    >>> frozen_floats([1, 2]).flags.writeable
    False
    """
    # The test that fails most comes first: this runs for every array of every new state.
    if type(values) is np.ndarray and not values.flags.writeable and _is_own(values):
        return values
    array = np.array(values, dtype=np.float64)
    array.setflags(write=False)
    return array


def floats() -> Any:
    """Declare an attrs field that holds a read-only array of floats."""
    return field(converter=frozen_floats, eq=cmp_using(eq=np.array_equal))


def dot(values: Floats, weights: Floats) -> Floats:
    """Return the sum of `values` [..., line] by their `weights` [line], array [...].

    The matrix product rounds otherwise where there are many rows than where there is one.

    >>> dot(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([1.0, 10.0])).tolist()
    [21.0, 43.0]
    """
    return np.asarray((values * weights).sum(axis=-1), dtype=np.float64)


def _is_own(array: NDArray[Any]) -> bool:
    """Whether the values are floats, and lie in no other array through which they might change."""
    return array.base is None and array.dtype == np.float64
