"""What happens when candidates are level: a lot, the candidates' order, or every way at once.

Lot and order become one array, ``priority[candidate, election]``: of candidates who are
level, the one with the lower number is favoured. So every kernel has one way to go.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from elections.errors import ElectionError, TooManyTiesError, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from elections.arrays import Truth, Whole

MOST_STATES: Final = 20_000
"""How many sets of continuing candidates are looked at before giving up."""


class Lots:
    """A lot for each election of a stack: candidates shuffled, from a seed.

    The elections of a stack draw one after the other, so that the result does not
    depend on how the stack is cut into pieces.

    Parameters
    ----------
    seed : int
        0 or more.

    Examples
    --------
    >>> Lots(7)(3, 2).shape
    (3, 2)
    """

    def __init__(self, seed: int) -> None:
        if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
            raise ElectionError(f"a seed is a whole number from 0, not {seed!r}")
        self._generator = np.random.default_rng(int(seed))

    def __call__(self, candidates: int, elections: int) -> Whole:
        """Draw ``priority[candidate, election]``."""
        orders = np.tile(np.arange(candidates), (elections, 1))
        return self._generator.permuted(orders, axis=1).T


def in_order(candidates: int, elections: int) -> Whole:
    """Favour the candidate who comes first: ``priority[candidate, election]``."""
    return np.broadcast_to(np.arange(candidates)[:, None], (candidates, elections))


def _by_order(_seed: int) -> Callable[[int, int], Whole]:
    return in_order


POLICIES: Final[Mapping[str, Callable[[int], Callable[[int, int], Whole]]]] = {
    "lot": Lots,
    "order": _by_order,
    "all": _by_order,
}
"""For each tie policy, what makes its priorities from a seed. Under "all" one way is
counted by order, and every other way is then searched for."""

WORDS: Final[Mapping[str, str]] = {
    "lot": "by lot (seed {seed})",
    "order": "by candidate order",
    "all": "not broken: every way is followed",
}


def check_choice(word: str, given: str, known: Mapping[str, object]) -> None:
    """Refuse an option that is not among the known ones.

    Raises
    ------
    ElectionError
        With the nearest valid one.
    """
    if given not in known:
        raise ElectionError(f'{word} cannot be "{given}"; {nearest(str(given), known)}')


def parallel_universes(
    votes_of: Callable[[list[int]], Whole], candidates: int, keep: Callable[[int], int]
) -> Truth:
    """Find everyone who can win one election under some way of breaking its ties.

    A depth-first search over sets of continuing candidates, each looked at once.

    Parameters
    ----------
    votes_of : callable
        From the continuing candidates (indices, ascending) to their votes.
    candidates : int
        How many there are.
    keep : callable
        From the number of continuing candidates to how many stay for the next
        round; 0 where the highest is elected.

    Returns
    -------
    bool, [candidate]

    Raises
    ------
    TooManyTiesError
        Beyond 20,000 sets.

    References
    ----------
    Conitzer, Rognlie and Xia, "Preference functions that score rankings and maximum
    likelihood estimation", IJCAI 2009 (parallel-universes tie-breaking).
    """
    can_win = np.zeros(candidates, dtype=np.bool_)
    waiting = [frozenset(range(candidates))]
    seen = set(waiting)
    while waiting:
        standing = sorted(waiting.pop())
        votes = votes_of(standing)
        staying = keep(len(standing))
        if not staying or 2 * votes.max() > votes.sum() or not votes.any():
            can_win[np.array(standing)[votes == votes.max()]] = True
            continue
        for chosen in _next_sets(standing, votes, staying):
            if chosen not in seen:
                seen.add(chosen)
                waiting.append(chosen)
            if len(seen) > MOST_STATES:
                raise TooManyTiesError(
                    f"ties can be broken in too many ways to follow them all (more than "
                    f'{MOST_STATES:,} sets of continuing candidates); choose ties "lot" or "order"'
                )
    return can_win


def _next_sets(standing: list[int], votes: Whole, staying: int) -> Iterator[frozenset[int]]:
    """Give each set of candidates that may stay, depending on how ties are broken."""
    ascending = np.argsort(votes, kind="stable")
    if staying == len(standing) - 1:
        # Candidates who together have less than the next one go first in whatever order.
        short = np.cumsum(votes[ascending])[:-1] < votes[ascending][1:]
        if short.any():
            gone = int(np.flatnonzero(short)[-1]) + 1
            yield frozenset(standing[place] for place in ascending[gone:])
            return
    boundary = votes[ascending[-staying]]
    sure = [c for c, mine in zip(standing, votes, strict=True) if mine > boundary]
    level = [c for c, mine in zip(standing, votes, strict=True) if mine == boundary]
    for some in combinations(level, staying - len(sure)):
        yield frozenset((*sure, *some))
