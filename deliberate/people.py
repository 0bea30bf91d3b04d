"""The residents of a scenario as the model draws them: where they live, what they want by now."""

from collections.abc import Iterable, Sequence

import numpy as np

from deliberate.arrays import Floats
from deliberate.ground import ground
from deliberate.model.money import shares
from deliberate.model.residents import Places
from deliberate.scenario import Scenario
from deliberate.state import State, of_all


def parties(scenario: Scenario) -> dict[str, int]:
    """Return the parties that have a candidate, numbered in the order of the candidates."""
    named = dict.fromkeys(person.party for person in scenario.candidates if person.party)
    return {party: number for number, party in enumerate(named)}


def places(state: State) -> Places:
    """Return the localities that residents are drawn from, with what is wanted there by now."""
    localities = state.scenario.localities
    return Places(
        population=ground(state.scenario).population,
        ideals=moved_ideals([state])[0],
        devoted=np.array([locality.single_issue for locality in localities]),
        older=np.array([locality.older for locality in localities]),
        leanings=_leanings(state.scenario, parties(state.scenario)),
    )


def _leanings(scenario: Scenario, named: Iterable[str]) -> Floats:
    shares = [
        [locality.parties.get(party, 0.0) for party in named] for locality in scenario.localities
    ]
    return np.array(shares, dtype=np.float64).reshape(len(shares), -1)


def moved_ideals(states: Sequence[State]) -> Floats:
    """Return what the localities want: as far from the start as the public has moved since.

    The `states` are of games of one scenario; the array is [game, locality, line].
    """
    place = ground(states[0].scenario)
    if not place.public.any():
        return np.tile(place.locality_ideals, (len(states), 1, 1))
    shift = place.voice @ (of_all(states, "positions") - place.ideals)
    moved = place.locality_ideals + shift[:, None, :]
    return shares(np.maximum(moved, 0.001))
