"""How the figures of the model are declared: plausible range, how they are known, what they may be.

Each rule finds every fault of a value. As the validator of an attrs field it refuses a value that
has any; `deliberate.reading` asks it, so as to tell all faults of a file at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import NOTHING, Attribute, field, frozen

from deliberate.faults import Fault, Impossible

ROUNDING = 1e-6
"""By how much shares may miss their sum."""


class Rule:
    """What values must be, said of plain data and of values alike.

    What is of another type than the rule is about keeps it: the type is a fault of its own.
    """

    def faults(self, value: Any) -> Iterator[Fault]:
        """Yield all that is wrong with a value."""
        raise NotImplementedError

    def __call__(self, _: Any, attribute: "Attribute[Any]", value: Any) -> None:
        """Refuse the value of a field."""
        found = [fault.within(attribute.name) for fault in self.faults(value)]
        if found:
            raise Impossible(found)


@frozen
class Within(Rule):
    """Numbers from `low` to `high`; one that is no number is outside."""

    low: float
    high: float

    def faults(self, value: Any) -> Iterator[Fault]:
        """Yield a fault of a number outside."""
        if is_number(value) and not self.low <= value <= self.high:
            yield Fault(expected=f"a number from {self.low:.9g} to {self.high:.9g}", found=value)


@frozen
class Sized(Rule):
    """Texts, lists and tables of a length from `low` to `high`; `of` is what is counted."""

    low: int
    high: int | None = None
    of: str = "letters"

    def faults(self, value: Any) -> Iterator[Fault]:
        """Yield a fault of what is too short or too long."""
        size = len(value) if isinstance(value, str | list | tuple | Mapping) else self.low
        if not self.low <= size <= (size if self.high is None else self.high):
            span = "or more" if self.high is None else f"to {self.high}"
            yield Fault(expected=f"{self.low} {span} {self.of}", found=size)


@frozen
class Written(Rule):
    """Texts in which there is something to read."""

    def faults(self, value: Any) -> Iterator[Fault]:
        """Yield a fault of a blank."""
        if isinstance(value, str) and not value.strip():
            yield Fault(expected="something to read", found=value)


@frozen
class Each(Rule):
    """Lists and tables of which every value keeps a rule."""

    rule: Rule

    def faults(self, value: Any) -> Iterator[Fault]:
        """Yield the faults of every value."""
        for step, inner in parts(value):
            for fault in self.rule.faults(inner):
                yield fault.within(step)


@frozen
class Named(Rule):
    """Tables of which every key is the name of a `kind` that is known."""

    kind: str
    known: tuple[str, ...]

    def faults(self, value: Any) -> Iterator[Fault]:
        """Yield a fault of every other key."""
        for name in value if isinstance(value, Mapping) else ():
            if name not in self.known:
                yield Fault(key=(name,), expected=self.kind, found=name, known=self.known)


@frozen
class Ordered(Rule):
    """Pairs of which the first number is no greater than the second."""

    def faults(self, value: Any) -> Iterator[Fault]:
        """Yield a fault of a pair the wrong way round; a bound that is no number fails too."""
        bounds = [bound for _, bound in parts(value) if is_number(bound)]
        if len(bounds) == 2 and not bounds[0] <= bounds[1]:
            yield Fault(expected="a lower number and a higher one", found=bounds)


@frozen
class Shares(Rule):
    """Lists and tables of shares of a whole: each from 0 to 1, and together 1.

    Where they are `some` of its shares alone, they are 1 together at most.
    """

    some: bool = False

    def faults(self, value: Any) -> Iterator[Fault]:
        """Yield a fault of each that is no share, or one of a sum that is wrong."""
        shares = [share for _, share in parts(value)]
        outside = tuple(Each(Within(0.0, 1.0)).faults(value))
        yield from outside
        if value is None or outside or not all(map(is_number, shares)):
            return
        if not (self.some or sum(shares) >= 1 - ROUNDING) or sum(shares) > 1 + ROUNDING:
            expected = f"shares that sum to 1{' at most' if self.some else ''}"
            yield Fault(expected=expected, found=round(sum(shares), 9))


@frozen
class All(Rule):
    """Values that keep several rules."""

    rules: tuple[Rule, ...]

    def faults(self, value: Any) -> Iterator[Fault]:
        """Yield what any of them finds."""
        for rule in self.rules:
            yield from rule.faults(value)


def is_number(value: Any) -> bool:
    """Whether a value is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def parts(value: Any) -> Iterable[tuple[Any, Any]]:
    """Return the keys or places of what a table or a list holds; anything else holds nothing."""
    if isinstance(value, Mapping):
        return value.items()
    return enumerate(value) if isinstance(value, list | tuple) else ()


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
    deliberate.faults.Impossible: share: expected a number from 0 to 1, found 1.5
    """
    return field(default=default, **span(low, high, basis, each=each))


def span(low: float, high: float, basis: str, *, each: bool = False) -> dict[str, Any]:
    """Return what `figure` says of a field, for one that has a converter or a factory besides."""
    within = Within(low, high)
    rule = Each(within) if each else within
    return {"validator": rule, "metadata": {"low": low, "high": high, "basis": basis}}


def whole(basis: str, *, some: bool = False) -> dict[str, Any]:
    """Return what to say of a field that has the shares of a whole, or `some` of them alone."""
    return {"validator": Shares(some), "metadata": {"low": 0.0, "high": 1.0, "basis": basis}}
