"""What systems on ratings share whose two leaders meet in a runoff on the same ballots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from elections.arrays import UNRATED
from elections.systems.base import Outcome, Stage, elect_leaders
from elections.tally import pairwise

if TYPE_CHECKING:
    from elections.arrays import Truth, Whole
    from elections.rules import Rules
    from elections.stack import Stack

_LEAST: Final = np.iinfo(np.int64).min


def rated_higher(stack: Stack) -> Whole:
    """Count the ballots that rate each candidate (row) above each other (column).

    Parameters
    ----------
    stack : Stack
        Of ratings; unrated counts as 0.

    Returns
    -------
    int64, [candidate, candidate, election]

    Examples
    --------
    >>> from elections.stack import Stack
    >>> ratings = np.array([[5, 255, 1], [4, 0, 2]], dtype=np.uint8)
    >>> rated_higher(Stack(values=ratings[:, :, None]))[:, :, 0]
    array([[0, 1],
           [1, 0]])
    """
    unrated = stack.values == UNRATED
    ratings = np.where(unrated, 0, stack.values).astype(np.uint8) if unrated.any() else stack.values
    return pairwise(ratings, stack.weights).swapaxes(0, 1)


def hold_runoff(
    stack: Stack,
    rules: Rules,
    scoring: Stage,
    finalists: Truth,
    higher: Whole,
    *breaks: Whole,
) -> Outcome:
    """Elect the finalist whom more ballots rate above the other.

    Parameters
    ----------
    stack, rules
        What every kernel takes.
    scoring : Stage
        The round before.
    finalists : bool, [candidate, election]
        Two in each election, or one who is alone.
    higher : int64, [candidate, candidate, election]
        As `rated_higher` counts it.
    *breaks : int64, [candidate, election]
        Figures that break a draw between them, the first before the next, higher better.
    """
    if stack.candidates == 1:
        return elect_leaders(finalists, rules, stages=(scoring,))
    votes = runoff_votes(higher, finalists)
    final = Stage(votes=votes, standing=finalists, measure="votes")
    alike = stack.voters - votes.sum(axis=0)
    return elect_leaders(
        most(finalists, votes, *breaks),
        rules,
        stages=(scoring, final),
        facts={"no preference in the runoff": alike},
    )


def runoff_votes(higher: Whole, finalists: Truth) -> Whole:
    """Count the ballots that rate each finalist above the other: 0 for who is no finalist."""
    votes: Whole = (higher * finalists).sum(axis=1) * finalists
    return votes


def most(level: Truth, *figures: Whole) -> Truth:
    """Leave, of the level, who has most of the first figure; of those, of the next; and so on.

    Examples
    --------
    >>> level = np.array([[True], [True], [False]])
    >>> most(level, np.array([[4], [4], [9]]), np.array([[1], [2], [3]])).ravel()
    array([False,  True, False])
    """
    for figure in figures:
        held = np.where(level, figure, _LEAST)
        level = level & (held == held.max(axis=0))
    return level
