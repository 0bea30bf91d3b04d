"""Why a year came out as it did: the parts of its money and of its talks, which add up."""

from functools import reduce

import numpy as np
from attrs import evolve, frozen

from deliberate.arrays import Floats, floats
from deliberate.budget import asked
from deliberate.decisions import Consult, Decide
from deliberate.footprint import Line
from deliberate.ground import ground
from deliberate.panels import draw_panels
from deliberate.scenario import Scenario
from deliberate.state import State, Year
from deliberate.talks import consult, involvement


@frozen(kw_only=True)
class Diversion:
    """What came between a plan and the money, £ thousand a line; all sum to `Year.blocked`.

    `delayed` was put off by events, `withheld` kept from a cut by the line's owner. `unfreed` is
    what a line that was to gain went without, because too little was cut elsewhere. `activity` is
    what a line drew by being paid for activity, less its part of what all lines paid for that.
    """

    delayed: Floats = floats()
    withheld: Floats = floats()
    unfreed: Floats = floats()
    activity: Floats = floats()


def diversion(year: Year) -> Diversion:
    """Return why what happened lies above (+) or below (-) the plan.

    Examples
    --------
    >>> from deliberate import begin, governance, load_scenario, play, player
    >>> scenario = evolve(load_scenario("two-towns"), governance=governance("stp-2016"))
    >>> year = play(begin(scenario, 1), player("directive")).history[0]
    >>> parts = diversion(year)
    >>> total = parts.delayed + parts.withheld + parts.unfreed + parts.activity
    >>> bool(np.allclose(total, year.blocked)), bool(parts.activity[0] > 0)
    (True, True)
    """
    paid = np.array(year.split) * year.drawn.sum() / year.spendable
    activity = year.drawn - paid
    return Diversion(
        delayed=year.delayed,
        withheld=year.withheld,
        unfreed=np.array(year.blocked) - year.delayed - year.withheld - activity,
        activity=activity,
    )


@frozen(kw_only=True)
class Loss:
    """Why a part of the national fund is lost, £ thousand; the parts sum to `Accounts.lost`.

    `savings` is for what was saved too little, `overspending` for what the hospital spent beyond
    its budget, `lateness` for weeks past the date; `limit`, never above 0, is what is spared
    because no more than the whole fund can be lost.
    """

    savings: float
    overspending: float
    lateness: float
    limit: float


def loss(scenario: Scenario, year: Year) -> Loss:
    """Return why a part of next year's fund is lost by this `year`.

    Examples
    --------
    >>> from deliberate import begin, load_scenario, play, player
    >>> over = play(begin(load_scenario("two-towns"), 1), player("consultative"))
    >>> why, lost = loss(over.scenario, over.history[0]), over.history[0].accounts.lost
    >>> abs(why.savings + why.overspending + why.lateness + why.limit - lost) < 1e-6
    True
    """
    terms, money, letter = scenario.parameters.national, year.accounts, year.letter
    settled = asked(money, letter) * scenario.stance(year.stance).settled
    short = min(float(money.shortfall), max(0.0, settled - money.kept))
    savings = terms.clawback * short
    overspending = terms.clawback * (money.shortfall - short)
    lateness = terms.late * year.late * money.grown * letter.fund
    return Loss(
        savings=savings,
        overspending=overspending,
        lateness=lateness,
        limit=money.lost - savings - overspending - lateness,
    )


def decision(year: Year) -> Decide:
    """Return the decision by which a year was lived."""
    return Decide(
        split=year.plan, stance=year.stance, precept=year.precept, draw=year.accounts.drawn
    )


def as_it_was(state: State, place: int) -> State:
    """Return the moment before this year's talk number `place`, counted from 0, was held.

    What may be asked of talks to come can so be asked of talks that were held, such as the odds of
    a panel and what its members wanted. Nobody has answered yet.

    Examples
    --------
    >>> from deliberate import Consult, Poll, Proceed, begin, load_scenario, step
    >>> state = begin(load_scenario("two-towns"), 1)
    >>> for each in (Proceed(), Poll(), Proceed(), Proceed()):
    ...     state = step(state, each)
    >>> after = step(state, Consult(format="panel", groups=("gps",)))
    >>> bool((as_it_was(after, 0).positions == state.positions).all())
    True
    """
    held, scenario = state.consultations, state.scenario
    spent = sum(scenario.format(each.format).weeks for each in held)
    opened = evolve(
        state,
        consultations=(),
        answers=(),
        weeks=state.weeks + spent,
        heard=ground(scenario).seats,
        positions=state.history[-1].wanted if state.history else ground(scenario).ideals,
    )
    return reduce(lambda state, talks: consult([state], talks)[0], held[:place], opened)


def panels_held(state: State) -> tuple[int, ...]:
    """Return the places of panels among the talks held this year, counted from 0."""
    styles = [state.scenario.format(each.format) for each in state.consultations]
    return tuple(place for place, style in enumerate(styles) if style.panel)


def panel_wish(state: State, place: int) -> Floats:
    """Return the split that the members of a panel held this year wanted on average, as shares.

    `place` is the panel's among the year's talks, counted from 0.
    """
    style = state.scenario.format(state.consultations[place].format)
    drawn = draw_panels([as_it_was(state, place)], style)[0]
    return np.asarray(drawn.mean(axis=0), dtype=np.float64)


def asked_for_consent(scenario: Scenario, group: str) -> tuple[Line, ...]:
    """Return the lines of a group that the leader does not hold whole: its consent counts there."""
    held = scenario.governance.lines
    return tuple(line for line in scenario.lines if line.owner == group and held[line.id].held < 1)


def heard_by(state: State, group: int) -> Consult | None:
    """Return the first of this year's talks to which a group owes its involvement.

    None stands for its seat by right.
    """
    if state.heard[group] <= ground(state.scenario).seats[group]:
        return None
    return next(
        each
        for each in state.consultations
        if involvement(state.scenario, each)[group] >= state.heard[group]
    )
