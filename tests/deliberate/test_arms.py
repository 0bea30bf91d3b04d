"""The experiment: arms that differ in governance alone, over draws from the parameters' ranges."""

import numpy as np
import pytest
from attrs import evolve, fields

from deliberate import begin, governance, load_scenario, play
from deliberate.players import Player
from deliberate.scenario import Parameters

DRAWS = 100
PUBLISHED = {"community": 0.6, "primary": 0.4, "social": 1.2, "prevention": 1.5}


def drawn(part, rng):
    """Return a set of parameters drawn evenly from their plausible ranges."""
    ranges = {field.name: field.metadata for field in fields(type(part))}
    return evolve(part, **{key: rng.uniform(at["low"], at["high"]) for key, at in ranges.items()})


def world(number):
    """Return the number-th world, and the player that leads in each of its arms."""
    rng = np.random.default_rng(number)
    usual = Parameters()
    scenario = load_scenario("west-yorkshire")
    parameters = evolve(
        usual,
        **{
            part: drawn(getattr(usual, part), rng)
            for part in ("buyin", "services", "governance", "talk")
        },
    )
    lines = tuple(
        evolve(line, avoided=rng.uniform(0, PUBLISHED[line.id])) if line.id in PUBLISHED else line
        for line in scenario.lines
    )
    leader = Player(
        id="same",
        name="The same in every arm",
        summary="",
        published=False,
        own=0.5,
        pace=rng.uniform(0.1, 0.6),
        stance="comply",
    )
    place = evolve(scenario, residents=400, system="irv", lines=lines, parameters=parameters)
    return place, leader


@pytest.fixture(scope="module")
def ends():
    """Return the buy-in at the end of every draw, array [arm, draw, group]."""
    found = []
    for number in range(DRAWS):
        place, leader = world(number)
        seats = {group.id: 0.5 for group in place.groups}
        arms = (("stp-2016", {**seats, "councils": 0.0}), ("reform-2017", seats))
        for name, seated in arms:
            rule = evolve(governance(name), seats=seated)
            found.append(play(begin(evolve(place, governance=rule), number), leader).buyin)
    return np.array(found).reshape(DRAWS, 2, -1).swapaxes(0, 1)


def test_reform_wins_more_mean_buy_in_in_some_worlds_and_not_in_others(ends):
    stp, reform = ends.mean(axis=2)
    assert 0.5 <= (reform > stp).mean() <= 0.9


def test_reform_leaves_the_worst_off_better_in_some_worlds_and_not_in_others(ends):
    stp, reform = ends.min(axis=2)
    assert 0.4 <= (reform > stp).mean() <= 0.85


def test_buy_in_neither_collapses_nor_saturates(ends):
    low, high = np.percentile(ends.mean(axis=2), [1, 99])
    assert low > 15
    assert high < 80
    assert high - low > 20
