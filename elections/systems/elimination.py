"""Counting in rounds: keep the leading candidates, and count again among them.

Plurality, the two-round system, the supplementary vote and the alternative vote are
one kernel with different schedules, a schedule being how many stay of how many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from elections.arrays import MOST_VOTES, UNRANKED, Bytes, Truth, Whole
from elections.errors import BallotError
from elections.systems.base import Outcome, Stack, Stage, favoured
from elections.tally import first_preferences, shares, strict_part
from elections.ties import parallel_universes

if TYPE_CHECKING:
    from collections.abc import Callable


_NEVER: Final = np.iinfo(np.int64).max


def highest_wins(_standing: int) -> int:
    """Keep nobody: the highest is elected at once."""
    return 0


def two_stay(standing: int) -> int:
    """Keep the two leaders, and of those the higher is elected."""
    return 2 if standing > 2 else 0


def one_goes(standing: int) -> int:
    """Lose one candidate a round, down to two."""
    return standing - 1 if standing > 2 else 0


def count_in_rounds(stack: Stack, priority: Whole, *, keep: Callable[[int], int]) -> Outcome:
    """Count until somebody has a strict majority, or nobody is left to be eliminated.

    Parameters
    ----------
    stack : Stack
        Rankings.
    priority : int64, [candidate, election]
        Of candidates who are level, the lower number stays in, or is elected.
    keep : callable
        From the number of continuing candidates to how many stay for the next
        round; 0 where the highest is elected.

    Returns
    -------
    Outcome
    """
    ranks, unit = _countable(stack)
    candidates, _, elections = ranks.shape
    standing = np.ones((candidates, elections), dtype=np.bool_)
    leaders = np.zeros_like(standing)
    last = np.full(elections, -1)
    stages: list[Stage] = []
    left = candidates
    while (last < 0).any():
        votes = _votes(ranks, stack.weights, unit, standing)
        top = np.where(standing, votes, -1).max(axis=0)
        staying = keep(left)
        newly = (last < 0) & ((2 * top > votes.sum(axis=0)) | (staying == 0))
        leaders |= newly & standing & (votes == top)
        last[newly] = len(stages)
        stages.append(Stage(votes=votes, standing=standing))
        standing = leading(votes, standing, priority, staying) if staying else standing
        left = staying
    winner = favoured(leaders, priority)
    return Outcome(winner=winner, leaders=leaders, last=last, stages=tuple(stages), unit=unit)


def _countable(stack: Stack) -> tuple[Bytes, int]:
    ranks, unit = strict_part(stack.values, stack.overvotes)
    if unit > 1 and unit * int(stack.voters().max()) > MOST_VOTES:
        raise BallotError(
            "so many candidates are tied on one ballot that a split vote is too fine to count "
            'exactly; choose overvotes "exhaust" or "skip"'
        )
    return ranks, unit


def _votes(ranks: Bytes, weights: Whole | None, unit: int, standing: Truth) -> Whole:
    """Count first preferences among those standing: int64, [candidate, election]."""
    rows = np.flatnonzero(standing.any(axis=1))
    ballots = ranks if len(rows) == len(ranks) else ranks[rows]
    if not standing[rows].all():
        # Every bit set makes a rank 255: whoever is out counts as unranked.
        ballots = ballots | np.where(standing[rows], 0, UNRANKED).astype(np.uint8)[:, None]
    votes = np.zeros(standing.shape, dtype=np.int64)
    counted = weights if unit == 1 else shares(ballots, unit, weights)
    votes[rows] = first_preferences(ballots, counted)
    return votes


def leading(votes: Whole, standing: Truth, priority: Whole, staying: int) -> Truth:
    """Say who stays: those with most votes, and of the level those with least priority.

    Parameters
    ----------
    votes, priority : int64, [candidate, election]
    standing : bool, [candidate, election]
        The same number in every election.
    staying : int
        How many stay.

    Returns
    -------
    bool, [candidate, election]

    Examples
    --------
    >>> votes, everyone = np.array([[4], [2], [2]]), np.ones((3, 1), dtype=bool)
    >>> leading(votes, everyone, np.array([[0], [1], [2]]), staying=2).ravel()
    array([ True,  True, False])
    """
    candidates = len(votes)
    merit = np.where(standing, votes * candidates + (candidates - 1 - priority), -1)
    if staying == standing[:, 0].sum() - 1:
        # One goes, nearly always: finding a least is ten times as quick as sorting.
        threshold = np.where(standing, merit, _NEVER).min(axis=0) + 1
    else:
        threshold = np.partition(merit, -staying, axis=0)[-staying]
    return np.asarray(merit >= threshold)


def search_rounds(stack: Stack, outcome: Outcome, *, keep: Callable[[int], int]) -> Truth:
    """Find everyone who can win, following every way to break the ties that were met.

    Returns
    -------
    bool, [candidate, election]

    Raises
    ------
    TooManyTiesError
        Where there are too many ways.
    """
    can_win = outcome.leaders.copy()
    for election in np.flatnonzero(was_cut_by_tie(outcome)):
        one = stack.only(int(election))
        ranks, unit = _countable(one)

        def votes_of(
            standing: list[int], one: Stack = one, ranks: Bytes = ranks, unit: int = unit
        ) -> Whole:
            ballots = ranks[standing]
            counted = one.weights if unit == 1 else shares(ballots, unit, one.weights)
            return first_preferences(ballots, counted)[:, 0]

        can_win[:, election] = parallel_universes(votes_of, len(can_win), keep)
    return can_win


def was_cut_by_tie(outcome: Outcome) -> Truth:
    """Say in which elections somebody went out who was level with somebody who stayed.

    Returns
    -------
    bool, [election]
    """
    met = np.zeros(outcome.winner.shape, dtype=np.bool_)
    for number, (before, after) in enumerate(zip(outcome.stages, outcome.stages[1:], strict=False)):
        went = before.standing & ~after.standing
        highest_gone = np.where(went, before.votes, -1).max(axis=0)
        lowest_kept = np.where(after.standing, before.votes, _NEVER).min(axis=0)
        met |= (highest_gone == lowest_kept) & (number < outcome.last)
    return met
