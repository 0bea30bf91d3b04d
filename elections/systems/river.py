"""River, the method of Heitzig: ranked pairs in which nobody is beaten twice."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from attrs import evolve, frozen

from elections.ballots import Profile
from elections.search import as_cases, explore
from elections.systems.base import BallotKind, System
from elections.systems.defeats import LEFT_OUT, NEITHER_AHEAD, STRENGTH
from elections.systems.locking import (
    Locking,
    count_locked,
    levels_of,
    search_locked,
    twice,
    ways_locked,
)
from elections.systems.locking_story import locking_steps, locking_ties
from elections.systems.piecemeal import explained_one_by_one
from elections.systems.split_cycle import standing_defeats, undefeated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from elections.arrays import Truth, Whole

_MARKS: Final = 60
"""The marks that are looked at in the time in which a pair is, over all levels."""

Flow: TypeAlias = tuple[int, int]
Source: TypeAlias = tuple[int, ...]
"""For each candidate the one, itself perhaps, from whom its chain of locked defeats comes."""


@frozen(kw_only=True)
class _Case:
    """How far the defeats are locked in, on the way to electing one candidate.

    Attributes
    ----------
    rival : int
        Who is to win.
    level : int
        Which level defeats are being considered.
    source : tuple of int
        What is locked in.
    """

    rival: int
    level: int
    source: Source


def _matters(strength: Whole, paths: Whole) -> Truth:
    """Say which defeats are level with another in a cycle, or against the same candidate.

    Whoever alone is undefeated in the sense of Split Cycle wins whatever the order.
    """
    in_cycles = np.where(standing_defeats(strength, paths), 0, strength)
    alike = (strength[:, None] == strength[None]).sum(axis=1) > 1
    in_doubt = undefeated(strength, paths).sum(axis=0) > 1
    return np.asarray((twice(in_cycles) | ((strength > 0) & alike)) & in_doubt)


def _find(strength: Whole, rivals: list[int], budget: int) -> set[int]:
    """Find those who win in some order of level defeats.

    For each rival: whomever its stream can take in at a level, it takes in first, as
    that only widens what it can take in later.
    """
    levels = levels_of(strength)

    def step(case: _Case | None) -> tuple[Iterable[int], Iterable[_Case]]:
        if case is None:
            alone = tuple(range(len(strength)))
            return (), [_Case(rival=each, level=0, source=alone) for each in rivals]
        while case.level < len(levels):
            flows = _flows(case.source, levels[case.level])
            own = [flow for flow in flows if flow[0] == case.rival]
            if not own and any(loser == case.rival for _, loser in flows):
                return (), ()
            sure = own or [flow for flow in flows if _is_sure(flow, flows)]
            if flows and not sure:
                return (), [evolve(case, source=_join(case.source, *flow)) for flow in flows]
            if sure:
                case = evolve(case, source=_join(case.source, *sure[0]))
            else:
                case = evolve(case, level=case.level + 1)
        return (case.rival,), ()

    return set(explore(None, step, budget, each=as_cases(0, _MARKS * strength.size)))


def _flows(source: Source, level: tuple[Flow, ...]) -> set[Flow]:
    """Give whose stream may take in whose: losers whom nobody beats yet, and no cycles."""
    return {
        (source[winner], loser)
        for winner, loser in level
        if source[loser] == loser != source[winner]
    }


def _join(source: Source, winner: int, loser: int) -> Source:
    return tuple(winner if each == loser else each for each in source)


def _is_sure(flow: Flow, flows: set[Flow]) -> bool:
    """Say whether one stream alone can take in another, and no chain of others leads back."""
    winner, loser = flow
    downstream = [loser]
    for here in downstream:
        downstream += [end for start, end in flows if start == here and end not in downstream]
    return winner not in downstream and sum(end == loser for _, end in flows) == 1


HOW: Final = Locking(once=True, matters=_matters, find=_find)

RIVER = System(
    id="river",
    name="River (Heitzig)",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="pairs",
    summary=(
        "Defeats are locked in from the strongest to the weakest, but for those that contradict "
        "what is locked in already or whose loser is beaten already; whoever no defeat is locked "
        "in against is elected."
    ),
    source="Heitzig, River method, Election-methods list, 2004; Döring, Brill and Heitzig, 2025",
    truncated=LEFT_OUT,
    tied=NEITHER_AHEAD,
    options=STRENGTH,
    kernel=explained_one_by_one(partial(count_locked, how=HOW)),
    who_can_win=partial(search_locked, how=HOW),
    ways=partial(ways_locked, how=HOW),
    story=partial(locking_steps, how=HOW),
    ties=partial(locking_ties, how=HOW),
)
