"""Why a year came out as it did: parts that add up, and talks as they were."""

import numpy as np
import pytest
from attrs import evolve

from deliberate import (
    PLAYERS,
    Consult,
    Decide,
    Phase,
    begin,
    choose,
    foresee,
    governance,
    governance_names,
    load_scenario,
    play,
    spendable,
    step,
)
from deliberate.happenings import weeks_given
from deliberate.model.money import apportion
from deliberate.panels import draw_panels, panel_odds
from deliberate.reasons import (
    as_it_was,
    asked_for_consent,
    decision,
    diversion,
    heard_by,
    loss,
    panel_wish,
    panels_held,
)


def years():
    for name in governance_names():
        scenario = evolve(load_scenario("two-towns"), governance=governance(name))
        for player in PLAYERS.values():
            yield from ((scenario, year) for year in play(begin(scenario, 3), player).history)
            late = evolve(before(Phase.DECISION, scenario=scenario), weeks=-4)
            yield scenario, foresee(late, choose(player, late))


def before(phase, year=1, scenario=None):
    """Return the state in which a consultative leader comes to a phase of a year."""
    state, leader = begin(scenario or load_scenario("two-towns"), 5), PLAYERS["consultative"]
    while (state.year, state.phase) != (year, phase):
        state = step(state, choose(leader, state))
    return state


@pytest.fixture(scope="module")
def lived():
    return list(years())


def test_what_came_between_plan_and_money_adds_up(lived):
    assert any(np.any(year.blocked) for _, year in lived)
    for _, year in lived:
        parts = diversion(year)
        together = parts.delayed + parts.withheld + parts.unfreed + parts.activity
        assert together == pytest.approx(np.array(year.blocked), abs=1e-6)


def test_activity_takes_from_all_what_it_gives_to_some(lived):
    for _, year in lived:
        assert diversion(year).activity.sum() == pytest.approx(0, abs=1e-6)


def test_nothing_is_freed_for_a_line_that_was_not_to_gain(lived):
    for _, year in lived:
        still = year.delayed + np.array(year.plan) <= np.array(year.standstill)
        assert np.all(np.abs(diversion(year).unfreed[still]) < 3)


def test_what_is_lost_of_the_fund_adds_up_and_is_never_spared_too_much(lived):
    assert any(year.late for _, year in lived)
    for scenario, year in lived:
        why = loss(scenario, year)
        total = why.savings + why.overspending + why.lateness + why.limit
        assert total == pytest.approx(year.accounts.lost, abs=1e-6)
        assert min(why.savings, why.overspending, why.lateness) >= 0
        assert why.limit <= 1


def test_a_fund_is_lost_for_what_was_done():
    state = before(Phase.DECISION)
    terms = {each.id: each for each in state.scenario.stances}
    for name, stance in terms.items():
        plan = Decide(split=apportion(spendable(state, name), state.split), stance=name)
        why = loss(state.scenario, foresee(state, plan))
        assert (why.savings > 0) is (stance.settled > stance.saved)
        assert why.lateness == 0


def test_a_year_gives_back_its_decision():
    state = before(Phase.DECISION)
    plan = Decide(
        split=apportion(spendable(state, "hold", precept=2.0, draw=500), state.split),
        stance="hold",
        precept=2.0,
        draw=500,
    )
    assert decision(foresee(state, plan)) == plan


def talked(state):
    """Yield each moment of a year's talks, from before the first."""
    yield state
    for style, published in (("panel", True), ("closed", False), ("panel", True)):
        groups = ("gps", "acute") if style == "panel" else ("councils",)
        state = step(state, Consult(format=style, groups=groups, published=published))
        yield state


@pytest.mark.parametrize("year", [1, 3])
def test_talks_can_be_gone_back_over(year):
    moments = list(talked(before(Phase.DELIBERATION, year)))
    for place, moment in enumerate(moments):
        again = as_it_was(moments[-1], place)
        assert again.consultations == moment.consultations
        assert again.weeks == moment.weeks
        assert again.positions.tolist() == moment.positions.tolist()
        assert again.heard.tolist() == moment.heard.tolist()


def test_a_panel_that_was_held_tells_its_wish_and_its_odds():
    moments = list(talked(before(Phase.DELIBERATION)))
    last, style = moments[-1], moments[0].scenario.format("panel")
    assert panels_held(last) == (0, 2)
    for place in panels_held(last):
        drawn = draw_panels([moments[place]], style)[0]
        assert panel_wish(last, place) == pytest.approx(drawn.mean(axis=0))
        odds = panel_odds(moments[place], style)
        assert panel_odds(as_it_was(last, place), style) == odds
    assert panel_wish(last, 0).tolist() != panel_wish(last, 2).tolist()


def test_a_group_knows_by_what_it_is_involved():
    *_, last = talked(before(Phase.DELIBERATION))
    by = {group.id: heard_by(last, at) for at, group in enumerate(last.scenario.groups)}
    first, closed, _ = last.consultations
    assert by["acute"] is None
    assert by["councils"] is closed
    assert by["residents"] is first
    assert by["voluntary"] is None


def test_consent_is_asked_for_where_the_leader_does_not_hold_all():
    place = load_scenario("two-towns")
    scattered = evolve(place, governance=governance("stp-2016"))
    assert [line.id for line in asked_for_consent(scattered, "acute")] == ["hospital"]
    assert asked_for_consent(scattered, "staff") == ()
    assert asked_for_consent(place, "acute") == ()


def test_events_give_and_take_weeks():
    place = load_scenario("two-towns")
    taking = [event.id for event in place.events if event.weeks < 0][:2]
    assert weeks_given(place, ()) == place.weeks
    assert weeks_given(place, tuple(taking)) == place.weeks - 2
