"""What each seat may see: automatic players are given this, and nothing else, of a game.

A leader sees the accounts, what the groups propose, and a picture of the services with the errors
and the bias of where they come from. A group sees what was published, and itself. Nobody sees luck
to come, which events may strike, what others really want, or how the services really stand.
"""

import numpy as np
from attrs import frozen

from deliberate.arrays import Floats, floats
from deliberate.footprint import Role
from deliberate.ground import ground
from deliberate.happenings import demands
from deliberate.involvement import Format
from deliberate.model.knowledge import Picture
from deliberate.model.money import Accounts, Purse
from deliberate.model.selfinterest import Interest
from deliberate.national import Letter, Stance
from deliberate.office import leaders_picture
from deliberate.state import State
from deliberate.talks import proposals


@frozen(kw_only=True)
class Public:
    """What everybody can see: the rules of the game, the letter, and last year's split.

    `groups` are ids, and `roles` the parts that the lines play, both in the order of the arrays;
    `pot` is the yearly pot of the base year, £ thousand; `talks` is how many were held this year,
    and `weeks` how many are left.
    """

    groups: tuple[str, ...]
    roles: tuple[Role, ...]
    formats: tuple[Format, ...]
    stances: tuple[Stance, ...]
    purse: Purse
    pot: int
    letter: Letter
    talks: int
    weeks: int
    previous: Floats = floats()
    seats: Floats = floats()


@frozen(kw_only=True)
class LeaderView:
    """What a leader sees beside what everybody can see.

    `plan` is the leader's own split, `public_wish` what those who vote propose together;
    `proposals[group, line]` are splits as the groups say them, `buyin[group]` is as surveys show
    it, and `picture` how well each line seems to be served.
    """

    public: Public
    accounts: Accounts
    picture: Picture
    plan: Floats = floats()
    public_wish: Floats = floats()
    proposals: Floats = floats()
    buyin: Floats = floats()


@frozen(kw_only=True)
class GroupView:
    """What a stakeholder group sees beside what everybody can see.

    `ideal` is the split it wants now, and `gain` by how many points last year's split came nearer;
    0 at first. `interest` is its share of what all `owners` of lines have at stake in the services,
    0 where it owns none, and `price` what a case more earns it, as a part of the full price, which
    it reckons with as `reckoning` says.
    """

    public: Public
    group: str
    gain: float
    interest: float
    price: float
    owners: int
    reckoning: Interest
    ideal: Floats = floats()


def public_view(state: State) -> Public:
    """Return what everybody sees."""
    scenario = state.scenario
    return Public(
        groups=tuple(group.id for group in scenario.groups),
        roles=tuple(line.role for line in scenario.lines),
        formats=scenario.formats,
        stances=scenario.stances,
        purse=scenario.parameters.purse,
        pot=scenario.footprint.pot,
        letter=demands(state),
        talks=len(state.consultations),
        weeks=state.weeks,
        previous=state.shares,
        seats=ground(scenario).seats,
    )


def leader_view(state: State) -> LeaderView:
    """Return what the leader of this moment sees."""
    assert state.leader is not None  # noqa: S101 - nobody looks before one is in office
    said = proposals(state)
    return LeaderView(
        public=public_view(state),
        accounts=state.accounts,
        picture=leaders_picture(state),
        plan=state.leader.plan,
        public_wish=ground(state.scenario).voice @ said,
        proposals=said,
        buyin=state.buyin,
    )


def group_view(state: State, group: str) -> GroupView:
    """Return what a group sees.

    Raises
    ------
    IllegalDecision
        If the scenario has no such group.
    """
    at, place = state.scenario.group(group), ground(state.scenario)
    owner = np.array(place.owner)
    owners = np.unique(owner)
    return GroupView(
        public=public_view(state),
        group=group,
        gain=float(state.history[-1].gain[at]) if state.history else 0.0,
        interest=float(place.stake[at] / place.stake[owners].sum()) if at in owner else 0.0,
        price=float(place.activity[owner == at].max(initial=0.0)),
        owners=len(owners),
        reckoning=state.scenario.parameters.interest,
        ideal=state.positions[at],
    )
