"""CSV: records of papers, tables of ranks and of ratings."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections import BallotFileError, BallotFileWarning, Profile, Scores
from elections.formats import read_file, tables
from elections.papers import PaperRules, read_paper
from tests.elections.test_formats import bundled, read_text


@pytest.mark.parametrize(
    ("header", "ranks"),
    [
        ("id,rank1,rank2", 2),
        ("Rank 1,Rank 2,Precinct,Rank 3", 3),
        ("First Choice,Second Choice", 2),
        ("Who is your 1st preference?,2nd", 2),
        ("For Mayor Choice 1 (45),For Mayor Choice 2 (50)", 2),
        ("voter,1,2,3", 3),
        ("1,2,Count", 2),
        ("choice_1", 1),
        ("First name,First,Second", 2),
    ],
)
def test_which_columns_are_ranks(tmp_path, header, ranks):
    width = header.count(",") + 1
    text = f"{header}\n" + ",".join(f"N{at}" for at in range(width)) + "\n"
    text = text.replace(f"N{width - 1}", "2") if header.endswith("Count") else text
    file = read_text(tmp_path, text, format="cvr")
    assert len(file.candidates) == ranks
    assert file.ballots.voters == (2 if header.endswith("Count") else 1)


def test_cvr(tmp_path):
    text = (
        'id,"rank\n1",rank 2,votes\n1,Ann ,"Bob, Jr",3\n\n2,"Bob, Jr",,1\n3,,,2\n'
        '"4","Ann","Bob, Jr",1\n5,"two\nlines",Ann,1\n'
    )
    file = read_text(tmp_path, text)
    assert file.format == "cvr"
    assert file.candidates == ("Ann", "Bob, Jr", "two\nlines")
    assert file.ballots.ranks.tolist() == [[1, 255, 2], [2, 1, 255], [255, 255, 1]]
    assert file.ballots.weights.tolist() == [4, 1, 1]
    assert file.ballots.blank == 2


def test_cvr_with_names_of_an_overvoted_rank(tmp_path):
    text = "1st,2nd\nAnn|Bob,Cat\n"
    file = read_text(tmp_path, text, rules=PaperRules(delimiter="|"))
    assert bundled(file.ballots) == bundled(Profile.from_text("Ann = Bob > Cat"))


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("id,rank 1\n1,A,B\n", 2, "3 fields where 2 are due"),
        ("id,rank 1\n1,A\n2,x,\n", 3, "3 fields"),
        ('id,rank 1,rank 2\n1,A\n2,"A,B\n3,B\n', 3, "a quotation mark is never closed"),
        ('id,rank 1,rank 2\n2,"A"B,C\n', 2, "a quotation mark is never closed, or closed before"),
        ('id,rank 1\n1,"' + "x" * 140_000 + '"\n', 2, "a quotation mark is never closed"),
        ("Count,rank 1\nx,A\n", 2, 'the number of votes "x"'),
        ("Count,rank 1\n,A\n", 2, 'the number of votes "'),
        ("\nid,Ann\n1,x\n", 2, "no column is titled as a rank"),
        ("", None, "the file is empty"),
        ("\n\n", 1, "no column is titled as a rank"),
        ("rank 1\n" + "".join(f"C{n}\n" for n in range(255)), 256, "candidate 255: at most 254"),
        ("rank 1\n\n", 2, "there are no candidates"),
        ("rank 1,votes\nA,9007199254740991\nA,1\n", 3, "does not fit"),
    ],
)
def test_faults_of_cvr(tmp_path, text, line, words):
    with pytest.raises(BallotFileError, match=words) as caught:
        read_text(tmp_path, text, "x.csv", format="cvr")
    assert caught.value.line == line
    assert len(caught.value.message) < 160


def test_names_in_records_may_look_alike(tmp_path):
    with pytest.warns(BallotFileWarning, match=':3: two candidates look alike: "Ann"'):
        read_text(tmp_path, "rank 1\nAnn\nAnn\u200b\n", format="cvr")


def test_ranks(tmp_path):
    text = 'Response ID,Ann,"Bob, Jr",Cat,#\na;b,1,,2,3\n"x,y","2",2,1,1\n7,1\t,,2\n'
    with pytest.raises(BallotFileError, match=':4: the number of votes "'):
        read_text(tmp_path, text)
    file = read_text(tmp_path, text.replace("7,1\t,,2", "7,1\t,,2,4\n8,,,,2\n"))
    assert (file.format, file.candidates) == ("rank_csv", ("Ann", "Bob, Jr", "Cat"))
    assert (
        bundled(file.ballots)[1:3]
        == bundled(Profile.from_text("7: A > C\n1: C > A = B\n2:", ["A", "B", "C"]))[1:3]
    )


def test_gaps_between_ranks_are_closed_or_cut(tmp_path):
    text = "A,B,C,#\n2,4,7,1\n1,3,3,2\n3,,,4\n0,1,5,8\n"
    for skipped, expected in {
        "close": "A > B > C\n2: A > B = C\n4: A\n8: A > B > C",
        "exhaust": "3: \n2: A\n2:\n8: A > B",
        "exhaust_after_two": "A > B\n2: A > B = C\n4:\n8: A > B",
    }.items():
        file = read_text(tmp_path, text, rules=PaperRules(skipped=skipped))
        assert bundled(file.ballots) == bundled(Profile.from_text(expected, ["A", "B", "C"])), (
            skipped
        )


def test_ratings(tmp_path):
    text = "count;Ann;Bob\n3;5;\n1;;0\n2;5;0\n4;;\n"
    file = read_text(tmp_path, text)
    assert file.format == "score_csv"
    expected = Scores.from_ratings(
        [[5, 255, 5], [255, 0, 0]], ["Ann", "Bob"], maximum=5, weights=[3, 1, 2]
    )
    assert bundled(file.scores)[1] == bundled(expected)[1]
    assert (file.scores.maximum, file.scores.blank) == (5, 4)


def test_a_table_without_votes_has_a_ballot_a_row(tmp_path):
    file = read_text(tmp_path, "A,B\n5,0\n\n,\n5\n", format="score_csv")
    assert (file.scores.voters, file.scores.blank) == (2, 1)
    counted = read_text(tmp_path, 'A,B,votes\n5,0,1\n" ",,\n', format="score_csv")
    assert (counted.scores.voters, counted.scores.blank) == (1, 0)


def test_the_best_rating_may_be_said(tmp_path):
    file = read_text(tmp_path, "votes (scores 0-9),A,B\n3,1,0\n")
    assert file.scores.maximum == 9
    with pytest.raises(BallotFileError, match=r':2: rating "10" of A is not .* 0 to 9'):
        read_text(tmp_path, "votes (scores 0-9),A,B\n3,10,0\n")


def test_write_ins_have_columns_too(tmp_path):
    text = "A,Write-in 1,UWI,#\n1,3,2,5\n,1,2,3\n2,,1,1\n"
    merged = read_text(tmp_path, text, rules=PaperRules(write_ins="merge"))
    assert bundled(merged.ballots) == bundled(
        Profile.from_text(
            "5: A > Write-in\n4: Write-in > A".replace(
                "4: Write-in > A", "3: Write-in\n1: Write-in > A"
            )
        )
    )
    left = read_text(tmp_path, text, rules=PaperRules(write_ins="leave_out", skipped="exhaust"))
    assert bundled(left.ballots) == bundled(Profile.from_text("6: A\n3:", ["A"]))
    with pytest.raises(BallotFileError, match="no candidate but those written in"):
        read_text(tmp_path, "UWI,#\n1,1\n", rules=PaperRules(write_ins="leave_out"))


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("id,precinct\n1,2\n", 1, "there is no column for a candidate"),
        ("A,A\n1,2\n", 1, 'two candidates have the name "A"'),
        ("\nA,B\n1,x\n", 3, 'rank "x" of B is not a whole number from 0 to 254'),
        ("A,B\n1,255\n", 2, 'rank "255" of B'),
        ("A,B\n1,2.5\n", 2, 'rank "2.5"'),
        ("A,B\n1," + "0" * 5000 + "\n", 2, 'rank "0+…" of B'),
        ("A,B\n1,2,3\n", 2, "3 fields where 2 are due"),
        ('A,B\n1,"2\n', 2, "a quotation mark is never closed"),
        ("A;B\n1;2,5\n", 2, 'rank "2,5" of B'),
        ("A,#\n1,9007199254740991\n1,1\n", 3, "together the ballots pass"),
        ("", None, "the file is empty"),
    ],
)
def test_faults_of_tables(tmp_path, text, line, words):
    with pytest.raises(BallotFileError, match=words) as caught:
        read_text(tmp_path, text, "x.csv", format="rank_csv")
    assert caught.value.line == line


def test_formulas_are_names(tmp_path):
    file = read_text(tmp_path, "'=A,''=A,-1,#\n1,2,3,1\n")
    assert file.candidates == ("=A", "'=A", "-1")


def test_a_title_of_several_lines(tmp_path):
    file = read_text(tmp_path, '"Ann\nLee",Bob,#\n1,2,3\n', format="rank_csv")
    assert file.candidates == ("Ann\nLee", "Bob")
    assert file.ballots.voters == 3
    assert read_text(tmp_path, '"Ann\nLee",Bob,#', format="rank_csv").ballots.voters == 0


CELL = st.sampled_from(["", "1", "2", "12", " 3", '"4"', "01", "255", "x", "-1", '"'])
ROW = st.lists(CELL, min_size=1, max_size=5).map(",".join)


@given(
    st.lists(st.one_of(ROW, st.just("")), max_size=5).map(lambda rows: rows * 3) | st.lists(ROW),
    st.booleans(),
    st.booleans(),
)
def test_the_quick_reader_is_the_slow_one(tmp_path_factory, rows, voted, ranked):
    path = tmp_path_factory.mktemp("twin") / "x.csv"
    path.write_text("A,id,B" + (",#" if voted else "") + "\n" + "".join(f"{r}\n" for r in rows))

    def outcome():
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                file = read_file(path, format="rank_csv" if ranked else "score_csv")
            except BallotFileError as error:
                return error.line, error.message
        return bundled(file.ballots)

    quick = outcome()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables.Scan, "_check", lambda scan, _grammar: scan.bad.fill(1))
        assert outcome() == quick


RANKS = st.lists(st.sampled_from([1, 2, 3, 4, 6, 255]), min_size=3, max_size=3)


@given(st.lists(RANKS, min_size=1, max_size=5), st.sampled_from(["exhaust", "exhaust_after_two"]))
def test_gaps_are_cut_as_skipped_ranks_of_papers_are(tmp_path_factory, rows, skipped):
    rules = PaperRules(skipped=skipped, delimiter="|")
    path = tmp_path_factory.mktemp("gaps") / "x.csv"
    lines = (",".join("" if rank == 255 else str(rank) for rank in row) for row in rows)
    path.write_text("A,B,C,#\n" + "".join(f"{line},1\n" for line in lines))
    papers = [
        [
            "|".join(name for name, rank in zip("ABC", row, strict=True) if rank == at)
            for at in range(1, 7)
        ]
        for row in rows
    ]
    expected = Profile.from_rankings([read_paper(paper, rules) for paper in papers], "ABC")
    assert bundled(read_file(path, rules=rules).ballots) == bundled(expected)
