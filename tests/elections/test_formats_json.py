"""Our own JSON."""

from __future__ import annotations

import json
import tracemalloc

import pytest

from elections import BallotFileError, BallotFileWarning, Profile, Scores, read_file
from tests.elections.test_formats import bundled, read_text

NAMES = '"candidates": ["Ann", "Bob"]'


def read_json(folder, text):
    return read_text(folder, text, "x.json")


def test_everything(tmp_path):
    file = read_json(
        tmp_path,
        """
        {"title": "Vote\\n2", "seats": 2, "candidates": ["Ann", "Bob", "Cat"],
         "withdrawn": ["Cat"], "tie_order": ["Bob", "Ann"], "maximum": 5,
         "ballots": [
           {"votes": 3, "ranking": ["Bob", "Ann"]},
           {"ranking": [["Ann", "Bob"]], "ratings": {"Ann": 4}, "votes": 2},
           {"ranking": []}, {"ratings": {}}]}
        """,
    )
    assert (file.format, file.title, file.seats) == ("json", "Vote\n2", 2)
    assert (file.withdrawn, file.tie_order) == (("Cat",), ("Bob", "Ann"))
    names = ["Ann", "Bob", "Cat"]
    expected = Profile.from_text("3: Bob > Ann\n2: Ann = Bob\n1:", names)
    assert bundled(file.rankings) == bundled(expected)
    rated = Scores.from_ratings([[4, 255], [255] * 2, [255] * 2], names, maximum=5, weights=[2, 1])
    assert bundled(file.scores) == bundled(rated)


def test_the_order_of_keys_does_not_matter(tmp_path):
    said = {"ballots": [{"ranking": ["Bob"]}, {"ranking": []}], "candidates": ["Ann", "Bob"]}
    first = read_json(tmp_path, json.dumps(said))
    second = read_json(tmp_path, json.dumps(dict(reversed(said.items()))))
    assert first == second
    assert first.ballots.voters == 1
    with pytest.raises(BallotFileError, match=':3: no candidate "Cat"; there are "Bob"'):
        read_json(
            tmp_path,
            '{"ballots": [{"ranking": ["Bob"]},\n\n{"ranking": ["Cat"]}], "candidates": ["Bob"]}',
        )


@pytest.mark.parametrize(
    ("text", "ranked", "rated"),
    [
        ("{%s}", True, False),
        ('{%s, "ballots": []}', True, False),
        ('{%s, "maximum": 3}', False, True),
        ('{%s, "ballots": [{"ratings": {"Ann": 3}}]}', False, True),
        ('{%s, "ballots": [{"ratings": {"Ann": 3}, "ranking": ["Ann"]}]}', True, True),
    ],
)
def test_rankings_or_ratings(tmp_path, text, ranked, rated):
    file = read_json(tmp_path, text % NAMES)
    assert (file.rankings is not None, file.scores is not None) == (ranked, rated)
    assert file.scores is None or file.scores.maximum == 3


def test_names_that_look_alike(tmp_path):
    with pytest.warns(BallotFileWarning, match=":1: two candidates look alike"):
        read_json(tmp_path, '{"candidates":\n ["Bob", "Bob\\u200b"]}')


DEEP = "[" * 100_000


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("{", 1, "this is no JSON: expecting"),
        ('{"candidates": ["Ann"', 1, "this is no JSON"),
        ('{"candidates": ["Ann"]', 1, "this is no JSON"),
        ('{"candidates" ["Ann"]}', 1, 'expected a ":" after a key'),
        ('{"candidates": ["Ann"]\n "title": ""}', 2, 'expected a "," or the end of the object'),
        ('{"candidates": ["Ann"]}\n x', 2, "text after the end"),
        ('{3: ["Ann"]}', 1, "a key is not text"),
        ("[]", 1, "expected an object"),
        ("{}", None, 'there are no "candidates"'),
        ('{"candidates": []}', None, 'there are no "candidates"'),
        ('{"candidates": "Ann"}', 1, '"candidates" is a list of names'),
        ('{"candidates": ["Ann", 3]}', 1, '"candidates" is a list of names'),
        ('{"candidates": ["Ann", ""]}', 1, "candidate 2 has an empty name"),
        (
            '{"candidates": ["Ann"], "candidates": ["Bob"]}',
            1,
            'the key "candidates" is there twice',
        ),
        ('{"candidate": ["Ann"]}', 1, 'unknown key "candidate"; did you mean "candidates"'),
        ('{"CVR": []}', 1, "common data format"),
        ('{"title": 3}', 1, "the title is not text"),
        ('{"seats": -1}', 1, "seats: -1 is not a whole number"),
        ('{"seats": true}', 1, "seats: true is not a whole number"),
        ('{"seats": 2.5}', 1, "2.5 is not a whole number"),
        ('{"seats": 1e400}', 1, "1e400 is not a whole number"),
        ('{"seats": NaN}', 1, "NaN is not a whole number"),
        ('{"seats": ' + "9" * 5000 + "}", 1, "a number is too long"),
        (f'{{"title": {DEEP}', 1, "nested too deep"),
        (f'{{{NAMES}, "seats": 0}}', None, "0 seats"),
        (f'{{{NAMES}, "maximum": 999}}', None, "the best rating is 1 to 254"),
        (f'{{{NAMES}, "tie_order": ["Cat"]}}', None, 'no candidate "Cat"'),
    ],
)
def test_faults(tmp_path, text, line, words):
    with pytest.raises(BallotFileError, match=words) as caught:
        read_json(tmp_path, text)
    assert caught.value.line == line
    assert len(caught.value.message) < 160


@pytest.mark.parametrize(
    ("ballots", "words"),
    [
        ("{}", "expected a list"),
        ("[3]", "a ballot is an object"),
        ("[{}]", "a ballot is an object"),
        ('[{"ranking": [], "x": 1}]', 'a ballot has no key "x"'),
        ('[{"ranking": [], "ranking": []}]', 'the key "ranking" is there twice'),
        ('[{"ranking": "Ann"}]', "a ranking is a list"),
        ('[{"ranking": [3]}]', 'no candidate "3"'),
        ('[{"ranking": ["Ann", ["Ann"]]}]', '"Ann" is ranked twice'),
        ('[{"ratings": []}]', "ratings are an object"),
        ('[{"ratings": {"Ann": 255}}]', "rating 255 of Ann passes 254"),
        ('[{"ratings": {"Ann": null}}]', "the rating of Ann: null is not a whole number"),
        ('[{"ranking": [], "votes": "3"}]', "votes: .* is not a whole number"),
        ('[{"ranking": []}, {"ranking": [], "votes": 9007199254740992}]', "does not fit"),
        ("[1 2]", "a ballot is an object"),
        ('[{"ranking": []} 2]', 'expected a "," or the end of the list'),
    ],
)
def test_faults_of_ballots(tmp_path, ballots, words):
    text = f'{{{NAMES},\n"ballots":\n{ballots}}}'
    with pytest.raises(BallotFileError, match=words) as caught:
        read_json(tmp_path, text)
    assert caught.value.line == 3


def test_ratings_above_the_maximum(tmp_path):
    text = f'{{{NAMES}, "maximum": 5, "ballots": [{{"ratings": {{"Ann": 6}}}}]}}'
    with pytest.raises(BallotFileError, match=":1: rating 6 of Ann passes 5"):
        read_json(tmp_path, text)


def test_every_ballot_knows_its_line(tmp_path):
    text = f'{{{NAMES},\n"ballots": [\n{{"ranking": []}},\n\n{{"ranking": ["Cat"]}}]}}'
    with pytest.raises(BallotFileError, match=':5: no candidate "Cat"'):
        read_json(tmp_path, text)


EVERYTHING = {
    "ballots": [
        {"votes": 12, "ranking": ["Ann", ["Bob", "C} ]"]]},
        {"votes": 12, "ranking": ["Ann", "Bob"]},
        {"votes": 3, "ratings": {"Ann": 5, "Bob": 0}},
        {"ranking": ["C} ]"], "ratings": {"C} ]": 4}},
        {"votes": 40, "ranking": []},
    ],
    "seats": 21,
    "candidates": ["Ann", "Bob", "C} ]"],
}


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("size", [1, 2, 7, 64])
def test_a_file_may_come_in_pieces_of_any_size(tmp_path, monkeypatch, size, indent):
    text = json.dumps(EVERYTHING, indent=indent)
    whole = read_json(tmp_path, text)
    assert (whole.seats, whole.rankings.voters, whole.scores.voters) == (21, 25, 4)
    monkeypatch.setattr("elections.formats.source._BLOCK", size)
    assert read_json(tmp_path, text) == whole
    with pytest.raises(BallotFileError, match='no candidate "Zoe"') as caught:
        read_json(tmp_path, text.replace('"Bob": 0', '"Zoe": 0'))
    assert caught.value.line == (1 if indent is None else 20)


@pytest.mark.parametrize(
    "ballot",
    ['{"votes": 1, "ranking": ["Ann"], ["Bob"]},', '{"votes": 1, "ranking": ["Ann", ]},'],
)
def test_a_ballot_that_only_looks_plain(tmp_path, ballot):
    with pytest.raises(BallotFileError, match="this is no JSON") as caught:
        read_json(tmp_path, f'{{{NAMES}, "ballots": [\n{ballot}\n{{"ranking": []}}]}}')
    assert caught.value.line == 2


def test_memory_holds_only_what_is_different(tmp_path):
    path = tmp_path / "x.json"
    ballot = '{"votes": 1, "ranking": ["Ann", "Bob"]},\n'
    path.write_text(f'{{{NAMES}, "ballots": [{ballot * 100_000}{{"ranking": []}}]}}')
    read_file(path)
    tracemalloc.start()
    assert read_file(path).ballots.voters == 100_000
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < path.stat().st_size / 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"config": {}}', "this is an RCTab report"),
        ('{"info": {}}', "this is a ranked.vote report"),
        ('{"tabulatorVersion": ""}', "this is an RCTab configuration"),
    ],
)
def test_files_of_other_programs_are_named(tmp_path, text, words):
    with pytest.raises(BallotFileError, match=words):
        read_json(tmp_path, text)
