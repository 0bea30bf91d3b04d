"""The supplementary vote, by which English mayors were elected until 2022."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve

from elections.arrays import UNRANKED, Bytes, Truth, blocks
from elections.ballots import Profile
from elections.systems.base import BallotKind, Outcome, System
from elections.systems.elimination import (
    ENDS_THERE,
    OVERVOTE,
    count_in_rounds,
    search_rounds,
    two_stay,
)

if TYPE_CHECKING:
    from elections.rules import Rules
    from elections.stack import Stack


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
        second = np.where(some == some.min(axis=0), UNRANKED, some).min(axis=0)
        kept[:, part] = np.where(some <= second, some, UNRANKED)
    return kept


def _count(stack: Stack, rules: Rules) -> Outcome:
    return count_in_rounds(_two_choices(stack), rules, keep=two_stay)


def _search(stack: Stack, rules: Rules, outcome: Outcome) -> Truth:
    return search_rounds(_two_choices(stack), rules, outcome, keep=two_stay)


def _two_choices(stack: Stack) -> Stack:
    return evolve(stack, values=first_two_ranks(stack.values))


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
)
