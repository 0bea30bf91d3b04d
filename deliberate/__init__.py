"""A simulator of deliberation, yearly budgets and local buy-in under a leader, elected or not.

>>> from deliberate import begin, load_scenario, play, player
>>> debrief = play(begin(load_scenario("two-towns"), seed=1), player("consultative"))
>>> len(debrief.history)
5
"""

from deliberate.budget import spendable
from deliberate.decisions import Answer, Consult, Decide, Decision, Inject, Poll, Proceed
from deliberate.errors import (
    DeliberateError,
    IllegalDecision,
    MissingLibrary,
    PanelError,
    ScenarioError,
    SessionError,
    StorageError,
    SweepError,
)
from deliberate.experiments.sweep import run_sweep
from deliberate.experiments.sweep_plan import Sweep
from deliberate.experiments.sweep_sums import Comparison
from deliberate.experiments.whatif import WhatIf, what_if
from deliberate.footprint import Footprint, Governance, Group, Line, footprint, footprints
from deliberate.game import begin, legal, step, step_all
from deliberate.happenings import demands
from deliberate.involvement import Format
from deliberate.model.electing import leader_system, leader_systems
from deliberate.model.events import Event
from deliberate.national import Letter, Stance
from deliberate.office import leaders_picture
from deliberate.outcomes import outcomes
from deliberate.outlook import gap_to_need, pressure_ahead
from deliberate.players import (
    PLAYERS,
    STAKEHOLDERS,
    Player,
    Stakeholder,
    player,
    stakeholder,
)
from deliberate.playing import choose, choose_all, play, play_all
from deliberate.reading.loading import (
    assumption_names,
    governance,
    governance_names,
    load_scenario,
    scenario_names,
)
from deliberate.scenario import Appointee, Candidate, Locality, Parameters, Pledge, Scenario
from deliberate.scripting import Game
from deliberate.session import Replay, Session, replay
from deliberate.state import Election, Leader, Phase, State, Year, digest
from deliberate.talks import proposals, room
from deliberate.year import foresee

__all__ = [
    "PLAYERS",
    "STAKEHOLDERS",
    "Answer",
    "Appointee",
    "Candidate",
    "Comparison",
    "Consult",
    "Decide",
    "Decision",
    "DeliberateError",
    "Election",
    "Event",
    "Footprint",
    "Format",
    "Game",
    "Governance",
    "Group",
    "IllegalDecision",
    "Inject",
    "Leader",
    "Letter",
    "Line",
    "Locality",
    "MissingLibrary",
    "PanelError",
    "Parameters",
    "Phase",
    "Player",
    "Pledge",
    "Poll",
    "Proceed",
    "Replay",
    "Scenario",
    "ScenarioError",
    "Session",
    "SessionError",
    "Stakeholder",
    "Stance",
    "State",
    "StorageError",
    "Sweep",
    "SweepError",
    "WhatIf",
    "Year",
    "assumption_names",
    "begin",
    "choose",
    "choose_all",
    "demands",
    "digest",
    "footprint",
    "footprints",
    "foresee",
    "gap_to_need",
    "governance",
    "governance_names",
    "leader_system",
    "leader_systems",
    "leaders_picture",
    "legal",
    "load_scenario",
    "outcomes",
    "play",
    "play_all",
    "player",
    "pressure_ahead",
    "proposals",
    "replay",
    "room",
    "run_sweep",
    "scenario_names",
    "spendable",
    "stakeholder",
    "step",
    "step_all",
    "what_if",
]
