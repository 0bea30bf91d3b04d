"""A session on disk: an append-only SQLite file, one row a confirmed decision.

Every row is on the disk (write-ahead log, synchronous FULL) before `append` returns, so a process
may be killed at any moment. A file is checked before anything is written to it, and a file
that is not sound is refused and left as it is.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Self
from weakref import WeakSet

from attrs import frozen

from deliberate import scenario as scenarios
from deliberate.errors import SessionError, StorageError
from deliberate.scenario import Scenario

APPLICATION_ID = 0x44454C42  # "DELB"
SCHEMA = 1
UNDO = {"kind": "undo"}

_IN_USE = "another game has this session open"
_DAMAGED = "this session is damaged; it has been left as it is"

_TABLES = """
CREATE TABLE session (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE journal (seq INTEGER PRIMARY KEY, entry TEXT NOT NULL, digest TEXT NOT NULL,
    year INTEGER NOT NULL, phase TEXT NOT NULL);
CREATE TRIGGER no_change BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER no_loss BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'append only'); END;
"""


@frozen(kw_only=True)
class Entry:
    """A row: a decision (or the undoing of the last one), and what followed.

    `digest` is the fingerprint of the state that followed, `year` and `phase` where it stood.
    """

    number: int
    table: dict[str, Any]
    digest: str
    year: int
    phase: str

    @property
    def undoes(self) -> bool:
        """Whether this entry takes back the decision before it."""
        return self.table == UNDO


@frozen(kw_only=True)
class Header:
    """What a session was begun with; `version` is that of the package that wrote it."""

    version: str
    scenario: Scenario
    seed: int


class Journal:
    """An open session file, held by this process alone until it is closed."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        _OPEN_HERE.add(self)

    @classmethod
    def create(cls, path: Path, scenario: Scenario, seed: int) -> Self:
        """Begin a new session file.

        Raises
        ------
        SessionError
            If the file exists.
        StorageError
            If it cannot be written.
        """
        header = {
            "package_version": version("deliberate"),
            "scenario": scenarios.to_json(scenario),
            "scenario_hash": scenarios.digest(scenario),
            "seed": str(seed),
        }
        with _storage(path):
            _make(path)
            try:
                connection = _lay_out(path, header)
            except BaseException:
                path.unlink()
                raise
        return cls(path, connection)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open an existing session to go on with it.

        Raises
        ------
        SessionError
            If it is no session, damaged, or of a schema unknown here; it stays untouched.
        StorageError
            If it is in use by another game, or cannot be written.
        """
        read(path)
        with _storage(path):
            connection = _connect(path)
            _claim(connection)
        return cls(path, connection)

    def read(self) -> tuple[Header, list[Entry]]:
        """Return what the session holds by now."""
        with _storage(self.path):
            return _contents(self.path, self._connection)

    def append(self, table: dict[str, Any], digest: str, *, year: int, phase: str) -> None:
        """Write one entry; when this returns, it is on the disk."""
        with _storage(self.path):
            self._connection.execute(
                "INSERT INTO journal (entry, digest, year, phase) VALUES (?, ?, ?, ?)",
                (json.dumps(table, sort_keys=True), digest, year, phase),
            )

    def close(self) -> None:
        """Let go of the file; the log is folded into it."""
        self._connection.close()
        _OPEN_HERE.discard(self)


# Closing a file gives up every lock that the process has on it, by the rules of POSIX; so no file
# is opened to be looked at while a session of this process is kept in it.
_OPEN_HERE: WeakSet[Journal] = WeakSet()


def read(path: Path) -> tuple[Header, list[Entry]]:
    """Return what a session file holds, without changing it.

    Raises
    ------
    SessionError
        If it is no session, damaged, or of a schema unknown here.
    StorageError
        If it is in use by another game.
    """
    if any(journal.path.resolve() == path.resolve() for journal in _OPEN_HERE):
        raise StorageError(f"{path}: {_IN_USE}")
    _check_first_bytes(path)
    with _storage(path), closing(_look_into(path)) as connection:
        return _contents(path, connection)


def _contents(path: Path, connection: sqlite3.Connection) -> tuple[Header, list[Entry]]:
    """Return what a session holds, or say that it is damaged."""
    try:
        sound = connection.execute("PRAGMA quick_check").fetchall()
        said = dict(connection.execute("SELECT key, value FROM session").fetchall())
        rows = connection.execute(
            "SELECT seq, entry, digest, year, phase FROM journal ORDER BY seq"
        )
        entries = [_entry(*row) for row in rows]
        header = Header(
            version=said["package_version"],
            scenario=scenarios.from_json(said["scenario"]),
            seed=int(said["seed"]),
        )
    except Exception as problem:
        # An error of SQL is one of the file's contents; all others are the machine's.
        code = getattr(problem, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        if isinstance(problem, sqlite3.OperationalError) and code != sqlite3.SQLITE_ERROR:
            raise
        raise SessionError(f"{path}: this session is damaged: {problem}") from problem
    intact = scenarios.digest(header.scenario) == said.get("scenario_hash")
    if sound != [("ok",)] or not intact:
        raise SessionError(f"{path}: {_DAMAGED}")
    return header, entries


def _entry(number: int, table: str, digest: str, year: int, phase: str) -> Entry:
    """Return a row as an entry; SQLite itself would take any type in any column."""
    entry = Entry(number=number, table=json.loads(table), digest=digest, year=year, phase=phase)
    found = [type(each) for each in (digest, year, phase)]
    if found != [str, int, str]:
        raise TypeError(f"entry {number} has columns of other types than it should")
    return entry


def _check_first_bytes(path: Path) -> None:
    """Refuse what is no session of ours by its first bytes, before SQLite touches it."""
    try:
        with path.open("rb") as file:
            first, size = file.read(100), path.stat().st_size
    except OSError as problem:
        raise SessionError(f"{path}: {problem.strerror}") from None
    application = int.from_bytes(first[68:72], "big")
    if not first.startswith(b"SQLite format 3\0") or application != APPLICATION_ID:
        raise SessionError(f"{path}: this is not a session of Deliberate")
    page_size, pages = int.from_bytes(first[16:18], "big"), int.from_bytes(first[28:32], "big")
    # A file that was being folded together with its log when the process died may be short.
    if size < page_size * pages and not _has_log(path):
        raise SessionError(f"{path}: {_DAMAGED}")
    schema = int.from_bytes(first[60:64], "big")
    if schema != SCHEMA:
        raise SessionError(
            f"{path}: this session has schema {schema} and this version reads schema {SCHEMA}; "
            "it has been left as it is"
        )


def _make(path: Path) -> None:
    """Make an empty file; of two games that try at once, one is refused."""
    try:
        path.open("xb").close()
    except FileExistsError:
        raise SessionError(f"{path}: this file exists; a session never overwrites one") from None


def _lay_out(path: Path, header: dict[str, str]) -> sqlite3.Connection:
    """Write the tables and the header, and take the file for this process."""
    connection = _connect(path)
    try:
        _write_header(connection, header)
        _claim(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _write_header(connection: sqlite3.Connection, header: dict[str, str]) -> None:
    # The schema is settled in the file itself before the write-ahead log begins, so that its
    # number can be read from the first bytes whatever happens later.
    connection.executescript(
        f"PRAGMA synchronous=FULL; BEGIN; PRAGMA application_id={APPLICATION_ID};"
        f"PRAGMA user_version={SCHEMA};{_TABLES}"
    )
    connection.executemany("INSERT INTO session VALUES (?, ?)", header.items())
    connection.execute("COMMIT")


def _look_into(path: Path) -> sqlite3.Connection:
    """Return a connection that changes nothing and, if it can be, leaves nothing beside the file.

    A write-ahead log is there while a game has the file open and after one that was killed.
    """
    return _connect(path, "?mode=ro" if _has_log(path) else "?mode=ro&immutable=1")


def _has_log(path: Path) -> bool:
    return path.with_name(path.name + "-wal").exists()


def _connect(path: Path, query: str = "") -> sqlite3.Connection:
    # A game holds its file for as long as it runs, so that waiting for it would be no use.
    uri = path.resolve().as_uri() + query
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=0)


def _claim(connection: sqlite3.Connection) -> None:
    """Take the file for this process, with a write-ahead log that is safe at every commit."""
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("COMMIT")


@contextmanager
def _storage(path: Path) -> Iterator[None]:
    """Turn what the machine refuses into a sentence."""
    try:
        yield
    except sqlite3.Error as problem:
        reason = _IN_USE if "locked" in str(problem) else str(problem)
        raise StorageError(f"{path}: {reason}") from problem
    except OSError as problem:
        raise StorageError(f"{path}: {problem.strerror}") from problem
