"""Citizens' panels: residents are invited, some come forward, and seats are drawn by lot.

Those who come forward are not like the rest: older people and those whom the hospital moves are
readier to come. Quotas by where people live, age and devotion put that right, and have a price,
which the odds show: some had a smaller chance of a seat than others.
"""

import numpy as np
from attrs import frozen

from deliberate.arrays import Floats
from deliberate.chance import DELIBERATION, stream
from deliberate.errors import IllegalDecision, PanelError
from deliberate.involvement import Format
from deliberate.model.residents import Residents, draw_residents
from deliberate.model.sortition import Odds, by_quota
from deliberate.model.volunteers import (
    Feature,
    Pool,
    Quotas,
    come_forward,
    pool_of,
    quotas,
    response_rates,
    seat,
)
from deliberate.people import places
from deliberate.state import State

INVITED = 1000


@frozen(kw_only=True, eq=False)
class Call:
    """Who was invited, who came forward, and how many seats each category has."""

    residents: Residents
    kind: np.ndarray
    volunteers: Pool
    wanted: Quotas


def call(state: State, style: Format) -> Call:
    """Return this year's call for volunteers to a panel, the same whenever it is asked for."""
    chance = stream(state.seed, DELIBERATION, state.year, len(state.consultations), 1)
    scenario, manner = state.scenario, state.scenario.parameters.panel
    residents = draw_residents(
        INVITED, places(state), manner=scenario.parameters.electorate, rng=chance
    )
    features = (
        Feature("locality", tuple(place.id for place in scenario.localities)),
        Feature("age", ("under 65", "65 and over")),
        Feature("hospital", ("one issue of many", "the one issue")),
    )
    traits = np.stack([residents.locality, residents.older, residents.devoted], axis=1)
    pool, kind = pool_of(features, traits.astype(np.int64))
    homes = np.ones(len(scenario.localities))
    willing = np.array([*homes, 1.0, manner.older, 1.0, manner.devoted])
    rates = response_rates(pool, manner.response, willing)
    return Call(
        residents=residents,
        kind=kind,
        volunteers=come_forward(pool, rates, chance),
        wanted=quotas(pool.shares(), style.panel, leeway=1),
    )


def draw_panel(state: State, style: Format) -> Floats:
    """Return the splits that those drawn into a panel want, array [member, line].

    Raises
    ------
    IllegalDecision
        If those who came forward cannot fill the panel.
    """
    chance = stream(state.seed, DELIBERATION, state.year, len(state.consultations), 2)
    called = call(state, style)
    try:
        drawn = by_quota(called.volunteers, called.wanted, chance)
    except PanelError as problem:
        raise IllegalDecision(f"{style.name}: {problem}") from None
    people = seat(drawn, called.kind, chance)
    return np.asarray(called.residents.ideals[:, people].T, dtype=np.float64)


def panel_odds(state: State, style: Format) -> Odds:
    """Return the odds of a seat under the fairest lot for the panel that would be called now.

    `lowest` is the smallest chance that anybody who came forward has, beside `equal`, what each
    would have without quotas. It takes about a second (leximin, Flanigan and others 2021).

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
    from deliberate.model.leximin import leximin  # noqa: PLC0415 - SciPy is slow to load

    called = call(state, style)
    return leximin(called.volunteers, called.wanted).odds()
