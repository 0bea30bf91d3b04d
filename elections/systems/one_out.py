"""Following every way in which ties are broken where one candidate goes out a round."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from elections.search import explore, orders_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from elections.arrays import Truth
    from elections.rules import Rules
    from elections.search import Order
    from elections.stack import Stack

Round: TypeAlias = "Callable[[tuple[int, ...]], tuple[Truth, bool]]"
"""From those standing, in candidate order, to who of them is level, and for what: to be
elected (True), or to go out."""


def ways_one_out(
    one: Stack, rules: Rules, *, start: Callable[[Stack, Rules], tuple[Round, int]]
) -> dict[int, Order]:
    """Find a way to win for each who can, where one of the level goes out each round.

    Parameters
    ----------
    one : Stack
        Of one election.
    rules : Rules
    start : callable
        From them to how its rounds are counted, and as how many cases one counts.

    Raises
    ------
    UndecidedError
        Where there are too many ways.
    """
    count, each = start(one, rules)

    def step(standing: tuple[int, ...]) -> tuple[list[int], list[tuple[int, ...]]]:
        level, elected = count(standing)
        places = np.flatnonzero(level).tolist()
        if elected:
            return [standing[place] for place in places], []
        return [], [standing[:place] + standing[place + 1 :] for place in places]

    everyone = tuple(range(one.candidates))
    found = explore(everyone, step, rules.budget, each=each)
    return orders_out(found)
