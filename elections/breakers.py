"""Breaking ties: choosing among candidates who are level, in many elections at once.

Nearly every way of breaking ties comes down to one array, ``priority[candidate,
election]``, the lower number being favoured; decisions by hand are looked up.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np
from attrs import frozen

from elections.arrays import all_bits, first_true
from elections.errors import TieError
from elections.text import printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from elections.arrays import Bytes, Truth, Whole


class Breaker(Protocol):
    """Chooses among candidates who are level, in each election of a stack.

    ``level`` is always bool, [candidate, election], with at least one candidate in each
    election.
    """

    def first(self, level: Truth) -> Whole:
        """Choose who is elected (or stays in) of the level: int64, [election]."""

    def last(self, level: Truth) -> Whole:
        """Choose who goes out of the level: int64, [election]."""

    def keep(self, level: Truth, many: Whole) -> Truth:
        """Choose so many of the level to stay in: bool, [candidate, election]."""

    def order(self, level: Truth) -> Whole:
        """Put the level in order: ``priority[candidate, election]``, the others anywhere."""

    def chance(self) -> NDArray[np.float64]:
        """Draw a number from 0 up to 1 for each election, for systems that draw lots."""

    def some(self, elections: Whole) -> Breaker:
        """Break the ties of some elections of the stack: int64, their indices."""

    def beside(self, others: Sequence[Self]) -> Self:
        """Break the ties of further elections too, each as by its own breaker."""


@frozen(eq=False)
class ByPriority:
    """Favours the candidate with the lowest number.

    Attributes
    ----------
    priority : int64, [candidate, election]
        0 to 253.
    draws : float64, [election]
        What `chance` answers.

    Examples
    --------
    >>> breaker = ByPriority(np.array([[2], [0], [1]]), np.zeros(1))
    >>> level = np.array([[True], [False], [True]])
    >>> breaker.first(level), breaker.last(level)
    (array([2]), array([0]))
    """

    priority: Whole
    draws: NDArray[np.float64]

    @cached_property
    def _order(self) -> Bytes:
        """The numbers as bytes: many times as quick to compare."""
        return self.priority.astype(np.uint8)

    def first(self, level: Truth) -> Whole:
        """Choose the one with the lowest number."""
        ahead = self._order | all_bits(~level)
        return first_true(ahead == ahead.min(axis=0))

    def last(self, level: Truth) -> Whole:
        """Choose the one with the highest number."""
        behind = (self._order + np.uint8(1)) & all_bits(level)
        return first_true(behind == behind.max(axis=0))

    def keep(self, level: Truth, many: Whole) -> Truth:
        """Choose those with the lowest numbers."""
        ahead = self._order | all_bits(~level)
        before = np.zeros(level.shape, dtype=np.uint8)
        for row in ahead:
            before += (row < ahead).view(np.uint8)
        return np.asarray(level & (before < many))

    def order(self, _level: Truth) -> Whole:
        """Give the numbers themselves, whoever is level."""
        return self.priority

    def chance(self) -> NDArray[np.float64]:
        """Give the numbers drawn."""
        return self.draws

    def some(self, elections: Whole) -> ByPriority:
        """Break the ties of some elections alone."""
        return ByPriority(self.priority[:, elections], self.draws[elections])

    def beside(self, others: Sequence[ByPriority]) -> ByPriority:
        """Break the ties of further elections too."""
        every = (self, *others)
        return ByPriority(
            np.hstack([each.priority for each in every]),
            np.concatenate([each.draws for each in every]),
        )


@frozen(eq=False)
class ByHand:
    """Does what somebody decided for each set of candidates who are level.

    Attributes
    ----------
    candidates : tuple of str
    choices : mapping of frozenset of str to str or tuple of str
        To whom it happens: who is elected, stays in or goes out.
    draws : float64, [election]
    """

    candidates: tuple[str, ...]
    choices: Mapping[frozenset[str], str]
    draws: NDArray[np.float64]

    def first(self, level: Truth) -> Whole:
        """Choose whom the choice names."""
        return np.array([self._chosen(column) for column in level.T])

    last = first

    def keep(self, level: Truth, many: Whole) -> Truth:
        """Choose one after the other, or the only one who goes out."""
        kept = np.zeros_like(level)
        for election, places in enumerate(np.broadcast_to(many, level.shape[1:])):
            left = level[:, election].copy()
            if places == left.sum() - 1 > 0:
                left[self._chosen(left)] = False
                kept[:, election] = left
                continue
            for _ in range(int(places)):
                chosen = self._chosen(left)
                kept[chosen, election], left[chosen] = True, False
        return kept

    def order(self, level: Truth) -> Whole:
        """Put the level in order, best first, by choosing again and again; then the others.

        Raises
        ------
        TieError
            Where the choices do not say who is first of those left.
        """
        return np.stack([self._order(column) for column in level.T], axis=1)

    def chance(self) -> NDArray[np.float64]:
        """Give the numbers drawn."""
        return self.draws

    def some(self, elections: Whole) -> ByHand:
        """Break the ties of some elections alone."""
        return ByHand(self.candidates, self.choices, self.draws[elections])

    def beside(self, others: Sequence[ByHand]) -> ByHand:
        """Break the ties of further elections too, by the same choices."""
        draws = np.concatenate([each.draws for each in (self, *others)])
        return ByHand(self.candidates, self.choices, draws)

    def _order(self, level: Truth) -> Whole:
        left, chosen = level.copy(), []
        while left.any():
            chosen.append(self._chosen(left))
            left[chosen[-1]] = False
        return np.argsort([*chosen, *np.flatnonzero(~level)])

    def _chosen(self, level: Truth) -> int:
        places = np.flatnonzero(level)
        if len(places) == 1:
            return int(places[0])
        names = [self.candidates[place] for place in places]
        chosen = self.choices.get(frozenset(names))
        if chosen is None:
            said = " and ".join(f'"{printable(name)}"' for name in names)
            raise TieError(f"{said} are level, and no choice between them was made by hand")
        return self.candidates.index(chosen)
