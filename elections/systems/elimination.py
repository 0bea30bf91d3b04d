"""Counting in rounds: keep the leading candidates, and count again among them.

The two-round system, the supplementary vote and the alternative vote are one kernel
with different schedules, a schedule being how many stay of how many.
"""

from __future__ import annotations

from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from elections.arrays import all_bits
from elections.search import as_cases, explore, follow, orders_out
from elections.systems.base import Outcome, Stage, elect_leaders
from elections.tally import first_preferences, shares

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from elections.arrays import Bytes, Truth, Whole
    from elections.breakers import Breaker
    from elections.rules import Rules
    from elections.search import Order
    from elections.stack import Stack


ENDS_THERE: Final = "They get no vote: the ballot ends after the last candidate that it ranks."
OVERVOTE: Final = (
    "The ballot counts up to just before its first tie; or, as overvotes are chosen, "
    "without the tied, or the tied share it."
)

_NEVER: Final = np.iinfo(np.int64).max


def two_stay(standing: int) -> int:
    """Keep the two leaders, and of those the higher is elected."""
    return 2 if standing > 2 else 0


def one_goes(standing: int) -> int:
    """Lose one candidate a round, down to two."""
    return standing - 1 if standing > 2 else 0


def count_in_rounds(stack: Stack, rules: Rules, *, keep: Callable[[int], int]) -> Outcome:
    """Count until somebody has a strict majority, or nobody is left to be eliminated.

    Parameters
    ----------
    stack : Stack
        Rankings.
    rules : Rules
        How ties are broken, and what overvotes count.
    keep : callable
        From the number of continuing candidates to how many stay for the next
        round; 0 where the highest is elected.

    Returns
    -------
    Outcome
    """
    votes, unit = stack.firsts(rules.overvotes)
    standing = np.ones(votes.shape, dtype=np.bool_)
    leaders = np.zeros_like(standing)
    last = np.full(stack.elections, -1)
    stages = [Stage(votes=votes, standing=standing)]
    left = stack.candidates
    while True:
        staying = keep(left)
        top = votes.max(axis=0)
        newly = (last < 0) & ((2 * top > votes.sum(axis=0)) | (staying == 0))
        leaders |= newly & standing & (votes == top)
        last[newly] = len(stages) - 1
        if (last >= 0).all():
            return elect_leaders(leaders, rules, last=last, stages=tuple(stages), unit=unit)
        standing, left = leading(votes, standing, rules.breaker, staying), staying
        votes = votes_among(stack.countable(rules.overvotes)[0], stack.weights, unit, standing)
        stages.append(Stage(votes=votes, standing=standing))


def votes_among(ranks: Bytes, weights: Whole | None, unit: int, standing: Truth) -> Whole:
    """Count first preferences among those standing: int64, [candidate, election]."""
    if unit == 1:
        return first_preferences(ranks, weights, standing)
    ballots = ranks | all_bits(~standing)[:, None]
    return first_preferences(ballots, shares(ballots, unit, weights))


def leading(votes: Whole, standing: Truth, breaker: Breaker, staying: int) -> Truth:
    """Say who stays: those with most votes, and of the level those whom the breaker keeps.

    Parameters
    ----------
    votes : int64, [candidate, election]
    standing : bool, [candidate, election]
        The same number in every election.
    breaker : Breaker
    staying : int
        How many stay.

    Returns
    -------
    bool, [candidate, election]

    Examples
    --------
    >>> from elections.ties import CandidateOrder
    >>> breaker = CandidateOrder().breakers(("Ann", "Bob", "Cat"), seed=0)(1)
    >>> votes, everyone = np.array([[4], [2], [2]]), np.ones((3, 1), dtype=bool)
    >>> leading(votes, everyone, breaker, staying=2).ravel()
    array([ True,  True, False])
    """
    if staying == standing[:, 0].sum() - 1:
        # One goes, nearly always: finding a least is several times as quick as sorting.
        return standing & ~only_last(votes, standing, breaker)
    held = np.where(standing, votes, -1)
    above, level = np.zeros((2, *votes.shape), dtype=np.uint8)
    for row in held:
        above += (row > held).view(np.uint8)
        level += (row == held).view(np.uint8)
    sure = above + level <= staying
    return np.asarray(sure | breaker.keep(~sure & (above < staying), staying - sure.sum(axis=0)))


def only_last(votes: Whole, standing: Truth, breaker: Breaker) -> Truth:
    """Mark who goes out in each election: the one with fewest votes, ties being broken.

    Returns
    -------
    bool, [candidate, election]
    """
    held = np.where(standing, votes, _NEVER)
    gone = breaker.last(held == held.min(axis=0))
    return np.asarray(np.arange(len(votes))[:, None] == gone)


def search_rounds(
    stack: Stack, rules: Rules, outcome: Outcome, *, keep: Callable[[int], int]
) -> Truth:
    """Find everyone who can win, following every way to break the ties that were met.

    Returns
    -------
    bool, [candidate, election]

    Raises
    ------
    UndecidedError
        Where there are too many ways.
    """
    ways = partial(ways_of_rounds, keep=keep)
    return follow(stack, rules, outcome.leaders, was_cut_by_tie(outcome), ways)


def ways_of_rounds(one: Stack, rules: Rules, *, keep: Callable[[int], int]) -> dict[int, Order]:
    """Find a way to win for each who can, in one election."""
    ranks, unit = one.countable(rules.overvotes)

    def step(case: frozenset[int]) -> tuple[Iterable[int], Iterable[frozenset[int]]]:
        standing = np.array(sorted(case))
        ballots = ranks[standing]
        counted = one.weights if unit == 1 else shares(ballots, unit, one.weights)
        votes = first_preferences(ballots, counted)[:, 0]
        staying = keep(len(standing))
        if not staying or 2 * votes.max() > votes.sum() or not votes.any():
            return standing[votes == votes.max()].tolist(), ()
        return (), _next_sets(standing.tolist(), votes, staying)

    each = as_cases(len(ranks), ranks.size)
    found = explore(frozenset(range(len(ranks))), step, rules.budget, each=each)
    return orders_out(found)


def _next_sets(standing: list[int], votes: Whole, staying: int) -> Iterator[frozenset[int]]:
    """Give each set of candidates that may stay, depending on how ties are broken."""
    ascending = np.argsort(votes, kind="stable")
    if staying == len(standing) - 1:
        # Candidates who together have less than the next one go first in whatever order.
        short = np.cumsum(votes[ascending])[:-1] < votes[ascending][1:]
        if short.any():
            gone = int(np.flatnonzero(short)[-1]) + 1
            yield frozenset(standing[place] for place in ascending[gone:])
            return
    boundary = votes[ascending[-staying]]
    sure = [c for c, mine in zip(standing, votes, strict=True) if mine > boundary]
    level = [c for c, mine in zip(standing, votes, strict=True) if mine == boundary]
    for some in combinations(level, staying - len(sure)):
        yield frozenset((*sure, *some))


def was_cut_by_tie(outcome: Outcome) -> Truth:
    """Say in which elections somebody went out who was level with somebody who stayed.

    Returns
    -------
    bool, [election]
    """
    met = np.zeros(outcome.winner.shape, dtype=np.bool_)
    last = len(outcome.stages) if outcome.last is None else outcome.last
    for number, (before, after) in enumerate(zip(outcome.stages, outcome.stages[1:], strict=False)):
        went = before.standing & ~after.standing
        highest_gone = np.where(went, before.votes, -1).max(axis=0)
        lowest_kept = np.where(after.standing, before.votes, _NEVER).min(axis=0)
        met |= (highest_gone == lowest_kept) & (number < last)
    return met
