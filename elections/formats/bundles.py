"""Ballots as a file is read: equal ones are bundled, so that memory holds each only once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from elections.arrays import MOST_VOTES, UNRANKED, UNRATED, Bytes, Whole, dense
from elections.ballots import Profile
from elections.scores import Scores

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from elections.formats.source import Source

NOBODY = bytes([UNRANKED])


def packed(rows: Bytes) -> list[bytes]:
    r"""Cut an array [ballot, candidate] into rows.

    Examples
    --------
    >>> packed(np.array([[1, 2], [1, 255]], dtype=np.uint8))
    [b'\x01\x02', b'\x01\xff']
    """
    width = rows.shape[1]
    return np.ascontiguousarray(rows).view(f"V{width}").ravel().tolist() if rows.size else []


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
    first : int or None
        The line of the first ballot, where it is known.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.votes: Counter[bytes] = Counter()
        self.total = 0
        self.first: int | None = None

    def add(self, line: int, row: bytes, count: int) -> None:
        """Add one ballot, or several that are equal."""
        self.total += count
        if self.total > MOST_VOTES:
            self.source.refuse_more(line)
        self.votes[row] = self.votes.get(row, 0) + count

    def merge(self, rows: Iterable[bytes], counts: Collection[int]) -> None:
        """Add ballots that are known not to be too many."""
        votes, total = self.votes, sum(counts)
        self.total += total
        if total == len(counts) and all(counts):
            votes.update(rows)
            return
        for row, count in zip(rows, counts, strict=True):
            votes[row] = votes.get(row, 0) + count

    def change(self, candidates: int, how: Callable[[Bytes], Bytes]) -> None:
        """Change all ballots, an array [candidate, ballot], and bundle them anew."""
        rows = packed(how(self._columns(candidates)).T)
        counts, self.votes, self.total = self.votes.values(), Counter(), 0
        self.merge(rows, counts)

    def strike(self, places: Iterable[int], candidates: int) -> None:
        """Take candidates off all ballots, and close the ranks."""
        left = np.ones((candidates, 1), dtype=np.bool_)
        left[list(places)] = False
        self.change(candidates, lambda ranks: dense(np.where(left, ranks, UNRANKED)))

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
            blank = f"every ballot ({self.total:,}) is blank, and " if self.total else ""
            self.source.refuse(self.first, f"{blank}there are no candidates")
        data = b"".join(self.votes)
        if len(data) < candidates * len(self.votes):
            data = b"".join(row.ljust(candidates, NOBODY) for row in self.votes)
        return np.frombuffer(data, dtype=np.uint8).reshape(-1, candidates).T

    def _weights(self) -> Whole:
        return np.fromiter(self.votes.values(), dtype=np.int64, count=len(self.votes))
