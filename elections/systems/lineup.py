"""The candidates still standing, where each election has lost others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from elections.arrays import Bytes, Whole


@frozen(kw_only=True, eq=False)
class LineUp:
    """The ballots among those standing: so many rows as stand, whoever it is.

    What is counted on them needs no mask, and there is less of it every round.

    Attributes
    ----------
    ranks : uint8, [row, ballot, election]
        Lower is better, 255 unranked.
    who : uint8, [row, election]
        Whose row it is.
    candidates : int
        How many there were at first.

    Examples
    --------
    >>> ranks = np.array([[1, 2], [2, 3], [3, 1]], dtype=np.uint8)[:, :, None]
    >>> left = LineUp.of(ranks).without(np.array([0]))
    >>> left.who.ravel(), left.ranks[:, :, 0].tolist()
    (array([2, 1], dtype=uint8), [[3, 1], [2, 3]])
    """

    ranks: Bytes
    who: Bytes
    candidates: int

    @classmethod
    def of(cls, ranks: Bytes) -> LineUp:
        """Line up all candidates of some ballots."""
        numbers = np.arange(len(ranks), dtype=np.uint8)[:, None]
        who = np.repeat(numbers, ranks.shape[2], axis=1)
        return cls(ranks=ranks, who=who, candidates=len(ranks))

    def without(self, gone: NDArray[Any]) -> LineUp:
        """Take out one candidate of each election, whose row the last one fills."""
        here = self.who[:-1] == gone
        ranks, filling = self.ranks[:-1].copy(), self.ranks[-1]
        # All bits where the row is free: exchanging bits is quicker than choosing bytes.
        free = (-here.view(np.int8)).view(np.uint8)
        for row, its in enumerate(free):
            ranks[row] ^= (ranks[row] ^ filling) & its
        who = np.where(here, self.who[-1], self.who[:-1])
        return LineUp(ranks=ranks, who=who, candidates=self.candidates)

    def spread(self, figures: NDArray[Any], elections: Whole) -> NDArray[Any]:
        """Write the figures of rows, in some elections, as figures of all candidates.

        Parameters
        ----------
        figures : [row, election]
        elections : int64
            Which elections these are.

        Returns
        -------
        [candidate, election]
            0 for those who are out.
        """
        everyone = np.zeros((self.candidates, len(elections)), dtype=figures.dtype)
        np.put_along_axis(everyone, self.who[:, elections], figures, axis=0)
        return everyone
