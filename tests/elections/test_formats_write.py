"""Writing: what is read again is what was written, or else it is refused by name."""

from __future__ import annotations

import re
import warnings

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from elections import BallotFileError, Profile, Scores
from elections.formats import BallotFile, read_file, write
from tests.elections.test_formats import bundled, read_text

HOSTILE = (
    *("1", "2", "01", "0", "-1", "=1+1", "'=x", "+", "@SUM(A1)", "#", "count", "Votes", "Precinct"),
    *(
        '"',
        '""',
        "'",
        ",",
        ";",
        "Ann, Lee",
        "Ann;Lee",
        "{Ann}",
        "[Ann]",
        "A]B",
        "A>B",
        "A=B",
        "A*2",
    ),
    *("A^2", "A/5", "a||b", "C1", "C2", "ABIF", "Rank 1", "1st", "Candidate 1", "5: A>B", "META"),
    *(" Ann", "Ann ", "\tAnn", "Ann\n", "An\nn", "Ann\r", "\u2028", "\x85", "\x0b", "\x1b[31m"),
    *(
        "Zoë",
        "山田",
        "👩\u200d👩\u200d👧",
        "\u202eBob\u202c",
        "Bob\u200b",
        "Bob",
        "\ufeff",
        "\ud800",
        "\0",
    ),
    *("votes (scores 0-5)", "# TITLE: x", "#/Candidates: A", "<html>", "nick", "--", "overvote"),
)
NAME = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(min_size=1, max_size=6),
    st.text("AB 1,;=>{}[]\"'#/|*^:-\n", min_size=1, max_size=5),
)
NAMES = st.lists(NAME.filter(str.strip), min_size=1, max_size=4, unique=True)
WEIGHT = st.one_of(st.integers(1, 20), st.just(2**40))


@st.composite
def profiles(draw, names=NAMES, *, ties=True):
    candidates = draw(names)
    ranks = st.lists(
        st.sampled_from([1, 2, 3, 255]), min_size=len(candidates), max_size=len(candidates)
    )
    if not ties:
        ranks = st.permutations([1, 2, 3, 4][: len(candidates)]).flatmap(
            lambda order: st.integers(0, 4).map(lambda k: [r if r <= k else 255 for r in order])
        )
    rows = draw(st.lists(ranks, max_size=4))
    weights = draw(st.lists(WEIGHT, min_size=len(rows), max_size=len(rows)))
    array = np.array(rows, dtype=np.int64).reshape(len(rows), len(candidates)).T
    return Profile.from_ranks(array, candidates, weights)


@st.composite
def scores(draw, names=NAMES):
    candidates = draw(names)
    maximum = draw(st.sampled_from([1, 2, 5, 10, 254]))
    mark = st.one_of(st.integers(0, maximum), st.just(255))
    one = st.lists(mark, min_size=len(candidates), max_size=len(candidates))
    rows = draw(st.lists(one, max_size=4))
    weights = draw(st.lists(WEIGHT, min_size=len(rows), max_size=len(rows)))
    array = np.array(rows, dtype=np.int64).reshape(len(rows), len(candidates)).T
    return Scores.from_ratings(array, candidates, maximum=maximum, weights=weights)


few = settings(max_examples=60)


@pytest.fixture(autouse=True)
def _do_not_wait_for_the_disk(monkeypatch):
    monkeypatch.setattr("os.fsync", lambda _file: None)


PLAIN = st.lists(
    st.sampled_from(["Ann", "Bob Lee", "Zoë", "D'Arcy"]), min_size=1, max_size=4, unique=True
)
RANKED = {
    "preflib": "x.toi",
    "blt": "x.blt.gz",
    "abif": "x.abif",
    "rank_csv": "x.csv",
    "scottish_csv": "x.csv.gz",
    "cef": "x.cvotes",
    "json": "x.json",
}
RATED = {"preflib": "x.cat", "abif": "x.abif", "score_csv": "x.csv", "json": "x.json.gz"}


def again(folder, ballots, name, format_id):
    """Write ballots and read them again; None where they are refused by name."""
    path = folder / name
    refusal = ""
    try:
        write(ballots, path, format=format_id)
    except BallotFileError as error:
        refusal = error.message
    if refusal:
        assert re.search(r'cannot hold .*".*"', refusal)
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file = read_file(path)
    assert file.format == format_id
    return file


@pytest.mark.parametrize(("format_id", "name"), RANKED.items())
def test_rankings_come_back_or_are_refused(tmp_path, format_id, name):
    @few
    @given(profiles())
    @example(Profile.from_ranks(np.empty((1, 0), dtype=np.uint8), ["5: A>B"]))
    def check(profile):
        file = again(tmp_path, profile, name, format_id)
        assert file is None or bundled(file.rankings) == bundled(profile)
        (tmp_path / name).unlink(missing_ok=True)

    check()


@pytest.mark.parametrize(("format_id", "name"), RATED.items())
def test_ratings_come_back_or_are_refused(tmp_path, format_id, name):
    @few
    @given(scores())
    def check(given_scores):
        file = again(tmp_path, given_scores, name, format_id)
        assert file is None or bundled(file.scores) == bundled(given_scores)
        (tmp_path / name).unlink(missing_ok=True)

    check()


@pytest.mark.parametrize(("format_id", "name"), RANKED.items())
def test_plain_names_are_never_refused(tmp_path, format_id, name):
    @few
    @given(profiles(PLAIN, ties=format_id != "scottish_csv"))
    def check(profile):
        assert bundled(again(tmp_path, profile, name, format_id).rankings) == bundled(profile)
        (tmp_path / name).unlink()

    check()


@few
@given(scores(PLAIN))
def test_json_holds_all_that_there_is(tmp_path_factory, rated):
    folder = tmp_path_factory.mktemp("all")
    rankings = Profile.from_rankings({rated.candidates[:1]: 3}, rated.candidates)
    file = BallotFile(
        rankings=rankings,
        scores=rated if rated.weights.size or rated.blank else None,
        title="A\nvote",
        seats=3,
        tie_order=rated.candidates[::-1],
    )
    write(file, folder / "x.json")
    found = read_file(folder / "x.json")
    assert bundled(found.rankings) == bundled(rankings)
    assert (found.title, found.seats, found.tie_order) == (file.title, 3, file.tie_order)
    assert (found.scores is None) == (file.scores is None)


def test_blt_holds_seats_and_who_withdrew(tmp_path):
    profile = Profile.from_text("3: Ann > Bob\n2: Bob", ["Ann", "Bob", "Cat"])
    file = BallotFile(
        rankings=profile, seats=2, withdrawn=("Cat",), tie_order=("Bob", "Ann"), title='The "vote"'
    )
    write(file, tmp_path / "x.blt")
    found = read_file(tmp_path / "x.blt", strict=True)
    assert found == BallotFile(
        format="blt",
        rankings=profile,
        seats=2,
        withdrawn=("Cat",),
        tie_order=("Bob", "Ann"),
        title='The "vote"',
    )


def test_cef_holds_seats(tmp_path):
    file = BallotFile(rankings=Profile.from_text("3: Ann > Bob\n2:"), seats=2)
    write(file, tmp_path / "x.cvotes")
    found = read_file(tmp_path / "x.cvotes", strict=True)
    assert (found.seats, found.rankings) == (2, file.rankings)


def test_abif_holds_rankings_and_ratings_of_the_same_ballots(tmp_path):
    text = '{"title": "x"}\n{"max_rating": 5}\n=A:[A]\n=B:[B]\n3:A/5>B/3\n2:B/5\n4:\n'
    file = read_text(tmp_path, text)
    write(file, tmp_path / "y.abif")
    assert (tmp_path / "y.abif").read_text() == text
    rankings = Profile.from_text("3: A > B", ["A", "B"])
    for rated, words in (
        ([{"A": 5}, {"B": 2}], "rankings and ratings of different ballots; json can"),
        ([{"A": 5}] * 3, None),
    ):
        both = BallotFile(rankings=rankings, scores=Scores.from_ratings(rated, "AB", maximum=5))
        with pytest.raises(BallotFileError, match=words or "different ballots"):
            write(both, tmp_path / "z.abif")
        write(both, tmp_path / "z.json")
    unranked = Profile.from_text("1: A", ["A", "B"])
    unlike = Scores.from_ratings([{"A": 5, "B": 3}], "AB", maximum=5)
    with pytest.raises(BallotFileError, match="a rating of a candidate who is not ranked"):
        write(BallotFile(rankings=unranked, scores=unlike), tmp_path / "z.abif")
    assert not (tmp_path / "z.abif").exists()
