"""Deliberation in a year: who is invited, how, at what cost in weeks, and how positions move."""

import numpy as np
from attrs import evolve
from numpy.typing import NDArray

from deliberate.arrays import Floats, Integers
from deliberate.chance import DELIBERATION, stream
from deliberate.decisions import Answer, Consult
from deliberate.errors import IllegalDecision
from deliberate.ground import Ground, ground
from deliberate.involvement import Format
from deliberate.model import opinion, portioning
from deliberate.panels import draw_panels
from deliberate.state import State


def consult(state: State, decision: Consult) -> State:
    """Return the state after one event of deliberation.

    Raises
    ------
    IllegalDecision
        If there is no such format or group, nobody is invited, or the weeks do not suffice.
    """
    style = _checked_format(state, decision)
    return evolve(
        state,
        consultations=(*state.consultations, decision),
        weeks=state.weeks - style.weeks,
        heard=np.maximum(state.heard, involvement(state, decision)),
        positions=_talked(state, style, _invited(state, decision), ground(state.scenario)),
    )


def involvement(state: State, decision: Consult) -> Floats:
    """Return how far one event of deliberation involves each group, 0-1.

    Raises
    ------
    IllegalDecision
        If there is no such format.
    """
    place, style = ground(state.scenario), state.scenario.format(decision.format)
    manner = state.scenario.parameters.talk
    told = manner.published if decision.published else 0.0
    heard = np.where(_invited(state, decision), style.invited, told)
    # A panel does for the other residents what an open meeting does, and no more.
    seen = np.where((place.public > 0) & (style.panel > 0), manner.panel_seen, 0.0)
    return np.maximum(heard, seen)


def _invited(state: State, decision: Consult) -> NDArray[np.bool_]:
    return np.array([group.id in decision.groups for group in state.scenario.groups])


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


def _checked_format(state: State, decision: Consult) -> Format:
    """Return the format asked for, or refuse with the reason."""
    style = state.scenario.format(decision.format)
    for group in decision.groups:
        state.scenario.group(group)
    if not decision.groups:
        raise IllegalDecision("somebody has to be invited")
    left = state.weeks + state.scenario.overrun
    if style.weeks > left:
        raise IllegalDecision(
            f"{style.name}: {style.weeks} weeks are needed and {max(left, 0)} are left, even "
            f"counting the {state.scenario.overrun} by which a plan may be late"
        )
    return style


def _talked(state: State, style: Format, invited: NDArray[np.bool_], place: Ground) -> Floats:
    """Return the groups' positions after their members have talked."""
    chance = stream(state.seed, DELIBERATION, state.year, len(state.consultations))
    group, people = _seated(state, style, invited, place, chance)
    moved = opinion.converse(
        people,
        _anchors(state, group, people),
        group,
        place.openness[group],
        rounds=style.rounds,
        table_size=style.table_size,
        manner=state.scenario.parameters.talk,
        rng=chance,
    )
    # A group moves as its members at the tables moved, not to where their sample began.
    member = group == np.arange(len(invited))[:, None]
    member = member / np.maximum(member.sum(axis=1, keepdims=True), 1)
    return _as_shares(np.maximum(state.positions + member @ (moved - people), 0))


def _seated(
    state: State,
    style: Format,
    invited: NDArray[np.bool_],
    place: Ground,
    chance: np.random.Generator,
) -> tuple[Integers, Floats]:
    """Return who sits at the tables: of which group each is, and the split that each wants."""
    sent = np.repeat(np.arange(len(invited)), np.where(invited, style.members, 0))
    likeness = state.scenario.parameters.talk.likeness
    people = _as_shares(chance.standard_gamma(likeness * state.positions[sent]))
    if not (style.panel and place.public.any()):
        return sent, people
    # Those drawn by lot speak for the first group that votes.
    drawn = draw_panels([state], style)[0]
    speaks = np.full(len(drawn), int(place.public.argmax()))
    return np.append(sent, speaks), np.vstack([people, drawn])


def _anchors(state: State, group: Integers, people: Floats) -> Floats:
    """Return the anchors: each leans from their group's as they lean from its position."""
    wanted = state.positions[group]
    leaning = np.divide(
        state.anchors[group] * people, wanted, out=np.zeros_like(wanted), where=wanted > 0
    )
    return _as_shares(leaning)


def _as_shares(amounts: Floats) -> Floats:
    return np.asarray(amounts / amounts.sum(axis=1, keepdims=True), dtype=np.float64)


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
