"""What the arms of a sweep came to: means, and differences between games of the same luck."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np
from attrs import frozen

from deliberate.outcomes import BETTER
from elections.estimates import Estimate, mean, share

Row = dict[str, Any]


@frozen(kw_only=True)
class Comparison:
    """One arm of one scenario: the mean of each outcome, and how it differs from the first arm.

    The differences are those of games with the same luck. `better` and `worse` are how often the
    arm did better and worse than the first one, for outcomes that have a better end; what is left
    came out the same. All three are empty for the first arm. Games without a figure are left out of
    its mean, and of its difference where either has none.
    """

    scenario: str
    arm: int
    label: str
    means: dict[str, Estimate]
    differences: dict[str, Estimate]
    better: dict[str, Estimate]
    worse: dict[str, Estimate]


class Sums:
    """Running sums over the rows of a sweep: they take the same room however many rows there are.

    `labels` are those of the arms.
    """

    def __init__(self, labels: list[str]) -> None:
        self._labels = labels
        self._names: list[str] = []
        self._sums: dict[str, Any] = {}

    def watched(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Yield the rows as they are, and add each game in all arms up on the way."""
        while game := list(islice(rows, len(self._labels))):
            self._add(game)
            yield from game

    def _add(self, game: list[Row]) -> None:
        """Add the rows of one game, an arm each; outcomes are what follows on the leader's name."""
        keys = list(game[0])
        self._names = keys[keys.index("leader") + 1 :]
        values = np.array([[row[name] for name in self._names] for row in game])
        apart = values - values[0]
        gained = apart * [BETTER.get(name, 0) for name in self._names]
        scenario = game[0]["scenario"]
        sums = [values, values**2, apart, apart**2, gained > 0, gained < 0]
        counts = [~np.isnan(values), ~np.isnan(apart)]
        more = np.nan_to_num(np.array([*sums, *counts], dtype=np.float64))
        self._sums[scenario] = self._sums.get(scenario, 0.0) + more

    def comparisons(self) -> tuple[Comparison, ...]:
        """Return what every arm of every scenario came to."""
        return tuple(
            self._comparison(scenario, arm)
            for scenario in self._sums
            for arm in range(len(self._labels))
        )

    def _comparison(self, scenario: str, arm: int) -> Comparison:
        names, sums = self._names, self._sums[scenario][:, arm].tolist()
        value, square, apart, apart2, better, worse, had, both = sums
        ended = [(at, name) for at, name in enumerate(names) if name in BETTER and arm]
        return Comparison(
            scenario=scenario,
            arm=arm,
            label=self._labels[arm],
            means=_means(names, value, square, had),
            differences=_means(names, apart, apart2, both) if arm else {},
            better={name: share(int(better[at]), int(both[at])) for at, name in ended},
            worse={name: share(int(worse[at]), int(both[at])) for at, name in ended},
        )


def _means(
    names: list[str], totals: Iterable[float], squares: Iterable[float], games: Iterable[float]
) -> dict[str, Estimate]:
    return {
        name: mean(total, square, int(count))
        for name, total, square, count in zip(names, totals, squares, games, strict=True)
    }
