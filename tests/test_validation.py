"""Every target of the model holds within its tolerance, and docs/validation.md says so."""

import re
from pathlib import Path

import pytest

from docs import arms, validation

PAGE = (Path(__file__).parents[1] / "docs" / "validation.md").read_text(encoding="utf-8")
NAMES = [f"{each.source}: {each.what}" for each in validation.TARGETS]


@pytest.mark.parametrize("target", validation.TARGETS, ids=NAMES)
def test_a_target_is_met_and_on_the_page(target):
    found = target.ours()
    assert target.holds(found), found
    assert validation.table_row(target, found) in PAGE.splitlines()


def test_no_two_targets_are_one():
    assert len(set(NAMES)) == len(NAMES) > 60


@pytest.mark.parametrize("other", arms.AGAINST)
@pytest.mark.parametrize("measure", arms.MEASURES)
def test_each_comparison_of_arms_is_on_the_page(other, measure):
    published = arms.AGAINST[other][arms.MEASURES.index(measure)]
    assert f"| {other} | {measure} | {100 * published:.0f} |" in PAGE


@pytest.mark.parametrize(("measure", "band"), list(zip(arms.MEASURES, arms.BANDS, strict=True)))
def test_what_the_page_says_of_the_reform_lies_within_the_bands(measure, band):
    said = rf"^\| STP 2016 \| {measure} \|.*\| ([\d.]+) ± .*\| ([\d.]+) ± "
    row = re.search(said, PAGE, re.MULTILINE)
    assert all(100 * band[0] <= float(figure) <= 100 * band[1] for figure in row.groups())


@pytest.mark.parametrize("arm", arms.ARMS)
def test_each_average_is_on_the_page(arm):
    assert f"| {arm} | {arms.AVERAGES[arm]:.1f} |" in PAGE
