"""Citizens' panels by lot, and what chance of a seat each volunteer has (model §3).

Volunteers differ from the population and quotas undo that, at a price: those of a kind that seldom
volunteers are drawn more often than those of a kind that does. A lot that fills the seats one after
another, each from the category in which volunteers are scarcest, is quick and keeps the quotas, but
can leave some volunteers next to no chance (Flanigan, Gölz, Gupta, Hennig and Procaccia 2021, *Fair
algorithms for selecting citizens' assemblies*, Nature 596); the fair lot is in `leximin`.

A panel is an array [type] of how many members it has of each type: who they are matters no further,
and any lot within the type would settle it.
"""

from functools import cache
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from deliberate.arrays import Floats, Integers, floats, integers
from deliberate.errors import PanelError
from deliberate.model.volunteers import Pool, Quotas

NOBODY = 1e-30
"""What a number of volunteers is divided by where there are none; added to others, it is lost."""
ALL = 1e9
"""More volunteers than there ever are."""


@frozen(kw_only=True)
class Odds:
    """The lowest chance of any volunteer, beside the chance if all had the same: seats a head."""

    lowest: float
    equal: float


@frozen(kw_only=True)
class Lottery:
    """Panels, and the probability with which each is drawn.

    Attributes
    ----------
    counts : integer array [type]
        How many volunteers are of each type.
    panels : integer array [panel, type]
        How many members of each type a panel has.
    chances : array [panel]
        Sums to one.

    Examples
    --------
    >>> lottery = Lottery(counts=[4, 1], panels=[[2, 0], [1, 1]], chances=[0.5, 0.5])
    >>> lottery.selection().tolist()
    [0.375, 0.5]
    >>> lottery.odds()
    Odds(lowest=0.375, equal=0.4)
    """

    counts: Integers = integers()
    panels: Integers = integers()
    chances: Floats = floats()

    def selection(self) -> Floats:
        """Return the chance of each volunteer of a type, array [type]; 0 where there is none."""
        members = self.chances @ self.panels
        return np.asarray(members / np.maximum(self.counts, 1), dtype=np.float64)

    def odds(self) -> Odds:
        """Return the lowest chance of any volunteer beside the chance if all had the same."""
        return Odds(
            lowest=float(self.selection()[self.counts > 0].min()),
            equal=float(self.panels[0].sum() / self.counts.sum()),
        )

    def draw(self, rng: np.random.Generator) -> Integers:
        """Draw one panel, array [type]."""
        return np.asarray(self.panels[rng.choice(len(self.chances), p=self.chances)])


def by_quota(pool: Pool, quotas: Quotas, rng: np.random.Generator, *, tries: int = 100) -> Integers:
    """Draw one panel, array [type], a seat at a time from where volunteers are scarcest.

    It is the first of so many `tries` that does not run into a dead end; where all do, the best
    panel by weights drawn at random is taken, so that a panel is found whenever there is one.

    Raises
    ------
    PanelError
        If no panel of these volunteers keeps the quotas, and which stand in the way.

    Examples
    --------
    >>> from deliberate.model.volunteers import Feature
    >>> age = Feature("age", ("young", "old"))
    >>> pool = Pool(features=(age,), types=[[0], [1]], counts=[2, 20])
    >>> wanted = Quotas(size=6, lower=[2, 0], upper=[3, 4])
    >>> by_quota(pool, wanted, np.random.default_rng(1)).tolist()
    [2, 4]
    """
    lots = rng.random((tries, quotas.size, 2))
    panels, filled = SeatBySeat(pool, quotas).fill(pool.counts, lots)
    if filled.any():
        return np.asarray(panels[filled.argmax()])
    return best_panel(pool, quotas, rng.random(len(pool.counts)))


class SeatBySeat:
    """The lot that fills the seats of panels one after another, a seat at a time in all of them.

    The panels share their types and quotas, and may draw from other numbers of volunteers.
    """

    def __init__(self, pool: Pool, quotas: Quotas) -> None:
        everybody = np.ones(len(pool.types))
        seats = pool.membership()
        # All together are one more category: a little scarce, so that it is drawn from when no
        # other is short of anybody, and never full.
        self.groups = np.vstack([seats, everybody])
        self.counted = np.vstack([seats, 0 * everybody])
        self.members = self.groups.T.copy()
        self.sent_home = ALL * self.members
        self.lower = np.append(quotas.lower, 0.5)[:, None]
        self.upper = np.append(quotas.upper, np.inf)[:, None]
        self.least = np.append(quotas.lower, quotas.size)[:, None]
        self.most = np.append(quotas.upper, quotas.size)[:, None]
        self.one = np.eye(len(everybody))

    def fill(self, counts: Integers, lots: Floats) -> tuple[Integers, NDArray[np.bool_]]:
        """Return panels, array [panel, type], and for each whether it is filled.

        A panel that is not came to a dead end, and is of no use.

        Parameters
        ----------
        counts : integer array [panel, type], or [type] if the same for all panels
            How many volunteers there are.
        lots : array [panel, seat, 2]
            Even draws from 0 to 1: on which volunteer the lot falls, and which of the categories
            that are equally scarce has its turn.

        Examples
        --------
        >>> from deliberate.model.volunteers import Feature
        >>> age = Feature("age", ("young", "old"))
        >>> pool = Pool(features=(age,), types=[[0], [1]], counts=[2, 20])
        >>> lot = SeatBySeat(pool, Quotas(size=3, lower=[1, 0], upper=[2, 3]))
        >>> panels, filled = lot.fill(np.array([[2, 20], [0, 22]]), np.full((2, 3, 2), 0.5))
        >>> panels[0].tolist(), filled.tolist()
        ([1, 2], [True, False])
        """
        shape = len(lots), len(self.one)
        came = np.broadcast_to(counts, shape).T.astype(np.float64, order="C")
        panels = np.zeros(came.shape)
        if (self.groups @ came < self.least).any(axis=0).all():
            return panels.T.astype(np.int64), np.zeros(len(lots), dtype=np.bool_)
        for luck, turn in lots.transpose(1, 2, 0):
            seats = self.counted.dot(panels)
            # Volunteers of a category that has all the seats it may have are sent home.
            sent_home = self.sent_home.dot(seats >= self.upper)
            left = np.maximum(came - panels - sent_home, 0.0)
            scarcity = (self.lower - seats) / (self.groups.dot(left) + NOBODY)
            scarcest = _drawn(scarcity == scarcity.max(axis=0), turn)
            among = left * self.members.take(scarcest, axis=1)
            panels += self.one.take(_drawn(among, luck), axis=1)
        return panels.T.astype(np.int64), self._kept(panels, came)

    def _kept(self, panels: Floats, came: Floats) -> NDArray[np.bool_]:
        """Whether panels, array [type, panel], keep the quotas and seat none but who came."""
        seats = self.groups @ panels
        kept = ((self.least <= seats) & (seats <= self.most)).all(axis=0)
        return np.asarray(kept & (panels <= came).all(axis=0))


def _drawn(weights: NDArray[Any], luck: Floats) -> Integers:
    """Return on which of the `weights[choice, panel]` each panel's lot falls, by `luck` [panel]."""
    up_to = _summing(len(weights)).dot(weights)
    return np.asarray((up_to > luck * up_to[-1]).argmax(axis=0))


@cache
def _summing(size: int) -> Floats:
    """Return the matrix that makes running sums; for so few numbers it is quicker than `cumsum`."""
    return np.tri(size)


def sampled(pool: Pool, quotas: Quotas, rng: np.random.Generator, *, draws: int = 1000) -> Lottery:
    """Return what `by_quota` draws in so many `draws`: an estimate of everybody's chances.

    Raises
    ------
    PanelError
        If no panel of these volunteers keeps the quotas.

    Examples
    --------
    >>> from deliberate.model.volunteers import Feature
    >>> age = Feature("age", ("young", "old"))
    >>> pool = Pool(features=(age,), types=[[0], [1]], counts=[2, 20])
    >>> wanted = Quotas(size=6, lower=[2, 0], upper=[3, 4])
    >>> sampled(pool, wanted, np.random.default_rng(1), draws=50).odds().lowest
    0.2
    """
    lots = rng.random((draws, quotas.size, 2))
    drawn, filled = SeatBySeat(pool, quotas).fill(pool.counts, lots)
    for dead_end in np.flatnonzero(~filled):
        drawn[dead_end] = by_quota(pool, quotas, rng)
    panels, times = np.unique(drawn, axis=0, return_counts=True)
    return Lottery(counts=pool.counts, panels=panels, chances=times / draws)


def best_panel(pool: Pool, quotas: Quotas, value: Floats) -> Integers:
    """Return a panel, array [type], whose members are worth the most of all within the quotas.

    `value` [type], somewhere above 0, is what one member of each type is worth.

    Raises
    ------
    PanelError
        If no panel of these volunteers keeps the quotas: which categories stand in the way, and
        what number they would have to make do with.

    Examples
    --------
    >>> from deliberate.model.volunteers import Feature
    >>> age = Feature("age", ("young", "old"))
    >>> pool = Pool(features=(age,), types=[[0], [1]], counts=[2, 20])
    >>> best_panel(pool, Quotas(size=6, lower=[1, 0], upper=[6, 6]), np.array([0., 1.])).tolist()
    [1, 5]
    >>> best_panel(pool, Quotas(size=6, lower=[3, 0], upper=[6, 6]), np.array([0., 1.]))
    Traceback (most recent call last):
    deliberate.errors.PanelError: 22 volunteers cannot fill 6 seats within the quotas: \
age "young" needs at least 3 and could have 2 (2 volunteered)
    """
    if pool.size() < quotas.size:
        raise PanelError(f"{pool.size()} volunteers cannot fill {quotas.size} seats")
    # The solver's smallest gap is absolute, so that values must not be tiny.
    cost = -1000.0 * value / value.max()
    panel = _cheapest(cost, _sums(pool), pool.counts, quotas)
    if not panel.size:
        raise PanelError(_in_the_way(pool, quotas))
    return panel


def _sums(pool: Pool) -> Floats:
    """Return what a member of each type counts for, array [category and last the size, type]."""
    return np.vstack([pool.membership(), np.ones(len(pool.counts))])


def _cheapest(cost: Floats, sums: Floats, most: Floats | Integers, quotas: Quotas) -> Integers:
    """Return the whole numbers, 0 to `most`, of least cost within the quotas; none if none are."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - slow to load

    lower, upper = np.append(quotas.lower, quotas.size), np.append(quotas.upper, quotas.size)
    found = milp(
        cost,
        integrality=np.ones(len(cost), dtype=np.int64),
        bounds=Bounds(0, most),
        constraints=LinearConstraint(sums, lower, upper),
        options={"mip_rel_gap": 0.0},
    )
    return np.rint([] if found.x is None else found.x).astype(np.int64)


def _in_the_way(pool: Pool, quotas: Quotas) -> str:
    """Say which quotas would have to give, by the fewest seats in all, for a panel to be filled."""
    kinds, categories = len(pool.counts), len(pool.labels())
    # Seats lent to a category, or taken from it, count for its quota alone, and cost one each.
    lent = np.vstack([np.eye(categories), np.zeros(categories)])
    nearest = _cheapest(
        np.repeat([0.0, 1.0], [kinds, 2 * categories]),
        np.hstack([_sums(pool), lent, -lent]),
        np.append(pool.counts, np.full(2 * categories, np.inf)),
        quotas,
    )
    rows = zip(
        pool.labels(),
        quotas.lower,
        quotas.upper,
        pool.seats(nearest[:kinds]),
        pool.seats(pool.counts),
        strict=True,
    )
    broken = [
        f'{feature} "{category}" '
        + (f"needs at least {lower}" if seats < lower else f"takes at most {upper}")
        + f" and could have {seats} ({came} volunteered)"
        for (feature, category), lower, upper, seats, came in rows
        if not lower <= seats <= upper
    ]
    seats = f"{pool.size()} volunteers cannot fill {quotas.size} seats within the quotas"
    return f"{seats}: {'; '.join(broken)}"
