"""Defeats between two candidates: how strong they are, and chains of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from elections.readout import number
from elections.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    from elections.arrays import Truth, Whole
    from elections.rules import Rules
    from elections.stack import Stack

LEFT_OUT: Final = "They lie below all that are ranked, and level with each other."
NEITHER_AHEAD: Final = "The ballot prefers neither of them to the other."


def _margins(preferred: Whole) -> Whole:
    return np.asarray(np.maximum(preferred - preferred.swapaxes(0, 1), 0))


def _winning_votes(preferred: Whole) -> Whole:
    return np.where(preferred > preferred.swapaxes(0, 1), preferred, 0)


def _opposition(preferred: Whole) -> Whole:
    return preferred


MEASURES: Final[Mapping[str, Callable[[Whole], Whole]]] = {
    "margins": _margins,
    "winning_votes": _winning_votes,
    "opposition": _opposition,
}
"""How strong one candidate is against another: by how many more voters prefer it, by how
many do where they are more than the others, or by how many do in any case."""

STRENGTH: Final[Mapping[str, tuple[str, ...]]] = {"strength": tuple(MEASURES)}
"""The option of every system that goes by defeats."""


def strengths(stack: Stack, rules: Rules) -> Whole:
    r"""Measure each candidate (row) against each other, as the option "strength" says.

    Returns
    -------
    int64, [candidate, candidate, election]
        0 where row does not beat column; under "opposition" the voters who prefer
        row, whether they are more than the others or not.

    References
    ----------
    Schulze, "The Schulze method of voting", 2018, section 2.1 (margins, winning votes; where
    those are as many he goes on to compare the votes against, as only `precedence` does here);
    Woodall, "Properties of preferential election rules", 1994 (pairwise opposition).

    Examples
    --------
    >>> from elections import Profile, elect
    >>> profile = Profile.from_text("2: Ann > Bob\n1: Bob > Ann")
    >>> elect(profile, "schulze", strength="winning_votes").tables["strongest paths"]
    ((0, 2), (0, 0))
    """
    return MEASURES[rules.options["strength"]](stack.pairwise)


def precedence(stack: Stack, rules: Rules) -> Whole:
    r"""Rank the defeats as they are considered: the higher a number, the stronger.

    Of two with as many winning votes, the one that fewer voters oppose is the stronger.

    Returns
    -------
    int64, [candidate, candidate, election]
        0 where row does not beat column.

    References
    ----------
    Eppley, "A mathematically formal definition of MAM", 2004.

    Examples
    --------
    >>> from elections import Profile, elect
    >>> profile = Profile.from_text("2: Ann > Bob > Cat\n1: Bob > Ann > Cat")
    >>> count = elect(profile, "ranked_pairs", strength="winning_votes")
    >>> [str(step) for step in count.steps][:2]
    ['Ann over Cat (3 to 0) is locked in.', 'Bob over Cat (3 to 0) is locked in.']
    """
    strength = strengths(stack, rules)
    if rules.options["strength"] != "winning_votes":
        return strength
    # One number with both figures in it, which sorts by the one and then by the other.
    both = strength + 1j * np.where(strength > 0, stack.margins, 0)
    return np.unique(both, return_inverse=True)[1].reshape(both.shape).astype(np.int64)


def strongest_paths(strength: Whole) -> Whole:
    """Find how strong the strongest chain of defeats is between every two candidates.

    A chain is as strong as its weakest defeat.

    Parameters
    ----------
    strength : int64, [candidate, candidate, election]
        How strongly row beats column; 0 or less where it does not.

    Returns
    -------
    int64, [candidate, candidate, election]

    Examples
    --------
    >>> margins = np.array([[0, 6, 0], [0, 0, 4], [2, 0, 0]])[:, :, None]
    >>> strongest_paths(margins)[:, :, 0]
    array([[0, 6, 4],
           [2, 0, 4],
           [2, 2, 0]])
    """
    paths = narrow(np.maximum(strength, 0))
    _widen(paths)
    paths[np.arange(len(paths)), np.arange(len(paths))] = 0
    return paths.astype(np.int64)


def reaches(step: Truth) -> Truth:
    """Say from whom to whom a chain of steps leads.

    Parameters
    ----------
    step : bool, [candidate, candidate, election]

    Returns
    -------
    bool, [candidate, candidate, election]

    Examples
    --------
    >>> step = np.array([[False, True, False], [False, False, True], [False, False, False]])
    >>> reaches(step[:, :, None])[0].ravel()
    array([False,  True,  True])
    """
    chains = step.copy()
    _widen(chains)
    return chains


def _widen(paths: NDArray[Any]) -> None:
    """Let every path go through every candidate, where that makes it wider (in place)."""
    # One election alone has no use for its axis, which would keep NumPy from long strides.
    flat = paths.reshape(paths.shape[:2]) if paths.shape[2:] == (1,) else paths
    through = np.empty_like(flat)
    for via in range(len(flat)):
        np.minimum(flat[:, via, None], flat[None, via], out=through)
        np.maximum(flat, through, out=flat)


def narrow(counts: Whole) -> NDArray[Any]:
    """Store whole numbers from 0 in as few bytes as hold them, to work on more at a time."""
    return counts.astype(np.min_scalar_type(int(counts.max(initial=0))))


def chain(step: Truth, first: int, last: int) -> list[int]:
    """Find a shortest chain of steps from one candidate to another, both included.

    Parameters
    ----------
    step : bool, [candidate, candidate]
        There must be a chain.
    first, last : int

    Examples
    --------
    >>> chain(np.array([[False, True, False], [False, False, True], [False] * 3]), 0, 2)
    [0, 1, 2]
    """
    reached = np.arange(len(step)) == first
    fronts = [reached]
    while not fronts[-1][last]:
        fronts.append(step[fronts[-1]].any(axis=0) & ~reached)
        reached = reached | fronts[-1]
    found = [last]
    for front in fronts[-2::-1]:
        found.append(int((front & step[:, found[-1]]).argmax()))
    return found[::-1]


def chained(names: Iterable[str]) -> str:
    """Write a chain of candidates, cleaned for display.

    Examples
    --------
    >>> chained(["Ann", "Bob", "Cat"])
    'Ann > Bob > Cat'
    """
    return " > ".join(printable(name) for name in names)


def over(one: str, other: str, size: int, against: int | None = None) -> str:
    """Write who defeats whom, and how strongly.

    Examples
    --------
    >>> over("Ann", "Bob", 1200)
    'Ann over Bob (1,200)'
    >>> over("Ann", "Bob", 1200, 900)
    'Ann over Bob (1,200 to 900)'
    """
    figure = number(size) if against is None else f"{number(size)} to {number(against)}"
    return f"{printable(one)} over {printable(other)} ({figure})"


def places_below(better: Truth) -> Whole:
    """Rank candidates by the longest chain of better ones above them.

    Parameters
    ----------
    better : bool, [candidate, candidate]
        Whether row is better than column; no chain leads back to where it began.

    Returns
    -------
    int64, [candidate]
        0 for the best, negative for others.

    Examples
    --------
    >>> places_below(np.array([[False, True, True], [False] * 3, [False] * 3]))
    array([ 0, -1, -1])
    """
    above = np.zeros(len(better), dtype=np.int64)
    for _ in range(len(better)):
        above = np.where(better, above[:, None] + 1, 0).max(axis=0)
    return -above
