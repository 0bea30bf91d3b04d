"""Ballot files, read and written: PrefLib, BLT, ABIF, CSV, CEF, JSON; plain or gzip.

What a file is, is told by its content, or else by its name.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from elections.ballots import Profile
from elections.errors import BallotError

if TYPE_CHECKING:
    from os import PathLike

    from elections.formats.base import BallotFile
    from elections.formats.registry import FORMATS
    from elections.papers import PaperRules
    from elections.scores import Scores

__all__ = ["FORMATS", "BallotFile", "read", "read_file", "write"]

_WHERE = {
    "BallotFile": "elections.formats.base",
    "FORMATS": "elections.formats.registry",
}


def __getattr__(name: str) -> Any:
    # Whoever only counts is spared the modules that files need.
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)


def read(
    path: str | PathLike[str],
    *,
    strict: bool = False,
    format: str | None = None,  # noqa: A002  # what everybody calls it
    rules: PaperRules | None = None,
) -> Profile | Scores:
    """Read the ballots in a file: its rankings, or where it has none its ratings.

    Parameters
    ----------
    path, strict, format, rules
        As for `read_file`.

    Returns
    -------
    Profile or Scores
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
    return read_file(path, strict=strict, format=format, rules=rules).ballots


def read_file(
    path: str | PathLike[str],
    *,
    strict: bool = False,
    format: str | None = None,  # noqa: A002
    rules: PaperRules | None = None,
) -> BallotFile:
    r"""Read all that a ballot file says.

    Parameters
    ----------
    path : str or path
        The file, plain or gzip.
    strict : bool
        Refuse what is otherwise read with a `BallotFileWarning`.
    format : str, optional
        The id of its format: see `FORMATS`. By default the content tells it, or else the
        name.
    rules : PaperRules, optional
        What raw papers count for, where the file holds such: skipped ranks, repeated
        candidates, overvotes and write-ins. By default only an overvote ends a paper.

    Returns
    -------
    BallotFile
        The ballots, the title, the seats, who withdrew.

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
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     written = Path(folder, "count.csv").write_text("id,1st,2nd\n1,Ann,Bob\n2,,Bob\n")
    ...     file = read_file(Path(folder, "count.csv"))
    >>> file.format, file.ballots.candidates
    ('cvr', ('Ann', 'Bob'))
    """
    from elections.formats.registry import format_of  # noqa: PLC0415
    from elections.formats.source import Source  # noqa: PLC0415
    from elections.papers import PaperRules  # noqa: PLC0415

    source = Source(path, strict=strict)
    chosen = format_of(source, format)
    try:
        return chosen.read(source, rules or PaperRules())
    except BallotError as error:
        return source.refuse(None, str(error))


def write(
    ballots: Profile | Scores | BallotFile,
    path: str | PathLike[str],
    *,
    format: str | None = None,  # noqa: A002
    strict: bool = False,
) -> None:
    """Write ballots to a file, all of them or none.

    Parameters
    ----------
    ballots : Profile, Scores or BallotFile
        What to write. Of a `BallotFile`, the title, the seats, who withdrew and the order
        of ties are left out with a warning where the format cannot hold them.
    path : str or path
        Where to. A file that is there is replaced. ``.gz`` at the end compresses.
    format : str, optional
        The id of the format: see `FORMATS`. By default the name of the file tells it.
    strict : bool
        Refuse what is otherwise left out with a `BallotFileWarning`.

    Raises
    ------
    BallotFileError
        Where the format cannot hold the ballots, naming what it cannot hold and the
        formats that can; or where the file cannot be written.

    Warns
    -----
    BallotFileWarning
        For all else that the format cannot hold.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write(Profile.from_text("3: Ann > Bob"), Path(folder, "count.blt"))
    ...     read(Path(folder, "count.blt")) == Profile.from_text("3: Ann > Bob")
    True
    """
    from elections.formats.base import BallotFile  # noqa: PLC0415
    from elections.formats.writing import write_file  # noqa: PLC0415

    if isinstance(ballots, Profile):
        file = BallotFile(rankings=ballots)
    elif isinstance(ballots, BallotFile):
        file = ballots
    else:
        file = BallotFile(scores=ballots)
    write_file(file, Path(path), format, strict=strict)
