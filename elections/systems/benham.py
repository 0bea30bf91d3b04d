"""Benham's method: the alternative vote until somebody beats everybody else."""

from __future__ import annotations

from elections.systems.hybrids import condorcet_winner_now, hybrid

BENHAM = hybrid(
    id="benham",
    name="Benham's method",
    summary=(
        "Until somebody beats everybody else still standing, pair by pair, the candidate with "
        "fewest votes goes out and each of those votes moves to its next preference."
    ),
    source="Green-Armytage, Four Condorcet–Hare hybrid methods, Voting matters 29, 2011",
    hopeful=condorcet_winner_now,
    alone=False,
    every_round=True,
)
