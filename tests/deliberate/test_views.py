"""What a seat may see: an automatic player cannot know more than the view that it is given."""

import typing

import numpy as np
import pytest
from attrs import evolve, fields

from deliberate import (
    PLAYERS,
    STAKEHOLDERS,
    Phase,
    Scenario,
    State,
    choose,
    governance,
    player,
    stakeholder,
)
from deliberate.players import respond
from deliberate.views import GroupView, LeaderView, Public, group_view, leader_view


@pytest.fixture(scope="module")
def state(two_towns, reach):
    scenario = evolve(two_towns, residents=200, governance=governance("stp-2016"))
    return reach(scenario, Phase.DECISION, year=2)


@pytest.mark.parametrize("view", [Public, LeaderView, GroupView])
def test_no_view_holds_the_state(view):
    kinds = typing.get_type_hints(view).values()
    assert {State, Scenario} & set(kinds) == set()
    assert {"services", "history", "seed", "elections"} & {
        each.name for each in fields(view)
    } == set()


def test_nobody_plays_otherwise_for_what_only_the_scenario_knows(state):
    groups = tuple(
        evolve(group, ideal=group.ideal[::-1], stake=0.1) for group in state.scenario.groups
    )
    scenario = evolve(state.scenario, groups=groups)
    hidden = evolve(state, scenario=scenario)
    for who in PLAYERS.values():
        assert choose(who, hidden) == choose(who, state)


@pytest.mark.parametrize("who", PLAYERS)
def test_a_leader_decides_alike_whatever_it_cannot_see(state, who):
    hidden = evolve(
        state,
        anchors=state.anchors[::-1],
        accustomed=state.accustomed + 5,
        worsening=state.worsening + 1,
        history=(),
    )
    assert choose(player(who), hidden) == choose(player(who), state)


def test_a_leader_sees_what_is_said_and_not_what_is_wanted(state):
    said = choose(player("directive"), state)
    assert leader_view(state).proposals == pytest.approx(state.positions)
    answer = respond(stakeholder("bargain"), group_view(state, "residents"))
    heard = evolve(state, answers=(answer,))
    assert leader_view(heard).public_wish == pytest.approx(answer.proposal)
    assert choose(player("directive"), heard) == said
    assert choose(player("populist"), heard) != choose(player("populist"), state)


def test_asking_for_more_than_one_wants_brings_nothing_where_the_rule_is_truthful(state):
    answer = respond(stakeholder("bargain"), group_view(state, "acute"))
    heard = evolve(state, answers=(answer,))
    assert choose(player("consultative"), heard) == choose(player("consultative"), state)


@pytest.mark.parametrize("name", STAKEHOLDERS)
def test_a_group_answers_alike_whatever_it_cannot_see(state, name):
    hidden = evolve(
        state,
        positions=np.vstack([state.positions[0], state.positions[:0:-1]]),
        buyin=state.buyin[::-1],
        services=evolve(state.services, pressure=2.0),
    )
    seen, other = (
        respond(stakeholder(name), group_view(each, "acute")) for each in (state, hidden)
    )
    assert seen == other


def test_a_bargainer_asks_for_more_and_gives_less_until_it_is_given_something(state):
    view = group_view(state, "councils")
    candid, bargain = (respond(stakeholder(name), view) for name in ("candid", "bargain"))
    assert candid.proposal == ()
    asked = np.array(bargain.proposal) - view.public.previous
    assert np.abs(asked).sum() > np.abs(view.ideal - view.public.previous).sum()
    consents = [
        respond(stakeholder("bargain"), evolve(view, gain=gain)).consent for gain in (-9, 0, 9)
    ]
    assert consents == sorted(consents)
    assert consents[1] == 0.5


def test_the_self_interested_consent_as_far_as_the_good_of_all_is_their_own(
    state, two_towns, reach
):
    who, owners = stakeholder("self-interested"), ("acute", "gps", "community", "councils")
    stakes = {group.id: group.stake for group in state.scenario.groups}
    theta = {name: stakes[name] / sum(stakes[each] for each in owners) for name in owners}
    given = {name: respond(who, group_view(state, name)).consent for name in owners}
    # Paid by activity, a hospital loses by what eases it; others give the square of their share.
    assert given["acute"] == 0
    for name in owners[1:]:
        assert given[name] == pytest.approx(theta[name] ** 2)
    pooled = reach(evolve(two_towns, residents=200), Phase.DECISION)
    assert respond(who, group_view(pooled, "acute")).consent == pytest.approx(theta["acute"] ** 2)
    assert respond(who, group_view(state, "staff")).consent == 0


def test_a_blocker_consents_to_nothing_and_a_reciprocator_in_kind(state):
    view = group_view(state, "gps")
    assert {respond(stakeholder("block"), evolve(view, gain=gain)).consent for gain in (-9, 9)} == {
        0
    }
    given = [
        respond(stakeholder("reciprocate"), evolve(view, gain=gain)).consent for gain in (-9, 9)
    ]
    assert given[0] < 0.3
    assert given[1] > 0.9
