"""Cast-vote records as CSV: one line a ballot, a column for each rank, names in the cells.

The header tells the ranks ("rank 1", "1st choice", "For Mayor Choice 1 (45)"; or plain
1, 2, 3 …), and a column of votes, if there is one. All else is left aside. The rules for
raw papers say what empty, overvoted and repeated ranks and write-ins count for. RCTab and
ES&S write such files; see https://www.rcvresources.org/rctab.
"""

from __future__ import annotations

import re
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from elections.errors import BallotError
from elections.formats.base import BallotFile, Format
from elections.formats.bundles import Bundles
from elections.formats.roll import Roll
from elections.formats.rows import NONE
from elections.formats.sheet import cells, column, look, open_table
from elections.formats.words import Lookup, MisreadError, Texts
from elections.papers import Papers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from elections.ballots import Profile
    from elections.formats.sheet import Header
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
    header, blocks = open_table(source)
    if not (header.ranks or header.numbered):
        source.refuse(
            header.line, 'no column is titled as a rank, such as "rank 1" or "1st choice"'
        )
    papers = _Papers(source, rules, header)
    with papers.texts.in_order():
        for number, text in blocks:
            if not papers.take_plain(number, text):
                lines = chain.from_iterable(
                    _lines(block) for block in chain([(number, text)], blocks)
                )
                papers.take(lines)
    return BallotFile(format=FORMAT.id, rankings=papers.profile())


def _lines(block: tuple[int, str]) -> Iterator[tuple[int, str]]:
    return enumerate(block[1].split("\n"), block[0])


class _Papers:
    """Papers as they are read: their cells, parted by NUL, which cannot be in a file."""

    def __init__(self, source: Source, rules: PaperRules, header: Header) -> None:
        self.source, self.header = source, header
        ranks = header.ranks or header.numbered
        # Columns beside each other come as a list even where there is only one.
        beside = ranks == list(range(ranks[0], ranks[-1] + 1))
        self.pick = itemgetter(slice(ranks[0], ranks[-1] + 1)) if beside else itemgetter(*ranks)
        self.papers = Papers(rules)
        self.roll = Roll(source)
        self.places = Lookup(lambda name: self.texts.enter(self.roll, name, name))
        self.bundles = Bundles(source)
        self.texts = Texts(source, self._rows, self.bundles)
        self.plain: dict[str, int] = {}
        self.trimmed = not self.papers.ranking([""])

    def take_plain(self, number: int, text: str) -> bool:
        """Read a block where every line is a voter's and has all cells; say whether it is such."""
        if '"' in text or self.header.votes is not None:
            return False
        papers, width = [], len(self.header.titles)
        for line in text.split("\n"):
            record = line.split(self.header.delimiter)
            if len(record) != width:
                return False
            papers.append("\0".join(self.pick(record)))
        self.texts.add_each(number, papers)
        return True

    def take(self, lines: Iterator[tuple[int, str]]) -> None:
        """Read all lines that are left, whatever they are."""
        width, votes = len(self.header.titles), self.header.votes
        for line, written in lines:
            record = cells(self.source, line, written, self.header.delimiter, lines)
            if len(record) < width:
                if not written.strip():
                    continue
                record += [""] * (width - len(record))
            elif len(record) > width:
                self.source.refuse(line, f"{len(record)} fields where {width} are due")
            count = 1
            if votes is not None:
                count = self.source.whole(line, record[votes], "the number of votes")
            self.texts.add(line, "\0".join(self.pick(record)), count)

    def profile(self) -> Profile:
        """Return what was read."""
        self.texts.bundle()
        return self.bundles.profile(self.roll)

    def _rows(self, texts: Sequence[str]) -> list[list[bytes]]:
        return [[self._row(text) for text in texts]]

    def _row(self, text: str) -> bytes:
        """Rank whom a paper marks; where all marks are plain and different, no rule matters."""
        ranked = [self.plain.get(cell, -1) for cell in text.rstrip("\0").split("\0")]
        if -1 in ranked or len(set(ranked)) < len(ranked):
            return self._by_rule(text.split("\0"))
        row = bytearray(NONE) * len(self.roll)
        for rank, place in enumerate(ranked, 1):
            row[place] = rank
        return bytes(row).rstrip(NONE)

    def _by_rule(self, paper: Sequence[str]) -> bytes:
        try:
            ranking = self.papers.ranking(paper)
        except BallotError as error:
            raise MisreadError(str(error)) from None
        ranks: dict[int, int] = {}
        for rank, tier in enumerate(ranking, 1):
            for name in (tier,) if isinstance(tier, str) else tier:
                ranks[self.places[name]] = rank
        if self.trimmed:
            self.plain.update((cell, self.roll[cell]) for cell in paper if cell in self.roll)
        row = bytearray(NONE) * len(self.roll)
        for place, rank in ranks.items():
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
