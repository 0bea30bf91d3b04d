"""The Schulze method, by margins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from elections.ballots import Profile
from elections.systems.base import BallotKind, Outcome, Stack, System, favoured
from elections.tally import pairwise

if TYPE_CHECKING:
    from elections.arrays import Truth, Whole


def strongest_paths(margins: Whole) -> Whole:
    """Find how strong the strongest chain of defeats is between every two candidates.

    A chain is as strong as its weakest defeat.

    Parameters
    ----------
    margins : int64, [candidate, candidate, election]
        By how many votes row beats column; 0 or less where it does not.

    Returns
    -------
    int64, [candidate, candidate, election]

    Examples
    --------
    >>> margins = np.array([[0, 6, 0], [0, 0, 4], [2, 0, 0]])[:, :, None]
    >>> strongest_paths(margins)[:, :, 0]
    array([[0, 6, 4],
           [2, 0, 4],
           [2, 2, 0]])
    """
    paths = np.maximum(margins, 0)
    for via in range(len(paths)):
        np.maximum(paths, np.minimum(paths[:, via, None], paths[None, via]), out=paths)
    paths[np.arange(len(paths)), np.arange(len(paths))] = 0
    return paths


def _count(stack: Stack, priority: Whole) -> Outcome:
    preferred = pairwise(stack.values, stack.weights)
    paths = strongest_paths(preferred - preferred.swapaxes(0, 1))
    leaders: Truth = np.all(paths >= paths.swapaxes(0, 1), axis=1)
    return Outcome(
        winner=favoured(leaders, priority),
        leaders=leaders,
        last=np.zeros(stack.elections, dtype=np.int64),
        tables={"pairwise": preferred, "strongest paths": paths},
    )


def _by_paths(outcome: Outcome) -> Whole:
    """Rank candidates by the longest chain of better ones above them."""
    paths = outcome.tables["strongest paths"][:, :, 0]
    better = paths > paths.T
    above = np.zeros(len(paths), dtype=np.int64)
    for _ in range(len(paths)):
        above = np.where(better, above[:, None] + 1, 0).max(axis=0)
    return -above


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
    kernel=_count,
    merit=_by_paths,
)
