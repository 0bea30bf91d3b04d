"""Sessions on disk: nothing confirmed is lost, and nothing unsound is believed or touched."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deliberate import (
    IllegalDecision,
    Phase,
    Poll,
    Proceed,
    Session,
    SessionError,
    StorageError,
    begin,
    choose,
    digest,
    load_scenario,
    play,
    player,
    replay,
)
from deliberate import journal as journals
from deliberate.journal import Journal, read
from deliberate.scenario import digest as scenario_digest
from deliberate.scenario import to_json

WRITES_FOR_EVER = """
import sys
from pathlib import Path
from deliberate import Session, choose, digest, load_scenario, player
session = Session.new(load_scenario("two-towns"), 7, Path(sys.argv[1]))
while True:
    state = session.submit(choose(player("consultative"), session.state))
    print(digest(state), flush=True)
    if state.phase == "outcome":
        while session.can_undo:
            print(digest(session.undo()), flush=True)
"""
RESUMES = """
import sys
from pathlib import Path
from deliberate import Session
Session.resume(Path(sys.argv[1])).close()
"""


@pytest.fixture(scope="session")
def small():
    return evolve(load_scenario("two-towns"), residents=50, years=2)


def advance(session, steps):
    for _ in range(steps):
        session.submit(choose(player("consultative"), session.state))


@pytest.fixture
def kept(tmp_path, small):
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


def test_a_session_resumes_where_it_was_left(tmp_path, small):
    path = tmp_path / "sessions" / "mine.session"
    session = Session.new(small, 3, path)
    assert session.path == path
    state = session.state
    while state.phase is not Phase.DEBRIEF:
        state = session.submit(choose(player("consultative"), state))
        session.close()
        session = Session.resume(path)
        assert session.state == state
    session.close()
    assert state == play(begin(small, 3), player("consultative"))
    assert replay(path).proven


def test_a_session_without_a_file_lives_in_memory(small):
    session = Session.new(small, 1)
    advance(session, 2)
    session.undo()
    assert session.path is None
    assert session.state.phase is Phase.POLLING
    session.close()


def test_undo_then_redo_is_where_one_was(small):
    session = Session.new(small, 5)
    states = [session.state]
    while session.state.phase is not Phase.DEBRIEF:
        decision = choose(player("consultative"), session.state)
        after = session.submit(decision)
        assert session.undo() == states[-1]
        assert session.submit(decision) == after
        states.append(after)
    while session.can_undo:
        states.pop()
        assert session.undo() == states[-1]
    with pytest.raises(IllegalDecision, match="nothing to take back"):
        session.undo()


def test_undoing_is_recorded_and_can_be_resumed_and_gone_on_with(tmp_path, small):
    path = tmp_path / "a.session"
    session = Session.new(small, 5, path)
    advance(session, 3)
    third = session.state
    session.undo()
    session.undo()
    session.close()
    session = Session.resume(path)
    assert session.state.phase is Phase.POLLING
    advance(session, 2)
    assert session.state == third
    session.close()
    again = replay(path)
    assert [entry.undoes for entry in again.entries] == [False] * 3 + [True] * 2 + [False] * 2
    assert again.proven
    assert again.states[-1] == third


def test_a_refused_decision_is_not_written(kept):
    session = Session.resume(kept)
    before = session.state
    with pytest.raises(IllegalDecision):
        session.submit(Poll())
    assert session.state is before
    session.close()
    assert len(read(kept)[1]) == 6


def test_a_file_says_what_it_was_begun_with(kept, small):
    header, entries = read(kept)
    assert header.scenario == small
    assert header.seed == 7
    assert header.version.count(".") >= 1
    assert [entry.number for entry in entries] == [1, 2, 3, 4, 5, 6]
    again = replay(kept)
    assert [digest(state) for state in again.states[1:]] == [entry.digest for entry in entries]


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


def test_a_file_is_never_overwritten(kept, small):
    before = kept.read_bytes()
    with pytest.raises(StorageError, match="this file exists"):
        Session.new(small, 1, kept)
    assert kept.read_bytes() == before


def test_where_nothing_can_be_written_says_so(tmp_path, small):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="file"):
        Session.new(small, 1, tmp_path / "file" / "a.session")


def test_a_session_that_cannot_be_laid_out_leaves_no_file(tmp_path, small, monkeypatch):
    monkeypatch.setattr(journals, "_TABLES", "CREATE TABLE session (key) STRICT_NONSENSE;")
    with pytest.raises(StorageError, match=r"a\.session"):
        Session.new(small, 1, tmp_path / "a.session")
    assert list(tmp_path.iterdir()) == []


def resumed_elsewhere(path):
    return subprocess.run(
        [sys.executable, "-c", RESUMES, path], capture_output=True, text=True, check=False
    )


def test_one_session_is_open_in_one_game(kept):
    session = Session.resume(kept)
    for attempt in (Session.resume, replay, read, Journal.open):
        with pytest.raises(StorageError, match="another game has this session open"):
            attempt(kept)
    # Having been asked for here, the file is still held against other processes.
    elsewhere = resumed_elsewhere(kept)
    assert "StorageError" in elsewhere.stderr
    assert "another game has this session open" in elsewhere.stderr
    advance(session, 1)
    session.close()
    assert resumed_elsewhere(kept).returncode == 0


def test_a_session_in_use_elsewhere_is_refused_and_then_free(tmp_path):
    path = tmp_path / "a.session"
    with writer(path) as process:
        process.stdout.readline()
        for attempt in (Session.resume, replay):
            with pytest.raises(StorageError, match="another game has this session open"):
                attempt(path)
        process.kill()
    assert replay(path).proven


def writer(path):
    return subprocess.Popen(
        [sys.executable, "-c", WRITES_FOR_EVER, path], stdout=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("decisions", [1, 9, 40])
def test_a_killed_process_loses_nothing_confirmed(tmp_path, decisions):
    path = tmp_path / "a.session"
    with writer(path) as process:
        confirmed = [process.stdout.readline().strip() for _ in range(decisions)]
        process.kill()
        confirmed += process.stdout.read().split("\n")[:-1]
    assert process.returncode < 0
    again = replay(path)
    assert again.proven
    recorded = [entry.digest for entry in again.entries]
    assert recorded[: len(confirmed)] == confirmed
    assert len(recorded) <= len(confirmed) + 1
    session = Session.resume(path)
    assert digest(session.state) == recorded[-1]
    if session.can_undo:
        session.undo()
    session.close()
    assert replay(path).proven


def fill(session):
    for _ in range(500):
        advance(session, 1)
        session.undo()


def test_a_full_disk_loses_nothing_confirmed(kept):
    session = Session.resume(kept)
    pages = session._journal._connection.execute("PRAGMA page_count").fetchone()[0]
    session._journal._connection.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StorageError, match="full"):
        fill(session)
    full = session.state
    session.close()
    again = Session.resume(kept)
    assert again.state == full
    again.close()


@pytest.mark.parametrize(
    "name",
    ["a b.session", "100%.session", "a#b?c=d&mode=memory", "Élan–山.session", "'; DROP--", "%41"],
)
def test_a_path_may_have_odd_characters(tmp_path, small, name):
    path = tmp_path / f"{name} folder" / name
    session = Session.new(small, 1, path)
    state = session.submit(Proceed())
    session.close()
    assert [each.name for each in path.parent.iterdir()] == [name]
    again = Session.resume(path)
    assert again.state == state
    again.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes any bytes for a name")
def test_a_path_need_not_be_text(tmp_path, small):
    path = tmp_path / os.fsdecode(b"caf\xe9.session")
    Session.new(small, 1, path).close()
    assert replay(path).proven
