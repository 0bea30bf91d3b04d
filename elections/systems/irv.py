"""The alternative vote, elsewhere called instant-runoff voting."""

from __future__ import annotations

from functools import partial

from elections.ballots import Profile
from elections.systems.base import BallotKind, System
from elections.systems.elimination import (
    ENDS_THERE,
    OVERVOTE,
    count_in_rounds,
    one_goes,
    search_rounds,
    ways_of_rounds,
)

IRV = System(
    id="irv",
    name="Alternative vote (IRV)",
    ballot=BallotKind.RANKING,
    takes=Profile,
    summary=(
        "Until somebody has more than half of the votes still counting, the candidate with fewest "
        "votes goes out and each of those votes moves to its next preference."
    ),
    source="Parliamentary Voting System and Constituencies Act 2011, section 9",
    truncated=ENDS_THERE,
    tied=OVERVOTE,
    kernel=partial(count_in_rounds, keep=one_goes),
    who_can_win=partial(search_rounds, keep=one_goes),
    ways=partial(ways_of_rounds, keep=one_goes),
)
