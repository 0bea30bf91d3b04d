"""Money is whole thousands of pounds; shares are derived from it and never the other way round."""

from math import floor

import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike

from deliberate.arrays import Floats
from deliberate.parameter import parameter


@frozen(kw_only=True)
class Purse:
    """What comes into the pot beside its yearly growth, and what goes out of it unasked."""

    reserves: float = parameter(0.005, 0.0, 0.03, "assumed; share of the pot put by at the start")
    overspend: float = parameter(
        0.05, 0.0, 0.3, "assumed; of the hospital's money, for each unit of pressure above one"
    )
    repayment: float = parameter(0.25, 0.0, 1.0, "assumed; of a deficit, paid back a year")
    repayment_most: float = parameter(
        0.1, 0.0, 0.3, "assumed; share of the year's own money that a deficit takes at most"
    )
    precept_yield: float = parameter(
        0.0016, 0.0005, 0.003, "£0.382bn of £118.2bn for two points in 2016/17; varies by area"
    )
    precept_most: float = parameter(3.0, 0.0, 10.0, "points a year; the cap of 2017/18")
    precept_cost: float = parameter(0.6, 0.0, 3.0, "assumed; residents' points of buy-in a point")


@frozen(kw_only=True)
class Accounts:
    """The money of one year, £ thousand: where the pot came from, and what became of it.

    `grown` is the footprint's own money, `levied` what precepts of this and earlier years bring
    (of which `raised` is this year's), `events` what events gave or took. `withheld` of the
    conditional fund was lost by last year's savings or delay, `repaid` went to an old deficit,
    `kept` is saved for the national letter and `drawn` came from the reserves. `overspent` is what
    the hospital spent beyond its budget, `given` the savings that the national bodies took,
    `shortfall` what was missing of the control total and `lost` what will therefore be withheld
    next year. `reserves` are those at the end; below nothing they are a deficit.
    """

    grown: int
    levied: int = 0
    raised: int = 0
    events: int = 0
    withheld: int = 0
    repaid: int = 0
    kept: int = 0
    drawn: int = 0
    overspent: int = 0
    given: int = 0
    shortfall: int = 0
    lost: int = 0
    reserves: int = 0

    @property
    def pot(self) -> int:
        """What is there before the leader decides."""
        return self.grown + self.levied + self.events - self.withheld - self.repaid

    @property
    def spendable(self) -> int:
        """What the lines share."""
        return self.pot - self.kept + self.drawn

    @property
    def uncovered(self) -> int:
        """What the savings do not cover of the overspending; the reserves pay it."""
        return max(0, self.overspent - self.kept)


def settle(before: int, *, repaid: int, drawn: int, kept: int, overspent: int) -> tuple[int, int]:
    """Return the reserves at the end of a year and the savings given up, £ thousand.

    What is kept back pays for overspending first; only the rest goes to the national bodies, and
    only what it does not cover is carried over as less reserve, or as a deficit.

    >>> settle(1_000, repaid=0, drawn=200, kept=50, overspent=80)
    (770, 0)
    >>> settle(-400, repaid=100, drawn=0, kept=50, overspent=20)
    (-300, 30)
    """
    uncovered, given = max(0, overspent - kept), max(0, kept - overspent)
    return before + repaid - drawn - uncovered, given


def repayment(reserves: int, grown: int, purse: Purse) -> int:
    """Return what goes to an old deficit in a year, £ thousand.

    `reserves` are those at the end of last year, below nothing where there is a deficit, and
    `grown` is the footprint's own money of this year.

    >>> purse = Purse(repayment=0.25, repayment_most=0.1)
    >>> repayment(500, 1_000, purse), repayment(-200, 1_000, purse), repayment(-900, 1_000, purse)
    (0, 50, 100)
    """
    return round(min(purse.repayment * max(0, -reserves), purse.repayment_most * grown))


def overspending(hospital: int, pressure: float, rate: float) -> int:
    """Return what a hospital under `pressure` (1 is usual) spends beyond its budget.

    `hospital` is its money, £ thousand, and `rate` the part of it for each unit of pressure.

    >>> overspending(1_000_000, 1.1, 0.05), overspending(1_000_000, 0.9, 0.05)
    (5000, 0)
    """
    return round(hospital * rate * max(0.0, pressure - 1))


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
    weights = np.asarray(shares, dtype=np.float64).tolist()
    if min(weights) < 0 or sum(weights) <= 0:
        raise ValueError(f"shares must be positive somewhere and negative nowhere, not {weights}")
    exact = [total * weight / sum(weights) for weight in weights]
    whole = [floor(amount) for amount in exact]
    # The sort is stable, so that of equal remainders the earlier line's goes first.
    short = sorted(range(len(exact)), key=lambda line: whole[line] - exact[line])
    for line in short[: total - sum(whole)]:
        whole[line] += 1
    return tuple(whole)


def shares(amounts: ArrayLike) -> Floats:
    """Return each amount as a share of their sum, array [..., line] as `amounts`.

    >>> shares((30, 10)).tolist()
    [0.75, 0.25]
    """
    money = np.asarray(amounts, dtype=np.float64)
    return np.asarray(money / money.sum(axis=-1, keepdims=True), dtype=np.float64)
