"""A simulator of deliberation, yearly budgets and local buy-in under a leader, elected or not.

>>> from deliberate import begin, load_scenario, play, player
>>> debrief = play(begin(load_scenario("two-towns"), seed=1), player("consultative"))
>>> len(debrief.history)
5
"""

from deliberate.decisions import (
    FORMATS,
    STANCES,
    WEEKS,
    Consult,
    Decide,
    Decision,
    Format,
    Poll,
    Proceed,
    Stance,
)
from deliberate.errors import (
    DeliberateError,
    IllegalDecision,
    ScenarioError,
    SessionError,
    StorageError,
)
from deliberate.footprint import Footprint, Governance, Group, Line, footprint, footprints
from deliberate.game import begin, legal, step
from deliberate.loading import governance, governance_names, load_scenario, scenario_names
from deliberate.model.electing import leader_system, leader_systems
from deliberate.outlook import pressure_ahead
from deliberate.players import PLAYERS, Player, choose, play, player
from deliberate.scenario import Candidate, Letter, Locality, Parameters, Scenario
from deliberate.session import Replay, Session, replay
from deliberate.state import Election, Leader, Phase, State, Year, digest
from deliberate.talks import room
from deliberate.year import foresee, spendable

__all__ = [
    "FORMATS",
    "PLAYERS",
    "STANCES",
    "WEEKS",
    "Candidate",
    "Consult",
    "Decide",
    "Decision",
    "DeliberateError",
    "Election",
    "Footprint",
    "Format",
    "Governance",
    "Group",
    "IllegalDecision",
    "Leader",
    "Letter",
    "Line",
    "Locality",
    "Parameters",
    "Phase",
    "Player",
    "Poll",
    "Proceed",
    "Replay",
    "Scenario",
    "ScenarioError",
    "Session",
    "SessionError",
    "Stance",
    "State",
    "StorageError",
    "Year",
    "begin",
    "choose",
    "digest",
    "footprint",
    "footprints",
    "foresee",
    "governance",
    "governance_names",
    "leader_system",
    "leader_systems",
    "legal",
    "load_scenario",
    "play",
    "player",
    "pressure_ahead",
    "replay",
    "room",
    "scenario_names",
    "spendable",
    "step",
]
