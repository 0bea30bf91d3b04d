"""The Schulze method."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from elections.ballots import Profile
from elections.count import Step
from elections.readout import number
from elections.systems.base import BallotKind, Outcome, System, elect_leaders
from elections.systems.defeats import (
    LEFT_OUT,
    NEITHER_AHEAD,
    STRENGTH,
    chain,
    chained,
    places_below,
    strengths,
    strongest_paths,
)
from elections.text import printable

if TYPE_CHECKING:
    from elections.arrays import Truth, Whole
    from elections.rules import Rules
    from elections.stack import Stack


def _count(stack: Stack, rules: Rules) -> Outcome:
    strength = strengths(stack, rules)
    paths = strongest_paths(strength)
    leaders: Truth = np.all(paths >= paths.swapaxes(0, 1), axis=1)
    tables = {"pairwise": stack.pairwise, "strengths": strength, "strongest paths": paths}
    return elect_leaders(leaders, rules, tables=tables)


def _by_paths(outcome: Outcome) -> Whole:
    paths = outcome.tables["strongest paths"][:, :, 0]
    return places_below(paths > paths.T)


def _steps(outcome: Outcome, candidates: tuple[str, ...]) -> tuple[Step, ...]:
    """Compare the paths from the winner to each other candidate with those back."""
    strength = outcome.tables["strengths"][:, :, 0]
    paths = outcome.tables["strongest paths"][:, :, 0]

    def path(start: int, end: int) -> str:
        size = int(paths[start, end])
        if not size:
            return "none"
        passed = chain(strength >= size, start, end)
        return f"{number(size)}, by {chained(candidates[c] for c in passed)}"

    def compared(winner: int, other: int) -> Step:
        pair = (candidates[winner], candidates[other])
        there, back = path(winner, other), path(other, winner)
        text = f"{printable(pair[0])} to {printable(pair[1])}: {there}; back: {back}."
        return Step(action="compared", candidates=pair, size=int(paths[winner, other]), text=text)

    winner = int(outcome.winner[0])
    return tuple(compared(winner, other) for other in range(len(candidates)) if other != winner)


SCHULZE = System(
    id="schulze",
    name="Schulze method",
    ballot=BallotKind.RANKING,
    takes=Profile,
    summary=(
        "Candidates are compared two by two; elected is one whose chains of victories over every "
        "other candidate are at least as strong as the chains back."
    ),
    source="Schulze, A new monotonic, clone-independent … method, Social Choice and Welfare 2011",
    truncated=LEFT_OUT,
    tied=NEITHER_AHEAD,
    measure="pairs",
    options=STRENGTH,
    kernel=_count,
    merit=_by_paths,
    story=_steps,
)
