"""Electorates drawn at random: the classic cultures.

Each draws strict, complete rankings, ``ranks[candidate, voter, election]``, elections
innermost; one call draws a whole study. For voters who have utilities as well, see
`elections.utilities`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from elections.arrays import Bytes, Whole, blocks
from elections.errors import ElectionError
from elections.marking import rankings
from elections.ties import check_choice
from elections.utilities import Floats, as_numbers, check_number, check_sizes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import ArrayLike, NDArray


def impartial_culture(
    candidates: int, voters: int, elections: int = 1, *, rng: np.random.Generator
) -> Bytes:
    """Draw every ranking with the same chance, for every voter alone.

    Guilbaud, Les théories de l'intérêt général et le problème logique de l'agrégation,
    Économie appliquée 1952.

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
    uint8, [candidate, voter, election]
        Ranks, 1 for the best, no ties.

    Raises
    ------
    ElectionError
        For a size out of range, or something else than a generator.

    Examples
    --------
    >>> impartial_culture(3, 25, 1000, rng=np.random.default_rng(1)).shape
    (3, 25, 1000)
    """
    sizes = check_sizes(candidates, voters, elections, rng)

    def draw(ballots: int) -> Bytes:
        places = range(1, candidates + 1)
        return _inserted([rng.integers(n, size=ballots, dtype=np.uint8) for n in places])

    return _voter_by_voter(sizes, draw)


def mallows(
    candidates: int, voters: int, elections: int = 1, *, phi: float, rng: np.random.Generator
) -> Bytes:
    """Draw rankings scattered around the order of the candidates: the Mallows model.

    A ranking has a chance in proportion to ``phi ** d``, where d counts the pairs that
    it turns round. Drawn by repeated insertion: Doignon, Pekeč and Regenwetter, The
    repeated insertion model for rankings, Psychometrika 2004.

    Parameters
    ----------
    phi : float
        0, all agree, to 1, the impartial culture.
    candidates, voters, elections, rng
        As for `impartial_culture`, as are the result and the errors.

    Examples
    --------
    >>> mallows(3, 2, phi=0.0, rng=np.random.default_rng(1))[:, :, 0]
    array([[1, 1],
           [2, 2],
           [3, 3]], dtype=uint8)
    """
    sizes = check_sizes(candidates, voters, elections, rng)
    check_number("phi", phi, 0, 1)
    tables = [(phi ** np.arange(n, -1.0, -1.0)).cumsum() for n in range(candidates)]

    def draw(ballots: int) -> Bytes:
        return _inserted([_places(table, rng.random(ballots)) for table in tables])

    return _voter_by_voter(sizes, draw)


def _places(table: NDArray[np.float64], chances: NDArray[np.float64]) -> Bytes:
    """Find places from running totals of their chances; few enough to compare with all."""
    passed = chances >= (table[:-1] / table[-1])[:, None]
    places: Bytes = passed.view(np.uint8).sum(axis=0, dtype=np.uint8)
    return places


def _voter_by_voter(sizes: tuple[int, int, int], draw: Callable[[int], Bytes]) -> Bytes:
    """Draw ballots that know nothing of each other, in slices that fit in the cache."""
    candidates, voters, elections = sizes
    ranks = np.empty((candidates, voters * elections), dtype=np.uint8)
    for part in blocks(voters * elections, 8 * candidates):
        ranks[:, part] = draw(part.stop - part.start)
    return ranks.reshape(sizes)


def _inserted(places: list[Bytes]) -> Bytes:
    """Rank by putting one candidate after another into each ballot, at these places from 0."""
    ranks = np.empty((len(places), places[0].size), dtype=np.uint8)
    for newcomer, place in enumerate(places):
        earlier = ranks[:newcomer]
        earlier += (earlier >= place).view(np.uint8)
        ranks[newcomer] = place
    ranks += 1
    return ranks


def plackett_luce(
    strengths: ArrayLike, voters: int, elections: int = 1, *, rng: np.random.Generator
) -> Bytes:
    """Draw rankings place by place, from the best, each in proportion to strengths.

    Luce, Individual Choice Behavior, 1959; Plackett, The Analysis of Permutations,
    Applied Statistics 1975. Logarithms of strengths with Gumbel noise rank in just this
    way: Yellott, Journal of Mathematical Psychology 1977.

    Parameters
    ----------
    strengths : array_like of float, [candidate]
        Above 0; only their ratios matter.
    voters, elections, rng
        As for `impartial_culture`, as are the result and the errors.

    Examples
    --------
    >>> ranks = plackett_luce([2, 1], 30_000, rng=np.random.default_rng(1))
    >>> round(float((ranks[0] == 1).mean()), 1)
    0.7
    """
    merit = np.log(_as_strengths(strengths))
    sizes = check_sizes(len(merit), voters, elections, rng)

    def draw(ballots: int) -> Bytes:
        return rankings(rng.gumbel(size=(len(merit), ballots)) + merit[:, None])

    return _voter_by_voter(sizes, draw)


def _as_strengths(strengths: ArrayLike) -> Floats:
    numbers = as_numbers(strengths, "strengths")
    if numbers.ndim != 1 or not (np.isfinite(numbers) & (numbers > 0)).all():
        raise ElectionError(f"strengths are a list of numbers above 0, not {strengths!r}")
    return numbers


def single_peaked(
    candidates: int,
    voters: int,
    elections: int = 1,
    *,
    kind: Literal["walsh", "conitzer"],
    rng: np.random.Generator,
) -> Bytes:
    """Draw rankings with one peak, the candidates standing in a line in their order.

    Parameters
    ----------
    kind : {"walsh", "conitzer"}
        From the ends: every single-peaked ranking has the same chance (Walsh,
        Generating Single Peaked Votes, 2015). From the peak: every candidate is first
        with the same chance, and the next place goes to the left or the right
        neighbour at the toss of a coin (Conitzer, Eliciting single-peaked preferences
        using comparison queries, JAIR 2009).
    candidates, voters, elections, rng
        As for `impartial_culture`, as are the result and the errors.

    Examples
    --------
    >>> ranks = single_peaked(4, 100, kind="walsh", rng=np.random.default_rng(1))
    >>> len(np.unique(ranks[:, :, 0], axis=1).T)
    8
    """
    sizes = check_sizes(candidates, voters, elections, rng)
    check_choice("kind", kind, _SINGLE_PEAKED)
    return _voter_by_voter(sizes, lambda ballots: _SINGLE_PEAKED[kind](candidates, ballots, rng))


def _from_the_ends(candidates: int, ballots: int, rng: np.random.Generator) -> Bytes:
    ranks = np.empty((candidates, ballots), dtype=np.uint8)
    left, right = np.zeros(ballots, dtype=np.intp), np.full(ballots, candidates - 1)
    for rank in range(candidates, 0, -1):
        leftmost = rng.integers(2, size=ballots, dtype=np.bool_)
        np.put_along_axis(ranks, np.where(leftmost, left, right)[None], rank, axis=0)
        left += leftmost
        right -= ~leftmost
    return ranks


def _from_the_peak(candidates: int, ballots: int, rng: np.random.Generator) -> Bytes:
    ranks = np.empty((candidates, ballots), dtype=np.uint8)
    left = rng.integers(candidates, size=ballots)
    right = left.copy()
    np.put_along_axis(ranks, left[None], 1, axis=0)
    for rank in range(2, candidates + 1):
        coin = rng.integers(2, size=ballots, dtype=np.bool_)
        leftward = (left > 0) & (coin | (right == candidates - 1))
        left -= leftward
        right += ~leftward
        np.put_along_axis(ranks, np.where(leftward, left, right)[None], rank, axis=0)
    return ranks


_SINGLE_PEAKED: Final[Mapping[str, Callable[[int, int, np.random.Generator], Bytes]]] = {
    "walsh": _from_the_ends,
    "conitzer": _from_the_peak,
}


def urn(
    candidates: int, voters: int, elections: int = 1, *, alpha: float, rng: np.random.Generator
) -> Bytes:
    """Draw rankings from a Pólya–Eggenberger urn: voters copy those before them.

    The urn holds every ranking once; each that is drawn goes back with ``alpha`` times
    as many copies as there are rankings at all. So voter i, from 0, draws afresh with
    chance ``1 / (1 + alpha * i)`` and else copies any one voter before. Berg, Paradox
    of Voting under an Urn Model, Public Choice 1985, with alpha as in McCabe-Dansted
    and Slinko, Exploratory Analysis of Similarities between Social Choice Rules, 2006.

    Parameters
    ----------
    alpha : float
        From 0, the impartial culture; 1/m! for m candidates is the impartial
        anonymous culture.
    candidates, voters, elections, rng
        As for `impartial_culture`, as are the result and the errors.

    Examples
    --------
    >>> ranks = urn(3, 100, alpha=1e9, rng=np.random.default_rng(1))
    >>> bool((ranks == ranks[:, :1]).all())
    True
    """
    check_number("alpha", alpha, 0, math.inf)
    ranks = impartial_culture(candidates, voters, elections, rng=rng)
    for part in blocks(elections, 8 * voters):
        origin = _origins(voters, part.stop - part.start, float(alpha), rng)
        ranks[:, :, part] = np.take_along_axis(ranks[:, :, part], origin[None], axis=1)
    return ranks


def _origins(voters: int, elections: int, alpha: float, rng: np.random.Generator) -> Whole:
    """Say whose ranking each voter ends up with: int64, [voter, election]."""
    origin = np.zeros((voters, elections), dtype=np.int64)
    for voter in range(1, voters):
        afresh = rng.random(elections) < 1 / (1 + alpha * voter)
        copied = origin[rng.integers(voter, size=elections), np.arange(elections)]
        origin[voter] = np.where(afresh, voter, copied)
    return origin


def impartial_anonymous_culture(
    candidates: int, voters: int, elections: int = 1, *, rng: np.random.Generator
) -> Bytes:
    """Draw every anonymous profile with the same chance: how many cast each ranking.

    Gehrlein and Fishburn, Condorcet's paradox and anonymous preference profiles, Public
    Choice 1976; drawn from the `urn`, which has just this distribution at 1/m!.

    Parameters
    ----------
    candidates, voters, elections, rng
        As for `impartial_culture`, as are the result and the errors.

    Examples
    --------
    >>> impartial_anonymous_culture(3, 25, 1000, rng=np.random.default_rng(1)).shape
    (3, 25, 1000)
    """
    sizes = check_sizes(candidates, voters, elections, rng)
    return urn(*sizes, alpha=1 / math.factorial(candidates), rng=rng)
