"""Hybrids of Condorcet's and Hare's methods: pairs say who may win, first preferences who goes.

Smith/IRV, Tideman's alternative method, Benham's and Woodall's are one kernel. In every
round it asks who may still be elected; if that is one candidate alone, the count is over.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from elections.ballots import Profile
from elections.count import Step
from elections.readout import listed
from elections.search import as_cases, explore, follow, orders_out
from elections.systems.base import BallotKind, Outcome, Stage, System, elect_leaders
from elections.systems.elimination import votes_among
from elections.systems.piecemeal import condorcet_first
from elections.systems.smith_set import smith_set
from elections.systems.telling import names_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from elections.arrays import Truth, Whole
    from elections.rules import Rules
    from elections.search import Order, Ways
    from elections.stack import Stack
    from elections.systems.base import Kernel

Hopeful: TypeAlias = "Callable[[Whole, Whole, Truth], Truth]"
"""From the votes, the margins and who stands to those who may still be elected."""

LEFT_OUT: Final = (
    "A vote ends after the last candidate that its ballot ranks; in a pair, "
    "the left out lie below all that are ranked, and level with each other."
)
TIED: Final = (
    "A vote counts up to just before the first tie of its ballot, or as overvotes are chosen; "
    "in a pair, the ballot prefers neither."
)

_NEVER: Final = np.iinfo(np.int64).max


def of_smith_set(votes: Whole, margins: Whole, standing: Truth) -> Truth:
    """Find all of the Smith set who stand, or the one of them who has a majority of votes.

    Whoever has more than half of the votes will never be the one with fewest.

    Returns
    -------
    bool, [candidate, election]
    """
    smith = smith_set(margins) & standing
    majority = smith & (2 * votes > votes.sum(axis=0))
    return np.where(majority.any(axis=0), majority, smith)


def smith_set_now(_votes: Whole, margins: Whole, standing: Truth) -> Truth:
    """Find the Smith set of those who stand: bool, [candidate, election]."""
    return smith_set(margins, standing)


def condorcet_winner_now(_votes: Whole, margins: Whole, standing: Truth) -> Truth:
    """Find the one who beats everybody else who stands, or else all who stand.

    Returns
    -------
    bool, [candidate, election]
    """
    smith = smith_set(margins, standing)
    return np.where(smith.sum(axis=0) == 1, smith, standing)


def hybrid(*, hopeful: Hopeful, alone: bool, every_round: bool, **rest: Any) -> System:
    """Make a system of this family.

    Parameters
    ----------
    hopeful : callable
        Who may still be elected.
    alone : bool
        Whether all others go out at once; else they stay in, to take votes.
    every_round : bool
        Whether pairs are looked at in every round, or only in the first.
    **rest
        What else the system says of itself.
    """
    count = partial(count_hybrid, hopeful=hopeful, alone=alone)
    ways = partial(_ways, hopeful=hopeful, alone=alone)
    return System(
        ballot=BallotKind.RANKING,
        takes=Profile,
        truncated=LEFT_OUT,
        tied=TIED,
        kernel=condorcet_first(count),
        who_can_win=partial(search_open, count=count, ways=ways, met=_met_a_tie),
        ways=ways,
        story=partial(tell_sets, every_round=every_round),
        **rest,
    )


def count_hybrid(stack: Stack, rules: Rules, *, hopeful: Hopeful, alone: bool) -> Outcome:
    """Count until one candidate alone may still be elected, or two are left.

    Of two who are left and may both be elected, the one with more votes is.

    Parameters
    ----------
    stack, rules
        What every kernel takes.
    hopeful, alone
        As for `hybrid`.
    """
    ranks, unit = stack.countable(rules.overvotes)
    everyone = np.arange(stack.candidates)[:, None]
    standing = np.ones((stack.candidates, stack.elections), dtype=np.bool_)
    last = np.full(stack.elections, -1)
    stages: list[Stage] = []
    while True:
        votes = votes_among(ranks, stack.weights, unit, standing)
        elected, outside, fewest = _judge(votes, stack.margins, standing, hopeful, alone=alone)
        last = np.where((last < 0) & elected.any(axis=0), len(stages), last)
        stages.append(Stage(votes=votes, standing=standing, level=fewest))
        if (last >= 0).all():
            return elect_leaders(
                elected,
                rules,
                last=last,
                stages=tuple(stages),
                unit=unit,
                tables={"pairwise": stack.pairwise},
            )
        # Where nobody goes out for having fewest votes, there is nothing to choose.
        going = fewest.any(axis=0)
        gone = rules.breaker.last(np.where(going, fewest, everyone == 0))
        standing = standing & ~outside & ~((everyone == gone) & going)


def _judge(
    votes: Whole, margins: Whole, standing: Truth, hopeful: Hopeful, *, alone: bool
) -> tuple[Truth, Truth, Truth]:
    """Say who is elected, and else who goes out at once, and else who has fewest votes."""
    hope = hopeful(votes, margins, standing)
    over = (hope.sum(axis=0) == 1) | (standing.sum(axis=0) <= 2)
    elected = hope & over & (votes == np.where(hope, votes, -1).max(axis=0))
    outside = standing & ~hope & ~over & alone
    lowest = np.where(standing, votes, _NEVER).min(axis=0)
    fewest = standing & (votes == lowest) & ~over & ~outside.any(axis=0)
    return elected, outside, fewest


def search_open(
    stack: Stack,
    rules: Rules,
    outcome: Outcome,
    *,
    count: Kernel,
    ways: Ways,
    met: Callable[[Outcome], Truth],
) -> Truth:
    """Find everyone who can win, following every way to break the ties that were met.

    Parameters
    ----------
    stack, rules, outcome
        What every search takes.
    count : callable
        The kernel.
    ways : callable
        As of a `System`.
    met : callable
        From an outcome to the elections where a tie was met on the way.

    Returns
    -------
    bool, [candidate, election]

    Raises
    ------
    UndecidedError
        Where there are too many ways.
    """
    can_win = outcome.leaders.copy()
    open_ones = np.flatnonzero(smith_set(stack.margins).sum(axis=0) > 1)
    if not open_ones.size:
        return can_win
    # Of several elections, the kernel counted only the open ones, and told nothing of them.
    some, counted = stack, outcome
    if not outcome.stages:
        some = stack.some(open_ones)
        counted = count(some, rules.some(open_ones))
    can_win[:, open_ones] = follow(some, rules, can_win[:, open_ones], met(counted), ways)
    return can_win


def _met_a_tie(outcome: Outcome) -> Truth:
    met = np.zeros(outcome.winner.shape, dtype=np.bool_)
    for stage in outcome.stages:
        met |= np.asarray(stage.level).sum(axis=0) > 1
    return met


def _ways(one: Stack, rules: Rules, *, hopeful: Hopeful, alone: bool) -> dict[int, Order]:
    ranks, unit = one.countable(rules.overvotes)
    everyone = np.arange(one.candidates)

    def step(case: frozenset[int]) -> tuple[Iterable[int], Iterable[frozenset[int]]]:
        standing = np.isin(everyone, list(case))[:, None]
        votes = votes_among(ranks, one.weights, unit, standing)
        judged = _judge(votes, one.margins, standing, hopeful, alone=alone)
        elected, outside, fewest = (np.flatnonzero(each).tolist() for each in judged)
        following = [case.difference(outside)] if outside else [case - {out} for out in fewest]
        return elected, following

    each = as_cases(4 * one.candidates, ranks.size + one.candidates**3)
    found = explore(frozenset(everyone.tolist()), step, rules.budget, each=each)
    return orders_out(found)


def tell_sets(
    outcome: Outcome, candidates: tuple[str, ...], *, every_round: bool
) -> tuple[Step, ...]:
    """Say in which rounds one candidate beat all the others, and in which a set did."""
    preferred = outcome.tables["pairwise"]
    margins = preferred - preferred.swapaxes(0, 1)
    stages = outcome.stages if every_round else outcome.stages[:1]
    sets = [smith_set(margins, stage.standing) for stage in stages]
    steps = [
        _step(number + 1, sets[number][:, 0], candidates)
        for number, stage in enumerate(stages)
        if stage.standing.sum() > 1
    ]
    left = sets[0] & outcome.stages[-1].standing
    if not every_round and sets[0].sum() > 1 and left.sum() == 1:
        who = candidates[left.argmax()]
        last = len(outcome.stages)
        text = f"Round {last}: of the Smith set, only {listed([who])} still stands."
        steps.append(Step(action="last_of_smith_set", candidates=(who,), text=text, round=last))
    return tuple(steps)


def _step(number: int, smith: Truth, candidates: tuple[str, ...]) -> Step:
    names = names_of(candidates, smith)
    if len(names) == 1:
        text = f"Round {number}: {listed(names)} beats everybody else standing, pair by pair."
        return Step(action="condorcet_winner", candidates=names, text=text, round=number)
    text = f"Round {number}: nobody beats everybody else; the Smith set is {listed(names)}."
    return Step(action="smith_set", candidates=names, text=text, round=number)
