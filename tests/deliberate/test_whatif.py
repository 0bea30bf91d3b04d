"""What if: the same decisions and the same luck in another world."""

import numpy as np
import pytest
from attrs import evolve

from deliberate import (
    Answer,
    Decide,
    Inject,
    Phase,
    ScenarioError,
    Session,
    choose,
    digest,
    footprints,
    load_scenario,
    player,
    replay,
    scenario_names,
    spendable,
    stakeholder,
    what_if,
)
from deliberate.experiments.whatif import years
from deliberate.model.money import shares
from deliberate.reading.loading import Source
from deliberate.reading.scenario_file import to_table
from deliberate.reading.tables import Layer

SMALL = {"residents": 50, "years": 2}


@pytest.fixture
def played(tmp_path):
    """Play a session for some steps, with whatever is decided instead, and replay it."""

    def after(changes, steps=99, instead=None, *, seed=3, name="two-towns"):
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.session"
        session = Session.new(load_scenario(name, {**SMALL, **changes}), seed, path)
        for _ in range(steps):
            if session.state.phase is Phase.DEBRIEF:
                break
            decision = choose(player("consultative"), session.state)
            session.submit((instead or (lambda _, usual: usual))(session.state, decision))
        session.close()
        return replay(path)

    return after


# The same world


@pytest.mark.parametrize("governance", ["reform-2017", "stp-2016"])
@pytest.mark.parametrize("steps", [0, 1, 3, 5, 6, 8, 9, 12, 99])
def test_in_the_same_world_everything_is_as_it_was(played, governance, steps):
    session = played({"governance": governance}, steps)
    found = what_if(session, {})
    assert found.other == found.session == session.history
    assert found.notes == ()


def test_in_a_world_that_is_said_anew_everything_is_as_it_was(played):
    session = played({})
    found = what_if(session, {"system": session.header.scenario.system, "governance.elected": True})
    assert [digest(state) for state in found.other] == [digest(each) for each in session.history]


def test_what_was_taken_back_stays_so_and_a_second_election_is_held(tmp_path):
    path = tmp_path / "a.session"
    session = Session.new(load_scenario("two-towns", {**SMALL, "term": 1}), 3, path)
    seats = {"councils": stakeholder("block"), "acute": stakeholder("bargain")}
    while session.state.phase is not Phase.DEBRIEF:
        if session.state.phase is Phase.BRIEFING and session.state.year == 1:
            event = next(
                each.id
                for each in session.state.scenario.events
                if each.id not in session.state.events
            )
            session.submit(Inject(event=event))
            session.undo()
            session.submit(Inject(event=event))
        session.submit(choose(player("consultative"), session.state, seats))
        session.undo()
        session.submit(choose(player("consultative"), session.state, seats))
    session.close()
    found = what_if(replay(path), {})
    assert len(found.other[-1].elections) == 2
    assert found.other == found.session


@pytest.mark.parametrize("name", [*scenario_names(), sorted(footprints())[7]])
def test_a_scenario_is_the_same_when_it_is_said_anew(name):
    scenario = load_scenario(name)
    layer = Layer(where="here", text="", table=to_table(scenario))
    assert Source(id=scenario.id, layers=(layer,)).scenario() == scenario


# Other worlds


def test_where_nobody_is_elected_the_poll_falls_away(played):
    session = played({})
    found = what_if(session, {"governance": "stp-2016"})
    assert [each.leader.elected for each in (found.session[-1], found.other[-1])] == [True, False]
    assert found.other[-1].elections == ()
    assert found.other[-1].phase is Phase.DEBRIEF
    assert found.notes == ()
    talks = [
        [year.consultations for year in states[-1].history]
        for states in (found.session, found.other)
    ]
    assert talks[0] == talks[1]


def test_where_somebody_is_elected_residents_vote(played):
    found = what_if(played({"governance": "stp-2016"}), {"governance": "reform-2017"})
    assert [len(each[-1].elections) for each in (found.session, found.other)] == [0, 1]
    assert [leader for _, leader in years(found.session)] == ["The appointed lead"] * 2
    assert [year.number for year, _ in years(found.other)] == [1, 2]


def test_another_system_counts_the_same_ballots(played):
    found = what_if(played({"system": "irv"}), {"system": "plurality"})
    was, other = found.session[-1].election, found.other[-1].election
    assert (was.system, other.system) == ("irv", "plurality")
    assert was.voters == other.voters
    assert np.array_equal(found.session[-1].manifestos, found.other[-1].manifestos)


def test_a_split_keeps_its_shares_of_the_money_there(played):
    found = what_if(played({}), {"parameters.services.growth": 0.03})
    for was, other in zip(found.session[-1].history, found.other[-1].history, strict=True):
        assert sum(other.plan) == other.spendable > was.spendable
        assert shares(other.plan) == pytest.approx(shares(was.plan), abs=1e-6)


def test_talks_for_which_the_weeks_do_not_suffice_are_left_out(played):
    found = what_if(played({"parameters.events.rate": 0.0}), {"weeks": 5, "overrun": 0})
    assert [len(year.consultations) for year in found.session[-1].history] == [2, 2]
    assert [len(year.consultations) for year in found.other[-1].history] == [1, 1]
    assert len(found.notes) == 2
    assert found.notes[0].startswith("2017/18: without the talks (panel): ")
    assert "4 weeks are needed and 0 are left" in found.notes[0]


def test_terms_that_are_not_allowed_there_become_as_much_as_can_be(played):
    def generous(state, usual):
        if not isinstance(usual, Decide):
            return usual
        terms = {"stance": "hold", "precept": 1.0, "draw": min(1000, state.reserves)}
        money = spendable(state, **terms)
        return Decide(split=(money, *[0] * (len(usual.split) - 1)), **terms)

    session = played({"parameters.purse.reserves": 0.01, "years": 1}, instead=generous)
    found = what_if(
        session, {"parameters.purse.reserves": 0.0, "parameters.purse.precept_most": 0.5}
    )
    assert found.notes == (
        "2017/18: the precept is 0.5 instead of 1.0",
        "2017/18: the draw is 0 instead of 1000",
    )
    [year] = found.other[-1].history
    assert (year.stance, year.precept, year.accounts.drawn) == ("hold", 0.5, 0)
    assert year.plan[0] == year.spendable


def test_what_a_world_does_not_have_is_left_out_or_becomes_the_first(played):
    answered = []

    def with_events(state, usual):
        if state.phase is Phase.BRIEFING and not state.history and not answered:
            answered.append(True)
            return Inject(
                event=next(e.id for e in state.scenario.events if e.id not in state.events)
            )
        if state.phase is Phase.DELIBERATION and len(answered) == 1:
            answered.append(True)
            return Answer(group="councils", consent=0.5)
        return usual

    session = played({"years": 1}, instead=with_events)
    world = session.header.scenario
    poorer = evolve(
        world, events=(), stances=tuple(s for s in world.stances if s.id != "negotiate")
    )
    groups = tuple(evolve(g, id="boroughs") if g.id == "councils" else g for g in world.groups)
    assert [year.answers for year in session.history[-1].history] != [()]
    found = _followed(session, evolve(poorer, groups=groups, governance=_renamed(world.governance)))
    assert [note.split(": ")[1] for note in found.notes][:2] == [
        f"without the event {session.history[-1].history[0].events[-1]}",
        "without the answer of councils",
    ]
    assert found.notes[-1] == "2017/18: the stance is comply instead of negotiate"


def _renamed(rule):
    seats = {("boroughs" if key == "councils" else key): seat for key, seat in rule.seats.items()}
    return evolve(rule, seats=seats)


def _followed(session, world):
    """Follow a session in a world that no key can reach."""
    lines = tuple(
        evolve(line, owner="boroughs" if line.owner == "councils" else line.owner)
        for line in world.lines
    )
    people = tuple(
        evolve(one, background="boroughs" if one.background == "councils" else one.background)
        for one in world.candidates
    )
    other = evolve(world, lines=lines, candidates=people)
    return what_if(evolve(session, header=evolve(session.header, scenario=other)), {})


@pytest.mark.parametrize(("there", "last"), [(1, 1), (4, 2)])
def test_the_other_world_ends_with_the_session_or_before(played, there, last):
    found = what_if(played({}), {"years": there})
    assert len(found.other[-1].history) == last
    assert len(found.session[-1].history) == 2


def test_a_session_that_stopped_is_followed_to_where_it_stands(played):
    found = what_if(played({}, 5), {"governance": "stp-2016"})
    assert found.session[-1].phase is found.other[-1].phase is Phase.DELIBERATION
    assert len(found.session[-1].consultations) == len(found.other[-1].consultations) == 1
    assert found.other[-1].elections == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"system": "pluralty"}, '"plurality"'),
        ({"governance": "reform"}, 'the nearest is "reform-2017"'),
        ({"parameters.buyin.habitt": 0.5}, 'the nearest is "habit"'),
        ({"lines.social.share": 0.5}, "sum to 1"),
    ],
)
def test_what_is_wrong_is_named(played, changes, said):
    with pytest.raises(ScenarioError) as refusal:
        what_if(played({}, 1), changes)
    assert said in str(refusal.value)


def test_a_voting_system_where_nobody_votes_is_told_to_decide_nothing(played):
    found = what_if(played({}), {"governance": "stp-2016", "system": "borda"})
    assert found.notes[0].startswith("nobody is elected in the other world")


def test_a_world_with_other_lines_is_no_other_world_of_this_session(played):
    lines = {
        "lines.prevention.share": 0.02,
        "lines.wards": {
            "name": "Wards",
            "short": "Wards",
            "role": "care",
            "owner": "acute",
            "share": 0.01,
            "growth": 0.03,
            "lag": 1.0,
            "avoided": 0.0,
        },
    }
    six = [0.5, 0.15, 0.15, 0.12, 0.03, 0.05]
    session = played({})
    scenario = session.header.scenario
    changes = {
        **lines,
        "governance.lines.wards": {
            "held": 1.0,
            "payment": "block",
            "commissioners": {"leader": 1.0},
        },
        "lead.plan": six,
        **{f"groups.{group.id}.{key}": six for group in scenario.groups for key in ("ideal",)},
        **{f"groups.{group.id}.error": [0.1] * 6 for group in scenario.groups},
        **{f"groups.{group.id}.bias": [0.0] * 6 for group in scenario.groups},
        **{f"candidates[{at}].ideal": six for at in range(len(scenario.candidates))},
        **{f"localities[{at}].ideal": six for at in range(len(scenario.localities))},
    }
    with pytest.raises(ScenarioError, match="the budget lines of the session"):
        what_if(session, changes)
