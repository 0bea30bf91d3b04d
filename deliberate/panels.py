"""Citizens' panels: residents are invited, some come forward, and seats are drawn by lot.

Those who come forward are not like the rest: older people and those whom the hospital moves are
readier to come. Quotas by where people live, age and devotion put that right, and have a price,
which the odds show: some had a smaller chance of a seat than others. Where too few come forward to
fill the quotas, letters go out again.
"""

from collections.abc import Callable, Sequence
from itertools import product
from typing import TypeVar

import numpy as np
from attrs import evolve, frozen

from deliberate.arrays import Floats, Integers, floats
from deliberate.chance import DELIBERATION, stream
from deliberate.errors import IllegalDecision, PanelError
from deliberate.involvement import Format
from deliberate.model.money import shares
from deliberate.model.opinion import individuals
from deliberate.model.sortition import Odds, SeatBySeat, by_quota, sampled
from deliberate.model.volunteers import (
    Feature,
    Pool,
    Quotas,
    come_forward,
    quotas,
    response_rates,
)
from deliberate.people import moved_ideals
from deliberate.scenario import Scenario, kept
from deliberate.state import State

Drawn = TypeVar("Drawn")
DRAWS = 500
MOST_ROUNDS = 50
"""How often letters go out before it is said that nobody can fill the panel."""
AGE = Feature("age", ("under 65", "65 and over"))
HOSPITAL = Feature("hospital", ("one issue of many", "the one issue"))


@frozen(kw_only=True, eq=False)
class Invitation:
    """What does not change from year to year: who is invited, how they answer, and the quotas.

    So many `letters` go out at a time. `shares[type]` are those of residents, and `rates[type]` how
    likely each comes forward; `lot` fills the seats.
    """

    letters: int
    types: Pool
    shares: Floats = floats()
    rates: Floats = floats()
    wanted: Quotas
    lot: SeatBySeat


@frozen(kw_only=True, eq=False)
class Call:
    """Who came forward when so many `letters` were sent, and the seats of each category."""

    letters: int
    volunteers: Pool
    wanted: Quotas


@kept
def invitation(scenario: Scenario, style: Format) -> Invitation:
    """Return the invitation to a panel: residents by where they live, age and devotion."""
    localities, manner = scenario.localities, scenario.parameters.panel
    home = Feature("locality", tuple(place.id for place in localities))
    types = np.array(list(product(range(len(localities)), (0, 1), (0, 1))))
    pool = Pool(features=(home, AGE, HOSPITAL), types=types, counts=np.ones(len(types), int))
    lived = _by_type(
        np.array([(each.population, each.older, each.single_issue) for each in localities])
    )
    willing = np.array([*np.ones(len(localities)), 1.0, manner.older, 1.0, manner.devoted])
    wanted = quotas(pool.membership() @ lived, style.panel, leeway=1)
    return Invitation(
        letters=round(manner.invited * style.panel),
        types=pool,
        shares=lived,
        rates=response_rates(pool, manner.response, willing),
        wanted=wanted,
        lot=SeatBySeat(pool, wanted),
    )


def _by_type(lived: Floats) -> Floats:
    """Return the share of residents of each type, in the order of locality, age, devotion.

    `lived[locality]` are its part of the population, and the shares of the older and devoted.
    """
    population, older, devoted = lived.T[:, :, None]
    aged, moved = np.hstack([1 - older, older]), np.hstack([1 - devoted, devoted])
    return shares((population[:, :, None] * aged[:, :, None] * moved[:, None, :]).ravel())


def call(state: State, style: Format, rounds: int = 1) -> Call:
    """Return this year's call for volunteers to a panel, the same whenever it is asked for.

    Letters go out in so many `rounds`, and who came forward in the first is there in the next.
    """
    sent = invitation(state.scenario, style)
    return Call(
        letters=rounds * sent.letters,
        volunteers=evolve(sent.types, counts=_came(state, sent, rounds)),
        wanted=sent.wanted,
    )


def _came(state: State, sent: Invitation, rounds: int = 1) -> Integers:
    """Return how many of each type come forward when letters go out in so many `rounds`."""
    chance = _chance(state, 1)
    came = np.zeros(len(sent.shares), dtype=np.int64)
    for _ in range(rounds):
        came += come_forward(chance.multinomial(sent.letters, sent.shares), sent.rates, chance)
    return came


def _chance(state: State, lot: int) -> np.random.Generator:
    """Return the luck of this year's next talks: 1 who comes forward, 2 the panel, 3 its odds."""
    return stream(state.seed, DELIBERATION, state.year, len(state.consultations), lot)


def _by_lot(state: State, style: Format, lot: Callable[[Call], Drawn]) -> Drawn:
    """Return what a lot draws from the first call in which it can fill the panel."""
    for rounds in range(1, MOST_ROUNDS):
        try:
            return lot(call(state, style, rounds))
        except PanelError:
            continue
    return lot(call(state, style, MOST_ROUNDS))


def draw_panels(states: Sequence[State], style: Format) -> Floats:
    """Return the splits that those drawn into panels want, array [game, member, line].

    The `states` are of games of one scenario, and each draws its panel by its own luck: what the
    others draw makes no difference. Splits sum to one.

    Raises
    ------
    IllegalDecision
        If those who came forward cannot fill a panel, however often letters go out.

    Examples
    --------
    >>> from deliberate import begin, load_scenario
    >>> world = load_scenario("two-towns")
    >>> states = [begin(world, seed) for seed in (1, 2, 3)]
    >>> draw_panels(states, world.format("panel")).shape
    (3, 15, 5)
    """
    scenario = states[0].scenario
    sent = invitation(scenario, style)
    chances = [_chance(state, 2) for state in states]
    counts = np.array([_came(state, sent) for state in states])
    lots = np.array([chance.random((style.panel, 2)) for chance in chances])
    seats, filled = sent.lot.fill(counts, lots)
    for game in np.flatnonzero(~filled).tolist():
        seats[game] = _drawn_alone(states[game], style, chances[game])
    homes = np.array([np.repeat(sent.types.types[:, 0], panel) for panel in seats])
    wanted = moved_ideals(states)[np.arange(len(states))[:, None], homes]
    return individuals(wanted, scenario.parameters.electorate.likeness, chances)


def _drawn_alone(state: State, style: Format, chance: np.random.Generator) -> Integers:
    """Return the panel of one game, array [type], with as many tries and letters as it takes."""
    try:
        return _by_lot(state, style, lambda each: by_quota(each.volunteers, each.wanted, chance))
    except PanelError as problem:
        raise IllegalDecision(f"{style.name}: {problem}") from None


def panel_odds(state: State, style: Format) -> Odds:
    """Return the odds of a seat on the panel that would be called now, by the lot that is used.

    `lowest` is about the smallest chance that anybody who came forward has, found by drawing often;
    `equal` is what each would have without quotas.

    Raises
    ------
    PanelError
        If those who came forward cannot fill the panel.

    Examples
    --------
    >>> from deliberate import begin, load_scenario
    >>> state = begin(load_scenario("two-towns"), 1)
    >>> odds = panel_odds(state, state.scenario.format("panel"))
    >>> 0 < odds.lowest <= odds.equal < 1
    True
    """
    chance = _chance(state, 3)

    def lot(called: Call) -> Odds:
        return sampled(called.volunteers, called.wanted, chance, draws=DRAWS).odds()

    return _by_lot(state, style, lot)


def fairest_odds(state: State, style: Format) -> Odds:
    """Return the odds of a seat if the fairest lot were drawn that fills the same quotas.

    No other lot gives those who are worst off a better chance (leximin, Flanigan and others 2021).
    It takes about a second.

    Raises
    ------
    PanelError
        If those who came forward cannot fill the panel.

    Examples
    --------
    >>> from deliberate import begin, load_scenario
    >>> state = begin(load_scenario("two-towns"), 1)
    >>> style = state.scenario.format("panel")
    >>> fairest_odds(state, style).lowest > panel_odds(state, style).lowest
    True
    """
    from deliberate.model.leximin import leximin  # noqa: PLC0415 - SciPy is slow to load

    return _by_lot(state, style, lambda each: leximin(each.volunteers, each.wanted).odds())
