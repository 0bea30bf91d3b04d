"""Games that are played side by side: each comes out to the last bit as it does alone."""

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate import (
    PLAYERS,
    Consult,
    IllegalDecision,
    Phase,
    Poll,
    Proceed,
    begin,
    game,
    governance,
    load_scenario,
    play,
    play_all,
    player,
    polls,
    scenario_names,
    stakeholder,
    step_all,
    talks,
)
from deliberate.model import opinion
from deliberate.model.opinion import converse
from deliberate.together import together
from deliberate.year import live

WORLDS = {name: load_scenario(name, {"residents": 60, "years": 3}) for name in scenario_names()}
SEATS = {"councils": stakeholder("block"), "gps": stakeholder("reciprocate")}


@settings(max_examples=40, deadline=None)
@given(
    name=st.sampled_from(sorted(WORLDS)),
    who=st.sampled_from(sorted(PLAYERS)),
    scattered=st.booleans(),
    answered=st.booleans(),
    seeds=st.lists(st.integers(0, 999), min_size=2, max_size=5),
)
def test_a_game_comes_out_the_same_beside_others(name, who, scattered, answered, seeds):
    world = WORLDS[name]
    if scattered:
        world = evolve(world, governance=governance("stp-2016"))
    seats = SEATS if answered else None
    openings = [begin(world, seed) for seed in seeds]
    alone = [play(opening, player(who), seats) for opening in openings]
    assert play_all(openings, player(who), seats) == alone


def test_games_that_hold_elections_in_different_years_wait_for_each_other():
    world = load_scenario("two-towns", {"residents": 60, "recall": 48.0})
    openings = [begin(world, seed) for seed in range(12)]
    lived = []

    def counted(states, *rest):
        lived.append(len(states))
        return live(states, *rest)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(game, "live", counted)
        over = play_all(openings, player("directive"))
    assert len({tuple(each.year for each in one.elections) for one in over}) > 1
    assert lived == 5 * [12]
    assert over == [play(opening, player("directive")) for opening in openings]


@pytest.mark.parametrize(("at_once", "games"), [(1, 1), (1200, 2)])
def test_games_are_the_same_in_whatever_parts_they_vote_and_talk(monkeypatch, at_once, games):
    openings = [begin(WORLDS["two-towns"], seed) for seed in range(5)]
    beside = play_all(openings, player("consultative"))
    monkeypatch.setattr(polls, "LIKINGS_AT_ONCE", at_once)
    monkeypatch.setattr(talks, "PAIRS_AT_ONCE", at_once)
    sizes = []

    def counted(people, *rest, **more):
        sizes.append(people.shape)
        return converse(people, *rest, **more)

    monkeypatch.setattr(opinion, "converse", counted)
    assert play_all(openings, player("consultative")) == beside
    assert max(many for many, *_ in sizes) == games


def test_games_of_several_scenarios_are_played_together_as_each_alone():
    openings = [begin(world, seed) for world in WORLDS.values() for seed in (1, 2)]
    alone = [play(opening, player("consultative")) for opening in openings]
    assert play_all(openings, player("consultative")) == alone


def test_talks_are_refused_where_the_weeks_of_any_game_do_not_suffice(reach):
    state = reach(WORLDS["two-towns"], Phase.DELIBERATION)
    hurried = evolve(state, weeks=-state.scenario.overrun)
    talks = Consult(format="tables", groups=("gps",))
    for games in ([state, hurried], [hurried, state]):
        with pytest.raises(IllegalDecision, match="0 are left"):
            step_all(games, [talks, talks])


def test_states_need_as_many_decisions():
    with pytest.raises(IllegalDecision, match="1 states need as many decisions, not 2"):
        step_all([begin(WORLDS["two-towns"], 1)], [Proceed(), Proceed()])


def test_games_of_several_scenarios_and_phases_move_on_in_one_step():
    first, second = begin(WORLDS["two-towns"], 1), begin(WORLDS["clones"], 1)
    (polling,) = step_all([first], [Proceed()])
    moved = step_all([first, polling, second], [Proceed(), Poll(), Proceed()])
    assert [each.phase for each in moved] == [Phase.POLLING, Phase.COUNT, Phase.POLLING]
    assert [each.scenario for each in moved] == [first.scenario, first.scenario, second.scenario]


def test_one_decision_that_is_refused_refuses_all():
    state = begin(WORLDS["two-towns"], 1)
    with pytest.raises(IllegalDecision, match="nobody can poll in the hustings"):
        step_all([state, state], [Proceed(), Poll()])


@given(st.lists(st.integers(0, 9)))
def test_what_is_made_together_comes_in_the_order_of_what_it_is_made_of(numbers):
    asked = []

    def doubled(rest, alike):
        asked.append({each % 3 for each in alike})
        assert asked[-1] == {rest}
        return [2 * each for each in alike]

    assert together(doubled, numbers, key=lambda each: each % 3) == [2 * each for each in numbers]
    assert sorted(map(len, asked)) == [1] * len({each % 3 for each in numbers})
