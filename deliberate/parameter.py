"""How a parameter of the model is declared: default, plausible range, and how it is known."""

from typing import Any

from attrs import field
from attrs.validators import and_, ge, le


def parameter(default: float, low: float, high: float, basis: str) -> Any:
    """Declare an attrs field for a parameter; values outside `low`-`high` are refused.

    >>> from attrs import fields, frozen
    >>> @frozen
    ... class Weights:
    ...     outcome: float = parameter(1.0, 0.5, 1.5, "an assumption")
    >>> fields(Weights).outcome.metadata["basis"]
    'an assumption'
    """
    return field(
        default=default,
        validator=and_(ge(low), le(high)),
        metadata={"low": low, "high": high, "basis": basis},
    )
