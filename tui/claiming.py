"""The claim put to the test, as a page of Markdown, with progress told on the way."""

from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import nullcontext
from typing import Any

import numpy as np
from attrs import evolve

from deliberate import (
    begin,
    governance,
    governance_names,
    load_scenario,
    outcomes,
    play_all,
    player,
)
from deliberate.experiments.claim import Claim, examine, setting
from deliberate.experiments.findings import DECIDED, Telling, tell
from deliberate.experiments.sensitivity import LEADING, influences
from tui.progress import since_last
from tui.workers import executor

PLAYED_BY = ("directive", "consultative", "council-integrator", "hospital-defender")
SEEDS = range(30)
TRAJECTORIES, SAMPLES = 40, 256
SHOWN = ("mean buy-in", "lowest buy-in", "hospital pressure")

Step = Callable[[str, int], Any]
"""Opens a bar of progress: a word, and how much there is to do."""


def page(
    scenario: str, *, draws: int, seed: int, workers: int, decides: bool, bar: Step | None = None
) -> str:
    """Return the page.

    Raises
    ------
    ScenarioError
        If there is no such scenario.
    MissingLibrary
        If what decides is asked for, and SALib is not installed.
    """
    claim = Claim(scenario=scenario, draws=draws, seed=seed)
    setting(claim)
    step = bar or (lambda _word, _length: nullcontext(_quiet))
    with executor(workers) as sharing:
        with step("Draws", draws) as told:
            results = examine(claim, executor=sharing, progress=since_last(told))
        found = _decided(claim, sharing, step) if decides else ()
        with step("Arrangements", len(governance_names())) as told:
            played = _played(scenario, told)
    return tell(Telling(results=results, influences=found, played=played))


def _quiet(_more: int) -> None:
    """Tell nobody."""


def _decided(claim: Claim, sharing: Executor | None, step: Step) -> Any:
    worlds = TRAJECTORIES * (len(setting(claim).unknowns) + 1) + SAMPLES * (LEADING + 2)
    with step("What decides", worlds) as told:
        return influences(
            claim,
            DECIDED,
            trajectories=TRAJECTORIES,
            samples=SAMPLES,
            executor=sharing,
            progress=since_last(told),
        )


def _played(
    scenario: str, told: Callable[[int], object]
) -> dict[str, dict[str, tuple[float, float, float]]]:
    """Return where each arrangement ends under each of some players, with the usual numbers."""
    place = evolve(load_scenario(scenario), compared=(), residents=400)
    found = {}
    for name in governance_names():
        powers = governance(name)
        found[powers.name] = {
            player(who).name: _ends(evolve(place, governance=powers), who) for who in PLAYED_BY
        }
        told(1)
    return found


def _ends(place: Any, who: str) -> tuple[float, float, float]:
    over = play_all([begin(place, seed) for seed in SEEDS], player(who))
    ends = [outcomes(game) for game in over]
    mean, lowest, pressure = (float(np.mean([end[name] for end in ends])) for name in SHOWN)
    return mean, lowest, pressure
