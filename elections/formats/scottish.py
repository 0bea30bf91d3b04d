"""Scottish council elections as CSV, as MGGG published them.

``11,4,`` (candidates, seats), a line ``41,1,3,2,`` for each kind of ballot (votes, candidates
best first), a line ``"Candidate 1","Paul Carey","Labour (Lab)",`` for each candidate, the
ward. Every line ends with a comma. The party is left aside.
See https://github.com/mggg/scot-elex.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from elections.arrays import UNRANKED
from elections.formats.base import RANKINGS, SEATS, TITLE, BallotFile, Format
from elections.formats.bundles import Bundles
from elections.formats.lines import Lines
from elections.formats.out import encodable, orders
from elections.formats.roll import Roll, size
from elections.formats.rows import order_rows, places_of
from elections.formats.scan import Grammar, Scan
from elections.formats.sheet import cells
from elections.formats.source import quote, small

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from elections.formats.lines import Ballot, Ballots
    from elections.formats.source import Source
    from elections.papers import PaperRules

_FIRST: Final = re.compile(r"\s*([0-9]+)\s*,\s*([0-9]+)\s*,?\s*")
_NUMBERS: Final = re.compile(r"\s*[0-9]+(?:\s*,\s*[0-9]+){2,}\s*,\s*")
_TEXT: Final = re.compile(r"\n[ \t,]*[^0-9 \t,\n]")
_LABEL: Final = re.compile(r"Candidate ([0-9]+)")
_ORDERS: Final = Grammar({"\n": "n", "n": ",\n", ",": "9\n", "9": ",\n"})


def _recognises(head: Sequence[str]) -> bool:
    first = next((line for line in head if line.strip()), "")
    return bool(_FIRST.fullmatch(first) or _NUMBERS.fullmatch(first))


def _read(source: Source, _rules: PaperRules) -> BallotFile:
    reader = _Reader(source)
    for number, text in source.blocks():
        reader.take(number, text)
    return reader.file()


class _Reader:
    """Reads a file: its first line, then its ballots, then its candidates and the ward."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.first = self.last = 0
        self.candidates = self.seats = 0
        self.bundles = Bundles(source)
        self.lines = Lines(self.bundles, self._quickly, self._line)
        self.roll = Roll(source)
        self.title: str | None = None
        self.named = False

    def take(self, number: int, text: str) -> None:
        """Read lines, of which the first has this number."""
        if not self.first:
            lines = text.split("\n")
            first = next((at for at, line in enumerate(lines) if line.strip(" \t,")), None)
            if first is None:
                return
            self._first(number + first, lines[first])
            number, text = number + first + 1, "\n".join(lines[first + 1 :])
        if not self.named:
            names = _TEXT.search("\n" + text)
            end = names.start() if names else len(text) + 1
            self.lines.take(number, text[: max(end - 1, 0)])
            if names is None:
                return
            self.named = True
            number, text = number + text.count("\n", 0, end), text[end:]
        for line, written in enumerate(text.split("\n"), number):
            self._text(line, written)

    def file(self) -> BallotFile:
        """Return what was read."""
        if not self.first:
            self.source.refuse(1, 'expected the numbers of candidates and seats, such as "4,3,"')
        if len(self.roll) != self.candidates:
            self.source.refuse(
                self.first, f"{self.candidates} candidates announced, {len(self.roll)} named"
            )
        return BallotFile(
            format=FORMAT.id,
            title=self.title or "",
            seats=self.seats,
            rankings=self.bundles.profile(self.roll),
        )

    def _first(self, line: int, written: str) -> None:
        numbers = _FIRST.fullmatch(written)
        if numbers is None:
            self.source.refuse(line, f'expected "candidates,seats,", found "{quote(written)}"')
        self.candidates, self.seats = size(self.source, line, numbers.groups())
        self.first = line
        self.places = places_of(str(number) for number in range(1, self.candidates + 1))

    def _quickly(self, text: str) -> Ballots:
        """Read many lines of ballots."""
        scan = Scan(text, _ORDERS)
        rows = order_rows(scan, self.places, self.candidates)
        return scan.counts, rows, scan.bad

    def _line(self, line: int, written: str) -> Ballot:
        if not written.strip(" \t,"):
            return None
        votes, *order = written.rstrip(" \t,").split(",")
        count = self.source.whole(line, votes)
        row = bytearray([UNRANKED]) * self.candidates
        for rank, entry in enumerate(order, 1):
            number = small(entry.strip(" \t"))
            if not 1 <= number <= self.candidates:
                self.source.refuse(line, f'candidate "{quote(entry)}" of {self.candidates}')
            if row[number - 1] != UNRANKED:
                self.source.refuse(line, f"candidate {number} is ranked twice")
            row[number - 1] = rank
        return count, bytes(row)

    def _text(self, line: int, written: str) -> None:
        if self.title is not None or not written.strip(" \t,"):
            return
        record = cells(self.source, line, written, ",", iter(()))
        label = _LABEL.fullmatch(record[0].strip())
        if label is None or len(record) < 3:
            self.title = record[0]
        elif small(label[1]) != len(self.roll) + 1:
            self.source.refuse(line, f"Candidate {label[1]} where {len(self.roll) + 1} is due")
        else:
            self.roll.add(line, record[1])


def _write(file: BallotFile, _path: Path) -> Iterator[str]:
    profile = file.rankings
    assert profile is not None  # noqa: S101  # only rankings are let through
    yield f"{len(profile.candidates)},{file.seats or 1},"
    numbers = [str(place) for place in range(1, len(profile.candidates) + 1)]
    ranked = orders(profile.ranks, numbers, above=",", beside=",")
    for votes, order in zip(profile.weights.tolist(), ranked, strict=True):
        yield f"{votes},{order},"
    if profile.blank:
        yield f"{profile.blank},"
    for number, name in enumerate(profile.candidates, 1):
        doubled = name.replace('"', '""')
        yield f'"Candidate {number}","{doubled}","",'
    doubled = file.title.replace('"', '""')
    yield f'"{doubled}",'


FORMAT: Final = Format(
    id="scottish_csv",
    name="Scottish CSV",
    source="https://github.com/mggg/scot-elex",
    suffixes=(),
    recognises=_recognises,
    read=_read,
    write=_write,
    holds=frozenset({RANKINGS, SEATS, TITLE}),
    fits=lambda name: encodable(name) and not {"\n", "\r"} & set(name),
)
