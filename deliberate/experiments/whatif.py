"""What if: the decisions and the luck of a session that was played, in another world.

The other world sets the course, and the session fills it, year by year and kind by kind:

* Where the other world votes, it votes; where the session voted and the other world appoints, the
  poll falls away.
* Talks, answers and events that a facilitator let strike are repeated in their order, each in the
  year and the phase in which it was. One that the other world refuses (its weeks do not suffice,
  it has no such format, group or event) is left out.
* A split keeps its shares, of the money that there is to share. A precept above the most that is
  allowed, and a draw on more reserves than there are, become as much as there can be; a stance that
  there is not becomes the first that there is.
* The other world ends where the session ended, or with its own last year if that comes before.

All that could not be as it was is said in `notes`. Where the worlds are equal, so are the states.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from deliberate.budget import allowed, spendable
from deliberate.decisions import Answer, Consult, Decide, Decision, Inject, Poll, Proceed
from deliberate.errors import IllegalDecision, ScenarioError
from deliberate.experiments.varying import whole_first
from deliberate.game import begin, step
from deliberate.model.money import apportion
from deliberate.reading.loading import Source
from deliberate.reading.scenario_file import to_table
from deliberate.reading.tables import Layer
from deliberate.scenario import Scenario
from deliberate.session import Replay
from deliberate.state import Phase, State, Year

ORDER = list(Phase)
MADE_IN: dict[Phase, type[Decision] | tuple[type[Decision], ...]] = {
    Phase.BRIEFING: Inject,
    Phase.DELIBERATION: (Consult, Answer),
}
"""What may be repeated in a phase, before the game moves on from it."""


@frozen(kw_only=True)
class WhatIf:
    """A session and its other world: every state of each, and what could not be as it was."""

    session: tuple[State, ...]
    other: tuple[State, ...]
    notes: tuple[str, ...]


def what_if(played: Replay, changes: Mapping[str, Any]) -> WhatIf:
    """Play the decisions of a session again in another world.

    Parameters
    ----------
    played : Replay
        The session, as `replay` gives it.
    changes : mapping of str to value
        What is otherwise there, by keys of the scenario: ``{"system": "borda"}``.

    Raises
    ------
    ScenarioError
        If a change does not fit, or takes away or adds a budget line.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from deliberate import Session, load_scenario, replay
    >>> with TemporaryDirectory() as folder:
    ...     session = Session.new(load_scenario("two-towns"), 1, Path(folder) / "a.session")
    ...     for decision in (Proceed(), Poll(), Proceed()):
    ...         _ = session.submit(decision)
    ...     session.close()
    ...     found = what_if(replay(Path(folder) / "a.session"), {"governance": "stp-2016"})
    >>> found.session[-1].leader.elected, found.other[-1].leader.elected
    (True, False)
    """
    opening = begin(_changed(played.header.scenario, changes), played.header.seed)
    notes = list(_without_effect(opening.scenario, changes))
    following = _followed(opening, played.decisions, played.history[-1], notes)
    other = (opening, *following)
    return WhatIf(session=played.history, other=other, notes=tuple(notes))


def years(states: Iterable[State]) -> Iterator[tuple[Year, str]]:
    """Yield each year that was lived, and who led in it."""
    for state in states:
        if state.phase is Phase.OUTCOME and state.leader is not None:
            yield state.history[-1], state.leader.name


def _changed(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """Return a scenario with some keys set otherwise, as if its file said so."""
    if not changes:
        return scenario
    layer = Layer(where="the session", text="", table=to_table(scenario))
    changed = Source(id=scenario.id, layers=(layer,)).scenario(whole_first(changes))
    lines = [[line.id for line in each.lines] for each in (scenario, changed)]
    if lines[0] != lines[1]:
        raise ScenarioError("another world has the budget lines of the session, in their order")
    return changed


def _without_effect(scenario: Scenario, changes: Mapping[str, Any]) -> Iterator[str]:
    if "system" in changes and not scenario.governance.elected:
        yield "nobody is elected in the other world, so that its voting system decides nothing"


def _followed(
    state: State, made: tuple[tuple[State, Decision], ...], end: State, notes: list[str]
) -> Iterator[State]:
    """Yield the states of the other world after its first one, as far as the session went."""
    while state.phase is not Phase.DEBRIEF:
        for decision in _made(made, state, MADE_IN.get(state.phase, ())):
            try:
                state = step(state, decision)
            except IllegalDecision as refusal:
                notes.append(f"{state.year_name}: without {_told(decision)}: {refusal}")
            else:
                yield state
        if _stands(state) >= _stands(end):
            return
        state = step(state, _way_on(state, made, notes))
        yield state


def _stands(state: State) -> tuple[int, int]:
    return state.year, ORDER.index(state.phase)


def _made(
    made: tuple[tuple[State, Decision], ...],
    state: State,
    kinds: type[Decision] | tuple[type[Decision], ...],
) -> list[Decision]:
    """Return the decisions of some kinds that were made in the year in which `state` is."""
    return [
        decision for at, decision in made if at.year == state.year and isinstance(decision, kinds)
    ]


def _way_on(state: State, made: tuple[tuple[State, Decision], ...], notes: list[str]) -> Decision:
    """Return what moves the game on from its phase."""
    if state.phase is Phase.POLLING:
        return Poll()
    if state.phase is not Phase.DECISION:
        return Proceed()
    [decision] = _made(made, state, Decide)
    assert isinstance(decision, Decide)  # noqa: S101 - no other kind was asked for
    return _fitted(state, decision, notes)


def _fitted(state: State, decision: Decide, notes: list[str]) -> Decide:
    """Return a year's decision as the other world allows it; the split keeps its shares."""
    scenario = state.scenario
    fitted = allowed(
        decision, state.reserves, purse=scenario.parameters.purse, stances=scenario.stances
    )
    for name in ("stance", "precept", "draw"):
        was, now = getattr(decision, name), getattr(fitted, name)
        if was != now:
            notes.append(f"{state.year_name}: the {name} is {now} instead of {was}")
    money = spendable(state, fitted.stance, precept=fitted.precept, draw=fitted.draw)
    if money == sum(fitted.split):
        return fitted
    return evolve(fitted, split=apportion(money, fitted.split))


def _told(decision: Decision) -> str:
    """Say which decision is meant."""
    if isinstance(decision, Consult):
        return f"the talks ({decision.format})"
    if isinstance(decision, Answer):
        return f"the answer of {decision.group}"
    assert isinstance(decision, Inject)  # noqa: S101 - no other is left out
    return f"the event {decision.event}"
