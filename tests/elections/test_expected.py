"""Real elections against answers worked out independently (shared/data/expected.json)."""

from __future__ import annotations

import json
from functools import cache

import pytest

from elections import BallotFileWarning, elect
from elections.formats import read_file
from tests.elections.conftest import SHARED

KEYS = {
    "plurality": ("plurality", {}),
    "two_round_put": ("two_round", {}),
    "supplementary_put": ("supplementary", {}),
    "irv_put": ("irv", {}),
    "coombs_split_put": ("coombs", {}),
    "coombs_split_nomajority_put": ("coombs", {"stop": "none"}),
    "bucklin": ("bucklin", {}),
    "borda_symmetric": ("borda", {}),
    "borda_zero": ("borda", {"truncated": "zero"}),
    "borda_modified": ("borda", {"truncated": "modified"}),
    "dowdall": ("dowdall", {}),
    "copeland": ("copeland", {}),
    "minimax_margins": ("minimax", {}),
    "minimax_wv": ("minimax", {"strength": "winning_votes"}),
    "minimax_opposition": ("minimax", {"strength": "opposition"}),
    "schulze_margins": ("schulze", {}),
    "schulze_wv": ("schulze", {"strength": "winning_votes"}),
    "ranked_pairs_margins_put": ("ranked_pairs", {}),
    "ranked_pairs_wv_put": ("ranked_pairs", {"strength": "winning_votes"}),
    "split_cycle": ("split_cycle", {}),
    "smith": ("smith", {}),
    "schwartz": ("schwartz", {}),
}
NOT_OURS = {"irv_all", "coombs_each_put"}
"""Everybody who is last goes out at once; each of those left out is last on a whole vote."""
WARNS = ("debian/leader2007_tally.txt", "scot/glasgow_2012_ward14.blt")


def expected() -> dict[str, dict]:
    path = SHARED / "expected.json"
    if not path.is_file():
        return {}
    answers = json.loads(path.read_text(encoding="utf-8"))
    return {name: answer for name, answer in answers.items() if not name.endswith(".pb")}


EXPECTED = expected()
RANKED = {name: answer for name, answer in EXPECTED.items() if "irv_order_rounds" in answer}
every_file = pytest.mark.parametrize("name", RANKED)


@cache
def file_of(name):
    if name not in WARNS:
        return read_file(SHARED / name)
    with pytest.warns(BallotFileWarning) as warned:
        file = read_file(SHARED / name)
    assert len(warned) == 1
    return file


def profile_of(name):
    return file_of(name).rankings


def candidates_of(name):
    # One name has lost its Latin-1 letter in the answers.
    return [each.replace("Raphaël", "Rapha\ufffdl") for each in profile_of(name).candidates]


def test_the_answers_are_there(shared):
    assert len(RANKED) >= 43, f"{shared} holds fewer files than it did"
    assert len(EXPECTED) >= 46


@every_file
def test_profile(name):
    profile, answer = profile_of(name), EXPECTED[name]
    assert candidates_of(name) == answer["candidates"]
    assert profile.voters == answer["valid_ballots"]
    assert profile.voters + profile.blank == int(answer["voters_in_file"])
    assert profile.condorcet_winner() == answer["condorcet_winner"]
    if answer.get("pairwise"):
        assert profile.pairwise().tolist() == answer["pairwise"]["row_preferred_to_column"]


@every_file
def test_winners(name):
    answers = EXPECTED[name]["winners"]
    assert answers.keys() == KEYS.keys() | NOT_OURS
    profile = profile_of(name)
    spelt = dict(zip(profile.candidates, candidates_of(name), strict=True))
    for key, (system, options) in KEYS.items():
        count = elect(profile, system, ties="all", **options)
        if answers[key] is not None:
            assert {spelt[each] for each in count.winners} == set(answers[key]), key


@every_file
def test_every_round_of_the_alternative_vote(name):
    count, answer = elect(profile_of(name), "irv", ties="order"), EXPECTED[name]
    spelt = dict(zip(profile_of(name).candidates, candidates_of(name), strict=True))
    assert count.voters - count.uncounted == answer["ballots_with_valid_first_choice"]
    assert len(count.rounds) == len(answer["irv_order_rounds"])
    for ours, theirs in zip(count.rounds, answer["irv_order_rounds"], strict=True):
        assert {spelt[each]: votes for each, votes in ours.tally.items()} == theirs["tally"]
        assert ours.exhausted == theirs["exhausted"]
        assert [spelt[each] for each in ours.eliminated] == (
            [theirs["eliminated"]] if "eliminated" in theirs else []
        )
        assert ours.elected == ((theirs["elected"],) if "elected" in theirs else ())
        met = any(tie.round == ours.number for tie in count.ties)
        assert met == theirs.get("tie", False)


@every_file
def test_first_preferences(name):
    tally = elect(profile_of(name), "plurality").rounds[0].tally
    spelt = dict(zip(profile_of(name).candidates, candidates_of(name), strict=True))
    assert {spelt[each]: votes for each, votes in tally.items()} == EXPECTED[name][
        "plurality_scores"
    ]
    assert list(tally.values()) == sorted(tally.values(), reverse=True)


@pytest.mark.parametrize("name", [name for name in RANKED if "scottish_stv" in RANKED[name]])
def test_seats(name):
    assert file_of(name).seats == EXPECTED[name]["scottish_stv"]["seats"]


@pytest.mark.parametrize(
    ("name", "voters", "totals", "winner"),
    [
        ("preflib/00026-00000001.cat", "voters_in_file", "approvals", "Chirac"),
        ("preflib/00057-00000009.cat", "voters_in_file", "votes", "ÖVP"),
        ("star/libertarian_2020_nomination_may_scores.csv", "ballots", "totals", "Justin Amash"),
    ],
)
def test_ratings(shared, name, voters, totals, winner):
    scores, answer = read_file(shared / name).scores, EXPECTED[name]
    assert scores.voters + scores.blank == answer[voters]
    given = {
        candidate: int(row @ scores.weights)
        for candidate, row in zip(scores.candidates, scores.ratings.astype(int), strict=True)
    }
    assert given == answer[totals]
    count = elect(scores, "approval" if scores.maximum == 1 else "score", ties="all")
    assert list(count.winners) == [winner]
