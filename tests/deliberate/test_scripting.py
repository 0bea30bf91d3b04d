"""Games in a script, and the fixtures that other projects' tests may ask for."""

import subprocess
import sys

import pytest

from deliberate import Game, IllegalDecision, Phase, ScenarioError, load_scenario, replay

pytest_plugins = ["deliberate.testing"]

OTHERS = """
pytest_plugins = ["deliberate.testing"]


def test_an_election_and_three_years(footprint_game, electorate):
    game = footprint_game("cornwall", system="irv", residents=200)
    assert game.elect().count.elected == game.state.leader.name
    for _ in range(3):
        game.consult("tables", ["councils", "gps"])
        year = game.decide({"hospital": -2_000, "social": 2_000}, stance="comply")
        assert sum(year.split) == year.spendable
    assert len(game.years) == 3
    assert electorate(voters=99).voters == 99
"""


def test_a_new_user_scripts_an_election_and_three_years(tmp_path):
    (tmp_path / "test_ours.py").write_text(OTHERS, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_the_package_does_not_load_pytest():
    loaded = "import sys, deliberate; print('pytest' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_fixtures_are_seeded(footprint_game, electorate):
    one, two, again = footprint_game(), footprint_game(), footprint_game(seed=1)
    assert [game.state.seed for game in (one, two, again)] == [1, 2, 1]
    assert electorate() == electorate()
    assert electorate(seed=2) != electorate(seed=3)


def test_a_script_says_what_it_wants_in_plain_words(two_towns):
    with Game(two_towns, seed=4) as game:
        game.strike("heatwave")
        game.answer("acute", consent=0.0)
        before = game.state.split
        year = game.decide({"social": 1_000, "primary": -1_000}, stance="hold", precept=1.0)
        assert "heatwave" in year.events
        assert year.answers[0].consent == 0
        assert (year.precept, year.stance, year.previous) == (1.0, "hold", before)
        planned = [meant - still for meant, still in zip(year.plan, year.standstill, strict=True)]
        assert planned == [0, 0, -1_000, 1_000, 0]
        assert game.state.phase is Phase.BRIEFING
        game.play("directive")
        assert game.over
        assert set(game.outcomes()) >= {"mean buy-in", "money balance", "hospital pressure"}


def test_shares_are_a_split_too(two_towns):
    game = Game(two_towns)
    year = game.decide(shares=[5, 2, 1, 1, 1])
    assert year.plan[0] == pytest.approx(year.spendable / 2, abs=1)


def test_what_a_script_takes_back_is_gone(two_towns):
    game = Game(two_towns)
    game.elect()
    before = game.state
    game.consult("plenary")
    game.undo()
    game.undo()
    assert game.state == before


def test_a_script_can_keep_its_session(two_towns, tmp_path):
    path = tmp_path / "kept.deliberate"
    with Game(two_towns, path=path) as game:
        game.play(years=1)
    assert replay(path).proven


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda game: game.decide({"hospitl": 1}), 'the nearest is "hospital"'),
        (lambda game: game.decide({"hospital": 1}), "the lines sum to"),
        (lambda game: game.consult("tabels"), 'the nearest is "tables"'),
        (lambda game: game.consult("tables", ["gp"]), 'the nearest is "gps"'),
        (lambda game: game.answer("gps", [1.0]), "5 shares"),
        (lambda game: game.strike("heatwav"), 'the nearest is "heatwave"'),
    ],
)
def test_a_script_is_refused_as_people_are(two_towns, ask, said):
    with pytest.raises(IllegalDecision, match=said):
        ask(Game(two_towns))


def test_a_game_names_a_change_that_does_not_fit():
    with pytest.raises(ScenarioError, match='no key is called "sistem"; the nearest is "system"'):
        Game("two-towns", sistem="irv")
    with pytest.raises(ScenarioError, match=r"habit = 3\.0: expected a number from 0\.2 to 0\.9"):
        Game("two-towns", **{"parameters.buyin.habit": 3.0})


def test_an_appointed_lead_is_not_elected():
    game = Game(load_scenario("dorset", {"governance": "stp-2016"}))
    assert game.elect() is None
    assert game.state.phase is Phase.BRIEFING


def test_one_group_is_a_group_and_not_its_letters(two_towns):
    game = Game(two_towns, seed=4)
    game.consult("tables", "councils")
    assert game.state.consultations[0].groups == ("councils",)


@pytest.mark.parametrize(
    ("wrong", "kind", "said"),
    [
        (lambda place: Game(place, system="irv"), ScenarioError, "system: a scenario that has"),
        (lambda place: Game(place, seed=1.5), ScenarioError, "a whole number from 0, not 1.5"),
        (lambda place: Game(place, seed="x"), ScenarioError, "a whole number from 0, not 'x'"),
        (lambda place: Game(place).decide(shares=[-1, 1, 1, 1, 1]), IllegalDecision, "shares must"),
        (lambda place: Game(place).decide(draw=1.5), IllegalDecision, "£ thousand, not 1.5"),
    ],
)
def test_what_a_script_gets_wrong_is_said(two_towns, wrong, kind, said):
    with pytest.raises(kind, match=said):
        wrong(two_towns)
