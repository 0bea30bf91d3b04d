"""JSON read member by member, so that an error knows its line and no tree is in memory."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, NoReturn

from elections.formats.source import LONGEST, quote
from elections.formats.words import MisreadError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from elections.formats.source import Source

_SPACE: Final = re.compile(r"[ \t\n\r]*")


class _OddError(ValueError):
    """Something in a value that JSON allows and we do not."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for at, key in enumerate(keys) if key in keys[:at])
        raise _OddError(f'the key "{quote(twice)}" is there twice')
    return found


def _refuse_number(written: str) -> NoReturn:
    raise _OddError(f"{quote(written)} is not a whole number")


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_unique, parse_float=_refuse_number, parse_constant=_refuse_number
)


def _fault(error: ValueError | RecursionError) -> str:
    if isinstance(error, RecursionError):
        return "lists or objects are nested too deep"
    if isinstance(error, json.JSONDecodeError):
        return f"this is no JSON: {error.msg.lower()}"
    return str(error) if isinstance(error, _OddError) else "a number is too long"


def parse(text: str) -> Any:
    """Read a value as a `Cursor` does.

    Raises
    ------
    MisreadError
        Where it is none.

    Examples
    --------
    >>> parse('["Ann", {"Bob": 3}]')
    ['Ann', {'Bob': 3}]
    """
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise MisreadError(_fault(error)) from None


class Cursor:
    """A place in a file of JSON, of which only a piece is in memory.

    Parameters
    ----------
    source : Source
        The file.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text, self.at = "", 0
        self._pieces = source.pieces()
        self._began = self._counted = 0
        self._line = 1

    @property
    def line(self) -> int:
        """The line on which the last value began."""
        self._line += self.text.count("\n", self._counted, self._began)
        self._counted = self._began
        return self._line

    def value(self) -> Any:
        """Read the value here, and go on behind it."""
        self._next()
        while True:
            try:
                value, end = _DECODER.raw_decode(self.text, self.at)
            except (ValueError, RecursionError) as error:
                broken = isinstance(error, json.JSONDecodeError)
                if broken and len(self.text) - self.at < LONGEST and self._more():
                    continue
                place = error.pos if isinstance(error, json.JSONDecodeError) else self.at
                self.source.refuse(self._line_of(place), _fault(error))
            # A number may go on in the next piece.
            if end < len(self.text) or not self._more():
                self._began, self.at = self.at, end
                return value

    def members(self) -> Iterator[str]:
        """Read the object here: give each key; the caller reads its value."""
        self._expect("{", "an object")
        if self._next() == "}":
            self.at += 1
            return
        while True:
            key = self.value()
            if not isinstance(key, str):
                self.source.refuse(self.line, "a key is not text")
            self._expect(":", 'a ":" after a key')
            yield key
            if self._expect(",}", 'a "," or the end of the object') == "}":
                return

    def elements(self, plain: re.Pattern[str]) -> Iterator[Any]:
        """Read the list here: give each value, or the match with it and the comma behind it."""
        self._expect("[", "a list")
        if self._next() == "]":
            self.at += 1
            return
        while True:
            while found := plain.match(self.text, self.at):
                self._began, self.at = found.start(1), found.end()
                yield found
            yield self.value()
            if self._expect(",]", 'a "," or the end of the list') == "]":
                return

    def end(self) -> None:
        """Refuse what follows here."""
        if self._next():
            self.source.refuse(self._line_of(self.at), "text after the end of the JSON")

    def _line_of(self, place: int) -> int:
        return self._line + self.text.count("\n", self._counted, place)

    def _more(self) -> bool:
        """Let go of what was read, and take in the next piece; say whether there is one."""
        piece = next(self._pieces, "")
        if piece:
            self._line = self._line_of(self.at)
            self.text, self.at = self.text[self.at :] + piece, 0
            self._began = self._counted = 0
        return bool(piece)

    def _next(self) -> str:
        """Pass over blanks, and return the sign behind them; empty at the end."""
        while True:
            found = _SPACE.match(self.text, self.at)
            assert found is not None  # noqa: S101  # the pattern matches nothing as well
            self.at = found.end()
            if self.at < len(self.text) or not self._more():
                return self.text[self.at : self.at + 1]

    def _expect(self, signs: str, what: str) -> str:
        sign = self._next()
        if not sign or sign not in signs:
            self.value()
            self.source.refuse(self.line, f"expected {what}")
        self.at += 1
        return sign
