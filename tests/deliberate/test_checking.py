"""Trying scenarios out, and the schema that editors check them by."""

import tomllib

import pytest
from attrs import evolve
from jsonschema import Draft202012Validator

from deliberate import Event, assumption_names, load_scenario, scenario_names
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


@pytest.mark.parametrize(
    "table",
    [
        {"years": 11},
        {"years": 2.5},
        {"yeers": 2},
        {"system": "irw"},
        {"system": "smith"},
        {"governance": "reform"},
        {"governance": {"extends": "reform"}},
        {"governance": {"lines": {"hospital": {"held": 2.0}}}},
        {"candidates": [{"name": "A"}]},
        {"parameters": {"buyin": {"habit": 3.0}}},
        {"lines": {"hospital": {"role": "ward"}}},
        {"events": {"flood": {"chance": 2.0}}},
        {"stances": {"hold": {"id": "hold"}}},
        {"letters": [{"text": 3, "savings": 0.1, "contradiction": 0.1}]},
    ],
)
def test_the_schema_refuses_what_the_files_may_not_say(judge, table):
    assert list(judge.iter_errors(table))


@pytest.mark.parametrize(
    "table",
    [
        {"governance": {"extends": "stp-2016", "elected": True}},
        {"extends": ["two-towns", "plan-optimism"]},
        {"extends": "mine.toml"},
        {"groups": {"acute": {"stake": 0.3}}},
    ],
)
def test_the_schema_takes_what_lies_over_something_else(judge, table):
    assert not list(judge.iter_errors(table))


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
