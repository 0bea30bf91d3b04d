"""Whatever is decided, wherever and whatever the parameters: what stays true in every game."""

from typing import Any

import numpy as np
import pytest
from attrs import evolve, frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate import (
    PLAYERS,
    STAKEHOLDERS,
    Answer,
    Consult,
    Decide,
    IllegalDecision,
    Inject,
    Phase,
    Proceed,
    Session,
    begin,
    digest,
    governance,
    governance_names,
    leader_systems,
    legal,
    load_scenario,
    outcomes,
    play,
    scenario_names,
    spendable,
)
from deliberate.decisions import from_dict, to_dict
from deliberate.experiments.ranges import ranges, with_values
from deliberate.model.money import apportion, shares

ENOUGH = 5  # talks, answers and events a year
SYSTEMS = [each.id for each in leader_systems()]


def anywhere(lot, each):
    """Draw a value of a parameter from all its range."""
    return lot.uniform(each.low, each.high)


def at_an_end(lot, each):
    """Draw one end of a parameter's range."""
    return lot.choice([each.low, each.high])


@frozen
class Named:
    """A world by what tells it from others: a report of it is short."""

    scenario: str
    lot: int
    governance: str
    changes: dict[str, Any]

    def world(self, where=anywhere):
        """Return the scenario, each of its parameters drawn from its range."""
        scenario, lot = load_scenario(self.scenario), np.random.default_rng(self.lot)
        drawn = with_values(scenario, {each.key: where(lot, each) for each in ranges(scenario)})
        few = {"compared": (), "residents": 60, "years": 3}
        return evolve(drawn, governance=governance(self.governance), **few, **self.changes)


WORLDS = st.builds(
    Named,
    scenario=st.sampled_from(scenario_names()),
    lot=st.integers(0, 10**6),
    governance=st.sampled_from(governance_names()),
    changes=st.fixed_dictionaries(
        {
            "system": st.sampled_from(SYSTEMS),
            "term": st.integers(0, 2),
            "recall": st.sampled_from([0.0, 45.0]),
            "weeks": st.integers(0, 30),
        }
    ),
)
"""Any shipped place under any arrangement and system."""


def portions(data):
    """Draw weights of the five lines, not all of them nothing."""
    drawn = data.draw(st.lists(st.integers(0, 9), min_size=5, max_size=5))
    return drawn if any(drawn) else [1] * 5


def decision(data, state):
    """Draw a decision of some kind that may be made now."""
    ids = {
        kind: st.sampled_from([each.id for each in getattr(state.scenario, kind)])
        for kind in ("groups", "formats", "stances", "events")
    }
    allowed = st.sampled_from(legal(state))
    enough = len(state.consultations) + len(state.answers) + len(state.events) >= ENOUGH
    kind = Proceed if enough and Proceed in legal(state) else data.draw(allowed)
    if kind is Consult:
        invited = data.draw(st.lists(ids["groups"], min_size=1, unique=True))
        return Consult(format=data.draw(ids["formats"]), groups=invited)
    if kind is Answer:
        said = shares(portions(data)).tolist() if data.draw(st.booleans()) else ()
        consent = data.draw(st.floats(0, 1))
        return Answer(group=data.draw(ids["groups"]), proposal=said, consent=consent)
    if kind is Inject:
        return Inject(event=data.draw(ids["events"]))
    if kind is not Decide:
        return kind()
    most = state.scenario.parameters.purse.precept_most
    precept = data.draw(st.floats(0, most))
    draw = data.draw(st.integers(-20_000, max(0, state.reserves)))
    stance = data.draw(ids["stances"])
    money = spendable(state, stance, precept=precept, draw=draw)
    split = apportion(money, portions(data))
    return Decide(split=split, stance=stance, precept=precept, draw=draw)


def tried(session, chosen):
    """Return the state after a decision, or nothing where the rules refuse it and nothing moved."""
    before = session.state
    try:
        return session.submit(from_dict(to_dict(chosen)))
    except IllegalDecision:
        assert session.state is before
        return None


@settings(max_examples=40)
@given(named=WORLDS, seed=st.integers(0, 1000), data=st.data())
def test_every_game_keeps_to_what_is_always_true(named, seed, data):
    session = Session.new(named.world(), seed)
    while session.state.phase is not Phase.DEBRIEF:
        before, chosen = session.state, decision(data, session.state)
        after = tried(session, chosen)
        if after is None:
            session.submit(Proceed())
            continue
        assert session.undo() == before
        assert digest(session.submit(chosen)) == digest(after)
        check(after)
        if len(after.history) > len(before.history):
            check_year(after.history[-1])
            check_money(before, after)


@settings(max_examples=60)
@given(
    named=WORLDS,
    seed=st.integers(0, 1000),
    leader=st.sampled_from(list(PLAYERS.values())),
    seats=st.lists(st.sampled_from(list(STAKEHOLDERS.values())), max_size=7),
)
def test_automatic_players_can_play_every_world(named, seed, leader, seats):
    world = named.world(at_an_end)
    answering = {group.id: each for group, each in zip(world.groups, seats, strict=False)}
    over = play(begin(world, seed), leader, answering)
    check(over)
    came = outcomes(over)
    unelected = {"promised change kept", "mandate", "turnout"} if not over.elections else set()
    assert {name for name, value in came.items() if not np.isfinite(value)} == unelected


def check(state):
    """Shares sum to one and stay in range, and so does all else that has ends."""
    for splits in (state.positions, state.anchors, state.manifestos):
        assert splits.sum(axis=1) == pytest.approx(np.ones(len(splits)))
        assert splits.min() >= 0
    assert 0 <= state.heard.min() <= state.heard.max() <= 1
    # No game is ever stuck: whatever came before, there is money to decide about.
    assert min(spendable(state, stance.id) for stance in state.scenario.stances) > 0
    assert 0 <= state.buyin.min() <= state.buyin.max() <= 100
    assert state.services.capacity.min() > 0
    assert np.isfinite(state.services.pressure)
    if state.election is not None:
        assert 0 <= state.election.support <= 1
        assert 0 <= state.election.satisfaction <= 1
        assert 0 <= state.election.spoilt + state.election.tactical <= state.election.voters
        assert 0 < state.election.turnout <= 1


def check_year(year):
    """Each number of a year is what its explanation adds up to."""
    account = year.account
    parts = [*account.terms, account.happened, account.settling, account.luck, account.limit]
    assert year.before + np.sum(parts, axis=0) == pytest.approx(year.buyin, abs=1e-9)
    was, plan = shares(year.previous), shares(year.plan)
    delayed, withheld, drawn = np.array([year.delayed, year.withheld, year.drawn]) / year.spendable
    rises = np.maximum(plan + delayed - was, 0)
    forgone = withheld.sum() * rises / max(rises.sum(), 1e-12)
    done = plan + delayed + withheld - forgone + drawn
    assert shares(year.split) == pytest.approx(done / done.sum(), abs=2 / year.spendable)
    assert 0 <= year.kept <= 1
    assert 0 <= year.control <= 1


def check_money(before, after):
    """Every thousand that was there is somewhere, and none came from nowhere."""
    year, money = after.history[-1], after.history[-1].accounts
    assert all(isinstance(amount, int) and amount >= 0 for amount in year.split)
    assert sum(year.plan) == sum(year.split) == money.spendable
    assert money.pot == money.grown + money.levied + money.events - money.withheld - money.repaid
    assert money.spendable + money.kept == money.pot + money.drawn
    assert money.given + min(money.kept, money.overspent) == money.kept
    uncovered = max(0, money.overspent - money.kept)
    assert money.reserves == before.reserves + money.repaid - money.drawn - uncovered
    assert 0 <= money.lost <= round(money.grown * year.letter.fund)
    assert money.levied == before.accounts.levied + money.raised
