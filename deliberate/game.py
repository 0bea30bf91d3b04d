"""The rules: how a game begins and how a decision moves it on.

`step` is the only way in which anything changes. People, automatic players, the command line,
replay and tests all go through it, so undo, resume and replay are one thing. It is the case of one
game of `step_all`, which moves many on together.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from attrs import evolve

from deliberate.budget import open_accounts
from deliberate.chance import POPULATION, SHOCKS, stream
from deliberate.decisions import Answer, Consult, Decide, Decision, Inject, Poll, Proceed
from deliberate.errors import IllegalDecision, ScenarioError
from deliberate.ground import Ground, ground
from deliberate.happenings import add, strike
from deliberate.model import buyin, services
from deliberate.model.money import Accounts, shares
from deliberate.office import appointed, manifestos, stands_again, take_office
from deliberate.polls import hold_elections
from deliberate.scenario import Scenario
from deliberate.state import Phase, State, Year
from deliberate.talks import answer, consult
from deliberate.together import together
from deliberate.year import live

Move = tuple[State, Any]
"""A state, and the decision that it faces."""
Rule = Callable[[Sequence[Move]], Sequence[State]]
"""What becomes of games of one scenario that face decisions of one kind."""


def begin(scenario: Scenario, seed: int = 0) -> State:
    """Return the opening state: candidates stand, or an appointed leader is named.

    Raises
    ------
    ScenarioError
        If the seed is no whole number from 0.

    Examples
    --------
    >>> from deliberate.reading.loading import load_scenario
    >>> begin(load_scenario("two-towns")).phase
    <Phase.HUSTINGS: 'hustings'>
    """
    if not isinstance(seed, int) or seed < 0:
        raise ScenarioError(f"a seed is a whole number from 0, not {seed!r}")
    place, parameters = ground(scenario), scenario.parameters
    chance = stream(seed, POPULATION, 2)
    start = 50 + parameters.buyin.start_spread * chance.standard_normal(len(scenario.groups))
    elected = scenario.governance.elected
    reserves = round(scenario.footprint.pot * parameters.purse.reserves)
    return State(
        scenario=scenario,
        seed=seed,
        phase=Phase.HUSTINGS if elected else Phase.APPOINTMENT,
        accounts=open_accounts(scenario, 1, Accounts(grown=0, reserves=reserves)),
        split=place.base,
        leader=None if elected else appointed(scenario),
        manifestos=manifestos(scenario, seed, 1),
        positions=place.ideals,
        anchors=place.ideals,
        weeks=scenario.weeks,
        heard=place.seats,
        buyin=np.clip(start, 0, 100),
        accustomed=buyin.overlap(shares(place.base), place.ideals),
        worsening=np.full(len(scenario.groups), _usual_worsening(scenario, place)),
        services=services.at_the_start(place.lines, parameters.services),
    )


def _usual_worsening(scenario: Scenario, place: Ground) -> float:
    """Return the yearly rise of pressure, in points, that people have come to expect.

    It is what the next year brings if the split stays as it is and commissioning is scattered.
    """
    response = scenario.parameters.services
    (usual,) = services.next_year(
        [services.at_the_start(place.lines, response)],
        spend=np.full(len(place.base), 1 + response.growth),
        shift=np.zeros(len(place.base)),
        integration=0.0,
        lines=place.lines,
        response=response,
    )
    return 100 * (usual.pressure - 1)


def step(state: State, decision: Decision) -> State:
    """Return the state after a decision.

    Raises
    ------
    IllegalDecision
        With the reason, if the rules refuse it; `state` is as it was.

    Examples
    --------
    >>> from deliberate.reading.loading import load_scenario
    >>> opening = begin(load_scenario("two-towns"))
    >>> step(opening, Proceed()).phase
    <Phase.POLLING: 'polling'>
    >>> step(opening, Poll())
    Traceback (most recent call last):
    deliberate.errors.IllegalDecision: nobody can poll in the hustings; one can proceed
    """
    return step_all([state], [decision])[0]


def step_all(states: Sequence[State], decisions: Sequence[Decision]) -> list[State]:
    """Return each state after its decision, the same as if it were alone.

    Games of one scenario (the same object) that face decisions of one kind go through the rules
    together, which is several times as quick.

    Raises
    ------
    IllegalDecision
        As for `step`, if the rules refuse any of the decisions, or there are not as many.

    Examples
    --------
    >>> from deliberate.reading.loading import load_scenario
    >>> scenario = load_scenario("two-towns")
    >>> games = step_all([begin(scenario, seed) for seed in range(3)], 3 * [Proceed()])
    >>> [str(game.phase) for game in games]
    ['polling', 'polling', 'polling']
    """
    if len(states) != len(decisions):
        raise IllegalDecision(f"{len(states)} states need as many decisions, not {len(decisions)}")
    return together(
        lambda shared, moves: shared[0](moves),
        list(zip(states, decisions, strict=True)),
        key=lambda move: (_rule(*move), id(move[0].scenario)),
    )


def _rule(state: State, decision: Decision) -> Rule:
    """Return the rule that a decision goes by, or refuse it."""
    rule = _RULES.get((state.phase, type(decision)))
    if rule is None:
        raise IllegalDecision(_refusal(state, decision))
    return rule


def legal(state: State) -> tuple[type[Decision], ...]:
    """Return the kinds of decision that the phase allows; none in the debrief.

    >>> from deliberate.reading.loading import load_scenario
    >>> [kind.__name__ for kind in legal(begin(load_scenario("two-towns")))]
    ['Proceed']
    """
    return tuple(kind for phase, kind in _RULES if phase is state.phase)


def _refusal(state: State, decision: Decision) -> str:
    verb = type(decision).__name__.lower()
    allowed = " or ".join(kind.__name__.lower() for kind in legal(state))
    instead = f"one can {allowed}" if allowed else "the game is over"
    return f"nobody can {verb} in the {state.phase}; {instead}"


def _each(rule: Callable[[State, Any], State]) -> Rule:
    """Return the rule for many games that changes one after the other."""
    return lambda moves: [rule(state, decision) for state, decision in moves]


def _go_to(phase: Phase) -> Rule:
    return _each(lambda state, _: evolve(state, phase=phase))


def _poll(moves: Sequence[Move]) -> list[State]:
    states = [state for state, _ in moves]
    return [
        evolve(state, phase=Phase.COUNT, elections=(*state.elections, held))
        for state, held in zip(states, hold_elections(states), strict=True)
    ]


def _first_briefing(state: State, _: Decision) -> State:
    return strike(evolve(state, phase=Phase.BRIEFING))


def _take_office(state: State, decision: Decision) -> State:
    return _first_briefing(take_office(state), decision)


def _consult(moves: Sequence[Move]) -> list[State]:
    return together(
        lambda decision, alike: consult([state for state, _ in alike], decision),
        moves,
        key=lambda move: move[1],
    )


def _decide(moves: Sequence[Move]) -> list[State]:
    states, decisions = zip(*moves, strict=True)
    weights = states[0].scenario.parameters.buyin
    chance = np.array(
        [
            stream(state.seed, SHOCKS, state.year).standard_normal(len(state.buyin))
            for state in states
        ]
    )
    lived = live(states, decisions, weights.luck * chance)
    return [_closed(state, year) for state, year in zip(states, lived, strict=True)]


def _closed(state: State, lived: Year) -> State:
    """Return the state at the end of a year."""
    weights = state.scenario.parameters.buyin
    felt = 100 * (lived.services.pressure - lived.services_before.pressure)
    return evolve(
        state,
        phase=Phase.OUTCOME,
        accounts=lived.accounts,
        split=lived.split,
        buyin=lived.buyin,
        services=lived.services,
        accustomed=state.accustomed + weights.habit * (lived.overlap - state.accustomed),
        worsening=state.worsening + weights.habit * (felt - state.worsening),
        history=(*state.history, lived),
    )


def _turn_year(state: State, _: Decision) -> State:
    scenario = state.scenario
    if state.year == scenario.years:
        return evolve(state, phase=Phase.DEBRIEF)
    drift, year = scenario.parameters.talk.anchor_drift, state.year + 1
    again = stands_again(state)
    following = evolve(
        state,
        phase=Phase.HUSTINGS if again else Phase.BRIEFING,
        year=year,
        accounts=open_accounts(scenario, year, state.accounts),
        anchors=(1 - drift) * state.anchors + drift * state.positions,
        manifestos=manifestos(scenario, state.seed, year) if again else state.manifestos,
        consultations=(),
        answers=(),
        events=(),
        weeks=scenario.weeks,
        heard=ground(scenario).seats,
    )
    return following if again else strike(following)


def _inject(state: State, decision: Inject) -> State:
    return add(state, (decision.event,))


_RULES: dict[tuple[Phase, type[Decision]], Rule] = {
    (Phase.APPOINTMENT, Proceed): _each(_first_briefing),
    (Phase.HUSTINGS, Proceed): _go_to(Phase.POLLING),
    (Phase.POLLING, Poll): _poll,
    (Phase.COUNT, Proceed): _each(_take_office),
    (Phase.BRIEFING, Proceed): _go_to(Phase.DELIBERATION),
    (Phase.BRIEFING, Inject): _each(_inject),
    (Phase.DELIBERATION, Consult): _consult,
    (Phase.DELIBERATION, Answer): _each(answer),
    (Phase.DELIBERATION, Proceed): _go_to(Phase.DECISION),
    (Phase.DECISION, Decide): _decide,
    (Phase.OUTCOME, Proceed): _each(_turn_year),
}
