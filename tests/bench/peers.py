"""Race our counting against other libraries; no part of the test suite: python tests/bench/peers.py

Whichever of pref_voting, elsim, VoteKit and svvamp are installed take turns with us, on one core
and in processor time. Prints the table that docs/performance.md holds.
"""

import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from attrs import field, frozen

from elections import Profile, elect_many, system
from elections.arrays import Bytes
from elections.rules import Rules
from elections.society import Society
from elections.stack import Stack
from elections.tally import pairwise
from elections.ties import CandidateOrder, Lot
from elections.utilities import random_utilities

RUNS = 7
SLOW_S = 2.0
"""Whoever takes longer runs once."""
LIMIT_S = 10.0
"""Whoever would take longer does not run in full; the time is worked out from a sample."""
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
MERRILL = ("plurality", "two_round", "irv", "borda", "coombs", "black", "approval")

US = "Deliberate"
LIBRARIES = {
    US: "elections",
    "pref_voting": "pref_voting",
    "elsim": "elsim",
    "VoteKit": "votekit",
    "svvamp": "svvamp",
    "NumPy": "numpy",
}


@frozen
class Ballots:
    """The same strict ballots in the form that each library likes best."""

    orders: np.ndarray
    """int64, [ballot, place]: pref_voting, VoteKit and svvamp."""
    short: np.ndarray
    """The same in bytes: elsim."""
    ranks: Bytes
    """uint8, [candidate, ballot]: we."""
    names: tuple[str, ...]


def impartial(candidates: int, ballots: int) -> Ballots:
    """Draw ballots at random."""
    orders = np.argsort(np.random.default_rng(7).random((ballots, candidates)), axis=1)
    ranks = np.ascontiguousarray(np.argsort(orders, axis=1).T).astype(np.uint8) + np.uint8(1)
    names = tuple(f"c{number}" for number in range(candidates))
    return Ballots(orders, orders.astype(np.uint8), ranks, names)


Work = Callable[[Any], object]


@frozen
class Row:
    """A piece of work, and who does it: each is called with the whole, or with a sample."""

    work: str
    asked: str
    who: dict[str, Work]
    whole: Any
    sample: Any
    scale: float = 0
    """How much longer than the sample the whole takes, if that can be told."""
    times: dict[str, int] = field(factory=dict)
    """How often some do the work in one call."""


def find(path: str) -> Any:
    """Find something in a library, which is imported when it is first used."""
    module, name = path.rsplit(".", 1)
    return getattr(import_module(module), name)


def ours(name: str, ties: str = "order") -> Work:
    return lambda ballots: elect_many(ballots.ranks, name, ties=ties)


def our_rounds(name: str) -> Work:
    def count(ballots: Ballots) -> object:
        stack = Stack(values=ballots.ranks[:, :, None])
        rules = Rules(breaker=CandidateOrder().breakers(ballots.names, 0)(1))
        return system(name).kernel(stack, rules).stages

    return count


def pref_votings(name: str) -> Work:
    def count(ballots: Ballots) -> object:
        profile = find("pref_voting.profiles.Profile")(ballots.orders)
        return find(f"pref_voting.voting_methods.{name}")(profile)

    return count


def pref_votings_on_margins(name: str) -> Work:
    def count(ballots: Ballots) -> object:
        preferred = pairwise(ballots.ranks)
        margins = (preferred - preferred.T).tolist()
        places = list(range(len(margins)))
        beaten = [(a, b, margins[a][b]) for a in places for b in places if margins[a][b] > 0]
        graph = find("pref_voting.weighted_majority_graphs.MarginGraph")(places, beaten)
        return find(f"pref_voting.voting_methods.{name}")(graph)

    return count


def elsims(name: str) -> Work:
    return lambda ballots: find(f"elsim.methods.{name}")(ballots.short, "order")


def svvamps(rule: str) -> Work:
    def count(ballots: Ballots) -> object:
        profile = find("svvamp.Profile")(preferences_rk=ballots.orders)
        return find(f"svvamp.Rule{rule}")()(profile).w_

    return count


def votekits_profile(ballots: Ballots) -> Any:
    """Build a profile in the quickest way there is."""
    cast = dict(Counter(map(tuple, ballots.orders.tolist())))
    table = find("votekit.utils.build_df_from_ballot_samples")(cast, list(ballots.names))
    table.index.name = "Ballot Index"
    return find("votekit.RankProfile")(
        df=table, max_ranking_length=len(ballots.names), candidates=ballots.names
    )


def votekits(name: str, **options: Any) -> Work:
    def count(ballots: Ballots) -> object:
        found = find(f"votekit.elections.{name}")(votekits_profile(ballots), **options)
        return found.get_elected()

    return count


def our_merrill(elections: int) -> None:
    rng, lots, block = np.random.default_rng(3), Lot().breakers("ABCDE", 3), 8192
    chosen = [system(name) for name in MERRILL]
    for start in range(0, elections, block):
        many = min(block, elections - start)
        society = Society(liked=random_utilities(5, 25, many, rng=rng), breaker=lots(many))
        best = society.ranked.victories == 4
        winners = society.winners(chosen)
        (best.any(axis=0) & (winners == best.argmax(axis=0))).sum(axis=1)


def elsims_merrill(elections: int) -> int:
    methods, hits = import_module("elsim.methods"), 0
    by_ranking = [getattr(methods, name) for name in ("fptp", "runoff", *MERRILL[2:6])]
    for _ in range(elections):
        utilities = find("elsim.elections.random_utilities")(25, 5)
        rankings = find("elsim.strategies.honest_rankings")(utilities)
        best = methods.condorcet(rankings)
        if best is not None:
            hits += sum(method(rankings, tiebreaker="random") == best for method in by_ranking)
            approvals = find("elsim.strategies.approval_optimal")(utilities)
            hits += methods.approval(approvals, "random") == best
    return hits


def million_rows() -> Iterator[Row]:
    """Time one large election, from an array to an answer."""
    whole, sample = impartial(10, 10**6), impartial(10, 2000)
    sizes: dict[str, Any] = {"whole": whole, "sample": sample, "scale": 500}
    drawn = {"tiebreak": "random"}
    condorcet = {
        "schulze": ("beat_path", "Schulze"),
        "minimax": ("minimax", "Maximin"),
        "copeland": ("copeland", "Copeland"),
        "split_cycle": ("split_cycle", "SplitCycle"),
        "ranked_pairs": ("ranked_pairs_tb", "RankedPairs"),
    }
    votekit_too = {
        name: {"VoteKit": votekits(condorcet[name][1])} for name in ("schulze", "ranked_pairs")
    }
    for name, (method, rule) in condorcet.items():
        who = {US: ours(name), "pref_voting": pref_votings(method), "svvamp": svvamps(rule)}
        yield Row(f"10⁶ × 10, {name}", "10 ×", who | votekit_too.get(name, {}), **sizes)
    firsts = {
        US: ours("plurality"),
        "pref_voting": pref_votings("plurality"),
        "elsim": elsims("fptp"),
        "VoteKit": votekits("Plurality", **drawn),
        "svvamp": svvamps("Plurality"),
    }
    rounds = {
        US: our_rounds("irv"),
        "pref_voting": pref_votings("instant_runoff"),
        "elsim": elsims("irv"),
        "VoteKit": votekits("FastSTV", n_seats=1, **drawn),
        "svvamp": svvamps("IRV"),
    }
    points = {
        US: ours("borda"),
        "pref_voting": pref_votings("borda"),
        "elsim": elsims("borda"),
        "VoteKit": votekits("Borda", **drawn),
        "svvamp": svvamps("Borda"),
    }
    grouping = {
        US: lambda cast: Profile.from_ranks(cast.ranks, cast.names).grouped(),
        "NumPy": lambda cast: np.unique(cast.short, axis=0, return_counts=True),
        "VoteKit": votekits_profile,
    }
    yield Row("10⁶ × 10, irv; ours with every round", "2 ×", rounds, **sizes)
    yield Row("10⁶ × 10, plurality", "1 ×", firsts, **sizes)
    yield Row("10⁶ × 10, borda", "2 ×", points, **sizes)
    yield Row("10⁶ × 10, equal ballots grouped", "≤ 150 ms", grouping, **sizes)


def rows() -> Iterator[Row]:
    """Give the rows of the table."""
    yield from million_rows()
    merrill: dict[str, Work] = {
        US: lambda elections: our_merrill(80 * elections),
        "elsim": elsims_merrill,
    }
    work = "1,000 elections of Merrill's experiment"
    yield Row(work, "40 ×", merrill, whole=1000, sample=100, times={US: 80})
    hundred, small = impartial(100, 1001), impartial(4, 101)
    for name, method in {"split_cycle": "split_cycle", "schulze": "beat_path"}.items():
        who = {US: ours(name), "pref_voting": pref_votings_on_margins(method)}
        yield Row(f"1,001 × 100, {name}", "≤ 10 ms", who, whole=hundred, sample=small)
    tied = {US: ours("ranked_pairs", "all"), "pref_voting": pref_votings("ranked_pairs")}
    work = "1,000 × 10, ranked_pairs, all ways to break ties"
    yield Row(work, "≤ 5 ms", tied, whole=impartial(10, 1000), sample=small)


def seconds(work: Work, given: Any) -> float:
    """Return the processor time that work takes: of two calls the second, unless it is slow."""
    for _ in range(2):
        start = time.thread_time()
        work(given)
        taken = time.thread_time() - start
        if taken > SLOW_S:
            break
    return taken


def race(row: Row) -> tuple[dict[str, float], set[str]]:
    """Return the median milliseconds of all who are installed, and whose are only worked out."""
    taken: dict[str, list[float]] = {}
    for name, work in row.who.items():
        if find_spec(LIBRARIES[name]):
            work(row.sample)
            guess = row.scale * seconds(work, row.sample)
            taken[name] = [guess] if guess > LIMIT_S else []
    guessed = {name for name, times in taken.items() if times}
    for _ in range(RUNS):
        for name, times in taken.items():
            if not times or times[0] < SLOW_S:
                times.append(seconds(row.who[name], row.whole))
    each = {name: row.times.get(name, 1) for name in taken}
    return {name: 1000 * statistics.median(taken[name]) / each[name] for name in taken}, guessed


def ms(number: float) -> str:
    """Write a number in two or three figures that matter."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.2g}"


def told(row: Row, taken: dict[str, float], guessed: set[str]) -> str:
    """Write a row of the table, the best peer first."""
    mine = taken.pop(US)
    peers = sorted(taken, key=taken.__getitem__)
    ratio = f"{ms(taken[peers[0]] / mine)} ×" if peers else "–"
    shown = [f"{name} {'about ' * (name in guessed)}{ms(taken[name])}" for name in peers]
    return f"| {row.work} | {ratio} | {row.asked} | {ms(mine)} | {', '.join(shown) or '–'} |"


def main() -> None:
    """Print the table."""
    print("| work | faster than the best peer | asked | ours, ms | peers, ms |")
    print("|---|---|---|---|---|")
    for row in rows():
        print(told(row, *race(row)), flush=True)


if __name__ == "__main__":
    if any(os.environ.get(name) != "1" for name in ONE_THREAD):
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **ONE_THREAD})
    main()
