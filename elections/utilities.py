"""Floats drawn at random: the random society and the spatial model.

Both draw ``utilities[candidate, voter, election]`` in single precision, elections
innermost; `elections.marking` makes ballots of them. One call draws a whole study.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from elections.arrays import MOST_CANDIDATES, blocks
from elections.errors import ElectionError

if TYPE_CHECKING:
    from numpy.typing import NDArray

Singles: TypeAlias = "NDArray[np.float32]"
Floats: TypeAlias = "NDArray[np.float32] | NDArray[np.float64]"

MOST_UTILITY: Final = 1e30
"""Beyond this (or below minus this) differences might not fit in single precision."""


def random_utilities(
    candidates: int, voters: int, elections: int = 1, *, rng: np.random.Generator
) -> Singles:
    """Draw all utilities alone and evenly from 0 to 1: the random society.

    Merrill, A Comparison of Efficiency of Multicandidate Electoral Systems, American
    Journal of Political Science 1984. The rankings are an impartial culture, but for
    one pair in 17 million that is level.

    Parameters
    ----------
    candidates : int
        1 to 254.
    voters : int
        From 1, in each election.
    elections : int
        From 1.
    rng : numpy.random.Generator
        What all chance comes from.

    Returns
    -------
    float32, [candidate, voter, election]
        From 0 to below 1.

    Raises
    ------
    ElectionError
        For a size out of range, or something else than a generator.

    Examples
    --------
    >>> random_utilities(5, 25, 1000, rng=np.random.default_rng(1)).shape
    (5, 25, 1000)
    """
    sizes = check_sizes(candidates, voters, elections, rng)
    return rng.random(sizes, dtype=np.float32)


def spatial(
    candidates: int,
    voters: int,
    elections: int = 1,
    *,
    dimensions: int = 2,
    correlation: float = 0.0,
    dispersion: float = 1.0,
    rng: np.random.Generator,
) -> Singles:
    """Draw voters and candidates in a space of opinions; who is nearer is liked better.

    Parameters
    ----------
    candidates, voters, elections, dimensions, correlation, dispersion, rng
        As for `positions`, as are the errors.

    Returns
    -------
    float32, [candidate, voter, election]
        Minus the distance, as `closeness` gives it.

    Examples
    --------
    >>> utilities = spatial(3, 201, 10, correlation=0.5, rng=np.random.default_rng(1))
    >>> utilities.shape, bool((utilities <= 0).all())
    ((3, 201, 10), True)
    """
    return closeness(
        *positions(
            candidates,
            voters,
            elections,
            dimensions=dimensions,
            correlation=correlation,
            dispersion=dispersion,
            rng=rng,
        )
    )


def positions(
    candidates: int,
    voters: int,
    elections: int = 1,
    *,
    dimensions: int = 2,
    correlation: float = 0.0,
    dispersion: float = 1.0,
    rng: np.random.Generator,
) -> tuple[Singles, Singles]:
    """Draw where voters and candidates stand: multivariate normal around one centre.

    As Merrill set it, A Comparison of Efficiency of Multicandidate Electoral Systems,
    1984: 201 voters in 2 or 4 dimensions, correlation 0 or 0.5, dispersion 0.5 or 1.

    Parameters
    ----------
    candidates, voters, elections, rng
        As for `random_utilities`, as are the errors.
    dimensions : int
        From 1.
    correlation : float
        Between any two dimensions, -1/(dimensions - 1) to 1.
    dispersion : float
        The standard deviation of candidates in each dimension, above 0 to a million;
        voters have 1.

    Returns
    -------
    voters : float32, [dimension, voter, election]
    candidates : float32, [dimension, candidate, election]

    Examples
    --------
    >>> voters, candidates = positions(3, 201, 10, rng=np.random.default_rng(1))
    >>> voters.shape, candidates.shape
    ((2, 201, 10), (2, 3, 10))
    """
    check_sizes(candidates, voters, elections, rng)
    check_whole("the number of dimensions", dimensions, 1)
    check_number("correlation", correlation, -1 / max(dimensions - 1, 1), 1)
    check_number("dispersion", dispersion, 0, 1e6, above=True)
    people = rng.standard_normal((dimensions, voters, elections), dtype=np.float32)
    running = rng.standard_normal((dimensions, candidates, elections), dtype=np.float32)
    running *= np.float32(dispersion)
    return _correlated(people, correlation), _correlated(running, correlation)


def _correlated(independent: Singles, correlation: float) -> Singles:
    """Multiply by the symmetric root of the matrix with this correlation everywhere."""
    own = math.sqrt(1 - correlation)
    # At its least, the correlation cancels this variance but for rounding.
    together = math.sqrt(max(1 + (len(independent) - 1) * correlation, 0))
    mixed: Singles = own * independent + (together - own) * independent.mean(axis=0)
    return mixed


def closeness(voters: Any, candidates: Any) -> Singles:
    """Take minus the Euclidean distance of every voter from every candidate.

    Parameters
    ----------
    voters : array_like of float, [dimension, voter, election]
    candidates : array_like of float, [dimension, candidate, election]

    Returns
    -------
    float32, [candidate, voter, election]

    Raises
    ------
    ElectionError
        Where the arrays do not fit each other.

    Examples
    --------
    >>> closeness([[[0], [3]], [[0], [4]]], candidates=[[[0]], [[0]]]).tolist()
    [[[-0.0], [-5.0]]]
    """
    people, running = as_numbers(voters, "positions"), as_numbers(candidates, "positions")
    if people.ndim != 3 or running.ndim != 3 or people.shape[::2] != running.shape[::2]:
        raise ElectionError(
            "positions need the axes [dimension, voter, election] and [dimension, candidate, "
            f"election], not shapes {people.shape} and {running.shape}"
        )
    utilities = np.empty((running.shape[1], *people.shape[1:]), dtype=np.float32)
    for part in blocks(people.shape[2], 4 * people.shape[0] * people.shape[1]):
        for candidate, utility in enumerate(utilities):
            apart = people[:, :, part] - running[:, candidate, None, part]
            utility[:, part] = -np.sqrt((apart * apart).sum(axis=0))
    return utilities


def as_utilities(values: Any) -> Floats:
    """Check utilities, and turn them into floats of single or double precision.

    Parameters
    ----------
    values : array_like of numbers, [candidate, voter] or [candidate, voter, election]
        Finite, within ±1e30.

    Raises
    ------
    ElectionError
        For an array of another shape, or a utility that is no such number: naming the
        candidate, the voter and the election.

    Examples
    --------
    >>> as_utilities([[3, 1], [0, 2]]).dtype
    dtype('float64')
    """
    floats = as_numbers(values, "utilities")
    if floats.ndim not in (2, 3) or not 1 <= len(floats) <= MOST_CANDIDATES:
        raise ElectionError(
            "utilities need the axes [candidate, voter] or [candidate, voter, election] with "
            f"1 to {MOST_CANDIDATES} candidates, not shape {floats.shape}"
        )
    if floats.size and not -MOST_UTILITY <= floats.min() <= floats.max() <= MOST_UTILITY:
        raise ElectionError(_wrong_utility(floats))
    return floats


def as_numbers(values: Any, word: str) -> Floats:
    """Turn numbers into floats, single where they are so already; refuse anything else.

    Examples
    --------
    >>> as_numbers(["Ann"], "strengths")
    Traceback (most recent call last):
    elections.errors.ElectionError: strengths are numbers, not <U3
    """
    try:
        array = np.asarray(values)
    except ValueError:
        raise ElectionError(f"the {word} are ragged: rows differ in length") from None
    if array.dtype.kind not in "iuf":
        raise ElectionError(f"{word} are numbers, not {array.dtype}")
    floats: Floats = array if array.dtype in (np.float32, np.float64) else array.astype(float)
    return floats


def _wrong_utility(utilities: Floats) -> str:
    wrong = ~(np.abs(utilities) <= MOST_UTILITY)
    candidate, voter, *election = (int(place) + 1 for place in np.argwhere(wrong)[0])
    where = "".join(f", election {number}" for number in election)
    return (
        f"candidate {candidate}, voter {voter}{where}: a utility is a finite number "
        f"within ±{MOST_UTILITY:g}, not {utilities[wrong][0]:g}"
    )


def check_sizes(
    candidates: int, voters: int, elections: int, rng: np.random.Generator
) -> tuple[int, int, int]:
    """Check what every draw needs, and return the shape of its result."""
    check_whole("the number of candidates", candidates, 1, MOST_CANDIDATES)
    check_whole("the number of voters", voters, 1)
    check_whole("the number of elections", elections, 1)
    if not isinstance(rng, np.random.Generator):
        raise ElectionError(
            f"rng is a generator such as numpy.random.default_rng(1), not a {type(rng).__name__}"
        )
    return int(candidates), int(voters), int(elections)


def check_whole(word: str, given: object, least: int, most: int | None = None) -> None:
    """Refuse what is no whole number in its range."""
    whole = isinstance(given, int | np.integer) and not isinstance(given, bool)
    if not whole or given < least or (most is not None and given > most):  # type: ignore[operator]
        span = f"from {least}" if most is None else f"{least} to {most}"
        raise ElectionError(f"{word} is a whole number {span}, not {given!r}")


def check_number(
    word: str, given: object, least: float, most: float, *, above: bool = False
) -> None:
    """Refuse what is no number in its range; with ``above``, not even the least of it.

    Examples
    --------
    >>> check_number("phi", 2, 0, 1)
    Traceback (most recent call last):
    elections.errors.ElectionError: phi is a number 0 to 1, not 2
    """
    number = isinstance(given, int | float | np.integer | np.floating)
    if not number or not least <= given <= most or (above and given == least):  # type: ignore[operator]
        span = f"above {least:g} to {most:g}" if above else f"{least:g} to {most:g}"
        raise ElectionError(f"{word} is a number {span}, not {given!r}")
