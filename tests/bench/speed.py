"""Measure what a user waits for; not part of the test suite: python tests/bench/speed.py

Absolute times drift with the machine, so each line stands beside a yardstick measured in the same
run and its ratio to that.
"""

import asyncio
import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

RUNS = 7


def median_ms(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the median time of `work` in milliseconds, after one warm-up."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def python(code: str) -> Callable[[], object]:
    """Return work that runs code in a fresh interpreter."""
    return lambda: subprocess.run([sys.executable, "-c", code], check=True)


def first_paint_ms() -> float:
    """Return the time from starting `deliberate play` in a terminal to its title, ms."""

    def start() -> None:
        with tempfile.TemporaryDirectory() as home:
            pid, screen = pty.fork()
            if pid == 0:
                os.environ.update(
                    DELIBERATE_HOME=home, TERM="xterm-256color", COLUMNS="80", LINES="24"
                )
                os.execv(sys.executable, [sys.executable, "-m", "tui.cli", "play"])
            seen = b""
            while b"DELIBERATE" not in seen:
                select.select([screen], [], [], 10)
                seen += os.read(screen, 65536)
            os.kill(pid, 9)
            os.waitpid(pid, 0)
            os.close(screen)

    return median_ms(start)


def key_to_paint_ms() -> float:
    """Return the time from a key in the split editor until its forecast is painted, ms."""
    from deliberate import Phase, Session, choose, load_scenario, player
    from tui.app import DeliberateApp

    async def presses() -> float:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "speed.deliberate"
            session = Session.new(load_scenario("two-towns"), 0, path)
            while session.state.phase is not Phase.DECISION:
                session.submit(choose(player("directive"), session.state))
            session.close()
            app = DeliberateApp(Path(folder), session=Session.resume(path))
            times = []
            async with app.run_test(size=(80, 24)) as pilot:
                for _ in range(20):
                    start = time.perf_counter()
                    await pilot.press("right")
                    times.append(1000 * (time.perf_counter() - start))
            return statistics.median(times)

    return asyncio.run(presses())


def game_ms() -> float:
    """Return the time of a whole five-year game without a screen, ms."""
    from deliberate import begin, load_scenario, play, player

    scenario, leader = load_scenario("two-towns"), player("consultative")
    return median_ms(lambda: play(begin(scenario, 1), leader))


def election_ms() -> float:
    """Return the time of an election of 2,000 residents under one system, ms."""
    from attrs import evolve

    from deliberate import begin, load_scenario
    from deliberate.polls import hold_elections

    state = begin(evolve(load_scenario("two-towns"), compared=()), 1)
    return median_ms(lambda: hold_elections([state]), runs=50)


def report(name: str, measured: float, yardstick: float, against: str) -> None:
    """Print a line of the table."""
    print(f"{name:<46}{measured:>8.1f} ms  {measured / yardstick:>6.2f} × {against}")


def main() -> None:
    """Print the table."""
    bare, numpy = median_ms(python("pass")), median_ms(python("import numpy"))
    elections = median_ms(python("import elections"))
    report("python, nothing imported", bare, bare, "itself")
    report("import numpy", numpy, bare, "bare python")
    report("import elections", elections, numpy, "import numpy")
    print(f"{'  elections over numpy':<46}{elections - numpy:>8.1f} ms")
    report("first paint of the game", first_paint_ms(), numpy, "import numpy")
    report("key to forecast painted", key_to_paint_ms(), bare, "bare python")
    report("a five-year game", game_ms(), bare, "bare python")
    report("an election, one system counted", election_ms(), bare, "bare python")
    for name in sys.argv[1:]:
        counted = median_ms(
            lambda name=name: subprocess.run(
                [sys.executable, "-m", "tui.cli", "elect", name, "--all", "--json"],
                check=True,
                capture_output=True,
            )
        )
        report(f"elect --all {Path(name).name}", counted, numpy, "import numpy")


if __name__ == "__main__":
    main()
