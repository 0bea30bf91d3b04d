"""Faults of plain data: where each is, what was found there, and what was expected."""

from collections.abc import Iterable
from typing import Any

from attrs import evolve, frozen

from deliberate.errors import unknown
from elections import printable

KeyPath = tuple[str | int, ...]
"""The way to a value through tables and lists: ``("candidates", 0, "ideal")``."""

LONGEST = 60  # as much of a value is shown


@frozen(kw_only=True)
class Fault:
    """Something that cannot be: at `key` was `found` what is not `expected`.

    Where a name was expected, `expected` is the kind of thing and `known` are the names there are.
    A table that lacks keys has them `missing` instead. `hint` is what else can be done. Where
    several keys make the fault together, as shares that sum to too much, `because` are the ways to
    them; where a fault is known to be one of a file, `where` is the file.

    Examples
    --------
    >>> str(Fault(expected="a number from 1 to 10", found=50))
    'expected a number from 1 to 10, found 50'
    >>> str(Fault(expected="line", found="hospitl", known=("hospital", "social")))
    'no line is called "hospitl"; the nearest is "hospital"'
    >>> str(Fault(missing=("title", "story")))
    "the keys 'title', 'story' are missing"
    """

    expected: str = ""
    found: Any = None
    key: KeyPath = ()
    known: tuple[str, ...] | None = None
    missing: tuple[str, ...] = ()
    hint: str = ""
    because: tuple[KeyPath, ...] = ()
    where: str = ""

    def within(self, step: str | int) -> "Fault":
        """Return the same fault of a value one step farther in."""
        return evolve(self, key=(step, *self.key))

    def __str__(self) -> str:
        """Say what is wrong, but not where."""
        said = f"expected {self.expected}, found {shown(self.found)}"
        if self.known is not None:
            said = unknown(self.expected, printable(str(self.found)), self.known)
        elif self.missing:
            names = ", ".join(map(repr, self.missing))
            said = f"the keys {names} are" if self.missing[1:] else f"the key {names} is"
            said = f"{said} missing"
        return f"{said}; {self.hint}" if self.hint else said


class Impossible(ValueError):  # noqa: N818 - it is the data that cannot be
    """Plain data, or a value, is not what it must be; `faults` are all the reasons."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(told, self.faults)))


def told(fault: Fault) -> str:
    """Say where a fault is and what it is.

    >>> told(Fault(key=("candidates", 0, "valence"), expected="a number", found="x"))
    "candidates[0].valence: expected a number, found 'x'"
    """
    return f"{key_of(fault.key)}: {fault}" if fault.key else str(fault)


def key_of(path: KeyPath) -> str:
    """Return a way to a value as people write it.

    >>> key_of(("candidates", 0, "ideal"))
    'candidates[0].ideal'
    """
    steps = (f"[{step}]" if isinstance(step, int) else f".{printable(step)}" for step in path)
    return "".join(steps).removeprefix(".")


def shown(found: Any) -> str:
    """Return a value as it is quoted, no longer than a line has room for.

    >>> shown(True), shown({"a": 1}), shown([0.5, 2])
    ('true', 'a table', '[0.5, 2]')
    """
    if isinstance(found, dict):
        return "a table"
    if isinstance(found, bool):
        return str(found).lower()
    text = printable(repr(found) if isinstance(found, str | list | float | int) else str(found))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
