"""Scenarios as layers: what a file extends, what is set on top, and who is blamed for a fault."""

import json

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from deliberate import (
    ScenarioError,
    assumption_names,
    begin,
    governance,
    governance_names,
    load_scenario,
    play,
    player,
    scenario_names,
)
from deliberate.reading.tables import lay_over, put

keys = st.sampled_from("abc")
tables = st.recursive(
    st.integers(), lambda inner: st.dictionaries(keys, inner, max_size=3), max_leaves=8
).filter(lambda found: isinstance(found, dict))


@given(base=tables, over=tables)
def test_what_lies_on_top_is_seen_and_the_rest_shows_through(base, over):
    merged = lay_over(base, over)
    assert set(merged) == set(base) | set(over)
    for key, value in merged.items():
        if key not in over:
            assert value == base[key]
        elif not isinstance(over[key], dict):
            assert value == over[key]
    assert lay_over(merged, over) == merged
    assert lay_over(base, {}) == base
    assert lay_over({}, over) == over


def test_a_scenario_may_extend_another(write):
    path = write('extends = "two-towns"\nyears = 3\n[groups.acute]\nstake = 0.1\n')
    ours, theirs = load_scenario(path), load_scenario("two-towns")
    assert (ours.id, ours.years, ours.groups[0].stake) == ("mine", 3, 0.1)
    groups = (evolve(ours.groups[0], stake=theirs.groups[0].stake), *ours.groups[1:])
    assert evolve(ours, id=theirs.id, years=theirs.years, groups=groups) == theirs


def test_a_scenario_may_extend_a_file_beside_it_and_assumptions(write):
    write('extends = "cornwall"\ntitle = "Base"\nrecall = 20.0\n', "base.toml")
    path = write('extends = ["base.toml", "plan-optimism"]\ntitle = "On top"\n')
    found = load_scenario(path)
    assert (found.title, found.recall, found.footprint.id) == ("On top", 20.0, "cornwall")
    assert {line.avoided for line in found.lines[1:]} == {1.5}


@pytest.mark.parametrize("base", [*scenario_names(), "cornwall"])
@pytest.mark.parametrize("assumption", assumption_names())
def test_the_order_of_what_is_extended_leaves_the_lines_in_theirs(write, base, assumption):
    names = [base, assumption]
    one, other = (
        load_scenario(write(f"extends = {json.dumps(each)}")) for each in (names, names[::-1])
    )
    assert one == other
    assert [line.id for line in one.lines] == [line.id for line in load_scenario(base).lines]


def test_the_last_that_is_extended_has_its_way(write):
    write('extends = "cornwall"\ngroups.gps.stake = 0.1\ngroups.acute.stake = 0.1\n', "one.toml")
    write('extends = "cornwall"\ngroups.gps.stake = 0.2\n', "other.toml")
    found = load_scenario(write('extends = ["one.toml", "other.toml"]'))
    assert [found.groups[found.group(name)].stake for name in ("acute", "gps")] == [0.1, 0.2]


def test_a_whole_scenario_may_be_laid_over_assumptions(write, two_towns_text):
    found = load_scenario(write(f'extends = "plan-optimism"\n{two_towns_text}'))
    assert evolve(found, id="") == evolve(
        load_scenario("two-towns", {"extends": "plan-optimism"}), id=""
    )


def test_who_commissions_a_line_is_said_in_full(write):
    text = 'extends = "two-towns"\n[governance.lines.hospital]\ncommissioners = { ccgs = 1.0 }\n'
    found = load_scenario(write(text)).governance.lines["hospital"]
    assert found.commissioners == {"ccgs": 1.0}
    assert found.held == governance("reform-2017").lines["hospital"].held
    both = {"leader": 0.6, "ccgs": 0.4}
    changed = load_scenario("two-towns", {"governance.lines.hospital.commissioners": both})
    assert changed.governance.lines["hospital"].commissioners == both


@pytest.mark.parametrize("name", assumption_names())
def test_assumptions_can_be_laid_over_any_scenario(name):
    usual, changed = load_scenario("dorset"), load_scenario("dorset", {"extends": name})
    assert usual != changed
    assert play(begin(changed, 1), player("directive")).history


def test_a_file_that_extends_itself_is_refused(write):
    path = write('extends = "mine.toml"\n')
    with pytest.raises(ScenarioError, match="extends itself"):
        load_scenario(path)
    write('extends = "mine.toml"\n', "other.toml")
    with pytest.raises(ScenarioError, match="extends itself"):
        load_scenario(write('extends = "other.toml"\n'))


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("extends = 3", "a name or a list of names"),
        ('extends = "two-town.toml"', 'the nearest is "two-towns"'),
        ('extends = "two-town"', 'the nearest is "two-towns"'),
    ],
)
def test_what_cannot_be_extended_is_named(write, said, found):
    with pytest.raises(ScenarioError, match=found):
        load_scenario(write(said))


def test_the_file_that_sets_a_key_is_blamed_for_it(write):
    base = write('extends = "dorset"\nyears = 50\n', "base.toml")
    path = write('extends = "base.toml"\nturnout = 7.0\n')
    with pytest.raises(ScenarioError) as refused:
        load_scenario(path)
    assert str(refused.value).split("\n") == [
        f"{base}:2: expected a number from 1 to 10, found 50 (at years)",
        f"{path}:2: expected a number from 0.01 to 1, found 7.0 (at turnout)",
    ]


def test_any_toggle_of_powers_can_be_mixed(write):
    path = write(
        'extends = "two-towns"\n[governance]\nelected = false\nseats.councils = 1.0\n'
        "[governance.lines.hospital]\nheld = 0.5\n"
    )
    mixed, usual = load_scenario(path).governance, governance("reform-2017")
    assert (mixed.elected, mixed.seats["councils"], mixed.lines["hospital"].held) == (False, 1, 0.5)
    assert mixed.lines["social"] == usual.lines["social"]
    assert mixed.seats["gps"] == usual.seats["gps"]
    assert (mixed.id, mixed.name) == ("own", "Reform 2017, changed")
    other = load_scenario(path, {"governance.extends": "stp-2016"}).governance
    assert other.lines == governance("stp-2016").lines


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("held = 1.5", "expected a number from 0 to 1, found 1.5"),
        ('payment = "activty"', 'the nearest is "activity"'),
        ("commissioners = { ccgs = 0.5 }", "expected shares that sum to 1, found 0.5"),
    ],
)
def test_powers_that_cannot_be_are_named(write, said, found):
    text = f'extends = "two-towns"\n[governance.lines.hospital]\n{said}\n'
    with pytest.raises(ScenarioError, match=found) as refused:
        load_scenario(write(text))
    assert ":3: " in str(refused.value)


def test_powers_speak_of_every_line_and_group_there_is(write):
    text = 'extends = "two-towns"\n[governance.seats]\ncouncil = 0.5\n'
    with pytest.raises(ScenarioError, match='the nearest is "councils"'):
        load_scenario(write(text))
    with pytest.raises(ScenarioError, match="expected a number from 0 to 1, found 3"):
        load_scenario("two-towns", {"governance.seats.councils": 3.0})


def test_seven_arrangements_are_shipped():
    assert len(governance_names()) == 7
    found = {name: load_scenario("dorset", {"governance": name}) for name in governance_names()}
    assert len({scenario.governance for scenario in found.values()}) == 7


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("candidates[0].valence", 1.25),
        ("parameters.buyin.habit", 0.75),
        ("groups.acute.stake", 0.25),
        ("letters[2].savings", 0.05),
        ("stances.hold.relief", 0.9),
        ("formats.panel.panel", 30),
        ("events.heatwave.chance", 1.0),
        ("lines.social.avoided", 1.1),
        ("governance.lines.social.held", 0.3),
        ("term", 2),
    ],
)
def test_every_key_can_be_set(key, value):
    changed = load_scenario("two-towns", {key: value})
    usual = load_scenario("two-towns")
    assert changed != usual
    assert str(value) in str(changed)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("candidates[9].valence", 0.0, "past the end of a list"),
        ("years[0]", 1, "past the end of a list"),
        ("parameters buyin", 1, "is no key"),
        ("", 1, "is no key"),
        ("parameters.buyn.habit", 1.0, 'the nearest is "buyin"'),
        ("years", "five", "expected a whole number"),
        ("governance", "reform", 'the nearest is "reform-2017"'),
        ("extends", "plan-optimsm", 'the nearest is "plan-optimism"'),
    ],
)
def test_what_cannot_be_set_is_refused(key, value, said):
    with pytest.raises(ScenarioError, match=said):
        load_scenario("two-towns", {key: value})


def test_putting_a_value_changes_nothing_else():
    table = {"a": [{"b": 1}, {"b": 2}], "c": "name"}
    assert put(table, "a[1].b", 3) == {"a": [{"b": 1}, {"b": 3}], "c": "name"}
    assert put(table, "c.d", 4)["c"] == {"extends": "name", "d": 4}
    assert table == {"a": [{"b": 1}, {"b": 2}], "c": "name"}
