"""Counting ballots: one election with its explanation, or many for their winners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, overload

import numpy as np

from elections.arrays import MOST_VOTES, as_bytes
from elections.ballots import Profile
from elections.errors import BallotError, WrongBallotsError
from elections.explain import explain
from elections.scores import Scores
from elections.systems import system as find_system
from elections.systems.base import Stack, System
from elections.tally import OVERVOTES
from elections.ties import POLICIES, check_choice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from elections.arrays import Bytes, Truth, Whole
    from elections.count import Count

Ties: TypeAlias = Literal["lot", "order", "all"]
Overvotes: TypeAlias = Literal["exhaust", "skip", "split"]

KINDS = {Profile: "rankings (a Profile)", Scores: "ratings (Scores)"}

_CACHE = 1 << 19


def elect(
    ballots: Profile | Scores,
    system: str | System,
    *,
    ties: Ties = "lot",
    seed: int = 0,
    overvotes: Overvotes = "exhaust",
) -> Count:
    """Count one election.

    Parameters
    ----------
    ballots : Profile or Scores
        What the voters cast, of the kind that the system takes.
    system : str or System
        A voting system or its id: see `systems`.
    ties : {"lot", "order", "all"}
        Candidates who are level are drawn by lot, taken in candidate order (the
        earlier is favoured), or every way is followed and all who can win are named.
    seed : int
        What the lot is drawn from.
    overvotes : {"exhaust", "skip", "split"}
        What first-choice systems do with a ballot that ranks candidates equally: it
        counts up to just before its first tie, or without the tied, or is shared.

    Returns
    -------
    Count

    Raises
    ------
    UnknownSystemError
        For an id that no system has.
    WrongBallotsError
        Where the system counts another kind of ballot.
    TooManyTiesError
        Under ``ties="all"``, where there are too many ways to follow.

    Examples
    --------
    >>> profile = Profile.from_rankings({("Ann",): 4, ("Bob", "Cat"): 3, ("Cat", "Bob"): 2})
    >>> elect(profile, "irv").elected
    'Bob'
    """
    chosen = _choose(system, ties, overvotes)
    _check_kind(ballots, chosen)
    values = ballots.ranks if isinstance(ballots, Profile) else ballots.ratings
    weights = None if (ballots.weights == 1).all() else ballots.weights
    stack = Stack(values=values[:, :, None], weights=weights, overvotes=overvotes)
    priority = POLICIES[ties](seed)(len(values), 1)
    outcome = chosen.kernel(stack, priority)
    can_win = np.arange(len(values)) == outcome.winner[0]
    if ties == "all":
        can_win = chosen.who_can_win(stack, outcome)[:, 0]
    return explain(
        chosen,
        outcome,
        can_win,
        candidates=ballots.candidates,
        voters=ballots.voters,
        ties=ties,
        seed=seed,
    )


@overload
def elect_many(
    ballots: Any,
    system: str | System,
    *,
    weights: Any = None,
    ties: Literal["lot", "order"] = "lot",
    seed: int = 0,
    overvotes: Overvotes = "exhaust",
) -> Whole: ...
@overload
def elect_many(
    ballots: Any,
    system: str | System,
    *,
    weights: Any = None,
    ties: Literal["all"],
    seed: int = 0,
    overvotes: Overvotes = "exhaust",
) -> Truth: ...
def elect_many(
    ballots: Any,
    system: str | System,
    *,
    weights: Any = None,
    ties: Ties = "lot",
    seed: int = 0,
    overvotes: Overvotes = "exhaust",
) -> Whole | Truth:
    """Count many elections at once, for their winners alone.

    Parameters
    ----------
    ballots : array_like of int, [candidate, ballot, election] or [candidate, ballot]
        Ranks, 0 to 254, lower is better, equal is tied, gaps do not matter; or, for
        systems that take `Scores`, ratings, higher is better. 255 for none.
    system : str or System
        A voting system or its id.
    weights : array_like of int, optional, [ballot] or [ballot, election]
        One each by default.
    ties, seed, overvotes
        As for `elect`. Elections draw their lots one after the other.

    Returns
    -------
    int64, [election]
        The index of the elected candidate.
    bool, [candidate, election]
        Under ``ties="all"``: everyone who can win.

    Raises
    ------
    BallotError
        For an array of the wrong shape or with values out of range.
    UnknownSystemError, TooManyTiesError
        As for `elect`.

    Examples
    --------
    >>> ranks = np.array([[[1, 2], [1, 2], [3, 3]], [[2, 1], [2, 1], [1, 1]]], dtype=np.uint8)
    >>> elect_many(ranks, "plurality")
    array([0, 1])
    """
    chosen = _choose(system, ties, overvotes)
    values, counts = _stacked(ballots, chosen, weights)
    draw = POLICIES[ties](seed)
    winners = np.empty(values.shape[2], dtype=np.int64)
    can_win = np.empty((len(values), values.shape[2]), dtype=np.bool_)
    for part in _cuts(values):
        some = counts if counts is None or counts.ndim == 1 else counts[:, part]
        block = np.ascontiguousarray(values[:, :, part])
        stack = Stack(values=block, weights=some, overvotes=overvotes)
        outcome = chosen.kernel(stack, draw(len(values), stack.elections))
        winners[part] = outcome.winner
        if ties == "all":
            can_win[:, part] = chosen.who_can_win(stack, outcome)
    return can_win if ties == "all" else winners


def _choose(system: str | System, ties: str, overvotes: str) -> System:
    check_choice("ties", ties, POLICIES)
    check_choice("overvotes", overvotes, OVERVOTES)
    return system if isinstance(system, System) else find_system(system)


def _check_kind(ballots: Profile | Scores, system: System) -> None:
    if not isinstance(ballots, system.takes):
        wanted, given = KINDS[system.takes], KINDS.get(type(ballots), f"a {type(ballots).__name__}")
        raise WrongBallotsError(f"{system.name} counts {wanted}, and these ballots are {given}")
    if isinstance(ballots, Scores) and ballots.maximum > system.most:
        raise WrongBallotsError(
            f"{system.name} counts ratings up to {system.most}, not up to {ballots.maximum}"
        )


def _stacked(ballots: Any, system: System, weights: Any) -> tuple[Bytes, Whole | None]:
    word = "rank" if system.takes is Profile else "rating"
    values = as_bytes(ballots, word, system.most)
    if values.ndim == 2:
        values = values[:, :, None]
    if values.ndim != 3 or not len(values):
        raise BallotError(
            f"the {word}s need the axes [candidate, ballot, election], not shape {values.shape}"
        )
    if weights is None:
        return values, None
    counts = np.asarray(weights)
    if counts.shape not in (values.shape[1:2], values.shape[1:]):
        raise BallotError(
            f"weights need shape {values.shape[1:2]} or {values.shape[1:]}, not {counts.shape}"
        )
    if counts.size and (counts.dtype.kind not in "iu" or counts.min() < 0):
        raise BallotError("weights are whole numbers from 0")
    if counts.size and counts.astype(np.float64).sum(axis=0).max() > MOST_VOTES:
        raise BallotError(f"together the weights of an election pass {MOST_VOTES:,} votes")
    return values, counts.astype(np.int64)


def _cuts(values: Bytes) -> Iterator[slice]:
    """Cut the elections into groups whose ballots fit in the processor's cache."""
    candidates, ballots, elections = values.shape
    step = max(_CACHE // max(candidates * ballots, 1), 1)
    for start in range(0, elections, step):
        yield slice(start, min(start + step, elections))
