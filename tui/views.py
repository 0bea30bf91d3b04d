"""How the ballots of a file can be looked at: as they were cast, or as others that follow."""

from pathlib import Path
from typing import TypeAlias

from attrs import evolve

from elections import (
    BallotFileError,
    ElectionError,
    Profile,
    Scores,
    System,
    WrongBallotsError,
    read_file,
    write,
)
from elections.counting import check_kind
from elections.formats import BallotFile

Ballots: TypeAlias = Profile | Scores

HINTS = {
    Profile: "--as rankings puts whoever is rated higher above",
    Scores: "--as approvals takes everybody ranked as approved of",
}
"""What can be done where a system counts the one kind of ballots and the file holds the other."""


def _as_cast(file: BallotFile) -> BallotFile:
    return file


def _as_rankings(file: BallotFile) -> BallotFile:
    if file.scores is None or file.rankings is not None:
        return evolve(file, scores=None)
    return evolve(file, rankings=file.scores.to_profile(), scores=None)


def _as_ratings(file: BallotFile) -> BallotFile:
    if file.scores is None:
        raise WrongBallotsError(f"the file holds rankings, and no ratings follow; {HINTS[Scores]}")
    return evolve(file, rankings=None)


def _as_approvals(file: BallotFile) -> BallotFile:
    rankings = _as_rankings(file).rankings
    assert rankings is not None  # noqa: S101 - they were made just now
    return evolve(file, rankings=None, scores=rankings.to_approvals())


VIEWS = {
    "cast": _as_cast,
    "rankings": _as_rankings,
    "ratings": _as_ratings,
    "approvals": _as_approvals,
}


def ballots_for(file: BallotFile, system: System) -> Ballots:
    """Choose the ballots that a system counts, where the file holds two kinds.

    Raises
    ------
    WrongBallotsError
        If it counts neither.
    """
    ballots = file.scores if system.takes is Scores else file.rankings
    ballots = ballots or file.ballots
    try:
        check_kind(ballots, system)
    except WrongBallotsError as error:
        if isinstance(ballots, system.takes):
            raise
        raise WrongBallotsError(f"{error}; {HINTS[system.takes]}") from None
    return ballots


def convert_file(
    path: Path, out: Path, *, read_as: str | None, write_as: str | None, view: str
) -> None:
    """Write the ballots of a file into another.

    Raises
    ------
    ElectionError
        If the file is bad, both are the same, or the ballots cannot be written so.
    """
    file = read_file(path, format=read_as)
    if out.exists() and out.samefile(path):
        raise ElectionError(f"{out} is the file itself; name another one to write")
    seen = VIEWS[view](file)
    try:
        write(seen, out, format=write_as)
    except BallotFileError as error:
        if seen.rankings is None or seen.scores is None:
            raise
        hint = "--as rankings or --as ratings writes one of them"
        raise BallotFileError(error.path, error.line, f"{error.message}; {hint}") from None
