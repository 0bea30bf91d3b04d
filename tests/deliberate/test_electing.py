"""Elections: from residents to a leader, and the mandate that the count gives."""

import numpy as np
import pytest
from attrs import evolve

from deliberate import Phase, ScenarioError, begin, governance, leader_system, load_scenario
from deliberate.model import electing
from deliberate.polls import hold_elections
from deliberate.scenario import from_json, to_json
from elections import ElectionError, Profile, Scores


def test_the_strongest_rival_is_the_one_who_runs_the_winner_closest():
    table = Profile.from_text("60: Ann > Bob > Cat\n40: Bob > Cat > Ann\n4: Cat > Ann")
    assert electing.support(table, 0) == (pytest.approx(60 / 104), 2)
    assert electing.support(table, 1) == (pytest.approx(40 / 104), 0)


def test_who_leaves_a_pair_apart_is_not_asked_about_it():
    table = Profile.from_text("6: Ann\n3: Bob\n2: Cat > Ann\n90: Bob = Ann")
    assert electing.support(table, 0) == (pytest.approx(8 / 11), 1)


def test_a_higher_rating_is_a_preference():
    rated = Scores.from_ratings(
        [[5, 0, 3], [4, 1, 3]], ["Ann", "Bob"], maximum=5, weights=[6, 4, 9]
    )
    assert electing.support(rated, 0) == (0.6, 1)


def test_without_ballots_nobody_is_ahead():
    assert electing.support(Profile.from_ranks(np.zeros((3, 0), np.uint8), "abc"), 1) == (0.5, 0)


def test_alone_on_the_paper_the_winner_rivals_nobody():
    assert electing.support(Profile.from_text("3: Ann"), 0) == (1.0, 0)


@pytest.mark.parametrize(
    ("support", "satisfaction", "turnout", "expected"),
    [(0.6, 0.5, 0.35, 0.55), (0.6, 0.5, 0.35 / 16, 0.275), (1.0, 1.0, 0.35, 1.0)],
)
def test_the_mandate_is_half_support_half_satisfaction_by_turnout(
    support, satisfaction, turnout, expected
):
    assert electing.mandate(support, satisfaction, turnout, 0.25) == pytest.approx(expected)


@pytest.mark.parametrize("system", [each.id for each in electing.leader_systems()])
def test_every_system_gives_a_leader_with_a_mandate(two_towns, reach, system):
    scenario = evolve(two_towns, system=system, residents=300)
    state = reach(scenario, Phase.BRIEFING)
    election = state.election
    assert state.leader.name == election.count.elected
    assert state.leader.plan == pytest.approx(state.manifestos[election.winner])
    assert state.leader.elected
    assert 0 < election.mandate < 1.5
    assert 0 <= election.support <= 1
    assert election.turnout == pytest.approx(scenario.turnout, abs=0.002)
    assert set(election.counts) == {*scenario.compared, system}
    assert election.count.voters + election.spoilt == election.voters
    assert election.tactical <= 0.3 * election.voters


@pytest.mark.parametrize("name", ["generic", "rural-coast", "two-towns"])
def test_turnout_is_on_target(name):
    scenario = evolve(load_scenario(name), compared=())
    for seed in range(5):
        election = hold_elections([begin(scenario, seed)])[0]
        assert election.turnout == pytest.approx(scenario.turnout, abs=0.01)
        assert election.alienated + election.indifferent < 0.1 * scenario.residents


def test_where_many_like_nobody_turnout_falls_short(two_towns):
    parameters = two_towns.parameters
    weary = evolve(parameters.electorate, alienation=0.0, indifference=2.0)
    scenario = evolve(two_towns, turnout=0.6, parameters=evolve(parameters, electorate=weary))
    election = hold_elections([begin(scenario, 1)])[0]
    home = election.alienated + election.indifferent
    assert election.voters == scenario.residents - home < 0.6 * scenario.residents


def test_two_systems_ask_the_same_residents_in_the_same_mood(two_towns, reach):
    elections = [
        reach(evolve(two_towns, system=system, residents=300), Phase.COUNT).election
        for system in ("irv", "borda")
    ]
    assert elections[0].counts == elections[1].counts
    assert elections[0].voters == elections[1].voters
    assert elections[0].alienated == elections[1].alienated


@pytest.mark.parametrize("system", ["irv", "star", "schulze", "coombs"])
def test_elections_of_games_side_by_side_are_those_of_each_alone(two_towns, system):
    states = [begin(evolve(two_towns, system=system, residents=200), seed) for seed in range(4)]
    assert hold_elections(states) == [hold_elections([state])[0] for state in states]


def test_a_count_alone_is_the_count_among_others(two_towns):
    among = hold_elections([begin(two_towns, 3)])[0]
    alone = hold_elections([begin(evolve(two_towns, compared=()), 3)])[0]
    assert alone.counts == {two_towns.system: among.count}
    assert evolve(among, counts=alone.counts) == alone


def test_two_arrangements_share_their_residents_and_their_luck(two_towns, reach):
    siloed = evolve(two_towns, governance=governance("elected-siloed"))
    here, there = (reach(scenario, Phase.COUNT, seed=5) for scenario in (two_towns, siloed))
    assert here.election == there.election
    assert (here.manifestos == there.manifestos).all()
    assert (here.buyin == there.buyin).all()
    ends = [reach(scenario, Phase.OUTCOME, seed=5) for scenario in (two_towns, siloed)]
    assert (ends[0].history[0].account.luck == ends[1].history[0].account.luck).all()


def test_another_seed_is_another_town(two_towns, reach):
    here, there = (reach(two_towns, Phase.COUNT, seed=seed) for seed in (5, 6))
    assert here.election != there.election


def test_a_party_carries_its_candidate(two_towns):
    first, *others = two_towns.candidates
    shares = {"Hospital Party": 0.6, "Nobody stands": 0.4}
    alone = evolve(two_towns, system="plurality", compared=())
    carried = evolve(
        alone,
        candidates=(evolve(first, party="Hospital Party"), *others),
        localities=tuple(evolve(place, parties=shares) for place in alone.localities),
    )
    before, after = (
        hold_elections([begin(each, 2)])[0].count.rounds[0].tally[first.name]
        for each in (alone, carried)
    )
    assert after > 1.5 * before


LEANING = 'single_issue = 0.05\nolder = 0.3\nparties = { "Reds" = 0.4, "Blues" = '


def test_a_scenario_says_who_is_old_and_of_a_party(write, two_towns_text):
    text = two_towns_text.replace("single_issue = 0.05", LEANING + "0.6 }", 1)
    text = text.replace('background = "acute"', 'background = "acute"\nparty = "Reds"', 1)
    scenario = load_scenario(write(text))
    assert scenario.localities[0].older == 0.3
    assert scenario.localities[0].parties == {"Reds": 0.4, "Blues": 0.6}
    assert [person.party for person in scenario.candidates] == ["", "Reds", "", "", ""]
    assert from_json(to_json(scenario)) == scenario


@pytest.mark.parametrize("share", ["0.61", "-0.1", "nan"])
def test_leanings_are_parts_of_a_whole(write, two_towns_text, share):
    text = two_towns_text.replace("single_issue = 0.05", LEANING + f"{share} }}", 1)
    line = 1 + text[: text.index("parties")].count("\n")
    said = "(shares that sum to 1 at most|a number from 0 to 1)"
    with pytest.raises(ScenarioError, match=rf"mine\.toml:{line}: expected {said}, found"):
        load_scenario(write(text))


def runoffs(scenario):
    """Return for each runoff the share of votes that moved on, of all ballots, and the winner's."""
    found = []
    for seed in range(20):
        election = hold_elections([begin(scenario, seed)])[0]
        rounds = election.count.rounds
        if len(rounds) == 2:
            gone = sum(rounds[0].tally[name] for name in rounds[0].eliminated)
            final = rounds[1].tally[election.count.elected] / election.count.voters
            assert election.wasted == pytest.approx(rounds[1].exhausted / election.count.voters)
            found.append((1 - rounds[1].exhausted / gone, election.wasted, final))
    return np.mean(found, axis=0)


def test_under_the_supplementary_vote_as_many_votes_are_wasted_as_was_seen(two_towns):
    """Of contests of five to seven, 31-53% of eliminated votes moved on; of four 68, of three 84.

    The winner's final share of all valid votes was 36-49% in seven contests of 2012-2021.
    """
    five = evolve(two_towns, system="supplementary", compared=())
    moved, wasted, final = runoffs(five)
    assert 0.31 < moved < 0.53
    assert 0.04 < wasted < 0.31
    assert 0.36 < final < 0.49
    three = runoffs(evolve(five, candidates=five.candidates[1:4]))
    assert three[0] > moved + 0.1
    assert three[1] < wasted


def test_a_system_without_rounds_wastes_nothing(two_towns):
    assert hold_elections([begin(evolve(two_towns, system="schulze"), 1)])[0].wasted == 0


def test_a_system_that_may_answer_with_a_set_elects_no_leader():
    with pytest.raises(ElectionError, match="does not always elect one person"):
        leader_system("smith")
