"""The alternative vote in which the last two meet, and the loser of the pair goes out."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from elections.ballots import Profile
from elections.count import Step
from elections.readout import listed, number
from elections.search import as_cases, explore, orders_out
from elections.systems.base import BallotKind, Outcome, Stage, System, elect_leaders
from elections.systems.elimination import leading, votes_among
from elections.systems.hybrids import LEFT_OUT, TIED, search_open
from elections.systems.piecemeal import condorcet_first
from elections.systems.telling import tie_among

if TYPE_CHECKING:
    from collections.abc import Iterable

    from elections.arrays import Truth, Whole
    from elections.count import Tie
    from elections.rules import Rules
    from elections.search import Order
    from elections.stack import Stack


def ahead(pair: Truth, votes: Whole, margins: Whole) -> Truth:
    """Say who of two is ahead in the pair, or where it is drawn has more votes.

    Parameters
    ----------
    pair : bool, [candidate, election]
        Two in each election.
    votes : int64, [candidate, election]
    margins : int64, [candidate, candidate, election]

    Returns
    -------
    bool, [candidate, election]
        Both of them where they are level in either way.

    Examples
    --------
    >>> both, level = np.array([[True], [True]]), np.zeros((2, 2, 1), dtype=np.int64)
    >>> ahead(both, np.array([[3], [4]]), level).ravel()
    array([False,  True])
    """
    elections = np.arange(pair.shape[1])
    one, other = pair.argmax(axis=0), len(pair) - 1 - pair[::-1].argmax(axis=0)
    lead = margins[one, other, elections]
    lead = np.where(lead == 0, votes[one, elections] - votes[other, elections], lead)
    everyone = np.arange(len(pair))[:, None]
    return np.asarray(((everyone == one) & (lead >= 0)) | ((everyone == other) & (lead <= 0)))


def _count(stack: Stack, rules: Rules) -> Outcome:
    ranks, unit = stack.countable(rules.overvotes)
    everyone = np.arange(stack.candidates)[:, None]
    standing = np.ones((stack.candidates, stack.elections), dtype=np.bool_)
    stages: list[Stage] = []
    for left in range(stack.candidates, 2, -1):
        votes = votes_among(ranks, stack.weights, unit, standing)
        last_two = standing & ~leading(votes, standing, rules.breaker, left - 2)
        stages.append(Stage(votes=votes, standing=standing, level=last_two))
        better = ahead(last_two, votes, stack.margins)
        losing = last_two & (~better | (better.sum(axis=0) == 2))
        standing = standing & (everyone != rules.breaker.last(losing))
    votes = votes_among(ranks, stack.weights, unit, standing)
    stages.append(Stage(votes=votes, standing=standing, level=standing))
    return elect_leaders(
        ahead(standing, votes, stack.margins),
        rules,
        stages=tuple(stages),
        unit=unit,
        tables={"pairwise": stack.pairwise},
    )


def _margins(outcome: Outcome) -> Whole:
    preferred = outcome.tables["pairwise"]
    return preferred - preferred.swapaxes(0, 1)


def _level_for_last_two(stage: Stage) -> Truth:
    """Say who was level where the line above the last two was drawn, if others were too."""
    last_two = np.asarray(stage.level)
    line = np.where(last_two, stage.votes, -1).max(axis=0)
    level = stage.standing & (stage.votes == line)
    return np.asarray(level & (level & ~last_two).any(axis=0))


def _met_a_tie(outcome: Outcome) -> Truth:
    margins, met = _margins(outcome), np.zeros(outcome.winner.shape, dtype=np.bool_)
    for stage in outcome.stages[:-1]:
        better = ahead(np.asarray(stage.level), stage.votes, margins)
        met |= _level_for_last_two(stage).any(axis=0) | (better.sum(axis=0) == 2)
    return met


def _ways(one: Stack, rules: Rules) -> dict[int, Order]:
    ranks, unit = one.countable(rules.overvotes)
    everyone = np.arange(one.candidates)

    def step(case: frozenset[int]) -> tuple[Iterable[int], Iterable[frozenset[int]]]:
        standing = np.isin(everyone, list(case))[:, None]
        votes = votes_among(ranks, one.weights, unit, standing)
        if len(case) <= 2:
            return np.flatnonzero(ahead(standing, votes, one.margins)).tolist(), ()
        losing = _may_lose(standing[:, 0], votes[:, 0], one.margins[:, :, 0])
        return (), [case - {out} for out in np.flatnonzero(losing).tolist()]

    each = as_cases(3 * one.candidates, ranks.size + one.candidates**2)
    found = explore(frozenset(everyone.tolist()), step, rules.budget, each=each)
    return orders_out(found)


def _may_lose(standing: Truth, votes: Whole, margins: Whole) -> Truth:
    """Say who may be one of the two with fewest votes, and not be ahead of the other."""
    second = np.sort(votes[standing])[1]
    lowest, level = standing & (votes < second), standing & (votes == second)
    pairs = np.outer(lowest if lowest.any() else level, level)
    lead = np.where(margins == 0, votes[:, None] - votes, margins)
    apart = ~np.eye(len(votes), dtype=np.bool_)
    return np.asarray(((pairs | pairs.T) & apart & (lead <= 0)).any(axis=1))


def _tell(outcome: Outcome, candidates: tuple[str, ...]) -> tuple[Step, ...]:
    """Say how the pair of the last two went in each round."""
    return tuple(
        _step(at, stage, outcome.tables["pairwise"], candidates)
        for at, stage in enumerate(outcome.stages, 1)
        if stage.standing.sum() > 1
    )


def _step(at: int, stage: Stage, preferred: Whole, candidates: tuple[str, ...]) -> Step:
    last_two = np.asarray(stage.level)
    better = ahead(last_two, stage.votes, preferred - preferred.swapaxes(0, 1))
    first = int(better[:, 0].argmax())
    second = next(int(place) for place in np.flatnonzero(last_two) if place != first)
    names = (candidates[first], candidates[second])
    one, other = (listed([name]) for name in names)
    votes, fewer = preferred[first, second, 0].item(), preferred[second, first, 0].item()
    text = (
        f"Round {at}: of the last two, {one} beats {other} by {number(votes)} to {number(fewer)}."
    )
    if votes == fewer:
        few = f"; {other} has fewer votes." if better.sum() == 1 else ", and have as many votes."
        text = f"Round {at}: the last two, {one} and {other}, draw{few}"
    return Step(action="pair", candidates=names, text=text, size=votes - fewer, round=at)


def _ties(outcome: Outcome, candidates: tuple[str, ...], how: str) -> tuple[Tie, ...]:
    """Tell who was level for being one of the last two, and of those two for going out."""
    margins, stages, ties = _margins(outcome), outcome.stages, []
    tell = partial(tie_among, candidates, how=how)
    for at, (stage, after) in enumerate(pairwise(stages), 1):
        last_two, level = np.asarray(stage.level), _level_for_last_two(stage)
        if (level & last_two).sum() == 1:
            ties.append(tell(level, last_two, at=at, purpose="last two"))
        elif level.any():
            ties.append(tell(level, ~last_two, at=at, purpose="stays in"))
        if ahead(last_two, stage.votes, margins).sum() == 2:
            ties.append(tell(last_two, ~after.standing, at=at, purpose="eliminated"))
    if outcome.leaders.sum() == 2:
        elected = np.arange(len(candidates))[:, None] == outcome.winner
        ties.append(tell(outcome.leaders, elected, at=len(stages), purpose="elected"))
    return tuple(ties)


BOTTOM_TWO_IRV = System(
    id="bottom_two_irv",
    name="Bottom-two runoff IRV",
    ballot=BallotKind.RANKING,
    takes=Profile,
    summary=(
        "Until one is left, the two candidates with fewest votes are compared, and the one whom "
        "fewer voters prefer to the other goes out; if that is a draw, the one with fewer votes."
    ),
    source="LeGrand, 2002, on the list Instantrunoff-freewheeling; so named by Kok, 2005",
    truncated=LEFT_OUT,
    tied=TIED,
    kernel=condorcet_first(_count),
    who_can_win=partial(search_open, count=_count, ways=_ways, met=_met_a_tie),
    ways=_ways,
    story=_tell,
    ties=_ties,
)
