"""Sweeps and other worlds on the command line, killed and gone on with, here and on a cluster."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from deliberate import Phase, Session, Sweep, load_scenario, replay, run_sweep, what_if
from deliberate.experiments import sweep
from tui import sweeping, workers
from tui.exits import Exit

QUICK = ("sweep", "dorset", "--set", "residents=50", "--set", "years=1", "--games", 6)
ARMS = ("--vary", "governance=stp-2016,reform-2017")


def plan_of(**rest):
    return Sweep(
        **{
            "scenarios": "dorset",
            "settings": {"residents": 50, "years": 1},
            "choices": {"governance": ("stp-2016", "reform-2017")},
            "games": 6,
            **rest,
        }
    )


# Sweeps


def test_the_arms_are_compared_in_tables_and_the_rows_are_kept(call, tmp_path):
    code, out, err = call(*QUICK, *ARMS, "--out", tmp_path / "rows.csv")
    found = run_sweep(plan_of(), tmp_path / "mine.csv")
    assert (code, err) == (Exit.OK, f"The rows are in {tmp_path / 'rows.csv'}.\n")
    assert out == f"{sweeping.to_text(found)}\n"
    assert (tmp_path / "rows.csv").read_bytes() == (tmp_path / "mine.csv").read_bytes()
    first, second = out.split("\n\n")
    assert first.startswith("dorset: governance=stp-2016\nOutcome")
    assert "against the first" in second
    assert max(map(len, out.splitlines())) <= 80


def test_every_option_reaches_the_sweep(call, tmp_path):
    words = (
        *("sweep", "dorset", "two-towns", "--vary", "parameters.buyin.habit=0.2:0.9"),
        *("--set", "residents=50", "--set", "years=1", "--games", 2, "--player", "populist"),
        *("--seat", "councils=block", "--seed", 5, "--workers", 2, "--json"),
    )
    code, out, _ = call(*words, "--out", tmp_path / "rows.json")
    plan = plan_of(
        scenarios=("dorset", "two-towns"),
        choices={},
        ranges={"parameters.buyin.habit": (0.2, 0.9)},
        player="populist",
        seats={"councils": "block"},
        seed=5,
        games=2,
    )
    found = run_sweep(plan, tmp_path / "mine.json")
    assert code == Exit.OK
    assert json.loads(out) == sweeping.to_dict(found)
    assert [each["label"] for each in json.loads(out)] == ["as it is", "as it is"]
    assert (tmp_path / "rows.json").read_bytes() == (tmp_path / "mine.json").read_bytes()


def test_one_game_says_nothing_of_how_much_they_differ(call, tmp_path):
    words = (*QUICK[:-1], 1, *ARMS, "--out", tmp_path / "rows.csv")
    assert "± ?" in call(*words)[1]
    told = json.loads(call(*words, "--json")[1])
    assert told[1]["means"]["mean buy-in"]["high"] is None


def test_progress_is_shown_to_a_person_on_stderr(call, tmp_path, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    code, _, err = call(*QUICK, "--out", tmp_path / "rows.csv")
    assert code == Exit.OK
    assert "Games" in err
    assert "100%" in err


@pytest.fixture
def no_game(tmp_path, monkeypatch):
    """Let no game be played, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sweep, "play_all", None)


@pytest.mark.usefixtures("no_game")
@pytest.mark.parametrize(
    ("words", "left", "said"),
    [
        (["--vary", "governance=reform"], Exit.USAGE, 'the nearest is "reform-2017"'),
        (["--vary", "parameters.buyin.habitt=1"], Exit.USAGE, 'the nearest is "habit"'),
        (["--vary", "system"], Exit.USAGE, '"system" is not KEY=A,B or KEY=LOW:HIGH'),
        (["--vary", "\x1b[31m"], Exit.USAGE, "is not KEY=A,B"),
        (["--set", "weeks"], Exit.USAGE, '"weeks" is not KEY=VALUE'),
        (["--set", "weeks=soon"], Exit.USAGE, "expected a whole number, found 'soon'"),
        (["--seat", "councils"], Exit.USAGE, "is not KEY=VALUE"),
        (["--seat", "councils=blok"], Exit.USAGE, 'the nearest is "block"'),
        (["--player", "directiv"], Exit.USAGE, 'the nearest is "directive"'),
        (["--games", "0"], Exit.USAGE, "0 is not in the range x>=1"),
        (["--workers", "2", "--dask", "tcp://127.0.0.1:1"], Exit.USAGE, "one of them"),
        (["--out", "rows.txt"], Exit.USAGE, "no kind of file"),
        (["--out", "nowhere/rows.csv"], Exit.ENVIRONMENT, "there is no folder"),
        (["scenario"], Exit.USAGE, 'no scenario is called "scenario"'),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, list) else "",
)
def test_what_is_wrong_is_said_in_a_sentence_before_any_game(call, words, left, said):
    code, out, err = call(*QUICK, "--out", "rows.csv", *words)
    assert (code, out) == (left, "")
    assert said in " ".join(err.split())
    assert "\x1b" not in err
    assert list(Path().glob("rows*")) == []


# Who does the work


def test_a_worker_that_is_killed_is_told(call, tmp_path, monkeypatch):
    def broken(*_, **__):
        raise BrokenProcessPool

    monkeypatch.setattr(sweeping, "run_sweep", broken)
    code, out, err = call(*QUICK, "--out", tmp_path / "rows.csv")
    assert (code, out) == (Exit.ENVIRONMENT, "")
    assert err == "a worker process ended before its work was done\n"


@pytest.fixture
def cluster():
    distributed = pytest.importorskip("distributed", reason="pip install '.[cluster]'")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as started:
        yield started.scheduler_address


def test_a_cluster_finds_the_same(call, tmp_path, cluster):
    words = (*QUICK[:-1], 70, *ARMS)
    here = call(*words, "--out", tmp_path / "here.csv")
    there = call(*words, "--out", tmp_path / "there.csv", "--dask", cluster)
    assert there[:2] == here[:2] == (Exit.OK, here[1])
    assert (tmp_path / "there.csv").read_bytes() == (tmp_path / "here.csv").read_bytes()


def test_a_cluster_that_loses_its_work_is_told(cluster):
    def lose():
        with workers.executor(1, cluster):
            raise CancelledError("lost")

    with pytest.raises(OSError, match="the cluster did not finish its work: lost"):
        lose()


def test_an_address_where_no_cluster_is_is_told(call, tmp_path):
    pytest.importorskip("distributed", reason="pip install '.[cluster]'")
    code, out, err = call(*QUICK, "--out", tmp_path / "rows.csv", "--dask", "nowhere://here:1")
    assert (code, out) == (Exit.ENVIRONMENT, "")
    assert err.startswith("no cluster answers at nowhere://here:1: ")


def test_without_distributed_a_cluster_is_refused(call, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, _, err = call(*QUICK, "--out", tmp_path / "rows.csv", "--dask", "tcp://127.0.0.1:1")
    assert code == Exit.USAGE
    assert err == 'a cluster needs distributed: pip install "deliberate[cluster]"\n'


# Stopped, and gone on with


def begun(words, part):
    """Start a sweep in a process of its own, and wait until some of it is finished."""
    running = subprocess.Popen(
        [sys.executable, "-m", "tui.cli", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    log, until = part.with_name(f"{part.name}-wal"), time.monotonic() + 60
    while time.monotonic() < until and not (log.exists() and log.stat().st_size > 60_000):
        time.sleep(0.01)
    return running


@pytest.mark.parametrize("workers_asked", [1, 2])
def test_after_a_kill_it_goes_on_and_the_rows_are_the_same(
    call, tmp_path, monkeypatch, workers_asked
):
    words = (*QUICK[:-1], 400, *ARMS, "--workers", workers_asked)
    path = tmp_path / "rows.csv"
    running = begun((*words, "--out", path), tmp_path / "rows.csv.part")
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate(timeout=60)
    assert running.returncode == -signal.SIGKILL
    assert not path.exists()
    played, play_games = [], sweep.play_games

    def counted(plan, games):
        played.append(games[2])
        return play_games(plan, games)

    monkeypatch.setattr(sweep, "play_games", counted)
    assert call(*words[:-1], 1, "--out", path)[0] == Exit.OK
    assert 0 < len(played) < 25
    assert call(*words[:-1], 1, "--out", tmp_path / "whole.csv")[0] == Exit.OK
    assert path.read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert list(tmp_path.glob("*.part*")) == []


def test_an_interrupted_sweep_says_how_to_go_on(tmp_path):
    path = tmp_path / "rows.csv"
    running = begun((*QUICK[:-1], 10**6, "--workers", 2, "--out", path), tmp_path / "rows.csv.part")
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (Exit.INTERRUPTED, b"")
    assert list(filter(None, err.decode().splitlines())) == [
        f"What is finished is in {path}.part; the same command goes on from there.",
        "interrupted",
    ]
    assert [each.name for each in tmp_path.glob("rows*")] == ["rows.csv.part"]


# Another world


def test_a_session_and_its_other_world_stand_side_by_side(call, keep):
    path = keep(load_scenario("two-towns", {"residents": 50, "years": 2}), year=2)
    code, out, err = call(
        "whatif", path, "--governance", "stp-2016", "--set", "weeks=0", "--set", "overrun=0"
    )
    found = what_if(replay(path), {"governance": "stp-2016", "weeks": 0, "overrun": 0})
    assert code == Exit.OK
    assert err.splitlines() == list(found.notes)
    assert len(found.notes) == 4
    lines = out.splitlines()
    assert lines[0].startswith(
        "Two Towns, One A&E, seed 1: as it was | what if governance=stp-2016, weeks=0"
    )
    councils = next(line for line in lines if line.startswith("Councils")).split()[1:]
    at = found.session[0].scenario.group("councils")
    both = zip(found.session[-1].history, found.other[-1].history, strict=True)
    assert councils == [f"{year.buyin[at]:.1f}" for pair in both for year in pair]
    assert lines[-1].endswith("| The appointed lead")
    assert max(map(len, lines[1:])) <= 80


def test_both_worlds_are_told_as_data(call, keep):
    path = keep(load_scenario("two-towns", {"residents": 50, "years": 2}), year=2)
    code, out, _ = call("whatif", "kept-1", "--system", "borda", "--set", "years=1", "--json")
    told = json.loads(out)
    assert code == Exit.OK
    assert told["changes"] == {"system": "borda", "years": 1}
    assert [len(told[world]) for world in ("session", "other")] == [2, 1]
    last = replay(path).history[-1].history[-1]
    assert told["session"][-1]["buyin"] == last.buyin.tolist()
    assert told["session"][-1]["balance"] == 100 * last.accounts.reserves / last.pot


def test_where_a_world_has_no_such_year_a_dash_stands(call, keep):
    keep(load_scenario("two-towns", {"residents": 50, "years": 7}), year=7)
    code, out, _ = call("whatif", "kept-1", "--set", "years=6")
    assert code == Exit.OK
    assert out.count("2022/23") == 1
    row = [line for line in out.splitlines() if line.startswith("Hospital pressure")][1].split()
    assert row[-1] == "–"


def test_without_changes_the_worlds_are_equal(call, keep):
    keep(load_scenario("two-towns", {"residents": 50, "years": 2}), phase=Phase.DECISION, year=2)
    told = json.loads(call("whatif", "kept-1", "--json")[1])
    assert told["session"] == told["other"] != []
    assert "what if nothing changed" in call("whatif", "kept-1")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["kept-2"], 'the nearest is "kept-1"'),
        (["kept-1", "--system", "pluralty"], "plurality"),
        (["kept-1", "--governance", "reform"], 'the nearest is "reform-2017"'),
        (["kept-1", "--set", "system"], '"system" is not KEY=VALUE'),
        (["kept-1", "--set", "weeks=-1"], "weeks"),
        (["kept-1", "--system", "irv", "--set", "system=irv"], '"system" is given twice'),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, list) else "",
)
def test_what_is_wrong_with_another_world_is_said_in_a_sentence(call, folder, words, said):
    Session.new(load_scenario("two-towns"), 1, folder / "kept-1.deliberate").close()
    code, out, err = call("whatif", *words)
    assert (code, out) == (Exit.USAGE, "")
    assert said in err


@pytest.mark.parametrize("command", ["sweep", "whatif"])
def test_help_fits_80_columns_and_needs_no_numpy(command):
    asked = (
        "import sys; from tui.cli import deliberate; "
        f"deliberate([{command!r}, '--help'], standalone_mode=False); "
        "assert not {'textual', 'numpy'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "80", "PYTHONUTF8": "1"},
        timeout=60,
    )
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_rows_can_be_read_by_anybody(call, tmp_path):
    call(*QUICK, *ARMS, "--out", tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert [(row["game"], row["governance"]) for row in table[:2]] == [
        ("0", "stp-2016"),
        ("0", "reform-2017"),
    ]
