"""Citizens' panels by lot, and what chance of a seat each volunteer has (model §3).

Volunteers differ from the population and quotas undo that, at a price: those of a kind that seldom
volunteers are drawn more often than those of a kind that does. A lot that fills the seats one after
another, each from the category in which volunteers are scarcest, is quick and keeps the quotas, but
can leave some volunteers next to no chance (Flanigan, Gölz, Gupta, Hennig and Procaccia 2021, *Fair
algorithms for selecting citizens' assemblies*, Nature 596); the fair lot is in `leximin`.

A panel is an array [type] of how many members it has of each type: who they are is settled by lot
within the type (`volunteers.seat`).
"""

from collections.abc import Sequence
from itertools import accumulate

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
    for _ in range(tries):
        panel = _Filling(pool, quotas).fill(rng)
        if panel is not None:
            return panel
    return best_panel(pool, quotas, rng.random(len(pool.counts)))


class _Filling:
    """A panel that is being filled seat by seat.

    Types and categories are few, and for so few numbers lists are quicker than arrays.
    """

    def __init__(self, pool: Pool, quotas: Quotas) -> None:
        self.size = quotas.size
        self.left = pool.counts.tolist()
        self.panel = [0] * len(self.left)
        self.short, self.room = quotas.lower.tolist(), quotas.upper.tolist()
        self.categories = pool.categories().tolist()
        self.types: list[list[int]] = [[] for _ in self.room]
        for kind, categories in enumerate(self.categories):
            for category in categories:
                self.types[category].append(kind)
        self.volunteers = [sum(self.left[kind] for kind in types) for types in self.types]
        for category, room in enumerate(self.room):
            if room == 0:
                self._close(category)

    def fill(self, rng: np.random.Generator) -> Integers | None:
        """Return the panel, array [type], or nothing where filling it came to a dead end."""
        for luck, turn in rng.random((self.size, 2)).tolist():
            kinds = self._next(turn)
            among = sum(self.left[kind] for kind in kinds)
            if among == 0:
                return None
            self._seat(self._drawn(kinds, luck * among))
        return np.array(self.panel) if max(self.short) <= 0 else None

    def _next(self, turn: float) -> Sequence[int]:
        """Return the types of which the next member is drawn; none at a dead end."""
        scarcity = [
            short / max(volunteers, 0.5)
            for short, volunteers in zip(self.short, self.volunteers, strict=True)
        ]
        most = max(scarcity)
        if most > 1:
            return ()
        if most <= 0:
            return range(len(self.left))
        scarcest = [category for category, each in enumerate(scarcity) if each == most]
        return self.types[scarcest[int(turn * len(scarcest))]]

    def _drawn(self, kinds: Sequence[int], luck: float) -> int:
        """Return the type of the volunteer on whom the lot falls, of those still to be had."""
        up_to = accumulate(self.left[kind] for kind in kinds)
        return next(kind for kind, so_far in zip(kinds, up_to, strict=True) if so_far > luck)

    def _seat(self, kind: int) -> None:
        self.panel[kind] += 1
        self.left[kind] -= 1
        for category in self.categories[kind]:
            self.volunteers[category] -= 1
            self.short[category] -= 1
            self.room[category] -= 1
            if self.room[category] == 0:
                self._close(category)

    def _close(self, category: int) -> None:
        """Send home the volunteers of a category that has all the seats it may have."""
        for kind in self.types[category]:
            for other in self.categories[kind]:
                self.volunteers[other] -= self.left[kind]
            self.left[kind] = 0


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
