"""The voting systems, found by their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from elections.errors import UnknownSystemError, nearest
from elections.systems.approval import APPROVAL
from elections.systems.borda import BORDA
from elections.systems.irv import IRV
from elections.systems.plurality import PLURALITY
from elections.systems.schulze import SCHULZE
from elections.systems.score import SCORE
from elections.systems.supplementary import SUPPLEMENTARY
from elections.systems.two_round import TWO_ROUND
from elections.text import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from elections.systems.base import System

_ALL: Final = (PLURALITY, TWO_ROUND, SUPPLEMENTARY, IRV, BORDA, SCHULZE, APPROVAL, SCORE)
REGISTRY: Final[Mapping[str, System]] = {each.id: each for each in _ALL}


def systems() -> tuple[System, ...]:
    """List the voting systems.

    Examples
    --------
    >>> [each.id for each in systems()][:3]
    ['plurality', 'two_round', 'supplementary']
    """
    return tuple(REGISTRY.values())


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
    found = REGISTRY.get(name)
    if found is None:
        shown = printable(str(name))
        raise UnknownSystemError(f'no voting system "{shown}"; {nearest(shown, REGISTRY)}')
    return found
