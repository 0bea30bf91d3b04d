"""Approval voting with a runoff on the same ballots."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from elections.scores import Scores
from elections.systems.base import BallotKind, Outcome, Stage, System
from elections.systems.elimination import leading
from elections.systems.finals import hold_runoff, rated_higher
from elections.tally import points

if TYPE_CHECKING:
    from elections.arrays import Truth
    from elections.rules import Rules
    from elections.stack import Stack


def _count(stack: Stack, rules: Rules) -> Outcome:
    approvals = points(stack.values, stack.weights)
    everyone = np.ones(approvals.shape, dtype=np.bool_)
    two = everyone
    if stack.candidates > 2:
        two = leading(approvals, everyone, rules.breaker, staying=2)
    scoring = Stage(votes=approvals, standing=everyone)
    return hold_runoff(stack, rules, scoring, two, rated_higher(stack))


def _search(_stack: Stack, _rules: Rules, outcome: Outcome) -> Truth:
    # Whoever is approved on more ballots is so on more that do not approve of the other;
    # so the most approved win every runoff, and draw among themselves.
    approvals = outcome.stages[0].votes
    most: Truth = approvals == approvals.max(axis=0)
    return most


APPROVAL_RUNOFF = System(
    id="approval_runoff",
    name="Approval voting with a runoff",
    ballot=BallotKind.APPROVAL,
    takes=Scores,
    most=1,
    measure="approvals",
    summary=(
        "The two candidates with most approvals meet in a runoff, in which a ballot counts for the "
        "one whom it approves of if it does not approve of the other; so, on the same ballots, "
        "the more approved of the two wins, and the runoff shows by how many voters."
    ),
    source="Delemazure, Lang, Laslier and Sanver, Approval with Runoff, IJCAI 2022",
    truncated="They are not approved of.",
    tied="In the runoff, a ballot that approves of both or of neither has no vote.",
    kernel=_count,
    who_can_win=_search,
)
