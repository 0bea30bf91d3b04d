"""Counting one block of a study's elections, and adding up what the study asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from elections.breakers import ByPriority
from elections.marking import rankings
from elections.models import model
from elections.paradoxes import MARKS, cycles, top_cycles
from elections.society import Society
from elections.systems import system
from elections.systems.plurality import PLURALITY
from elections.utilities import random_utilities

if TYPE_CHECKING:
    from collections.abc import Collection

    from elections.arrays import Truth, Whole
    from elections.study import Study
    from elections.utilities import Floats

Sums: TypeAlias = "dict[str, Any]"
"""What a block found: arrays that add up over blocks."""


def count_block(study: Study, number: int) -> Sums:
    """Draw and count one block of elections, and add up what a study asks.

    Every axis called row has the places of `Study.rows`: whoever has the greatest
    utility, the winner of plurality, and the systems.

    Parameters
    ----------
    study : Study
    number : int
        Which block, from 0.

    Returns
    -------
    dict of str to int64 or float64 arrays
        elections, top_cycles, cycles
            How many.
        there : [mark]
            How many elections have somebody with this mark (`paradoxes.MARKS`).
        trials, elected : [mark, row]
            How many of those the row decides; and by electing somebody with the mark.
        moments : [row, 5]
            What `estimates.ratio` takes to compare utilities with the greatest.
        decided, agreed : [row, row]
            How many elections both rows decide; and in the same way.
        sincere_trials, sincere_elected, sincere_moments, sincere_decided : [row]
            With a strategy: what the sums above would be if all were sincere, and how
            many elections the row decides then.
        gained, lost, paired, moved, both : [row], shift_moments : [row, 5]
            With a strategy: in how many elections with a Condorcet winner the row elects
            it only when voters are tactical; only when they are sincere; and of how
            many that is; how many results change at all, of how many; and what
            `estimates.ratio` takes to say what that does to utility.
        coalitions : [system, voters + 2]
            As `coalitions.least_coalitions` counts them, if they are asked for.

    Examples
    --------
    >>> from elections.study import Study
    >>> sums = count_block(Study(systems=("irv",), elections=100), 0)
    >>> int(sums["elections"])
    100
    """
    society = _society(study, number)
    stack, welfare = society.ranked, society.welfare(raw=study.raw)
    marks = {name: mark(stack) for name, mark in MARKS.items()}
    counted = [PLURALITY, *map(system, study.systems)]
    greatest = society.greatest(welfare)
    winners = np.vstack([greatest, society.winners(counted, study.strategy, study.tactical)])
    sums = {
        "elections": np.int64(stack.elections),
        "top_cycles": top_cycles(stack).sum(),
        "cycles": cycles(stack).sum(),
        "there": np.array([mark.any(axis=0).sum() for mark in marks.values()]),
        **_judged(marks.values(), welfare, winners),
        **_compared(winners),
    }
    if study.strategy:
        sincere = np.vstack([greatest, society.winners(counted)])
        before = _judged(marks.values(), welfare, sincere)
        sums |= {f"sincere_{name}": each for name, each in before.items()}
        sums["sincere_decided"] = (sincere >= 0).sum(axis=1)
        sums |= _shifted(marks["condorcet_winner"], welfare, sincere, winners)
    if study.coalition:
        sizes = [society.least_coalitions(each) for each in counted[1:]]
        sums["coalitions"] = np.array(sizes).reshape(len(sizes), study.voters + 2)
    return sums


def _society(study: Study, number: int) -> Society:
    many = min(study.block, study.elections - number * study.block)
    rng = np.random.default_rng(np.random.SeedSequence(study.seed, spawn_key=(number,)))
    draw = model(study.model).draw
    liked = draw(study.candidates, study.voters, many, rng=rng, **study.settings)
    breaker = _lots(study.candidates, many, rng)
    return Society(liked=liked, breaker=breaker, maximum=study.maximum, options=study.options)


def _lots(candidates: int, elections: int, rng: np.random.Generator) -> ByPriority:
    """Draw lots for candidates who are level: the ranks of random numbers are an order."""
    order = rankings(random_utilities(candidates, 1, elections, rng=rng))[:, 0]
    return ByPriority(order.astype(np.int64) - 1, rng.random(elections))


def _judged(marks: Collection[Truth], welfare: Floats, winners: Whole) -> Sums:
    """Ask how often candidates with a mark are elected, and what utility those elected have."""
    decided = winners >= 0
    chosen = np.maximum(winners, 0)
    tried = [mark.any(axis=0) & decided for mark in marks]
    # All marks of a candidate as the bits of one number: so they are looked up only once.
    bits = sum(mark.view(np.uint8) << place for place, mark in enumerate(marks))
    found = _of(bits, chosen)
    hits = [decided & (found >> place & 1).astype(np.bool_) for place in range(len(tried))]
    average = welfare.mean(axis=0)
    gain = _of(welfare, chosen) - average
    return {
        "trials": np.array([each.sum(axis=1) for each in tried]),
        "elected": np.array([each.sum(axis=1) for each in hits]),
        "moments": _moments(decided, welfare.max(axis=0) - average, gain),
    }


def _of(values: Any, winners: Whole) -> Any:
    """Take what is true of each row's winner: [candidate, election] to [row, election]."""
    return np.take_along_axis(values, winners, axis=0)


def _moments(taken: Truth, x: Floats, y: Floats) -> Floats:
    """Add up x, y, x², y² and xy over the elections that are taken: float64, [row, 5]."""
    x, y = np.where(taken, x, 0.0), np.where(taken, y, 0.0)
    return np.stack([each.sum(axis=1) for each in (x, y, x * x, y * y, x * y)], axis=1)


def _compared(winners: Whole) -> Sums:
    """Ask how often each two rows elect the same candidate."""
    decided = (winners >= 0).astype(np.int64)
    # Short numbers are compared many times as fast.
    short = winners.astype(np.int16)
    agreed = [((one == short) & (one >= 0)).sum(axis=1) for one in short]
    return {"decided": decided @ decided.T, "agreed": np.array(agreed)}


def _shifted(mark: Truth, welfare: Floats, sincere: Whole, winners: Whole) -> Sums:
    """Ask what tactical voting changes: results, Condorcet winners elected, and utility."""
    both = (sincere >= 0) & (winners >= 0)
    before, after = np.maximum(sincere, 0), np.maximum(winners, 0)
    had, has = _of(mark, before), _of(mark, after)
    gain = _of(welfare, after) - _of(welfare, before)
    return {
        "both": both.sum(axis=1),
        "moved": (both & (sincere != winners)).sum(axis=1),
        "paired": (both & mark.any(axis=0)).sum(axis=1),
        "gained": (both & has & ~had).sum(axis=1),
        "lost": (both & had & ~has).sum(axis=1),
        "shift_moments": _moments(both, welfare.max(axis=0) - welfare.mean(axis=0), gain),
    }
