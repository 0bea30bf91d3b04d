"""Automatic players: each is data, and one function reads it.

A player sees what the leader sees: its own plan, last year's split, what the groups say they
want, and this year's pot. It does not see luck to come or what a forecast would tell it.
"""

import numpy as np
from attrs import frozen

from deliberate.arrays import Floats
from deliberate.decisions import CONSULTED, Consult, Decide, Decision, Poll, Proceed
from deliberate.errors import ScenarioError, unknown
from deliberate.game import step
from deliberate.model.money import apportion, shares
from deliberate.model.portioning import piecewise_uniform
from deliberate.state import Phase, State
from deliberate.year import spendable


@frozen(kw_only=True)
class Player:
    """How an automatic leader leads.

    Each year it holds talks in these `formats`, with everybody if `invites_all` and else with
    those who have a seat by right. It then moves the split by `pace` (0-1) of the way to a plan
    that is `own` (0-1) its own and for the rest what the room's proposals come to.
    """

    id: str
    name: str
    summary: str
    formats: tuple[str, ...]
    invites_all: bool
    published: bool
    own: float
    pace: float
    stance: str


PLAYERS = {
    player.id: player
    for player in (
        Player(
            id="directive",
            name="Directive",
            summary="Asks nobody; goes a third of the way to the manifesto; complies.",
            formats=(),
            invites_all=False,
            published=False,
            own=1.0,
            pace=0.35,
            stance="comply",
        ),
        Player(
            id="consultative",
            name="Consultative",
            summary="Invites all to mixed tables; meets the room half-way; negotiates.",
            formats=("tables", "panel"),
            invites_all=True,
            published=True,
            own=0.5,
            pace=0.35,
            stance="negotiate",
        ),
        Player(
            id="status-quo",
            name="Status quo",
            summary="Talks to those with a seat by right; leaves the split; complies.",
            formats=("closed",),
            invites_all=False,
            published=False,
            own=1.0,
            pace=0.0,
            stance="comply",
        ),
    )
}


def player(name: str) -> Player:
    """Return the automatic player of that id, or say which is nearest."""
    if name not in PLAYERS:
        raise ScenarioError(unknown("player", name, PLAYERS))
    return PLAYERS[name]


def choose(who: Player, state: State) -> Decision:
    """Return what this player would decide now; in the debrief nothing is left to decide.

    >>> from deliberate.game import begin
    >>> from deliberate.loading import load_scenario
    >>> choose(player("directive"), begin(load_scenario("two-towns")))
    Proceed()
    """
    held = len(state.consultations)
    if state.phase is Phase.POLLING:
        return Poll()
    if state.phase is Phase.DELIBERATION and held < len(who.formats):
        invited = tuple(
            group.id
            for group in state.scenario.groups
            if who.invites_all or state.scenario.governance.seats[group.id] >= CONSULTED
        )
        return Consult(format=who.formats[held], groups=invited, published=who.published)
    if state.phase is Phase.DECISION:
        pot = spendable(state, who.stance)
        return Decide(split=apportion(pot, _plan(who, state)), stance=who.stance)
    return Proceed()


def _plan(who: Player, state: State) -> Floats:
    before = shares(state.split)
    assert state.leader is not None  # noqa: S101 - the phase has one
    goal = state.leader.plan
    if who.own < 1.0:
        goal = who.own * goal + (1 - who.own) * piecewise_uniform(state.positions)
    return np.asarray(before + who.pace * (goal - before), dtype=np.float64)


def play(state: State, who: Player) -> State:
    """Return the debrief of a game that this player plays from `state` to the end."""
    while state.phase is not Phase.DEBRIEF:
        state = step(state, choose(who, state))
    return state
