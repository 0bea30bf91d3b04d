"""The one rule: names decide nothing; the same seed gives the same game anywhere."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from attrs import evolve

import deliberate
from deliberate import (
    PLAYERS,
    begin,
    digest,
    footprints,
    governance,
    governance_names,
    load_scenario,
    play,
    player,
    scenario_names,
)
from elections import systems

PACKAGE = Path(deliberate.__file__).parent
PLAYED_ELSEWHERE = """
from deliberate import begin, digest, load_scenario, play, player
print(digest(play(begin(load_scenario("two-towns"), 12), player("consultative"))))
"""


def other(name):
    """Return a different name, of the same length, that sorts the other way round."""
    letters = name.replace("-", "n").replace("_", "n")
    return "".join(chr(ord("a") + ord("z") - ord(letter)) for letter in letters)


def renamed(scenario):
    """Return the same place under other names: scenario, footprint, governance, lines, groups."""
    rule = scenario.governance
    return evolve(
        scenario,
        id="elsewhere",
        title="Elsewhere",
        story="Another story.",
        footprint=evolve(scenario.footprint, id="x", name="Erewhon", region="Nowhere"),
        governance=evolve(
            rule,
            id="stp-2016" if rule.id != "stp-2016" else "reform-2017",
            name="STP 2016 as it was",
            story="",
            lines={other(name): holding for name, holding in rule.lines.items()},
            seats={other(name): seat for name, seat in rule.seats.items()},
        ),
        lines=tuple(
            evolve(line, id=other(line.id), name="A line", owner=other(line.owner))
            for line in scenario.lines
        ),
        groups=tuple(
            evolve(group, id=other(group.id), name="A group", note="") for group in scenario.groups
        ),
        localities=tuple(
            evolve(
                place,
                id=other(place.id),
                name="A place",
                parties={other(party): share for party, share in place.parties.items()},
            )
            for place in scenario.localities
        ),
        candidates=tuple(
            evolve(
                person,
                name=other(person.name.lower().replace(". ", "")),
                background=other(person.background),
                home=other(person.home),
                party=other(person.party),
                slogan="",
                pledges=tuple(evolve(pledge, line=other(pledge.line)) for pledge in person.pledges),
            )
            for person in scenario.candidates
        ),
        letters=tuple(evolve(letter, text="Dear all.") for letter in scenario.letters),
        lead=evolve(scenario.lead, name="Somebody", background=other(scenario.lead.background)),
        events=tuple(
            evolve(
                event,
                id=other(event.id),
                capacity={other(name): size for name, size in event.capacity.items()},
                need={other(name): size for name, size in event.need.items()},
                buyin={other(name): size for name, size in event.buyin.items()},
            )
            for event in scenario.events
        ),
    )


def with_parties(scenario):
    """Return the same place with two parties among its candidates and residents."""
    parties = ("", "reds", "blues", "")
    return evolve(
        scenario,
        candidates=tuple(
            evolve(each, party=party)
            for each, party in zip(scenario.candidates, parties, strict=True)
        ),
        localities=tuple(
            evolve(each, parties={"blues": 0.2, "reds": 0.3}) for each in scenario.localities
        ),
    )


def numbers(state):
    """Return every number of a game, and none of its names."""
    election = state.election
    return [
        *(
            np.concatenate([year.split, year.plan, year.buyin, year.heard, year.overlap])
            for year in state.history
        ),
        *(year.account.terms for year in state.history),
        *(year.services.capacity for year in state.history),
        np.array([(year.services.pressure, year.control, year.kept) for year in state.history]),
        state.positions,
        np.array([state.pot, state.weeks]),
        np.zeros(1) if election is None else np.array([election.mandate, election.support]),
        np.zeros(1) if election is None else np.array([election.tactical, election.spoilt]),
        np.zeros(1) if election is None else election.affinity,
    ]


@pytest.mark.parametrize("who", PLAYERS)
@pytest.mark.parametrize("arrangement", governance_names())
def test_other_names_give_the_same_numbers(arrangement, who):
    scenario = with_parties(load_scenario("rural-coast"))
    scenario = evolve(scenario, governance=governance(arrangement), residents=300)
    here = play(begin(scenario, 9), player(who))
    there = play(begin(renamed(scenario), 9), player(who))
    for ours, theirs in zip(numbers(here), numbers(there), strict=True):
        assert np.array_equal(ours, theirs)
    assert here.leader.name != there.leader.name


def test_the_code_knows_no_scenario_governance_system_or_footprint_by_name():
    names = {*scenario_names(), *governance_names(), *footprints()}
    names |= {each.id for each in systems()}
    # Footprints share one scenario, which experiments play too unless another is asked for; and
    # the claim is about two sets of purses.
    allowed = {
        ("loading.py", "generic"),
        ("testing.py", "generic"),
        ("claim.py", "generic"),
        ("claim.py", "stp-2016"),
        ("claim.py", "reform-2017"),
    }
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and node.value in names:
                found.add((path.name, node.value))
    assert found <= allowed


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_one_seed_is_one_game_in_any_process(hash_seed):
    done = subprocess.run(
        [sys.executable, "-c", PLAYED_ELSEWHERE],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    here = play(begin(load_scenario("two-towns"), 12), player("consultative"))
    assert done.stdout.strip() == digest(here)


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
