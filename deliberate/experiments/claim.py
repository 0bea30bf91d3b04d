"""The claim, put to the test: one elected person with the whole budget, or not.

Four arms differ in two things alone: whether the leader is elected, and whether the purses are
pooled. In each draw every parameter takes a value from its range, the same in all arms, as are the
luck, the player that leads, and how far everybody is heard. What is reported is how often one arm
ends better than another, over all that is not known; none of it is a prediction.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from functools import cache, partial
from typing import Any, Final

import numpy as np
from attrs import evolve, frozen

from deliberate.arrays import Floats, floats
from deliberate.chance import RANGES, stream
from deliberate.experiments.ranges import Range, ranges, with_values
from deliberate.footprint import Governance
from deliberate.game import begin
from deliberate.outcomes import BETTER, outcomes
from deliberate.players import Player
from deliberate.playing import play
from deliberate.reading.loading import governance, load_scenario
from deliberate.scenario import Scenario
from elections.estimates import Estimate, share
from elections.spreading import spread

ARMS: Final = ("neither", "elected", "pooled", "both")
NEITHER, ELECTED, POOLED, BOTH = range(4)

HEARD: Final = "everybody.heard"
OTHERS: Final = (
    Range(key="player.pace", value=0.35, low=0.1, high=0.6, basis="of the way to the plan a year"),
    Range(key="player.own", value=0.5, low=0.0, high=1.0, basis="the leader's own view in a plan"),
    Range(key=HEARD, value=0.5, low=0.0, high=1.0, basis="shut out (0) to at the table (1)"),
)
"""What varies beside the parameters of the model."""

LEADER: Final = Player(
    id="anybody",
    name="Anybody",
    summary="The same in every arm; asks nobody anew.",
    stance="comply",
)
_BLOCK: Final = 10


@frozen(kw_only=True)
class Claim:
    """What is compared, where, and how often.

    The purses are as in the governance preset `separate`, or as in `whole`.
    """

    scenario: str = "generic"
    separate: str = "stp-2016"
    whole: str = "reform-2017"
    draws: int = 1000
    seed: int = 0
    residents: int = 400
    years: int = 5


@frozen(kw_only=True, eq=False)
class Setting:
    """What all worlds of a claim have in common."""

    place: Scenario
    unknowns: tuple[Range, ...]
    arms: tuple[Governance, ...]
    outcomes: tuple[str, ...]


@cache
def setting(claim: Claim) -> Setting:
    """Return what all worlds have in common; as few residents and systems counted as will do.

    Raises
    ------
    ScenarioError
        If there is no such scenario or governance.
    """
    place = evolve(
        load_scenario(claim.scenario), residents=claim.residents, years=claim.years, compared=()
    )
    separate, whole = governance(claim.separate), governance(claim.whole)
    short = evolve(place, years=1, residents=10)
    return Setting(
        place=place,
        unknowns=(*ranges(place), *OTHERS),
        arms=tuple(
            evolve(purses, elected=elected)
            for purses in (separate, whole)
            for elected in (False, True)
        ),
        outcomes=tuple(outcomes(play(begin(short), LEADER))),
    )


@frozen(kw_only=True)
class Results:
    """The outcomes of every game: `table[draw, arm, outcome]`, and the values of each draw."""

    claim: Claim
    values: Floats = floats()
    table: Floats = floats()

    def column(self, arm: int, name: str) -> Floats:
        """Return one outcome of an arm in every draw."""
        return np.asarray(self.table[:, arm, setting(self.claim).outcomes.index(name)])

    def better(self, arm: int, other: int, name: str) -> Estimate:
        """Return how often an arm ends better than another, in the same world with the same luck.

        Draws that end level count for neither.
        """
        gap = (self.column(arm, name) - self.column(other, name)) * BETTER[name]
        return share(int((gap > 0).sum()), int((gap != 0).sum()))

    def flips(self, arm: int, other: int, name: str) -> Estimate:
        """Return how often the difference has another sign than it has on average."""
        gap = self.column(arm, name) - self.column(other, name)
        return share(int((np.sign(gap) == -np.sign(gap.mean())).sum()), len(gap))

    def interaction(self, name: str) -> Floats:
        """Return what electing and pooling do together beyond what each does alone, by draw."""
        neither, elected, pooled, both = (self.column(arm, name) for arm in range(4))
        return np.asarray(both - elected - pooled + neither)


def one_world(claim: Claim, values: Floats, seed: int, arms: Iterable[int] = range(4)) -> Floats:
    """Return the outcomes of each arm in one world, array [arm, outcome].

    `values` are those of the claim's unknowns, in their order.
    """
    here = setting(claim)
    named = dict(zip((each.key for each in here.unknowns), values.tolist(), strict=True))
    heard, own = named.pop(HEARD), {}
    for key in [key for key in named if key.startswith("player.")]:
        own[key.removeprefix("player.")] = named.pop(key)
    place, leader = with_values(here.place, named), _led(own)
    ends = []
    for arm in arms:
        powers = here.arms[arm]
        equal = evolve(powers, seats=dict.fromkeys(powers.seats, heard))
        ends.append(play(begin(evolve(place, governance=equal), seed), leader))
    return np.array([list(outcomes(end).values()) for end in ends])


def _led(own: dict[str, Any]) -> Player:
    return evolve(LEADER, **own)


def _drawn(claim: Claim, number: int) -> Floats:
    """Return the values of one draw: each evenly from its range."""
    chance = stream(claim.seed, RANGES, number)
    bounds = np.array([(each.low, each.high) for each in setting(claim).unknowns])
    return np.asarray(bounds[:, 0] + (bounds[:, 1] - bounds[:, 0]) * chance.random(len(bounds)))


def _block(claim: Claim, numbers: range) -> list[tuple[Floats, Floats]]:
    """Play some draws."""
    drawn = [(number, _drawn(claim, number)) for number in numbers]
    return [(values, one_world(claim, values, number)) for number, values in drawn]


def examine(
    claim: Claim,
    *,
    executor: Executor | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Results:
    """Play every arm in every draw; the results are the same with any executor or none.

    Examples
    --------
    >>> found = examine(Claim(draws=2, residents=100, years=1))
    >>> found.table.shape[:2]
    (2, 4)
    """
    blocks = [range(at, min(at + _BLOCK, claim.draws)) for at in range(0, claim.draws, _BLOCK)]
    worlds: list[tuple[Floats, Floats]] = []
    for found in spread(partial(_block, claim), blocks, executor):
        worlds += found
        if progress:
            progress(len(worlds), claim.draws)
    return Results(
        claim=claim,
        values=np.array([values for values, _ in worlds]),
        table=np.array([table for _, table in worlds]),
    )
