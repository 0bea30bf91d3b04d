"""Files as lines: blocks, line ends, long lines and texts made to take for ever."""

from __future__ import annotations

import gzip

import pytest

from elections import BallotFileError, Profile
from elections.formats import read_file
from tests.elections.test_formats import read_text


def test_a_long_line(tmp_path, monkeypatch):
    monkeypatch.setattr("elections.formats.source._BLOCK", 1 << 10)
    monkeypatch.setattr("elections.formats.source.LONGEST", 1 << 12)
    path = tmp_path / "x.soi"
    path.write_text("# TITLE: x\n# ALTERNATIVE NAME 1: A\n1: " + "1," * 5000)
    with pytest.raises(BallotFileError, match=":3: this line is longer than 4,096 characters"):
        read_file(path)


def test_blocks_are_put_together(tmp_path, monkeypatch):
    lines = [f"{number}: 1,2\n\n" for number in range(1, 200)]
    text = "# ALTERNATIVE NAME 1: Zoë\n# ALTERNATIVE NAME 2: B\n" + "".join(lines)
    whole = read_text(tmp_path, text)
    for size in (1, 7, 64):
        monkeypatch.setattr("elections.formats.source._BLOCK", size)
        pieces = read_text(tmp_path, text)
        assert pieces == whole
        assert pieces.ballots.voters == sum(range(1, 200))
    with pytest.raises(BallotFileError, match=':11: multiplicity "x"'):
        read_text(tmp_path, text.replace("5: 1,2", "x: 1,2", 1))


def test_utf16_within_gzip(tmp_path):
    path = tmp_path / "x.soi.gz"
    path.write_bytes(gzip.compress("# TITLE: x\n".encode("utf-16")))
    with pytest.raises(BallotFileError, match=":1: this is UTF-16"):
        read_file(path)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(tmp_path, end):
    path = tmp_path / "x.abif"
    path.write_bytes(f"3:A>B{end}2:B{end}".encode())
    assert read_file(path).ballots == Profile.from_text("3: A > B\n2: B")


BLANKS = " " * 1_000_000


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("x.soi", "# ALTERNATIVE NAME 1: A\n1: " + "1," * 500_000, "is ranked twice"),
        ("x.soi", "# ALTERNATIVE NAME 1: A\n1: " + "{1," * 300_000, "nested"),
        ("x.blt", f"3 1\n1{BLANKS}x 0\n", "candidate x of 3"),
        ("x.blt", f"3 1\n[{BLANKS}x\n", "expected an option"),
        ("x.blt", "3 1\n" + "/*" * 500_000, 'multiplicity "'),
        ("x.blt", '3 1\n1 1 0\n0\n"' + '""' * 500_000 + "x", "never closed"),
        ("x.abif", "1:" + "A," * 500_000 + "B", '"A" is ranked twice'),
        ("x.abif", f"={BLANKS}x", "expected"),
        ("x.abif", "1:" + "[" * 1_000_000, "never closed"),
        ("x.cvotes", f"#/{BLANKS}x", "expected"),
        ("x.csv", "," * 1_000_000, "no format is recognised"),
        ("x.csv", "A,B,#\n" + "1," * 500_000, "500001 fields where 3 are due"),
        ("x.csv", "3,1,\n1," + "2," * 500_000, "candidate 2 is ranked twice"),
        ("x.json", '{"title":' + '{"a":' * 200_000, "nested too deep"),
    ],
)
def test_a_line_of_a_million_signs(tmp_path, name, text, words):
    with pytest.raises(BallotFileError, match=words) as caught:
        read_text(tmp_path, text, name)
    assert len(caught.value.message) < 160
