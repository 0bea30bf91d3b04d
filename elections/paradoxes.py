"""What majorities want: candidates to elect, candidates not to elect, and going in circles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from elections.tally import first_preferences

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from elections.arrays import Truth, Whole
    from elections.stack import Stack


def _condorcet_winner(stack: Stack) -> Truth:
    return np.asarray(stack.victories == stack.candidates - 1)


def _condorcet_loser(stack: Stack) -> Truth:
    return np.asarray(_defeats(stack) == stack.candidates - 1)


def _majority_winner(stack: Stack) -> Truth:
    votes, _ = stack.firsts("skip")
    return votes * 2 > stack.voters


def _majority_loser(stack: Stack) -> Truth:
    # Turned round, the last are the first.
    return first_preferences(~stack.values, stack.weights) * 2 > stack.voters


def _dominated(stack: Stack) -> Truth:
    return np.asarray((stack.pairwise == stack.voters).any(axis=0))


MARKS: Final[Mapping[str, Callable[[Stack], Truth]]] = {
    "condorcet_winner": _condorcet_winner,
    "majority_winner": _majority_winner,
    "condorcet_loser": _condorcet_loser,
    "majority_loser": _majority_loser,
    "dominated": _dominated,
}
"""Who has a claim to be elected, or should not be: from a stack of rankings that leave nobody
out to bool, [candidate, election].

A Condorcet winner beats every other candidate, two by two; a Condorcet loser is beaten by
every other one. A majority winner is first on more than half of the ballots, a majority
loser last. Somebody dominated is below one and the same other candidate on every ballot.
Felsenthal, "Review of paradoxes afflicting procedures for electing a single candidate",
2012, calls it a simple paradox where a system does not elect the first two, or elects one
of the other three.
"""


def _defeats(stack: Stack) -> Whole:
    return np.asarray((stack.margins < 0).sum(axis=1))


def top_cycles(stack: Stack) -> Truth:
    """Say where every candidate is beaten by some other one: bool, [election].

    Examples
    --------
    >>> from elections.stack import Stack
    >>> ranks = np.array([[1, 3, 2], [2, 1, 3], [3, 2, 1]], dtype=np.uint8)
    >>> top_cycles(Stack(values=ranks[:, :, None]))
    array([ True])
    """
    return np.asarray((_defeats(stack) > 0).all(axis=0))


def cycles(stack: Stack) -> Truth:
    """Say where candidates beat each other in a circle, at the top or below: bool, [election].

    Examples
    --------
    >>> from elections.stack import Stack
    >>> ranks = np.array([[1, 1, 1], [2, 4, 3], [3, 2, 4], [4, 3, 2]], dtype=np.uint8)
    >>> stack = Stack(values=ranks[:, :, None])
    >>> cycles(stack), top_cycles(stack)
    (array([ True]), array([False]))
    """
    beats = stack.margins > 0
    left = np.ones((stack.candidates, stack.elections), dtype=np.bool_)
    # Whoever is beaten by none of those left drops out, until all are gone or go in circles.
    for _ in range(stack.candidates):
        left &= (beats & left[:, None]).any(axis=0)
    return np.asarray(left.any(axis=0))
