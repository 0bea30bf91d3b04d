"""The Coombs rule: whoever is last on most ballots goes out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from attrs import frozen

from elections.arrays import UNRANKED, Bytes, Truth, Whole
from elections.ballots import Profile
from elections.search import as_cases, follow
from elections.sharing import exact, parts, share
from elections.systems.base import BallotKind, Outcome, Stage, System, elect_leaders
from elections.systems.lineup import LineUp
from elections.systems.one_out import Round, ways_one_out
from elections.systems.piecemeal import explained_one_by_one

if TYPE_CHECKING:
    from elections.rules import Rules
    from elections.stack import Stack

_MAJORITY: Final = "majority"


@frozen(kw_only=True, eq=False)
class _Ballots:
    """What counts of the ballots, and in how many parts of a vote.

    A vote is divided only where candidates can share a last place.
    """

    ranks: Bytes
    weights: Whole | None
    unit: int
    kind: Any

    @classmethod
    def of(cls, stack: Stack, rules: Rules) -> _Ballots:
        ranks, unit = stack.countable(rules.overvotes)
        if stack.tied or not stack.complete:
            unit = parts(len(ranks))
        kind = exact(unit * int(stack.voters.max(initial=0)))
        return cls(ranks=ranks, weights=stack.weights, unit=unit, kind=kind)

    def firsts(self, ranks: Bytes) -> Whole:
        """Count who is first on the ballots, among the candidates of these rows."""
        return self._count_at(ranks.min(axis=0), ranks)

    def lasts(self, ranks: Bytes) -> Whole:
        """Count who is last on the ballots that still rank anybody."""
        return self._count_at(ranks.max(axis=0), ranks)

    def _count_at(self, rank: Bytes, ranks: Bytes) -> Whole:
        if self.unit > 1:
            # A ballot that has run out holds nothing but 255, so that nobody is at 254.
            rank[ranks.min(axis=0) == UNRANKED] = UNRANKED - 1
        return share(ranks == rank, self.weights, self.unit, self.kind)


@frozen(kw_only=True, eq=False)
class _Found:
    """Who led in each election, where a tie was met on the way, and the rounds of one."""

    leaders: Truth
    met: Truth
    stages: tuple[Stage, ...]
    unit: int


def _count_out(stack: Stack, rules: Rules) -> _Found:
    ballots = _Ballots.of(stack, rules)
    line = LineUp.of(ballots.ranks)
    leaders = np.zeros((stack.candidates, stack.elections), dtype=np.bool_)
    met = np.zeros(stack.elections, dtype=np.bool_)
    counting = ~met
    stages: list[Stage] = []
    while counting.any():
        firsts = ballots.firsts(line.ranks)
        ends = _ends(firsts, rules)
        ended = np.flatnonzero(counting & ends)
        lead = firsts == firsts.max(axis=0)
        leaders[:, ended] = line.spread(lead[:, ended], ended)
        counting &= ~ends
        lasts = ballots.lasts(line.ranks) if counting.any() else None
        if rules.explained:
            stages.append(_stage(line, firsts, lasts))
        if lasts is not None:
            gone, tied = _last(line, lasts, counting, rules)
            line = line.without(gone)
            met |= tied
    return _Found(leaders=leaders, met=met, stages=tuple(stages), unit=ballots.unit)


def _ends(firsts: Whole, rules: Rules) -> Truth:
    """Say where the count ends: with two left, or a majority where that is enough."""
    if len(firsts) <= 2:
        return np.ones(firsts.shape[1], dtype=np.bool_)
    has_majority = 2 * firsts.max(axis=0) > firsts.sum(axis=0)
    return np.asarray(has_majority & (rules.options["stop"] == _MAJORITY))


def _last(line: LineUp, lasts: Whole, counting: Truth, rules: Rules) -> tuple[Bytes, Truth]:
    """Choose who goes out, and say in which elections a tie was broken for it."""
    level = lasts == lasts.max(axis=0)
    gone = (line.who * level).max(axis=0)
    tied = counting & (level.sum(axis=0, dtype=np.uint8) > 1)
    where = np.flatnonzero(tied)
    if where.size:
        gone[where] = rules.breaker.some(where).last(line.spread(level[:, where], where))
    return gone, tied


def _stage(line: LineUp, firsts: Whole, lasts: Whole | None) -> Stage:
    """Write down the round of the only election."""
    only = np.array([0])
    standing = line.spread(np.ones(firsts.shape, dtype=np.bool_), only)
    against = None if lasts is None else line.spread(lasts, only)
    return Stage(votes=line.spread(firsts, only), standing=standing, against=against)


def _count(stack: Stack, rules: Rules) -> Outcome:
    found = _count_out(stack, rules)
    return elect_leaders(found.leaders, rules, stages=found.stages, unit=found.unit)


def _search(stack: Stack, rules: Rules, outcome: Outcome) -> Truth:
    met = _count_out(stack, rules).met
    return follow(stack, rules, outcome.leaders, met, _WAYS)


def _round_of(one: Stack, rules: Rules) -> tuple[Round, int]:
    count = partial(_round, _Ballots.of(one, rules), rules)
    return count, as_cases(2 * one.candidates, 2 * one.values.size)


_WAYS: Final = partial(ways_one_out, start=_round_of)


def _round(ballots: _Ballots, rules: Rules, standing: tuple[int, ...]) -> tuple[Truth, bool]:
    """Say who of those standing is elected, or who may go out."""
    ranks = ballots.ranks[list(standing)]
    firsts = ballots.firsts(ranks)[:, 0]
    if _ends(firsts[:, None], rules)[0] or not firsts.any():
        return firsts == firsts.max(), True
    lasts = ballots.lasts(ranks)[:, 0]
    return lasts == lasts.max(), False


COOMBS = System(
    id="coombs",
    name="Coombs rule",
    ballot=BallotKind.RANKING,
    takes=Profile,
    summary=(
        "Until somebody is first on more than half of the ballots still counting, the candidate "
        "who is last on most of them goes out."
    ),
    source="Coombs, A Theory of Data, 1964; Grofman and Feld, Electoral Studies 2004",
    truncated=(
        "They share the ballot's last place, each an equal part of it; "
        "a ballot counts no more once it ranks nobody still in."
    ),
    tied=(
        "The ballot counts up to just before its first tie, or, as overvotes are chosen, without "
        "the tied, the rest counting as left out; or the tied share its places."
    ),
    options={"stop": (_MAJORITY, "none")},
    kernel=explained_one_by_one(_count),
    who_can_win=_search,
    ways=_WAYS,
)
