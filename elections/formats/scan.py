"""Lines of numbers and a little punctuation, read many at a time.

PrefLib, BLT and most CSV write a ballot as numbers: ``3: 1,{2,4}``, ``3 1 2=4 0``,
``5,,3``. A grammar says which symbol may follow which. Lines that keep to it become rows
of an array at once; every other line is pointed out, to be read by a slower reader that
can say what is wrong with it, or that knows more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from attrs import field, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from elections.arrays import Bytes, Truth, Whole

_ALPHABET: Final = "\nn90:,{}=?"
"""The symbols: a line's end, its first number, another number, a zero (in grammars that
have it), punctuation, and anything else."""
END, FIRST, NUMBER, ZERO, COLON, COMMA, OPEN, CLOSE, EQUAL, OTHER = range(10)
_BLANK: Final = 255
_DIGITS: Final = 12
"""Longer numbers are left to the slower reader, so that sums of a block cannot overflow."""


def _symbols() -> bytes:
    table = bytearray([OTHER]) * 256
    for each in _ALPHABET[COLON:OTHER]:
        table[ord(each)] = _ALPHABET.index(each)
    for each in "0123456789":
        table[ord(each)] = NUMBER
    table[ord(" ")] = table[ord("\t")] = _BLANK
    table[ord("\n")] = END
    return bytes(table)


_SYMBOLS: Final = _symbols()


@frozen(eq=False)
class Grammar:
    r"""What may follow what on a line of a ballot file; blanks are free.

    Attributes
    ----------
    follow : mapping of str to str
        For each symbol those that may come next: ``\n`` is the end of a line, ``n`` its
        first number, ``9`` a further number, ``0`` a further zero; others are themselves.

    Examples
    --------
    >>> scottish = Grammar({"\n": "n\n", "n": ",", ",": "9\n", "9": ",\n"})
    >>> Scan("3,1,2,\n3,,2", scottish).bad
    array([False,  True])
    """

    follow: Mapping[str, str]
    allowed: bytes = field(init=False, repr=False)

    @allowed.default
    def _table(self) -> bytes:
        table = bytearray(256)
        for symbol, successors in self.follow.items():
            for each in successors:
                table[_ALPHABET.index(symbol) * len(_ALPHABET) + _ALPHABET.index(each)] = True
        return bytes(table)


class Scan:
    r"""Lines of a ballot file as symbols.

    Parameters
    ----------
    text : str
        Whole lines, the last without its end.
    grammar : Grammar
        What they are to look like.

    Attributes
    ----------
    symbols : uint8, [symbol]
        Of the whole text, blanks left out; a number is one symbol.
    ends : int64, [line]
        Where among the symbols each line ends.
    marks : int64, [number]
        Where among them the numbers are, the first on each line left out.
    values : int64, [number]
        Those numbers.
    lines : int64, [number]
        On which line each of those stands, from 0.
    counts : int64, [line]
        The first number on each line; -1 where there is none.
    bad : bool, [line]
        Which lines do not keep to the grammar, or hold numbers too long to be plain.

    Examples
    --------
    >>> orders = Grammar({"\n": "n\n", "n": ":", ":": "9\n", "9": ",\n", ",": "9"})
    >>> scan = Scan("5: 1,2\n1; 2\n", orders)
    >>> scan.counts, scan.values, scan.bad
    (array([ 5,  1, -1]), array([1, 2, 2]), array([False,  True, False]))
    """

    def __init__(self, text: str, grammar: Grammar) -> None:
        # What is not Latin-1 is no digit either; "?" stands for it as well as anything.
        written = (text + "\n").encode("latin-1", "replace")
        data = np.frombuffer(written, dtype=np.uint8)
        kinds = np.frombuffer(written.translate(_SYMBOLS), dtype=np.uint8)
        digit = kinds == NUMBER
        begins = kinds != _BLANK
        begins[1:] &= ~(digit[1:] & digit[:-1])
        places = np.flatnonzero(begins)
        self.symbols = kinds[places]
        self.ends = np.flatnonzero(self.symbols == END)
        self.counts = np.full(len(self.ends), -1)
        self.bad = np.zeros(len(self.ends), dtype=np.bool_)
        starts = np.concatenate(([0], self.ends[:-1] + 1))
        counted = np.flatnonzero(self.symbols[starts] == NUMBER)
        self.symbols[starts[counted]] = FIRST
        self.counts[counted] = self._values(starts[counted], data, digit, places)
        self.marks = np.flatnonzero(self.symbols == NUMBER)
        self.values = self._values(self.marks, data, digit, places)
        each = np.diff(np.searchsorted(self.marks, self.ends), prepend=0)
        self.lines = np.repeat(np.arange(len(each)), each)
        if "0" in grammar.follow:
            self.symbols[self.marks[self.values == 0]] = ZERO
        self._check(grammar)

    def _check(self, grammar: Grammar) -> None:
        """Mark lines as bad on which a symbol follows another that it may not."""
        # The alphabet is so small that a pair of symbols is a byte.
        pairs = self.symbols.copy()
        pairs[1:] += self.symbols[:-1] * np.uint8(len(_ALPHABET))
        allowed = np.frombuffer(pairs.tobytes().translate(grammar.allowed), dtype=np.bool_)
        self.doubt(np.flatnonzero(~allowed))

    def doubt(self, symbols: Whole) -> None:
        """Mark the lines as bad on which some symbols stand."""
        self.bad[np.searchsorted(self.ends, symbols)] = True

    def _values(self, which: Whole, data: Bytes, digit: Truth, places: Whole) -> Whole:
        """Read numbers; mark lines as bad where one is not plain: too long, or 01."""
        starts = places[which]
        values = data[starts].astype(np.int64) - ord("0")
        going = np.flatnonzero(digit[starts + 1])
        self.doubt(which[going[values[going] == 0]])
        for place in range(1, _DIGITS):
            if not going.size:
                return values
            values[going] = values[going] * 10 + data[starts[going] + place] - ord("0")
            going = going[digit[starts[going] + place + 1]]
        self.doubt(which[going])
        return values

    def since_line_began(self, each: Truth) -> Whole:
        """Count, at each symbol, the symbols of a kind on its line up to and with it."""
        counted = np.cumsum(each)
        before = np.concatenate(([0], counted[self.ends[:-1]]))
        return np.asarray(counted - np.repeat(before, np.diff(self.ends, prepend=-1)))

    def inside_braces(self) -> Truth:
        """Say which symbols stand in braces, and mark lines as bad whose braces do not match."""
        if OPEN not in self.symbols and CLOSE not in self.symbols:
            return np.zeros(len(self.symbols), dtype=np.bool_)
        opened = self.since_line_began(self.symbols == OPEN)
        level = opened - self.since_line_began(self.symbols == CLOSE)
        wrong = (level < 0) | (level > 1) | ((level > 0) & (self.symbols == END))
        self.doubt(np.flatnonzero(wrong))
        return np.asarray(level > 0)
