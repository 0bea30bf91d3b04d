"""Random ballot and maximal lotteries: systems that draw the winner."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve

from elections.ballots import Profile
from elections.count import Step
from elections.systems.base import BallotKind, Outcome, Stage, System, elect_leaders
from elections.systems.defeats import LEFT_OUT, NEITHER_AHEAD
from elections.systems.elimination import OVERVOTE
from elections.systems.piecemeal import condorcet_first, explained_one_by_one, one_by_one
from elections.systems.simplex import Table
from elections.systems.smith_set import smith_set
from elections.text import printable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from elections.arrays import Truth, Whole
    from elections.rules import Rules
    from elections.stack import Stack


def maximal_lottery(margins: Whole, budget: int) -> list[Fraction]:
    """Find the chances with which nobody can be expected to be preferred to the winner.

    Where several lotteries are such, this is the one whose least chance is greatest,
    then the next but least, and so on: it treats all candidates alike, and gives a
    chance to each who has one in any of them.

    Parameters
    ----------
    margins : int64, [candidate, candidate]
        By how many voters row is ahead of column.
    budget : int
        How many cases may be looked at.

    Returns
    -------
    list of Fraction, [candidate]
        Together 1.

    Raises
    ------
    UndecidedError
        Where it takes more cases.

    References
    ----------
    Fishburn, "Probabilistic social choice based on simple voting comparisons", 1984;
    Dutta and Laslier, "Comparison functions and choice correspondences", 1999 (who has a
    chance in any).

    Examples
    --------
    >>> cycle = np.array([[0, 6, -2], [-6, 0, 4], [2, -4, 0]])
    >>> [str(chance) for chance in maximal_lottery(cycle, budget=100)]
    ['1/3', '1/6', '1/2']
    """
    many = len(margins)
    # Margins that are made positive by adding the same to all are a game that pays just that.
    added = int(np.abs(margins).max()) + 1
    table = Table.of(margins + added, np.ones(many, dtype=np.int64), budget)
    table.maximise(range(many))
    shares = {place: [place] for place in range(many)}
    while not table.settled and (free := [c for c in range(many) if table.may_grow[c]]):
        share = table.add(free)
        shares[share] = free
        table.maximise([share])
    chances = [Fraction(0)] * many
    for share, who in shares.items():
        for place in who:
            chances[place] += added * table.now(share)
    return chances


def _lottery(stack: Stack, budget: int) -> list[Fraction]:
    """Give each candidate's chance in the only election; nobody outside the Smith set has one."""
    chances = [Fraction(0)] * stack.candidates
    inside = np.flatnonzero(smith_set(stack.margins)[:, 0])
    among = stack.margins[np.ix_(inside, inside)][:, :, 0]
    for place, chance in zip(inside, maximal_lottery(among, budget), strict=True):
        chances[place] = chance
    return chances


def _draw_from_lottery(stack: Stack, rules: Rules) -> Outcome:
    chances = _lottery(stack, rules.budget)
    drawn = float(rules.breaker.chance()[0])
    winner = next(place for place, sum_ in enumerate(accumulate(chances)) if sum_ > drawn)
    expected = stack.margins[:, :, 0].astype(object) @ np.array(chances)
    return Outcome(
        winner=np.array([winner]),
        leaders=np.arange(stack.candidates)[:, None] == winner,
        tables={"pairwise": stack.pairwise},
        columns=_chances(chances) | {"margin over the drawn": expected[:, None]},
        found=drawn,
    )


def _has_a_chance(stack: Stack, rules: Rules, outcome: Outcome) -> Truth:
    if "chance" in outcome.columns:
        return np.asarray(outcome.columns["chance"] > 0)
    chances = [_lottery(stack.only(each), rules.budget) for each in range(stack.elections)]
    nobody = np.zeros((stack.candidates, 0), dtype=np.bool_)
    return np.hstack([nobody, *(_column(each) > 0 for each in chances)])


def _draw_ballot(stack: Stack, rules: Rules) -> Outcome:
    votes, unit = stack.firsts(rules.overvotes)
    counted, drawn = votes.sum(axis=0), rules.breaker.chance()
    passed = np.minimum((drawn * counted).astype(np.int64), counted - 1)
    winner = (votes.cumsum(axis=0) > passed).argmax(axis=0)
    # Where no ballot counts, none can be drawn: all are level.
    leaders = (np.arange(len(votes))[:, None] == winner) | (counted == 0)
    stage = Stage(votes=votes, standing=np.ones(votes.shape, dtype=np.bool_))
    outcome = elect_leaders(leaders, rules, stages=(stage,), unit=unit)
    if not (rules.explained and counted.all()):
        return outcome
    chances = [Fraction(own, int(counted[0])) for own in votes[:, 0].tolist()]
    return evolve(outcome, columns=_chances(chances), found=float(drawn[0]))


def _is_first_choice(_stack: Stack, _rules: Rules, outcome: Outcome) -> Truth:
    votes = outcome.stages[0].votes
    return np.asarray((votes > 0) | ~votes.any(axis=0))


def _chances(chances: list[Fraction]) -> dict[str, NDArray[Any]]:
    return {"chance": _column(chances), "chances added up": _column([*accumulate(chances)])}


def _column(chances: list[Fraction]) -> NDArray[Any]:
    return np.array(chances, dtype=object)[:, None]


def _told(outcome: Outcome, candidates: tuple[str, ...]) -> tuple[Step, ...]:
    """Say which number was drawn, and on whose part of the chances it falls."""
    if outcome.found is None:
        return ()
    winner = candidates[int(outcome.winner[0])]
    text = (
        f"The number drawn is {outcome.found:.6f}. Chances added up in candidate order pass it "
        f"at {printable(winner)}."
    )
    size = Fraction(outcome.found)
    return (Step(action="drawn", candidates=(winner,), text=text, size=size),)


RANDOM_BALLOT = System(
    id="random_ballot",
    name="Random ballot",
    ballot=BallotKind.ONE,
    takes=Profile,
    summary="One ballot is drawn by lot, and its first choice is elected.",
    source="Gibbard, Manipulation of schemes that mix voting with chance, Econometrica 1977",
    truncated="They get nothing from the ballot, which counts for its first choice alone.",
    tied=OVERVOTE,
    random=True,
    kernel=explained_one_by_one(_draw_ballot),
    who_can_win=_is_first_choice,
    story=_told,
)

MAXIMAL_LOTTERY = System(
    id="maximal_lottery",
    name="Maximal lottery",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="pairs",
    summary=(
        "The winner is drawn with such chances that against no candidate do more voters, on "
        "average, prefer that candidate to the winner than the reverse."
    ),
    source=(
        "Fishburn, Probabilistic social choice based on simple voting comparisons, Review of "
        "Economic Studies 1984; Brandl, Brandt and Seedig, Consistent probabilistic social "
        "choice, Econometrica 2016"
    ),
    truncated=LEFT_OUT,
    tied=NEITHER_AHEAD,
    random=True,
    searches=True,
    unbatched="Each lottery is a linear programme of its own, solved without rounding.",
    kernel=condorcet_first(one_by_one(_draw_from_lottery)),
    who_can_win=_has_a_chance,
    story=_told,
)
