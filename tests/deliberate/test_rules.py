"""The rules: who may do what when, and what stays true through a whole game."""

import numpy as np
import pytest
from attrs import evolve

from deliberate import (
    Answer,
    Consult,
    Decide,
    IllegalDecision,
    Inject,
    Phase,
    Poll,
    Proceed,
    ScenarioError,
    digest,
    foresee,
    governance,
    legal,
    player,
    room,
    spendable,
    step,
)
from deliberate.decisions import from_dict, to_dict
from deliberate.model.money import apportion

ALLOWED = {
    Phase.APPOINTMENT: {Proceed},
    Phase.HUSTINGS: {Proceed},
    Phase.POLLING: {Poll},
    Phase.COUNT: {Proceed},
    Phase.BRIEFING: {Proceed, Inject},
    Phase.DELIBERATION: {Consult, Answer, Proceed},
    Phase.DECISION: {Decide},
    Phase.OUTCOME: {Proceed},
    Phase.DEBRIEF: set(),
}


KINDS = (Proceed, Poll, Consult, Answer, Decide, Inject)
STANCES = ("comply", "negotiate", "hold")
FORMATS = ("closed", "plenary", "tables", "panel")


@pytest.fixture(scope="module")
def at(two_towns, appointed, reach):
    """Return a moment in each phase."""

    def moment(phase):
        scenario = appointed if phase is Phase.APPOINTMENT else two_towns
        year = scenario.years if phase is Phase.DEBRIEF else 1
        return reach(scenario, phase, year=year)

    return moment


def sound(kind, state):
    """Return a decision of that kind that has nothing wrong with it but perhaps its time."""
    if kind is Consult:
        return Consult(format="plenary", groups=("acute", "gps"))
    if kind is Answer:
        return Answer(group="acute", proposal=(0.6, 0.1, 0.1, 0.1, 0.1), consent=0.5)
    if kind is Inject:
        quiet = [each.id for each in state.scenario.events if each.id not in state.events]
        return Inject(event=quiet[0])
    if kind is Decide:
        return Decide(split=apportion(spendable(state, "negotiate"), state.split))
    return kind()


def refusal(state, decision):
    """Return why the rules refuse a decision, having checked that nothing changed."""
    before = digest(state)
    with pytest.raises(IllegalDecision) as refused:
        step(state, decision)
    assert digest(state) == before
    return str(refused.value)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("phase", Phase)
def test_each_decision_has_its_phases(at, phase, kind):
    state = at(phase)
    decision = sound(kind, state)
    assert set(legal(state)) == ALLOWED[phase]
    if kind in ALLOWED[phase]:
        before = digest(state)
        assert digest(step(state, decision)) != before
        assert digest(state) == before
        return
    reason = refusal(state, decision)
    assert kind.__name__.lower() in reason
    assert phase in reason
    allowed = [each.__name__.lower() for each in ALLOWED[phase]]
    assert all(name in reason for name in allowed)
    assert ("over" in reason) is (phase is Phase.DEBRIEF)


def test_a_state_cannot_be_changed_behind_the_rules(at):
    state = at(Phase.DECISION)
    with pytest.raises(AttributeError):
        state.year = 2
    with pytest.raises(ValueError, match="read-only"):
        state.buyin[0] = 100


def test_weeks_are_spent_and_cannot_be_overspent(at):
    state = at(Phase.BRIEFING)
    state = step(state, Proceed())
    state = evolve(state, weeks=12)
    for style, left in (("tables", 7), ("tables", 2), ("tables", -3), ("closed", -5)):
        state = step(state, Consult(format=style, groups=("acute",)))
        assert state.weeks == left
    reason = refusal(state, Consult(format="closed", groups=("acute",)))
    assert "2 weeks" in reason
    assert "1 are left" in reason
    assert "even counting the 6 by which a plan may be late" in reason
    held = [event.format for event in state.consultations]
    assert held == ["tables", "tables", "tables", "closed"]


def test_a_late_plan_loses_part_of_the_fund(reach, two_towns):
    state = reach(evolve(two_towns, events=()), Phase.DECISION)
    decision = sound(Decide, state)
    lost = [
        step(evolve(state, weeks=weeks), decision).history[-1].accounts.lost
        for weeks in (5, 0, -1, -3)
    ]
    fund = state.accounts.grown * state.scenario.letter(1).fund
    assert lost[0] == lost[1] > 0
    assert lost[2] - lost[0] == pytest.approx(0.1 * fund, abs=2)
    assert lost[3] - lost[0] == pytest.approx(0.3 * fund, abs=2)


def test_each_year_brings_its_own_weeks(reach, two_towns):
    state = reach(evolve(two_towns, events=(), weeks=15), Phase.BRIEFING, year=2)
    assert state.weeks == 15
    assert state.consultations == ()


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        (Consult(format="tabels", groups=("acute",)), 'the nearest is "tables"'),
        (Consult(format="tables", groups=("gps", "council")), 'the nearest is "councils"'),
        (Consult(format="tables", groups=()), "somebody has to be invited"),
    ],
)
def test_talks_that_cannot_be_are_refused(at, decision, reason):
    state = step(at(Phase.BRIEFING), Proceed())
    assert reason in refusal(state, decision)


@pytest.mark.parametrize(
    ("bend", "reason"),
    [
        (lambda split: (split[0] + 1, *split[1:]), "sum to £"),
        (lambda split: (split[0] - 1, *split[1:]), "sum to £"),
        (lambda split: (sum(split) + 1, -1, 0, 0, 0), "negative"),
        (lambda split: (sum(split),), "5 lines; this one has 1"),
        (lambda split: (*split, 0), "5 lines; this one has 6"),
        (lambda _: (), "5 lines; this one has 0"),
    ],
)
def test_a_split_that_does_not_balance_is_refused(at, bend, reason):
    state = at(Phase.DECISION)
    good = sound(Decide, state)
    bad = evolve(good, split=bend(good.split))
    assert reason in refusal(state, bad)
    with pytest.raises(IllegalDecision):
        foresee(state, bad)


@pytest.mark.parametrize("split", [(0.5, 0.5), (1.0, 2.0), ("1",), (None,)])
def test_money_is_whole_thousands(split):
    with pytest.raises(IllegalDecision, match="whole number"):
        Decide(split=split)


def test_whole_numbers_of_numpy_are_whole_numbers():
    split = Decide(split=np.array([1, 2])).split
    assert [type(amount) for amount in split] == [int, int]


def test_an_unknown_stance_names_the_nearest(at):
    state = at(Phase.DECISION)
    bad = evolve(sound(Decide, state), stance="negociate")
    assert 'the nearest is "negotiate"' in refusal(state, bad)


@pytest.mark.parametrize(
    ("find", "name", "nearest"),
    [(player, "directiv", "directive"), (governance, "reform", "reform-2017")],
)
def test_unknown_names_lead_to_the_nearest(find, name, nearest):
    with pytest.raises(ScenarioError, match=f'the nearest is "{nearest}"'):
        find(name)


@pytest.mark.parametrize("stance", STANCES)
@pytest.mark.parametrize("arrangement", ["reform-2017", "stp-2016"])
def test_the_forecast_is_the_outcome_without_luck(two_towns, reach, stance, arrangement):
    scenario = evolve(two_towns, governance=governance(arrangement))
    state = reach(scenario, Phase.DECISION, year=2)
    decision = Decide(split=apportion(spendable(state, stance), [5, 2, 1, 1, 1]), stance=stance)
    foreseen = foresee(state, decision)
    lived = step(state, decision).history[-1]
    assert (foreseen.account.luck == 0).all()
    assert (foreseen.account.terms == lived.account.terms).all()
    assert (lived.account.limit == 0).all()
    assert lived.buyin - lived.account.luck == pytest.approx(foreseen.buyin, abs=1e-9)
    assert (foreseen.split, foreseen.services) == (lived.split, lived.services)


def test_stances_take_from_this_year_or_from_the_next(reach, two_towns):
    state = reach(evolve(two_towns, events=()), Phase.DECISION)
    asked = state.scenario.letter(1).savings
    pots = {}
    for stance in STANCES:
        pot = spendable(state, stance)
        after = step(state, Decide(split=apportion(pot, state.split), stance=stance))
        pots[stance] = (state.pot - pot, step(after, Proceed()).pot)
    assert pots["comply"][0] == round(state.pot * asked)
    assert pots["negotiate"][0] == round(state.pot * asked / 2)
    assert pots["hold"][0] == 0
    following = pots["comply"][1]
    part = 1.5 * (0.67 - 0.5)
    assert following - pots["negotiate"][1] == pytest.approx(state.pot * asked * part, abs=2)
    assert following - pots["hold"][1] == pytest.approx(state.pot * asked * 1.5, abs=2)


def test_reserves_and_precepts_pay_for_more_and_cost_something(reach, two_towns):
    state = reach(evolve(two_towns, events=()), Phase.DECISION)
    plain = spendable(state, "comply")
    richer = spendable(state, "comply", precept=2.0, draw=state.reserves)
    raised = round(2.0 * 0.0016 * state.scenario.footprint.pot)
    # What is raised is asked for savings too.
    assert richer == plain + state.reserves + raised
    decision = Decide(
        split=apportion(richer, state.split), stance="comply", precept=2.0, draw=state.reserves
    )
    year = foresee(state, decision)
    ids = [group.id for group in state.scenario.groups]
    assert year.account.happened[ids.index("residents")] == pytest.approx(-1.2)
    assert year.account.happened[ids.index("acute")] == 0
    after = step(step(state, decision), Proceed())
    assert after.accounts.levied == raised
    assert after.reserves <= 0


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"precept": 3.5}, "a precept is from 0 to 3 points, not 3.5"),
        ({"precept": -1.0}, "a precept is from 0 to 3 points, not -1"),
        ({"precept": float("nan")}, "not nan"),
        ({"draw": 10**9}, "£1,000,000,000k is more"),
        ({"draw": -(10**9)}, "nothing to spend"),
    ],
)
def test_terms_that_cannot_be_are_refused(at, change, reason):
    state = at(Phase.DECISION)
    assert reason in refusal(state, evolve(sound(Decide, state), **change))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"group": "council"}, 'the nearest is "councils"'),
        ({"proposal": (1.0,)}, "5 shares"),
        ({"proposal": (0.5, 0.5, 0.5, 0.5, -1.0)}, "0 or more"),
        ({"proposal": (float("nan"),) * 5}, "sum to 1"),
        ({"consent": 1.5}, "consent is from 0 to 1, not 1.5"),
    ],
)
def test_answers_that_cannot_be_are_refused(at, change, reason):
    state = step(at(Phase.BRIEFING), Proceed())
    assert reason in refusal(state, evolve(sound(Answer, state), **change))


def test_the_last_answer_of_a_group_counts_and_the_room_hears_it(at):
    state = step(at(Phase.BRIEFING), Proceed())
    before = room(state)["mean"]
    for share in (1.0, 0.0):
        said = (share, 0.0, 0.0, 0.0, 1 - share)
        state = step(state, Answer(group="staff", proposal=said))
    assert len(state.answers) == 1
    wanted = state.positions.copy()
    wanted[[group.id for group in state.scenario.groups].index("staff")] = (0, 0, 0, 0, 1)
    assert room(state)["mean"] == pytest.approx(wanted.mean(axis=0))
    assert (room(state)["mean"] != before).any()


def test_an_event_can_be_let_strike_once_a_year(at):
    state = at(Phase.BRIEFING)
    decision = sound(Inject, state)
    after = step(state, decision)
    assert after.events == (*state.events, decision.event)
    assert "has struck this year already" in refusal(after, decision)
    assert "no event is called" in refusal(state, Inject(event="no-such-thing"))


@pytest.mark.parametrize("published", [True, False])
@pytest.mark.parametrize("style", FORMATS)
def test_a_format_decides_who_is_involved_how_much(at, style, published):
    state = step(at(Phase.BRIEFING), Proceed())
    ids = [group.id for group in state.scenario.groups]
    after = step(state, Consult(format=style, groups=("voluntary",), published=published))
    heard = dict(zip(ids, after.heard, strict=True))
    seats = state.scenario.governance.seats
    told = 0.3 if published else 0.0
    assert heard["voluntary"] == max(state.scenario.format(style).invited, seats["voluntary"])
    assert heard["staff"] == max(told, seats["staff"])
    seen = 0.6 if state.scenario.format(style).panel else told
    assert heard["residents"] == max(seen, seats["residents"])


def test_talk_brings_those_invited_nearer_and_leaves_the_others(at):
    state = step(at(Phase.BRIEFING), Proceed())
    ids = [group.id for group in state.scenario.groups]
    pair = [ids.index("acute"), ids.index("gps")]
    after = step(state, Consult(format="tables", groups=("acute", "gps")))
    gaps = [np.abs(s.positions[pair[0]] - s.positions[pair[1]]).sum() for s in (state, after)]
    assert gaps[1] < gaps[0]
    others = [number for number in range(len(ids)) if number not in pair]
    assert (after.positions[others] == state.positions[others]).all()


def test_the_room_is_answered_with_every_portioning_rule(at):
    splits = room(at(Phase.DECISION))
    assert next(iter(splits)) == "piecewise uniform"
    assert len(splits) == 6
    assert all(split.sum() == pytest.approx(1) for split in splits.values())


@pytest.mark.parametrize("kind", KINDS)
def test_decisions_are_plain_data_and_back(at, kind):
    decision = sound(kind, at(Phase.DECISION))
    assert from_dict(to_dict(decision)) == decision


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ({"kind": "decied"}, 'the nearest is "decide"'),
        ({}, "no kind of decision"),
        ({"kind": "proceed", "now": 1}, '"now"'),
        ({"kind": "consult", "format": "tables"}, "'groups' is missing"),
        ({"kind": "decide", "split": ["1"]}, "expected a whole number, found '1'"),
        ({"kind": "decide", "split": [1.0]}, "expected a whole number, found 1.0"),
        ([], "is a table"),
    ],
)
def test_data_that_is_no_decision_is_refused(table, reason):
    with pytest.raises(IllegalDecision, match=reason):
        from_dict(table)
