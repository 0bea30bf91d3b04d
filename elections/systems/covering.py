"""Meeting several needs at the least cost, by changing some of many ballots.

Young's and Dodgson's systems ask for it: ballots are changed until one candidate does
well enough against each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from attrs import frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from elections.arrays import Whole

PARTS: Final = 1 << 20
"""The parts of a unit of cost in which prices are told."""
_ROUNDS: Final = 500
_NOTHING: Final = 1e-9
_A_CASE: Final = 10_000
_A_TURN: Final = 5
"""How many numbers are looked at as one case, and as how many a turn counts at least."""


@frozen(kw_only=True, eq=False)
class Covering:
    """What is needed, and the ways in which ballots can be changed.

    Attributes
    ----------
    copies : int64, [kind]
        How many ballots there are of each kind.
    kind : int64, [way]
        Of which kind the ballots are that can be changed in each way: 0, …, 0, 1, …
    cost : int64, [way]
        Of changing one ballot so: 1 or more.
    gain : int64, [way, need]
        What that does for each need. With all ballots changed in the last way of their
        kind, every need is met.
    need : int64, [need]
        What is to be gained at least; negative for what may be lost.
    """

    copies: Whole
    kind: Whole
    cost: Whole
    gain: Whole
    need: Whole

    @property
    def starts(self) -> Whole:
        """The first way of each kind: int64, [kind]."""
        return np.searchsorted(self.kind, np.arange(len(self.copies)))

    def worth(self, prices: Whole) -> Whole:
        """Say by how much the gains of each way are worth more than its cost.

        Parameters
        ----------
        prices : int64, [need]
            Of a unit of each need, 0 or more, in parts.

        Returns
        -------
        int64, [way]
            In parts.
        """
        return np.asarray(self.gain @ prices - self.cost * PARTS)

    def at_least(self, prices: Whole) -> int:
        """Say what meeting the needs costs at least, as prices show.

        At these prices, whoever is paid for all that is needed, and makes the changes that
        pay, can keep so much and no more; the rest of the pay is what it costs at least.

        Examples
        --------
        >>> covering = covering_of(
        ...     copies=np.array([5]), kind=np.array([0]), cost=np.array([1]),
        ...     gain=np.array([[2]]), need=np.array([5]),
        ... )
        >>> covering.at_least(np.array([PARTS]))
        3
        """
        best = np.maximum.reduceat(self.worth(prices), self.starts)
        # In Python's numbers, as these may not fit in 64 bits.
        paid = sum(p * n for p, n in zip(prices.tolist(), self.need.tolist(), strict=True))
        pays = best > 0
        kept = sum(
            b * n for b, n in zip(best[pays].tolist(), self.copies[pays].tolist(), strict=True)
        )
        return max(-int((kept - paid) // PARTS), 0)

    def at_first_sight(self) -> int:
        """Say what it costs at least by the cheapest way to meet each need, and all together."""
        needed = self.need > 0
        gain, need = self.gain[:, needed], self.need[needed].tolist()
        alone = [self._parts(each) * many for each, many in zip(gain.T, need, strict=True)]
        together = self._parts(gain.sum(axis=1)) * sum(need)
        return -int(-max(together, *alone) // PARTS)

    def _parts(self, gain: Whole) -> int:
        """Find for how many parts a unit can be had, as each way gains so many of them."""
        gains = gain > 0
        return int((PARTS * self.cost[gains] // gain[gains]).min())


def covering_of(*, copies: Whole, kind: Whole, cost: Whole, gain: Whole, need: Whole) -> Covering:
    """Put together a covering, in the coarsest units in which needs can be met.

    Where every way gains two or nothing, a need of three takes two of them.
    """
    unit = np.maximum(np.gcd.reduce(gain, axis=0), 1)
    return Covering(copies=copies, kind=kind, cost=cost, gain=gain // unit, need=-(-need // unit))


@frozen(kw_only=True, eq=False)
class Relaxed:
    """Nearly the cheapest changes, if ballots could be changed in part.

    Attributes
    ----------
    cases : int
        As how many cases finding them counts.
    prices : int64, [need]
        What one more unit of each need would cost, in parts.
    amounts : float64, [way]
        How many ballots are changed in each way.
    """

    cases: int
    prices: Whole
    amounts: NDArray[np.float64]


def relaxed(covering: Covering, budget: int) -> Relaxed:
    """Find nearly the cheapest changes, if ballots could be changed in part.

    Plans are mixed in such parts that together they meet the needs most cheaply. What the
    needs cost in the mixture are prices; to change every ballot in the way that pays
    best is the next plan; and so on until no plan makes the mixture cheaper. What
    prices show is true whatever they are, so that it does no harm to round, nor to stop
    early.

    Parameters
    ----------
    covering : Covering
    budget : int
        As how many cases it may count.

    References
    ----------
    Dantzig and Wolfe, "Decomposition principle for linear programs", 1960.
    """
    many, ballots = len(covering.need), int(covering.copies.sum())
    cost, gain = covering.cost / ballots, covering.gain / ballots
    need = covering.need / ballots
    mixed = np.zeros((many + 1, len(cost)))
    mixed[-1] = _fullest(covering)
    costs = mixed @ cost
    # By how much each part of the mixture changes as more is needed, or more parts make it up.
    inverse = np.diag(np.append(-np.ones(many), 1.0))
    inverse[:-1, -1] = mixed[-1] @ gain - need
    best, prices = -np.inf, np.zeros(many)
    each, turns = _A_TURN + (covering.gain.size + inverse.size) // _A_CASE, 0
    while turns < min(_ROUNDS, budget // each):
        turns += 1
        asked = costs @ inverse
        if asked[:-1].min() < -_NOTHING:
            plan, saved = np.zeros(len(cost)), np.inf
            column = -np.eye(many + 1)[asked[:-1].argmin()]
        else:
            plan = _reply(covering, gain @ asked[:-1] - cost)
            column = np.append(plan @ gain - need, 1.0)
            saved = float(asked @ column - plan @ cost)
            if asked[-1] - saved > best:
                best, prices = float(asked[-1]) - saved, asked[:-1]
        change = inverse @ column
        grows = np.maximum(change, _NOTHING)
        lasts = np.where(change > _NOTHING, np.maximum(inverse[:, -1], 0) / grows, np.inf)
        if saved < _NOTHING or lasts.min() == np.inf:
            break
        row = int(lasts.argmin())
        mixed[row], costs[row] = plan, plan @ cost
        inverse[row] /= grows[row]
        inverse -= np.outer(np.where(np.arange(many + 1) == row, 0, change), inverse[row])
    return Relaxed(
        cases=turns * each,
        prices=np.rint(np.maximum(prices, 0) * PARTS).astype(np.int64),
        amounts=np.maximum(inverse[:, -1], 0) @ mixed,
    )


def _fullest(covering: Covering) -> NDArray[np.float64]:
    """Change every ballot in the last way of its kind."""
    plan = np.zeros(len(covering.cost))
    plan[np.append(covering.starts[1:], len(plan)) - 1] = covering.copies
    return plan


def _reply(covering: Covering, worth: NDArray[np.float64]) -> NDArray[np.float64]:
    """Change every ballot in the way that is worth most, if any is worth anything."""
    best = np.maximum.reduceat(worth, covering.starts)
    ways = np.flatnonzero((worth > 0) & (worth == best[covering.kind]))
    first = np.unique(covering.kind[ways], return_index=True)[1]
    plan = np.zeros(len(worth))
    plan[ways[first]] = covering.copies[covering.kind[ways[first]]]
    return plan
