"""Ballot files: read by their names, plain or gzip."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from elections.text import printable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from elections.ballots import Profile

READERS: Final[Mapping[str, str]] = dict.fromkeys((".soc", ".soi", ".toc", ".toi"), "preflib")
"""For each suffix, the module here that reads such files."""


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
    # Whoever only counts is spared the modules that files need.
    from elections.formats.source import Source  # noqa: PLC0415

    source = Source(path, strict=strict)
    if source.suffix not in READERS:
        shown = printable(source.suffix)
        named = f'"{shown}" files are' if source.suffix else "a file without a suffix is"
        source.refuse(None, f"{named} not read today; {', '.join(READERS)} are, also with .gz")
    profile: Profile = import_module(f"elections.formats.{READERS[source.suffix]}").parse(source)
    return profile
