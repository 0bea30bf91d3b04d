"""A year lived: what a decision does to money, services and buy-in."""

from collections.abc import Sequence
from math import fsum

import numpy as np
from attrs import frozen

from deliberate.arrays import Floats
from deliberate.decisions import Decide
from deliberate.ground import Ground, ground
from deliberate.happenings import demands, effects
from deliberate.model import buyin, governance, services
from deliberate.spending import Money, spent, weeks_late
from deliberate.state import Leader, State, Year, of_all


def foresee(state: State, decision: Decide) -> Year:
    """Return the year that a decision would bring, with no luck either way.

    Raises
    ------
    IllegalDecision
        If the split does not balance, or its terms are not allowed.
    """
    return live([state], [decision], np.zeros((1, len(state.buyin))))[0]


@frozen(kw_only=True, eq=False)
class Felt:
    """What people feel of a year, before their reasons are weighed.

    `control`, `pace` and `kept` are arrays [game, 1], the others [game, group]. `relief` is by how
    many points pressure beat what each group had come to expect; the rest as in `Year`.
    """

    control: Floats
    pace: Floats
    kept: Floats
    overlap: Floats
    gain: Floats
    relief: Floats


@frozen(kw_only=True, eq=False)
class _Lived:
    """What decisions came to in some games, before the year of each is told."""

    money: Money
    served: list[services.Services]
    felt: Felt
    account: buyin.Account
    buyin: Floats


def live(states: Sequence[State], decisions: Sequence[Decide], luck: Floats) -> list[Year]:
    """Return the year that each decision brings: money, services, and buy-in with its reasons.

    All states are of one scenario. `luck[game, group]` is what nobody planned, in points of buy-in.

    Raises
    ------
    IllegalDecision
        If a split does not balance, or its terms are not allowed.
    """
    scenario = states[0].scenario
    place = ground(scenario)
    money = spent(states, decisions, place)
    served = _served(states, money, place)
    felt = _felt(states, money.done, served, place)
    before, struck = of_all(states, "buyin"), np.array([effects(state).buyin for state in states])
    account = buyin.settle(
        before,
        _terms(states, decisions, felt, place),
        luck,
        scenario.parameters.buyin,
        happened=struck - _precept_felt(states, decisions, place),
    )
    # The sum of an account that was limited may miss the end of the scale by a last bit.
    after = np.clip(before + account.change(), 0, 100)
    lived = _Lived(money=money, served=served, felt=felt, account=account, buyin=after)
    return [
        _year(state, decision, lived, at)
        for at, (state, decision) in enumerate(zip(states, decisions, strict=True))
    ]


def _year(state: State, decision: Decide, lived: _Lived, at: int) -> Year:
    """Return the year of the game that is number `at` of those that were lived together."""
    money, felt = lived.money, lived.felt
    spendable = money.accounts[at].spendable
    return Year(
        number=state.year,
        letter=demands(state),
        stance=decision.stance,
        precept=decision.precept,
        consultations=state.consultations,
        answers=state.answers,
        events=state.events,
        late=weeks_late(state),
        accounts=money.accounts[at],
        previous=state.split,
        plan=decision.split,
        split=money.splits[at],
        control=float(felt.control[at, 0]),
        pace=float(felt.pace[at, 0]),
        kept=float(felt.kept[at, 0]),
        delayed=spendable * money.delayed[at],
        withheld=spendable * money.withheld[at],
        drawn=spendable * money.drawn,
        heard=state.heard,
        wanted=state.positions,
        overlap=felt.overlap[at],
        gain=felt.gain[at],
        before=state.buyin,
        account=lived.account.only(at),
        buyin=lived.buyin[at],
        services_before=state.services,
        services=lived.served[at],
    )


def _served(states: Sequence[State], money: Money, place: Ground) -> list[services.Services]:
    """Return the services that the money buys, overspending included."""
    overspent = np.array([[each.overspent] for each in money.accounts])
    struck = [effects(state) for state in states]
    return services.next_year(
        [state.services for state in states],
        spend=(np.array(money.splits) + overspent * place.hospital_shares) / np.array(place.base),
        shift=money.done - of_all(states, "shares"),
        integration=place.integration,
        lines=place.lines,
        response=states[0].scenario.parameters.services,
        capacity_shock=np.array([each.capacity for each in struck]),
        need_shock=np.array([each.need for each in struck]),
    )


def _felt(
    states: Sequence[State], done: Floats, served: Sequence[services.Services], place: Ground
) -> Felt:
    overlap = buyin.overlap(done[:, None, :], of_all(states, "positions"))
    pressure = np.array([[state.services.pressure] for state in states])
    pressed = np.array([[each.pressure] for each in served])
    return Felt(
        control=governance.control(done, place.held)[:, None],
        pace=50 * np.abs(done - of_all(states, "shares")).sum(axis=-1, keepdims=True),
        kept=np.array([[kept_promises(*each)] for each in zip(states, done, strict=True)]),
        overlap=overlap,
        gain=overlap - of_all(states, "accustomed"),
        relief=100 * (pressure - pressed) + of_all(states, "worsening"),
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


def _precept_felt(states: Sequence[State], decisions: Sequence[Decide], place: Ground) -> Floats:
    """Return the points of buy-in that a rise of council tax costs those who pay it."""
    rises = np.array([[decision.precept] for decision in decisions])
    cost = states[0].scenario.parameters.purse.precept_cost * rises
    return np.where(place.public > 0, cost, 0.0)


def _terms(
    states: Sequence[State], decisions: Sequence[Decide], felt: Felt, place: Ground
) -> Floats:
    """Return the seven reasons for buy-in to move, array [game, term, group], in points."""
    scenario, heard = states[0].scenario, of_all(states, "heard")
    weights = scenario.parameters.buyin
    contradiction = np.array(
        [
            [demands(state).contradiction * (1 - scenario.stance(decision.stance).relief)]
            for state, decision in zip(states, decisions, strict=True)
        ]
    )
    mandate, promise = _of_the_election(states, felt)
    terms = [
        buyin.outcome(felt.gain, heard, weights),
        buyin.services(felt.relief, place.stake, felt.control, weights),
        buyin.process(heard, weights),
        mandate,
        promise,
        buyin.national(contradiction, place.exposure, felt.control, weights),
        buyin.pace(felt.pace, heard, weights),
    ]
    return np.stack(terms, axis=-2)


def _of_the_election(states: Sequence[State], felt: Felt) -> tuple[Floats, Floats]:
    """Return the points for the mandate and for promises; none where nobody was elected."""
    weights, nothing = states[0].scenario.parameters.buyin, np.zeros(felt.gain.shape)
    # In games of one scenario all leaders are elected, or none.
    held = [state.election for state in states if state.election]
    if not held:
        return nothing, nothing
    mandate = buyin.mandate(
        np.array([[each.mandate] for each in held]),
        np.array([each.affinity for each in held]),
        np.array([[state.year - _leader(state).since] for state in states]),
        weights,
    )
    return mandate, nothing + buyin.promise(felt.kept, weights)
