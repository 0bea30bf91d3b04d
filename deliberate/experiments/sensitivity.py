"""What decides the claim: screening by Morris, then Sobol's indices of the leading parameters.

Morris (1991) moves one parameter at a time through its range and sees how far the answer moves;
Sobol (1993; total indices: Saltelli and others 2010) says which part of its variance each parameter
accounts for. Both are SALib's (Herman and Usher 2017), which has to be installed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from functools import partial
from importlib.util import find_spec
from typing import Any

import numpy as np
from attrs import evolve, frozen

from deliberate.arrays import Floats
from deliberate.errors import MissingLibrary
from deliberate.experiments.claim import BOTH, NEITHER, Claim, one_world, setting
from deliberate.experiments.ranges import Range
from elections.spreading import spread

LEADING = 8


@frozen(kw_only=True)
class Influence:
    """How much one parameter moves the difference between two arms.

    By `morris` it is the mean absolute change over the parameter's range, in the outcome's own
    unit, with the half-width `morris_margin` of its 95 % interval. `first` and `total` are Sobol's
    indices, shares of the variance, with theirs; NaN for a parameter that was not among the
    leading ones.
    """

    key: str
    morris: float
    morris_margin: float
    first: float = float("nan")
    first_margin: float = float("nan")
    total: float = float("nan")
    total_margin: float = float("nan")


def influences(
    claim: Claim,
    outcome: str,
    *,
    arms: tuple[int, int] = (BOTH, NEITHER),
    trajectories: int = 20,
    samples: int = 128,
    executor: Executor | None = None,
    progress: Callable[[int], object] | None = None,
) -> tuple[Influence, ...]:
    """Return how much each parameter moves the difference between two arms, the greatest first.

    Those that Morris puts first are ordered by Sobol's total index, and the rest follow by Morris.

    Parameters
    ----------
    claim : Claim
    outcome : str
        One of `deliberate.outcomes`.
    arms : tuple of int
        The first less the second is what is looked at: by default both less neither.
    trajectories : int
        Of Morris's screening; each takes as many worlds as there are parameters, and one.
    samples : int
        Of Sobol's indices, a power of two; each takes as many worlds as there are leading
        parameters, and two.

    Raises
    ------
    MissingLibrary
        If SALib is not installed.
    """
    if find_spec("SALib") is None:
        raise MissingLibrary('this needs SALib: pip install "deliberate[claim]"')
    unknowns = setting(claim).unknowns
    told = _Told(progress)

    def look(varied: Sequence[Range], table: Floats, group: int) -> Floats:
        """Answer for each row of values, rows of one group having the same luck."""
        keys = [each.key for each in varied]
        base = np.array([each.value for each in unknowns])
        places = [_place(unknowns, key) for key in keys]
        worlds = np.tile(base, (len(table), 1))
        worlds[:, places] = table
        work = partial(_differences, claim, outcome, arms)
        found: list[float] = []
        for part in spread(work, enumerate(np.split(worlds, len(table) // group)), executor):
            found += part
            told(len(part))
        return np.array(found)

    screened = _morris(unknowns, look, claim.seed, trajectories)
    by_key = {each.key: each for each in screened}
    leading = [each for each in unknowns if each.key in list(by_key)[:LEADING]]
    found = [
        evolve(by_key[key], **indices)
        for key, indices in _with_indices(leading, by_key, look, claim.seed, samples)
    ]
    first, rest = found[:LEADING], found[LEADING:]
    return (*sorted(first, key=lambda each: -each.total), *rest)


Look = Callable[[Sequence[Range], Floats, int], Floats]


class _Told:
    """Counts worlds, and tells whoever wants to know."""

    def __init__(self, progress: Callable[[int], object] | None) -> None:
        self._progress, self._done = progress, 0

    def __call__(self, more: int) -> None:
        self._done += more
        if self._progress:
            self._progress(self._done)


def _place(unknowns: Sequence[Range], key: str) -> int:
    return [each.key for each in unknowns].index(key)


def _differences(
    claim: Claim, outcome: str, arms: tuple[int, int], numbered: tuple[int, Floats]
) -> list[float]:
    """Return the difference of two arms in each world of a group, which share their luck."""
    column = setting(claim).outcomes.index(outcome)
    number, worlds = numbered
    found = [one_world(claim, world, number, arms)[:, column] for world in worlds]
    return [float(first - second) for first, second in found]


def _problem(varied: Sequence[Range]) -> dict[str, Any]:
    """Return what SALib calls a problem: names and bounds."""
    return {
        "num_vars": len(varied),
        "names": [each.key for each in varied],
        "bounds": [[each.low, each.high] for each in varied],
    }


def _morris(
    unknowns: Sequence[Range], look: Look, seed: int, trajectories: int
) -> tuple[Influence, ...]:
    """Screen all parameters: those that move the answer most come first."""
    from SALib.analyze import morris as analysis  # noqa: PLC0415 - an extra, and slow to load
    from SALib.sample import morris as sampling  # noqa: PLC0415

    problem = _problem(unknowns)
    table = sampling.sample(problem, trajectories, num_levels=4, seed=seed)
    answers = look(unknowns, table, len(unknowns) + 1)
    found = analysis.analyze(problem, table, answers, num_levels=4, seed=seed)
    influences = [
        Influence(key=str(key), morris=float(moved), morris_margin=float(margin))
        for key, moved, margin in zip(
            found["names"], found["mu_star"], found["mu_star_conf"], strict=True
        )
    ]
    return tuple(sorted(influences, key=lambda each: -each.morris))


def _with_indices(
    leading: Sequence[Range], keys: Iterable[str], look: Look, seed: int, samples: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each key with Sobol's indices, or with none where it is not among the leading."""
    from SALib.analyze import sobol as analysis  # noqa: PLC0415 - an extra, and slow to load
    from SALib.sample import sobol as sampling  # noqa: PLC0415

    problem = _problem(leading)
    table = sampling.sample(problem, samples, calc_second_order=False, seed=seed)
    answers = look(leading, table, len(leading) + 2)
    # SALib takes a seed of 0 for none at all.
    found = analysis.analyze(problem, answers, calc_second_order=False, seed=seed + 1)
    for key in keys:
        if key not in problem["names"]:
            yield key, {}
            continue
        at = problem["names"].index(key)
        yield (
            key,
            {
                "first": float(found["S1"][at]),
                "first_margin": float(found["S1_conf"][at]),
                "total": float(found["ST"][at]),
                "total_margin": float(found["ST_conf"][at]),
            },
        )
