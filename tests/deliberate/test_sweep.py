"""Sweeps: the same rows whoever plays them, and nothing played twice after a kill."""

from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest

from deliberate import (
    ScenarioError,
    Sweep,
    SweepError,
    begin,
    load_scenario,
    outcomes,
    play,
    player,
    run_sweep,
    stakeholder,
)
from deliberate.chance import game_seed
from deliberate.errors import DeliberateError, IllegalDecision
from deliberate.experiments import sweep, sweep_plan
from deliberate.experiments.sweep_sums import Sums
from tests.deliberate.sweeps import QUICK, asked

# What is played


def test_every_game_is_played_in_every_arm_with_the_same_luck(rows):
    plan = asked()
    found = rows(plan)
    keys = [(row["scenario"], row["game"], row["arm"]) for row in found]
    assert keys == [
        (name, game, arm)
        for name in ("two-towns", "dorset")
        for game in range(5)
        for arm in (0, 1, 2, 3)
    ]
    for game in range(5):
        alike = [row for row in found if row["game"] == game]
        assert len({row["seed"] for row in alike}) == 1
        assert len({row["parameters.buyin.habit"] for row in alike}) == 1
        # Turnout is an outcome too.
        assert 0.2 < alike[0]["scenario.turnout"] < 0.4
        assert {row["turnout"] for row in alike if row["governance"] == "stp-2016"} == {None}
    assert len({row["seed"] for row in found}) == 5
    assert [(arm.cells["governance"], arm.cells["player"]) for arm in plan.arms] == [
        (row["governance"], row["player"]) for row in found[:4]
    ]


def test_a_row_is_the_game_that_anybody_can_play_again(rows):
    [row] = rows(
        Sweep(
            scenarios="two-towns",
            choices={"governance": ("reform-2017",)},
            ranges={"parameters.buyin.habit": (0.2, 0.9)},
            settings={**QUICK, "governance.elected": False},
            seats={"councils": "block"},
            player="directive",
            games=1,
        )
    )
    changes = {
        **QUICK,
        "governance": "reform-2017",
        "governance.elected": False,
        "parameters.buyin.habit": row["parameters.buyin.habit"],
    }
    over = play(
        begin(load_scenario("two-towns", changes), row["seed"]),
        player("directive"),
        {"councils": stakeholder("block")},
    )
    assert row["leader"] == over.leader.name == "The appointed lead"
    came = {name: None if np.isnan(value) else value for name, value in outcomes(over).items()}
    assert {name: row[name] for name in came} == came
    assert came["mandate"] is None


def test_only_the_system_that_decides_is_counted():
    plan = Sweep(scenarios="dorset", settings=QUICK)
    [origin], _ = sweep_plan.checked(plan)
    assert plan.scenario(origin, plan.arms[0], {}).compared == ()


def test_another_range_leaves_the_draws_of_those_before_it():
    fewer, more = (
        asked(ranges={"turnout": (0.2, 0.4)}),
        asked(ranges={"turnout": (0.2, 0.4), "recall": (0.0, 9.0)}),
    )
    assert fewer.drawn(7)["turnout"] == more.drawn(7)["turnout"]


def test_cells_of_a_column_are_of_one_type():
    def cells(*values):
        return [arm.cells["key"] for arm in Sweep(scenarios="dorset", choices={"key": values}).arms]

    assert cells(1, 0.5) == [1.0, 0.5]
    assert list(map(type, cells(1, 2))) == [int, int]
    assert cells(*(True, False)) == [True, False]
    assert cells(*(True, 2)) == ["true", "2"]
    assert cells([1], "irv") == ["[1]", "irv"]


# Who plays it


class Reversed(Executor):
    """An executor that has nothing but `submit`, and does the last thing first."""

    def __init__(self):
        self.waiting = []

    def submit(self, work, *rest):
        future = Future()
        self.waiting.append((future, work, rest))
        if len(self.waiting) == 5:
            for each, done, parts in reversed(self.waiting):
                each.set_result(done(*parts))
        elif len(self.waiting) > 5:
            future.set_result(work(*rest))
        return future


def processes():
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"))


@pytest.mark.parametrize("suffix", [".csv", ".json"])
@pytest.mark.usefixtures("small_parts")
def test_the_rows_are_the_same_whoever_shares_the_work_and_in_whatever_parts(
    tmp_path, monkeypatch, suffix
):
    alone = tmp_path / f"alone{suffix}"
    found = run_sweep(asked(), alone)
    for number, make in enumerate((lambda: ThreadPoolExecutor(3), processes, Reversed)):
        shared = tmp_path / f"{number}{suffix}"
        with make() as executor:
            assert run_sweep(asked(), shared, executor=executor) == found
        assert shared.read_bytes() == alone.read_bytes()
    monkeypatch.setattr(sweep_plan, "GAMES_AT_A_TIME", 100)
    assert run_sweep(asked(), tmp_path / f"whole{suffix}") == found
    assert (tmp_path / f"whole{suffix}").read_bytes() == alone.read_bytes()
    assert list(tmp_path.glob("*.part*")) + list(tmp_path.glob(".*.part")) == []


# What it comes to


def test_means_and_differences_are_those_of_the_rows(tmp_path, rows):
    found = rows(asked(scenarios="dorset", games=40))
    comparisons = run_sweep(asked(scenarios="dorset", games=40), tmp_path / "again.csv")
    assert [each.arm for each in comparisons] == [0, 1, 2, 3]
    by_arm = [[row for row in found if row["arm"] == arm] for arm in range(4)]
    first = np.array([row["hospital pressure"] for row in by_arm[0]])
    for arm, each in enumerate(comparisons):
        values = np.array([row["hospital pressure"] for row in by_arm[arm]])
        mean = each.means["hospital pressure"]
        assert mean.value == pytest.approx(values.mean())
        assert mean.margin == pytest.approx(1.96 * values.std(ddof=1) / 40**0.5, rel=1e-4)
        if arm:
            apart = values - first
            difference = each.differences["hospital pressure"]
            assert difference.value == pytest.approx(apart.mean())
            assert difference.margin == pytest.approx(1.96 * apart.std(ddof=1) / 40**0.5, rel=1e-4)
            # Of pressure, less is better.
            assert each.better["hospital pressure"].value == pytest.approx((apart < 0).mean())
            assert each.worse["hospital pressure"].value == pytest.approx((apart > 0).mean())
    assert comparisons[0].differences == comparisons[0].better == comparisons[0].worse == {}
    assert set(comparisons[1].better) == {
        "mean buy-in",
        "lowest buy-in",
        "hospital pressure",
        "money balance",
    }


def test_an_arm_equal_to_the_first_is_neither_better_nor_worse(tmp_path):
    plan = asked(choices={"title": ("One", "Two")}, ranges={})
    second = run_sweep(plan, tmp_path / "rows.csv")[1]
    assert {each.value for each in second.differences.values()} == {0.0}
    assert {each.value for each in (*second.better.values(), *second.worse.values())} == {0.0}


def test_sums_take_the_same_room_for_any_number_of_rows():
    sums = Sums(["one", "two"])
    row = {"scenario": "dorset", "arm": 0, "leader": "", "mean buy-in": 50.0}
    passed = sum(1 for _ in sums.watched(iter([row] * 2000)))
    assert passed == 2000
    assert sums._sums["dorset"].shape == (8, 2, 1)


def test_a_game_without_a_figure_is_left_out_of_its_mean():
    sums = Sums(["appointed", "elected"])
    rows = [
        {"scenario": "dorset", "arm": arm, "leader": "", "mandate": mandate}
        for mandates in ((float("nan"), 0.5), (0.3, 0.7))
        for arm, mandate in enumerate(mandates)
    ]
    assert list(sums.watched(iter(rows))) == rows
    first, second = sums.comparisons()
    assert (first.means["mandate"].value, first.means["mandate"].trials) == (0.3, 1)
    assert second.means["mandate"].value == pytest.approx(0.6)
    assert second.differences["mandate"].value == pytest.approx(0.4)


# What is wrong


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"scenarios": "two-twons"}, 'the nearest is "two-towns"'),
        (
            {"choices": {"governance": ("reform-2017", "reform-2071")}},
            'the nearest is "reform-2017"',
        ),
        ({"choices": {"system": ("irv", "pluralty")}}, '"plurality"'),
        ({"choices": {"player": ("directiv",)}}, 'the nearest is "directive"'),
        ({"player": "directiv", "choices": {}}, 'the nearest is "directive"'),
        ({"seats": {"council": "block"}}, 'the nearest is "councils"'),
        ({"seats": {"councils": "blok"}}, 'the nearest is "block"'),
        ({"choices": {"parameters.buyin.habitt": (0.2,)}}, 'the nearest is "habit"'),
        ({"ranges": {"parameters.buyin.habit": (0.2, 40.0)}}, "parameters.buyin.habit"),
        ({"ranges": {"parameters.buyin.habit": (-40.0, 0.4)}}, "parameters.buyin.habit"),
        ({"ranges": {"weeks": (5.0, 6.5)}}, "expected a whole number, found 5.0"),
        ({"settings": {"yeers": 3}}, 'the nearest is "years"'),
        (
            {"settings": {"system": "irv"}, "choices": {"system": ("irv",)}},
            '"system" is given twice',
        ),
        ({"scenarios": ()}, "a sweep needs a scenario"),
        ({"games": 0}, "one game or more"),
        ({"seed": -1}, "a seed from 0"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_before_any_game_is_played(tmp_path, monkeypatch, change, said):
    monkeypatch.setattr(sweep, "play_all", None)
    with pytest.raises(DeliberateError) as refusal:
        run_sweep(asked(**change), tmp_path / "rows.csv")
    assert said in str(refusal.value)
    assert list(tmp_path.iterdir()) == []


def test_two_scenarios_of_one_name_are_refused(tmp_path, two_towns_text):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "mine.toml").write_text(two_towns_text, encoding="utf-8")
    both = (tmp_path / "a" / "mine.toml", tmp_path / "b" / "mine.toml")
    with pytest.raises(SweepError, match="two scenarios have one name: mine, mine"):
        run_sweep(asked(scenarios=both), tmp_path / "rows.csv")


def test_a_game_that_cannot_be_played_is_named(tmp_path, monkeypatch):
    plan = asked(scenarios="dorset")
    unlucky = game_seed(plan.seed, 1)

    def refused(openings, *_):
        if unlucky in [opening.seed for opening in openings]:
            raise IllegalDecision("no")
        return openings

    monkeypatch.setattr(sweep, "play_all", refused)
    monkeypatch.setattr(sweep, "outcomes", lambda _over: {})
    with pytest.raises(SweepError, match=rf"scenario dorset, arm 0, game 1, seed {unlucky}: no"):
        run_sweep(plan, tmp_path / "rows.csv")


def test_scenarios_are_taken_once_and_need_no_file_when_they_are_played(tmp_path, two_towns_text):
    file = tmp_path / "mine.toml"
    file.write_text(two_towns_text, encoding="utf-8")
    plan = asked(scenarios=(file, file))
    [origin], _ = sweep_plan.checked(plan)
    file.unlink()
    assert len(sweep.play_games(plan, (origin, 0, range(5)))[2]) == 20
    with pytest.raises(ScenarioError, match="No such file"):
        run_sweep(plan, tmp_path / "rows.csv")
