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
import re
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
from elections.formats.json_cursor import Cursor, parse
from elections.formats.json_out import write
from elections.formats.out import encodable
from elections.formats.roll import Roll
from elections.formats.source import quote
from elections.formats.words import MisreadError, Texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from elections.formats.source import Source
    from elections.papers import PaperRules

_KEYS: Final = (*("title", "seats", "candidates", "withdrawn", "tie_order", "maximum", "ballots"),)
_STRINGS: Final = r'[^{}\\:"]*(?:"[^{}\\:"]*"[^{}\\:"]*)*'
_MARKS: Final = r'[^{}\\"]*(?:"[^{}\\"]*"[^{}\\"]*)*'
_PLAIN: Final = re.compile(
    rf'\s*\{{"votes": ?([0-9]{{1,15}}), ?'
    rf'(?:"ranking": ?(\[{_STRINGS}\])|"ratings": ?(\{{{_MARKS}\}}))\}}\s*,'
)
"""A ballot as we write it, and the comma behind it. What stands in it is looked at later."""
_REPORT: Final = "this is {} report: it tells a count, and holds no ballots"
_FOREIGN: Final = {
    "cvrFileSources": "this is an RCTab configuration; read the records that it names",
    "tabulatorVersion": "this is an RCTab configuration; read the records that it names",
    "config": _REPORT.format("an RCTab"),
    "jsonFormatVersion": _REPORT.format("an RCTab"),
    "info": _REPORT.format("a ranked.vote"),
    "pairwisePreferences": _REPORT.format("a ranked.vote"),
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
    with reader.rankings.in_order(), reader.ratings.in_order():
        if reader.members(Cursor(source)):
            # The candidates come later in this file: now they are known.
            reader.members(Cursor(source), again=True)
    return reader.file()


class _Reader:
    """What the members of the object say."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.roll = Roll(source)
        self.said: dict[str, Any] = {}
        self.ranked, self.rated = Bundles(source), Bundles(source)
        self.rankings = Texts(source, self._rankings, self.ranked)
        self.ratings = Texts(source, self._ratings, self.rated)

    def members(self, cursor: Cursor, *, again: bool = False) -> bool:
        """Read the object, or its ballots alone; say whether they were left unread."""
        left = False
        for key in cursor.members():
            line = cursor.line
            if key == "ballots":
                left = not self.roll
                self._ballots(cursor, read=not left)
            elif again:
                cursor.value()
            else:
                self._check_key(line, key)
                self._member(line, key, cursor.value())
        cursor.end()
        if not self.roll:
            self.source.refuse(None, 'there are no "candidates", a list of names')
        return left

    def _check_key(self, line: int, key: str) -> None:
        if key in _FOREIGN:
            self.source.refuse(line, _FOREIGN[key])
        if key not in _KEYS:
            self.source.refuse(line, f'unknown key "{quote(key)}"; {nearest(key, _KEYS)}')
        if key in self.said:
            self.source.refuse(line, f'the key "{key}" is there twice')

    def _member(self, line: int, key: str, value: Any) -> None:
        """Read one member that is not the ballots."""
        self.said[key] = value
        if key == "candidates":
            for name in self._names(line, key, value):
                self.roll.add(line, name)
        elif key in ("withdrawn", "tie_order"):
            self._names(line, key, value)
        elif key == "title" and not isinstance(value, str):
            self.source.refuse(line, "the title is not text")
        elif key in ("seats", "maximum"):
            self._whole(line, value, key)

    def _ballots(self, cursor: Cursor, *, read: bool) -> None:
        """Read the list of ballots, or pass it over."""
        for found in cursor.elements(_PLAIN):
            if not read:
                continue
            if isinstance(found, re.Match):
                votes, ranking, ratings = found.groups()
            else:
                votes, ranking, ratings = self._parts(cursor.line, found)
            if ranking:
                self.rankings.add(cursor.line, ranking, int(votes))
            if ratings:
                self.ratings.add(cursor.line, ratings, int(votes))

    def _parts(self, line: int, ballot: Any) -> tuple[int, str, str]:
        """Return the votes, and the ranking and the ratings as JSON; empty where there are none."""
        if not isinstance(ballot, dict) or not ballot.keys() & {"ranking", "ratings"}:
            self.source.refuse(line, 'a ballot is an object with a "ranking" or "ratings"')
        for key in ballot.keys() - {"votes", "ranking", "ratings"}:
            self.source.refuse(line, f'a ballot has no key "{quote(key)}"')
        votes = self._whole(line, ballot.get("votes", 1), "votes")
        ranking, ratings = (
            json.dumps(ballot[key]) if key in ballot else "" for key in ("ranking", "ratings")
        )
        return votes, ranking, ratings

    def file(self) -> BallotFile:
        """Return what was read."""
        self.rankings.bundle()
        self.ratings.bundle()
        rankings = scores = None
        rated = self.ratings.votes or "maximum" in self.said
        if self.rankings.votes or not rated:
            rankings = self.ranked.profile(self.roll)
        if rated:
            scores = self.rated.scores(self.roll, self.said.get("maximum"))
        return BallotFile(
            format=FORMAT.id,
            rankings=rankings,
            scores=scores,
            title=self.said.get("title", ""),
            seats=self.said.get("seats"),
            withdrawn=self.said.get("withdrawn", ()),
            tie_order=self.said.get("tie_order", ()),
        )

    def _rankings(self, texts: Sequence[str]) -> list[list[bytes]]:
        return [[self._ranks(each) for each in _values(texts)]]

    def _ratings(self, texts: Sequence[str]) -> list[list[bytes]]:
        return [[self._marks(each) for each in _values(texts)]]

    def _ranks(self, ranking: Any) -> bytes:
        if not isinstance(ranking, list):
            raise MisreadError("a ranking is a list of names, or of lists of names")
        row = bytearray([UNRANKED]) * len(self.roll)
        for rank, tier in enumerate(ranking, 1):
            for name in tier if isinstance(tier, list) else (tier,):
                place = self._candidate(name)
                if row[place] != UNRANKED:
                    raise MisreadError(f'"{quote(name)}" is ranked twice')
                row[place] = min(rank, MOST_CANDIDATES)
        return bytes(row)

    def _marks(self, ratings: Any) -> bytes:
        if not isinstance(ratings, dict):
            raise MisreadError('ratings are an object, such as {"Ann": 5}')
        row = bytearray([UNRATED]) * len(self.roll)
        most = self.said.get("maximum", MOST_CANDIDATES)
        for name, rating in ratings.items():
            if not _is_whole(rating):
                shown = f"the rating of {quote(name)}: {quote(json.dumps(rating))}"
                raise MisreadError(f"{shown} is not a whole number from 0")
            if rating > most:
                raise MisreadError(f"rating {rating} of {quote(name)} passes {most}")
            row[self._candidate(name)] = rating
        return bytes(row)

    def _candidate(self, name: Any) -> int:
        place = self.roll.get(name) if isinstance(name, str) else None
        if place is None:
            shown = quote(name if isinstance(name, str) else json.dumps(name))
            raise MisreadError(f'no candidate "{shown}"; {nearest(shown, self.roll)}')
        return place

    def _names(self, line: int, key: str, value: Any) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            self.source.refuse(line, f'"{key}" is a list of names')
        return value

    def _whole(self, line: int, value: Any, what: str) -> int:
        if not _is_whole(value):
            shown = quote(json.dumps(value))
            self.source.refuse(line, f"{what}: {shown} is not a whole number from 0")
        return int(value)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _values(texts: Sequence[str]) -> list[Any]:
    """Read many texts of JSON at once."""
    values: list[Any] = parse(f"[{','.join(texts)}]")
    if len(values) != len(texts):
        raise MisreadError("this is no JSON: a ranking is one list, and ratings are one object")
    return values


FORMAT: Final = Format(
    id="json",
    name="JSON",
    source="elections.formats.json_ballots",
    suffixes=(".json",),
    recognises=_recognises,
    read=_read,
    write=write,
    holds=frozenset({RANKINGS, TIES, RATINGS, BOTH, SEATS, WITHDRAWN, TIE_ORDER, TITLE}),
    fits=lambda name: encodable(name.replace("\0", "")),
)
