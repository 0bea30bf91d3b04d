"""What is new is shown plainly: talks, drafts, panels, voices; and no number is cut off."""

import pytest
from attrs import evolve

from deliberate import (
    Phase,
    footprint,
    footprints,
    governance,
    governance_names,
    load_scenario,
)
from deliberate.model.money import shares
from deliberate.panels import draw_panels
from tests.tui.hands import playing
from tui.screens.debrief import Debrief
from tui.screens.events import EventChoice
from tui.screens.proposal import Proposal
from tui.widgets.rows import Rows
from tui.widgets.sheet import Sheet
from tui.widgets.split_editor import SplitEditor
from tui.words import points


def longest():
    """Return a game whose names and sums are the longest of those that are shipped."""
    place = load_scenario("two-towns")
    largest = max((footprint(name) for name in footprints()), key=lambda each: each.pot)
    named = max((footprint(name) for name in footprints()), key=lambda each: len(each.name))
    powers = max(map(governance, governance_names()), key=lambda each: len(each.name))
    pressed = evolve(place.parameters.services, growth=-0.02)
    purse = evolve(place.parameters.purse, reserves=0.03, precept_most=10.0, overspend=0.3)
    return evolve(
        place,
        years=2,
        footprint=evolve(largest, name=named.name),
        governance=evolve(governance("stp-2016"), name=powers.name),
        parameters=evolve(place.parameters, purse=purse, services=pressed),
        overrun=26,
    )


def cut_off(hands):
    """Yield each painted line but the title that is cut short."""
    for widget in (*hands.shown(Sheet), *hands.shown(Rows), *hands.shown(SplitEditor)):
        lines = widget.render().plain.split("\n")
        yield from (each for each in lines[widget.id == "heading" :] if "…" in each)


async def test_no_line_is_cut_at_the_longest_values(folder):
    async with playing(folder) as hands:
        await hands.begin(longest())
        for year in (1, 2):
            await hands.play_to(Phase.BRIEFING, year=year)
            for _ in range(4):
                await hands.press("x")
                await hands.reach(EventChoice)
                await hands.press("pagedown", "enter")
                await hands.at_phase()
            assert list(cut_off(hands)) == []
            await hands.play_to(Phase.DELIBERATION, year=year)
            for number in (3, 2, 2, 1, 0, 3, 2):
                await hands.hold(number)
                assert list(cut_off(hands)) == []
            for _ in hands.state.scenario.groups:
                await hands.press("down", "a", "a")
                assert list(cut_off(hands)) == []
            await hands.play_to(Phase.DECISION, year=year)
            await hands.press(*["shift+left"] * 9)
            for key in "sppppppppppvsvvsa":
                await hands.press(key)
                assert list(cut_off(hands)) == []
            assert "…" not in await hands.read_page("e")
            await hands.play_to(Phase.OUTCOME, year=year)
            assert list(cut_off(hands)) == []
            assert "…" not in await hands.read_page("m")
        await hands.play_to(Phase.DEBRIEF, year=2)
        assert list(cut_off(hands)) == []
        assert list(hands.too_wide()) == []


async def test_a_tall_terminal_shows_details_beside_and_none_is_cut(folder):
    async with playing(folder, size=(120, 40)) as hands:
        await hands.begin(longest())
        await hands.play_to(Phase.DELIBERATION)
        await hands.hold(3)
        await hands.sees("What the room's proposals come to", "Ladder")
        await hands.play_to(Phase.DECISION)
        await hands.press("s", "s", "p", "v", "down", "shift+left")
        await hands.sees("The year's money", "reserves: ", "Why Primary care", "Leave")
        await hands.press("up")
        await hands.sees("Why Community & MH")
        assert list(cut_off(hands)) == list(hands.too_wide()) == []
        await hands.play_to(Phase.OUTCOME)
        await hands.press("down")
        await hands.sees("The year's money", "Why GPs", "together", "Leave")
        assert list(cut_off(hands)) == list(hands.too_wide()) == []


# What a year held


async def test_outcome_and_debrief_name_talks_weeks_stance_tax_draw_and_events(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(quiet)
        await hands.strike()
        await hands.play_to(Phase.DELIBERATION)
        await hands.press("up", "space")
        await hands.hold(2)
        await hands.play_to(Phase.DECISION)
        await hands.press("s", "p", "v")
        await hands.play_to(Phase.OUTCOME)
        await hands.sees("Talks, 5 of 12 weeks: Mixed tables (5, not published)")
        drawn = hands.state.history[0].accounts.drawn
        await hands.play_to(Phase.DEBRIEF)
        told = hands.body().partition("What was done")[2].partition("What moved most")[0]
        stance = quiet.stance(hands.state.history[0].stance).name
        for word in ("5 of 12", "(5, not", "tax +1", f"draw {drawn / 1000:,.1f}", "Winter"):
            assert word in told
        assert stance.split()[0] in told


async def test_the_debrief_says_who_led_where_nobody_voted(folder, appointed, keep):
    path = keep(appointed)
    async with playing(folder, resume=path) as hands:
        await hands.reach(Debrief)
        assert "Led throughout: the appointed lead. Nobody voted." in hands.body()


async def test_measures_and_years_have_one_scale(folder, elected, keep):
    path = keep(elected)
    async with playing(folder, resume=path) as hands:
        await hands.reach(Debrief)
        mandate = f"{100 * hands.state.election.mandate:.0f}"
        assert f"(mandate {mandate}," in hands.body()
        assert f"mandate {mandate} of 100" in hands.body()


# Drafts


async def test_a_draft_is_kept_while_going_back_and_forth_within_the_year(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(quiet)
        await hands.play_to(Phase.DECISION)
        await hands.press("s", "p", "v", "right", "right", "down", "shift+left")
        draft = hands.app.screen.plan
        await hands.press("z")
        await hands.at_phase()
        await hands.press("tab", "down")
        await hands.sees("your draft of the split is kept")
        await hands.press("z")
        await hands.at_phase()
        await hands.play_to(Phase.DECISION)
        assert hands.app.screen.plan == draft


async def test_a_decision_taken_back_is_offered_again_even_after_resuming(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(evolve(quiet, years=2))
        await hands.play_to(Phase.DECISION)
        await hands.press("s", "p", "v", "shift+right")
        plan = hands.app.screen.plan
        await hands.press("enter")
        await hands.at_phase()
        await hands.press("z")
        await hands.at_phase()
        assert hands.app.screen.plan == plan
        await hands.press("enter")
        await hands.at_phase()
        path = hands.app.kept_at
    async with playing(folder, resume=path) as hands:
        await hands.at_phase()
        await hands.press("z")
        await hands.at_phase()
        assert hands.app.screen.plan == plan
        await hands.press("enter")
        await hands.at_phase()
        await hands.play_to(Phase.DECISION, year=2)
        assert hands.app.screen.plan.precept == 0
        assert hands.app.screen.plan.draw == 0


# Deliberation


async def test_a_panel_tells_what_its_members_wanted_and_by_what_odds(folder, quiet, keep):
    path = keep(quiet, Phase.DELIBERATION)
    async with playing(folder, resume=path) as hands:
        await hands.at_phase()
        assert "had a chance" not in await hands.read_page("o")
        before = hands.state
        await hands.hold(3)
        wish = draw_panels([before], quiet.format("panel"))[0].mean(axis=0)
        await hands.sees("the panel's members, mean")
        row = next(row for row in hands.frame().split("\n") if "panel's members" in row)
        assert row.split()[-len(wish) :] == [points(share) for share in wish]
        page = await hands.read_page("o")
        assert "held this year" in page
        assert "had a chance" in page


async def test_resuming_keeps_whom_talks_invite_and_whether_they_are_published(folder, quiet, keep):
    path = keep(quiet, Phase.DELIBERATION)
    async with playing(folder, resume=path) as hands:
        await hands.at_phase()
        await hands.press("space", "up", "space")
        await hands.hold(0)
        invited = set(hands.state.consultations[0].groups)
    async with playing(folder, resume=path) as hands:
        await hands.at_phase()
        await hands.sees("[ ] Published")
        assert hands.app.screen.invited == invited


async def test_a_group_says_why_it_is_involved_and_enter_invites_it(folder, quiet, keep):
    path = keep(quiet, Phase.DELIBERATION)
    async with playing(folder, resume=path) as hands:
        await hands.at_phase()
        name, first = quiet.groups[0].name, quiet.groups[0].id
        await hands.sees(f"{name} consulted: its seat by right")
        before = set(hands.app.screen.invited)
        await hands.press("enter")
        assert hands.app.screen.invited == before ^ {first}
        await hands.press("enter")
        await hands.hold(2)
        await hands.press("tab", "home")
        await hands.sees(f"{name} at the table: invited (Mixed tables)")


async def test_a_voice_says_where_it_counts(folder, quiet):
    scattered = evolve(quiet, governance=governance("stp-2016"))
    async with playing(folder) as hands:
        await hands.begin(scattered)
        await hands.play_to(Phase.DELIBERATION)
        await hands.press("a")
        await hands.sees("Acute trusts gives half of its usual consent to cuts of Hospital")
        await hands.press("end", "a")
        await hands.sees("half of its usual consent; no effect: it owns no line")
        await hands.sees("the room, by the mean")


async def test_a_group_proposes_a_split_of_its_own(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(quiet)
        await hands.play_to(Phase.DELIBERATION)
        await hands.press("p")
        await hands.reach(Proposal)
        await hands.press("ctrl+u", *"50 20 15 10 4", "enter")
        await hands.sees("they come to 99.0")
        await hands.press("ctrl+u", *"50 20 15 10", "enter")
        await hands.sees("there are 5 lines")
        await hands.press("ctrl+u", *"a b", "enter")
        await hands.sees("type 5 numbers")
        await hands.press("ctrl+u", *"50 20 15 10 5", "enter")
        await hands.at_phase()
        (said,) = hands.state.answers
        assert said.proposal == pytest.approx(shares((50, 20, 15, 10, 5)))
        await hands.press("p")
        await hands.reach(Proposal)
        await hands.press("escape")
        await hands.at_phase()
        assert hands.state.answers == (said,)


# Keys, and where the session is


async def test_page_keys_move_the_cursor_that_enter_obeys(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(quiet)
        await hands.play_to(Phase.BRIEFING)
        await hands.press("x")
        await hands.reach(EventChoice)
        await hands.press("pagedown", "pagedown", "pageup", "pagedown")
        rows = hands.app.screen.query_one(Rows)
        chosen = quiet.events[rows.cursor]
        assert rows.cursor > 5
        await hands.sees(f"▸ {chosen.name}")
        await hands.press("enter")
        await hands.at_phase()
        assert hands.state.events == (chosen.id,)


async def test_a_key_of_another_screen_says_where_it_works(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(quiet)
        await hands.play_to(Phase.DECISION)
        await hands.press("x")
        await hands.told("in the briefing")
        await hands.press("o")
        await hands.told("in the deliberation")


async def test_help_says_what_the_session_is_called(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(quiet, name="ward 7")
        page = await hands.read_page("question_mark")
        for word in ("deliberate resume ward-7-1", "f2", "ctrl+q"):
            assert word in " ".join(page.replace("│", " ").split())


async def test_the_briefing_says_how_many_weeks_there_are_and_what_events_do(folder, quiet):
    slow = evolve(quiet.event("judicial_review"), chance=1.0, when={})
    async with playing(folder) as hands:
        await hands.begin(evolve(quiet, events=(slow,)))
        await hands.play_to(Phase.BRIEFING)
        read = hands.body()
        assert "Weeks: 11 until the plan is due (1 less by events)" in read
        assert "1 week less · 50% of the planned change delayed" in read


async def test_a_plan_says_how_much_of_it_the_game_lasts_for(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(evolve(quiet, years=3))
        await hands.sees("A quarter of the plan is due each year; the game lasts 3 of these four.")
        await hands.begin(evolve(quiet, years=5))
        await hands.sees("A quarter of the plan is due each year.")
