"""What becomes of plans in a year: consent, drift and delay, and the accounts at its end."""

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from deliberate.arrays import Floats, dot
from deliberate.budget import budgeted, closed
from deliberate.decisions import Decide
from deliberate.errors import IllegalDecision
from deliberate.ground import Ground
from deliberate.happenings import demands, effects
from deliberate.model import governance
from deliberate.model.money import Accounts, apportion, shares
from deliberate.state import State, of_all


@frozen(kw_only=True, eq=False)
class Money:
    """What becomes of the plans of some games.

    Arrays are shares of the pot, [game, line]; `drawn` [line] is the same in all games.
    """

    accounts: tuple[Accounts, ...]
    splits: tuple[tuple[int, ...], ...]
    delayed: Floats
    withheld: Floats
    drawn: Floats
    done: Floats


def spent(states: Sequence[State], decisions: Sequence[Decide], place: Ground) -> Money:
    """Return what becomes of the plans: consent, drift and delay, and then the accounts.

    All states are of one scenario.

    Raises
    ------
    IllegalDecision
        If a split does not balance, or its terms are not allowed.
    """
    friction, struck = states[0].scenario.parameters.governance, [effects(each) for each in states]
    budgets = [_budget(state, plan) for state, plan in zip(states, decisions, strict=True)]
    previous, planned = of_all(states, "shares"), shares([plan.split for plan in decisions])
    delayed = np.array([[each.delivery] for each in struck]) * (previous - planned)
    planned = planned + delayed
    goodwill = (of_all(states, "buyin") * _willing(states))[:, place.owner]
    xi = np.array([[min(1.0, max(0.0, friction.consent + each.consent))] for each in struck])
    agreed = governance.consent(place.held, goodwill, xi)
    pull = governance.drift(place.activity, place.held, friction.activity)
    done = governance.execute(planned, previous, agreed, pull)
    splits = [apportion(budget.spendable, row) for budget, row in zip(budgets, done, strict=True)]
    hospital = dot(np.array(splits, dtype=np.float64), place.lines.hospital).tolist()
    return Money(
        accounts=tuple(map(_accounts, states, decisions, budgets, hospital)),
        splits=tuple(splits),
        delayed=delayed,
        withheld=governance.withheld(planned, previous, agreed),
        drawn=pull,
        done=done,
    )


def _budget(state: State, decision: Decide) -> Accounts:
    """Return the accounts with a decision in them, if its split balances."""
    budget = budgeted(state.scenario, state.accounts, demands(state), decision)
    lines, split = len(state.scenario.lines), decision.split
    if len(split) != lines:
        raise IllegalDecision(f"a split has {lines} lines; this one has {len(split)}")
    if min(split) < 0:
        raise IllegalDecision("no line can be negative")
    if sum(split) != budget.spendable:
        raise IllegalDecision(
            f"the lines sum to £{sum(split):,}k and the pot is £{budget.spendable:,}k"
        )
    return budget


def _accounts(state: State, decision: Decide, budget: Accounts, hospital: float) -> Accounts:
    """Return the accounts at the end of the year; `hospital` is its lines' money, £ thousand."""
    return closed(
        state.scenario,
        budget,
        demands(state),
        decision.stance,
        hospital=round(hospital),
        pressure=state.services.pressure,
        weeks_late=weeks_late(state),
    )


def _willing(states: Sequence[State]) -> Floats:
    """Return the part of its usual consent that each group gives, 0-1, array [game, group]."""
    willing = np.ones((len(states), len(states[0].buyin)))
    for at, state in enumerate(states):
        for answer in state.answers:
            willing[at, state.scenario.group(answer.group)] = answer.consent
    return willing


def weeks_late(state: State) -> int:
    """Return by how many weeks the plan misses its date."""
    return max(0, -state.weeks)
