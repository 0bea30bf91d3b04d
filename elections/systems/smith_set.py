"""The Smith set: the fewest candidates of whom each beats everybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from elections.arrays import Truth, Whole


def smith_set(margins: Whole, standing: Truth | None = None) -> Truth:
    """Find the smallest set of candidates each of whom beats everybody outside it.

    Where a majority prefers one candidate to each other, it is that one alone.

    Parameters
    ----------
    margins : int64, [candidate, candidate, election]
        By how many voters row is ahead of column.
    standing : bool, optional, [candidate, election]
        The candidates to be looked at, at least one in each election; all by default.

    Returns
    -------
    bool, [candidate, election]

    References
    ----------
    Smith, "Aggregation of preferences with variable electorate", Econometrica 1973.

    Examples
    --------
    >>> margins = np.array([[0, 1, -1, 3], [-1, 0, 1, 3], [1, -1, 0, 3], [-3, -3, -3, 0]])
    >>> smith_set(margins[:, :, None]).ravel()
    array([ True,  True,  True, False])
    >>> two = np.array([[True], [True], [False], [False]])
    >>> smith_set(margins[:, :, None], two).ravel()
    array([ True, False, False, False])
    """
    looked_at = np.ones(margins.shape[1:], dtype=np.bool_) if standing is None else standing
    # The set are those from whom a chain of pairs that are not lost leads to everybody.
    reaches = (margins >= 0) & looked_at
    reaches &= looked_at[:, None]
    for via in range(len(margins)):
        reaches |= reaches[:, via, None] & reaches[None, via]
    return np.asarray((reaches | ~looked_at).all(axis=1) & looked_at)
