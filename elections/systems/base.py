"""What a voting system is, what it counts and what its kernel answers."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from attrs import field, frozen

from elections.tally import points

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from elections.arrays import Bytes, Truth, Whole
    from elections.ballots import Profile
    from elections.scores import Scores


class BallotKind(Enum):
    """What a voting system asks of a voter.

    Examples
    --------
    >>> BallotKind.TWO.value
    'a first and a second choice'
    """

    ONE = "an X beside one candidate"
    TWICE = "an X beside one candidate, and again between the two leaders"
    TWO = "a first and a second choice"
    RANKING = "1, 2, 3 … beside as many candidates as the voter wishes"
    APPROVAL = "an X beside every candidate whom the voter approves of"
    SCORE = "a score for every candidate"


@frozen(kw_only=True, eq=False)
class Stack:
    """The ballots of many elections (or of one), as kernels take them.

    Attributes
    ----------
    values : uint8, [candidate, ballot, election]
        Ranks (lower is better) or ratings; 255 for none.
    weights : int64 or None, [ballot] or [ballot, election]
        One each where None.
    overvotes : {"exhaust", "skip", "split"}
        What first-choice systems do with equal ranks.
    """

    values: Bytes
    weights: Whole | None = None
    overvotes: str = "exhaust"

    @property
    def elections(self) -> int:
        """How many elections there are."""
        return int(self.values.shape[2])

    def voters(self) -> Whole:
        """Count the voters of each election: int64, [election]."""
        if self.weights is None:
            return np.full(self.elections, self.values.shape[1])
        return np.broadcast_to(self.weights.sum(axis=0), (self.elections,))

    def only(self, election: int) -> Stack:
        """Take one election out of the stack."""
        weights = self.weights
        if weights is not None and weights.ndim == 2:
            weights = weights[:, election]
        values = np.ascontiguousarray(self.values[:, :, election : election + 1])
        return Stack(values=values, weights=weights, overvotes=self.overvotes)


@frozen(kw_only=True, eq=False)
class Stage:
    """One round of a count, in every election at once.

    Attributes
    ----------
    votes : int64, [candidate, election]
        In parts of a vote, of which one vote has `Outcome.unit`.
    standing : bool, [candidate, election]
        Who was still in when these votes were counted.
    """

    votes: Whole
    standing: Truth


@frozen(kw_only=True, eq=False)
class Outcome:
    """What a kernel found: enough to name the winners and to explain the count.

    Attributes
    ----------
    winner : int64, [election]
        The elected candidate.
    leaders : bool, [candidate, election]
        Who was level at the end, before the last tie was broken; the winner is one.
    last : int64, [election]
        The index of the stage that decided.
    stages : tuple of Stage
        Every round, in order.
    unit : int
        The parts in which votes were counted.
    tables : mapping of str to int64 arrays, [candidate, candidate, election]
        Comparisons of pairs, where the system makes them.
    """

    winner: Whole
    leaders: Truth
    last: Whole
    stages: tuple[Stage, ...] = ()
    unit: int = 1
    tables: Mapping[str, Whole] = field(factory=dict)


Kernel: TypeAlias = "Callable[[Stack, Whole], Outcome]"
Search: TypeAlias = "Callable[[Stack, Outcome], Truth]"


def everyone_level(_stack: Stack, outcome: Outcome) -> Truth:
    """Answer who can win where one step decides: all who lead."""
    return outcome.leaders


def no_order(_outcome: Outcome) -> None:
    """Answer for a system that does not rank the candidates."""


@frozen(kw_only=True, eq=False)
class System:
    """A voting system.

    Attributes
    ----------
    id : str
        How programs call it.
    name : str
        How people call it.
    ballot : BallotKind
        What it asks of a voter.
    takes : type
        `Profile` or `Scores`.
    most : int
        The best rating that it can count (systems that take `Scores`).
    summary : str
        How it works, in one sentence.
    source : str
        Where it is defined.
    measure : str
        What it counts: "votes", "points" or "approvals".
    kernel : callable
        From a `Stack` and ``priority[candidate, election]`` to an `Outcome`.
    who_can_win : callable
        From a `Stack` and its `Outcome` to everyone who can win: bool,
        [candidate, election].
    merit : callable
        From an `Outcome` of one election to a number for each candidate by which
        the system ranks them, higher better; None where it does not.

    Examples
    --------
    >>> from elections import system
    >>> print(system("irv"))
    Alternative vote (IRV)
    """

    id: str
    name: str
    ballot: BallotKind
    takes: type[Profile | Scores]
    summary: str
    source: str
    kernel: Kernel
    measure: str = "votes"
    most: int = 254
    who_can_win: Search = everyone_level
    merit: Callable[[Outcome], Whole | None] = no_order

    def __str__(self) -> str:
        return self.name


def favoured(level: Truth, priority: Whole) -> Whole:
    """Choose, of the candidates who are level, the one with the least priority.

    Parameters
    ----------
    level : bool, [candidate, election]
        At least one candidate in each election.
    priority : int64, [candidate, election]

    Returns
    -------
    int64, [election]
    """
    chosen: Whole = np.where(level, priority, len(level)).argmin(axis=0)
    return chosen


def most_votes(votes: Whole, priority: Whole, **rest: object) -> Outcome:
    """Elect whoever has most: the outcome of a system of one step.

    Parameters
    ----------
    votes : int64, [candidate, election]
    priority : int64, [candidate, election]
    **rest
        Further fields of the `Outcome`.
    """
    leaders = votes == votes.max(axis=0)
    stage = Stage(votes=votes, standing=np.ones(votes.shape, dtype=np.bool_))
    return Outcome(
        winner=favoured(leaders, priority),
        leaders=leaders,
        last=np.zeros(votes.shape[1], dtype=np.int64),
        stages=(stage,),
        **rest,  # type: ignore[arg-type]
    )


def most_points(stack: Stack, priority: Whole) -> Outcome:
    """Add up what each candidate was given, and elect whoever has most."""
    return most_votes(points(stack.values, stack.weights), priority)


def by_votes(outcome: Outcome) -> Whole:
    """Rank the candidates of one election by their votes in its only round."""
    merit: Whole = outcome.stages[0].votes[:, 0]
    return merit
