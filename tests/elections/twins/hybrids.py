"""Twins of the systems that mix pairs, rounds and ratings.

Every function takes the whole election apart anew; who can win is found by following
each way to break each tie.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Options = Mapping[str, str]


def margin(ballots: list[Any], one: int, other: int) -> int:
    def place(groups: list[list[int]], c: int) -> int:
        return next((at for at, group in enumerate(groups) if c in group), 1000)

    return sum(
        weight
        * (
            (place(groups, one) < place(groups, other))
            - (place(groups, one) > place(groups, other))
        )
        for weight, groups in ballots
    )


def first_choices(ballots: list[Any], standing: Iterable[int]) -> dict[int, int]:
    """Count ballots for the first candidate standing whom they rank before any tie."""
    votes = dict.fromkeys(standing, 0)
    for weight, groups in ballots:
        for group in groups:
            if len(group) > 1:
                break
            if group[0] in votes:
                votes[group[0]] += weight
                break
    return votes


def smith(ballots: list[Any], standing: Iterable[int]) -> frozenset[int]:
    """Try every set of candidates, the smallest first."""
    standing = sorted(standing)
    return next(
        frozenset(some)
        for size in range(1, len(standing) + 1)
        for some in combinations(standing, size)
        if all(margin(ballots, c, d) > 0 for c in some for d in standing if d not in some)
    )


def last_ones(ballots: list[Any], standing: frozenset[int]) -> list[int]:
    votes = first_choices(ballots, standing)
    return [c for c in standing if votes[c] == min(votes.values())]


def alternative_vote(ballots: list[Any], standing: frozenset[int]) -> set[int]:
    if len(standing) == 1:
        return set(standing)
    ways = [alternative_vote(ballots, standing - {c}) for c in last_ones(ballots, standing)]
    return set().union(*ways)


def smith_irv(ballots: list[Any], candidates: int, _options: Options) -> set[int]:
    return alternative_vote(ballots, smith(ballots, range(candidates)))


def tideman(ballots: list[Any], candidates: int, _options: Options) -> set[int]:
    def go_on(standing: frozenset[int]) -> set[int]:
        standing = smith(ballots, standing)
        if len(standing) == 1:
            return set(standing)
        return set().union(*(go_on(standing - {c}) for c in last_ones(ballots, standing)))

    return go_on(frozenset(range(candidates)))


def benham(ballots: list[Any], candidates: int, _options: Options) -> set[int]:
    def go_on(standing: frozenset[int]) -> set[int]:
        for c in standing:
            if all(margin(ballots, c, d) > 0 for d in standing - {c}):
                return {c}
        return set().union(*(go_on(standing - {c}) for c in last_ones(ballots, standing)))

    return go_on(frozenset(range(candidates)))


def woodall(ballots: list[Any], candidates: int, _options: Options) -> set[int]:
    elect_from = smith(ballots, range(candidates))

    def go_on(standing: frozenset[int]) -> set[int]:
        if len(standing & elect_from) == 1:
            return set(standing & elect_from)
        return set().union(*(go_on(standing - {c}) for c in last_ones(ballots, standing)))

    return go_on(frozenset(range(candidates)))


def bottom_two(ballots: list[Any], candidates: int, _options: Options) -> set[int]:
    def losers(standing: frozenset[int]) -> set[int]:
        votes = first_choices(ballots, standing)
        out = set()
        for one, other in combinations(standing, 2):
            others = standing - {one, other}
            if any(votes[d] < max(votes[one], votes[other]) for d in others):
                continue
            ahead = margin(ballots, one, other) or votes[one] - votes[other]
            out |= {other} if ahead > 0 else {one} if ahead < 0 else {one, other}
        return out

    def go_on(standing: frozenset[int]) -> set[int]:
        if len(standing) == 1:
            return set(standing)
        return set().union(*(go_on(standing - {c}) for c in losers(standing)))

    return go_on(frozenset(range(candidates)))


def most_approved(ballots: list[Any], candidates: int, _options: Options) -> set[int]:
    """Hold every runoff between two who may be the most approved."""
    approvals = [sum(w for w, marks in ballots if marks[c] == 1) for c in range(candidates)]
    if candidates == 1:
        return {0}
    winners: set[int] = set()
    for one, other in combinations(range(candidates), 2):
        worse = min(approvals[one], approvals[other])
        if any(approvals[d] > worse for d in range(candidates) if d not in (one, other)):
            continue
        alone = [
            sum(w for w, marks in ballots if marks[c] == 1 and marks[d] != 1)
            for c, d in ((one, other), (other, one))
        ]
        winners |= {c for c, votes in zip((one, other), alone, strict=True) if votes == max(alone)}
    return winners


class Star:
    """STAR voting with the Equal Vote Coalition's official protocol for ties."""

    def __init__(self, ballots: list[Any], candidates: int) -> None:
        self.ballots = [(w, [stars or 0 for stars in ratings]) for w, ratings in ballots]
        self.everyone = set(range(candidates))
        self.totals = {c: sum(w * r[c] for w, r in self.ballots) for c in self.everyone}
        self.fives = {c: sum(w for w, r in self.ballots if r[c] == 5) for c in self.everyone}

    def prefer(self, one: int, other: int) -> int:
        return sum(w for w, ratings in self.ballots if ratings[one] > ratings[other])

    def winners(self) -> set[int]:
        if len(self.everyone) == 1:
            return self.everyone
        finals, level = set(), set(self.everyone)
        while len(finals) < 2:
            highest = {c for c in level if self.totals[c] == max(self.totals[d] for d in level)}
            if len(highest) > 2 - len(finals):
                return self.after_tie(frozenset(finals), frozenset(highest))
            finals |= highest
            level -= highest
        return self.runoff(finals)

    def after_tie(self, through: frozenset[int], level: frozenset[int]) -> set[int]:
        """Follow the protocol; at a lot, follow everyone who may be drawn."""
        room = 2 - len(through)
        if room == 0:
            return self.runoff(set(through))
        if len(level) <= room:
            return self.runoff(set(through | level))
        lost = {c: sum(self.prefer(d, c) > self.prefer(c, d) for d in level) for c in level}
        losers = frozenset(c for c in level if lost[c] == max(lost.values()))
        others = level - losers
        if len(others) >= room:
            return self.after_tie(through, others)
        if others:
            return self.after_tie(through | others, losers)
        line = sorted((self.fives[c] for c in level), reverse=True)[room - 1]
        above = frozenset(c for c in level if self.fives[c] > line)
        at_line = frozenset(c for c in level if self.fives[c] == line)
        if at_line != level:
            return self.after_tie(through | above, at_line)
        return set().union(*(self.after_tie(through | {c}, level - {c}) for c in level))

    def runoff(self, finals: set[int]) -> set[int]:
        one, other = finals

        def merit(c: int) -> tuple[int, int, int]:
            return self.prefer(c, other if c == one else one), self.totals[c], self.fives[c]

        return {c for c in finals if merit(c) == max(merit(one), merit(other))}


def star(ballots: list[Any], candidates: int, _options: Options) -> set[int]:
    return Star(ballots, candidates).winners()


def majority_judgment(ballots: list[Any], candidates: int, _options: Options) -> set[int]:
    """Take the median out of each candidate's grades, again and again, and compare."""

    def majority_value(c: int) -> list[int]:
        grades = sorted(ratings[c] or 0 for w, ratings in ballots for _ in range(w))
        return [grades.pop((len(grades) - 1) // 2) for _ in range(len(grades))]

    values = [majority_value(c) for c in range(candidates)]
    return {c for c in range(candidates) if values[c] == max(values)}


TWINS: dict[str, Callable[[list[Any], int, Options], set[int]]] = {
    "smith_irv": smith_irv,
    "tideman_alternative": tideman,
    "benham": benham,
    "woodall": woodall,
    "bottom_two_irv": bottom_two,
    "approval_runoff": most_approved,
    "star": star,
    "majority_judgment": majority_judgment,
}
