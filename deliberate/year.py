"""A year lived: what a split and a stance do to money, services and buy-in."""

import numpy as np

from deliberate.arrays import Floats
from deliberate.decisions import STANCES, Decide
from deliberate.errors import IllegalDecision, unknown
from deliberate.ground import ground
from deliberate.model import buyin, governance, services
from deliberate.model.money import apportion, shares
from deliberate.state import State, Year


def spendable(state: State, stance: str) -> int:
    """Return the year's pot, £ thousand, after what the stance keeps back for the letter."""
    if stance not in STANCES:
        raise IllegalDecision(unknown("stance", stance, STANCES))
    asked = state.scenario.letter(state.year).savings
    return state.pot - round(state.pot * asked * STANCES[stance].saved)


def foresee(state: State, decision: Decide) -> Year:
    """Return the year that a split and a stance would bring, with no luck either way.

    Raises
    ------
    IllegalDecision
        If the split does not balance, or the stance is unknown.
    """
    return live(state, decision, np.zeros(len(state.buyin)))


def _balanced(state: State, decision: Decide) -> Decide:
    pot = spendable(state, decision.stance)
    if len(decision.split) != len(state.scenario.lines):
        raise IllegalDecision(
            f"a split has {len(state.scenario.lines)} lines; this one has {len(decision.split)}"
        )
    if min(decision.split) < 0:
        raise IllegalDecision("no line can be negative")
    total = sum(decision.split)
    if total != pot:
        raise IllegalDecision(f"the lines sum to £{total:,}k and the pot is £{pot:,}k")
    return decision


def live(state: State, decision: Decide, luck: Floats) -> Year:
    """Return the year that a decision brings: money, services, and buy-in with its reasons.

    `luck[group]` is what nobody planned, in points of buy-in.

    Raises
    ------
    IllegalDecision
        If the split does not balance, or the stance is unknown.
    """
    decision = _balanced(state, decision)
    scenario, place = state.scenario, ground(state.scenario)
    pot = spendable(state, decision.stance)
    withheld, drawn, done = _executed(state, decision)
    split = apportion(pot, done)
    served = _served(state, split, done)
    overlap = buyin.overlap(done, state.positions)
    control = governance.control(done, place.held)
    pace = 50 * float(np.abs(done - shares(state.split)).sum())
    kept = _kept(state, done, shares(place.base))
    gain = overlap - state.accustomed
    terms = _terms(
        state,
        STANCES[decision.stance].relief,
        gain=gain,
        relief=100 * (state.services.pressure - served.pressure) + state.worsening,
        control=control,
        pace=pace,
        kept=kept,
    )
    account = buyin.settle(state.buyin, terms, luck, scenario.parameters.buyin)
    return Year(
        number=state.year,
        letter=scenario.letter(state.year),
        stance=decision.stance,
        consultations=state.consultations,
        pot=state.pot,
        spendable=pot,
        previous=state.split,
        plan=decision.split,
        split=split,
        control=control,
        pace=pace,
        kept=kept,
        withheld=pot * withheld,
        drawn=pot * drawn,
        heard=state.heard,
        wanted=state.positions,
        overlap=overlap,
        gain=gain,
        before=state.buyin,
        account=account,
        # The sum of an account that was limited may miss the end of the scale by a last bit.
        buyin=np.clip(state.buyin + account.change(), 0, 100),
        services_before=state.services,
        services=served,
    )


def _executed(state: State, decision: Decide) -> tuple[Floats, Floats, Floats]:
    """Return what owners withhold, what activity draws, and the split that happens, as shares."""
    place, friction = ground(state.scenario), state.scenario.parameters.governance
    plan, previous = shares(decision.split), shares(state.split)
    goodwill = state.buyin[list(place.owner)]
    agreed = governance.consent(place.held, goodwill, friction.consent)
    pull = governance.drift(place.activity, place.held, friction.activity)
    done = governance.execute(plan, previous, agreed, pull)
    return governance.withheld(plan, previous, agreed), pull, done


def _served(state: State, split: tuple[int, ...], done: Floats) -> services.Services:
    """Return the services that the money buys."""
    place = ground(state.scenario)
    return services.next_year(
        state.services,
        spend=np.array(split) / np.array(place.base),
        shift=done - shares(state.split),
        integration=place.integration,
        lines=place.lines,
        response=state.scenario.parameters.services,
    )


def _kept(state: State, done: Floats, base: Floats) -> float:
    """Return the share of the manifesto's change delivered on schedule, 0-1."""
    assert state.leader is not None  # noqa: S101 - every year is lived under a leader
    return buyin.kept_promise(done, base, state.leader.plan, min(1.0, state.year / 4))


def _terms(
    state: State,
    softened: float,
    *,
    gain: Floats,
    relief: Floats,
    control: float,
    pace: float,
    kept: float,
) -> Floats:
    """Return the seven reasons for buy-in to move, array [term, group], in points."""
    place, weights = ground(state.scenario), state.scenario.parameters.buyin
    nobody = np.zeros(len(place.stake))
    election = state.election
    contradiction = state.scenario.letter(state.year).contradiction * (1 - softened)
    return np.array(
        [
            buyin.outcome(gain, state.heard, weights),
            buyin.services(relief, place.stake, control, weights),
            buyin.process(state.heard, weights),
            nobody
            if election is None
            else buyin.mandate(election.mandate, election.affinity, state.year - 1, weights),
            nobody + (0.0 if election is None else buyin.promise(kept, weights)),
            buyin.national(contradiction, place.exposure, control, weights),
            buyin.pace(pace, state.heard, weights),
        ]
    )
