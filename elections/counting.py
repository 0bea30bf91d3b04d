"""Counting ballots: one election, with its explanation."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from elections.ballots import Profile
from elections.errors import (
    ElectionError,
    UndecidedError,
    WrongBallotsError,
    nearest,
)
from elections.explain import explain
from elections.overvotes import OVERVOTES
from elections.rules import BUDGET, Rules
from elections.scores import Scores
from elections.stack import Stack
from elections.systems import system as find_system
from elections.systems.base import System
from elections.ties import EveryWay, TiePolicy, check_choice, policy
from elections.ways import tell_ways

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from elections.arrays import Truth
    from elections.count import Count
    from elections.systems.base import Outcome

Ballots: TypeAlias = Profile | Scores

KINDS = {Profile: "rankings", Scores: "ratings"}


def elect(
    ballots: Ballots,
    system: str | System,
    *,
    ties: str | TiePolicy = "lot",
    seed: int = 0,
    overvotes: str = "exhaust",
    seats: int = 1,
    budget: int = BUDGET,
    **options: str,
) -> Count:
    """Count one election.

    Parameters
    ----------
    ballots : Profile or Scores
        What the voters cast, of the kind that the system takes.
    system : str or System
        A voting system or its id: see `systems`.
    ties : {"lot", "order", "all"} or a tie policy
        Candidates who are level are drawn by lot, taken in candidate order (the
        earlier is favoured), or every way is followed and all who can win are named;
        or a `LotNumbers` or `Manual`.
    seed : int
        What every lot is drawn from.
    overvotes : {"exhaust", "skip", "split"}
        What first-choice systems do with a ballot that ranks candidates equally: it
        counts up to just before its first tie, or without the tied, or is shared.
    seats : int
        How many are to be elected; more than one only in systems that can.
    budget : int
        How many cases a search may look at: in systems that have to search, and where
        every way to break ties is followed; with many candidates or ballots one case
        counts as several. Beyond it the count is undecided: by default within seconds.
    **options
        The system's own options, such as ``strength="winning_votes"``: see
        `System.options`.

    Returns
    -------
    Count

    Raises
    ------
    UnknownSystemError
        For an id that no system has.
    WrongBallotsError
        Where the system counts another kind of ballot.
    TieError
        Where the tie policy does not cover a tie that was met.
    ElectionError
        For an option that the system does not have, or a wrong number of seats.

    Examples
    --------
    >>> profile = Profile.from_rankings({("Ann",): 4, ("Bob", "Cat"): 3, ("Cat", "Bob"): 2})
    >>> elect(profile, "irv").elected
    'Bob'
    """
    chosen = find(system)
    check_kind(ballots, chosen)
    rules_for = rules_of(chosen, overvotes, seats, budget, options)
    stack, how = stack_of(ballots), policy(ties)
    return _count(stack, ballots, chosen, rules_for=rules_for, how=how, seed=seed)


def elect_each(
    ballots: Ballots,
    systems: Iterable[str | System],
    *,
    ties: str | TiePolicy = "lot",
    seed: int = 0,
    overvotes: str = "exhaust",
    budget: int = BUDGET,
) -> tuple[Count, ...]:
    """Count one election under several systems, working out what they share only once.

    Parameters
    ----------
    ballots : Profile or Scores
    systems : iterable of str or System
        Each with its usual options, for one seat.
    ties, seed, overvotes, budget
        As for `elect`.

    Returns
    -------
    tuple of Count
        In the order of the systems.

    Raises
    ------
    UnknownSystemError, WrongBallotsError, TieError
        As for `elect`.

    Examples
    --------
    >>> profile = Profile.from_rankings({("Ann",): 4, ("Bob", "Cat"): 3, ("Cat", "Bob"): 2})
    >>> [count.elected for count in elect_each(profile, ["plurality", "irv"])]
    ['Ann', 'Bob']
    """
    every = [find(each) for each in systems]
    for one in every:
        check_kind(ballots, one)
    stack, how = stack_of(ballots), policy(ties)
    rules_for = [rules_of(one, overvotes, 1, budget, {}) for one in every]
    return tuple(
        _count(stack, ballots, one, rules_for=its_rules, how=how, seed=seed)
        for one, its_rules in zip(every, rules_for, strict=True)
    )


def find(system: str | System) -> System:
    """Find a system by its id; a system stands for itself."""
    return system if isinstance(system, System) else find_system(system)


def stack_of(ballots: Ballots) -> Stack:
    """Make a stack of one election.

    Examples
    --------
    >>> stack_of(Profile.from_text("4: Ann > Bob")).pairwise.ravel()
    array([0, 4, 0, 0])
    """
    weights = None if (ballots.weights == 1).all() else ballots.weights
    values = ballots.ranks if isinstance(ballots, Profile) else ballots.ratings
    return Stack(values=values[:, :, None], weights=weights)


def rules_of(
    system: System, overvotes: str, seats: int, budget: int, options: Mapping[str, str]
) -> Callable[..., Rules]:
    """Check the rules of a count; what is left open is the breaker."""
    check_choice("overvotes", overvotes, OVERVOTES)
    check_from_one("seats are", seats)
    check_from_one("a budget is", budget)
    if seats > 1 and not system.many_seats:
        raise ElectionError(f"{system.name} fills one seat, not {seats}")
    for option, value in options.items():
        if option not in system.options:
            has = nearest(option, system.options) if system.options else "it has none"
            raise ElectionError(f'{system.name} has no option "{option}"; {has}')
        check_choice(option, value, system.options[option])
    usual = {option: values[0] for option, values in system.options.items()}
    return partial(
        Rules, overvotes=overvotes, seats=seats, options={**usual, **options}, budget=budget
    )


def check_from_one(what: str, given: object) -> None:
    """Refuse what is no whole number from 1.

    Raises
    ------
    ElectionError
        Saying what was given.
    """
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise ElectionError(f"{what} a whole number from 1, not {given!r}")


def check_seats(seats: int, candidates: int) -> None:
    """Refuse to fill more seats than there are candidates.

    Raises
    ------
    ElectionError
        With both numbers.
    """
    if seats > candidates:
        raise ElectionError(f"{seats} seats, but only {candidates} candidates")


def _count(
    stack: Stack,
    ballots: Ballots,
    system: System,
    *,
    rules_for: Callable[..., Rules],
    how: TiePolicy,
    seed: int,
) -> Count:
    rules = rules_for(breaker=how.breakers(ballots.candidates, seed)(1))
    check_seats(rules.seats, stack.candidates)
    outcome = system.kernel(stack, rules)
    can_win, undecided = who_can_win(system, stack, rules, outcome, how)
    broken = not isinstance(how, EveryWay)
    others = (can_win & ~outcome.leaders)[:, 0] & (not broken)
    return explain(
        system,
        outcome,
        can_win[:, 0],
        ballots=ballots,
        ties=how.words(seed),
        broken=broken,
        undecided=undecided,
        ways=tell_ways(system, stack, rules, others, ballots.candidates),
    )


def who_can_win(
    system: System, stack: Stack, rules: Rules, outcome: Outcome, how: TiePolicy
) -> tuple[Truth, str]:
    """Say who is elected or can be, and why that is undecided where it is."""
    everyone = np.arange(stack.candidates)[:, None]
    if isinstance(how, EveryWay):
        try:
            return system.who_can_win(stack, rules, outcome), outcome.reason
        except UndecidedError as error:
            if stack.elections == 1:
                return everyone < 0, str(error)
            return _one_by_one(system, stack, rules, how), ""
    if system.whole_set or system.many_seats:
        return outcome.leaders, outcome.reason
    return everyone == outcome.winner, outcome.reason


def _one_by_one(system: System, stack: Stack, rules: Rules, how: TiePolicy) -> Truth:
    """Say who can win in each election by itself, so that one may stay undecided."""
    found = []
    for one in np.arange(stack.elections)[:, None]:
        alone, its_rules = stack.some(one), rules.some(one)
        outcome = system.kernel(alone, its_rules)
        found.append(who_can_win(system, alone, its_rules, outcome, how)[0])
    return np.hstack(found)


def check_kind(ballots: Ballots, system: System) -> None:
    """Refuse ballots of another kind than a system counts.

    Raises
    ------
    WrongBallotsError
        Saying which it counts.
    """
    if not isinstance(ballots, system.takes):
        wanted, given = KINDS[system.takes], KINDS.get(type(ballots), f"a {type(ballots).__name__}")
        raise WrongBallotsError(f"{system.name} counts {wanted}, and these ballots are {given}")
    if isinstance(ballots, Scores) and ballots.maximum > system.most:
        raise WrongBallotsError(
            f"{system.name} counts ratings up to {system.most}, not up to {ballots.maximum}"
        )
