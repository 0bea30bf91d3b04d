"""Everything that can be wrong with ballots, files and requests.

```
ElectionError (a ValueError)
├── BallotError          a ballot or a candidate is not as it must be
├── BallotFileError      a file cannot be read as ballots; says file:line
├── UnknownSystemError   no voting system has this id
├── WrongBallotsError    the system counts another kind of ballot
├── TieError             a tie cannot be broken as the policy says
└── UndecidedError       a search passed its budget (inside: a count says "undecided")
BallotFileWarning (a UserWarning)   the file was read or written, but something is said of it
```
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from elections.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class ElectionError(ValueError):
    """The root of every error that this package raises on purpose."""


class BallotError(ElectionError):
    """A ballot, a weight or a candidate is not as it must be; the message says which."""


class BallotFileError(ElectionError):
    """A file cannot be read as ballots.

    Attributes
    ----------
    path : pathlib.Path
        The file.
    line : int or None
        The line, counted from 1; None where the whole file is at fault.
    message : str
        The cause, without the place.

    Examples
    --------
    >>> from pathlib import Path
    >>> print(BallotFileError(Path("ward.soi"), 16, "candidate 1 (Ann) is ranked twice"))
    ward.soi:16: candidate 1 (Ann) is ranked twice
    """

    def __init__(self, path: Path, line: int | None, message: str) -> None:
        self.path, self.line, self.message = path, line, message
        super().__init__(place(path, line) + message)


class UnknownSystemError(ElectionError):
    """No voting system has this id; the message gives the nearest one."""


class WrongBallotsError(ElectionError):
    """The system counts another kind of ballot than it was given."""


class TieError(ElectionError):
    """A tie policy does not say what to do; the message names who is level."""


class UndecidedError(ElectionError):
    """A search looked at as many cases as it may; the message says of what.

    Counting turns it into an answer: `Count.undecided`.
    """


class BallotFileWarning(UserWarning):
    """A file was read, but something in it is odd; or written, but something is left out."""


def place(path: Path, line: int | None) -> str:
    """Say where in a file something is, ending in a colon and a space."""
    return f"{printable(str(path))}:{line}: " if line else f"{printable(str(path))}: "


def nearest(name: str, known: Iterable[str]) -> str:
    """Suggest the known name that was probably meant, or list what there is.

    Examples
    --------
    >>> nearest("Anne", ["Ann", "Bob"])
    'did you mean "Ann"?'
    >>> nearest("Zoe", ["Ann", "Bob"])
    'there are "Ann", "Bob"'
    """
    names = list(known)
    close = get_close_matches(name, names)
    if close:
        # Letters that changed places are the likeliest slip of all.
        meant = max(close, key=lambda each: sorted(each) == sorted(name))
        return f'did you mean "{printable(meant)}"?'
    shown = ", ".join(f'"{printable(each)}"' for each in names[:12])
    return f"there are {shown}" + (" …" if len(names) > 12 else "")
