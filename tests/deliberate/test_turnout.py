"""Who votes, and why others stay at home."""

import csv
from pathlib import Path

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate.model.electorate import Electorate
from deliberate.model.residents import Residents
from deliberate.model.turnout import attendance, closeness, first_preferences
from deliberate.turnouts import turnouts

SHARED = Path(__file__).parents[3] / "shared" / "facts" / "turnout.csv"
EAGER = Electorate(alienation=-10.0, indifference=0.0)
FLAT = evolve(EAGER, stake=0.0, race=0.0, devotion=0.0, age=0.0)


def people(count, rng):
    """Return residents of whom a quarter are devoted and a third older, at random."""
    return Residents(
        ideals=np.full((2, count), 0.5),
        locality=np.zeros(count, dtype=np.int64),
        devoted=rng.random(count) < 0.25,
        older=rng.random(count) < 0.33,
        party=np.zeros(count, dtype=np.int64),
    )


def held(count=4000, candidates=4, target=0.28, manner=EAGER, seed=3):
    """Return utilities, residents and who attends."""
    rng = np.random.default_rng(seed)
    utility, residents = rng.normal(size=(candidates, count)), people(count, rng)
    attending = attendance(
        utility,
        residents,
        poll=first_preferences(utility),
        held=rng.logistic(size=count),
        target=target,
        manner=manner,
    )
    return utility, residents, attending


@pytest.mark.parametrize(
    "name", ["fife-2010", "dumfries-galloway-2010", "mayors-2017", "police-2021"]
)
def test_turnout_meets_its_target(name):
    target = turnouts()[name].share
    _, _, attending = held(2000, target=target, manner=Electorate())
    assert attending.voting.mean() == pytest.approx(target, abs=0.0005)


@settings(deadline=None, max_examples=60)
@given(
    count=st.integers(1, 60),
    target=st.floats(0.01, 1),
    alienation=st.floats(-3, 0),
    indifference=st.floats(0, 2),
)
def test_as_many_vote_as_the_target_asks_and_are_willing(count, target, alienation, indifference):
    manner = Electorate(alienation=alienation, indifference=indifference)
    utility, _, found = held(count, 3, target, manner, seed=count)
    assert np.array_equal(found.alienated, utility.max(axis=0) < alienation)
    assert not (found.alienated & found.indifferent).any()
    willing = ~(found.alienated | found.indifferent)
    assert found.voting.sum() == max(1, min(round(target * count), willing.sum()))
    assert not (found.voting & ~willing).any() or not willing.any()


def odds(attending, some):
    """Return the logarithm of how much likelier these residents are to vote than the others."""
    ours, theirs = attending.voting[some].mean(), attending.voting[~some].mean()
    return np.log(ours / (1 - ours)) - np.log(theirs / (1 - theirs))


@pytest.mark.parametrize("of", ["older", "devoted"])
def test_the_odds_of_voting_rise_as_the_parameter_says(of):
    slope = {"older": "age", "devoted": "devotion"}[of]
    _, residents, found = held(200_000, manner=evolve(FLAT, **{slope: 0.8}))
    assert odds(found, getattr(residents, of)) == pytest.approx(0.8, abs=0.04)
    _, residents, found = held(200_000, manner=FLAT)
    assert odds(found, getattr(residents, of)) == pytest.approx(0, abs=0.04)


def test_those_with_more_at_stake_vote_sooner():
    utility, _, found = held(100_000, manner=evolve(FLAT, stake=1.0))
    spread = np.ptp(utility, axis=0)
    assert spread[found.voting].mean() > spread[~found.voting].mean() + 0.3
    utility, _, found = held(100_000, manner=FLAT)
    spread = np.ptp(utility, axis=0)
    assert spread[found.voting].mean() == pytest.approx(spread[~found.voting].mean(), abs=0.04)


def difference(poll):
    """Return how much more hangs on the two leaders for voters than for the others."""
    rng = np.random.default_rng(5)
    utility, residents = rng.normal(size=(3, 100_000)), people(100_000, rng)
    voting = attendance(
        utility,
        residents,
        poll=np.array(poll),
        held=rng.logistic(size=100_000),
        target=0.3,
        manner=evolve(FLAT, race=2.0),
    ).voting
    contest = np.abs(utility[0] - utility[1])
    return contest[voting].mean() - contest[~voting].mean()


def test_a_close_race_draws_those_for_whom_much_hangs_on_it():
    assert difference([0.45, 0.44, 0.11]) > difference([0.7, 0.2, 0.1]) + 0.1 > 0.2
    assert difference([1.0, 0.0, 0.0]) == pytest.approx(0, abs=0.03)


def test_closeness_is_one_where_two_are_level():
    assert closeness(np.array([0.2, 0.4, 0.4])) == pytest.approx(1)
    assert closeness(np.array([0.1, 0.7, 0.2])) == pytest.approx(0.5)


def test_the_poll_shares_a_resident_who_likes_two_best():
    poll = first_preferences(np.array([[1.0, 2.0], [1.0, 0.0], [0.0, 0.0]]))
    assert poll.sum() == pytest.approx(1)
    assert poll[0] > poll[1] > poll[2] == 0


def test_turnouts_are_shares_with_a_source():
    assert len(turnouts()) >= 20
    for name, each in turnouts().items():
        assert each.id == name
        assert 0.1 < each.share < 0.5
        assert each.source
        assert each.status in ("found", "recalled")


def test_turnouts_are_those_of_the_facts():
    if not SHARED.exists():
        pytest.skip("the facts are not beside the checkout")
    ours = {round(each.share, 4) for each in turnouts().values()}
    with SHARED.open(encoding="utf-8") as file:
        facts = {round(float(row["turnout_pct"]) / 100, 4) for row in csv.DictReader(file)}
    assert len(facts) > 15
    # Of one election of 2017 two reports differ; ours is the Electoral Commission's.
    assert facts - ours == {0.329}
