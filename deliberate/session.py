"""A game and its journal as one: the bridge that every way of playing goes through."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from attrs import frozen

from deliberate.decisions import Decision, from_dict, to_dict
from deliberate.errors import IllegalDecision, SessionError
from deliberate.game import begin, step
from deliberate.journal import UNDO, Entry, Header, Journal, read
from deliberate.scenario import Scenario, from_json, to_json
from deliberate.state import State, digest


@frozen(kw_only=True)
class Replay:
    """A session computed anew.

    `states` are the opening and the state after each entry, `history` those of them that were not
    taken back, and `differing` the numbers of the entries that came out otherwise.
    """

    header: Header
    entries: tuple[Entry, ...]
    states: tuple[State, ...]
    history: tuple[State, ...]
    differing: tuple[int, ...]

    @property
    def proven(self) -> bool:
        """Whether every recomputed state equals the recorded one."""
        return not self.differing

    @property
    def decisions(self) -> tuple[tuple[State, Decision], ...]:
        """The decisions that were not taken back, each with the state in which it was made."""
        kept: list[Decision] = []
        for entry in self.entries:
            if entry.undoes:
                kept.pop()
            else:
                kept.append(from_dict(entry.table))
        return tuple(zip(self.history, kept, strict=False))


class Session:
    """A game in progress. Every decision is on disk before anybody sees what it did.

    With no journal the session lives in memory alone.
    """

    def __init__(self, states: list[State], journal: Journal | None = None) -> None:
        self._states = states
        self._journal = journal

    @classmethod
    def new(cls, scenario: Scenario, seed: int, path: Path | None = None) -> Self:
        """Begin a game, kept at `path` if one is given.

        The scenario is taken as a file would give it back: its text cleaned, its numbers typed.
        """
        scenario = from_json(to_json(scenario))
        opening = begin(scenario, seed)
        return cls([opening], Journal.create(path, scenario, seed) if path else None)

    @classmethod
    def resume(cls, path: Path) -> Self:
        """Go on with the session at `path` where it was left.

        Raises
        ------
        SessionError
            If the file is not sound, or no longer gives the states that it recorded.
        StorageError
            If it is in use, or cannot be written.
        """
        # Taken first and read then: what another game wrote a moment ago is there too.
        journal = Journal.open(path)
        try:
            again = _proven(path, _recomputed(path, *journal.read()))
        except BaseException:
            journal.close()
            raise
        return cls(list(again.history), journal)

    @property
    def state(self) -> State:
        """Where the game stands."""
        return self._states[-1]

    @property
    def path(self) -> Path | None:
        """Where the session is kept, if it is."""
        return self._journal.path if self._journal else None

    @property
    def can_undo(self) -> bool:
        """Whether there is a decision to take back."""
        return len(self._states) > 1

    def submit(self, decision: Decision) -> State:
        """Carry out a decision, write it down, and return what follows.

        Raises
        ------
        IllegalDecision
            If the rules refuse it; nothing has changed.
        StorageError
            If it cannot be written down; nothing has changed.
        """
        following = step(self.state, decision)
        self._write(to_dict(decision), following)
        self._states.append(following)
        return following

    def undo(self) -> State:
        """Take back the last decision; the journal keeps both it and its undoing."""
        if not self.can_undo:
            raise IllegalDecision("there is nothing to take back")
        self._write(UNDO, self._states[-2])
        self._states.pop()
        return self.state

    def close(self) -> None:
        """Let go of the session file."""
        if self._journal:
            self._journal.close()

    def _write(self, table: dict[str, Any], following: State) -> None:
        if self._journal:
            self._journal.append(
                table, digest(following), year=following.year, phase=following.phase
            )


def replay(path: Path) -> Replay:
    """Compute a session anew from its scenario, seed and decisions, and compare every state.

    Raises
    ------
    SessionError
        If the file is not sound, or holds a decision that the rules refuse.
    """
    return _recomputed(path, *read(path))


def _recomputed(path: Path, header: Header, entries: list[Entry]) -> Replay:
    with _from_a_file(f"{path}: the opening"):
        past = [begin(header.scenario, header.seed)]
    states, differing = [past[0]], []
    for entry in entries:
        with _from_a_file(f"{path}: entry {entry.number}"):
            past = _follow(past, entry)
        states.append(past[-1])
        recorded = (entry.digest, entry.year, entry.phase)
        if (digest(past[-1]), past[-1].year, past[-1].phase) != recorded:
            differing.append(entry.number)
    return Replay(
        header=header,
        entries=tuple(entries),
        states=tuple(states),
        history=tuple(past),
        differing=tuple(differing),
    )


def _proven(path: Path, again: Replay) -> Replay:
    if again.proven:
        return again
    raise SessionError(
        f"{path}: entry {again.differing[0]} no longer gives the state recorded by version "
        f"{again.header.version}; the session has been left as it is"
    )


@contextmanager
def _from_a_file(where: str) -> Iterator[None]:
    """Say where a file went wrong: whatever it holds, it is the file's fault."""
    try:
        yield
    except Exception as problem:
        raise SessionError(f"{where}: {problem}") from problem


def _follow(past: list[State], entry: Entry) -> list[State]:
    """Return the states not taken back, first to last, after one more entry."""
    if not entry.undoes:
        return [*past, step(past[-1], from_dict(entry.table))]
    if len(past) == 1:
        raise IllegalDecision("there is nothing to take back")
    return past[:-1]
