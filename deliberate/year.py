"""A year lived: what a decision does to money, services and buy-in."""

from math import fsum

import numpy as np
from attrs import frozen

from deliberate.arrays import Floats, floats
from deliberate.budget import budgeted, closed
from deliberate.decisions import Decide
from deliberate.errors import IllegalDecision
from deliberate.ground import Ground, ground
from deliberate.happenings import demands, effects
from deliberate.model import buyin, governance, services
from deliberate.model.events import Effects
from deliberate.model.money import Accounts, apportion, shares
from deliberate.state import Leader, State, Year


def foresee(state: State, decision: Decide) -> Year:
    """Return the year that a decision would bring, with no luck either way.

    Raises
    ------
    IllegalDecision
        If the split does not balance, or its terms are not allowed.
    """
    return live(state, decision, np.zeros(len(state.buyin)))


@frozen(kw_only=True)
class Money:
    """What becomes of a plan; all but the first three are shares of the pot, by line."""

    accounts: Accounts
    split: tuple[int, ...]
    late: int
    delayed: Floats = floats()
    withheld: Floats = floats()
    drawn: Floats = floats()
    done: Floats = floats()


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
        If the split does not balance, or its terms are not allowed.
    """
    place, changed = ground(state.scenario), effects(state)
    money = _spent(state, decision, place, changed)
    served = _served(state, money, place, changed)
    felt = _felt(state, money.done, served, place)
    terms = _terms(state, felt, state.scenario.stance(decision.stance).relief, place)
    account = buyin.settle(
        state.buyin,
        terms,
        luck,
        state.scenario.parameters.buyin,
        happened=changed.buyin - _precept_felt(state, decision, place),
    )
    spendable = money.accounts.spendable
    return Year(
        number=state.year,
        letter=demands(state),
        stance=decision.stance,
        precept=decision.precept,
        consultations=state.consultations,
        answers=state.answers,
        events=state.events,
        late=money.late,
        accounts=money.accounts,
        previous=state.split,
        plan=decision.split,
        split=money.split,
        control=felt.control,
        pace=felt.pace,
        kept=felt.kept,
        delayed=spendable * money.delayed,
        withheld=spendable * money.withheld,
        drawn=spendable * money.drawn,
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


def _check_balance(state: State, decision: Decide, pot: int) -> None:
    if len(decision.split) != len(state.scenario.lines):
        raise IllegalDecision(
            f"a split has {len(state.scenario.lines)} lines; this one has {len(decision.split)}"
        )
    if min(decision.split) < 0:
        raise IllegalDecision("no line can be negative")
    total = sum(decision.split)
    if total != pot:
        raise IllegalDecision(f"the lines sum to £{total:,}k and the pot is £{pot:,}k")


def _spent(state: State, decision: Decide, place: Ground, changed: Effects) -> Money:
    """Return what becomes of a plan: consent, drift and delay, and then the accounts."""
    budget = budgeted(state.scenario, state.accounts, demands(state), decision)
    _check_balance(state, decision, budget.spendable)
    friction = state.scenario.parameters.governance
    previous, planned = state.shares, shares(decision.split)
    delayed = changed.delivery * (previous - planned)
    planned = planned + delayed
    goodwill = state.buyin * _willing(state)
    agreed = governance.consent(
        place.held,
        goodwill[list(place.owner)],
        min(1.0, max(0.0, friction.consent + changed.consent)),
    )
    pull = governance.drift(place.activity, place.held, friction.activity)
    done = governance.execute(planned, previous, agreed, pull)
    split = apportion(budget.spendable, done)
    accounts = closed(
        state.scenario,
        budget,
        demands(state),
        decision.stance,
        hospital=round(float(np.array(split) @ place.lines.hospital)),
        pressure=state.services.pressure,
        weeks_late=max(0, -state.weeks),
    )
    return Money(
        accounts=accounts,
        split=split,
        late=max(0, -state.weeks),
        delayed=delayed,
        withheld=governance.withheld(planned, previous, agreed),
        drawn=pull,
        done=done,
    )


def _willing(state: State) -> Floats:
    """Return the part of its usual consent that each group gives this year, 0-1."""
    willing = np.ones(len(state.buyin))
    for answer in state.answers:
        willing[state.scenario.group(answer.group)] = answer.consent
    return willing


def _served(state: State, money: Money, place: Ground, changed: Effects) -> services.Services:
    """Return the services that the money buys, overspending included."""
    bought = np.array(money.split) + money.accounts.overspent * place.hospital_shares
    return services.next_year(
        state.services,
        spend=bought / np.array(place.base),
        shift=money.done - state.shares,
        integration=place.integration,
        lines=place.lines,
        response=state.scenario.parameters.services,
        capacity_shock=changed.capacity,
        need_shock=changed.need,
    )


def _felt(state: State, done: Floats, served: services.Services, place: Ground) -> Felt:
    overlap = buyin.overlap(done, state.positions)
    return Felt(
        control=governance.control(done, place.held),
        pace=50 * float(np.abs(done - state.shares).sum()),
        kept=kept_promises(state, done),
        overlap=overlap,
        gain=overlap - state.accustomed,
        relief=100 * (state.services.pressure - served.pressure) + state.worsening,
    )


def kept_promises(state: State, done: Floats) -> float:
    """Return the share of what the leader promised that is there on time, 0-1.

    The split of the manifesto counts once, and so does each pledge.
    """
    leader = _leader(state)
    in_office = state.year - leader.since + 1
    kept = [buyin.kept_promise(done, leader.found, leader.plan, min(1.0, in_office / 4))]
    names = [line.id for line in state.scenario.lines]
    for pledge in leader.pledges:
        line, due = names.index(pledge.line), min(1.0, in_office / pledge.by)
        kept.append(buyin.kept_pledge(done[line] - leader.found[line], pledge.change * due))
    return fsum(kept) / len(kept)


def _leader(state: State) -> Leader:
    assert state.leader is not None  # noqa: S101 - every year is lived under a leader
    return state.leader


def _precept_felt(state: State, decision: Decide, place: Ground) -> Floats:
    """Return the points of buy-in that a rise of council tax costs those who pay it."""
    cost = state.scenario.parameters.purse.precept_cost * decision.precept
    return np.where(place.public > 0, cost, 0.0)


def _terms(state: State, felt: Felt, softened: float, place: Ground) -> Floats:
    """Return the seven reasons for buy-in to move, array [term, group], in points."""
    weights = state.scenario.parameters.buyin
    contradiction = demands(state).contradiction * (1 - softened)
    mandate, promise = _of_the_election(state, felt)
    return np.array(
        [
            buyin.outcome(felt.gain, state.heard, weights),
            buyin.services(felt.relief, place.stake, felt.control, weights),
            buyin.process(state.heard, weights),
            mandate,
            promise,
            buyin.national(contradiction, place.exposure, felt.control, weights),
            buyin.pace(felt.pace, state.heard, weights),
        ]
    )


def _of_the_election(state: State, felt: Felt) -> tuple[Floats, Floats]:
    """Return the points for the mandate and for promises; none where nobody was elected."""
    weights, election = state.scenario.parameters.buyin, state.election
    everybody = np.ones(len(state.buyin))
    if election is None:
        return 0 * everybody, 0 * everybody
    years = state.year - _leader(state).since
    mandate = buyin.mandate(election.mandate, election.affinity, years, weights)
    return mandate, buyin.promise(felt.kept, weights) * everybody
