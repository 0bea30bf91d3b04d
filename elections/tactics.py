"""Tactical voting: what voters mark who have seen a poll.

A strategy takes what voters think and what a poll makes them expect, and gives the
ballots of all: the tactical ones as it says, the others sincere. Any standings make a
poll: for instance `elections.tally.first_preferences` of the sincere rankings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from elections.arrays import MOST_CANDIDATES, UNRANKED, Bytes, Truth
from elections.errors import ElectionError
from elections.marking import approvals, rankings, ratings
from elections.utilities import Floats, as_numbers, as_utilities, check_number, check_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray


def viable_candidates(poll: Any, viable: int = 2) -> Truth:
    """Say which candidates a poll gives a chance: the leading ones.

    Two have one in an election for a single seat: Cox, Making Votes Count, 1997.

    Parameters
    ----------
    poll : array_like of float, [candidate] or [candidate, election]
        The standing of each candidate, higher better, from 0.
    viable : int
        How many have a chance, 2 to 254. Those level with the last of them do too.

    Returns
    -------
    bool, same shape

    Raises
    ------
    ElectionError
        For a standing or a number out of range.

    Examples
    --------
    >>> viable_candidates([0.4, 0.1, 0.3, 0.2]).tolist()
    [True, False, True, False]
    """
    check_whole("the number of viable candidates", viable, 2, MOST_CANDIDATES)
    standing = _as_poll(poll)
    last = min(viable, len(standing))
    chance: Truth = standing >= np.partition(standing, -last, axis=0)[-last]
    return chance


def compromise(utilities: Any, poll: Any, *, tactical: Any = 1.0, viable: int = 2) -> Bytes:
    """Raise the best of the viable candidates to the top, the rest as they were.

    Who sees no difference between the viable candidates has nothing to gain, and votes
    sincerely; that holds for every strategy that ranks.

    The oldest tactic: Duverger, Les partis politiques, 1951; in first-past-the-post and
    its like it is the best reply to a poll: Myerson and Weber, A Theory of Voting
    Equilibria, American Political Science Review 1993.

    Parameters
    ----------
    utilities : array_like of numbers, [candidate, voter] or [candidate, voter, election]
        What voters think: finite, within ±1e30.
    poll : array_like of float, [candidate] or [candidate, election]
        The expected standing of each candidate, higher better, from 0.
    tactical : float, or bool [voter] or [voter, election]
        Who votes so. A share takes the first voters, rounded half up: voters drawn at
        random come in no order, and a larger share then adds to the same voters.
    viable : int
        As for `viable_candidates`.

    Returns
    -------
    uint8, the shape of utilities
        Ranks, as from `rankings`.

    Raises
    ------
    ElectionError
        Where arrays do not fit each other, or a number is out of range.

    Examples
    --------
    >>> compromise([[9], [5], [1]], poll=[0.1, 0.4, 0.5]).ravel()
    array([2, 1, 3], dtype=uint8)
    """
    sincere, acting, _, raised = _choices(utilities, poll, tactical, viable)
    return _by_tier(acting & ~raised, sincere)


def bury(utilities: Any, poll: Any, *, tactical: Any = 1.0, viable: int = 2) -> Bytes:
    """Compromise, and put the other viable candidates last, below who has no chance.

    The tactic of the Borda count and of Condorcet systems: Saari, Susceptibility to
    manipulation, Public Choice 1990; Green-Armytage, Four Condorcet-Hare hybrid methods
    for single-winner elections, Voting Matters 2011.

    Parameters
    ----------
    utilities, poll, tactical, viable
        As for `compromise`, as are the result and the errors.

    Examples
    --------
    >>> bury([[9], [5], [1]], poll=[0.5, 0.4, 0.1]).ravel()
    array([1, 3, 2], dtype=uint8)
    """
    sincere, acting, chance, raised = _choices(utilities, poll, tactical, viable)
    return _by_tier((acting & ~raised) * (1 + chance), sincere)


def viable_first(utilities: Any, poll: Any, *, tactical: Any = 1.0, viable: int = 2) -> Bytes:
    """Rank the viable candidates above the others, each part in sincere order.

    Parameters
    ----------
    utilities, poll, tactical, viable
        As for `compromise`, as are the result and the errors.

    Examples
    --------
    >>> viable_first([[9], [5], [1]], poll=[0.1, 0.4, 0.5]).ravel()
    array([3, 1, 2], dtype=uint8)
    """
    sincere, acting, chance, _ = _choices(utilities, poll, tactical, viable)
    return _by_tier(acting & ~chance, sincere)


def bullet(utilities: Any, poll: Any, *, tactical: Any = 1.0, viable: int = 2) -> Bytes:
    """Rank the best of the viable candidates, and nobody else.

    Parameters
    ----------
    utilities, poll, tactical, viable
        As for `compromise`, as are the result and the errors.

    Examples
    --------
    >>> bullet([[9], [5], [1]], poll=[0.1, 0.4, 0.5]).ravel()
    array([255,   1, 255], dtype=uint8)
    """
    sincere, acting, _, raised = _choices(utilities, poll, tactical, viable)
    return np.where(acting, np.where(raised, 1, UNRANKED), sincere).astype(np.uint8)


def _by_tier(tier: NDArray[Any], sincere: Bytes) -> Bytes:
    """Rank the lower tier above the higher, and within a tier sincerely."""
    return rankings(-(tier.astype(np.float32) * UNRANKED + sincere))


def _choices(
    utilities: Any, poll: Any, tactical: Any, viable: int
) -> tuple[Bytes, Truth, Truth, Truth]:
    """Say for each voter the sincere ranks, whether to act, who has a chance, the best of them."""
    sincere = rankings(utilities)
    standing = _fitting_poll(poll, sincere.shape)
    chance = viable_candidates(standing, viable)[:, None]
    best = np.where(chance, sincere, np.uint8(UNRANKED)).min(axis=0)
    worst = (sincere * chance).max(axis=0)
    acting = _acting(tactical, sincere.shape[1:]) & (best < worst)
    return sincere, acting, chance, chance & (sincere == best)


def above_expectation(utilities: Any, poll: Any, *, tactical: Any = 1.0, maximum: int = 1) -> Bytes:
    """Give all to every candidate better than the expected winner, and nothing to others.

    What the voter expects is the mean utility weighed by the poll. In approval and score
    voting a vote for i pays where the sum of p(ij) (u(i) - u(j)) over j is above 0, p(ij)
    being the chance that i and j tie for the lead: Merrill, Strategic decisions under
    one-stage multi-candidate voting systems, Public Choice 1981; Myerson and Weber, 1993.
    Here that chance is in proportion to the product of the two standings.

    Parameters
    ----------
    utilities, poll, tactical
        As for `compromise`, as are the errors.
    maximum : int
        The best rating, 1 to 254. At 1 the ballots are approvals.

    Returns
    -------
    uint8, the shape of utilities
        Ratings. Sincere voters mark `approvals`, or beyond a maximum of 1 `ratings`.

    Examples
    --------
    >>> above_expectation([[9], [5], [1]], poll=[0.8, 0.1, 0.1]).ravel()
    array([1, 0, 0], dtype=uint8)
    """
    merit = as_utilities(utilities)
    standing = _fitting_poll(poll, merit.shape)
    # Taken from one candidate's and not divided, level with the mean is not rounded away.
    beyond = merit - merit[0]
    expected = (beyond * standing[:, None]).sum(axis=0)
    return _rated(merit, beyond * standing.sum(axis=0) > expected, tactical, maximum)


def leader_rule(utilities: Any, poll: Any, *, tactical: Any = 1.0, maximum: int = 1) -> Bytes:
    """Give all to every candidate better than the strongest of the others.

    So who beats the leader in the voter's eyes is approved of, and the leader if better
    than the runner-up: Laslier, The Leader Rule, Journal of Theoretical Politics 2009.
    Where several others are level, they count by their mean.

    Parameters
    ----------
    utilities, poll, tactical, maximum
        As for `above_expectation`, as are the result and the errors.

    Examples
    --------
    >>> leader_rule([[9], [5], [1]], poll=[0.1, 0.5, 0.4]).ravel()
    array([1, 1, 0], dtype=uint8)
    """
    merit = as_utilities(utilities)
    standing = _fitting_poll(poll, merit.shape)
    better = np.zeros(merit.shape, dtype=np.bool_)
    for candidate in range(len(merit)):
        others = np.where(np.arange(len(merit)) == candidate, -1, standing.T).T
        rivals = (others == others.max(axis=0))[:, None]
        better[candidate] = ((merit[candidate] - merit) * rivals).sum(axis=0) > 0
    return _rated(merit, better, tactical, maximum)


def _rated(utilities: Floats, better: Truth, tactical: Any, maximum: int) -> Bytes:
    check_whole("the best rating", maximum, 1, MOST_CANDIDATES)
    sincere = approvals(utilities) if maximum == 1 else ratings(utilities, maximum)
    acting = _acting(tactical, utilities.shape[1:])
    return np.where(acting, maximum * better, sincere).astype(np.uint8)


def _as_poll(poll: Any) -> Floats:
    standing = as_numbers(poll, "standings in a poll")
    if standing.ndim not in (1, 2) or not standing.size:
        raise ElectionError(
            f"a poll needs the axes [candidate] or [candidate, election], not {standing.shape}"
        )
    if not (np.isfinite(standing) & (standing >= 0)).all():
        raise ElectionError("standings in a poll are finite numbers from 0")
    empty = np.flatnonzero(standing.max(axis=0) == 0)
    if empty.size:
        raise ElectionError(f"the poll of election {empty[0] + 1} gives nobody any standing")
    return standing


def _fitting_poll(poll: Any, shape: tuple[int, ...]) -> Floats:
    standing = _as_poll(poll)
    wanted = (shape[0], *shape[2:])
    if standing.shape != wanted:
        raise ElectionError(f"utilities {shape} need a poll {wanted}, not {standing.shape}")
    return standing


def _acting(tactical: Any, shape: tuple[int, ...]) -> Truth:
    """Say who is tactical: bool, [voter] or [voter, election]."""
    if isinstance(tactical, np.ndarray) and tactical.shape:
        if tactical.dtype != np.bool_ or tactical.shape != shape:
            raise ElectionError(
                f"who is tactical is a share, or an array of bool {shape}, "
                f"not of {tactical.dtype} {tactical.shape}"
            )
        return tactical
    check_number("the share of tactical voters", tactical, 0, 1)
    acting = np.arange(shape[0]) < np.floor(tactical * shape[0] + 0.5)
    return np.broadcast_to(acting.reshape(-1, *[1] * (len(shape) - 1)), shape)


RANKING_STRATEGIES: Final[Mapping[str, Callable[..., Bytes]]] = {
    "compromise": compromise,
    "bury": bury,
    "viable_first": viable_first,
    "bullet": bullet,
}
RATING_STRATEGIES: Final[Mapping[str, Callable[..., Bytes]]] = {
    "above_expectation": above_expectation,
    "leader_rule": leader_rule,
}
STRATEGIES: Final[Mapping[str, Callable[..., Bytes]]] = {**RANKING_STRATEGIES, **RATING_STRATEGIES}
