"""The Borda count, in its symmetric form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from elections.ballots import Profile
from elections.systems.base import BallotKind, Outcome, System, by_votes, most_votes

if TYPE_CHECKING:
    from elections.arrays import Whole
    from elections.rules import Rules
    from elections.stack import Stack


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
    """
    others = len(preferred) - 1
    halves: Whole = others * voters + preferred.sum(axis=1) - preferred.sum(axis=0)
    return halves


def _count(stack: Stack, rules: Rules) -> Outcome:
    return most_votes(borda_halves(stack.pairwise, stack.voters), rules, unit=2)


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
    source="Borda, Mémoire sur les élections au scrutin, 1784; ties as in Black, 1976",
    truncated="They share the places below all that are ranked, each getting the average.",
    tied="They share their places, each getting the average.",
    kernel=_count,
    merit=by_votes,
)
