"""Text from ballots and files, made fit for a terminal and measured in its cells."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_BREAKS: Final = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_UNSAFE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_NO_CELL: Final = frozenset({"Mn", "Me", "Cf", "Cc"})


def printable(name: str) -> str:
    r"""Return a name without anything that could act on a terminal.

    Line breaks and tabs become one space. Control characters, bidirectional
    overrides, zero-width and other format characters, unassigned code points and
    lone surrogates are removed; what is left is composed (Unicode NFC).

    Parameters
    ----------
    name : str
        Any text.

    Returns
    -------
    str
        The same words; "?" where nothing visible is left.

    Examples
    --------
    >>> printable("Ann\x1b[2J")
    'Ann[2J'
    >>> printable("Bob\u202e\nCat")
    'Bob Cat'
    """
    if name.isascii() and name.isprintable() and name:
        return name
    spaced = _BREAKS.sub(" ", name)
    kept = "".join(c for c in spaced if unicodedata.category(c) not in _UNSAFE)
    return unicodedata.normalize("NFC", kept) if kept.strip() else "?"


def cell_width(text: str) -> int:
    """Count the terminal cells that a text takes.

    Examples
    --------
    >>> cell_width("Zoë"), cell_width("山田")
    (3, 4)
    """
    if text.isascii():
        return len(text)
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.category(character) in _NO_CELL:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Fill a text with blanks to a width in cells, on its right or (``right``) on its left.

    Examples
    --------
    >>> pad("山", 4) + "|"
    '山  |'
    >>> pad("12", 4, right=True)
    '  12'
    """
    blanks = " " * (width - cell_width(text))
    return blanks + text if right else text + blanks


def shorten(text: str, width: int) -> str:
    """Cut a text to a width in cells, with an ellipsis where something is left out.

    Examples
    --------
    >>> shorten("Trajectory", 6)
    'Traje…'
    """
    if cell_width(text) <= width:
        return text
    kept = text
    while cell_width(kept) > width - 1:
        kept = kept[:-1]
    return kept + "…"
