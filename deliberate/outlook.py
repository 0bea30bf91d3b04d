"""Looking ahead: where hospital pressure goes if a year's split were simply kept."""

import numpy as np

from deliberate.ground import ground
from deliberate.model import services
from deliberate.state import State, Year


def pressure_ahead(state: State, year: Year, years: int = 3) -> float:
    """Return hospital pressure `years` after now if the split of `year` is kept from then on.

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
    place, response = ground(state.scenario), state.scenario.parameters.services
    spend = np.array(year.split) / np.array(place.base)
    ahead = year.services
    for _ in range(years - 1):
        spend = spend * (1 + response.growth)
        ahead = services.next_year(
            ahead,
            spend=spend,
            shift=np.zeros(len(spend)),
            integration=place.integration,
            lines=place.lines,
            response=response,
        )
    return ahead.pressure
