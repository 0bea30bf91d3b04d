"""A file as numbered lines of text, whatever its compression, encoding and line ends."""

from __future__ import annotations

import gzip
import io
import stat
import warnings
import zlib
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NoReturn, TextIO

from elections.arrays import MOST_VOTES
from elections.errors import BallotFileError, BallotFileWarning, place
from elections.text import printable, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_BLOCK: Final = 1 << 18
_HEAD: Final = 1 << 16
LONGEST: Final = 1 << 22
_QUOTED: Final = 30
_SHORT: Final = 15


class Source:
    """A ballot file that is there and is a file; iterate over it for its lines.

    Lines come with their numbers, from 1, and without their ends (LF, CRLF or CR).
    Gzip is recognised by content. Text is UTF-8, with or without a mark; a line that
    is not is read as Latin-1, with one warning. Only a block is in memory at a time.

    Parameters
    ----------
    path : str or path
        The file.
    strict : bool
        Make errors of what would be warnings.

    Raises
    ------
    BallotFileError
        Where there is no such file, it cannot be read, is empty, is damaged gzip, is
        UTF-16, a spreadsheet, holds NUL bytes or a line without end.
    """

    def __init__(self, path: str | PathLike[str], *, strict: bool = False) -> None:
        self.path, self.strict = Path(path), strict
        self.suffix = plain_suffix(self.path)
        self._latin1 = False
        try:
            mode = self.path.stat().st_mode
        except FileNotFoundError:
            self.refuse(None, f"there is no such file{self._similar()}")
        except (OSError, ValueError) as error:
            self.refuse(None, reason("read", error))
        if stat.S_ISDIR(mode):
            self.refuse(None, "this is a directory, not a ballot file")
        if not stat.S_ISREG(mode):
            self.refuse(None, "this is not a regular file")

    def __iter__(self) -> Iterator[tuple[int, str]]:
        for number, text in self.blocks():
            yield from enumerate(text.split("\n"), number)

    def blocks(self) -> Iterator[tuple[int, str]]:
        """Give the text in pieces of many whole lines, each with the number of its first."""
        number = 1
        with self._text() as text:
            for lines in _whole_lines(text):
                if len(lines) > LONGEST and "\n" not in lines:
                    self.refuse(number, f"this line is longer than {LONGEST:,} characters")
                yield number, self._cleaned(number, lines)
                number += 1 + lines.count("\n")
        if number == 1:
            self.refuse(None, "the file is empty")

    def pieces(self) -> Iterator[str]:
        """Give the text in pieces that need not end where a line does."""
        number = 1
        with self._text() as text:
            while piece := text.read(_BLOCK):
                yield self._cleaned(number, piece)
                number += piece.count("\n")

    def head(self) -> list[str]:
        """Return the first lines, to recognise the format by; one that is cut is left out."""
        with self._text() as text:
            start = text.read(_HEAD)
        if not start:
            self.refuse(None, "the file is empty")
        lines = start.split("\n")
        return lines[:-1] if len(start) == _HEAD and len(lines) > 1 else lines

    def refuse(self, line: int | None, message: str) -> NoReturn:
        """Raise the error that a line (or, without one, the file) cannot be read."""
        raise BallotFileError(self.path, line, message) from None

    def refuse_more(self, line: int) -> NoReturn:
        """Refuse the ballot that is too many."""
        self.refuse(line, f"together the ballots pass {MOST_VOTES:,}, which does not fit")

    def warn(self, line: int | None, message: str) -> None:
        """Warn that a line is not as it should be, or under ``strict`` refuse it."""
        if self.strict:
            self.refuse(line, message)
        warnings.warn(BallotFileWarning(place(self.path, line) + message), stacklevel=2)

    def whole(self, line: int, written: str, word: str = "multiplicity") -> int:
        """Read how many voters cast a ballot: ASCII digits, not too many votes."""
        if len(written) <= _SHORT and written.isascii() and written.isdecimal():
            return int(written)
        digits = written.strip(" \t")
        if not (digits.isascii() and digits.isdecimal()):
            self.refuse(line, f'{word} "{quote(digits)}" is not a whole number from 0')
        if len(digits) > len(str(MOST_VOTES)) or int(digits) > MOST_VOTES:
            self.refuse(line, f"{word} {quote(digits)} does not fit (at most {MOST_VOTES:,})")
        return int(digits)

    @contextmanager
    def _text(self) -> Iterator[TextIO]:
        try:
            with self.path.open("rb") as raw, io.BufferedReader(self._unpacked(raw)) as data:
                if data.peek(2)[:2] in _UTF16:
                    self.refuse(1, "this is UTF-16 text; save it as UTF-8")
                # Bytes that are not UTF-8 survive as surrogates, to be read again line by line.
                with io.TextIOWrapper(data, "utf-8-sig", "surrogateescape") as text:
                    yield text
        except (EOFError, gzip.BadGzipFile, zlib.error):
            self.refuse(None, "the gzip data is damaged or cut short")
        except OSError as error:
            self.refuse(None, reason("read", error))

    def _unpacked(self, raw: BinaryIO) -> io.RawIOBase:
        start = raw.read(4)
        raw.seek(0)
        if start == _ZIP:
            self.refuse(None, "this is a spreadsheet or another zip archive; save it as CSV")
        # Both give bytes without a buffer of their own, or with one that does no harm.
        return gzip.GzipFile(fileobj=raw) if start[:2] == _GZIP else raw  # type: ignore[return-value]

    def _cleaned(self, number: int, text: str) -> str:
        if text.isascii() and "\0" not in text:
            return text
        lines = enumerate(text.split("\n"), number)
        return "\n".join(self._clean(at, line) for at, line in lines)

    def _clean(self, number: int, line: str) -> str:
        if "\0" in line:
            self.refuse(number, "there is a NUL byte in this line; this is not UTF-8 text")
        data = line.encode("utf-8", "surrogateescape")
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            if not self._latin1:
                self._latin1 = True
                self.warn(number, "this is not UTF-8; it is read as Latin-1")
            return data.decode("latin-1")

    def _similar(self) -> str:
        try:
            beside = [each.name for each in self.path.parent.iterdir()]
        except OSError:
            return ""
        close = get_close_matches(self.path.name, beside, n=1, cutoff=0.75)
        return f'; did you mean "{printable(close[0])}"?' if close else ""


def _whole_lines(text: TextIO) -> Iterator[str]:
    """Cut text into blocks that end where a line ends, without its end."""
    rest = ""
    while block := text.read(_BLOCK):
        ended, newline, rest = (rest + block).rpartition("\n")
        if newline:
            yield ended
        elif len(rest) > LONGEST:
            yield rest
    if rest:
        yield rest


def plain_suffix(path: Path) -> str:
    """Return the last suffix of a path, in small letters, that of compression left out.

    Examples
    --------
    >>> plain_suffix(Path("ward.SOI.gz"))
    '.soi'
    """
    suffixes = [each.lower() for each in path.suffixes if each.lower() != ".gz"]
    return suffixes[-1] if suffixes else ""


def small(written: str) -> int:
    """Read a number of one to nine ASCII digits; -1 for anything else.

    Examples
    --------
    >>> small("12"), small("-3"), small("")
    (12, -1, -1)
    """
    plain = written.isascii() and written.isdigit() and len(written) < 10
    return int(written) if plain else -1


def quote(text: str) -> str:
    """Make text from a file fit to stand in a message: printable, and not too long."""
    return shorten(printable(text[: 10 * _QUOTED]), _QUOTED)


def reason(verb: str, error: OSError | ValueError) -> str:
    """Say why the system refuses a file."""
    words = getattr(error, "strerror", None) or str(error)
    return f"it cannot be {verb}: {words[:1].lower()}{words[1:]}"
