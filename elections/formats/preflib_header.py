"""The header of a PrefLib file, as it is since September 2022 and as it was before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from elections.formats.roll import Roll
from elections.formats.source import quote, small

if TYPE_CHECKING:
    from collections.abc import Sequence

    from elections.formats.source import Source

KINDS: Final = ("soc", "soi", "toc", "toi", "cat")
VOTERS: Final = "NUMBER VOTERS"
_ALTERNATIVES: Final = "NUMBER ALTERNATIVES"
_NAME: Final = re.compile(r"ALTERNATIVE NAME ([0-9]+)")
_CATEGORY: Final = re.compile(r"CATEGORY NAME [0-9]+")
_DIGITS: Final = re.compile(r"[0-9]+")
_TOTALS: Final = re.compile(r"([0-9]+)\s*,\s*([0-9]+)\s*,\s*([0-9]+)")


class Header:
    """What a PrefLib file says before its first ballot.

    Attributes
    ----------
    roll : Roll
        The alternatives.
    numbers : dict of str to int
        From the number of each alternative, as it is written, to its index.
    old : bool
        Whether the file is of the format before September 2022, which has no keys: the
        number of alternatives, a line for each, a line of totals.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.roll = Roll(source, "alternative")
        self.numbers: dict[str, int] = {}
        self.old = False
        self._announced: dict[str, tuple[int, str]] = {}

    def ends(self, number: int, lines: Sequence[str]) -> int | None:
        """Read lines of the header, and return how many there are before the first ballot.

        Parameters
        ----------
        number : int
            The number of the first line.
        lines : sequence of str
            What may be header or ballots.

        Returns
        -------
        int or None
            None where there is no ballot among the lines.
        """
        for at, line in enumerate(lines):
            written = line.strip(" \t")
            if written and not self._take(number + at, written):
                self.check(number + at, written)
                return at
        return None

    def value(self, key: str) -> str:
        """Return what a key announces; empty where it is not there."""
        return self._announced.get(key, (0, ""))[1]

    def kind(self) -> str:
        """Say what kind of ballots are promised; "toi" promises nothing."""
        named = self.value("DATA TYPE").lower()
        if named == "wmd":
            self.source.refuse(
                self._announced["DATA TYPE"][0], "weighted matching data (wmd) are no ballots"
            )
        suffix = self.source.suffix[1:]
        return next((kind for kind in (named, suffix) if kind in KINDS), "toi")

    def categories(self) -> int:
        """Say how many categories a .cat file has."""
        key = "NUMBER CATEGORIES"
        named = sum(bool(_CATEGORY.fullmatch(each)) for each in self._announced)
        line, written = self._announced.get(key, (None, str(named)))
        if not 2 <= small(written) <= 255:
            self.source.refuse(line, f'{key}: 2 to 255 are due, found "{quote(written)}"')
        if named not in (0, int(written)):
            self.source.warn(line, f"{key}: {written} announced, {named} named")
        return int(written)

    def check(self, line: int, first: str) -> None:
        """Refuse a header that does not suffice, when the first ballot is reached.

        Parameters
        ----------
        line : int
            The line of the first ballot, or 1 where there is none.
        first : str
            That line.
        """
        if not self.numbers:
            self.source.refuse(*self._missing(line, first))
        self.compare(_ALTERNATIVES, len(self.numbers), "named", fatal=True)

    def compare(self, key: str, found: int, word: str, *, fatal: bool = False) -> None:
        """Warn (or refuse) where a number is not as it was announced."""
        if key not in self._announced:
            return
        line, announced = self._announced[key]
        if (
            announced.isascii()
            and announced.isdigit()
            and announced.lstrip("0")
            in (
                str(found),
                "" if found == 0 else str(found),
            )
        ):
            return
        message = f"{key}: {quote(announced)} announced, {found} {word}"
        if fatal:
            self.source.refuse(line, message)
        self.source.warn(line, message)

    def _take(self, line: int, written: str) -> bool:
        """Read a line if it belongs to the header, and say whether it does."""
        if written.startswith("#"):
            self._read_key(line, written[1:].strip(" \t"))
        elif not self._announced and _DIGITS.fullmatch(written):
            self.old = True
            self._announced[_ALTERNATIVES] = (line, written)
        elif self.old and VOTERS not in self._announced:
            self._read_old(line, written)
        else:
            return False
        return True

    def _read_key(self, line: int, written: str) -> None:
        key, _, value = written.partition(":")
        value = value.strip(" \t")
        alternative = _NAME.fullmatch(key)
        if alternative is None:
            self._announced.setdefault(key, (line, value))
        else:
            self._name(line, alternative[1], value)

    def _read_old(self, line: int, written: str) -> None:
        totals = _TOTALS.fullmatch(written)
        number, comma, name = written.partition(",")
        due = small(self.value(_ALTERNATIVES))
        if len(self.numbers) < due or due < 0:
            if not comma or not _DIGITS.fullmatch(number.strip()):
                self.source.refuse(line, f'expected "number,name", found "{quote(written)}"')
            self._name(line, number.strip(), name.strip(" \t"))
        elif totals is None:
            self.source.refuse(line, f'expected "voters,votes,orders", found "{quote(written)}"')
        else:
            self._announced[VOTERS] = (line, totals[2])
            self._announced["NUMBER UNIQUE ORDERS"] = (line, totals[3])

    def _name(self, line: int, number: str, name: str) -> None:
        if number in self.numbers:
            self.source.refuse(line, f"alternative {number} is named twice")
        if not name:
            self.source.refuse(line, f"alternative {number} has an empty name")
        self.numbers[number] = self.roll.add(line, name)

    def _missing(self, line: int, first: str) -> tuple[int, str]:
        if _ALTERNATIVES in self._announced:
            at, announced = self._announced[_ALTERNATIVES]
            return at, f"there are no candidates: {quote(announced)} announced, 0 named"
        if not first.strip():
            return line, "there is no header, and no ballot"
        return line, 'there is no header: expected lines such as "# ALTERNATIVE NAME 1: Ann" first'
