"""Counting and converting ballot files by command."""

import json

import pytest

from elections import Profile, read, read_file, system, systems
from tui.exits import Exit

WARD = """4 2
[tie 3 4 1 2]
6 1 2 0
5 3 4 0
2 2 1 0
1 4=2 0
0
"Ann"
"Bob"
"Cat"
"Dan"
"A ward"
"""

SCORES = "Ann,Bob,Cat\n5,4,0\n0,3,5\n2,5,1\n"


@pytest.fixture
def ward(tmp_path):
    path = tmp_path / "ward.blt"
    path.write_text(WARD, encoding="utf-8")
    return path


@pytest.fixture
def scores(tmp_path):
    path = tmp_path / "scores.csv"
    path.write_text(SCORES, encoding="utf-8")
    return path


def counted(call, *words):
    code, out, err = call("elect", *words, "--json")
    assert code == Exit.OK, err
    return json.loads(out)["counts"]


def test_the_file_says_how_many_seats_there_are(call, ward):
    [count] = counted(call, ward, "--system", "stv")
    assert len(count["winners"]) == 2
    [count] = counted(call, ward, "--system", "stv", "--seats", "3")
    assert len(count["winners"]) == 3
    assert counted(call, ward)[0]["system"] == "irv"


def test_a_system_of_one_seat_cannot_fill_two(call, ward):
    code, _, err = call("elect", ward, "--system", "irv", "--seats", "2")
    assert code == Exit.USAGE
    assert "fills one seat, not 2" in err


def test_ties_may_go_by_the_order_in_the_file(call, tmp_path):
    level = tmp_path / "level.blt"
    level.write_text('2 1\n[tie 2 1]\n1 1 0\n1 2 0\n0\n"Ann"\n"Bob"\n"T"\n', encoding="utf-8")
    [count] = counted(call, level, "--system", "plurality", "--ties", "file")
    assert count["elected"] == "Bob"
    plain = tmp_path / "plain.soi"
    plain.write_text("# ALTERNATIVE NAME 1: Ann\n1: 1\n", encoding="utf-8")
    code, _, err = call("elect", plain, "--ties", "file")
    assert code == Exit.USAGE
    assert "gives no order for breaking ties" in err


def test_options_of_systems(call, ward):
    words = ("--system", "minimax", "--option")
    [count] = counted(call, ward, *words, "strength=winning_votes")
    assert count["columns"]
    for wrong, said in (
        ("strength", "is not NAME=VALUE"),
        ("strenght=margins", 'did you mean "strength"?'),
        ("strength=margin", 'did you mean "margins"?'),
    ):
        code, _, err = call("elect", ward, *words, wrong)
        assert code == Exit.USAGE
        assert said in err


def test_ratings_are_counted_by_score_unless_told(call, scores):
    [count] = counted(call, scores)
    assert (count["system"], count["elected"]) == ("score", "Bob")
    found = {count["system"] for count in counted(call, scores, "--all")}
    assert {"score", "star", "majority_judgment"} <= found
    assert "irv" not in found


def test_every_system_can_look_at_the_ballots_as_it_needs(call, scores, ward):
    [count] = counted(call, scores, "--as", "rankings", "--system", "schulze")
    assert count["elected"] == "Bob"
    [count] = counted(call, ward, "--as", "approvals", "--system", "approval")
    assert count["rounds"][0]["tally"] == {"Bob": 9, "Ann": 8, "Dan": 6, "Cat": 5}
    code, _, err = call("elect", ward, "--as", "ratings")
    assert code == Exit.USAGE
    assert "no ratings follow" in err


def test_raw_papers_follow_the_rules_that_are_given(call, tmp_path):
    papers = tmp_path / "papers.csv"
    papers.write_text("id,rank1,rank2,rank3\n1,Ann,,Bob\n2,,Bob,Ann\n3,Cat,,Ann\n", "utf-8")
    kept = counted(call, papers)[0]["rounds"][0]["tally"]
    ended = counted(call, papers, "--rule", "skipped=exhaust")[0]["rounds"][0]["tally"]
    assert kept == {"Ann": 1, "Bob": 1, "Cat": 1}
    assert sum(ended.values()) == 2
    for words, said in (
        (("--rule", "skipped=exhuast"), 'did you mean "exhaust"?'),
        (("--rule", "skiped=exhaust"), 'did you mean "skipped"?'),
        (("--papers", "main"), 'did you mean "maine"?'),
    ):
        code, _, err = call("elect", papers, *words)
        assert code == Exit.USAGE
        assert said in err


def test_raw_papers_follow_the_rules_of_a_place(call, tmp_path):
    papers = tmp_path / "papers.csv"
    papers.write_text("id,rank1,rank2,rank3\n1,overvote,Ann,Bob\n2,Bob,,Ann\n", "utf-8")
    tallies = [
        counted(call, papers, "--papers", place)[0]["rounds"][0]["tally"]
        for place in ("maine", "minneapolis")
    ]
    assert tallies == [{"Bob": 1, "Ann": 0}, {"Ann": 1, "Bob": 1}]


def test_a_file_may_be_read_as_what_it_is_said_to_be(call, ward):
    code, _, err = call("elect", ward, "--format", "preflb")
    assert code == Exit.USAGE
    assert 'did you mean "preflib"?' in err


def test_convert_writes_the_same_ballots(call, ward, tmp_path):
    out = tmp_path / "ward.json"
    code, said, err = call("convert", ward, out)
    assert (code, said) == (Exit.OK, "")
    assert str(out) in err
    assert read_file(out).seats == 2
    assert read(out).pairwise().tolist() == read(ward).pairwise().tolist()


def test_what_a_format_cannot_hold_is_said_and_nothing_written(call, ward, tmp_path):
    out = tmp_path / "ward.soi"
    code, _, err = call("convert", ward, out)
    assert code == Exit.USAGE
    assert "soi" in err or "preflib" in err.lower()
    assert not out.exists()


def test_all_says_what_it_leaves_out(call, ward):
    code, out, err = call("elect", ward, "--all", "--json")
    told = {count["system"] for count in json.loads(out)["counts"]}
    assert code == Exit.OK
    assert told == {each.id for each in systems() if each.takes is Profile}
    assert all(system(each.id).name in err for each in systems() if each.takes is not Profile)


def test_criteria_that_a_file_shows_to_be_violated(call, ward):
    words = ("--system", "borda", "--system", "plurality", "--criterion", "condorcet_winner")
    code, out, _ = call("criteria", ward, *words)
    assert code == Exit.OK
    assert out.strip() == "No violation was found."
    ward.write_text(WARD.replace("5 3 4 0", "5 3 2 4 0"), encoding="utf-8")
    code, out, err = call("criteria", ward, "--system", "plurality", "--json")
    assert code == Exit.OK, err
    told = json.loads(out)
    assert told
    assert {each["system"] for each in told} == {"plurality"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--system", "bordo"), 'did you mean "borda"?'),
        (("--criterion", "monotony"), 'did you mean "monotonicity"?'),
        (("--system", "score"), "counts ratings"),
    ],
)
def test_what_cannot_be_asked_of_criteria(call, ward, words, said):
    code, _, err = call("criteria", ward, *words)
    assert code == Exit.USAGE
    assert said in err
