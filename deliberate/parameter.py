"""How the figures of the model are declared: plausible range, and how they are known."""

from typing import Any

from attrs import NOTHING, field
from attrs.validators import and_, deep_iterable, ge, le


def parameter(default: float, low: float, high: float, basis: str) -> Any:
    """Declare an attrs field for a parameter; values outside `low`-`high` are refused.

    >>> from attrs import fields, frozen
    >>> @frozen
    ... class Weights:
    ...     outcome: float = parameter(1.0, 0.5, 1.5, "an assumption")
    >>> fields(Weights).outcome.metadata["basis"]
    'an assumption'
    """
    return figure(low, high, basis, default=default)


def figure(
    low: float, high: float, basis: str, *, default: Any = NOTHING, each: bool = False
) -> Any:
    """Declare an attrs field for a figure of the data, of which every row has its own.

    Where there is one for `each` of several things, as in a list, the range holds for all of them.

    >>> from attrs import frozen
    >>> @frozen
    ... class Line:
    ...     share: float = figure(0.0, 1.0, "accounts")
    >>> Line(1.5)
    Traceback (most recent call last):
    ValueError: 'share' must be <= 1.0: 1.5
    """
    within = and_(ge(low), le(high))
    return field(
        default=default,
        validator=deep_iterable(within) if each else within,
        metadata={"low": low, "high": high, "basis": basis},
    )
