"""The experiment of arms: worlds that differ in governance alone, and how often which ends better.

All arms of a draw share the residents, the luck, the player that leads and how far everybody is
heard; nobody is asked anew. Only where purses are separate are councils shut out, as most were.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from unittest.mock import patch

import numpy as np
from attrs import evolve, frozen

from deliberate import Player, Scenario, begin, governance, load_scenario, play
from deliberate.arrays import Floats
from deliberate.experiments.ranges import ranges, with_values
from deliberate.footprint import Role
from deliberate.model import governance as powers
from elections.estimates import Estimate, share

PARTS = ("buyin", "services", "governance", "talk")
# The parameters for which a range was published; the others keep their usual values.
PUBLISHED_RANGES = {
    "buyin": "curvature loss_aversion outcome habit cushion blame process mandate affinity promise "
    "national pace settling",
    "services": "growth integrated_care",
    "governance": "consent",
    "talk": "confidence",
}
PLAN = (0.52, 0.17, 0.17, 0.11, 0.03)
MEASURES = ("higher mean buy-in", "higher lowest buy-in", "lower hospital pressure")
BANDS = ((0.5, 0.9), (0.4, 0.85), (0.2, 0.6))


@frozen
class Arm:
    """An arrangement, and how it is led.

    `heard` is how far everybody is, 0-1, but for councils that are shut out; `own` how far the plan
    is the leader's own.
    """

    governance: str
    councils: bool = True
    heard: float = 0.5
    own: float = 0.5


ARMS = {
    "STP 2016": Arm("stp-2016", councils=False),
    "elected but siloed": Arm("elected-siloed", councils=False),
    "pooled but appointed": Arm("pooled-appointed"),
    "Reform 2017": Arm("reform-2017"),
    "2016 with councils at the table": Arm("stp-2016"),
    "Reform without councils": Arm("reform-2017", councils=False),
    "Reform, a directive leader": Arm("reform-2017", heard=0.2, own=1.0),
    "Reform, a consultative leader": Arm("reform-2017", heard=0.9),
    "2016, a consultative lead": Arm("stp-2016", heard=0.9),
}
COMPARED = tuple(ARMS)[:4]
REFORM = "Reform 2017"
AGAINST = {
    "STP 2016": (0.76, 0.68, 0.32),
    "elected but siloed": (0.83, 0.80, 0.39),
    "pooled but appointed": (0.64, 0.40, 0.15),
}
"""What the other implementation found for Reform 2017 against each, by `MEASURES`."""

AVERAGES = {
    "STP 2016": 45.5,
    "elected but siloed": 47.1,
    "pooled but appointed": 47.8,
    "Reform 2017": 52.2,
    "2016 with councils at the table": 47.0,
    "Reform without councils": 50.6,
    "Reform, a directive leader": 45.7,
    "Reform, a consultative leader": 58.9,
    "2016, a consultative lead": 53.9,
}
"""Its mean buy-in after five years with every parameter at its usual value."""

COUNCILS = {"STP 2016": 36.0, "Reform without councils": 41.0}
"""Its mean buy-in of the councils in two of them."""


@cache
def place() -> Scenario:
    """Return where the experiment is set: any footprint, with few residents and one count each."""
    usual = load_scenario("generic")
    lead = evolve(usual.lead, plan=PLAN)
    return evolve(usual, residents=400, system="irv", compared=(), lead=lead)


def world(number: int, *, wide: bool) -> tuple[Scenario, float]:
    """Return the place with what is not known drawn, and the pace of whoever leads.

    Drawn are the parameters with a published range, or, in a `wide` draw, every one of the four
    parts over its whole range; and what each line avoids.
    """
    rng = np.random.default_rng(number)
    values = {
        each.key: rng.uniform(each.low, each.high)
        for each in ranges(place())
        if each.key.startswith("lines.") or _drawn(each.key, wide=wide)
    }
    here = with_values(place(), values)
    return here if wide else _needs(here, rng), rng.uniform(0.1, 0.6)


def _drawn(key: str, *, wide: bool) -> bool:
    _, part, name = key.split(".")
    return part in PARTS if wide else name in PUBLISHED_RANGES.get(part, "").split()


def _needs(here: Scenario, rng: np.random.Generator) -> Scenario:
    """Return the place with need and the lag of prevention drawn from their published ranges."""
    faster, lag = rng.uniform(0.025, 0.045) - 0.033, rng.uniform(3, 10)
    return evolve(
        here,
        lines=tuple(
            evolve(
                line,
                growth=line.growth + faster,
                lag=lag if line.role is Role.PREVENTION else line.lag,
            )
            for line in here.lines
        ),
    )


def end(arm: Arm, here: Scenario, seed: int, pace: float = 0.35) -> tuple[Floats, float]:
    """Return every group's buy-in and the hospital pressure after five years in an arm."""
    seats = {group.id: arm.heard for group in here.groups}
    if not arm.councils:
        seats["councils"] = 0.0
    rule = evolve(governance(arm.governance), seats=seats)
    leader = Player(name="The same in every arm", summary="", own=arm.own, pace=pace)
    over = play(begin(evolve(here, governance=rule), seed), leader)
    return over.buyin, over.services.pressure


@cache
def ends(draws: int, *, wide: bool, arms: tuple[str, ...] = COMPARED) -> Floats:
    """Return mean and lowest buy-in and pressure after five years, [arm, draw, 3]."""
    found = []
    for number in range(draws):
        here, pace = world(number, wide=wide)
        for name in arms:
            buyin, pressure = end(ARMS[name], here, number, pace)
            found.append((buyin.mean(), buyin.min(), pressure))
    return np.array(found).reshape(draws, len(arms), 3).swapaxes(0, 1)


def better(arm: Floats, other: Floats) -> tuple[Estimate, ...]:
    """Return in what share of draws an arm [draw, 3] ends better than another, by `MEASURES`."""
    gap = (arm - other) * np.array([1, 1, -1])
    return tuple(share(int((each > 0).sum()), len(each)) for each in gap.T)


@contextmanager
def rescaled() -> Iterator[None]:
    """Let a blocked cut happen in part all the same, as the other implementation does.

    It keeps every rise of the plan whole and then rescales all lines to the pot, so that the line
    whose cut was blocked pays for the others.
    """

    def execute(plan: Floats, previous: Floats, agreed: Floats, pull: Floats) -> Floats:
        change = plan - previous
        done = previous + np.where(change < 0, change * agreed, change) + pull
        return np.asarray(done / done.sum())

    with patch.object(powers, "execute", execute):
        yield


@contextmanager
def moved(here: Scenario) -> Iterator[None]:
    """Let the experiment be set elsewhere."""
    with patch(f"{__name__}.place", lambda: here):
        yield


@cache
def averages(seeds: int, **buyin: float) -> dict[str, tuple[float, float]]:
    """Return mean buy-in and that of the councils in each arm, over seeds.

    Every parameter has its usual value but those of `buyin` that are given.
    """
    here = with_values(place(), {f"parameters.buyin.{key}": buyin[key] for key in buyin})
    found = {}
    for name, arm in ARMS.items():
        ended = np.array([end(arm, here, seed)[0] for seed in range(seeds)])
        found[name] = float(ended.mean()), float(ended[:, here.group("councils")].mean())
    return found


@cache
def more_pressure(seeds: int, *assumed: str) -> float:
    """Return by how much pressure ends higher in the reform than in 2016, in percent.

    `assumed` are shipped sets of assumptions.
    """
    usual = load_scenario("generic", {"extends": list(assumed)})
    here = evolve(place(), lines=usual.lines, parameters=usual.parameters)
    reform, before = (
        np.mean([end(ARMS[name], here, seed)[1] for seed in range(seeds)])
        for name in (REFORM, "STP 2016")
    )
    return float(100 * (reform / before - 1))
