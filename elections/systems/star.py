"""STAR voting: score, then automatic runoff."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

import numpy as np
from attrs import evolve, frozen

from elections.scores import Scores
from elections.search import as_cases, explore, follow
from elections.systems.base import BallotKind, Outcome, Stage, System
from elections.systems.finals import hold_runoff, most, rated_higher, runoff_votes
from elections.systems.star_protocol import FIVE_STARS, highest_two, narrower, settled
from elections.systems.telling import tie_among
from elections.tally import points, weigh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from elections.arrays import Truth, Whole
    from elections.breakers import Breaker
    from elections.count import Tie
    from elections.rules import Rules
    from elections.search import Order
    from elections.stack import Stack

    Case = tuple[frozenset[int], frozenset[int]]

STARS: Final = 5
POINTS: Final = "by points"


@frozen(kw_only=True, eq=False)
class _Scored:
    """What the ballots say.

    Attributes
    ----------
    totals, fives : int64, [candidate, election]
        Points, and ballots that give five stars.
    higher : int64, [candidate, candidate, election]
        Ballots that rate row above column.
    """

    totals: Whole
    fives: Whole
    higher: Whole

    @cached_property
    def loses(self) -> Truth:
        """Whether fewer ballots rate row above column than below."""
        loses: Truth = self.higher < self.higher.swapaxes(0, 1)
        return loses

    def some(self, elections: Whole) -> _Scored:
        """Take some elections."""
        return _Scored(
            totals=self.totals[:, elections],
            fives=self.fives[:, elections],
            higher=self.higher[:, :, elections],
        )

    def narrower(self, through: Truth, level: Truth) -> tuple[str, Truth, Truth] | None:
        """Follow the protocol one step further, if it goes on without a lot."""
        return narrower(through, level, self.loses, self.fives)

    def until_drawn(self, through: Truth, level: Truth) -> tuple[Truth, Truth]:
        """Say who is through and who still level where lots are drawn."""
        while step := self.narrower(through, level):
            _, through, level = step
        return through, level


def _scored(stack: Stack) -> _Scored:
    return _Scored(
        totals=points(stack.values, stack.weights),
        fives=weigh(stack.values == STARS, stack.weights),
        higher=rated_higher(stack),
    )


def _count(stack: Stack, rules: Rules) -> Outcome:
    scored = _scored(stack)
    through, level = highest_two(scored.totals)
    tied = np.flatnonzero(level.any(axis=0))
    if tied.size:
        through[:, tied], level[:, tied] = _drawn(
            scored.some(tied), through[:, tied], level[:, tied], rules.breaker.some(tied)
        )
    everyone = np.ones(level.shape, dtype=np.bool_)
    scoring = Stage(votes=scored.totals, standing=everyone, level=level)
    outcome = hold_runoff(
        stack, rules, scoring, through, scored.higher, scored.totals, scored.fives
    )
    if not rules.explained:
        return outcome
    final = outcome.stages[-1]
    met = most(final.standing, final.votes).sum(axis=0) > 1
    met[tied] = True
    figures = evolve(
        outcome, tables={"rated higher": scored.higher}, columns={"five stars": scored.fives}
    )
    each = [(figures if tie else outcome).only(at) for at, tie in enumerate(met.tolist())]
    return evolve(outcome, each=tuple(each))


def _drawn(scored: _Scored, through: Truth, level: Truth, breaker: Breaker) -> tuple[Truth, Truth]:
    """Follow the protocol, and draw lots where it ends, until the places are filled.

    Returns
    -------
    through, against : bool, [candidate, election]
        Who is, and who was level with the first who was drawn, where anybody was.
    """
    against = np.zeros_like(level)
    while True:
        through, level = scored.until_drawn(through, level)
        waiting = np.flatnonzero(level.any(axis=0))
        if not waiting.size:
            return through, against
        drawn = np.zeros_like(level)
        drawn[breaker.some(waiting).first(level[:, waiting]), waiting] = True
        against = np.where(against.any(axis=0), against, level & ~drawn)
        through, level = settled(through | drawn, level & ~drawn)


def _search(stack: Stack, rules: Rules, outcome: Outcome) -> Truth:
    """Find everyone who can win, whoever is drawn for the runoff."""
    met: Truth = np.any(np.asarray(outcome.stages[0].level), axis=0)
    return follow(stack, rules, outcome.leaders, met, _ways)


def _ways(one: Stack, rules: Rules) -> dict[int, Order]:
    scored = _scored(one)
    everyone = np.arange(one.candidates)[:, None]

    def step(case: Case) -> tuple[Iterable[int], Iterable[Case]]:
        through, level = scored.until_drawn(*(np.isin(everyone, list(each)) for each in case))
        if not level.any():
            votes = runoff_votes(scored.higher, through)
            leaders = most(through, votes, scored.totals, scored.fives)
            return np.flatnonzero(leaders).tolist(), ()
        ways = [everyone == place for place in np.flatnonzero(level)]
        return (), [_case(*settled(through | drawn, level & ~drawn)) for drawn in ways]

    each = as_cases(40, scored.higher.size)
    found = explore(_case(*highest_two(scored.totals)), step, rules.budget, each=each)
    return {winner: _order(everyone[:, 0].tolist(), way) for winner, way in found.items()}


def _order(everyone: list[int], way: tuple[Case, ...]) -> Order:
    """Put those who were drawn for the runoff first, in turn."""
    drawn = dict.fromkeys(each for through, _ in way for each in sorted(through))
    return (*drawn, *(each for each in everyone if each not in drawn))


def _case(through: Truth, level: Truth) -> Case:
    sure, waiting = (frozenset(np.flatnonzero(each).tolist()) for each in (through, level))
    return sure, waiting


def _ties(outcome: Outcome, candidates: tuple[str, ...], how: str) -> tuple[Tie, ...]:
    """Tell what narrowed a tie in the scoring round, who was drawn, and a drawn runoff."""
    if not outcome.tables:
        return ()
    scored = _Scored(
        totals=outcome.stages[0].votes,
        fives=outcome.columns["five stars"],
        higher=outcome.tables["rated higher"],
    )
    tell = partial(tie_among, candidates, how=how)
    return (*_for_the_runoff(outcome, scored, tell), *_in_the_runoff(outcome, scored, tell))


def _for_the_runoff(outcome: Outcome, scored: _Scored, tell: Callable[..., Tie]) -> Iterator[Tie]:
    scoring, final = outcome.stages
    (through, level), against = highest_two(scored.totals), np.asarray(scoring.level)
    while level.any():
        while step := scored.narrower(through, level):
            by, further, rest = step
            ahead, out = further & ~through, level & ~further & ~rest
            if ahead.any() and rest.any():
                yield tell(level, ahead, at=1, purpose="stays in", how=by)
            if out.any():
                yield tell(level, out, at=1, purpose="eliminated", how=by)
            through, level = further, rest
        if level.any():
            drawn = level & final.standing & ~against
            yield tell(level, drawn, at=1, purpose="stays in")
            through, level = settled(through | drawn, level & ~drawn)
            against = level & ~final.standing


def _in_the_runoff(outcome: Outcome, scored: _Scored, tell: Callable[..., Tie]) -> Iterator[Tie]:
    final, level = outcome.stages[-1], outcome.stages[-1].standing
    elected = np.arange(len(level))[:, None] == outcome.winner
    if most(level, final.votes).sum() == 1:
        return
    for by, figure in ((POINTS, scored.totals), (FIVE_STARS, scored.fives)):
        if most(level, figure).sum() == 1:
            yield tell(level, elected, at=2, purpose="elected", how=by)
            return
    yield tell(level, elected, at=2, purpose="elected")


STAR = System(
    id="star",
    name="STAR voting",
    ballot=BallotKind.SCORE,
    takes=Scores,
    most=STARS,
    measure="points",
    summary=(
        "Each voter gives every candidate up to five stars; the two with most stars meet in a "
        "runoff, in which a ballot counts for the one to whom it gives more."
    ),
    source="Frohnmayer, 2014; ties by the Equal Vote Coalition's official protocol",
    truncated="They get no stars.",
    tied="In the runoff, a ballot that gives both as many stars has no preference.",
    kernel=_count,
    who_can_win=_search,
    ways=_ways,
    ties=_ties,
)
