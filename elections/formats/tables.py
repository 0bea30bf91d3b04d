"""CSV with a column for each candidate: ranks or ratings in the cells, one ballot a row.

A column ``#``, ``count`` or ``votes`` says how many voters cast the ballot; columns such
as ``id`` or ``Precinct`` are left aside. Ranks are 1, 2, 3 …, equal ones are ties; an empty
cell is none. Ratings are whole numbers from 0. Without a header that tells (as our own
files have), cells are taken for ranks where nearly all rows have a 1 and no row has a 0 or
a number higher than there are candidates. Files of stablevoting.org, star.vote and RCTab's
"generic CSV" are such tables.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from elections.arrays import MOST_CANDIDATES, UNRANKED, Bytes, dense
from elections.formats.base import RANKINGS, RATINGS, TIES, BallotFile, Format
from elections.formats.bundles import Bundles
from elections.formats.lines import Lines
from elections.formats.out import on_one_line
from elections.formats.roll import Roll
from elections.formats.rows import table_rows
from elections.formats.scan import Grammar, Scan
from elections.formats.sheet import cells, column, is_candidate, look, open_table
from elections.formats.source import quote, small
from elections.papers import WRITE_IN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from elections.formats.lines import Ballot, Ballots
    from elections.formats.source import Source
    from elections.papers import PaperRules

_NUMBER: Final = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
_FORMULA: Final = re.compile(r"'*[=+\-@]")
_PLAIN: Final = re.compile(r"[\w .()&#'-]+")
_CELLS: Final = Grammar({"\n": "n,", "n": ",\n", "9": ",\n", ",": "9,\n"})


def _ranked(head: Sequence[str]) -> bool | None:
    """Say whether the cells of a table are ranks or ratings; None where it is no table."""
    found = look(head)
    if found is None:
        return None
    header, sample = found
    rows = column(sample, header.others)
    marks = [mark for row in rows for mark in row]
    if header.maximum is not None or "#" in header.titles:
        return header.maximum is None
    if not marks or 2 * sum(bool(_NUMBER.fullmatch(mark)) for mark in marks) < len(marks):
        return None
    fit = {str(number) for number in range(1, len(header.others) + 1)}
    firsts = sum("1" in row for row in rows)
    return fit.issuperset(marks) and 10 * firsts >= 9 * len(rows)


class _Table:
    """Reads a table: its header, then its rows.

    Parameters
    ----------
    source : Source
        The file.
    word : str
        What a number in a cell is called: "rank" or "rating".
    """

    def __init__(self, source: Source, word: str) -> None:
        self.source, self.word = source, word
        header, self.rest = open_table(source)
        self.header, self.roll = header, Roll(source)
        self.targets = np.full(len(header.titles), -1)
        for at in header.others:
            self.targets[at] = self.roll.add(header.line, _unescaped(header.titles[at]))
        if header.votes is not None:
            self.targets[header.votes] = -2
        if not self.roll:
            source.refuse(header.line, "there is no column for a candidate")
        self.highest = MOST_CANDIDATES if header.maximum is None else header.maximum

    def bundles(self) -> Bundles:
        """Read all rows."""
        bundles = Bundles(self.source)
        lines = Lines(bundles, self._quickly, self._row)
        for number, text in self.rest:
            lines.take(number, text)
        return bundles

    def _quickly(self, text: str) -> Ballots:
        """Read many rows."""
        delimiter = self.header.delimiter
        if delimiter != ",":
            text = text.replace(",", "?").replace(delimiter, ",")
        scan = Scan(text, _CELLS)
        marks, votes = table_rows(scan, self.targets, len(self.roll), self.highest)
        return votes, marks, scan.bad

    def _row(self, line: int, written: str) -> Ballot:
        if not written.strip(" "):
            return None
        record = cells(self.source, line, written, self.header.delimiter, iter(()))
        width = len(self.header.titles)
        if len(record) > width:
            self.source.refuse(line, f"{len(record)} fields where {width} are due")
        if self.header.votes is not None and not any(cell.strip() for cell in record):
            return None
        votes, row = 1, bytearray([UNRANKED]) * len(self.roll)
        for at, cell in enumerate([*record, *[""] * (width - len(record))]):
            mark = cell.strip()
            if self.targets[at] == -2:
                votes = self.source.whole(line, mark, "the number of votes")
            elif self.targets[at] >= 0 and mark:
                row[self.targets[at]] = self._mark(line, mark, at)
        return votes, bytes(row)

    def _mark(self, line: int, mark: str, at: int) -> int:
        if not 0 <= small(mark) <= self.highest:
            self.source.refuse(
                line,
                f'{self.word} "{quote(mark)}" of {quote(self.header.titles[at])} '
                f"is not a whole number from 0 to {self.highest}",
            )
        return int(mark)


def _read_ranks(source: Source, rules: PaperRules) -> BallotFile:
    table = _Table(source, "rank")
    columns = _by_candidate(tuple(table.roll), rules)
    if not columns:
        source.refuse(table.header.line, "there is no candidate but those written in")
    bundles = table.bundles()

    def counted(ranks: Bytes) -> Bytes:
        cut = _cut_at_skips(ranks, rules.skips)
        return dense(np.stack([cut[places].min(axis=0) for places in columns.values()]))

    bundles.change(len(table.roll), counted)
    return BallotFile(format=RANK_CSV.id, rankings=bundles.profile(columns))


def _by_candidate(titles: Sequence[str], rules: PaperRules) -> dict[str, list[int]]:
    """List the columns of each candidate: one, unless write-ins are merged or left out."""
    columns: dict[str, list[int]] = {}
    for place, title in enumerate(titles):
        written_in = rules.write_ins != "keep" and rules.is_write_in(title)
        if not (written_in and rules.write_ins == "leave_out"):
            columns.setdefault(WRITE_IN if written_in else title, []).append(place)
    return columns


def _cut_at_skips(ranks: Bytes, skips: int) -> Bytes:
    """End each ballot where more ranks in sequence are skipped than leave it alive."""
    highest = int(np.where(ranks == UNRANKED, 0, ranks).max(initial=0))
    if skips >= highest:
        return ranks
    cut = ranks.copy()
    skipped = np.zeros(ranks.shape[1], dtype=np.int64)
    ended = np.zeros(ranks.shape[1], dtype=np.bool_)
    for rank in range(1, highest + 1):
        here = ranks == rank
        marked = here.any(axis=0)
        ended |= marked & (skipped > skips)
        cut[here & ended] = UNRANKED
        skipped = np.where(marked, 0, skipped + 1)
    return cut


def _read_scores(source: Source, _rules: PaperRules) -> BallotFile:
    table = _Table(source, "rating")
    scores = table.bundles().scores(table.roll, table.header.maximum)
    return BallotFile(format=SCORE_CSV.id, scores=scores)


def _write_ranks(file: BallotFile, _path: Path) -> Iterator[str]:
    profile = file.rankings
    assert profile is not None  # noqa: S101  # only rankings are let through
    yield ",".join(map(_title, (*profile.candidates, "#")))
    for row, votes in zip(profile.ranks.T.tolist(), profile.weights.tolist(), strict=True):
        yield f"{_cells_of(row)},{votes}"
    if profile.blank:
        yield "," * len(profile.candidates) + str(profile.blank)


def _write_scores(file: BallotFile, _path: Path) -> Iterator[str]:
    scores = file.scores
    assert scores is not None  # noqa: S101  # only ratings are let through
    yield ",".join([f"votes (scores 0-{scores.maximum})", *map(_title, scores.candidates)])
    for row, votes in zip(scores.ratings.T.tolist(), scores.weights.tolist(), strict=True):
        yield f"{votes},{_cells_of(row)}"
    if scores.blank:
        yield str(scores.blank) + "," * len(scores.candidates)


def _cells_of(row: list[int]) -> str:
    return ",".join("" if mark == UNRANKED else str(mark) for mark in row)


def _title(name: str) -> str:
    """Write a name as a cell that no spreadsheet takes for a formula."""
    safe = f"'{name}" if _FORMULA.match(name) else name
    doubled = safe.replace('"', '""')
    return safe if _PLAIN.fullmatch(safe) else f'"{doubled}"'


def _unescaped(title: str) -> str:
    return title[1:] if title.startswith("'") and _FORMULA.match(title) else title


def _fits(name: str) -> bool:
    return on_one_line(name) and is_candidate(name)


RANK_CSV: Final = Format(
    id="rank_csv",
    name="CSV of ranks",
    source="https://github.com/voting-tools/stablevoting-datasets; RCTab's generic CSV",
    suffixes=(".csv",),
    recognises=lambda head: _ranked(head) is True,
    read=_read_ranks,
    write=_write_ranks,
    holds=frozenset({RANKINGS, TIES}),
    fits=_fits,
)
SCORE_CSV: Final = Format(
    id="score_csv",
    name="CSV of ratings",
    source="https://star.vote",
    suffixes=(".csv",),
    recognises=lambda head: _ranked(head) is False,
    read=_read_scores,
    write=_write_scores,
    holds=frozenset({RATINGS}),
    fits=_fits,
)
