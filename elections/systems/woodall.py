"""Woodall's method: whoever of the Smith set lasts longest in the alternative vote."""

from __future__ import annotations

from elections.systems.hybrids import hybrid, of_smith_set

WOODALL = hybrid(
    id="woodall",
    name="Woodall's method",
    summary=(
        "Candidates go out as in the alternative vote; of the smallest set of those who beat "
        "everybody outside it, pair by pair, the one who lasts longest is elected."
    ),
    source="Green-Armytage, Four Condorcet–Hare hybrid methods, Voting matters 29, 2011",
    hopeful=of_smith_set,
    alone=False,
    every_round=False,
)
