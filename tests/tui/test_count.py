"""The count screen: its pages, what it explains, and the same ballots under other systems."""

import numpy as np
import pytest
from attrs import evolve

from deliberate import Phase, Poll, Proceed, begin, leader_systems, load_scenario, step
from elections import Profile, Scores, cell_width, elect
from tests.tui.hands import playing
from tui.screens.count import paint_page
from tui.screens.count_pages import pages
from tui.screens.count_result import how

SHAPES = ("coombs", "bucklin", "black", "ranked_pairs", "smith_irv", "star", "stv")
"""Systems whose counts are told each in another way, beside those that are always compared."""


@pytest.mark.parametrize("system", [*load_scenario("two-towns").compared, *SHAPES])
async def test_the_count_of_every_system_is_shown(folder, elected, system):
    async with playing(folder) as hands:
        await hands.begin(evolve(elected, system=system))
        await hands.play_to(Phase.COUNT)
        count, compared = hands.state.election.count, hands.state.election.counts.values()
        assert count.system == system
        for word, table in count.tables.items():
            await hands.sees("pairs" if word == "pairwise" else word, *count.candidates)
            await hands.sees(*(f"{votes:,}" for row in table for votes in row if votes))
            await hands.press("right")
        for number, this in enumerate(count.rounds):
            if len(count.rounds) > 1:
                await hands.sees(f"round {number + 1} of {len(count.rounds)}")
            figures = [f"{votes:,}" for votes in this.tally.values() if votes == int(votes)]
            await hands.sees(*this.tally, *figures)
            assert list(hands.too_wide()) == []
            if number + 1 < len(count.rounds):
                await hands.press("right")
        await hands.press(*["right"] * len(pages(count)))
        await hands.sees(f"{count.elected} is elected", "Mandate")
        await hands.press("o")
        await hands.sees("The same residents under every system", *[e.name for e in compared])
        assert list(hands.too_wide()) == []
        await hands.press("o", "enter")
        await hands.at_phase()
        assert hands.state.leader.name == count.elected


async def test_rounds_are_stepped_both_ways_before_the_leader_takes_office(folder, elected):
    async with playing(folder) as hands:
        await hands.begin(evolve(elected, system="irv"))
        await hands.play_to(Phase.COUNT)
        rounds = len(hands.state.election.count.rounds)
        assert rounds > 1
        await hands.press("enter")
        await hands.sees(f"round 2 of {rounds}")
        await hands.press("left", "left")
        await hands.sees(f"round 1 of {rounds}")
        await hands.press(*["right"] * (rounds + 2))
        await hands.sees(f"round {rounds} of {rounds}")
        assert hands.state.phase is Phase.COUNT


def crowded(scenario, people):
    """Return the scenario with that many candidates."""
    first = scenario.candidates
    more = [
        evolve(first[n % len(first)], name=f"Candidate {n + 1}", valence=n / people)
        for n in range(people)
    ]
    return evolve(scenario, candidates=tuple(more))


@pytest.mark.parametrize("system", ["schulze", "irv", "score"])
@pytest.mark.parametrize("people", [5, 9, 14])
async def test_a_count_with_many_candidates_is_shown_whole(folder, elected, system, people):
    async with playing(folder) as hands:
        await hands.begin(evolve(crowded(elected, people), system=system))
        assert list(hands.too_wide()) == []
        await hands.play_to(Phase.COUNT)
        await hands.press(*["right"] * people)
        assert list(hands.too_wide()) == []
        body = hands.app.screen.query_one("#body")
        said = body.render().plain
        assert body.size.height == said.count("\n") + 1
        assert f"{hands.state.election.count.elected} is elected" in said
        assert all(person.name in said for person in hands.state.scenario.candidates)
        if body.size.height > 20:
            await hands.press("end")
            await hands.sees("Mandate")


CYCLE = Profile.from_text("5: A>B>C>D\n4: B>C>A>D\n3: C>A>B>D\n2: D>B>C>A")
RATINGS = Scores.from_ratings(
    np.array([[5, 0, 3], [3, 5, 0], [0, 3, 4]], dtype=np.uint8), "ABC", weights=[4, 3, 3], maximum=5
)
APPROVALS = CYCLE.to_approvals()


def painted(scenario, count):
    """Return the text of every page of a count, as if it had decided the election."""
    state = begin(scenario, 1)
    for decision in (Proceed(), Poll()):
        state = step(state, decision)
    election = evolve(state.election, system=count.system, counts={count.system: count}, rival=0)
    return [paint_page(state, election, at, 78).plain for at in range(len(pages(count)))]


@pytest.mark.parametrize("each", leader_systems(), ids=str)
def test_every_step_tie_and_figure_of_a_count_stands_on_a_page(elected, each):
    ballots = {Profile: CYCLE, Scores: APPROVALS if each.most == 1 else RATINGS}[each.takes]
    count = elect(ballots, each, ties="lot", seed=1)
    seen = painted(elected, count)
    assert all(cell_width(line.rstrip()) <= 78 for page in seen for line in page.split("\n"))
    whole = " ".join(" ".join(seen).split())
    assert all(str(said) in whole for said in (*count.steps, *count.ties))
    assert all(word in whole for word in count.columns)
    results = ["is elected. Mandate" in " ".join(page.split()) for page in seen]
    assert results == [False] * (len(seen) - 1) + [True]


def test_a_round_says_its_own_ties_and_steps(elected):
    tie = painted(elected, elect(Profile.from_text("3: A\n2: B>A\n2: C>B"), "irv", seed=1))
    assert ["B and C are level" in page for page in tie] == [True, False]
    steps = painted(elected, elect(CYCLE, "benham"))
    assert ["Round 2: nobody beats" in page for page in steps] == [False, False, True, False]


def test_each_round_has_its_own_measure(elected):
    points, votes = painted(elected, elect(RATINGS, "star"))
    assert "points · round 1 of 2" in points
    assert "29  2.90 a ballot" in points
    assert "The next round counts votes instead of points." in points
    assert "More than half" not in points
    assert "votes · round 2 of 2" in votes
    assert "7  70.0 %" in votes


async def test_a_page_of_the_count_explains_itself(folder, elected):
    async with playing(folder) as hands:
        await hands.begin(evolve(elected, system="minimax"))
        await hands.play_to(Phase.COUNT)
        assert "the row to the column" in await hands.read_page("e")
        await hands.press(*["right"] * 9)
        said = " ".join((await hands.read_page("e")).replace("│", " ").split())
        election = hands.state.election
        assert "whoever has the mildest worst defeat is elected" in said
        assert f"a turnout of {election.turnout:.0%} multiplies it by" in said


def test_other_systems_say_how_they_came_to_their_winner():
    found = {each: how(elect(CYCLE, each, seed=1)) for each in ("irv", "schulze", "copeland")}
    assert found == {
        "irv": "8 v B 6",
        "schulze": "beats not all by pairs",
        "copeland": "by lot",
    }
    assert how(elect(CYCLE, "random_ballot", ties="order")).startswith("drawn, at a ")
    grades = elect(RATINGS, "majority_judgment")
    assert how(grades) == "median grade 3"


@pytest.mark.parametrize("system", ["schulze", "irv"])
def test_a_count_decided_by_lot_says_so(elected, system):
    count = elect(Profile.from_text("Ann > Bob\nBob > Ann"), system, ties="lot", seed=3)
    last = " ".join(painted(elected, count)[-1].split())
    assert "Ann and Bob are level" in last
    assert f"{count.elected} is elected, by lot (seed 3)." in last
