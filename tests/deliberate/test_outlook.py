"""Looking ahead at hospital pressure."""

import pytest
from attrs import evolve

from deliberate import (
    Decide,
    Phase,
    begin,
    choose,
    play,
    player,
    pressure_ahead,
    spendable,
    step,
)
from deliberate.model.money import apportion


@pytest.fixture(scope="module")
def quiet(two_towns):
    """The same place where nothing strikes."""
    return evolve(two_towns, events=())


@pytest.fixture(scope="module")
def over(quiet):
    return play(begin(quiet, 1), player("status-quo"))


def test_one_year_ahead_is_the_year_itself(over):
    year = over.history[0]
    assert pressure_ahead(over, year, years=1) == year.services.pressure


def test_a_split_that_is_kept_brings_what_the_years_brought(over):
    # The status quo keeps its split, and complying takes the same share of every line.
    first, third = over.history[0], over.history[2]
    assert pressure_ahead(over, first, years=3) == pytest.approx(third.services.pressure, abs=0.005)
    assert pressure_ahead(over, first, years=3) > first.services.pressure


@pytest.mark.parametrize("years", [0, -1])
def test_there_is_no_looking_back(over, years):
    with pytest.raises(ValueError, match="1 or more"):
        pressure_ahead(over, over.history[0], years=years)


@pytest.mark.parametrize("stance", ["comply", "negotiate", "hold"])
def test_the_outlook_is_what_happens_if_split_and_stance_are_kept(quiet, stance):
    state = begin(quiet, 1)
    while state.phase is not Phase.DEBRIEF:
        decision = choose(player("status-quo"), state)
        if isinstance(decision, Decide):
            kept = apportion(spendable(state, stance), state.split)
            decision = Decide(split=kept, stance=stance)
        state = step(state, decision)
    foreseen = pressure_ahead(state, state.history[0], years=3)
    assert foreseen == pytest.approx(state.history[2].services.pressure, abs=1e-6)
