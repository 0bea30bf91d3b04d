"""A year lived: what a split and a stance do to money, services and buy-in."""

import numpy as np
from attrs import frozen

from deliberate.arrays import Floats, floats
from deliberate.decisions import STANCES, Decide
from deliberate.errors import IllegalDecision, unknown
from deliberate.ground import Ground, ground
from deliberate.model import buyin, governance, services
from deliberate.model.money import apportion, shares
from deliberate.scenario import Letter, Scenario
from deliberate.state import State, Year


def asked(state: State) -> int:
    """Return the savings that this year's letter asks, £ thousand."""
    return round(state.pot * state.scenario.letter(state.year).savings)


def withheld_after(letter: Letter, pot: int, stance: str) -> int:
    """Return what a stance on `letter` loses of the next year's pot, £ thousand.

    `pot` is that of the letter's own year.
    """
    return round(pot * STANCES[stance].penalty * letter.savings)


def spendable(state: State, stance: str) -> int:
    """Return the year's pot, £ thousand, after what the stance keeps back for the letter."""
    if stance not in STANCES:
        raise IllegalDecision(unknown("stance", stance, STANCES))
    savings = state.scenario.letter(state.year).savings
    return state.pot - round(state.pot * savings * STANCES[stance].saved)


def next_pot(scenario: Scenario, year: int, pot: int, stance: str) -> int:
    """Return the pot after the game's `year`, £ thousand: grown, less what is withheld for it.

    `pot` was the year's own, and `stance` what was answered to its letter.
    """
    growth = 1 + scenario.parameters.services.growth
    grown = round(scenario.footprint.pot * growth ** (year + 1))
    return grown - withheld_after(scenario.letter(year), pot, stance)


def foresee(state: State, decision: Decide) -> Year:
    """Return the year that a split and a stance would bring, with no luck either way.

    Raises
    ------
    IllegalDecision
        If the split does not balance, or the stance is unknown.
    """
    return live(state, decision, np.zeros(len(state.buyin)))


@frozen(kw_only=True)
class Felt:
    """What people feel of a year, before their reasons are weighed.

    `relief` is by how many points pressure beat what each group had come to expect; the rest as
    in `Year`.
    """

    control: float
    pace: float
    kept: float
    overlap: Floats = floats()
    gain: Floats = floats()
    relief: Floats = floats()


def live(state: State, decision: Decide, luck: Floats) -> Year:
    """Return the year that a decision brings: money, services, and buy-in with its reasons.

    `luck[group]` is what nobody planned, in points of buy-in.

    Raises
    ------
    IllegalDecision
        If the split does not balance, or the stance is unknown.
    """
    _check_balance(state, decision)
    place, pot = ground(state.scenario), spendable(state, decision.stance)
    withheld, drawn, done = _executed(state, decision, place)
    split = apportion(pot, done)
    served = _served(state, split, done, place)
    felt = _felt(state, done, served, place)
    terms = _terms(state, felt, STANCES[decision.stance].relief, place)
    account = buyin.settle(state.buyin, terms, luck, state.scenario.parameters.buyin)
    return Year(
        number=state.year,
        letter=state.scenario.letter(state.year),
        stance=decision.stance,
        consultations=state.consultations,
        pot=state.pot,
        spendable=pot,
        previous=state.split,
        plan=decision.split,
        split=split,
        control=felt.control,
        pace=felt.pace,
        kept=felt.kept,
        withheld=pot * withheld,
        drawn=pot * drawn,
        heard=state.heard,
        wanted=state.positions,
        overlap=felt.overlap,
        gain=felt.gain,
        before=state.buyin,
        account=account,
        # The sum of an account that was limited may miss the end of the scale by a last bit.
        buyin=np.clip(state.buyin + account.change(), 0, 100),
        services_before=state.services,
        services=served,
    )


def _check_balance(state: State, decision: Decide) -> None:
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


def _executed(state: State, decision: Decide, place: Ground) -> tuple[Floats, Floats, Floats]:
    """Return what owners withhold, what activity draws, and the split that happens, as shares."""
    friction = state.scenario.parameters.governance
    plan, previous = shares(decision.split), shares(state.split)
    goodwill = state.buyin[list(place.owner)]
    agreed = governance.consent(place.held, goodwill, friction.consent)
    pull = governance.drift(place.activity, place.held, friction.activity)
    done = governance.execute(plan, previous, agreed, pull)
    return governance.withheld(plan, previous, agreed), pull, done


def _served(state: State, split: tuple[int, ...], done: Floats, place: Ground) -> services.Services:
    """Return the services that the money buys."""
    return services.next_year(
        state.services,
        spend=np.array(split) / np.array(place.base),
        shift=done - shares(state.split),
        integration=place.integration,
        lines=place.lines,
        response=state.scenario.parameters.services,
    )


def _felt(state: State, done: Floats, served: services.Services, place: Ground) -> Felt:
    assert state.leader is not None  # noqa: S101 - every year is lived under a leader
    overlap = buyin.overlap(done, state.positions)
    due = min(1.0, state.year / 4)
    return Felt(
        control=governance.control(done, place.held),
        pace=50 * float(np.abs(done - shares(state.split)).sum()),
        kept=buyin.kept_promise(done, shares(place.base), state.leader.plan, due),
        overlap=overlap,
        gain=overlap - state.accustomed,
        relief=100 * (state.services.pressure - served.pressure) + state.worsening,
    )


def _terms(state: State, felt: Felt, softened: float, place: Ground) -> Floats:
    """Return the seven reasons for buy-in to move, array [term, group], in points."""
    weights, election = state.scenario.parameters.buyin, state.election
    nobody = np.zeros(len(place.stake))
    contradiction = state.scenario.letter(state.year).contradiction * (1 - softened)
    return np.array(
        [
            buyin.outcome(felt.gain, state.heard, weights),
            buyin.services(felt.relief, place.stake, felt.control, weights),
            buyin.process(state.heard, weights),
            nobody
            if election is None
            else buyin.mandate(election.mandate, election.affinity, state.year - 1, weights),
            nobody + (0.0 if election is None else buyin.promise(felt.kept, weights)),
            buyin.national(contradiction, place.exposure, felt.control, weights),
            buyin.pace(felt.pace, state.heard, weights),
        ]
    )
