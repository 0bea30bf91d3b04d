"""Ratings and approvals as voters cast them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import numpy as np
from attrs import Attribute, evolve, field, frozen

from elections.arrays import (
    MOST_CANDIDATES,
    UNRANKED,
    UNRATED,
    Bytes,
    Whole,
    as_bytes,
    check_fit,
    dense,
    read_only,
    without_blanks,
)
from elections.ballots import Profile, check_from_one, same_array
from elections.building import (
    as_groups,
    candidate_place,
    check_candidates,
    columns,
    in_order_of_appearance,
    rank_row,
    weighted,
)
from elections.errors import BallotError


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
        How many voters cast this ballot. Read-only; under 2**53 together.
    blank : int
        How many ballots rated nobody at all. They are set aside.

    Examples
    --------
    >>> Scores.from_approvals({("Ann", "Bob"): 3, ("Bob",): 2}).ratings
    array([[1, 0],
           [1, 1]], dtype=uint8)
    """

    candidates: tuple[str, ...]
    ratings: Bytes = field(eq=same_array, hash=False, repr=False, converter=read_only)
    weights: Whole = field(eq=same_array, hash=False, repr=False, converter=read_only)
    maximum: int
    blank: int = 0

    @ratings.validator
    def _fits(self, _attribute: Attribute[Bytes], ratings: Bytes) -> None:
        check_fit(ratings, self.candidates)

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
        array = np.array(as_bytes(ratings, "rating", maximum), order="C")
        check_fit(array, names)
        kept, counts, blank = without_blanks(array, weights)
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
        marks = [as_groups(names, f"ballot {n}") for n, (names, _) in enumerate(cast, 1)]
        names = check_candidates(
            in_order_of_appearance(marks) if candidates is None else candidates
        )
        places = {name: place for place, name in enumerate(names)}
        rows = [rank_row(groups, places, f"ballot {n}") for n, groups in enumerate(marks, 1)]
        ranks = columns(rows, len(names))
        marked = ranks != UNRANKED
        ratings = np.where(marked.any(axis=0), marked, UNRATED).astype(np.uint8)
        return cls.from_ratings(ratings, names, maximum=1, weights=[weight for _, weight in cast])

    def to_profile(self) -> Profile:
        """Read the ratings as rankings: whoever is rated higher is ranked higher.

        Returns
        -------
        Profile
            Candidates with the same rating tie, and whoever is unrated is unranked, below
            a rating of 0. Blank ballots stay blank; one that rates all alike is none.

        Examples
        --------
        >>> scores = Scores.from_ratings([{"Ann": 5, "Bob": 2, "Cat": 5}, {"Bob": 0}], maximum=5)
        >>> scores.to_profile().ranks
        array([[  1, 255],
               [  2,   1],
               [  1, 255]], dtype=uint8)
        """
        ranks = np.where(self.ratings == UNRATED, UNRANKED, self.maximum - self.ratings)
        return Profile(
            candidates=self.candidates,
            ranks=dense(ranks.astype(np.uint8)),
            weights=self.weights,
            blank=self.blank,
        )

    def to_approvals(self, least: int) -> Scores:
        """Read the ratings as approvals of those rated high enough.

        Parameters
        ----------
        least : int
            The lowest rating that approves, 1 to the maximum.

        Returns
        -------
        Scores
            Approvals. Whoever is not approved of, or is unrated, is rated 0; a ballot that
            rates everybody lower is a voter who approves of nobody.

        Raises
        ------
        BallotError
            For a rating out of range.

        Examples
        --------
        >>> scores = Scores.from_ratings([{"Ann": 5, "Bob": 2}, {"Bob": 4}], maximum=5)
        >>> scores.to_approvals(least=3).ratings
        array([[1, 0],
               [0, 1]], dtype=uint8)
        """
        check_from_one("the lowest rating that approves", least, self.maximum)
        approved = (self.ratings >= least) & (self.ratings != UNRATED)
        return evolve(self, ratings=approved.astype(np.uint8), maximum=1)


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
