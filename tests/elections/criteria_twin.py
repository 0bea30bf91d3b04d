"""A slow twin of the criteria about one profile: definitions in plain Python, over all sets.

It shares no code with `elections`, and counts with the slow twins of the systems. A ballot is
``(voters, places)``: for each candidate a number, the lower the more preferred (infinite for
left out), or a rating with a minus before it.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from math import inf
from typing import TYPE_CHECKING, Any

from elections import Scores, System
from tests.elections.oracle import ballots_of
from tests.elections.twins import TWINS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from elections import Profile

Ballot = tuple[tuple[str, float], ...]


def places_of(ranks: list[int], names: Iterable[str]) -> Ballot:
    """Number the ranks of a ballot from 1 without gaps."""
    used = sorted(set(ranks) - {255})
    places = [inf if rank == 255 else used.index(rank) + 1 for rank in ranks]
    return tuple(zip(names, places, strict=True))


def ballots_in(ballots: Profile | Scores) -> Counter[Ballot]:
    found: Counter[Ballot] = Counter()
    names, weights = ballots.candidates, ballots.weights.tolist()
    if isinstance(ballots, Scores):
        for row, voters in zip(ballots.ratings.T.tolist(), weights, strict=True):
            places = [0 if rating == 255 else -rating for rating in row]
            found[tuple(zip(names, places, strict=True))] += voters
    else:
        for row, voters in zip(ballots.ranks.T.tolist(), weights, strict=True):
            found[places_of(row, names)] += voters
    return found


def who_can_win(ballots: Profile | Scores, system: System) -> set[str]:
    """Count with the slow twin of a system."""
    options = {option: values[0] for option, values in system.options.items()}
    weights = ballots.weights.tolist()
    cast: list[Any]
    if isinstance(ballots, Scores):
        rows = [[None if v == 255 else v for v in row] for row in ballots.ratings.T.tolist()]
        cast = list(zip(weights, rows, strict=True))
    else:
        cast = ballots_of(ballots.ranks.T.tolist(), weights)
    winners = TWINS[system.id](cast, len(ballots.candidates), options)
    return {ballots.candidates[place] for place in winners}


# One profile ----------------------------------------------------------------------------


def prefer(ballots: Counter[Ballot], one: str, other: str) -> int:
    return sum(
        voters for ballot, voters in ballots.items() if dict(ballot)[one] < dict(ballot)[other]
    )


def some_of(names: Iterable[str]) -> list[set[str]]:
    every = sorted(names)
    return [set(some) for many in range(1, len(every)) for some in combinations(every, many)]


def solid(ballots: Counter[Ballot], names: set[str]) -> list[set[str]]:
    """List every set that more than half of the voters prefer, one by one, to all others."""
    return [
        some
        for some in some_of(names)
        if 2
        * sum(
            voters
            for ballot, voters in ballots.items()
            if max(dict(ballot)[c] for c in some) < min(dict(ballot)[c] for c in names - some)
        )
        > sum(ballots.values())
    ]


def dominant(ballots: Counter[Ballot], names: set[str]) -> set[str]:
    """Find the smallest set each of whom beats everybody outside."""
    return next(
        some
        for some in [*some_of(names), names]
        if all(prefer(ballots, c, d) > prefer(ballots, d, c) for c in some for d in names - some)
    )


def allowed(criterion: str, ballots: Counter[Ballot], names: set[str]) -> list[set[str]]:
    """List the sets of whom one must be elected."""

    def beats_all(c: str) -> bool:
        return all(prefer(ballots, c, d) > prefer(ballots, d, c) for d in names - {c})

    def loses_to_all(c: str) -> bool:
        return all(prefer(ballots, c, d) < prefer(ballots, d, c) for d in names - {c})

    def dominated(c: str) -> bool:
        return any(prefer(ballots, d, c) == sum(ballots.values()) for d in names - {c})

    solids = solid(ballots, names)
    found = {
        "majority": [some for some in solids if len(some) == 1],
        "majority_loser": [some for some in solids if len(some) == len(names) - 1],
        "mutual_majority": solids,
        "condorcet_winner": [{c} for c in names if beats_all(c)],
        "condorcet_loser": [names - {c} for c in names if len(names) > 1 and loses_to_all(c)],
        "smith": [dominant(ballots, names)],
        "pareto": [{c for c in names if not dominated(c)}],
    }
    return found[criterion]
