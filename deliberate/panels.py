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
from deliberate.model.sortition import Odds, by_quota, sampled
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
    likely each comes forward.
    """

    letters: int
    types: Pool
    shares: Floats = floats()
    rates: Floats = floats()
    wanted: Quotas


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
    shares = _shares(
        np.array([(each.population, each.older, each.single_issue) for each in localities])
    )
    willing = np.array([*np.ones(len(localities)), 1.0, manner.older, 1.0, manner.devoted])
    return Invitation(
        letters=round(manner.invited * style.panel),
        types=pool,
        shares=shares,
        rates=response_rates(pool, manner.response, willing),
        wanted=quotas(pool.membership() @ shares, style.panel, leeway=1),
    )


def _shares(lived: Floats) -> Floats:
    """Return the share of residents of each type, in the order of locality, age, devotion.

    `lived[locality]` are its part of the population, and the shares of the older and devoted.
    """
    population, older, devoted = lived.T[:, :, None]
    aged, moved = np.hstack([1 - older, older]), np.hstack([1 - devoted, devoted])
    shares = population[:, :, None] * aged[:, :, None] * moved[:, None, :]
    return np.asarray(shares.ravel() / shares.sum(), dtype=np.float64)


def call(state: State, style: Format, rounds: int = 1) -> Call:
    """Return this year's call for volunteers to a panel, the same whenever it is asked for.

    Letters go out in so many `rounds`, and who came forward in the first is there in the next.
    """
    chance = stream(state.seed, DELIBERATION, state.year, len(state.consultations), 1)
    sent = invitation(state.scenario, style)
    came = np.zeros(len(sent.shares), dtype=np.int64)
    for _ in range(rounds):
        came += come_forward(chance.multinomial(sent.letters, sent.shares), sent.rates, chance)
    return Call(
        letters=rounds * sent.letters,
        volunteers=evolve(sent.types, counts=came),
        wanted=sent.wanted,
    )


def _by_lot(state: State, style: Format, lot: Callable[[Call], Drawn]) -> Drawn:
    """Return what a lot draws from the first call in which it can fill the panel."""
    for rounds in range(1, MOST_ROUNDS):
        try:
            return lot(call(state, style, rounds))
        except PanelError:
            continue
    return lot(call(state, style, MOST_ROUNDS))


def draw_panel(state: State, style: Format) -> Floats:
    """Return the splits that those drawn into a panel want, array [member, line].

    Raises
    ------
    IllegalDecision
        If those who came forward cannot fill the panel.
    """
    chance = stream(state.seed, DELIBERATION, state.year, len(state.consultations), 2)

    def lot(called: Call) -> Integers:
        seats = by_quota(called.volunteers, called.wanted, chance)
        return np.repeat(called.volunteers.types[:, 0], seats)

    try:
        homes = _by_lot(state, style, lot)
    except PanelError as problem:
        raise IllegalDecision(f"{style.name}: {problem}") from None
    wanted = moved_ideals(state)[homes]
    gammas = chance.standard_gamma(state.scenario.parameters.electorate.likeness * wanted)
    return np.asarray(gammas / gammas.sum(axis=1, keepdims=True), dtype=np.float64)


def draw_panels(states: Sequence[State], style: Format) -> Floats:
    """Return what those drawn into a panel want in each game, array [game, member, line]."""
    return np.array([draw_panel(state, style) for state in states])


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
    chance = stream(state.seed, DELIBERATION, state.year, len(state.consultations), 3)

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
