"""First past the post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from elections.ballots import Profile
from elections.systems.base import BallotKind, Outcome, System, by_votes, most_votes
from elections.systems.elimination import ENDS_THERE, OVERVOTE

if TYPE_CHECKING:
    from elections.rules import Rules
    from elections.stack import Stack


def _count(stack: Stack, rules: Rules) -> Outcome:
    votes, unit = stack.firsts(rules.overvotes)
    return most_votes(votes, rules, unit=unit)


PLURALITY = System(
    id="plurality",
    name="First past the post (plurality)",
    ballot=BallotKind.ONE,
    takes=Profile,
    summary="Each voter marks one candidate; whoever has most votes is elected.",
    source="Parliamentary elections rules, Representation of the People Act 1983, Schedule 1",
    truncated=ENDS_THERE,
    tied=OVERVOTE,
    kernel=_count,
    merit=by_votes,
)
