"""Score voting, also called range voting."""

from __future__ import annotations

from elections.scores import Scores
from elections.systems.base import BallotKind, System, by_votes, most_points

SCORE = System(
    id="score",
    name="Score voting",
    ballot=BallotKind.SCORE,
    takes=Scores,
    measure="points",
    summary="Each voter gives every candidate a score; whoever has the highest total is elected.",
    source="Smith, Range Voting, 2000",
    truncated="They get nothing.",
    tied="Each gets what it was given.",
    kernel=most_points,
    merit=by_votes,
)
