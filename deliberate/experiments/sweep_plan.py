"""What a sweep is asked for: its arms, its draws, and whether all of it makes sense."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import Any

from attrs import field, frozen

from deliberate.chance import RANGES, stream
from deliberate.errors import SweepError
from deliberate.experiments.varying import Choices, Ranges, whole_first
from deliberate.players import Player, Seats, player, stakeholder
from deliberate.reading.loading import Source, source
from deliberate.scenario import Scenario, digest
from elections import freeze, printable

PLAYER = "player"  # it is varied as a key of the scenario is
GAMES_AT_A_TIME, FEWEST_BESIDE = 64, 8
"""Of all arms, which is about a third of a second's work; and of one arm, as games that are played
side by side are quicker each, though it be more of all."""


def _unique(names: str | Path | Iterable[str | Path]) -> tuple[str | Path, ...]:
    return tuple(dict.fromkeys([names] if isinstance(names, str | Path) else names))


@frozen(kw_only=True)
class Arm:
    """One way to set what is varied: `choices` by key, and the `cells` that tell of it in a row."""

    number: int
    choices: dict[str, Any]
    cells: dict[str, Any]

    @property
    def label(self) -> str:
        """What the arm sets, in one line."""
        return ", ".join(f"{key}={value}" for key, value in self.cells.items()) or "as it is"


@frozen(kw_only=True)
class Sweep:
    """What is asked: which scenarios to play, what to vary, and how often.

    Attributes
    ----------
    scenarios : tuple of str or Path
        What `load_scenario` finds.
    choices : mapping of str to tuple
        The values of each key that make arms: every combination is one. Beside the keys of a
        scenario, "player" is one.
    ranges : mapping of str to (float, float)
        Between which numbers a key is drawn evenly for each game, alike in all arms.
    settings : mapping of str to value
        Keys that are set otherwise in all arms.
    player : str
        Who leads, where that is not varied.
    seats : mapping of str to str
        Which stakeholder answers for which group.
    games : int
        In each arm of each scenario.
    seed : int

    Raises
    ------
    SweepError
        If there is no scenario or no game, a key is given twice, or the seed is below 0.

    Examples
    --------
    >>> [arm.label for arm in Sweep(scenarios="dorset", choices={"system": ("irv", "borda")}).arms]
    ['system=irv', 'system=borda']
    """

    scenarios: tuple[str | Path, ...] = field(converter=_unique)
    choices: Choices = field(factory=dict, converter=freeze)
    ranges: Ranges = field(factory=dict, converter=freeze)
    settings: dict[str, Any] = field(factory=dict, converter=freeze)
    player: str = "consultative"
    seats: dict[str, str] = field(factory=dict, converter=freeze)
    games: int = 1000
    seed: int = 0

    def __attrs_post_init__(self) -> None:
        keys = [*self.choices, *self.ranges, *self.settings]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if not self.scenarios:
            raise SweepError("a sweep needs a scenario")
        if twice:
            raise SweepError(f'"{printable(twice[0])}" is given twice')
        if self.games < 1 or self.seed < 0:
            raise SweepError("a sweep has one game or more, and a seed from 0")

    @property
    def arms(self) -> tuple[Arm, ...]:
        """Every combination of the choices, the last key changing fastest."""
        cells = product(*map(_alike, self.choices.values()))
        values = product(*self.choices.values())
        return tuple(
            Arm(
                number=number,
                choices=dict(zip(self.choices, chosen, strict=True)),
                cells=dict(zip(self.choices, told, strict=True)),
            )
            for number, (chosen, told) in enumerate(zip(values, cells, strict=True))
        )

    @property
    def at_a_time(self) -> int:
        """How many games of every arm make a part of the work."""
        return max(FEWEST_BESIDE, -(-GAMES_AT_A_TIME // len(self.arms)))

    def games_from(self, first: int) -> range:
        """Return the games of the part of the work that begins with game `first`."""
        return range(first, min(first + self.at_a_time, self.games))

    def drawn(self, seed: int) -> dict[str, float]:
        """Return what the game of that seed draws from each range."""
        luck = stream(seed, RANGES).random(len(self.ranges))
        return {
            key: low + (high - low) * float(even)
            for even, (key, (low, high)) in zip(luck, self.ranges.items(), strict=True)
        }

    def scenario(self, origin: Source, arm: Arm, drawn: Mapping[str, float]) -> Scenario:
        """Return the scenario of one arm; only the system that decides is counted."""
        chosen = {key: value for key, value in arm.choices.items() if key != PLAYER}
        return origin.scenario(whole_first(self.settings, chosen, drawn, {"compared": []}))

    def who(self, arm: Arm) -> Player:
        """Return who leads in an arm."""
        return player(str(arm.choices.get(PLAYER, self.player)))

    def answering(self) -> Seats:
        """Return who answers for which group."""
        return {group: stakeholder(name) for group, name in self.seats.items()}


def _alike(values: tuple[Any, ...]) -> list[Any]:
    """Return values as the cells of one column, all of one type: text where nothing else is."""
    kinds = {type(value) for value in values}
    if len(kinds) == 1 and kinds <= {bool, int, float, str}:
        return list(values)
    if kinds == {int, float}:
        return [float(value) for value in values]
    return [value if isinstance(value, str) else json.dumps(value, default=str) for value in values]


def checked(asked: Sweep) -> tuple[list[Source], dict[str, str]]:
    """Return what the scenarios are made of, and a fingerprint of each thing that is asked.

    Every arm is built once, at both ends of the ranges, so that whatever is wrong is said now.
    """
    origins = [source(name) for name in asked.scenarios]
    names = [origin.id for origin in origins]
    if len(set(names)) < len(names):
        raise SweepError(f"two scenarios have one name: {', '.join(names)}")
    for arm in asked.arms:
        asked.who(arm)
    asked.answering()
    said = {
        "version": version("deliberate"),
        "games": asked.games,
        "seed": asked.seed,
        "player": asked.player,
        "seats": asked.seats,
        "set": asked.settings,
        "choices": asked.choices,
        "ranges": asked.ranges,
        "games at a time": asked.at_a_time,
        "scenarios": names,
        **{f"scenario {origin.id}": _fingerprint(asked, origin) for origin in origins},
    }
    return origins, {key: json.dumps(value, default=str) for key, value in said.items()}


def _fingerprint(asked: Sweep, origin: Source) -> str:
    together = hashlib.sha256()
    ends = [{key: span[end] for key, span in asked.ranges.items()} for end in (0, 1)]
    for arm in asked.arms:
        for drawn in ends if asked.ranges else [{}]:
            world = asked.scenario(origin, arm, drawn)
            for group in asked.seats:
                world.group(group)
            together.update(digest(world).encode())
    return together.hexdigest()[:16]
