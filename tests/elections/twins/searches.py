"""Slow twins of the systems that search: orders, changes of ballots, chances."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import combinations, permutations
from typing import TYPE_CHECKING, Any

from tests.elections.oracle import counted_part, highest, measured, preferred, tally
from tests.elections.twins.defeats import split_cycle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def margin(ballots: list[Any], one: int, other: int) -> int:
    return preferred(ballots, one, other) - preferred(ballots, other, one)


def firsts_of_best_orders(candidates: int, gain: Callable[[int, int], int]) -> set[int]:
    """Score every order by every pair in it, and collect who comes first in the best."""
    gains = {pair: gain(*pair) for pair in permutations(range(candidates), 2)}
    scores = {
        order: sum(gains[pair] for pair in combinations(order, 2))
        for order in permutations(range(candidates))
    }
    return {order[0] for order, score in scores.items() if score == max(scores.values())}


def kemeny(ballots: list[Any], candidates: int, _options: Mapping[str, str]) -> set[int]:
    return firsts_of_best_orders(candidates, lambda one, other: preferred(ballots, one, other))


def slater(ballots: list[Any], candidates: int, _options: Mapping[str, str]) -> set[int]:
    return firsts_of_best_orders(
        candidates, lambda one, other: int(margin(ballots, one, other) > 0)
    )


def place(groups: list[list[int]], candidate: int) -> int:
    return next((at for at, group in enumerate(groups) if candidate in group), len(groups))


def fewest(
    voters: list[list[tuple[int, tuple[int, ...]]]], enough: Callable[[tuple[int, ...]], bool]
) -> int | None:
    """Choose one way to count each ballot, (cost, leads it gives), at the least cost together.

    Every total of leads that can be come to is kept with what it costs at least. Each voter
    gives a lead of one at most: leads beyond what all the voters to come can turn are alike.
    """
    reached: dict[tuple[int, ...], int] = {}
    for number, ways in enumerate(voters):
        before = reached.items() if number else [((0,) * len(ways[0][1]), 0)]
        sure = len(voters) - number
        following: dict[tuple[int, ...], int] = {}
        for leads, cost in before:
            for more, gained in ways:
                total = tuple(
                    max(-sure, min(sure, a + b)) for a, b in zip(leads, gained, strict=True)
                )
                following[total] = min(following.get(total, cost + more), cost + more)
        reached = following
    return min((cost for leads, cost in reached.items() if enough(leads)), default=None)


def leads_of(groups: list[list[int]], candidate: int, candidates: int) -> tuple[int, ...]:
    own = place(groups, candidate)
    others = [place(groups, d) for d in range(candidates) if d != candidate]
    return tuple((own < other) - (own > other) for other in others)


def lowest(costs: list[int | None]) -> set[int]:
    possible = [cost for cost in costs if cost is not None]
    best = min(possible, default=None)
    return {candidate for candidate, cost in enumerate(costs) if cost == best}


def young(ballots: list[Any], candidates: int, _options: Mapping[str, str]) -> set[int]:
    def cost(candidate: int) -> int | None:
        nothing = (0,) * (candidates - 1)
        voters = [
            [(0, leads_of(groups, candidate, candidates)), (1, nothing)]
            for weight, groups in ballots
            for _ in range(weight)
        ]
        return fewest(voters, lambda leads: all(lead >= 0 for lead in leads)) if voters else 0

    return lowest([cost(candidate) for candidate in range(candidates)])


def raised(groups: list[list[int]], candidate: int, candidates: int) -> list[tuple[int, Any]]:
    """Raise a candidate past one whole group after another; half swaps, and the new ranking."""
    left_out = [c for c in range(candidates) if all(c not in group for group in groups)]
    ranking = [list(group) for group in [*groups, left_out] if group]
    at = place(ranking, candidate)
    alone = [c for c in ranking[at] if c != candidate]
    ways, cost = [(0, ranking)], len(alone)
    above, below = ranking[:at], [alone, *ranking[at + 1 :]] if alone else ranking[at + 1 :]
    for passed in [[], *above[::-1]]:
        cost += 2 * len(passed)
        if passed:
            above, below = above[:-1], [passed, *below]
        ways.append((cost, [*above, [candidate], *below]))
    return ways


def dodgson(ballots: list[Any], candidates: int, _options: Mapping[str, str]) -> set[int]:
    def cost(candidate: int) -> int | None:
        voters = [
            [
                (half_swaps, leads_of(ranking, candidate, candidates))
                for half_swaps, ranking in raised(groups, candidate, candidates)
            ]
            for weight, groups in ballots
            for _ in range(weight)
        ]
        return fewest(voters, lambda leads: all(lead > 0 for lead in leads)) if voters else None

    return lowest([cost(candidate) for candidate in range(candidates)])


def stable(
    ballots: list[Any], candidates: int, options: Mapping[str, str], *, simple: bool
) -> set[int]:
    """Take the definition word for word, for every set of candidates once."""
    strength = options["strength"]

    def size(one: int, other: int) -> int:
        ahead = measured(ballots, one, other, strength)
        return (
            ahead if strength == "opposition" else ahead - measured(ballots, other, one, strength)
        )

    def undefeated(among: frozenset[int]) -> set[int]:
        if simple:
            return set(among)
        numbers = sorted(among)
        restricted = [
            (weight, [[numbers.index(c) for c in group if c in among] for group in groups])
            for weight, groups in ballots
        ]
        return {numbers[c] for c in split_cycle(restricted, len(numbers), options)}

    @cache
    def winners(among: frozenset[int]) -> frozenset[int]:
        if len(among) == 1:
            return among
        holding = [
            (size(one, other), one)
            for one in undefeated(among)
            for other in among - {one}
            if one in winners(among - {other})
        ]
        return frozenset(one for strong, one in holding if strong == max(holding)[0])

    return set(winners(frozenset(range(candidates))))


def stable_voting(ballots: list[Any], candidates: int, options: Mapping[str, str]) -> set[int]:
    return stable(ballots, candidates, options, simple=False)


def simple_stable_voting(
    ballots: list[Any], candidates: int, options: Mapping[str, str]
) -> set[int]:
    return stable(ballots, candidates, options, simple=True)


def random_ballot(ballots: list[Any], candidates: int, _options: Mapping[str, str]) -> set[int]:
    votes = tally(counted_part(ballots, "random_ballot", "exhaust"), set(range(candidates)))
    chosen = {c for c, number in votes.items() if number > 0}
    return chosen or highest(list(votes.values()))


def solved(rows: list[list[int]], right: list[int]) -> list[int] | None:
    """Solve as many equations as there are unknowns, if there is just one solution.

    In whole numbers, as the numerators over one denominator above 0 (Bareiss, 1968).
    """
    table = [[*row, end] for row, end in zip(rows, right, strict=True)]
    before = 1
    for at in range(len(table)):
        pivot = next((r for r in range(at, len(table)) if table[r][at]), None)
        if pivot is None:
            return None
        table[at], table[pivot] = table[pivot], table[at]
        here = table[at][at]
        for r, row in enumerate(table):
            if r != at:
                factor = row[at]
                table[r] = [
                    (here * x - factor * y) // before for x, y in zip(row, table[at], strict=True)
                ]
        before = here
    return [row[-1] if before > 0 else -row[-1] for row in table]


def maximal_lotteries(margins: list[list[int]]) -> list[list[Fraction]]:
    """Find the corners of the set of maximal lotteries, by trying every way to be a corner.

    At a corner as many of the limits as there are candidates, less one, are just met.
    """
    many = range(len(margins))
    limits = [[int(c == d) for d in many] for c in many]
    limits += [[margins[d][c] for d in many] for c in many]
    corners = []
    for met in combinations(limits, len(margins) - 1):
        chances = solved([[1] * len(margins), *met], [1] + [0] * (len(margins) - 1))
        if chances and all(
            sum(x * y for x, y in zip(limit, chances, strict=True)) >= 0 for limit in limits
        ):
            corners.append([Fraction(x, sum(chances)) for x in chances])
    return corners


def maximal_lottery(ballots: list[Any], candidates: int, _options: Mapping[str, str]) -> set[int]:
    margins = [[margin(ballots, c, d) for d in range(candidates)] for c in range(candidates)]
    corners = maximal_lotteries(margins)
    return {c for c in range(candidates) if any(chances[c] > 0 for chances in corners)}


TWINS = {
    each.__name__: each
    for each in (
        kemeny,
        slater,
        young,
        dodgson,
        stable_voting,
        simple_stable_voting,
        random_ballot,
        maximal_lottery,
    )
}
