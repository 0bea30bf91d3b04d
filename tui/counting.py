"""Counting a ballot file for the command line."""

from pathlib import Path
from typing import Any, Literal

from attrs import frozen

from elections import (
    Count,
    Profile,
    WrongBallotsError,
    elect,
    read,
    system,
    systems,
)

DEFAULT = "irv"


@frozen(kw_only=True)
class Counted:
    """A ballot file and its counts; `left_out` says which systems could not take it, and why."""

    ballots: Profile
    counts: tuple[Count, ...]
    left_out: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return what `deliberate elect --json` writes."""
        return {
            "candidates": list(self.ballots.candidates),
            "voters": self.ballots.voters,
            "condorcet_winner": self.ballots.condorcet_winner(),
            "pairwise": self.ballots.pairwise().tolist(),
            "counts": [count.to_dict() for count in self.counts],
            "left_out": list(self.left_out),
        }


def count_file(
    path: Path,
    names: tuple[str, ...],
    *,
    every: bool,
    ties: Literal["lot", "order", "all"],
    seed: int,
) -> Counted:
    """Read and count a file.

    Raises
    ------
    ElectionError
        If the file or a system's name is bad, or a system named takes other ballots.
    """
    chosen = (
        [each.id for each in systems()]
        if every
        else [system(name).id for name in dict.fromkeys(names)]
    )
    ballots = read(path)
    counts, left_out = [], []
    for name in chosen or [DEFAULT]:
        try:
            counts.append(elect(ballots, name, ties=ties, seed=seed))
        except WrongBallotsError:
            if not every:
                raise
            asks = system(name).ballot.value
            left_out.append(f"{system(name).name} is left out: it counts {asks}, not rankings")
    return Counted(ballots=ballots, counts=tuple(counts), left_out=tuple(left_out))
