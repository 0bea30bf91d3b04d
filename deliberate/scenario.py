"""A scenario: everything about a game but the decisions and the luck."""

import hashlib
import json
from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any, TypeVar

from attrs import Factory, field, frozen

from deliberate.errors import IllegalDecision, unknown
from deliberate.footprint import Body, Footprint, Governance, Group, Line
from deliberate.involvement import Format
from deliberate.model.buyin import Weights
from deliberate.model.electorate import Electorate
from deliberate.model.events import Event, Fortune
from deliberate.model.governance import Friction
from deliberate.model.money import Purse
from deliberate.model.opinion import Talk
from deliberate.model.selfinterest import Interest
from deliberate.model.services import Response
from deliberate.model.volunteers import Willing
from deliberate.national import Letter, Stance, Terms
from deliberate.parameter import Sized, Written, figure, whole
from deliberate.reading.strict import strict_converter
from elections import freeze, printable

Split = tuple[float, ...]
Named = TypeVar("Named", Format, Stance, Event)
Found = TypeVar("Found")
FIRST_YEAR = 2017
MOST_CANDIDATES = 254  # as many as a profile can rank
MOST_KEPT = 256  # answers of a function for one scenario

_converter = strict_converter()


@frozen(kw_only=True)
class Locality:
    """A part of the footprint; `ideal` is the split its residents want, if not that of all.

    `single_issue` is the share of them who care about the hospital above all, `older` that of 65
    and over among those who may vote, and `parties` the shares who lean to each party.
    """

    id: str
    name: str
    population: float = figure(0.0, 1.0, "invented, as the localities are")
    single_issue: float = figure(0.0, 1.0, "assumed", default=0.0)
    ideal: Split | None = field(default=None, **whole("invented, as the localities are"))
    older: float = figure(
        0.0, 1.0, "about 23% of adults in England were 65 or over in 2016, recalled", default=0.22
    )
    parties: dict[str, float] = field(
        factory=dict, converter=freeze, **whole("invented, as the localities are", some=True)
    )


@frozen(kw_only=True)
class Pledge:
    """A promise: a line's share of the pot will have changed by `change` (0.01 is a point).

    It is due at the end of the term's year `by`.
    """

    line: str
    change: float = figure(-0.1, 0.1, "invented, as the candidates are")
    by: int = figure(1, 10, "invented, as the candidates are")


@frozen(kw_only=True)
class Candidate:
    """Someone who would lead; `background` is the group they come from, `home` their locality."""

    name: str = field(validator=Written())
    background: str
    ideal: Split = field(**whole("invented, as the candidates are"))
    home: str
    valence: float = figure(-3.0, 3.0, "invented, as the candidates are", default=0.0)
    slogan: str = ""
    party: str = ""
    pledges: tuple[Pledge, ...] = field(default=(), validator=Sized(0, 3, "pledges"))


@frozen(kw_only=True)
class Appointee:
    """Who leads where nobody is elected: the group they come from, and the split they bring."""

    name: str = "The appointed lead"
    background: str
    plan: Split = field(**whole("assumed, by where the lead comes from"))


@frozen(kw_only=True)
class Parameters:
    """Every parameter of the model, beside the equations that use it."""

    buyin: Weights = Factory(Weights)
    services: Response = Factory(Response)
    governance: Friction = Factory(Friction)
    talk: Talk = Factory(Talk)
    electorate: Electorate = Factory(Electorate)
    national: Terms = Factory(Terms)
    purse: Purse = Factory(Purse)
    panel: Willing = Factory(Willing)
    interest: Interest = Factory(Interest)
    events: Fortune = Factory(Fortune)


@frozen(kw_only=True)
class Stated:
    """What a scenario says in the very words of its file.

    `system` is the id of a voting system, and `compared` of those under which the same ballots are
    counted too; `turnout` the expected share of residents who vote. A leader stands again after
    each `term` of years (0: never), or sooner where the residents' buy-in falls below `recall`. A
    plan is due in `weeks`, and may come up to `overrun` weeks late.
    """

    title: str
    story: str
    governance: Governance
    system: str
    compared: tuple[str, ...]
    years: int = figure(1, 10, "as long as a session")
    term: int = figure(0, 10, "four years for English mayors; 0 for never", default=0)
    recall: float = figure(0.0, 100.0, "assumed; 0 for never", default=0.0)
    weeks: int = figure(0, 52, "assumed", default=12)
    overrun: int = figure(0, 26, "assumed", default=6)
    turnout: float = figure(0.01, 1.0, "local elections on record; `deliberate list turnouts`")
    residents: int = figure(10, 1_000_000, "a sample; more cost time", default=2000)
    localities: tuple[Locality, ...] = field(validator=Sized(1, of="localities"))
    candidates: tuple[Candidate, ...] = field(validator=Sized(2, MOST_CANDIDATES, "candidates"))
    letters: tuple[Letter, ...] = field(validator=Sized(1, of="letters"))
    parameters: Parameters = Factory(Parameters)


@frozen(kw_only=True, cache_hash=True)
class Scenario(Stated):
    """A place, its people, its powers and its voting system.

    `bodies` are those who may commission services, and `lead` is who leads where nobody is elected.
    """

    id: str
    footprint: Footprint
    lines: tuple[Line, ...]
    groups: tuple[Group, ...]
    bodies: tuple[Body, ...]
    stances: tuple[Stance, ...] = field(validator=Sized(1, of="stances"))
    formats: tuple[Format, ...]
    events: tuple[Event, ...] = ()
    lead: Appointee

    @cached_property
    def worked_out(self) -> dict[Any, dict[Any, Any]]:
        """What functions have worked out of this scenario: see `kept`."""
        return {}

    def format(self, name: str) -> Format:
        """Return the format of deliberation of that id."""
        return _named("format", self.formats, name)

    def stance(self, name: str) -> Stance:
        """Return the stance of that id."""
        return _named("stance", self.stances, name)

    def event(self, name: str) -> Event:
        """Return the event of that id."""
        return _named("event", self.events, name)

    def group(self, name: str) -> int:
        """Return the place of the group of that id among the groups."""
        for at, group in enumerate(self.groups):
            if group.id == name:
                return at
        names = [group.id for group in self.groups]
        raise IllegalDecision(unknown("group", printable(name), names))

    def year_name(self, year: int) -> str:
        """Return the financial year of the game's `year`, counted from 1: "2017/18"."""
        start = FIRST_YEAR + year - 1
        return f"{start}/{(start + 1) % 100:02d}"

    def letter(self, year: int) -> Letter:
        """Return the national letter of the game's `year`, counted from 1."""
        return self.letters[(year - 1) % len(self.letters)]


def kept(function: Callable[..., Found]) -> Callable[..., Found]:
    """Keep what a function works out of a scenario, by what else it is asked, with that scenario.

    A cache that went by equality would compare whole scenarios, where two are equal, at every call.
    """

    @wraps(function)
    def found(scenario: Scenario, *asked: Any) -> Found:
        answers: dict[Any, Found] = scenario.worked_out.setdefault(function, {})
        if asked in answers:
            return answers[asked]
        answer = function(scenario, *asked)
        if len(answers) >= MOST_KEPT:
            answers.clear()
        answers[asked] = answer
        return answer

    return found


def _named(kind: str, values: tuple[Named, ...], name: str) -> Named:
    """Return the value of that id, or refuse and say which is nearest."""
    for value in values:
        if value.id == name:
            return value
    raise IllegalDecision(unknown(kind, printable(name), [value.id for value in values]))


def to_json(scenario: Scenario) -> str:
    """Return the whole scenario as one line of JSON, in a fixed order."""
    return json.dumps(_converter.unstructure(scenario), sort_keys=True)


def from_json(text: str) -> Scenario:
    """Return the scenario that `to_json` wrote."""
    return _converter.structure(json.loads(text), Scenario)


def digest(scenario: Scenario) -> str:
    """Return a fingerprint of everything in the scenario (SHA-256, hexadecimal)."""
    return hashlib.sha256(to_json(scenario).encode()).hexdigest()
