"""Text from files and people: cleaned on the way in, and the same after a journal."""

import json

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate import (
    ScenarioError,
    Session,
    footprint,
    footprints,
    governance,
    governance_names,
    leader_systems,
    load_scenario,
    scenario_names,
)
from deliberate.scenario import digest, from_json, to_json

HOSTILE = {
    "[/]": "[/]",
    "[@click=app.quit]x[/]": "[@click=app.quit]x[/]",
    "\x1b[2J\x1b]0;owned\x07Ann": "[2J]0;ownedAnn",
    "A" * 200: "A" * 200,
    "\u202eevil\u202c": "evil",
    "\u05d0\u05d1\u05d2": "\u05d0\u05d1\u05d2",
    "a\tb\nc": "a b c",
    "\x00": "?",
}


def test_what_is_said_of_hostile_text_acts_on_no_terminal(write, two_towns_text):
    path = write('"\\u001b[2J" = 1\n' + two_towns_text)
    for asked in (path, "\x1b[2J", "\x1b.toml"):
        with pytest.raises(ScenarioError) as refused:
            load_scenario(asked)
        assert "\x1b" not in str(refused.value)


@pytest.mark.parametrize(("name", "kept"), HOSTILE.items())
def test_hostile_names_are_cleaned_and_otherwise_kept(write, two_towns_text, name, kept):
    quoted = json.dumps(name)
    text = two_towns_text.replace('"R. Osei"', quoted).replace('"Kirkholme"', quoted)
    scenario = load_scenario(write(text.replace('"Two Towns, One A&E"', quoted)))
    assert scenario.title == kept
    assert scenario.candidates[1].name == kept
    assert scenario.localities[2].name == kept


def test_typed_names_are_cleaned_before_a_game_begins(two_towns, tmp_path):
    people = (
        evolve(two_towns.candidates[0], name="\x1b[2JAnn", valence=1),
        *two_towns.candidates[1:],
    )
    session = Session.new(evolve(two_towns, candidates=people), 1, tmp_path / "a.session")
    state = session.state
    session.close()
    assert state.scenario.candidates[0].name == "[2JAnn"
    again = Session.resume(tmp_path / "a.session")
    assert again.state == state
    again.close()


@pytest.mark.parametrize("name", [*scenario_names(), "cornwall"])
def test_a_scenario_survives_its_journal(name):
    scenario = load_scenario(name)
    assert from_json(to_json(scenario)) == scenario
    assert to_json(from_json(to_json(scenario))) == to_json(scenario)


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "years": st.integers(1, 10),
        "turnout": st.floats(0.01, 1.0),
        "residents": st.integers(10, 1_000_000),
        "system": st.sampled_from([each.id for each in leader_systems()]),
        "governance": st.sampled_from(governance_names()).map(governance),
        "footprint": st.sampled_from(sorted(footprints())).map(footprint),
        "title": st.text("abc []/@=é山", min_size=1),
    },
)


@settings(deadline=None, max_examples=60)
@given(changes=CHANGES)
def test_a_changed_scenario_survives_and_has_a_digest_of_its_own(changes):
    before = load_scenario("two-towns")
    after = evolve(before, **changes)
    assert from_json(to_json(after)) == after
    assert (digest(after) == digest(before)) is (after == before)


def test_a_digest_changes_when_any_part_does():
    scenario = load_scenario("two-towns")
    parts = [
        evolve(scenario, groups=(evolve(scenario.groups[0], stake=0.1), *scenario.groups[1:])),
        evolve(scenario, lines=(evolve(scenario.lines[0], avoided=0.1), *scenario.lines[1:])),
        evolve(scenario, letters=scenario.letters[:-1]),
        evolve(scenario, candidates=scenario.candidates[::-1]),
        evolve(scenario, story="Another."),
        evolve(scenario, lead=evolve(scenario.lead, plan=(0.2, 0.2, 0.2, 0.2, 0.2))),
    ]
    assert len({digest(part) for part in [scenario, *parts]}) == 7
