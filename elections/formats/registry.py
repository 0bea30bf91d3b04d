"""The formats of ballot files, and how a file's format is found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from elections.errors import nearest
from elections.formats import (
    abif,
    blt,
    cef,
    cvr,
    debian,
    json_ballots,
    preflib,
    scottish,
    tables,
)
from elections.formats.source import quote
from elections.frozen import FrozenDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from elections.formats.base import Format
    from elections.formats.source import Source

FORMATS: Final[Mapping[str, Format]] = FrozenDict(
    {
        each.id: each
        for each in (
            blt.FORMAT,
            cef.FORMAT,
            abif.FORMAT,
            preflib.FORMAT,
            debian.FORMAT,
            json_ballots.FORMAT,
            scottish.FORMAT,
            cvr.FORMAT,
            tables.RANK_CSV,
            tables.SCORE_CSV,
        )
    }
)
"""Every format by its id, in the order in which they are tried on a file."""

_SUFFIXES: Final[Mapping[str, str]] = {
    suffix: each.id for each in FORMATS.values() for suffix in each.suffixes if suffix != ".csv"
}
"""The format of files whose content does not tell. A .csv always has to."""
_FOREIGN: Final[Mapping[str, str]] = {
    "<.*": "this is an HTML page, not a ballot file",
    "META;*": "this is a participatory budget (Pabulib .pb), which is not read",
}


def format_of(source: Source, wanted: str | None) -> Format:
    """Find the format of a file: as it is wanted, else by its content, else by its name.

    Raises
    ------
    BallotFileError
        Where there is no such format, or none can be made out.
    """
    if wanted is not None:
        return by_id(source, wanted)
    head = source.head()
    number, first = next(
        ((at, line.strip()) for at, line in enumerate(head, 1) if line.strip()), (1, "")
    )
    for pattern, what in _FOREIGN.items():
        if re.fullmatch(pattern, first):
            source.refuse(number, what)
    named = source.suffix in _SUFFIXES
    for each in FORMATS.values():
        # Numbers and commas alone do not overrule a name that tells.
        if each.recognises(head) and not (named and ".csv" in each.suffixes):
            return each
    if named:
        return FORMATS[_SUFFIXES[source.suffix]]
    return source.refuse(
        None, f"no format is recognised in this file; there are {', '.join(FORMATS)}"
    )


def by_id(source: Source, wanted: str) -> Format:
    """Return the format of an id."""
    if wanted not in FORMATS:
        source.refuse(None, f'no format "{quote(wanted)}"; {nearest(wanted, FORMATS)}')
    return FORMATS[wanted]
