"""PrefLib: rankings (soc, soi, toc, toi) and categories (cat).

A file names its alternatives in a header and has one line for each distinct ballot:
``count: 1,{2,3},4``, best first, a tie in braces; in a .cat the parts are categories, and
``{}`` is an empty one. Files from before September 2022 have another header and a comma
for the colon. See https://preflib.github.io/PrefLib-Jekyll/format.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from elections.arrays import UNRANKED, Bytes, Truth
from elections.formats.base import RANKINGS, RATINGS, TIES, TITLE, BallotFile, Format
from elections.formats.bundles import Bundles
from elections.formats.lines import Lines
from elections.formats.out import on_one_line
from elections.formats.preflib_header import VOTERS, Header
from elections.formats.preflib_out import write
from elections.formats.rows import category_rows, order_rows, places_of
from elections.formats.scan import Grammar, Scan
from elections.formats.source import quote
from elections.tally import has_tie

if TYPE_CHECKING:
    from collections.abc import Sequence

    from elections.formats.lines import Ballot, Ballots
    from elections.formats.source import Source
    from elections.papers import PaperRules

_TIE: Final = re.compile(r"\{([^{}]*)\}")
_NESTED: Final = re.compile(r"\{[^{}]*\{")
_NUMBER: Final = re.compile(r"[0-9]+")
_KEY: Final = re.compile(
    r"\s*#\s*(?:FILE NAME|TITLE|DATA TYPE|NUMBER [A-Z ]+|ALTERNATIVE NAME [0-9]+)\s*:"
)
_OLD: Final = re.compile(r"\s*[0-9]+\s*")
_OLD_NAME: Final = re.compile(r"\s*[0-9]+\s*,.*[^0-9,\s].*")

_FOLLOW: Final = {"\n": "n", ":": "9{\n", "9": ",}\n", ",": "9{", "}": ",\n"}
_ORDERS: Final = Grammar({**_FOLLOW, "n": ":", "{": "9"})
_CATEGORIES: Final = Grammar({**_FOLLOW, "n": ":", "{": "9}"})
_OLD_ORDERS: Final = Grammar({**_FOLLOW, "n": ",", "{": "9"})


def _recognises(head: Sequence[str]) -> bool:
    written = [line for line in head if line.strip()]
    old = len(written) > 1 and _OLD.fullmatch(written[0]) and _OLD_NAME.fullmatch(written[1])
    return bool(old) or any(_KEY.match(line) for line in written)


def _read(source: Source, _rules: PaperRules) -> BallotFile:
    header = Header(source)
    data: _Data | None = None
    for number, text in source.blocks():
        if data is None:
            lines = text.split("\n")
            begins = header.ends(number, lines)
            if begins is not None:
                data = _Data(source, header)
                data.lines.take(number + begins, "\n".join(lines[begins:]))
        else:
            data.lines.take(number, text)
    if data is None:
        header.check(1, "")
        data = _Data(source, header)
    return data.file()


class _Data:
    """The data lines of one file."""

    def __init__(self, source: Source, header: Header) -> None:
        self.source, self.header = source, header
        self.names = tuple(header.roll)
        self.kind = header.kind()
        self.categories = header.categories() if self.kind == "cat" else 0
        self.grammar = _CATEGORIES if self.categories else _ORDERS
        if header.old:
            self.grammar = _OLD_ORDERS
        self.places = places_of(header.numbers)
        self.bundles = Bundles(source)
        self.lines = Lines(self.bundles, self._quickly, self._line)
        self.rows: dict[str, bytes] = {}
        self.strict = self.kind[0] == "s"
        self.complete = self.kind[2] == "c"

    def file(self) -> BallotFile:
        """Return what was read, once it is compared with what the header announced."""
        self.header.compare(VOTERS, self.bundles.total, "found")
        title = self.header.value("TITLE")
        if self.categories:
            self.header.compare("NUMBER UNIQUE PREFERENCES", self.lines.ballots, "found")
            scores = self.bundles.scores(self.names, self.categories - 1)
            return BallotFile(format=FORMAT.id, title=title, scores=scores)
        self.header.compare("NUMBER UNIQUE ORDERS", self.lines.ballots, "found")
        rankings = self.bundles.profile(self.names)
        return BallotFile(format=FORMAT.id, title=title, rankings=rankings)

    def _quickly(self, text: str) -> Ballots:
        """Read many data lines."""
        scan = Scan(text, self.grammar)
        if self.categories:
            rows = category_rows(scan, self.places, len(self.names), self.categories)
            return scan.counts, rows, scan.bad
        rows = order_rows(scan, self.places, len(self.names))
        # Whoever breaks a promise is looked at again, to be warned of with the line.
        if self.strict and "{" in text:
            scan.bad |= has_tie(rows.T)
        if self.complete:
            scan.bad |= _partial(rows)
        return scan.counts, rows, scan.bad

    def _line(self, line: int, whole_line: str) -> Ballot:
        """Read one data line, or say what is wrong with it."""
        written = whole_line.strip(" \t")
        if not written:
            return None
        if written.startswith("#"):
            self.source.refuse(line, "a header line after the first ballot")
        separator = "," if self.header.old else ":"
        before, found, order = written.partition(separator)
        if not found:
            expected = f'"count{separator} 1,2,3"'
            self.source.refuse(line, f'expected {expected}, found "{quote(written)}"')
        count = self.source.whole(line, before)
        row = self.rows.get(order)
        if row is None:
            row = self.rows[order] = self._row(line, order.strip(" \t"))
            self._keep_promises(line, row)
        return count, row

    def _row(self, line: int, order: str) -> bytes:
        groups = self._groups(line, order) if order else []
        if self.categories and len(groups) > self.categories:
            self.source.refuse(
                line, f"{len(groups)} parts, but there are {self.categories} categories"
            )
        if not self.categories:
            groups = [group for group in groups if group]
        row = bytearray([UNRANKED]) * len(self.names)
        for number, group in enumerate(groups):
            mark = (
                self.categories - 1 - number if self.categories else min(number + 1, UNRANKED - 1)
            )
            for entry in group:
                place = self._place(line, entry.strip(" \t"))
                if row[place] != UNRANKED:
                    self._twice(line, entry.strip(" \t"), together=row[place] == mark)
                row[place] = mark
        return bytes(row)

    def _groups(self, line: int, order: str) -> list[list[str]]:
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

    def _place(self, line: int, index: str) -> int:
        place = self.header.numbers.get(index)
        if place is not None:
            return place
        if not index:
            self.source.refuse(line, "an empty entry beside a comma")
        if "\0" in index:
            self.source.refuse(line, 'a comma is missing before "{" or after "}"')
        if not _NUMBER.fullmatch(index):
            self.source.refuse(line, f'"{quote(index)}" is not a candidate number')
        return self.source.refuse(line, f"candidate number {quote(index)} has no ALTERNATIVE NAME")

    def _twice(self, line: int, index: str, *, together: bool) -> None:
        name = quote(self.names[self.header.numbers[index]])
        if self.categories:
            times = "is twice in one category" if together else "is in two categories"
        else:
            times = "is twice in one tie" if together else "is ranked twice"
        self.source.refuse(line, f"candidate {index} ({name}) {times}")

    def _keep_promises(self, line: int, row: bytes) -> None:
        """Warn, once, of a tie in a strict kind and of a gap in a complete kind."""
        rows = np.frombuffer(row, dtype=np.uint8)[None]
        if self.strict and has_tie(rows.T)[0]:
            self.strict = False
            self.source.warn(line, f"{self.kind} promises strict orders, but here is a tie")
        if self.complete and _partial(rows)[0]:
            self.complete = False
            self.source.warn(
                line, f"{self.kind} promises complete orders, but here is a partial one"
            )


def _partial(rows: Bytes) -> Truth:
    """Say which rows leave somebody out, but not everybody."""
    left_out = rows == UNRANKED
    return np.asarray(left_out.any(axis=1) & ~left_out.all(axis=1))


def _braces(order: str) -> str:
    if _NESTED.search(order):
        return 'a "{" nested inside another one'
    return 'a "{" is never closed' if order.count("{") > order.count("}") else 'a "}" without "{"'


FORMAT: Final = Format(
    id="preflib",
    name="PrefLib",
    source="https://preflib.github.io/PrefLib-Jekyll/format",
    suffixes=(".soi", ".soc", ".toi", ".toc", ".cat"),
    recognises=_recognises,
    read=_read,
    write=write,
    holds=frozenset({RANKINGS, TIES, RATINGS, TITLE}),
    fits=on_one_line,
)
