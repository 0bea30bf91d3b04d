"""The ballots of many elections at once, with what is true of them worked out once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from attrs import evolve, field, frozen

from elections import tally
from elections.arrays import MOST_VOTES, UNRANKED
from elections.ballots import Profile
from elections.errors import BallotError
from elections.overvotes import strict_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from elections.arrays import Bytes, Whole
    from elections.scores import Scores

_CACHE: Final = 1 << 21


@frozen(kw_only=True, eq=False)
class Stack:
    """The ballots of many elections (or of one), as kernels take them.

    What several systems need, such as the comparisons of pairs, is worked out when
    first asked for and then kept.

    Attributes
    ----------
    values : uint8, [candidate, ballot, election]
        Ranks (lower is better) or ratings; 255 for none.
    weights : int64 or None, [ballot] or [ballot, election]
        One each where None.

    Examples
    --------
    >>> stack = Stack(values=np.array([[1, 1, 2], [2, 2, 1]], dtype=np.uint8)[:, :, None])
    >>> stack.voters, stack.pairwise[0, 1]
    (array([3]), array([2]))
    """

    values: Bytes
    weights: Whole | None = None
    _countable: dict[str, tuple[Bytes, int]] = field(factory=dict, init=False, repr=False)
    _firsts: dict[str, tuple[Whole, int]] = field(factory=dict, init=False, repr=False)
    _pairwise: list[Whole] = field(factory=list, repr=False)

    @property
    def candidates(self) -> int:
        """How many candidates there are."""
        return len(self.values)

    @property
    def elections(self) -> int:
        """How many elections there are."""
        return int(self.values.shape[2])

    @cached_property
    def voters(self) -> Whole:
        """The voters of each election: int64, [election]."""
        if self.weights is None:
            return np.full(self.elections, self.values.shape[1])
        return np.broadcast_to(self.weights.sum(axis=0), (self.elections,))

    @cached_property
    def complete(self) -> bool:
        """Whether every ballot ranks every candidate."""
        return bool(self.values.max(initial=0) < UNRANKED)

    @cached_property
    def tied(self) -> bool:
        """Whether any ballot ranks two candidates equally."""
        return bool(tally.has_tie(self.values).any())

    @cached_property
    def numbered(self) -> bool:
        """Whether every ballot ranks every candidate, 1, 2, 3 … and nobody equally."""
        ranks = self.values
        first, last = ranks.min(initial=UNRANKED), ranks.max(initial=0)
        return bool(first > 0 and last <= self.candidates) and not self.tied

    @property
    def pairwise(self) -> Whole:
        """Voters who rank row above column: int64, [candidate, candidate, election]."""
        if not self._pairwise:
            strict = self.complete and not self.tied
            self._pairwise.append(tally.pairwise(self.values, self.weights, strict=strict))
        return self._pairwise[0]

    @cached_property
    def margins(self) -> Whole:
        """By how many voters row is ahead of column, or behind: int64, as `pairwise`."""
        return self.pairwise - self.pairwise.swapaxes(0, 1)

    @cached_property
    def victories(self) -> Whole:
        """How many others each candidate beats: int64, [candidate, election]."""
        beats = self.pairwise > self.pairwise.swapaxes(0, 1)
        # Bytes add up ten times as fast as truth values.
        wins: Whole = beats.view(np.uint8).sum(axis=1, dtype=np.uint8).astype(np.int64)
        return wins

    def countable(self, overvotes: str) -> tuple[Bytes, int]:
        """Give what first-choice systems count of these rankings, and the parts of a vote.

        Parameters
        ----------
        overvotes : {"exhaust", "skip", "split"}
            What to do with equal ranks.

        Returns
        -------
        ranks : uint8, [candidate, ballot, election]
        unit : int
            The parts that a vote must be counted in: 1, unless votes are split.

        Raises
        ------
        BallotError
            Where a split vote would be too fine to be exact.
        """
        if overvotes not in self._countable:
            strict = (self.values, 1)
            part = strict_part(self.values, overvotes) if self.tied else strict
            self._countable[overvotes] = part
        ranks, unit = self._countable[overvotes]
        if unit > 1 and unit * int(self.voters.max()) > MOST_VOTES:
            raise BallotError(
                "so many candidates are tied on one ballot that a split vote is too fine to count "
                'exactly; choose overvotes "exhaust" or "skip"'
            )
        return ranks, unit

    def firsts(self, overvotes: str) -> tuple[Whole, int]:
        """Count first preferences as first-choice systems do, and give the parts of a vote.

        Parameters
        ----------
        overvotes : {"exhaust", "skip", "split"}
            What to do with equal ranks.

        Returns
        -------
        votes : int64, [candidate, election]
        unit : int
            As `countable` gives it.

        Raises
        ------
        BallotError
            As `countable`.
        """
        if overvotes not in self._firsts:
            self._firsts[overvotes] = self._count_firsts(overvotes)
        return self._firsts[overvotes]

    def _count_firsts(self, overvotes: str) -> tuple[Whole, int]:
        if overvotes != "split":
            sole = tally.sole_first_preferences(self.values, self.weights)
            # Where nobody is tied for first, it does not matter yet who is tied below.
            if sole is not None:
                return sole, 1
        ranks, unit = self.countable(overvotes)
        counted = self.weights if unit == 1 else tally.shares(ranks, unit, self.weights)
        return tally.first_preferences(ranks, counted), unit

    def some(self, elections: Whole) -> Stack:
        """Take some elections out of the stack: int64, their indices.

        The comparisons of their pairs come along if they have been worked out.
        """
        weights = self.weights
        if weights is not None and weights.ndim == 2:
            weights = weights[:, elections]
        values = np.ascontiguousarray(self.values[:, :, elections])
        pairwise = [np.take(each, elections, axis=2) for each in self._pairwise]
        return Stack(values=values, weights=weights, pairwise=pairwise)

    def only(self, election: int) -> Stack:
        """Take one election out of the stack, without the ballots that nobody cast.

        Examples
        --------
        >>> ranks = np.array([[[1], [2]], [[2], [1]]], dtype=np.uint8)
        >>> Stack(values=ranks, weights=np.array([0, 1])).only(0).values.ravel()
        array([2, 1], dtype=uint8)
        """
        alone = self.some(np.array([election]))
        if alone.weights is None:
            return alone
        weights = alone.weights.reshape(-1)
        cast = weights > 0
        return evolve(
            alone,
            values=alone.values.compress(cast, axis=1),
            weights=_unless_one_each(weights[cast]),
        )


def cuts(candidates: int, ballots: int, elections: int) -> Iterator[slice]:
    """Cut elections into stacks whose ballots and tables of pairs fit in the cache.

    Examples
    --------
    >>> [part.stop for part in cuts(candidates=10, ballots=100_000, elections=5)]
    [2, 4, 5]
    """
    step = max(_CACHE // (candidates * ballots + 8 * candidates**2), 1)
    for start in range(0, elections, step):
        yield slice(start, min(start + step, elections))


def stack_of(elections: Sequence[Profile | Scores]) -> Stack:
    r"""Make a stack of elections, those with fewer ballots filled up by blank ones of nobody.

    Examples
    --------
    >>> few, many = Profile.from_text("4: Ann > Bob"), Profile.from_text("Ann > Bob\nBob")
    >>> stack_of([few, many]).pairwise[0, 1], stack_of([few, many]).weights.tolist()
    (array([4, 1]), [[4, 1], [0, 1]])
    """
    marks = [each.ranks if isinstance(each, Profile) else each.ratings for each in elections]
    weights = _side_by_side([each.weights for each in elections], 0)
    return Stack(values=_side_by_side(marks, UNRANKED), weights=_unless_one_each(weights))


def _unless_one_each(weights: Whole) -> Whole | None:
    return None if (weights == 1).all() else weights


def _side_by_side(arrays: Sequence[NDArray[Any]], fill: int) -> NDArray[Any]:
    """Give the arrays, filled up to the longest, an axis for the election."""
    first, most = arrays[0], max(each.shape[-1] for each in arrays)
    if len(arrays) == 1:
        return first[..., None]
    beside = np.full((*first.shape[:-1], most, len(arrays)), fill, dtype=first.dtype)
    for election, each in enumerate(arrays):
        beside[..., : each.shape[-1], election] = each
    return beside
