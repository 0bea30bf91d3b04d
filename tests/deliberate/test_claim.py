"""The claim as an experiment: what varies, what does not, and what is told of it."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest
from attrs import evolve, fields

from deliberate import MissingLibrary, ScenarioError, load_scenario
from deliberate.experiments.claim import (
    BOTH,
    ELECTED,
    NEITHER,
    POOLED,
    Claim,
    examine,
    one_world,
    setting,
)
from deliberate.experiments.findings import Telling, tell
from deliberate.experiments.ranges import ranges, with_values
from deliberate.experiments.sensitivity import influences
from deliberate.outcomes import BETTER
from deliberate.scenario import Parameters

SMALL = Claim(draws=12, residents=60, years=2)


@pytest.fixture(scope="module")
def results():
    return examine(SMALL)


def test_every_parameter_of_the_model_has_a_range_and_holds_its_usual_value():
    scenario = load_scenario("generic")
    found = {each.key: each for each in ranges(scenario)}
    declared = sum(
        len(fields(type(getattr(Parameters(), part.name)))) for part in fields(Parameters)
    )
    assert len(found) == declared + sum(len(line.plausible) for line in scenario.lines)
    assert {"lines.prevention.lag", "lines.hospital.growth", "lines.social.avoided"} < set(found)
    assert all(each.low <= each.value <= each.high for each in found.values())
    assert all(each.basis for each in found.values())


def test_setting_every_parameter_is_as_setting_the_keys_of_a_file():
    scenario = load_scenario("generic")
    values = {each.key: (each.low + each.high) / 2 for each in ranges(scenario)}
    assert with_values(scenario, values) == load_scenario("generic", values)


def test_a_parameter_that_is_none_is_refused():
    with pytest.raises(ScenarioError, match=r'the nearest is "parameters\.buyin\.habit"'):
        with_values(load_scenario("generic"), {"parameters.buyin.habits": 0.5})


def test_arms_differ_in_election_and_purses_alone():
    arms = setting(SMALL).arms
    assert [arm.elected for arm in arms] == [False, True, False, True]
    assert arms[NEITHER].lines == arms[ELECTED].lines != arms[POOLED].lines == arms[BOTH].lines


def test_a_world_is_the_same_whoever_plays_it(results):
    threads = examine(SMALL, executor=(pool := ThreadPoolExecutor(2)))
    pool.shutdown()
    with ProcessPoolExecutor(2) as processes:
        shared = examine(SMALL, executor=processes)
    for other in (threads, shared):
        assert np.array_equal(other.table, results.table, equal_nan=True)
        assert (other.values == results.values).all()


def test_draws_stay_in_their_ranges(results):
    unknowns = setting(SMALL).unknowns
    assert (results.values >= [each.low for each in unknowns]).all()
    assert (results.values <= [each.high for each in unknowns]).all()
    assert np.ptp(results.values, axis=0).min() > 0


def test_where_nothing_distinguishes_two_arms_they_end_alike():
    claim = evolve(SMALL, separate="reform-2017")
    usual = np.array([each.value for each in setting(claim).unknowns])
    neither, elected, pooled, both = one_world(claim, usual, 1)
    assert np.array_equal(neither, pooled, equal_nan=True)
    assert np.array_equal(elected, both)
    assert (neither != elected)[np.isfinite(neither)].any()


def test_better_counts_both_ways(results):
    for name, way in BETTER.items():
        there, back = results.better(BOTH, NEITHER, name), results.better(NEITHER, BOTH, name)
        assert there.value + back.value == pytest.approx(1.0)
        gap = results.column(BOTH, name) - results.column(NEITHER, name)
        assert there.value == pytest.approx((gap * way > 0).sum() / there.trials)
        assert 0 <= results.flips(BOTH, NEITHER, name).value <= 1


def test_progress_reaches_the_end():
    told = []
    examine(evolve(SMALL, draws=11), progress=lambda done, whole: told.append((done, whole)))
    assert told == [(10, 11), (11, 11)]


def test_the_page_says_what_was_found_and_what_cannot_be_known(results):
    pytest.importorskip("SALib")
    done = []
    found = influences(SMALL, "mean buy-in", trajectories=2, samples=2, progress=done.append)
    unknowns = len(setting(SMALL).unknowns)
    assert len(found) == unknowns
    assert done[-1] == 2 * (unknowns + 1) + 2 * (8 + 2)
    leading, rest = found[:8], found[8:]
    assert [each.total for each in leading] == sorted(
        (each.total for each in leading), reverse=True
    )
    assert [each.morris for each in rest] == sorted((each.morris for each in rest), reverse=True)
    assert min(each.morris for each in leading) >= rest[0].morris
    assert all(np.isnan(each.total) for each in rest)
    played = {"Somewhere": {"Directive": (44.4, 30.0, 1.25)}}
    page = tell(Telling(results=results, influences=found, played=played))
    assert page.startswith("# The claim, put to the test")
    assert f"`{found[0].key}`" in page
    assert "| Somewhere | 44 / 30 / 1.25 |" in page
    assert "What the model cannot know" in page
    assert "**In short.**" in page
    assert "nan" not in page


def test_one_seed_says_the_same_of_what_decides_margins_included():
    pytest.importorskip("SALib")
    assert SMALL.seed == 0
    first, again = (
        influences(evolve(SMALL, years=1), "mean buy-in", trajectories=2, samples=4)
        for _ in range(2)
    )
    assert [repr(each) for each in first] == [repr(each) for each in again]
    assert any(each.first_margin > 0 for each in first)


def test_a_page_without_what_decides_says_all_the_rest(results):
    page = tell(Telling(results=results, played={"Somewhere": {"Directive": (44.4, 30.0, 1.25)}}))
    assert "**In short.**" in page
    assert "tilts" not in page
    assert "What decides it" not in page


def test_without_salib_it_is_said_what_is_missing(monkeypatch):
    monkeypatch.setattr("deliberate.experiments.sensitivity.find_spec", lambda _name: None)
    with pytest.raises(MissingLibrary, match="this needs SALib"):
        influences(SMALL, "mean buy-in")
