"""ABIF, the Condorcet Election Format and Debian's tally sheets."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections import BallotFileError, BallotFileWarning, Profile, Scores
from elections.formats import read_file
from tests.elections.test_formats import bundled, read_text

ABC = ["A", "B", "C"]


def abif(folder, text, **options):
    return read_text(folder, text, "x.abif", **options)


def ranked(file):
    """Return the rankings of a file, or those that its ratings alone mean."""
    return file.rankings or file.scores.to_profile()


def text_of(profile):
    """Write the ballots of a profile in words, to compare with what is expected."""
    return bundled(profile)[:3]


@pytest.mark.parametrize(
    ("ballots", "expected"),
    [
        ("3:A>B=C", "3: A > B = C"),
        (" 3 : A > B\n2:A>B", "5: A > B"),
        ("3:A,B>C", "3: A = B > C"),
        ("3:A=B,C", "3: A = B = C"),
        ("3:A/1,B/5,C/1", "3: B > A = C"),
        ("3:C>A/1,B/5", "3: C > B > A"),
        ("3:A/1,B", "3: A = B"),
        ('3:A>B:{"precinct": [1, 2]}', "3: A > B"),
        ("3:[A]>[B]", "3: A > B"),
        ("3:\n2: \n1:A", "5:\n1: A"),
    ],
)
def test_abif_rankings(tmp_path, ballots, expected):
    declared = "".join(f"={name}:[{name}]\n" for name in ABC)
    file = abif(tmp_path, declared + ballots, strict=True)
    assert text_of(ranked(file)) == text_of(Profile.from_text(expected, ABC))


def test_abif_ratings(tmp_path):
    file = abif(tmp_path, "=A:[A]\n=B:[B]\n3:A/5>B/3\n2:B/05\n1:A>B\n4:\n", strict=True)
    assert file.scores.maximum == 5
    ratings = [[5, 255], [3, 5]]
    expected = Scores.from_ratings(ratings, ["A", "B"], maximum=5, weights=[3, 2])
    assert bundled(file.scores)[:2] == bundled(expected)[:2]
    assert file.scores.blank == 5
    assert (file.rankings.voters, file.rankings.blank) == (6, 4)


@pytest.mark.parametrize(
    ("ballots", "ranked"),
    [
        ("3:A/5,B/3\n2:B/5\n1:\n", False),
        ("3:A/5>B/3\n", True),
        ("3:A/5=B/5\n", True),
        ("3:A/5,B\n", True),
        ("3:A/5,B/3\n1:A>B\n", True),
    ],
)
def test_abif_without_any_order_holds_ratings_alone(tmp_path, ballots, ranked):
    file = abif(tmp_path, f"=A:[A]\n=B:[B]\n{ballots}", strict=True)
    assert file.scores is not None
    assert (file.rankings is not None) == ranked


def test_abif_keys(tmp_path):
    keys = (
        '{"title": "A {vote}", "max_rating": 9}\n{min_rating: 0}\n{nonsense}\n{'
        + "[" * 9999
        + "}\n"
    )
    file = abif(tmp_path, keys + "ABIF 1.0\n\n1:A/5\n", strict=True)
    assert (file.title, file.scores.maximum) == ("A {vote}", 9)
    assert abif(tmp_path, '{title: "x"}\n1:A\n').title == "x"
    assert abif(tmp_path, "{max_rating: 0}\n1:A/0\n").scores.maximum == 1


def test_abif_names(tmp_path):
    text = '=K : [Kim "K" / Lee>]\n=[B]:[Bob]\n1:[Ann, X]>K=B\n2:[Bob]\n3:[Kim "K" / Lee>]/2\n'
    with pytest.warns(BallotFileWarning, match=':3: "Ann, X" is not declared; did you|there are'):
        file = abif(tmp_path, text)
    assert file.candidates == ('Kim "K" / Lee>', "Bob", "Ann, X")
    assert file.rankings.ranks.tolist() == [[2, 255, 1], [2, 1, 255], [1, 255, 255]]
    assert file.scores.ratings.tolist() == [[2], [255], [255]]


def test_abif_names_that_come_to_light_may_look_alike(tmp_path):
    with pytest.warns(BallotFileWarning, match=':2: two candidates look alike: "Bob"'):
        file = abif(tmp_path, "1:Bob\n2:Bob\u200b>Ann\n")
    assert len(file.candidates) == 3


def test_abif_warns_once_of_each_kind(tmp_path):
    text = "=A:[A]\n1:A/300>B/1\n1:A/5>C/7\n1:A/5=C/4\n1:D/999\n"
    with pytest.warns(BallotFileWarning) as warned:
        file = abif(tmp_path, text)
    assert sorted(str(each.message).split(": ", 1)[0][-2:] for each in warned) == [":2", ":2", ":3"]
    assert file.scores is None
    assert file.rankings.voters == 4


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("1:A\nfive:B", 2, 'multiplicity "five"'),
        ("1:A>B>A\n2:B\nfive:B", 1, '"A" is ranked twice'),
        ("1:A>B\n1:B=C=B", 2, '"B" is ranked twice'),
        ("1:A>>B", 1, "a name is missing"),
        ("1:A>B=", 1, "a name is missing"),
        ("1:[]>B", 1, "a name is missing"),
        ("1:[A>B", 1, 'a "\\[" is never closed'),
        ("1:A]>B", 1, 'a "\\[" is never closed'),
        ('1: {"note": 1}', 1, "is not a candidate"),
        ("1:A*3,B*2", 1, "cumulative votes are not counted"),
        ("1:A/x", 1, 'rating "x" is not a whole number'),
        ("1:A/-1", 1, 'rating "-1"'),
        ("1:A/1e400", 1, 'rating "1e400"'),
        ('{"max_rating": 5}\n1:A/6', 2, "rating 6 passes the max_rating 5"),
        ("1 A", 1, 'expected "count: Ann>Bob"'),
        ("=A:Ann\n", 1, r'expected "=token:\[name\]"'),
        ("=A:[Ann]\n=A:[Bob]\n", 2, 'the token "A" is declared twice'),
        ("=A:[Ann]\n=B:[Ann]\n", 2, 'two candidates have the name "Ann"'),
        ("=A:[]\n", 1, "an empty name"),
        ("1:A\n=B:[Bob]\n", 2, "declared after the first ballot"),
        ("9007199254740991:A\n1:A\n", 2, "does not fit"),
        ("1:" + ">".join(f"C{each}" for each in range(255)), 1, "candidate 255: at most 254"),
    ],
)
def test_faults_of_abif(tmp_path, text, line, words):
    with pytest.raises(BallotFileError, match=words) as caught:
        abif(tmp_path, text)
    assert caught.value.line == line
    assert caught.value.message.isprintable()


def test_plain_ballots_know_their_lines_in_any_block(tmp_path, monkeypatch):
    monkeypatch.setattr("elections.formats.source._BLOCK", 8)
    for text, words, line in (
        (f"{2**53 - 3}:A\n1:B\n1:A\n1:B\n1:C\n1:A\n", "does not fit", 4),
        ("1:A>B\n" * 5 + "1:A>A\n1:B>B\n", '"A" is ranked twice', 6),
        ("2:A>B\n1:A>B\n1:A\n1:C>C\n1:A\n1:C>C\n", '"C" is ranked twice', 4),
    ):
        with pytest.raises(BallotFileError, match=words) as caught:
            abif(tmp_path, text)
        assert caught.value.line == line
    assert abif(tmp_path, "1:A>B\n1:A>B\n2:B\n1:A>B\n1:B>A\n").rankings.weights.tolist() == [
        3,
        2,
        1,
    ]


def test_more_distinct_ballots_than_are_read_at_once(tmp_path, monkeypatch):
    text = "=A:[A]\n" + "".join(f"{n}:A/{n % 7}>C{n % 50}>D{n % 41}\n" for n in range(1, 400))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = abif(tmp_path, text)
        for size in (1, 3, 100):
            monkeypatch.setattr("elections.formats.words._BATCH", size)
            assert abif(tmp_path, text) == whole
        with pytest.raises(BallotFileError, match=':201: "A" is ranked twice'):
            abif(tmp_path, text.replace("200:A/4>C0", "200:A/4>A"))


SIGN = st.sampled_from([">", "=", ","])
WORD = st.builds(
    lambda name, rating: name + rating,
    st.sampled_from(["A", "B", "C", "[D, E]", " A "]),
    st.sampled_from(["", "", "/0", "/3", "/5", " / 3"]),
)
BALLOT = st.builds(
    lambda first, rest: first + "".join(sign + word for sign, word in rest),
    WORD,
    st.lists(st.tuples(SIGN, WORD), max_size=3),
)


def slowly(ballot):
    """Read one ballot as the documentation says: groups of names, or None where it is wrong."""
    names, groups = [], []
    for tier in ballot.replace("[D, E]", "D").split(">"):
        words = [word.partition("/") for word in tier.replace("=", ",").split(",")]
        rated = [(name.strip(), int(points) if slash else None) for name, slash, points in words]
        names += [name for name, _ in rated]
        if "," in tier and all(points is not None for _, points in rated):
            levels = sorted({points for _, points in rated}, reverse=True)
            groups += [[name for name, points in rated if points == each] for each in levels]
        else:
            groups.append([name for name, _ in rated])
    return None if len(set(names)) < len(names) else groups


@given(st.lists(BALLOT, min_size=1, max_size=6))
def test_abif_is_read_as_it_is_meant(tmp_path_factory, ballots):
    path = tmp_path_factory.mktemp("abif") / "x.abif"
    names = ["A", "B", "C", "D"]
    declared = "=A:[A]\n=B:[B]\n=C:[C]\n=[D, E]:[D]\n"
    path.write_text(declared + "".join(f"{n}:{each}\n" for n, each in enumerate(ballots, 1)))
    meant = [slowly(ballot) for ballot in ballots]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if None in meant:
            with pytest.raises(BallotFileError, match="is ranked twice") as caught:
                read_file(path)
            assert caught.value.line == 5 + meant.index(None)
            return
        profile = ranked(read_file(path))
    expected = Profile.from_rankings([list(map(tuple, each)) for each in meant], names)
    weighted = Profile.from_ranks(expected.ranks, names, range(1, len(ballots) + 1))
    assert bundled(profile) == bundled(weighted)


def cef(folder, text, **options):
    return read_text(folder, text, "x.cvotes", **options)


def test_cef(tmp_path):
    text = (
        "# comment\n#/Candidates: A ; B;C\n#/Number of Seats: 2\n#/Weight allowed: TRUE\n"
        "#/Voting Methods: Schulze\n\nA > B = C * 3\ntag, x || A>B=C ^2 * 2 # again\n"
        "/EMPTY_RANKING/ * 4\n/EMPTY/\nC ^7\n"
    )
    file = cef(tmp_path, text, strict=True)
    assert (file.candidates, file.seats) == (("A", "B", "C"), 2)
    expected = Profile.from_text("7: A > B = C\n7: C\n5:", ABC)
    assert bundled(file.rankings) == bundled(expected)


def test_cef_without_candidates_or_weights(tmp_path):
    file = cef(tmp_path, "Chat > Bat ^9 * 2\nBat=Ann\n", strict=True)
    assert file.candidates == ("Chat", "Bat", "Ann")
    expected = Profile.from_text("2: Chat > Bat\nBat = Ann")
    assert bundled(file.rankings) == bundled(expected)


def test_cef_leaves_out_who_is_not_declared(tmp_path):
    text = "#/Candidates: A;B;C\nA > X = B > C\nX > Y = A\nX\nA = X > B\n"
    with pytest.warns(BallotFileWarning, match=':2: "X" is not declared and left out') as warned:
        file = cef(tmp_path, text)
    assert len(warned) == 1
    expected = Profile.from_text("A > B > C\nA\n1:\nA > B", ABC)
    assert bundled(file.rankings) == bundled(expected)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("A > B > A\n", 1, '"A" is ranked twice'),
        ("A > B > A\nA * x\n", 1, '"A" is ranked twice'),
        ("A > B\nA * x\n", 2, 'multiplicity "x"'),
        ("A ^ x\n", 1, 'weight "x"'),
        ("A * 8 ^7\n", 1, 'multiplicity "8 \\^7"'),
        ("* 3\n", 1, "there is no ranking"),
        ("A >\n", 1, "a name is missing"),
        ("A < B\n", 1, '"A < B" is not a name'),
        ("A > /EMPTY/\n", 1, '"/EMPTY/" is not a name'),
        ("#/Number of Seats: 0\n", 1, '"0" seats'),
        ("#/Candidates A\n", 1, 'expected "#/Name: value"'),
        ("#/Candidates: A;;B\n", 1, "candidate 2 has an empty name"),
        ("A\n#/Candidates: A;B\n", 2, "a parameter after the first ballot"),
        ("#/Weight Allowed: true\nA ^9007199254740991 * 2\n", 2, "does not fit"),
    ],
)
def test_faults_of_cef(tmp_path, text, line, words):
    with pytest.raises(BallotFileError, match=words) as caught:
        cef(tmp_path, text)
    assert caught.value.line == line


SHEET = "  Option 1->: Ann\n / Option 2->: Bob \n V: example\n |/\n"


def test_debian(tmp_path):
    file = read_text(tmp_path, SHEET + "V: 2-\tabc\nV: 11 def\nV: -A\nV: -- x\n", strict=True)
    assert file.format == "debian"
    expected = Profile.from_text("1: Ann\n1: Ann = Bob\n1: Bob\n1:", ["Ann", "Bob"])
    assert bundled(file.rankings) == bundled(expected)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (SHEET + "V: 2--\tx\n", 5, r'3 marks \("2--"\) for 2 candidates'),
        (SHEET + "V: \n", 5, "0 marks"),
        (SHEET + "V: 20\n", 5, '"20" is not made of ranks'),
        (SHEET + "V: 2é\n", 5, '"2é" is not made of ranks'),
        (" Option 2->: Bob\n", 1, "option 2 where 1 is due"),
        ("nothing\n", None, "there are no candidates"),
    ],
)
def test_faults_of_debian(tmp_path, text, line, words):
    with pytest.raises(BallotFileError, match=words) as caught:
        read_text(tmp_path, text, format="debian")
    assert caught.value.line == line
