"""Split Cycle: what is left of the defeats when each cycle loses its weakest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from elections.ballots import Profile
from elections.count import Step
from elections.systems.base import BallotKind, Outcome, System, elect_leaders
from elections.systems.defeats import (
    LEFT_OUT,
    NEITHER_AHEAD,
    STRENGTH,
    chain,
    chained,
    over,
    strengths,
    strongest_paths,
)

if TYPE_CHECKING:
    from elections.arrays import Truth, Whole
    from elections.rules import Rules
    from elections.stack import Stack


def standing_defeats(strength: Whole, paths: Whole) -> Truth:
    """Say which defeats are the weakest of no cycle.

    Parameters
    ----------
    strength : int64, [candidate, candidate, election]
        How strongly row beats column.
    paths : int64, [candidate, candidate, election]
        The `strongest_paths`: a defeat is weakest in a cycle if the way back is no weaker.

    Returns
    -------
    bool, [candidate, candidate, election]

    Examples
    --------
    >>> cycle = np.array([[0, 6, 0], [0, 0, 4], [2, 0, 0]])[:, :, None]
    >>> standing_defeats(cycle, strongest_paths(cycle))[:, :, 0].astype(int)
    array([[0, 1, 0],
           [0, 0, 1],
           [0, 0, 0]])
    """
    return np.asarray(strength > paths.swapaxes(0, 1))


def undefeated(strength: Whole, paths: Whole) -> Truth:
    """Find everyone against whom no defeat stands: bool, [candidate, election].

    Parameters
    ----------
    strength, paths
        As for `standing_defeats`.
    """
    return np.logical_not(standing_defeats(strength, paths).any(axis=0))


def _count(stack: Stack, rules: Rules) -> Outcome:
    strength = strengths(stack, rules)
    paths = strongest_paths(strength)
    tables = {"pairwise": stack.pairwise, "strengths": strength, "strongest paths": paths}
    return elect_leaders(undefeated(strength, paths), rules, tables=tables)


def _steps(outcome: Outcome, candidates: tuple[str, ...]) -> tuple[Step, ...]:
    """Go through the defeats, strongest first, and show the cycle of each that is dropped."""
    strength = outcome.tables["strengths"][:, :, 0]
    paths = outcome.tables["strongest paths"][:, :, 0]

    def judged(one: int, other: int) -> Step:
        pair, size = (candidates[one], candidates[other]), int(strength[one, other])
        if size > paths[other, one]:
            return Step(
                action="stands", candidates=pair, size=size, text=f"{over(*pair, size)} stands."
            )
        back = [candidates[c] for c in chain(strength >= size, other, one)]
        text = (
            f"{over(*pair, size)} is dropped: no defeat is weaker in {chained([pair[0], *back])}."
        )
        return Step(action="dropped", candidates=pair, size=size, text=text)

    pairs = np.argwhere(strength > 0)
    strongest_first = np.argsort(-strength[strength > 0], kind="stable")
    return tuple(judged(int(one), int(other)) for one, other in pairs[strongest_first])


SPLIT_CYCLE = System(
    id="split_cycle",
    name="Split Cycle",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="pairs",
    summary=(
        "Of every cycle of defeats the weakest is dropped; whoever no defeat is left against is "
        "elected."
    ),
    source=(
        "Holliday and Pacuit, Split Cycle: a new Condorcet-consistent voting method independent "
        "of clones and immune to spoilers, Public Choice 2023"
    ),
    truncated=LEFT_OUT,
    tied=NEITHER_AHEAD,
    options=STRENGTH,
    kernel=_count,
    story=_steps,
)
