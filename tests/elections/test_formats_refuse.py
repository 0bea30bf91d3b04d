"""Writing: what a format cannot hold, and files that are whole or not there at all."""

from __future__ import annotations

import gzip
import os
import stat

import pytest

from elections import BallotFileError, BallotFileWarning, Profile, Scores
from elections.formats import BallotFile, read, write
from tests.elections.test_formats import bundled

TIED = Profile.from_text("3: Ann > Bob = Cat\n2: Bob = Ann")
STRICT = Profile.from_text("3: Ann > Bob\n2: Bob", ["Ann", "Bob"])
APPROVED = Scores.from_approvals([("Ann",)], ["Ann", "Bob"])
BOTH = BallotFile(rankings=STRICT, scores=APPROVED)


@pytest.mark.parametrize(
    ("ballots", "name", "format_id", "words"),
    [
        (
            TIED,
            "x.csv",
            "scottish_csv",
            r'cannot hold the equal ranks of ballot 1 \("Bob" = "Cat"\); blt, cef, abif, preflib',
        ),
        (TIED, "x.soi", None, r"equal ranks \(ballot 1\) in a .soi file; .toi can"),
        (STRICT, "x.soc", None, "the partial ballot 2 in a .soc file; .toi can"),
        (Profile.from_text("3: A\n1:"), "x.toc", None, "the blank ballots in a .toc file"),
        (STRICT, "x.cat", None, "rankings in a .cat file; .toi can"),
        (APPROVED, "x.soi", None, "ratings in a .soi file; .cat can"),
        (APPROVED, "x.blt", None, "BLT cannot hold ratings; abif, preflib, json, score_csv can"),
        (STRICT, "x.csv", "score_csv", "cannot hold rankings; blt, cef"),
        (BOTH, "x.soi", None, "cannot hold rankings and ratings together; abif, json can"),
        (BOTH, "x.csv", None, "cannot hold ratings; abif, json can"),
        (
            Profile.from_rankings([("Ann", "a\nb")]),
            "x.blt",
            None,
            'BLT cannot hold the name "a b"; json can',
        ),
        (Profile.from_text("\ud800", ["\ud800"]), "x.json", None, "no format can"),
        (STRICT, "x.csv", "cvr", "cast-vote-record CSV is read only; blt, cef"),
        (STRICT, "x.csv", "cvs", 'no format "cvs"; there are|did you mean "cef"'),
        (STRICT, "x.pdf", None, 'no format is written to ".pdf" files; .abif, .blt'),
    ],
)
def test_what_a_format_cannot_hold_is_said(tmp_path, ballots, name, format_id, words):
    with pytest.raises(BallotFileError, match=words) as caught:
        write(ballots, tmp_path / name, format=format_id)
    assert caught.value.path == tmp_path / name
    assert caught.value.message.isprintable()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("beside", "name", "words"),
    [
        ({"seats": 2}, "x.toi", r"PrefLib cannot hold the number of seats \(2\)"),
        ({"title": "x"}, "x.csv", r'cannot hold the title \("x"\)'),
        ({"withdrawn": ["Cat"]}, "x.abif", r'cannot hold who withdrew \("Cat"\)'),
        ({"tie_order": ["Bob"]}, "x.cvotes", "cannot hold the order for breaking ties"),
        ({"title": "a\nb", "seats": 1}, "x.blt", r'BLT cannot hold the title \("a b"\)'),
    ],
)
def test_what_is_beside_the_ballots_is_left_out_and_said(tmp_path, beside, name, words):
    file = BallotFile(rankings=Profile.from_text("3: Ann > Bob", ["Ann", "Bob", "Cat"]), **beside)
    with pytest.raises(BallotFileError, match=words):
        write(file, tmp_path / name, strict=True)
    assert list(tmp_path.iterdir()) == []
    with pytest.warns(BallotFileWarning, match=f"{name}: .*{words}: left out") as warned:
        write(file, tmp_path / name)
    assert len(warned) == 1
    assert bundled(read(tmp_path / name)) == bundled(file.rankings)


def test_ratings_go_into_the_format_that_holds_them_whatever_is_left_out(tmp_path):
    with pytest.warns(BallotFileWarning, match="cannot hold the title"):
        write(BallotFile(scores=APPROVED, title="x"), tmp_path / "x.csv")
    assert bundled(read(tmp_path / "x.csv")) == bundled(APPROVED)


@pytest.mark.parametrize(
    ("ballots", "kind"),
    [
        (STRICT, "soi"),
        (TIED, "toi"),
        (Profile.from_text("3: A > B\n2: B > A"), "soc"),
        (Profile.from_text("3: A = B"), "toc"),
        (APPROVED, "cat"),
    ],
)
def test_the_strictest_kind_of_preflib_is_chosen(tmp_path, ballots, kind):
    write(ballots, tmp_path / "x.txt", format="preflib")
    assert f"# DATA TYPE: {kind}\n" in (tmp_path / "x.txt").read_text()
    assert bundled(read(tmp_path / "x.txt", strict=True)) == bundled(ballots)
    write(ballots, tmp_path / f"x.{kind}")
    assert bundled(read(tmp_path / f"x.{kind}", strict=True)) == bundled(ballots)


def test_formulas_are_harmless_in_csv(tmp_path):
    profile = Profile.from_rankings([("=1+1", "Ann")])
    write(profile, tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_text().startswith('"\'=1+1",Ann,#\n')


def test_equal_ballots_make_equal_files(tmp_path):
    for name in ("a.toi.gz", "b.toi.gz"):
        write(STRICT, tmp_path / name, format="blt")
    first, second = ((tmp_path / name).read_bytes() for name in ("a.toi.gz", "b.toi.gz"))
    assert first == second
    assert gzip.decompress(first).startswith(b"2 1\n3 1 2 0\n")


def test_half_a_file_is_never_seen(tmp_path, monkeypatch):
    path = tmp_path / "x.blt"
    path.write_text("as it was")

    def fail(raw, *_args, **_options):
        raw.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("elections.formats.writing._write_lines", fail)
    with pytest.raises(BallotFileError, match="it cannot be written: no space left"):
        write(STRICT, path)
    assert path.read_text() == "as it was"
    assert [each.name for each in tmp_path.iterdir()] == ["x.blt"]


def test_a_file_is_on_the_disk_before_it_takes_its_place(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr("os.fsync", lambda _file: seen.append(list(tmp_path.iterdir())))
    write(STRICT, tmp_path / "x.blt")
    assert [each.suffix for (each,) in seen] == [".part"]


def test_a_file_keeps_its_permissions_and_a_link_its_target(tmp_path):
    path, link = tmp_path / "x.blt", tmp_path / "link.blt"
    path.touch(mode=0o600)
    link.symlink_to(path)
    write(STRICT, link)
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read(path) == STRICT


def test_places_that_cannot_be_written(tmp_path):
    with pytest.raises(BallotFileError, match="it cannot be written: no such file"):
        write(STRICT, tmp_path / "nowhere" / "x.blt")
    (tmp_path / "y.blt").mkdir()
    with pytest.raises(BallotFileError, match="this is a directory; name a file in it"):
        write(STRICT, tmp_path / "y.blt")
    os.mkfifo(tmp_path / "z.blt")
    with pytest.raises(BallotFileError, match="this is not a regular file"):
        write(STRICT, tmp_path / "z.blt")
    with pytest.raises(BallotFileError, match="it cannot be written"):
        write(STRICT, "x\0.blt")
