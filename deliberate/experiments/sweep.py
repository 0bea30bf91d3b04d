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
from deliberate.experiments.sweep_plan import Sweep, checked
from deliberate.experiments.sweep_sums import Comparison, Sums
from deliberate.game import begin
from deliberate.outcomes import outcomes
from deliberate.players import Player, Seats, play
from deliberate.reading.loading import Source
from deliberate.scenario import Scenario
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


def play_games(asked: Sweep, games: Games) -> tuple[int, int, list[dict[str, Any]]]:
    """Return the place of the scenario, the first game, and the rows of some games in every arm."""
    origin, place, numbers = games
    arms, seats = asked.arms, asked.answering()
    # Without ranges an arm is one scenario, which all its games share.
    fixed = [] if asked.ranges else [asked.scenario(origin, arm, {}) for arm in arms]
    rows = []
    for number in numbers:
        seed = game_seed(asked.seed, number)
        drawn = asked.drawn(seed)
        for arm in arms:
            world = fixed[arm.number] if fixed else asked.scenario(origin, arm, drawn)
            key = {"scenario": origin.id, "arm": arm.number, "game": number, "seed": seed}
            came = _played(world, asked.who(arm), seats, key)
            rows.append({**key, **_told({**arm.cells, **drawn}, came), **came})
    return place, numbers.start, rows


def _told(varied: dict[str, Any], came: dict[str, Any]) -> dict[str, Any]:
    """Return what was varied by column; a key that is the name of an outcome too is marked."""
    return {f"scenario.{key}" if key in came else key: value for key, value in varied.items()}


def _played(world: Scenario, who: Player, seats: Seats, key: dict[str, Any]) -> dict[str, Any]:
    try:
        over = play(begin(world, key["seed"]), who, seats)
    except DeliberateError as problem:
        where = ", ".join(f"{name} {value}" for name, value in key.items())
        raise SweepError(f"{where}: {problem}") from problem
    leader = over.leader.name if over.leader else ""
    return {"leader": leader, **{name: float(value) for name, value in outcomes(over).items()}}
