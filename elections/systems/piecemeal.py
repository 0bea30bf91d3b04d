"""Kernels made of kernels: those that look at elections one by one, or only at some of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from elections.errors import UndecidedError
from elections.systems.base import Outcome

if TYPE_CHECKING:
    from elections.arrays import Truth
    from elections.rules import Rules
    from elections.stack import Stack
    from elections.systems.base import Kernel


def one_by_one(kernel: Kernel) -> Kernel:
    """Make a kernel of one election count a stack of them, each on its own.

    Where its search passes the budget, the election stays undecided.
    """

    def count(stack: Stack, rules: Rules) -> Outcome:
        if stack.elections == 1:
            return _or_undecided(kernel, stack, rules)
        outcomes = [
            _or_undecided(kernel, stack.only(one), rules.some(np.array([one])))
            for one in range(stack.elections)
        ]
        nobody = np.zeros((stack.candidates, 0), dtype=np.bool_)
        return Outcome(
            winner=np.array([each.winner[0] for each in outcomes], dtype=np.int64),
            leaders=np.hstack([nobody, *(each.leaders for each in outcomes)]),
            reason=next((each.reason for each in outcomes if each.reason), ""),
            each=tuple(outcomes),
        )

    return count


def explained_one_by_one(kernel: Kernel) -> Kernel:
    """Let a kernel that tells only of one election in full count those to be explained so."""
    alone = one_by_one(kernel)
    return lambda stack, rules: (alone if rules.explained else kernel)(stack, rules)


def _or_undecided(kernel: Kernel, stack: Stack, rules: Rules) -> Outcome:
    try:
        return kernel(stack, rules)
    except UndecidedError as error:
        return Outcome(
            winner=np.array([-1]),
            leaders=np.zeros((stack.candidates, 1), dtype=np.bool_),
            reason=str(error),
        )


def condorcet_first(kernel: Kernel) -> Kernel:
    """Let a system that elects every Condorcet winner look closely only at the other elections.

    What is to be explained is always counted in full.
    """

    def count(stack: Stack, rules: Rules) -> Outcome:
        if rules.explained:
            return kernel(stack, rules)
        winners: Truth = (stack.margins > 0).sum(axis=1) == stack.candidates - 1
        rest = np.flatnonzero(~winners.any(axis=0))
        winner, leaders, reason = winners.argmax(axis=0), winners, ""
        if rest.size:
            outcome = kernel(stack.some(rest), rules.some(rest))
            winner[rest], leaders[:, rest] = outcome.winner, outcome.leaders
            reason = outcome.reason
        return Outcome(winner=winner, leaders=leaders, reason=reason)

    return count
