"""Anti-plurality: a vote against one's last choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from elections.ballots import Profile
from elections.sharing import exact, parts, share
from elections.systems.base import BallotKind, Outcome, Stage, System, by_votes, elect_leaders

if TYPE_CHECKING:
    from elections.arrays import Bytes, Truth
    from elections.rules import Rules
    from elections.stack import Stack


def last_places(ranks: Bytes) -> Truth:
    """Mark whom each ballot ranks last, which are those that it leaves out, if any.

    Parameters
    ----------
    ranks : uint8, [candidate, ballot, election]
        Lower is better, 255 unranked.

    Examples
    --------
    >>> last_places(np.array([[1, 1], [2, 255], [3, 255]], dtype=np.uint8)[:, :, None])[:, :, 0]
    array([[False, False],
           [False,  True],
           [ True,  True]])
    """
    last: Truth = ranks == ranks.max(axis=0)
    return last


def _count(stack: Stack, rules: Rules) -> Outcome:
    last = last_places(stack.values)
    unit = parts(int(last.sum(axis=0, dtype=np.uint8).max(initial=1)))
    kind = exact(unit * int(stack.voters.max(initial=0)))
    against = share(last, stack.weights, unit, kind)
    points = unit * stack.voters.astype(kind) - against
    everyone = np.ones(points.shape, dtype=np.bool_)
    stage = Stage(votes=points, standing=everyone, against=against)
    return elect_leaders(points == points.max(axis=0), rules, stages=(stage,), unit=unit)


ANTI_PLURALITY = System(
    id="anti_plurality",
    name="Anti-plurality",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="points",
    summary=(
        "Each ballot is a vote against the candidate whom it ranks last, and a point for every "
        "other; whoever has fewest votes against is elected."
    ),
    source=(
        "Weber, Comparison of Voting Systems, 1978; truncated ballots: Baumeister et al., "
        "Campaigns for Lazy Voters, 2012 (average scores)"
    ),
    truncated="They are last together, and share the vote against them equally.",
    tied="Where they are last, they share the vote against them equally.",
    kernel=_count,
    merit=by_votes,
)
