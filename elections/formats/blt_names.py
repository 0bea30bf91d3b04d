"""The names and the title at the end of a BLT file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from elections.formats.roll import Roll

if TYPE_CHECKING:
    from elections.formats.source import Source

_QUOTED: Final = re.compile(r'\s*"((?:[^"]|"")*)"')
_REST: Final = re.compile(r"\s*(?:#.*)?")


class Names:
    """The lines after the ballots: names, a title, and what nobody needs.

    Names may share a line where they are in quotation marks, a quotation mark within
    being doubled; without, each line is one.

    Parameters
    ----------
    source : Source
        The file.
    due : int
        How many candidates it announced.
    line : int
        The line where the ballots end.
    """

    def __init__(self, source: Source, due: int, line: int) -> None:
        self.source, self.due, self.last = source, due, line
        self.roll = Roll(source)
        self.title: str | None = None
        self._warned = False

    def take(self, line: int, written: str) -> None:
        """Read one line."""
        if self.title is not None or not written.strip():
            return
        self.last = line
        if not written.lstrip().startswith('"'):
            self._unquoted(line, written.strip())
            return
        end = 0
        while quoted := _QUOTED.match(written, end):
            self._text(line, quoted[1].replace('""', '"'))
            end = quoted.end()
        if self.title is None and not _REST.fullmatch(written, end):
            self.source.refuse(line, "a name whose quotation mark is never closed")

    def check(self) -> None:
        """Refuse a file that names too few."""
        if len(self.roll) < self.due:
            self.source.refuse(
                self.last, f"{self.due} candidates announced, {len(self.roll)} named"
            )

    def _unquoted(self, line: int, written: str) -> None:
        if len(self.roll) < self.due and not self._warned:
            self._warned = True
            self.source.warn(line, "a name without quotation marks; each line is read as one")
        self._text(line, written)

    def _text(self, line: int, text: str) -> None:
        if len(self.roll) < self.due:
            self.roll.add(line, text)
        elif self.title is None:
            self.title = text
