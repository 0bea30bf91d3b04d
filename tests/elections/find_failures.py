"""Look for small ballots that show how each voting system fails each criterion.

    python -m tests.elections.find_failures --systems irv,borda --elections 100000

prints, in the form of ``elections/systems/criteria.toml``, the smallest failure found of each
criterion, and as met those that no election failed. The same command always prints the same.

Random elections of many sizes are drawn, on complete ballots (some of them with random margins),
then on truncated ones, then on some with equal ranks; a failure counts for the first kind that
shows it. Those that look like failures (see `suspects`) are looked at by `violation`, and made
smaller, a candidate, a ballot, a voter at a time, for as long as they stay failures; of several
the smallest is kept.
"""

from __future__ import annotations

import argparse
import sys
from functools import cache
from itertools import combinations, islice, permutations
from typing import TYPE_CHECKING

import numpy as np

from elections import Profile, Scores, system, systems
from elections.arrays import UNRANKED
from elections.criteria import CRITERIA, violation
from elections.criteria.case import together
from elections.criteria.flags import FAILS
from elections.formats.out import tiers
from elections.tally import has_tie
from tests.elections.suspects import Batch, suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from elections import System
    from elections.criteria import Violation

    Ballots = Profile | Scores

Size = tuple[int, int, int]

NAMES = "ABCDEFG"
KINDS = ("complete", "truncated", "tied")
SIZES = [
    (2, 3, 3), (3, 3, 1), (3, 4, 2), (3, 5, 4), (3, 6, 9), (4, 4, 2), (4, 6, 3), (4, 5, 9),
    (4, 8, 5), (5, 4, 3), (5, 6, 6), (5, 6, 12), (6, 5, 5), (7, 3, 1), (7, 5, 5),
]  # fmt: skip
"""Candidates, ballots and the most voters of a ballot."""
MARGINS = [(4, 0, 10), (5, 0, 10), (6, 0, 2), (7, 0, 2)]
"""The same where complete ballots are made for random margins; those after five are clones."""
UNLIKE = 5
HITS = 10
"""How many failures are made smaller, of which the smallest is kept."""
BUDGET = 1000
"""How many changes of an election are tried; fewer in systems that count one by one."""
RATING = 5


# Drawing --------------------------------------------------------------------------------


@cache
def draw(kind: str, size: Size, many: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Draw ranks [candidate, ballot, election] of a kind, and weights [ballot, election]."""
    rng = np.random.default_rng([*size, KINDS.index(kind), seed])
    candidates, ballots, most = size
    ranks = np.tile(np.arange(1, candidates + 1)[:, None, None], (1, ballots, many))
    ranks = rng.permuted(ranks, axis=0)
    if kind == "truncated":
        ranks[ranks > rng.integers(1, candidates + 1, size=(ballots, many))] = UNRANKED
    if kind == "tied":
        loose = rng.choice([*range(1, candidates + 1), UNRANKED], size=ranks.shape)
        ranks = np.where(rng.random((ballots, many)) < 0.5, loose, ranks)
    ranks = with_clones(rng, ranks, kind).astype(np.uint8)
    weights = rng.integers(0, most + 1, size=(ballots, many))
    return ranks, np.where(ranks.min(axis=0) == UNRANKED, 0, weights)


def with_clones(rng: np.random.Generator, ranks: np.ndarray, kind: str) -> np.ndarray:
    """Put the last candidate, and at times the last two, beside the first in some elections."""
    spread = np.where(ranks == UNRANKED, UNRANKED, 8 * ranks)
    places = np.array([-2, -1, 1, 2] if kind != "tied" else [-1, 0, 0, 1])
    beside = rng.permuted(np.tile(places[:, None, None], (1, *ranks.shape[1:])), axis=0)
    number = np.arange(ranks.shape[2])
    for last, every in ((1, 3), (2, 6)):
        if len(ranks) > last + 1:
            clone = np.where(ranks[0] == UNRANKED, UNRANKED, 8 * ranks[0] + beside[last])
            spread[-last] = np.where(number % every == 0, clone, spread[-last])
    return spread


@cache
def draw_margins(
    candidates: int, most: int, many: int, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Draw margins of all pairs, and give ballots that have them (McGarvey, 1953)."""
    rng = np.random.default_rng([candidates, most, seed])
    unlike = min(candidates, UNLIKE)
    ballots = []
    for pair in permutations(range(unlike), 2):
        others = [each for each in range(unlike) if each not in pair]
        ballots += [np.argsort([*pair, *others]), np.argsort([*others[::-1], *pair])]
    ranks = 8 * np.repeat(np.array(ballots).T[:, :, None], many, axis=2)
    beside = [ranks[0] + place * rng.choice([-1, 1], ranks.shape[1:]) for place in (1, 2)]
    ranks = np.argsort(np.argsort([*ranks, *beside[: candidates - unlike]], axis=0), axis=0) + 1
    weights = np.zeros((unlike, unlike, many), dtype=np.int64)
    for one, other in combinations(range(unlike), 2):
        margin = rng.integers(-most, most + 1, size=many)
        weights[one, other], weights[other, one] = margin.clip(0), (-margin).clip(0)
    pairs = [weights[pair] for pair in permutations(range(unlike), 2)]
    return ranks.astype(np.uint8), np.repeat(np.array(pairs), 2, axis=0)


@cache
def draw_ratings(size: Size, most: int, many: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Draw ratings [candidate, ballot, election], some candidates rated alike, and weights."""
    rng = np.random.default_rng([*size, most, seed])
    candidates, ballots, heaviest = size
    ratings = rng.integers(0, most + 1, size=(candidates, ballots, many))
    alike = np.arange(many) % 3 == 0
    if candidates > 2:
        ratings[-1] = np.where(alike, ratings[0], ratings[-1])
    return ratings.astype(np.uint8), rng.integers(0, heaviest + 1, size=(ballots, many))


def batch(one: System, kind: str, size: Size, many: int, seed: int = 0) -> Batch:
    """Draw elections that a system can count."""
    if one.takes is Scores:
        most = min(one.most, RATING)
        return Batch(one, *draw_ratings(size, most, many, seed), best=most)
    if size in MARGINS:
        return Batch(one, *draw_margins(size[0], size[2], many, seed), best=None)
    return Batch(one, *draw(kind, size, many, seed), best=None)


# Finding --------------------------------------------------------------------------------


def kind_of(ballots: Ballots) -> str:
    """Say what a set of ballots needs: complete ones, truncated ones or equal ranks."""
    if isinstance(ballots, Scores):
        return "complete"
    if has_tie(ballots.ranks).any():
        return "tied"
    return "complete" if (ballots.ranks != UNRANKED).all() else "truncated"


def kind_of_violation(found: Violation) -> str:
    parts = [found.before] if found.after is None else [found.before, found.after]
    return max((kind_of(each) for each in parts), key=KINDS.index)


def within(found: Violation | None, kind: str) -> bool:
    """Say whether there is a violation, and one that needs no other kind of ballots."""
    return found is not None and KINDS.index(kind_of_violation(found)) <= KINDS.index(kind)


def find(one: System, criteria: Iterable[str], elections: int) -> dict[str, tuple[str, Ballots]]:
    """Find small failures, each with the simplest kind of ballots that shows one."""
    results: dict[str, tuple[str, Ballots]] = {}
    many = HITS // 3 if one.unbatched else HITS
    for kind in KINDS if one.takes is Profile else KINDS[:1]:
        hits: dict[str, list[Ballots]] = {
            each: [] for each in criteria if each not in results and possible(one, each, kind)
        }
        for size in SIZES + MARGINS if one.takes is Profile and kind == "complete" else SIZES:
            drawn = batch(one, kind, size, elections // len(SIZES))
            for criterion, found in hits.items():
                if len(found) < many:
                    shown = (
                        each
                        for each in suspected(drawn, criterion)
                        if fails(one, each, criterion, kind)
                    )
                    found += [
                        minimised(one, each, criterion, kind)
                        for each in islice(shown, many - len(found))
                    ]
        results |= {each: (kind, min(found, key=size_of)) for each, found in hits.items() if found}
    return results


def fails(one: System, ballots: Ballots, criterion: str, kind: str) -> bool:
    budget = BUDGET // 10 if one.unbatched else BUDGET
    return within(violation(ballots, one, criterion, budget=budget), kind)


def possible(one: System, criterion: str, kind: str) -> bool:
    """Say whether ballots of a kind may be enough to show a failure."""
    return one.takes is Scores or kind != "complete" or not CRITERIA[criterion].truncated


def suspected(drawn: Batch, criterion: str) -> Iterator[Ballots]:
    """Give the ballots of elections that seem to break a criterion, fewest voters first."""
    for place in suspects(drawn, criterion):
        ballots = rebuilt(drawn.system, drawn.values[:, :, place], drawn.weights[:, place])
        if ballots is not None:
            yield ballots


def rebuilt(one: System, values: np.ndarray, weights: np.ndarray) -> Ballots | None:
    """Make ballots; None where they are none, or leave a candidate out everywhere."""
    names = NAMES[: len(values)]
    if one.takes is Scores:
        most = min(one.most, RATING)
        scores = together(Scores.from_ratings(values, names, maximum=most, weights=weights))
        return scores if scores.voters else None
    ballots = together(Profile.from_ranks(values, names, weights))
    ranked = ballots.ranks != UNRANKED
    return ballots if ballots.voters and ranked.any(axis=1).all() else None


def smaller(one: System, ballots: Ballots) -> Iterator[Ballots | None]:
    """List ballots with a candidate, a ballot or some of its voters less."""
    values = ballots.ratings if isinstance(ballots, Scores) else ballots.ranks
    weights = ballots.weights
    for candidate in range(len(values)) if len(values) > 2 else ():
        yield rebuilt(one, np.delete(values, candidate, axis=0), weights)
    for ballot in range(len(weights)):
        fewer = weights.copy()
        for left in (0, weights[ballot] // 2, weights[ballot] - 1):
            fewer[ballot] = left
            yield rebuilt(one, values, fewer)
    if (weights > 1).all():
        yield rebuilt(one, values, weights - 1)


def minimised(one: System, ballots: Ballots, criterion: str, kind: str) -> Ballots:
    """Make ballots smaller for as long as they show the failure."""
    for less in smaller(one, ballots):
        if less is not None and fails(one, less, criterion, kind):
            return minimised(one, less, criterion, kind)
    return ballots


def size_of(ballots: Ballots) -> tuple[int, int, int]:
    return len(ballots.candidates), ballots.voters, len(ballots.weights)


# Writing --------------------------------------------------------------------------------


def lines_of(ballots: Profile) -> str:
    """Write rankings as `Profile.from_text` reads them, most voters first, names in order."""
    renamed: dict[int, str] = {}
    lines = []
    for ballot in np.argsort(-ballots.weights, kind="stable"):
        ties = next(tiers(ballots.ranks[:, [ballot]]))
        for place in (place for tie in ties for place in tie if place not in renamed):
            renamed[place] = NAMES[len(renamed)]
        ranking = " > ".join(" = ".join(sorted(renamed[place] for place in tie)) for tie in ties)
        lines.append(f"{ballots.weights[ballot]}: {ranking}\n")
    return f'"""\n{"".join(lines)}"""'


def table_of(scores: Scores) -> str:
    names = ", ".join(f'"{name}"' for name in scores.candidates)
    return (
        f"{{ candidates = [{names}], maximum = {scores.maximum}, "
        f"ballots = {scores.ratings.T.tolist()}, voters = {scores.weights.tolist()} }}"
    )


def entry(one: System, elections: int, criteria: Iterable[str]) -> str:
    """Write what was found of one system."""
    skipped = [each for each in CRITERIA if one.random and CRITERIA[each].change]
    judged = [each for each in criteria if each not in skipped]
    found = find(one, judged, elections)
    met = [each for each in judged if each not in found]
    lines = [f"[{one.id}]", f"meets = {written(met)}", f"not_applicable = {written(skipped)}"]
    for kind, table in zip(KINDS, FAILS["any"], strict=True):
        failed = {each: found[each][1] for each in judged if found.get(each, ("",))[0] == kind}
        lines += [f"\n[{one.id}.{table}]"] if failed else []
        for criterion, ballots in failed.items():
            text = table_of(ballots) if isinstance(ballots, Scores) else lines_of(ballots)
            lines.append(f"{criterion} = {text}")
    return "\n".join(lines) + "\n"


def written(names: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--systems", default=",".join(each.id for each in systems()))
    parser.add_argument("--criteria", default=",".join(CRITERIA))
    parser.add_argument("--elections", type=int, default=150_000, help="of each kind of ballots")
    asked = parser.parse_args()
    for each in asked.systems.split(","):
        found = entry(system(each), asked.elections, asked.criteria.split(","))
        sys.stdout.write(f"{found}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
