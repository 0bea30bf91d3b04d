"""Probabilities that are known exactly."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import product
from math import comb, factorial, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

from elections.arrays import MOST_CANDIDATES
from elections.errors import ElectionError, nearest
from elections.text import printable
from elections.utilities import check_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_MOST_STEPS: Final = 10_000_000
_SETTING_UP: Final = 10
"""Finding a move costs about as much as following it for so many voters."""


def condorcet_winner_chance(candidates: int, voters: int) -> Fraction:
    """Compute how likely a Condorcet winner is in an impartial culture.

    Every voter ranks all candidates in an order drawn at random, each order being as
    likely. What is missing to 1 is Condorcet's paradox, for odd numbers of voters; for
    even ones a tie of two candidates can also be why nobody beats all others.

    Parameters
    ----------
    candidates : int
        1 to 254.
    voters : int
        From 1.

    Returns
    -------
    Fraction

    Raises
    ------
    ElectionError
        For numbers out of range, and where there are so many cases that it would take
        longer than a few seconds: beyond 3 candidates with 267 voters, 5 with 43, 7
        with 21 or 10 with 13.

    References
    ----------
    Guilbaud, "Les théories de l'intérêt général et le problème logique de l'agrégation",
    Économie appliquée 1952; Gehrlein and Fishburn, "The probability of the paradox of
    voting: a computable solution", Journal of Economic Theory 1976.

    Examples
    --------
    >>> condorcet_winner_chance(3, 3), condorcet_winner_chance(4, 5)
    (Fraction(17, 18), Fraction(31, 36))
    """
    check_whole("the number of candidates", candidates, 1, MOST_CANDIDATES)
    check_whole("the number of voters", voters, 1)
    # By symmetry it is enough to follow one candidate against all others: for each of
    # them, how many more voters may prefer it. The order of the others does not matter.
    allowance, others = (voters - 1) // 2, candidates - 1
    if comb(2 * allowance + others, others) * (voters + _SETTING_UP) > _MOST_STEPS:
        raise ElectionError(
            f"the exact chance for {candidates} candidates and {voters} voters would take too long"
        )
    moves = cache(lambda left: tuple(_after_one_ballot(left)))
    ways = Counter({(allowance,) * others: 1})
    for _ in range(voters):
        following: Counter[tuple[int, ...]] = Counter()
        for left, many in ways.items():
            for after, times in moves(left):
                following[after] += many * times
        ways = following
    return Fraction(candidates * ways.total(), factorial(candidates) ** voters)


def _after_one_ballot(left: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], int]]:
    """Give what may be left after one more ballot, and on how many ballots it is so."""
    groups = sorted(Counter(left).items())
    choices = [range(many + 1 if value else 1) for value, many in groups]
    for above in product(*choices):
        after: list[int] = []
        times = factorial(sum(above)) * factorial(len(left) - sum(above))
        for (value, many), chosen in zip(groups, above, strict=True):
            times *= comb(many, chosen)
            after += [value - 1] * chosen + [value] * (many - chosen)
        yield tuple(sorted(after)), times


def condorcet_winner_limit(candidates: int) -> float:
    """Compute how likely a Condorcet winner is in an impartial culture of countless voters.

    Parameters
    ----------
    candidates : int
        1 to 254.

    Raises
    ------
    ElectionError
        For a number out of range.

    References
    ----------
    Niemi and Weisberg, "A mathematical solution for the probability of the paradox of
    voting", Behavioral Science 1968: a candidate's margins over the others become
    normally distributed, each two of them with correlation 1/3.

    Examples
    --------
    >>> [round(condorcet_winner_limit(candidates), 4) for candidates in (3, 4, 5)]
    [0.9123, 0.8245, 0.7487]
    """
    check_whole("the number of candidates", candidates, 1, MOST_CANDIDATES)
    # What the margins have in common is one normal number; given it they are independent.
    # Sums at even steps find an integral like this one to the last digit.
    normal, step = NormalDist(), 1 / 32
    common = [place * step for place in range(-320, 321)]
    given = (normal.pdf(x) * normal.cdf(x / sqrt(2)) ** (candidates - 1) for x in common)
    return candidates * sum(given) * step


def anonymous_condorcet_winner_chance(voters: int) -> Fraction:
    """Compute how likely a Condorcet winner of 3 candidates is in an anonymous culture.

    Every anonymous profile is as likely: how many voters cast each of the 6 rankings.

    Parameters
    ----------
    voters : int
        From 1.

    Raises
    ------
    ElectionError
        For a number below 1.

    References
    ----------
    Gehrlein and Fishburn, "Condorcet's paradox and anonymous preference profiles",
    Public Choice 1976.

    Examples
    --------
    >>> anonymous_condorcet_winner_chance(3), anonymous_condorcet_winner_chance(2)
    (Fraction(27, 28), Fraction(3, 7))
    """
    check_whole("the number of voters", voters, 1)
    if voters % 2:
        return Fraction(15 * (voters + 3) ** 2, 16 * (voters + 2) * (voters + 4))
    above, below = voters * (voters + 2) * (voters + 4), (voters + 1) * (voters + 3) * (voters + 5)
    return Fraction(15 * above, 16 * below)


def known_chance(model: str, candidates: int, voters: int) -> Fraction | None:
    """Look up how likely a Condorcet winner is under a model of voters.

    Parameters
    ----------
    model : str
        An id of `elections.models.MODELS`.
    candidates, voters : int

    Returns
    -------
    Fraction or None
        None for a size where it is not known, or would take long.

    Raises
    ------
    ElectionError
        For a model where it is never known.

    Examples
    --------
    >>> known_chance("impartial", 3, 5), known_chance("anonymous", 4, 5)
    (Fraction(67, 72), None)
    """
    if model not in _KNOWN:
        raise ElectionError(
            f'no exact chance is known for model "{printable(model)}"; {nearest(model, _KNOWN)}'
        )
    try:
        return _KNOWN[model](candidates, voters)
    except ElectionError:
        return None


def _anonymous(candidates: int, voters: int) -> Fraction | None:
    return anonymous_condorcet_winner_chance(voters) if candidates == 3 else None


_KNOWN: Final[Mapping[str, Callable[[int, int], Fraction | None]]] = {
    "random": condorcet_winner_chance,
    "impartial": condorcet_winner_chance,
    "anonymous": _anonymous,
}
