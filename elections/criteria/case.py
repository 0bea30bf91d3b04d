"""Ballots as a criterion looks at them, and what it found."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np
from attrs import evolve, field, frozen

from elections.arrays import UNRANKED, UNRATED
from elections.ballots import Profile
from elections.batch import elect_many
from elections.frozen import freeze
from elections.grouping import group
from elections.readout import listed
from elections.scores import Scores
from elections.systems.base import MOST_RATING
from elections.tally import has_tie, pairwise
from elections.text import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from elections.arrays import Bytes, Truth, Whole
    from elections.systems.base import System

Ballots: TypeAlias = Profile | Scores
Kind = TypeVar("Kind", bound=Profile | Scores)


@frozen(kw_only=True)
class Violation:
    """Ballots that show how a voting system fails a criterion. ``print`` it to read it.

    Attributes
    ----------
    criterion, system : str
        Their ids.
    text : str
        What happens, and why it should not, as sentences; names cleaned for display.
    before : Profile or Scores
        The ballots, equal ones together.
    after : Profile or Scores or None
        The changed ballots, for a criterion about a change. For reinforcement, the
        ballots of the other part of the voters.
    voters : dict of int to int
        Who changed: from the place of a ballot in ``before`` to how many of its voters.
    """

    criterion: str
    system: str
    text: str
    before: Ballots
    after: Ballots | None = None
    voters: Mapping[int, int] = field(factory=dict, converter=freeze)

    def __str__(self) -> str:
        return self.text


@frozen(kw_only=True, eq=False)
class Case:
    """One election under one system, as a criterion looks at it.

    Attributes
    ----------
    ballots : Profile or Scores
        Equal ones together.
    system : System
    criterion : str
        Its id.
    budget : int
        How many changed elections may be counted.
    """

    ballots: Ballots
    system: System
    criterion: str
    budget: int

    @cached_property
    def rated(self) -> bool:
        """Whether the ballots are ratings."""
        return isinstance(self.ballots, Scores)

    @cached_property
    def whole(self) -> bool:
        """Whether the answer is everybody who can win, as in sets and lotteries."""
        return self.system.whole_set or self.system.random

    @cached_property
    def values(self) -> Bytes:
        """Ranks, or ratings with 0 for unrated: uint8, [candidate, ballot]."""
        if isinstance(self.ballots, Profile):
            return self.ballots.ranks
        ratings = self.ballots.ratings
        return np.where(ratings == UNRATED, 0, ratings).astype(np.uint8)

    @property
    def highest(self) -> int:
        """The best rating, 0 for rankings."""
        return self.ballots.maximum if isinstance(self.ballots, Scores) else 0

    @cached_property
    def keys(self) -> Bytes:
        """Numbers that say whom a ballot prefers, the lower: uint8, [candidate, ballot]."""
        return MOST_RATING - self.values if self.rated else self.values

    @cached_property
    def weights(self) -> Whole:
        """How many voters cast each ballot: int64, [ballot]."""
        return self.ballots.weights

    @cached_property
    def pairwise(self) -> Whole:
        """Voters who prefer row to column: int64, [candidate, candidate]."""
        return pairwise(self.keys, self.weights)

    @cached_property
    def tied(self) -> bool:
        """Whether any ballot ranks two candidates equally."""
        return not self.rated and bool(has_tie(self.values).any())

    @cached_property
    def won(self) -> Truth:
        """Everyone who can win, nobody where that is undecided: bool, [candidate]."""
        return self.count(self.values, self.weights)[:, 0]

    def count(self, values: Bytes, weights: Whole) -> Truth:
        """Count elections with every way of breaking ties: bool, [candidate, election].

        Parameters
        ----------
        values : uint8, [candidate, ballot] or [candidate, ballot, election]
        weights : int64, [ballot] or [ballot, election]
        """
        found = elect_many(values, self.system, weights=weights, ties="all")
        return np.asarray(found, dtype=np.bool_)

    def rebuilt(self, values: Bytes, weights: Whole, kept: Truth | None = None) -> Ballots:
        """Make ballots of changed values: uint8, [candidate, ballot]; int64, [ballot]."""
        names = self.ballots.candidates if kept is None else self.names(kept)
        if isinstance(self.ballots, Profile):
            return Profile.from_ranks(values, names, weights)
        return Scores.from_ratings(values, names, maximum=self.highest, weights=weights)

    def names(self, chosen: Truth) -> tuple[str, ...]:
        """Name the candidates of a mask: bool, [candidate]."""
        return tuple(self.ballots.candidates[place] for place in np.flatnonzero(chosen))

    def result(self, won: Truth) -> str:
        """Say who is elected: bool, [candidate]."""
        names = self.names(won)
        if not self.whole:
            return f"{listed(names, 'or')} is elected"
        word = "chosen" if self.system.whole_set else "given a chance"
        return f"{listed(names)} {'is' if len(names) == 1 else 'are'} {word}"

    def ballot(self, column: Bytes) -> str:
        """Write one ballot as people do: uint8, [candidate]."""
        return write_ballot(column, self.ballots.candidates, rated=self.rated)


def write_ballot(column: Bytes, candidates: tuple[str, ...], *, rated: bool) -> str:
    """Write one ballot as people do, names cleaned for display.

    Parameters
    ----------
    column : uint8, [candidate]
        Ranks or ratings.
    candidates : tuple of str
    rated : bool
        Which of the two.

    Examples
    --------
    >>> write_ballot(np.array([2, 1, 2, 255], dtype=np.uint8), tuple("ABCD"), rated=False)
    'B > A = C'
    >>> write_ballot(np.array([2, 5, 0], dtype=np.uint8), tuple("ABC"), rated=True)
    'B 5, A 2, C 0'
    """
    if rated:
        best = np.argsort(-column.astype(np.int64), kind="stable")
        return ", ".join(f"{printable(candidates[place])} {column[place]}" for place in best)
    levels = np.unique(column[column != UNRANKED])
    ties = [[candidates[place] for place in np.flatnonzero(column == level)] for level in levels]
    return " > ".join(" = ".join(printable(name) for name in tie) for tie in ties)


def together(ballots: Kind) -> Kind:
    r"""Put equal ballots together; where all are different, leave them as they are.

    Examples
    --------
    >>> together(Profile.from_text("A > B\nB\n2: A > B")).weights
    array([3, 1])
    """
    word = "ratings" if isinstance(ballots, Scores) else "ranks"
    values, weights = group(getattr(ballots, word), ballots.weights)
    if len(weights) == len(ballots.weights):
        return ballots
    merged: dict[str, Any] = {word: values, "weights": weights}
    return evolve(ballots, **merged)
