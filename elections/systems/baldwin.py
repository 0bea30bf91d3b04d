"""Borda counts again and again, losing the lowest: Baldwin's and Nanson's methods."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from elections.ballots import Profile
from elections.count import Step
from elections.readout import listed, number
from elections.search import as_cases, follow
from elections.systems.base import BallotKind, Outcome, Stage, System, elect_leaders
from elections.systems.borda import SHARED_PLACES, TIED_PLACES
from elections.systems.one_out import Round, ways_one_out
from elections.systems.telling import names_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from elections.arrays import Truth, Whole
    from elections.rules import Rules
    from elections.stack import Stack

Goes: TypeAlias = "Callable[[Whole, Truth], tuple[Truth, Truth | None]]"
"""From how far each candidate is above the average and who stands, to who goes out and, where
ties must be broken for it, who was level; both bool, [candidate, election]."""


def above_average(margins: Whole, standing: Truth) -> Whole:
    """Find how far Borda scores among those standing lie above their average.

    The scores of a round always average half a point a ballot for each other candidate
    standing, so that what is left to know are the margins, added up.

    Parameters
    ----------
    margins : int64, [candidate, candidate, election]
        By how many voters row is ahead of column.
    standing : bool, [candidate, election]

    Returns
    -------
    int64, [candidate, election]
        In half points; without meaning for those who are out.

    Examples
    --------
    >>> margins = np.array([[0, 6, 2], [-6, 0, 4], [-2, -4, 0]])[:, :, None]
    >>> above_average(margins, np.array([[True], [True], [False]])).ravel()[:2]
    array([ 6, -6])
    """
    total: Whole = (margins * standing).sum(axis=1)
    return total


def _count_again(stack: Stack, goes: Goes) -> tuple[tuple[Stage, ...], Whole]:
    """Count until nobody goes out in any election, and say which round was the last of each."""
    standing = np.ones((stack.candidates, stack.elections), dtype=np.bool_)
    last = np.zeros(stack.elections, dtype=np.int64)
    gone, stages = standing, []
    while gone.any():
        above = above_average(stack.margins, standing)
        points = (standing.sum(axis=0) - 1) * stack.voters + above
        gone, level = goes(above, standing)
        votes = np.where(standing, points, 0)
        stages.append(Stage(votes=votes, standing=standing, level=level))
        standing = standing & ~gone
        last += gone.any(axis=0)
    return tuple(stages), last


def _highest(stages: tuple[Stage, ...], last: Whole, rules: Rules) -> Outcome:
    """Elect whoever has most points at the end."""
    votes, standing = stages[-1].votes, stages[-1].standing
    leaders = standing & (votes == votes.max(axis=0))
    return elect_leaders(leaders, rules, stages=stages, last=last, unit=2)


def _lowest(rules: Rules, above: Whole, standing: Truth) -> tuple[Truth, Truth]:
    """Let one candidate of those with fewest points go out, down to two."""
    if standing[:, 0].sum() <= 2:
        nobody = np.zeros_like(standing)
        return nobody, nobody
    held = np.where(standing, above, np.iinfo(np.int64).max)
    level = held == held.min(axis=0)
    return np.arange(len(held))[:, None] == rules.breaker.last(level), level


def _baldwin(stack: Stack, rules: Rules) -> Outcome:
    return _highest(*_count_again(stack, partial(_lowest, rules)), rules)


def _search(stack: Stack, rules: Rules, outcome: Outcome) -> Truth:
    level = [stage.level.sum(axis=0) for stage in outcome.stages if stage.level is not None]
    met = np.max(level, axis=0) > 1
    return follow(stack, rules, outcome.leaders, met, _WAYS)


def _round_of(one: Stack, _rules: Rules) -> tuple[Round, int]:
    return partial(_round, one.margins[:, :, 0]), as_cases(10, one.candidates**2)


_WAYS: Final = partial(ways_one_out, start=_round_of)


def _round(margins: Whole, standing: tuple[int, ...]) -> tuple[Truth, bool]:
    """Say who of those standing is elected, or who may go out."""
    among = margins[np.ix_(standing, standing)]
    above = among.sum(axis=1)
    if len(standing) <= 2 or not among.any():
        return above == above.max(), True
    return above == above.min(), False


def _not_above(above: Whole, standing: Truth) -> tuple[Truth, None]:
    return _go_unless_decided(standing & (above <= 0), standing), None


def _below(above: Whole, standing: Truth) -> tuple[Truth, None]:
    return _go_unless_decided(standing & (above < 0), standing), None


def _go_unless_decided(low: Truth, standing: Truth) -> Truth:
    """Let the low go out, where that leaves several: one is elected, and none if all are level."""
    left: Truth = (standing & ~low).sum(axis=0) > 1
    return low & left


_ELIMINATED: Final[Mapping[str, Goes]] = {"at_or_below": _not_above, "below": _below}


def _nanson(stack: Stack, rules: Rules) -> Outcome:
    return _highest(*_count_again(stack, _ELIMINATED[rules.options["eliminated"]]), rules)


def _averages(outcome: Outcome, candidates: tuple[str, ...]) -> tuple[Step, ...]:
    """Tell each round's average, and who is above it."""
    stages = outcome.stages if len(candidates) > 1 else ()
    staying = [stage.standing for stage in stages[1:]] + [outcome.leaders]
    return tuple(
        _average(number, stage, kept, candidates)
        for number, (stage, kept) in enumerate(zip(stages, staying, strict=False), 1)
    )


def _average(place: int, stage: Stage, kept: Truth, candidates: tuple[str, ...]) -> Step:
    points = Fraction(int(stage.votes.sum()), 2 * int(stage.standing.sum()))
    average = int(points) if points.denominator == 1 else points
    names = names_of(candidates, kept)
    says = "all are level" if (kept == stage.standing).all() else f"{listed(names)} {_stay(names)}"
    text = f"Round {place}: the average is {number(average)} points; {says}."
    return Step(action="average", candidates=names, size=average, text=text, round=place)


def _stay(names: tuple[str, ...]) -> str:
    return "alone stays above it" if len(names) == 1 else "stay in"


BALDWIN = System(
    id="baldwin",
    name="Baldwin's method",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="points",
    summary=(
        "The candidate with the lowest Borda score goes out, and the scores are counted again "
        "among the others, until two are left; the higher is elected."
    ),
    source="Baldwin, Proceedings of the Royal Society of Victoria 39, 1926",
    truncated=SHARED_PLACES,
    tied=TIED_PLACES,
    kernel=_baldwin,
    who_can_win=_search,
    ways=_WAYS,
)

NANSON = System(
    id="nanson",
    name="Nanson's method",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="points",
    summary=(
        "Everyone whose Borda score is not above the average goes out, and the scores are counted "
        "again among the others, until one is left or all are level."
    ),
    source="Nanson, Royal Society of Victoria 19, 1882; only below the average: Schwartz, 1986",
    truncated=SHARED_PLACES,
    tied=TIED_PLACES,
    options={"eliminated": tuple(_ELIMINATED)},
    kernel=_nanson,
    story=_averages,
)
