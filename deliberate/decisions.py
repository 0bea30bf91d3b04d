"""Decisions: all that people, automatic players, files and tests can say to a game."""

from collections.abc import Iterable
from enum import StrEnum
from operator import index
from typing import Any, SupportsIndex

from attrs import field, frozen

from deliberate.errors import IllegalDecision, unknown
from deliberate.faults import Impossible
from deliberate.reading.strict import strict_converter


class Kind(StrEnum):
    """The kinds of decision, as the journal writes them."""

    PROCEED = "proceed"
    POLL = "poll"
    CONSULT = "consult"
    ANSWER = "answer"
    DECIDE = "decide"
    INJECT = "inject"


def _whole_thousands(split: Iterable[SupportsIndex]) -> tuple[int, ...]:
    try:
        return tuple(index(amount) for amount in split)
    except TypeError:
        raise IllegalDecision("a split is a whole number of £ thousand a line") from None


def _whole(amount: SupportsIndex) -> int:
    try:
        return index(amount)
    except TypeError:
        raise IllegalDecision(f"a draw is a whole number of £ thousand, not {amount!r}") from None


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
class Answer:
    """Say, for a group, which split it proposes and how far it will consent, 0-1.

    An empty `proposal` stands for what the group really wants. `consent` is the part of its usual
    consent to cuts, in lines that the group owns, that it will give this year.
    """

    group: str
    proposal: tuple[float, ...] = field(default=(), converter=tuple[float, ...])
    consent: float = 1.0


@frozen(kw_only=True)
class Decide:
    """Set the year's split, £ thousand a line, and all that goes with it.

    `stance` answers the national letter, `precept` adds points to council tax for good, and
    `draw` takes £ thousand from the reserves, or puts it there if negative.
    """

    split: tuple[int, ...] = field(converter=_whole_thousands)
    stance: str = "negotiate"
    precept: float = 0.0
    draw: int = field(default=0, converter=_whole)


@frozen(kw_only=True)
class Inject:
    """Let an event of the scenario strike now: a facilitator's word, not a leader's."""

    event: str


Decision = Proceed | Poll | Consult | Answer | Decide | Inject

_CLASSES: dict[Kind, type[Decision]] = {
    Kind.PROCEED: Proceed,
    Kind.POLL: Poll,
    Kind.CONSULT: Consult,
    Kind.ANSWER: Answer,
    Kind.DECIDE: Decide,
    Kind.INJECT: Inject,
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
    except Impossible as problem:
        raise IllegalDecision(f"no {kind} decision: {problem}") from None
