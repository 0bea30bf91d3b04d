"""Real elections against answers worked out independently (shared/data/expected.json)."""

from __future__ import annotations

import json
from functools import cache

import pytest

from elections import elect, read
from tests.elections.conftest import SHARED

KEYS = {
    "plurality": "plurality",
    "two_round": "two_round_put",
    "supplementary": "supplementary_put",
    "irv": "irv_put",
    "borda": "borda_symmetric",
    "schulze": "schulze_margins",
}


def expected() -> dict[str, dict]:
    path = SHARED / "expected.json"
    if not path.is_file():
        return {}
    answers = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: answer
        for name, answer in answers.items()
        if name.endswith((".soc", ".soi", ".toc", ".toi"))
    }


EXPECTED = expected()
profile_of = cache(lambda name: read(SHARED / name))
every_file = pytest.mark.parametrize("name", EXPECTED)


def test_the_answers_are_there(shared):
    assert len(EXPECTED) >= 24, f"{shared} holds fewer files than it did"


@every_file
def test_profile(name):
    profile, answer = profile_of(name), EXPECTED[name]
    assert list(profile.candidates) == answer["candidates"]
    assert profile.voters == answer["valid_ballots"]
    assert profile.condorcet_winner() == answer["condorcet_winner"]
    if answer.get("pairwise"):
        assert profile.pairwise().tolist() == answer["pairwise"]["row_preferred_to_column"]


@every_file
@pytest.mark.parametrize("system", KEYS)
def test_winners(name, system):
    count = elect(profile_of(name), system, ties="all")
    assert set(count.winners) == set(EXPECTED[name]["winners"][KEYS[system]])


@every_file
def test_every_round_of_the_alternative_vote(name):
    count, answer = elect(profile_of(name), "irv", ties="order"), EXPECTED[name]
    assert count.voters - count.uncounted == answer["ballots_with_valid_first_choice"]
    assert len(count.rounds) == len(answer["irv_order_rounds"])
    for ours, theirs in zip(count.rounds, answer["irv_order_rounds"], strict=True):
        assert ours.tally == theirs["tally"]
        assert ours.exhausted == theirs["exhausted"]
        assert ours.eliminated == ((theirs["eliminated"],) if "eliminated" in theirs else ())
        assert ours.elected == ((theirs["elected"],) if "elected" in theirs else ())
        met = any(tie.round == ours.number for tie in count.ties)
        assert met == theirs.get("tie", False)


@every_file
def test_first_preferences(name):
    tally = elect(profile_of(name), "plurality").rounds[0].tally
    assert tally == EXPECTED[name]["plurality_scores"]
    assert list(tally.values()) == sorted(tally.values(), reverse=True)
