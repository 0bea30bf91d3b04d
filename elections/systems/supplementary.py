"""The supplementary vote of English mayors until 2022, and the contingent vote it comes from."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from elections.arrays import Bytes, Truth, all_bits, blocks
from elections.ballots import Profile
from elections.stack import Stack
from elections.systems.base import BallotKind, Outcome, System
from elections.systems.elimination import (
    ENDS_THERE,
    OVERVOTE,
    count_in_rounds,
    search_rounds,
    two_stay,
    ways_of_rounds,
)

if TYPE_CHECKING:
    from elections.rules import Rules
    from elections.search import Order


def first_two_ranks(ranks: Bytes) -> Bytes:
    """Leave the first two preferences of each ballot, and nothing below.

    Parameters
    ----------
    ranks : uint8, [candidate, ballot, ...]
        Lower is better, 255 unranked.

    Examples
    --------
    >>> first_two_ranks(np.array([[3], [1], [9]], dtype=np.uint8)).ravel()
    array([  3,   1, 255], dtype=uint8)
    """
    kept = np.empty_like(ranks)
    for part in blocks(ranks.shape[1], ranks.size // max(ranks.shape[1], 1)):
        some = ranks[:, part]
        second = (some | all_bits(some == some.min(axis=0))).min(axis=0)
        np.bitwise_or(some, all_bits(some > second), out=kept[:, part])
    return kept


def _count(stack: Stack, rules: Rules) -> Outcome:
    return count_in_rounds(_two_choices(stack), rules, keep=two_stay)


def _search(stack: Stack, rules: Rules, outcome: Outcome) -> Truth:
    return search_rounds(_two_choices(stack), rules, outcome, keep=two_stay)


def _ways(one: Stack, rules: Rules) -> dict[int, Order]:
    return ways_of_rounds(_two_choices(one), rules, keep=two_stay)


def _two_choices(stack: Stack) -> Stack:
    return Stack(values=first_two_ranks(stack.values), weights=stack.weights)


SUPPLEMENTARY = System(
    id="supplementary",
    name="Supplementary vote",
    ballot=BallotKind.TWO,
    takes=Profile,
    summary=(
        "Each voter marks a first and a second choice; unless somebody has more than half of the "
        "first choices, the two leaders stay in and ballots for the others move to their second "
        "choice if that one stays in."
    ),
    source="Local Government Act 2000, Schedule 2, until the Elections Act 2022",
    truncated=ENDS_THERE,
    tied=OVERVOTE,
    kernel=_count,
    who_can_win=_search,
    ways=_ways,
)

CONTINGENT = System(
    id="contingent",
    name="Contingent vote",
    ballot=BallotKind.RANKING,
    takes=Profile,
    summary=(
        "Unless somebody has more than half of the first preferences, the two leaders stay in and "
        "every other ballot moves to whichever of them it ranks higher."
    ),
    source="Elections Act Amendment Act 1892 of Queensland, in use until 1942",
    truncated=ENDS_THERE,
    tied=OVERVOTE,
    kernel=partial(count_in_rounds, keep=two_stay),
    who_can_win=partial(search_rounds, keep=two_stay),
    ways=partial(ways_of_rounds, keep=two_stay),
)
