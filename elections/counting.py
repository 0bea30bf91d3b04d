"""Counting ballots, one election or many, each with its explanation."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from elections.ballots import Profile
from elections.errors import ElectionError, WrongBallotsError
from elections.explain import explain
from elections.rules import BUDGET, check_seats, rules_of
from elections.scores import Scores
from elections.stack import cuts, stack_of
from elections.systems import system as find_system
from elections.systems.base import System
from elections.ties import Beforehand, EveryWay, TiePolicy, policy
from elections.ways import tell_ways, who_can_win

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from elections.count import Count
    from elections.rules import Rules
    from elections.stack import Stack
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
    return _counts([ballots], [(chosen, rules_for)], policy(ties), [seed])[0][0]


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
    every = elect_all(
        [ballots], systems, ties=ties, seeds=[seed], overvotes=overvotes, budget=budget
    )
    return every[0]


def elect_all(
    elections: Sequence[Ballots],
    systems: Iterable[str | System],
    *,
    ties: str | TiePolicy = "lot",
    seeds: Sequence[int],
    overvotes: str = "exhaust",
    budget: int = BUDGET,
) -> tuple[tuple[Count, ...], ...]:
    """Count many elections, each under several systems, most kernels running once for all.

    Each count is exactly as `elect` alone would give it.

    Parameters
    ----------
    elections : sequence of Profile or Scores
        Of the same candidates, whatever the number of ballots.
    systems : iterable of str or System
        Each with its usual options, for one seat.
    seeds : sequence of int
        For each election what its lots are drawn from.
    ties, overvotes, budget
        As for `elect`. Elections are counted one by one where they meet ties that are
        not decided beforehand, or may split votes.

    Returns
    -------
    tuple of tuple of Count
        For each election, in the order of the systems.

    Raises
    ------
    ElectionError
        Where there are not as many seeds as elections, or these have other candidates.
    UnknownSystemError, WrongBallotsError, TieError
        As for `elect`.

    Examples
    --------
    >>> one = Profile.from_rankings({("Ann",): 4, ("Bob", "Cat"): 3, ("Cat", "Bob"): 2})
    >>> other = Profile.from_rankings([("Cat",)], candidates=one.candidates)
    >>> every = elect_all([one, other], ["plurality", "irv"], seeds=[1, 2])
    >>> [[count.elected for count in counts] for counts in every]
    [['Ann', 'Bob'], ['Cat', 'Cat']]
    """
    every = [find(each) for each in systems]
    _check_alike(elections, every, seeds)
    counted, how = [(one, rules_of(one, overvotes, 1, budget, {})) for one in every], policy(ties)
    return tuple(
        counts
        for part in _parts(elections, how, overvotes)
        for counts in _counts(elections[part], counted, how, seeds[part])
    )


def _check_alike(
    elections: Sequence[Ballots], systems: Sequence[System], seeds: Sequence[int]
) -> None:
    for ballots in elections:
        for one in systems:
            check_kind(ballots, one)
        if ballots.candidates != elections[0].candidates:
            raise ElectionError("elections that are counted together have the same candidates")
    if len(seeds) != len(elections):
        raise ElectionError(f"{len(elections)} elections need as many seeds, not {len(seeds)}")


def find(system: str | System) -> System:
    """Find a system by its id; a system stands for itself."""
    return system if isinstance(system, System) else find_system(system)


def _parts(elections: Sequence[Ballots], how: TiePolicy, overvotes: str) -> Iterator[slice]:
    """Cut elections into those that are counted together.

    In a stack the kernel goes on breaking ties in elections that are over, and into how many
    parts a vote is split depends on all of them.
    """
    if not isinstance(how, Beforehand) or overvotes == "split":
        return (slice(one, one + 1) for one in range(len(elections)))
    sizes = [(len(ballots.candidates), len(ballots.weights)) for ballots in elections]
    return cuts(*max(sizes, default=(1, 0)), len(elections))


def _counts(
    elections: Sequence[Ballots],
    counted: Sequence[tuple[System, Callable[..., Rules]]],
    how: TiePolicy,
    seeds: Sequence[int],
) -> list[tuple[Count, ...]]:
    """Count a stack of elections under each system."""
    stack, candidates = stack_of(elections), elections[0].candidates
    first, *others = (how.breakers(candidates, seed)(1) for seed in seeds)
    breaker = first.beside(others)
    found = []
    for system, rules_for in counted:
        rules = rules_for(breaker=breaker, explained=True)
        check_seats(rules.seats, stack.candidates)
        found.append((system, rules, system.kernel(stack, rules)))
    return [
        tuple(
            _told(stack, ballots, system, rules, outcome.only(election), how=how, seed=seed)
            for system, rules, outcome in found
        )
        for election, (ballots, seed) in enumerate(zip(elections, seeds, strict=True))
    ]


def _told(
    stack: Stack,
    ballots: Ballots,
    system: System,
    rules: Rules,
    outcome: Outcome,
    *,
    how: TiePolicy,
    seed: int,
) -> Count:
    """Explain the outcome of one election, which is alone in its stack if ways are followed."""
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
