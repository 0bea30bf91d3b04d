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

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

NEAR = 0.5
"""From which likeness on, 0-1, a name may have been meant."""

MOST_NAMES = 12
"""As many known names are listed where none is near."""


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
    """Say that `name` is no `kind`, and which known name is nearest, or what names there are.

    >>> unknown("player", "directiv", ["directive", "status-quo"])
    'no player is called "directiv"; the nearest is "directive"'
    >>> unknown("player", "zzz", ["directive", "status-quo"])
    'no player is called "zzz"; there are directive, status-quo'
    """
    names = sorted(known)
    near = nearest(name, names)
    hint = f'the nearest is "{near}"' if near else f"there are {_listed(names)}"
    return f'no {kind} is called "{name}"; {hint}'


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like `name`: by how it begins, or letter by letter.

    >>> nearest("stp", ["reform-2017", "stp-2016"]), nearest("IRV", ["irv"]), nearest("x", ["irv"])
    ('stp-2016', 'irv', None)
    """
    meant = name.casefold()
    folded = {each.casefold(): each for each in known}
    begun = [each for each in folded if min(len(each), len(meant)) > 1 and _begins(each, meant)]
    close = begun or get_close_matches(meant, folded, n=3, cutoff=NEAR)
    # Letters that changed places are the likeliest slip of all.
    best = sorted(close, key=lambda each: sorted(each) != sorted(meant))
    return folded[best[0]] if best else None


def _begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return ", ".join(names[:MOST_NAMES]) + more or "none"
