"""Looking ahead: the gap between money and need, and where hospital pressure goes."""

import numpy as np

from deliberate.budget import budgeted, closed, open_accounts
from deliberate.decisions import Decide
from deliberate.ground import ground
from deliberate.model import services
from deliberate.model.money import shares
from deliberate.state import State, Year


def gap_to_need(state: State) -> int:
    """Return by how much the year's money falls short of what need would cost, £ thousand.

    It is the gap that there would be with nothing done: every line bought at the base year's
    prices for the need that there is by the beginning of the year, against the pot before the
    leader decides. Below nothing there is more money than need.

    Examples
    --------
    >>> from deliberate import begin, load_scenario
    >>> gap_to_need(begin(load_scenario("cornwall"))) < 0
    True
    """
    base = np.array(ground(state.scenario).base)
    return round(float(base @ state.services.need)) - state.pot


def pressure_ahead(state: State, year: Year, years: int = 3) -> float:
    """Return hospital pressure at the end of `years` years, of which `year` is the first.

    Shares of the pot and the stance stay as in `year`; letters and growth go on as they are due,
    and no event strikes.

    Raises
    ------
    ValueError
        If `years` is not positive.

    Examples
    --------
    >>> from deliberate import begin, load_scenario, play, player
    >>> over = play(begin(load_scenario("cornwall")), player("status-quo"))
    >>> pressure_ahead(over, over.history[-1], years=1) == over.history[-1].services.pressure
    True
    """
    if years < 1:
        raise ValueError(f"the years ahead are 1 or more, not {years}")
    scenario, place = state.scenario, ground(state.scenario)
    kept, terms = shares(year.split), Decide(split=(), stance=year.stance)
    ahead, accounts = year.services, year.accounts
    for number in range(year.number + 1, year.number + years):
        letter = scenario.letter(number)
        budget = budgeted(scenario, open_accounts(scenario, number, accounts), letter, terms)
        split = budget.spendable * kept
        hospital = round(float(split @ place.lines.hospital))
        accounts = closed(
            scenario, budget, letter, year.stance, hospital=hospital, pressure=ahead.pressure
        )
        (ahead,) = services.next_year(
            [ahead],
            spend=(split + accounts.overspent * place.hospital_shares) / np.array(place.base),
            shift=np.zeros(len(kept)),
            integration=place.integration,
            lines=place.lines,
            response=scenario.parameters.services,
        )
    return ahead.pressure
