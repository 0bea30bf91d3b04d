"""What systems share that tell their ties and steps themselves."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from elections.count import Tie

if TYPE_CHECKING:
    from elections.arrays import Truth, Whole


def names_of(candidates: tuple[str, ...], chosen: Truth) -> tuple[str, ...]:
    """Name the candidates of a mask of one election, in candidate order.

    Examples
    --------
    >>> names_of(("Ann", "Bob", "Cat"), np.array([[True], [False], [True]]))
    ('Ann', 'Cat')
    """
    return tuple(candidates[place] for place in np.flatnonzero(chosen))


def tie_among(
    candidates: tuple[str, ...], level: Truth, chosen: Truth, *, at: int, purpose: str, how: str
) -> Tie:
    """Tell a tie of one election from the masks of who was level and who was chosen.

    Parameters
    ----------
    candidates : tuple of str
    level, chosen : bool, [candidate, 1]
        Of those chosen only the level are named.
    at : int
        The round, from 1.
    purpose, how : str
        As of a `Tie`.

    Examples
    --------
    >>> level = np.array([[True], [True]])
    >>> chosen = np.array([[False], [True]])
    >>> print(tie_among(("Ann", "Bob"), level, chosen, at=1, purpose="elected", how="by lot"))
    Ann and Bob are level; Bob is elected, by lot.
    """
    return Tie(
        round=at,
        candidates=names_of(candidates, level),
        chosen=names_of(candidates, level & chosen),
        purpose=purpose,
        how=how,
    )


def halved(halves: Whole) -> Any:
    """Turn halves into whole numbers, or `Fraction` objects where there is a half left.

    Examples
    --------
    >>> halved(np.array([4, 3])).tolist()
    [2, Fraction(3, 2)]
    """
    return np.frompyfunc(lambda each: Fraction(each, 2) if each % 2 else each // 2, 1, 1)(halves)
