"""Lines that hold a ballot each, read many at a time."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from elections.arrays import MOST_VOTES, Bytes, Truth, Whole
from elections.formats.bundles import packed

if TYPE_CHECKING:
    from collections.abc import Callable

    from elections.formats.bundles import Bundles

Ballots: TypeAlias = tuple[Whole, Bytes, Truth]
"""The votes of some lines, their rows [line, candidate], and which of them could not be read."""
Ballot: TypeAlias = tuple[int, bytes] | None
"""The votes and the row of a line; None where it holds no ballot."""


class Lines:
    """Reads the lines of a file that hold ballots.

    Parameters
    ----------
    bundles : Bundles
        Where the ballots go.
    quickly : callable
        From many lines to their ballots.
    slowly : callable
        From the number of a line and the line to its ballot, for those that are left. It
        refuses what is wrong.

    Attributes
    ----------
    ballots : int
        How many lines held one.
    """

    def __init__(
        self,
        bundles: Bundles,
        quickly: Callable[[str], Ballots],
        slowly: Callable[[int, str], Ballot],
    ) -> None:
        self.bundles, self.quickly, self.slowly = bundles, quickly, slowly
        self.ballots = 0
        self._repeated = True

    def take(self, number: int, text: str) -> None:
        """Read lines, of which the first has this number."""
        if not (self._repeated and self._equal(text)):
            self._each(number, text)

    def _equal(self, text: str) -> bool:
        """Read equal lines once; leave all to be read each, where that is of no use."""
        often = Counter(text.split("\n"))
        times = np.fromiter(often.values(), dtype=np.int64, count=len(often))
        lines = int(times.sum())
        self._repeated = 2 * len(often) <= lines
        if not self._repeated:
            return False
        votes, rows, bad = self.quickly("\n".join(often))
        counts = (votes * times).tolist()
        if bad.any() or self.bundles.total + sum(counts) > MOST_VOTES:
            return False
        self.bundles.merge(packed(rows), counts)
        self.ballots += lines
        return True

    def _each(self, number: int, text: str) -> None:
        votes, rows, bad = self.quickly(text)
        used = np.ones(len(bad), dtype=np.bool_)
        if bad.any():
            lines = text.split("\n")
            for at in np.flatnonzero(bad).tolist():
                ballot = self.slowly(number + at, lines[at])
                used[at] = ballot is not None
                if ballot is not None:
                    votes[at], rows[at] = ballot[0], np.frombuffer(ballot[1], dtype=np.uint8)
            votes, rows = votes[used], rows[used]
        counts = votes.tolist()
        if self.bundles.total + sum(counts) > MOST_VOTES:
            running = enumerate(accumulate(counts, initial=self.bundles.total))
            first = next(at for at, total in running if total > MOST_VOTES)
            self.bundles.source.refuse_more(number + int(np.flatnonzero(used)[first - 1]))
        self.bundles.merge(packed(rows), counts)
        self.ballots += len(counts)
