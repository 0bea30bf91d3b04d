"""By what rules ballots are counted, whatever the system."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from attrs import evolve, field, frozen

from elections.errors import ElectionError, nearest
from elections.overvotes import OVERVOTES
from elections.ties import check_choice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from elections.arrays import Whole
    from elections.breakers import Breaker
    from elections.systems.base import System

BUDGET: Final = 50_000
"""How many cases a search may look at before the answer is "undecided"."""


@frozen(kw_only=True, eq=False)
class Rules:
    """The rules of a count, as kernels take them beside the ballots.

    Attributes
    ----------
    breaker : Breaker
        Chooses among candidates who are level.
    overvotes : {"exhaust", "skip", "split"}
        What first-choice systems do with equal ranks.
    seats : int
        How many are to be elected.
    options : mapping of str to str
        The system's own options: every one, with its chosen value.
    budget : int
        How many cases a search may look at, large ones counting as several.
    explained : bool
        Whether each election is to be explained; else its winners are enough.
    """

    breaker: Breaker
    overvotes: str = "exhaust"
    seats: int = 1
    options: Mapping[str, str] = field(factory=dict)
    budget: int = BUDGET
    explained: bool = False

    def some(self, elections: Whole) -> Rules:
        """Give the rules for some elections of the stack: int64, their indices."""
        return evolve(self, breaker=self.breaker.some(elections))


def rules_of(
    system: System, overvotes: str, seats: int, budget: int, options: Mapping[str, str]
) -> Callable[..., Rules]:
    """Check the rules of a count; what is left open is the breaker."""
    check_choice("overvotes", overvotes, OVERVOTES)
    check_from_one("seats are", seats)
    check_from_one("a budget is", budget)
    if seats > 1 and not system.many_seats:
        raise ElectionError(f"{system.name} fills one seat, not {seats}")
    for option, value in options.items():
        if option not in system.options:
            has = nearest(option, system.options) if system.options else "it has none"
            raise ElectionError(f'{system.name} has no option "{option}"; {has}')
        check_choice(option, value, system.options[option])
    usual = {option: values[0] for option, values in system.options.items()}
    return partial(
        Rules, overvotes=overvotes, seats=seats, options={**usual, **options}, budget=budget
    )


def check_from_one(what: str, given: object) -> None:
    """Refuse what is no whole number from 1.

    Raises
    ------
    ElectionError
        Saying what was given.
    """
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise ElectionError(f"{what} a whole number from 1, not {given!r}")


def check_seats(seats: int, candidates: int) -> None:
    """Refuse to fill more seats than there are candidates.

    Raises
    ------
    ElectionError
        With both numbers.
    """
    if seats > candidates:
        raise ElectionError(f"{seats} seats, but only {candidates} candidates")
