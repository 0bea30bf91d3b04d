"""The command line: data on stdout, narration on stderr, and an exit code for each ending."""

import gzip
import json
import os
import sqlite3
import subprocess
import sys
from importlib.metadata import version

import pytest

import tui.launch
from deliberate import (
    PLAYERS,
    STAKEHOLDERS,
    Phase,
    assumption_names,
    governance_names,
    leader_systems,
    load_scenario,
    replay,
)
from deliberate.journal import Journal
from elections import Scores, systems
from tui import cli, report
from tui.exits import Exit

BALLOTS = """\
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: 9
# NUMBER UNIQUE ORDERS: 3
# ALTERNATIVE NAME 1: Ann
# ALTERNATIVE NAME 2: Bob
# ALTERNATIVE NAME 3: Cat
4: 1
3: 2,3
2: 3,2
"""
TIED = BALLOTS.replace("4: 1\n3: 2,3\n2: 3,2\n", "3: 1\n3: 2\n3: 3\n")
KINDS = (
    *("systems", "options", "criteria", "formats", "places", "rules", "models", "strategies"),
    *("scenarios", "footprints", "governances", "lines", "groups", "talks", "stances"),
    *("events", "assumptions", "players", "stakeholders"),
)
ESTIMATED = ("lines", "groups", "talks", "stances", "events")


@pytest.fixture
def ballots(tmp_path):
    path = tmp_path / "ward.soi"
    path.write_text(BALLOTS, encoding="utf-8")
    return path


@pytest.fixture
def tied(tmp_path):
    path = tmp_path / "level.soi"
    path.write_text(TIED, encoding="utf-8")
    return path


def shell(*words, **options):
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "tui.cli", *map(str, words)],
        check=False,
        timeout=60,
        **{"stdin": subprocess.DEVNULL, "capture_output": True, **options},
    )


# Endings


def test_the_exit_codes_are_what_other_programs_rely_on():
    codes = {code.name: int(code) for code in Exit}
    assert codes == {"OK": 0, "FAILED": 1, "USAGE": 2, "ENVIRONMENT": 3, "INTERRUPTED": 130}


@pytest.mark.parametrize("words", [["--help"], ["elect", "--help"], ["-h"]])
def test_help_is_told_on_stdout(call, words):
    code, out, err = call(*words)
    assert code == Exit.OK
    assert out.startswith("Usage: ")
    assert err == ""


def test_the_version_is_that_of_the_package(call):
    assert call("--version") == (Exit.OK, f"deliberate, version {version('deliberate')}\n", "")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["vote"],
        ["elect"],
        ["elect", "ward.soi", "--ties", "chance"],
        ["elect", "ward.soi", "--seed", "many"],
        ["list"],
        ["list", "parties"],
        ["run", "two-towns", "--years", "0"],
        ["run", "two-towns", "--years", "11"],
        ["run", "two-towns", "--seed", "-1"],
        ["run", "two-towns", "--set", "years"],
        ["run", "two-towns", "--seat", "=block"],
        ["run", "two-towns", "--set", "years=five"],
        ["run"],
        ["replay"],
        ["play", "--loud"],
    ],
    ids=" ".join,
)
def test_a_wrong_word_is_refused(call, words):
    code, out, err = call(*words)
    assert code == Exit.USAGE
    assert out == ""
    assert err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "two-town"], 'the nearest is "two-towns"'),
        (["run", "two-towns", "--governance", "reform-2018"], 'the nearest is "reform-2017"'),
        (["run", "two-towns", "--player", "directiv"], 'the nearest is "directive"'),
        (["run", "two-towns", "--system", "ivr"], '"irv"'),
        (["run", "two-towns", "--seat", "counsils=block"], 'the nearest is "councils"'),
        (["run", "two-towns", "--seat", "councils=blok"], 'the nearest is "block"'),
        (["run", "two-towns", "--assume", "null-evidense"], 'the nearest is "null-evidence"'),
        (["run", "two-towns", "--set", "parameters.buyin.habbit=1"], 'the nearest is "habit"'),
        (["play", "two-town"], 'the nearest is "two-towns"'),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(call, words, said):
    code, out, err = call(*words, terminal=True)
    assert code == Exit.USAGE
    assert out == ""
    assert said in err


def test_an_unknown_system_is_refused_with_the_nearest(call, ballots):
    code, out, err = call("elect", ballots, "--system", "plurallity")
    assert (code, out) == (Exit.USAGE, "")
    assert '"plurality"' in err


def test_a_system_for_other_ballots_is_refused(call, ballots):
    code, out, err = call("elect", ballots, "--system", "approval")
    assert (code, out) == (Exit.USAGE, "")
    assert "approval" in err.lower()


def test_a_bad_ballot_file_is_refused_with_its_line(call, ballots):
    ballots.write_text(BALLOTS.replace("3: 2,3", "3: 2,2"), encoding="utf-8")
    code, out, err = call("elect", ballots)
    assert (code, out) == (Exit.USAGE, "")
    assert "ward.soi:8: " in err


@pytest.mark.parametrize("words", [["elect"], ["replay"]])
def test_a_missing_file_is_refused(call, tmp_path, words):
    code, out, err = call(*words, tmp_path / "nowhere.soi")
    assert (code, out) == (Exit.USAGE, "")
    assert "nowhere.soi" in err


@pytest.mark.parametrize("words", [["elect"], ["replay"], ["run"]])
def test_a_directory_is_refused(call, tmp_path, words):
    place = tmp_path / "place.soi"
    place.mkdir()
    code, out, err = call(*words, place)
    assert code in {Exit.USAGE, Exit.ENVIRONMENT}
    assert out == ""
    assert "place.soi" in err


@pytest.mark.parametrize("content", [b"", b"\0" * 200, b"SQLite format 3\0" + b"\0" * 200])
def test_what_is_no_session_is_refused_and_stays_as_it_is(call, tmp_path, content):
    path = tmp_path / "x.deliberate"
    path.write_bytes(content)
    code, out, err = call("replay", path)
    assert (code, out) == (Exit.USAGE, "")
    assert "not a session" in err
    assert path.read_bytes() == content


def test_a_scenario_file_with_faults_is_refused_with_their_lines(call, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('title = "Mine"\nyears = "five"\n', encoding="utf-8")
    code, out, err = call("run", path)
    assert (code, out) == (Exit.USAGE, "")
    assert "mine.toml:2: " in err


@pytest.mark.parametrize("words", [["play"], ["play", "two-towns"]])
def test_play_without_a_terminal_says_so_and_names_run(call, words):
    code, out, err = call(*words)
    assert (code, out) == (Exit.ENVIRONMENT, "")
    assert "terminal" in err
    assert "deliberate run" in err


def test_resume_without_a_terminal_says_so(call, elected, keep):
    keep(elected)
    code, out, err = call("resume")
    assert (code, out) == (Exit.ENVIRONMENT, "")
    assert "terminal" in err


def test_a_terminal_that_is_too_small_is_refused(call, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("LINES", "20")
    code, out, err = call("play", terminal=True)
    assert (code, out) == (Exit.ENVIRONMENT, "")
    assert "60×20" in err
    assert "80×24" in err


def test_resume_with_nothing_kept_says_so(call):
    code, out, err = call("resume", terminal=True)
    assert (code, out) == (Exit.USAGE, "")
    assert "deliberate play" in err


def test_resume_of_an_unknown_session_names_the_nearest(call, elected, keep):
    keep(elected, name="two-towns-1")
    code, out, err = call("resume", "two-towns-2", terminal=True)
    assert (code, out) == (Exit.USAGE, "")
    assert 'the nearest is "two-towns-1"' in err


def test_a_session_file_that_exists_is_never_overwritten(call, tmp_path):
    path = tmp_path / "game.deliberate"
    path.write_bytes(b"mine")
    code, out, err = call("run", "two-towns", "--years", 1, "--session", path)
    assert code == Exit.USAGE
    assert out == ""
    assert "exists" in err
    assert path.read_bytes() == b"mine"


def test_a_full_disk_is_the_environment_s_fault(call, tmp_path, monkeypatch):
    def full(*_, **__):
        raise sqlite3.OperationalError("database or disk is full")

    class Full:
        execute = full

        def close(self):
            pass

    made = Journal.create.__func__

    def create(cls, path, scenario, seed):
        journal = made(cls, path, scenario, seed)
        journal._connection.close()
        journal._connection = Full()
        return journal

    monkeypatch.setattr(Journal, "create", classmethod(create))
    path = tmp_path / "game.deliberate"
    code, out, err = call("run", "two-towns", "--years", 1, "--session", path)
    assert (code, out) == (Exit.ENVIRONMENT, "")
    assert "disk is full" in err


def test_a_folder_that_cannot_be_written_is_the_environment_s_fault(call, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    path = tmp_path / "file" / "game.deliberate"
    code, out, err = call("run", "two-towns", "--years", 1, "--session", path)
    assert (code, out) == (Exit.ENVIRONMENT, "")
    assert "game.deliberate" in err


@pytest.mark.parametrize("stop", [KeyboardInterrupt, EOFError])
def test_an_interruption_is_told_from_a_failure(call, monkeypatch, stop):
    def interrupted(*_, **__):
        raise stop

    monkeypatch.setattr(report, "run", interrupted)
    code, out, err = call("run", "two-towns")
    assert (code, out) == (Exit.INTERRUPTED, "")
    assert err.strip() == "interrupted"


def test_a_fault_of_our_own_is_not_hidden(monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr(report, "run", broken)
    monkeypatch.setattr(sys, "argv", ["deliberate", "run", "two-towns"])
    with pytest.raises(ZeroDivisionError):
        cli.main()


# elect


def test_the_alternative_vote_counts_where_no_system_is_named(call, ballots):
    code, out, err = call("elect", ballots)
    assert (code, err) == (Exit.OK, "")
    assert "Alternative vote" in out
    assert "Bob is elected." in out


def test_systems_count_in_the_order_in_which_they_are_named(call, ballots):
    _, out, _ = call("elect", ballots, "--system", "plurality", "--system", "irv", "--json")
    told = json.loads(out)["counts"]
    assert [(each["system"], each["elected"]) for each in told] == [
        ("plurality", "Ann"),
        ("irv", "Bob"),
    ]


def test_json_has_the_shape_that_other_programs_rely_on(call, ballots):
    code, out, err = call("elect", ballots, "--system", "irv", "--json")
    told = json.loads(out)
    assert (code, err) == (Exit.OK, "")
    assert told["candidates"] == ["Ann", "Bob", "Cat"]
    assert told["voters"] == 9
    assert told["condorcet_winner"] == "Bob"
    assert told["pairwise"] == [[0, 4, 4], [5, 0, 3], [5, 2, 0]]
    (count,) = told["counts"]
    assert count["system"] == "irv"
    assert count["elected"] == "Bob"
    assert count["winners"] == ["Bob"]
    assert count["ties"] == []
    assert [
        {key: each[key] for key in ("tally", "exhausted", "eliminated")} for each in count["rounds"]
    ] == [
        {"tally": {"Ann": 4, "Bob": 3, "Cat": 2}, "exhausted": 0, "eliminated": ["Cat"]},
        {"tally": {"Bob": 5, "Ann": 4}, "exhausted": 0, "eliminated": []},
    ]


def test_nobody_beats_all_others_in_a_cycle(call, ballots):
    ballots.write_text(BALLOTS.replace("4: 1\n3: 2,3\n2: 3,2", "1: 1,2,3\n1: 2,3,1\n1: 3,1,2"))
    told = json.loads(call("elect", ballots, "--json")[1])
    assert told["condorcet_winner"] is None


def test_all_counts_by_all_systems_and_says_which_were_left_out(call, ballots):
    code, out, err = call("elect", ballots, "--all", "--json")
    told = json.loads(out)
    counted = [each["system"] for each in told["counts"]]
    missing = [each for each in systems() if each.id not in counted]
    assert code == Exit.OK
    assert {"plurality", "two_round", "supplementary", "irv", "borda", "schulze"} <= set(counted)
    assert {each.id for each in missing} == {each.id for each in systems() if each.takes is Scores}
    assert all(each.name in err for each in missing)
    assert len(err.splitlines()) == 1


def test_a_tie_is_broken_as_was_asked(call, tied):
    def count(*words):
        (told,) = json.loads(call("elect", tied, "--system", "plurality", "--json", *words)[1])[
            "counts"
        ]
        return told

    assert count("--ties", "order")["elected"] == "Ann"
    assert count("--ties", "all")["elected"] is None
    assert count("--ties", "all")["winners"] == ["Ann", "Bob", "Cat"]
    drawn = {count("--ties", "lot", "--seed", seed)["elected"] for seed in range(20)}
    assert drawn == {"Ann", "Bob", "Cat"}
    assert count("--seed", 7) == count("--ties", "lot", "--seed", 7)
    assert count()["ties"]


def test_a_warning_does_not_disturb_the_data(call, ballots):
    ballots.write_text(BALLOTS.replace("NUMBER VOTERS: 9", "NUMBER VOTERS: 10"), encoding="utf-8")
    code, out, err = call("elect", ballots, "--json")
    assert code == Exit.OK
    assert json.loads(out)["voters"] == 9
    assert "ward.soi:2: NUMBER VOTERS: 10 announced, 9 found" in err


def test_a_compressed_file_is_counted_alike(call, ballots, tmp_path):
    packed = tmp_path / "ward.soi.gz"
    packed.write_bytes(gzip.compress(ballots.read_bytes()))
    assert call("elect", packed) == call("elect", ballots)


def test_no_malformed_file_gives_a_traceback(call, shared):
    found = sorted((shared / "data" / "malformed").iterdir())
    assert found
    for path in found:
        for form in ([], ["--json"]):
            code, out, err = call("elect", path, "--all", *form)
            assert code in {Exit.OK, Exit.USAGE}, path
            assert (out == "") == (code == Exit.USAGE), path
            assert path.name in err or code == Exit.OK, path
            said = out + err
            assert all(each.isprintable() or each == "\n" for each in said), path
            if form and code == Exit.OK:
                assert isinstance(json.loads(out)["counts"], list)


def test_a_large_file_is_counted_by_every_system(call, shared):
    path = shared / "data" / "preflib" / "00020-00000003.toi"
    code, out, _ = call("elect", path, "--all", "--json")
    told = json.loads(out)
    assert code == Exit.OK
    assert told["voters"] == 298_788
    elected = {each["system"]: each["elected"] for each in told["counts"]}
    assert elected["plurality"] == "Shawn Bunney"
    assert elected["irv"] == "Pat Mccarthy"


# list


@pytest.mark.parametrize("kind", KINDS)
def test_everything_that_can_be_chosen_is_listed(call, kind):
    code, out, err = call("list", kind, "--json")
    rows = json.loads(out)
    assert (code, err) == (Exit.OK, "")
    assert len({row["id"] for row in rows}) == len(rows)
    code, text, err = call("list", kind)
    assert (code, err) == (Exit.OK, "")
    head, *table = text.splitlines()
    assert head.split() == list(rows[0])
    assert [line.split()[0] for line in table] == [row["id"] for row in rows]


def test_the_lists_are_those_of_the_game(call):
    def ids(kind):
        return [row["id"] for row in json.loads(call("list", kind, "--json")[1])]

    assert ids("systems") == [each.id for each in systems()]
    assert set(ids("governances")) == set(governance_names())
    assert set(ids("players")) == set(PLAYERS)
    assert set(ids("stakeholders")) == set(STAKEHOLDERS)
    assert set(ids("assumptions")) == set(assumption_names())
    scenario = load_scenario("generic")
    assert ids("lines") == [each.id for each in scenario.lines]
    assert ids("groups") == [each.id for each in scenario.groups]
    assert ids("talks") == [each.id for each in scenario.formats]
    assert ids("stances") == [each.id for each in scenario.stances]
    assert ids("events") == [each.id for each in scenario.events]
    assert len(ids("footprints")) == 44
    assert {"two-towns", "rural-coast"} <= set(ids("scenarios"))


@pytest.mark.parametrize("kind", ESTIMATED)
def test_what_is_estimated_says_so(call, kind):
    rows = json.loads(call("list", kind, "--json")[1])
    assert all("assumed" in row["status"] for row in rows)


def test_where_facts_come_from_is_listed(call):
    assert all(
        row["source"].endswith(")") for row in json.loads(call("list", "events", "--json")[1])
    )
    for row in json.loads(call("list", "footprints", "--json")[1]):
        assert row["gap_status"]
        assert "estimated" in row["pot_status"]


def test_assumptions_tell_what_they_set(call):
    rows = {row["id"]: row for row in json.loads(call("list", "assumptions", "--json")[1])}
    assert rows["null-evidence"]["sets"]["lines.social.avoided"] == 0
    assert rows["null-evidence"]["summary"]


# run and replay


@pytest.mark.parametrize("governance", governance_names())
@pytest.mark.parametrize("player", PLAYERS)
def test_every_player_plays_under_all_powers(call, governance, player):
    words = ["run", "two-towns", "--governance", governance, "--player", player, "--years", 2]
    code, out, err = call(*words, "--json")
    told = json.loads(out)
    assert (code, err) == (Exit.OK, "")
    assert told["governance"] == governance
    assert len(told["years"]) == 2
    assert all(sum(year["split_k"]) == year["spendable_k"] for year in told["years"])
    for year, before in zip(told["years"], [told["start"], *told["years"]], strict=False):
        for group, was, now in zip(told["groups"], before["buyin"], year["buyin"], strict=True):
            assert now - was == pytest.approx(sum(year["reasons"][group].values()), abs=1e-6)


@pytest.mark.parametrize("system", [each.id for each in leader_systems()])
def test_every_system_can_choose_the_leader(call, system):
    _, out, _ = call("run", "two-towns", "--system", system, "--years", 1, "--json")
    election = json.loads(out)["election"]
    assert election["system"] == system
    assert election["elsewhere"][system] == election["elected"] == json.loads(out)["leader"]
    assert set(election["elsewhere"]) == {*load_scenario("two-towns").compared, system}


def test_any_footprint_can_be_played(call):
    _, out, _ = call("run", "dorset", "--years", 1, "--json")
    assert json.loads(out)["footprint"] == "dorset"


def test_a_scenario_has_its_own_years_unless_told(call):
    first = json.loads(call("run", "two-towns", "--json")[1])
    assert len(first["years"]) == 5
    text = call("run", "two-towns", "--years", 3)[1]
    assert "2017/18  2018/19  2019/20" in text
    assert "2020/21" not in text


def game(call, *words):
    """Return what a game of the two towns came to."""
    code, out, err = call("run", "two-towns", "--years", 2, *words, "--json")
    assert (code, err) == (Exit.OK, "")
    return json.loads(out)


def test_a_key_is_set_as_a_scenario_file_would_set_it(call):
    plain = game(call)
    assert game(call, "--set", "turnout=0.28") == plain
    assert game(call, "--set", "years=2") == plain
    assert game(call, "--set", "parameters.buyin.luck=0")["digest"] != plain["digest"]
    assert game(call, "--set", "system=plurality")["system"] == "plurality"
    told = game(call, "--governance", "stp-2016", "--set", "governance.elected=true")
    assert told["governance"] == "own"
    assert told["election"]["elected"] == told["leader"]


def test_assumptions_are_laid_over_the_scenario(call):
    same = ["--set", "lines.social.avoided=0", "--set", "lines.community.avoided=0"]
    same += ["--set", "lines.primary.avoided=0", "--set", "lines.prevention.avoided=0"]
    same += ["--set", "parameters.services.integrated_care=0"]
    assert game(call, "--assume", "null-evidence") == game(call, *same)
    assert game(call, "--assume", "null-evidence") != game(call)


def test_a_stakeholder_answers_for_its_group_every_year(call):
    told = game(call, "--governance", "stp-2016", "--seat", "councils=block")
    said = [year["answers"] for year in told["years"]]
    assert [[each["group"] for each in answers] for answers in said] == [["councils"]] * 2
    assert all(each["consent"] == 0 for answers in said for each in answers)
    text = call("run", "two-towns", "--years", 2, "--seat", "councils=block")[1]
    assert text.count("consent to cuts: Councils 0%") == 2


def test_a_game_tells_its_accounts_events_and_elections(call):
    told = game(call, "--set", "term=1", "--player", "council-integrator")
    first, second = told["years"]
    assert second["accounts_k"]["withheld"] == first["accounts_k"]["lost"]
    assert first["accounts_k"]["raised"] > 0
    for year in told["years"]:
        money = year["accounts_k"]
        assert year["spendable_k"] == year["pot_k"] - money["kept"] + money["drawn"]
    known = {row["id"] for row in json.loads(call("list", "events", "--json")[1])}
    assert {event for year in told["years"] for event in year["events"]} <= known
    assert [each["year"] for each in told["elections"]] == [1, 2]
    assert told["election"] == told["elections"][-1]
    assert {"money balance", "overspending", "turnout"} <= set(told["measures"])
    text = call("run", "two-towns", "--years", 2, "--set", "term=1")[1]
    assert text.count(" was elected by ") == 2
    assert "Reserves, £m" in text


def test_the_same_seed_gives_the_same_game(call):
    words = ["run", "rural-coast", "--years", 2]
    assert call(*words, "--seed", 4) == call(*words, "--seed", 4)
    assert call(*words, "--seed", 4)[1] != call(*words, "--seed", 5)[1]
    assert call(*words) == call(*words, "--seed", 0)


def test_a_session_that_is_written_replays_as_proven(call, tmp_path):
    path = tmp_path / "game.deliberate"
    code, out, err = call("run", "two-towns", "--years", 2, "--session", path, "--json")
    assert code == Exit.OK
    assert str(path) in err
    played = json.loads(out)
    code, out, err = call("replay", path, "--json")
    again = json.loads(out)
    assert (code, err) == (Exit.OK, "")
    assert again["proven"] is True
    assert again["differing"] == []
    assert again["entries"][-1]["digest"] == played["digest"]
    assert again["entries"][-1]["phase"] == Phase.DEBRIEF
    code, text, _ = call("replay", path)
    assert code == Exit.OK
    assert f"{len(again['entries'])} entries, proven" in text
    assert len(text.splitlines()) == 1 + len(again["entries"])


def test_replay_finds_a_kept_session_by_its_name(call, elected, keep):
    keep(elected, name="two-towns-1")
    code, out, _ = call("replay", "two-towns-1")
    assert code == Exit.OK
    assert "proven" in out


def test_resume_opens_what_run_wrote(call, folder, monkeypatch):
    path = folder / "game.deliberate"
    call("run", "two-towns", "--years", 1, "--session", path)
    opened = []
    monkeypatch.setattr(
        tui.launch, "launch", lambda **what: opened.append(what["session"]) or Exit.OK
    )
    for words in ([], ["game"], [path]):
        assert call("resume", *words, terminal=True)[0] == Exit.OK
    assert opened == [path] * 3


def test_a_tampered_session_fails_its_replay(call, elected, keep):
    path = keep(elected)
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER no_change")
    connection.execute("UPDATE journal SET digest = 'other' WHERE seq = 2")
    connection.commit()
    connection.close()
    code, out, err = call("replay", path)
    assert code == Exit.FAILED
    assert "not proven" in out
    assert "entries whose state differs from the record: 1" in err
    assert not replay(path).proven
    assert json.loads(call("replay", path, "--json")[1])["differing"] == [2]


# In a process of its own


def test_stdout_and_stderr_are_apart_in_a_shell(ballots):
    ballots.write_text(BALLOTS.replace("NUMBER VOTERS: 9", "NUMBER VOTERS: 10"), encoding="utf-8")
    done = shell("elect", ballots, "--all", "--json")
    assert done.returncode == Exit.OK
    assert json.loads(done.stdout)["voters"] == 9
    assert b"announced" in done.stderr
    assert b"Traceback" not in done.stderr


def test_play_in_a_pipe_says_what_to_do():
    done = shell("play")
    assert done.returncode == Exit.ENVIRONMENT
    assert b"deliberate run" in done.stderr
    assert done.stdout == b""


def test_an_unknown_word_in_a_shell_is_refused():
    done = shell("vote")
    assert done.returncode == Exit.USAGE
    assert b"vote" in done.stderr


def test_a_reader_who_has_had_enough_is_no_failure():
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = shell(
            "list",
            "footprints",
            "--json",
            capture_output=False,
            stdout=closed,
            stderr=subprocess.PIPE,
        )
    assert done.returncode == Exit.OK
    assert done.stderr == b""


def test_a_disk_that_is_full_of_output_is_said():
    if not os.path.exists("/dev/full"):  # noqa: PTH110 - a device, not a file of ours
        pytest.skip("there is no /dev/full here")
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - as above
        done = shell("list", "systems", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == Exit.ENVIRONMENT
    assert b"Traceback" not in done.stderr
    assert b"No space left" in done.stderr


def test_escapes_in_a_wrong_word_do_not_reach_the_terminal():
    nasty = "\x1b[2J\x1b]0;x\x07"
    for words in (
        ["elect", nasty],
        ["run", nasty],
        ["replay", nasty],
        [nasty],
        ["list", nasty],
        ["elect", "x.soi", "--seed", nasty],
        ["run", "x", "--player", nasty],
        ["run", "x", "--set", nasty],
        ["run", "two-towns", "--set", f"{nasty}=1"],
        ["run", "two-towns", "--set", f"system={nasty}"],
        ["run", "two-towns", "--seat", f"{nasty}={nasty}"],
        ["run", "two-towns", "--assume", nasty],
    ):
        done = shell(*words)
        assert done.returncode == Exit.USAGE, words
        assert b"\x1b" not in done.stderr, words
        assert b"Traceback" not in done.stderr, words
