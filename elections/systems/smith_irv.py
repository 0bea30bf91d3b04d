"""Smith/IRV: the alternative vote among the Smith set."""

from __future__ import annotations

from elections.systems.hybrids import hybrid, of_smith_set

SMITH_IRV = hybrid(
    id="smith_irv",
    name="Smith/IRV",
    summary=(
        "Of all candidates, only the smallest set of those who beat everybody outside it, pair by "
        "pair, stays in; among them the alternative vote decides."
    ),
    source="Green-Armytage, Four Condorcet–Hare hybrid methods, Voting matters 29, 2011",
    hopeful=of_smith_set,
    alone=True,
    every_round=False,
)
