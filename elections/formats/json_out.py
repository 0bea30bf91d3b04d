"""Writing our own JSON."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING

from elections.arrays import UNRATED
from elections.formats.out import orders

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from elections.formats.base import BallotFile


def write(file: BallotFile, _path: Path) -> Iterator[str]:
    """Write all that a file holds, one ballot a line."""
    names = [_text(name) for name in file.candidates]
    said = {
        "title": file.title,
        "seats": file.seats,
        "candidates": file.candidates,
        "withdrawn": file.withdrawn,
        "tie_order": file.tie_order,
        "maximum": None if file.scores is None else file.scores.maximum,
    }
    yield "{"
    yield from (f' "{key}": {_text(value)},' for key, value in said.items() if value)
    yield ' "ballots": ['
    ballots = chain(_rankings(file, names), _rated(file, names))
    before = next(ballots, None)
    for ballot in ballots:
        yield f"  {before},"
        before = ballot
    if before is not None:
        yield f"  {before}"
    yield " ]"
    yield "}"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _rankings(file: BallotFile, names: Sequence[str]) -> Iterator[str]:
    if file.rankings is None:
        return
    ranks, votes = file.rankings.ranks, file.rankings.weights.tolist()
    written = orders(ranks, names, above=", ", beside=", ", opening="[", closing="]")
    for count, order in zip(votes, written, strict=True):
        yield f'{{"votes": {count}, "ranking": [{order}]}}'
    if file.rankings.blank:
        yield f'{{"votes": {file.rankings.blank}, "ranking": []}}'


def _rated(file: BallotFile, names: Sequence[str]) -> Iterator[str]:
    if file.scores is None:
        return
    for count, row in zip(
        file.scores.weights.tolist(), file.scores.ratings.T.tolist(), strict=True
    ):
        marked = zip(names, row, strict=True)
        ratings = ", ".join(f"{name}: {mark}" for name, mark in marked if mark != UNRATED)
        yield f'{{"votes": {count}, "ratings": {{{ratings}}}}}'
    if file.scores.blank:
        yield f'{{"votes": {file.scores.blank}, "ratings": {{}}}}'
