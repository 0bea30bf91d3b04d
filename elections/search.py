"""Following every way in which ties can be broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from elections.errors import UndecidedError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

Case = TypeVar("Case")


def explore(
    start: Case,
    step: Callable[[Case], tuple[Iterable[int], Iterable[Case]]],
    budget: int,
    key: Callable[[Case], Hashable] = lambda case: case,
) -> set[int]:
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

    Raises
    ------
    UndecidedError
        Where there are more.

    Examples
    --------
    >>> sorted(explore(3, lambda left: ((), (left - 1,)) if left else ((7,), ()), budget=9))
    [7]
    """
    found: set[int] = set()
    waiting, seen = [start], {key(start)}
    while waiting:
        winners, following = step(waiting.pop())
        found.update(winners)
        for case in following:
            if (same := key(case)) not in seen:
                seen.add(same)
                waiting.append(case)
        if len(seen) > budget:
            raise UndecidedError(
                f"ties can be broken in more ways than the {budget:,} cases that may be looked at"
            )
    return found
