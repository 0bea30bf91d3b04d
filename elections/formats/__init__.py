"""Ballot files: read by their names, plain or gzip."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from elections.errors import BallotFileError
from elections.formats import preflib
from elections.formats.source import Source
from elections.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from os import PathLike

    from elections.ballots import Profile

READERS: Final[Mapping[str, Callable[[Source], Profile]]] = dict.fromkeys(
    preflib.SUFFIXES, preflib.parse
)
"""For each suffix, what reads such files."""


def read(path: str | PathLike[str], *, strict: bool = False) -> Profile:
    """Read the rankings in a ballot file.

    Parameters
    ----------
    path : str or path
        A PrefLib file ``.soc``, ``.soi``, ``.toc`` or ``.toi``, also compressed (``.gz``).
    strict : bool
        Refuse what is otherwise read with a `BallotFileWarning`.

    Returns
    -------
    Profile
        Equal ballots are added up; blank ones are set aside.

    Raises
    ------
    BallotFileError
        Saying file, line and cause.

    Warns
    -----
    BallotFileWarning
        Where the file is not as it announces, but can be read all the same.

    Examples
    --------
    >>> read("no_such_file.soi")
    Traceback (most recent call last):
    elections.errors.BallotFileError: no_such_file.soi: there is no such file
    """
    place = Path(path)
    suffixes = [suffix.lower() for suffix in place.suffixes if suffix.lower() != ".gz"]
    suffix = suffixes[-1] if suffixes else ""
    source = Source(place, strict=strict)
    reader = READERS.get(suffix)
    if reader is None:
        named = f'"{printable(suffix)}" files are' if suffix else "a file without a suffix is"
        raise BallotFileError(
            place, None, f"{named} not read today; {', '.join(READERS)} are, also with .gz"
        )
    return reader(source)
