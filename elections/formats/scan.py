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


def _symbols() -> Bytes:
    table = np.full(256, OTHER, dtype=np.uint8)
    table[[ord(each) for each in _ALPHABET[COLON:OTHER]]] = range(COLON, OTHER)
    table[[ord(each) for each in "0123456789"]] = NUMBER
    table[[ord(each) for each in " \t"]] = _BLANK
    table[ord("\n")] = END
    return table


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
    allowed: Truth = field(init=False, repr=False)

    @allowed.default
    def _table(self) -> Truth:
        table = np.zeros((len(_ALPHABET), len(_ALPHABET)), dtype=np.bool_)
        for symbol, successors in self.follow.items():
            table[_ALPHABET.index(symbol), [_ALPHABET.index(each) for each in successors]] = True
        return table.ravel()


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
    lines : int64, [symbol]
        On which line each stands, from 0.
    marks : int64, [number]
        Where among the symbols the numbers are, the first on each line left out.
    values : int64, [number]
        Those numbers.
    counts : int64, [line]
        The first number on each line; -1 where there is none.
    blank : bool, [line]
        Which lines are empty.
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
        data = np.frombuffer((text + "\n").encode("latin-1", "replace"), dtype=np.uint8)
        kinds = _SYMBOLS[data]
        digit = kinds == NUMBER
        starts = digit.copy()
        starts[1:] &= ~digit[:-1]
        places = np.flatnonzero((kinds != _BLANK) & (starts | ~digit))
        self.symbols = kinds[places]
        ends = self.symbols == END
        self.lines = np.cumsum(ends) - ends
        numbers = np.flatnonzero(self.symbols == NUMBER)
        values, plain = _values(data, digit, places[numbers])
        first = np.flatnonzero(ends[numbers - 1] | (numbers == 0))
        self.counts = np.full(int(self.lines[-1]) + 1, -1)
        self.counts[self.lines[numbers[first]]] = values[first]
        self.symbols[numbers[first]] = FIRST
        self.marks, self.values = np.delete(numbers, first), np.delete(values, first)
        if grammar.follow.get("0"):
            self.symbols[self.marks[self.values == 0]] = ZERO
        self.blank = np.bincount(self.lines) == 1
        self.bad = self._ungrammatical(grammar)
        self.bad[self.lines[numbers[~plain]]] = True

    def _ungrammatical(self, grammar: Grammar) -> Truth:
        bad = np.zeros(len(self.counts), dtype=np.bool_)
        before = np.concatenate(([END], self.symbols[:-1]))
        follows = grammar.allowed[before * len(_ALPHABET) + self.symbols]
        bad[self.lines[~follows]] = True
        return bad

    def since_line_began(self, each: Truth) -> Whole:
        """Count, at each symbol, the symbols of a kind on its line up to and with it."""
        counted = np.cumsum(each)
        at_ends = counted[self.symbols == END]
        before = np.concatenate(([0], at_ends[:-1]))
        return np.asarray(counted - before[self.lines])

    def inside_braces(self) -> Truth:
        """Say which symbols stand in braces, and mark lines as bad whose braces do not match."""
        if OPEN not in self.symbols and CLOSE not in self.symbols:
            return np.zeros(len(self.symbols), dtype=np.bool_)
        opened = self.since_line_began(self.symbols == OPEN)
        level = opened - self.since_line_began(self.symbols == CLOSE)
        wrong = (level < 0) | (level > 1) | ((level > 0) & (self.symbols == END))
        self.bad[self.lines[wrong]] = True
        return np.asarray(level > 0)


def _values(data: Bytes, digit: Truth, starts: Whole) -> tuple[Whole, Truth]:
    """Read numbers from where they start; say which are plain: not too long, nor 01."""
    values = data[starts].astype(np.int64) - ord("0")
    plain = np.ones(len(starts), dtype=np.bool_)
    going = np.flatnonzero(digit[starts + 1])
    plain[going] = values[going] > 0
    for place in range(1, _DIGITS):
        values[going] = values[going] * 10 + data[starts[going] + place] - ord("0")
        going = going[digit[starts[going] + place + 1]]
    plain[going] = False
    return values, plain
