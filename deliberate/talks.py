"""Deliberation in a year: who is invited, how, at what cost in weeks, and how positions move."""

from collections.abc import Sequence

import numpy as np
from attrs import evolve
from numpy.typing import NDArray

from deliberate.arrays import Floats, Integers
from deliberate.chance import DELIBERATION, stream
from deliberate.decisions import Answer, Consult
from deliberate.errors import IllegalDecision
from deliberate.ground import ground
from deliberate.involvement import Format
from deliberate.model import opinion, portioning
from deliberate.model.money import shares
from deliberate.panels import draw_panels
from deliberate.scenario import Scenario, kept
from deliberate.state import State, of_all
from deliberate.together import in_parts

PAIRS_AT_ONCE = 100_000
"""Of people who may listen to each other, in all games that talk together: as for elections."""


def consult(states: Sequence[State], decision: Consult) -> list[State]:
    """Return each state after the same event of deliberation; all are of one scenario.

    Raises
    ------
    IllegalDecision
        If there is no such format or group, nobody is invited, or the weeks do not suffice.
    """
    scenario = states[0].scenario
    style = _checked_format(states, decision)
    invited, seen = _invited(scenario, decision), involvement(scenario, decision)
    people = int(invited.sum()) * style.members + style.panel
    moved = in_parts(lambda part: _talked(part, style, invited), states, PAIRS_AT_ONCE // people**2)
    return [
        evolve(
            state,
            consultations=(*state.consultations, decision),
            weeks=state.weeks - style.weeks,
            heard=np.maximum(state.heard, seen),
            positions=positions,
        )
        for state, positions in zip(states, moved, strict=True)
    ]


@kept
def involvement(scenario: Scenario, decision: Consult) -> Floats:
    """Return how far one event of deliberation involves each group, 0-1.

    Raises
    ------
    IllegalDecision
        If there is no such format.
    """
    place, style, manner = ground(scenario), scenario.format(decision.format), scenario.parameters
    told = manner.talk.published if decision.published else 0.0
    heard = np.where(_invited(scenario, decision), style.invited, told)
    # A panel does for the other residents what an open meeting does, and no more.
    seen = np.where((place.public > 0) & (style.panel > 0), manner.talk.panel_seen, 0.0)
    return np.maximum(heard, seen)


def _invited(scenario: Scenario, decision: Consult) -> NDArray[np.bool_]:
    return np.array([group.id in decision.groups for group in scenario.groups])


def answer(state: State, decision: Answer) -> State:
    """Return the state after a group has said what it proposes and how far it will consent.

    Raises
    ------
    IllegalDecision
        If there is no such group, the proposal is no split, or the consent is not from 0 to 1.
    """
    state.scenario.group(decision.group)
    said, lines = decision.proposal, len(state.scenario.lines)
    if said and not (len(said) == lines and min(said) >= 0 and abs(sum(said) - 1) < 1e-6):
        raise IllegalDecision(f"a proposal has {lines} shares, 0 or more, that sum to 1")
    if not 0 <= decision.consent <= 1:
        raise IllegalDecision(f"consent is from 0 to 1, not {decision.consent:g}")
    others = tuple(each for each in state.answers if each.group != decision.group)
    return evolve(state, answers=(*others, decision))


def _checked_format(states: Sequence[State], decision: Consult) -> Format:
    """Return the format asked for, or refuse with the reason."""
    scenario = states[0].scenario
    style = scenario.format(decision.format)
    for group in decision.groups:
        scenario.group(group)
    if not decision.groups:
        raise IllegalDecision("somebody has to be invited")
    left = min(state.weeks for state in states) + scenario.overrun
    if style.weeks > left:
        raise IllegalDecision(
            f"{style.name}: {style.weeks} weeks are needed and {max(left, 0)} are left, even "
            f"counting the {scenario.overrun} by which a plan may be late"
        )
    return style


def _talked(states: Sequence[State], style: Format, invited: NDArray[np.bool_]) -> Floats:
    """Return the groups' positions after their members have talked, [game, group, line].

    At each table every two may listen to each other, so that the work grows with their square.
    """
    scenario = states[0].scenario
    place, manner = ground(scenario), scenario.parameters.talk
    positions = of_all(states, "positions")
    chances = [
        stream(state.seed, DELIBERATION, state.year, len(state.consultations)) for state in states
    ]
    group, people = _at_the_tables(states, positions, style, invited, chances)
    moved = opinion.converse(
        people,
        _anchors(states, positions, group, people),
        group,
        place.openness[group],
        tables=opinion.seating(len(group), style.table_size, style.rounds, chances),
        manner=manner,
    )
    # A group moves as its members at the tables moved, not to where their sample began.
    member = group == np.arange(len(invited))[:, None]
    member = member / np.maximum(member.sum(axis=1, keepdims=True), 1)
    return shares(np.maximum(positions + member @ (moved - people), 0))


def _at_the_tables(
    states: Sequence[State],
    positions: Floats,
    style: Format,
    invited: NDArray[np.bool_],
    chances: Sequence[np.random.Generator],
) -> tuple[Integers, Floats]:
    """Return of which group each person is, and the split each wants, [game, person, line]."""
    place, manner = ground(states[0].scenario), states[0].scenario.parameters.talk
    sent = np.repeat(np.arange(len(invited)), np.where(invited, style.members, 0))
    people = opinion.individuals(positions[:, sent], manner.likeness, chances)
    if not (style.panel and place.public.any()):
        return sent, people
    # Those drawn by lot speak for the first group that votes.
    speaks = np.full(style.panel, int(place.public.argmax()))
    return np.append(sent, speaks), np.hstack([people, draw_panels(states, style)])


def _anchors(states: Sequence[State], positions: Floats, group: Integers, people: Floats) -> Floats:
    """Return the anchors: each leans from their group's as they lean from its position."""
    wanted, anchors = positions[:, group], of_all(states, "anchors")
    leaning = np.divide(
        anchors[:, group] * people, wanted, out=np.zeros_like(wanted), where=wanted > 0
    )
    return shares(leaning)


def proposals(state: State) -> Floats:
    """Return the split that each group proposes, array [group, line]: what it says, or else wants.

    Rows sum to one.
    """
    said = state.positions.copy()
    for each in state.answers:
        if each.proposal:
            said[state.scenario.group(each.group)] = each.proposal
    return said


def room(state: State) -> dict[str, Floats]:
    """Return the split that each portioning rule makes of what the groups now propose, by name.

    Splits are arrays [line] that sum to one.

    >>> from deliberate.game import begin
    >>> from deliberate.reading.loading import load_scenario
    >>> "mean" in room(begin(load_scenario("two-towns")))
    True
    """
    return {name: rule(proposals(state)) for name, rule in portioning.RULES.items()}
