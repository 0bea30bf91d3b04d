"""Black's method: the Condorcet winner, or else the winner of the Borda count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from elections.ballots import Profile
from elections.count import Step
from elections.readout import listed
from elections.systems.base import BallotKind, Outcome, System, elect_leaders
from elections.systems.borda import borda_halves
from elections.systems.telling import halved, names_of

if TYPE_CHECKING:
    from elections.rules import Rules
    from elections.stack import Stack


def _count(stack: Stack, rules: Rules) -> Outcome:
    victories = (stack.margins > 0).sum(axis=1)
    beats_all = victories == stack.candidates - 1
    halves = borda_halves(stack.pairwise, stack.voters)
    leaders = np.where(beats_all.any(axis=0), beats_all, halves == halves.max(axis=0))
    if not rules.explained:
        return elect_leaders(leaders, rules)
    columns = {"victories": victories, "Borda points": halved(halves)}
    return elect_leaders(leaders, rules, tables={"pairwise": stack.pairwise}, columns=columns)


def _which(outcome: Outcome, candidates: tuple[str, ...]) -> tuple[Step, ...]:
    """Say which of the two counts decided."""
    names = names_of(candidates, outcome.leaders)
    if outcome.columns["victories"].max() == len(candidates) - 1:
        text = f"{listed(names)} beats every other candidate."
        return (Step(action="Condorcet winner", candidates=names, text=text),)
    has = "has" if len(names) == 1 else "have"
    text = f"Nobody beats every other candidate; {listed(names)} {has} most Borda points."
    return (Step(action="Borda count", candidates=names, text=text),)


BLACK = System(
    id="black",
    name="Black's method",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="pairs",
    summary=(
        "Whoever beats every other candidate, two by two, is elected; if nobody does, "
        "whoever has the highest Borda score."
    ),
    source="Black, The Theory of Committees and Elections, 1958, p. 66",
    truncated="They lie below all that are ranked and level, sharing the average of these places.",
    tied="The ballot prefers neither of them, and they share the average of their places.",
    kernel=_count,
    story=_which,
)
