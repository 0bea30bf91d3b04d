"""Ballots written in words: ``Ann > Bob = Cat``, read many at a time."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Final, NoReturn

import numpy as np
from attrs import frozen

from elections.arrays import MOST_VOTES, Truth, Whole
from elections.errors import BallotFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from elections.formats.bundles import Bundles
    from elections.formats.roll import Roll
    from elections.formats.source import Source

TIED: Final = 1 << 8
"""Added to the index of a candidate who is tied with the one before (``=``)."""
LOOSE: Final = 1 << 9
"""Added where nothing is said of the order (``,``)."""
RATED: Final = 1 << 10
"""Added once and for each point of a rating."""
NOBODY: Final = TIED - 1
"""Stands for a word that is no candidate, and is to be left out."""
_END: Final = -1
_BATCH: Final = 1 << 14
_SIGNS: Final = {"=": TIED, ",": LOOSE}


class MisreadError(Exception):
    """A ballot that cannot be read; the message says why."""


class Lookup(dict[str, int]):
    """From words to numbers; what a new word means is worked out once.

    Examples
    --------
    >>> lengths = Lookup(len)
    >>> lengths["Ann"], lengths
    (3, {'Ann': 3})
    """

    def __init__(self, meaning: Callable[[str], int]) -> None:
        super().__init__()
        self.meaning = meaning

    def __missing__(self, word: str) -> int:
        number = self[word] = self.meaning(word)
        return number


def code(word: str, place: Callable[[str], int], signs: str = "=") -> int:
    """Turn a word, with the sign before it, into the index of a candidate and a flag.

    Examples
    --------
    >>> code("= Bob ", ["Ann", "Bob"].index) == 1 + TIED
    True
    """
    bare = word.strip(" \t")
    if bare[:1] not in _SIGNS or bare[:1] not in signs:
        return place(bare)
    return place(bare[1:].lstrip(" \t")) + _SIGNS[bare[0]]


@frozen(eq=False)
class Stream:
    """The words of many ballots, one after the other.

    Attributes
    ----------
    codes : int64, [word]
        The index of a candidate, with the flag of the sign before the word, and a rating.
    lines : int64, [word]
        On which ballot each word stands, in order.
    """

    codes: Whole
    lines: Whole

    @property
    def who(self) -> Whole:
        """The index of each candidate."""
        return np.asarray(self.codes & NOBODY)

    @property
    def tied(self) -> Truth:
        """Who is tied with the one before."""
        return np.asarray(self.codes & TIED > 0)

    @property
    def loose(self) -> Truth:
        """Where nothing is said of the order."""
        return np.asarray(self.codes & LOOSE > 0)

    @property
    def leads(self) -> Truth:
        """Where a rank begins."""
        return np.asarray(self.codes & (TIED | LOOSE) == 0)

    @property
    def tiers(self) -> Whole:
        """A number for each rank; who stands beside another with the same number is tied."""
        return np.cumsum(self.leads)

    @property
    def ratings(self) -> Whole:
        """The ratings; -1 where there is none."""
        return np.asarray(self.codes // RATED - 1)


def stream(texts: Sequence[str], codes: Lookup, signs: str = "=") -> Stream:
    """Cut ballots into words, and look all of them up.

    Parameters
    ----------
    texts : sequence of str
        Ballots; none is empty.
    codes : Lookup
        What words mean: see `code`.
    signs : str
        What stands between words beside ``>``; it goes with the word behind it.

    Examples
    --------
    >>> codes = Lookup(lambda word: code(word, ["Ann", "Bob", "Cat"].index))
    >>> found = stream(["Cat>Ann=Bob", "Bob"], codes)
    >>> found.who, found.lines, found.tiers
    (array([2, 0, 1, 1]), array([0, 0, 0, 1]), array([1, 2, 2, 3]))
    """
    # With ">" before every sign and between ballots, one cut finds all words.
    text = ">\n>".join(texts) + ">\n" if texts else "\n"
    for sign in signs:
        text = text.replace(sign, f">{sign}")
    words = text.split(">")
    codes["\n"] = _END
    found = np.fromiter(map(codes.__getitem__, words), dtype=np.int64, count=len(words))
    ends = found == _END
    return Stream(found[~ends], np.cumsum(ends)[~ends])


def twice(names: Iterable[str], who: Whole) -> str:
    """Name the candidate who is first met again on a ballot.

    Examples
    --------
    >>> twice(["Ann", "Bob"], np.array([1, 0, 1]))
    'Bob'
    """
    met: list[int] = who.tolist()
    again = next(each for at, each in enumerate(met) if each in met[:at])
    return list(names)[again]


class Texts:
    """The distinct ballots of a file as they are written, read many at a time.

    Parameters
    ----------
    source : Source
        The file.
    read : callable
        From the texts of ballots to their rows, one list for each of the bundles; it
        raises `MisreadError` for a ballot that is wrong.
    bundles : Bundles
        Where the rows go: rankings, and perhaps ratings.
    """

    def __init__(
        self, source: Source, read: Callable[[Sequence[str]], list[list[bytes]]], *bundles: Bundles
    ) -> None:
        self.source, self.read, self.bundles = source, read, bundles
        self.votes: Counter[str] = Counter()
        self.lines: list[int] = []
        self.rows: list[list[bytes]] = [[] for _ in bundles]
        self.waiting: list[str] = []
        self.total = 0
        self.notes: dict[str, tuple[str, str]] = {}

    def add(self, line: int, text: str, count: int) -> None:
        """Add a ballot, or several that are equal."""
        self.total += count
        if self.total > MOST_VOTES:
            self.source.refuse_more(line)
        seen = self.votes.get(text)
        if seen is not None:
            self.votes[text] = seen + count
            return
        self.votes[text] = count
        self.lines.append(line)
        self.waiting.append(text)
        if len(self.waiting) >= _BATCH:
            self.settle()

    def add_each(self, number: int, texts: Sequence[str]) -> None:
        """Add ballots that were cast once each, on lines of which the first has this number."""
        room, known = MOST_VOTES - self.total, len(self.votes)
        self.total += len(texts)
        if self.total > MOST_VOTES:
            self.source.refuse_more(number + room)
        self.votes.update(texts)
        # What is new stands last, and the first line with it is what the last entry leaves.
        fresh = [*islice(reversed(self.votes), len(self.votes) - known)][::-1]
        lines = range(number + len(texts) - 1, number - 1, -1)
        first = dict(zip(reversed(texts), lines, strict=True)) if fresh else {}
        self.lines.extend(first[text] for text in fresh)
        self.waiting.extend(fresh)
        if len(self.waiting) >= _BATCH:
            self.settle()

    def note(self, kind: str, word: str, message: str) -> None:
        """Warn, once of a kind, of the first ballot that has a word."""
        self.notes.setdefault(kind, (word, message))

    def enter(self, roll: Roll, name: str, word: str) -> int:
        """Add a candidate who comes to light in a word on a ballot."""
        fault, likeness = roll.fault(name), roll.likeness(name)
        if fault:
            raise MisreadError(fault)
        if likeness:
            self.note(f"likeness {len(roll)}", word, likeness)
        return roll.enter(name)

    @contextmanager
    def in_order(self) -> Iterator[None]:
        """Where a line is refused, see first whether a ballot before it is wrong."""
        try:
            yield
        except BallotFileError:
            self.settle()
            raise

    def settle(self) -> None:
        """Read the ballots that were added since the last time."""
        texts, self.waiting = self.waiting, []
        lines = self.lines[len(self.lines) - len(texts) :]
        try:
            found = self.read(texts)
        except MisreadError:
            self._refuse_first(lines, texts)
        for rows, more in zip(self.rows, found, strict=True):
            rows.extend(more)
        self._warn(lines, texts)

    def bundle(self) -> None:
        """Read what is left, and put all ballots into the bundles."""
        self.settle()
        for bundles, each in zip(self.bundles, self.rows, strict=True):
            bundles.first = next(iter(self.lines), None)
            bundles.merge(each, self.votes.values())

    def _refuse_first(self, lines: Sequence[int], texts: Sequence[str]) -> NoReturn:
        """Refuse the first ballot that is wrong."""
        faults = zip(lines, map(self._fault, texts), strict=True)
        line, fault = next((line, fault) for line, fault in faults if fault)
        self._warn(lines, texts)
        self.source.refuse(line, fault)

    def _fault(self, text: str) -> str:
        try:
            self.read([text])
        except MisreadError as error:
            return str(error)
        return ""

    def _warn(self, lines: Sequence[int], texts: Sequence[str]) -> None:
        for kind, (word, message) in self.notes.items():
            line = next((at for at, text in zip(lines, texts, strict=True) if word in text), None)
            if message and line is not None:
                self.source.warn(line, message)
                self.notes[kind] = (word, "")
