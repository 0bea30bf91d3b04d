"""BLT: the format of Hill, Wichmann and Woodall for the single transferable vote.

``4 2`` (candidates, seats), a line ``3 1 2=4 0`` for each kind of ballot (votes, candidates
best first, a closing 0), a line ``0``, the names in quotation marks, the title. Read as
well: withdrawn candidates (``-3`` or ``[withdrawn 3]``), ``[tie 2 1 3]``, nicknames
(``[nick a b c]``), skipped ranks (``-``), ballot ids (``(A17)`` before the votes), comments
(``#`` to the end of the line, ``/* */``), names without quotation marks. One ballot a line.
See https://github.com/jklundell/droop/wiki/BltFileFormat and Algorithm 123, The Computer
Journal 30 (1987). David Hill's own files (.HIL) are the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from elections.arrays import UNRANKED
from elections.formats.base import (
    RANKINGS,
    SEATS,
    TIE_ORDER,
    TIES,
    TITLE,
    WITHDRAWN,
    BallotFile,
    Format,
)
from elections.formats.blt_names import Names
from elections.formats.blt_options import Options
from elections.formats.bundles import Bundles
from elections.formats.lines import Lines
from elections.formats.out import encodable, orders
from elections.formats.roll import size
from elections.formats.rows import order_rows, places_of
from elections.formats.scan import Grammar, Scan
from elections.formats.source import quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from elections.formats.lines import Ballot, Ballots
    from elections.formats.source import Source
    from elections.papers import PaperRules

_FIRST: Final = re.compile(r"\s*([0-9]+)\s+([0-9]+)\s*")
_SECOND: Final = re.compile(r"\s*(?:\[.*|-.*|0\s*|(?:\([^)]*\)\s*)?[0-9.]+\s[^\"]*\b0\s*)")
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|$)|#.*")
_ID: Final = re.compile(r"^\([^)]*\)\s*")
_LAST: Final = re.compile(r"\n[ \t]*0[ \t]*(?:#.*)?(?=\n|$)")
_ORDERS: Final = Grammar({"\n": "n", "n": "90", "9": "9=0", "=": "9", "0": "\n"})


def _recognises(head: Sequence[str]) -> bool:
    lines = (_COMMENT.sub("", line) for line in head)
    first, second = ([line for line in lines if line.strip()] + ["", ""])[:2]
    return bool(_FIRST.fullmatch(first) and _SECOND.fullmatch(second))


def _read(source: Source, rules: PaperRules) -> BallotFile:
    reader = _Reader(source, rules)
    for number, text in source.blocks():
        reader.take(number, text)
    return reader.file()


class _Reader:
    """Reads a BLT file: its first line, then its ballots, then its names."""

    def __init__(self, source: Source, rules: PaperRules) -> None:
        self.source, self.rules = source, rules
        self.options: Options | None = None
        self.names: Names | None = None
        self.bundles = Bundles(source)
        self.lines = Lines(self.bundles, self._quickly, self._line)
        self.seats = 0
        self.rows: dict[str, bytes] = {}

    def take(self, number: int, text: str) -> None:
        """Read lines, of which the first has this number."""
        if self.options is None:
            lines = text.split("\n")
            first = next((at for at, line in enumerate(lines) if _bare(line)), None)
            if first is None:
                return
            self.options = self._first(number + first, _bare(lines[first]))
            self.places = places_of(self.options)
            number, text = number + first + 1, "\n".join(lines[first + 1 :])
        if self.names is None:
            # To begin with the end of the line before is three times as fast as with "^".
            last = _LAST.search("\n" + text)
            self.lines.take(number, text[: last.start()].removesuffix("\n") if last else text)
            if last is None:
                return
            number += text.count("\n", 0, last.start())
            self.names = Names(self.source, self.options.candidates, number)
            number, text = number + 1, text[last.end() :]
        for line, written in enumerate(text.split("\n"), number):
            self.names.take(line, written)

    def file(self) -> BallotFile:
        """Return what was read."""
        if self.options is None:
            self.source.refuse(1, 'expected the numbers of candidates and seats, such as "4 2"')
        if self.names is None:
            self.source.refuse(None, "the closing 0 after the last ballot is missing")
        self.names.check()
        names = tuple(self.names.roll)
        if self.options.withdrawn:
            self.bundles.strike(self.options.withdrawn, len(names))
        return BallotFile(
            format=FORMAT.id,
            title=self.names.title or "",
            rankings=self.bundles.profile(names),
            seats=self.seats,
            withdrawn=tuple(names[place] for place in sorted(self.options.withdrawn)),
            tie_order=tuple(names[place] for place in self.options.tie_order),
        )

    def _first(self, line: int, written: str) -> Options:
        numbers = _FIRST.fullmatch(written)
        if numbers is None:
            self.source.refuse(
                line,
                f'expected the numbers of candidates and seats, found "{quote(written)}"',
            )
        candidates, self.seats = size(self.source, line, numbers.groups())
        return Options(self.source, candidates)

    def _quickly(self, text: str) -> Ballots:
        """Read many lines of ballots."""
        assert self.options is not None  # noqa: S101  # the first line was read
        scan = Scan(text, _ORDERS)
        rows = order_rows(scan, self.places, self.options.candidates)
        return scan.counts, rows, scan.bad

    def _line(self, line: int, whole_line: str) -> Ballot:
        """Read one line of ballots or options, or say what is wrong with it."""
        assert self.options is not None  # noqa: S101  # the first line was read
        written = _bare(whole_line)
        if not written:
            return None
        if written[0] in "[-":
            self.options.take(line, written)
            return None
        if written.startswith('"'):
            self.source.refuse(line, "a name where a ballot or the closing 0 is due")
        votes, _, order = _ID.sub("", written, count=1).replace("\t", " ").partition(" ")
        count = self.source.whole(line, votes)
        if order != "0" and not order.endswith(" 0"):
            self.source.refuse(line, "a ballot without its closing 0")
        row = self.rows.get(order)
        if row is None:
            entries = " =".join(each.strip() for each in order[:-1].split("=")).split()
            row = self.rows[order] = self._row(line, entries)
        return count, row

    def _row(self, line: int, entries: list[str]) -> bytes:
        assert self.options is not None  # noqa: S101  # the first line was read
        row = bytearray([UNRANKED]) * self.options.candidates
        rank = skipped = 0
        for entry in entries:
            if entry == "-":
                skipped += 1
                continue
            if skipped > self.rules.skips:
                break
            if entry == "0":
                self.source.refuse(line, "a 0 inside a ballot: one ballot a line is expected")
            skipped = 0
            tied = entry[0] == "="
            if entry == "=" or (tied and not rank):
                self.source.refuse(line, 'a candidate is missing beside "="')
            place = self.options.place(line, entry[tied:])
            rank += not tied
            if row[place] != UNRANKED:
                self.source.refuse(line, f"candidate {quote(entry[tied:])} is ranked twice")
            row[place] = rank
        return bytes(row)


def _bare(line: str) -> str:
    """Return a line without comments."""
    return _COMMENT.sub("", line).strip(" \t") if "#" in line or "/*" in line else line.strip(" \t")


def _write(file: BallotFile, _path: Path) -> Iterator[str]:
    profile, numbers = file.rankings, {name: at for at, name in enumerate(file.candidates, 1)}
    assert profile is not None  # noqa: S101  # only rankings are let through
    yield f"{len(numbers)} {file.seats or 1}"
    if file.withdrawn:
        yield " ".join(f"-{numbers[name]}" for name in file.withdrawn)
    if file.tie_order:
        yield f"[tie {' '.join(str(numbers[name]) for name in file.tie_order)}]"
    ranked = orders(profile.ranks, list(map(str, numbers.values())), above=" ", beside="=")
    for votes, order in zip(profile.weights.tolist(), ranked, strict=True):
        yield f"{votes} {order} 0"
    if profile.blank:
        yield f"{profile.blank} 0"
    yield "0"
    for text in (*numbers, file.title):
        doubled = text.replace('"', '""')
        yield f'"{doubled}"'


FORMAT: Final = Format(
    id="blt",
    name="BLT",
    source="https://github.com/jklundell/droop/wiki/BltFileFormat",
    suffixes=(".blt", ".hil"),
    recognises=_recognises,
    read=_read,
    write=_write,
    holds=frozenset({RANKINGS, TIES, SEATS, WITHDRAWN, TIE_ORDER, TITLE}),
    fits=lambda name: encodable(name) and not {"\n", "\r"} & set(name),
)
