"""What can go wrong on this floor, each said for the person who sees it.

DeliberateError
├── ScenarioError      a scenario, footprint, governance or player cannot be had as asked
├── IllegalDecision    the rules refuse a decision; nothing has changed
├── MissingLibrary     an optional library is needed and not installed
├── PanelError         no citizens' panel can be drawn as asked
├── SessionError       a session cannot be opened, or did not replay as recorded
├── SweepError         a sweep cannot be run as asked, or is not the one that was begun
└── StorageError       a file cannot be written: disk full, no permission, in use elsewhere
"""

from collections.abc import Iterable
from difflib import get_close_matches


class DeliberateError(Exception):
    """Root of every error that this package raises on purpose."""


class ScenarioError(DeliberateError):
    """A scenario file, or a name that should lead to one, is not usable."""


class IllegalDecision(DeliberateError):  # noqa: N818 - it is a refusal, not a fault
    """The rules do not allow this decision now; the state is as it was."""


class MissingLibrary(DeliberateError):  # noqa: N818 - it is not a fault of anybody here
    """A library that is not installed is needed for this."""


class PanelError(DeliberateError):
    """The volunteers cannot fill a citizens' panel that keeps every quota."""


class SessionError(DeliberateError):
    """A session file is not what it should be; it has been left untouched."""


class SweepError(DeliberateError):
    """A sweep cannot be run as it was asked for."""


class StorageError(DeliberateError):
    """The machine will not let a file be written; what was confirmed before is safe."""


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """Say that `name` is no `kind`, and which known name is nearest.

    >>> unknown("player", "directiv", ["directive", "status-quo"])
    'no player is called "directiv"; the nearest is "directive"'
    >>> unknown("player", "zzz", ["directive", "status-quo"])
    'no player is called "zzz"; there are directive, status-quo'
    """
    names = sorted(known)
    nearest = get_close_matches(name, names, n=1)
    hint = (
        f'the nearest is "{nearest[0]}"' if nearest else f"there are {', '.join(names) or 'none'}"
    )
    return f'no {kind} is called "{name}"; {hint}'
