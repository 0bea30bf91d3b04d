"""Slow twins of the systems that go by defeats, straight from their definitions."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import TYPE_CHECKING, Any

from tests.elections.oracle import highest, measured, preferred

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Pair = tuple[int, int]


def beats(ballots: list[Any], candidates: int) -> set[Pair]:
    return {
        (one, other)
        for one, other in permutations(range(candidates), 2)
        if preferred(ballots, one, other) > preferred(ballots, other, one)
    }


def defeats(ballots: list[Any], candidates: int, options: Mapping[str, str]) -> dict[Pair, int]:
    """Give the strength of every defeat; under "opposition", of all who have any votes."""
    found = {
        pair: measured(ballots, *pair, options["strength"])
        for pair in permutations(range(candidates), 2)
    }
    return {pair: size for pair, size in found.items() if size > 0}


def copeland(ballots: list[Any], candidates: int, options: Mapping[str, str]) -> set[int]:
    return by_wins(ballots, candidates, draw={"half": 0.5, "zero": 0}[options["draws"]])


def llull(ballots: list[Any], candidates: int, _options: Mapping[str, str]) -> set[int]:
    return by_wins(ballots, candidates, draw=1)


def by_wins(ballots: list[Any], candidates: int, draw: float) -> set[int]:
    won = beats(ballots, candidates)

    def result(one: int, other: int) -> float:
        return 1 if (one, other) in won else 0 if (other, one) in won else draw

    everybody = range(candidates)
    return highest([sum(result(c, d) for d in everybody if d != c) for c in everybody])


def minimax(ballots: list[Any], candidates: int, options: Mapping[str, str]) -> set[int]:
    lost = defeats(ballots, candidates, options)
    return highest(
        [
            -max((size for (_, loser), size in lost.items() if loser == c), default=0)
            for c in range(candidates)
        ]
    )


def split_cycle(ballots: list[Any], candidates: int, options: Mapping[str, str]) -> set[int]:
    """Drop the weakest defeats of every cycle, going round every cycle that there is."""
    sizes = defeats(ballots, candidates, options)
    dropped: set[Pair] = set()
    for length in range(2, candidates + 1):
        for cycle in permutations(range(candidates), length):
            steps = list(zip(cycle, (*cycle[1:], cycle[0]), strict=True))
            if all(step in sizes for step in steps):
                weakest = min(sizes[step] for step in steps)
                dropped |= {step for step in steps if sizes[step] == weakest}
    beaten = {loser for _, loser in sizes.keys() - dropped}
    return set(range(candidates)) - beaten


def raynaud(ballots: list[Any], candidates: int, options: Mapping[str, str]) -> set[int]:
    sizes = defeats(ballots, candidates, options)

    def left(standing: frozenset[int]) -> set[int]:
        among = {pair: size for pair, size in sizes.items() if standing.issuperset(pair)}
        losers = {pair[1] for pair, size in among.items() if size == max(among.values())}
        return set(standing) if not losers else set().union(*(left(standing - {c}) for c in losers))

    return left(frozenset(range(candidates)))


def in_every_order(
    ballots: list[Any],
    candidates: int,
    options: Mapping[str, str],
    locked: Callable[[frozenset[Pair], Pair], bool],
) -> set[int]:
    """Take the defeats strongest first, level ones in every order, and see who is unbeaten.

    What is locked in is kept as who leads to whom, so that orders that come to the same
    are followed once. Of two defeats with as many winning votes, the less opposed is stronger.
    """
    by_votes = options["strength"] == "winning_votes"
    sizes = {
        pair: (size, -preferred(ballots, *pair[::-1]) if by_votes else 0)
        for pair, size in defeats(ballots, candidates, options).items()
    }
    cases = {frozenset[Pair]()}
    for size in sorted(set(sizes.values()), reverse=True):
        level = [pair for pair, its_size in sizes.items() if its_size == size]
        cases = {end for case in cases for end in ends(case, level, locked)}
    return {c for case in cases for c in range(candidates) if all(c != d for _, d in case)}


def ends(
    case: frozenset[Pair], level: list[Pair], locked: Callable[[frozenset[Pair], Pair], bool]
) -> Iterator[frozenset[Pair]]:
    waiting, seen = [case], {case}
    while waiting:
        here = waiting.pop()
        following = {extended(here, pair) for pair in level if locked(here, pair)} - {here}
        if not following:
            yield here
        waiting += following - seen
        seen |= following


def extended(case: frozenset[Pair], pair: Pair) -> frozenset[Pair]:
    winner, loser = pair
    above = {winner} | {one for one, other in case if other == winner}
    below = {loser} | {other for one, other in case if one == loser}
    return case | {(one, other) for one in above for other in below}


def closes_no_cycle(case: frozenset[Pair], pair: Pair) -> bool:
    return (pair[1], pair[0]) not in case


def first_defeat(case: frozenset[Pair], pair: Pair) -> bool:
    return closes_no_cycle(case, pair) and all(loser != pair[1] for _, loser in case)


def ranked_pairs(ballots: list[Any], candidates: int, options: Mapping[str, str]) -> set[int]:
    return in_every_order(ballots, candidates, options, closes_no_cycle)


def river(ballots: list[Any], candidates: int, options: Mapping[str, str]) -> set[int]:
    return in_every_order(ballots, candidates, options, first_defeat)


def groups(candidates: int) -> Iterator[set[int]]:
    for size in range(1, candidates + 1):
        yield from map(set, combinations(range(candidates), size))


def smith(ballots: list[Any], candidates: int, _options: Mapping[str, str]) -> set[int]:
    """Find the smallest group each of whom beats everybody outside."""
    won = beats(ballots, candidates)
    everybody = set(range(candidates))
    return next(
        group
        for group in groups(candidates)
        if all((one, other) in won for one in group for other in everybody - group)
    )


def schwartz(ballots: list[Any], candidates: int, _options: Mapping[str, str]) -> set[int]:
    """Join all groups that nobody outside beats into, and that hold no smaller such group."""
    won = beats(ballots, candidates)
    unbeaten = [
        group
        for group in groups(candidates)
        if all(winner in group for winner, loser in won if loser in group)
    ]
    return set().union(*(g for g in unbeaten if not any(less < g for less in unbeaten)))


def uncovered(ballots: list[Any], candidates: int, _options: Mapping[str, str]) -> set[int]:
    won = beats(ballots, candidates)

    def covers(one: int, other: int) -> bool:
        rivals = [c for c in range(candidates) if (c, one) in won]
        return (one, other) in won and all((c, other) in won for c in rivals)

    everybody = range(candidates)
    return {c for c in everybody if not any(covers(d, c) for d in everybody)}


def condorcet(ballots: list[Any], candidates: int, _options: Mapping[str, str]) -> set[int]:
    won = beats(ballots, candidates)
    everybody = set(range(candidates))
    return {c for c in everybody if all((c, d) in won for d in everybody - {c})} or everybody


TWINS = {
    twin.__name__: twin
    for twin in (
        copeland,
        llull,
        minimax,
        ranked_pairs,
        river,
        split_cycle,
        raynaud,
        smith,
        schwartz,
        uncovered,
        condorcet,
    )
}
