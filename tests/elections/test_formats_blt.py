"""BLT and Scottish CSV: options, withdrawn candidates, names, and what is refused."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections import BallotFileError, BallotFileWarning, Profile
from elections.formats import blt, read_file, scottish
from elections.papers import PaperRules
from tests.elections.test_formats import bundled, read_text

NAMES = '0\n"Ann"\n"Bob"\n"Cat"\n"Vote"\n'


def test_the_awkward_file_but_for_its_fraction(shared, tmp_path):
    text = (shared / "malformed" / "54_withdrawn_equal_skip_weight.blt").read_text(encoding="utf-8")
    file = read_text(tmp_path, text.replace("2.5 1=2", "2 1=2"), strict=True)
    assert file.candidates == ("Ann # not a comment", 'Bob "B" Bee', "Cat", "Dee", "Eve")
    assert (file.title, file.seats, file.withdrawn) == ("Awkward BLT", 2, ("Dee",))
    ann, bob, cat, _, eve = file.candidates
    rankings = {((ann, bob), cat): 2, (eve, cat): 1, (bob,): 3, (): 1}
    assert bundled(file.ballots) == bundled(Profile.from_rankings(rankings, file.candidates))


def test_options(tmp_path):
    text = (
        "3 2\n[nick a b c]\n[tie c 1 b ]\n[withdrawn b]\n[undeclared 3]\n[droop rule=meek]\n"
        "4 a=b c 0\n2 c b a 0\n3 b 0\n1 1 = 3 2 0\n" + NAMES + "junk\n" * 3
    )
    file = read_text(tmp_path, text, strict=True)
    assert file.tie_order == ("Cat", "Ann", "Bob")
    assert file.withdrawn == ("Bob",)
    assert file.title == "Vote"
    expected = "4: Ann > Cat\n2: Cat > Ann\n3:\n1: Ann = Cat"
    assert bundled(file.ballots) == bundled(Profile.from_text(expected, ["Ann", "Bob", "Cat"]))


def test_an_unknown_option_is_said(tmp_path):
    with pytest.warns(BallotFileWarning, match=':2: the option "quota" is not known'):
        file = read_text(tmp_path, "3 1\n[Quota 5]\n4 1 0\n".replace("Q", "q") + NAMES)
    assert file.ballots.voters == 4


@pytest.mark.parametrize(
    ("skipped", "expected"),
    [
        ("close", "4: Ann > Bob > Cat\n3: Cat"),
        ("exhaust", "4: Ann\n3:"),
        ("exhaust_after_two", "4: Ann > Bob\n3: Cat"),
    ],
)
def test_skipped_ranks(tmp_path, skipped, expected):
    text = "3 1\n4 1 - 2 - - 3 - 0\n3 - 3 0\n" + NAMES
    file = read_text(tmp_path, text, rules=PaperRules(skipped=skipped))
    assert bundled(file.ballots) == bundled(Profile.from_text(expected, ["Ann", "Bob", "Cat"]))


@pytest.mark.parametrize(
    ("names", "title"),
    [
        ('"Ann" "Bob" "Cat" "Vote" "a source" "a comment"', "Vote"),
        ('"Ann" "Bob"\n\n"Cat" # the last\nVote of today\n', "Vote of today"),
        ('"Ann"\n"Bob"\n"Cat"', ""),
        ('"Ann"\n"Bob"\n"Cat"\n"Vote" and more\n"what nobody needs', "Vote"),
        ('"Ann"\n"Bob"\n"Cat"\n""\n"more"', ""),
    ],
)
def test_names(tmp_path, names, title):
    file = read_text(tmp_path, f"3 1\n3 2 1 0\n0 # the end\n{names}", strict=True)
    assert (file.candidates, file.title) == (("Ann", "Bob", "Cat"), title)


def test_ballots_and_names_may_come_in_any_block(tmp_path, monkeypatch):
    text = "\n# a comment\n3 2\n-3\n[tie 2 1]\n7 2 1 0\n1 3=1 0\n1 - 2 0\n" + NAMES
    whole = read_text(tmp_path, text)
    for size in (1, 5, 30):
        monkeypatch.setattr("elections.formats.source._BLOCK", size)
        assert read_text(tmp_path, text) == whole


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("# nothing\n\n", 1, "expected the numbers of candidates and seats"),
        ("3\n1 1 0\n", 1, 'expected the numbers of candidates and seats, found "3"'),
        ("3 x\n", 1, "expected the numbers"),
        ("0 1\n0\n", 1, "0 candidates: 1 to 254"),
        ("255 1\n0\n", 1, "255 candidates: 1 to 254"),
        (f"{10**19} 1\n0\n", 1, f"{10**19} candidates: 1 to 254"),
        (f"3 {10**19}\n0\n", 1, f"{10**19} seats: this is no number of seats"),
        ("3 1\n4 1 0\n", None, "the closing 0 after the last ballot is missing"),
        ("3 1\n4 1 4 0\n", 2, "candidate 4 of 3"),
        ("3 1\n4 1 2 1 0\n", 2, "candidate 1 is ranked twice"),
        ("3 1\n4 1=2 =1 0\n", 2, "candidate 1 is ranked twice"),
        ("3 1\n4 =1 0\n", 2, 'missing beside "="'),
        ("3 1\n4 1= 0\n", 2, 'missing beside "="'),
        ("3 1\n4 1 0 2 0\n", 2, "one ballot a line is expected"),
        ("3 1\n-1 -2\n-x\n", 3, "withdrawn candidate x of 3"),
        ("3 1\n-1 2 0\n", 2, '"2" among those who withdrew'),
        ("3 1\n3 (A) 2 0\n", 2, r"candidate \(A\) of 3"),
        ("3 1\n[tie 1 2 1]\n", 2, "names a candidate twice"),
        ("3 1\n[tie 1 2\n", 2, "expected an option"),
        ("3 1\n[nick a b]\n", 2, "2 nicknames for 3 candidates"),
        ("3 1\n[nick a b a]\n", 2, 'nickname "a" is there twice'),
        ("3 1\n[nick a b 5]\n", 2, 'nickname "5" is there twice, or is a number'),
        ("3 1\nx 1 0\n", 2, 'multiplicity "x"'),
        ("3 1\n1 x 0\n", 2, "candidate x of 3"),
        ('3 1\n1 1 0\n0\n"Ann\n', 4, "a name whose quotation mark is never closed"),
        ('3 1\n1 1 0\n0\n"Ann" "Ann"\n', 4, 'two candidates have the name "Ann"'),
        ('3 1\n1 1 0\n0\n""\n', 4, "candidate 1 has an empty name"),
        ("3 1\n1 1 0\n0\n", 3, "3 candidates announced, 0 named"),
    ],
)
def test_faults(tmp_path, text, line, words):
    with pytest.raises(BallotFileError, match=words) as caught:
        read_text(tmp_path, text, "x.blt")
    assert caught.value.line == line


WORD = st.sampled_from(["1", "2", "3", "4", "0", "=", "1=2", "=3", "-", "01", "x"])
BLT_LINE = st.builds(
    lambda start, words, end: " ".join([start, *words, end]),
    st.sampled_from(["1", "20", "(A 7) 2", "x", "\t3"]),
    st.lists(WORD, max_size=4),
    st.sampled_from(["0", "0 # end", "0 ", "1", ""]),
)
SCOTTISH_LINE = st.builds(
    lambda words, end: ",".join(words) + end,
    st.lists(st.sampled_from(["1", "2", "3", "4", " 1", "", "07", "12345678901234"]), min_size=1),
    st.sampled_from([",", "", ",,", ", ", "x"]),
)


def outcome(path, format_id):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            file = read_file(path, format=format_id)
        except BallotFileError as error:
            return error.line, error.message
    return bundled(file.ballots), [str(each.message) for each in caught]


@pytest.mark.parametrize(
    ("module", "line", "first", "last"),
    [
        (blt, BLT_LINE, "3 1\n", NAMES),
        (
            scottish,
            SCOTTISH_LINE,
            "3,1,\n",
            "".join(f'"Candidate {each}","C{each}","",\n' for each in (1, 2, 3)),
        ),
    ],
    ids=["blt", "scottish_csv"],
)
def test_the_quick_reader_is_the_slow_one(tmp_path, module, line, first, last):
    path = tmp_path / "x.txt"

    @given(st.lists(line, max_size=5), st.sampled_from([1, 3]))
    def same(lines, times):
        path.write_text(first + "".join(f"{each}\n" for each in lines * times) + last)
        quick = outcome(path, module.FORMAT.id)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module.Scan, "_check", lambda scan, _grammar: scan.bad.fill(1))
            assert outcome(path, module.FORMAT.id) == quick

    same()


CANDIDATES = '"Candidate 1","Ann","X (X)",\n"Candidate 2","Bob ""B""","",\n'


def test_scottish_csv(tmp_path):
    file = read_text(tmp_path, f"\n2,1,\n7,1,2,\n\n,,\n3,2\n4,\n{CANDIDATES}\n2012,\n9,9,\n")
    assert file.format == "scottish_csv"
    assert (file.candidates, file.seats, file.title) == (("Ann", 'Bob "B"'), 1, "2012")
    assert bundled(file.ballots)[1:3] == bundled(Profile.from_text("7: A > B\n3: B\n4:"))[1:3]


def test_scottish_csv_in_any_block(tmp_path, monkeypatch):
    text = f"\n2,1,\n7,1,2,\n\n,,\n3,2\n4,\n{CANDIDATES}\nWard,\n"
    whole = read_text(tmp_path, text)
    for size in (1, 5, 30):
        monkeypatch.setattr("elections.formats.source._BLOCK", size)
        assert read_text(tmp_path, text, format="scottish_csv") == whole


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\n", 1, "expected the numbers of candidates and seats"),
        ("2,x\n", 1, 'expected "candidates,seats,"'),
        ("0,1\n", 1, "0 candidates"),
        ("2,0\n", 1, "0 seats"),
        (f"{10**19},1\n", 1, f"{10**19} candidates: 1 to 254"),
        ("2,1\n3,1,1\n", 2, "candidate 1 is ranked twice"),
        ("2,1\n3,1,,2\n", 2, 'candidate "" of 2'.replace('""', '".?"')),
        ("2,1\n3,1,3\n", 2, 'candidate "3" of 2'),
        ("2,1\n1.5,1\n", 2, 'multiplicity "1.5"'),
        ("2,1\n3,1\n" + CANDIDATES.replace("2", "3"), 4, "Candidate 3 where 2 is due"),
        ("3,1\n3,1\n" + CANDIDATES, 1, "3 candidates announced, 2 named"),
        ('2,1\n"Candidate 1","Ann","\n', 2, "a quotation mark is never closed"),
        ("2,1\n3,1\n" + CANDIDATES.replace("Ann", ""), 3, "candidate 1 has an empty name"),
    ],
)
def test_faults_of_scottish_csv(tmp_path, text, line, words):
    with pytest.raises(BallotFileError, match=words) as caught:
        read_text(tmp_path, text, format="scottish_csv")
    assert caught.value.line == line
