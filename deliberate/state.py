"""The state of a game: frozen, and complete but for the scenario's own data."""

import hashlib
import json
from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property
from typing import Any

import attrs
import numpy as np
from attrs import field, frozen

from deliberate.arrays import Floats, floats, frozen_floats
from deliberate.decisions import Answer, Consult
from deliberate.model.buyin import Account
from deliberate.model.money import Accounts, apportion, shares
from deliberate.model.services import Services
from deliberate.national import Letter
from deliberate.scenario import Pledge, Scenario
from elections import Count, freeze


class Phase(StrEnum):
    """Where a game stands; the order of a session from top to bottom."""

    APPOINTMENT = "appointment"
    HUSTINGS = "hustings"
    POLLING = "polling"
    COUNT = "count"
    BRIEFING = "briefing"
    DELIBERATION = "deliberation"
    DECISION = "decision"
    OUTCOME = "outcome"
    DEBRIEF = "debrief"


@frozen(kw_only=True)
class Election:
    """An election that opened the game's `year`: the deciding count, and what others would give.

    `counts` holds a count by system id, the deciding one under `system`. `turnout` and
    `satisfaction` are shares of all residents, `support` the winner's share of the ballots that
    choose between the winner and `rival`, `mandate` the measure μ made of the three, and
    `affinity[group]` how near each group stood to the winner, 0-1. Of the `voters`, `spoilt` cast
    papers that cannot be counted and `tactical` ones that are not sincere; of those at home,
    `alienated` liked nobody enough and `indifferent` saw too little difference.
    """

    year: int
    system: str
    counts: dict[str, Count] = field(converter=freeze)
    winner: int
    rival: int
    residents: int
    voters: int
    support: float
    satisfaction: float
    mandate: float
    affinity: Floats = floats()
    spoilt: int = 0
    tactical: int = 0
    alienated: int = 0
    indifferent: int = 0

    @property
    def count(self) -> Count:
        """The count that decided."""
        return self.counts[self.system]

    @property
    def turnout(self) -> float:
        """Voters as a share of residents."""
        return self.voters / self.residents

    @property
    def wasted(self) -> float:
        """Share of the countable ballots that count for nobody in the last round."""
        last = self.count.rounds[-1:]
        return float(sum(each.exhausted for each in last) / max(self.count.voters, 1))


@frozen(kw_only=True)
class Leader:
    """Who leads, and the split they stand for.

    They took office in the game's year `since`, when the split was `found`, as shares.
    """

    name: str
    background: str
    elected: bool
    since: int
    pledges: tuple[Pledge, ...] = ()
    plan: Floats = floats()
    found: Floats = floats()


@frozen(kw_only=True)
class Year:
    """One year lived: every number that a screen shows of it, and the terms behind them.

    Money is in £ thousand: `accounts` hold where it came from, `plan` is the split as decided,
    `split` as it happened; `delayed[line]` is by how much events kept a line above (+) or below (-)
    the plan, `withheld[line]` is what owners kept from being cut, which lines that
    were to gain go without, and `drawn[line]` what activity drew, which all lines pay for.
    `late` is by how many weeks the plan missed its date. `wanted[group, line]` is what each group
    wanted by then, and `gain` the change in overlap with it over what it had got used to.
    """

    number: int
    letter: Letter
    stance: str
    precept: float
    consultations: tuple[Consult, ...]
    answers: tuple[Answer, ...]
    events: tuple[str, ...]
    late: int
    accounts: Accounts
    previous: tuple[int, ...]
    plan: tuple[int, ...]
    split: tuple[int, ...]
    control: float
    pace: float
    kept: float
    delayed: Floats = floats()
    withheld: Floats = floats()
    drawn: Floats = floats()
    heard: Floats = floats()
    wanted: Floats = floats()
    overlap: Floats = floats()
    gain: Floats = floats()
    before: Floats = floats()
    account: Account
    buyin: Floats = floats()
    services_before: Services
    services: Services

    @property
    def pot(self) -> int:
        """What there was before the leader decided, £ thousand."""
        return self.accounts.pot

    @property
    def spendable(self) -> int:
        """What the lines shared, £ thousand."""
        return self.accounts.spendable

    @property
    def standstill(self) -> tuple[int, ...]:
        """£ thousand a line that last year's split would have given of this year's money."""
        return apportion(self.spendable, self.previous)

    @property
    def blocked(self) -> tuple[int, ...]:
        """£ thousand a line by which what happened lies above (+) or below (-) the plan."""
        return tuple(done - meant for done, meant in zip(self.split, self.plan, strict=True))


@frozen(kw_only=True)
class State:
    """A moment of a game; it changes only by `step`.

    `accounts` are this year's so far and `split` what was last spent, £ thousand;
    `manifestos[candidate, line]`; `positions` and `anchors` are the splits the groups want now and
    started from, `[group, line]`; `answers` what groups said this year of themselves, and `events`
    what struck; `weeks` are left until the date, less than none if it has passed; `heard[group]` is
    this year's involvement, 0-1; `accustomed` the overlap each is used to, and `worsening` the
    yearly rise of pressure, in points.
    """

    scenario: Scenario
    seed: int
    phase: Phase
    year: int = 1
    accounts: Accounts
    split: tuple[int, ...]
    elections: tuple[Election, ...] = ()
    leader: Leader | None = None
    manifestos: Floats = floats()
    positions: Floats = floats()
    anchors: Floats = floats()
    consultations: tuple[Consult, ...] = ()
    answers: tuple[Answer, ...] = ()
    events: tuple[str, ...] = ()
    weeks: int
    heard: Floats = floats()
    buyin: Floats = floats()
    accustomed: Floats = floats()
    worsening: Floats = floats()
    services: Services
    history: tuple[Year, ...] = ()

    @property
    def election(self) -> Election | None:
        """The last election held, if any was."""
        return self.elections[-1] if self.elections else None

    @cached_property
    def shares(self) -> Floats:
        """What was last spent, as shares of it, array [line]."""
        return frozen_floats(shares(self.split))

    @property
    def pot(self) -> int:
        """The year's money before the leader decides, £ thousand."""
        return self.accounts.pot

    @property
    def reserves(self) -> int:
        """What is put by, £ thousand; below nothing it is a deficit."""
        return self.accounts.reserves

    @property
    def year_name(self) -> str:
        """The financial year, such as 2017/18."""
        return self.scenario.year_name(self.year)


def of_all(states: Sequence[State], name: str) -> Floats:
    """Return what is called `name` in each of some states, as one array [game, ...]."""
    return np.array([getattr(state, name) for state in states])


def digest(state: State) -> str:
    """Return a fingerprint of the state (SHA-256), all but its scenario, which has its own.

    Floats count to nine decimals, so that processors whose last bits differ agree.
    """
    plain = attrs.asdict(
        state,
        filter=lambda attribute, _: attribute.name != "scenario",
        value_serializer=_plain,
    )
    text = json.dumps(plain, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(_owner: Any, _attribute: Any, value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return np.round(value, 9).tolist()
    if isinstance(value, float):
        return round(value, 9)
    if isinstance(value, Count):
        return value.to_dict()
    if isinstance(value, dict):
        return {key: _plain(None, None, item) for key, item in value.items()}
    return value
