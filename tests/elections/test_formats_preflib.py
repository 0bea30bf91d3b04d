"""PrefLib: kinds, categories, old headers, and the quick reader against the slow one."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections import BallotFileError, BallotFileWarning, Profile, elect
from elections.formats import preflib, read_file
from tests.elections.test_formats import bundled, read_text

TWO = "# ALTERNATIVE NAME 1: Ann\n# ALTERNATIVE NAME 2: Bob\n"
CAT = f"# DATA TYPE: cat\n# NUMBER CATEGORIES: 3\n{TWO}"
OLD = "2\n1,Ann\n2,Bob\n"


def test_title_and_blanks_after_commas(tmp_path):
    text = f"# TITLE: A ward \n{TWO}# ALTERNATIVE NAME 0: Zed\n2: 0, 2 , {{ 1 }}\n\n1:\n"
    file = read_text(tmp_path, text, strict=True)
    assert file.title == "A ward"
    assert file.candidates == ("Ann", "Bob", "Zed")
    assert file.ballots.ranks.tolist() == [[3], [2], [1]]
    assert file.ballots.blank == 1


def test_categories_are_ratings_from_the_best(tmp_path):
    file = read_text(tmp_path, CAT + "3: 2,{},1\n2: {1,2},{},{}\n1: {},1\n4: {},{},{}\n")
    assert file.rankings is None
    assert file.scores.maximum == 2
    assert file.scores.ratings.tolist() == [[0, 2, 1], [2, 2, 255]]
    assert file.scores.weights.tolist() == [3, 2, 1]
    assert file.scores.blank == 4


def test_two_categories_are_approvals(shared):
    scores = read_file(shared / "preflib" / "00026-00000001.cat", strict=True).scores
    assert scores.maximum == 1
    assert elect(scores, "approval").elected == "Chirac"


def test_categories_that_are_only_named(tmp_path):
    text = f"# CATEGORY NAME 0: Yes\n# CATEGORY NAME 1: No\n{TWO}3: 2,1\n"
    assert read_text(tmp_path, text, "x.cat").scores.maximum == 1
    with pytest.warns(BallotFileWarning, match=":1: NUMBER CATEGORIES: 3 announced, 2 named"):
        file = read_text(tmp_path, "# NUMBER CATEGORIES: 3\n" + text, "x.cat")
    assert file.scores.maximum == 2


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (CAT + "3: 2,1,{},{}\n", 5, "4 parts, but there are 3 categories"),
        (CAT + "3: 2,1,2\n", 5, r"candidate 2 \(Bob\) is in two categories"),
        (CAT + "3: {2,2}\n", 5, r"candidate 2 \(Bob\) is twice in one category"),
        (CAT + "3: {2,{1}}\n", 5, "nested"),
        ("# DATA TYPE: cat\n" + TWO + "1: 1\n", None, "NUMBER CATEGORIES: 2 to 255 are due"),
        ("# NUMBER CATEGORIES: 256\n" + TWO + "1: 1\n", 1, 'found "256"'),
        ("# DATA TYPE: wmd\n" + TWO + "1: 1\n", 1, "are no ballots"),
        (OLD + "5,x\n", 4, 'expected "voters,votes,orders", found "5,x"'),
        ("3\n1,Ann\n5: 1\n", 3, 'expected "number,name", found "5: 1"'),
        ("1\n1,\n1,1,1\n", 2, "alternative 1 has an empty name"),
        (OLD + "5,5,2\n3,1,2\n2;1\n", 6, 'expected "count, 1,2,3", found "2;1"'),
        ("\n# TITLE: x\n\n", 1, "there is no header, and no ballot"),
        (TWO + "1: 01\n", 3, "candidate number 01 has no ALTERNATIVE NAME"),
        (TWO + "1: 1,2\n1:\x0b\n", 4, "is not a candidate number"),
        (TWO + "9007199254740991: 1\n1: 2\n", 4, "does not fit"),
        (TWO + "1: 1,2\n; 1\n", 4, 'expected "count: 1,2,3"'),
    ],
)
def test_faults(tmp_path, text, line, words):
    with pytest.raises(BallotFileError, match=words) as caught:
        read_text(tmp_path, text, "x.cat" if "CATEGORIES" in text else "x.toi")
    assert caught.value.line == line


def test_the_format_before_2022(tmp_path):
    text = OLD + "6,7,3\n4,1,2\n2,{1,2}\n\n1,2\n"
    file = read_text(tmp_path, text, "x.toi", strict=True)
    assert bundled(file.ballots) == bundled(
        Profile.from_text("4: Ann > Bob\n2: Ann = Bob\n1: Bob", ["Ann", "Bob"])
    )
    with pytest.warns(BallotFileWarning, match=":4: NUMBER VOTERS: 7 announced, 6 found"):
        read_text(tmp_path, text.replace("4,1,2", "3,1,2"), "x.toi")


def test_an_old_file_that_ends_after_its_header(tmp_path):
    assert read_text(tmp_path, OLD + "0,0,0\n").ballots.voters == 0
    with pytest.raises(BallotFileError, match=":1: NUMBER ALTERNATIVES: 2 announced, 1 named"):
        read_text(tmp_path, "2\n1,Ann\n")


ENTRY = st.sampled_from(["1", "2", "3", "4", " 2", "{1,2}", "{3}", "{}", "{", "}", "", "04", "x"])
LINE = st.builds(
    lambda count, order, end: f"{count}:{','.join(order)}{end}",
    st.sampled_from(["1", "20", " 3 ", "0", "999999999999", "1234567890123", "-1", ""]),
    st.lists(ENTRY, max_size=4),
    st.sampled_from(["", " ", "\t", ",", ":"]),
)
LINES = st.lists(st.one_of(LINE, st.sampled_from(["", "  ", "# TITLE: late", "12"])), max_size=6)


@given(LINES, st.sampled_from([1, 3]), st.sampled_from(["soc", "toi", "cat"]))
def test_the_quick_reader_is_the_slow_one(tmp_path_factory, lines, times, kind):
    path = tmp_path_factory.mktemp("twin") / f"x.{kind}"
    names = "".join(f"# ALTERNATIVE NAME {each}: C{each}\n" for each in range(1, 4))
    path.write_text(f"# NUMBER CATEGORIES: 3\n{names}" + "\n".join(lines * times) + "\n")

    def outcome():
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                file = read_file(path)
            except BallotFileError as error:
                return error.line, error.message
        return bundled(file.ballots), [str(each.message) for each in caught]

    quick = outcome()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(preflib.Scan, "_check", lambda scan, _grammar: scan.bad.fill(1))
        slow = outcome()
    assert quick == slow


@pytest.mark.parametrize("candidates", [1, 2, 9, 10, 100, 254])
def test_many_candidates(tmp_path, candidates):
    names = "".join(f"# ALTERNATIVE NAME {each}: C{each}\n" for each in range(1, candidates + 1))
    everybody = ",".join(map(str, range(candidates, 0, -1)))
    profile = read_text(tmp_path, f"{names}7: {everybody}\n1: {candidates}\n").ballots
    assert profile.ranks[:, 0].tolist() == list(range(candidates, 0, -1))
    assert profile.weights.tolist() == ([8] if candidates == 1 else [7, 1])
