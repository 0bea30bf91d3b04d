"""The same seed and decisions give the same game, to the last bit, in any process."""

import hashlib
import json
import os
import subprocess
import sys
from inspect import getsource

import numpy as np
import pytest
from attrs import evolve

from deliberate import (
    Phase,
    Session,
    begin,
    choose,
    digest,
    governance,
    load_scenario,
    play,
    player,
    replay,
)
from deliberate.ground import ground
from deliberate.scenario import from_json, to_json

SCRIPT = """
import hashlib, sys
from pathlib import Path
import numpy as np
from deliberate import begin, load_scenario, play, player, replay
"""
PLAYED = 'print(exactly(play(begin(load_scenario("two-towns"), 12), player("consultative"))))'
REPLAYED = "print(exactly(replay(Path(sys.argv[1])).states[-1]))"


def exactly(state):
    """Return a fingerprint of a state in which every bit counts."""
    # The shortest name of a float tells it from all others.
    with np.printoptions(floatmode="unique", threshold=sys.maxsize):
        return hashlib.sha256(repr(state).encode()).hexdigest()


def elsewhere(script, hash_seed, *arguments):
    """Return what a script prints in another process."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT + getsource(exactly) + script, *map(str, arguments)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_one_seed_is_one_game_to_the_last_bit_in_any_process(hash_seed):
    here = play(begin(load_scenario("two-towns"), 12), player("consultative"))
    assert elsewhere(PLAYED, hash_seed) == exactly(here)
    year = here.history[-1]
    nearly = evolve(year, buyin=np.nextafter(year.buyin, 0))
    assert exactly(evolve(here, history=(*here.history[:-1], nearly))) != exactly(here)


def backwards(table):
    """Return nested tables with the keys of each in the opposite order."""
    if isinstance(table, dict):
        return {key: backwards(table[key]) for key in reversed(table)}
    return [backwards(each) for each in table] if isinstance(table, list) else table


@pytest.mark.parametrize("name", ["generic", "five-sites"])
def test_the_order_of_keys_in_a_scenario_makes_no_difference_to_the_last_bit(name):
    scenario = evolve(load_scenario(name), governance=governance("elected-siloed"), years=2)
    other = from_json(json.dumps(backwards(json.loads(to_json(scenario)))))
    assert other == scenario
    assert list(other.governance.lines) != list(scenario.governance.lines)
    grounds, ends = [], []
    for each in (scenario, other):
        grounds.append(ground(each))
        ends.append(play(begin(each, 12), player("consultative")))
    assert grounds[0] == grounds[1]
    assert exactly(evolve(ends[1], scenario=scenario)) == exactly(ends[0])


def test_a_session_is_replayed_to_the_last_bit_in_any_process(tmp_path):
    path = tmp_path / "a.session"
    session = Session.new(evolve(load_scenario("rural-coast"), residents=300), 5, path)
    while session.state.phase is not Phase.DEBRIEF:
        session.submit(choose(player("populist"), session.state))
        if len(session.state.history) == 2:
            session.submit(choose(player("directive"), session.undo()))
    session.close()
    assert exactly(replay(path).states[-1]) == exactly(session.state)
    assert elsewhere(REPLAYED, "3", path) == exactly(session.state)


def test_one_seed_is_one_game_and_another_is_another():
    ends = [play(begin(load_scenario("generic"), seed), player("directive")) for seed in (1, 1, 2)]
    assert ends[0] == ends[1]
    assert digest(ends[0]) == digest(ends[1])
    assert digest(ends[0]) != digest(ends[2])


def test_a_digest_tells_any_two_moments_apart():
    scenario = load_scenario("generic")
    state = begin(scenario, 1)
    seen = {digest(state)}
    for change in (
        {"seed": 2},
        {"year": 2},
        {"accounts": evolve(state.accounts, grown=state.pot + 1)},
        {"weeks": 3},
        {"buyin": state.buyin + 1e-6},
        {"split": state.split[::-1]},
    ):
        seen.add(digest(evolve(state, **change)))
    assert len(seen) == 7
    # The last bits of a processor do not count.
    assert digest(evolve(state, buyin=state.buyin + 1e-13)) == digest(state)
