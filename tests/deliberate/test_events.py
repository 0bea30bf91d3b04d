"""Events: what may happen when, each by its own luck; and the events that are shipped."""

import re
import runpy
from pathlib import Path

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from deliberate import load_scenario
from deliberate.faults import Impossible, key_of
from deliberate.model.events import (
    MEASURED,
    Event,
    combine,
    happening,
    possible,
)
from deliberate.reading.strict import strict_converter

SAID = {"name": "A flood", "headline": "Flood.", "gains": "Boats.", "losses": "Cellars."}
SAID |= {"source": "1953 (recalled)", "chance": 0.5}
LINES, GROUPS = ("beds", "care", "homes"), ("nurses", "people")
MIDDLING = dict.fromkeys(MEASURED, 0.5)
EVENTS = load_scenario("generic").events
SHIPPED = pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.id)
DOCUMENT = runpy.run_path(str(Path(__file__).parents[2] / "docs" / "events.py"))


def an_event(name="flood", **said):
    return Event(**{**SAID, "id": name, **said})


def some(size):
    return st.floats(-size, size)


def table(names, size):
    return st.dictionaries(st.sampled_from(names), some(size))


def numbered(events):
    return tuple(evolve(event, id=f"event {number}") for number, event in enumerate(events))


def up_to_four(events):
    return st.lists(events, max_size=4).map(numbered)


chances = up_to_four(
    st.builds(
        an_event,
        chance=st.sampled_from([0.0, 0.5, 1.0]) | st.floats(0, 1),
        years=st.sampled_from([(), (1,), (2, 7)]),
        once=st.booleans(),
        when=st.dictionaries(
            st.sampled_from(MEASURED), st.tuples(some(2), some(2)).map(sorted), max_size=2
        ),
    )
)
deeds = up_to_four(
    st.builds(
        an_event,
        pot=some(0.05),
        capacity=table(LINES, 0.2),
        need=table(LINES, 0.2),
        buyin=table(GROUPS, 10),
        weeks=st.integers(-2, 2),
        delivery=st.floats(0, 1),
    )
)
years = st.integers(1, 10)
measurements = st.lists(some(2), min_size=len(MEASURED), max_size=len(MEASURED)).map(
    lambda amounts: dict(zip(MEASURED, amounts, strict=True))
)
luck = st.lists(st.floats(0, 1, exclude_max=True), min_size=4, max_size=4).map(np.array)


@given(chances, luck, years, measurements, st.sets(st.sampled_from(["event 0", "event 3"])))
def test_what_happens_was_possible_and_lucky(events, draws, year, measured, past):
    draws = draws[: len(events)]
    happened = happening(events, year, measured, past, draws)
    for event, draw in zip(events, draws, strict=True):
        met = all(low <= measured[name] <= high for name, (low, high) in event.when.items())
        due = not event.years or year in event.years
        fresh = not event.once or event.id not in past
        assert (event.id in happened) == (met and due and fresh and draw < event.chance)


@given(chances, luck, years, measurements)
def test_chance_one_is_certain_and_chance_nought_never(events, draws, year, measured):
    draws = draws[: len(events)]
    sure = [evolve(event, chance=1.0) for event in events]
    never = [evolve(event, chance=0.0) for event in events]
    could = tuple(event.id for event in events if possible(event, year, measured, ()))
    assert happening(sure, year, measured, (), draws) == could
    assert happening(never, year, measured, (), draws) == ()


@given(chances, luck, measurements, st.data())
def test_each_event_has_its_own_luck_whatever_the_others_do(events, draws, measured, data):
    draws = draws[: len(events)]
    happened = happening(events, 1, measured, (), draws)
    order = data.draw(st.permutations(range(len(events))))
    others = happening([events[at] for at in order], 1, measured, (), draws[order])
    assert set(others) == set(happened)
    if events:
        alone = data.draw(st.integers(0, len(events) - 1))
        mine = happening(events[alone : alone + 1], 1, measured, (), draws[alone : alone + 1])
        assert set(mine) == set(happened) & {events[alone].id}


def test_an_event_happens_once_unless_it_may_come_again():
    luck, past = np.zeros(2), {"once", "again"}
    both = [an_event("once"), an_event("again", once=False)]
    assert happening(both, 1, MIDDLING, (), luck) == ("once", "again")
    assert happening(both, 2, MIDDLING, past, luck) == ("again",)


@pytest.mark.parametrize(("year", "comes"), [(1, False), (2, True), (3, False), (4, True)])
def test_an_event_keeps_to_its_years(year, comes):
    assert possible(an_event(years=(2, 4)), year, MIDDLING, ()) is comes


@pytest.mark.parametrize("name", MEASURED)
@pytest.mark.parametrize(
    ("low", "high", "met"), [(0.5, 0.5, True), (0.6, 1, False), (0, 0.4, False)]
)
def test_a_condition_holds_within_its_bounds_and_on_them(name, low, high, met):
    assert possible(an_event(when={name: (low, high)}), 1, MIDDLING, ()) is met


def test_a_draw_short_is_refused():
    with pytest.raises(ValueError, match="shorter"):
        happening([an_event()], 1, MIDDLING, (), np.zeros(0))


def test_an_event_happens_as_often_as_its_chance_says():
    chance = np.random.default_rng(5)
    event, games = an_event(chance=0.2), 20_000
    happened = sum(len(happening([event], 1, MIDDLING, (), chance.random(1))) for _ in range(games))
    assert happened / games == pytest.approx(0.2, abs=4 * (0.2 * 0.8 / games) ** 0.5)


@given(deeds)
def test_effects_are_sums_in_any_order(events):
    together = combine(events, LINES, GROUPS)
    for key, names in (("capacity", LINES), ("need", LINES), ("buyin", GROUPS)):
        expected = [sum(getattr(event, key).get(name, 0) for event in events) for name in names]
        assert getattr(together, key) == pytest.approx(expected)
    assert together.pot == pytest.approx(sum(event.pot for event in events))
    assert together.weeks == sum(event.weeks for event in events)
    backwards = combine(events[::-1], LINES, GROUPS)
    assert backwards.pot == together.pot
    assert backwards.buyin == pytest.approx(together.buyin)


@given(deeds)
def test_no_more_than_all_of_the_change_is_delayed(events):
    delays = [event.delivery for event in events]
    together = combine(events, LINES, GROUPS).delivery
    assert max(delays, default=0) - 1e-12 <= together <= min(1, sum(delays) + 1e-12)


def test_nothing_happening_does_nothing():
    nothing = combine([], LINES, GROUPS)
    assert (nothing.pot, nothing.weeks, nothing.delivery) == (0, 0, 0)
    assert not np.concatenate([nothing.capacity, nothing.need, nothing.buyin]).any()
    assert not nothing.buyin.flags.writeable


@given(deeds, luck)
def test_other_names_give_the_same_effects(events, draws):
    def renamed(table):
        return {name[::-1]: amount for name, amount in table.items()}

    others = [
        evolve(
            event,
            id=event.id[::-1],
            capacity=renamed(event.capacity),
            need=renamed(event.need),
            buyin=renamed(event.buyin),
        )
        for event in events
    ]
    here = combine(events, LINES, GROUPS)
    assert combine(others, [name[::-1] for name in LINES], [name[::-1] for name in GROUPS]) == here
    draws = draws[: len(events)]
    happened = happening(events, 1, MIDDLING, (), draws)
    assert happening(others, 1, MIDDLING, (), draws) == tuple(name[::-1] for name in happened)


def test_an_event_cannot_be_changed_after_it_was_read():
    event = an_event(buyin={"nurses": 1.0})
    with pytest.raises(TypeError, match="frozen"):
        event.buyin["nurses"] = 2.0


def test_an_effect_on_nothing_is_found_out():
    event = an_event(capacity={"beds": 0.1}, need={"hoems": 0.1}, buyin={"nurse": 1.0})
    with pytest.raises(KeyError, match="hoems"):
        combine([event], LINES, GROUPS)


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("chanc", 0.5, 'no key is called "chanc"; the nearest is "chance"'),
        ("chance", 1.5, "expected a number from 0 to 1, found 1.5"),
        ("chance", float("nan"), "expected a number from 0 to 1, found nan"),
        ("chance", "often", "expected a number, found 'often'"),
        ("once", 1, "expected true or false, found 1"),
        ("headline", "", "expected 1 to 110 letters, found 0"),
        ("gains", "x" * 81, "expected 1 to 80 letters, found 81"),
        ("years", [0], "expected a number from 1 to 10, found 0"),
        ("weeks", 3, "expected a number from -2 to 2, found 3"),
        ("weeks", 0.5, "expected a whole number, found 0.5"),
        ("pot", -0.5, "expected a number from -0.05 to 0.05, found -0.5"),
        ("delivery", -0.1, "expected a number from 0 to 1, found -0.1"),
        ("capacity", {"beds": 0.3}, "expected a number from -0.2 to 0.2, found 0.3"),
        ("need", {"beds": -0.3}, "expected a number from -0.2 to 0.2, found -0.3"),
        ("buyin", {"people": 11}, "expected a number from -10 to 10, found 11"),
        ("when", {"pressure": [2, 1]}, "expected a lower number and a higher one, found [2, 1]"),
        (
            "when",
            {"presure": [1, 2]},
            'no measure is called "presure"; the nearest is "pressure"',
        ),
    ],
)
def test_an_event_that_cannot_be_is_refused_with_its_key(key, value, expected):
    with pytest.raises(Impossible) as refused:
        strict_converter().structure({**SAID, "id": "flood", key: value}, Event)
    [fault] = refused.value.faults
    assert (fault.key[0], str(fault)) == (key, expected)


@pytest.mark.parametrize("bounds", [[1.0], [1.0, 2.0, 3.0], 1.0, ["low", "high"]])
def test_a_condition_has_two_bounds(bounds):
    with pytest.raises(Impossible) as refused:
        strict_converter().structure({**SAID, "id": "x", "when": {"pace": bounds}}, Event)
    assert {key_of(fault.key[:2]) for fault in refused.value.faults} == {"when.pace"}


def test_an_event_goes_to_plain_data_and_back():
    converter = strict_converter()
    for event in EVENTS:
        assert converter.structure(converter.unstructure(event), Event) == event


def test_enough_events_are_shipped_and_each_has_its_own_words():
    events = EVENTS
    assert len(events) >= 24
    for words in ("id", "name", "headline", "gains", "losses", "source"):
        assert len({getattr(event, words) for event in events}) == len(events)


@SHIPPED
def test_a_shipped_event_tells_a_dated_fact_and_how_it_is_known(event):
    assert re.search(r"\b20[12]\d\b", event.source)
    assert re.search(r"\((found|recalled)(; (day|month) recalled)?\)$", event.source)
    assert not event.headline.endswith(".")
    assert not event.gains.endswith(".")
    assert not event.losses.endswith(".")


@SHIPPED
def test_a_shipped_event_is_modest_and_matters(event):
    amounts = [*event.capacity.values(), *event.need.values()]
    assert abs(event.pot) <= 0.01
    assert max(map(abs, amounts), default=0) <= 0.03
    assert max(map(abs, event.buyin.values())) <= 2.5
    assert abs(event.contradiction) <= 0.1
    assert abs(event.savings) <= 0.005
    assert abs(event.consent) <= 0.05
    assert event.delivery <= 0.5
    assert 0 < event.chance <= 0.5


def test_most_shipped_events_help_some_and_hurt_others():
    # Of the rest, those who gain or lose live elsewhere, and only the words tell of them.
    mixed = 0
    for event in EVENTS:
        good = [*event.buyin.values(), *event.capacity.values(), event.pot, event.consent]
        bad = [*event.need.values(), event.contradiction, event.savings, event.delivery]
        mixed += min([*good, *np.negative(bad)]) < 0 < max([*good, *np.negative(bad)])
    assert mixed / len(EVENTS) >= 0.75


@SHIPPED
def test_some_kind_of_place_can_have_a_shipped_event(event):
    places = DOCUMENT["PLACES"].values()
    assert any(possible(evolve(event, years=()), 1, measured, ()) for measured in places)


@pytest.mark.parametrize("place", DOCUMENT["PLACES"])
def test_a_usual_year_of_events_is_roughly_neutral(place):
    assert set(DOCUMENT["PLACES"][place]) == set(MEASURED)
    yearly = DOCUMENT["expected"](DOCUMENT["PLACES"][place])
    points = [amount for effect, amount in yearly.items() if effect.startswith("buyin.")]
    shares = [
        amount for effect, amount in yearly.items() if effect.startswith(("capacity.", "need."))
    ]
    assert len(points) == 7
    assert -0.5 <= np.mean(points) <= 0.5
    assert max(map(abs, points)) <= 1
    assert max(map(abs, shares)) <= 0.005
    assert 1.5 <= yearly["events"] <= 3
    assert abs(yearly["pot"]) <= 0.0015
    assert abs(yearly["consent"]) <= 0.02
    assert abs(yearly["contradiction"]) <= 0.05
    assert yearly["savings"] <= 0.001
    assert yearly["weeks"] >= -1
    assert yearly["delivery"] <= 0.1


def test_the_document_counts_as_often_as_games_do():
    measured = DOCUMENT["PLACES"]["usual"]
    events, chance, games = EVENTS, np.random.default_rng(3), 2000
    counts = dict.fromkeys((event.id for event in events), 0)
    for _ in range(games):
        past = set()
        for year in range(1, DOCUMENT["YEARS"] + 1):
            happened = happening(events, year, measured, past, chance.random(len(events)))
            past.update(happened)
            for name in happened:
                counts[name] += 1
    for event in events:
        often = DOCUMENT["happenings"](event, measured) * DOCUMENT["YEARS"]
        assert counts[event.id] / games == pytest.approx(often, abs=5 * (often / games) ** 0.5)
