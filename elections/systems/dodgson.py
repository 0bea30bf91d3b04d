"""Dodgson's system: who becomes a Condorcet winner by the fewest swaps on ballots."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from elections.arrays import UNRANKED
from elections.ballots import Profile
from elections.count import Step
from elections.readout import listed, number
from elections.systems.base import BallotKind, Outcome, System
from elections.systems.changes import (
    UNBATCHED,
    Ballots,
    Change,
    Problem,
    by_cost,
    count_by_changes,
    in_words,
    kinds_of,
)
from elections.systems.covering import covering_of
from elections.systems.piecemeal import condorcet_first
from elections.text import printable

if TYPE_CHECKING:
    from elections.arrays import Bytes, Whole


def half_swaps(ranks: Bytes, candidate: int) -> tuple[Whole, Whole]:
    """Count what it takes on each ballot to raise a candidate past each other one.

    It is raised past whole levels, from its own level upwards: a swap past each
    candidate above it, and half a swap past each on its own level.

    Parameters
    ----------
    ranks : uint8, [candidate, ballot]
        Lower is better, 255 unranked: level with each other below all that are ranked.
    candidate : int

    Returns
    -------
    lead : int64, [candidate, ballot]
        By how much the margin over each is moved by raising past it: 2 where it is above,
        1 where it is level, 0 where it is below.
    cost : int64, [candidate, ballot]
        Half swaps for raising past each, and so past all that come before; 0 where it
        is below.

    Examples
    --------
    >>> ranks = np.array([[1], [2], [2], [3], [3]], dtype=np.uint8)
    >>> half_swaps(ranks, 4)[1].ravel()
    array([7, 5, 5, 1, 0])
    """
    own = ranks[candidate]
    lead = (ranks <= own).astype(np.int64) + (ranks < own)
    lead[candidate] = 0
    # What is on each level, then on it and on all below.
    top = int(ranks.max(initial=0, where=ranks < UNRANKED)) + 1
    levels = np.minimum(ranks, top).astype(np.int64)
    ballots = ranks.shape[1]
    places = levels * ballots + np.arange(ballots)
    on = np.bincount(places.ravel(), lead.ravel(), (top + 1) * ballots).astype(np.int64)
    on = on.reshape(top + 1, ballots)
    down = on[::-1].cumsum(axis=0)[::-1]
    cost = np.take_along_axis(down, levels, axis=0)
    return lead, np.where(lead > 0, cost, 0)


def problem_of(ballots: Ballots, candidate: int) -> Problem:
    """Say what is to be met so that a candidate beats everybody."""
    behind = np.flatnonzero(ballots.margins[candidate] <= 0)
    behind = behind[behind != candidate]
    if not behind.size:
        return None
    lead, cost = (each[behind] for each in half_swaps(ballots.ranks, candidate))
    kind = np.full(len(ballots.weights), -1)
    useful = (cost > 0).any(axis=0)
    kind[useful], first = kinds_of(np.concatenate([lead, cost])[:, useful])
    lead, cost = lead[:, useful][:, first], cost[:, useful][:, first]
    of_kind, each = _ways(cost)
    covering = covering_of(
        copies=np.bincount(kind[useful], ballots.weights[useful]).astype(np.int64),
        kind=of_kind,
        cost=each,
        gain=np.where(cost[:, of_kind] <= each, lead[:, of_kind], 0).T,
        need=1 - ballots.margins[candidate, behind],
    )
    return covering, kind


def _ways(cost: Whole) -> tuple[Whole, Whole]:
    """List how far the candidate can be raised on each kind of ballot: the kind, the cost."""
    of_kind, past = np.nonzero(cost.T)
    each = cost[past, of_kind]
    order = np.lexsort((each, of_kind))
    of_kind, each = of_kind[order], each[order]
    # Those on one level cost the same: past all of them is one way.
    new = np.append(True, (np.diff(of_kind) > 0) | (np.diff(each) > 0))
    return of_kind[new], each[new]


def _told(costs: list[int], at_least: str) -> dict[str, Any]:
    swaps = [Fraction(cost, 2) for cost in costs]
    return {f"swaps needed{at_least}": np.array(swaps, dtype=object)[:, None]}


def _steps(outcome: Outcome, candidates: tuple[str, ...]) -> tuple[Step, ...]:
    if outcome.found is None:
        return ()
    winner = int(outcome.winner[0])
    name = printable(candidates[winner])
    changes: tuple[Change, ...] = outcome.found["changes"]
    raised = tuple(_raised(change, winner, candidates) for change in changes)
    text = f"Then {name} beats everybody else." if changes else f"{name} beats everybody else."
    return (*raised, Step(action="beats all", candidates=(candidates[winner],), text=text))


def _raised(change: Change, winner: int, candidates: tuple[str, ...]) -> Step:
    cost = half_swaps(change.ranks[:, None], winner)[1][:, 0]
    past = [candidates[place] for place in np.flatnonzero((cost > 0) & (cost <= change.cost))]
    swaps = Fraction(change.cost * change.changed, 2)
    text = (
        f"{printable(candidates[winner])} is raised past {listed(past)} on "
        f"{number(change.changed)} of {number(change.cast)} ballots "
        f"{in_words(change.ranks, candidates)}: {number(swaps)}"
    )
    return Step(action="raised", candidates=(candidates[winner], *past), size=swaps, text=text)


DODGSON = System(
    id="dodgson",
    name="Dodgson's rule",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="pairs",
    summary=(
        "Elected is whoever beats everybody once the fewest swaps are made of candidates next to "
        "each other on a ballot: fewest for them, that is, of all candidates."
    ),
    source=(
        "Dodgson, A method of taking votes on more than two issues, 1876; Bartholdi, Tovey and "
        "Trick, Voting schemes for which it can be difficult to tell who won the election, 1989; "
        "half a swap out of a tie as in the distance of Kemeny, 1959"
    ),
    truncated=(
        "They lie below all that are ranked, level with each other; to raise one of them past "
        "the others takes half a swap for each."
    ),
    tied=(
        "To raise one past the others takes half a swap for each; a candidate is raised past "
        "all on a level, or none."
    ),
    searches=True,
    unbatched=UNBATCHED,
    kernel=condorcet_first(partial(count_by_changes, problem_of=problem_of, told=_told)),
    merit=by_cost,
    story=_steps,
)
