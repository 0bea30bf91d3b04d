"""Citizens' panels: drawn by lot, like the population, with their odds."""

import numpy as np
import pytest
from attrs import evolve

from deliberate import (
    Consult,
    Game,
    IllegalDecision,
    Phase,
    begin,
    governance,
    load_scenario,
    panels,
    step,
)
from deliberate.ground import ground
from deliberate.panels import call, draw_panels, fairest_odds, panel_odds
from deliberate.people import moved_ideals


@pytest.fixture(scope="module")
def state(two_towns):
    return begin(two_towns, 3)


@pytest.fixture(scope="module")
def style(two_towns):
    return two_towns.format("panel")


def test_a_panel_fills_its_seats_from_the_simplex(state, style):
    (panel,) = draw_panels([state], style)
    assert panel.shape == (style.panel, len(state.scenario.lines))
    assert panel.sum(axis=1) == pytest.approx(np.ones(style.panel))
    assert panel.min() >= 0


def test_the_same_year_draws_the_same_panel_and_the_next_another(state, style):
    later = evolve(state, year=2)
    first, again, another = draw_panels([state, state, later], style)
    assert (first == again).all()
    assert (first != another).any()


@pytest.mark.parametrize("response", [0.08, 0.01])
def test_a_game_draws_the_same_panel_alone_and_beside_others(response):
    world = load_scenario("two-towns", {"parameters.panel.response": response})
    style = world.format("panel")
    states = [
        evolve(each, positions=np.roll(each.positions, seed, axis=0))
        for seed, each in enumerate(begin(world, seed) for seed in range(12))
    ]
    together = draw_panels(states, style)
    for game, state in enumerate(states):
        assert (together[game] == draw_panels([state], style)[0]).all()


def test_who_comes_forward_is_unlike_the_rest_and_quotas_put_it_right(two_towns, style):
    older = []
    for seed in range(20):
        called = call(begin(two_towns, seed), style)
        aged = called.volunteers.types[:, 1] == 1
        older.append(called.volunteers.counts[aged].sum() / called.volunteers.size())
        at = [label for label, _ in enumerate(called.volunteers.labels())]
        assert called.wanted.lower[at].sum() <= 3 * style.panel
    population = sum(place.population * place.older for place in two_towns.localities)
    assert np.mean(older) > population + 0.03


def test_the_odds_of_a_seat_are_no_better_than_equal(state, style):
    odds, fairest = panel_odds(state, style), fairest_odds(state, style)
    assert 0 < odds.lowest < fairest.lowest <= fairest.equal
    assert odds.equal == pytest.approx(fairest.equal)
    called = call(state, style)
    assert odds.equal == pytest.approx(style.panel / called.volunteers.size())


@pytest.fixture
def reluctant():
    """Residents of whom one in a hundred answers."""
    return load_scenario("two-towns", {"parameters.panel.response": 0.01})


def test_letters_go_out_again_until_a_panel_can_be_filled(reluctant):
    style, again = reluctant.format("panel"), 0
    for seed in range(20):
        state = begin(reluctant, seed)
        first, second = call(state, style), call(state, style, rounds=2)
        assert (first.letters, second.letters) == (1500, 3000)
        assert (second.volunteers.counts >= first.volunteers.counts).all()
        assert len(draw_panels([state], style)[0]) == style.panel
        assert panel_odds(state, style).equal <= style.panel / first.volunteers.size()
        again += panel_odds(state, style).equal < style.panel / first.volunteers.size()
    assert again > 5


def test_a_panel_that_nobody_comes_forward_for_is_refused(reluctant, monkeypatch):
    monkeypatch.setattr(panels, "MOST_ROUNDS", 1)
    game = Game(reluctant, seed=2)
    with pytest.raises(IllegalDecision, match="volunteers cannot fill 15 seats"):
        game.consult("panel")


def test_only_the_public_hears_itself_in_a_panel(two_towns, reach):
    state = reach(evolve(two_towns, residents=200), Phase.DELIBERATION)
    after = step(state, Consult(format="panel", groups=("gps",)))
    moved = np.abs(after.positions - state.positions).sum(axis=1) > 0
    names = [group.id for group in two_towns.groups]
    assert {names[at] for at in np.flatnonzero(moved)} == {"gps", "residents"}


def test_where_no_group_votes_localities_want_what_they_wanted(two_towns, reach):
    groups = tuple(evolve(group, votes=False) for group in two_towns.groups)
    scenario = evolve(two_towns, groups=groups, governance=governance("stp-2016"))
    state = reach(scenario, Phase.BRIEFING, year=2)
    assert (moved_ideals([state]) == ground(scenario).locality_ideals).all()
