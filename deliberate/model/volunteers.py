"""Who volunteers for a citizens' panel, and the quotas that make a panel like the population.

People who say yes to an invitation are unlike those who do not: of those asked, from 1 % (America
Speaks) through 7 % (British Columbia) to 20 % (deliberative polls) accept, the schooled, the old
and the interested more than others (Jacquet 2017, *Explaining non-participation in deliberative
mini-publics*, European Journal of Political Research 56). Quotas repair what they can see.

People who share all features are of one type, and nothing here tells them apart. Arrays over
`category` go through the features in order and through the categories of each. From residents to
the seats of a panel of ten:

>>> from attrs import evolve
>>> from deliberate.model.leximin import leximin
>>> features = Feature("age", ("young", "old")), Feature("home", ("town", "hills"))
>>> types = [[0, 0], [0, 1], [1, 0], [1, 1]]
>>> residents = Pool(features=features, types=types, counts=[800, 200, 600, 400])
>>> rng = np.random.default_rng(1)
>>> rates = response_rates(residents, 0.05, np.array([0.5, 1.5, 1.0, 1.0]))
>>> volunteers = evolve(residents, counts=come_forward(residents.counts, rates, rng))
>>> panel = leximin(volunteers, quotas(residents.shares(), 10)).draw(rng)
>>> residents.seats(panel).tolist()
[5, 5, 7, 3]
"""

from itertools import accumulate

import numpy as np
from attrs import frozen

from deliberate.arrays import Floats, Integers, integers
from deliberate.errors import PanelError
from deliberate.parameter import parameter


@frozen
class Feature:
    """Something in which a panel is to be like the population: age band, tenure, view."""

    name: str
    categories: tuple[str, ...]


@frozen(kw_only=True)
class Pool:
    """People by type: the residents, or those of them who volunteer.

    Attributes
    ----------
    features : tuple of Feature
    types : integer array [type, feature]
        The category, by number, that people of a type have of each feature.
    counts : integer array [type]
        How many people are of each type, at least 0.

    Raises
    ------
    PanelError
        If the shapes differ, a category is unknown or a count is negative.

    Examples
    --------
    >>> Pool(features=(Feature("age", ("young", "old")),), types=[[0], [1]], counts=[3, 1]).size()
    4
    """

    features: tuple[Feature, ...]
    types: Integers = integers()
    counts: Integers = integers()

    def __attrs_post_init__(self) -> None:
        sizes = np.array([len(each.categories) for each in self.features])
        shape = len(self.counts), len(sizes)
        if self.types.shape != shape:
            raise PanelError(f"types are [type, feature], here {shape}; found {self.types.shape}")
        wrong = (self.types < 0) | (self.types >= sizes)
        for kind, place in np.argwhere(wrong) if wrong.any() else ():
            raise PanelError(
                f"type {kind} is of category {self.types[kind, place]} in "
                f"{self.features[place].name}, which has categories 0 to {sizes[place] - 1}"
            )
        if (self.counts < 0).any():
            raise PanelError(f"people are counted from 0 up; found {self.counts.min()}")

    def size(self) -> int:
        """Return how many people there are."""
        return int(self.counts.sum())

    def labels(self) -> tuple[tuple[str, str], ...]:
        """Return the names of feature and category, a pair for each category.

        >>> Pool(features=(Feature("age", ("young", "old")),), types=[[0]], counts=[1]).labels()
        (('age', 'young'), ('age', 'old'))
        """
        return tuple(
            (each.name, category) for each in self.features for category in each.categories
        )

    def categories(self) -> Integers:
        """Return the categories that a type is of, numbered as in `labels`: [type, feature].

        >>> features = Feature("age", ("young", "old")), Feature("home", ("town", "hills"))
        >>> Pool(features=features, types=[[0, 1]], counts=[1]).categories().tolist()
        [[0, 3]]
        """
        *starts, _ = accumulate((len(each.categories) for each in self.features), initial=0)
        return self.types + np.array(starts, dtype=np.int64)

    def membership(self) -> Floats:
        """Return 1 where a type is of a category and 0 elsewhere, array [category, type]."""
        flags = np.eye(len(self.labels()))[self.categories()]
        return np.asarray(flags.sum(axis=1).T, dtype=np.float64)

    def seats(self, panel: Integers) -> Integers:
        """Return how many members a panel, array [type], has of each category."""
        return np.asarray(self.membership() @ panel, dtype=np.int64)

    def shares(self) -> Floats:
        """Return the share of the people, at least one, who are of each category.

        >>> age = Feature("age", ("young", "old"))
        >>> Pool(features=(age,), types=[[0], [1]], counts=[3, 1]).shares().tolist()
        [0.75, 0.25]
        """
        return np.asarray(self.seats(self.counts) / self.size(), dtype=np.float64)


def response_rates(residents: Pool, base: float, willingness: Floats) -> Floats:
    """Return the probability that an invited person of each type comes forward, array [type].

    The `base` rate times the `willingness` [category] of every category that the type is of: 1 is
    like the others, 2 twice as willing. At most 1.

    >>> age = Feature("age", ("young", "old"))
    >>> pool = Pool(features=(age,), types=[[0], [1]], counts=[9, 9])
    >>> response_rates(pool, 0.05, np.array([0.5, 2.0])).tolist()
    [0.025, 0.1]
    """
    factors = np.where(residents.membership() > 0, willingness[:, None], 1.0).prod(axis=0)
    return np.asarray(np.minimum(base * factors, 1.0), dtype=np.float64)


def come_forward(invited: Integers, rates: Floats, rng: np.random.Generator) -> Integers:
    """Return how many of the `invited` of each type volunteer, each by the rate of their type.

    All three are arrays [type].

    >>> come_forward(np.array([9, 9]), np.array([0.0, 1.0]), np.random.default_rng(1)).tolist()
    [0, 9]
    """
    return np.asarray(rng.binomial(invited, rates), dtype=np.int64)


@frozen(kw_only=True)
class Willing:
    """How residents answer an invitation to a panel."""

    invited: float = parameter(100.0, 20.0, 500.0, "assumed; letters sent for each seat")
    response: float = parameter(0.08, 0.01, 0.2, "a few in a hundred to one in five; recalled")
    older: float = parameter(1.5, 0.5, 3.0, "assumed; those over 65 against the others")
    devoted: float = parameter(2.0, 0.5, 4.0, "assumed; single-issue residents against others")


@frozen(kw_only=True)
class Quotas:
    """How many members a panel of `size` has at least and at most of each category.

    `lower` and `upper` are integer arrays [category]. A `PanelError` is raised unless the size is
    at least 1 and no upper quota is below its lower one.
    """

    size: int
    lower: Integers = integers()
    upper: Integers = integers()

    def __attrs_post_init__(self) -> None:
        if self.size < 1:
            raise PanelError(f"a panel has at least 1 seat; found {self.size}")
        if self.lower.shape != self.upper.shape or (self.lower > self.upper).any():
            raise PanelError(
                "each category has a lower quota and an upper one that is no less; "
                f"found {self.lower.tolist()} and {self.upper.tolist()}"
            )


def quotas(shares: Floats, size: int, *, leeway: int = 0) -> Quotas:
    """Return quotas that follow the population's `shares` [category] on a panel of `size`.

    A category's due is its share of the seats, rounded down for the lower quota and up for the
    upper, and then `leeway` seats further apart each way.

    >>> wanted = quotas(np.array([0.3, 0.7]), 12)
    >>> wanted.lower.tolist(), wanted.upper.tolist()
    ([3, 8], [4, 9])
    """
    # A share that is a whole number of seats stays one, though 0.07 × 100 is a little more than 7.
    due = np.round(shares * size, 9)
    return Quotas(
        size=size,
        lower=np.maximum(np.floor(due).astype(np.int64) - leeway, 0),
        upper=np.minimum(np.ceil(due).astype(np.int64) + leeway, size),
    )
