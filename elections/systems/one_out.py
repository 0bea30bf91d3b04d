"""Following every way in which ties are broken where one candidate goes out a round."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from elections.search import explore

if TYPE_CHECKING:
    from collections.abc import Callable

    from elections.arrays import Truth
    from elections.rules import Rules
    from elections.stack import Stack

Round: TypeAlias = "Callable[[tuple[int, ...]], tuple[Truth, bool]]"
"""From those standing, in candidate order, to who of them is level, and for what: to be
elected (True), or to go out."""


def search_one_out(
    stack: Stack, rules: Rules, leaders: Truth, met: Truth, start: Callable[[Stack, Rules], Round]
) -> Truth:
    """Find everyone who can win, where one of the level goes out each round.

    Parameters
    ----------
    stack : Stack
    rules : Rules
    leaders : bool, [candidate, election]
        Who led at the end, as ties were broken.
    met : bool, [election]
        Where a tie was met on the way; elsewhere the leaders can win.
    start : callable
        From one election and the rules to how its rounds are counted.

    Returns
    -------
    bool, [candidate, election]

    Raises
    ------
    UndecidedError
        Where there are too many ways.
    """
    can_win = leaders.copy()
    for election in np.flatnonzero(met):
        count = start(stack.only(int(election)), rules)
        found = explore(tuple(range(len(leaders))), _following(count), rules.budget)
        can_win[:, election] = np.isin(np.arange(len(leaders)), list(found))
    return can_win


def _following(
    count: Round,
) -> Callable[[tuple[int, ...]], tuple[list[int], list[tuple[int, ...]]]]:
    def step(standing: tuple[int, ...]) -> tuple[list[int], list[tuple[int, ...]]]:
        level, elected = count(standing)
        places = np.flatnonzero(level).tolist()
        if elected:
            return [standing[place] for place in places], []
        return [], [standing[:place] + standing[place + 1 :] for place in places]

    return step
