"""Ranked pairs, the method of Tideman."""

from __future__ import annotations

from functools import partial, reduce
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from attrs import evolve, frozen

from elections.ballots import Profile
from elections.search import as_cases, explore
from elections.systems.base import BallotKind, Outcome, System
from elections.systems.defeats import (
    LEFT_OUT,
    NEITHER_AHEAD,
    STRENGTH,
    places_below,
    reaches,
)
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
from elections.systems.split_cycle import standing_defeats

if TYPE_CHECKING:
    from collections.abc import Iterable

    from elections.arrays import Truth, Whole

_MARKS: Final = 60
"""The marks that are looked at in the time in which a pair is, over all levels."""

Pair: TypeAlias = tuple[int, int]
Below: TypeAlias = tuple[int, ...]
"""For each candidate a set of bits: itself and everybody to whom locked defeats lead."""


@frozen(kw_only=True)
class _Case:
    """How far the defeats are locked in, on the way to electing one candidate.

    Attributes
    ----------
    rival : int
        Who is to win.
    level : int
        Which level defeats are being considered.
    below : tuple of int
        What is locked in.
    late : frozenset of (int, int)
        Those of the level that come only when they would close a cycle.
    """

    rival: int
    level: int
    below: Below
    late: frozenset[Pair] = frozenset()


def _leads(below: Below, one: int, other: int) -> int:
    return below[one] >> other & 1


def _lock(below: Below, pair: Pair) -> Below:
    winner, loser = pair
    gained = below[loser]
    return tuple(bits | gained if bits >> winner & 1 else bits for bits in below)


def _find(strength: Whole, rivals: list[int], budget: int) -> set[int]:
    """Find those who win in some order of level defeats.

    For each rival: no defeat against it may be locked in, so that those must wait until
    its own chains lead back. Defeats that no others of their level contradict are locked
    in at once; each of the rest comes in time, or too late.
    """
    levels = levels_of(strength)
    alone = tuple(1 << place for place in range(len(strength)))

    def step(case: _Case | None) -> tuple[Iterable[int], Iterable[_Case]]:
        if case is None:
            return (), [_Case(rival=each, level=0, below=alone) for each in rivals]
        while case.level < len(levels) and case.below[case.rival] != (1 << len(alone)) - 1:
            news = [pair for pair in levels[case.level] if _is_news(case.below, pair)]
            early = [pair for pair in news if pair[1] != case.rival and pair not in case.late]
            hope = reduce(_lock, early, case.below)
            if not all(_leads(hope, loser, winner) for winner, loser in {*news} - {*early}):
                return (), ()
            doubtful = [pair for pair in early if _leads(hope, pair[1], pair[0])]
            if doubtful:
                sure = [pair for pair in early if pair not in doubtful]
                case = evolve(case, below=reduce(_lock, sure, case.below))
                return (), _ways(case, doubtful)
            case = _Case(rival=case.rival, level=case.level + 1, below=hope)
        return (case.rival,), ()

    return set(explore(None, step, budget, each=as_cases(0, _MARKS * strength.size)))


def _is_news(below: Below, pair: Pair) -> bool:
    """Say whether locking a pair in would neither close a cycle nor change nothing."""
    winner, loser = pair
    return not (_leads(below, loser, winner) or _leads(below, winner, loser))


def _ways(case: _Case, doubtful: list[Pair]) -> list[_Case]:
    """Let one pair come too late, or in time; what extends the rival's chains comes first."""
    pair = max(doubtful, key=lambda pair: _leads(case.below, case.rival, pair[0]))
    in_time = evolve(case, below=_lock(case.below, pair))
    return [evolve(case, late=case.late | {pair}), in_time]


def _matters(strength: Whole, paths: Whole) -> Truth:
    """Say which defeats are level with another, unless what stands settles them.

    A defeat that is the weakest of no cycle is locked in whatever the order, and so it
    is settled what becomes of a defeat from one end to the other of a chain of those.
    """
    chains = reaches(standing_defeats(strength, paths))
    return twice(np.where(chains | chains.swapaxes(0, 1), 0, strength))


HOW: Final = Locking(once=False, matters=_matters, find=_find)


def _by_chains(outcome: Outcome) -> Whole:
    return places_below(outcome.tables["locked"][:, :, 0] > 0)


RANKED_PAIRS = System(
    id="ranked_pairs",
    name="Ranked pairs (Tideman)",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="pairs",
    summary=(
        "Defeats are locked in from the strongest to the weakest, but for those that contradict "
        "what is locked in already; whoever no defeat is locked in against is elected."
    ),
    source=(
        "Tideman, Independence of clones as a criterion for voting rules, Social Choice and "
        "Welfare 1987; level defeats in the order of Zavist and Tideman, 1989"
    ),
    truncated=LEFT_OUT,
    tied=NEITHER_AHEAD,
    options=STRENGTH,
    kernel=explained_one_by_one(partial(count_locked, how=HOW)),
    who_can_win=partial(search_locked, how=HOW),
    ways=partial(ways_locked, how=HOW),
    merit=_by_chains,
    story=partial(locking_steps, how=HOW),
    ties=partial(locking_ties, how=HOW),
)
