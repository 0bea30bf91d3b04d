"""The two-round system, with the second round held on the same ballots."""

from __future__ import annotations

from functools import partial

from elections.ballots import Profile
from elections.systems.base import BallotKind, System
from elections.systems.elimination import (
    ENDS_THERE,
    OVERVOTE,
    count_in_rounds,
    search_rounds,
    two_stay,
    ways_of_rounds,
)

TWO_ROUND = System(
    id="two_round",
    name="Two-round system",
    ballot=BallotKind.TWICE,
    takes=Profile,
    summary=(
        "Whoever has more than half of the votes is elected; "
        "otherwise the two leaders meet in a second round."
    ),
    source="Constitution of the French Republic, article 7",
    truncated=ENDS_THERE,
    tied=OVERVOTE,
    kernel=partial(count_in_rounds, keep=two_stay),
    who_can_win=partial(search_rounds, keep=two_stay),
    ways=partial(ways_of_rounds, keep=two_stay),
)
