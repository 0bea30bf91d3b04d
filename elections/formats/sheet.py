"""A CSV file with a header: its dialect, its columns and its rows.

Commas, semicolons and tabs part cells, whichever the header has most of. Which columns
are ranks, candidates, votes or notes is told from what the header calls them.
"""

from __future__ import annotations

import csv
import re
from itertools import chain
from typing import TYPE_CHECKING, Final

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from elections.formats.source import Source

_QUOTED: Final = re.compile(r'"(?:[^"]|"")*"')
_WORDS: Final = re.compile(r"[#a-z0-9]+")
_KIND: Final = "(?:rank|ranking|choice|preference|pref)"
_NTH: Final = (
    "(?:[0-9]+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
)
_RANK: Final = re.compile(rf"(?:.* )?{_KIND} ?[0-9]+(?: .*)?|(?:.* )?{_NTH} {_KIND}(?: .*)?|{_NTH}")
_SCORES: Final = re.compile(r"votes \(scores 0-([0-9]{1,3})\)")
_VOTES: Final = frozenset({"#", "count", "votes", "voters", "ballots", "weight", "multiplicity"})
_THINGS: Final = (
    *("ballot", "batch", "cast vote record", "cvr", "precinct", "record", "response", "voter"),
    *("ward", "district", "county", "party", "style", "ballot style", "tabulator"),
)
_NOTES: Final = frozenset(
    f"{thing}{end}" for thing in _THINGS for end in ("", " id", " #", " no", " number", " name")
) | {"", "id", "name", "date", "time", "timestamp", "submitted", "start time", "end time"}
_SAMPLE: Final = 200


@frozen
class Header:
    """The columns of a CSV file, and what each is for.

    Attributes
    ----------
    titles : tuple of str
        As they are written, without blanks at the ends.
    delimiter : str
        What parts the cells.
    line : int
        Where in the file they are.

    Examples
    --------
    >>> header = Header(("id", "1st choice", "2nd choice", "Count"))
    >>> header.ranks, header.votes
    ([1, 2], 3)
    """

    titles: tuple[str, ...]
    delimiter: str = ","
    line: int = 1

    @property
    def votes(self) -> int | None:
        """The column that says how many voters cast the ballot."""
        return next((at for at, title in enumerate(self.titles) if _is_votes(title)), None)

    @property
    def maximum(self) -> int | None:
        """The best rating, where the file says that its cells are ratings."""
        found = (_SCORES.fullmatch(title) for title in self.titles)
        return next((int(each[1]) for each in found if each), None)

    @property
    def ranks(self) -> list[int]:
        """The columns that are ranks by their titles: "rank 1", "2nd choice"."""
        return [at for at, title in enumerate(self.titles) if _RANK.fullmatch(_plain(title))]

    @property
    def others(self) -> list[int]:
        """The columns that are neither votes nor notes such as a ballot's number."""
        votes = self.votes
        return [
            at
            for at, title in enumerate(self.titles)
            if at != votes and _plain(title) not in _NOTES
        ]

    @property
    def numbered(self) -> list[int]:
        """The others, where they are titled 1, 2, 3 …; else none."""
        others = self.others
        titles = [self.titles[at] for at in others]
        return others if titles == [str(at) for at in range(1, len(titles) + 1)] else []


def is_candidate(title: str) -> bool:
    """Say whether a column of this title holds marks for a candidate of that name.

    Examples
    --------
    >>> is_candidate("Ann"), is_candidate("2nd choice"), is_candidate("Precinct")
    (True, False, False)
    """
    words = _plain(title)
    return not (_is_votes(title) or words in _NOTES or _RANK.fullmatch(words))


def _is_votes(title: str) -> bool:
    return title.casefold() in _VOTES or bool(_SCORES.fullmatch(title))


def _plain(title: str) -> str:
    """Write a title in small letters, its words parted by one blank."""
    words = title.casefold().replace("_", " ")
    # A name in another script has no such words, and is not an empty title for that.
    return " ".join(_WORDS.findall(words)) or words.strip()


def open_table(source: Source) -> tuple[Header, Iterator[tuple[int, str]]]:
    """Read the header of a file; the rest follows, many lines at a time."""
    blocks = source.blocks()
    here: tuple[int, list[str], int] = (1, [], 0)

    def lines() -> Iterator[tuple[int, str]]:
        nonlocal here
        for number, text in blocks:
            split = text.split("\n")
            for at, line in enumerate(split, 1):
                here = (number, split, at)
                yield number + at - 1, line

    header = _read_header(source, lines())
    number, split, at = here
    rest = [(number + at, "\n".join(split[at:]))] if at < len(split) else []
    return header, chain(rest, blocks)


def _read_header(source: Source, lines: Iterator[tuple[int, str]]) -> Header:
    """Read the first line that is not empty (or more, where a title has several lines)."""
    line, written = next(((at, each) for at, each in lines if each.strip()), (1, ""))
    delimiter = _delimiter(written)
    titles = cells(source, line, written, delimiter, lines)
    return Header(tuple(title.strip(" \t") for title in titles), delimiter, line)


def cells(
    source: Source,
    line: int,
    written: str,
    delimiter: str,
    following: Iterator[tuple[int, str]],
) -> list[str]:
    """Cut a line into cells; a cell in quotation marks may go on over the following lines."""
    if '"' not in written:
        return written.split(delimiter)
    texts = (text + "\n" for text in chain([written], (text for _, text in following)))
    try:
        return next(csv.reader(texts, delimiter=delimiter, strict=True))
    except csv.Error:
        source.refuse(line, "a quotation mark is never closed, or closed before the cell ends")


def look(head: Sequence[str]) -> tuple[Header, list[list[str]]] | None:
    """Read the first lines as CSV: the header and some rows; None where they are not CSV."""
    lines = iter([line for line in head if line.strip()][: _SAMPLE + 1])
    first = next(lines, "")
    delimiter = _delimiter(first)
    if delimiter not in first:
        return None
    titles, *sample = csv.reader(chain([first], lines), delimiter=delimiter)
    return Header(tuple(title.strip(" \t") for title in titles), delimiter), sample


def column(sample: Sequence[Sequence[str]], columns: Sequence[int]) -> list[list[str]]:
    """Return the marks in some columns of some rows, without empty cells."""
    picked = ([row[at].strip() for at in columns if at < len(row)] for row in sample)
    return [[cell for cell in row if cell] for row in picked]


def _delimiter(line: str) -> str:
    outside = _QUOTED.sub("", line)
    return max(",;\t", key=outside.count)
