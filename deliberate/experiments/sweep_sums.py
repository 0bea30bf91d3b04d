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
    came out the same. All three are empty for the first arm.
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
        self._games: dict[str, int] = {}

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
        more = np.array([values, values**2, apart, apart**2, gained > 0, gained < 0])
        self._sums[scenario] = self._sums.get(scenario, 0.0) + more
        self._games[scenario] = self._games.get(scenario, 0) + 1

    def comparisons(self) -> tuple[Comparison, ...]:
        """Return what every arm of every scenario came to."""
        return tuple(
            self._comparison(scenario, arm)
            for scenario in self._sums
            for arm in range(len(self._labels))
        )

    def _comparison(self, scenario: str, arm: int) -> Comparison:
        games, names = self._games[scenario], self._names
        value, square, apart, apart2, better, worse = self._sums[scenario][:, arm].tolist()
        ended = [(at, name) for at, name in enumerate(names) if name in BETTER and arm]
        return Comparison(
            scenario=scenario,
            arm=arm,
            label=self._labels[arm],
            means=_means(names, value, square, games),
            differences=_means(names, apart, apart2, games) if arm else {},
            better={name: share(int(better[at]), games) for at, name in ended},
            worse={name: share(int(worse[at]), games) for at, name in ended},
        )


def _means(
    names: list[str], totals: Iterable[float], squares: Iterable[float], games: int
) -> dict[str, Estimate]:
    return {
        name: mean(total, square, games)
        for name, total, square in zip(names, totals, squares, strict=True)
    }
