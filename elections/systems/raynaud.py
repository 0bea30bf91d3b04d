"""The method of Arrow and Raynaud: out goes the loser of the strongest defeat."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from elections.ballots import Profile
from elections.count import Step
from elections.search import as_cases, explore, follow, orders_out
from elections.systems.base import BallotKind, Outcome, Stage, System, elect_leaders
from elections.systems.defeats import LEFT_OUT, NEITHER_AHEAD, STRENGTH, narrow, over, strengths
from elections.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from elections.arrays import Truth
    from elections.rules import Rules
    from elections.search import Order
    from elections.stack import Stack


def _count(stack: Stack, rules: Rules) -> Outcome:
    strength = strengths(stack, rules)
    sizes, beats = narrow(strength), (stack.margins > 0).astype(np.uint8)
    standing = np.ones(strength.shape[1:], dtype=np.bool_)
    leaders = np.zeros_like(standing)
    last = np.full(stack.elections, -1)
    stages: list[Stage] = []
    while (last < 0).any():
        worst = (sizes * (standing[:, None] & standing)).max(axis=0).astype(np.int64)
        most = worst.max(axis=0)
        newly = (last < 0) & (most == 0)
        leaders |= newly & standing
        last[newly] = len(stages)
        won = (beats * standing).sum(axis=1, dtype=np.int64) * standing
        stages.append(Stage(votes=won, standing=standing, against=worst))
        standing = standing & ~_out(standing & (worst == most), last < 0, rules)
    tables = {"pairwise": stack.pairwise, "strengths": strength}
    return elect_leaders(leaders, rules, last=last, stages=tuple(stages), tables=tables)


def _out(level: Truth, going_on: Truth, rules: Rules) -> Truth:
    """Mark who goes out, in the elections that are going on."""
    out = np.zeros_like(level)
    places = np.flatnonzero(going_on)
    if places.size:
        out[rules.breaker.some(places).last(level[:, places]), places] = True
    return out


def _search(stack: Stack, rules: Rules, outcome: Outcome) -> Truth:
    """Follow every way to choose among those level for going out."""
    strength = strengths(stack, rules)
    # Whoever defeats all others and is never defeated wins in every way.
    unbeaten = (strength.max(axis=0) == 0) & ((strength > 0).sum(axis=1) == len(strength) - 1)
    met = _met_a_tie(outcome) & ~unbeaten.any(axis=0)
    return follow(stack, rules, outcome.leaders, met, _ways)


def _met_a_tie(outcome: Outcome) -> Truth:
    met = np.zeros(outcome.winner.shape, dtype=np.bool_)
    for number, stage in enumerate(outcome.stages):
        worst = np.where(stage.standing, np.asarray(stage.against), -1)
        level = (worst == worst.max(axis=0)).sum(axis=0)
        met |= (level > 1) & (number < np.asarray(outcome.last))
    return met


def _ways(one: Stack, rules: Rules) -> dict[int, Order]:
    strength = strengths(one, rules)[:, :, 0]

    def step(case: frozenset[int]) -> tuple[Iterable[int], Iterable[frozenset[int]]]:
        standing = np.array(sorted(case))
        worst = strength[np.ix_(standing, standing)].max(axis=0)
        if not worst.any():
            return case, ()
        return (), (case - {int(place)} for place in standing[worst == worst.max()])

    each = as_cases(10, strength.size)
    found = explore(frozenset(range(len(strength))), step, rules.budget, each=each)
    return orders_out(found)


def _steps(outcome: Outcome, candidates: tuple[str, ...]) -> tuple[Step, ...]:
    """Name the defeat for which each candidate goes out."""
    strength = outcome.tables["strengths"][:, :, 0]

    def defeat(at: int, before: Stage, after: Stage) -> Step:
        loser = int(np.flatnonzero(before.standing[:, 0] & ~after.standing[:, 0])[0])
        winner = int(np.where(before.standing[:, 0], strength[:, loser], -1).argmax())
        pair, size = (candidates[winner], candidates[loser]), int(strength[winner, loser])
        text = f"{over(*pair, size)} is the strongest defeat: {printable(pair[1])} goes out."
        return Step(action="eliminated", candidates=pair, size=size, text=text, round=at)

    return tuple(defeat(at, *each) for at, each in enumerate(pairwise(outcome.stages), 1))


RAYNAUD = System(
    id="raynaud",
    name="Raynaud's method",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="pairs",
    summary=(
        "Candidates are compared two by two; the loser of the strongest defeat goes out, until "
        "nobody who is left is defeated by another."
    ),
    source="Arrow and Raynaud, Social Choice and Multicriterion Decision-Making, 1986",
    truncated=LEFT_OUT,
    tied=NEITHER_AHEAD,
    options=STRENGTH,
    kernel=_count,
    who_can_win=_search,
    ways=_ways,
    story=_steps,
)
