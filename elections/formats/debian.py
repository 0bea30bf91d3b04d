"""Tally sheets of the Debian project: one line a ballot, a character for each candidate.

``Option 2--------->: Aigars Mahinovs`` names the candidates; ``V: 2-1`` is a ballot on which
the third is ranked first, the first second and the second not at all. Ranks beyond 9 are
letters, equal ranks are ties. Old sheets are in Latin-1. See https://www.debian.org/vote.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from elections.arrays import UNRANKED
from elections.formats.base import BallotFile, Format
from elections.formats.bundles import Bundles
from elections.formats.roll import Roll
from elections.formats.source import quote, small

if TYPE_CHECKING:
    from collections.abc import Sequence

    from elections.formats.source import Source
    from elections.papers import PaperRules

_OPTION: Final = re.compile(r"[\s/|\\]*Option\s+([0-9]+)\s*-+>\s*:\s*(.*)")
_BALLOT: Final = re.compile(r"V: [0-9A-Za-z-]+(?:\s.*)?")
_RANKS: Final = {
    ord(mark): rank for rank, mark in enumerate("123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 1)
}
_TABLE: Final = bytes(_RANKS.get(mark, UNRANKED) for mark in range(256))
_MARKS: Final = re.compile(r"[1-9A-Z-]+")


def _recognises(head: Sequence[str]) -> bool:
    return any(map(_OPTION.fullmatch, head)) and any(map(_BALLOT.fullmatch, head))


def _read(source: Source, _rules: PaperRules) -> BallotFile:
    roll, bundles = Roll(source), Bundles(source)
    rows: dict[str, bytes] = {}
    for line, written in source:
        if written.startswith("V: "):
            marks = written[3:].split(None, 1)[0] if written[3:].strip() else ""
            row = rows.get(marks)
            if row is None:
                row = rows[marks] = _row(source, line, marks, len(roll))
            bundles.add(line, row, 1)
        else:
            option = _OPTION.fullmatch(written)
            if option is not None:
                if small(option[1]) != len(roll) + 1:
                    source.refuse(line, f"option {option[1]} where {len(roll) + 1} is due")
                roll.add(line, option[2].strip(" \t"))
    return BallotFile(format=FORMAT.id, rankings=bundles.profile(roll))


def _row(source: Source, line: int, marks: str, candidates: int) -> bytes:
    if len(marks) != candidates:
        source.refuse(line, f'{len(marks)} marks ("{quote(marks)}") for {candidates} candidates')
    if not _MARKS.fullmatch(marks):
        source.refuse(line, f'"{quote(marks)}" is not made of ranks (1 to 9, A to Z) and "-"')
    return marks.encode("ascii").translate(_TABLE)


FORMAT: Final = Format(
    id="debian",
    name="Debian tally sheet",
    source="https://www.debian.org/vote",
    suffixes=(".tally",),
    recognises=_recognises,
    read=_read,
)
