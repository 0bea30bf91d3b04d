"""ABIF, the aggregated ballot information format.

``{"title": "…"}`` (more keys may stand in lines of their own), ``=Memph:[Memphis, TN]`` for
each candidate, a line ``42:Memph>Nash=Chat`` for each kind of ballot. With ratings, as in
``27:Memph/5>Nash/2`` or ``27:Memph/5,Nash/2``, a file holds rankings and ratings: a comma
means no order, so that the ratings give it, and without ratings it is a tie. Where no
ballot says an order and everybody on it is rated, the file holds ratings alone. Names may
stand on ballots in square brackets. See https://github.com/electorama/abif.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import numpy as np
from attrs import frozen

from elections.arrays import MOST_CANDIDATES, UNRATED, Whole
from elections.errors import nearest
from elections.formats.abif_out import write
from elections.formats.base import BOTH, RANKINGS, RATINGS, TIES, TITLE, BallotFile, Format
from elections.formats.bundles import Bundles
from elections.formats.out import encodable
from elections.formats.roll import Roll
from elections.formats.rows import rank_rows, short
from elections.formats.source import quote, small
from elections.formats.words import RATED, Lookup, MisreadError, Texts, code, stream, twice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from elections.formats.source import Source
    from elections.formats.words import Stream
    from elections.papers import PaperRules

_TITLE: Final = r"ABIF(?:\s+[0-9.]+)?\s*(?:\{.*\})?"
_LINE: Final = re.compile(rf"(?:#.*|\{{.*\}}|=[^:\[]+:\s*\[.*\]|[0-9]+\s*:.*|{_TITLE})?")
_SURE: Final = re.compile(rf"=[^:\[]+:\s*\[.*\]|[0-9]+\s*:[^{{]*[>/\[].*|{_TITLE}")
_DECLARED: Final = re.compile(r"=(\s*\[[^\]]*\]\s*|[^:\[\]]+):\s*\[(.*)\]")
_HEADER: Final = re.compile(_TITLE)
_KEY: Final = re.compile(r'\{\s*"?([A-Za-z_]+)"?\s*:(.*)\}')
_NOTE: Final = re.compile(r":\s*\{")
_PASSED: Final = ("", "#")
_COUNTED: Final = re.compile(r"(?:([0-9]{1,15}):)?(.*)\n")
_BRACKETS: Final = re.compile(r"\[([^\[\]]*)\]")


def _recognises(head: Sequence[str]) -> bool:
    lines = [line.strip() for line in head]
    return all(map(_LINE.fullmatch, lines)) and any(map(_SURE.fullmatch, lines))


def _read(source: Source, _rules: PaperRules) -> BallotFile:
    reader = _Reader(source)
    with reader.texts.in_order():
        for number, text in source.blocks():
            reader.take(number, text)
    return reader.file()


class _Reader:
    """Reads an ABIF file: ballots many at a time, everything else line by line."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.roll = Roll(source)
        self.tokens: dict[str, int] = {}
        self.quoted: dict[str, int] = {}
        self.keys: dict[str, str] = {}
        self.codes = Lookup(self._code)
        self.rankings, self.scores = Bundles(source), Bundles(source)
        self.texts = Texts(source, self._rows, self.rankings, self.scores)
        self.declared = self.rated = self.too_high = self.ordered = False

    def take(self, number: int, text: str) -> None:
        """Read lines, of which the first has this number."""
        counted = _COUNTED.findall(text + "\n")
        multiplicities = {votes for votes, _ in counted}
        if multiplicities == {"1"}:
            self.texts.add_each(number, [ballot for _, ballot in counted])
            return
        if "" not in multiplicities:
            for line, (votes, ballot) in enumerate(counted, number):
                self.texts.add(line, ballot, int(votes))
            return
        for line, written in enumerate(text.split("\n"), number):
            self._line(line, written.strip(" \t"))

    def _line(self, line: int, written: str) -> None:
        kind = written[:1]
        if kind == "{":
            self._key(written)
        elif kind == "=":
            self._declare(line, written)
        elif kind not in _PASSED and not (kind == "A" and _HEADER.fullmatch(written)):
            votes, colon, ballot = written.partition(":")
            if not colon:
                expected = '"count: Ann>Bob"'
                self.source.refuse(line, f'expected {expected}, found "{quote(written)}"')
            self.texts.add(line, ballot, self.source.whole(line, votes))

    def file(self) -> BallotFile:
        """Return what was read."""
        self.texts.bundle()
        rankings, scores = self.rankings.profile(self.roll), None
        declared = small(self.keys.get("max_rating", ""))
        maximum = declared if 1 <= declared <= MOST_CANDIDATES else None
        rated = self.rated or (maximum is not None and not rankings.voters)
        if rated and not self.too_high:
            scores = self.scores.scores(self.roll, maximum)
        return BallotFile(
            format=FORMAT.id,
            title=self.keys.get("title", ""),
            rankings=rankings if self.ordered or scores is None else None,
            scores=scores,
        )

    def _key(self, written: str) -> None:
        try:
            found = json.loads(written)
        except (ValueError, RecursionError):
            plain = _KEY.fullmatch(written)
            found = {plain[1]: plain[2].strip().strip('"')} if plain else {}
        self.keys.update((key, str(value)) for key, value in found.items())

    def _declare(self, line: int, written: str) -> None:
        found = _DECLARED.fullmatch(written)
        if found is None:
            self.source.refuse(line, f'expected "=token:[name]", found "{quote(written)}"')
        token = found[1].strip(" \t").strip("[]")
        if self.texts.votes:
            self.source.refuse(line, "a candidate is declared after the first ballot")
        if token in self.tokens:
            self.source.refuse(line, f'the token "{quote(token)}" is declared twice')
        self.declared = True
        self.tokens[token] = self.roll.add(line, found[2])

    def _rows(self, texts: Sequence[str]) -> list[list[bytes]]:
        """Turn ballots as they are written into ranks and ratings."""
        signs = set("".join(texts))
        plain = [self._plain(text) for text in texts] if {"[", "{"} & signs else texts
        marked = [at for at, text in enumerate(plain) if text and not text.isspace()]
        ballots = [plain[at] for at in marked]
        written = stream(ballots, self.codes, "=,")
        ordered = written.leads.sum() > len(ballots) or written.tied.any()
        self.ordered |= bool(ordered or (written.ratings < 0).any())
        found = _settled(written)
        shape = (len(ballots), len(self.roll))
        ranks, sound = rank_rows(found.lines, found.who, found.tiers, shape)
        for line in np.flatnonzero(~sound)[:1]:
            name = twice(self.roll, found.who[found.lines == line])
            raise MisreadError(f'"{quote(name)}" is ranked twice')
        rows = [[b""] * len(texts), [b""] * len(texts)]
        for at, row in zip(marked, short(ranks), strict=True):
            rows[0][at] = row
        if "/" in signs:
            for at, row in zip(marked, self._rated(found, shape), strict=True):
                rows[1][at] = row
            for line in _contradicted(found)[:1]:
                message = "ratings contradict the order; both are kept as written"
                self.texts.note("contradicted", texts[marked[line]], message)
        return rows

    def _rated(self, found: _Settled, shape: tuple[int, int]) -> list[bytes]:
        self.rated = True
        marks = np.full(shape, UNRATED, dtype=np.uint8)
        given = found.ratings >= 0
        most = np.minimum(found.ratings[given], MOST_CANDIDATES)
        marks[found.lines[given], found.who[given]] = most.astype(np.uint8)
        return short(marks)

    def _plain(self, text: str) -> str:
        """Leave out notes, and put marks for names in brackets, which may hold any sign."""
        note = _NOTE.search(text) if text.rstrip().endswith("}") else None
        return _BRACKETS.sub(self._bracketed, text[: note.start()] if note else text)

    def _bracketed(self, found: re.Match[str]) -> str:
        # A NUL cannot be in the file, so that the mark cannot be mistaken.
        return f"\0{self.quoted.setdefault(found[1], len(self.quoted))}"

    def _code(self, word: str) -> int:
        name, slash, rating = word.partition("/")
        points = self._rating(rating) + 1 if slash else 0
        return code(name, self._place, "=,") + RATED * points

    def _place(self, token: str) -> int:
        """Return the index of a candidate."""
        if token.startswith("\0"):
            token = list(self.quoted)[int(token[1:])]
        elif "[" in token or "]" in token:
            raise MisreadError('a "[" is never closed, or a "]" never opened')
        elif "*" in token:
            raise MisreadError(f'"{quote(token)}": cumulative votes are not counted')
        elif "{" in token:
            raise MisreadError(f'"{quote(token)}" is not a candidate')
        if not token:
            raise MisreadError('a name is missing beside ">", "=" or ","')
        place = self.tokens.get(token, self.roll.get(token))
        if place is None:
            if self.declared:
                known = nearest(quote(token), map(quote, self.tokens))
                message = f'"{quote(token)}" is not declared; {known}'
                self.texts.note("undeclared", token, message)
            place = self.texts.enter(self.roll, token, token)
        self.tokens[token] = place
        return place

    def _rating(self, written: str) -> int:
        rating, most = small(written.strip(" \t")), small(self.keys.get("max_rating", ""))
        if rating < 0:
            raise MisreadError(f'rating "{quote(written)}" is not a whole number from 0')
        if rating > most >= 0:
            raise MisreadError(f"rating {rating} passes the max_rating {most}")
        if rating > MOST_CANDIDATES:
            self.too_high = True
            message = (
                f"rating {rating} is higher than can be counted ({MOST_CANDIDATES}): "
                "of all ballots only the order is read"
            )
            self.texts.note("too high", written, message)
        return rating


@frozen(eq=False)
class _Settled:
    """The words of many ballots, once ratings have given what commas leave open.

    Attributes
    ----------
    lines, who, tiers : int64, [word]
        See `rank_rows`.
    ratings : int64, [word]
        -1 for none.
    """

    lines: Whole
    who: Whole
    tiers: Whole
    ratings: Whole


def _settled(found: Stream) -> _Settled:
    if not found.loose.any():
        return _Settled(found.lines, found.who, found.tiers, found.ratings)
    tiers, ratings = found.tiers - 1, found.ratings
    begins = np.flatnonzero(found.leads)
    by_rating = np.logical_or.reduceat(found.loose, begins)
    by_rating &= np.minimum.reduceat(ratings, begins) >= 0
    order = np.lexsort((np.where(by_rating[tiers], -ratings, 0), tiers))
    tiers, ratings = tiers[order], ratings[order]
    apart = np.ones(len(tiers), dtype=np.bool_)
    apart[1:] = tiers[1:] != tiers[:-1]
    apart[1:] |= by_rating[tiers[1:]] & (ratings[1:] != ratings[:-1])
    return _Settled(found.lines, found.who[order], np.cumsum(apart), ratings)


def _contradicted(found: _Settled) -> list[int]:
    """List the ballots whose ratings do not fall from rank to rank, or differ within one."""
    above, below = found.ratings[:-1], found.ratings[1:]
    compared = (above >= 0) & (below >= 0) & (found.lines[1:] == found.lines[:-1])
    tied = found.tiers[1:] == found.tiers[:-1]
    wrong = compared & np.where(tied, above != below, below >= above)
    lines: list[int] = found.lines[1:][wrong].tolist()
    return lines


FORMAT: Final = Format(
    id="abif",
    name="ABIF",
    source="https://github.com/electorama/abif",
    suffixes=(".abif",),
    recognises=_recognises,
    read=_read,
    write=write,
    holds=frozenset({RANKINGS, TIES, RATINGS, BOTH, TITLE}),
    fits=lambda name: encodable(name) and not set("[]\r\n") & set(name),
)
