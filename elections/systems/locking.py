"""Locking defeats in, strongest first, as ranked pairs and river do.

Defeats that are level are taken in the order of their winners, and then of their
losers, in a tie-breaking order of the candidates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from attrs import frozen

from elections.systems.base import Outcome, elect_leaders
from elections.systems.defeats import narrow, precedence, strengths, strongest_paths
from elections.systems.split_cycle import undefeated

if TYPE_CHECKING:
    from collections.abc import Callable

    from elections.arrays import Truth, Whole
    from elections.breakers import Breaker
    from elections.rules import Rules
    from elections.search import Order
    from elections.stack import Stack

_ORDERS: Final = 256
"""How many orders of favour are tried."""

Levels: TypeAlias = tuple[tuple[tuple[int, int], ...], ...]
"""The defeats of one election, (winner, loser), in groups that are level, strongest first."""


@frozen(kw_only=True, eq=False)
class Locking:
    """A way of locking defeats in.

    Attributes
    ----------
    once : bool
        Whether nobody gets a second defeat locked in against them.
    matters : callable
        From strengths and strongest paths to the defeats that are level with another
        one such that their order may matter: bool, as the strengths.
    find : callable
        From the strengths of one election, the candidates in doubt and a budget to
        those of them who win in some order of the defeats that are level.
    """

    once: bool
    matters: Callable[[Whole, Whole], Truth]
    find: Callable[[Whole, list[int], int], set[int]]


@frozen(kw_only=True, eq=False)
class Turns:
    """The defeats of every election in the order in which they are considered.

    Attributes
    ----------
    winner, loser : int64, [turn, election]
    size : int64, [turn, election]
        How strong the defeat is; 0 where an election has no more defeats.
    """

    winner: Whole
    loser: Whole
    size: Whole


def in_turn(strength: Whole, priority: Whole) -> Turns:
    """Sort defeats: the strongest first, level ones by the candidates' priority.

    Parameters
    ----------
    strength : int64, [candidate, candidate, election]
        How strongly row beats column.
    priority : int64, [candidate, election]
        The lower number goes first.

    References
    ----------
    Zavist and Tideman, "Complete independence of clones in the ranked pairs rule",
    Social Choice and Welfare 1989.

    Examples
    --------
    >>> cycle = np.array([[0, 6, 0], [0, 0, 2], [2, 0, 0]])[:, :, None]
    >>> turns = in_turn(cycle, np.array([[1], [2], [0]]))
    >>> turns.winner.ravel(), turns.loser.ravel()
    (array([0, 2, 1]), array([1, 0, 2]))
    """
    by_priority = np.argsort(priority, axis=0)
    winner = np.repeat(by_priority, len(strength), axis=0)
    loser = np.tile(by_priority, (len(strength), 1))
    size = narrow(strength[winner, loser, np.arange(strength.shape[2])])
    many = (size > 0).sum(axis=0).max(initial=0)
    turn = np.argsort(size.max(initial=0) - size, axis=0, kind="stable")[:many]
    return Turns(
        winner=np.take_along_axis(winner, turn, axis=0),
        loser=np.take_along_axis(loser, turn, axis=0),
        size=np.take_along_axis(size, turn, axis=0).astype(np.int64),
    )


def lock(turns: Turns, candidates: int, *, once: bool) -> Truth:
    """Lock defeats in one after the other, unless that would close a cycle.

    Parameters
    ----------
    turns : Turns
    candidates : int
    once : bool
        Whether nobody gets a second defeat locked in against them.

    Returns
    -------
    bool, [candidate, candidate, election]

    Examples
    --------
    >>> cycle = np.array([[0, 6, 0], [0, 0, 4], [2, 0, 0]])[:, :, None]
    >>> lock(in_turn(cycle, np.arange(3)[:, None]), 3, once=False)[:, :, 0].astype(int)
    array([[0, 1, 0],
           [0, 0, 1],
           [0, 0, 0]])
    """
    elections = np.arange(turns.size.shape[1])
    locked = np.zeros((candidates, candidates, len(elections)), dtype=np.bool_)
    beaten = np.zeros((candidates, len(elections)), dtype=np.bool_)
    # All lead to themselves too, so that a new defeat extends every chain in one stroke.
    leads = np.repeat(np.eye(candidates, dtype=np.bool_)[:, :, None], len(elections), axis=2)
    for winner, loser, size in zip(turns.winner, turns.loser, turns.size, strict=True):
        locks = (size > 0) & ~leads[loser, winner, elections]
        if once:
            locks &= ~beaten[loser, elections]
            beaten[loser, elections] |= locks
        locked[winner, loser, elections] |= locks
        news = locks & ~leads[winner, loser, elections]
        if news.any():
            above, below = leads[:, winner, elections], leads[loser, :, elections].T
            leads |= (above & news)[:, None] & below
    return locked


def count_locked(stack: Stack, rules: Rules, *, how: Locking) -> Outcome:
    """Lock defeats in, and elect whoever none is locked in against.

    Unless it is to be explained, nothing is locked in where one candidate alone is
    undefeated in the sense of Split Cycle: it wins whatever the order.

    Parameters
    ----------
    stack : Stack
    rules : Rules
    how : Locking

    Returns
    -------
    Outcome
    """
    strength = precedence(stack, rules)
    paths = strongest_paths(strength)
    leaders = undefeated(strength, paths)
    unclear = np.flatnonzero((leaders.sum(axis=0) > 1) | rules.explained)
    some = strength[:, :, unclear]
    level = how.matters(some, paths[:, :, unclear])
    priority = _priority(level, rules.breaker.some(unclear))
    locked = lock(in_turn(some, priority), stack.candidates, once=how.once)
    leaders[:, unclear] = ~locked.any(axis=0)
    if not rules.explained:
        return elect_leaders(leaders, rules)
    sizes = strengths(stack, rules)
    tables = {"pairwise": stack.pairwise, "strengths": sizes, "locked": locked * sizes}
    columns = {"tie order": priority + 1} if level.any() else {}
    return elect_leaders(leaders, rules, tables=tables, columns=columns, found=strength)


def _priority(level: Truth, breaker: Breaker) -> Whole:
    """Put the winners of level defeats in order, asking the breaker only where that may matter.

    Defeats of the same winner cannot get in each other's way.
    """
    priority = np.repeat(np.arange(len(level))[:, None], level.shape[2], axis=1)
    winners: Truth = np.any(level, axis=1)
    asked = np.flatnonzero(winners.any(axis=0))
    if asked.size:
        priority[:, asked] = breaker.some(asked).order(winners[:, asked])
    return priority


def twice(sizes: Whole) -> Truth:
    """Say which sizes occur more than once in their election, zeros aside.

    Parameters
    ----------
    sizes : int64, [candidate, candidate, election]

    Returns
    -------
    bool, [candidate, candidate, election]

    Examples
    --------
    >>> twice(np.array([[0, 6, 0], [0, 0, 2], [2, 0, 0]])[:, :, None])[:, :, 0].astype(int)
    array([[0, 0, 0],
           [0, 0, 1],
           [1, 0, 0]])
    """
    line = sizes.reshape(len(sizes) ** 2, -1)
    order = np.argsort(line, axis=0)
    ascending = np.take_along_axis(line, order, axis=0)
    as_before = np.zeros(line.shape, dtype=np.bool_)
    as_before[1:] = (ascending[1:] == ascending[:-1]) & (ascending[1:] > 0)
    found = as_before.copy()
    found[:-1] |= as_before[1:]
    here = np.empty_like(found)
    np.put_along_axis(here, order, found, axis=0)
    return here.reshape(sizes.shape)


def search_locked(stack: Stack, rules: Rules, outcome: Outcome, *, how: Locking) -> Truth:
    """Find everyone who can win over every order of the defeats that are level.

    Parameters
    ----------
    stack, rules, outcome, how
        As for `count_locked`, and what it found.

    Returns
    -------
    bool, [candidate, election]

    Raises
    ------
    UndecidedError
        Where there are too many orders.
    """
    strength = precedence(stack, rules)
    paths = strongest_paths(strength)
    can_win = outcome.leaders.copy()
    # Only those undefeated in the sense of Split Cycle win in any order.
    rivals = undefeated(strength, paths) & ~can_win
    unclear = np.flatnonzero(rivals.any(axis=0))
    level = how.matters(strength[:, :, unclear], paths[:, :, unclear]).any(axis=(0, 1))
    for election in unclear[level]:
        hopeful = np.flatnonzero(rivals[:, election]).tolist()
        found = how.find(strength[:, :, election], hopeful, rules.budget)
        can_win[list(found), election] = True
    return can_win


def ways_locked(one: Stack, rules: Rules, *, how: Locking) -> dict[int, Order]:
    """Find, for as many as that is enough for, an order of favour in which they win.

    Parameters
    ----------
    one : Stack
        Of one election.
    rules, how
        As for `count_locked`.
    """
    everyone = np.arange(one.candidates)
    orders = np.random.default_rng(0).permuted(np.tile(everyone, (_ORDERS, 1)), axis=1)
    # Whoever is to win does best to come first.
    first = np.arange(_ORDERS)[:, None] % one.candidates
    orders = np.take_along_axis(orders, np.argsort(orders != first, axis=1, kind="stable"), axis=1)
    strength = np.repeat(precedence(one, rules), _ORDERS, axis=2)
    locked = lock(in_turn(strength, np.argsort(orders, axis=1).T), one.candidates, once=how.once)
    return {
        int(winner): tuple(orders[place].tolist())
        for winner, place in np.argwhere(~locked.any(axis=0))[::-1]
    }


def levels_of(strength: Whole) -> Levels:
    """Group the defeats of one election: int64, [candidate, candidate].

    Examples
    --------
    >>> levels_of(np.array([[0, 6, 0], [0, 0, 2], [2, 0, 0]]))
    (((0, 1),), ((1, 2), (2, 0)))
    """
    levels: dict[int, list[tuple[int, int]]] = {}
    for winner, loser in np.argwhere(strength > 0).tolist():
        levels.setdefault(int(strength[winner, loser]), []).append((winner, loser))
    return tuple(tuple(levels[size]) for size in sorted(levels, reverse=True))
