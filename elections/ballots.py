"""Rankings as voters cast them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import Attribute, cmp_using, evolve, field, frozen

from elections import tally
from elections.arrays import (
    MOST_CANDIDATES,
    Bytes,
    Whole,
    as_bytes,
    check_fit,
    dense,
    read_only,
    without_blanks,
)
from elections.building import (
    Ranking,
    as_groups,
    check_candidates,
    columns,
    in_order_of_appearance,
    parse_text,
    rank_row,
    weighted,
)
from elections.errors import BallotError
from elections.grouping import group
from elections.orders import ranks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from elections.scores import Scores

same_array = cmp_using(eq=np.array_equal)
"""How attrs compares the arrays of ballots."""


def check_from_one(word: str, given: object, most: int) -> None:
    """Refuse what is no whole number from 1 to the most.

    Raises
    ------
    BallotError
        Saying what is wanted.
    """
    whole = isinstance(given, int | np.integer) and not isinstance(given, bool)
    if not whole or not 1 <= given <= most:  # type: ignore[operator]
        raise BallotError(f"{word} is a whole number from 1 to {most}, not {given!r}")


@frozen(kw_only=True)
class Profile:
    """Rankings, strict, truncated or tied, with whole-number weights.

    Build one with `from_rankings`, `from_text`, `from_ranks` or `elections.read`,
    which check everything. Candidates that a ballot leaves out lie below all that it
    ranks and tie with each other. A ballot that ranks nobody is no voter.

    Attributes
    ----------
    candidates : tuple of str
        Their names, exactly as given; 1 to 254, all different.
    ranks : uint8, [candidate, ballot]
        1 is a first preference; ranks have no gaps; 255 is unranked. Read-only.
    weights : int64, [ballot]
        How many voters cast this ballot. Read-only; under 2**53 together.
    blank : int
        How many ballots ranked nobody. They are set aside.

    Examples
    --------
    >>> profile = Profile.from_rankings({("Ann", "Bob"): 3, ("Cat", ("Ann", "Bob")): 2})
    >>> profile.candidates, profile.voters
    (('Ann', 'Bob', 'Cat'), 5)
    >>> profile.ranks
    array([[  1,   2],
           [  2,   2],
           [255,   1]], dtype=uint8)
    """

    candidates: tuple[str, ...]
    ranks: Bytes = field(eq=same_array, hash=False, repr=False, converter=read_only)
    weights: Whole = field(eq=same_array, hash=False, repr=False, converter=read_only)
    blank: int = 0

    @ranks.validator
    def _fits(self, _attribute: Attribute[Bytes], ranks: Bytes) -> None:
        check_fit(ranks, self.candidates)

    @property
    def voters(self) -> int:
        """The number of voters: all weights together, blank ballots left out."""
        return int(self.weights.sum())

    @classmethod
    def from_ranks(
        cls, ranks: Any, candidates: Iterable[str], weights: Iterable[int] | None = None
    ) -> Profile:
        """Build a profile from an array of ranks.

        Parameters
        ----------
        ranks : array_like of int, [candidate, ballot]
            0 to 254, lower is better, equal is tied, 255 is unranked. Gaps are closed.
        candidates : iterable of str
            A name for each row.
        weights : iterable of int, optional, [ballot]
            Voters who cast each ballot; one each by default.

        Raises
        ------
        BallotError
            For a ragged or wrong array, naming the ballot.

        Examples
        --------
        >>> Profile.from_ranks([[1, 9], [2, 4]], ["Ann", "Bob"]).ranks
        array([[1, 2],
               [2, 1]], dtype=uint8)
        """
        names = check_candidates(candidates)
        array = np.array(as_bytes(ranks, "rank"), order="C")
        check_fit(array, names)
        kept, counts, blank = without_blanks(array, weights)
        return cls(candidates=names, ranks=dense(kept), weights=counts, blank=blank)

    @classmethod
    def from_orders(
        cls, orders: Any, candidates: Iterable[str], weights: Iterable[int] | None = None
    ) -> Profile:
        """Build a profile from strict orders, as most programs keep them.

        Parameters
        ----------
        orders : array_like of int, [ballot, place]
            Candidates by their numbers from 0, best first; -1 for none.
        candidates, weights
            As for `from_ranks`.

        Raises
        ------
        BallotError
            Naming the ballot on which somebody stands twice, or who is no candidate.

        Examples
        --------
        >>> Profile.from_orders([[1, 0], [0, -1]], ["Ann", "Bob"]).ranks
        array([[  2,   1],
               [  1, 255]], dtype=uint8)
        """
        names = check_candidates(candidates)
        return cls.from_ranks(ranks_of(orders, len(names)), names, weights)

    @classmethod
    def from_rankings(
        cls,
        rankings: Mapping[Ranking, int] | Iterable[Ranking],
        candidates: Iterable[str] | None = None,
    ) -> Profile:
        """Build a profile from rankings of names.

        Parameters
        ----------
        rankings : mapping of ranking to int, or iterable of rankings
            A ranking is a tuple of names, best first; a nested tuple, list or set is
            a tie. The number is how many voters cast it; without numbers, one each.
        candidates : iterable of str, optional
            All candidates, in their order; by default those on ballots, in order of
            first appearance.

        Raises
        ------
        BallotError
            For an unknown or repeated candidate or a wrong weight, naming the ballot.

        Examples
        --------
        >>> Profile.from_rankings({("Ann", "Bob"): 3}, candidates=["Ann", "Bob", "Cat"]).voters
        3
        """
        cast = weighted(rankings)
        places = [f"ballot {number}" for number in range(1, len(cast) + 1)]
        ballots = [(at, as_groups(each, at)) for at, (each, _) in zip(places, cast, strict=True)]
        return cls._from_groups(ballots, [weight for _, weight in cast], candidates)

    @classmethod
    def from_text(cls, text: str, candidates: Iterable[str] | None = None) -> Profile:
        r"""Build a profile from text, one kind of ballot a line.

        Parameters
        ----------
        text : str
            Lines such as ``4: Ann > Bob = Cat``. The weight is 1 where it is left out;
            ``2:`` is two blank ballots; ``#`` starts a comment.
        candidates : iterable of str, optional
            All candidates, in their order; by default in order of first appearance.

        Raises
        ------
        BallotError
            Naming the line.

        Examples
        --------
        >>> Profile.from_text("4: Ann > Bob = Cat\n3: Bob").voters
        7
        """
        lines = parse_text(text)
        ballots = [(where, groups) for where, groups, _ in lines]
        return cls._from_groups(ballots, [weight for *_, weight in lines], candidates)

    @classmethod
    def _from_groups(
        cls,
        ballots: list[tuple[str, list[list[str]]]],
        weights: list[int],
        candidates: Iterable[str] | None,
    ) -> Profile:
        found = in_order_of_appearance(groups for _, groups in ballots)
        names = check_candidates(found if candidates is None else candidates)
        places = {name: place for place, name in enumerate(names)}
        rows = [rank_row(groups, places, where) for where, groups in ballots]
        return cls.from_ranks(columns(rows, len(names)), names, weights)

    def to_approvals(self, ranks: int | None = None) -> Scores:
        r"""Read the rankings as approvals of those ranked high enough.

        Parameters
        ----------
        ranks : int, optional
            How many ranks are approved of, from the first; candidates tied at a rank all
            are. By default everybody whom a ballot ranks.

        Returns
        -------
        Scores
            Approvals. Whoever is not approved of is rated 0, and blank ballots stay blank.

        Raises
        ------
        BallotError
            For a number of ranks that is no whole number from 1.

        Examples
        --------
        >>> profile = Profile.from_text("4: Ann > Bob = Cat\n3: Bob", ["Ann", "Bob", "Cat"])
        >>> profile.to_approvals(ranks=1).ratings
        array([[1, 0],
               [0, 1],
               [0, 0]], dtype=uint8)
        >>> profile.to_approvals().ratings
        array([[1, 0],
               [1, 1],
               [1, 0]], dtype=uint8)
        """
        # Each of the two kinds of ballots can be read as the other.
        from elections.scores import Scores  # noqa: PLC0415

        if ranks is not None:
            check_from_one("the number of ranks approved of", ranks, MOST_CANDIDATES)
        return Scores(
            candidates=self.candidates,
            ratings=(self.ranks <= (ranks or MOST_CANDIDATES)).astype(np.uint8),
            weights=self.weights,
            maximum=1,
            blank=self.blank,
        )

    def pairwise(self) -> Whole:
        r"""Count the voters who prefer each candidate (row) to each other (column).

        Returns
        -------
        int64, [candidate, candidate]

        Examples
        --------
        >>> Profile.from_text("4: Ann > Bob\n3: Bob").pairwise()
        array([[0, 4],
               [3, 0]])
        """
        return tally.pairwise(self.ranks, self.weights)

    def condorcet_winner(self) -> str | None:
        r"""Name the candidate whom a majority prefers to each other one, if there is one.

        Examples
        --------
        >>> Profile.from_text("4: Ann > Bob\n3: Bob").condorcet_winner()
        'Ann'
        """
        preferred = self.pairwise()
        wins = (preferred > preferred.T).sum(axis=1)
        unbeaten = np.flatnonzero(wins == len(self.candidates) - 1)
        return self.candidates[unbeaten[0]] if unbeaten.size else None

    def grouped(self) -> Profile:
        r"""Merge equal ballots, adding their weights.

        They come in the order of the first candidate's rank, then of the second's and so
        on, the unranked last.

        Examples
        --------
        >>> Profile.from_text("Bob\nAnn > Bob\nBob").grouped().weights
        array([2, 1])
        """
        ranks, weights = group(self.ranks, self.weights)
        return evolve(self, ranks=ranks, weights=weights)
