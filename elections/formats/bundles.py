"""Ballots as a file is read: equal ones are bundled, so that memory holds each only once."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from elections.arrays import MOST_VOTES, UNRANKED, UNRATED, Bytes, Whole, dense
from elections.ballots import Profile
from elections.scores import Scores

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from elections.formats.source import Source

NOBODY = bytes([UNRANKED])


class Bundles:
    """The distinct ballots of a file and how many voters cast each.

    A ballot is a row of bytes, one for each candidate: a rank or a rating, 255 for none.
    Where candidates come to light as the file is read, rows may be short: whoever is
    missing at the end of a row is not on the ballot.

    Parameters
    ----------
    source : Source
        The file, to refuse ballots that are too many.

    Attributes
    ----------
    votes : dict of bytes to int
        In the order of the file.
    total : int
        All votes together.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.votes: dict[bytes, int] = {}
        self.total = 0

    def add(self, line: int, row: bytes, count: int) -> None:
        """Add one ballot, or several that are equal."""
        self.total += count
        if self.total > MOST_VOTES:
            self.source.refuse_more(line)
        self.votes[row] = self.votes.get(row, 0) + count

    def add_rows(self, lines: Whole, rows: Bytes, counts: Whole) -> None:
        """Add many ballots: their lines in the file, an array [ballot, candidate], and votes."""
        votes = counts.tolist()
        if self.total + sum(votes) > MOST_VOTES:
            running = enumerate(accumulate(votes, initial=self.total))
            first = next(at for at, total in running if total > MOST_VOTES)
            self.source.refuse_more(int(lines[first - 1]))
        self.merge(np.ascontiguousarray(rows).view(f"V{rows.shape[1]}").ravel().tolist(), votes)

    def merge(self, rows: Iterable[bytes], counts: Collection[int]) -> None:
        """Add ballots that are known not to be too many."""
        votes = self.votes
        self.total += sum(counts)
        for row, count in zip(rows, counts, strict=True):
            votes[row] = votes.get(row, 0) + count

    def strike(self, places: Iterable[int], candidates: int) -> None:
        """Take candidates off all ballots, and close the ranks."""
        ranks = self._columns(candidates).copy()
        ranks[list(places)] = UNRANKED
        weights, self.votes, self.total = self._weights(), {}, 0
        self.add_rows(np.arange(len(weights)), dense(ranks).T, weights)

    def profile(self, names: Iterable[str]) -> Profile:
        """Make a profile of rows that are ranks."""
        candidates = tuple(names)
        return Profile.from_ranks(self._columns(len(candidates)), candidates, self._weights())

    def scores(self, names: Iterable[str], maximum: int | None = None) -> Scores:
        """Make scores of rows that are ratings; the best is by default the highest given."""
        candidates = tuple(names)
        ratings = self._columns(len(candidates))
        highest = int(ratings.max(where=ratings != UNRATED, initial=1))
        return Scores.from_ratings(
            ratings, candidates, maximum=maximum or highest, weights=self._weights()
        )

    def _columns(self, candidates: int) -> Bytes:
        if not candidates:
            self.source.refuse(None, "there are no candidates")
        data = b"".join(self.votes)
        if len(data) < candidates * len(self.votes):
            data = b"".join(row.ljust(candidates, NOBODY) for row in self.votes)
        return np.frombuffer(data, dtype=np.uint8).reshape(-1, candidates).T

    def _weights(self) -> Whole:
        return np.fromiter(self.votes.values(), dtype=np.int64, count=len(self.votes))
