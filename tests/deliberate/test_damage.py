"""Damaged and foreign files: refused with a clear sentence, and left as they are."""

import sqlite3
from contextlib import closing

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deliberate import (
    Session,
    SessionError,
    StorageError,
    replay,
)
from deliberate.journal import read
from deliberate.scenario import digest as scenario_digest
from deliberate.scenario import to_json


def refused(path):
    """Return why a file is refused, having checked that neither it nor its folder changed."""
    before, folder = path.read_bytes(), sorted(path.parent.iterdir())
    with pytest.raises(SessionError) as error:
        Session.resume(path)
    with pytest.raises(SessionError):
        replay(path)
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == folder
    assert str(path) in str(error.value)
    return str(error.value)


def test_another_digest_is_found_out(rewrite):
    path = rewrite("UPDATE journal SET digest = 'x' WHERE seq IN (2, 3)")
    again = replay(path)
    assert again.differing == (2, 3)
    assert not again.proven
    with pytest.raises(SessionError, match="entry 2 no longer gives the state"):
        Session.resume(path)


def test_another_seed_is_found_out(rewrite):
    assert not replay(rewrite("UPDATE session SET value = '8' WHERE key = 'seed'")).proven


def test_another_decision_is_found_out(rewrite):
    path = rewrite("""UPDATE journal SET entry = '{"kind": "undo"}' WHERE seq = 2""")
    with pytest.raises(SessionError, match=r"nobody can|no longer gives"):
        Session.resume(path)


@pytest.mark.parametrize(
    "entry",
    [
        '{"kind": "decide", "split": "x"}',
        '{"kind": "decide", "split": [1, 2]}',
        '{"kind": "proceed", "x": 1}',
        '{"kind": "zap"}',
        '{"kind": []}',
        "{}",
        "3",
        "[1]",
        "null",
        "{",
        "",
    ],
)
def test_an_entry_that_is_no_decision_is_refused(rewrite, entry):
    refused(rewrite(f"UPDATE journal SET entry = '{entry}' WHERE seq = 1"))


def test_more_undone_than_done_is_refused(rewrite):
    path = rewrite("""UPDATE journal SET entry = '{"kind": "undo"}' WHERE seq = 1""")
    assert "entry 1: there is nothing to take back" in refused(path)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE session SET value = replace(value, 'Calderford', 'Halifax') WHERE key = 'scenario'",
        "UPDATE session SET value = '{}' WHERE key = 'scenario'",
        "UPDATE session SET value = 'seven' WHERE key = 'seed'",
        "UPDATE session SET value = '-7' WHERE key = 'seed'",
        "DELETE FROM session WHERE key = 'scenario_hash'",
        "DELETE FROM session",
        "DROP TABLE session",
        "DROP TABLE journal",
    ],
)
def test_another_header_is_refused(rewrite, statement):
    refused(rewrite(statement))


def test_a_scenario_that_cannot_be_played_is_refused(rewrite, small):
    lost = evolve(small, lines=(evolve(small.lines[0], owner="nobody"), *small.lines[1:]))
    text = to_json(lost).replace("'", "''")
    path = rewrite(
        f"UPDATE session SET value = '{text}' WHERE key = 'scenario'",
        f"UPDATE session SET value = '{scenario_digest(lost)}' WHERE key = 'scenario_hash'",
    )
    assert "the opening" in refused(path)


@pytest.mark.parametrize("statement", ["UPDATE journal SET digest = 'x'", "DELETE FROM journal"])
def test_the_journal_is_append_only(kept, statement):
    with (
        closing(sqlite3.connect(kept)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="append only"),
    ):
        connection.execute(statement)
    assert replay(kept).proven


@pytest.mark.parametrize("length", [0, 10, 99, 100, 1000, 4096, 5000, -4096, -1])
def test_a_truncated_file_is_refused(kept, length):
    kept.write_bytes(kept.read_bytes()[:length])
    refused(kept)


def test_a_short_file_is_left_to_its_log(kept):
    kept.write_bytes(kept.read_bytes()[:-4096])
    kept.with_name(kept.name + "-wal").write_bytes(b"")
    before = kept.read_bytes()
    with pytest.raises(SessionError, match="damaged"):
        Session.resume(kept)
    assert kept.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", bytes(range(256)) * 40, b"{}"])
def test_a_file_of_something_else_is_refused(tmp_path, content):
    path = tmp_path / "a.session"
    path.write_bytes(content)
    assert "not a session of Deliberate" in refused(path)


def test_another_applications_database_is_refused(tmp_path):
    path = tmp_path / "a.session"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE session (key, value)")
    assert "not a session of Deliberate" in refused(path)


@pytest.mark.parametrize("schema", [0, 2, 99])
def test_an_unknown_schema_is_refused(rewrite, schema):
    path = rewrite(f"PRAGMA user_version={schema}")
    reason = refused(path)
    assert f"schema {schema}" in reason
    assert "left as it is" in reason


def test_what_is_not_there_cannot_be_resumed(tmp_path):
    with pytest.raises(SessionError, match="No such file"):
        Session.resume(tmp_path / "none.session")
    with pytest.raises(SessionError, match="directory"):
        Session.resume(tmp_path)
    assert list(tmp_path.iterdir()) == []


def looked_at(path):
    try:
        return replay(path)
    except (SessionError, StorageError):
        return None


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_flipped_byte_is_refused_or_does_not_matter(kept, data):
    sound = kept.with_suffix(".sound")
    if not sound.exists():
        sound.write_bytes(kept.read_bytes())
    content = bytearray(sound.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    kept.write_bytes(content)
    again = looked_at(kept)
    assert again is None or not again.proven or list(again.entries) == read(sound)[1]


@pytest.mark.parametrize("column", ["year = 'one'", "phase = x'00'", "digest = x'00'"])
def test_a_row_of_other_types_is_refused(rewrite, column):
    refused(rewrite(f"UPDATE journal SET {column} WHERE seq = 1"))


@pytest.mark.parametrize("column", ["year = 2", "phase = 'debrief'"])
def test_a_row_that_says_it_left_the_game_elsewhere_is_found_out(rewrite, column):
    assert replay(rewrite(f"UPDATE journal SET {column} WHERE seq = 1")).differing == (1,)
