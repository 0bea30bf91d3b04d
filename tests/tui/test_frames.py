"""Key screens as text, character by character, against the frames in frames/.

`pytest tests/tui/test_frames.py --update-frames` writes the frames anew after a change of looks;
what changed is then seen in the difference of the files.
"""

import asyncio
import re
from difflib import unified_diff
from pathlib import Path

import pytest
from attrs import evolve

from deliberate import Phase, governance, load_scenario
from tests.tui.hands import playing
from tui.screens.events import EventChoice
from tui.screens.setup import SetUp

FRAMES = Path(__file__).parent / "frames"
AT_80 = (
    "welcome",
    "set-up",
    "hustings",
    "polling",
    "count",
    "other-systems",
    "briefing",
    "events",
    "deliberation",
    "decision",
    "outcome",
    "debrief",
    "hustings-again",
)
APPOINTED = ("appointment", "decision-held-back")
AT_120 = ("decision-wide",)


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """Play short games and return every frame that was looked at."""
    return asyncio.run(look(tmp_path_factory.mktemp("sessions")))


async def look(folder):
    scenario = evolve(load_scenario("two-towns"), years=1)
    old_powers = evolve(scenario, governance=governance("stp-2016"))
    frames = {}
    async with playing(folder) as hands:
        frames["welcome"] = hands.frame()
        await hands.press("enter")
        await hands.reach(SetUp)
        frames["set-up"] = hands.frame()
        await hands.begin(scenario, seed=7)
        await hands.press("down")
        frames["hustings"] = hands.frame()
        await hands.play_to(Phase.POLLING)
        frames["polling"] = hands.frame()
        await hands.play_to(Phase.COUNT)
        await hands.press("right", "right", "right")
        frames["count"] = hands.frame()
        await hands.press("o")
        frames["other-systems"] = hands.frame()
        await hands.play_to(Phase.BRIEFING)
        frames["briefing"] = hands.frame()
        await hands.press("x")
        await hands.reach(EventChoice)
        frames["events"] = hands.frame()
        await hands.press("escape")
        await hands.at_phase()
        await hands.play_to(Phase.DELIBERATION)
        await hands.hold(2)
        frames["deliberation"] = hands.frame()
        await hands.play_to(Phase.DECISION)
        await hands.press("shift+right", "shift+right")
        frames["decision"] = hands.frame()
        await hands.play_to(Phase.OUTCOME)
        frames["outcome"] = hands.frame()
        await hands.play_to(Phase.DEBRIEF)
        frames["debrief"] = hands.frame()
    async with playing(folder) as hands:
        await hands.begin(old_powers, seed=7)
        frames["appointment"] = hands.frame()
        await hands.play_to(Phase.DECISION)
        await hands.press(*["shift+right"] * 5)
        frames["decision-held-back"] = hands.frame()
    async with playing(folder) as hands:
        await hands.begin(evolve(scenario, years=2, term=1), seed=7)
        await hands.play_to(Phase.HUSTINGS, year=2)
        frames["hustings-again"] = hands.frame()
    async with playing(folder, size=(120, 40)) as hands:
        await hands.begin(old_powers, seed=7)
        await hands.play_to(Phase.DECISION)
        frames["decision-wide"] = hands.frame()
    return frames


@pytest.mark.parametrize("name", [*AT_80, *APPOINTED, *AT_120])
def test_a_screen_is_as_it_was(seen, name, request):
    path, now = FRAMES / f"{name}.txt", seen[name] + "\n"
    if request.config.getoption("--update-frames"):
        FRAMES.mkdir(exist_ok=True)
        path.write_text(now, encoding="utf-8", newline="\n")
    assert path.exists(), f"there is no {path}; --update-frames writes it"
    before = path.read_text(encoding="utf-8")
    difference = "\n".join(
        unified_diff(before.splitlines(), now.splitlines(), "as it was", "as it is", lineterm="")
    )
    if difference:
        pytest.fail(f"{name} has changed:\n{difference}", pytrace=False)


def test_a_screen_fills_the_terminal_and_no_more(seen):
    for name, frame in seen.items():
        width, height = (120, 40) if name in AT_120 else (80, 24)
        lines = frame.split("\n")
        assert len(lines) == height
        assert max(map(len, lines)) <= width


def test_a_cut_that_is_held_back_says_by_whom_and_how_much(seen):
    assert re.search(r"Hospital .* \+\d+\.\d Acute trusts\n", seen["decision-held-back"])


def test_no_frame_is_left_over(seen):
    assert {path.stem for path in FRAMES.glob("*.txt")} == set(seen)
