"""First past the post."""

from __future__ import annotations

from functools import partial

from elections.ballots import Profile
from elections.systems.base import BallotKind, System, by_votes
from elections.systems.elimination import (
    ENDS_THERE,
    OVERVOTE,
    count_in_rounds,
    highest_wins,
    search_rounds,
)

PLURALITY = System(
    id="plurality",
    name="First past the post (plurality)",
    ballot=BallotKind.ONE,
    takes=Profile,
    summary="Each voter marks one candidate; whoever has most votes is elected.",
    source="Parliamentary elections rules, Representation of the People Act 1983, Schedule 1",
    truncated=ENDS_THERE,
    tied=OVERVOTE,
    kernel=partial(count_in_rounds, keep=highest_wins),
    who_can_win=partial(search_rounds, keep=highest_wins),
    merit=by_votes,
)
