"""Copeland's and Llull's methods: counting the pairs that each candidate wins and draws."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from elections.ballots import Profile
from elections.systems.base import BallotKind, Outcome, System, elect_leaders
from elections.systems.defeats import LEFT_OUT, NEITHER_AHEAD
from elections.systems.telling import halved

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from elections.arrays import Whole
    from elections.rules import Rules
    from elections.stack import Stack

_DRAWS: Final[Mapping[str, int]] = {"half": 1, "zero": 0}
"""What a draw counts, in halves of a win."""


def _count(stack: Stack, rules: Rules, *, draw: Callable[[Rules], int]) -> Outcome:
    wins = (stack.margins > 0).sum(axis=1)
    losses = (stack.margins < 0).sum(axis=1)
    draws = len(wins) - 1 - wins - losses
    halves = 2 * wins + draw(rules) * draws
    columns = {"wins": wins, "draws": draws, "losses": losses}
    if rules.explained:
        columns["score"] = halved(halves)
    return elect_leaders(
        halves == halves.max(axis=0), rules, columns=columns, tables={"pairwise": stack.pairwise}
    )


def _by_score(outcome: Outcome) -> Whole:
    merit: Whole = outcome.columns["score"][:, 0]
    return merit


COPELAND = System(
    id="copeland",
    name="Copeland's method",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="pairs",
    summary=(
        "Every candidate is compared with every other one; a win scores 1 and a draw a half (or "
        "nothing), and the highest score is elected."
    ),
    source="Copeland, A ‘reasonable’ social welfare function, Michigan, 1951",
    truncated=LEFT_OUT,
    tied=NEITHER_AHEAD,
    options={"draws": tuple(_DRAWS)},
    kernel=partial(_count, draw=lambda rules: _DRAWS[rules.options["draws"]]),
    merit=_by_score,
)

LLULL = System(
    id="llull",
    name="Llull's method",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="pairs",
    summary=(
        "Every candidate is compared with every other one; a win scores 1 and so does a draw, "
        "and the highest score is elected."
    ),
    source=(
        "Llull, De arte eleccionis, 1299; Faliszewski and others, Llull and Copeland voting "
        "computationally resist bribery and constructive control, JAIR 35, 2009"
    ),
    truncated=LEFT_OUT,
    tied=NEITHER_AHEAD,
    kernel=partial(_count, draw=lambda _rules: 2),
    merit=_by_score,
)
