"""Which of very many random elections may break a criterion: all are counted at once.

What this finds is looked at again by `elections.criteria.violation`; it only has to be quick
and to miss little. Arrays are [candidate, ballot, election].
"""

from __future__ import annotations

from functools import cached_property, partial
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from elections import LotNumbers, elect_many
from elections.arrays import UNRANKED
from elections.stack import Stack
from elections.systems.base import everyone_level
from elections.systems.smith_set import smith_set
from elections.tally import has_tie

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from elections import System

    Found = Callable[["Batch"], Iterator[np.ndarray]]

ENOUGH: Final = 200
"""With how many suspects a search ends."""
CLONES: Final = 2
"""How many of the last candidates may be clones of the first."""


class Batch:
    """Random elections of one size under one system."""

    def __init__(
        self, system: System, values: np.ndarray, weights: np.ndarray, best: int | None
    ) -> None:
        self.system, self.values, self.weights, self.best = system, values, weights, best
        self.whole = system.whole_set or system.random
        self.every_way = self.whole or system.who_can_win is everyone_level
        self.rng = np.random.default_rng(len(values))

    def count(self, values: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        """Say who can win, or at least who wins if ties favour the first or the last candidates.

        Following every way to break ties takes some systems a hundred times as long.
        """
        count = partial(
            elect_many, values, self.system, weights=self.weights if weights is None else weights
        )
        if self.every_way:
            return np.asarray(count(ties="all"))
        backwards = LotNumbers({str(n): -n for n in range(1, len(values) + 1)})
        winners = [count(ties=ties) for ties in ("order", backwards)]
        if self.system.many_seats:
            return np.asarray(np.logical_or(*winners))
        everyone = np.arange(len(values))[:, None]
        return np.asarray((everyone == winners[0]) | (everyone == winners[1]))

    def some(self, places: np.ndarray) -> Batch:
        """Take some elections, to follow every way to break their ties."""
        few = Batch(self.system, self.values[:, :, places], self.weights[:, places], self.best)
        few.every_way = True
        return few

    @cached_property
    def won(self) -> np.ndarray:
        return self.count(self.values)

    @cached_property
    def tied(self) -> bool:
        return self.best is None and bool(has_tie(self.values).any())

    @cached_property
    def keys(self) -> np.ndarray:
        return self.values if self.best is None else (254 - self.values).astype(np.uint8)

    @cached_property
    def pairwise(self) -> np.ndarray:
        return Stack(values=self.keys, weights=self.weights).pairwise

    def denied(self, allowed: np.ndarray) -> np.ndarray:
        """Say where those who are allowed cannot win, or others are in the set."""
        if self.whole:
            return np.asarray((self.won & ~allowed).any(axis=0))
        return np.asarray(~(self.won & allowed).any(axis=0) & self.won.any(axis=0))

    @property
    def one_winner(self) -> np.ndarray:
        """Choose the only winner, or a member of the set: [election]."""
        return np.asarray((self.won * self.rng.random(self.won.shape)).argmax(axis=0))

    @cached_property
    def judged(self) -> np.ndarray:
        """Say where there is one winner only, or a set is the answer."""
        return np.asarray(self.won.any(axis=0) if self.whole else self.won.sum(axis=0) == 1)


# One profile ----------------------------------------------------------------------------


def solid(batch: Batch, sizes: Callable[[int], range]) -> Iterator[np.ndarray]:
    many = len(batch.keys)
    for size in sizes(many):
        for some in combinations(range(many), size):
            inside = np.isin(np.arange(many), some)
            prefer = batch.keys[inside].max(axis=0) < batch.keys[~inside].min(axis=0)
            majority = 2 * (prefer * batch.weights).sum(axis=0) > batch.weights.sum(axis=0)
            yield majority & batch.denied(inside[:, None])


def condorcet(batch: Batch, *, winner: bool) -> Iterator[np.ndarray]:
    beats = batch.pairwise > batch.pairwise.swapaxes(0, 1)
    found = beats.sum(axis=1 if winner else 0) == len(beats) - 1
    yield found.any(axis=0) & batch.denied(found if winner else ~found)


def smith(batch: Batch) -> Iterator[np.ndarray]:
    yield batch.denied(smith_set(batch.pairwise - batch.pairwise.swapaxes(0, 1)))


def pareto(batch: Batch) -> Iterator[np.ndarray]:
    yield batch.denied(~(batch.pairwise == batch.weights.sum(axis=0)).any(axis=0))


# Two profiles ---------------------------------------------------------------------------


def moved(batch: Batch, ballot: int, cast: np.ndarray, *, half: bool) -> np.ndarray:
    """Count with another ballot cast by all voters of one, or by half of them."""
    many = batch.weights[ballot] >> half
    weights = np.vstack([batch.weights, many[None]])
    weights[ballot] -= many
    return batch.count(np.concatenate([batch.values, cast[:, None]], axis=1), weights)


def monotonicity(batch: Batch) -> Iterator[np.ndarray]:
    for ballot in range(batch.values.shape[1]):
        winner, column = batch.one_winner, batch.values[:, ballot]
        here = np.arange(len(column))[:, None] == winner
        for half in (False, True):
            for cast in raised(batch, column, here):
                lost = ~(moved(batch, ballot, cast, half=half) & here).any(axis=0)
                yield lost & batch.judged


def raised(batch: Batch, column: np.ndarray, here: np.ndarray) -> Iterator[np.ndarray]:
    if batch.best is not None:
        yield np.where(here, batch.best, column).astype(np.uint8)
        return
    doubled = np.where(column == UNRANKED, UNRANKED, 2 * np.minimum(column, 100))
    own = np.where(here, doubled, 0).max(axis=0)
    yield np.where(here, 1, doubled).astype(np.uint8)
    above = np.where((doubled < own) & ~here, doubled, 0).max(axis=0)
    if batch.tied:
        yield np.where(here, np.where(above > 0, above, own), doubled).astype(np.uint8)
    yield np.where(here, np.where(above > 0, above - 1, own), doubled).astype(np.uint8)


def participation(batch: Batch) -> Iterator[np.ndarray]:
    present = np.where(batch.won[:, None], batch.keys, UNRANKED).min(axis=0)
    last = np.where(batch.won[:, None], batch.keys, 0).max(axis=0)
    for ballot in range(batch.values.shape[1]):
        for half in (False, True):
            weights = batch.weights.copy()
            weights[ballot] -= weights[ballot] >> half
            then, key = batch.count(batch.values, weights), batch.keys[:, ballot]
            worst = np.where(then, key, 0).max(axis=0)
            best = np.where(then, key, UNRANKED).min(axis=0)
            better = worst < present[ballot]
            if batch.whole:
                better = (worst <= present[ballot]) & (best < last[ballot])
            yield better & then.any(axis=0) & (weights.sum(axis=0) > 0)


def later(batch: Batch, *, harm: bool) -> Iterator[np.ndarray]:
    for ballot in range(batch.values.shape[1]):
        column = batch.values[:, ballot]
        for cast, kept in cuts(batch, column):
            for half in (False, True):
                then = moved(batch, ballot, cast, half=half)
                one, other = (then, batch.won) if harm else (batch.won, then)
                if batch.whole:
                    yield (one & kept & ~other).any(axis=0)
                else:
                    apart = ~(one & other).any(axis=0) & ~(one & ~kept).any(axis=0)
                    yield apart & then.any(axis=0) & batch.won.any(axis=0)


def cuts(batch: Batch, column: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    if batch.best is None:
        for place in range(1, len(column)):
            kept = (column[:, None] >= column[None]).sum(axis=1) <= place
            kept &= column != UNRANKED
            kept |= column == column.min(axis=0)
            yield np.where(kept, column, UNRANKED).astype(np.uint8), kept
    else:
        for candidate in range(len(column)):
            kept = column > column[candidate]
            kept[candidate] = True
            yield np.where(kept, column, 0).astype(np.uint8), kept


def clones(batch: Batch) -> Iterator[np.ndarray]:
    """Leave out the last candidates, where they are clones of the first."""
    for many in range(1, min(CLONES, len(batch.values) - 2) + 1):
        alike = np.ones(batch.values.shape[2], dtype=np.bool_)
        for clone in range(len(batch.values) - many, len(batch.values)):
            alike &= are_clones(batch, clone, range(1, len(batch.values) - many))
        then = batch.count(batch.values[:-many])
        then_all = np.vstack([then, np.zeros((many, then.shape[1]), dtype=np.bool_)])
        one, other = (
            np.vstack([won[1:-many], won[:1] | won[-many:].any(axis=0)])
            for won in (batch.won, then_all)
        )
        apart = (one != other).any(axis=0) if batch.whole else ~(one & other).any(axis=0)
        yield alike & apart & then.any(axis=0) & batch.won.any(axis=0)


def are_clones(batch: Batch, clone: int, outsiders: range) -> np.ndarray:
    one, other = batch.values[0], batch.values[clone]
    if batch.best is not None:
        return np.asarray((one == other).all(axis=0))
    alike = np.ones(batch.values.shape[2], dtype=np.bool_)
    for outsider in outsiders:
        there = batch.values[outsider]
        same = ((one < there) == (other < there)) & ((one > there) == (other > there))
        alike &= (same | (batch.weights == 0)).all(axis=0)
    return alike


def reversal(batch: Batch) -> Iterator[np.ndarray]:
    if batch.best is not None:
        values = batch.best - batch.values
    else:
        values = np.where(batch.values == UNRANKED, 1, 102 - np.minimum(batch.values, 100))
    then = batch.count(values.astype(np.uint8))
    yield (then == batch.won).all(axis=0) & (then.sum(axis=0) == 1)


def reinforcement(batch: Batch) -> Iterator[np.ndarray]:
    for _ in range(8):
        taken = batch.rng.integers(0, 3, size=batch.weights.shape)
        part = np.where(taken == 1, batch.weights >> 1, np.where(taken == 2, batch.weights, 0))
        one = batch.count(batch.values, part)
        other = batch.count(batch.values, batch.weights - part)
        both = one & other
        if batch.whole:
            found = both.any(axis=0) & (both != batch.won).any(axis=0) & batch.won.any(axis=0)
        else:
            found = (one == other).all(axis=0) & (one.sum(axis=0) == 1)
            found &= ~(both & batch.won).any(axis=0) & batch.won.any(axis=0)
        yield found & (part.sum(axis=0) > 0) & (part < batch.weights).any(axis=0)


def suspects(batch: Batch, criterion: str) -> np.ndarray:
    """Give the places of elections that seem to break a criterion, fewest voters first."""
    found = np.zeros(batch.values.shape[2], dtype=np.bool_)
    for each in SUSPECTS[criterion](batch):
        found |= each
        if found.sum() >= ENOUGH:
            break
    places = np.flatnonzero(found)[:ENOUGH]
    # The parts of reinforcement are drawn, and would be others.
    if places.size and not batch.every_way and criterion != "reinforcement":
        places = places[np.logical_or.reduce(list(SUSPECTS[criterion](batch.some(places))))]
    return places[np.argsort(batch.weights[:, places].sum(axis=0), kind="stable")]


SUSPECTS: Final[dict[str, Found]] = {
    "majority": partial(solid, sizes=lambda many: range(1, min(many, 2))),
    "majority_loser": partial(solid, sizes=lambda many: range(max(many - 1, 1), many)),
    "mutual_majority": partial(solid, sizes=lambda many: range(1, many)),
    "condorcet_winner": partial(condorcet, winner=True),
    "condorcet_loser": partial(condorcet, winner=False),
    "smith": smith,
    "pareto": pareto,
    "monotonicity": monotonicity,
    "participation": participation,
    "clones": clones,
    "later_no_harm": partial(later, harm=True),
    "later_no_help": partial(later, harm=False),
    "reversal": reversal,
    "reinforcement": reinforcement,
}
