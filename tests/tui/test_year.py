"""What a year shows: the letter and its fund, events, ranges, delays, tax, reserves, elections."""

from itertools import pairwise

import pytest
from attrs import evolve

from deliberate import (
    Phase,
    Pledge,
    demands,
    digest,
    leaders_picture,
    replay,
    spendable,
)
from deliberate.budget import asked, fund
from deliberate.national import lost
from tests.tui.hands import playing
from tui.screens.debrief import Debrief
from tui.screens.events import EventChoice
from tui.screens.hustings import record
from tui.screens.outcome import Outcome
from tui.screens.replay import said
from tui.screens.setup import SetUp
from tui.widgets.rows import Rows
from tui.words import explanation, felt, saved


@pytest.fixture(scope="session")
def quiet(elected):
    """A one-year game in which no event strikes by itself."""
    return evolve(elected, events=tuple(evolve(each, chance=0.0) for each in elected.events))


@pytest.fixture(scope="session")
def again(quiet):
    """A three-year game in which the leader stands again every year."""
    return evolve(quiet, years=3, term=1)


def millions(thousands):
    return f"£{thousands / 1000:,.1f}m"


def words(hands, selector="#body"):
    """Return the text of a sheet, whether in sight or not, in one line."""
    return " ".join(hands.app.screen.query_one(selector).render().plain.split())


# The briefing


async def test_the_briefing_names_the_savings_the_fund_and_the_reserves(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(quiet)
        await hands.play_to(Phase.BRIEFING)
        letter, accounts = demands(hands.state), hands.state.accounts
        read = words(hands)
        assert f"Save {millions(asked(accounts, letter))} at once" in read
        assert f"{millions(fund(accounts, letter))} of next year's money depends" in read
        assert f"reserves {millions(accounts.reserves)}" in read
        assert "No event strikes this year." in read


async def test_the_briefing_tells_what_last_year_cost(folder, again):
    async with playing(folder) as hands:
        await hands.begin(evolve(again, term=0))
        await hands.play_to(Phase.DECISION)
        await hands.press("s", "p")
        await hands.play_to(Phase.BRIEFING, year=2)
        before, now = hands.state.history[0].accounts, hands.state.accounts
        assert now.withheld == before.lost > 0
        read = words(hands)
        assert f"{millions(before.lost)} withheld for last year's letter" in read
        assert f"{millions(before.raised)} from rises of council tax" in read


async def test_services_are_shown_as_the_ranges_that_the_leader_sees(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(quiet)
        await hands.play_to(Phase.BRIEFING)
        seen, read = leaders_picture(hands.state), words(hands)
        for low, high in zip(seen.low, seen.high, strict=True):
            assert f"{100 * low:.0f}–{100 * high:.0f}%" in read


async def test_an_event_tells_who_gains_and_who_loses(folder, quiet):
    flu = evolve(quiet.event("flu"), chance=1.0, when={})
    async with playing(folder) as hands:
        await hands.begin(evolve(quiet, events=(flu,)))
        await hands.play_to(Phase.BRIEFING)
        read = words(hands)
        assert all(text in read for text in (flu.name, flu.headline, flu.gains, flu.losses))


async def test_the_facilitator_lets_an_event_strike_and_takes_it_back(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(quiet)
        await hands.play_to(Phase.BRIEFING)
        before = digest(hands.state)
        await hands.press("x")
        await hands.reach(EventChoice)
        await hands.press("escape")
        await hands.at_phase()
        assert digest(hands.state) == before
        await hands.press("x")
        await hands.reach(EventChoice)
        event = quiet.events[2]
        await hands.press("down", "down")
        await hands.sees(event.name)
        await hands.press("enter")
        await hands.until(lambda: hands.state.events == (event.id,), "the event strikes")
        await hands.at_phase()
        assert event.gains in words(hands)
        await hands.press("z")
        await hands.at_phase()
        assert digest(hands.state) == before


async def test_an_event_is_chosen_by_a_second_click_and_only_once_a_year(folder, quiet):
    two = quiet.events[:2]
    async with playing(folder) as hands:
        await hands.begin(evolve(quiet, events=two))
        await hands.play_to(Phase.BRIEFING)
        for event in two[::-1]:
            await hands.click_key("inject")
            await hands.reach(EventChoice)
            looked_at = hands.app.screen.query_one(Rows).count == 1
            await hands.click_on(f" {event.name} ")
            if not looked_at:
                assert event.id not in hands.state.events
                await hands.click_on(f" {event.name} ")
            await hands.until(lambda event=event: event.id in hands.state.events, "it strikes")
            await hands.at_phase()
        await hands.press("x")
        await hands.told("No event is left")


# Deliberation


async def test_weeks_past_the_date_are_counted_with_what_they_cost(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(evolve(quiet, weeks=6))
        await hands.play_to(Phase.DELIBERATION)
        state = hands.state
        held_out = fund(state.accounts, demands(state))

        def cost(late):
            return millions(lost(held_out, 0, late, quiet.parameters.national))

        await hands.sees("6 weeks left until the date")
        await hands.hold(2)
        await hands.sees("1 week left", f"1 week late: costs {cost(1)}")
        await hands.hold(2)
        await hands.sees(f"4 weeks late: {cost(4)} of the fund lost")
        await hands.play_to(Phase.OUTCOME)
        await hands.sees("4 weeks late")
        assert hands.state.history[-1].late == 4
        await hands.play_to(Phase.DEBRIEF)
        assert "Weeks late 4" in words(hands)


async def test_a_group_in_the_room_answers_all_half_or_none(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(quiet)
        await hands.play_to(Phase.DELIBERATION)
        await hands.press("down")
        group = quiet.groups[1]
        for consent in (0.5, 0.0, 1.0):
            await hands.press("a")
            (answer,) = hands.state.answers
            assert (answer.group, answer.consent) == (group.id, consent)
            await hands.sees(f"usual consent to cuts: {group.name} {consent:.0%}")


# The decision


async def test_tax_and_reserves_change_the_pot_and_the_decision(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(quiet)
        await hands.play_to(Phase.DECISION)
        screen, there = hands.app.screen, hands.state.reserves
        most = int(quiet.parameters.purse.precept_most)
        for points in (*range(1, most + 1), 0, 1):
            await hands.press("p")
            assert screen.plan.precept == points
            await hands.sees(f"tax +{points} points")
        for draw in (there // 2, there, 0, there // 2):
            await hands.press("v")
            assert screen.plan.draw == draw
        assert list(hands.too_wide()) == []
        plan = screen.plan
        pot = spendable(hands.state, plan.stance, precept=1.0, draw=there // 2)
        assert sum(plan.split) == pot
        await hands.sees(f"= {millions(pot)} balanced", f"draw {millions(there // 2)}")
        await hands.press("enter")
        await hands.at_phase()
        year = hands.state.history[-1]
        assert (year.precept, year.accounts.drawn) == (1.0, there // 2)


async def test_tax_and_reserves_are_changed_by_mouse(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(quiet)
        await hands.play_to(Phase.DECISION)
        await hands.click_on("tax +0")
        assert hands.app.screen.plan.precept == 1
        await hands.click_on("reserves £")
        assert hands.app.screen.plan.draw == hands.state.reserves // 2


async def test_the_pot_on_the_screen_adds_up_to_the_tenth(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(quiet)
        await hands.play_to(Phase.DECISION)
        for key in "svpspvspvvps":
            await hands.press(key)
            said = hands.app.screen.second_line().replace(",", "").replace("£", "").split()
            total = float(said[1].rstrip("m"))
            for sign, amount in pairwise(said):
                if sign in {"+", "−"}:
                    total += float(amount) * (1 if sign == "+" else -1)
            shown = said[said.index("=") + 1]
            assert round(total, 1) == float(shown.rstrip("m"))


async def test_without_reserves_there_is_nothing_to_draw(folder, quiet):
    purse = evolve(quiet.parameters.purse, reserves=0.0)
    async with playing(folder) as hands:
        await hands.begin(evolve(quiet, parameters=evolve(quiet.parameters, purse=purse)))
        await hands.play_to(Phase.DECISION)
        await hands.press("v")
        await hands.told("no reserves")
        assert hands.app.screen.plan.draw == 0


async def test_the_stance_says_what_it_saves_and_loses(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(quiet)
        await hands.play_to(Phase.DECISION)
        for _ in quiet.stances:
            await hands.press("s")
            money = hands.app.screen._year.accounts
            await hands.sees(f"loses {money.lost / 1000:,.1f} next year")


# The outcome, and why


async def test_the_outcome_shows_accounts_and_events(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(quiet)
        await hands.play_to(Phase.BRIEFING)
        await hands.press("x")
        await hands.reach(EventChoice)
        await hands.press("enter")
        await hands.until(lambda: bool(hands.state.events), "the event strikes")
        await hands.at_phase()
        await hands.play_to(Phase.OUTCOME)
        await hands.sees(f"Events: {quiet.events[0].name}")
        money, read = hands.state.history[-1].accounts, words(hands)
        for name, amount in (
            ("for the letter", 1000 * saved(money)),
            ("overspent", money.overspent),
            ("lost next year", money.lost),
            ("reserves", money.reserves),
        ):
            assert f"{name} {amount / 1000:,.1f}" in read
        assert isinstance(hands.app.screen, Outcome)


async def test_every_part_of_a_change_is_on_the_page_and_they_add_up(folder, quiet):
    storm = evolve(quiet.events[0], chance=1.0, when={}, buyin={"staff": -9.0})
    async with playing(folder) as hands:
        await hands.begin(evolve(quiet, events=(storm,)))
        await hands.play_to(Phase.OUTCOME)
        year, staff = hands.state.history[-1], quiet.group("staff")
        parts = list(explanation(year, staff))
        assert sum(size for _, size, _ in parts) == pytest.approx(
            float(year.buyin[staff] - year.before[staff]), abs=1e-9
        )
        assert ("events, tax", -9.0) in felt(year, staff)
        await hands.sees("events, tax −9.0")
        await hands.press(*["down"] * staff)
        page = await hands.read_page("e")
        assert all(word in page for word, _, _ in parts)


async def test_what_events_delay_is_told_before_and_after(folder, quiet):
    slow = evolve(quiet.events[0], chance=1.0, when={}, delivery=0.5)
    async with playing(folder) as hands:
        await hands.begin(evolve(quiet, events=(slow,)))
        await hands.play_to(Phase.DECISION)
        await hands.press(*["shift+right"] * 4)
        await hands.sees("+20.0 delayed", "−20.0 delayed")
        await hands.play_to(Phase.OUTCOME)
        await hands.sees("Events delay £20.0m of the plan in Hospital")


# Elections after the first


async def test_a_leader_stands_again_with_their_record(folder, again):
    async with playing(folder) as hands:
        await hands.begin(again)
        await hands.play_to(Phase.HUSTINGS, year=2)
        leader = hands.state.leader.name
        await hands.sees(f"{leader} stands again", f"★{leader}", "The term has ended")
        await hands.sees(record(hands.state))
        assert hands.frame().count("★") == 2
        await hands.play_to(Phase.COUNT, year=2)
        await hands.sees(f"{leader} stands again")
        await hands.play_to(Phase.BRIEFING, year=2)
        mandate = 100 * hands.state.election.mandate
        await hands.sees(f"{hands.state.leader.name} leads · mandate {mandate:.0f}")
        await hands.play_to(Phase.DEBRIEF, year=3)
        read = words(hands)
        for held in hands.state.elections:
            assert f"{again.year_name(held.year)} {held.count.elected} (mandate" in read


async def test_a_recall_says_so(folder, again):
    async with playing(folder) as hands:
        await hands.begin(evolve(again, term=0, recall=100.0))
        await hands.play_to(Phase.HUSTINGS, year=2)
        await hands.sees("Recalled: residents' buy-in is", "below 100")


async def test_pledges_are_read_with_their_date(folder, quiet):
    first, *others = quiet.candidates
    pledges = (
        Pledge(line="primary", change=0.02, by=3),
        Pledge(line="hospital", change=-0.01, by=2),
    )
    people = (evolve(first, pledges=pledges, party="Mill Party"), *others)
    async with playing(folder) as hands:
        await hands.begin(evolve(quiet, candidates=people))
        await hands.sees("raise Primary care by 2.0 points of the pot, by year 3 of the term")
        await hands.sees("cut Hospital by 1.0 points of the pot, by year 2 of the term")
        await hands.sees(f"{first.name}, Mill Party")
        assert list(hands.too_wide()) == []
        await hands.press("down")
        await hands.until(lambda: "Pledges" not in hands.frame(), "the next has made none")


async def test_a_long_game_fits_its_debrief(folder, quiet, keep):
    path = keep(evolve(quiet, years=10), year=10)
    async with playing(folder, resume=path) as hands:
        await hands.reach(Debrief)
        assert list(hands.too_wide()) == []
        await hands.sees("26/27")


# Set-up and replay


async def test_a_place_with_powers_of_its_own_is_played_under_them(folder, quiet):
    powers = evolve(quiet.governance, id="own", name="Our Own Powers")
    async with playing(folder, scenario=evolve(quiet, id="mine", governance=powers)) as hands:
        await hands.reach(SetUp)
        await hands.sees("Our Own Powers")
        screen = hands.app.screen
        assert screen.scenario().governance == powers
        await hands.press("home", "down", "right")
        assert screen.scenario().governance != powers
        await hands.press("left")
        assert screen.scenario().governance == powers
        await hands.press("home", "right")
        assert screen.scenario().governance.id in screen._values["Powers"]
        assert screen.scenario().governance.name != "Our Own Powers"


async def test_powers_that_do_not_fit_a_place_are_not_offered(folder, quiet):
    line = evolve(quiet.lines[-1], id="screening", share=0.0)
    holdings = {**quiet.governance.lines, "screening": quiet.governance.lines["prevention"]}
    powers = evolve(quiet.governance, id="own", lines=holdings)
    wider = evolve(quiet, id="wider", lines=(*quiet.lines, line), governance=powers)
    async with playing(folder, scenario=wider) as hands:
        await hands.reach(SetUp)
        assert hands.app.screen._values["Powers"] == ["own"]


async def test_replay_tells_every_kind_of_decision_in_words(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(quiet, name="told")
        await hands.play_to(Phase.BRIEFING)
        await hands.press("x")
        await hands.reach(EventChoice)
        await hands.press("enter")
        await hands.until(lambda: bool(hands.state.events), "the event strikes")
        await hands.at_phase()
        await hands.play_to(Phase.DELIBERATION)
        await hands.press("a")
        await hands.play_to(Phase.DECISION)
        await hands.press("p", "v")
        await hands.play_to(Phase.OUTCOME)
        path, drawn = hands.app.kept_at, hands.state.history[-1].accounts.drawn
    told = [said(entry, quiet) for entry in replay(path).entries]
    assert f"Let an event strike: {quiet.events[0].name}" in told
    assert f"{quiet.groups[0].name} answered: 50% of its usual consent to cuts" in told
    assert told[-1].endswith(f"Negotiate · tax +1 · draw {millions(drawn)}")
