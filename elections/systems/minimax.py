"""Minimax, the Simpson–Kramer method: the mildest worst defeat wins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from elections.ballots import Profile
from elections.count import Step
from elections.readout import listed, number
from elections.systems.base import BallotKind, Outcome, System, elect_leaders
from elections.systems.defeats import LEFT_OUT, NEITHER_AHEAD, STRENGTH, strengths
from elections.text import printable

if TYPE_CHECKING:
    from elections.arrays import Whole
    from elections.rules import Rules
    from elections.stack import Stack


def _count(stack: Stack, rules: Rules) -> Outcome:
    strength = strengths(stack, rules)
    worst = strength.max(axis=0)
    return elect_leaders(
        worst == worst.min(axis=0),
        rules,
        columns={"worst defeat": worst},
        tables={"pairwise": stack.pairwise, "strengths": strength},
    )


def _by_worst(outcome: Outcome) -> Whole:
    merit: Whole = -outcome.columns["worst defeat"][:, 0]
    return merit


def _steps(outcome: Outcome, candidates: tuple[str, ...]) -> tuple[Step, ...]:
    """Say by whom each candidate is defeated worst."""
    strength = outcome.tables["strengths"][:, :, 0]

    def worst(place: int) -> Step:
        name, size = candidates[place], int(strength[:, place].max())
        if not size:
            text = f"{printable(name)} is not defeated."
            return Step(action="undefeated", candidates=(name,), size=0, text=text)
        by = [candidates[c] for c in np.flatnonzero(strength[:, place] == size)]
        text = f"{printable(name)} is defeated worst by {listed(by)}: {number(size)}."
        return Step(action="worst defeat", candidates=(name, *by), size=size, text=text)

    return tuple(worst(place) for place in range(len(candidates)))


MINIMAX = System(
    id="minimax",
    name="Minimax (Simpson–Kramer)",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="pairs",
    summary=(
        "Every candidate is compared with every other one; whoever has the mildest worst defeat "
        "is elected."
    ),
    source=(
        "Simpson, On defining areas of voter choice, Quarterly Journal of Economics 1969; "
        "Kramer, A dynamical model of political equilibrium, Journal of Economic Theory 1977; "
        "by opposition: Woodall's MMPO"
    ),
    truncated=LEFT_OUT,
    tied=NEITHER_AHEAD,
    options=STRENGTH,
    kernel=_count,
    merit=_by_worst,
    story=_steps,
)
