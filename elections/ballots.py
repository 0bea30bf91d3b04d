"""Rankings as voters cast them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import Attribute, cmp_using, field, frozen

from elections import tally
from elections.arrays import (
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

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

same_array = cmp_using(eq=np.array_equal)
"""How attrs compares the arrays of ballots."""


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
