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
    assert [each["system"] for each in counted(call, ward)] == ["stv"]
    assert [each["system"] for each in counted(call, ward, "--seats", "1")] == ["irv"]


def test_a_system_of_one_seat_says_so_where_there_are_more(call, ward):
    code, out, err = call("elect", ward, "--system", "irv", "--json")
    assert (code, json.loads(out)["seats"]) == (Exit.OK, 2)
    assert err == (
        "There are 2 seats, and Alternative vote (IRV) fills only one; "
        "Single transferable vote (STV) fills all.\n"
    )
    _, _, err = call("elect", ward, "--all", "--seats", "3")
    assert "There are 3 seats, and" in err
    assert "of these systems fill only one" in err
    assert call("elect", ward, "--system", "stv")[2] == ""


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


@pytest.mark.parametrize(
    ("name", "wanted", "words"),
    [
        ("ward", "star", "these ballots are rankings; --as approvals takes everybody ranked"),
        ("scores", "irv", "these ballots are ratings; --as rankings puts whoever is rated higher"),
        ("scores", "approval", "Approval voting counts ratings up to 1, not up to 5"),
    ],
)
def test_what_would_let_a_system_count_is_said(call, request, name, wanted, words):
    code, _, err = call("elect", request.getfixturevalue(name), "--system", wanted)
    assert code == Exit.USAGE
    assert words in err


def test_of_a_file_with_rankings_and_ratings_each_system_counts_what_it_needs(call, tmp_path):
    both = tmp_path / "both.abif"
    both.write_text("4:Ann/5>Bob/4>Cat/0\n3:Bob/5>Cat/1>Ann/0\n", encoding="utf-8")
    found = {each["system"]: each for each in counted(call, both, "--system", "star", "--all")}
    assert {"irv", "schulze", "star", "score"} <= found.keys()
    assert found["irv"]["rounds"][0]["tally"] == {"Ann": 4, "Bob": 3, "Cat": 0}
    assert found["score"]["rounds"][0]["tally"] == {"Bob": 31, "Ann": 20, "Cat": 3}
    assert [each["system"] for each in counted(call, both)] == ["irv"]
    assert "star" not in {
        each["system"] for each in counted(call, both, "--as", "rankings", "--all")
    }
    code, out, err = call(
        "criteria", both, "--system", "score", "--criterion", "majority", "--json"
    )
    assert (code, err) == (Exit.OK, "")
    assert {each["system"] for each in json.loads(out)} == {"score"}


def test_blank_papers_are_told(call, tmp_path):
    papers = tmp_path / "papers.csv"
    papers.write_text("id,rank1\n1,Ann\n2,\n3,\n4,Bob\n5,Ann\n", "utf-8")
    code, out, _ = call("elect", papers)
    assert code == Exit.OK
    assert out.startswith("2 blank papers are set aside.\n\nAlternative vote (IRV)\n3 ballots")
    _, out, _ = call("elect", papers, "--json")
    assert [json.loads(out)[key] for key in ("voters", "blank")] == [3, 2]


def test_a_search_ends_with_its_budget(call, tmp_path):
    level = tmp_path / "level.abif"
    level.write_text("".join(f"1:{a}>{b}\n" for a in "ABCDEF" for b in "ABCDEF" if a != b))
    words = ("--system", "irv", "--ties", "all", "--budget")
    [count] = counted(call, level, *words, "2")
    assert count["undecided"]
    [count] = counted(call, level, *words, "1000000")
    assert count["winners"] == list("ABCDEF")
    assert call("elect", level, "--budget", "0")[0] == Exit.USAGE


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


def test_ballots_that_a_format_cannot_hold_are_not_written(call, ward, tmp_path):
    out = tmp_path / "ward.soi"
    code, _, err = call("convert", ward, out)
    assert code == Exit.USAGE
    assert "cannot hold equal ranks (ballot 4) in a .soi file" in err
    assert not out.exists()


def test_seats_that_a_format_cannot_hold_are_left_out_and_said(call, ward, tmp_path):
    out = tmp_path / "ward.toi"
    code, _, err = call("convert", ward, out)
    assert code == Exit.OK
    assert "PrefLib cannot hold the number of seats (2): left out" in err
    assert "PrefLib cannot hold the order for breaking ties: left out" in err
    assert read_file(out).title == "A ward"
    assert read(out).pairwise().tolist() == read(ward).pairwise().tolist()


def test_one_kind_of_ballots_is_written_where_a_format_cannot_hold_both(call, tmp_path):
    both, out = tmp_path / "both.abif", tmp_path / "out.toi"
    both.write_text("4:Ann/5>Bob/4\n3:Bob/5>Ann/0\n", encoding="utf-8")
    code, _, err = call("convert", both, out)
    assert code == Exit.USAGE
    assert "abif, json can; --as rankings or --as ratings writes one of them" in err
    assert call("convert", both, out, "--as", "rankings")[0] == Exit.OK
    assert read(out) == read_file(both).rankings
    out = tmp_path / "out.csv"
    assert call("convert", both, out, "--as", "ratings")[0] == Exit.OK
    assert read(out) == read_file(both).scores


def test_ratings_stay_ratings_on_the_way_through_abif(call, scores, tmp_path):
    out = tmp_path / "scores.abif"
    assert call("convert", scores, out)[0] == Exit.OK
    assert [each["system"] for each in counted(call, out)] == ["score"]


def test_a_file_is_not_written_onto_itself_or_a_directory(call, ward, tmp_path):
    code, _, err = call("convert", ward, ward)
    assert code == Exit.USAGE
    assert "is the file itself" in err
    assert ward.read_text(encoding="utf-8") == WARD
    code, _, err = call("convert", ward, tmp_path)
    assert code == Exit.USAGE
    assert "this is a directory; name a file in it" in err


def test_all_says_what_it_leaves_out(call, ward):
    code, out, err = call("elect", ward, "--all", "--json")
    told = {count["system"] for count in json.loads(out)["counts"]}
    assert code == Exit.OK
    assert told == {each.id for each in systems() if each.takes is Profile}
    assert all(system(each.id).name in err for each in systems() if each.takes is not Profile)
    [line] = [each for each in err.splitlines() if each.startswith("Left out")]
    assert line.startswith("Left out, as they need ratings: Approval voting, ")


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


def test_violations_are_told_as_they_are_found(call, ward, monkeypatch):
    ward.write_text(WARD.replace("5 3 4 0", "5 3 2 4 0"), encoding="utf-8")
    said = []
    monkeypatch.setattr("tui.commands.ballots.passing", said.append)
    monkeypatch.setattr("click.echo", lambda text, **_options: said.append(text))
    code, _, _ = call("criteria", ward, "--system", "plurality", "--budget", "50")
    assert code == Exit.OK
    found = [
        at for at, text in enumerate(said) if text.startswith("First past the post (plurality)")
    ]
    assert said[0].startswith("1 of ")
    assert 0 < found[0] < len(said) - 3


def test_the_budget_of_a_search_for_violations(call, tmp_path):
    ballots = tmp_path / "ballots.abif"
    ballots.write_text("6:A>B>C\n5:C>A>B\n4:B>C>A\n2:B>A>C\n", encoding="utf-8")
    words = ("criteria", ballots, "--system", "irv", "--criterion", "monotonicity")
    assert "No violation was found." not in call(*words)[1]
    assert "No violation was found." in call(*words, "--budget", "1")[1]


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
