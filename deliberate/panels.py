"""Citizens' panels: residents are invited, some come forward, and seats are drawn by lot.

Those who come forward are not like the rest: older people and those whom the hospital moves are
readier to come. Quotas by where people live, age and devotion put that right, and have a price,
which the odds show: some had a smaller chance of a seat than others.
"""

from functools import lru_cache
from itertools import product

import numpy as np
from attrs import evolve, frozen

from deliberate.arrays import Floats, floats
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
from deliberate.scenario import Scenario
from deliberate.state import State

INVITED, DRAWS = 1500, 500
AGE = Feature("age", ("under 65", "65 and over"))
HOSPITAL = Feature("hospital", ("one issue of many", "the one issue"))


@frozen(kw_only=True, eq=False)
class Invitation:
    """What does not change from year to year: who is invited, how they answer, and the quotas.

    `shares[type]` are those of residents, and `rates[type]` how likely each comes forward.
    """

    types: Pool
    shares: Floats = floats()
    rates: Floats = floats()
    wanted: Quotas


@frozen(kw_only=True, eq=False)
class Call:
    """Who came forward when residents were invited, and how many seats each category has."""

    volunteers: Pool
    wanted: Quotas


@lru_cache(maxsize=64)
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


def call(state: State, style: Format) -> Call:
    """Return this year's call for volunteers to a panel, the same whenever it is asked for."""
    chance = stream(state.seed, DELIBERATION, state.year, len(state.consultations), 1)
    sent = invitation(state.scenario, style)
    invited = chance.multinomial(INVITED, sent.shares)
    volunteers = evolve(sent.types, counts=come_forward(invited, sent.rates, chance))
    return Call(volunteers=volunteers, wanted=sent.wanted)


def draw_panel(state: State, style: Format) -> Floats:
    """Return the splits that those drawn into a panel want, array [member, line].

    Raises
    ------
    IllegalDecision
        If those who came forward cannot fill the panel.
    """
    chance = stream(state.seed, DELIBERATION, state.year, len(state.consultations), 2)
    called, ideals = call(state, style), moved_ideals(state)
    try:
        seats = by_quota(called.volunteers, called.wanted, chance)
    except PanelError as problem:
        raise IllegalDecision(f"{style.name}: {problem}") from None
    homes = np.repeat(called.volunteers.types[:, 0], seats)
    gammas = chance.standard_gamma(state.scenario.parameters.electorate.likeness * ideals[homes])
    return np.asarray(gammas / gammas.sum(axis=1, keepdims=True), dtype=np.float64)


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
    called, chance = call(state, style), stream(state.seed, DELIBERATION, state.year, 0, 3)
    return sampled(called.volunteers, called.wanted, chance, draws=DRAWS).odds()


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

    called = call(state, style)
    return leximin(called.volunteers, called.wanted).odds()
