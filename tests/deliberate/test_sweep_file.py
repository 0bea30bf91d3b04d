"""What a sweep keeps: it goes on where it was stopped, and writes its rows whole or not at all."""

import csv
import sqlite3
import sys

import pytest
from attrs import evolve

from deliberate import (
    MissingLibrary,
    StorageError,
    SweepError,
    run_sweep,
)
from deliberate.experiments import sweep
from deliberate.experiments.sweep_file import Part, write_rows
from tests.deliberate.sweeps import QUICK, asked

# Stopped, and gone on with


class Stopped(Exception):  # noqa: N818 - it is no error
    """What stops a sweep."""


def stopped_after(plan, path, games):
    def stop(played, _whole):
        if played >= games:
            raise Stopped

    with pytest.raises(Stopped):
        run_sweep(plan, path, progress=stop)


@pytest.mark.usefixtures("small_parts")
def test_what_is_finished_is_not_played_again(tmp_path, monkeypatch):
    whole, path = tmp_path / "whole.csv", tmp_path / "rows.csv"
    found = run_sweep(asked(), whole)
    stopped_after(asked(), path, 16)
    assert not path.exists()
    played, told, play_games = [], [], sweep.play_games

    def counted(plan, games):
        played.append((games[1], *games[2]))
        return play_games(plan, games)

    monkeypatch.setattr(sweep, "play_games", counted)
    assert run_sweep(asked(), path, progress=lambda *at: told.append(at)) == found
    assert path.read_bytes() == whole.read_bytes()
    assert played == [(0, 4), (1, 0, 1), (1, 2, 3), (1, 4)]
    assert told == [(16, 40), (20, 40), (28, 40), (36, 40), (40, 40)]
    assert list(tmp_path.glob("*.part*")) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"games": 6}, "games: 5 then, 6 now"),
        ({"seed": 1}, "seed: 0 then, 1 now"),
        ({"settings": {**QUICK, "residents": 60}}, '"residents": 60'),
        ({"player": "populist"}, 'player: "consultative" then, "populist" now'),
        ({"scenarios": ("two-towns",)}, "scenario dorset: "),
        ({"ranges": {}}, "ranges: {"),
    ],
    ids=str,
)
@pytest.mark.usefixtures("small_parts")
def test_another_sweep_does_not_go_on_with_it_and_says_what_differs(tmp_path, change, said):
    path = tmp_path / "rows.csv"
    stopped_after(asked(), path, 8)
    before = (tmp_path / "rows.csv.part").read_bytes()
    with pytest.raises(SweepError) as refusal:
        run_sweep(asked(**change), path)
    assert said in str(refusal.value)
    assert "remove it to begin anew" in str(refusal.value)
    assert (tmp_path / "rows.csv.part").read_bytes() == before


@pytest.mark.usefixtures("small_parts")
def test_a_scenario_file_that_was_changed_is_another_sweep(tmp_path, two_towns_text):
    file, path = tmp_path / "mine.toml", tmp_path / "rows.csv"
    file.write_text(two_towns_text, encoding="utf-8")
    stopped_after(asked(scenarios=(file,)), path, 4)
    file.write_text(f"weeks = 3\n{two_towns_text}", encoding="utf-8")
    with pytest.raises(SweepError, match="scenario mine: "):
        run_sweep(asked(scenarios=(file,)), path)


@pytest.mark.usefixtures("small_parts")
def test_two_sweeps_do_not_write_at_one_place(tmp_path):
    path = tmp_path / "rows.csv"

    def another(*_):
        with pytest.raises(StorageError, match="another sweep is writing there"):
            run_sweep(asked(), path)
        raise Stopped

    with pytest.raises(Stopped):
        run_sweep(asked(), path, progress=another)


def test_a_file_that_is_no_part_of_a_sweep_is_left_as_it_is(tmp_path):
    part = tmp_path / "rows.csv.part"
    part.write_bytes(b"a letter to somebody " * 100)
    with pytest.raises(StorageError, match="not a database"):
        run_sweep(asked(), tmp_path / "rows.csv")
    assert part.read_bytes() == b"a letter to somebody " * 100
    part.unlink()
    with sqlite3.connect(part) as other:
        other.execute("CREATE TABLE mine (a)")
    other.close()
    with pytest.raises(SweepError, match="this is no part of a sweep"):
        run_sweep(asked(), tmp_path / "rows.csv")


# How it is written


def test_a_table_and_lines_of_json_hold_the_same(tmp_path, rows):
    found = rows(asked())
    run_sweep(asked(), tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    shown = [
        {key: "" if value is None else str(value) for key, value in row.items()} for row in found
    ]
    assert shown == table
    assert {row["mandate"] == "" for row in table if row["governance"] == "stp-2016"} == {True}


def test_parquet_holds_the_same(tmp_path, rows, monkeypatch):
    parquet = pytest.importorskip("pyarrow.parquet", reason="pip install '.[parquet]'")
    monkeypatch.setattr("deliberate.experiments.sweep_file.GROUP", 7)
    run_sweep(asked(), tmp_path / "rows.parquet")
    # Parquet has NaN where JSON has nothing.
    kept = parquet.read_table(tmp_path / "rows.parquet").to_pylist()
    assert [
        {key: None if value != value else value for key, value in row.items()}  # noqa: PLR0124
        for row in kept
    ] == rows(asked())


def test_without_pyarrow_parquet_is_refused_at_once(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    monkeypatch.setattr(sweep, "play_all", None)
    with pytest.raises(MissingLibrary, match=r'pip install "deliberate\[parquet\]"'):
        run_sweep(asked(), tmp_path / "rows.parquet")


def test_a_file_that_was_there_is_replaced_only_at_the_end(tmp_path, monkeypatch):
    path = tmp_path / "rows.csv"
    path.write_text("old\n", encoding="utf-8")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(csv.DictWriter, "writerows", full)
    with pytest.raises(StorageError, match="cannot be written: No space left on device"):
        run_sweep(asked(), path)
    assert path.read_text(encoding="utf-8") == "old\n"
    monkeypatch.undo()
    run_sweep(asked(), path)
    assert path.read_text(encoding="utf-8").startswith("scenario,arm,game,seed,governance,player,")


@pytest.mark.parametrize(
    ("place", "error", "said"),
    [
        ("rows.cvs", SweepError, 'the nearest is ".csv"'),
        ("rows", SweepError, "no kind of file"),
        ("nowhere/rows.csv", StorageError, "there is no folder for it"),
        ("folder.csv", StorageError, "it is not a file"),
    ],
)
def test_a_place_where_nothing_can_be_written_is_named_at_once(
    tmp_path, monkeypatch, place, error, said
):
    (tmp_path / "folder.csv").mkdir()
    monkeypatch.setattr(sweep, "play_all", None)
    with pytest.raises(error, match=said):
        run_sweep(asked(), tmp_path / place)


def test_rows_that_cannot_be_kept_are_told(tmp_path):
    part = Part(tmp_path / "rows.csv", {"games": "1"})
    part.close()
    with pytest.raises(StorageError, match=r"rows\.csv\.part: "):
        part.add(0, 0, [])
    with pytest.raises(StorageError, match="cannot be written"):
        write_rows(tmp_path / "nowhere" / "rows.csv", [{"a": 1}])
    assert evolve(asked(), games=3).games == 3
