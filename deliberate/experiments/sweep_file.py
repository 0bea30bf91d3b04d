"""The files of a sweep: what is finished by now, kept beside the place of the rows, and the rows.

What is finished lies in an SQLite file, which one sweep at a time can hold and which survives a
kill at any moment; the rows take their place at the end, whole, in the order of their keys.
"""

import csv
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from deliberate.errors import MissingLibrary, StorageError, SweepError, unknown
from deliberate.outcomes import without_nan
from elections import printable
from elections.whole_file import whole_file

Row = dict[str, Any]

APPLICATION_ID = 0x44455357  # "DESW"
GROUP = 10_000  # rows of a Parquet file that are kept together

_TABLES = f"""
BEGIN; PRAGMA application_id={APPLICATION_ID};
CREATE TABLE plan (key TEXT PRIMARY KEY, said TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE part (scenario INTEGER, first INTEGER, rows TEXT, PRIMARY KEY (scenario, first));
"""


class Part:
    """What a sweep has finished by now, in a file of its own beside `out`.

    Raises
    ------
    SweepError
        If the file there was begun by another sweep: what differs is said.
    StorageError
        If it is in use by a sweep that is running, or cannot be written.
    """

    def __init__(self, out: Path, plan: dict[str, str]) -> None:
        self.path = out.with_name(f"{out.name}.part")
        with _storage(self.path):
            self._connection = sqlite3.connect(self.path, isolation_level=None, timeout=0)
            try:
                self._take(plan)
            except BaseException:
                self._connection.close()
                raise

    def _take(self, plan: dict[str, str]) -> None:
        """Hold the file alone, and begin it or check that it was begun for this plan."""
        ask = self._connection.execute
        ask("PRAGMA locking_mode=EXCLUSIVE")
        [[tables]] = ask("SELECT count(*) FROM sqlite_master")
        if tables and ask("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
            raise SweepError(f"{printable(str(self.path))}: this is no part of a sweep")
        ask("PRAGMA journal_mode=WAL")
        ask("PRAGMA synchronous=NORMAL")
        if not tables:
            self._connection.executescript(_TABLES)
            self._connection.executemany("INSERT INTO plan VALUES (?, ?)", plan.items())
            ask("COMMIT")
        # Taken for good by the first write, so that a sweep that finds all finished has it too.
        ask("BEGIN IMMEDIATE")
        ask("COMMIT")
        begun = dict(ask("SELECT key, said FROM plan").fetchall())
        if begun != plan:
            raise SweepError(
                f"{printable(str(self.path))} was begun by another sweep "
                f"({_differences(begun, plan)}); remove it to begin anew"
            )

    def finished(self) -> set[tuple[int, int]]:
        """Return which parts of the work are there, each by its scenario and its first game."""
        with _storage(self.path):
            return set(self._connection.execute("SELECT scenario, first FROM part"))

    def add(self, scenario: int, first: int, rows: list[Row]) -> None:
        """Keep the rows of one part of the work; a kill does not take them away any more."""
        with _storage(self.path):
            self._connection.execute(
                "INSERT INTO part VALUES (?, ?, ?)", (scenario, first, json.dumps(rows))
            )

    def rows(self) -> Iterator[Row]:
        """Yield every row, in the order of scenario, game and arm."""
        with _storage(self.path):
            found = self._connection.execute("SELECT rows FROM part ORDER BY scenario, first")
            for (text,) in found:
                yield from json.loads(text)

    def remove(self) -> None:
        """Remove the file: all that it holds stands elsewhere by now."""
        self._connection.close()
        with _storage(self.path):
            self.path.unlink()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _differences(begun: dict[str, str], asked: dict[str, str]) -> str:
    keys = [key for key in {**asked, **begun} if begun.get(key) != asked.get(key)]
    return "; ".join(
        f"{key}: {begun.get(key, 'nothing')} then, {asked.get(key, 'nothing')} now" for key in keys
    )


@contextmanager
def _storage(path: Path) -> Iterator[None]:
    """Turn what the machine refuses into a sentence."""
    try:
        yield
    except sqlite3.Error as problem:
        busy = "locked" in str(problem)
        reason = "another sweep is writing there" if busy else str(problem)
        raise StorageError(f"{printable(str(path))}: {reason}") from problem
    except OSError as problem:
        raise StorageError(f"{printable(str(path))}: {problem.strerror}") from problem


def _write_csv(file: BinaryIO, rows: Iterator[Row]) -> None:
    text = TextIOWrapper(file, encoding="utf-8", newline="")
    first = next(rows)
    table = csv.DictWriter(text, fieldnames=list(first))
    table.writeheader()
    table.writerows(map(without_nan, chain([first], rows)))
    text.detach()


def _write_json(file: BinaryIO, rows: Iterator[Row]) -> None:
    file.writelines(json.dumps(without_nan(row)).encode() + b"\n" for row in rows)


def _write_parquet(file: BinaryIO, rows: Iterator[Row]) -> None:
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    table = arrow.Table.from_pylist(list(islice(rows, GROUP)))
    with parquet.ParquetWriter(file, table.schema) as writer:
        while len(table):
            writer.write_table(table)
            table = arrow.Table.from_pylist(list(islice(rows, GROUP)), schema=table.schema)


WRITERS: dict[str, Callable[[BinaryIO, Iterator[Row]], None]] = {
    ".csv": _write_csv,
    ".json": _write_json,
    ".parquet": _write_parquet,
}
"""How rows are written, by the suffix of the file."""


def check_place(out: Path) -> None:
    """Say at once what would keep the rows from being written at the end.

    Raises
    ------
    SweepError
        If the suffix is none that is known.
    MissingLibrary
        If it needs a library that is not installed.
    StorageError
        If there is no such folder, or something other than a file is in the place.
    """
    shown = printable(str(out))
    if out.suffix not in WRITERS:
        raise SweepError(f"{shown}: {unknown('kind of file', printable(out.suffix), WRITERS)}")
    if out.suffix == ".parquet":
        try:
            import_module("pyarrow.parquet")
        except ImportError:
            raise MissingLibrary(
                f'{shown}: Parquet needs pyarrow: pip install "deliberate[parquet]"'
            ) from None
    if not out.parent.is_dir():
        raise StorageError(f"{shown} cannot be written: there is no folder for it")
    if out.exists() and not out.is_file():
        raise StorageError(f"{shown} cannot be written: it is not a file")


def write_rows(out: Path, rows: Iterable[Row]) -> None:
    """Write rows at `out`, whole or not at all.

    Raises
    ------
    StorageError
        If that cannot be done.
    """
    try:
        with whole_file(out) as file:
            WRITERS[out.suffix](file, iter(rows))
    except OSError as problem:
        raise StorageError(f"{printable(str(out))} cannot be written: {problem.strerror}") from None
