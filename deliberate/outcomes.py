"""What a game came to: the figures by which games are compared. None of them is the score."""

from collections.abc import Mapping
from math import isnan, nan
from typing import Any

from deliberate.model.measures import summary
from deliberate.outlook import gap_to_need
from deliberate.state import State

BETTER = {
    "mean buy-in": 1,
    "lowest buy-in": 1,
    "hospital pressure": -1,
    "money balance": 1,
}
"""The figures that have a better end, and which one it is: 1 where more is better."""

UNITS = {
    "money balance": "% of pot",
    "gap to need": "% of pot",
    "overspending": "% of pot",
}
"""The units of figures that are neither points of 100 nor plain numbers."""


def without_nan(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Return figures with None where there is none, as JSON and tables have it.

    >>> without_nan({"mandate": nan, "leader": "Ann"})
    {'mandate': None, 'leader': 'Ann'}
    """
    return {
        name: None if isinstance(value, float) and isnan(value) else value
        for name, value in figures.items()
    }


def outcomes(state: State) -> dict[str, float]:
    """Return the figures of a game that has been played at least a year, by name.

    Beside the measures of the last year: the reserves and the gap to need as percentages of the pot
    (a deficit is below 0), the mean overspending as a percentage of the pot, and of the last
    election the share of promised change that was there on time, the mandate and the turnout, NaN
    where nobody was elected.

    Raises
    ------
    ValueError
        If no year has been lived.

    Examples
    --------
    >>> from deliberate import begin, load_scenario, play, player
    >>> found = outcomes(play(begin(load_scenario("dorset"), 1), player("consultative")))
    >>> 0 < found["lowest buy-in"] < found["mean buy-in"] < 100
    True
    """
    if not state.history:
        raise ValueError("a game has to be played before it can be measured")
    last, election = state.history[-1], state.election
    overspent = [year.accounts.overspent / year.pot for year in state.history]
    return {
        **summary(last.buyin, last.overlap, last.services.pressure),
        "money balance": 100 * state.reserves / last.pot,
        "gap to need": 100 * gap_to_need(state) / last.pot,
        "overspending": 100 * sum(overspent) / len(overspent),
        "promised change kept": last.kept if election else nan,
        "mandate": election.mandate if election else nan,
        "turnout": election.turnout if election else nan,
    }
