"""Young's system: who becomes a Condorcet winner when the fewest ballots are left out."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from elections.ballots import Profile
from elections.count import Step
from elections.readout import number
from elections.systems.base import BallotKind, Outcome, System
from elections.systems.changes import (
    UNBATCHED,
    Ballots,
    Change,
    Problem,
    by_cost,
    count_by_changes,
    in_words,
    kinds_of,
)
from elections.systems.covering import covering_of
from elections.systems.defeats import LEFT_OUT, NEITHER_AHEAD
from elections.systems.piecemeal import condorcet_first
from elections.text import printable


def problem_of(ballots: Ballots, candidate: int) -> Problem:
    """Say what is to be met so that nobody beats a candidate any more.

    A ballot that is left out moves the margin of each other candidate by one.
    """
    others = np.arange(len(ballots.ranks)) != candidate
    need = ballots.margins[others, candidate]
    if not (need > 0).any():
        return None
    ranks = ballots.ranks.astype(np.int64)
    against = np.sign(ranks[candidate] - ranks[others])
    kind = np.full(len(ballots.weights), -1)
    useful = (against > 0).any(axis=0)
    kind[useful], first = kinds_of(against[:, useful] + 1)
    covering = covering_of(
        copies=np.bincount(kind[useful], ballots.weights[useful]).astype(np.int64),
        kind=np.arange(len(first)),
        cost=np.ones(len(first), dtype=np.int64),
        gain=against[:, useful][:, first].T,
        need=need,
    )
    return covering, kind


def _told(costs: list[int], at_least: str) -> dict[str, Any]:
    return {f"ballots to leave out{at_least}": np.array(costs)[:, None]}


def _steps(outcome: Outcome, candidates: tuple[str, ...]) -> tuple[Step, ...]:
    if outcome.found is None:
        return ()
    winner = (candidates[int(outcome.winner[0])],)
    name = printable(winner[0])
    changes: tuple[Change, ...] = outcome.found["changes"]
    left_out = [
        Step(
            action="left out",
            candidates=winner,
            size=change.changed,
            text=(
                f"Left out for {name}: {number(change.changed)} of {number(change.cast)} ballots "
                f"{in_words(change.ranks, candidates)}"
            ),
        )
        for change in changes
    ]
    text = f"Then nobody beats {name}." if changes else f"Nobody beats {name}."
    return (*left_out, Step(action="unbeaten", candidates=winner, text=text))


YOUNG = System(
    id="young",
    name="Young's rule",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="pairs",
    summary=(
        "Elected is whoever nobody beats once the fewest ballots are left out, compared two by "
        "two: fewest for them, that is, of all candidates."
    ),
    source=(
        "Young, Extending Condorcet's rule, Journal of Economic Theory 1977; a draw is no defeat "
        "(Rothe, Spakowski and Vogel, Exact complexity of the winner problem for Young elections, "
        "2003)"
    ),
    truncated=LEFT_OUT,
    tied=NEITHER_AHEAD,
    searches=True,
    unbatched=UNBATCHED,
    kernel=condorcet_first(partial(count_by_changes, problem_of=problem_of, told=_told)),
    merit=by_cost,
    story=_steps,
)
