"""Studies: what may be asked, when they stop, and who may share the work."""

from __future__ import annotations

import json
import multiprocessing
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest

from elections.errors import ElectionError, UnknownSystemError
from elections.findings import Findings
from elections.society import GREATEST
from elections.study import MERRILL, Study, run
from elections.sums import count_block

SMALL = {"candidates": 3, "voters": 5, "elections": 500}


# What may be asked


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"model": "randm"}, r'no model "randm"; did you mean "random"\?'),
        ({"parameters": {"phi": 1}}, 'model "random" has no parameter "phi"; it has none'),
        ({"model": "mallows", "parameters": {"phi": 2}}, "phi is a number 0 to 1, not 2"),
        ({"candidates": 1}, "candidates is a whole number 2 to 254, not 1"),
        ({"candidates": 300}, "candidates is a whole number 2 to 254, not 300"),
        ({"candidates": "5"}, "candidates is a whole number 2 to 254, not '5'"),
        ({"voters": 0}, "voters is a whole number from 1, not 0"),
        ({"voters": 10**9}, "5 candidates by 1,000,000,000 voters are more than the 10,000,000"),
        ({"elections": 0}, "elections is a whole number from 1, not 0"),
        ({"systems": ("smith",)}, "Smith set answers a set; a study compares single winners"),
        ({"systems": ("ivr",)}, r'no voting system "ivr"; did you mean "irv"\?'),
        ({"strategy": "berry"}, 'no strategy "berry"'),
        ({"strategy": "bury", "systems": ("score",)}, 'strategy "bury" is about other ballots'),
        ({"strategy": "leader_rule", "systems": ()}, "is about other ballots"),
        ({"tactical": 1.5}, "the share of tactical voters is a number 0 to 1, not 1.5"),
        ({"precision": -1}, "the precision is a number 0 to 1, not -1"),
        ({"precision": float("nan")}, "the precision is a number 0 to 1, not nan"),
        ({"maximum": 0}, "the best rating is a whole number 1 to 254, not 0"),
        ({"systems": ("star",), "maximum": 9}, "the best rating is a whole number 1 to 5, not 9"),
        ({"seed": -1}, "the seed is a whole number from 0, not -1"),
        ({"options": {"strength": "margins"}}, 'no system studied has an option "strength"'),
        ({"options": {"stop": "non"}}, r'stop cannot be "non"; did you mean "none"\?'),
    ],
)
def test_what_cannot_be_studied_is_refused_from_the_start(asked, said):
    with pytest.raises(ElectionError, match=said):
        Study(**asked)


def test_an_unknown_system_has_its_own_error():
    with pytest.raises(UnknownSystemError):
        Study(systems=("nothing",))


def test_systems_may_be_one_or_none_and_are_named_once():
    assert Study().systems == MERRILL
    assert Study(systems="irv").systems == ("irv",)
    assert Study(systems=["irv", "borda", "irv"]).systems == ("irv", "borda")
    assert Study(systems=()).rows == (GREATEST, "plurality")


def test_blocks_hold_all_elections():
    study = Study(candidates=4, voters=10, elections=30_000)
    assert (study.blocks - 1) * study.block < 30_000 <= study.blocks * study.block
    counted = [int(count_block(study, number)["elections"]) for number in range(study.blocks)]
    assert counted == [study.block, study.block, 30_000 - 2 * study.block]
    assert Study(candidates=10, voters=1_000_000).block == 1


def test_parameters_and_options_reach_the_voters_and_the_systems():
    agreed = run(Study(**SMALL, model="mallows", parameters={"phi": 0.0}, systems="irv"))
    assert agreed.condorcet_winner.value == 1
    assert agreed.study.settings == {"phi": 0.0}
    either = [
        run(Study(systems="coombs", elections=8_000, options={"stop": stop})).sums["elected"]
        for stop in ("majority", "none")
    ]
    assert (either[0] != either[1]).any()


def test_another_seed_draws_other_elections():
    one, other = (run(Study(**SMALL, seed=seed)).sums["agreed"] for seed in (1, 2))
    assert (one != other).any()


# What is found


def test_a_study_without_systems_is_about_majorities_alone():
    found = run(Study(**SMALL, systems=()))
    assert found.rows() == []
    assert found.paradox.value == pytest.approx(1 - found.condorcet_winner.value)
    assert found.margin == found.condorcet_winner.margin


def test_plurality_and_the_greatest_utility_are_always_there_to_compare_with():
    found = run(Study(**SMALL, systems=("borda", "plurality")))
    assert found.agreement("plurality", "plurality").value == 1
    assert found.efficiency(GREATEST).trials == found.efficiency("borda").trials
    assert found.utility(GREATEST).value == pytest.approx(1)
    assert found.undecided("borda") == 0


def test_a_system_that_was_not_asked_for_is_refused_with_the_nearest():
    found = run(Study(**SMALL, systems="irv"))
    with pytest.raises(ElectionError, match=r'not about "ivr"; did you mean "irv"\?'):
        found.efficiency("ivr")


def test_everything_is_said_in_json():
    study = Study(**SMALL, strategy="compromise", tactical=0.5, coalition=True, systems=MERRILL)
    told = run(study).to_dict()
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert told["elections"] == 500
    assert told["tactical"] == 0.5
    assert [row["system"] for row in told["systems"]] == list(MERRILL)
    for row in told["systems"]:
        values = [word for word in row if f"{word}_low" in row]
        assert "condorcet_efficiency" in values
        for word in values:
            if None not in (row[word], row[f"{word}_high"]):
                assert row[f"{word}_low"] <= row[word] <= row[f"{word}_high"]
    for one, row in zip(MERRILL, told["agreement"], strict=True):
        assert row[MERRILL.index(one)] == 1
    assert np.array(told["agreement"]) == pytest.approx(np.array(told["agreement"]).T)


def test_the_sincere_are_not_said_to_be_tactical():
    told = run(Study(**SMALL, systems="irv")).to_dict()
    assert told["tactical"] == 0
    assert "changed" not in told["systems"][0]
    assert "coalition_found" not in told["systems"][0]


def test_no_tactical_voters_change_nothing():
    found = run(Study(**SMALL, strategy="bury", tactical=0.0))
    for name in MERRILL:
        assert found.changed(name).value == 0
        assert found.efficiency_change(name).value == 0
        assert found.utility_change(name).value == 0
        assert found.sincere_efficiency(name) == found.efficiency(name)
        assert found.sincere_utility(name) == found.utility(name)


def test_a_change_is_the_difference_that_tactics_make():
    found = run(Study(**SMALL, strategy="compromise"))
    for name in MERRILL:
        step = found.efficiency(name).value - found.sincere_efficiency(name).value
        assert found.efficiency_change(name).value == pytest.approx(step)
        step = found.utility(name).value - found.sincere_utility(name).value
        assert found.utility_change(name).value == pytest.approx(step)
    assert found.changed("plurality").value > 0.1
    assert found.changed("approval").value == 0


def test_one_election_says_little():
    found = run(Study(candidates=3, voters=3, elections=1, systems="irv"))
    assert found.elections == 1
    assert found.margin > 0.5


# When it stops


def test_a_study_stops_at_its_precision_and_not_before():
    asked = {"systems": "irv", "candidates": 3, "seed": 4, "elections": 1_000_000}
    study = Study(precision=0.004, **asked)
    found = run(study)
    assert found.margin <= 0.004
    assert found.elections % study.block == 0
    before = run(Study(**{**asked, "elections": found.elections - study.block}))
    assert before.margin > 0.004


def test_without_a_precision_all_elections_are_counted():
    told = []
    study = Study(systems="irv", candidates=3, voters=5, elections=100_000)
    found = run(study, progress=lambda counted, total: told.append((counted, total)))
    assert found.elections == 100_000
    assert told == [(min(n * study.block, 100_000), 100_000) for n in range(1, study.blocks + 1)]


# Who shares the work

SHARED = Study(candidates=4, voters=9, elections=40_000, systems=("irv", "approval"), seed=9)
SLOW_TO_END = Study(candidates=3, voters=201, elections=10**9, systems="plurality", precision=0.02)


@pytest.fixture(scope="module")
def alone():
    return run(SHARED)


def same(one, other):
    assert one.sums.keys() == other.sums.keys()
    for word, figures in one.sums.items():
        assert np.array_equal(figures, other.sums[word]), word


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_threads_find_the_same(alone, workers):
    with ThreadPoolExecutor(workers) as executor:
        same(run(SHARED, executor=executor), alone)


def test_new_processes_find_the_same(alone):
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as executor:
        same(run(SHARED, executor=executor), alone)


def test_any_number_of_threads_stops_at_the_same_election():
    serial = run(SLOW_TO_END)
    with ThreadPoolExecutor(2) as executor:
        same(run(SLOW_TO_END, executor=executor), serial)


class Lazy(Executor):
    """Does nothing before it is asked for a result, and remembers what was given up."""

    def __init__(self):
        self.given = []

    def submit(self, work, /, *args):
        future = Future()
        future.result = lambda: work(*args)
        self.given.append(future)
        return future


def test_work_that_is_no_longer_wanted_is_given_up():
    executor = Lazy()
    found = run(SLOW_TO_END, executor=executor)
    counted = found.elections // SLOW_TO_END.block
    assert [future.cancelled() for future in executor.given[:counted]] == [False] * counted
    assert all(future.cancelled() for future in executor.given[counted:])
    assert counted < len(executor.given) < counted + 200


def test_findings_of_parts_add_up():
    study = Study(**{**SMALL, "elections": 60_000})
    parts = [count_block(study, number) for number in range(study.blocks)]
    assert study.blocks > 1
    found = Findings(study=study)
    for part in parts:
        found = found.plus(part)
    same(found, run(study))
