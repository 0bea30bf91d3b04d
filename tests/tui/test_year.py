"""What a year shows: the letter and its fund, events, ranges, delays, tax and reserves."""

from itertools import pairwise

from attrs import evolve

from deliberate import Phase, demands, digest, leaders_picture, spendable
from deliberate.budget import asked, fund
from deliberate.national import lost
from tests.tui.hands import playing
from tui.screens.events import EventChoice
from tui.screens.outcome import Outcome
from tui.sums import saved
from tui.widgets.rows import Rows
from tui.words import explanation, felt


def millions(thousands):
    return f"£{thousands / 1000:,.1f}m"


# The briefing


async def test_the_briefing_names_the_savings_the_fund_and_the_reserves(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(quiet)
        await hands.play_to(Phase.BRIEFING)
        letter, accounts = demands(hands.state), hands.state.accounts
        read = hands.body()
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
        read = hands.body()
        assert f"{millions(before.lost)} withheld for last year's letter" in read
        assert f"{millions(before.raised)} from rises of council tax" in read


async def test_services_are_shown_as_the_ranges_that_the_leader_sees(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(quiet)
        await hands.play_to(Phase.BRIEFING)
        seen, read = leaders_picture(hands.state), hands.body()
        for low, high in zip(seen.low, seen.high, strict=True):
            assert f"{100 * low:.0f}–{100 * high:.0f}%" in read


async def test_an_event_tells_who_gains_and_who_loses(folder, quiet):
    flu = evolve(quiet.event("flu"), chance=1.0, when={})
    async with playing(folder) as hands:
        await hands.begin(evolve(quiet, events=(flu,)))
        await hands.play_to(Phase.BRIEFING)
        read = hands.body()
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
        assert event.gains in hands.body()
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
        await hands.sees("1 week left", f"4 weeks late: costs {cost(4)}")
        await hands.press("up", "up")
        await hands.sees(f"1 week late: costs {cost(1)}")
        await hands.hold(2)
        await hands.sees(f"4 weeks late: {cost(4)} of the fund lost")
        await hands.play_to(Phase.OUTCOME)
        await hands.sees("Talks, 10 of 6 weeks, 4 late: Mixed tables (5), Mixed tables (5)")
        assert hands.state.history[-1].late == 4
        await hands.play_to(Phase.DEBRIEF)
        assert "Weeks late 4" in hands.body()


async def test_a_group_in_the_room_answers_all_half_or_none(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(quiet)
        await hands.play_to(Phase.DELIBERATION)
        await hands.press("down")
        group = quiet.groups[1]
        for consent, told in ((0.5, "half"), (0.0, "none"), (1.0, "all")):
            await hands.press("a")
            (answer,) = hands.state.answers
            assert (answer.group, answer.consent) == (group.id, consent)
            await hands.sees(
                f"{group.name} gives {told} of its usual consent", "no effect: you hold"
            )


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
            await hands.sees(f"tax +{points} ")
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
            said = hands.app.screen.second_line(78).replace(",", "").replace("£", "").split()
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
            await hands.sees(
                f"loses {millions(money.lost)} next year" if money.lost else "loses nothing"
            )


# The outcome, and why


async def test_the_outcome_shows_accounts_and_events(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(quiet)
        await hands.strike()
        await hands.play_to(Phase.OUTCOME)
        await hands.sees(f"Events: {quiet.events[0].name}")
        money, read = hands.state.history[-1].accounts, hands.body()
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
        parts = explanation(year, staff)
        change = round(float(year.buyin[staff] - year.before[staff]), 1)
        assert round(sum(size for _, size, _ in parts), 1) == change
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
