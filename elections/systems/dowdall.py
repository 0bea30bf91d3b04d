"""The Dowdall rule, by which Nauru elects its parliament."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from elections.arrays import UNRANKED, Bytes
from elections.ballots import Profile
from elections.sharing import exact, parts, share
from elections.systems.base import BallotKind, Outcome, System, by_votes, most_votes
from elections.systems.borda import TIED_PLACES

if TYPE_CHECKING:
    from elections.rules import Rules
    from elections.stack import Stack


def places(ranks: Bytes) -> tuple[Bytes, Bytes]:
    """Find the places from and to which each candidate stands on each ballot.

    Parameters
    ----------
    ranks : uint8, [candidate, ballot, election]
        Lower is better, 255 unranked.

    Returns
    -------
    first, last : uint8, [candidate, ballot, election]
        The same place twice, unless the candidate is tied; 255 for the unranked.

    Examples
    --------
    >>> first, last = places(np.array([[4], [7], [4], [255]], dtype=np.uint8)[:, :, None])
    >>> first.ravel(), last.ravel()
    (array([  1,   3,   1, 255], dtype=uint8), array([  2,   3,   2, 255], dtype=uint8))
    """
    first, last = np.ones_like(ranks), np.zeros_like(ranks)
    for row in ranks:
        first += row < ranks
        last += row <= ranks
    unranked = ranks == UNRANKED
    first[unranked] = last[unranked] = UNRANKED
    return first, last


def _count(stack: Stack, rules: Rules) -> Outcome:
    first, last = places(stack.values)
    worth = parts(stack.candidates)
    unit = worth if stack.tied else 1
    kind = exact(unit * worth * int(stack.voters.max(initial=0)))
    points = np.zeros((stack.candidates, stack.elections), dtype=kind)
    for place in range(1, stack.candidates + 1):
        there = (first <= place) & (last >= place)
        points += share(there, stack.weights, unit, kind) * (worth // place)
    return most_votes(points, rules, unit=unit * worth)


DOWDALL = System(
    id="dowdall",
    name="Dowdall rule",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="points",
    summary=(
        "On each ballot the first candidate gets one point, the second a half, the third a third "
        "and so on; whoever has most points is elected."
    ),
    source="Nauru, 1971; Fraenkel and Grofman, Australian Journal of Political Science 2014",
    truncated="They get nothing.",
    tied=TIED_PLACES,
    kernel=_count,
    merit=by_votes,
)
