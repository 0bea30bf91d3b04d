"""Studies against published figures, and against figures that are known exactly."""

from __future__ import annotations

import doctest
from fractions import Fraction
from math import sqrt
from pathlib import Path

import pytest

from elections.exact import anonymous_condorcet_winner_chance, condorcet_winner_chance
from elections.society import GREATEST
from elections.study import MERRILL, Study, run

PAGE = Path(__file__).parents[2] / "docs" / "studies.md"
SIZES = (2, 3, 4, 5, 7, 10)
# Merrill 1984, Tables 1 and 3: per cent, 25 voters, 10,000 elections.
CONDORCET_EFFICIENCY = {
    "plurality": (100.0, 79.1, 69.4, 62.1, 52.0, 42.6),
    "two_round": (100.0, 96.2, 90.1, 83.6, 73.5, 61.3),
    "irv": (100.0, 96.2, 92.7, 89.1, 84.8, 77.9),
    "approval": (100.0, 76.0, 69.8, 67.1, 63.7, 61.3),
    "borda": (100.0, 90.8, 87.3, 86.2, 85.3, 84.3),
    "coombs": (100.0, 96.3, 93.4, 90.2, 86.1, 81.1),
    "black": (100.0, 100.0, 100.0, 100.0, 100.0, 100.0),
    GREATEST: (100.0, 84.4, 80.2, 77.9, 77.2, 77.8),
}
UTILITY_EFFICIENCY = {
    "plurality": (100.0, 83.0, 75.0, 69.2, 62.8, 53.3),
    "two_round": (100.0, 89.5, 83.8, 80.5, 75.6, 67.6),
    "irv": (100.0, 89.5, 84.7, 82.4, 80.5, 74.9),
    "approval": (100.0, 95.4, 91.1, 89.1, 87.8, 87.0),
    "borda": (100.0, 94.8, 94.1, 94.4, 95.4, 95.9),
    "coombs": (100.0, 89.7, 86.7, 85.1, 83.1, 82.4),
    "black": (100.0, 93.1, 91.9, 92.0, 93.1, 94.3),
}
CONDORCET_WINNER = (100.0, 91.6, 83.4, 75.8, 64.3, 52.5)
# About a million elections each, with another program; ties there fall to the first candidate.
MODERN = {
    3: {
        "plurality": 79.2,
        "two_round": 96.2,
        "irv": 96.2,
        "borda": 90.9,
        "coombs": 96.7,
        "approval": 75.7,
    },
    4: {
        "plurality": 68.9,
        "two_round": 89.7,
        "irv": 92.4,
        "borda": 87.6,
        "coombs": 93.6,
        "approval": 70.4,
    },
    5: {
        "plurality": 61.6,
        "two_round": 83.3,
        "irv": 89.2,
        "borda": 86.0,
        "coombs": 90.8,
        "approval": 67.3,
    },
    7: {
        "plurality": 51.3,
        "two_round": 72.4,
        "irv": 83.7,
        "borda": 84.5,
        "coombs": 86.5,
        "approval": 63.8,
    },
}


def near(figure, truth, slack=0.0):
    """Say whether an estimate is as near as four of its standard errors, and some slack."""
    return abs(figure.value - truth) <= 2.05 * figure.margin + slack


@pytest.fixture(scope="module")
def merrill():
    return {
        candidates: run(Study(candidates=candidates, elections=25_000, seed=candidates))
        for candidates in SIZES
    }


@pytest.mark.parametrize(("place", "candidates"), list(enumerate(SIZES)))
def test_merrills_tables_come_out_as_published(merrill, place, candidates):
    found = merrill[candidates]
    for name, row in CONDORCET_EFFICIENCY.items():
        assert 100 * found.efficiency(name).value == pytest.approx(row[place], abs=2.5)
    for name, row in UTILITY_EFFICIENCY.items():
        assert 100 * found.utility(name).value == pytest.approx(row[place], abs=3)
    assert 100 * found.condorcet_winner.value == pytest.approx(CONDORCET_WINNER[place], abs=2.5)


@pytest.mark.parametrize("candidates", MODERN)
def test_merrills_table_comes_out_as_other_programs_find_it(merrill, candidates):
    for name, percent in MODERN[candidates].items():
        assert near(merrill[candidates].efficiency(name), percent / 100, slack=0.002), name


def published_and_found(heading):
    """Read a table of docs/studies.md whose cells are ``published / found``."""
    table = PAGE.read_text(encoding="utf-8").partition(heading)[2].partition("\n| plurality")[2]
    for line in f"plurality{table}".partition("\n\n")[0].splitlines():
        name, *cells = line.strip("| ").split(" | ")
        yield name, [tuple(map(float, cell.split(" / "))) for cell in cells]


def test_the_page_about_studies_shows_merrills_figures_and_ours(merrill):
    efficiency = dict(published_and_found("Condorcet efficiency in percent, 25 voters"))
    utility = dict(published_and_found("Social-utility efficiency of the same elections"))
    assert efficiency.keys() == {*CONDORCET_EFFICIENCY, "a Condorcet winner"}
    assert utility.keys() == UTILITY_EFFICIENCY.keys()
    for place, found in enumerate(merrill.values()):
        for name, published in CONDORCET_EFFICIENCY.items():
            assert efficiency[name][place][0] == published[place]
            assert near(found.efficiency(name), efficiency[name][place][1] / 100, slack=0.002)
        for name, published in UTILITY_EFFICIENCY.items():
            assert utility[name][place][0] == published[place]
            assert near(found.utility(name), utility[name][place][1] / 100, slack=0.002)
        assert efficiency["a Condorcet winner"][place][0] == CONDORCET_WINNER[place]


def test_the_python_examples_of_the_page_run():
    results = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert results.attempted > 5
    assert results.failed == 0


def test_a_condorcet_winner_is_as_frequent_as_is_known_exactly(merrill):
    for candidates, chance in {2: 1, 3: 0.915684, 4: 0.831367, 5: 0.758351}.items():
        assert near(merrill[candidates].condorcet_winner, chance)


def test_blacks_method_always_elects_a_condorcet_winner_and_a_runoff_never_a_loser(merrill):
    for found in merrill.values():
        assert found.efficiency("black").value == 1
        for name in ("two_round", "irv", "borda", "coombs", "black"):
            assert found.elects("condorcet_loser", name).value == 0
        for name in MERRILL:
            elected = found.elects("majority_winner", name)
            assert elected.value == 1 or not elected.trials or name in {"approval", "borda"}


@pytest.mark.parametrize(("candidates", "voters"), [(3, 3), (3, 4), (4, 5), (5, 3), (6, 7)])
def test_small_electorates_have_the_exact_paradox(candidates, voters):
    study = Study(model="impartial", candidates=candidates, voters=voters, systems=())
    found = run(study)
    assert near(found.condorcet_winner, float(condorcet_winner_chance(candidates, voters)))


@pytest.mark.parametrize("voters", [3, 4, 25])
def test_anonymous_cultures_have_the_exact_paradox(voters):
    found = run(Study(model="anonymous", candidates=3, voters=voters, systems=()))
    assert near(found.condorcet_winner, float(anonymous_condorcet_winner_chance(voters)))


@pytest.mark.parametrize("model", ["walsh", "conitzer"])
def test_an_odd_number_of_single_peaked_voters_never_goes_in_circles(model):
    # Black, On the Rationale of Group Decision-making, 1948.
    found = run(Study(model=model, candidates=5, voters=7, elections=5_000, systems=()))
    assert found.condorcet_winner.value == 1
    assert found.cycle.value == 0


@pytest.mark.parametrize("candidates", [3, 4, 5])
def test_webers_effectiveness_of_many_voters(candidates):
    # Weber 1978: closed forms for countless voters, each utility being drawn alone.
    m = candidates
    names = ("plurality", "anti_plurality", "borda")
    found = run(Study(candidates=m, voters=1_000, elections=3_000, systems=names, raw=True, seed=2))
    for name, k in (("plurality", 1), ("anti_plurality", m - 1)):
        vote_for_k = sqrt(3 * m * k * (m - k) / (m - 1)) / (m + 1)
        assert near(found.utility(name), vote_for_k, slack=0.012)
    assert near(found.utility("borda"), sqrt(m / (m + 1)), slack=0.005)


TOTAL_UTILITY = {
    2: {"plurality": 1.2500, "borda": 1.2917, "approval": 1.2917},
    3: {"plurality": 1.8333, "borda": 1.8750, "approval": 1.8646},
    4: {"plurality": 2.3889, "borda": 2.4236, "approval": 2.4213},
    5: {"plurality": 2.9167, "borda": 2.9765, "approval": 2.9726},
    10: {"plurality": 5.5975, "borda": 5.6706, "approval": 5.6719},
    25: {"plurality": 13.4328, "borda": 13.5588, "approval": 13.5662},
}


@pytest.mark.parametrize("voters", TOTAL_UTILITY)
def test_webers_total_utility_of_the_winner(voters):
    # Weber 1978, Table 4: three candidates.
    expected = TOTAL_UTILITY[voters]
    study = Study(candidates=3, voters=voters, systems=expected, raw=True, elections=60_000)
    found = run(study)
    for name, total in expected.items():
        _, gain, _, gain_squared, _ = found.sums["moments"][study.rows.index(name)]
        mean = gain / found.elections
        error = sqrt((gain_squared / found.elections - mean**2) / found.elections)
        assert voters / 2 + mean == pytest.approx(total, abs=4 * error + 1e-4)


LIMITS = {
    "plurality": (0.7572, Fraction(119, 135)),
    "anti_plurality": (0.7572, Fraction(17, 27)),
    "borda": (0.9012, Fraction(41, 45)),
    "irv": (0.9629, Fraction(523, 540)),
    "two_round": (0.9629, Fraction(523, 540)),
    "coombs": (0.9629, Fraction(131, 135)),
}


@pytest.mark.parametrize(("place", "model"), list(enumerate(("impartial", "anonymous"))))
def test_the_efficiencies_of_countless_voters(place, model):
    # Gehrlein and Lepelley: three candidates; Coombs without a stop at a majority.
    names = (*LIMITS, "baldwin", "nanson")
    study = Study(
        model=model,
        candidates=3,
        voters=801,
        elections=4_000,
        systems=names,
        options={"stop": "none"},
    )
    found = run(study)
    for name, limits in LIMITS.items():
        assert near(found.efficiency(name), float(limits[place]), slack=0.005), name
    for name in ("baldwin", "nanson"):
        assert found.efficiency(name).value == 1


def test_borda_serves_voters_best_who_have_no_more_to_say_than_a_ranking():
    found = run(Study(model="urn", candidates=4, voters=10, elections=5_000, systems="borda"))
    assert found.agreement("borda", GREATEST).value == 1
    assert found.utility("borda").value == pytest.approx(1)


# Merrill's spatial model, 201 voters, as another program finds it in 10,000 elections.
SPATIAL = {
    (2, 0.5, 1.0): {
        "plurality": 57.5,
        "two_round": 80.1,
        "irv": 79.2,
        "approval": 73.8,
        "borda": 87.1,
        "coombs": 97.8,
        GREATEST: 82.9,
    },
    (4, 0.0, 0.5): {
        "plurality": 41.3,
        "two_round": 61.5,
        "irv": 69.9,
        "approval": 82.7,
        "borda": 89.4,
        "coombs": 94.5,
        GREATEST: 87.1,
    },
}


@pytest.mark.parametrize("setting", SPATIAL)
def test_merrills_spatial_model_comes_out_as_another_program_finds_it(setting):
    dimensions, correlation, dispersion = setting
    given = {"dimensions": dimensions, "correlation": correlation, "dispersion": dispersion}
    found = run(Study(model="spatial", parameters=given, voters=201, elections=6_000))
    for name, percent in SPATIAL[setting].items():
        assert near(found.efficiency(name), percent / 100, slack=0.015), name
    assert found.condorcet_winner.value > 0.98
