"""A file as numbered lines of text, whatever its compression, encoding and line ends."""

from __future__ import annotations

import gzip
import io
import stat
import warnings
import zlib
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NoReturn

from elections.errors import BallotFileError, BallotFileWarning, place
from elections.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

_GZIP: Final = b"\x1f\x8b"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


class Source:
    """A ballot file that is there and is a file; iterate over it for its lines.

    Lines come with their numbers, from 1, and without their ends (LF, CRLF or CR).
    Gzip is recognised by content. Text is UTF-8, with or without a mark; a line that
    is not is read as Latin-1, with one warning.

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
        UTF-16 or holds NUL bytes.
    """

    def __init__(self, path: str | PathLike[str], *, strict: bool = False) -> None:
        self.path, self.strict = Path(path), strict
        suffixes = [each.lower() for each in self.path.suffixes if each.lower() != ".gz"]
        self.suffix = suffixes[-1] if suffixes else ""
        self._latin1 = False
        try:
            mode = self.path.stat().st_mode
        except FileNotFoundError:
            self.refuse(None, f"there is no such file{self._similar()}")
        except (OSError, ValueError) as error:
            self.refuse(None, _reason(error))
        if stat.S_ISDIR(mode):
            self.refuse(None, "this is a directory, not a ballot file")
        if not stat.S_ISREG(mode):
            self.refuse(None, "this is not a regular file")

    def __iter__(self) -> Iterator[tuple[int, str]]:
        try:
            with self.path.open("rb") as raw:
                yield from self._lines(self._unpacked(raw))
        except (EOFError, gzip.BadGzipFile, zlib.error):
            self.refuse(None, "the gzip data is damaged or cut short")
        except OSError as error:
            self.refuse(None, _reason(error))

    def refuse(self, line: int | None, message: str) -> NoReturn:
        """Raise the error that a line (or, without one, the file) cannot be read."""
        raise BallotFileError(self.path, line, message) from None

    def warn(self, line: int, message: str) -> None:
        """Warn that a line is not as it should be, or under ``strict`` refuse it."""
        if self.strict:
            self.refuse(line, message)
        warnings.warn(BallotFileWarning(place(self.path, line) + message), stacklevel=2)

    def _unpacked(self, raw: BinaryIO) -> BinaryIO:
        start = raw.read(2)
        raw.seek(0)
        if start in _UTF16:
            self.refuse(1, "this is UTF-16 text; save it as UTF-8")
        return gzip.GzipFile(fileobj=raw) if start == _GZIP else raw  # type: ignore[return-value]

    def _lines(self, data: BinaryIO) -> Iterator[tuple[int, str]]:
        number = 0
        # Bytes that are not UTF-8 survive as surrogates, and the whole line is read again.
        with io.TextIOWrapper(data, encoding="utf-8-sig", errors="surrogateescape") as text:
            for number, line in enumerate(text, 1):  # the last tells an empty file
                plain = line.isascii() and "\0" not in line
                yield number, line if plain else self._clean(number, line)
        if not number:
            self.refuse(None, "the file is empty")

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


def _reason(error: OSError | ValueError) -> str:
    words = getattr(error, "strerror", None) or str(error)
    return f"it cannot be read: {words[:1].lower()}{words[1:]}"
