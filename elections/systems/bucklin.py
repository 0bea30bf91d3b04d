"""Bucklin's rule: preferences are added rank by rank, until somebody has a majority."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from elections.arrays import UNRANKED, Bytes
from elections.ballots import Profile
from elections.count import Step
from elections.readout import listed, number
from elections.systems.base import BallotKind, Outcome, Stage, System, elect_leaders
from elections.systems.telling import names_of
from elections.tally import first_preferences, weigh

if TYPE_CHECKING:
    from elections.rules import Rules
    from elections.stack import Stack


def without_best(ranks: Bytes) -> Bytes:
    """Take from each ballot whomever it ranks best.

    Parameters
    ----------
    ranks : uint8, [candidate, ballot, election]
        Lower is better, 255 unranked.

    Examples
    --------
    >>> without_best(np.array([[3], [1], [3], [1]], dtype=np.uint8)[:, :, None]).ravel()
    array([  3, 255,   3, 255], dtype=uint8)
    """
    best = ranks == ranks.min(axis=0)
    # Every bit set makes a rank 255.
    left: Bytes = ranks | (-best.view(np.int8)).view(np.uint8)
    return left


def _count(stack: Stack, rules: Rules) -> Outcome:
    ranks = stack.values
    ranked = ranks != UNRANKED
    voters = weigh(ranked.any(axis=0)[None], stack.weights)[0]
    marks = weigh(ranked, stack.weights).sum(axis=0)
    votes = np.zeros((stack.candidates, stack.elections), dtype=np.int64)
    leaders, standing = np.zeros(votes.shape, dtype=np.bool_), np.ones(votes.shape, dtype=np.bool_)
    last = np.full(stack.elections, -1)
    stages: list[Stage] = []
    while (last < 0).any():
        votes = votes + first_preferences(ranks, stack.weights)
        top = votes.max(axis=0)
        newly = (last < 0) & ((2 * top > voters) | (votes.sum(axis=0) == marks))
        leaders |= newly & (votes == top)
        last[newly] = len(stages)
        stages.append(Stage(votes=votes, standing=standing))
        ranks = without_best(ranks)
    facts = {"majority": voters // 2 + 1}
    return elect_leaders(leaders, rules, last=last, stages=tuple(stages), facts=facts)


def _reached(outcome: Outcome, candidates: tuple[str, ...]) -> tuple[Step, ...]:
    """Say at which rank the count ended, and why."""
    votes = int(outcome.stages[-1].votes[:, 0].max())
    names = names_of(candidates, outcome.leaders)
    reached = votes >= int(outcome.facts["majority"][0])
    text = (
        f"With rank {len(outcome.stages)} counted, {listed(names)} "
        f"{'has' if len(names) == 1 else 'have'} most votes: {number(votes)}, "
        f"{'a majority' if reached else 'no majority, but no ballot ranks further candidates'}."
    )
    action = "majority" if reached else "no majority"
    rank = len(outcome.stages)
    return (Step(action=action, candidates=names, text=text, size=rank, round=rank),)


BUCKLIN = System(
    id="bucklin",
    name="Bucklin voting",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="approvals",
    summary=(
        "First preferences are counted, then second ones are added, and so on, until somebody has "
        "a vote from more than half of the ballots; whoever has most votes then is elected."
    ),
    source="Charter of Grand Junction, Colorado, 1909; Hoag and Hallett, 1926",
    truncated=(
        "They get no vote; if nobody has a majority when all ballots have run out, whoever has "
        "most votes is elected."
    ),
    tied="Each gets a whole vote when their rank is counted, and the next rank follows.",
    kernel=_count,
    story=_reached,
)
