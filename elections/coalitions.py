"""How few voters acting together can change a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from attrs import frozen

from elections.scores import Scores
from elections.stack import Stack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from elections.arrays import Bytes, Whole
    from elections.rules import Rules
    from elections.systems.base import System

_SIZES: Final = 100
"""How many sizes are tried, at most."""


def least_coalitions(
    cast: Stack, ranked: Stack, system: System, rules: Rules, *, maximum: int = 1
) -> Whole:
    """Find small coalitions that get somebody elected whom all their members prefer.

    For each rival of the winner the voters who prefer that rival join one after the
    other: those first on whose ballots the rival can rise most, or the winner fall
    most, or both together; each order is tried. They mark that rival best, the winner
    worst and the others as before. The least size that is enough is found, of all
    sizes from 1; with more than 100 voters, in steps of one in a hundred. A cleverer
    plan might do with fewer voters: this is an upper bound.

    Parameters
    ----------
    cast : Stack
        The sincere ballots, of the kind that the system takes; no weights.
    ranked : Stack
        The sincere rankings of the same voters.
    system : System
    rules : Rules
    maximum : int
        The best rating, for systems that take ratings.

    Returns
    -------
    int64, [voters + 2]
        In how many elections each size was the least found; the last stands for none.
        Elections that the system leaves undecided are left out.

    References
    ----------
    Chamberlin, "An investigation into the relative manipulability of four voting
    systems", Behavioral Science 1985 (the least size of a manipulating coalition).

    Examples
    --------
    >>> from elections import system
    >>> from elections.rules import Rules
    >>> from elections.ties import CandidateOrder
    >>> abc = [[1, 1, 1, 3, 3, 3, 3], [2, 2, 2, 1, 1, 2, 2], [3, 3, 3, 2, 2, 1, 1]]
    >>> stack = Stack(values=np.array(abc, dtype=np.uint8)[:, :, None])
    >>> rules = Rules(breaker=CandidateOrder().breakers("ABC", 0)(1))
    >>> least_coalitions(stack, stack, system("plurality"), rules).tolist()
    [0, 0, 1, 0, 0, 0, 0, 0, 0]
    """
    voters = cast.values.shape[1]
    winner = system.kernel(cast, rules).winner
    best = maximum if system.takes is Scores else None
    plans = [
        plan
        for step in range(1, cast.candidates)
        for plan in _plans(cast, ranked, winner, (winner + step) % cast.candidates, best)
    ]
    least = np.full(cast.elections, voters + 1)
    step = -(-voters // _SIZES)
    for size in range(step, voters + step, step):
        for plan in plans:
            more = plan.members > size - step
            trying = np.flatnonzero((least > voters) & (winner >= 0) & more)
            if trying.size:
                acted = Stack(values=plan.ballots(size, trying))
                elected = system.kernel(acted, rules.some(trying)).winner
                changed = trying[elected == plan.rival[trying]]
                least[changed] = np.minimum(size, plan.members[changed])
    return np.bincount(least[winner >= 0], minlength=voters + 2)


@frozen(kw_only=True, eq=False)
class _Plan:
    """A plan, in each election, to get a rival elected instead of the winner.

    Attributes
    ----------
    cast : uint8, [candidate, voter, election]
        The sincere ballots.
    rival, winner : int64, [election]
        For whom and against whom they act.
    marks : (int, int)
        What they mark for these two.
    members : int64, [election]
        How many of them there are.
    turn : int32, [voter, election]
        At which size each of them joins; after all members those who do not.
    """

    cast: Bytes
    rival: Whole
    winner: Whole
    marks: tuple[int, int]
    members: Whole
    turn: NDArray[np.int32]

    def ballots(self, size: int, elections: Whole) -> Bytes:
        """Let so many members act, in some of the elections."""
        acting = self.turn[:, elections] <= size
        values = np.ascontiguousarray(self.cast[:, :, elections])
        for candidate, mark in zip((self.rival, self.winner), self.marks, strict=True):
            place = candidate[None, None, elections]
            row = np.take_along_axis(values, place, axis=0)
            np.put_along_axis(values, place, np.where(acting, np.uint8(mark), row), axis=0)
        return values


def _plans(
    cast: Stack, ranked: Stack, winner: Whole, rival: Whole, best: int | None
) -> Iterator[_Plan]:
    """Plan for one rival in each election; a best rating of None stands for rankings."""
    joins = _of(ranked.values, rival) < _of(ranked.values, winner)
    top, bottom = (0, cast.candidates + 1) if best is None else (best, 0)
    rise = np.abs(_of(cast.values, rival) - top)
    fall = np.abs(_of(cast.values, winner) - bottom)
    for gain in (rise, fall, rise + fall):
        order = np.argsort(np.where(joins, -gain, 1), axis=0, kind="stable")
        turn = np.empty(order.shape, dtype=np.int32)
        np.put_along_axis(turn, order, np.arange(1, len(order) + 1)[:, None], axis=0)
        yield _Plan(
            cast=cast.values,
            rival=rival,
            winner=winner,
            marks=(top, bottom),
            members=joins.sum(axis=0),
            turn=turn,
        )


def _of(values: Bytes, candidate: Whole) -> Whole:
    """Take the row of one candidate in each election: int64, [voter, election]."""
    row: Bytes = np.take_along_axis(values, candidate[None, None], axis=0)[0]
    return row.astype(np.int64)
