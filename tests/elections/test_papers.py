"""Raw papers: what is skipped, repeated, overvoted and written in, against RCTab's reports."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections import BallotError, BallotFileError, ElectionError, Profile, elect
from elections.formats import read_file
from elections.papers import CHOICES, JURISDICTIONS, WRITE_IN, PaperRules, Papers, read_paper

RULES = st.builds(
    PaperRules,
    skipped=st.sampled_from(CHOICES["skipped"]),
    repeated=st.sampled_from(["first", "exhaust"]),
    overvotes=st.sampled_from(CHOICES["overvotes"]),
    write_ins=st.sampled_from(CHOICES["write_ins"]),
)
PAPERS = st.lists(
    st.sampled_from(["Ann", "Bob", "Cat", "", "undervote", "OVERVOTE", "UWI", "Write-in: Dee"]),
    max_size=8,
)


@pytest.mark.parametrize(
    ("rules", "paper", "ranking"),
    [
        ({}, "Ann  Bob", "Ann Bob"),
        ({}, "- - Ann - - Bob", "Ann Bob"),
        ({"skipped": "exhaust"}, "- Ann", ""),
        ({"skipped": "exhaust"}, "Ann - Bob", "Ann"),
        ({"skipped": "exhaust"}, "Ann Bob - -", "Ann Bob"),
        ({"skipped": "exhaust_after_two"}, "- Ann - Bob - - Cat", "Ann Bob"),
        ({"skipped": "exhaust_after_two"}, "- - Ann", ""),
        ({"skipped": "exhaust_after_two", "overvotes": "skip"}, "- overvote - Ann", "Ann"),
        ({}, "Ann Ann Bob", "Ann Bob"),
        ({"repeated": "exhaust"}, "Ann Bob Ann Cat", "Ann Bob"),
        ({"repeated": "exhaust"}, "UWI UWI Ann", "UWI Ann"),
        ({}, "Ann overvote Bob", "Ann"),
        ({"overvotes": "skip"}, "Ann overvote Bob", "Ann Bob"),
        ({"write_ins": "merge"}, "UWI Ann Write-In:Dee", "Write-in Ann"),
        ({"write_ins": "leave_out", "skipped": "exhaust"}, "UWI Ann", "Ann"),
        ({"write_in_labels": ("", "UWI")}, "- Ann UWI", "Write-in Ann UWI"),
        ({"write_in_labels": ("", "UWI"), "write_ins": "leave_out"}, "- Ann", "Ann"),
        ({"undervote_labels": ("skip",), "overvote_labels": ("two",)}, "skip Ann two Bob", "Ann"),
    ],
)
def test_one_paper(rules, paper, ranking):
    cells = ["" if cell == "-" else cell for cell in paper.split(" ") if cell]
    assert read_paper(cells, PaperRules(**rules)) == tuple(ranking.split())


def test_an_overvote_that_names_its_candidates_is_a_tie():
    rules = PaperRules(delimiter="|", repeated="exhaust")
    assert read_paper(["Ann| Bob", "Cat"], rules) == (("Ann", "Bob"), "Cat")
    assert read_paper(["Ann|Ann", "Cat"], rules) == ("Ann", "Cat")
    assert read_paper(["Ann", "Ann|Bob", "Cat"], rules) == ("Ann",)
    assert read_paper(["Ann", "Ann|Bob", "Cat"], PaperRules(delimiter="|")) == ("Ann", "Bob", "Cat")


def test_damaged_data_are_refused():
    with pytest.raises(BallotError, match='"Ann" is marked twice'):
        read_paper(["Ann", "Bob", "Ann"], PaperRules(repeated="refuse"))


@pytest.mark.parametrize(("field", "choices"), CHOICES.items())
def test_a_rule_that_there_is_not(field, choices):
    wrong = f"{choices[0]}x"
    with pytest.raises(ElectionError, match=f'{field}: "{wrong}".*did you mean "{choices[0]}"'):
        PaperRules(**{field: wrong})


@given(PAPERS, RULES)
def test_nobody_is_ranked_twice_and_every_rule_ends_or_thins_a_paper(paper, rules):
    ranking = Papers(rules).ranking(paper)
    assert len(set(ranking)) == len(ranking)
    lenient = PaperRules(overvotes="skip", write_ins=rules.write_ins)
    everyone = read_paper(paper, lenient)
    assert ranking == everyone[: len(ranking)]
    if rules == lenient:
        marks = [cell for cell in paper if cell not in ("", "undervote", "OVERVOTE")]
        kept = [mark for mark in marks if rules.write_ins == "keep" or mark in "Ann Bob Cat"]
        merged = WRITE_IN in everyone
        assert [name for name in everyone if name != WRITE_IN] == list(dict.fromkeys(kept))
        assert merged == (rules.write_ins == "merge" and kept != marks)


def sheet(path):
    """Read the first sheet of a spreadsheet: a list of rows of cells."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        shared = "xl/sharedStrings.xml"
        text = archive.read(shared).decode() if shared in names else ""
        page = archive.read(next(n for n in names if n.startswith("xl/worksheets/sheet"))).decode()
    strings = [
        unescape("".join(re.findall(r"<t[^>]*>([^<]*)</t>", each)))
        for each in re.findall(r"<si>(.*?)</si>", text, re.DOTALL)
    ]
    rows = []
    for row in re.findall(r"<row[^>]*>(.*?)</row>", page, re.DOTALL):
        cells = {}
        for column, kind, value in re.findall(
            r'<c r="([A-Z])\d+"([^>]*?)>(?:<f>[^<]*</f>)?<v>([^<]*)</v>', row
        ):
            cells[ord(column) - ord("A")] = strings[int(value)] if 't="s"' in kind else value
        rows.append([cells.get(at, "") for at in range(max(cells, default=-1) + 1)])
    return rows


def count(papers, rules):
    read = Papers(rules)
    return elect(Profile.from_rankings([read.ranking(paper) for paper in papers]), "irv")


def tallies(report, rename):
    return [
        {rename(name): int(votes) for name, votes in each["tally"].items()}
        for each in report["results"]
    ]


def report_of(folder):
    (path,) = folder.glob("*expected_detailed_report.json")
    return json.loads(path.read_text(encoding="utf-8"))


RCTAB = {
    "test_set_0_skipped_first_choice": {},
    "test_set_1_exhaust_at_overvote": {},
    "test_set_2_overvote_skip_to_next": {"overvotes": "skip", "skipped": "exhaust"},
    "test_set_3_skipped_choice_exhaust": {"skipped": "exhaust"},
    "test_set_4_skipped_choice_next": {},
    "test_set_5_two_skipped_choice_exhaust": {"skipped": "exhaust_after_two"},
    "test_set_6_duplicate_exhaust": {"repeated": "exhaust"},
    "test_set_7_duplicate_skip_to_next": {},
    "skip_to_next_test": {"overvotes": "skip", "skipped": "exhaust_after_two"},
    "duplicate_test": {"repeated": "exhaust", "skipped": "exhaust_after_two"},
}


@pytest.mark.parametrize("name", RCTAB)
def test_every_round_is_as_rctab_reports_it(shared, name):
    folder = shared / "rctab" / name
    # The records of set 2 are not here; its report shows that they are those of set 1.
    records = name.replace("test_set_2_overvote_skip_to_next", "test_set_1_exhaust_at_overvote")
    (path,) = (shared / "rctab" / records).glob("*.xlsx")
    papers = [row[1:] for row in sheet(path)[1:] if row]
    counted = count(papers, PaperRules(**RCTAB[name]))
    theirs = tallies(report_of(folder), lambda each: re.sub(r"Candidate (\w) Name", r"\1", each))
    assert [each.tally for each in counted.rounds] == theirs


def test_write_ins_that_cannot_win(shared):
    folder = shared / "rctab" / "uwi_cannot_win_test"
    (path,) = folder.glob("*.xlsx")
    papers = [row[1:] for row in sheet(path)[1:]]
    kept, left = count(papers, PaperRules()), count(papers, PaperRules(write_ins="leave_out"))
    theirs = tallies(report_of(folder), lambda each: each.replace("Undeclared Write-ins", "UWI"))
    assert kept.rounds[0].tally == theirs[0]
    assert left.rounds[0].tally == theirs[1]


def test_empty_cells_that_are_write_ins(shared):
    folder = shared / "rctab" / "test_set_treat_blank_as_undeclared_write_in"
    (path,) = folder.glob("*.xlsx")
    papers = [(row + [""] * 5)[1:5] for row in sheet(path)[1:]]
    labels = {"write_in_labels": ("", "UWI"), "undervote_labels": ("undervote",)}
    merged = count(papers, PaperRules(write_ins="merge", **labels))
    left = count(papers, PaperRules(write_ins="leave_out", **labels))
    theirs = tallies(report_of(folder), lambda each: each.replace("Undeclared Write-ins", WRITE_IN))
    assert merged.rounds[0].tally == theirs[0]
    assert [each.tally for each in left.rounds] == theirs[1:]


@pytest.mark.parametrize("name", ["generic_csv_test", "csv_missing_header_test"])
def test_ranks_in_the_columns_of_candidates(shared, name):
    folder = shared / "rctab" / name
    (path,) = folder.glob("*.csv")
    theirs = tallies(
        report_of(folder), lambda each: each.replace("Undeclared Write-ins", "Write-In")
    )
    kept = read_file(path).rankings
    assert kept.candidates == ("Lettuce", "Broccoli", "Cucumber", "Cauliflower", "Write-In")
    assert elect(kept, "irv").rounds[0].tally == theirs[0]
    rules = PaperRules(write_ins="leave_out", skipped="exhaust_after_two")
    counted = elect(read_file(path, rules=rules).rankings, "irv")
    assert [each.tally for each in counted.rounds] == theirs[1:]


@pytest.mark.parametrize(
    ("rules", "voters", "first", "last"),
    [
        (
            JURISDICTIONS["minneapolis"],
            104_522,
            26_116,
            {"Jacob Frey": 46716, "Raymond Dehn": 34971},
        ),
        (
            PaperRules(skipped="exhaust_after_two", overvotes="skip"),
            104_484,
            26_104,
            {"Jacob Frey": 46704, "Raymond Dehn": 34970},
        ),
    ],
    ids=["official", "RCTab"],
)
def test_minneapolis_2017(shared, rules, voters, first, last):
    path = shared / "csv" / "2017_minneapolis_mayor_cvr.csv.gz"
    file = read_file(path, rules=rules)
    assert (file.format, file.rankings.voters + file.rankings.blank) == ("cvr", 105_928)
    counted = elect(file.rankings, "irv")
    assert counted.voters == voters
    assert counted.rounds[0].tally["Jacob Frey"] == first
    assert counted.rounds[-1].tally == last


def test_rctab_reports_all_of_minneapolis(shared):
    rules = PaperRules(skipped="exhaust_after_two", overvotes="skip", write_ins="leave_out")
    profile = read_file(shared / "csv" / "2017_minneapolis_mayor_cvr.csv.gz", rules=rules).rankings
    theirs = tallies(report_of(shared / "csv"), str)
    ours = [each.tally for each in elect(profile, "irv").rounds]
    # RCTab eliminates many at once; every round of its is one of ours.
    assert all(tally in ours for tally in theirs[1:])


def test_portland_2015(shared):
    rules = JURISDICTIONS["maine"]
    file = read_file(shared / "csv" / "2015_portland_mayor_cvr.csv", rules=rules)
    with (shared / "csv" / "2015_portland_mayor_cvr.csv").open(
        encoding="utf-8", newline=""
    ) as text:
        papers = [row[3:] for row in list(csv.reader(text))[1:]]
    theirs = tallies(report_of(shared / "rctab" / "2015_portland_mayor"), str)
    theirs = [{name: each[name] for name in each if name[0] != "U"} for each in theirs]
    assert (file.rankings.voters, file.rankings.blank) == (98, 1)
    for counted in (elect(file.rankings, "irv", ties="order"), count(papers, rules)):
        assert counted.rounds[0].tally == theirs[0]
        assert counted.rounds[-1].tally == theirs[-1]


def test_papers_refused_in_a_file_name_the_line(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("id,rank 1,rank 2\n1,Ann,Bob\n2,Bob,Bob\n")
    with pytest.raises(BallotFileError, match=':3: "Bob" is marked twice'):
        read_file(path, rules=PaperRules(repeated="refuse"))
