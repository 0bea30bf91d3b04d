"""The national bodies: what they ask each year, what they pay for it, and how one may answer."""

from attrs import frozen

from deliberate.parameter import figure, parameter


@frozen(kw_only=True)
class Letter:
    """A year's demands from the national bodies.

    `savings` asked and the conditional `fund` are shares of the pot; `contradiction` is how far
    the demands of this year and those of the long run contradict each other, 0-1.
    """

    savings: float = figure(0.0, 0.1, "assumed; share of the pot")
    contradiction: float = figure(0.0, 1.0, "assumed")
    text: str
    fund: float = figure(
        0.0, 0.1, "£1.8bn of £105.9bn in 2016/17, £2.45bn later; share of the pot", default=0.018
    )


@frozen(kw_only=True)
class Stance:
    """An answer to the national letter.

    `saved` is the part of the savings asked that is kept back from this year's pot, `settled` the
    part that the national bodies will settle for, and `relief` how far the answer softens the
    contradiction, each 0-1.
    """

    id: str = ""
    name: str
    summary: str
    saved: float = figure(0.0, 1.0, "assumed")
    settled: float = figure(0.0, 1.0, "assumed")
    relief: float = figure(0.0, 1.0, "assumed")


@frozen(kw_only=True)
class Terms:
    """On what terms the national bodies pay."""

    clawback: float = parameter(
        1.5, 0.0, 3.0, "assumed; £ of the fund lost for each £1 short of the control total"
    )
    late: float = parameter(0.1, 0.0, 0.5, "assumed; share of the fund lost a week past the date")


def lost(fund: int, shortfall: int, weeks_late: int, terms: Terms) -> int:
    """Return how much of a conditional fund is lost, in the fund's own unit of money.

    Parameters
    ----------
    fund : int
        What there is to earn.
    shortfall : int
        How far savings, less any overspending, fall short of what was settled for; not negative.
    weeks_late : int
        Weeks by which the plan came after the date; not negative.
    terms : Terms

    Notes
    -----
    The sustainability fund of 2016/17 was paid against accepted control totals, and receipts
    differed widely between areas (Health Service Journal, 2017); that it is lost pound by pound,
    and never more than all of it, is an assumption.

    Examples
    --------
    >>> lost(1_000, 200, 0, Terms()), lost(1_000, 200, 2, Terms()), lost(1_000, 9_000, 0, Terms())
    (300, 500, 1000)
    """
    return min(fund, round(terms.clawback * shortfall + terms.late * weeks_late * fund))
