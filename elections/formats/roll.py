"""The candidates of a file, as they are named in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from elections.arrays import MOST_CANDIDATES
from elections.formats.source import quote, small
from elections.text import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from elections.formats.source import Source


def size(source: Source, line: int, written: Sequence[str]) -> tuple[int, int]:
    """Read how many candidates and seats a file announces, both in digits.

    Raises
    ------
    BallotFileError
        Where the candidates are none or too many, or the seats are none.

    Warns
    -----
    BallotFileWarning
        Where there are more seats than candidates.
    """
    candidates, seats = map(small, written)
    if not 1 <= candidates <= MOST_CANDIDATES:
        source.refuse(
            line, f"{quote(written[0])} candidates: 1 to {MOST_CANDIDATES} can be counted"
        )
    if seats < 1:
        why = "at least 1 is to be filled" if seats == 0 else "this is no number of seats"
        source.refuse(line, f"{quote(written[1])} seats: {why}")
    if seats > candidates:
        source.warn(line, f"{seats} seats for {candidates} candidates")
    return candidates, seats


class Roll(dict[str, int]):
    """The names of the candidates and their indices, in the order of the file.

    Parameters
    ----------
    source : Source
        The file.
    word : str
        What it calls a candidate.
    """

    def __init__(self, source: Source, word: str = "candidate") -> None:
        super().__init__()
        self.source, self.word = source, word
        self._shown: set[str] = set()

    def add(self, line: int | None, name: str) -> int:
        """Add a name, and return its index.

        Raises
        ------
        BallotFileError
            Where the name is empty or there already, or the candidates are too many.

        Warns
        -----
        BallotFileWarning
            Where it looks like another name.
        """
        fault = self.fault(name)
        if fault:
            self.source.refuse(line, fault)
        likeness = self.likeness(name)
        if likeness:
            self.source.warn(line, likeness)
        return self.enter(name)

    def fault(self, name: str) -> str:
        """Say why a name cannot be added; empty where it can."""
        number = len(self) + 1
        if not name.strip():
            return f"{self.word} {number} has an empty name"
        if name in self:
            return f'two {self.word}s have the name "{quote(name)}"'
        if number > MOST_CANDIDATES:
            return f"{self.word} {number}: at most {MOST_CANDIDATES} can be counted"
        return ""

    def likeness(self, name: str) -> str:
        """Say that a name looks like another one; empty where it does not."""
        alike = printable(name) in self._shown
        return f'two {self.word}s look alike: "{quote(name)}"' if alike else ""

    def enter(self, name: str) -> int:
        """Add a name that has no fault, and return its index."""
        self._shown.add(printable(name))
        self[name] = len(self)
        return self[name]
