"""Looking for a violation on certain ballots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from elections.counting import check_kind, find
from elections.criteria.case import Case, together
from elections.criteria.registry import criterion_of
from elections.rules import check_from_one

if TYPE_CHECKING:
    from elections.criteria.case import Ballots, Violation
    from elections.systems.base import System

BUDGET: Final = 10_000
"""How many changed elections are counted before the search ends."""


def violation(
    ballots: Ballots, system: str | System, criterion: str, *, budget: int = BUDGET
) -> Violation | None:
    r"""Look for a violation of a criterion by a voting system on certain ballots.

    It is claimed only where no way of breaking ties explains it away, and never where a
    count is undecided. Systems count with their usual options. Criteria about changes
    are searched: every change of the voters of one ballot (all of them, half, a quarter
    … one), then of two ballots at once, up to the budget. Changed ballots rank
    candidates equally only where ballots did before.

    Parameters
    ----------
    ballots : Profile or Scores
    system : str or System
        A voting system or its id.
    criterion : str
        The id of a criterion: see `CRITERIA`.
    budget : int
        How many changed elections may be counted.

    Returns
    -------
    Violation or None
        None where none was found, or the criterion is not applicable.

    Raises
    ------
    ElectionError
        For an unknown criterion, or a budget that is no whole number from 1.
    UnknownSystemError, WrongBallotsError
        As for `elect`.

    Examples
    --------
    >>> from elections import Profile
    >>> profile = Profile.from_text("3: A > B > C\n2: B > C > A")
    >>> print(violation(profile, "borda", "majority"))
    3 of 5 voters prefer A to B and C, but B is elected.
    """
    asked, chosen = criterion_of(criterion), find(system)
    check_kind(ballots, chosen)
    check_from_one("a budget is", budget)
    if (asked.change and chosen.random) or not ballots.voters:
        return None
    case = Case(ballots=together(ballots), system=chosen, criterion=asked.id, budget=budget)
    return asked.look(case) if case.won.any() else None
