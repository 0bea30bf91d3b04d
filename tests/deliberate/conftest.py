"""Scenarios and games that several tests begin from."""

from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve

from deliberate import (
    Phase,
    Scenario,
    State,
    begin,
    choose,
    governance,
    load_scenario,
    player,
    step,
)

SCENARIOS = Path(__file__).parents[2] / "deliberate" / "data" / "scenarios"


@pytest.fixture(scope="session")
def two_towns() -> Scenario:
    """Residents elect a leader who holds every line."""
    return load_scenario("two-towns")


@pytest.fixture(scope="session")
def appointed(two_towns) -> Scenario:
    """The same place under an appointed lead who holds nothing."""
    return evolve(two_towns, governance=governance("stp-2016"))


@pytest.fixture(scope="session")
def reach() -> Callable[..., State]:
    """Play until a phase of a year comes round, and return that moment."""

    def until(scenario: Scenario, phase: Phase, *, seed: int = 1, year: int = 1) -> State:
        state = begin(scenario, seed)
        while state.phase is not phase or state.year != year:
            state = step(state, choose(player("consultative"), state))
        return state

    return until


@pytest.fixture(scope="session")
def two_towns_text() -> str:
    """The scenario file that the tests of strictness spoil, one line at a time."""
    return (SCENARIOS / "two-towns.toml").read_text(encoding="utf-8")
