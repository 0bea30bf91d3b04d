"""Studies on the command line: tables, JSON and CSV, and one sentence for what is wrong."""

import csv
import itertools
import json
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from elections.models import MODELS
from elections.study import MERRILL, Study, run
from elections.systems import systems
from elections.tables import comparison, table_of
from elections.tactics import STRATEGIES
from tui import studying, workers
from tui.exits import Exit

QUICK = ("study", "--elections", 300, "--voters", 5, "--candidates", 3)


def asked(**rest):
    return Study(**{"elections": 300, "voters": 5, "candidates": 3, **rest})


# What is told


def test_one_study_is_told_in_tables(call):
    code, out, err = call(*QUICK)
    assert (code, err) == (Exit.OK, "")
    assert out == f"{run(asked())}\n"


def test_every_option_reaches_the_study(call):
    words = (
        *("study", "--model", "spatial", "--set", "dimensions=4", "--set", "dispersion=0.5"),
        *("--candidates", 4, "--voters", 7, "--system", "coombs", "--system", "score"),
        *("--option", "stop=none", "--elections", 200, "--precision", 1, "--seed", 5),
        *("--strategy", "bury", "--tactical", 0.5, "--maximum", 9, "--raw", "--coalitions"),
    )
    study = Study(
        model="spatial",
        parameters={"dimensions": 4.0, "dispersion": 0.5},
        candidates=4,
        voters=7,
        systems=("coombs", "score"),
        options={"stop": "none"},
        elections=200,
        precision=0.01,
        seed=5,
        strategy="bury",
        tactical=0.5,
        maximum=9,
        raw=True,
        coalition=True,
    )
    found = run(study)
    assert call(*words) == (Exit.OK, f"{found}\n", "")
    text = table_of(found, paradoxes=True, agreement=True)
    assert call(*words, "--paradoxes", "--agreement") == (Exit.OK, f"{text}\n", "")


def test_a_study_is_written_in_json(call):
    code, out, err = call(*QUICK, "--json")
    assert (code, err) == (Exit.OK, "")
    assert json.loads(out) == [run(asked()).to_dict()]


def test_several_sizes_are_compared(call):
    words = ("study", "--candidates", "3,4", "--voters", "5, 6", "--elections", 300)
    code, out, err = call(*words)
    sizes = [(3, 5), (3, 6), (4, 5), (4, 6)]
    found = [run(asked(candidates=m, voters=n)) for m, n in sizes]
    assert (code, out, err) == (Exit.OK, f"{comparison(found)}\n", "")
    told = json.loads(call(*words, "--json")[1])
    assert [(each["candidates"], each["voters"]) for each in told] == sizes


def test_exact_chances_need_no_system(call):
    code, out, err = call("study", "--exact", "--candidates", "3,4", "--voters", "3,5")
    assert (code, err) == (Exit.OK, "")
    table = [line.split() for line in out.splitlines()[-4:]]
    assert [row[-1] for row in table] == ["5.556", "6.944", "11.111", "13.889"]
    for _, _, paradox, _, margin, exact in table:
        assert abs(float(paradox) - float(exact)) < 2 * float(margin)


def test_exact_chances_stand_beside_systems_that_are_named(call):
    code, out, _ = call(*QUICK, "--exact", "--system", "irv")
    assert code == Exit.OK
    assert "exactly 93.056" in out
    assert "\nirv " in out
    [told] = json.loads(call(*QUICK, "--exact", "--json")[1])
    assert told["condorcet_winner_exactly"] == pytest.approx(67 / 72)
    assert told["systems"] == []


def test_what_is_not_known_exactly_is_a_dash(call):
    words = (*QUICK[:3], "--exact", "--model", "anonymous", "--candidates", 4, "--voters", 5)
    assert "exactly –" in call(*words)[1]
    assert json.loads(call(*words, "--json")[1])[0]["condorcet_winner_exactly"] is None


def test_all_systems_are_those_that_elect_one_candidate(call):
    words = ("study", "--all", "--elections", 20, "--voters", 3, "--candidates", 3, "--json")
    [told] = json.loads(call(*words)[1])
    names = [each.id for each in systems() if not each.whole_set]
    assert [row["system"] for row in told["systems"]] == names


# CSV


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_table_is_written_as_csv_too(call, tmp_path):
    path = tmp_path / "study.csv"
    words = ("--model", "mallows", "--system", "coombs", "--system", "irv")
    code, out, err = call(*QUICK, *words, "--option", "stop=none", "--csv", path)
    assert (code, err) == (Exit.OK, f"The table is in {path}.\n")
    found = run(asked(model="mallows", systems=("coombs", "irv"), options={"stop": "none"}))
    assert out == f"{found}\n"
    rows = rows_of(path)
    assert [row["system"] for row in rows] == ["coombs", "irv"]
    for row in rows:
        figure = found.efficiency(row["system"])
        assert (row["model"], row["candidates"], row["elections"]) == ("mallows", "3", "300")
        assert (row["parameters"], row["options"]) == ("phi=0.5", "stop=none")
        assert float(row["condorcet_efficiency"]) == figure.value
        assert float(row["condorcet_efficiency_high"]) == figure.high
    assert list(tmp_path.glob(".*.part")) == []


def test_a_table_of_several_sizes_has_a_row_for_each_and_replaces_an_older_one(call, tmp_path):
    path = tmp_path / "study.csv"
    path.write_text("old\n" * 999, encoding="utf-8")
    code, _, _ = call("study", "--exact", "--voters", "3,5", "--elections", 50, "--csv", path)
    assert code == Exit.OK
    rows = rows_of(path)
    assert [(row["voters"], row["system"]) for row in rows] == [("3", ""), ("5", "")]
    assert float(rows[0]["condorcet_winner_exactly"]) == 0.84


def test_a_table_behind_a_link_is_written_where_the_link_leads(call, tmp_path):
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    assert call(*QUICK, "--csv", tmp_path / "link.csv")[0] == Exit.OK
    assert (tmp_path / "link.csv").is_symlink()
    assert len(rows_of(tmp_path / "real.csv")) == len(MERRILL)


@pytest.mark.parametrize("place", ["nowhere/study.csv", "folder", "pipe", "x" * 300])
def test_what_cannot_be_written_is_said_before_the_work_begins(call, tmp_path, monkeypatch, place):
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr(studying, "run", None)
    code, out, err = call(*QUICK, "--csv", tmp_path / place)
    assert (code, out) == (Exit.ENVIRONMENT, "")
    assert len(err.splitlines()) == 1
    assert "cannot be written: " in err
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "sessions") == [
        "folder",
        "pipe",
    ]


def test_a_disk_that_fills_up_leaves_the_older_table_and_the_answer(call, tmp_path, monkeypatch):
    path = tmp_path / "study.csv"
    path.write_text("old\n", encoding="utf-8")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("elections.whole_file.os.fsync", full)
    code, out, err = call(*QUICK, "--csv", path)
    assert code == Exit.ENVIRONMENT
    assert out == f"{run(asked())}\n"
    assert err == f"{path} cannot be written: No space left on device\n"
    assert path.read_text(encoding="utf-8") == "old\n"
    assert [each.name for each in tmp_path.glob("*.csv")] == ["study.csv"]
    assert list(tmp_path.glob(".*.part")) == []


# Who does the work, and who watches


def test_more_workers_find_the_same(call):
    words = (*QUICK[:1], "--elections", 50_000, "--candidates", "3,4", "--system", "irv")
    assert call(*words, "--workers", 2) == call(*words)


def test_progress_is_shown_to_a_person_on_stderr(call, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    code, out, err = call(*QUICK)
    assert (code, out) == (Exit.OK, f"{run(asked())}\n")
    assert "Elections" in err
    assert "100%" in err


def test_progress_counts_all_studies_together():
    told = []
    studies = [asked(voters=voters, systems="irv") for voters in (5, 7)]
    found = studying.run_all(studies, workers=1, progress=told.append)
    assert [each.elections for each in found] == told == [300, 300]


def test_a_worker_that_is_killed_is_told(call, monkeypatch):
    def broken(*_, **__):
        raise BrokenProcessPool

    monkeypatch.setattr(studying, "run", broken)
    code, out, err = call(*QUICK)
    assert (code, out) == (Exit.ENVIRONMENT, "")
    assert err == "a worker process ended before its work was done\n"


def test_an_interrupted_study_leaves_nothing_behind(tmp_path):
    words = ("study", "--elections", 10**9, "--workers", 2, "--csv", tmp_path / "study.csv")
    running = subprocess.Popen(
        [sys.executable, "-m", "tui.cli", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    until = time.monotonic() + 60
    while not list(tmp_path.glob(".*.part")) and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (Exit.INTERRUPTED, b"")
    assert b"Traceback" not in err
    assert list(tmp_path.glob("*.csv")) + list(tmp_path.glob(".*.part")) == []


@pytest.mark.parametrize("masks", [True, False])
def test_an_interrupt_waits_until_the_workers_have_begun(monkeypatch, masks):
    if not masks:
        monkeypatch.delattr(signal, "pthread_sigmask", raising=False)
    reached = []

    def begin():
        with workers._interrupts_held_back():
            signal.raise_signal(signal.SIGINT)
            reached.append(True)

    with pytest.raises(KeyboardInterrupt):
        begin()
    assert reached
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


# What is wrong


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--model", "randm"], 'did you mean "random"?'),
        (["--model", "\x1b[31m"], 'no model "'),
        (["--set", "phi=1"], 'model "random" has no parameter "phi"; it has none'),
        (["--set", "phi"], '"phi" is not NAME=VALUE, the value being a number'),
        (["--set", "phi=\x1b[31m"], "is not NAME=VALUE"),
        (["--model", "mallows", "--set", "phi=2"], "phi is a number 0 to 1, not 2.0"),
        (["--model", "mallows", "--set", "phi=nan"], "phi is a number 0 to 1, not nan"),
        (["--candidates", "300"], "candidates is a whole number 2 to 254, not 300"),
        (["--candidates", "3,300"], "candidates is a whole number 2 to 254, not 300"),
        (["--candidates", "0"], "candidates is a whole number 2 to 254, not 0"),
        (["--candidates", "3;5"], '"3;5" is not a list of whole numbers such as 3,5,7'),
        (["--candidates", ""], "is not a list of whole numbers"),
        (["--voters", "0"], "voters is a whole number from 1, not 0"),
        (["--voters", "\x1b[31m"], "is not a list of whole numbers"),
        (["--voters", "1000000000"], "more than the 10,000,000 utilities"),
        (["--system", "ivr"], 'did you mean "irv"?'),
        (["--system", "smith"], "Smith set answers a set; a study compares single winners"),
        (["--option", "stop=none", "--system", "irv"], 'no system studied has an option "stop"'),
        (["--option", "stop=non"], 'stop cannot be "non"; did you mean "none"?'),
        (["--option", "stop"], '"stop" is not NAME=VALUE'),
        (["--strategy", "burry"], 'did you mean "bury"?'),
        (["--strategy", "bury", "--system", "score"], "is about other ballots"),
        (["--tactical", "0.5"], "--tactical says how many use a --strategy, and none is named"),
        (["--tactical", "2", "--strategy", "bury"], "2.0 is not in the range 0<=x<=1"),
        (["--elections", "0"], "0 is not in the range x>=1"),
        (["--precision", "200"], "200.0 is not in the range 0<=x<=100"),
        (["--maximum", "0"], "0 is not in the range 1<=x<=254"),
        (["--maximum", "9", "--system", "star"], "the best rating is a whole number 1 to 5"),
        (["--seed", "-1"], "-1 is not in the range x>=0"),
        (["--workers", "0"], "0 is not in the range 1<=x<=61"),
        (["--exact", "--model", "urn"], 'no exact chance is known for model "urn"'),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, list) else "",
)
def test_what_is_wrong_is_said_in_a_sentence_before_the_work_begins(call, monkeypatch, words, said):
    monkeypatch.setattr(studying, "run", None)
    code, out, err = call("study", *words)
    assert (code, out) == (Exit.USAGE, "")
    assert said in " ".join(err.split())
    assert "\x1b" not in err


def test_help_fits_80_columns_and_needs_no_numpy():
    asked = (
        "import sys; from tui.cli import deliberate; "
        "deliberate(['study', '--help'], standalone_mode=False); "
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
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    for line in lines[lines.index("Options:") + 1 :]:
        assert line.startswith("  ")


# The page about studies

PAGE = Path(__file__).parents[2] / "docs" / "studies.md"


def examples():
    """Give each command of the page, and the first word of every line that it prints there."""
    text = PAGE.read_text(encoding="utf-8").replace("\\\n", " ")
    parts = re.split(r"^    (deliberate study .*)$", text, flags=re.MULTILINE)[1:]
    for command, after in zip(parts[::2], parts[1::2], strict=True):
        shown = itertools.takewhile(
            lambda line: line.startswith("    ") or not line, after.splitlines()
        )
        yield command, [line.split()[0] for line in shown if line]


@pytest.mark.parametrize(("command", "shown"), list(examples()))
def test_every_command_of_the_page_prints_what_stands_below_it(call, tmp_path, command, shown):
    words = command.replace("merrill.csv", str(tmp_path / "merrill.csv")).split()[1:]
    code, out, _ = call(*words, "--elections", 60)
    assert code == Exit.OK
    printed = [line.split()[0] for line in out.splitlines() if line]
    assert shown[1:] == printed[1:] or "--csv" in words


# Lists


def test_models_and_their_parameters_are_listed(call):
    rows = json.loads(call("list", "models", "--json")[1])
    assert [row["id"] for row in rows] == list(MODELS)
    assert {row["id"]: row["parameters"] for row in rows}["mallows"] == {"phi": 0.5}
    lines = call("list", "models")[1].splitlines()
    assert lines[1].split()[:2] == ["random", "–"]
    assert lines[2].split()[1:4] == ["dimensions=2", "correlation=0", "dispersion=1"]


def test_strategies_and_their_ballots_are_listed(call):
    rows = json.loads(call("list", "strategies", "--json")[1])
    assert [row["id"] for row in rows] == list(STRATEGIES)
    assert {row["ballots"] for row in rows} == {"rankings", "ratings"}
    assert all(row["summary"] for row in rows)
    lines = call("list", "strategies")[1].splitlines()
    assert lines[1].split()[:2] == ["compromise", "rankings"]
