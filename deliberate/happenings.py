"""What strikes in a year: which of the scenario's events happen, and what they change."""

from attrs import evolve

from deliberate.chance import EVENTS, stream
from deliberate.errors import IllegalDecision
from deliberate.ground import ground
from deliberate.model.events import Effects, combine, happening
from deliberate.national import Letter
from deliberate.office import residents_buyin
from deliberate.scenario import Scenario, kept
from deliberate.state import State


def strike(state: State) -> State:
    """Return the state after the events of its year have struck."""
    events = state.scenario.events
    past = [name for year in state.history for name in year.events]
    rate = state.scenario.parameters.events.rate
    draws = stream(state.seed, EVENTS, state.year).random(len(events)) / max(rate, 1e-9)
    return add(state, happening(events, state.year, measured(state), past, draws))


def add(state: State, names: tuple[str, ...]) -> State:
    """Return the state after some more events have struck this year.

    Raises
    ------
    IllegalDecision
        If the scenario has no such event, or it has struck this year already.
    """
    for name in names:
        if state.scenario.event(name).id in state.events:
            raise IllegalDecision(f"{name} has struck this year already")
    events = (*state.events, *names)
    before, after = effects(state), _together(state.scenario, events)
    return evolve(
        state,
        events=events,
        accounts=evolve(state.accounts, events=round(state.scenario.footprint.pot * after.pot)),
        weeks=state.weeks + after.weeks - before.weeks,
    )


def weeks_given(scenario: Scenario, events: tuple[str, ...]) -> int:
    """Return the weeks until a year's date, as the events of those ids have changed them."""
    return scenario.weeks + _together(scenario, events).weeks


def effects(state: State) -> Effects:
    """Return what the events of this year do together."""
    return _together(state.scenario, state.events)


@kept  # this and the letter are asked for a dozen times a year
def _together(scenario: Scenario, names: tuple[str, ...]) -> Effects:
    return combine(
        [scenario.event(name) for name in names],
        [line.id for line in scenario.lines],
        [group.id for group in scenario.groups],
    )


def demands(state: State) -> Letter:
    """Return this year's letter from the national bodies, as events have changed it."""
    return _changed_letter(state.scenario, state.year, state.events)


@kept
def _changed_letter(scenario: Scenario, year: int, names: tuple[str, ...]) -> Letter:
    letter, changed = scenario.letter(year), _together(scenario, names)
    return evolve(
        letter,
        savings=min(0.1, max(0.0, letter.savings + changed.savings)),
        contradiction=min(1.0, max(0.0, letter.contradiction + changed.contradiction)),
    )


def measured(state: State) -> dict[str, float]:
    """Return what the conditions of events may ask about, at the start of a year."""
    place, last = ground(state.scenario), state.history[-1] if state.history else None
    return {
        "pressure": state.services.pressure,
        "delays": state.services.delays,
        "control": place.control,
        "mean_buyin": float(state.buyin.mean()),
        "lowest_buyin": float(state.buyin.min()),
        "residents_buyin": residents_buyin(state),
        "pace": last.pace if last else 0.0,
        "reserves": state.reserves / state.scenario.footprint.pot,
        "contradiction": state.scenario.letter(state.year).contradiction,
        "savings": state.scenario.letter(state.year).savings,
    }
