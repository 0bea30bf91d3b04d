"""Leaders: what they know, what they pledged, and when they stand again."""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from deliberate import (
    Phase,
    Pledge,
    begin,
    choose,
    governance,
    leaders_picture,
    play,
    player,
    step,
)
from deliberate.model.buyin import kept_pledge, mandate, process
from deliberate.model.knowledge import picture
from deliberate.office import records, stands_again
from deliberate.year import kept_promises

shares = arrays(float, 3, elements=st.floats(0, 1))


@pytest.fixture(scope="module")
def again(two_towns):
    """A place where residents choose every second year."""
    return evolve(two_towns, residents=300, years=5, term=2)


def phases(scenario, seed=1):
    """Return every moment of a game: its year and phase."""
    state, seen = begin(scenario, seed), []
    while state.phase is not Phase.DEBRIEF:
        seen.append((state.year, state.phase))
        state = step(state, choose(player("consultative"), state))
    return seen, state


def test_a_leader_stands_again_when_the_term_ends(again):
    seen, end = phases(again)
    polled = [year for year, phase in seen if phase is Phase.POLLING]
    assert polled == [1, 3, 5]
    assert len(end.elections) == 3
    assert [year.number for year in end.history] == [1, 2, 3, 4, 5]
    assert end.leader.since == 5


def test_without_a_term_one_election_is_held(two_towns):
    assert len(phases(evolve(two_towns, residents=300))[1].elections) == 1


def test_an_appointed_lead_never_stands(again):
    scenario = evolve(again, governance=governance("stp-2016"), recall=100.0)
    seen, end = phases(scenario)
    assert not end.elections
    assert {phase for _, phase in seen} & {Phase.HUSTINGS, Phase.POLLING} == set()


def test_residents_recall_a_leader_whom_they_have_had_enough_of(two_towns):
    scenario = evolve(two_towns, residents=300, years=3, recall=100.0)
    seen, _ = phases(scenario)
    assert [year for year, phase in seen if phase is Phase.POLLING] == [1, 2, 3]
    assert [
        year for year, phase in phases(evolve(scenario, recall=1.0))[0] if phase is Phase.POLLING
    ] == [1]


def test_the_last_year_ends_the_game_whatever_the_term(again, reach):
    state = reach(evolve(again, years=2), Phase.OUTCOME, year=2)
    assert not stands_again(state)
    assert stands_again(evolve(state, scenario=evolve(again, years=3)))


def test_the_mandate_fades_from_the_last_election(again):
    _, end = phases(again)
    weights = again.parameters.buyin
    for year, (held, since) in zip(
        end.history, ((0, 1), (0, 1), (1, 3), (1, 3), (2, 5)), strict=True
    ):
        election = end.elections[held]
        raw = mandate(election.mandate, election.affinity, year.number - since, weights)
        # All terms of a group are eased alike near the ends of the scale.
        eased = year.account.terms[2] / process(year.heard, weights)
        assert year.account.terms[3] == pytest.approx(raw * eased)


def test_an_incumbent_is_judged_by_the_residents_buy_in(again, reach):
    state = reach(again, Phase.HUSTINGS, year=3)
    public = [group.votes for group in again.groups]
    names = [person.name for person in again.candidates]
    for level, sign in ((80.0, 1), (50.0, 0), (20.0, -1)):
        found = records(evolve(state, buyin=np.where(public, level, state.buyin)))
        assert np.sign(found[names.index(state.leader.name)]) == sign
        assert np.count_nonzero(found) == abs(sign)
    assert not records(reach(again, Phase.HUSTINGS)).any()


def test_a_kept_pledge_counts_as_much_as_the_split(two_towns, reach):
    pledged = evolve(
        two_towns,
        candidates=tuple(
            evolve(person, pledges=(Pledge(line="social", change=0.02, by=2),))
            for person in two_towns.candidates
        ),
    )
    plain, state = reach(two_towns, Phase.DECISION), reach(pledged, Phase.DECISION)
    assert state.leader.pledges[0].line == "social"
    for moved, kept in ((0.01, 1.0), (0.005, 0.5), (-0.01, 0.0)):
        done = state.leader.found + moved * np.array([-1, 0, 0, 1, 0])
        assert kept_promises(state, done) == pytest.approx((kept_promises(plain, done) + kept) / 2)


@given(changed=st.floats(-1, 1), due=st.floats(-1, 1))
def test_a_pledge_is_kept_between_not_at_all_and_in_full(changed, due):
    kept = kept_pledge(changed, due)
    assert 0 <= kept <= 1
    if due:
        assert kept_pledge(due, due) == 1.0
        assert kept_pledge(-due, due) == 0.0


@settings(deadline=None)
@given(truth=shares, error=shares, heard=shares, draws=arrays(float, 3, elements=st.floats(-3, 3)))
def test_asking_makes_a_picture_sharper(truth, error, heard, draws):
    bias = np.zeros(3)
    seen = picture(truth, error=error, bias=bias, heard=heard, draws=draws)
    told = picture(truth, error=error, bias=bias, heard=np.ones(3), draws=draws)
    assert (seen.low <= seen.believed + 1e-12).all()
    assert (seen.believed <= seen.high + 1e-12).all()
    assert (told.high - told.believed <= seen.high - seen.believed + 1e-12).all()
    assert (np.abs(told.believed - truth) <= np.abs(seen.believed - truth) + 1e-12).all()


def test_nine_pictures_in_ten_hold_the_truth():
    rng = np.random.default_rng(1)
    truth = np.full(4000, 0.9)
    seen = picture(
        truth,
        error=np.full(4000, 0.05),
        bias=np.zeros(4000),
        heard=np.zeros(4000),
        draws=rng.standard_normal(4000),
    )
    assert ((seen.low <= truth) & (truth <= seen.high)).mean() == pytest.approx(0.9, abs=0.02)


def test_who_comes_from_a_service_knows_it_best_and_thinks_it_worse_off(two_towns, reach):
    state = reach(two_towns, Phase.DECISION)
    width = {}
    for line, origin in ((0, "acute"), (2, "gps"), (3, "councils")):
        leader = evolve(state.leader, background=origin)
        seen = leaders_picture(evolve(state, leader=leader))
        width[origin] = seen.high - seen.low
        assert width[origin].argmin() == line
        own = next(group for group in two_towns.groups if group.id == origin)
        assert own.bias[line] < 0
    outsider = leaders_picture(evolve(state, leader=evolve(state.leader, background="residents")))
    assert np.ptp(outsider.high - outsider.low) <= max(np.ptp(each) for each in width.values())


def test_automatic_players_of_every_style_come_to_different_ends(two_towns):
    ends = {
        name: tuple(play(begin(evolve(two_towns, residents=200), 5), player(name)).split)
        for name in ("hospital-defender", "council-integrator", "prevention-champion", "populist")
    }
    assert len(set(ends.values())) == 4
    most = {
        line: max(ends, key=lambda name, at=at: ends[name][at])
        for line, at in (("hospital", 0), ("social", 3), ("prevention", 4))
    }
    assert most["hospital"] == "hospital-defender"
    assert most["prevention"] == "prevention-champion"
