"""The claim on the command line: its page, on the terminal or in a file, and what is refused."""

import pytest

from deliberate import begin, governance, governance_names, load_scenario, outcomes, play, player
from tui import claiming
from tui.exits import Exit

QUICK = ("claim", "--draws", 2, "--scenario", "two-towns")


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Play few games: two luck's, two players, and the least that what decides can be read from."""
    monkeypatch.setattr(claiming, "SEEDS", range(2))
    monkeypatch.setattr(claiming, "PLAYED_BY", ("directive", "council-integrator"))
    monkeypatch.setattr(claiming, "TRAJECTORIES", 2)
    monkeypatch.setattr(claiming, "SAMPLES", 2)


def test_the_page_is_printed_and_the_same_in_a_file(call, tmp_path):
    code, out, err = call(*QUICK, "--no-decides")
    assert (code, err) == (Exit.OK, "")
    assert out.startswith("# The claim, put to the test\n")
    file = tmp_path / "findings.md"
    again = call(*QUICK, "--no-decides", "--workers", 2, "--out", file)
    assert again == (Exit.OK, "", f"The page is in {file}.\n")
    assert file.read_text(encoding="utf-8") == out


def test_the_arrangements_are_played_as_anybody_can_play_them(call):
    _, out, _ = call(*QUICK, "--no-decides")
    for each in governance_names():
        own = {"compared": [], "residents": 400, "governance": each}
        place = load_scenario("two-towns", own)
        ends = [outcomes(play(begin(place, seed), player("directive"))) for seed in range(2)]
        mean, lowest, pressure = (
            sum(end[name] for end in ends) / 2
            for name in ("mean buy-in", "lowest buy-in", "hospital pressure")
        )
        assert f"| {governance(each).name} | {mean:.0f} / {lowest:.0f} / {pressure:.2f} |" in out


def test_what_decides_is_told_unless_it_is_left_out(call):
    _, without, _ = call(*QUICK, "--no-decides")
    _, out, _ = call(*QUICK)
    assert "## What decides it" in out
    assert "## What decides it" not in without


def test_a_scenario_that_there_is_not_is_refused_with_the_nearest(call):
    code, out, err = call("claim", "--scenario", "two-twons")
    assert (code, out) == (Exit.USAGE, "")
    assert 'the nearest is "two-towns"' in err


def test_nobody_waits_for_a_page_that_cannot_be_written(call, tmp_path, monkeypatch):
    monkeypatch.setattr(claiming, "page", None)
    code, _, err = call(*QUICK, "--out", tmp_path / "nowhere" / "page.md")
    assert code == Exit.ENVIRONMENT
    assert "nowhere" in err
