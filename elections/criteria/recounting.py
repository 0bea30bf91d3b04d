"""Criteria about counting again: without a clone, upside down, or in two parts."""

from __future__ import annotations

from functools import partial
from itertools import combinations, islice
from typing import TYPE_CHECKING, Final

import numpy as np

from elections.arrays import UNRANKED
from elections.criteria.case import Violation
from elections.criteria.changes import Change, batches, compare, halvings
from elections.readout import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from elections.arrays import Bytes, Truth, Whole
    from elections.criteria.case import Case

# Clones: one of several alike does not stand --------------------------------------------


def clone_sets(case: Case) -> Iterator[tuple[int, int, Truth]]:
    """Find, for every two candidates, the smallest set of clones that has them both.

    Every voter prefers an outsider to all clones, all of them to the outsider, or
    neither; in ratings, every voter rates all clones the same.

    Yields
    ------
    one, other : int
    clones : bool, [candidate]
    """
    everyone = np.arange(len(case.values))
    for one, other in combinations(everyone.tolist(), 2):
        clones, waiting = everyone == one, [other]
        while waiting:
            member = waiting.pop()
            clones[member] = True
            waiting += np.flatnonzero(_tell_apart(case, one, member) & ~clones).tolist()
        if not clones.all():
            yield one, other, clones


def _tell_apart(case: Case, one: int, other: int) -> Truth:
    """Say against whom some voter sees a difference between two candidates: [candidate]."""
    values = case.values
    if case.rated:
        return np.full(len(values), (values[one] != values[other]).any())
    below = (values < values[one]) != (values < values[other])
    above = (values > values[one]) != (values > values[other])
    return np.asarray((below | above).any(axis=1))


def _without_clones(case: Case) -> Iterator[Change]:
    """Leave out each of two clones; where there are more, also all but each of the two."""
    for *two, clones in clone_sets(case):
        for each in reversed(two):
            here = np.arange(len(clones)) == each
            for kept in (~here, ~clones | here) if clones.sum() > 2 else (~here,):
                values = case.values[kept]
                yield Change(values=values, weights=case.weights, about=clones, kept=kept)


def _told_apart(case: Case, change: Change, won: Truth) -> bool:
    """Say whether the result is another, all clones being taken for one candidate."""
    before, after = (_merged(each, change.about) for each in (case.won, won))
    return bool((before != after).any()) if case.whole else not (before & after).any()


def _merged(won: Truth, clones: Truth) -> Truth:
    return np.append(won[~clones], won[clones].any())


def _clones_in_words(case: Case, change: Change, won: Truth) -> str:
    assert change.kept is not None  # noqa: S101  # clones are left out
    gone, left = case.names(~change.kept), case.names(change.about & change.kept)
    return (
        f"{case.result(case.won)}. Without {listed(gone)}, "
        f"{'a clone' if len(gone) == 1 else 'clones'} of {listed(left)}, {case.result(won)}."
    )


clones: Final = partial(
    compare, changes=_without_clones, broken=_told_apart, words=_clones_in_words
)

# Reversal: every ballot is turned upside down -------------------------------------------


def _upside_down(case: Case) -> Iterator[Change]:
    yield Change(values=_reversed(case), weights=case.weights, about=case.won)


def _reversed(case: Case) -> Bytes:
    if case.rated:
        return np.uint8(case.highest) - case.values
    left_out = case.values == UNRANKED
    last = np.where(left_out, 0, case.values).max(axis=0) + left_out.any(axis=0)
    return np.where(left_out, 1, last + 1 - case.values).astype(np.uint8)


def _still_alone(case: Case, _change: Change, won: Truth) -> bool:
    return len(won) > 1 and case.won.sum() == 1 and bool((won == case.won).all())


def _reversal_in_words(case: Case, _change: Change, _won: Truth) -> str:
    return f"{case.result(case.won)}, and also if every ballot is turned upside down."


reversal: Final = partial(
    compare, changes=_upside_down, broken=_still_alone, words=_reversal_in_words
)

# Reinforcement: the voters in two parts -------------------------------------------------


def reinforcement(case: Case) -> Violation | None:
    """Count the voters in two parts, until both agree on what all together do not."""
    for some in batches(islice(_parts(case), case.budget), case.values.size):
        parts = np.stack(some, axis=1)
        one = _count_parts(case, parts)
        # The other part is counted only where the one alone does not settle the matter.
        places = np.flatnonzero(case.whole | (one.sum(axis=0) == 1) & ~one[case.won].any(axis=0))
        parts, one = parts[:, places], one[:, places]
        other = _count_parts(case, case.weights[:, None] - parts)
        for place in np.flatnonzero(_not_reinforced(case, one, other)):
            return _split(case, parts[:, place], one[:, place] & other[:, place])
    return None


def _count_parts(case: Case, parts: Whole) -> Truth:
    """Count elections of the same ballots, each with its own weights: [candidate, election]."""
    values = np.broadcast_to(case.values[:, :, None], (*case.values.shape, parts.shape[1]))
    return case.count(values, parts)


def _parts(case: Case) -> Iterator[Whole]:
    """Take voters of more and more ballots: all of them, half, a quarter … one."""
    ballots = range(len(case.weights))
    amounts = [halvings(weight) for weight in case.weights.tolist()]
    for steps in range(1, sum(map(len, amounts)) + 1):
        for size in range(1, min(steps, len(ballots)) + 1):
            for some in combinations(ballots, size):
                for depths in _spread(steps - size, [len(amounts[ballot]) for ballot in some]):
                    part = np.zeros_like(case.weights)
                    chosen = zip(some, depths, strict=True)
                    part[list(some)] = [amounts[ballot][depth] for ballot, depth in chosen]
                    yield part


def _spread(total: int, below: list[int]) -> Iterator[list[int]]:
    """List the ways to make a total of numbers each below its bound.

    Examples
    --------
    >>> list(_spread(2, [3, 2]))
    [[1, 1], [2, 0]]
    """
    if not below:
        yield from [[]] if total == 0 else []
        return
    first, *rest = below
    for number in range(min(first, total + 1)):
        yield from ([number, *others] for others in _spread(total - number, rest))


def _not_reinforced(case: Case, one: Truth, other: Truth) -> Truth:
    """Say where both parts elect the same one, who cannot win: bool, [election].

    In sets, where whom both choose are others than all together choose (Young).
    """
    if case.whole:
        both = one & other
        return np.asarray(both.any(axis=0) & (both != case.won[:, None]).any(axis=0))
    return np.asarray((one == other).all(axis=0))


def _split(case: Case, part: Whole, both: Truth) -> Violation:
    there = np.flatnonzero(part)
    who = " and ".join(
        f"{part[ballot]:,} with “{case.ballot(case.values[:, ballot])}”" for ballot in there
    )
    return Violation(
        criterion=case.criterion,
        system=case.system.id,
        text=(
            f"{case.result(both)} by {who} alone, and by all others alone; "
            f"together, {case.result(case.won)}."
        ),
        before=case.ballots,
        after=case.rebuilt(case.values, case.weights - part),
        voters={int(ballot): int(part[ballot]) for ballot in there},
    )
