"""Files of every format: the same election in two of them, what is recognised, what is said."""

from __future__ import annotations

import gzip
from collections import Counter

import numpy as np
import pytest

import elections
from elections import BallotError, BallotFileError, BallotFileWarning, Profile, Scores
from elections.formats import FORMATS, BallotFile, read, read_file, write


def bundled(ballots):
    """Say what ballots hold, whatever the order in which they stand."""
    ranked = isinstance(ballots, Profile)
    array = ballots.ranks if ranked else ballots.ratings
    votes: Counter = Counter()
    for column, weight in zip(array.T.tolist(), ballots.weights.tolist(), strict=True):
        votes[tuple(column)] += weight
    return ballots.candidates, votes, ballots.blank, None if ranked else ballots.maximum


def read_text(folder, text, name="x.txt", **options):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_file(path, **options)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("scot/glasgow_2012_ward14.blt", "scot/glasgow_2012_ward14.csv"),
        ("blt/Govan-2007.blt", "preflib/00008-00000009.soi"),
        ("blt/SCw.blt", "blt/SCwopt.blt"),
        ("blt/42.blt", "blt/42t.blt"),
        ("debian/leader2020_tally.txt", "condorcet/fromDebianExpectedFile.cvotes"),
        ("stablevoting/sv_poll_1.soi", "stablevoting/sv_poll_1.csv"),
        ("stablevoting/sv_poll_1.soi", "stablevoting/sv_poll_1.abif"),
        ("stablevoting/sv_poll_2.toi", "stablevoting/sv_poll_2.csv"),
        ("stablevoting/sv_poll_2.toi", "stablevoting/sv_poll_2.abif"),
        ("stablevoting/sv_poll_33.toi", "stablevoting/sv_poll_33.csv"),
        ("stablevoting/sv_poll_33.toi", "stablevoting/sv_poll_33.abif"),
        ("stablevoting/sv_poll_78.toi", "stablevoting/sv_poll_78.csv"),
        ("stablevoting/sv_poll_78.toi", "stablevoting/sv_poll_78.abif"),
        ("rctab/generic_csv_test/generic_csv_test_cvr.csv",) * 2,
    ],
)
@pytest.mark.filterwarnings("ignore::elections.BallotFileWarning")
def test_the_same_election_in_two_formats(shared, one, other):
    first, second = read_file(shared / one), read_file(shared / other)
    assert bundled(first.rankings)[1:3] == bundled(second.rankings)[1:3]
    if not one.startswith(("scot", "blt/Govan")):
        assert first.candidates == second.candidates


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("abif/burl2009-withratings.abif", ("abif", 8980, 0, 6)),
        ("abif/sf2018special-results.abif", ("abif", 251_398, 2618, 13)),
        ("abif/mock-twotie.abif", ("abif", 22_222_244, 0, 16)),
        ("abif/novotelines-tenn.abif", ("abif", 0, 0, 4)),
        ("abif/one-A.abif", ("abif", 1, 0, 1)),
        ("abif/leadingspace-tenn.abif", ("abif", 100, 0, 4)),
        ("abif/jman722-example.abif", ("abif", 24, 0, 8)),
        ("abif/commasquare.abif", ("abif", 12, 0, 3)),
        ("condorcet/test1.cvotes", ("cef", 1, 0, 3)),
        ("condorcet/test2.cvotes", ("cef", 2, 0, 3)),
        ("condorcet/test3.cvotes", ("cef", 700, 0, 3)),
        ("blt/tie.blt", ("blt", 7, 0, 3)),
        ("blt/undeclared.blt", ("blt", 7, 0, 4)),
        ("scot/eilean_siar_2012_ward3.csv", ("scottish_csv", 802, 0, 4)),
        ("votekit_csv/combo.csv", ("cvr", 5, 0, 2)),
        ("votekit_csv/dup_cands.csv", ("cvr", 3, 0, 3)),
        ("votekit_csv/scot_blank_rows.csv", ("scottish_csv", 146, 0, 3)),
        ("votekit_csv/scot_wardy_mc_ward.csv", ("scottish_csv", 146, 0, 3)),
        ("votekit_csv/special_char.csv", ("cvr", 3, 0, 4)),
        ("votekit_csv/undervote.csv", ("cvr", 1, 0, 1)),
        ("votekit_csv/unnamed.csv", ("cvr", 2, 0, 3)),
    ],
)
def test_files_without_answers_are_read_without_a_warning(shared, name, found):
    file = read_file(shared / name, strict=True)
    voters, blank = file.ballots.voters, file.ballots.blank
    assert (file.format, voters, blank, len(file.candidates)) == found


@pytest.mark.parametrize(
    ("name", "line", "words"),
    [
        (
            "abif/mock-all-blank.abif",
            5,
            r"every ballot \(100\) is blank, and there are no candidates",
        ),
        ("votekit_csv/scot_bad_metadata.csv", 1, 'expected "candidates,seats,"'),
        ("votekit_csv/scot_candidate_overcount.csv", 2, 'candidate "10" of 9'),
        ("votekit_csv/scot_candidate_undercount.csv", 2, 'candidate "3" of 2'),
        ("csv/2017_minneapolis_mayor_config.json", 2, "this is an RCTab configuration"),
        ("abif/sf2018special_rankedvote_report.json", 2, "this is a ranked.vote report"),
        ("rctab/_shared/simple_ess_cvr.xlsx", None, "this is a spreadsheet"),
        ("pabulib/poland_warszawa_2018_wawer.pb", 1, "this is a participatory budget"),
    ],
)
@pytest.mark.filterwarnings("ignore::elections.BallotFileWarning")
def test_files_that_hold_no_election_of_ours(shared, name, line, words):
    with pytest.raises(BallotFileError, match=words) as caught:
        read_file(shared / name)
    assert caught.value.line == line


def test_burlington_with_ratings_is_burlington(shared):
    rated = read_file(shared / "abif" / "burl2009-withratings.abif")
    plain = read_file(shared / "preflib" / "00005-00000002.toi").rankings
    names = {"Andy Montroll (Democrat)": "Andy Montroll", "Kurt Wright (Republican)": "Kurt Wright"}
    winner = rated.rankings.condorcet_winner()
    assert names[winner] == plain.condorcet_winner()
    assert rated.scores.voters == plain.voters == rated.rankings.voters
    assert rated.scores.maximum == 6


def test_every_format_says_what_it_is():
    assert list(FORMATS) == [each.id for each in FORMATS.values()]
    for each in FORMATS.values():
        assert each.name
        assert each.source
        assert (each.write is None) == (not each.holds)
        assert not each.recognises(["Once upon a time", "there was a king."])
        assert not each.recognises([])


def test_what_is_public():
    assert elections.formats.BallotFile is BallotFile
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = elections.formats.Nothing


@pytest.mark.parametrize(
    ("text", "format_id"),
    [
        ('\n\n# comment\n2 1 # two of them\n/* note */\n3 1 2 0\n0\n"A"\n"B"\n', "blt"),
        ('2 1\n-2\n3 1 0\n0\n"A"\n"B"\n', "blt"),
        ('1 1\n0\n"A"\n', "blt"),
        ("# a comment\n#/Candidates: A ; B\nA * 3\n", "cef"),
        ("# a comment\n12: A/5, B/3\n", "abif"),
        ('{"title": "x"}\n{max_rating: 3}\n=A:[Ann]\n', "abif"),
        ("ABIF 1.0\n3:A\n", "abif"),
        ("# TITLE: x\n# ALTERNATIVE NAME 1: A\n3: 1\n", "preflib"),
        ("2\n1,A\n2,B\n3,3,1\n3,1,2\n", "preflib"),
        ("    Option 1--->: A\n  /\nV: 1\tabc\n", "debian"),
        ('{\n "candidates": ["A"], "ballots": []}', "json"),
        ('2,1,\n3,1,2,\n"Candidate 1","A","",\n"Candidate 2","B","",\n', "scottish_csv"),
        ("id;1st;2nd\n7;A;B\n", "cvr"),
        ("id\tFirst choice\tSecond choice\n7\tA\tB\n", "cvr"),
        ("name,1,2\n7,A,B\n", "cvr"),
        ("name,1,2\n7,1,2\n8,,1\n", "rank_csv"),
        ("A,B,#\n1,2,7\n", "rank_csv"),
        ("A,B,#\n", "rank_csv"),
        ("A,B\n5,0\n", "score_csv"),
        ("A,B\n5,1\n", "score_csv"),
        ("count,A,B\n7,1,\n", "rank_csv"),
        ("votes (scores 0-3),A,B\n7,1,\n", "score_csv"),
    ],
)
def test_recognised_by_content(tmp_path, text, format_id):
    assert read_text(tmp_path, text).format == format_id
    packed = tmp_path / "x.soi"
    packed.write_bytes(gzip.compress(text.encode()))
    if format_id not in ("cvr", "rank_csv", "score_csv", "scottish_csv"):
        assert read_file(packed).format == format_id


def test_a_name_that_tells_overrules_numbers_and_commas(tmp_path):
    with pytest.raises(BallotFileError, match="there is no header"):
        read_text(tmp_path, "A,B\n5,0\n", "x.soi")
    assert read_text(tmp_path, "A,B\n5,0\n", "x.soi", format="score_csv").format == "score_csv"


def test_format_as_it_is_wanted(tmp_path):
    ranks = "count,A,B\n7,1,2\n2,2,1\n"
    assert isinstance(read_text(tmp_path, ranks).ballots, Profile)
    scores = read(tmp_path / "x.txt", format="score_csv")
    assert isinstance(scores, Scores)
    assert scores.maximum == 2
    with pytest.raises(BallotFileError, match='no format "score_cvs"; did you mean "score_csv"'):
        read(tmp_path / "x.txt", format="score_cvs")


def test_unknown_names_are_not_read(tmp_path):
    for text in ('a,"b\nc', "a,b\n,\n", "a,b\nx,y\n"):
        with pytest.raises(BallotFileError, match="no format is recognised"):
            read_text(tmp_path, text, "x.csv")


PROFILE = Profile.from_text("3: Ann > Bob\n2: Bob", candidates=["Ann", "Bob", "Cat"])
SCORES = Scores.from_ratings([{"Ann": 5, "Bob": 2}], ["Ann", "Bob", "Cat"], maximum=5)


def test_a_ballot_file():
    both = BallotFile(rankings=PROFILE, scores=SCORES, seats=2, withdrawn=["Cat"])
    assert both.ballots is PROFILE
    assert BallotFile(scores=SCORES).ballots is SCORES
    assert both.withdrawn == ("Cat",)
    assert both.candidates == ("Ann", "Bob", "Cat")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "rankings or ratings, or both"),
        ({"rankings": PROFILE, "scores": Scores.from_approvals([["Ann"]])}, "the same candidates"),
        ({"rankings": PROFILE, "seats": 0}, "0 seats"),
        ({"rankings": PROFILE, "withdrawn": ["Ann"]}, '"Ann" has withdrawn, but is on a ballot'),
        ({"scores": SCORES, "withdrawn": ["Bob"]}, '"Bob" has withdrawn, but is on a ballot'),
        ({"rankings": PROFILE, "withdrawn": ["Cta"]}, 'no candidate "Cta"; did you mean "Cat"'),
        ({"rankings": PROFILE, "tie_order": ["Bob", "Bob"]}, 'ties: "Bob" is there twice'),
    ],
)
def test_a_ballot_file_that_cannot_be(fields, words):
    with pytest.raises(BallotError, match=words):
        BallotFile(**fields)


def test_a_file_that_contradicts_itself_is_a_fault_of_the_file(tmp_path):
    with pytest.raises(BallotFileError, match=r"x\.json: \"A\" has withdrawn"):
        read_text(
            tmp_path,
            '{"candidates": ["A"], "withdrawn": ["A"], "ballots": [{"ranking": ["A"]}]}',
            "x.json",
        )


def test_strictness_reaches_every_format(tmp_path):
    text = '2 3\n1 1 0\n0\n"A"\n"B"\n'
    with pytest.warns(BallotFileWarning, match="3 seats for 2 candidates"):
        read_text(tmp_path, text)
    with pytest.raises(BallotFileError, match="3 seats for 2 candidates"):
        read_text(tmp_path, text, strict=True)


def test_writing_and_reading_is_the_same_whatever_the_path(tmp_path):
    write(PROFILE, str(tmp_path / "x.blt.gz"))
    assert read(str(tmp_path / "x.blt.gz")) == PROFILE
    assert np.array_equal(read(tmp_path / "x.blt.gz").ranks, PROFILE.ranks)
