"""Writing PrefLib files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from elections.arrays import UNRANKED
from elections.formats.out import UnwritableError, orders
from elections.formats.preflib_header import KINDS
from elections.formats.source import plain_suffix
from elections.tally import has_tie

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from elections.ballots import Profile
    from elections.formats.base import BallotFile
    from elections.scores import Scores


def write(ballots: BallotFile, path: Path) -> Iterator[str]:
    """Write ratings as .cat, and rankings as the kind that the suffix or their form asks for."""
    cast, wanted = ballots.ballots, plain_suffix(path)[1:]
    if ballots.scores is not None:
        kind, unit, written = "cat", "PREFERENCES", _categories(ballots.scores)
        if wanted in KINDS and wanted != kind:
            raise UnwritableError(f"ratings in a .{wanted} file; .cat can")
    else:
        assert ballots.rankings is not None  # noqa: S101  # one of the two is there
        kind, unit, written = _kind(ballots.rankings, wanted), "ORDERS", _orders(ballots.rankings)
    yield from (f"# FILE NAME: {path.name}", f"# TITLE: {ballots.title}", "# DESCRIPTION: ")
    yield from (f"# DATA TYPE: {kind}", "# MODIFICATION TYPE: original")
    for key in ("RELATES TO", "RELATED FILES", "PUBLICATION DATE", "MODIFICATION DATE"):
        yield f"# {key}: "
    yield f"# NUMBER ALTERNATIVES: {len(cast.candidates)}"
    yield f"# NUMBER VOTERS: {cast.voters + cast.blank}"
    yield f"# NUMBER UNIQUE {unit}: {len(cast.weights) + (cast.blank > 0)}"
    if ballots.scores is not None:
        yield from _category_names(ballots.scores.maximum)
    for number, name in enumerate(cast.candidates, 1):
        yield f"# ALTERNATIVE NAME {number}: {name}"
    for votes, order in zip([*cast.weights.tolist(), cast.blank], written, strict=True):
        if votes:
            yield f"{votes}: {order}"


def _kind(profile: Profile, wanted: str) -> str:
    """Choose the strictest kind that holds the rankings; refuse a suffix that does not."""
    tied = np.flatnonzero(has_tie(profile.ranks))
    partial = np.flatnonzero((profile.ranks == UNRANKED).any(axis=0))
    if wanted not in KINDS:
        complete = "i" if partial.size or profile.blank else "c"
        return ("to" if tied.size else "so") + complete
    if wanted == "cat":
        raise UnwritableError("rankings in a .cat file; .toi can")
    if wanted[0] == "s" and tied.size:
        raise UnwritableError(f"equal ranks (ballot {tied[0] + 1}) in a .{wanted} file; .toi can")
    if wanted[2] == "c" and (partial.size or profile.blank):
        which = f"partial ballot {partial[0] + 1}" if partial.size else "blank ballots"
        raise UnwritableError(f"the {which} in a .{wanted} file; .toi can")
    return wanted


def _orders(profile: Profile) -> Iterator[str]:
    numbers = [str(place) for place in range(1, len(profile.candidates) + 1)]
    yield from orders(profile.ranks, numbers, above=",", beside=",", opening="{", closing="}")
    yield "{}"


def _part(members: list[int]) -> str:
    numbers = ",".join(str(place + 1) for place in members)
    return numbers if len(members) == 1 else f"{{{numbers}}}"


def _category_names(maximum: int) -> Iterator[str]:
    yield f"# NUMBER CATEGORIES: {maximum + 1}"
    for number in range(maximum + 1):
        yield f"# CATEGORY NAME {number + 1}: {maximum - number}"


def _categories(scores: Scores) -> Iterator[str]:
    ratings = range(scores.maximum, -1, -1)
    for column in scores.ratings.T.tolist():
        members: dict[int, list[int]] = {rating: [] for rating in (*ratings, UNRANKED)}
        for place, rating in enumerate(column):
            members[rating].append(place)
        yield ",".join(_part(members[rating]) for rating in ratings)
    yield ",".join(["{}"] * len(ratings))
