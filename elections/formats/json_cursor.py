"""JSON read member by member, so that an error knows its line and no tree is built."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, NoReturn

from elections.formats.source import quote

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


class Cursor:
    """A place in a text of JSON.

    Parameters
    ----------
    source : Source
        The file, to refuse what is wrong.
    text : str
        All of it.
    """

    def __init__(self, source: Source, text: str) -> None:
        self.source, self.text, self.at = source, text, 0
        self._decode = json.JSONDecoder(
            object_pairs_hook=_unique, parse_float=_refuse_number, parse_constant=_refuse_number
        ).raw_decode

    @property
    def line(self) -> int:
        """The line of the place, from 1."""
        return self.line_of(self.at)

    def value(self) -> Any:
        """Read the value here, and go on behind it."""
        self._skip()
        try:
            value, self.at = self._decode(self.text, self.at)
        except json.JSONDecodeError as error:
            self.source.refuse(self.line_of(error.pos), f"this is no JSON: {error.msg.lower()}")
        except RecursionError:
            self.source.refuse(self.line, "lists or objects are nested too deep")
        except _OddError as error:
            self.source.refuse(self.line, str(error))
        except ValueError:
            self.source.refuse(self.line, "a number is too long")
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

    def elements(self) -> Iterator[tuple[int, Any]]:
        """Read the list here: give each value with its line."""
        self._expect("[", "a list")
        if self._next() == "]":
            self.at += 1
            return
        line = self.line
        while True:
            yield line, self.value()
            before = self.at
            if self._expect(",]", 'a "," or the end of the list') == "]":
                return
            self._skip()
            line += self.text.count("\n", before, self.at)

    def end(self) -> None:
        """Refuse what follows here."""
        if self._next():
            self.source.refuse(self.line, "text after the end of the JSON")

    def line_of(self, place: int) -> int:
        """Say on which line a place is."""
        return self.text.count("\n", 0, place) + 1

    def _skip(self) -> None:
        found = _SPACE.match(self.text, self.at)
        assert found is not None  # noqa: S101  # the pattern matches nothing as well
        self.at = found.end()

    def _next(self) -> str:
        self._skip()
        return self.text[self.at : self.at + 1]

    def _expect(self, signs: str, what: str) -> str:
        sign = self._next()
        if not sign or sign not in signs:
            self.value()
            self.source.refuse(self.line, f"expected {what}")
        self.at += 1
        return sign
