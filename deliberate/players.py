"""Automatic players: each is data (data/players.toml), and one function a kind of seat reads it.

A player is given what its seat may see (`deliberate.views`) and nothing else. It does not see luck
to come, or what a forecast would tell it.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

import numpy as np
from attrs import evolve, field, frozen

from deliberate.arrays import Floats
from deliberate.budget import allowed, with_terms
from deliberate.decisions import Answer, Consult, Decide
from deliberate.errors import ScenarioError, unknown
from deliberate.footprint import DATA, Role
from deliberate.involvement import SHUT_OUT
from deliberate.model.money import apportion, shares
from deliberate.model.portioning import piecewise_uniform
from deliberate.model.selfinterest import activity_share, contribution, overbidding
from deliberate.reading.strict import strict_converter
from deliberate.reading.tables import read
from deliberate.views import GroupView, LeaderView, Public
from elections import freeze


@frozen(kw_only=True)
class Player:
    """How an automatic leader leads.

    Each year it holds talks in these `formats`, as far as the weeks go, with all who have a seat of
    at least `invites` by right. It then moves the split by `pace` (0-1) of the way to a plan that
    is `own` (0-1) its own, and for the rest what the room's proposals come to, or what those who
    vote propose (`populist`, 0-1). `lean` adds to the share of a part of the services, and `heed`
    (0-1) is how far lines that seem ill served are topped up. It answers the letter by `stance`,
    raises `precept` points of council tax a year and puts by `saving` (a share of the pot), or
    draws on the reserves if that is below nothing.
    """

    id: str = ""
    name: str
    summary: str
    formats: tuple[str, ...] = ()
    invites: float = SHUT_OUT
    published: bool = True
    own: float = 1.0
    populist: float = 0.0
    pace: float = 0.35
    lean: dict[Role, float] = field(factory=dict, converter=freeze)
    heed: float = 0.0
    stance: str = "comply"
    precept: float = 0.0
    saving: float = 0.0


@frozen(kw_only=True)
class Stakeholder:
    """How an automatic stakeholder answers.

    It proposes what it wants, stretched away from last year's split by `stretch` times the way
    between the two. It gives `consent` (0-1) to cuts in its lines, and `returns` more or less, as
    last year brought it nearer or took it away (three points count most of it). One that is
    `self_interested` does neither: it consents as far as its own share of the good of all makes it
    worth its while, and overbids as one of many who bid for a common pool.
    """

    id: str = ""
    name: str
    summary: str
    stretch: float = 0.0
    consent: float = 1.0
    returns: float = 0.0
    self_interested: bool = False


@frozen(kw_only=True)
class _Shipped:
    leaders: dict[str, Player]
    stakeholders: dict[str, Stakeholder]


def _shipped() -> _Shipped:
    table = read(DATA / "players.toml").table
    return strict_converter(keyed=(Player, Stakeholder)).structure(table, _Shipped)


PLAYERS = {name: evolve(each, id=name) for name, each in _shipped().leaders.items()}
STAKEHOLDERS = {name: evolve(each, id=name) for name, each in _shipped().stakeholders.items()}

Seats = Mapping[str, Stakeholder]
"""Who answers for which group, by the group's id; the other groups speak as the model has them."""


class _Known(Protocol):
    @property
    def id(self) -> str: ...


Known = TypeVar("Known", bound=_Known)


def player(name: str) -> Player:
    """Return the automatic leader of that id.

    Raises
    ------
    ScenarioError
        If there is none, with the nearest.
    """
    return _found("player", PLAYERS, name)


def stakeholder(name: str) -> Stakeholder:
    """Return the automatic stakeholder of that id.

    Raises
    ------
    ScenarioError
        If there is none, with the nearest.
    """
    return _found("stakeholder", STAKEHOLDERS, name)


def _found(kind: str, known: Mapping[str, Known], name: str) -> Known:
    if name not in known:
        raise ScenarioError(unknown(kind, name, known))
    return known[name]


def consult(who: Player, seen: Public) -> Consult | None:
    """Return the next talks that a leader holds this year, if any."""
    if seen.talks >= len(who.formats):
        return None
    style = next((each for each in seen.formats if each.id == who.formats[seen.talks]), None)
    groups = tuple(
        group for group, seat in zip(seen.groups, seen.seats, strict=True) if seat >= who.invites
    )
    if style is None or style.weeks > seen.weeks or not groups:
        return None
    return Consult(format=style.id, groups=groups, published=who.published)


def decide(who: Player, views: Sequence[LeaderView]) -> list[Decide]:
    """Return the year's decision of a leader in each game of one scenario.

    A stance that there is not becomes the first.
    """
    return [_decided(who, *each) for each in zip(views, _plans(who, views), strict=True)]


def _decided(who: Player, view: LeaderView, plan: Floats) -> Decide:
    """Return the decision that makes for a plan [line], as far as the money goes."""
    seen, accounts = view.public, view.accounts
    saving = round(who.saving * accounts.pot)
    wanted = Decide(split=(), stance=who.stance, precept=who.precept, draw=-saving)
    terms = allowed(wanted, accounts.reserves, purse=seen.purse, stances=seen.stances)
    stance = next(each for each in seen.stances if each.id == terms.stance)
    settled = with_terms(
        accounts, seen.letter, terms, purse=seen.purse, stance=stance, pot=seen.pot
    )
    return evolve(terms, split=apportion(settled.spendable, plan))


def _plans(who: Player, views: Sequence[LeaderView]) -> Floats:
    """Return the split that a leader goes for this year in each game, [game, line], as shares."""
    before = np.array([view.public.previous for view in views])
    goal = np.array([view.plan for view in views])
    if who.own < 1:
        room = piecewise_uniform(np.array([view.proposals for view in views]))
        wish = np.array([view.public_wish for view in views])
        heard = (1 - who.populist) * room + who.populist * wish
        goal = who.own * goal + (1 - who.own) * heard
    leaning = np.array([who.lean.get(role, 0.0) for role in views[0].public.roles])
    believed = np.array([view.picture.believed for view in views])
    thin = before * np.maximum(believed.mean(axis=-1, keepdims=True) - believed, 0)
    goal = shares(np.maximum(goal + leaning + who.heed * thin, 0))
    return np.asarray(before + who.pace * (goal - before), dtype=np.float64)


def respond(who: Stakeholder, view: GroupView) -> Answer:
    """Return what a stakeholder says this year: what it proposes, and how far it will consent."""
    stretch, consent = who.stretch, who.consent + who.returns * np.tanh(view.gain / 3)
    if who.self_interested:
        stretch, consent = overbidding(view.owners) - 1, _worth_its_while(view)
    stretched = shares(np.maximum(view.ideal + stretch * (view.ideal - view.public.previous), 0))
    return Answer(
        group=view.group,
        proposal=tuple(stretched.tolist()) if stretch else (),
        consent=min(1.0, max(0.0, float(consent))),
    )


def _worth_its_while(view: GroupView) -> float:
    """Return what a group would pay for all, for its own sake, as a part of what all would want."""
    share = activity_share(view.interest, view.reckoning.marginal_cost, view.price)
    returns = view.reckoning.returns
    alone, together = (contribution(weight, 1.0, returns) for weight in (share, 1.0))
    return alone / together
