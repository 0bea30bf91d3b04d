"""Approval voting."""

from __future__ import annotations

from elections.scores import Scores
from elections.systems.base import BallotKind, System, by_votes, most_points

APPROVAL = System(
    id="approval",
    name="Approval voting",
    ballot=BallotKind.APPROVAL,
    takes=Scores,
    most=1,
    measure="approvals",
    summary="Each voter marks every candidate they approve of; whoever has most marks is elected.",
    source="Brams and Fishburn, Approval Voting, American Political Science Review 1978",
    truncated="They get nothing.",
    tied="Each gets what it was given.",
    kernel=most_points,
    merit=by_votes,
)
