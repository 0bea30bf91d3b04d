"""PrefLib's four formats of rankings: soc, soi, toc and toi.

A file names its alternatives in a header and has one line for each distinct ballot:
``count: 1,{2,3},4``, best first, a tie in braces. See https://preflib.github.io.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from attrs import define, field

from elections.arrays import MOST_CANDIDATES, MOST_VOTES, UNRANKED
from elections.ballots import Profile
from elections.building import columns
from elections.text import printable, shorten

if TYPE_CHECKING:
    from elections.formats.source import Source

_KINDS: Final = ("soc", "soi", "toc", "toi")

_NAME: Final = re.compile(r"ALTERNATIVE NAME (\d+)", re.ASCII)
_TIE: Final = re.compile(r"\{([^{}]*)\}")
_NESTED: Final = re.compile(r"\{[^{}]*\{")
_NUMBER: Final = re.compile(r"[0-9]+")
_OLD: Final = re.compile(r"[0-9]+\s*")
_LONGEST: Final = 30


@define
class _Header:
    """What the lines that begin with # say."""

    names: dict[str, str] = field(factory=dict)
    announced: dict[str, tuple[int, str]] = field(factory=dict)


def parse(source: Source) -> Profile:
    """Read a PrefLib file.

    Parameters
    ----------
    source : Source
        The file.

    Returns
    -------
    Profile
        Candidates in the order of the header.

    Raises
    ------
    BallotFileError
        Naming the line.
    """
    header = _Header()
    reader: _Ballots | None = None
    for number, line in source:
        written = line.strip(" \t\n")
        if written.startswith("#"):
            if reader is not None:
                source.refuse(number, "a header line after the first ballot")
            _read_header(source, header, number, written[1:].strip(" \t"))
        elif written:
            reader = reader or _start(source, header, number, written)
            reader.read(number, written)
    return (reader or _start(source, header, 1, "")).profile()


def _read_header(source: Source, header: _Header, line: int, written: str) -> None:
    key, _, value = written.partition(":")
    value = value.strip(" \t")
    alternative = _NAME.fullmatch(key)
    if alternative is None:
        header.announced.setdefault(key, (line, value))
        return
    index = alternative[1]
    if not value:
        source.refuse(line, f"alternative {index} has an empty name")
    if index in header.names:
        source.refuse(line, f"alternative {index} is named twice")
    if value in header.names.values():
        source.refuse(line, f'two alternatives have the name "{_quote(value)}"')
    if printable(value) in map(printable, header.names.values()):
        source.warn(line, f'two alternatives look alike: "{_quote(value)}"')
    header.names[index] = value


def _start(source: Source, header: _Header, line: int, first: str) -> _Ballots:
    """Check the header when the first ballot is reached, or the end of the file."""
    if not header.names:
        source.refuse(*_without_header(header, line, first))
    if len(header.names) > MOST_CANDIDATES:
        source.refuse(
            None, f"{len(header.names)} alternatives; at most {MOST_CANDIDATES} can be counted"
        )
    _check_announced(source, header, "NUMBER ALTERNATIVES", len(header.names), "named", fatal=True)
    return _Ballots(source, header)


def _without_header(header: _Header, line: int, first: str) -> tuple[int, str]:
    if first.startswith("<"):
        return line, "this is an HTML page, not a ballot file"
    if _OLD.fullmatch(first):
        return (
            line,
            "this is the PrefLib format from before September 2022, which is not read today",
        )
    if "NUMBER ALTERNATIVES" in header.announced:
        at, announced = header.announced["NUMBER ALTERNATIVES"]
        return at, f"there are no candidates: {_quote(announced)} announced, 0 named"
    return line, 'there is no header: expected lines such as "# ALTERNATIVE NAME 1: Ann" first'


def _check_announced(
    source: Source, header: _Header, key: str, found: int, word: str, *, fatal: bool = False
) -> None:
    if key not in header.announced:
        return
    line, announced = header.announced[key]
    if announced.lstrip("0") in (str(found), "" if found == 0 else str(found)):
        return
    message = f"{key}: {_quote(announced)} announced, {found} {word}"
    if fatal:
        source.refuse(line, message)
    source.warn(line, message)


class _Ballots:
    """The data lines of one file, added up by distinct ballot."""

    def __init__(self, source: Source, header: _Header) -> None:
        self.source, self.header = source, header
        self.places = {index: place for place, index in enumerate(header.names)}
        self.votes: dict[bytes, int] = {}
        self.lines = self.total = 0
        self.rows: dict[str, bytes] = {}
        kind = header.announced.get("DATA TYPE", (0, ""))[1].lower()
        self.kind = kind if kind in _KINDS else source.suffix[1:]
        self.tied = self.short = False

    def read(self, line: int, written: str) -> None:
        """Read one data line."""
        before, colon, order = written.partition(":")
        if not colon:
            self.source.refuse(line, f'expected "count: 1,2,3", found "{_quote(written)}"')
        count = self._multiplicity(line, before.strip(" \t"))
        row = self.rows.get(order)
        if row is None:
            row = self.rows[order] = self._row(line, order.strip(" \t"))
        self.lines += 1
        self.total += count
        if self.total > MOST_VOTES:
            self.source.refuse(
                line, f"together the ballots pass {MOST_VOTES:,}, which does not fit"
            )
        self.votes[row] = self.votes.get(row, 0) + count

    def profile(self) -> Profile:
        """Make the profile, and compare it with what the header announced."""
        _check_announced(self.source, self.header, "NUMBER VOTERS", self.total, "found")
        _check_announced(self.source, self.header, "NUMBER UNIQUE ORDERS", self.lines, "found")
        names = tuple(self.header.names.values())
        ranks = columns(self.votes, len(names))
        return Profile.from_ranks(ranks, names, list(self.votes.values()))

    def _multiplicity(self, line: int, written: str) -> int:
        if not _NUMBER.fullmatch(written):
            self.source.refuse(
                line, f'multiplicity "{_quote(written)}" is not a whole number from 0'
            )
        if len(written) > len(str(MOST_VOTES)) or int(written) > MOST_VOTES:
            self.source.refuse(
                line, f"multiplicity {_quote(written)} does not fit (at most {MOST_VOTES:,})"
            )
        return int(written)

    def _row(self, line: int, order: str) -> bytes:
        """Read one order: a byte for each candidate, its rank or 255."""
        row = bytearray([UNRANKED]) * len(self.places)
        rank = 0
        for group in self._groups(line, order) if order else []:
            rank += bool(group)
            for index in group:
                place = self.places.get(index)
                if place is None:
                    place = self._place(line, index)
                if row[place] != UNRANKED:
                    self._twice(line, index, in_tie=row[place] == rank)
                row[place] = rank
            if len(group) > 1:
                self._promise(line, tied=True)
        if UNRANKED in row and order:
            self._promise(line, tied=False)
        return bytes(row)

    def _groups(self, line: int, order: str) -> list[list[str]]:
        if "{" not in order and "}" not in order:
            return [[index] for index in order.split(",")]
        ties: list[list[str]] = []

        def set_aside(tie: re.Match[str]) -> str:
            ties.append(tie[1].split(",") if tie[1].strip(" \t") else [])
            # A NUL cannot be in the file, so that this mark cannot be mistaken.
            return f"\0{len(ties) - 1}"

        outside = _TIE.sub(set_aside, order)
        if "{" in outside or "}" in outside:
            self.source.refuse(line, _braces(order))
        marks = {f"\0{number}": tie for number, tie in enumerate(ties)}
        return [marks.get(entry.strip(" \t"), [entry]) for entry in outside.split(",")]

    def _place(self, line: int, entry: str) -> int:
        index = entry.strip(" \t")
        place = self.places.get(index)
        if place is not None:
            return place
        if not index:
            self.source.refuse(line, "an empty entry beside a comma")
        if not _NUMBER.fullmatch(index):
            self.source.refuse(line, f'"{_quote(index)}" is not a candidate number')
        return self.source.refuse(line, f"candidate number {_quote(index)} has no ALTERNATIVE NAME")

    def _twice(self, line: int, entry: str, *, in_tie: bool) -> None:
        index = entry.strip(" \t")
        times = "is twice in one tie" if in_tie else "is ranked twice"
        name = _quote(self.header.names[index])
        self.source.refuse(line, f"candidate {index} ({name}) {times}")

    def _promise(self, line: int, *, tied: bool) -> None:
        """Warn, once, of a tie in a strict kind or of a gap in a complete kind."""
        if tied and self.kind[0] == "s" and not self.tied:
            self.tied = True
            self.source.warn(line, f"{self.kind} promises strict orders, but here is a tie")
        if not tied and self.kind[2] == "c" and not self.short:
            self.short = True
            self.source.warn(
                line, f"{self.kind} promises complete orders, but here is a partial one"
            )


def _braces(order: str) -> str:
    if _NESTED.search(order):
        return 'a "{" nested inside another one'
    return 'a "{" is never closed' if order.count("{") > order.count("}") else 'a "}" without "{"'


def _quote(text: str) -> str:
    return shorten(printable(text), _LONGEST)
