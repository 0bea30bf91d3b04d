"""Whole games: what stays true from the opening to the debrief, whoever plays."""

import itertools

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate import (
    PLAYERS,
    STAKEHOLDERS,
    Consult,
    Decide,
    Phase,
    begin,
    choose,
    footprints,
    governance,
    governance_names,
    legal,
    load_scenario,
    play,
    player,
    spendable,
    stakeholder,
    step,
)
from deliberate.model.money import apportion
from deliberate.scenario import Parameters

GAMES = list(itertools.product(PLAYERS, governance_names(), ("two-towns", "rural-coast", "kent")))


@pytest.mark.parametrize(("who", "arrangement", "place"), GAMES)
def test_a_whole_game_keeps_its_books(who, arrangement, place):
    scenario = evolve(load_scenario(place), governance=governance(arrangement), residents=300)
    state = play(begin(scenario, 11), player(who))
    assert state.phase is Phase.DEBRIEF
    assert [year.number for year in state.history] == [1, 2, 3, 4, 5]
    spent = ground = state.history[0].previous
    for year in state.history:
        assert year.previous == spent
        assert sum(year.plan) == sum(year.split) == year.spendable
        assert sum(year.blocked) == 0
        asked = round((year.pot - year.accounts.raised) * year.letter.savings)
        assert year.accounts.kept == round(asked * scenario.stance(year.stance).saved)
        assert year.spendable == year.pot - year.accounts.kept + year.accounts.drawn
        assert year.wanted.sum(axis=1) == pytest.approx(np.ones(len(scenario.groups)))
        assert year.wanted.min() >= 0
        assert year.buyin.min() >= 0
        assert year.buyin.max() <= 100
        assert year.before + year.account.change() == pytest.approx(year.buyin, abs=1e-9)
        assert 0 <= year.kept <= 1
        assert 0 <= year.control <= 1
        spent = year.split
    assert sum(ground) == scenario.footprint.pot
    assert state.manifestos.sum(axis=1) == pytest.approx(np.ones(len(scenario.candidates)))
    assert state.split == spent


@pytest.mark.parametrize("arrangement", governance_names())
def test_no_money_is_made_or_lost_from_the_opening_to_the_end(arrangement):
    scenario = evolve(load_scenario("two-towns"), governance=governance(arrangement), residents=300)
    for seed, who in enumerate(PLAYERS):
        state = play(begin(scenario, seed), player(who))
        reserves, lost, levied = round(scenario.footprint.pot * 0.005), 0, 0
        for year in state.history:
            money = year.accounts
            assert money.withheld == lost
            assert money.pot == (
                money.grown + money.levied + money.events - money.withheld - money.repaid
            )
            assert sum(year.split) == money.pot - money.kept + money.drawn
            assert money.given == max(0, money.kept - money.overspent)
            covered = min(money.kept, money.overspent)
            assert money.reserves == reserves + money.repaid - money.drawn - (
                money.overspent - covered
            )
            assert 0 <= money.lost <= round(money.grown * year.letter.fund)
            assert money.levied >= levied
            reserves, lost, levied = money.reserves, money.lost, money.levied


@pytest.mark.parametrize("seat", STAKEHOLDERS)
def test_stakeholders_answer_once_a_year_each(seat, appointed):
    seats = {group: stakeholder(seat) for group in ("acute", "councils")}
    end = play(begin(evolve(appointed, residents=300), 3), player("consultative"), seats)
    for year in end.history:
        assert [each.group for each in year.answers] == ["acute", "councils"]
        assert all(0 <= each.consent <= 1 for each in year.answers)


def test_who_blocks_keeps_more_of_its_lines(appointed):
    ends = [
        play(begin(appointed, 3), player("directive"), {"councils": stakeholder(seat)})
        for seat in ("candid", "block")
    ]
    withheld = [sum(year.withheld[3] for year in end.history) for end in ends]
    assert withheld[1] > withheld[0] > 0


def test_a_status_quo_leader_who_holds_all_leaves_every_share_as_it_was(two_towns):
    end = play(begin(two_towns, 2), player("status-quo"))
    first, last = end.history[0].previous, end.history[-1].split
    moved = np.array(first) / sum(first) - np.array(last) / sum(last)
    assert np.abs(moved).max() < 1e-5


def test_who_holds_nothing_moves_less_of_the_plan(two_towns, appointed):
    ends = [play(begin(scenario, 2), player("directive")) for scenario in (two_towns, appointed)]
    blocked = [
        np.abs(year.withheld).sum() + np.abs(year.drawn).sum()
        for year in (end.history[0] for end in ends)
    ]
    assert blocked[0] < 1e-6
    assert blocked[1] > 1e-3 * ends[1].history[0].spendable


@pytest.mark.parametrize("who", PLAYERS)
def test_players_decide_only_what_is_legal_and_then_nothing(appointed, who):
    state = begin(appointed, 4)
    while state.phase is not Phase.DEBRIEF:
        decision = choose(player(who), state)
        assert type(decision) in legal(state)
        state = step(state, decision)
    assert play(state, player(who)) is state


def test_a_harsh_year_stops_at_the_end_of_the_scale(two_towns):
    harsh = evolve(Parameters().buyin, process=2.0, pace=2.5, luck=5.0, settling=0.1, national=8.0)
    scenario = evolve(two_towns, parameters=evolve(two_towns.parameters, buyin=harsh), years=3)
    state = begin(scenario, 1)
    while state.phase is not Phase.DEBRIEF:
        decision = choose(player("directive"), state)
        if isinstance(decision, Decide):
            pot = spendable(state, "hold")
            turned = apportion(
                pot, [0.0, 0.0, 1.0, 0.0, 0.0] if state.year % 2 else [1.0, 0, 0, 0, 1]
            )
            decision = Decide(split=turned, stance="hold")
        state = step(state, decision)
    limits = np.array([year.account.limit for year in state.history])
    assert limits.max() > 0
    assert min(year.buyin.min() for year in state.history) == 0


def test_a_group_that_wants_nothing_for_a_line_can_talk(two_towns):
    groups = tuple(
        evolve(group, ideal=(0.7, 0.3, 0.0, 0.0, 0.0)) if group.id == "acute" else group
        for group in two_towns.groups
    )
    end = play(begin(evolve(two_towns, groups=groups), 1), player("consultative"))
    assert end.positions.sum(axis=1) == pytest.approx(np.ones(len(groups)))


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_talk_of_any_kind_keeps_positions_on_the_simplex(data):
    state = begin(load_scenario("rural-coast"), data.draw(st.integers(0, 50)))
    state = evolve(state, phase=Phase.DELIBERATION)
    ids = [group.id for group in state.scenario.groups]
    invited = data.draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))
    style = data.draw(st.sampled_from([each.id for each in state.scenario.formats]))
    after = step(state, Consult(format=style, groups=invited))
    assert after.positions.sum(axis=1) == pytest.approx(np.ones(len(ids)))
    assert after.positions.min() >= 0
    assert after.heard.min() >= 0
    assert after.heard.max() <= 1


def test_an_appointed_lead_has_no_mandate_and_no_promise(appointed, two_towns):
    nobody = play(begin(appointed, 1), player("consultative"))
    somebody = play(begin(two_towns, 1), player("consultative"))
    mandate, promise = 3, 4
    assert all((year.account.terms[[mandate, promise]] == 0).all() for year in nobody.history)
    assert all((year.account.terms[promise] != 0).all() for year in somebody.history)
    assert nobody.election is None
    assert not nobody.leader.elected
    assert nobody.leader.background == appointed.lead.background


def test_years_have_their_names_and_letters_begin_again(two_towns):
    assert begin(two_towns).year_name == "2017/18"
    assert two_towns.year_name(3) == "2019/20"
    assert two_towns.letter(1) == two_towns.letter(1 + len(two_towns.letters))


def test_the_44_footprints_have_a_pot_each():
    assert len(footprints()) == 44
    pots = {place.id: place.pot for place in footprints().values()}
    assert pots["cornwall"] == footprints()["cornwall"].population * 2118 // 1000
    assert sum(pots.values()) == pytest.approx(116_100_000, rel=0.03)


@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_any_balanced_split_can_be_lived_with(data):
    state = begin(evolve(load_scenario("generic"), governance=governance("stp-2016")), 3)
    portions = st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(any)
    while state.phase is not Phase.DEBRIEF:
        decision = choose(player("directive"), state)
        if isinstance(decision, Decide):
            stance = data.draw(st.sampled_from([each.id for each in state.scenario.stances]))
            draw = data.draw(st.integers(-20_000, max(0, state.reserves)))
            precept = data.draw(st.floats(0, 3))
            money = spendable(state, stance, precept=precept, draw=draw)
            split = apportion(money, data.draw(portions))
            decision = Decide(split=split, stance=stance, precept=precept, draw=draw)
        state = step(state, decision)
    assert all(np.isfinite(year.services.pressure) for year in state.history)
    assert np.isfinite([year.account.terms for year in state.history]).all()
    assert all((year.buyin >= 0).all() and (year.buyin <= 100).all() for year in state.history)
