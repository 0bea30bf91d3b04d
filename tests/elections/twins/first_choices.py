"""Twins of the systems that were there before this package of twins: see `oracle`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tests.elections import oracle

if TYPE_CHECKING:
    from collections.abc import Mapping


def _winners(
    system: str, ballots: list[Any], candidates: int, _options: Mapping[str, str]
) -> set[int]:
    return oracle.winners(ballots, candidates, system, "exhaust")


def _highest(ballots: list[Any], candidates: int, _options: Mapping[str, str]) -> set[int]:
    totals = [0] * candidates
    for weight, ratings in ballots:
        for candidate, rating in enumerate(ratings):
            totals[candidate] += weight * (rating or 0)
    return oracle.highest(totals)


def _schulze(ballots: list[Any], candidates: int, options: Mapping[str, str]) -> set[int]:
    return oracle.schulze(ballots, candidates, options["strength"])


TWINS = {
    **{
        name: partial(_winners, name)
        for name in ("plurality", "two_round", "supplementary", "irv", "borda")
    },
    "schulze": _schulze,
    "approval": _highest,
    "score": _highest,
}
