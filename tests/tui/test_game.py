"""The game, played through its screens by keyboard and by mouse on 80 by 24 characters."""

import sqlite3
from itertools import pairwise

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from textual.containers import VerticalScroll
from textual.events import Key
from textual.widgets import Input

from deliberate import (
    PLAYERS,
    Phase,
    Session,
    StorageError,
    begin,
    digest,
    footprints,
    foresee,
    governance,
    load_scenario,
    play,
    replay,
    scenario_names,
    spendable,
)
from deliberate.journal import Journal
from deliberate.journal import read as read_journal
from deliberate.panels import panel_odds
from deliberate.reading.loading import GENERIC
from tests.tui.hands import ONWARDS, playing
from tui.app import DARK, LIGHT, SCREENS, DeliberateApp
from tui.exits import Exit
from tui.screens.base import Page
from tui.screens.debrief import Debrief
from tui.screens.replay import ReplayChoice, ReplayScreen
from tui.screens.setup import SetUp
from tui.screens.too_small import TooSmall
from tui.screens.welcome import Welcome
from tui.screens.why import Why
from tui.sums import withheld
from tui.text import signed
from tui.widgets.rows import Rows
from tui.widgets.split_editor import SplitEditor, shift
from tui.words import explanation

ELECTED = [Phase.HUSTINGS, Phase.POLLING, Phase.COUNT]
YEARLY = [Phase.BRIEFING, Phase.DELIBERATION, Phase.DECISION, Phase.OUTCOME]
TINY = [(79, 24), (80, 23), (40, 12), (1, 1)]


def rows_of(path):
    """Return the journal's rows as they are on the disk, even while a game holds the file."""
    copy = path.with_suffix(".copy")
    for tail in ("", "-wal"):
        source = path.with_name(path.name + tail)
        if source.exists():
            copy.with_name(copy.name + tail).write_bytes(source.read_bytes())
    connection = sqlite3.connect(copy)
    try:
        return connection.execute("SELECT entry, digest FROM journal ORDER BY seq").fetchall()
    finally:
        connection.close()


# Whole games


@pytest.mark.parametrize(
    ("powers", "opening"), [("reform-2017", ELECTED), ("stp-2016", [Phase.APPOINTMENT])]
)
async def test_a_whole_game_is_played_by_keyboard_alone(folder, powers, opening):
    met = []
    async with playing(folder) as hands:
        await hands.press("enter")
        await hands.reach(SetUp)
        await hands.press("home", "down")
        while hands.app.screen.scenario().governance.id != powers:
            await hands.press("right")
        await hands.press("down", "down")
        while hands.app.screen.scenario().years != 3:
            await hands.press("left")
        await hands.press("end", "enter")
        while not isinstance(hands.app.screen, Debrief):
            await hands.at_phase()
            met.append(hands.state.phase)
            assert list(hands.too_wide()) == []
            if met[-1] is Phase.DELIBERATION:
                await hands.hold(1)
            if met[-1] is Phase.DECISION:
                await hands.press("down", "shift+right", "s")
            await hands.onwards()
        assert met == opening + YEARLY * 3
        state, path = hands.state, hands.app.kept_at
        await hands.sees("Debrief", *[group.name for group in state.scenario.groups])
        await hands.press("escape")
        await hands.reach(Welcome)
    assert len(state.history) == 3
    assert all(len(year.consultations) == 1 for year in state.history)
    again = replay(path)
    assert again.proven
    assert digest(again.states[-1]) == digest(state)


async def test_a_whole_game_is_played_by_mouse_alone(folder):
    async with playing(folder) as hands:
        await hands.click_on("New game")
        await hands.reach(SetUp)
        while hands.app.screen.scenario().years != 3:
            await hands.click_on("Years")
        await hands.click_on("Begin")
        await hands.at_phase()
        await hands.click_key("ask")
        await hands.sees("What would you do with")
        await hands.click_key("go_on")
        await hands.at_phase()
        await hands.click_key("open_polls")
        await hands.at_phase()
        while hands.state.phase is Phase.COUNT:
            await hands.click_key("go_on")
        for _ in range(3):
            await hands.at_phase()
            await hands.click_key("go_on")
            await hands.at_phase()
            await hands.click_on("Plenary")
            await hands.click_on("Plenary")
            assert [each.format for each in hands.state.consultations] == ["plenary"]
            await hands.click_key("go_on")
            await hands.at_phase()
            await click_an_arrow_of_the_editor(hands)
            await hands.click_key("decide")
            await hands.at_phase()
            await hands.click_key("go_on")
        await hands.reach(Debrief)
        path = hands.app.kept_at
        await hands.click_key("home")
        await hands.reach(Welcome)
        await hands.click_on("Leave")
    assert hands.app.return_value is Exit.OK
    assert replay(path).proven


async def click_an_arrow_of_the_editor(hands):
    """Give the third line a million by its right arrow, and take it back by the left one."""
    editor = hands.app.screen.query_one(SplitEditor)
    before = editor.amounts
    row = editor.render().plain.split("\n")[3]
    await hands.click("#editor", 3, x=row.rindex("▸"))
    assert editor.amounts[2] == before[2] + 1000
    await hands.click("#editor", 3, x=row.rindex("▸"), shift=True)
    assert editor.amounts[2] == before[2] + 11_000
    await hands.click("#editor", 3, x=row.index("◂"))
    assert editor.amounts[2] == before[2] + 10_000
    assert sum(editor.amounts) == sum(before)


# Taking back, help, explanations


@pytest.mark.parametrize(
    ("powers", "last"), [("reform-2017", Phase.DEBRIEF), ("stp-2016", Phase.DELIBERATION)]
)
async def test_every_step_can_be_taken_back(folder, elected, powers, last):
    async with playing(folder) as hands:
        await hands.begin(evolve(elected, governance=governance(powers)))
        await hands.press("z")
        await hands.told("nothing to take back")
        while hands.state.phase is not last:
            before = digest(hands.state)
            await hands.onwards()
            after = digest(hands.state)
            await hands.press("z")
            await hands.at_phase()
            assert digest(hands.state) == before
            await hands.onwards()
            assert digest(hands.state) == after
        path = hands.app.kept_at
    kinds = [entry.undoes for entry in read_journal(path)[1]]
    assert kinds == [False, True, False] * (len(kinds) // 3)


async def test_an_event_of_deliberation_is_taken_back_alone(folder, elected, keep):
    path = keep(elected, Phase.DELIBERATION)
    async with playing(folder, resume=path) as hands:
        await hands.at_phase()
        before, weeks = digest(hands.state), hands.state.weeks
        await hands.hold()
        await hands.sees(f"{hands.state.weeks} weeks left until the date")
        assert hands.state.weeks < weeks
        await hands.press("z")
        await hands.sees(f"{weeks} weeks left until the date")
        assert digest(hands.state) == before


@pytest.mark.parametrize(
    ("powers", "last"), [("reform-2017", Phase.DEBRIEF), ("stp-2016", Phase.APPOINTMENT)]
)
async def test_a_question_mark_explains_every_screen_of_a_game(folder, elected, powers, last):
    async with playing(folder) as hands:
        await hands.begin(evolve(elected, governance=governance(powers)))
        while True:
            assert first_words(hands) in await hands.read_page("question_mark")
            if hands.state.phase is last:
                break
            await hands.onwards()


async def test_a_question_mark_explains_the_screens_around_a_game(folder, elected, keep):
    keep(elected)
    async with playing(folder) as hands:
        assert first_words(hands) in await hands.read_page("question_mark")
        await hands.click_on("New game")
        await hands.reach(SetUp)
        assert first_words(hands) in await hands.read_page("question_mark")
        await hands.press("escape")
        await hands.reach(Welcome)
        await hands.click_on("Replay")
        await hands.reach(ReplayChoice)
        assert first_words(hands) in await hands.read_page("question_mark")
        await hands.press("enter")
        await hands.reach(ReplayScreen)
        assert first_words(hands) in await hands.read_page("question_mark")


def first_words(hands):
    return " ".join(hands.app.screen.HELP.split()[:6])


async def test_help_can_be_closed_by_a_click(folder):
    async with playing(folder) as hands:
        await hands.click_on("How to play")
        await hands.reach(Page)
        await hands.click_at(10, 10)
        await hands.reach(Welcome)


@pytest.mark.parametrize("phase", [Phase.DECISION, Phase.OUTCOME])
async def test_e_explains_a_group_point_by_point(folder, elected, keep, phase):
    path = keep(elected, phase)
    async with playing(folder, resume=path) as hands:
        await hands.at_phase()
        year = hands.app.screen._year if phase is Phase.DECISION else hands.state.history[-1]
        hands.app.screen.query_one(Rows).focus()
        page = await hands.read_page("e")
        group = hands.state.scenario.groups[0].name
        assert f"Why {group}: {year.before[0]:.1f} → {year.buyin[0]:.1f}" in page
        parts = explanation(year, 0)
        assert all(f"{word:<14}{signed(size):>7}" in page for word, size, _ in parts)
        assert signed(round(sum(size for _, size, _ in parts), 1)) in page


async def test_a_click_on_a_group_explains_it(folder, elected, keep):
    path = keep(elected, Phase.OUTCOME)
    async with playing(folder, resume=path) as hands:
        await hands.at_phase()
        await hands.click("Rows", 3)
        await hands.reach(Why)
        names = [group.name for group in hands.state.scenario.groups]
        await hands.sees(f"Why {names[2]}")
        await hands.press("down")
        await hands.sees(f"Why {names[3]}")
        await hands.press("up", "up")
        await hands.sees(f"Why {names[1]}")
        await hands.click_at(40, 8)
        await hands.reach(SCREENS[Phase.OUTCOME])


# Deliberation


async def test_groups_are_invited_and_left_out(folder, elected, keep):
    path = keep(elected, Phase.DELIBERATION)
    async with playing(folder, resume=path) as hands:
        await hands.at_phase()
        names = [group.id for group in hands.state.scenario.groups]
        before = set(hands.app.screen.invited)
        await hands.press("space")
        assert hands.app.screen.invited == before ^ {names[0]}
        await hands.click("#groups", 7)
        assert hands.app.screen.invited == before ^ {names[0], names[6]}
        wanted = set(hands.app.screen.invited)
        await hands.click("#formats", 1)
        assert hands.state.consultations == ()
        await hands.click("#formats", 1)
        (held,) = hands.state.consultations
        assert set(held.groups) == wanted
        assert held.published


async def test_talks_can_be_held_behind_closed_doors(folder, elected, keep):
    path = keep(elected, Phase.DELIBERATION)
    async with playing(folder, resume=path) as hands:
        await hands.at_phase()
        await hands.press("up", "space")
        await hands.sees("[ ] Published")
        await hands.hold()
        assert not hands.state.consultations[0].published


async def test_what_the_rules_refuse_is_said_and_changes_nothing(folder, elected, keep):
    path = keep(elected, Phase.DELIBERATION)
    async with playing(folder, resume=path) as hands:
        await hands.at_phase()
        before = digest(hands.state)
        hands.app.screen.invited.clear()
        await hands.hold()
        await hands.told("invited")
        assert digest(hands.state) == before


async def test_weeks_run_out(folder, elected, keep):
    path = keep(elected, Phase.DELIBERATION)
    async with playing(folder, resume=path) as hands:
        await hands.at_phase()
        while hands.state.weeks >= -1:
            await hands.hold(2)
        await hands.sees("not enough weeks left")
        held = hands.state.consultations
        await hands.hold(2)
        assert hands.state.consultations == held


async def test_the_rules_of_the_room_stand_side_by_side(folder, elected, keep):
    path = keep(elected, Phase.DELIBERATION)
    async with playing(folder, resume=path) as hands:
        await hands.at_phase()
        page = await hands.read_page("r")
        for rule in ("Piecewise Uniform", "Mean", "Median"):
            assert rule in page
        gains = page.partition("Who would gain")[2]
        assert "Piecewise Uniform   nobody" in gains
        assert "Mean                nobody" not in gains
        assert "nobody gains by exaggerating" in page


async def test_the_odds_of_a_panel_can_be_seen(folder, elected, keep):
    path = keep(elected, Phase.DELIBERATION)
    async with playing(folder, resume=path) as hands:
        await hands.at_phase()
        odds = panel_odds(hands.state, hands.state.scenario.format("panel"))
        page = await hands.read_page("o")
        assert f"{odds.lowest:.1%}" in page
        assert f"{odds.equal:.1%}" in page


# The split


splits = st.lists(st.integers(0, 9_000_000), min_size=2, max_size=8).map(tuple)


@given(amounts=splits, data=st.data())
def test_money_moves_and_always_balances(amounts, data):
    lines = st.integers(0, len(amounts) - 1)
    at, purse = data.draw(lines), data.draw(lines)
    by = data.draw(st.integers(-20_000_000, 20_000_000))
    after = shift(amounts, at, by, purse)
    assert sum(after) == sum(amounts)
    assert min(after) >= 0
    moved = after[at] - amounts[at]
    assert abs(moved) <= abs(by)
    assert moved * by >= 0


@given(amounts=splits, data=st.data())
def test_only_the_line_and_its_purse_change(amounts, data):
    lines = st.integers(0, len(amounts) - 1)
    at, purse = data.draw(st.tuples(lines, lines).filter(lambda both: both[0] != both[1]))
    by = data.draw(st.integers(-20_000_000, 20_000_000))
    after = shift(amounts, at, by, purse)
    others = set(range(len(amounts))) - {at, purse}
    assert all(after[each] == amounts[each] for each in others)


WALK = """
left shift+left down right shift+right space right up left m shift+right down down space shift+left
l r shift+right s plus minus a k j s equals_sign a up space shift+left s a p v m p s p v l p v a a
"""


async def test_the_pot_balances_whatever_is_pressed(folder, elected, keep):
    path = keep(elected, Phase.DECISION)
    async with playing(folder, resume=path) as hands:
        await hands.at_phase()
        screen = hands.app.screen
        for key in WALK.split():
            await hands.press(key)
            amounts = screen.query_one(SplitEditor).amounts
            plan = screen.plan
            assert amounts == plan.split
            assert sum(amounts) == spendable(
                hands.state, plan.stance, precept=plan.precept, draw=plan.draw
            )
            assert min(amounts) >= 0
            assert list(hands.too_wide()) == []
        await hands.press("enter")
        await hands.at_phase()
        assert hands.state.history[-1].plan == amounts


async def test_a_line_cannot_go_below_nothing(folder, elected, keep):
    path = keep(elected, Phase.DECISION)
    async with playing(folder, resume=path) as hands:
        await hands.at_phase()
        editor = hands.app.screen.query_one(SplitEditor)
        editor.cursor = 4
        await hands.press(*["shift+left"] * 40)
        assert editor.amounts[4] == 0
        assert sum(editor.amounts) == spendable(hands.state, "negotiate")


async def test_each_stance_has_its_own_pot(folder, elected, keep):
    path = keep(elected, Phase.DECISION)
    met = []
    async with playing(folder, resume=path) as hands:
        await hands.at_phase()
        stances = hands.state.scenario.stances
        for _ in stances:
            await hands.press("s")
            stance = hands.state.scenario.stance(hands.app.screen.plan.stance)
            met.append(stance.id)
            pot = spendable(hands.state, stance.id)
            assert sum(hands.app.screen.query_one(SplitEditor).amounts) == pot
            await hands.sees(f"£{pot / 1000:,.1f}m", f"[{stance.name}]", stance.summary)
        assert sorted(met) == sorted(each.id for each in stances)
        await hands.click("#stance", 0)
        assert hands.app.screen.plan.stance == met[0]
        await hands.press("enter")
        await hands.at_phase()
        assert hands.state.history[-1].stance == met[0]


async def test_the_forecast_is_what_the_model_foresees(folder, elected, keep):
    path = keep(elected, Phase.DECISION)
    async with playing(folder, resume=path) as hands:
        await hands.at_phase()
        for keys in (["shift+right"] * 3, ["s"], ["p"], ["v"], ["m"], ["a"], ["r"]):
            await hands.press(*keys)
            screen = hands.app.screen
            year = foresee(hands.state, screen.plan)
            shown = screen.query_one("#forecast", Rows).render().plain.split("\n")[1:]
            for row, now, then in zip(shown, year.before, year.buyin, strict=True):
                figures = [int(word) for word in row.split() if word.isdigit()]
                assert figures[:2] == [round(float(now)), round(float(then))]
            happens = screen.query_one("#editor").render().plain.split("\n")[1:]
            for row, amount in zip(happens, year.split, strict=True):
                assert f"{amount / 1000:,.1f}" in row


# Sessions


async def test_a_decision_is_on_the_disk_before_the_next_screen_shows(folder, elected, monkeypatch):
    found = []
    show = DeliberateApp.show

    def look_first(app):
        found.append((rows_of(app.kept_at), digest(app.session.state)))
        show(app)

    monkeypatch.setattr(DeliberateApp, "show", look_first)
    async with playing(folder) as hands:
        await hands.begin(elected)
        await hands.play_to(Phase.DEBRIEF)
    assert [len(rows) for rows, _ in found] == list(range(len(found)))
    assert all(rows[-1][1] == now for rows, now in found[1:])


async def test_a_full_disk_is_said_and_nothing_goes_on(folder, elected, monkeypatch):
    async with playing(folder) as hands:
        await hands.begin(elected)
        before = digest(hands.state)

        def full(*_, **__):
            raise StorageError("database or disk is full")

        monkeypatch.setattr(Journal, "append", full)
        await hands.press("n")
        await hands.told("disk is full")
        assert digest(hands.state) == before
        assert hands.state.phase is Phase.HUSTINGS


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (Phase.HUSTINGS, Phase.POLLING),
        (Phase.BRIEFING, Phase.DELIBERATION),
        (Phase.DECISION, Phase.OUTCOME),
    ],
)
async def test_keys_typed_ahead_are_not_for_a_screen_that_was_not_there(
    folder, elected, keep, here, there
):
    path = keep(elected, here)
    async with playing(folder, resume=path) as hands:
        await hands.at_phase()
        for key in [Key("enter", None) for _ in range(6)]:
            hands.app.post_message(key)
        await hands.reach(SCREENS[there])
        assert hands.state.phase is there
        assert not list(hands.app._notifications), "a key was refused aloud"
        await hands.press(ONWARDS[there])
        assert hands.state.phase is not there


async def test_ctrl_q_leaves_and_the_session_is_kept(folder, elected):
    async with playing(folder) as hands:
        await hands.begin(elected)
        await hands.play_to(Phase.DECISION)
        state, path = hands.state, hands.app.kept_at
        await hands.press("ctrl+q")
    assert hands.app.return_value is Exit.OK
    again = replay(path)
    assert again.proven
    assert digest(again.states[-1]) == digest(state)


@pytest.mark.parametrize(
    ("powers", "phase"),
    [("reform-2017", phase) for phase in (*ELECTED, *YEARLY)] + [("stp-2016", Phase.APPOINTMENT)],
)
async def test_welcome_offers_to_resume_and_goes_on_where_it_was_left(
    folder, elected, keep, powers, phase
):
    path = keep(evolve(elected, governance=governance(powers)), phase)
    left = digest(replay(path).states[-1])
    async with playing(folder) as hands:
        await hands.sees("Resume kept-1")
        await hands.press("enter")
        await hands.reach(SCREENS[phase])
        assert digest(hands.state) == left


async def test_another_session_can_be_chosen_at_welcome(folder, elected, keep):
    keep(elected, Phase.BRIEFING, name="first-1")
    keep(elected, Phase.OUTCOME, name="second-1")
    async with playing(folder) as hands:
        await hands.click_on("Resume first-1")
        await hands.reach(SCREENS[Phase.BRIEFING])
        assert hands.app.kept_at.stem == "first-1"


async def test_a_session_that_another_game_holds_is_refused(folder, elected, keep):
    path = keep(elected, Phase.BRIEFING)
    async with playing(folder) as hands:
        await hands.sees("Resume kept-1")
        held = Session.resume(path)
        await hands.press("enter")
        await hands.told("another game has this session open")
        assert isinstance(hands.app.screen, Welcome)
        held.close()


def damaged(path, folder):
    """Put beside a sound session every kind of file that is none."""
    sound = path.read_bytes()
    other_schema = sound[:60] + (99).to_bytes(4, "big") + sound[64:]
    spoilt = {
        "empty": b"",
        "text": b"not a session\n" * 50,
        "cut": sound[: len(sound) // 2],
        "scribbled": sound[:4096] + b"\xff" * (len(sound) - 4096),
        "schema": other_schema,
        "markup": b"[/]" * 100,
    }
    for name, content in spoilt.items():
        (folder / f"{name}.deliberate").write_bytes(content)
    (folder / "folder.deliberate").mkdir()
    return {folder / f"{name}.deliberate": content for name, content in spoilt.items()}


async def test_damaged_sessions_do_not_hinder_welcome_and_stay_as_they_are(folder, elected, keep):
    path = keep(elected, Phase.BRIEFING)
    spoilt = damaged(path, folder)
    async with playing(folder) as hands:
        await hands.sees("Resume kept-1", "New game")
        assert "Resume markup" not in hands.frame()
        await hands.press("enter")
        await hands.at_phase()
    assert {each: each.read_bytes() for each in spoilt} == spoilt
    assert sorted(folder.glob("*.deliberate")) == sorted(
        [*spoilt, path, folder / "folder.deliberate"]
    )


async def test_a_broken_link_does_not_hinder_welcome(folder, elected, keep):
    keep(elected, Phase.BRIEFING)
    try:
        (folder / "gone.deliberate").symlink_to(folder / "nowhere")
    except OSError as problem:
        pytest.skip(f"no links here: {problem}")
    async with playing(folder) as hands:
        await hands.sees("Resume kept-1")


# Replay


async def watch(hands):
    """Watch the newest session again."""
    await hands.click_on("Replay")
    await hands.reach(ReplayChoice)
    await hands.press("enter")
    await hands.reach(ReplayScreen)


async def test_replay_shows_every_entry_and_its_proof(folder, elected, keep):
    path = keep(elected)
    _, entries = read_journal(path)
    async with playing(folder) as hands:
        await watch(hands)
        await hands.sees(f"all {len(entries)} entries give the state that was recorded")
        shown = hands.app.screen.query_one(Rows).render().plain.split("\n")
        assert len(shown) == len(entries)
        assert all("as recorded" in row for row in shown)
        leader = replay(path).states[-1].leader.name
        await hands.press("end")
        await hands.sees(f"leader: {leader}")
        await hands.press("escape", "escape")
        await hands.reach(Welcome)


def tamper(path, change):
    """Change a session behind the journal's back."""
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER no_change")
    connection.execute(change)
    connection.commit()
    connection.close()


async def test_replay_says_where_a_state_differs(folder, elected, keep):
    path = keep(elected)
    tamper(path, "UPDATE journal SET digest = 'other' WHERE seq = 3")
    async with playing(folder) as hands:
        await watch(hands)
        await hands.sees("entries whose state differs from the record: 1")
        shown = hands.app.screen.query_one(Rows).render().plain.split("\n")
        assert ["differs" in row for row in shown].index(True) == 2


async def test_what_cannot_be_replayed_is_refused_with_a_reason(folder, elected, keep):
    path = keep(elected)
    tamper(path, """UPDATE journal SET entry = '{"kind": "poll"}' WHERE seq = 1""")
    async with playing(folder) as hands:
        await hands.click_on("Replay")
        await hands.reach(ReplayChoice)
        await hands.press("enter")
        await hands.told("nobody can poll")
        assert isinstance(hands.app.screen, ReplayChoice)


async def test_what_cannot_be_resumed_is_refused_with_a_reason(folder, elected, keep):
    path = keep(elected, Phase.DECISION)
    tamper(path, "UPDATE journal SET digest = 'other' WHERE seq = 3")
    before = path.read_bytes()
    async with playing(folder) as hands:
        await hands.click_on("Resume kept-1")
        await hands.told("entry 3 no longer gives the state recorded")
        assert isinstance(hands.app.screen, Welcome)
    assert path.read_bytes() == before


async def test_a_finished_game_can_be_looked_at_but_is_not_offered(folder, elected, keep):
    path = keep(elected)
    async with playing(folder) as hands:
        await hands.sees("New game")
        assert "Resume" not in hands.frame()
    async with playing(folder, resume=path) as hands:
        await hands.reach(Debrief)


async def test_replay_without_a_session_says_so(folder):
    async with playing(folder) as hands:
        await hands.click_on("Replay")
        await hands.told("No session has been kept yet")
        assert isinstance(hands.app.screen, Welcome)


# Set-up


def facets(screen):
    """Return what the rows of the set-up decide."""
    scenario = screen.scenario()
    return {
        "Place": scenario.footprint.id + scenario.title,
        "Powers": scenario.governance.id,
        "Voting system": scenario.system,
        "Years": scenario.years,
        "Seed": screen._chosen["Seed"],
    }


async def test_every_row_of_the_set_up_changes_the_game(folder):
    async with playing(folder) as hands:
        await hands.press("enter")
        await hands.reach(SetUp)
        screen = hands.app.screen
        await hands.press("home")
        for row, name in enumerate(facets(screen)):
            assert screen.query_one(Rows).cursor == row
            before = facets(screen)
            await hands.press("right")
            after = facets(screen)
            assert after[name] != before[name]
            if name != "Place":
                assert {**after, name: before[name]} == before
            await hands.press("down")
        wanted, seed = screen.scenario(), screen._chosen["Seed"]
        assert screen.query_one(Rows).cursor == 5
        await hands.press("enter")
        await hands.at_phase()
        assert hands.state.scenario == wanted
        assert hands.state.seed == seed != 0


async def test_a_value_of_the_set_up_goes_back_round_and_in_tens(folder):
    async with playing(folder) as hands:
        await hands.press("enter")
        await hands.reach(SetUp)
        screen = hands.app.screen
        await hands.press("end", "up")
        await hands.press("left")
        assert facets(screen)["Seed"] == 999
        await hands.press("shift+right")
        assert facets(screen)["Seed"] == 9
        await hands.press("shift+left", "right")
        assert facets(screen)["Seed"] == 0


async def test_every_place_can_be_looked_at_in_the_set_up(folder):
    seen = set()
    async with playing(folder) as hands:
        await hands.press("enter")
        await hands.reach(SetUp)
        await hands.press("home")
        places = {*scenario_names(), *footprints()} - {GENERIC}
        for _ in places:
            await hands.press("right")
            seen.add(hands.app.screen.scenario().id)
            assert list(hands.too_wide()) == []
    assert seen == places


async def test_a_scenario_of_one_s_own_stands_first_in_the_set_up(folder, elected):
    own = evolve(elected, id="mine", title="My Own Place")
    async with playing(folder, scenario=own) as hands:
        await hands.reach(SetUp)
        await hands.sees("My Own Place")
        assert hands.app.screen.scenario() == own
        await hands.press("home", "right", "left", "end", "enter")
        await hands.at_phase()
        assert hands.state.scenario.title == "My Own Place"


async def test_the_session_bears_the_name_that_a_player_typed(folder):
    async with playing(folder) as hands:
        await hands.press("enter")
        await hands.reach(SetUp)
        await hands.press("tab", *"ward 7", "enter")
        await hands.at_phase()
        assert hands.app.kept_at == folder / "ward-7-1.deliberate"


async def test_keys_go_to_the_name_while_it_is_typed(folder):
    async with playing(folder) as hands:
        await hands.press("enter")
        await hands.reach(SetUp)
        await hands.press("tab", *"zqne")
        assert hands.app.screen.query_one(Input).value == "zqne"
        await hands.press("escape")
        await hands.reach(Welcome)


# The terminal


async def shrink(hands, *sizes):
    """Make the terminal smaller and smaller."""
    for width, height in sizes or TINY:
        await hands.pilot.resize_terminal(width, height)
        await hands.until(lambda: isinstance(hands.app.screen, TooSmall), "the game is covered")
        await hands.settle()


async def test_a_terminal_that_is_too_small_says_so_and_nothing_is_lost(folder, elected):
    async with playing(folder) as hands:
        await hands.begin(elected)
        while True:
            below = hands.app.screen
            await shrink(hands, (1, 1), (60, 20))
            await hands.sees("60×20", "80×24")
            before = digest(hands.state)
            await hands.press("enter", "n", "z")
            assert digest(hands.state) == before
            await hands.pilot.resize_terminal(80, 24)
            await hands.until(lambda below=below: hands.app.screen is below, "the screen is back")
            await hands.at_phase()
            if hands.state.phase is Phase.DEBRIEF:
                break
            await hands.onwards()


async def test_a_terminal_that_is_too_small_covers_the_screens_around_a_game(folder, elected, keep):
    keep(elected)
    async with playing(folder) as hands:
        for text, screen in (("New game", SetUp), ("Replay", ReplayChoice), ("How to play", Page)):
            await hands.click_on(text)
            await hands.reach(screen)
            await shrink(hands)
            await hands.pilot.resize_terminal(80, 24)
            await hands.reach(screen)
            await hands.press("escape")
            await hands.reach(Welcome)


async def test_ctrl_q_leaves_a_terminal_that_is_too_small(folder, elected):
    async with playing(folder) as hands:
        await hands.begin(elected)
        await hands.pilot.resize_terminal(40, 12)
        await hands.reach(TooSmall)
        await hands.press("ctrl+q")
    assert hands.app.return_value is Exit.OK


async def test_a_larger_terminal_shows_the_same_game(folder, elected):
    async with playing(folder, size=(140, 50)) as hands:
        await hands.begin(elected)
        while True:
            assert list(hands.too_wide()) == []
            if hands.state.phase is Phase.DEBRIEF:
                break
            await hands.onwards()


async def test_f2_changes_between_dark_and_light(folder, elected):
    async with playing(folder) as hands:
        await hands.begin(elected)
        await hands.play_to(Phase.DECISION)
        looks = []
        for wanted in (LIGHT, DARK):
            old, words = background(hands), hands.frame()
            await hands.press("f2")
            assert hands.app.theme == wanted.name
            await hands.until(lambda old=old: background(hands) != old, "other colours")
            assert hands.frame() == words
            looks.append(background(hands))
        assert looks[0] != looks[1]


def background(hands):
    return hands.strips()[0]._segments[0].style.bgcolor


@pytest.mark.parametrize("name", [DARK.name, LIGHT.name])
async def test_a_theme_can_be_read(folder, elected, name):
    """Every word differs enough from what is behind it, even the faint ones."""
    async with playing(folder) as hands:
        hands.app.theme = name
        await hands.begin(elected)
        await hands.play_to(Phase.DECISION)
        for strip in hands.strips():
            for segment in strip:
                if any(letter.isalnum() for letter in segment.text):
                    assert contrast(segment.style) >= 4, segment


def contrast(style):
    """Return the contrast ratio of WCAG between the two colours of a style."""
    light = sorted(luminance(each.triplet) for each in (style.color, style.bgcolor))
    return (light[1] + 0.05) / (light[0] + 0.05)


def luminance(triplet):
    parts = [
        each / 255 / 12.92 if each <= 10 else ((each / 255 + 0.055) / 1.055) ** 2.4
        for each in triplet
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_every_phase_has_a_screen_and_a_key_that_leads_on():
    assert set(SCREENS) == set(Phase)
    assert set(ONWARDS) == set(Phase) - {Phase.DEBRIEF}
    assert all(first is not second for first, second in pairwise(SCREENS.values()))


def test_the_shipped_places_are_where_a_new_game_begins():
    assert SetUp().scenario() == load_scenario("two-towns")


async def test_enter_decides_wherever_the_cursor_stands(folder, elected, keep):
    path = keep(elected, Phase.DECISION)
    async with playing(folder, resume=path) as hands:
        await hands.at_phase()
        await hands.press("tab")
        await hands.sees("Decide")
        await hands.press("enter")
        await hands.reach(SCREENS[Phase.OUTCOME])


async def test_the_arrows_of_the_set_up_lead_both_ways(folder):
    async with playing(folder) as hands:
        await hands.click_on("New game")
        await hands.reach(SetUp)
        assert hands.app.screen.scenario().years == 5
        await hands.click("Rows", 3, x=20)
        assert hands.app.screen.scenario().years == 4
        await hands.click("Rows", 3, x=40)
        assert hands.app.screen.scenario().years == 5


def withheld_games():
    for place in ("two-towns", "cornwall"):
        for leader in PLAYERS.values():
            scenario = evolve(load_scenario(place), governance=governance("elected-siloed"))
            yield play(begin(scenario, 3), leader)


def test_nobody_is_said_to_keep_back_more_than_the_cut_on_the_screen():
    cuts = [
        cut for state in withheld_games() for year in state.history for cut in withheld(state, year)
    ]
    assert cuts
    assert all(0 < cut.kept <= cut.cut + 1e-6 for cut in cuts)


async def test_a_page_that_does_not_fit_scrolls_by_key(folder):
    async with playing(folder) as hands:
        await hands.click_on("New game")
        await hands.reach(SetUp)
        await hands.press("pagedown")
        area = hands.app.screen.query_one(VerticalScroll)
        await hands.settle()
        assert area.scroll_y == area.max_scroll_y > 0
