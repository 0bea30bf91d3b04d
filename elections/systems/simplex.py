"""The simplex method in whole numbers, so that nothing is rounded."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from attrs import define, field

from elections.errors import UndecidedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from elections.arrays import Whole

_A_CASE: Final = 40
"""The entries of a table that may be rewritten as one case."""


@define(kw_only=True, eq=False)
class Table:
    """A linear programme: some numbers, none negative, of which sums keep to limits.

    One sum after another can be made as large as may be, none at the cost of those
    before it. Entries are whole numbers, to be divided by a common one.

    Attributes
    ----------
    entries : object, [row, number]
        How much less the number of each row is for one more of another. The last
        column holds what it is now; the last row is for the sum to be made large.
    rows : list of int
        The number of each row; those of no row are 0.
    may_grow : list of bool
        Which numbers may still become more than 0.
    budget : int
        How many cases may be looked at.

    References
    ----------
    Edmonds, "Systems of distinct representatives and linear algebra", 1967 (elimination
    in whole numbers); Bland, "New finite pivoting rules for the simplex method", 1977.

    Examples
    --------
    >>> table = Table.of(np.array([[1, 2], [3, 1]]), np.array([4, 7]), budget=100)
    >>> table.maximise([0, 1])
    >>> table.now(0), table.now(1)
    (Fraction(2, 1), Fraction(1, 1))
    """

    entries: NDArray[Any]
    rows: list[int]
    may_grow: list[bool]
    budget: int
    common: int = field(default=1, init=False)
    spent: int = field(default=0, init=False)

    @classmethod
    def of(cls, factors: Whole, limits: Whole, budget: int) -> Table:
        """Begin with numbers that are all 0.

        Parameters
        ----------
        factors : int64, [row, number]
            How much of each number goes into each sum.
        limits : int64, [row]
            What the sum may come to, 0 or more. What it is short of that is a number too.
        budget : int
        """
        many, numbers = factors.shape
        entries = np.zeros((many + 1, numbers + many + 1), dtype=object)
        entries[:-1, :numbers] = factors
        entries[:-1, numbers:-1] = np.eye(many, dtype=np.int64)
        entries[:-1, -1] = limits
        return cls(
            entries=entries.astype(object),
            rows=list(range(numbers, numbers + many)),
            may_grow=[True] * (numbers + many),
            budget=budget,
        )

    @property
    def settled(self) -> bool:
        """Whether no number can change any more."""
        return sum(self.may_grow) == sum(self.may_grow[row] for row in self.rows)

    def now(self, number: int) -> Fraction:
        """Give what a number is now."""
        if number not in self.rows:
            return Fraction(0)
        return Fraction(self.entries[self.rows.index(number), -1], self.common)

    def add(self, numbers: Sequence[int]) -> int:
        """Put in a further number, which stands for as much of each of some; say which it is."""
        column = self.entries[:, numbers].sum(axis=1)
        self.entries = np.insert(self.entries, -1, column, axis=1)
        self.may_grow.append(True)
        return len(self.may_grow) - 1

    def maximise(self, numbers: Sequence[int]) -> None:
        """Make the sum of some numbers, all of no row yet, as large as it can be for good.

        Raises
        ------
        UndecidedError
            Where that takes more cases than may be looked at.
        """
        self.entries[-1] = 0
        self.entries[-1, list(numbers)] = -self.common
        stalled = False
        while (gains := self._gaining()).size:
            # The first of those that gain never leads in a circle; the best is faster.
            grows = int(gains[0] if stalled else gains[self.entries[-1, gains].argmin()])
            row = self._first_to_go(grows)
            stalled = self.entries[row, -1] == 0
            self._swap(row, grows)
        costs = self.entries[-1, :-1] > 0
        self.may_grow = [may and not cost for may, cost in zip(self.may_grow, costs, strict=True)]

    def _gaining(self) -> NDArray[np.intp]:
        return np.flatnonzero((self.entries[-1, :-1] < 0) & self.may_grow)

    def _first_to_go(self, grows: int) -> int:
        """Find the row whose number comes down to 0 first as another grows."""
        falling = np.flatnonzero(self.entries[:-1, grows] > 0)
        return int(
            min(
                falling,
                key=lambda row: (
                    Fraction(self.entries[row, -1], self.entries[row, grows]),
                    self.rows[row],
                ),
            )
        )

    def _swap(self, row: int, grows: int) -> None:
        """Give the row to the number that has grown, and rewrite the others accordingly."""
        self.spent += 1 + self.entries.size // _A_CASE
        if self.spent > self.budget:
            raise UndecidedError(
                f"to find the lottery takes more than the {self.budget:,} cases that may be "
                "looked at"
            )
        pivot, kept, factors = (
            self.entries[row, grows],
            self.entries[row].copy(),
            self.entries[:, grows].copy(),
        )
        self.entries = (self.entries * pivot - np.outer(factors, kept)) // self.common
        self.entries[row] = kept
        self.common = pivot
        self.rows[row] = grows
