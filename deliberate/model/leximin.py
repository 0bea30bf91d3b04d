"""The fair lot for citizens' panels: chances as equal as the quotas allow (model §3).

Of all lotteries over panels that keep the quotas, leximin is the one by which the lowest chance of
any volunteer is as high as can be, then the next lowest, and so on: Flanigan, Gölz, Gupta, Hennig
and Procaccia 2021, *Fair algorithms for selecting citizens' assemblies*, Nature 596, 548-552. They
reckon with single volunteers; here it is types, as members of a type have equal chances anyway.
"""

import numpy as np
from attrs import frozen

from deliberate.arrays import Floats, Integers
from deliberate.errors import PanelError
from deliberate.model.sortition import Lottery, best_panel
from deliberate.model.volunteers import Pool, Quotas

TOLERANCE = 1e-9
"""What counts as nothing: a chance of a panel, or what a further panel would add."""
BINDING = 1e-4
"""From what dual price, of all that sum to 1, a chance is known to hold the lowest back."""


def leximin(pool: Pool, quotas: Quotas) -> Lottery:
    """Return the lottery over panels whose chances are leximin.

    Each stage raises the lowest chance as far as it goes, by a linear programme over the panels
    known so far, to which the best further panel is added until none helps (column generation). The
    chances that held it back, as their dual prices show, are settled, and the next stage raises the
    lowest of the others. Forty types of four features take about a second. There is but one leximin
    chance for each type, though other panels may give the same.

    Raises
    ------
    PanelError
        If no panel of these volunteers keeps the quotas, and which stand in the way.

    Examples
    --------
    Two seats, for one of each age and one of each home; two of the five volunteers are old and
    from the hills:

    >>> from deliberate.model.volunteers import Feature
    >>> features = Feature("age", ("young", "old")), Feature("home", ("town", "hills"))
    >>> types = [[0, 0], [0, 1], [1, 0], [1, 1]]
    >>> pool = Pool(features=features, types=types, counts=[1, 1, 1, 2])
    >>> lottery = leximin(pool, Quotas(size=2, lower=[1, 1, 1, 1], upper=[1, 1, 1, 1]))
    >>> lottery.selection().round(4).tolist()
    [0.6667, 0.3333, 0.3333, 0.3333]
    >>> round(lottery.odds().lowest, 4), lottery.odds().equal
    (0.3333, 0.4)
    """
    # A type without volunteers has no chance to raise.
    settled = np.where(pool.counts > 0, np.nan, 0.0)
    panels = best_panel(pool, quotas, np.ones(len(settled)))[None, :]
    while True:
        panels, stage = _converged(panels, pool, quotas, settled)
        settled[np.isnan(settled) & (stage.prices > BINDING)] = stage.lowest
        if not np.isnan(settled).any():
            return _lottery(pool, panels, stage.chances)


def _lottery(pool: Pool, panels: Integers, chances: Floats) -> Lottery:
    """Return the lottery over those panels that have a chance."""
    drawn = chances > TOLERANCE
    return Lottery(
        counts=pool.counts, panels=panels[drawn], chances=chances[drawn] / chances[drawn].sum()
    )


@frozen(kw_only=True, eq=False)
class _Stage:
    """The highest lowest chance from known panels, and what a further panel has to be worth."""

    lowest: float
    chances: Floats
    prices: Floats
    worth: float


def _converged(
    panels: Integers, pool: Pool, quotas: Quotas, settled: Floats
) -> tuple[Integers, _Stage]:
    """Return panels to which no other adds anything, and the stage that they make."""
    while True:
        stage = _raised(panels, pool.counts, settled)
        value = stage.prices / np.maximum(pool.counts, 1)
        panel = best_panel(pool, quotas, value)
        # A known panel cannot be worth more than it should be, but for rounding.
        if panel @ value <= stage.worth + TOLERANCE or (panels == panel).all(axis=1).any():
            return panels, stage
        panels = np.vstack([panels, panel])


def _raised(panels: Integers, counts: Integers, settled: Floats) -> _Stage:
    """Raise the lowest chance of the types that are not settled, and lower no settled one."""
    from scipy.optimize import linprog  # noqa: PLC0415 - SciPy takes a second to load

    rising = np.isnan(settled)
    chance = (panels / np.maximum(counts, 1)).T
    found = linprog(
        np.append(np.zeros(len(panels)), -1.0),
        A_ub=np.column_stack([-chance, rising]),
        b_ub=-np.where(rising, 0.0, settled),
        A_eq=np.append(np.ones(len(panels)), 0.0)[None, :],
        b_eq=[1.0],
    )
    if found.x is None:
        raise PanelError(f"the chances of the fair lot could not be worked out: {found.message}")
    return _Stage(
        lowest=float(found.x[-1]),
        chances=found.x[:-1],
        prices=-found.ineqlin.marginals,
        worth=-float(found.eqlin.marginals[0]),
    )
