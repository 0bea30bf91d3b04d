"""Sessions on disk: nothing confirmed is lost, and nothing unsound is believed or touched."""

import os
import subprocess
import sys

import pytest

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
    play,
    player,
    replay,
)
from deliberate import journal as journals
from deliberate.journal import Journal, read

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


def test_a_session_resumes_where_it_was_left(tmp_path, small):
    path = tmp_path / "mine.session"
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


def test_a_session_without_a_file_lives_in_memory(small, advance):
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


def test_undoing_is_recorded_and_can_be_resumed_and_gone_on_with(tmp_path, small, advance):
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


def test_a_file_is_never_overwritten(kept, small):
    before = kept.read_bytes()
    with pytest.raises(SessionError, match="this file exists"):
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


def test_one_session_is_open_in_one_game(kept, advance):
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
        session.submit(choose(player("consultative"), session.state))
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
    path.parent.mkdir()
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


def test_every_commit_is_on_the_disk(tmp_path, small):
    session = Session.new(small, 1, tmp_path / "a.session")
    ask = session._journal._connection.execute
    assert ask("PRAGMA journal_mode").fetchone() == ("wal",)
    assert ask("PRAGMA synchronous").fetchone() == (2,)
    session.close()


def test_the_journal_says_where_each_entry_left_the_game(tmp_path, small):
    path = tmp_path / "mine.session"
    session = Session.new(small, 1, path)
    session.submit(Proceed())
    session.undo()
    session.close()
    _, entries = read(path)
    assert [(entry.year, entry.phase) for entry in entries] == [(1, "polling"), (1, "hustings")]


def test_a_session_resumes_with_what_another_game_wrote_a_moment_ago(kept, monkeypatch):
    before = journals.Journal.open

    def open_after_another_game(path):
        monkeypatch.setattr(journals.Journal, "open", before)
        other = Session.resume(path)
        other.submit(choose(player("directive"), other.state))
        other.close()
        return before(path)

    monkeypatch.setattr(journals.Journal, "open", open_after_another_game)
    session = Session.resume(kept)
    recorded = replay_of(kept, session)
    assert digest(session.state) == recorded


def replay_of(path, session):
    session.close()
    _, entries = read(path)
    return entries[-1].digest
