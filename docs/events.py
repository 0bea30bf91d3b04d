"""Write into docs/events.md who gains by the shipped events, who loses, and what a year brings."""

from collections.abc import Mapping

import numpy as np
from attrs import asdict

from deliberate import load_scenario
from deliberate.arrays import Floats
from deliberate.model.events import Event, combine, possible
from docs.pages import rewrite, table

WRITER = "python docs/events.py"
YEARS = 5
# As games under automatic players measure them: well run and liked, in the middle, at odds.
PLACES = {
    "calm": {
        "pressure": 1.04,
        "delays": 0.051,
        "control": 1.0,
        "mean_buyin": 57.0,
        "lowest_buyin": 52.0,
        "residents_buyin": 58.0,
        "pace": 0.3,
        "reserves": 0.004,
        "contradiction": 0.5,
        "savings": 0.005,
    },
    "usual": {
        "pressure": 1.07,
        "delays": 0.0515,
        "control": 0.5,
        "mean_buyin": 47.0,
        "lowest_buyin": 40.0,
        "residents_buyin": 46.0,
        "pace": 0.3,
        "reserves": 0.0,
        "contradiction": 0.6,
        "savings": 0.006,
    },
    "strained": {
        "pressure": 1.12,
        "delays": 0.053,
        "control": 0.0,
        "mean_buyin": 38.0,
        "lowest_buyin": 28.0,
        "residents_buyin": 34.0,
        "pace": 1.0,
        "reserves": -0.01,
        "contradiction": 0.8,
        "savings": 0.008,
    },
}


def happenings(event: Event, measured: Mapping[str, float]) -> float:
    """Return how often an event happens a year, on average over a game in one kind of place."""
    open_years = sum(possible(event, year, measured, ()) for year in range(1, YEARS + 1))
    if event.once:
        return (1 - (1 - event.chance) ** open_years) / YEARS
    return event.chance * open_years / YEARS


def expected(measured: Mapping[str, float]) -> dict[str, float]:
    """Return what the shipped events come to a year in one kind of place, by effect."""
    scenario = load_scenario("generic")
    lines, groups = [[each.id for each in some] for some in (scenario.lines, scenario.groups)]
    names = {"capacity": lines, "need": lines, "buyin": groups}
    total: dict[str, float] = {"events": 0.0}
    for event in scenario.events:
        often = happenings(event, measured)
        total["events"] += often
        for effect, amount in asdict(combine([event], lines, groups)).items():
            for name, part in _parts(effect, amount, names):
                total[name] = total.get(name, 0.0) + often * part
    return total


def _parts(
    effect: str, amount: float | Floats, names: Mapping[str, list[str]]
) -> list[tuple[str, float]]:
    keys = [f"{effect}.{name}" for name in names[effect]] if effect in names else [effect]
    return list(zip(keys, np.atleast_1d(amount).tolist(), strict=True))


def tables() -> str:
    """Return Markdown tables: the events, then what they come to a year in each kind of place."""
    shipped = load_scenario("generic").events
    places = {name: expected(measured) for name, measured in PLACES.items()}
    return "\n\n".join(
        [
            table(
                ("event", "chance a year", "who gains", "who loses", "what it restates"),
                (
                    (event.name, f"{event.chance:g}", event.gains, event.losses, event.source)
                    for event in shipped
                ),
            ),
            table(
                ("a year", *places),
                (
                    (effect, *(f"{each[effect]:+.4f}" for each in places.values()))
                    for effect in places["usual"]
                ),
            ),
        ]
    )


if __name__ == "__main__":
    rewrite("events.md", WRITER, tables())
