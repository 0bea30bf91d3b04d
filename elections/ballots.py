"""Ballots as voters cast them: a Profile of rankings, or Scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import numpy as np
from attrs import Attribute, cmp_using, field, frozen

from elections import tally
from elections.arrays import (
    MOST_CANDIDATES,
    UNRANKED,
    UNRATED,
    Bytes,
    Whole,
    as_bytes,
    as_weights,
    dense,
    read_only,
)
from elections.building import (
    Ranking,
    as_groups,
    candidate_place,
    check_candidates,
    columns,
    in_order_of_appearance,
    parse_text,
    rank_row,
    weighted,
)
from elections.errors import BallotError


def _array() -> Any:
    return field(eq=cmp_using(eq=np.array_equal), hash=False, repr=False, converter=read_only)


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
        How many voters cast this ballot. Read-only; at most 2**53 together.
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
    ranks: Bytes = _array()
    weights: Whole = _array()
    blank: int = 0

    @ranks.validator
    def _fits(self, _attribute: Attribute[Bytes], ranks: Bytes) -> None:
        _check_fit(ranks, self.candidates)

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
        array = np.ascontiguousarray(as_bytes(ranks, "rank"))
        _check_fit(array, names)
        kept, counts, blank = _without_blanks(array, weights)
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
        ballots = [(f"ballot {n}", as_groups(ranking)) for n, (ranking, _) in enumerate(cast, 1)]
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


@frozen(kw_only=True)
class Scores:
    """Ratings that voters gave, each candidate on its own; with 0 and 1 only, approvals.

    Attributes
    ----------
    candidates : tuple of str
        Their names, exactly as given; 1 to 254, all different.
    ratings : uint8, [candidate, ballot]
        0 to ``maximum``; 255 is unrated, which counts as 0. Read-only.
    maximum : int
        The best rating; 1 makes the ballots approvals.
    weights : int64, [ballot]
        How many voters cast this ballot. Read-only; at most 2**53 together.
    blank : int
        How many ballots rated nobody at all. They are set aside.

    Examples
    --------
    >>> Scores.from_approvals({("Ann", "Bob"): 3, ("Bob",): 2}).ratings
    array([[1, 0],
           [1, 1]], dtype=uint8)
    """

    candidates: tuple[str, ...]
    ratings: Bytes = _array()
    weights: Whole = _array()
    maximum: int
    blank: int = 0

    @ratings.validator
    def _fits(self, _attribute: Attribute[Bytes], ratings: Bytes) -> None:
        _check_fit(ratings, self.candidates)

    @property
    def voters(self) -> int:
        """The number of voters: all weights together, blank ballots left out."""
        return int(self.weights.sum())

    @classmethod
    def from_ratings(
        cls,
        ratings: Any,
        candidates: Iterable[str] | None = None,
        *,
        maximum: int,
        weights: Iterable[int] | None = None,
    ) -> Scores:
        """Build scores from an array of ratings, or from one mapping a ballot.

        Parameters
        ----------
        ratings : array_like of int [candidate, ballot], or iterable of mappings
            0 to ``maximum``, 255 unrated; or for each ballot ``{"Ann": 5, "Bob": 2}``.
        candidates : iterable of str
            A name for each row; with mappings, by default in order of appearance.
        maximum : int
            The best rating, 1 to 254.
        weights : iterable of int, optional, [ballot]
            Voters who cast each ballot; one each by default.

        Raises
        ------
        BallotError
            For an unknown candidate, a rating out of range or a wrong weight.

        Examples
        --------
        >>> Scores.from_ratings([{"Ann": 5, "Bob": 2}, {"Bob": 4}], maximum=5).ratings
        array([[  5, 255],
               [  2,   4]], dtype=uint8)
        """
        if not 1 <= maximum <= MOST_CANDIDATES:
            raise BallotError(f"the best rating is 1 to {MOST_CANDIDATES}, not {maximum}")
        if isinstance(ratings, Sequence) and ratings and isinstance(ratings[0], Mapping):
            names, ratings = _from_mappings(ratings, candidates)
        else:
            names = check_candidates(candidates or ())
        array = np.ascontiguousarray(as_bytes(ratings, "rating", maximum))
        _check_fit(array, names)
        kept, counts, blank = _without_blanks(array, weights)
        return cls(candidates=names, ratings=kept, weights=counts, maximum=maximum, blank=blank)

    @classmethod
    def from_approvals(
        cls,
        approvals: Mapping[Sequence[str], int] | Iterable[Sequence[str] | AbstractSet[str]],
        candidates: Iterable[str] | None = None,
    ) -> Scores:
        """Build approvals from the names that each ballot marks.

        Parameters
        ----------
        approvals : mapping of names to int, or iterable of names
            The approved on each ballot, and how many voters cast it (else one each).
            A ballot that approves of nobody is blank.
        candidates : iterable of str, optional
            All candidates; by default in order of first appearance.

        Raises
        ------
        BallotError
            For an unknown candidate or a wrong weight, naming the ballot.

        Examples
        --------
        >>> Scores.from_approvals([("Ann", "Bob"), ("Bob",)]).voters
        2
        """
        cast = weighted(approvals)
        marks = [as_groups(names) for names, _ in cast]
        names = check_candidates(
            in_order_of_appearance(marks) if candidates is None else candidates
        )
        places = {name: place for place, name in enumerate(names)}
        rows = [rank_row(groups, places, f"ballot {n}") for n, groups in enumerate(marks, 1)]
        ranks = columns(rows, len(names))
        marked = ranks != UNRANKED
        ratings = np.where(marked.any(axis=0), marked, UNRATED).astype(np.uint8)
        return cls.from_ratings(ratings, names, maximum=1, weights=[weight for _, weight in cast])


def _from_mappings(
    ballots: Sequence[Mapping[str, int]], candidates: Iterable[str] | None
) -> tuple[tuple[str, ...], Any]:
    found = dict.fromkeys(name for ballot in ballots for name in ballot)
    names = check_candidates(found if candidates is None else candidates)
    places = {name: place for place, name in enumerate(names)}
    array = np.full((len(names), len(ballots)), UNRATED, dtype=object)
    for number, ballot in enumerate(ballots):
        for name, rating in ballot.items():
            array[candidate_place(name, places, f"ballot {number + 1}"), number] = rating
    # Converting as a list lets NumPy find the common type, and so a fraction among whole numbers.
    return names, np.asarray(array.tolist())


def _check_fit(array: Bytes, candidates: tuple[str, ...]) -> None:
    if array.ndim != 2 or len(array) != len(candidates):
        raise BallotError(
            f"{len(candidates)} candidates need an array [candidate, ballot] with as many rows, "
            f"not one of shape {array.shape}"
        )


def _without_blanks(array: Bytes, weights: Iterable[int] | None) -> tuple[Bytes, Whole, int]:
    """Set aside ballots that mark nobody, and those that nobody cast."""
    ballots = array.shape[1]
    counts = np.ones(ballots, dtype=np.int64) if weights is None else as_weights(weights, ballots)
    marked = array.min(axis=0, initial=UNRANKED) != UNRANKED
    kept = marked & (counts > 0)
    if kept.all():
        return array, counts, 0
    return array[:, kept], counts[kept], int(counts[~marked].sum())
