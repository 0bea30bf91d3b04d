"""Every voting system against its slow twin, and against itself in other shapes.

A few hundred random profiles a system; ``pytest --profiles 20000`` runs as many as asked.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from elections import Profile, Scores, System, elect, elect_many, systems
from tests.elections.oracle import ballots_of
from tests.elections.twins import TWINS

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = "ABCDEF"

every_system = pytest.mark.parametrize("system", systems(), ids=lambda system: system.id)


def settings_of(system: System) -> list[dict[str, str]]:
    """List every combination of a system's options."""
    return [
        dict(zip(system.options, values, strict=True))
        for values in product(*system.options.values())
    ]


def rankings(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw the ranks [candidate, ballot] and weights of a small profile of some kind."""
    candidates, ballots = int(rng.integers(1, 6)), int(rng.integers(1, 9))
    ranks = rng.permuted(np.tile(np.arange(1, candidates + 1), (ballots, 1)), axis=1)
    kind = rng.choice(["strict", "truncated", "tied", "anything"])
    if kind == "truncated":
        ranks[ranks > rng.integers(1, candidates + 1, size=(ballots, 1))] = 255
    if kind == "tied":
        ranks = rng.integers(1, candidates + 1, size=ranks.shape)
    if kind == "anything":
        ranks = rng.choice([1, 2, 3, 5, 255], size=ranks.shape)
    weights = rng.integers(1, 4 if rng.random() < 0.5 else 2, size=ballots)
    return ranks.T.astype(np.uint8), weights


def ratings(rng: np.random.Generator, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw the ratings [candidate, ballot] and weights of a small election."""
    candidates, ballots = int(rng.integers(1, 6)), int(rng.integers(1, 9))
    values = rng.integers(0, min(most, 5) + 1, size=(candidates, ballots))
    values[rng.random(values.shape) < rng.choice([0, 0.2])] = 255
    return values.astype(np.uint8), rng.integers(1, 3, size=ballots)


def draws(system: System, many: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    rng = np.random.default_rng(list(system.id.encode()))
    for _ in range(many):
        yield rankings(rng) if system.takes is Profile else ratings(rng, system.most)


def as_ballots(system: System, values: np.ndarray, weights: np.ndarray) -> Profile | Scores:
    names = NAMES[: len(values)]
    if system.takes is Profile:
        return Profile.from_ranks(values, names, weights)
    return Scores.from_ratings(values, names, weights=weights, maximum=min(system.most, 5))


def for_twin(system: System, values: np.ndarray, weights: np.ndarray) -> list[Any]:
    if system.takes is Profile:
        return ballots_of(values.T.tolist(), weights.tolist())
    rows = [[None if each == 255 else each for each in row] for row in values.T.tolist()]
    return [
        (weight, row)
        for weight, row in zip(weights.tolist(), rows, strict=True)
        if any(each is not None for each in row)
    ]


@every_system
def test_every_system_has_a_twin(system):
    assert system.id in TWINS


@every_system
def test_a_system_is_as_its_twin(system, profiles):
    twin, settings = TWINS[system.id], settings_of(system)
    for number, (values, weights) in enumerate(draws(system, profiles)):
        options = settings[number % len(settings)]
        ballots = as_ballots(system, values, weights)
        found = elect(ballots, system, ties="all", **options)
        expected = twin(for_twin(system, values, weights), len(values), options)
        assert not found.undecided
        assert set(found.winners) == {NAMES[place] for place in expected}, (
            f"{options}\nranks or ratings, a row for each candidate:\n{values}\nweights {weights}"
        )


@every_system
def test_a_winner_by_lot_is_one_who_can_win(system, profiles):
    for seed, (values, weights) in enumerate(draws(system, profiles // 4)):
        ballots = as_ballots(system, values, weights)
        by_lot, every = (elect(ballots, system, ties=ties, seed=seed) for ties in ("lot", "all"))
        assert set(by_lot.winners) <= set(every.winners)
        assert by_lot.winners
        assert str(by_lot)
        assert by_lot.to_dict()["winners"] == list(by_lot.winners)


@every_system
@pytest.mark.parametrize("ties", ["order", "all"])
def test_a_batch_is_its_elections_one_by_one(system, ties, profiles):
    rng = np.random.default_rng([*system.id.encode(), 1])
    for options in settings_of(system):
        for _ in range(max(profiles // 30, 3)):
            candidates, ballots, many = (int(rng.integers(1, top)) for top in (6, 6, 6))
            shape = (candidates, ballots, many)
            top = 5 if system.takes is Profile else min(system.most, 5) + 1
            values = rng.integers(int(system.takes is Profile), top, size=shape)
            values[rng.random(shape) < 0.2] = 255
            values = values.astype(np.uint8)
            weights = rng.integers(0, 3, size=(ballots, many))
            found = elect_many(values, system, weights=weights, ties=ties, **options)
            for each in range(many):
                alone = as_ballots(system, values[:, :, each], weights[:, each])
                count = elect(alone, system, ties=ties, **options)
                mine = found[:, each] if found.ndim == 2 else np.arange(candidates) == found[each]
                if not system.random or ties == "all":
                    assert {NAMES[place] for place in np.flatnonzero(mine)} == set(count.winners)


@every_system
def test_voters_and_candidates_are_treated_alike(system, profiles):
    rng = np.random.default_rng(7)
    for values, weights in draws(system, profiles // 4):
        count = elect(as_ballots(system, values, weights), system, ties="all")
        apart = np.repeat(values, weights, axis=1)
        shuffled = apart[:, rng.permutation(apart.shape[1])]
        again = elect(
            as_ballots(system, shuffled, np.ones(apart.shape[1], int)), system, ties="all"
        )
        assert again.winners == count.winners
        order = rng.permutation(len(values))
        renamed = elect(as_ballots(system, values[order], weights), system, ties="all")
        assert {NAMES[order[NAMES.index(name)]] for name in renamed.winners} == set(count.winners)
