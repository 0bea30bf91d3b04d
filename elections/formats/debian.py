"""Tally sheets of the Debian project: one line a ballot, a character for each candidate.

``Option 2--------->: Aigars Mahinovs`` names the candidates; ``V: 2-1`` is a ballot on which
the third is ranked first, the first second and the second not at all. Ranks beyond 9 are
letters, equal ranks are ties. Old sheets are in Latin-1. See https://www.debian.org/vote.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from elections.arrays import UNRANKED
from elections.formats.base import BallotFile, Format
from elections.formats.bundles import Bundles
from elections.formats.lines import Lines
from elections.formats.roll import Roll
from elections.formats.source import quote, small

if TYPE_CHECKING:
    from collections.abc import Sequence

    from elections.formats.lines import Ballot, Ballots
    from elections.formats.source import Source
    from elections.papers import PaperRules

_OPTION: Final = re.compile(r"[\s/|\\]*Option\s+([0-9]+)\s*-+>\s*:\s*(.*)")
_BALLOT: Final = re.compile(r"V: [0-9A-Za-z-]+(?:\s.*)?")
_RANKS: Final = {
    ord(mark): rank for rank, mark in enumerate("123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 1)
}
_TABLE: Final = np.array([_RANKS.get(mark, UNRANKED) for mark in range(256)], dtype=np.uint8)
_MARK: Final = np.array([mark in _RANKS or mark == ord("-") for mark in range(256)])
_MARKS: Final = re.compile(r"[1-9A-Z-]+")
_BEGINS: Final = "V: "
_FIRST: Final = re.compile(r"\nV: ")


def _recognises(head: Sequence[str]) -> bool:
    return any(map(_OPTION.fullmatch, head)) and any(map(_BALLOT.fullmatch, head))


def _read(source: Source, _rules: PaperRules) -> BallotFile:
    reader = _Reader(source)
    for number, text in source.blocks():
        reader.take(number, text)
    return BallotFile(format=FORMAT.id, rankings=reader.bundles.profile(reader.roll))


class _Reader:
    """Reads a sheet: what stands before the first ballot, then the ballots."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.roll, self.bundles = Roll(source), Bundles(source)
        self.lines = Lines(self.bundles, self._quickly, self._line)
        self.begun = False

    def take(self, number: int, text: str) -> None:
        """Read lines, of which the first has this number."""
        if not self.begun:
            first = _FIRST.search("\n" + text)
            self.begun = first is not None
            ends = len(text) + 1 if first is None else first.start()
            for line, written in enumerate(text[:ends].split("\n"), number):
                self._option(line, written)
            number, text = number + text.count("\n", 0, ends), text[ends:]
        if self.begun:
            self.lines.take(number, text)

    def _option(self, line: int, written: str) -> None:
        option = _OPTION.fullmatch(written)
        if option is None:
            return
        if small(option[1]) != len(self.roll) + 1:
            self.source.refuse(line, f"option {option[1]} where {len(self.roll) + 1} is due")
        self.roll.add(line, option[2].strip(" \t"))

    def _quickly(self, text: str) -> Ballots:
        """Read many lines: those with a mark for each candidate and no more."""
        data = np.frombuffer((text + "\n").encode("latin-1", "replace"), dtype=np.uint8)
        ends = np.flatnonzero(data == ord("\n"))
        starts = np.concatenate(([0], ends[:-1] + 1))
        skipped, width = len(_BEGINS), len(_BEGINS) + len(self.roll)
        rows = np.full((len(ends), len(self.roll)), UNRANKED, dtype=np.uint8)
        fit = np.flatnonzero(ends - starts == width)
        signs = data[starts[fit, None] + np.arange(width)]
        begins = (signs[:, :skipped] == np.frombuffer(_BEGINS.encode(), dtype=np.uint8)).all(axis=1)
        good = begins & _MARK[signs[:, skipped:]].all(axis=1)
        rows[fit[good]] = _TABLE[signs[good, skipped:]]
        bad = np.ones(len(ends), dtype=np.bool_)
        bad[fit[good]] = False
        return np.ones(len(ends), dtype=np.int64), rows, bad

    def _line(self, line: int, written: str) -> Ballot:
        """Read one line, or say what is wrong with it."""
        if _OPTION.fullmatch(written):
            self.source.refuse(line, "an option after the first ballot")
        if not written.startswith(_BEGINS):
            return None
        marks, candidates = (written[len(_BEGINS) :].split() or [""])[0], len(self.roll)
        if len(marks) != candidates:
            message = f'{len(marks)} marks ("{quote(marks)}") for {candidates} candidates'
            self.source.refuse(line, message)
        if not _MARKS.fullmatch(marks):
            message = f'"{quote(marks)}" is not made of ranks (1 to 9, A to Z) and "-"'
            self.source.refuse(line, message)
        return 1, _TABLE[list(marks.encode("ascii"))].tobytes()


FORMAT: Final = Format(
    id="debian",
    name="Debian tally sheet",
    source="https://www.debian.org/vote",
    suffixes=(".tally",),
    recognises=_recognises,
    read=_read,
)
