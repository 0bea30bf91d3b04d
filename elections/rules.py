"""By what rules ballots are counted, whatever the system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import evolve, field, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from elections.arrays import Whole
    from elections.breakers import Breaker

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
    """

    breaker: Breaker
    overvotes: str = "exhaust"
    seats: int = 1
    options: Mapping[str, str] = field(factory=dict)
    budget: int = BUDGET

    def some(self, elections: Whole) -> Rules:
        """Give the rules for some elections of the stack: int64, their indices."""
        return evolve(self, breaker=self.breaker.some(elections))
