"""Counting many elections at once, for their winners alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from elections.arrays import MOST_CANDIDATES, MOST_VOTES, as_bytes
from elections.ballots import Profile
from elections.counting import find
from elections.errors import BallotError
from elections.rules import BUDGET, check_seats, rules_of
from elections.stack import Stack, cuts
from elections.ties import EveryWay, policy
from elections.ways import who_can_win

if TYPE_CHECKING:
    from elections.arrays import Bytes, Truth, Whole
    from elections.systems.base import System
    from elections.ties import TiePolicy


def elect_many(
    ballots: Any,
    system: str | System,
    *,
    weights: Any = None,
    ties: str | TiePolicy = "lot",
    seed: int = 0,
    overvotes: str = "exhaust",
    seats: int = 1,
    budget: int = BUDGET,
    **options: str,
) -> Whole | Truth:
    """Count many elections at once, for their winners alone.

    Parameters
    ----------
    ballots : array_like of int, [candidate, ballot, election] or [candidate, ballot]
        Ranks, 0 to 254, lower is better, equal is tied, gaps do not matter; or, for
        systems that take `Scores`, ratings, higher is better. 255 for none.
    system : str or System
        A voting system or its id.
    weights : array_like of int, optional, [ballot] or [ballot, election]
        One each by default.
    ties, seed, overvotes, seats, budget, **options
        As for `elect`. Elections draw their lots one after the other. Tie policies
        that name candidates call them by their numbers, "1" being the first.

    Returns
    -------
    int64, [election]
        The index of the elected candidate; -1 where the count is undecided.
    bool, [candidate, election]
        Under ``ties="all"`` everyone who can win, nobody where that is undecided; in
        systems that answer a set, that set; with several seats, the elected.

    Raises
    ------
    BallotError
        For an array of the wrong shape or with values out of range.
    UnknownSystemError, TieError, ElectionError
        As for `elect`.

    Examples
    --------
    >>> ranks = np.array([[[1, 2], [1, 2], [3, 3]], [[2, 1], [2, 1], [1, 1]]], dtype=np.uint8)
    >>> elect_many(ranks, "plurality")
    array([0, 1])
    """
    chosen, how = find(system), policy(ties)
    rules_for = rules_of(chosen, overvotes, seats, budget, options)
    values, counts = _stacked(ballots, chosen, weights)
    check_seats(seats, len(values))
    draw = how.breakers([str(number) for number in range(1, len(values) + 1)], seed)
    several = isinstance(how, EveryWay) or chosen.whole_set or chosen.many_seats
    answers: Whole | Truth = np.empty(values.shape[2], dtype=np.int64)
    if several:
        answers = np.empty(values.shape[::2], dtype=np.bool_)
    for part in cuts(*values.shape):
        some = counts if counts is None or counts.ndim == 1 else counts[:, part]
        block = np.ascontiguousarray(values[:, :, part])
        stack = Stack(values=block, weights=some)
        rules = rules_for(breaker=draw(stack.elections))
        outcome = chosen.kernel(stack, rules)
        found = who_can_win(chosen, stack, rules, outcome, how)[0] if several else outcome.winner
        answers[..., part] = found
    return answers


def _stacked(ballots: Any, system: System, weights: Any) -> tuple[Bytes, Whole | None]:
    word = "rank" if system.takes is Profile else "rating"
    values = as_bytes(ballots, word, system.most)
    if values.ndim == 2:
        values = values[:, :, None]
    if values.ndim != 3 or not len(values):
        raise BallotError(
            f"the {word}s need the axes [candidate, ballot, election], not shape {values.shape}"
        )
    if len(values) > MOST_CANDIDATES:
        raise BallotError(f"{len(values)} candidates; at most {MOST_CANDIDATES} can be counted")
    if weights is None:
        return values, None
    counts = np.asarray(weights)
    if counts.shape not in (values.shape[1:2], values.shape[1:]):
        raise BallotError(
            f"weights need shape {values.shape[1:2]} or {values.shape[1:]}, not {counts.shape}"
        )
    if counts.size and (counts.dtype.kind not in "iu" or counts.min() < 0):
        raise BallotError("weights are whole numbers from 0")
    if counts.size and counts.astype(np.float64).sum(axis=0).max() > MOST_VOTES:
        raise BallotError(f"together the weights of an election pass {MOST_VOTES:,} votes")
    return values, counts.astype(np.int64)
