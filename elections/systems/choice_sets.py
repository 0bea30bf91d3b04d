"""Sets of candidates that a Condorcet system should choose among."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from elections.ballots import Profile
from elections.count import Step
from elections.readout import listed
from elections.systems.base import BallotKind, Outcome, System
from elections.systems.defeats import LEFT_OUT, NEITHER_AHEAD, chain, chained, reaches
from elections.systems.smith_set import smith_set
from elections.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from elections.arrays import Truth, Whole
    from elections.rules import Rules
    from elections.stack import Stack


def schwartz_set(margins: Whole) -> Truth:
    """Find every candidate who can answer each chain of defeats with a chain back.

    Parameters
    ----------
    margins : int64, [candidate, candidate, election]
        By how many voters row is ahead of column.

    Returns
    -------
    bool, [candidate, election]

    Examples
    --------
    >>> margins = np.array([[0, 2, 0], [-2, 0, 2], [0, -2, 0]])
    >>> schwartz_set(margins[:, :, None]).ravel()
    array([ True, False, False])
    """
    chains = reaches(margins > 0)
    return np.asarray((chains >= chains.swapaxes(0, 1)).all(axis=1))


def covers(margins: Whole) -> Truth:
    """Say who covers whom, in the sense of Gillies.

    One candidate covers another whom it beats, if everybody who beats the one beats
    the other too.

    Parameters
    ----------
    margins : int64, [candidate, candidate, election]

    Returns
    -------
    bool, [candidate, candidate, election]

    Examples
    --------
    >>> margins = np.array([[0, 2, 0], [-2, 0, 2], [0, -2, 0]])
    >>> covers(margins[:, :, None])[:, :, 0].astype(int)
    array([[0, 1, 0],
           [0, 0, 0],
           [0, 0, 0]])
    """
    beats = margins > 0
    covering = beats.copy()
    for rival in beats:
        covering &= ~rival[:, None] | rival[None]
    return covering


def uncovered_set(margins: Whole) -> Truth:
    """Find every candidate whom nobody covers: bool, [candidate, election]."""
    return np.asarray(~covers(margins).any(axis=0))


def condorcet_winner(margins: Whole) -> Truth:
    """Find the candidate who beats each other one, or else everybody: bool, [candidate, election].

    Examples
    --------
    >>> condorcet_winner(np.array([[0, 2], [-2, 0]])[:, :, None]).ravel()
    array([ True, False])
    """
    winner = (margins > 0).sum(axis=1) == len(margins) - 1
    return np.asarray(winner | ~winner.any(axis=0))


def _count(stack: Stack, _rules: Rules, *, members: Callable[[Whole], Truth]) -> Outcome:
    chosen = members(stack.margins)
    # Nobody is chosen out of the set, so no tie is broken.
    return Outcome(
        winner=chosen.argmax(axis=0), leaders=chosen, tables={"pairwise": stack.pairwise}
    )


def _names(chosen: Truth | list[int], candidates: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(np.array(candidates, dtype=object)[chosen])


def _beats_all(outcome: Outcome, candidates: tuple[str, ...]) -> tuple[Step, ...]:
    inside = _names(outcome.leaders[:, 0], candidates)
    if len(inside) == 1:
        text = f"{printable(inside[0])} beats every other candidate."
    elif len(inside) < len(candidates):
        text = f"{listed(inside)} each beat everybody else, and no fewer candidates do."
    else:
        text = "All candidates are in the set: no fewer of them each beat everybody else."
    return (Step(action="dominates", candidates=inside, text=text),)


def _not_back(outcome: Outcome, candidates: tuple[str, ...]) -> tuple[Step, ...]:
    """Show, for each candidate outside the Schwartz set, a chain that it cannot answer."""
    inside = outcome.leaders[:, 0]
    beats = _margins(outcome) > 0
    leads = reaches(beats[:, :, None])[:, :, 0]

    def unanswered(place: int) -> Step:
        member = int(np.flatnonzero(inside & leads[:, place])[0])
        passed = _names(chain(beats, member, place), candidates)
        text = f"{printable(candidates[place])} is out: {chained(passed)}, and no chain leads back."
        return Step(action="out", candidates=passed, text=text)

    if inside.all():
        return (_everybody(candidates, "each chain of defeats has a chain back"),)
    return tuple(unanswered(int(place)) for place in np.flatnonzero(~inside))


def _covered(outcome: Outcome, candidates: tuple[str, ...]) -> tuple[Step, ...]:
    """Name, for each candidate outside the uncovered set, one who covers it."""
    margins = _margins(outcome)
    covering = covers(margins[:, :, None])[:, :, 0]

    def by_whom(place: int) -> Step:
        one = int(covering[:, place].argmax())
        pair = (candidates[one], candidates[place])
        name, other = (printable(each) for each in pair)
        rest = (
            f"so does whoever beats {name}" if (margins[one] < 0).any() else f"nobody beats {name}"
        )
        return Step(
            action="covered",
            candidates=pair,
            text=f"{name} covers {other}: {name} beats {other}, and {rest}.",
        )

    if not covering.any():
        return (_everybody(candidates, "nobody covers another"),)
    return tuple(by_whom(int(place)) for place in np.flatnonzero(covering.any(axis=0)))


def _everybody(candidates: tuple[str, ...], why: str) -> Step:
    text = f"All candidates are in the set: {why}."
    return Step(action="everybody", candidates=candidates, text=text)


def _beats_each(outcome: Outcome, candidates: tuple[str, ...]) -> tuple[Step, ...]:
    inside = _names(outcome.leaders[:, 0], candidates)
    if len(inside) == 1:
        text = f"{printable(inside[0])} beats every other candidate."
        return (Step(action="condorcet winner", candidates=inside, text=text),)
    text = "Nobody beats every other candidate, so that nobody is ruled out."
    return (Step(action="no condorcet winner", candidates=(), text=text),)


def _margins(outcome: Outcome) -> Whole:
    preferred = outcome.tables["pairwise"][:, :, 0]
    return preferred - preferred.T


SMITH = System(
    id="smith",
    name="Smith set",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="pairs",
    summary=(
        "Chosen are the fewest candidates of whom each beats every other candidate, compared "
        "two by two."
    ),
    source="Smith, Aggregation of preferences with variable electorate, Econometrica 1973",
    truncated=LEFT_OUT,
    tied=NEITHER_AHEAD,
    whole_set=True,
    kernel=partial(_count, members=smith_set),
    story=_beats_all,
)

SCHWARTZ = System(
    id="schwartz",
    name="Schwartz set",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="pairs",
    summary=(
        "Chosen is everybody who has a chain of victories back to each candidate that has one to "
        "them."
    ),
    source="Schwartz, Rationality and the myth of the maximum, Noûs 1972",
    truncated=LEFT_OUT,
    tied=NEITHER_AHEAD,
    whole_set=True,
    kernel=partial(_count, members=schwartz_set),
    story=_not_back,
)

UNCOVERED = System(
    id="uncovered",
    name="Uncovered set (Gillies)",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="pairs",
    summary=(
        "Chosen is whoever nobody covers: a candidate covers another whom it beats, if all who "
        "beat it beat the other too."
    ),
    source=(
        "Miller, A new solution set for tournaments and majority voting, AJPS 1980; where pairs "
        "are drawn, by the covering relation of Gillies, 1959 (Duggan, Uncovered sets, 2013)"
    ),
    truncated=LEFT_OUT,
    tied=NEITHER_AHEAD,
    whole_set=True,
    kernel=partial(_count, members=uncovered_set),
    story=_covered,
)

CONDORCET = System(
    id="condorcet",
    name="Condorcet winner",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="pairs",
    summary="Chosen is whoever beats every other candidate, or everybody where nobody does.",
    source="Condorcet, Essai sur l'application de l'analyse, 1785",
    truncated=LEFT_OUT,
    tied=NEITHER_AHEAD,
    whole_set=True,
    kernel=partial(_count, members=condorcet_winner),
    story=_beats_each,
)
