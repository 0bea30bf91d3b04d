"""A scenario: everything about a game but the decisions and the luck."""

import hashlib
import json

from attrs import Factory, field, frozen
from attrs.validators import and_, ge, le, max_len, min_len

from deliberate.footprint import Footprint, Governance, Group, Line
from deliberate.model.buyin import Weights
from deliberate.model.electing import Electorate
from deliberate.model.governance import Friction
from deliberate.model.opinion import Talk
from deliberate.model.services import Response
from deliberate.strict import strict_converter

Split = tuple[float, ...]
FIRST_YEAR = 2017
MOST_CANDIDATES = 254  # as many as a profile can rank

_converter = strict_converter()
_share = and_(ge(0.0), le(1.0))


@frozen(kw_only=True)
class Locality:
    """A part of the footprint; `ideal` is the split its residents want, if not that of all."""

    id: str
    name: str
    population: float = field(validator=_share)
    single_issue: float = field(default=0.0, validator=_share)
    ideal: Split | None = None


@frozen(kw_only=True)
class Candidate:
    """Someone who would lead; `background` is the group they come from, `home` their locality."""

    name: str
    background: str
    ideal: Split
    home: str
    valence: float = field(default=0.0, validator=and_(ge(-3.0), le(3.0)))
    slogan: str = ""


@frozen(kw_only=True)
class Letter:
    """A year's demands from the national bodies; `savings` is a share of the pot."""

    savings: float = field(validator=and_(ge(0.0), le(0.1)))
    contradiction: float = field(validator=_share)
    text: str


@frozen(kw_only=True)
class Parameters:
    """Every parameter of the model, beside the equations that use it."""

    buyin: Weights = Factory(Weights)
    services: Response = Factory(Response)
    governance: Friction = Factory(Friction)
    talk: Talk = Factory(Talk)
    electorate: Electorate = Factory(Electorate)


@frozen(kw_only=True)
class Scenario:
    """A place, its people, its powers and its voting system.

    `lead_plan` is the split that an appointed leader brings; `system` is the id of a voting
    system, and `compared` of those under which the same ballots are counted too; `turnout` the
    expected share of residents who vote.
    """

    id: str
    title: str
    story: str
    footprint: Footprint
    governance: Governance
    system: str
    compared: tuple[str, ...]
    years: int = field(validator=and_(ge(1), le(10)))
    turnout: float = field(validator=and_(ge(0.01), le(1.0)))
    residents: int = field(default=2000, validator=and_(ge(10), le(1_000_000)))
    lines: tuple[Line, ...]
    groups: tuple[Group, ...]
    localities: tuple[Locality, ...] = field(validator=min_len(1))
    candidates: tuple[Candidate, ...] = field(validator=and_(min_len(2), max_len(MOST_CANDIDATES)))
    letters: tuple[Letter, ...] = field(validator=min_len(1))
    lead_plan: Split
    parameters: Parameters = Factory(Parameters)

    def year_name(self, year: int) -> str:
        """Return the financial year of the game's `year`, counted from 1: "2017/18"."""
        start = FIRST_YEAR + year - 1
        return f"{start}/{(start + 1) % 100:02d}"

    def letter(self, year: int) -> Letter:
        """Return the national letter of the game's `year`, counted from 1."""
        return self.letters[(year - 1) % len(self.letters)]


def to_json(scenario: Scenario) -> str:
    """Return the whole scenario as one line of JSON, in a fixed order."""
    return json.dumps(_converter.unstructure(scenario), sort_keys=True)


def from_json(text: str) -> Scenario:
    """Return the scenario that `to_json` wrote."""
    return _converter.structure(json.loads(text), Scenario)


def digest(scenario: Scenario) -> str:
    """Return a fingerprint of everything in the scenario (SHA-256, hexadecimal)."""
    return hashlib.sha256(to_json(scenario).encode()).hexdigest()
