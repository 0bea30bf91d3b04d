r"""Our own JSON, which holds all that ballots can be.

An object with ``candidates`` (a list of names) and ``ballots``, and if wanted ``title``,
``seats``, ``withdrawn``, ``tie_order`` (lists of names) and ``maximum`` (the best rating)::

    {"candidates": ["Ann", "Bob", "Cat"],
     "ballots": [{"votes": 3, "ranking": ["Ann", ["Bob", "Cat"]]}, {"ranking": []}]}

A ballot has ``votes`` (1 where left out), and a ``ranking``, best first, with a list within
for a tie; or ``ratings``, an object ``{"Ann": 5}``, whole numbers from 0; or both.
"""

from __future__ import annotations

import json
from collections import deque
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from elections.arrays import MOST_CANDIDATES, UNRANKED, UNRATED
from elections.errors import nearest
from elections.formats.base import (
    BOTH,
    RANKINGS,
    RATINGS,
    SEATS,
    TIE_ORDER,
    TIES,
    TITLE,
    WITHDRAWN,
    BallotFile,
    Format,
)
from elections.formats.bundles import Bundles
from elections.formats.json_cursor import Cursor
from elections.formats.out import encodable, orders
from elections.formats.roll import Roll
from elections.formats.source import quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from elections.formats.source import Source
    from elections.papers import PaperRules

_KEYS: Final = (*("title", "seats", "candidates", "withdrawn", "tie_order", "maximum", "ballots"),)
_FOREIGN: Final = {
    "cvrFileSources": "this is an RCTab configuration; read the records that it names",
    "tabulatorVersion": "this is an RCTab configuration; read the records that it names",
    "CVR": "this is a common data format (NIST) record, which is not read; export it as CSV",
    "GeneratingDeviceId": "this is a common data format (NIST) record, which is not read",
}


def _recognises(head: Sequence[str]) -> bool:
    first, *more = [line.strip() for line in head if line.strip()] or [""]
    begins = first[:1] == "{" and first[1:].lstrip()[:1] in ("", '"', "}")
    # One object a line is how ABIF writes what is said about the ballots.
    return begins and not (more and first.endswith("}"))


def _read(source: Source, _rules: PaperRules) -> BallotFile:
    reader = _Reader(source)
    cursor = Cursor(source, source.whole_text())
    waiting: int | None = None
    for key in cursor.members():
        if key == "ballots" and reader.roll:
            reader.ballots(cursor)
        elif key == "ballots":
            # Candidates come later in this file: the ballots are read when they are known.
            waiting = cursor.at
            deque(cursor.elements(), maxlen=0)
        else:
            reader.member(cursor.line, key, cursor.value())
    cursor.end()
    if not reader.roll:
        source.refuse(None, 'there are no "candidates", a list of names')
    if waiting is not None:
        cursor.at = waiting
        reader.ballots(cursor)
    return reader.file()


class _Reader:
    """What the members of the object say."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.roll = Roll(source)
        self.said: dict[str, Any] = {}
        self.lines: dict[str, int] = {}
        self.rankings, self.scores = Bundles(source), Bundles(source)
        self.ranked = self.rated = False

    def member(self, line: int, key: str, value: Any) -> None:
        """Read one member that is not the ballots."""
        if key in _FOREIGN:
            self.source.refuse(line, _FOREIGN[key])
        if key not in _KEYS:
            self.source.refuse(line, f'unknown key "{quote(key)}"; {nearest(key, _KEYS)}')
        if key in self.said:
            self.source.refuse(line, f'the key "{key}" is there twice')
        self.said[key], self.lines[key] = value, line
        if key == "candidates":
            for name in self._names(line, key, value):
                self.roll.add(line, name)
        elif key in ("withdrawn", "tie_order"):
            self._names(line, key, value)
        elif key == "title" and not isinstance(value, str):
            self.source.refuse(line, "the title is not text")
        elif key in ("seats", "maximum"):
            self._whole(line, value, key)

    def ballots(self, cursor: Cursor) -> None:
        """Read the list of ballots."""
        for line, ballot in cursor.elements():
            if not isinstance(ballot, dict) or not ballot.keys() & {"ranking", "ratings"}:
                self.source.refuse(line, 'a ballot is an object with a "ranking" or "ratings"')
            for key in ballot.keys() - {"votes", "ranking", "ratings"}:
                self.source.refuse(line, f'a ballot has no key "{quote(key)}"')
            votes = self._whole(line, ballot.get("votes", 1), "votes")
            if "ranking" in ballot:
                self.ranked = True
                self.rankings.add(line, self._ranks(line, ballot["ranking"]), votes)
            if "ratings" in ballot:
                self.rated = True
                self.scores.add(line, self._ratings(line, ballot["ratings"]), votes)

    def file(self) -> BallotFile:
        """Return what was read."""
        rankings = scores = None
        if self.ranked or not (self.rated or "maximum" in self.said):
            rankings = self.rankings.profile(self.roll)
        if self.rated or "maximum" in self.said:
            scores = self.scores.scores(self.roll, self.said.get("maximum"))
        return BallotFile(
            format=FORMAT.id,
            rankings=rankings,
            scores=scores,
            title=self.said.get("title", ""),
            seats=self.said.get("seats"),
            withdrawn=self.said.get("withdrawn", ()),
            tie_order=self.said.get("tie_order", ()),
        )

    def _ranks(self, line: int, ranking: Any) -> bytes:
        if not isinstance(ranking, list):
            self.source.refuse(line, "a ranking is a list of names, or of lists of names")
        row = bytearray([UNRANKED]) * len(self.roll)
        for rank, tier in enumerate(ranking, 1):
            for name in tier if isinstance(tier, list) else [tier]:
                place = self._candidate(line, name)
                if row[place] != UNRANKED:
                    self.source.refuse(line, f'"{quote(name)}" is ranked twice')
                row[place] = min(rank, MOST_CANDIDATES)
        return bytes(row)

    def _ratings(self, line: int, ratings: Any) -> bytes:
        if not isinstance(ratings, dict):
            self.source.refuse(line, 'ratings are an object, such as {"Ann": 5}')
        row = bytearray([UNRATED]) * len(self.roll)
        most = self.said.get("maximum", MOST_CANDIDATES)
        for name, rating in ratings.items():
            if self._whole(line, rating, f"the rating of {quote(name)}") > most:
                self.source.refuse(line, f"rating {rating} of {quote(name)} passes {most}")
            row[self._candidate(line, name)] = rating
        return bytes(row)

    def _candidate(self, line: int, name: Any) -> int:
        place = self.roll.get(name) if isinstance(name, str) else None
        if place is None:
            shown = quote(name if isinstance(name, str) else json.dumps(name))
            found = nearest(shown, self.roll)
            self.source.refuse(line, f'no candidate "{shown}"; {found}')
        return place

    def _names(self, line: int, key: str, value: Any) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            self.source.refuse(line, f'"{key}" is a list of names')
        return value

    def _whole(self, line: int, value: Any, what: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            shown = quote(json.dumps(value))
            self.source.refuse(line, f"{what}: {shown} is not a whole number from 0")
        return value


def _write(file: BallotFile, _path: Path) -> Iterator[str]:
    names = [_text(name) for name in file.candidates]
    said = {
        "title": file.title,
        "seats": file.seats,
        "candidates": file.candidates,
        "withdrawn": file.withdrawn,
        "tie_order": file.tie_order,
        "maximum": None if file.scores is None else file.scores.maximum,
    }
    yield "{"
    yield from (f' "{key}": {_text(value)},' for key, value in said.items() if value)
    yield ' "ballots": ['
    ballots = chain(_rankings(file, names), _rated(file, names))
    before = next(ballots, None)
    for ballot in ballots:
        yield f"  {before},"
        before = ballot
    if before is not None:
        yield f"  {before}"
    yield " ]"
    yield "}"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _rankings(file: BallotFile, names: Sequence[str]) -> Iterator[str]:
    if file.rankings is None:
        return
    ranks, votes = file.rankings.ranks, file.rankings.weights.tolist()
    written = orders(ranks, names, above=", ", beside=", ", opening="[", closing="]")
    for count, order in zip(votes, written, strict=True):
        yield f'{{"votes": {count}, "ranking": [{order}]}}'
    if file.rankings.blank:
        yield f'{{"votes": {file.rankings.blank}, "ranking": []}}'


def _rated(file: BallotFile, names: Sequence[str]) -> Iterator[str]:
    if file.scores is None:
        return
    for count, row in zip(
        file.scores.weights.tolist(), file.scores.ratings.T.tolist(), strict=True
    ):
        marked = zip(names, row, strict=True)
        ratings = ", ".join(f"{name}: {mark}" for name, mark in marked if mark != UNRATED)
        yield f'{{"votes": {count}, "ratings": {{{ratings}}}}}'
    if file.scores.blank:
        yield f'{{"votes": {file.scores.blank}, "ratings": {{}}}}'


FORMAT: Final = Format(
    id="json",
    name="JSON",
    source="elections.formats.json_ballots",
    suffixes=(".json",),
    recognises=_recognises,
    read=_read,
    write=_write,
    holds=frozenset({RANKINGS, TIES, RATINGS, BOTH, SEATS, WITHDRAWN, TIE_ORDER, TITLE}),
    fits=lambda name: encodable(name.replace("\0", "")),
)
