"""Scenarios and games that several tests begin from."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from attrs import evolve

from deliberate import (
    Phase,
    Scenario,
    Session,
    State,
    begin,
    choose,
    governance,
    load_scenario,
    player,
    run_sweep,
    step,
)
from deliberate.experiments import sweep_plan

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


@pytest.fixture(scope="session")
def small():
    return evolve(load_scenario("two-towns"), residents=50, years=2)


@pytest.fixture(scope="session")
def advance():
    """Let the consultative player decide a number of times."""

    def on(session, steps):
        for _ in range(steps):
            session.submit(choose(player("consultative"), session.state))

    return on


@pytest.fixture
def kept(tmp_path, small, advance):
    """A session of five decisions, one of them taken back, closed again."""
    path = tmp_path / "a.session"
    session = Session.new(small, 7, path)
    advance(session, 4)
    session.undo()
    advance(session, 1)
    session.close()
    return path


@pytest.fixture
def rewrite(kept):
    """Run SQL on the kept session behind the journal's back."""

    def run(*statements):
        with closing(sqlite3.connect(kept)) as connection, connection:
            for statement in ("DROP TRIGGER no_change", "DROP TRIGGER no_loss", *statements):
                connection.execute(statement)
        return kept

    return run


@pytest.fixture
def write(tmp_path):
    def at(text, name="mine.toml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return at


@pytest.fixture
def small_parts(monkeypatch):
    """Make parts of the work small, so that there are many."""
    monkeypatch.setattr(sweep_plan, "GAMES_AT_A_TIME", 8)
    monkeypatch.setattr(sweep_plan, "FEWEST_BESIDE", 1)


@pytest.fixture
def rows(tmp_path):
    """Run a sweep here and return its rows."""

    def found(plan):
        path = tmp_path / "here.json"
        run_sweep(plan, path)
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    return found
