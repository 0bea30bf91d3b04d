"""From names and text to arrays: what the constructors of ballots share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final, TypeAlias

import numpy as np

from elections.arrays import MOST_CANDIDATES, MOST_VOTES, UNRANKED, Bytes
from elections.errors import BallotError, nearest
from elections.text import printable

Group: TypeAlias = Sequence[str] | AbstractSet[str]
Ranking: TypeAlias = str | Sequence[str | Group]
"""Names, best first; a nested tuple, list or set is a tie. One name may stand alone."""

_LINE: Final = re.compile(r"(?:(?P<weight>[^:>=]*):)?(?P<ranking>.*)")


def check_candidates(candidates: Iterable[str]) -> tuple[str, ...]:
    """Return the names as a tuple: 1 to 254 of them, none empty and none twice.

    Raises
    ------
    BallotError
        Saying which name is wrong.
    """
    names = tuple(candidates)
    for number, name in enumerate(names, 1):
        if not isinstance(name, str):
            raise BallotError(f"candidate {number}: a name is text, not {name!r}")
        if not name.strip():
            raise BallotError(f"candidate {number} has no name")
    if not names:
        raise BallotError("there are no candidates")
    if len(names) > MOST_CANDIDATES:
        raise BallotError(f"{len(names)} candidates; at most {MOST_CANDIDATES} can be counted")
    if len(set(names)) < len(names):
        twice = next(name for place, name in enumerate(names) if name in names[:place])
        raise BallotError(f'two candidates have the name "{printable(twice)}"')
    return names


def weighted(ballots: Any) -> list[tuple[Any, Any]]:
    """List ballots with their weights: those of a mapping, or one each."""
    if isinstance(ballots, Mapping):
        return list(ballots.items())
    return [(ballot, 1) for ballot in ballots]


def as_groups(ranking: Ranking, where: str) -> list[list[str]]:
    """Write a ranking as a list of ties, most of them of one name.

    Raises
    ------
    BallotError
        Where it is no ranking.

    Examples
    --------
    >>> as_groups(("Cat", {"Ann", "Bob"}), "ballot 1")
    [['Cat'], ['Ann', 'Bob']]
    """
    places = (ranking,) if isinstance(ranking, str | AbstractSet) else ranking
    try:
        groups = [_tie(place) for place in places]
    except TypeError:
        raise BallotError(f"{where}: a ranking is a tuple of names, not {ranking!r}") from None
    return [group for group in groups if group]


def _tie(place: Any) -> list[str]:
    if isinstance(place, str):
        return [place]
    # A set has no order of its own, and the order of candidates must not depend on chance.
    return sorted(place) if isinstance(place, AbstractSet) else list(place)


def in_order_of_appearance(rankings: Iterable[list[list[str]]]) -> tuple[str, ...]:
    """List every name once, in the order in which ballots first show it."""
    return tuple(dict.fromkeys(name for groups in rankings for group in groups for name in group))


def rank_row(groups: Iterable[Iterable[str]], places: Mapping[str, int], where: str) -> bytes:
    """Write one ballot as a byte for each candidate: its rank, or 255.

    Parameters
    ----------
    groups : iterable of iterables of str
        Best first; more than one name in a group is a tie.
    places : mapping of str to int
        The index of each candidate.
    where : str
        How an error names the ballot.

    Raises
    ------
    BallotError
        For a name that is unknown, or twice on the ballot.

    Examples
    --------
    >>> list(rank_row([["Bob"], ["Cat"]], {"Ann": 0, "Bob": 1, "Cat": 2}, "ballot 1"))
    [255, 1, 2]
    """
    row = bytearray([UNRANKED]) * len(places)
    for rank, group in enumerate(groups, 1):
        for name in group:
            place = candidate_place(name, places, where)
            if row[place] != UNRANKED:
                raise BallotError(f'{where}: "{printable(name)}" is ranked twice')
            row[place] = rank
    return bytes(row)


def candidate_place(name: str, places: Mapping[str, int], where: str) -> int:
    """Find a candidate's index by name.

    Raises
    ------
    BallotError
        With the nearest name, where there is no such candidate.
    """
    place = places.get(name)
    if place is None:
        shown = printable(name) if isinstance(name, str) else repr(name)
        raise BallotError(f'{where}: no candidate "{shown}"; {nearest(shown, places)}')
    return place


def columns(rows: Iterable[bytes], candidates: int) -> Bytes:
    """Turn ballots, one row of bytes each, into an array [candidate, ballot]."""
    array = np.frombuffer(b"".join(rows), dtype=np.uint8).reshape(-1, candidates)
    return np.ascontiguousarray(array.T)


def parse_text(text: str) -> list[tuple[str, list[list[str]], int]]:
    """Read ballots written as ``4: Ann > Bob = Cat``, one a line.

    Returns
    -------
    list of (str, list of list of str, int)
        Where each ballot stands ("line 3"), its ranking and its weight.

    Raises
    ------
    BallotError
        Naming the line.
    """
    ballots, together = [], 0
    for number, line in enumerate(text.splitlines(), 1):
        written = line.split("#", 1)[0].strip()
        if written:
            ballots.append(_parse_line(written, f"line {number}"))
            together += ballots[-1][2]
            if together > MOST_VOTES:
                raise BallotError(f"line {number}: together the weights pass {MOST_VOTES:,} votes")
    return ballots


def _parse_line(written: str, where: str) -> tuple[str, list[list[str]], int]:
    parts = _LINE.fullmatch(written)
    assert parts is not None  # noqa: S101  # the pattern matches every line
    weight = "1" if parts["weight"] is None else parts["weight"].strip()
    if not weight:
        raise BallotError(f'{where}: there is no weight before the ":"')
    if not (weight.isascii() and weight.isdigit()):
        raise BallotError(f'{where}: weight "{printable(weight)}" is not a whole number')
    if len(weight) > len(str(MOST_VOTES)):
        raise BallotError(f"{where}: a weight of {len(weight)} digits passes {MOST_VOTES:,} votes")
    ranking = parts["ranking"].strip()
    groups = [[name.strip() for name in tie.split("=")] for tie in ranking.split(">")]
    if ranking and not all(name for group in groups for name in group):
        raise BallotError(f'{where}: a name is missing beside ">" or "="')
    return where, groups if ranking else [], int(weight)
