"""The Borda count, and what it may give to candidates whom a ballot leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from elections.arrays import UNRANKED
from elections.ballots import Profile
from elections.sharing import by_size
from elections.systems.base import BallotKind, Outcome, System, by_votes, most_votes
from elections.tally import points

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from elections.arrays import Whole
    from elections.rules import Rules
    from elections.stack import Stack

SHARED_PLACES: Final = "They share the places below all that are ranked, each getting the average."
TIED_PLACES: Final = "They share their places, each getting the average."


def borda_halves(preferred: Whole, voters: Whole) -> Whole:
    """Turn comparisons of pairs into Borda scores, counted in half points.

    A candidate gets a point for each other one ranked below it, and half a point for
    each one level with it. So tied places share their average, and so do all places
    that a ballot leaves out.

    Parameters
    ----------
    preferred : int64, [candidate, candidate, election]
        Voters who prefer row to column.
    voters : int64, [election]

    Returns
    -------
    int64, [candidate, election]

    Examples
    --------
    >>> preferred = np.array([[0, 3], [1, 0]])[:, :, None]
    >>> borda_halves(preferred, np.array([5])).ravel()
    array([7, 3])
    """
    others = len(preferred) - 1
    halves: Whole = others * voters + preferred.sum(axis=1) - preferred.sum(axis=0)
    return halves


def _average(stack: Stack) -> Whole:
    if stack.numbered:
        # Adding up ranks is three times as quick as comparing all pairs.
        return 2 * (stack.candidates * stack.voters - points(stack.values, stack.weights))
    return borda_halves(stack.pairwise, stack.voters)


def _modified(stack: Stack) -> Whole:
    """Give as many points as a ballot ranks, less one for each candidate ranked above."""
    ranked = by_size(stack.values != UNRANKED, stack.weights)
    marks = sum(ballots.sum(axis=0) for ballots in ranked.values())
    # A candidate left out has all that the ballot ranks above it: that makes 0.
    return np.asarray(2 * (marks - stack.pairwise.sum(axis=0)))


def _zero(stack: Stack) -> Whole:
    """Give as many points as there are candidates, less one for itself and each ranked above."""
    ranked = by_size(stack.values != UNRANKED, stack.weights)
    more = sum((stack.candidates - 1 - size) * ballots for size, ballots in ranked.items())
    return _modified(stack) + 2 * more


CONVENTIONS: Final[Mapping[str, Callable[[Stack], Whole]]] = {
    "average": _average,
    "zero": _zero,
    "modified": _modified,
}
"""What a ballot gives when it leaves candidates out: to each of them the average of the places
below; or nothing; or nothing, and to those it ranks only points as if there were no others."""


def _count(stack: Stack, rules: Rules) -> Outcome:
    return most_votes(CONVENTIONS[rules.options["truncated"]](stack), rules, unit=2)


BORDA = System(
    id="borda",
    name="Borda count",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="points",
    summary=(
        "On each ballot a candidate gets a point for every other one ranked below; "
        "whoever has most points is elected."
    ),
    source=(
        "Borda, Mémoire sur les élections au scrutin, 1784; ties as in Black, 1976; "
        "modified: Emerson, Social Choice and Welfare 2013"
    ),
    truncated=(
        "They share the places below all that are ranked, each getting the average; or, as chosen, "
        "nothing; or nothing, and the lowest of those ranked gets one point, the next two and so "
        "on (modified)."
    ),
    tied=(
        "They share their places, each getting the average; where the left-out get nothing, each "
        "gets the points of the highest of these places."
    ),
    options={"truncated": tuple(CONVENTIONS)},
    kernel=_count,
    merit=by_votes,
)
