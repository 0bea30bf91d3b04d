"""Streams of chance: each is reached by its key, so that no draw disturbs another."""

import numpy as np

POPULATION, BALLOTS, DELIBERATION, SHOCKS, EVENTS, KNOWLEDGE = range(6)


def stream(seed: int, *key: int) -> np.random.Generator:
    """Return the generator of one stream, the same whatever else was drawn before it.

    Two worlds with one seed share their luck, so that a difference between them is their own.

    >>> float(stream(7, SHOCKS, 1).random()) == float(stream(7, SHOCKS, 1).random())
    True
    """
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(0, 0, *key)))
