"""Telling how defeats were locked in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from elections.count import Step, Tie
from elections.systems.defeats import chain, chained, over, strongest_paths
from elections.systems.locking import in_turn
from elections.text import printable

if TYPE_CHECKING:
    from elections.arrays import Truth
    from elections.systems.base import Outcome
    from elections.systems.locking import Locking


def locking_steps(
    outcome: Outcome, candidates: tuple[str, ...], *, how: Locking
) -> tuple[Step, ...]:
    """Go through the defeats as they were considered: locked in, or skipped and why."""
    in_order = np.arange(len(candidates))[:, None]
    turns = in_turn(outcome.found, outcome.columns.get("tie order", in_order))
    sizes, preferred = outcome.tables["strengths"], outcome.tables["pairwise"][:, :, 0]
    # By winning votes, the votes against decide which of two comes first.
    opposed = bool((sizes != outcome.found).any())
    so_far = np.zeros((len(candidates), len(candidates)), dtype=np.bool_)
    steps = []
    for one, other in zip(turns.winner[:, 0].tolist(), turns.loser[:, 0].tolist(), strict=True):
        pair = (candidates[one], candidates[other])
        locks = bool(outcome.tables["locked"][one, other, 0])
        said = "is locked in." if locks else _why_not(so_far, one, other, candidates, how)
        size = int(sizes[one, other, 0])
        against = int(preferred[other, one]) if opposed else None
        steps.append(
            Step(
                action="locked" if locks else "skipped",
                candidates=pair,
                size=size,
                text=f"{over(*pair, size, against)} {said}",
            )
        )
        so_far[one, other] = locks
    return tuple(steps)


def _why_not(so_far: Truth, one: int, other: int, candidates: tuple[str, ...], how: Locking) -> str:
    if how.once and so_far[:, other].any():
        by = printable(candidates[int(so_far[:, other].argmax())])
        return f"is skipped: {by} over {printable(candidates[other])} is locked in."
    back = chained(candidates[place] for place in chain(so_far, other, one))
    return f"is skipped: {back} is locked in."


def locking_ties(
    outcome: Outcome, candidates: tuple[str, ...], words: str, *, how: Locking
) -> tuple[Tie, ...]:
    """Name the winners of level defeats in the order in which they were taken, then any tie."""
    level: Truth = np.any(how.matters(outcome.found, strongest_paths(outcome.found)), axis=(1, 2))
    met = []
    if level.any():
        taken = np.argsort(outcome.columns["tie order"][:, 0])
        met.append((level, taken[level[taken]], "taken"))
    leaders = outcome.leaders[:, 0]
    if leaders.sum() > 1:
        met.append((leaders, outcome.winner, "elected"))
    return tuple(
        Tie(
            round=1,
            candidates=tuple(candidates[place] for place in np.flatnonzero(among)),
            chosen=tuple(candidates[place] for place in chosen),
            purpose=purpose,
            how=words,
        )
        for among, chosen, purpose in met
    )
