"""Compare talk and portioning with their slow twins: python tests/bench/model.py

Times are processor time; the ratios are what counts.
"""

import time
from collections.abc import Callable
from functools import partial

import numpy as np

from deliberate.model.opinion import Talk, converse, seating
from deliberate.model.portioning import RULES, who_gains
from tests.deliberate import twins

LINES = 5


def best_ms(work: Callable[[], object], times: int = 50, turns: int = 7) -> float:
    """Return the time of `work` in the quickest of some turns, ms."""
    taken = []
    for _ in range(turns):
        start = time.process_time()
        for _ in range(times):
            work()
        taken.append(1000 * (time.process_time() - start) / times)
    return min(taken)


def talking(people: int, rounds: int, table_size: int) -> tuple[float, float]:
    """Return the time of a conversation, ours and its twin's, ms."""
    lot, manner = np.random.default_rng(1), Talk()
    wanted = lot.dirichlet(np.full(LINES, 3.0), people)
    ours, theirs = (
        best_ms(
            partial(
                talk,
                wanted,
                wanted,
                np.arange(people) % 7,
                np.full(people, 0.6),
                tables=seating(people, table_size, rounds, [lot])[0],
                manner=manner,
            )
        )
        for talk in (converse, twins.converse)
    )
    return ours, theirs


def main() -> None:
    """Print the table."""
    print(f"{'':<42}{'ours, ms':>10}{'twin, ms':>10}{'ratio':>8}")
    for people, rounds, table_size in [(7, 2, 10), (21, 1, 100), (22, 3, 10), (60, 3, 10)]:
        ours, twin = talking(people, rounds, table_size)
        name = f"talk: {people} people, tables of {table_size}, {rounds} ×"
        print(f"{name:<42}{ours:>10.3f}{twin:>10.2f}{twin / ours:>8.0f}")
    wanted = np.random.default_rng(1).dirichlet(np.full(LINES, 3.0), 7)
    for name in twins.PHANTOMS:
        ours = best_ms(partial(RULES[name], wanted))
        twin = best_ms(partial(twins.moving_phantoms, name, wanted), times=2)
        print(f"{f'{name}: 7 people':<42}{ours:>10.3f}{twin:>10.2f}{twin / ours:>8.0f}")
    gains = best_ms(partial(who_gains, wanted, RULES["piecewise uniform"]), times=5)
    print(f"{'who gains, piecewise uniform: 7 people':<42}{gains:>10.3f}")


if __name__ == "__main__":
    main()
