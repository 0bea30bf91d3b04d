"""The Schulze method."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from elections.ballots import Profile
from elections.systems.base import BallotKind, Outcome, System, elect_leaders
from elections.systems.defeats import LEFT_OUT, NEITHER_AHEAD, STRENGTH, strengths

if TYPE_CHECKING:
    from elections.arrays import Truth, Whole
    from elections.rules import Rules
    from elections.stack import Stack


def strongest_paths(strength: Whole) -> Whole:
    """Find how strong the strongest chain of defeats is between every two candidates.

    A chain is as strong as its weakest defeat.

    Parameters
    ----------
    strength : int64, [candidate, candidate, election]
        How strongly row beats column; 0 or less where it does not.

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
    paths = np.maximum(strength, 0)
    for via in range(len(paths)):
        np.maximum(paths, np.minimum(paths[:, via, None], paths[None, via]), out=paths)
    paths[np.arange(len(paths)), np.arange(len(paths))] = 0
    return paths


def _count(stack: Stack, rules: Rules) -> Outcome:
    paths = strongest_paths(strengths(stack, rules))
    leaders: Truth = np.all(paths >= paths.swapaxes(0, 1), axis=1)
    tables = {"pairwise": stack.pairwise, "strongest paths": paths}
    return elect_leaders(leaders, rules, tables=tables)


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
    truncated=LEFT_OUT,
    tied=NEITHER_AHEAD,
    measure="pairs",
    options=STRENGTH,
    kernel=_count,
    merit=_by_paths,
)
