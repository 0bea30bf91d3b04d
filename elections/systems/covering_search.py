"""Finding the cheapest changes of ballots that meet several needs."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import numpy as np
from attrs import field, frozen

from elections.systems.covering import PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from elections.arrays import Whole
    from elections.systems.covering import Covering, Relaxed

Taken: TypeAlias = "tuple[int, Any] | None"
"""The last step that was taken, and those before it."""

_ALMOST: Final = 1e-6
_MOSTLY: Final = 0.5
_FITS: Final = np.iinfo(np.int64).max
_A_CASE: Final = 8
"""So many needs can be looked at as one case."""


class Case(NamedTuple):
    """How far it has been decided which ballots are changed.

    The least case is looked at first: the one that may come cheapest in the end; of
    those the one with fewest steps to come, of those the one that has cost most so far.
    """

    total: int
    to_come: int
    saved: int
    number: int
    need: tuple[int, ...]
    left: int
    taken: Taken


@frozen(kw_only=True, eq=False)
class Steps:
    """What is decided one after the other: to change some ballots in some way, or not.

    The steps for like ballots follow each other.

    Attributes
    ----------
    way : int64, [step]
    many : int64, [step]
        How many ballots: with 1, 2, 4 … and the rest, any number can be made up.
    cost : list of int, [step]
        Of changing them.
    gain : int64, [step, need]
        What that gains.
    end : int64, [step]
        Where the steps for the next ballots begin.
    alike : int64, [step + 1]
        How many ballots the step is about; at the end none.
    worth, later_worth : list of int, [step + 1]
        By how much each of these ballots, and all after them together, can be worth more
        than they cost, in parts.
    hope, later_hope, fear, later_fear : int64, [step + 1, need]
        What each of these ballots, and all after them together, can gain and lose.
    prices : list of int, [need]
    """

    way: Whole
    many: Whole
    cost: list[int]
    gain: Whole
    end: Whole
    alike: Whole
    worth: list[int]
    later_worth: list[int]
    hope: Whole
    later_hope: Whole
    fear: Whole
    later_fear: Whole
    prices: list[int]
    numbers: Iterator[int] = field(factory=count, init=False)

    def cases(self, at: int, cost: int, need: list[int], left: int, taken: Taken) -> Iterator[Case]:
        """Give the case that so much has been decided, unless there is no hope left."""
        hope = (self.later_hope[at] + left * self.hope[at]).tolist()
        fear = (self.later_fear[at] + left * self.fear[at]).tolist()
        # What cannot be lost again need not be known any more.
        need = [max(each, -worst) for each, worst in zip(need, fear, strict=True)]
        if any(each > most for each, most in zip(need, hope, strict=True)):
            return
        paid = sum(price * each for price, each in zip(self.prices, need, strict=True))
        kept = self.later_worth[at] + left * self.worth[at]
        rest = max(-((kept - paid) // PARTS), 0)
        yield Case(
            total=cost + rest,
            to_come=len(self.way) - at,
            saved=-cost,
            number=next(self.numbers),
            need=tuple(need),
            left=left,
            taken=taken,
        )

    def following(self, case: Case) -> Iterator[Case]:
        """Take the next step, where there are enough such ballots, and leave it."""
        at, cost, need, left = len(self.way) - case.to_come, -case.saved, case.need, case.left
        choices: list[tuple[int, list[int], int, Taken]] = [(cost, list(need), left, case.taken)]
        if self.many[at] <= left:
            gain = self.gain[at].tolist()
            rest = [each - gained for each, gained in zip(need, gain, strict=True)]
            left_then, taken = left - int(self.many[at]), (at, case.taken)
            choices.append((cost + self.cost[at], rest, left_then, taken))
        end = int(self.end[at])
        for spent, rest, still, taken_by_then in choices:
            over = not still or at + 1 == end
            at_next, left_next = (end, int(self.alike[end])) if over else (at + 1, still)
            yield from self.cases(at_next, spent, rest, left_next, taken_by_then)


def cheapest(covering: Covering, guide: Relaxed, budget: int) -> tuple[Whole | None, int]:
    """Find the cheapest changes that meet every need.

    What may come cheapest is looked at first, so that what meets every need first is
    cheapest.

    Parameters
    ----------
    covering : Covering
    guide : Relaxed
        Its prices tell what may come cheap; what it changes is tried first.
    budget : int
        How many cases may be looked at.

    Returns
    -------
    amounts : int64, [way], or None
        How many ballots are changed in each way; None where the budget does not suffice.
    cases : int
        How many were looked at.

    References
    ----------
    Hart, Nilsson and Raphael, "A formal basis for the heuristic determination of minimum
    cost paths", 1968.

    Examples
    --------
    >>> from elections.systems.covering import covering_of, relaxed
    >>> covering = covering_of(
    ...     copies=np.array([5, 2]), kind=np.array([0, 1]), cost=np.array([2, 1]),
    ...     gain=np.array([[2], [1]]), need=np.array([5]),
    ... )
    >>> cheapest(covering, relaxed(covering, budget=100), budget=100)[0]
    array([2, 1])
    """
    steps = steps_of(covering, guide)
    waiting = list(steps.cases(0, 0, covering.need.tolist(), int(steps.alike[0]), None))
    seen: set[tuple[int, int, tuple[int, ...]]] = set()
    each = 1 + len(covering.need) // _A_CASE
    while (cases := each * len(seen)) < budget:
        here = heappop(waiting)
        if max(here.need) <= 0:
            return _amounts(here.taken, steps, len(covering.cost)), cases + each
        same = (here.to_come, here.left, here.need)
        if same not in seen:
            seen.add(same)
            for case in steps.following(here):
                heappush(waiting, case)
    return None, budget


def _amounts(taken: Taken, steps: Steps, ways: int) -> Whole:
    amounts = np.zeros(ways, dtype=np.int64)
    while taken is not None:
        at, taken = taken
        amounts[steps.way[at]] += steps.many[at]
    return amounts


@frozen(kw_only=True, eq=False)
class Groups:
    """Like ballots, in the order in which it is decided about them.

    Attributes
    ----------
    kind, alike : int64, [group]
        Of which kind they are, and how many.
    first : int64, [group]
        In which way all of them are changed to begin with; -1 for none.
    tried : int64, [way]
        The ways, kind by kind, in the order in which they are tried.
    """

    kind: Whole
    alike: Whole
    first: Whole
    tried: Whole


def steps_of(covering: Covering, guide: Relaxed) -> Steps:
    """Put what is to be decided in such an order that good changes are found early."""
    groups = _groups(covering, guide)
    way, many, group = _pieces(groups, covering)
    ends = np.searchsorted(group, np.arange(len(groups.kind)), side="right")

    def of_each(of_way: Whole) -> tuple[Whole, Whole]:
        """Find the best that a ballot of each step can do, and all later ones together."""
        best = np.maximum(np.maximum.reduceat(of_way, covering.starts), 0)[groups.kind]
        together = best * groups.alike.reshape(-1, *[1] * (best.ndim - 1))
        later = together[::-1].cumsum(axis=0)[::-1] - together
        end = np.zeros((1, *best.shape[1:]), dtype=best.dtype)
        return np.concatenate([best[group], end]), np.concatenate([later[group], end])

    worth_each = covering.worth(guide.prices)
    if int(np.abs(worth_each).max()) * int(covering.copies.sum()) > _FITS:
        worth_each = worth_each.astype(object)
    worth, later_worth = of_each(worth_each)
    hope, later_hope = of_each(covering.gain)
    fear, later_fear = of_each(-covering.gain)
    return Steps(
        way=way,
        many=many,
        cost=(covering.cost[way] * many).tolist(),
        gain=covering.gain[way] * many[:, None],
        end=ends[group],
        alike=np.append(groups.alike[group], 0),
        worth=worth.tolist(),
        later_worth=later_worth.tolist(),
        hope=hope,
        later_hope=later_hope,
        fear=fear,
        later_fear=later_fear,
        prices=guide.prices.tolist(),
    )


def _groups(covering: Covering, guide: Relaxed) -> Groups:
    """Put first as many ballots as the guide changes in some way; then the rest of each kind.

    Of the rest, those come first most of which the guide changes, then those that can be
    worth most, then those that gain most for their cost.
    """
    worth, kinds = covering.worth(guide.prices), covering.starts
    sure = np.floor(guide.amounts + _ALMOST).astype(np.int64)
    sure[(np.add.reduceat(sure, kinds) > covering.copies)[covering.kind]] = 0
    rest = covering.copies - np.add.reduceat(sure, kinds)
    partly = np.round(guide.amounts - sure, 6)
    share = np.maximum.reduceat(partly, kinds) / np.maximum(rest, 1)
    best = np.maximum.reduceat(worth, kinds)
    for_cost = np.maximum.reduceat(covering.gain.sum(axis=1) / covering.cost, kinds)
    order = np.lexsort((-for_cost, -best, -np.where(share > _MOSTLY, share, 0)))
    loose = order[rest[order] > 0]
    whole = np.flatnonzero(sure)
    return Groups(
        kind=np.concatenate([covering.kind[whole], loose]),
        alike=np.concatenate([sure[whole], rest[loose]]),
        first=np.concatenate([whole, np.full(len(loose), -1)]),
        tried=np.lexsort((-worth, -partly, covering.kind)),
    )


def _pieces(groups: Groups, covering: Covering) -> tuple[Whole, Whole, Whole]:
    """Give the way, how many ballots and the group of each step."""
    begun = groups.first >= 0
    ways = np.bincount(covering.kind, minlength=len(covering.copies))[groups.kind]
    owner, within = _spread(ways + begun)
    whole = begun[owner] & (within == 0)
    place = covering.starts[groups.kind[owner]] + within - begun[owner]
    way = np.where(whole, groups.first[owner], groups.tried[place])
    # The exponent of a number as a float is how many bits it has.
    bits = np.where(whole, 1, np.frexp(groups.alike.astype(np.float64))[1][owner]).astype(np.int64)
    pair, turn = _spread(bits)
    lower = 1 << (bits[pair] - 1)
    many = np.where(turn == 0, groups.alike[owner[pair]] - lower + 1, lower >> turn)
    return way[pair], many, owner[pair]


def _spread(counts: Whole) -> tuple[Whole, Whole]:
    """Give the owner of each thing, and its number among the owner's, from 0."""
    owner = np.repeat(np.arange(len(counts)), counts)
    return owner, np.arange(len(owner)) - np.repeat(counts.cumsum() - counts, counts)
