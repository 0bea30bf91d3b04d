"""The place: areas, budget lines, groups and governance, all of them data.

The 44 footprints are stated in data/footprints.csv, the governance presets in data/governance/,
lines and groups in data/common.toml. Nothing in the code knows any of their names.
"""

import csv
from enum import StrEnum
from functools import cache
from importlib.resources import files
from io import StringIO

from attrs import field, frozen

from deliberate.errors import ScenarioError, unknown
from deliberate.parameter import All, Each, Named, Ordered, figure, span, whole
from elections import freeze

DATA = files("deliberate") / "data"
UNSURE = ("growth", "lag", "avoided")
"""The figures of a line that have a range of their own."""
_ends = span(-0.05, 20.0, "studies and plans, or assumed", each=True)
_unsure = {
    **_ends,
    "validator": All((Named("figure", UNSURE), Each(All((Ordered(), _ends["validator"]))))),
}

# NHS, adult social care and public health, England 2016/17: £116.1bn for 54.8m people.
POUNDS_PER_HEAD = 2_118


class Lead(StrEnum):
    """Which kind of organisation the lead of 2016 came from."""

    PROVIDER = "provider"
    CCG = "ccg"
    COUNCIL = "council"
    INDEPENDENT = "independent"


class Role(StrEnum):
    """The part that a budget line plays in the services model."""

    HOSPITAL = "hospital"
    CARE = "care"
    SOCIAL = "social"
    PREVENTION = "prevention"


class Payment(StrEnum):
    """How a line is paid for, and so whether money follows demand into it."""

    ACTIVITY = "activity"
    BLOCK = "block"
    CAPITATION = "capitation"
    GRANT = "grant"

    @property
    def marginal_price(self) -> float:
        """What one more case earns, as a share of its average price."""
        return 1.0 if self is Payment.ACTIVITY else 0.0


@frozen(kw_only=True)
class Footprint:
    """One of the 44 areas of 2016. `gap` is £m by 2020/21 with nothing done, within `gap_scope`.

    What is said to be found was read in a source; the rest is recalled or derived.
    """

    id: str
    name: str
    region: str
    population: int
    population_status: str
    ccgs: int
    councils: int
    gap: float
    gap_scope: str
    gap_status: str
    lead: Lead
    lead_status: str

    @property
    def pot(self) -> int:
        """The yearly pot in £ thousand: an estimate by population, no account taken of need."""
        return self.population * POUNDS_PER_HEAD // 1000


class Number(StrEnum):
    """How many bodies of a kind a footprint has."""

    ONE = "one"
    CCGS = "ccgs"
    COUNCILS = "councils"

    def within(self, footprint: Footprint) -> int:
        """Return the number of them in a footprint, as it was in 2016."""
        numbers = {Number.CCGS: footprint.ccgs, Number.COUNCILS: footprint.councils}
        return numbers.get(self, 1)


@frozen(kw_only=True)
class Body:
    """A kind of body that commissions services, and how many of them a footprint has."""

    id: str = ""
    name: str
    number: Number


@frozen(kw_only=True)
class Line:
    """A line of the budget.

    `growth` of need is a year's; `lag` the years until money is capacity; `avoided` £ of hospital
    cost per extra £1. Between which figures each of the three may plausibly lie is in `plausible`,
    where that is known or assumed. `basis` says how its share is known.
    """

    id: str = ""
    name: str
    short: str
    role: Role
    owner: str
    share: float = figure(0.001, 1.0, "each line's own; where there is no money nothing can grow")
    growth: float = figure(
        -0.05, 0.1, "plans of 2016: 3.3% a year, community 3.6, social care 3.9 (2.5 to 4.5)"
    )
    lag: float = figure(0.1, 20.0, "assumed; prevention 3 to 10 years")
    avoided: float = figure(
        0.0, 5.0, "social care: Forder 2009, and a null in Seamer 2019; community, primary: assumed"
    )
    plausible: dict[str, tuple[float, float]] = field(factory=dict, converter=freeze, **_unsure)
    basis: str = "assumed"


@frozen(kw_only=True)
class Group:
    """A stakeholder group: the split it wants, and how much each thing matters to it (0-1).

    Somebody who comes from the group knows how well each line is served with an `error` (a
    standard deviation), and with a `bias`, both as shares of what is needed. `basis` says how its
    ideal is known.
    """

    id: str = ""
    name: str
    ideal: tuple[float, ...] = field(**whole("assumed, from what such bodies asked for"))
    stake: float = figure(0.0, 1.0, "assumed; how much services matter to it")
    exposure: float = figure(0.0, 1.0, "assumed; how far the letter reaches it")
    openness: float = figure(0.0, 1.0, "assumed; how far it follows a table")
    votes: bool = False
    note: str = ""
    error: tuple[float, ...] = figure(0.0, 0.5, "assumed; least in its own services", each=True)
    bias: tuple[float, ...] = figure(-0.5, 0.5, "assumed; below 0 in its own services", each=True)
    basis: str = "assumed"


@frozen(kw_only=True)
class Holding:
    """Who has one line in hand: the leader's share, how it is paid, and who commissions it."""

    held: float = figure(0.0, 1.0, "assumed, by what each arrangement's law or plan says")
    payment: Payment
    commissioners: dict[str, float] = field(
        converter=freeze, **whole("assumed, by what each arrangement's law or plan says")
    )


@frozen(kw_only=True)
class Governance:
    """An arrangement of powers: whether the leader is elected, what is held, who has a seat.

    `seats` is how far each group is involved by right, before anybody invites: 0 shut out, 0.3
    informed, 0.6 consulted, 1 at the table.
    """

    id: str = ""
    name: str
    story: str
    elected: bool
    lines: dict[str, Holding] = field(converter=freeze)
    seats: dict[str, float] = field(
        converter=freeze, **span(0.0, 1.0, "assumed, from accounts of the plans", each=True)
    )

    def commissioned(
        self, lines: tuple[Line, ...], bodies: tuple[Body, ...], footprint: Footprint
    ) -> list[float]:
        """Return each commissioning body's share of the pot."""
        numbers = {body.id: body.number.within(footprint) for body in bodies}
        by_kind: dict[str, float] = {}
        for line in lines:
            for kind, part in self.lines[line.id].commissioners.items():
                by_kind[kind] = by_kind.get(kind, 0.0) + part * line.share
        return [
            share / numbers[kind] for kind, share in by_kind.items() for _ in range(numbers[kind])
        ]


@cache
def footprints() -> dict[str, Footprint]:
    """Return the 44 footprints by id.

    >>> len(footprints())
    44
    >>> footprints()["cornwall"].councils
    2
    """
    text = (DATA / "footprints.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in StringIO(text) if not line.startswith("#"))
    return {
        row["id"]: Footprint(
            id=row["id"],
            name=row["name"],
            region=row["region"],
            population=int(row["population"]),
            population_status=row["population_status"],
            ccgs=int(row["ccgs"]),
            councils=int(row["councils"]),
            gap=float(row["gap_m"]),
            gap_scope=row["gap_scope"],
            gap_status=row["gap_status"],
            lead=Lead(row["lead"]),
            lead_status=row["lead_status"],
        )
        for row in rows
    }


def footprint(name: str) -> Footprint:
    """Return the footprint of that id, or say which is nearest.

    >>> footprint("cornwal")
    Traceback (most recent call last):
    deliberate.errors.ScenarioError: no footprint is called "cornwal"; the nearest is "cornwall"
    """
    if name not in footprints():
        raise ScenarioError(unknown("footprint", name, footprints()))
    return footprints()[name]
