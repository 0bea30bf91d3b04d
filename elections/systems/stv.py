"""The single transferable vote, as Scotland's councils are elected by it."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from elections.arrays import UNRANKED, Bytes, Truth
from elections.ballots import Profile
from elections.count import Step, Tie
from elections.errors import BallotError
from elections.readout import listed
from elections.search import as_cases, explore, follow
from elections.systems.base import BallotKind, Outcome, Stage, System
from elections.systems.telling import names_of
from elections.systems.transfers import (
    MOST_VOTERS,
    UNIT,
    Papers,
    Position,
    essence,
    first_stage,
    to_give,
    transferred,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from elections.breakers import Breaker
    from elections.rules import Rules
    from elections.search import Order
    from elections.stack import Stack

_OPERATIONS: Final = 100
"""On arrays, to move one candidate's papers."""


def _count(stack: Stack, rules: Rules) -> Outcome:
    """Count stage by stage until every seat is filled.

    When as many candidates are left as seats, the papers of the last one excluded have
    still been moved on, as published counts do; nobody's election depends on it.
    """
    papers, position = _start(stack, rules)
    stages: list[Stage] = []
    last = np.full(stack.elections, -1)
    while True:
        level, surplus = to_give(papers, position)
        last[(last < 0) & ~level.any(axis=0)] = len(stages)
        stages.append(
            Stage(
                votes=position.votes,
                standing=position.standing,
                lost=position.lost,
                level=level,
                elected=position.elected,
            )
        )
        if (last >= 0).all():
            break
        position = transferred(papers, position, _chosen(level, surplus, rules.breaker))
    return Outcome(
        winner=position.elected.argmax(axis=0),
        leaders=position.elected,
        last=last,
        stages=tuple(stages),
        unit=UNIT,
        facts={"seats": np.full(stack.elections, rules.seats), "quota": papers.quota // UNIT},
    )


def _start(stack: Stack, rules: Rules) -> tuple[Papers, Position]:
    ranks, unit = stack.countable(rules.overvotes)
    if unit > 1:
        raise BallotError(
            "the single transferable vote does not split a vote among tied candidates; "
            'choose overvotes "exhaust" or "skip"'
        )
    if int(stack.voters.max()) > MOST_VOTERS:
        raise BallotError(
            f"the single transferable vote is exact for up to {MOST_VOTERS:,} ballots, "
            f"not {int(stack.voters.max()):,}"
        )
    weights = np.ones(1, dtype=np.int64) if stack.weights is None else stack.weights
    alike = weights.reshape(weights.shape + (1,) * (2 - weights.ndim))
    return first_stage(ranks, np.broadcast_to(alike, ranks.shape[1:]), rules.seats)


def _chosen(level: Truth, surplus: Truth, breaker: Breaker) -> Bytes:
    """Choose whose papers move next, by lot where the law leaves several; 255 for none."""
    giver = np.full(len(surplus), UNRANKED, dtype=np.uint8)
    going_on = level.any(axis=0)
    rich, poor = np.flatnonzero(going_on & surplus), np.flatnonzero(going_on & ~surplus)
    giver[rich] = breaker.some(rich).first(level[:, rich])
    giver[poor] = breaker.some(poor).last(level[:, poor])
    return giver


def _search(stack: Stack, rules: Rules, outcome: Outcome) -> Truth:
    """Find everyone who can be elected, following every lot that could be drawn."""
    levels = np.array([stage.level for stage in outcome.stages])
    met = (levels.sum(axis=1) > 1).any(axis=0)
    return follow(stack, rules, outcome.leaders, met, _ways)


def _ways(one: Stack, rules: Rules) -> dict[int, Order]:
    papers, start = _start(one, rules)
    step, key = partial(_followed, papers), partial(essence, papers)
    each = as_cases(_OPERATIONS + 4 * one.candidates, papers.ranks.size)
    found = explore(start, step, rules.budget, key, each)
    return {winner: _order(winner, way) for winner, way in found.items()}


def _order(winner: int, way: tuple[Position, ...]) -> Order:
    """Put first whose surpluses moved, and last who went out, in turn."""
    first: list[int] = []
    last: list[int] = []
    for before, after in pairwise(way):
        out = np.flatnonzero(before.standing & ~after.standing).tolist()
        rich = np.flatnonzero(before.elected & (after.votes < before.votes)).tolist()
        first, last = [*first, *rich], [*out, *last]
    moved = dict.fromkeys(first)
    others = [each for each in range(len(way[0].standing)) if each not in {*moved, *last, winner}]
    return (*dict.fromkeys((*moved, winner)), *others, *last)


def _followed(papers: Papers, position: Position) -> tuple[Iterable[int], Iterable[Position]]:
    """Give who is elected where a count ends, and the positions that may come next."""
    level, _ = to_give(papers, position)
    givers = np.flatnonzero(level)
    if not givers.size:
        return np.flatnonzero(position.elected).tolist(), ()
    if not position.votes[givers].any():
        # Without votes they go out in turn and nothing moves: in which order is all one.
        too_many = position.standing.sum() - papers.seats
        if givers.size > too_many:
            return np.flatnonzero(position.standing).tolist(), ()
        givers = givers[:1]
    return (), [transferred(papers, position, np.array([one], np.uint8)) for one in givers]


def _last_seats(outcome: Outcome, candidates: tuple[str, ...]) -> tuple[Step, ...]:
    """Say who is elected without the quota, and why."""
    steps, before = [], np.zeros((len(candidates), 1), dtype=np.bool_)
    for at, stage in enumerate(outcome.stages, 1):
        elected = np.asarray(stage.elected)
        short = elected & ~before & (stage.votes < UNIT * outcome.facts["quota"])
        if names := names_of(candidates, short):
            are = "are" if len(names) > 1 else "is"
            text = (
                f"Round {at}: {listed(names)} {are} elected without the quota, as no more "
                "candidates are left than seats."
            )
            steps.append(Step(action="last seats", candidates=names, text=text, round=at))
        before = elected
    return tuple(steps)


def _ties(outcome: Outcome, candidates: tuple[str, ...], how: str) -> tuple[Tie, ...]:
    """Tell each tie about whose papers were next to move, and what settled it."""

    def names(chosen: Truth) -> tuple[str, ...]:
        return tuple(candidates[place] for place in np.flatnonzero(chosen))

    return tuple(
        Tie(
            round=number + 1,
            candidates=names(level),
            chosen=names(chosen),
            purpose=purpose,
            how=settled or how,
        )
        for number in range(len(outcome.stages) - 1)
        for level, chosen, purpose, settled in _settled(outcome.stages, number)
    )


def _settled(stages: tuple[Stage, ...], number: int) -> Iterator[tuple[Truth, Truth, str, str]]:
    """Follow one tie: who was level, who was chosen, for what, and how if not by lot."""
    stage, after = stages[number], stages[number + 1]
    excluded = stage.standing & ~after.standing
    surplus = not excluded.any()
    giver = (after.votes < stage.votes if surplus else excluded).argmax()
    alike = [each.votes[:, 0] == each.votes[giver, 0] for each in stages[: number + 1]]
    elected = np.asarray(stage.elected)[:, 0]
    level = alike[number] & stage.standing[:, 0] & (elected == elected[giver])
    for earlier in reversed(range(number)):
        spared = level & ~alike[earlier]
        if spared.any():
            purpose = "waits" if surplus else "stays in"
            yield level, spared, purpose, f"by the votes of round {earlier + 1}"
        level = level & ~spared
    if level.sum() > 1:
        drawn = np.arange(len(level)) == giver
        yield level, drawn, "passes on" if surplus else "eliminated", ""


STV = System(
    id="stv",
    name="Single transferable vote (STV)",
    ballot=BallotKind.RANKING,
    takes=Profile,
    summary=(
        "Whoever reaches the quota is elected, and what is above it moves to next preferences, at "
        "a part of its value; while there is no surplus to move, the candidate with fewest votes "
        "goes out and each of those votes moves to its next preference."
    ),
    source=(
        "Scottish Local Government Elections Order 2011, Schedule 1 "
        "(weighted inclusive Gregory method)"
    ),
    truncated=(
        "They get no vote: a ballot that ranks nobody further who is still in is not transferable."
    ),
    tied=(
        "The ballot counts up to just before its first tie; or, as overvotes are chosen, without "
        "the tied; a vote is never split."
    ),
    kernel=_count,
    who_can_win=_search,
    ways=_ways,
    many_seats=True,
    story=_last_seats,
    ties=_ties,
)
