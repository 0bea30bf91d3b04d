"""The order of all candidates with the highest score, which some systems look for.

An order scores for each pair of candidates of which it ranks one above the other.
Whatever order the lower places have, the place above them scores the same: so the best
orders of all sets of candidates follow from those of sets that are smaller by one.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from attrs import evolve, frozen

from elections.count import Step
from elections.errors import UndecidedError
from elections.systems.base import elect_leaders
from elections.systems.defeats import chained, reaches
from elections.systems.piecemeal import one_by_one
from elections.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from elections.arrays import Truth, Whole
    from elections.rules import Rules
    from elections.stack import Stack
    from elections.systems.base import Outcome

_AT_ONCE: Final = 1 << 20
"""How many scores of sets are held at once."""


@frozen(kw_only=True, eq=False)
class Sets:
    """The scores of the best orders of all sets of candidates.

    A set is a number, of which bit ``c`` says whether candidate ``c`` is in it.

    Attributes
    ----------
    best : int64, [set, election]
        The score of the best order of the set.
    above : int64, [candidate, set, election]
        What the candidate scores by standing above all of the set.
    """

    best: Whole
    above: Whole

    @property
    def first(self) -> Whole:
        """The best score of an order that begins with each: int64, [candidate, election]."""
        rest = len(self.best) - 1 - (1 << np.arange(len(self.above)))
        scores = np.take_along_axis(self.above, rest[:, None, None], axis=1)[:, 0]
        return np.asarray(scores + self.best[rest])

    def order(self, left: int) -> list[int]:
        """Put a set of candidates of the first election into its best order."""
        placed = []
        while left:
            rest = left - (1 << np.arange(len(self.above)))
            inside = (left >> np.arange(len(self.above)) & 1).astype(np.bool_)
            scores = self.above[np.arange(len(rest)), rest, 0] + self.best[rest, 0]
            placed.append(int(np.where(inside, scores, -1).argmax()))
            left = int(rest[placed[-1]])
        return placed


def best_of_sets(gain: Whole) -> Sets:
    """Find the best score of an order of every set of candidates.

    Parameters
    ----------
    gain : int64, [candidate, candidate, election]
        What an order scores by ranking row above column; 0 or more.

    Returns
    -------
    Sets

    References
    ----------
    Held and Karp, "A dynamic programming approach to sequencing problems", 1962.

    Examples
    --------
    >>> sets = best_of_sets(np.array([[0, 3, 1], [2, 0, 4], [4, 1, 0]])[:, :, None])
    >>> sets.first.ravel(), sets.order(0b111)
    (array([ 8, 10,  8]), [1, 2, 0])
    """
    many, elections = len(gain), gain.shape[2]
    above = np.zeros((many, 1 << many, elections), dtype=np.int64)
    for place in range(many):
        np.add(above[:, : 1 << place], gain[:, place, None], out=above[:, 1 << place : 2 << place])
    best = np.zeros((1 << many, elections), dtype=np.int64)
    sets = np.arange(1 << many)
    size = sum(sets >> place & 1 for place in range(many))
    for members in range(2, many + 1):
        level = sets[size == members]
        for first in range(many):
            having = level[level >> first & 1 == 1]
            rest = having - (1 << first)
            best[having] = np.maximum(best[having], above[first, rest] + best[rest])
    return Sets(best=best, above=above)


def cycles(beats: Truth) -> list[Whole]:
    """Part the candidates into groups, a group being those whom a cycle of defeats connects.

    Parameters
    ----------
    beats : bool, [candidate, candidate]

    Returns
    -------
    list of int64 arrays
        Nobody is beaten by a member of a later group.

    Examples
    --------
    >>> beats = np.array([[False, True, True], [False, False, True], [False, True, False]])
    >>> cycles(beats)
    [array([0]), array([1, 2])]
    """
    chains = reaches((beats | np.eye(len(beats), dtype=np.bool_))[:, :, None])[:, :, 0]
    group = (chains & chains.T).argmax(axis=1)
    # Who leads to another group leads to more candidates than any member of that one.
    heads = sorted(set(group.tolist()), key=lambda head: (-int(chains[head].sum()), head))
    return [np.flatnonzero(group == head) for head in heads]


@frozen(kw_only=True, eq=False)
class Orders:
    """The best orders of the candidates of one election.

    Attributes
    ----------
    score : int
        Of the best of all.
    first : list of int
        For each candidate the best score of an order that begins with it.
    orders : list of list of int
        For each candidate one such order, all candidates in it.
    winner : int
    """

    score: int
    first: list[int]
    orders: list[list[int]]
    winner: int


def count_by_orders(
    stack: Stack,
    rules: Rules,
    *,
    gain_of: Callable[[Stack], Whole],
    told: Callable[[Stack, Orders], Mapping[str, Any]],
) -> Outcome:
    """Elect the first of the best order, or of one of those that are level.

    Parameters
    ----------
    stack : Stack
    rules : Rules
    gain_of : callable
        From a stack to what an order scores by ranking row above column: int64,
        [candidate, candidate, election]. More than by the reverse where row beats
        column, and as much where neither does.
    told : callable
        From the stack and what was found to the columns and facts of its outcome.
    """
    at_once = _AT_ONCE // (stack.candidates << stack.candidates)
    if rules.explained or not at_once or 1 << stack.candidates > rules.budget:
        return one_by_one(partial(_count_one, gain_of=gain_of, told=told))(stack, rules)
    gain = gain_of(stack)
    parts = range(0, stack.elections, at_once)
    first = np.hstack([best_of_sets(gain[:, :, at : at + at_once]).first for at in parts])
    return elect_leaders(first == first.max(axis=0), rules)


def _count_one(
    stack: Stack,
    rules: Rules,
    *,
    gain_of: Callable[[Stack], Whole],
    told: Callable[[Stack, Orders], Mapping[str, Any]],
) -> Outcome:
    """Look at each group of candidates whom a cycle connects on its own.

    In a best order, a group has its own best order, and nobody stands above a
    candidate of another group by whom they are beaten.
    """
    gain, beats = gain_of(stack)[:, :, 0], stack.margins[:, :, 0] > 0
    groups = cycles(beats)
    for group in groups:
        beats[np.ix_(group, group)] = False
    loss = np.where(beats, gain - gain.T, 0).sum(axis=0)
    contending = [group for group in groups if not loss[group].all()]
    _check(contending, rules.budget)
    everything = _cases(groups) <= rules.budget
    parts = [
        (group, best_of_sets(gain[np.ix_(group, group)][:, :, None]))
        for group in (groups if everything else contending)
    ]
    for group, sets in parts:
        loss[group] += sets.best[-1] - sets.first[:, 0]
    outcome = elect_leaders(loss[:, None] == 0, rules, tables={"pairwise": stack.pairwise})
    if not everything:
        return outcome
    found = _found(gain, parts, loss, int(outcome.winner[0]))
    return evolve(outcome, found=found, **told(stack, found))


def _found(gain: Whole, parts: list[tuple[Whole, Sets]], loss: Whole, winner: int) -> Orders:
    """Put together what was found in each group."""
    better = np.triu(np.maximum(gain, gain.T), 1)
    score = 0
    for group, sets in parts:
        better[np.ix_(group, group)] = 0
        score += int(sets.best[-1, 0])
    # In Python's numbers, as the votes of so many pairs may not fit in 64 bits.
    score += sum(better[better > 0].tolist())
    return Orders(
        score=score,
        first=[score - each for each in loss.tolist()],
        orders=[_order(parts, first) for first in range(len(gain))],
        winner=winner,
    )


def _order(parts: list[tuple[Whole, Sets]], first: int) -> list[int]:
    """Put one candidate first, and the others into the best order below."""
    order = [first]
    for group, sets in parts:
        left = sum(1 << place for place, each in enumerate(group) if each != first)
        order += group[sets.order(left)].tolist()
    return order


def _cases(groups: list[Whole]) -> int:
    return sum(1 << len(group) for group in groups)


def _check(groups: list[Whole], budget: int) -> None:
    if _cases(groups) > budget:
        raise UndecidedError(
            f"to compare all orders of {max(len(group) for group in groups)} candidates in a "
            f"cycle takes more than the {budget:,} cases that may be looked at"
        )


def tell_orders(outcome: Outcome, candidates: tuple[str, ...]) -> tuple[Step, ...]:
    """Show a best order that begins with each candidate but the winner.

    Where the winner is certain, but the orders would take too long to find, say so.
    """
    found: Orders | None = outcome.found
    if found is not None:
        others = [each for each in range(len(candidates)) if each != found.winner]
        return tuple(_told(found.orders[each], candidates) for each in others)
    if outcome.winner[0] < 0:
        return ()
    text = (
        "The other candidates are not put in order: that would take more cases than may be "
        "looked at, and cannot change who comes first."
    )
    return (Step(action="left out", candidates=(), text=text),)


def _told(order: list[int], candidates: tuple[str, ...]) -> Step:
    names = tuple(candidates[place] for place in order)
    text = f"Best order with {printable(names[0])} first: {chained(names)}."
    return Step(action="order", candidates=names, text=text)


def by_place(outcome: Outcome) -> Whole | None:
    """Rank the candidates of one election by their places in the best order."""
    if outcome.found is None:
        return None
    return -np.argsort(outcome.found.orders[outcome.found.winner])
