"""The Kemeny rule, also called Kemeny-Young."""

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


def _agreeing(stack: Stack) -> Whole:
    return stack.pairwise


def _told(_stack: Stack, found: Orders) -> dict[str, Any]:
    first = np.array(found.first, dtype=object)
    return {
        "columns": {"score if first": first[:, None]},
        "facts": {"Kemeny score": np.array([found.score], dtype=object)},
    }


KEMENY = System(
    id="kemeny",
    name="Kemeny rule (Kemeny–Young)",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="pairs",
    summary=(
        "Elected is the first of that order of all candidates with which the voters agree most: "
        "it scores, for each pair, the voters who rank it the same way round."
    ),
    source=(
        "Kemeny, Mathematics without numbers, Daedalus 1959; Young and Levenglick, A consistent "
        "extension of Condorcet's election principle, SIAM J. Applied Mathematics 1978"
    ),
    truncated=LEFT_OUT,
    tied=NEITHER_AHEAD,
    searches=True,
    kernel=condorcet_first(partial(count_by_orders, gain_of=_agreeing, told=_told)),
    merit=by_place,
    story=tell_orders,
)
