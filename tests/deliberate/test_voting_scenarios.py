"""The scenarios that teach voting: the same residents, another system, another leader."""

import numpy as np
import pytest
from attrs import evolve

from deliberate import begin, load_scenario, play, player
from deliberate.polls import hold_elections

TAUGHT = {"squeezed-centre": 0.95, "clones": 0.8, "polarised-pair": 0.8}
SEEDS = range(100)


@pytest.mark.parametrize(("name", "share"), TAUGHT.items())
def test_at_least_three_systems_elect_different_leaders(name, share):
    held = [hold_elections([begin(load_scenario(name), seed)])[0] for seed in SEEDS]
    led = [{count.elected for count in election.counts.values()} for election in held]
    assert np.mean([len(each) >= 3 for each in led]) >= share


@pytest.mark.parametrize("name", TAUGHT)
def test_mandates_and_later_buy_in_differ_with_the_leader(name):
    scenario = load_scenario(name)
    ends = {
        system: play(
            begin(evolve(scenario, system=system, compared=(), residents=1000), 1),
            player("directive"),
        )
        for system in ("plurality", "irv", "schulze")
    }
    assert len({end.leader.name for end in ends.values()}) == 3
    mandates = [end.election.mandate for end in ends.values()]
    buyin = [float(end.buyin.mean()) for end in ends.values()]
    assert np.ptp(mandates) > 0.02
    assert np.ptp(buyin) > 1.0
