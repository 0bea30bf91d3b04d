"""Following every way in which ties can be broken."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

import numpy as np

from elections.errors import UndecidedError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Mapping

    from elections.arrays import Truth
    from elections.rules import Rules
    from elections.stack import Stack

Case = TypeVar("Case")
Order: TypeAlias = tuple[int, ...]
"""All candidates in an order by which ties may be broken, the most favoured first."""

Ways: TypeAlias = "Callable[[Stack, Rules], Mapping[int, Order]]"
"""From one election and its rules to such an order for each who can win."""

_A_CASE: Final = 25_000
"""The marks that are looked at in the time in which an ordinary case is."""
_AN_OPERATION: Final = 1_000
"""The marks that are looked at in the time in which an operation on an array begins."""


def explore(
    start: Case,
    step: Callable[[Case], tuple[Iterable[int], Iterable[Case]]],
    budget: int,
    key: Callable[[Case], Hashable] = lambda case: case,
    each: int = 1,
) -> dict[int, tuple[Case, ...]]:
    """Follow every way to break the ties of one election, and collect who can win.

    A depth-first search over cases (sets of continuing candidates, as a rule), each
    looked at once.

    Parameters
    ----------
    start : Case
        The case to begin with.
    step : callable
        From a case to the candidates who win there and the cases that may follow.
    budget : int
        How many cases may be looked at.
    key : callable
        From a case to what makes it the same as another; by default the case itself.
    each : int
        As how many cases one counts: see `as_cases`.

    Returns
    -------
    dict of int to tuple of Case
        From each candidate who can win to the cases on a way there, from the start.

    Raises
    ------
    UndecidedError
        Where there are more.

    Examples
    --------
    >>> explore(3, lambda left: ((), (left - 1,)) if left else ((7,), ()), budget=9)
    {7: (3, 2, 1, 0)}
    """
    found: dict[int, tuple[Case, ...]] = {}
    waiting: list[tuple[Case, ...]] = [(start,)]
    seen = {key(start)}
    while waiting:
        way = waiting.pop()
        winners, following = step(way[-1])
        found = {**dict.fromkeys(winners, way), **found}
        for case in following:
            if (same := key(case)) not in seen:
                seen.add(same)
                waiting.append((*way, case))
        if each * len(seen) > budget:
            raise UndecidedError(
                f"ties can be broken in more ways than the {budget:,} cases that may be looked at"
            )
    return found


def follow(stack: Stack, rules: Rules, leaders: Truth, met: Truth, ways: Ways) -> Truth:
    """Find everyone who can win, following every way to break the ties that were met.

    Parameters
    ----------
    stack : Stack
    rules : Rules
    leaders : bool, [candidate, election]
        Who led at the end, as ties were broken.
    met : bool, [election]
        Where a tie was met on the way; elsewhere the leaders can win.
    ways : callable

    Returns
    -------
    bool, [candidate, election]

    Raises
    ------
    UndecidedError
        Where there are too many ways.
    """
    can_win = leaders.copy()
    for election in np.flatnonzero(met).tolist():
        can_win[list(ways(stack.only(election), rules)), election] = True
    return can_win


def as_cases(operations: int, marks: int) -> int:
    """Say as how many cases one counts in which much has to be looked at.

    Parameters
    ----------
    operations : int
        How many operations on arrays it takes.
    marks : int
        How many marks on ballots, or comparisons of pairs, they look at together.

    Examples
    --------
    >>> as_cases(operations=20, marks=2_000), as_cases(operations=100, marks=2_000_000)
    (1, 85)
    """
    return 1 + (_AN_OPERATION * operations + marks) // _A_CASE


def orders_out(found: Mapping[int, tuple[Collection[int], ...]]) -> dict[int, Order]:
    """Give for each winner an order of favour by which ties are broken on the way there.

    Parameters
    ----------
    found : mapping of int to tuple of collection of int
        From each who can win to who is left at each point of a way there.

    Examples
    --------
    >>> orders_out({2: ({0, 1, 2}, {0, 2})})
    {2: (2, 0, 1)}
    """
    return {winner: _order_out(winner, way) for winner, way in found.items()}


def _order_out(winner: int, way: tuple[Collection[int], ...]) -> Order:
    gone = [each for before, after in pairwise(way) for each in before if each not in after]
    return (winner, *(each for each in way[-1] if each != winner), *reversed(gone))
