"""Criteria about one profile: who may be elected at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from attrs import frozen

from elections.criteria.case import Violation
from elections.readout import listed
from elections.systems.smith_set import smith_set

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from elections.arrays import Truth
    from elections.criteria.case import Case


@frozen(eq=False)
class Demand:
    """What a criterion demands of one profile.

    Attributes
    ----------
    allowed : bool, [candidate]
        Who may be elected.
    text : str
        Why.
    """

    allowed: Truth
    text: str


Demands: TypeAlias = "Callable[[Case], Iterator[Demand]]"


def look(case: Case, *, demands: Demands) -> Violation | None:
    """Find a demand that is not met.

    It is not met where nobody who is allowed can win, however ties are broken; in sets
    and lotteries, where somebody who is not allowed is chosen or has a chance.
    """
    for demand in demands(case):
        fine = demand.allowed[case.won]
        if not (fine.all() if case.whole else fine.any()):
            return Violation(
                criterion=case.criterion,
                system=case.system.id,
                text=f"{demand.text}, but {case.result(case.won)}.",
                before=case.ballots,
            )
    return None


def solid_majority(case: Case, *, sizes: Callable[[int], range]) -> Iterator[Demand]:
    """Demand one of those whom more than half of the voters prefer to all others.

    Parameters
    ----------
    case : Case
    sizes : callable
        From the number of candidates to how many are preferred.
    """
    keys, voters = case.keys, case.ballots.voters
    # How many a ballot prefers to each candidate or holds equal to it, itself included.
    reached = np.array([(keys <= row).sum(axis=0) for row in keys])
    for size in sizes(len(keys)):
        among = (reached <= size) & (reached == size).any(axis=0)
        # Two majorities share a voter, so that no more than one set of a size can have one.
        members = 2 * (among @ case.weights) > voters
        agree = int(case.weights[(among == members[:, None]).all(axis=0)].sum())
        if members.any() and 2 * agree > voters:
            liked, others = listed(case.names(members)), listed(case.names(~members))
            yield Demand(members, f"{agree:,} of {voters:,} voters prefer {liked} to {others}")


def beats_all(case: Case) -> Iterator[Demand]:
    """Demand the Condorcet winner."""
    beats = case.pairwise > case.pairwise.T
    for winner in np.flatnonzero(beats.sum(axis=1) == len(beats) - 1):
        alone = np.arange(len(beats)) == winner
        yield Demand(alone, f"{listed(case.names(alone))} beats every other candidate, two by two")


def loses_to_all(case: Case) -> Iterator[Demand]:
    """Demand anybody but the Condorcet loser."""
    beats = case.pairwise > case.pairwise.T
    for loser in np.flatnonzero(beats.sum(axis=0) == max(len(beats) - 1, 1)):
        others = np.arange(len(beats)) != loser
        name = listed(case.names(~others))
        yield Demand(others, f"{name} loses to every other candidate, two by two")


def smith(case: Case) -> Iterator[Demand]:
    """Demand one of the Smith set."""
    margins = case.pairwise - case.pairwise.T
    members = smith_set(margins[:, :, None])[:, 0]
    names = case.names(members)
    word = "beats" if len(names) == 1 else "each beat"
    yield Demand(members, f"{listed(names)} {word} every other candidate, two by two")


def pareto(case: Case) -> Iterator[Demand]:
    """Demand somebody to whom no other candidate is preferred by every voter."""
    all_prefer = case.pairwise == case.ballots.voters
    names = case.ballots.candidates
    worse = np.flatnonzero(all_prefer.any(axis=0))
    if worse.size:
        pairs = [f"{names[all_prefer[:, place].argmax()]} to {names[place]}" for place in worse]
        allowed = ~all_prefer.any(axis=0)
        yield Demand(allowed, f"every voter prefers {listed(pairs)}")
