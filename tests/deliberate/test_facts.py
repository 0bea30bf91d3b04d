"""The shipped facts: they say how they are known, and the game's numbers agree with them."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from deliberate import footprints, load_scenario
from deliberate.facts import purses, stakes
from deliberate.turnouts import turnouts

FACTS = Path(__file__).parents[2].parent / "shared" / "facts"
KNOWN = {"found", "recalled", "derived", "estimated"}


def test_the_lines_of_the_game_are_near_the_purses_of_2016():
    total = sum(purse.bn for purse in purses())
    spent = Counter()
    for purse in purses():
        spent[purse.line] += purse.bn / total
    lines = load_scenario("generic").lines
    assert set(spent) == {line.id for line in lines}
    for line in lines:
        assert line.share == pytest.approx(spent[line.id], abs=0.02)
        assert line.basis.split(":")[0] in KNOWN


def test_every_group_of_the_game_speaks_for_somebody():
    groups = {group.id for group in load_scenario("generic").groups}
    assert {each.group for each in stakes()} - {""} == groups
    assert {each.left_out for each in stakes()} == {"yes", "no", "partly"}


def test_every_fact_says_how_it_is_known():
    assert {each.status for each in (*purses(), *stakes())} <= KNOWN
    assert all(each.source for each in (*purses(), *stakes(), *turnouts().values()))
    for place in footprints().values():
        assert {place.population_status, place.lead_status} <= KNOWN
        assert place.gap_status in {*KNOWN, "sources conflict"}
        assert place.gap_scope


def test_the_facts_agree_with_the_reference_tables():
    if not FACTS.is_dir():
        pytest.skip(f"the shared reference tables are not at {FACTS}")
    with (FACTS / "footprints.csv").open(encoding="utf-8") as file:
        known = list(csv.DictReader(file))
    for place, row in zip(footprints().values(), known, strict=True):
        assert place.population == pytest.approx(float(row["population_m"]) * 1e6)
        assert place.ccgs == int(row["ccg_count_2016"])
        assert place.councils == int(row["upper_tier_council_count"])
        assert place.gap == pytest.approx(float(row["gap_2020_21_gbp_m"]))
    with (FACTS / "budget_lines.csv").open(encoding="utf-8") as file:
        split = {
            row["line_id"]: row for row in csv.DictReader(file) if row["kind"] == "model_split"
        }
    for purse in purses():
        assert purse.bn == pytest.approx(float(split[purse.id]["england_2016_17_gbp_bn"]))
