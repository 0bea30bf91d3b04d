"""Broken files: the verdicts of shared/data/malformed, and faults that no file can hold."""

from __future__ import annotations

import gzip
import os
import warnings

import pytest

from elections import BallotFileError, BallotFileWarning, elect, read, systems
from elections.ballots import Profile

REFUSED = {
    "03_wrong_number_of_alternatives.soi": (10, "5 announced, 3 named"),
    "04_duplicate_candidate_in_ballot.soi": (16, "candidate 1 (Ann) is ranked twice"),
    "05_duplicate_candidate_in_tie.toi": (16, "candidate 2 (Bob) is twice in one tie"),
    "06_unknown_candidate_index.soi": (17, "candidate number 4 has no ALTERNATIVE NAME"),
    "07_candidate_zero.soi": (17, "candidate number 0 has no ALTERNATIVE NAME"),
    "08_negative_multiplicity.soi": (17, 'multiplicity "-3"'),
    "10_huge_multiplicity.soi": (16, "does not fit"),
    "11_fractional_multiplicity.soi": (17, "is not a whole number"),
    "12_empty.soi": (None, "the file is empty"),
    "17_utf16.soi": (1, "UTF-16"),
    "18_nul_byte.soi": (13, "NUL byte"),
    "19_million_char_line.soi.gz": (17, "candidate 2 (Bob) is ranked twice"),
    "20_million_candidates_header.soi": (2, "1000000000 announced, 1 named"),
    "24_duplicate_candidate_names.soi": (14, 'two alternatives have the name "Smith"'),
    "25_empty_candidate_name.soi": (14, "empty name"),
    "26_missing_header.soi": (1, "there is no header"),
    "27_header_after_ballots.soi": (1, "there is no header"),
    "29_truncated.soi.gz": (None, "damaged or cut short"),
    "31_html_saved_as.soi": (1, "HTML"),
    "35_unclosed_tie.toi": (16, "never closed"),
    "36_nested_tie.toi": (16, "nested"),
    "38_trailing_comma.soi": (16, "empty entry"),
    "39_thousands_separator.soi": (16, 'multiplicity "1,200"'),
    "40_unicode_digits.soi": (16, "is not a whole number"),
    "42_no_candidates.soi": (2, "no candidates"),
    "50_unterminated_ballot.blt": (3, "a ballot without its closing 0"),
    "51_missing_end_zero.blt": (4, "a name where a ballot or the closing 0 is due"),
    "53_too_few_names.blt": (5, "3 candidates announced, 2 named"),
    "54_withdrawn_equal_skip_weight.blt": (4, 'multiplicity "2.5" is not a whole number'),
    "55_withdraw_unknown.blt": (2, "withdrawn candidate 7 of 3"),
    "57_zero_seats.blt": (1, "0 seats"),
    "60_ragged.csv": (4, "6 fields where 4 are due"),
    "62_semicolon_decimal_comma.csv": (2, 'rating "3,5" of Bob is not a whole number'),
    "63_scores_out_of_range.csv": (3, 'rating "-1" of Cat is not a whole number'),
    "64_bad_multiplicity.abif": (4, 'multiplicity "five"'),
    "66_over_budget_types.pb": (1, "participatory budget"),
    "67_missing_votes_section.pb": (1, "participatory budget"),
    "68_deep.json": (1, "nested too deep"),
    "69_yaml_bomb.json": (1, 'two candidates have the name "Ann"'),
}
WARNED = {
    "01_wrong_voter_count.soi": (11, 10, "11 announced, 10 found"),
    "02_wrong_unique_orders.soi": (12, 10, "7 announced, 3 found"),
    "16_latin1.soi": (13, 10, "read as Latin-1"),
    "22_rtl_zero_width_names.soi": (15, 10, "look alike"),
    "32_overvotes_in_soi.soi": (16, 10, "here is a tie"),
    "33_incomplete_in_soc.soc": (18, 10, "here is a partial one"),
    "52_unquoted_names.blt": (4, 5, "a name without quotation marks"),
    "56_more_seats_than_candidates.blt": (1, 5, "5 seats for 2 candidates"),
}
ACCEPTED = {
    "09_zero_multiplicity.soi": (7, 0),
    "13_bom.soi": (10, 0),
    "14_crlf.soi": (10, 0),
    "15_cr_only.soi": (10, 0),
    "21_markup_names.soi": (10, 0),
    "23_wide_combining_names.soi": (10, 0),
    "28_old_format_2013.soi": (10, 0),
    "30_not_gzip.soi.gz": (10, 0),
    "34_writeins.toi": (12, 1),
    "37_empty_tie_and_spaces.toi": (10, 2),
    "41_no_ballots.soi": (0, 0),
    "43_one_candidate.soi": (5, 0),
    "44_no_final_newline.soi": (10, 0),
    "45_path_traversal_title.soi": (10, 0),
    "46_csv_formula_name.soi": (10, 0),
    "61_overvote_undervote.csv": (4, 2),
}


def test_every_file_has_its_verdict(shared):
    here = {path.name for path in (shared / "malformed").iterdir()} - {"README.md"}
    assert here >= {*REFUSED, *WARNED, *ACCEPTED}
    assert here - {*REFUSED, *WARNED, *ACCEPTED} == {"65_mixed_delims.abif"}


def test_warned_of_one_line_and_refused_for_the_next(shared):
    path = shared / "malformed" / "65_mixed_delims.abif"
    with (
        pytest.warns(BallotFileWarning, match=":1: ratings contradict the order"),
        pytest.raises(BallotFileError, match=':2: "Bob" is ranked twice'),
    ):
        read(path)


@pytest.mark.parametrize("name", REFUSED)
def test_refused(shared, name):
    line, words = REFUSED[name]
    path = shared / "malformed" / name
    with pytest.raises(BallotFileError) as caught:
        read(path)
    assert (caught.value.path, caught.value.line) == (path, line)
    assert words in caught.value.message
    place = f"{path}:{line}: " if line else f"{path}: "
    assert str(caught.value) == place + caught.value.message
    assert len(caught.value.message) < 160
    assert caught.value.message.isprintable()


@pytest.mark.parametrize("name", WARNED)
def test_read_with_a_warning(shared, name):
    line, voters, words = WARNED[name]
    path = shared / "malformed" / name
    with pytest.warns(BallotFileWarning, match=rf":{line}: .*{words}") as caught:
        profile = read(path)
    assert (len(caught), profile.voters) == (1, voters)
    with pytest.raises(BallotFileError, match=words) as refused:
        read(path, strict=True)
    assert refused.value.line == line


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted_and_counted_by_every_system(shared, name):
    profile = read(shared / "malformed" / name, strict=True)
    assert (profile.voters, profile.blank) == ACCEPTED[name]
    for system in systems():
        if system.takes is Profile:
            count = elect(profile, system)
            assert set(count.winners) <= set(profile.candidates)
            assert "\x1b" not in str(count)


def test_names_are_kept_as_they_are(shared):
    assert read(shared / "malformed" / "14_crlf.soi").candidates == ("Ann", "Bob", "Cat")
    assert "\x1b" in "".join(read(shared / "malformed" / "21_markup_names.soi").candidates)


HEADER = "# DATA TYPE: toi\n# ALTERNATIVE NAME 1: Ann\n# ALTERNATIVE NAME 2: Bob\n"


@pytest.mark.parametrize(
    ("ballots", "line", "words"),
    [
        ("12\n", 4, 'expected "count: 1,2,3", found "12"'),
        ("1: x\n", 4, '"x" is not a candidate number'),
        ("1: {1}{2}\n", 4, "a comma is missing before"),
        ("1: 1}\n", 4, 'a "}" without "{"'),
        ("1: {1,}\n", 4, "empty entry"),
        ("1: 1,,\n", 4, "empty entry"),
        ("1: 1\n# TITLE: late\n", 5, "header line after the first ballot"),
        ("# ALTERNATIVE NAME 2: Cat\n", 4, "alternative 2 is named twice"),
        ("9007199254740991: 1\n1: 2\n", 5, "does not fit"),
        ("99999999999999999999999999: 1\n", 4, "does not fit"),
        ("# NUMBER ALTERNATIVES: two\n1: 1\n", 4, "two announced, 2 named"),
    ],
)
def test_faults_in_lines(tmp_path, ballots, line, words):
    path = tmp_path / "x.toi"
    path.write_text(HEADER + ballots)
    with pytest.raises(BallotFileError, match=words) as caught:
        read(path)
    assert caught.value.line == line


def test_too_many_candidates(tmp_path):
    path = tmp_path / "x.soi"
    path.write_text("".join(f"# ALTERNATIVE NAME {n}: C{n}\n" for n in range(255)) + "1: 0\n")
    with pytest.raises(BallotFileError, match=":255: alternative 255: at most 254 can be"):
        read(path)


def test_equal_orders_are_added_up_and_empty_ties_are_nothing(tmp_path):
    path = tmp_path / "x.toi"
    path.write_text(
        HEADER + "\n2: 1,{},2\n1: {1},{2}\n2: {1},{2}\n# \n".replace("# \n", "4: {2,1}\n")
    )
    profile = read(str(path), strict=True)
    assert profile.ranks.tolist() == [[1, 1], [2, 1]]
    assert profile.weights.tolist() == [5, 4]


def test_latin1_warns_once_whatever_the_lines(tmp_path):
    path = tmp_path / "x.soi"
    path.write_bytes(
        b"# ALTERNATIVE NAME 1: Zo\xeb\n# ALTERNATIVE NAME 2: M\xfcller\n"
        b"# ALTERNATIVE NAME 3: Jos\xc3\xa9\n"
    )
    with pytest.warns(BallotFileWarning) as caught:
        profile = read(path)
    assert len(caught) == 1
    assert profile.candidates == ("Zoë", "Müller", "José")


def test_gzip_is_recognised_by_content(tmp_path):
    for name in ("packed.toi.gz", "packed.toi"):
        (tmp_path / name).write_bytes(gzip.compress((HEADER + "3: 2\n").encode()))
        assert read(tmp_path / name).voters == 3


def test_gzip_damaged_in_the_middle(tmp_path):
    path = tmp_path / "x.toi.gz"
    data = bytearray(gzip.compress((HEADER + "3: 2\n" * 500).encode()))
    data[30:40] = b"\xff" * 10
    path.write_bytes(data)
    with pytest.raises(BallotFileError, match="damaged or cut short"):
        read(path)


def test_empty_gzip(tmp_path):
    (tmp_path / "x.toi.gz").write_bytes(b"")
    with pytest.raises(BallotFileError, match="the file is empty"):
        read(tmp_path / "x.toi.gz")


def test_no_such_file_names_the_nearest(tmp_path):
    (tmp_path / "leader.soi").touch()
    with pytest.raises(BallotFileError, match=r'no such file; did you mean "leader\.soi"\?'):
        read(tmp_path / "leeder.soi")
    with pytest.raises(BallotFileError, match=r"there is no such file$"):
        read(tmp_path / "nowhere" / "leader.soi")


def test_directory_and_pipe(tmp_path):
    with pytest.raises(BallotFileError, match="this is a directory"):
        read(tmp_path)
    os.mkfifo(tmp_path / "x.soi")
    with pytest.raises(BallotFileError, match="not a regular file"):
        read(tmp_path / "x.soi")


def test_path_that_no_system_takes():
    with pytest.raises(BallotFileError, match="it cannot be read"):
        read("x\0.soi")


def test_no_permission(tmp_path, monkeypatch):
    path = tmp_path / "x.soi"
    path.touch()

    def deny(*_args: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", deny)
    with pytest.raises(BallotFileError, match="it cannot be read: permission denied"):
        read(path)


@pytest.mark.parametrize("name", ["x.pdf", "x", "x.csv", "x.pb.gz"])
def test_other_kinds_of_file(tmp_path, name):
    (tmp_path / name).write_text("Once upon a time\n")
    with pytest.raises(BallotFileError, match="no format is recognised in this file; there are"):
        read(tmp_path / name)


def test_spreadsheets(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"PK\x03\x04\x14\x00")
    with pytest.raises(BallotFileError, match=r"this is a spreadsheet .* save it as CSV"):
        read(tmp_path / "x.csv")


def test_silence_leaves_no_file_open(tmp_path):
    (tmp_path / "x.toi").write_text(HEADER + "1: 3\n" + "1: 1\n" * 9)
    with warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        with pytest.raises(BallotFileError):
            read(tmp_path / "x.toi")
