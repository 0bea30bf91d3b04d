"""Systems that elect whoever is nearest to being a Condorcet winner, in ballots to change."""

from __future__ import annotations

from functools import partial
from math import inf
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from attrs import evolve, frozen

from elections.arrays import UNRANKED
from elections.errors import UndecidedError
from elections.grouping import group
from elections.systems.base import elect_leaders
from elections.systems.covering import relaxed
from elections.systems.covering_search import cheapest
from elections.systems.piecemeal import one_by_one
from elections.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from elections.arrays import Bytes, Whole
    from elections.rules import Rules
    from elections.stack import Stack
    from elections.systems.base import Outcome
    from elections.systems.covering import Covering

_MOST_CODES: Final = 1 << 62
_LEAST_SHARE: Final = 100
"""The part of the budget that is worth trying on one candidate."""
_A_CASE: Final = 150
"""As many entries of a covering are put together as one case."""
UNBATCHED: Final = "Where nobody is a Condorcet winner, each candidate takes a search of its own."

Problem: TypeAlias = "tuple[Covering, Whole] | None"
"""What must be met for one candidate, and of which kind each ballot is, -1 for those that
need not be changed. None where none need be."""


@frozen(kw_only=True, eq=False)
class Ballots:
    """The different ballots of one election.

    Attributes
    ----------
    ranks : uint8, [candidate, ballot]
        Each ranks somebody.
    weights : int64, [ballot]
    margins : int64, [candidate, candidate]
        By how many voters row is ahead of column.
    """

    ranks: Bytes
    weights: Whole
    margins: Whole


@frozen(kw_only=True, eq=False)
class Change:
    """Some like ballots that are changed.

    Attributes
    ----------
    ranks : uint8, [candidate]
        What they say.
    cast, changed : int
        How many there are, and how many are changed.
    cost : int
        Of changing one.
    """

    ranks: Bytes
    cast: int
    changed: int
    cost: int


@frozen(kw_only=True, eq=False)
class Answer:
    """What changes for one candidate cost.

    Attributes
    ----------
    cost : int
        What they cost at least; exactly that, where they are known.
    cases : int
        How many cases were looked at.
    amounts : int64 or None, [way]
        How many ballots are changed in each way, where that is known.
    """

    cost: int
    cases: int
    amounts: Whole | None = None


def count_by_changes(
    stack: Stack,
    rules: Rules,
    *,
    problem_of: Callable[[Ballots, int], Problem],
    told: Callable[[list[int], str], Mapping[str, Any]],
) -> Outcome:
    """Elect the candidate for whom the fewest changes of ballots are needed.

    Parameters
    ----------
    stack : Stack
    rules : Rules
    problem_of : callable
        From the ballots of one election and a candidate to what must be met.
    told : callable
        From what the changes for each candidate cost, and the words " at least" where
        that is not certain of all, to the columns.
    """
    return one_by_one(partial(_count_one, problem_of=problem_of, told=told))(stack, rules)


def _count_one(
    stack: Stack,
    rules: Rules,
    *,
    problem_of: Callable[[Ballots, int], Problem],
    told: Callable[[list[int], str], Mapping[str, Any]],
) -> Outcome:
    """Find the fewest changes: to explain them for everyone, else for who can be elected."""
    ballots, tables = _ballots(stack), {"pairwise": stack.pairwise}
    if not ballots.weights.size:
        leaders = np.ones((stack.candidates, 1), dtype=np.bool_)
        return elect_leaders(leaders, rules, tables=tables)
    problems = partial(problem_of, ballots)
    answers = _answers(problems, stack.candidates, rules.budget, everyone=rules.explained)
    costs = [answer.cost for answer in answers]
    leaders = np.array(costs)[:, None] == min(costs)
    outcome = elect_leaders(leaders, rules, tables=tables)
    if not rules.explained:
        return outcome
    sure = all(answer.amounts is not None for answer in answers)
    winner = int(outcome.winner[0])
    changes = _changes(ballots, problems(winner), answers[winner])
    found = {"merit": -np.array(costs) if sure else None, "changes": tuple(changes)}
    return evolve(outcome, columns=told(costs, "" if sure else " at least"), found=found)


def _ballots(stack: Stack) -> Ballots:
    """Take the only election's ballots, equal ones together, without those that rank nobody."""
    ranks = stack.values[:, :, 0]
    weights = np.ones(ranks.shape[1], dtype=np.int64) if stack.weights is None else stack.weights
    weights = weights.reshape(-1)
    kept = (ranks.min(axis=0, initial=UNRANKED) < UNRANKED) & (weights > 0)
    different, counts = group(ranks[:, kept], weights[kept])
    return Ballots(ranks=different, weights=counts, margins=stack.margins[:, :, 0])


def _answers(
    problem_of: Callable[[int], Problem], candidates: int, budget: int, *, everyone: bool
) -> list[Answer]:
    """Find what changes cost: first for those who can be elected, then for the others.

    For these it does not matter, so that a budget that is used up leaves open what
    their changes cost exactly.
    """
    answers = [_answer(problem_of(place), 0, 0) for place in range(candidates)]
    best, left, others = inf, budget, []
    for place in sorted(range(candidates), key=lambda place: answers[place].cost):
        if answers[place].amounts is None and answers[place].cost <= best:
            answers[place] = _answer(problem_of(place), best, left)
            left -= answers[place].cases
        if answers[place].amounts is not None:
            best = min(best, answers[place].cost)
        elif answers[place].cost > best:
            others.append(place)
        else:
            raise UndecidedError(
                "to find the fewest changes of ballots takes more than the "
                f"{budget:,} cases that may be looked at"
            )
    waiting = others[::-1] if everyone else []
    while waiting and left > 0:
        share = min(max(left // len(waiting), budget // _LEAST_SHARE), left)
        place = waiting.pop()
        answers[place] = _answer(problem_of(place), inf, share)
        left -= answers[place].cases
    return answers


def _answer(problem: Problem, at_most: float, budget: int) -> Answer:
    """Find what changes for one candidate cost, if that can be no more than what matters."""
    if problem is None:
        return Answer(cost=0, cases=0, amounts=np.zeros(0, dtype=np.int64))
    covering, _ = problem
    cost, cases = covering.at_first_sight(), covering.gain.size // _A_CASE
    if cost > at_most or cases >= budget:
        return Answer(cost=cost, cases=0)
    guide = relaxed(covering, budget - cases)
    cost, cases = max(cost, covering.at_least(guide.prices)), cases + guide.cases
    if cost > at_most:
        return Answer(cost=cost, cases=cases)
    amounts, more = cheapest(covering, guide, budget - cases)
    if amounts is not None:
        cost = int(amounts @ covering.cost)
    return Answer(cost=cost, cases=cases + more, amounts=amounts)


def _changes(ballots: Ballots, problem: Problem, answer: Answer) -> Iterator[Change]:
    """Say which ballots are changed, of those of a kind the first."""
    if problem is None or answer.amounts is None:
        return
    covering, kind = problem
    left = ballots.weights.copy()
    for way in np.flatnonzero(answer.amounts):
        many = int(answer.amounts[way])
        for ballot in np.flatnonzero((kind == covering.kind[way]) & (left > 0)):
            changed = min(many, int(left[ballot]))
            if not changed:
                break
            left[ballot] -= changed
            many -= changed
            yield Change(
                ranks=ballots.ranks[:, ballot],
                cast=int(ballots.weights[ballot]),
                changed=changed,
                cost=int(covering.cost[way]),
            )


def kinds_of(rows: Whole) -> tuple[Whole, Whole]:
    """Tell apart ballots that differ in any of several respects.

    Parameters
    ----------
    rows : int64, [respect, ballot]
        0 or more.

    Returns
    -------
    kind : int64, [ballot]
    first : int64, [kind]
        The first ballot of each kind.

    Examples
    --------
    >>> kinds_of(np.array([[0, 1, 0], [2, 2, 2]]))
    (array([0, 1, 0]), array([0, 1]))
    """
    code = np.zeros(rows.shape[1], dtype=np.int64)
    codes = 1
    for row in rows:
        values = int(row.max()) + 1
        if codes * values > _MOST_CODES:
            known, code = np.unique(code, return_inverse=True)
            codes = len(known)
        code = code * values + row
        codes *= values
    _, first, kind = np.unique(code, return_index=True, return_inverse=True)
    return kind, first


def by_cost(outcome: Outcome) -> Whole | None:
    """Rank the candidates of one election by what changes for them cost, where it is certain."""
    merit: Whole | None = outcome.found and outcome.found["merit"]
    return merit


def in_words(ranks: Bytes, candidates: tuple[str, ...]) -> str:
    """Write a ballot, its names cleaned for display.

    Examples
    --------
    >>> in_words(np.array([2, 1, 2, 255], dtype=np.uint8), ("Ann", "Bob", "Cat", "Dan"))
    'Bob > Ann = Cat'
    """
    levels = np.unique(ranks[ranks != UNRANKED])
    return " > ".join(
        " = ".join(printable(candidates[place]) for place in np.flatnonzero(ranks == level))
        for level in levels
    )
