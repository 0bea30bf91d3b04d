"""Where sessions are kept, and which there are."""

import os
import re
from pathlib import Path

from attrs import frozen
from platformdirs import user_data_path

from deliberate import DeliberateError, Phase, SessionError
from deliberate.errors import unknown
from deliberate.journal import read

SUFFIX = ".deliberate"


@frozen(kw_only=True)
class Kept:
    """A session on disk."""

    path: Path
    title: str
    stands: str
    over: bool


def sessions_folder() -> Path:
    """Return the folder of sessions: $DELIBERATE_HOME, or where the system keeps such data."""
    chosen = os.environ.get("DELIBERATE_HOME")
    return Path(chosen) if chosen else user_data_path("deliberate") / "sessions"


def kept_sessions(folder: Path, most: int = 40) -> list[Kept]:
    """Return the newest sessions that can be read; a damaged one is passed over, not touched."""
    found: list[Kept] = []
    for path in _by_age(folder):
        if len(found) == most:
            break
        try:
            header, entries = read(path)
        except DeliberateError:
            continue
        last = entries[-1] if entries else None
        stands = f"{header.scenario.year_name(last.year)}, {last.phase}" if last else "not begun"
        found.append(
            Kept(
                path=path,
                title=header.scenario.title,
                stands=stands,
                over=last is not None and last.phase == Phase.DEBRIEF,
            )
        )
    return found


def new_path(folder: Path, name: str) -> Path:
    """Return a path in `folder` for a new session of that name, which no file has yet.

    >>> new_path(Path("/nowhere"), "Two Towns!").name
    'two-towns-1.deliberate'
    """
    stem = re.sub(r"[\W_]+", "-", name.lower()).strip("-")[:40]
    number = 1
    while (folder / f"{stem or 'session'}-{number}{SUFFIX}").exists():
        number += 1
    return folder / f"{stem or 'session'}-{number}{SUFFIX}"


def _by_age(folder: Path) -> list[Path]:
    paths = folder.glob(f"*{SUFFIX}") if folder.is_dir() else ()
    # A file may go, and a link may lead nowhere.
    there = [path for path in paths if path.is_file()]
    return sorted(there, key=lambda path: path.stat().st_mtime, reverse=True)


def find(folder: Path, wanted: Path | None) -> Path:
    """Return the session meant: a file, the name of a kept one, or the last one written to.

    Raises
    ------
    SessionError
        If there is none; the nearest kept name is said.
    """
    paths = {path.stem: path for path in _by_age(folder)}
    if wanted is None:
        if not paths:
            raise SessionError(f"no session is kept in {folder}; deliberate play begins one")
        return next(iter(paths.values()))
    if wanted.exists() or not paths:
        return wanted
    if str(wanted) in paths:
        return paths[str(wanted)]
    raise SessionError(unknown("session", str(wanted), paths))
