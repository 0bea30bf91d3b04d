"""Decisions: all that people, automatic players, files and tests can say to a game."""

from collections.abc import Iterable
from enum import StrEnum
from operator import index
from typing import Any, SupportsIndex

from attrs import field, frozen

from deliberate.errors import IllegalDecision, unknown
from deliberate.strict import INVALID, faults, strict_converter

WEEKS = 12

SHUT_OUT, INFORMED, CONSULTED, AT_THE_TABLE = 0.0, 0.3, 0.6, 1.0


@frozen(kw_only=True)
class Format:
    """A way to deliberate: its cost in weeks, and how far it involves those invited and not.

    `members` of each group invited and `panel` residents drawn by lot talk for `rounds` at
    tables of at most `table_size`.
    """

    id: str
    name: str
    summary: str
    weeks: int
    invited: float
    members: int
    rounds: int
    table_size: int
    panel: int = 0


FORMATS = {
    style.id: style
    for style in (
        Format(
            id="closed",
            name="Closed talks",
            summary="The invited settle it, doors shut.",
            weeks=2,
            invited=AT_THE_TABLE,
            members=1,
            rounds=2,
            table_size=10,
        ),
        Format(
            id="plenary",
            name="Plenary meeting",
            summary="One hall; everybody hears everybody.",
            weeks=3,
            invited=CONSULTED,
            members=3,
            rounds=1,
            table_size=100,
        ),
        Format(
            id="tables",
            name="Mixed tables",
            summary="Small mixed tables, reshuffled.",
            weeks=5,
            invited=AT_THE_TABLE,
            members=3,
            rounds=3,
            table_size=10,
        ),
        Format(
            id="panel",
            name="Citizens' panel",
            summary="Residents drawn by lot advise.",
            weeks=4,
            invited=CONSULTED,
            members=1,
            rounds=3,
            table_size=10,
            panel=15,
        ),
    )
}


@frozen(kw_only=True)
class Stance:
    """An answer to the national letter.

    `saved` is the part of the savings asked that is kept back from this year's pot, `relief` how
    far the stance softens the contradiction, and `penalty` what is withheld next year, as a
    multiple of the savings asked.
    """

    id: str
    name: str
    summary: str
    saved: float
    relief: float
    penalty: float


STANCES = {
    stance.id: stance
    for stance in (
        Stance(
            id="comply",
            name="Comply",
            summary="save all that is asked",
            saved=1.0,
            relief=0.0,
            penalty=0.0,
        ),
        Stance(
            id="negotiate",
            name="Negotiate",
            summary="save half; lose a quarter later",
            saved=0.5,
            relief=0.25,
            penalty=0.25,
        ),
        Stance(
            id="hold",
            name="Hold the course",
            summary="save none; lose 1½ times later",
            saved=0.0,
            relief=0.5,
            penalty=1.5,
        ),
    )
}


class Kind(StrEnum):
    """The kinds of decision, as the journal writes them."""

    PROCEED = "proceed"
    POLL = "poll"
    CONSULT = "consult"
    DECIDE = "decide"


def _whole_thousands(split: Iterable[SupportsIndex]) -> tuple[int, ...]:
    try:
        return tuple(index(amount) for amount in split)
    except TypeError:
        raise IllegalDecision("a split is a whole number of £ thousand a line") from None


@frozen(kw_only=True)
class Proceed:
    """Go on to the next step of the session."""


@frozen(kw_only=True)
class Poll:
    """Open the polls: residents vote, and the votes are counted."""


@frozen(kw_only=True)
class Consult:
    """Deliberate in one format with the groups invited; published or behind closed doors."""

    format: str
    groups: tuple[str, ...] = field(converter=tuple[str, ...])
    published: bool = True


@frozen(kw_only=True)
class Decide:
    """Set the year's split, £ thousand a line, and the stance on the national letter."""

    split: tuple[int, ...] = field(converter=_whole_thousands)
    stance: str = "negotiate"


Decision = Proceed | Poll | Consult | Decide

_CLASSES: dict[Kind, type[Decision]] = {
    Kind.PROCEED: Proceed,
    Kind.POLL: Poll,
    Kind.CONSULT: Consult,
    Kind.DECIDE: Decide,
}
_KINDS = {cls: kind for kind, cls in _CLASSES.items()}
_converter = strict_converter()


def to_dict(decision: Decision) -> dict[str, Any]:
    """Return a decision as plain data.

    >>> to_dict(Consult(format="panel", groups=("gps",)))["kind"]
    'consult'
    """
    return {"kind": str(_KINDS[type(decision)]), **_converter.unstructure(decision)}


def from_dict(table: dict[str, Any]) -> Decision:
    """Return the decision that `to_dict` wrote, or refuse what is none.

    >>> from_dict({"kind": "proceed"})
    Proceed()
    """
    if not isinstance(table, dict):
        raise IllegalDecision(f"a decision is a table, not {table!r}")
    rest = dict(table)
    kind = rest.pop("kind", None)
    if kind not in list(Kind):
        raise IllegalDecision(unknown("kind of decision", str(kind), Kind))
    try:
        return _converter.structure(rest, _CLASSES[Kind(kind)])
    except INVALID as error:
        found = "; ".join(
            f"{key.lstrip('.')}: {said}" if key else said for key, said in faults(error)
        )
        raise IllegalDecision(f"no {kind} decision: {found}") from None
