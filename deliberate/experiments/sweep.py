"""Sweeps: the same games in every arm, so that a difference between two arms is the arm's own.

Game number n has the same luck in every arm and scenario, and the same draws from every range. A
sweep gives the same rows whoever shares the work, in whatever parts and order.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from deliberate.chance import game_seed
from deliberate.errors import DeliberateError, SweepError
from deliberate.experiments.sweep_file import Part, check_place, write_rows
from deliberate.experiments.sweep_plan import Arm, Sweep, checked
from deliberate.experiments.sweep_sums import Comparison, Row, Sums
from deliberate.game import begin
from deliberate.outcomes import outcomes
from deliberate.players import Player, Seats
from deliberate.playing import play_all
from deliberate.reading.loading import Source
from deliberate.scenario import Scenario
from deliberate.state import State
from elections.spreading import spread

Games = tuple[Source, int, range]
"""A part of the work: a scenario, its place among them, and which of its games to play."""


def run_sweep(
    asked: Sweep,
    out: Path,
    *,
    executor: Executor | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> tuple[Comparison, ...]:
    """Play every game of a sweep, write a row for each, and say what the arms came to.

    What is finished is kept beside `out` until all is. So a sweep that was stopped, however
    roughly, goes on where it was when it is run again.

    Parameters
    ----------
    asked : Sweep
    out : Path
        Its suffix says how it is written: .csv, .json (a line for each row) or .parquet.
    executor : concurrent.futures.Executor, optional
        Who shares the work; of it, `submit` alone is used.
    progress : callable, optional
        Called with the games played by now and those there are.

    Returns
    -------
    tuple of Comparison
        For each scenario and arm.

    Raises
    ------
    ScenarioError
        If a scenario, key, value, player or group is none; no game has been played then.
    SweepError
        If `out` has another suffix, or what is beside it belongs to another sweep.
    StorageError
        If it cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> asked = Sweep(scenarios="dorset", choices={"system": ("irv", "borda")}, games=2)
    >>> with TemporaryDirectory() as folder:
    ...     first, second = run_sweep(asked, Path(folder) / "dorset.csv")
    >>> first.means["mean buy-in"].trials, second.label
    (2, 'system=borda')
    """
    check_place(out)
    origins, plan = checked(asked)
    tell = progress or (lambda _played, _whole: None)
    arms, whole = len(asked.arms), asked.games * len(asked.arms) * len(origins)
    with closing(Part(out, plan)) as part:
        finished = part.finished()
        played = arms * sum(len(asked.games_from(first)) for _, first in finished)
        tell(played, whole)
        todo = _parts(asked, origins, finished)
        work = partial(play_games, asked)
        with closing(spread(work, todo, executor, in_order=False)) as results:
            for place, first, rows in results:
                part.add(place, first, rows)
                played += len(rows)
                tell(played, whole)
        sums = Sums([arm.label for arm in asked.arms])
        write_rows(out, sums.watched(part.rows()))
        part.remove()
    return sums.comparisons()


def _parts(asked: Sweep, origins: list[Source], finished: set[tuple[int, int]]) -> Iterator[Games]:
    """Yield each part of the work that is still to do."""
    firsts = range(0, asked.games, asked.at_a_time)
    for place, origin in enumerate(origins):
        for first in firsts:
            if (place, first) not in finished:
                yield origin, place, asked.games_from(first)


def play_games(asked: Sweep, games: Games) -> tuple[int, int, list[Row]]:
    """Return the place of the scenario, the first game, and the rows of some games in every arm."""
    origin, place, numbers = games
    seeds = [game_seed(asked.seed, number) for number in numbers]
    drawn = [asked.drawn(seed) for seed in seeds]
    keys = [{"game": number, "seed": seed} for number, seed in zip(numbers, seeds, strict=True)]
    by_arm = [_rows(asked, origin, arm, keys, drawn) for arm in asked.arms]
    return place, numbers.start, [row for game in zip(*by_arm, strict=True) for row in game]


def _rows(
    asked: Sweep, origin: Source, arm: Arm, games: list[Row], drawn: list[dict[str, float]]
) -> list[Row]:
    """Return the rows of some games, by number and seed, in one arm."""
    keys = [{"scenario": origin.id, "arm": arm.number, **game} for game in games]
    over = _played(_worlds(asked, origin, arm, drawn), asked.who(arm), asked.answering(), keys)
    return [
        {**key, **_told({**arm.cells, **varied}, came), **came}
        for key, varied, came in zip(keys, drawn, map(_came_of, over), strict=True)
    ]


def _worlds(
    asked: Sweep, origin: Source, arm: Arm, drawn: list[dict[str, float]]
) -> list[Scenario]:
    """Return the scenario of each game in one arm; without ranges it is one, which all share."""
    if asked.ranges:
        return [asked.scenario(origin, arm, each) for each in drawn]
    return len(drawn) * [asked.scenario(origin, arm, {})]


def _told(varied: dict[str, Any], came: dict[str, Any]) -> dict[str, Any]:
    """Return what was varied by column; a key that is the name of an outcome too is marked."""
    return {f"scenario.{key}" if key in came else key: value for key, value in varied.items()}


def _played(worlds: list[Scenario], who: Player, seats: Seats, keys: list[Row]) -> list[State]:
    """Return the debriefs of the games of those keys, each in its own scenario."""
    games = list(zip(worlds, keys, strict=True))
    try:
        return play_all([begin(world, key["seed"]) for world, key in games], who, seats)
    except DeliberateError as problem:
        if len(games) > 1:
            # Which game it was shows where each is played alone.
            return [over for world, key in games for over in _played([world], who, seats, [key])]
        where = ", ".join(f"{name} {value}" for name, value in keys[0].items())
        raise SweepError(f"{where}: {problem}") from problem


def _came_of(over: State) -> Row:
    leader = over.leader.name if over.leader else ""
    return {"leader": leader, **{name: float(value) for name, value in outcomes(over).items()}}
