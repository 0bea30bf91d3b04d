"""The Slater rule."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from elections.ballots import Profile
from elections.systems.base import BallotKind, System
from elections.systems.defeats import LEFT_OUT, NEITHER_AHEAD
from elections.systems.orders import Orders, by_place, count_by_orders, tell_orders
from elections.systems.piecemeal import condorcet_first

if TYPE_CHECKING:
    from elections.arrays import Whole
    from elections.stack import Stack


def _defeats(stack: Stack) -> Whole:
    return (stack.margins > 0).astype(np.int64)


def _told(stack: Stack, found: Orders) -> dict[str, Any]:
    """Say how many defeats an order goes against, as is usual, rather than with."""
    defeats = _defeats(stack).sum(axis=(0, 1))
    against = defeats - np.array(found.first)[:, None]
    return {
        "columns": {"defeats reversed if first": against},
        "facts": {"defeats reversed": defeats - found.score},
    }


SLATER = System(
    id="slater",
    name="Slater rule",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="pairs",
    summary=(
        "Elected is the first of that order of all candidates which reverses fewest defeats, "
        "putting the loser above the winner."
    ),
    source="Slater, Inconsistencies in a schedule of paired comparisons, Biometrika 1961",
    truncated=LEFT_OUT,
    tied=f"{NEITHER_AHEAD} Candidates who do not defeat each other may stand in either order.",
    searches=True,
    kernel=condorcet_first(partial(count_by_orders, gain_of=_defeats, told=_told)),
    merit=by_place,
    story=tell_orders,
)
