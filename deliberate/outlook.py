"""Looking ahead: where hospital pressure goes if a year's split and stance are kept."""

import numpy as np

from deliberate.decisions import STANCES
from deliberate.ground import ground
from deliberate.model import services
from deliberate.model.money import shares
from deliberate.state import State, Year
from deliberate.year import next_pot


def pressure_ahead(state: State, year: Year, years: int = 3) -> float:
    """Return hospital pressure at the end of `years` years, of which `year` is the first.

    Shares of the pot and the stance stay as in `year`; letters and growth go on as they are due.

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
    kept = shares(year.split)
    ahead, pot, saved = year.services, year.pot, STANCES[year.stance].saved
    for number in range(year.number, year.number + years - 1):
        pot = next_pot(scenario, number, pot, year.stance)
        spent = pot * (1 - saved * scenario.letter(number + 1).savings)
        ahead = services.next_year(
            ahead,
            spend=spent * kept / np.array(place.base),
            shift=np.zeros(len(kept)),
            integration=place.integration,
            lines=place.lines,
            response=scenario.parameters.services,
        )
    return ahead.pressure
