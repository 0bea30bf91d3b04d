"""Trying scenarios out, and the schema that editors check them by."""

import tomllib

import pytest
from attrs import evolve
from jsonschema import Draft202012Validator

from deliberate import Event, ScenarioError, assumption_names, load_scenario, scenario_names
from deliberate.footprint import DATA
from deliberate.reading.checking import try_out
from deliberate.reading.schema import schema

FILES = sorted(
    [DATA / "scenarios" / f"{name}.toml" for name in scenario_names()]
    + [DATA / "assumptions" / f"{name}.toml" for name in assumption_names()]
    + [DATA / "common.toml", DATA / "events.toml"],
    key=str,
)


@pytest.fixture(scope="module")
def judge():
    Draft202012Validator.check_schema(schema())
    return Draft202012Validator(schema())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_schema_takes_what_is_shipped(judge, file):
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    assert [error.message for error in judge.iter_errors(table)] == []


REFUSED = """
years = 11
years = 2.5
yeers = 2
turnout = 0
turnout = "mayor-2017"
recall = "never"
system = "irw"
system = "smith"
compared = "irv"
compared = ["irv", 3]
footprint = "corwall"
governance = "reform"
governance.extends = "reform"
governance.lines.hospital.held = 2.0
governance.lines.hospital.commissioners = { ccgs = 1.5 }
governance.lines.hospital.commissioners = { ccgs = 1.5, leader = -0.5 }
governance.seats.gps = 1.5
governance.elected = "yes"
candidates = [{ name = "A" }]
localities = []
letters = []
parameters.buyin.habit = 3.0
parameters.buyn.habit = 0.5
lines.hospital.role = "ward"
lines.hospital.share = 0.0
groups.acute.ideal = [0.5, 0.5, 0.5, -0.5, 0.0]
groups.acute.bias = [0.9, 0.0, 0.0, 0.0, 0.0]
bodies.ccgs.number = 3
events.flu.chance = 2.0
events.flu.headline = ""
events.flu.years = [0]
events.flu.years = "all"
events.flu.buyin = { acute = 11.0 }
events.flu.when = { presure = [0.0, 1.0] }
events.flu.when = { pressure = [0.0] }
stances.hold.id = "hold"
letters = [{ text = 3, savings = 0.1, contradiction = 0.1 }]
leads.counsil.background = "gps"
"""

TAKEN = """
governance = "stp-2016"
governance = { extends = "stp-2016", elected = false }
governance.lines.hospital.commissioners = { ccgs = 1 }
turnout = "mayors-2017"
turnout = 1
system = "borda"
compared = []
term = 0
groups.acute.stake = 0.3
groups.acute.ideal = [0.5, 0.2, 0.1, 0.1, 0.1]
bodies.ccgs.number = "councils"
events.flu.when = { pressure = [0, 1.5], pace = [-1.0, 3.0] }
events.flu.years = []
lead = { background = "gps", plan = [0.2, 0.2, 0.2, 0.2, 0.2] }
leads.council.background = "gps"
"""


@pytest.mark.parametrize("line", REFUSED.split("\n")[1:-1])
def test_the_schema_and_the_reader_refuse_the_same(judge, write, line):
    assert list(judge.iter_errors(tomllib.loads(line)))
    with pytest.raises(ScenarioError):
        load_scenario(write(f'extends = "two-towns"\n{line}'))


@pytest.mark.parametrize("line", TAKEN.split("\n")[1:-1])
def test_the_schema_and_the_reader_take_the_same(judge, write, line):
    assert not list(judge.iter_errors(tomllib.loads(line)))
    assert load_scenario(write(f'extends = "two-towns"\n{line}'))


@pytest.mark.parametrize(
    "line", ['extends = ["two-towns", "plan-optimism"]', 'extends = "my.toml"']
)
def test_the_schema_takes_whatever_can_be_extended(judge, line):
    assert not list(judge.iter_errors(tomllib.loads(line)))


def numbers(node, at=(), basis=""):
    """Yield each number in a schema, with the way to it and what is said of its basis."""
    if node.get("type") in {"number", "integer"}:
        yield at, node, node.get("description", basis)
    told = node.get("description", basis) if node.get("type") == "array" else ""
    told = node.get("description", "") if "additionalProperties" in node and at else told
    inner = [*node.get("properties", {}).items(), *enumerate(node.get("anyOf", []))]
    for step, below in inner:
        yield from numbers(below, (*at, step))
    held = [node[word] for word in ("items", "additionalProperties") if node.get(word)]
    for below in [*held, *node.get("prefixItems", [])]:
        yield from numbers(below, (*at, "*"), told or basis)


def test_the_schema_shows_range_and_basis_of_every_number():
    found = list(numbers(schema()))
    assert len(found) > 100
    for at, node, basis in found:
        assert {"minimum", "maximum"} <= set(node), at
        assert basis, at


@pytest.mark.parametrize("name", scenario_names())
def test_what_is_shipped_can_be_played_and_is_open(name):
    report = try_out(load_scenario(name))
    assert report.faults == ()
    assert [trial.player for trial in report.trials] == ["consultative", "directive", "status-quo"]


def test_a_lost_cause_is_called_so():
    usual = load_scenario("two-towns")
    ruin = Event(
        id="ruin",
        name="Ruin",
        headline="All is lost.",
        gains="Nobody",
        losses="All",
        source="Invented",
        chance=1.0,
        once=False,
        buyin={group.id: -10.0 for group in usual.groups},
    )
    lines = tuple(evolve(line, growth=0.1) for line in usual.lines)
    report = try_out(evolve(usual, lines=lines, events=(ruin,), residents=200, years=10))
    assert any("all is lost at the end" in fault for fault in report.faults)
    assert any("hospital pressure ends at" in fault for fault in report.faults)


def test_a_place_where_nothing_matters_is_called_so():
    usual = load_scenario("two-towns")
    wanted = usual.groups[-1].ideal
    same = evolve(
        usual,
        groups=tuple(evolve(group, ideal=wanted) for group in usual.groups),
        candidates=tuple(evolve(person, ideal=wanted) for person in usual.candidates),
        stances=tuple(
            evolve(stance, saved=0.0, settled=0.0, relief=0.0) for stance in usual.stances
        ),
        lines=tuple(
            evolve(line, share=share) for line, share in zip(usual.lines, wanted, strict=True)
        ),
        localities=tuple(evolve(place, ideal=None) for place in usual.localities),
        formats=(),
        years=1,
        residents=200,
    )
    buyin = evolve(usual.parameters.buyin, promise=0.0, process=2.0)
    manner = evolve(usual.parameters.electorate, campaign=0.0)
    calm = evolve(usual.parameters, buyin=buyin, electorate=manner)
    report = try_out(evolve(same, parameters=calm))
    assert any("does not matter who plays" in fault for fault in report.faults), report
