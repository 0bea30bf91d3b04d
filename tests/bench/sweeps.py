"""Measure sweeps; not part of the test suite: python tests/bench/sweeps.py [GAMES]

* Five-year games a second of one core's time, with a leader who holds no talks and with one who
  holds ten, five of them citizens' panels: 2,000 residents, five candidates, one system counted.
  Once in a sweep, rows written and all; once in a sweep over a range, in which each game is of a
  scenario of its own; and once each game by itself. The quickest of several turns counts, as others
  slow a machine down and nobody speeds it up.
* How much sooner two workers are done than one, in turn: the quickest of each again.
* Whether memory stays flat over GAMES games (100,000 unless said): a small scenario, so that it is
  memory that is measured. The slope is that of the greatest size ever, in the second half.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from deliberate import Sweep, begin, load_scenario, play, player, run_sweep
from tui.workers import executor

SCENARIO = "two-towns"
SIZE = {"compared": [], "residents": 2000, "years": 5}
SMALL = {"residents": 50, "years": 1}


def games_a_second(games: int, work: Callable[[], object], turns: int = 10) -> float:
    """Return how many of the games that `work` plays one core plays in a second of its time."""
    taken = []
    for _ in range(turns):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return games / min(taken)


def together(leader: str, folder: Path, games: int = 128, **ranges: tuple[float, float]) -> float:
    """Return the games a second of a sweep."""
    plan = Sweep(scenarios=SCENARIO, settings=SIZE, ranges=ranges, player=leader, games=games)
    return games_a_second(games, lambda: run_sweep(plan, folder / "speed.json"))


def alone(leader: str, games: int = 50) -> float:
    """Return the games a second where one is played after the other."""
    world = load_scenario(SCENARIO, SIZE)
    if len(world.candidates) != 5:
        raise SystemExit(f"{SCENARIO} has {len(world.candidates)} candidates and not five")
    return games_a_second(
        games, lambda: [play(begin(world, seed), player(leader)) for seed in range(games)]
    )


def shared(folder: Path, workers: int, games: int = 8000) -> tuple[float, float]:
    """Return how long a sweep takes by the clock, and of the cores' time, workers' start and all.

    Where other work keeps the cores busy, the second is the one to go by.
    """
    start, before = time.perf_counter(), cores_time()
    with executor(workers) as sharing:
        run_sweep(
            Sweep(scenarios=SCENARIO, games=games), folder / f"{workers}.json", executor=sharing
        )
    return time.perf_counter() - start, cores_time() - before


def cores_time() -> float:
    """Return the time that cores spent on this process and on those that it began, s."""
    return sum(os.times()[:4])


def peaks(folder: Path, games: int) -> list[tuple[int, int]]:
    """Return the greatest size of this process in kB by how many games it had played."""
    plan = Sweep(scenarios=SCENARIO, settings=SMALL, games=games)
    told: list[tuple[int, int]] = []

    def measure(played: int, _whole: int) -> None:
        if played * 20 // games > len(told):
            told.append((played, peak()))

    run_sweep(plan, folder / "many.json", progress=measure)
    told.append((games, peak()))
    return told


def peak() -> int:
    """Return the greatest size that this process ever had, kB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0])


def main() -> None:
    """Print what was measured, a line each."""
    games = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for leader in ("directive", "consultative"):
            print(f"five-year games a second of one core's time, {leader} leader:")
            print(
                f"  {together(leader, folder):.0f} in a sweep, {alone(leader):.0f} by themselves,"
            )
            print(f"  {together(leader, folder, games=32, turnout=(0.2, 0.4)):.0f} over a range")
        found = peaks(folder, games)
        (early, low), (late, high) = found[len(found) // 2], found[-1]
        print(f"memory over {games:,} games: {low} kB at {early:,}, {high} kB at the end")
        print(f"slope: {(high - low) / (late - early) * 1000:.1f} kB in 1,000 games")
        ones, twos = zip(*((shared(folder, 1), shared(folder, 2)) for _ in range(3)), strict=True)
        (one, ones_time), (two, twos_time) = min(ones), min(twos)
        same = (folder / "1.json").read_bytes() == (folder / "2.json").read_bytes()
        print(f"two workers are {one / two:.2f} times as fast as one by the clock")
        could = 2 * ones_time / twos_time
        print(f"two workers could be {could:.2f} times as fast by the cores' time")
        print(f"their rows are the same: {same}")


if __name__ == "__main__":
    main()
