"""The rules: who may do what when, and what stays true through a whole game."""

import itertools

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate import (
    FORMATS,
    PLAYERS,
    STANCES,
    Consult,
    Decide,
    IllegalDecision,
    Phase,
    Poll,
    Proceed,
    ScenarioError,
    begin,
    choose,
    digest,
    footprints,
    foresee,
    governance,
    governance_names,
    legal,
    load_scenario,
    play,
    player,
    room,
    spendable,
    step,
)
from deliberate.decisions import WEEKS, from_dict, to_dict
from deliberate.model.money import apportion
from deliberate.scenario import Parameters

ALLOWED = {
    Phase.APPOINTMENT: {Proceed},
    Phase.HUSTINGS: {Proceed},
    Phase.POLLING: {Poll},
    Phase.COUNT: {Proceed},
    Phase.BRIEFING: {Proceed},
    Phase.DELIBERATION: {Consult, Proceed},
    Phase.DECISION: {Decide},
    Phase.OUTCOME: {Proceed},
    Phase.DEBRIEF: set(),
}
KINDS = (Proceed, Poll, Consult, Decide)
GAMES = list(itertools.product(PLAYERS, governance_names(), ("two-towns", "rural-coast", "kent")))


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


@pytest.mark.parametrize(("who", "arrangement", "place"), GAMES)
def test_a_whole_game_keeps_its_books(who, arrangement, place):
    scenario = evolve(load_scenario(place), governance=governance(arrangement), residents=300)
    state = play(begin(scenario, 11), player(who))
    assert state.phase is Phase.DEBRIEF
    assert [year.number for year in state.history] == [1, 2, 3, 4, 5]
    spent = ground = state.history[0].previous
    for year in state.history:
        assert year.previous == spent
        assert sum(year.plan) == sum(year.split) == year.spendable
        assert sum(year.blocked) == 0
        kept_back = STANCES[year.stance].saved * year.letter.savings
        assert year.spendable == year.pot - round(year.pot * kept_back)
        assert year.wanted.sum(axis=1) == pytest.approx(np.ones(len(scenario.groups)))
        assert year.wanted.min() >= 0
        assert year.buyin.min() >= 0
        assert year.buyin.max() <= 100
        assert year.before + year.account.change() == pytest.approx(year.buyin, abs=1e-9)
        assert 0 <= year.kept <= 1
        assert 0 <= year.control <= 1
        spent = year.split
    assert sum(ground) == scenario.footprint.pot
    assert state.manifestos.sum(axis=1) == pytest.approx(np.ones(len(scenario.candidates)))
    assert state.split == spent


def test_a_status_quo_leader_who_holds_all_leaves_every_share_as_it_was(two_towns):
    end = play(begin(two_towns, 2), player("status-quo"))
    first, last = end.history[0].previous, end.history[-1].split
    moved = np.array(first) / sum(first) - np.array(last) / sum(last)
    assert np.abs(moved).max() < 1e-5


def test_who_holds_nothing_moves_less_of_the_plan(two_towns, appointed):
    ends = [play(begin(scenario, 2), player("directive")) for scenario in (two_towns, appointed)]
    blocked = [np.abs(end.history[0].blocked).sum() / end.history[0].spendable for end in ends]
    assert blocked[0] < 1e-6
    assert blocked[1] > 1e-3


@pytest.mark.parametrize("who", PLAYERS)
def test_players_decide_only_what_is_legal_and_then_nothing(appointed, who):
    state = begin(appointed, 4)
    while state.phase is not Phase.DEBRIEF:
        decision = choose(player(who), state)
        assert type(decision) in legal(state)
        state = step(state, decision)
    assert play(state, player(who)) is state


def test_a_harsh_year_stops_at_the_end_of_the_scale(two_towns):
    harsh = evolve(Parameters().buyin, process=2.0, pace=2.5, luck=5.0, settling=0.1, national=8.0)
    scenario = evolve(two_towns, parameters=evolve(two_towns.parameters, buyin=harsh), years=3)
    state = begin(scenario, 1)
    while state.phase is not Phase.DEBRIEF:
        decision = choose(player("directive"), state)
        if isinstance(decision, Decide):
            pot = spendable(state, "hold")
            turned = apportion(
                pot, [0.0, 0.0, 1.0, 0.0, 0.0] if state.year % 2 else [1.0, 0, 0, 0, 1]
            )
            decision = Decide(split=turned, stance="hold")
        state = step(state, decision)
    limits = np.array([year.account.limit for year in state.history])
    assert limits.max() > 0
    assert min(year.buyin.min() for year in state.history) == 0


def test_weeks_are_spent_and_cannot_be_overspent(at):
    state = at(Phase.BRIEFING)
    state = step(state, Proceed())
    assert state.weeks == WEEKS
    for style, left in (("tables", 7), ("tables", 2), ("closed", 0)):
        state = step(state, Consult(format=style, groups=("acute",)))
        assert state.weeks == left
    reason = refusal(state, Consult(format="closed", groups=("acute",)))
    assert "2 weeks" in reason
    assert "0 are left" in reason
    assert [event.format for event in state.consultations] == ["tables", "tables", "closed"]


def test_each_year_brings_its_own_weeks(reach, two_towns):
    state = reach(two_towns, Phase.BRIEFING, year=2)
    assert state.weeks == WEEKS
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
    state = reach(two_towns, Phase.DECISION)
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
    assert following - pots["negotiate"][1] == round(state.pot * asked / 4)
    assert following - pots["hold"][1] == round(state.pot * asked * 1.5)


@pytest.mark.parametrize("published", [True, False])
@pytest.mark.parametrize("style", FORMATS)
def test_a_format_decides_who_is_involved_how_much(at, style, published):
    state = step(at(Phase.BRIEFING), Proceed())
    ids = [group.id for group in state.scenario.groups]
    after = step(state, Consult(format=style, groups=("voluntary",), published=published))
    heard = dict(zip(ids, after.heard, strict=True))
    seats = state.scenario.governance.seats
    told = 0.3 if published else 0.0
    assert heard["voluntary"] == max(FORMATS[style].invited, seats["voluntary"])
    assert heard["staff"] == max(told, seats["staff"])
    assert heard["residents"] == (1.0 if FORMATS[style].panel else max(told, seats["residents"]))


def test_talk_brings_those_invited_nearer_and_leaves_the_others(at):
    state = step(at(Phase.BRIEFING), Proceed())
    ids = [group.id for group in state.scenario.groups]
    pair = [ids.index("acute"), ids.index("gps")]
    after = step(state, Consult(format="tables", groups=("acute", "gps")))
    gaps = [np.abs(s.positions[pair[0]] - s.positions[pair[1]]).sum() for s in (state, after)]
    assert gaps[1] < gaps[0]
    others = [number for number in range(len(ids)) if number not in pair]
    assert (after.positions[others] == state.positions[others]).all()


def test_a_group_that_wants_nothing_for_a_line_can_talk(two_towns):
    groups = tuple(
        evolve(group, ideal=(0.7, 0.3, 0.0, 0.0, 0.0)) if group.id == "acute" else group
        for group in two_towns.groups
    )
    end = play(begin(evolve(two_towns, groups=groups), 1), player("consultative"))
    assert end.positions.sum(axis=1) == pytest.approx(np.ones(len(groups)))


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_talk_of_any_kind_keeps_positions_on_the_simplex(data):
    state = begin(load_scenario("rural-coast"), data.draw(st.integers(0, 50)))
    state = evolve(state, phase=Phase.DELIBERATION)
    ids = [group.id for group in state.scenario.groups]
    invited = data.draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))
    style = data.draw(st.sampled_from(sorted(FORMATS)))
    after = step(state, Consult(format=style, groups=invited))
    assert after.positions.sum(axis=1) == pytest.approx(np.ones(len(ids)))
    assert after.positions.min() >= 0
    assert after.heard.min() >= 0
    assert after.heard.max() <= 1


def test_the_room_is_answered_with_every_portioning_rule(at):
    splits = room(at(Phase.DECISION))
    assert next(iter(splits)) == "piecewise uniform"
    assert len(splits) == 6
    assert all(split.sum() == pytest.approx(1) for split in splits.values())


def test_an_appointed_lead_has_no_mandate_and_no_promise(appointed, two_towns):
    nobody = play(begin(appointed, 1), player("consultative"))
    somebody = play(begin(two_towns, 1), player("consultative"))
    mandate, promise = 3, 4
    assert all((year.account.terms[[mandate, promise]] == 0).all() for year in nobody.history)
    assert all((year.account.terms[promise] != 0).all() for year in somebody.history)
    assert nobody.election is None
    assert not nobody.leader.elected
    assert nobody.leader.background == appointed.footprint.lead


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


def test_years_have_their_names_and_letters_begin_again(two_towns):
    assert begin(two_towns).year_name == "2017/18"
    assert two_towns.year_name(3) == "2019/20"
    assert two_towns.letter(1) == two_towns.letter(1 + len(two_towns.letters))


def test_the_44_footprints_have_a_pot_each():
    assert len(footprints()) == 44
    pots = {place.id: place.pot for place in footprints().values()}
    assert pots["cornwall"] == footprints()["cornwall"].population * 2118 // 1000
    assert sum(pots.values()) == pytest.approx(116_100_000, rel=0.03)


@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_any_balanced_split_can_be_lived_with(data):
    state = begin(evolve(load_scenario("generic"), governance=governance("stp-2016")), 3)
    portions = st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(any)
    while state.phase is not Phase.DEBRIEF:
        decision = choose(player("directive"), state)
        if isinstance(decision, Decide):
            stance = data.draw(st.sampled_from(sorted(STANCES)))
            split = apportion(spendable(state, stance), data.draw(portions))
            decision = Decide(split=split, stance=stance)
        state = step(state, decision)
    assert all(np.isfinite(year.services.pressure) for year in state.history)
    assert np.isfinite([year.account.terms for year in state.history]).all()
    assert all((year.buyin >= 0).all() and (year.buyin <= 100).all() for year in state.history)
