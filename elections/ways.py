"""Who can win, and, where every way to break ties is followed, how each candidate can."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve

from elections.breakers import ByPriority
from elections.count import Step
from elections.errors import UndecidedError
from elections.explain import ties_met
from elections.readout import listed, said_of_tie
from elections.text import printable
from elections.ties import EveryWay

if TYPE_CHECKING:
    from elections.arrays import Truth
    from elections.rules import Rules
    from elections.search import Order
    from elections.stack import Stack
    from elections.systems.base import Outcome, System
    from elections.ties import TiePolicy


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
    for one in range(stack.elections):
        alone, its_rules = stack.only(one), rules.some(np.array([one]))
        outcome = system.kernel(alone, its_rules)
        found.append(who_can_win(system, alone, its_rules, outcome, how)[0])
    return np.hstack(found)


def tell_ways(
    system: System, one: Stack, rules: Rules, winners: Truth, candidates: tuple[str, ...]
) -> tuple[Step, ...]:
    """Tell one way for each of some candidates to win.

    Parameters
    ----------
    system : System
    one : Stack
        Of one election.
    rules : Rules
    winners : bool, [candidate]
        For whom.
    candidates : tuple of str
        Their names.
    """
    if not winners.any():
        return ()
    orders = system.ways(one, rules)

    def way(winner: int) -> Step:
        name, order = candidates[winner], orders.get(winner)
        if order is None:
            how = ", if level defeats are taken in an order that no order of their winners gives"
        else:
            outcome = evolve(_counted(system, one, rules, order), winner=np.array([winner]))
            how = _how(system, outcome, order, candidates)
        text = f"{printable(name)} can win{how}."
        return Step(action="way", candidates=(name,), text=text)

    return tuple(way(winner) for winner in np.flatnonzero(winners).tolist())


def _counted(system: System, one: Stack, rules: Rules, order: Order) -> Outcome:
    """Count with ties broken by an order of favour."""
    breaker = ByPriority(np.argsort(order)[:, None], np.zeros(1))
    return system.kernel(one, evolve(rules, breaker=breaker)).only(0)


def _how(system: System, outcome: Outcome, order: Order, candidates: tuple[str, ...]) -> str:
    if not outcome.leaders[outcome.winner, 0].all():
        # One may have to be the favoured of two in one round, and the other in another.
        out = listed(candidates[each] for each in reversed(order[1:]))
        return f", if the others go out in this order: {out}"
    rounds = len(outcome.stages) > 1
    ties = ties_met(system, outcome, candidates, how="")
    return ": " + "; ".join(
        f"in round {tie.round}, {said_of_tie(tie)}" if rounds else said_of_tie(tie) for tie in ties
    )
