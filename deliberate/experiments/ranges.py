"""Every number of the model that nobody knows exactly: its key in a scenario, and its range."""

from collections.abc import Mapping
from typing import Any

from attrs import evolve, fields, frozen

from deliberate.errors import ScenarioError, unknown
from deliberate.footprint import Line
from deliberate.scenario import Parameters, Scenario


@frozen(kw_only=True)
class Range:
    """A parameter: the key by which a scenario sets it, its value there, its range and basis."""

    key: str
    value: float
    low: float
    high: float
    basis: str


def ranges(scenario: Scenario) -> tuple[Range, ...]:
    """Return every parameter of a scenario that has a range, in the order of the model.

    Of the lines they are those that each line has of its own.

    >>> from deliberate.reading.loading import load_scenario
    >>> found = {each.key: each for each in ranges(load_scenario("generic"))}
    >>> found["parameters.buyin.habit"].low, found["lines.social.avoided"].high
    (0.2, 1.2)
    """
    found = [
        Range(
            key=f"parameters.{part.name}.{each.name}",
            value=getattr(getattr(scenario.parameters, part.name), each.name),
            low=each.metadata["low"],
            high=each.metadata["high"],
            basis=each.metadata["basis"],
        )
        for part in fields(Parameters)
        for each in fields(type(getattr(scenario.parameters, part.name)))
    ]
    return (*found, *_of_lines(scenario))


def _of_lines(scenario: Scenario) -> tuple[Range, ...]:
    return tuple(
        Range(
            key=f"lines.{line.id}.{name}",
            value=getattr(line, name),
            low=low,
            high=high,
            basis=getattr(fields(Line), name).metadata["basis"],
        )
        for line in scenario.lines
        for name, (low, high) in line.plausible.items()
    )


def with_values(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """Return a scenario with parameters set otherwise: quick, for thousands of draws.

    Raises
    ------
    ScenarioError
        If a key is none of `ranges`.
    ValueError
        By a validator of attrs, if a value is out of its range.

    Examples
    --------
    >>> from deliberate.reading.loading import load_scenario
    >>> usual = load_scenario("generic")
    >>> with_values(usual, {"parameters.buyin.habit": 0.25}).parameters.buyin.habit
    0.25
    """
    known = {each.key for each in ranges(scenario)}
    named: dict[str, dict[str, dict[str, Any]]] = {"parameters": {}, "lines": {}}
    for key, value in values.items():
        if key not in known:
            raise ScenarioError(unknown("parameter", key, known))
        kind, owner, name = key.split(".")
        named[kind].setdefault(owner, {})[name] = float(value)
    changed = {
        owner: evolve(getattr(scenario.parameters, owner), **those)
        for owner, those in named["parameters"].items()
    }
    return evolve(
        scenario,
        parameters=evolve(scenario.parameters, **changed),
        lines=tuple(evolve(each, **named["lines"].get(each.id, {})) for each in scenario.lines),
    )
