"""Citizens' panels by lot, and what chance of a seat each volunteer has (model §3).

Volunteers differ from the population and quotas undo that, at a price: those of a kind that seldom
volunteers are drawn more often than those of a kind that does. A lot that fills the seats one after
another, each from the category in which volunteers are scarcest, is quick and keeps the quotas, but
can leave some volunteers next to no chance (Flanigan, Gölz, Gupta, Hennig and Procaccia 2021, *Fair
algorithms for selecting citizens' assemblies*, Nature 596); the fair lot is in `leximin`.

A panel is an array [type] of how many members it has of each type: who they are is settled by lot
within the type (`volunteers.seat`).
"""

import numpy as np
from attrs import frozen

from deliberate.arrays import Floats, Integers, floats, integers
from deliberate.errors import PanelError
from deliberate.model.volunteers import Pool, Quotas


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

    A lot that runs into a dead end is drawn anew; after so many `tries` the best panel by weights
    drawn at random is taken, so that a panel is found whenever there is one.

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
    membership = pool.membership()
    for _ in range(tries):
        panel = _filled(pool.counts, membership, quotas, rng)
        if panel is not None:
            return panel
    return best_panel(pool, quotas, rng.random(len(pool.counts)))


def _filled(
    counts: Integers, membership: Floats, quotas: Quotas, rng: np.random.Generator
) -> Integers | None:
    """Return a panel filled seat by seat, or nothing where that came to a dead end."""
    panel = np.zeros(len(counts))
    have = np.zeros(len(membership))
    for luck, turn in rng.random((quotas.size, 2)):
        left = np.where((have >= quotas.upper) @ membership > 0, 0.0, counts - panel)
        volunteers = membership @ left
        scarcity = (quotas.lower - have) / np.maximum(volunteers, 0.5)
        most = scarcity.max()
        if most > 1:
            return None
        if most > 0:
            scarcest = np.flatnonzero(scarcity == most)
            left = left * membership[scarcest[int(turn * len(scarcest))]]
        up_to = left.cumsum()
        if up_to[-1] == 0:
            return None
        kind = np.searchsorted(up_to, luck * up_to[-1], side="right")
        panel[kind] += 1
        have += membership[:, kind]
    return panel.astype(np.int64) if (have >= quotas.lower).all() else None


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
    lots = np.array([by_quota(pool, quotas, rng) for _ in range(draws)])
    panels, times = np.unique(lots, axis=0, return_counts=True)
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
