"""Scenario files: what ships is sound, and what is not says where and why, all at once."""

import pytest
from attrs import evolve

from deliberate import (
    Phase,
    ScenarioError,
    begin,
    footprint,
    footprints,
    governance,
    governance_names,
    load_scenario,
    scenario_names,
)
from deliberate.scenario import MOST_KEPT, kept
from elections import system, systems


@pytest.fixture
def complaint(write, two_towns_text):
    """Spoil the shipped file by replacing text, and return the lines of what is said of it."""

    def about(*changes):
        text = two_towns_text
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = write(text)
        with pytest.raises(ScenarioError) as refused:
            load_scenario(path)
        lines = str(refused.value).split("\n")
        assert all(line.startswith(str(path)) for line in lines)
        return [line.removeprefix(str(path)) for line in lines], text

    return about


def line_of(text, words):
    return text[: text.index(words)].count("\n") + 1


@pytest.mark.parametrize("name", scenario_names())
def test_what_ships_is_consistent(name):
    scenario = load_scenario(name)
    lines = len(scenario.lines)
    splits = [person.ideal for person in scenario.candidates]
    splits += [group.ideal for group in scenario.groups]
    splits += [place.ideal for place in scenario.localities if place.ideal]
    splits += [scenario.lead.plan, tuple(line.share for line in scenario.lines)]
    assert all(len(split) == lines for split in splits)
    assert all(sum(split) == pytest.approx(1) and min(split) >= 0 for split in splits)
    assert sum(place.population for place in scenario.localities) == pytest.approx(1)
    groups = {group.id for group in scenario.groups}
    assert scenario.lead.background in groups
    homes = {place.id for place in scenario.localities}
    assert {person.background for person in scenario.candidates} <= groups
    assert {person.home for person in scenario.candidates} <= homes
    assert {line.owner for line in scenario.lines} <= groups
    assert system(scenario.system).id in {each.id for each in systems()}


@pytest.mark.parametrize("name", governance_names())
def test_every_arrangement_speaks_of_every_line_and_group(name, two_towns):
    rule = governance(name)
    assert set(rule.lines) == {line.id for line in two_towns.lines}
    assert set(rule.seats) == {group.id for group in two_towns.groups}
    assert set(rule.seats.values()) <= {0.0, 0.3, 0.6, 1.0}
    for holding in rule.lines.values():
        assert sum(holding.commissioners.values()) == pytest.approx(1)


@pytest.mark.parametrize("name", footprints())
def test_every_footprint_loads_and_begins(name):
    scenario = load_scenario(name)
    assert scenario.title == footprints()[name].name
    state = begin(scenario, 1)
    assert state.phase is Phase.HUSTINGS
    assert sum(state.split) == scenario.footprint.pot > 0


def test_footprints_cover_england_once():
    places = footprints().values()
    assert len({place.name for place in places}) == 44
    assert sum(place.ccgs for place in places) == pytest.approx(209, abs=3)
    assert sum(place.population for place in places) == pytest.approx(54.8e6, rel=0.03)


def test_a_file_of_ones_own_is_a_scenario(write, two_towns_text, two_towns):
    ours = load_scenario(write(two_towns_text))
    assert evolve(ours, id=two_towns.id) == two_towns
    assert ours.id == "mine"


def test_parameters_of_the_model_are_keys_of_a_file(write, two_towns_text):
    scenario = load_scenario(write(two_towns_text + "\n[parameters.buyin]\nhabit = 0.75\n"))
    assert scenario.parameters.buyin.habit == 0.75
    assert scenario.parameters.buyin.process == 8.0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("years = 5", 'years = "5"', "expected a whole number, found '5' (at years)"),
        ("years = 5", "years = 5.0", "expected a whole number, found 5.0 (at years)"),
        ("years = 5", "years = true", "expected a whole number, found true (at years)"),
        ("years = 5", "years = 50", "expected a number from 1 to 10, found 50 (at years)"),
        (
            "turnout = 0.28",
            "turnout = nan",
            "from 0.01 to 1, found nan (at turnout)",
        ),
        ("turnout = 0.28", 'turnout = "0.28"', 'no turnout is called "0.28"'),
        ("years = 5", "years = 5\nyeers = 6", 'no key is called "yeers"; the nearest is "years"'),
        ("slogan = ", "slogen = ", 'no key is called "slogen"; the nearest is "slogan"'),
        ('system = "irv"', 'system = "irw"', "irv"),
        ('system = "irv"', "system = 3", "expected text, found 3 (at system)"),
        ('"reform-2017"', '"reform-2018"', 'the nearest is "reform-2017" (at governance)'),
        ('"west-yorkshire"', '"west-yorkshir"', 'the nearest is "west-yorkshire" (at footprint)'),
        ('"residents"', '"resident"', 'the nearest is "residents" (at candidates[0].background)'),
        ('home = "calderford"', 'home = "calderfort"', "the nearest is"),
        ("0.57, 0.15", "0.67, 0.15", "sum to 1, found 1.1 (at candidates[0].ideal)"),
        ("0.57, 0.15", "nan, 0.15", "from 0 to 1, found nan (at candidates[0].ideal[0])"),
        (
            "0.57, 0.15, 0.15,",
            "-0.1, 0.82, 0.15,",
            "from 0 to 1, found -0.1 (at candidates[0].ideal[0])",
        ),
        ("0.51, 0.17, 0.17,", "0.51, 0.34,", "one a line, found 4 (at localities[2].ideal)"),
        ("population = 0.56", "population = 1.56", "expected a number from 0 to 1, found 1.56"),
        (
            'name = "R. Osei"',
            'name = "T. Holroyd"',
            "expected another name, as this one is taken",
        ),
        ('name = "R. Osei"', 'name = "  "', "expected something to read, found '  '"),
        (
            'id = "kirkholme"',
            'id = "calderford"',
            "expected another id, as this one is taken",
        ),
        ("valence = 0.3", "valence = inf", "expected a number from -3 to 3, found inf"),
        ("[[localities]]", "lead = 3\n[[localities]]", "expected a table, found 3 (at lead)"),
        ("[[localities]]", "groups = 3\n[[localities]]", "expected a table, found 3 (at groups)"),
        ("[[localities]]", "letters = [1]\n[[localities]]", "expected a table, found 1"),
    ],
)
def test_a_fault_is_named_with_its_line(complaint, two_towns_text, old, new, said):
    lines, text = complaint((old, new))
    pairs = zip(two_towns_text.split("\n"), text.split("\n"), strict=False)
    spoiled = next(number for number, (was, now) in enumerate(pairs, 1) if was != now)
    matching = [line for line in lines if said in line]
    assert len(matching) == 1, lines
    assert matching[0].startswith(f":{spoiled}: ")


def test_localities_that_leave_residents_out_are_refused(complaint):
    lines, text = complaint(("population = 0.56", "population = 0.46"))
    number = line_of(text, "population = ")
    said = "expected populations that sum to 1, found 0.9"
    assert lines == [f":{number}: {said} (at localities)"]


def test_a_missing_key_is_named(complaint):
    lines, _ = complaint(('title = "Two Towns, One A&E"\n', ""))
    assert [line.partition(";")[0] for line in lines] == [":1: the key 'title' is missing"]
    lines, text = complaint(('name = "R. Osei"\n', ""))
    number = line_of(text, 'background = "acute"') - 1
    assert lines == [f":{number}: the key 'name' is missing (at candidates[1])"]


def test_faults_are_all_said_at_once(complaint):
    lines, _ = complaint(
        ("years = 5", 'years = "5"'),
        ("valence = 0.3", "valence = 'x'"),
        ("title =", "titel ="),
    )
    assert len(lines) == 4
    lines, _ = complaint(
        ('"west-yorkshire"', '"east-yorkshire"'),
        ('"reform-2017"', '"reform-2018"'),
        ('"irv"', '"irw"'),
        ('background = "acute"', 'background = "akute"'),
        ("0.57, 0.15", "0.67, 0.15"),
    )
    assert len(lines) == 5


@pytest.mark.parametrize(
    ("extra", "key", "said"),
    [
        ("[groups.resident]\nname = 'R'", "groups.resident", 'the nearest is "residents"'),
        ("[groups.residents]\nideal = [1,0,0,0]", "ideal = [1,0,0,0]", "one a line, found 4"),
        ("[parameters.buyin]\nhabbit = 0.5", "habbit", 'the nearest is "habit"'),
        (
            "[parameters.buyin]\nhabit = 5.0",
            "habit",
            "from 0.2 to 0.9, found 5.0",
        ),
        ("[parameters]\nbuyin = 3", "buyin", "expected a table, found 3"),
        (
            "[parameters]\nbuyin.habit = 5.0",
            "buyin.habit",
            "from 0.2 to 0.9, found 5.0",
        ),
    ],
)
def test_a_fault_in_a_table_is_found_there(complaint, extra, key, said):
    last = 'slogan = "A GP when you need one."'
    lines, text = complaint((last, f"{last}\n\n{extra}\n"))
    assert len(lines) == 1
    assert said in lines[0]
    assert lines[0].startswith(f":{line_of(text, key)}: ")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"title = \xff", ":1: not a text in UTF-8: byte 9 of the file is 0xff"),
        (b"title = = 3", ":1: not TOML"),
        (b"", ":1: the keys 'title', 'story', "),
        (b"\x00\x01", "not TOML"),
    ],
)
def test_a_file_that_is_no_scenario_is_refused(write, content, said):
    path = write(content)
    with pytest.raises(ScenarioError) as refused:
        load_scenario(path)
    assert str(refused.value).startswith(str(path))
    assert said in str(refused.value)


def test_a_path_that_leads_nowhere_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "none.toml", "nul\x00.toml"):
        with pytest.raises(ScenarioError, match=r"directory|path"):
            load_scenario(path)


@pytest.mark.parametrize(
    ("find", "name", "nearest"),
    [
        (load_scenario, "two-town", "two-towns"),
        (load_scenario, "corwall", "cornwall"),
        (governance, "reform2017", "reform-2017"),
        (footprint, "dorsett", "dorset"),
    ],
)
def test_an_unknown_name_leads_to_the_nearest(find, name, nearest):
    with pytest.raises(ScenarioError, match=f'the nearest is "{nearest}"'):
        find(name)


@pytest.mark.parametrize("number", [1, 255])
def test_a_scenario_has_as_many_candidates_as_can_be_counted(two_towns, number):
    person = two_towns.candidates[0]
    people = tuple(evolve(person, name=f"No. {place}") for place in range(number))
    with pytest.raises(ValueError, match=f"expected 2 to 254 candidates, found {number}"):
        evolve(two_towns, candidates=people)


def test_the_name_of_a_file_decides_nothing(write, two_towns_text):
    one, other = (
        load_scenario(write(two_towns_text, name)) for name in ("mine.toml", "dorset.toml")
    )
    assert evolve(one, id="") == evolve(other, id="")


def test_a_scenario_has_to_say_where_it_is(write, two_towns_text):
    text = two_towns_text.replace('footprint = "west-yorkshire"\n', "")
    with pytest.raises(ScenarioError, match="footprint"):
        load_scenario(write(text))


def test_a_seed_is_not_negative(two_towns):
    with pytest.raises(ScenarioError, match="a seed is a whole number from 0, not -1"):
        begin(two_towns, -1)


def test_what_is_worked_out_of_a_scenario_is_kept_with_it_and_not_for_ever(two_towns):
    asked = []

    @kept
    def squared(scenario, number):
        asked.append((scenario.id, number))
        return number**2

    scenario = evolve(two_towns)
    assert [squared(scenario, 3), squared(scenario, 3), len(asked)] == [9, 9, 1]
    assert [squared(scenario, number) for number in range(600)][-1] == 599**2
    assert max(map(len, scenario.worked_out.values())) <= MOST_KEPT
    assert scenario == two_towns
    assert scenario.worked_out.keys() != evolve(scenario).worked_out.keys()
