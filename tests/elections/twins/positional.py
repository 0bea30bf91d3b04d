"""Twins of the systems that go by places: plain loops over ballots, with fractions."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tests.elections import oracle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.elections.oracle import Ballot

    Options = Mapping[str, str]


def ranked(groups: list[list[int]]) -> list[int]:
    return [c for group in groups for c in group]


def highest(scores: Mapping[int, Fraction | int]) -> set[int]:
    return {c for c, score in scores.items() if score == max(scores.values())}


# Scores by place ------------------------------------------------------------------------


def score(
    ballots: list[Ballot], candidates: int, worth: Callable[[int, int, int], Sequence[Fraction]]
) -> dict[int, Fraction]:
    """Score candidates by the places of their ties.

    ``worth`` tells what the places of a tie get, from the number ranked above it, its size
    and the number ranked on the ballot; the tied get the average.
    """
    scores = dict.fromkeys(range(candidates), Fraction(0))
    for weight, groups in ballots:
        above = 0
        for group in groups:
            worths = worth(above, len(group), len(ranked(groups)))
            for c in group:
                scores[c] += weight * sum(worths, Fraction(0)) / len(worths)
            above += len(group)
    return scores


def borda(ballots: list[Ballot], candidates: int, options: Options) -> set[int]:
    rows = {
        "average": lambda above, size, _many: [
            Fraction(candidates - 1 - place) for place in range(above, above + size)
        ],
        "zero": lambda above, _size, _many: [Fraction(candidates - 1 - above)],
        "modified": lambda above, _size, many: [Fraction(many - above)],
    }
    scores = score(ballots, candidates, rows[options["truncated"]])
    if options["truncated"] == "average":
        for weight, groups in ballots:
            rest = set(range(candidates)) - set(ranked(groups))
            for c in rest:
                scores[c] += weight * Fraction(len(rest) - 1, 2)
    return highest(scores)


def dowdall(ballots: list[Ballot], candidates: int, _options: Options) -> set[int]:
    def worth(above: int, size: int, _many: int) -> list[Fraction]:
        return [Fraction(1, place + 1) for place in range(above, above + size)]

    return highest(score(ballots, candidates, worth))


# Last places ----------------------------------------------------------------------------


def last_places(ballots: list[Ballot], standing: Sequence[int]) -> dict[int, Fraction]:
    """Give each ballot's last place to those standing whom it leaves out, or ranks last."""
    against = dict.fromkeys(standing, Fraction(0))
    for weight, groups in ballots:
        left_out = [c for c in standing if c not in ranked(groups)]
        still = [[c for c in group if c in standing] for group in groups]
        if any(still):
            last = left_out or [group for group in still if group][-1]
            for c in last:
                against[c] += Fraction(weight, len(last))
    return against


def anti_plurality(ballots: list[Ballot], candidates: int, _options: Options) -> set[int]:
    against = last_places(ballots, range(candidates))
    return {c for c in against if against[c] == min(against.values())}


def coombs(ballots: list[Ballot], candidates: int, options: Options) -> set[int]:
    counted = oracle.counted_part(ballots, "coombs", options.get("overvotes", "exhaust"))

    def who_can_win(standing: frozenset[int]) -> set[int]:
        if len(standing) == 1:
            return set(standing)
        firsts = oracle.tally(counted, set(standing))
        if options["stop"] == "majority" and 2 * max(firsts.values()) > sum(firsts.values()):
            return highest(firsts)
        against = last_places(counted, sorted(standing))
        ways = (who_can_win(standing - {c}) for c in highest(against))
        return set().union(*ways)

    return who_can_win(frozenset(range(candidates)))


# Rank by rank ---------------------------------------------------------------------------


def bucklin(ballots: list[Ballot], candidates: int, _options: Options) -> set[int]:
    voters = sum(weight for weight, _ in ballots)
    votes = dict.fromkeys(range(candidates), 0)
    for rank in range(candidates):
        for weight, groups in ballots:
            for c in groups[rank] if rank < len(groups) else []:
                votes[c] += weight
        if any(2 * each > voters for each in votes.values()):
            break
    return highest(votes)


# Borda again and again ------------------------------------------------------------------


def borda_among(ballots: list[Ballot], standing: Sequence[int]) -> dict[int, Fraction]:
    places = {c: place for place, c in enumerate(standing)}
    fewer = [
        (weight, [kept for group in groups if (kept := [places[c] for c in group if c in places])])
        for weight, groups in ballots
    ]
    return dict(zip(standing, oracle.borda(fewer, len(standing)), strict=True))


def baldwin(ballots: list[Ballot], candidates: int, _options: Options) -> set[int]:
    def who_can_win(standing: frozenset[int]) -> set[int]:
        if len(standing) == 1:
            return set(standing)
        scores = borda_among(ballots, sorted(standing))
        lowest = [c for c in standing if scores[c] == min(scores.values())]
        return set().union(*(who_can_win(standing - {c}) for c in lowest))

    return who_can_win(frozenset(range(candidates)))


def nanson(ballots: list[Ballot], candidates: int, options: Options) -> set[int]:
    standing = list(range(candidates))
    while True:
        scores = borda_among(ballots, standing)
        average = sum(scores.values()) / len(standing)
        if len(set(scores.values())) == 1:
            return set(standing)
        stays_level = options["eliminated"] == "below"
        standing = [
            c for c in standing if scores[c] > average or (stays_level and scores[c] == average)
        ]


def black(ballots: list[Ballot], candidates: int, _options: Options) -> set[int]:
    everyone = range(candidates)
    for c in everyone:
        if all(
            oracle.preferred(ballots, c, d) > oracle.preferred(ballots, d, c)
            for d in everyone
            if d != c
        ):
            return {c}
    return highest(dict(enumerate(oracle.borda(ballots, candidates))))


def contingent(ballots: list[Ballot], candidates: int, _options: Options) -> set[int]:
    counted = oracle.counted_part(ballots, "contingent", "exhaust")
    everyone = frozenset(range(candidates))
    return oracle.who_can_win(counted, everyone, lambda left: 2 if left > 2 else 0)


TWINS = {
    "anti_plurality": anti_plurality,
    "contingent": contingent,
    "coombs": coombs,
    "bucklin": bucklin,
    "borda": borda,
    "dowdall": dowdall,
    "baldwin": baldwin,
    "nanson": nanson,
    "black": black,
}
