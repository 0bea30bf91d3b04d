"""Streams of chance: each is reached by its key, so that no draw disturbs another."""

import numpy as np

POPULATION, BALLOTS, DELIBERATION, SHOCKS, EVENTS, KNOWLEDGE, RANGES = range(7)


def stream(seed: int, *key: int) -> np.random.Generator:
    """Return the generator of one stream, the same whatever else was drawn before it.

    Two worlds with one seed share their luck, so that a difference between them is their own.

    >>> float(stream(7, SHOCKS, 1).random()) == float(stream(7, SHOCKS, 1).random())
    True
    """
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(0, 0, *key)))


def game_seed(seed: int, number: int) -> int:
    """Return the seed of one game of many, below 2⁵³ so that every reader of numbers keeps it.

    >>> game_seed(7, 0) != game_seed(7, 1)
    True
    """
    [word] = np.random.SeedSequence(seed, spawn_key=(1, number)).generate_state(1, np.uint64)
    return int(word >> np.uint64(11))
