"""Cast-vote records as CSV: one line a ballot, a column for each rank, names in the cells.

The header tells the ranks ("rank 1", "1st choice", "For Mayor Choice 1 (45)"; or plain
1, 2, 3 …), and a column of votes, if there is one. All else is left aside. The rules for
raw papers say what empty, overvoted and repeated ranks and write-ins count for. RCTab and
ES&S write such files; see https://www.rcvresources.org/rctab.
"""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from elections.errors import BallotError
from elections.formats.base import BallotFile, Format
from elections.formats.bundles import Bundles
from elections.formats.roll import Roll
from elections.formats.rows import NONE
from elections.formats.sheet import cells, column, look, read_header
from elections.formats.words import Lookup
from elections.papers import Papers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from elections.formats.source import Source
    from elections.papers import PaperRules

_NUMBER: Final = re.compile(r"[0-9]+")


def _recognises(head: Sequence[str]) -> bool:
    found = look(head)
    if found is None:
        return False
    header, sample = found
    if header.ranks:
        return True
    marks = [mark for row in column(sample, header.numbered) for mark in row]
    return any(not _NUMBER.fullmatch(mark) for mark in marks)


def _read(source: Source, rules: PaperRules) -> BallotFile:
    lines = iter(source)
    header = read_header(source, lines)
    ranks = header.ranks or header.numbered
    if not ranks:
        source.refuse(
            header.line, 'no column is titled as a rank, such as "rank 1" or "1st choice"'
        )
    pick = itemgetter(*ranks)
    papers = _Papers(source, rules)
    width, votes = len(header.titles), header.votes
    for line, written in lines:
        record = cells(source, line, written, header.delimiter, lines)
        if len(record) < width:
            if not written.strip():
                continue
            record += [""] * (width - len(record))
        elif len(record) > width:
            source.refuse(line, f"{len(record)} fields where {width} are due")
        count = 1 if votes is None else source.whole(line, record[votes], "the number of votes")
        papers.add(line, pick(record), count)
    return BallotFile(format=FORMAT.id, rankings=papers.bundles.profile(papers.roll))


class _Papers:
    """Papers as they are read; the ranking of equal ones is worked out once."""

    def __init__(self, source: Source, rules: PaperRules) -> None:
        self.source, self.line = source, 0
        self.papers = Papers(rules)
        self.roll = Roll(source)
        self.places = Lookup(lambda name: self.roll.add(self.line, name))
        self.bundles = Bundles(source)
        self.rows: dict[str | tuple[str, ...], bytes] = {}

    def add(self, line: int, paper: str | tuple[str, ...], count: int) -> None:
        """Add a paper, a cell for each rank; the cell alone where there is one rank only."""
        row = self.rows.get(paper)
        if row is None:
            self.line = line
            row = self.rows[paper] = self._row((paper,) if isinstance(paper, str) else paper)
        self.bundles.add(line, row, count)

    def _row(self, paper: tuple[str, ...]) -> bytes:
        try:
            ranking = self.papers.ranking(paper)
        except BallotError as error:
            self.source.refuse(self.line, str(error))
        places = [
            [self.places[name] for name in ((tier,) if isinstance(tier, str) else tier)]
            for tier in ranking
        ]
        row = bytearray(NONE) * len(self.roll)
        for rank, tied in enumerate(places, 1):
            for place in tied:
                row[place] = rank
        return bytes(row).rstrip(NONE)


FORMAT: Final = Format(
    id="cvr",
    name="cast-vote-record CSV",
    source="RCTab's ES&S and generic CSV records, https://www.rcvresources.org/rctab",
    suffixes=(".csv",),
    recognises=_recognises,
    read=_read,
)
