"""Elections after the first, the set-up's powers, a long debrief, and replay in words."""

from attrs import evolve

from deliberate import Phase, Pledge, replay
from tests.tui.hands import playing
from tui.screens.debrief import Debrief
from tui.screens.hustings import record
from tui.screens.replay import said
from tui.screens.setup import SetUp


def millions(thousands):
    return f"£{thousands / 1000:,.1f}m"


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
        read = hands.body()
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
    line = evolve(quiet.lines[-1], id="screening", share=0.001)
    holdings = {**quiet.governance.lines, "screening": quiet.governance.lines["prevention"]}
    powers = evolve(quiet.governance, id="own", lines=holdings)
    wider = evolve(quiet, id="wider", lines=(*quiet.lines, line), governance=powers)
    async with playing(folder, scenario=wider) as hands:
        await hands.reach(SetUp)
        assert hands.app.screen._values["Powers"] == ["own"]


async def test_replay_tells_every_kind_of_decision_in_words(folder, quiet):
    async with playing(folder) as hands:
        await hands.begin(quiet, name="told")
        await hands.strike()
        await hands.play_to(Phase.DELIBERATION)
        await hands.press("a")
        await hands.play_to(Phase.DECISION)
        await hands.press("p", "v")
        await hands.play_to(Phase.OUTCOME)
        path, drawn = hands.app.kept_at, hands.state.history[-1].accounts.drawn
    told = [said(entry, quiet) for entry in replay(path).entries]
    assert f"Let an event strike: {quiet.events[0].name}" in told
    assert f"{quiet.groups[0].name} gives half of its usual consent to cuts" in told
    assert told[-1].endswith(f"Negotiate · tax +1 · draw {millions(drawn)}")
