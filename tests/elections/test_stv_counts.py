"""Counts by single transferable vote, stage by stage: as published, and as counted by hand."""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from elections import (
    LotNumbers,
    Profile,
    elect,
    elect_many,
)
from tests.elections.conftest import SHARED
from tests.elections.oracle import ballots_of
from tests.elections.twins import stv

if TYPE_CHECKING:
    from pathlib import Path

    from elections import Count

DUMPS = sorted((SHARED / "blt" / "expected_droop").glob("*-scotland-*.txt"))
NAMES = "ABCDEFG"


def read_blt(path: Path) -> tuple[Profile, int]:
    """Read the plain kind of BLT file: a profile and the number of seats."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    candidates, seats = map(int, lines[0].split())
    end = lines.index("0")
    rows = list(csv.reader(lines[end + 1 : end + 1 + candidates], quotechar='"'))
    names = [",".join(row) for row in rows]
    ranks = np.full((candidates, end - 1), 255, dtype=np.uint8)
    weights = []
    for ballot, line in enumerate(lines[1:end]):
        weight, *preferences, _ = map(int, line.split())
        weights.append(weight)
        for rank, candidate in enumerate(preferences, 1):
            ranks[candidate - 1, ballot] = rank
    return Profile.from_ranks(ranks, names, weights), seats


def read_stages(dump: Path) -> list[dict[str, Any]]:
    """Read how things stood at the end of each stage of a published count.

    There a surplus of nothing is a stage too: the law knows none, and it moves nothing.
    """
    rows = [line.split("\t") for line in dump.read_text(encoding="utf-8").splitlines()[1:]]
    told = (row for row in rows if row[0] != "X" and len(row) > 3)
    ends = [list(stage)[-1] for _, stage in groupby(told, key=lambda row: row[0])]
    stages: list[dict[str, Any]] = []
    for _, _, quota, exhausted, *rest in ends:
        states = list(zip(rest[::3], rest[1::3], map(Fraction, rest[2::3]), strict=True))
        stage = {
            "quota": Fraction(quota),
            "exhausted": Fraction(exhausted),
            "tally": {name: votes for name, state, votes in states if state != "D" or votes},
            "elected": {name for name, state, _ in states if state in "eE"},
        }
        still = stages and {**stage, "elected": None} == {**stages[-1], "elected": None}
        stages[-1:] = [stage] if still else [*stages[-1:], stage]
    return stages


def elected_by(count: Count, number: int) -> set[str]:
    return {name for each in count.rounds[:number] for name in each.elected}


def test_the_published_counts_are_there(shared):
    assert len(DUMPS) == 9, f"{shared} holds fewer counts than it did"


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.name.split("-scotland")[0])
def test_every_stage_of_a_published_count(dump):
    profile, seats = read_blt(dump.parents[1] / f"{dump.name.split('-scotland')[0]}.blt")
    # These counts exclude the first listed of those among whom lots would be drawn.
    lots = {name: -place for place, name in enumerate(profile.candidates)}
    count = elect(profile, "stv", seats=seats, ties=LotNumbers(lots))
    stages = read_stages(dump)
    assert len(count.rounds) == len(stages)
    for ours, theirs in zip(count.rounds, stages, strict=True):
        assert ours.tally == theirs["tally"]
        assert ours.exhausted == theirs["exhausted"]
        assert ours.exhausted + ours.lost + sum(ours.tally.values()) == profile.voters
        assert count.facts == {"quota": theirs["quota"], "seats": seats}
        assert elected_by(count, ours.number) == theirs["elected"]


def official() -> dict[str, Any]:
    path = SHARED / "expected.json"
    answers = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {name: each["scottish_stv"] for name, each in answers.items() if "scottish_stv" in each}


@pytest.mark.parametrize("name", official())
def test_the_elected_and_the_quota(name):
    answer = official()[name]
    profile, seats = read_blt(SHARED / name)
    assert seats == answer["seats"]
    count = elect(profile, "stv", seats=seats)
    assert count.facts["quota"] == answer["quota"]
    assert list(count.winners) == answer["elected_in_order"]
    assert elect(profile, "stv", seats=seats, ties="all").winners == count.winners


def by_hand(
    ranks: np.ndarray, weights: np.ndarray, seats: int, overvotes: str = "exhaust"
) -> list[stv.Stage]:
    lots = stv.by_priority(range(len(ranks)))
    ballots = ballots_of(ranks.T.tolist(), weights.tolist())
    (stages,) = stv.counts(ballots, len(ranks), seats, lots, overvotes)
    return stages


def check_stages(count: Count, stages: list[stv.Stage]) -> None:
    names = count.candidates
    assert len(count.rounds) == len(stages)
    for ours, theirs in zip(count.rounds, stages, strict=True):
        standing = [c for c in theirs.votes if c not in theirs.excluded]
        assert ours.tally == {names[c]: theirs.votes[c] for c in standing}
        assert ours.exhausted == theirs.exhausted
        assert elected_by(count, ours.number) == {names[c] for c in theirs.elected}
        lots = [tie for tie in count.ties if tie.round == ours.number and " order" in tie.how]
        assert [tie.candidates for tie in lots] == (
            [tuple(names[c] for c in sorted(theirs.level))] if len(theirs.level) > 1 else []
        )
    assert count.winners == tuple(
        sorted(count.winners, key=lambda name: stages[-1].elected.index(names.index(name)))
    )


def test_every_stage_of_a_ward(shared):
    profile, seats = read_blt(shared / "scot" / "glasgow_2012_ward14.blt")
    count = elect(profile, "stv", seats=seats, ties="order")
    check_stages(count, by_hand(profile.ranks, profile.weights, seats))


def draw(rng: np.random.Generator, ballots: int, heaviest: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw ranks [candidate, ballot], some truncated, some tied, and weights."""
    candidates = int(rng.integers(1, 6))
    number = int(rng.integers(1, ballots))
    ranks = rng.permuted(np.tile(np.arange(1, candidates + 1), (number, 1)), axis=1).T
    if rng.random() < 0.7:
        ranks[ranks > rng.integers(1, candidates + 1, size=number)] = 255
    if rng.random() < 0.2:
        ranks[rng.random(ranks.shape) < 0.2] = 2
    return ranks.astype(np.uint8), rng.integers(1, heaviest, size=number)


def test_every_stage_of_random_counts(profiles):
    rng = np.random.default_rng(2011)
    for number in range(max(profiles, 300)):
        ranks, weights = draw(rng, 25, 40)
        seats, overvotes = int(rng.integers(1, len(ranks) + 1)), ("exhaust", "skip")[number % 2]
        profile = Profile.from_ranks(ranks, NAMES[: len(ranks)], weights)
        count = elect(profile, "stv", seats=seats, ties="order", overvotes=overvotes)
        check_stages(count, by_hand(ranks, weights, seats, overvotes))
        for each in count.rounds:
            told = sum(each.tally.values()) + each.exhausted + each.lost + count.uncounted
            assert told == profile.voters


def test_everyone_whom_lots_can_elect(profiles):
    rng = np.random.default_rng(2007)
    for _ in range(max(profiles, 300)):
        ranks, weights = draw(rng, 8, 3)
        seats = int(rng.integers(1, len(ranks) + 1))
        profile = Profile.from_ranks(ranks, NAMES[: len(ranks)], weights)
        ballots = ballots_of(ranks.T.tolist(), weights.tolist())
        found = elect(profile, "stv", seats=seats, ties="all")
        expected = stv.can_be_elected(ballots, len(ranks), seats)
        assert set(found.winners) == {NAMES[c] for c in expected}
        assert set(elect(profile, "stv", seats=seats).winners) <= set(found.winners)


@pytest.mark.parametrize("ties", ["order", "all"])
def test_many_elections_are_each_of_them(ties):
    rng = np.random.default_rng(5)
    for seats in (1, 2, 3, 4) * 3:
        ranks = rng.choice([1, 2, 3, 4, 255], size=(5, 12, 9)).astype(np.uint8)
        weights = rng.integers(0, 5, size=(12, 9))
        elected = elect_many(ranks, "stv", seats=seats, weights=weights, ties=ties)
        for each in range(9):
            alone = Profile.from_ranks(ranks[:, :, each], NAMES[:5], weights[:, each])
            winners = elect(alone, "stv", seats=seats, ties=ties).winners
            assert {NAMES[c] for c in np.flatnonzero(elected[:, each])} == set(winners)
