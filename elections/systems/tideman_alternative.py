"""Tideman's alternative method: the Smith set and the alternative vote by turns."""

from __future__ import annotations

from elections.systems.hybrids import hybrid, smith_set_now

TIDEMAN_ALTERNATIVE = hybrid(
    id="tideman_alternative",
    name="Tideman's alternative method",
    summary=(
        "By turns, all go out who are not in the smallest set of those who beat everybody outside "
        "it, pair by pair, and then the one with fewest votes, until one is left."
    ),
    source="Tideman, Collective Decisions and Voting, 2006 (alternative Smith)",
    hopeful=smith_set_now,
    alone=True,
    every_round=True,
)
