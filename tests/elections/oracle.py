"""A slow twin of the counting kernels: dictionaries, fractions and plain recursion.

It shares no code with `elections`. A ballot is ``(weight, groups)``, its groups lists of
candidate numbers, best first; more than one in a group is a tie.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise, permutations
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Ballot: TypeAlias = tuple[int, list[list[int]]]
NONE = 255

KEEP: dict[str, Callable[[int], int]] = {
    "plurality": lambda _left: 0,
    "two_round": lambda left: 2 if left > 2 else 0,
    "supplementary": lambda left: 2 if left > 2 else 0,
    "irv": lambda left: left - 1 if left > 2 else 0,
}


def ballots_of(rows: Sequence[Sequence[int]], weights: Sequence[int]) -> list[Ballot]:
    """Write ballots, each a rank for every candidate, as groups; leave blank ones out."""
    ballots = []
    for ranks, weight in zip(rows, weights, strict=True):
        used = sorted({rank for rank in ranks if rank != NONE})
        groups = [[c for c, rank in enumerate(ranks) if rank == place] for place in used]
        if groups:
            ballots.append((weight, groups))
    return ballots


def counted_part(ballots: list[Ballot], system: str, overvotes: str) -> list[Ballot]:
    parts = []
    for weight, groups in ballots:
        kept: list[list[int]] = []
        for group in groups[:2] if system == "supplementary" else groups:
            if len(group) > 1 and overvotes == "exhaust":
                break
            if len(group) == 1 or overvotes == "split":
                kept.append(group)
        parts.append((weight, kept))
    return parts


def tally(ballots: list[Ballot], standing: set[int]) -> dict[int, Fraction]:
    votes = dict.fromkeys(standing, Fraction(0))
    for weight, groups in ballots:
        for group in groups:
            live = [c for c in group if c in standing]
            for c in live:
                votes[c] += Fraction(weight, len(live))
            if live:
                break
    return votes


def finished(votes: dict[int, Fraction], keep: Callable[[int], int]) -> bool:
    return 2 * max(votes.values()) > sum(votes.values()) or keep(len(votes)) == 0


def who_can_win(
    ballots: list[Ballot], standing: frozenset[int], keep: Callable[[int], int]
) -> set[int]:
    votes = tally(ballots, set(standing))
    if finished(votes, keep):
        return {c for c in standing if votes[c] == max(votes.values())}
    winners: set[int] = set()
    for stay in combinations(sorted(standing), keep(len(standing))):
        gone = standing - set(stay)
        if min(votes[c] for c in stay) >= max(votes[c] for c in gone):
            winners |= who_can_win(ballots, frozenset(stay), keep)
    return winners


def rounds(
    ballots: list[Ballot], priority: Sequence[int], keep: Callable[[int], int]
) -> list[dict]:
    """Count with ties broken by priority: each round's votes and who goes, then who wins."""
    standing = set(range(len(priority)))
    told: list[dict] = []
    while True:
        votes = tally(ballots, standing)
        ranking = sorted(standing, key=lambda c: (-votes[c], priority[c]))
        first = sum(told[0]["votes"].values()) if told else sum(votes.values())
        this = {"votes": votes, "exhausted": first - sum(votes.values())}
        told.append(this)
        if finished(votes, keep):
            this["elected"], this["gone"] = ranking[0], set()
            return told
        standing = set(ranking[: keep(len(standing))])
        this["gone"] = set(ranking) - standing


def preferred(ballots: list[Ballot], one: int, other: int) -> int:
    def place(groups: list[list[int]], c: int) -> int:
        return next((at for at, group in enumerate(groups) if c in group), len(groups))

    return sum(w for w, groups in ballots if place(groups, one) < place(groups, other))


def borda(ballots: list[Ballot], candidates: int) -> list[Fraction]:
    voters = sum(weight for weight, _ in ballots)
    points = []
    for c in range(candidates):
        others = [d for d in range(candidates) if d != c]
        above = sum(preferred(ballots, c, d) for d in others)
        below = sum(preferred(ballots, d, c) for d in others)
        points.append(above + Fraction(len(others) * voters - above - below, 2))
    return points


def measured(ballots: list[Ballot], one: int, other: int, strength: str) -> int:
    """Measure one candidate against another as a strength option says."""
    ahead, behind = preferred(ballots, one, other), preferred(ballots, other, one)
    if strength == "margins":
        return max(ahead - behind, 0)
    return ahead if strength == "opposition" or ahead > behind else 0


def schulze(ballots: list[Ballot], candidates: int, kind: str = "margins") -> set[int]:
    """Look at every path without repetition between every two candidates."""

    def strength(one: int, other: int) -> int:
        between = [c for c in range(candidates) if c not in (one, other)]
        best = 0
        for length in range(len(between) + 1):
            for middle in permutations(between, length):
                path = (one, *middle, other)
                weakest = min(measured(ballots, *step, kind) for step in pairwise(path))
                best = max(best, weakest)
        return best

    return {
        c
        for c in range(candidates)
        if all(strength(c, d) >= strength(d, c) for d in range(candidates) if d != c)
    }


def highest(values: Sequence[Fraction | int]) -> set[int]:
    return {c for c, value in enumerate(values) if value == max(values)}


def winners(
    ballots: list[Ballot], candidates: int, system: str, overvotes: str = "exhaust"
) -> set[int]:
    """Find everyone who can win under a system that takes rankings."""
    if system == "borda":
        return highest(borda(ballots, candidates))
    if system == "schulze":
        return schulze(ballots, candidates)
    everyone = frozenset(range(candidates))
    return who_can_win(counted_part(ballots, system, overvotes), everyone, KEEP[system])
