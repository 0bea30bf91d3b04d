"""Fixtures for the tests of other projects: ``pytest_plugins = ["deliberate.testing"]``.

Whoever does not ask for them pays nothing: no entry point loads this module, and it changes no
setting of pytest.
"""

from collections.abc import Callable, Iterator
from itertools import count, islice
from string import ascii_uppercase
from typing import Any

import numpy as np
import pytest

from deliberate.scripting import Game
from elections import Profile
from elections.marking import rankings
from elections.utilities import spatial

SEED = 1


@pytest.fixture
def footprint_game() -> Iterator[Callable[..., Game]]:
    """Begin games to script, as `deliberate.Game` does, each with luck of its own.

    The first has seed 1, the next 2 and so on, unless a seed is given; all are closed at the end.
    """
    begun: list[Game] = []

    def begin(scenario: str = "generic", **settings: Any) -> Game:
        settings.setdefault("seed", SEED + len(begun))
        begun.append(Game(scenario, **settings))
        return begun[-1]

    yield begin
    for game in begun:
        game.close()


@pytest.fixture
def electorate() -> Callable[..., Profile]:
    """Draw the rankings of voters in a space of opinions, as many and as spread as is asked.

    The same numbers and seed give the same profile; candidates are called A to Z, A2 and so on.
    """

    def draw(
        voters: int = 500, candidates: int = 4, *, seed: int = SEED, dispersion: float = 1.0
    ) -> Profile:
        liked = spatial(
            candidates, voters, 1, dispersion=dispersion, rng=np.random.default_rng(seed)
        )
        names = islice(_names(), candidates)
        return Profile.from_ranks(rankings(liked)[:, :, 0], names)

    return draw


def _names() -> Iterator[str]:
    yield from ascii_uppercase
    yield from (f"{letter}{number}" for number in count(2) for letter in ascii_uppercase)
