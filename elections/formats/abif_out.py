"""Writing ABIF."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import numpy as np

from elections.arrays import UNRANKED, UNRATED
from elections.formats.out import UnwritableError, orders, tiers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from elections.ballots import Profile
    from elections.formats.base import BallotFile
    from elections.scores import Scores

_TOKEN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def write(file: BallotFile, _path: Path) -> Iterator[str]:
    """Write rankings, ratings, or both where they are of the same ballots."""
    tokens, cast = _tokens(file.candidates), file.ballots
    if file.rankings is not None and file.scores is not None:
        _check_same(file.rankings, file.scores)
    if file.title:
        yield json.dumps({"title": file.title}, ensure_ascii=False)
    if file.scores is not None:
        yield json.dumps({"max_rating": file.scores.maximum})
    for token, name in zip(tokens, file.candidates, strict=True):
        yield f"={token}:[{name}]"
    for votes, ballot in zip(cast.weights.tolist(), _ballots(file, tokens), strict=True):
        yield f"{votes}:{ballot}"
    if cast.blank:
        yield f"{cast.blank}:"


def _ballots(file: BallotFile, tokens: Sequence[str]) -> Iterator[str]:
    if file.scores is None:
        assert file.rankings is not None  # noqa: S101  # one of the two is there
        yield from orders(file.rankings.ranks, tokens, above=">", beside="=")
        return
    rows = file.scores.ratings.T.tolist()
    ranked = _unordered(rows) if file.rankings is None else tiers(file.rankings.ranks)
    beside = "," if file.rankings is None else "="
    for row, groups in zip(rows, ranked, strict=True):
        words = _rated(tokens, row)
        yield ">".join(beside.join(words[place] for place in group) for group in groups)


def _tokens(names: Sequence[str]) -> list[str]:
    """Give each candidate a short name: the name itself where it is plain."""
    plain = {name for name in names if _TOKEN.fullmatch(name) and name != "ABIF"}
    numbered = (f"C{number}" for number in range(1, 2 * len(names) + 2))
    free = (token for token in numbered if token not in plain)
    return [name if name in plain else next(free) for name in names]


def _unordered(marks: Sequence[Sequence[int]]) -> Iterator[list[list[int]]]:
    for row in marks:
        yield [[at for at, mark in enumerate(row) if mark != UNRATED]]


def _rated(tokens: Sequence[str], marks: Sequence[int]) -> list[str]:
    return [
        token if mark == UNRATED else f"{token}/{mark}"
        for token, mark in zip(tokens, marks, strict=True)
    ]


def _check_same(rankings: Profile, scores: Scores) -> None:
    same = np.array_equal(rankings.weights, scores.weights) and rankings.blank == scores.blank
    if not same:
        raise UnwritableError("rankings and ratings of different ballots; json can")
    if ((scores.ratings != UNRATED) & (rankings.ranks == UNRANKED)).any():
        raise UnwritableError("a rating of a candidate who is not ranked; json can")
