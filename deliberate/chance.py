"""Streams of chance: each is reached by its key, so that no draw disturbs another."""

from hashlib import blake2b

import numpy as np
from numpy.random.bit_generator import ISeedSequence
from numpy.typing import DTypeLike, NDArray

POPULATION, BALLOTS, DELIBERATION, SHOCKS, EVENTS, KNOWLEDGE, RANGES, GAMES = range(8)


class _Hashed(ISeedSequence):
    """The seed of a stream: the hash of its key.

    A game opens forty streams, and NumPy's own seeds take six times as long to make.
    """

    def __init__(self, *key: int) -> None:
        self._digest = blake2b(repr(key).encode(), digest_size=64).digest()

    def generate_state(self, n_words: int, dtype: DTypeLike = np.uint32) -> NDArray[np.uint32]:
        """Return so many words of the hash, 512 bits at most."""
        return np.frombuffer(self._digest, dtype=dtype, count=n_words)


def stream(seed: int, *key: int) -> np.random.Generator:
    """Return the generator of one stream, the same whatever else was drawn before it.

    Two worlds with one seed share their luck, so that a difference between them is their own.

    >>> float(stream(7, SHOCKS, 1).random()) == float(stream(7, SHOCKS, 1).random())
    True
    """
    # The stubs know NumPy's own seeds alone; a bit generator takes whatever gives it its state.
    return np.random.Generator(np.random.PCG64(_Hashed(seed, *key)))  # type: ignore[arg-type]


def game_seed(seed: int, number: int) -> int:
    """Return the seed of one game of many, below 2⁵³ so that every reader of numbers keeps it.

    >>> game_seed(7, 0) != game_seed(7, 1)
    True
    """
    return int(stream(seed, GAMES, number).integers(2**53))
