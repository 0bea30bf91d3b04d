"""What a target is: a published figure or worked example, how near, and how it is computed."""

from collections.abc import Callable, Iterable

import numpy as np
from attrs import field, frozen
from numpy.typing import ArrayLike

from deliberate.arrays import Floats

Row = tuple[str, ArrayLike, float, Callable[[], ArrayLike]]
"""What it is of, what was published, how far one may be from it, and how the model's is found."""


def _numbers(values: ArrayLike) -> Floats:
    return np.atleast_1d(np.asarray(values, dtype=np.float64))


@frozen(kw_only=True)
class Target:
    """A figure that the model has to give, and how near to it.

    Attributes
    ----------
    topic, what : str
    source : str
        Where the figure is from.
    status : str
        "found" (the source was read), "recalled", "derived" (it follows from the equations by
        hand), "elsewhere" (another implementation gave it) or "assumed" (what the model was to do).
    published : array
    tolerance : float
        How far each number may lie from what was published.
    ours : function
        Computes what the model gives, as many numbers as are published.
    """

    topic: str
    what: str
    source: str
    status: str
    published: Floats = field(converter=_numbers)
    tolerance: float
    ours: Callable[[], ArrayLike]

    def holds(self, found: ArrayLike) -> bool:
        """Return whether what was found is as near as it has to be."""
        return bool((np.abs(_numbers(found) - self.published) <= self.tolerance).all())


def about(topic: str, source: str, status: str, rows: Iterable[Row]) -> tuple[Target, ...]:
    """Return targets of one topic that come from one source."""
    return tuple(
        Target(
            topic=topic,
            what=what,
            source=source,
            status=status,
            published=published,
            tolerance=tolerance,
            ours=ours,
        )
        for what, published, tolerance, ours in rows
    )
