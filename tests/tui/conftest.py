"""Scenarios, kept sessions and shared files that several tests begin from."""

import sys
from pathlib import Path

import pytest
from attrs import evolve

from deliberate import Phase, Session, choose, governance, load_scenario, player
from tui import cli

SHARED = Path(__file__).parents[2].parent / "shared"


@pytest.fixture(scope="session")
def shared():
    """The reference files beside the project, where there are any."""
    if not SHARED.is_dir():
        pytest.skip(f"the shared reference files are not at {SHARED}")
    return SHARED


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder of sessions of the test's own, which the commands use too."""
    place = tmp_path / "sessions"
    place.mkdir()
    monkeypatch.setenv("DELIBERATE_HOME", str(place))
    return place


@pytest.fixture(scope="session")
def elected():
    """A one-year game that begins with an election."""
    return evolve(load_scenario("two-towns"), years=1)


@pytest.fixture(scope="session")
def appointed(elected):
    """A one-year game under an appointed lead, who holds nothing."""
    return evolve(elected, governance=governance("stp-2016"))


@pytest.fixture(scope="session")
def quiet(elected):
    """A one-year game in which no event strikes by itself."""
    return evolve(elected, events=tuple(evolve(each, chance=0.0) for each in elected.events))


@pytest.fixture(scope="session")
def again(quiet):
    """A three-year game in which the leader stands again every year."""
    return evolve(quiet, years=3, term=1)


@pytest.fixture
def keep(folder):
    """Keep a session that an automatic player has brought to a phase, and return its path."""

    def kept(scenario, phase=Phase.DEBRIEF, *, year=1, seed=1, name="kept-1"):
        path = folder / f"{name}.deliberate"
        session = Session.new(scenario, seed, path)
        while session.state.phase is not phase or session.state.year != year:
            session.submit(choose(player("consultative"), session.state))
        session.close()
        return path

    return kept


@pytest.fixture
def call(monkeypatch, capsys):
    """Call the command as the shell does; returns its exit code, stdout and stderr."""

    def called(*words, terminal=False):
        for stream in (sys.stdin, sys.stdout):
            monkeypatch.setattr(stream, "isatty", lambda: terminal)
        monkeypatch.setattr(sys, "argv", ["deliberate", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return called
