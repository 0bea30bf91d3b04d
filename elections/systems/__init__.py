"""The voting systems, found by their ids."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

from elections.errors import UnknownSystemError, nearest
from elections.frozen import FrozenDict
from elections.text import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from elections.systems.base import System

MODULES: Final[Mapping[str, str]] = FrozenDict(
    {
        "plurality": "plurality",
        "anti_plurality": "anti_plurality",
        "two_round": "two_round",
        "supplementary": "supplementary",
        "contingent": "supplementary",
        "irv": "irv",
        "coombs": "coombs",
        "bucklin": "bucklin",
        "borda": "borda",
        "dowdall": "dowdall",
        "baldwin": "baldwin",
        "nanson": "baldwin",
        "black": "black",
        "copeland": "copeland",
        "llull": "copeland",
        "minimax": "minimax",
        "schulze": "schulze",
        "ranked_pairs": "ranked_pairs",
        "river": "river",
        "split_cycle": "split_cycle",
        "stable_voting": "stable_voting",
        "simple_stable_voting": "stable_voting",
        "kemeny": "kemeny",
        "young": "young",
        "dodgson": "dodgson",
        "slater": "slater",
        "smith_irv": "smith_irv",
        "tideman_alternative": "tideman_alternative",
        "benham": "benham",
        "woodall": "woodall",
        "bottom_two_irv": "bottom_two_irv",
        "raynaud": "raynaud",
        "approval": "approval",
        "approval_runoff": "approval_runoff",
        "score": "score",
        "star": "star",
        "majority_judgment": "majority_judgment",
        "random_ballot": "lotteries",
        "maximal_lottery": "lotteries",
        "smith": "choice_sets",
        "schwartz": "choice_sets",
        "uncovered": "choice_sets",
        "condorcet": "choice_sets",
        "stv": "stv",
    }
)
"""The module of each system, by id. Whoever counts by one is spared the other modules."""


def systems() -> tuple[System, ...]:
    """List the voting systems.

    Examples
    --------
    >>> [each.id for each in systems()][:3]
    ['plurality', 'anti_plurality', 'two_round']
    """
    return tuple(map(_load, MODULES))


def system(name: str) -> System:
    """Find a voting system by its id.

    Raises
    ------
    UnknownSystemError
        With the nearest id.

    Examples
    --------
    >>> system("irv").name
    'Alternative vote (IRV)'
    """
    if name not in MODULES:
        shown = printable(str(name))
        raise UnknownSystemError(
            f'no voting system "{shown}"; {nearest(shown, MODULES)} All {len(MODULES)} are listed '
            'by elections.systems() and by "deliberate list systems"'
        )
    return _load(name)


@cache
def _load(name: str) -> System:
    found: System = getattr(import_module(f"elections.systems.{MODULES[name]}"), name.upper())
    return found
