"""The Condorcet Election Format (.cvotes).

``#/Candidates: Ann ; Bob`` and other parameters, then a line ``tag || Ann > Bob = Cat ^2 * 3``
for each kind of ballot: ``*`` counts ballots, ``^`` is a weight, which counts only under
``#/Weight Allowed: true``; ``/EMPTY_RANKING/`` is a blank ballot, ``#`` begins a comment.
Where candidates are declared, others on ballots are left out. Under "implicit ranking" the
unranked share a last place, as they do in every `Profile`.
See https://github.com/CondorcetVote/CondorcetElectionFormat.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from elections.errors import nearest
from elections.formats.base import RANKINGS, SEATS, TIES, BallotFile, Format
from elections.formats.bundles import Bundles
from elections.formats.out import on_one_line, orders
from elections.formats.roll import Roll
from elections.formats.rows import rank_rows, short
from elections.formats.source import quote, small
from elections.formats.words import NOBODY, Lookup, MisreadError, Texts, code, stream, twice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from elections.formats.source import Source
    from elections.papers import PaperRules

_PARAMETER: Final = re.compile(r"#/([^:]*):(.*)")
_KNOWN: Final = re.compile(
    r"#/\s*(?:candidates|number of seats?|implicit ranking|weight allowed|voting methods?)\s*:",
    re.IGNORECASE,
)
_EMPTY: Final = ("/EMPTY_RANKING/", "/EMPTY/")
_MARKED: Final = re.compile(r"[#/*^|]")
_RESERVED: Final = re.compile(r"[>=;,#/*^<|]")


def _recognises(head: Sequence[str]) -> bool:
    return any(_KNOWN.match(line) for line in head)


def _read(source: Source, _rules: PaperRules) -> BallotFile:
    reader = _Reader(source)
    with reader.texts.in_order():
        for number, text in source.blocks():
            reader.take(number, text)
    return reader.file()


class _Reader:
    """Reads a file: plain rankings many at a time, everything else line by line."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.roll = Roll(source)
        self.codes = Lookup(lambda word: code(word, self._place))
        self.bundles = Bundles(source)
        self.texts = Texts(source, self._rows, self.bundles)
        self.seats: int | None = None
        self.declared = self.weighted = False

    def take(self, number: int, text: str) -> None:
        """Read lines, of which the first has this number."""
        lines = [line.strip(" \t") for line in text.split("\n")]
        if all(lines) and not _MARKED.search(text):
            self.texts.add_each(number, lines)
            return
        for line, written in enumerate(text.split("\n"), number):
            self._line(line, written)

    def _line(self, line: int, written: str) -> None:
        if written.startswith("#/"):
            self._parameter(line, written)
            return
        text = written.partition("#")[0].rpartition("||")[2]
        ballot, times, quantifier = text.partition("*")
        ballot, power, weight = ballot.partition("^")
        ballot = ballot.strip(" \t")
        if not ballot:
            if times or power:
                self.source.refuse(line, f'there is no ranking in "{quote(text)}"')
            return
        count = self.source.whole(line, quantifier.strip(" \t")) if times else 1
        if power:
            weighs = self.source.whole(line, weight.strip(" \t"), "weight")
            count *= weighs if self.weighted else 1
        self.texts.add(line, "" if ballot in _EMPTY else ballot, count)

    def file(self) -> BallotFile:
        """Return what was read."""
        self.texts.bundle()
        rankings = self.bundles.profile(self.roll)
        return BallotFile(format=FORMAT.id, seats=self.seats, rankings=rankings)

    def _parameter(self, line: int, written: str) -> None:
        found = _PARAMETER.fullmatch(written)
        if found is None:
            self.source.refuse(line, f'expected "#/Name: value", found "{quote(written)}"')
        if self.texts.votes:
            self.source.refuse(line, "a parameter after the first ballot")
        name, value = found[1].strip().lower(), found[2].strip(" \t")
        if name == "candidates":
            self.declared = True
            for candidate in value.split(";"):
                self.roll.add(line, candidate.strip(" \t"))
        elif name.startswith("number of seat"):
            self.seats = small(value)
            if self.seats < 1:
                self.source.refuse(line, f'"{quote(value)}" seats: at least 1 is to be filled')
        elif name == "weight allowed":
            self.weighted = value.lower() == "true"

    def _rows(self, texts: Sequence[str]) -> list[list[bytes]]:
        """Turn ballots as they are written into ranks."""
        marked = [at for at, text in enumerate(texts) if text]
        found = stream([texts[at] for at in marked], self.codes)
        known = found.who != NOBODY
        lines, who, tiers = found.lines[known], found.who[known], found.tiers[known]
        ranks, sound = rank_rows(lines, who, tiers, (len(marked), len(self.roll)))
        for line in np.flatnonzero(~sound)[:1]:
            raise MisreadError(f'"{quote(twice(self.roll, who[lines == line]))}" is ranked twice')
        rows = [b""] * len(texts)
        for at, row in zip(marked, short(ranks), strict=True):
            rows[at] = row
        return [rows]

    def _place(self, word: str) -> int:
        """Return the index of the candidate that a word names."""
        if not word:
            raise MisreadError('a name is missing beside ">" or "="')
        place = self.roll.get(word)
        if place is not None:
            return place
        if _RESERVED.search(word):
            raise MisreadError(f'"{quote(word)}" is not a name')
        if not self.declared:
            return self.texts.enter(self.roll, word, word)
        known = nearest(quote(word), map(quote, self.roll))
        message = f'"{quote(word)}" is not declared and left out; {known}'
        self.texts.note("undeclared", word, message)
        return NOBODY


def _write(file: BallotFile, _path: Path) -> Iterator[str]:
    profile = file.rankings
    assert profile is not None  # noqa: S101  # only rankings are let through
    names = profile.candidates
    yield f"#/Candidates: {' ; '.join(names)}"
    if file.seats is not None:
        yield f"#/Number of Seats: {file.seats}"
    yield from ("#/Implicit Ranking: true", "#/Weight Allowed: false", "")
    written = orders(profile.ranks, names, above=" > ", beside=" = ")
    for votes, order in zip(profile.weights.tolist(), written, strict=True):
        yield f"{order} * {votes}"
    if profile.blank:
        yield f"{_EMPTY[0]} * {profile.blank}"


FORMAT: Final = Format(
    id="cef",
    name="Condorcet Election Format",
    source="https://github.com/CondorcetVote/CondorcetElectionFormat",
    suffixes=(".cvotes", ".cef"),
    recognises=_recognises,
    read=_read,
    write=_write,
    holds=frozenset({RANKINGS, TIES, SEATS}),
    fits=lambda name: on_one_line(name) and not _RESERVED.search(name),
)
