"""Events: what strikes a place from outside, who gains by it and who loses.

An event is data, and nothing here knows one by name. Whether it may happen depends on the year, on
what has happened before and on measured quantities; whether it does, on a draw of its own. The
shipped events restate dated facts; every chance and every size is an assumption.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import fsum, prod
from typing import Any

import numpy as np
from attrs import field, frozen

from deliberate.arrays import Floats, floats
from deliberate.parameter import All, Each, Named, Ordered, Sized, figure, parameter, span
from elections import freeze

# What an event may wait for. Buy-in is in points, 0-100, and pace in points of the budget moved;
# savings and reserves are shares of the pot, reserves below 0 where there is a deficit.
MEASURED = (
    "pressure",
    "delays",
    "control",
    "mean_buyin",
    "lowest_buyin",
    "residents_buyin",
    "pace",
    "reserves",
    "contradiction",
    "savings",
)


MOST_TAKEN = 0.3
"""The share of a year's money that events can take: something is always left to decide about."""


def _text(most: int) -> Any:
    return field(validator=Sized(1, most))


def _within(low: float, high: float) -> Any:
    return figure(low, high, "assumed", default=0.0)


_bounds = span(-100.0, 100.0, "assumed, in the unit of what is measured", each=True)
_pair = Each(All((Ordered(), _bounds["validator"])))
_condition = {**_bounds, "validator": All((Named("measure", MEASURED), _pair))}
_shares, _points = (span(-most, most, "assumed", each=True) for most in (0.2, 10.0))


@frozen(kw_only=True)
class Event:
    """Something that may happen to a place, and what it does in the year in which it happens.

    It may happen in the game's `years`, counted from 1 (any, where none is given), `once` or again,
    when every measure named in `when` lies within its bounds, low and high included; then it does
    with `chance`. `pot` is a share of the pot that is added to the year's money; `capacity` and
    `need` are shares by which a line's grow; `buyin` is points for a group; `weeks` are added to
    those for deliberation, `contradiction` and `savings` to the letter's, and `consent` to how far
    goodwill replaces a holding. `delivery` is the share of the planned change that is delayed.
    """

    id: str = ""
    name: str = _text(40)
    headline: str = _text(110)
    gains: str = _text(80)
    losses: str = _text(80)
    source: str = _text(120)
    chance: float = figure(0.0, 1.0, "assumed, a year")
    years: tuple[int, ...] = figure(1, 10, "of the game", default=(), each=True)
    once: bool = True
    when: dict[str, tuple[float, float]] = field(factory=dict, converter=freeze, **_condition)
    pot: float = _within(-0.05, 0.05)
    capacity: dict[str, float] = field(factory=dict, converter=freeze, **_shares)
    need: dict[str, float] = field(factory=dict, converter=freeze, **_shares)
    buyin: dict[str, float] = field(factory=dict, converter=freeze, **_points)
    weeks: int = figure(-2, 2, "assumed", default=0)
    contradiction: float = _within(-1.0, 1.0)
    savings: float = _within(-0.05, 0.05)
    consent: float = _within(-0.5, 0.5)
    delivery: float = _within(0.0, 1.0)


@frozen(kw_only=True)
class Fortune:
    """How eventful the years are."""

    rate: float = parameter(1.0, 0.0, 3.0, "assumed; multiplies the chance of every event")


@frozen(kw_only=True)
class Effects:
    """What the events of a year do together, in the units of `Event`.

    `capacity[line]` and `need[line]` are shares, `buyin[group]` is points. All are sums but
    `delivery`: what one event leaves of the planned change, the next delays a share of. However
    many strike, together they take no more than `MOST_TAKEN` of the pot.
    """

    pot: float
    weeks: int
    contradiction: float
    savings: float
    consent: float
    delivery: float
    capacity: Floats = floats()
    need: Floats = floats()
    buyin: Floats = floats()


def possible(event: Event, year: int, measured: Mapping[str, float], past: Collection[str]) -> bool:
    """Return whether an event may happen in the game's `year`, counted from 1.

    `measured` gives each of `MEASURED` that the event waits for; `past` holds the ids of the events
    that have happened.
    """
    return (
        (not event.years or year in event.years)
        and not (event.once and event.id in past)
        and all(low <= measured[name] <= high for name, (low, high) in event.when.items())
    )


def happening(
    events: Sequence[Event],
    year: int,
    measured: Mapping[str, float],
    past: Collection[str],
    draws: Floats,
) -> tuple[str, ...]:
    """Return the ids of the events that happen in a year, in the order of `events`.

    Parameters
    ----------
    events : sequence of Event
        All that there are.
    year : int
        The game's year, counted from 1.
    measured : mapping of str to float
        Each of `MEASURED`, as it stands when the year begins.
    past : collection of str
        The ids of the events that have happened before.
    draws : array [event]
        A uniform draw, 0 up to 1, for each event: its own luck, whatever the others do.

    Raises
    ------
    ValueError
        If there are not as many draws as events.
    KeyError
        If an event waits for what `measured` does not give.

    Examples
    --------
    >>> plain = dict(name="A", headline="A.", gains="B", losses="C", source="D")
    >>> flood = Event(id="flood", chance=.5, when={"pressure": (1.1, 9.)}, **plain)
    >>> storm = Event(id="storm", chance=.5, **plain)
    >>> happening([flood, storm], 1, {"pressure": 1.2}, (), np.array([.3, .7]))
    ('flood',)
    >>> happening([flood, storm], 2, {"pressure": 1.0}, (), np.array([.3, .4]))
    ('storm',)
    """
    return tuple(
        event.id
        for event, draw in zip(events, draws.tolist(), strict=True)
        if draw < event.chance and possible(event, year, measured, past)
    )


def combine(events: Collection[Event], lines: Sequence[str], groups: Sequence[str]) -> Effects:
    """Return what events do together to the lines and groups of those ids.

    Raises
    ------
    KeyError
        If an event touches a line or a group that is not there.

    Examples
    --------
    >>> plain = dict(name="A", headline="A.", gains="B", losses="C", source="D", chance=1.)
    >>> storm = Event(id="storm", need={"beds": .02}, delivery=.5, **plain)
    >>> flood = Event(id="flood", buyin={"staff": -2.}, delivery=.5, **plain)
    >>> both = combine([storm, flood], ["beds", "care"], ["staff"])
    >>> both.need.tolist(), both.buyin.tolist(), both.delivery
    ([0.02, 0.0], [-2.0], 0.75)
    """
    return Effects(
        pot=max(-MOST_TAKEN, fsum(event.pot for event in events)),
        weeks=sum(event.weeks for event in events),
        contradiction=fsum(event.contradiction for event in events),
        savings=fsum(event.savings for event in events),
        consent=fsum(event.consent for event in events),
        delivery=1 - prod(1 - event.delivery for event in events),
        capacity=_total((event.capacity for event in events), lines),
        need=_total((event.need for event in events), lines),
        buyin=_total((event.buyin for event in events), groups),
    )


def _total(tables: Iterable[Mapping[str, float]], names: Sequence[str]) -> Floats:
    """Return the sum of tables as an array over names."""
    place = {name: index for index, name in enumerate(names)}
    total = np.zeros(len(names))
    for table in tables:
        for name, amount in table.items():
            total[place[name]] += amount
    return total
