"""Who leads: manifestos before an election, taking office after it, and standing again."""

import numpy as np
from attrs import evolve

from deliberate.arrays import Floats
from deliberate.chance import KNOWLEDGE, POPULATION, stream
from deliberate.ground import ground
from deliberate.model.knowledge import Picture, picture
from deliberate.model.money import shares
from deliberate.scenario import Scenario
from deliberate.state import Leader, State


def appointed(scenario: Scenario) -> Leader:
    """Return who leads where nobody is elected."""
    return Leader(
        name=scenario.lead.name,
        background=scenario.lead.background,
        elected=False,
        since=1,
        plan=np.array(scenario.lead.plan),
        found=shares(ground(scenario).base),
    )


def manifestos(scenario: Scenario, seed: int, year: int) -> Floats:
    """Return what each candidate proposes: their own ideal, moved towards the residents'.

    What comes of the campaign is luck, another in each `year`; array [candidate, line].
    """
    manner, place = scenario.parameters.electorate, ground(scenario)
    chance = stream(seed, POPULATION, 0, year)
    own = np.array([person.ideal for person in scenario.candidates])
    middle = place.population @ place.locality_ideals
    proposed = own + manner.courting * (middle - own)
    proposed += manner.campaign * chance.standard_normal(own.shape) * (own > 0)
    return shares(np.maximum(proposed, 0.001))


def take_office(state: State) -> State:
    """Return the state with whoever won the last election in office; an incumbent starts anew."""
    assert state.election is not None  # noqa: S101 - nobody else takes office
    winner = state.scenario.candidates[state.election.winner]
    leader = Leader(
        name=winner.name,
        background=winner.background,
        elected=True,
        since=state.year,
        pledges=winner.pledges,
        plan=state.manifestos[state.election.winner],
        found=state.shares,
    )
    return evolve(state, leader=leader)


def stands_again(state: State) -> bool:
    """Whether residents choose anew before the next year: a term has ended, or it is recalled."""
    scenario, leader = state.scenario, state.leader
    if leader is None or not leader.elected or state.year == scenario.years:
        return False
    served = state.year - leader.since + 1
    return served == scenario.term or residents_buyin(state) < scenario.recall


def residents_buyin(state: State) -> float:
    """Return the mean buy-in of the groups that vote, or of all where none does."""
    return float(ground(state.scenario).voice @ state.buyin)


def leaders_picture(state: State) -> Picture:
    """Return what the leader believes of how well each line is served.

    Raises
    ------
    IllegalDecision
        If the leader comes from a group that the scenario does not have.
    """
    assert state.leader is not None  # noqa: S101 - nobody asks before one is in office
    place, scenario = ground(state.scenario), state.scenario
    origin = scenario.group(state.leader.background)
    return picture(
        state.services.capacity / state.services.need,
        error=place.error[origin],
        bias=place.bias[origin],
        heard=state.heard[list(place.owner)],
        draws=stream(state.seed, KNOWLEDGE, state.year).standard_normal(len(place.held)),
    )


def records(state: State) -> Floats:
    """Return what their record is worth to each candidate, in utility: nothing but for incumbents.

    Residents judge an incumbent by their own buy-in against the usual level.
    """
    scenario = state.scenario
    worth = scenario.parameters.electorate.record / 10
    gain = residents_buyin(state) - scenario.parameters.buyin.usual_buyin
    leads = state.leader.name if state.leader and state.leader.elected else None
    names = [person.name for person in scenario.candidates]
    return np.array([worth * gain if name == leads else 0.0 for name in names])
