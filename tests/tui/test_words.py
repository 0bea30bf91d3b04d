"""What screens say of numbers: parts that add up as they are shown, and lines that fit."""

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from deliberate import PLAYERS, begin, governance, load_scenario, play
from deliberate.model.money import Accounts
from elections import cell_width
from tui.screens.events import does
from tui.sums import diverted, line_parts, lost_parts, overspent, pot_parts, pot_sum, saved
from tui.text import add_up, columns, fitting, gap, joined, millions, named, signed
from tui.words import explanation, reasons

numbers = st.floats(-5000, 5000)


@given(st.lists(numbers, max_size=8))
def test_parts_add_up_as_they_are_shown(parts):
    shown = add_up(parts, sum(parts))
    assert round(sum(shown), 1) == round(sum(parts), 1)
    assert all(abs(part - each) < 0.1 + 1e-6 for part, each in zip(parts, shown, strict=True))
    assert all(not each for part, each in zip(parts, shown, strict=True) if not part)


accounts = st.builds(
    Accounts,
    grown=st.integers(500_000, 7_000_000),
    kept=st.integers(0, 200_000) | st.just(0),
    raised=st.integers(0, 60_000) | st.just(0),
    drawn=st.integers(-100_000, 100_000) | st.just(0),
    overspent=st.integers(0, 300_000) | st.just(0),
)


@given(accounts)
def test_the_pot_adds_up_and_nothing_kept_saves_nothing(money):
    # What is raised is levied too, as in a game.
    money = evolve(money, levied=money.raised)
    parts = pot_parts(money)
    before = round((money.pot - money.raised) / 1000, 1)
    assert round(before + sum(parts.values()), 1) == round(money.spendable / 1000, 1)
    assert parts["letter"] <= 0 <= parts["tax"]
    assert saved(money) >= 0
    assert (saved(money) == 0) or money.kept
    assert "-" not in pot_sum(money)


@given(accounts)
def test_savings_kept_back_pay_for_overspending_first(money):
    total, by_savings, by_reserves = overspent(money)
    assert round(by_savings + by_reserves, 1) == total
    assert by_reserves == 0 or money.overspent > money.kept


@given(st.lists(st.text("abc d", min_size=1), max_size=6), st.integers(20, 90))
def test_a_status_line_ends_with_a_whole_part(parts, width):
    said = joined(parts, width)
    assert cell_width(said) <= width
    assert cell_width(named(parts, width)) <= width
    assert all(cell_width(each) == 40 for each in columns([*parts[:2], "", ""][:2], [15, 25]))


def test_the_first_wording_that_fits_is_taken():
    assert fitting(9, "long words", "words", "w") == "words"
    assert fitting(3, "long words", "words") == "wo…"


def lived():
    for powers in ("elected-siloed", "stp-2016", "reform-2017"):
        scenario = evolve(load_scenario("two-towns"), governance=governance(powers))
        for leader in PLAYERS.values():
            state = play(begin(scenario, 3), leader)
            yield from ((state, year) for year in state.history)


def test_what_a_line_missed_adds_up_to_the_difference_on_the_screen():
    seen = False
    for state, year in lived():
        for number, (plan, done) in enumerate(zip(year.plan, year.split, strict=True)):
            parts = [size for _, size, _ in line_parts(state, year, number)]
            assert round(sum(parts), 1) == gap(done, plan)
            said = diverted(state, year, number)
            assert said.startswith(signed(gap(done, plan))) or not gap(done, plan)
            seen = seen or bool(said)
    assert seen


def test_what_is_lost_adds_up_to_the_loss_on_the_screen():
    for state, year in lived():
        parts = [size for _, size, _ in lost_parts(state.scenario, year)]
        assert f"{sum(parts):,.1f}" == millions(year.accounts.lost)


def test_all_reasons_together_are_the_change_and_the_largest_come_first():
    for _, year in lived():
        for group in range(len(year.buyin)):
            parts = explanation(year, group)
            change = round(float(year.buyin[group] - year.before[group]), 1)
            assert round(sum(size for _, size, _ in parts), 1) == change
            size = max((size for _, size, _ in parts), key=abs)
            said = reasons(year, group, 38)
            assert said.split(" · ")[0].endswith(signed(size)) or not size
            assert cell_width(said) <= 38
            wide = reasons(year, group, 400)
            told = [float(each.split()[-1].replace("−", "-")) for each in wide.split(" · ")]
            assert round(sum(told), 1) == change


def test_every_shipped_event_says_what_it_does():
    place = load_scenario("two-towns")
    for event in place.events:
        told = " · ".join(does(place, event))
        assert told
        assert ("week" in told) is bool(event.weeks)
        assert ("£" in told) is bool(event.pot or event.savings)
        for group in place.groups:
            assert (group.name in told.partition("buy-in")[2]) is (group.id in event.buyin)
