"""Money is whole thousands of pounds; shares are derived from it and never the other way round."""

import numpy as np
from numpy.typing import ArrayLike

from deliberate.arrays import Floats


def apportion(total: int, shares: ArrayLike) -> tuple[int, ...]:
    """Divide `total` in proportion to `shares`, to the last unit (largest remainders).

    Parameters
    ----------
    total : int
        £ thousand to divide, not negative.
    shares : array [line]
        Non-negative weights; they need not sum to one.

    Returns
    -------
    tuple of int [line]
        £ thousand a line; sums to `total` exactly.

    Raises
    ------
    ValueError
        If a share is negative, or all are zero.

    Notes
    -----
    Hamilton's method; equal remainders go to the earlier line.

    Examples
    --------
    >>> apportion(100, [1, 1, 1])
    (34, 33, 33)
    """
    weights = np.asarray(shares, dtype=np.float64)
    if weights.min() < 0 or weights.sum() <= 0:
        raise ValueError(
            f"shares must be positive somewhere and negative nowhere, not {weights.tolist()}"
        )
    exact = total * weights / weights.sum()
    whole = np.floor(exact).astype(np.int64)
    # A stable sort on the remainders, so that equal ones go to the earlier line.
    leftover = total - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:leftover]] += 1
    return tuple(int(amount) for amount in whole)


def shares(amounts: ArrayLike) -> Floats:
    """Return each amount as a share of their sum.

    >>> shares((30, 10)).tolist()
    [0.75, 0.25]
    """
    money = np.asarray(amounts, dtype=np.float64)
    return np.asarray(money / money.sum(), dtype=np.float64)
