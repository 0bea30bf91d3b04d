"""Who votes: what is at stake, how close the race is, age, and reasons to stay at home (§2)."""

import numpy as np
from attrs import frozen

from deliberate.arrays import Floats
from deliberate.model.electorate import Electorate
from deliberate.model.money import shares
from deliberate.model.residents import Residents, Truth


@frozen(kw_only=True, eq=False)
class Attendance:
    """Who votes, and who stays at home whatever the election: bool arrays [resident].

    The alienated like nobody enough to vote; the indifferent see too little difference.
    """

    voting: Truth
    alienated: Truth
    indifferent: Truth


def first_preferences(utility: Floats) -> Floats:
    """Return the share of residents who like each candidate best: a poll, array [candidate].

    >>> first_preferences(np.array([[3.0, 1.0, 5.0, 2.0], [1.0, 2.0, 0.0, 0.0]])).tolist()
    [0.75, 0.25]
    """
    best = (utility == utility.max(axis=0)).sum(axis=1)
    return shares(best)


def closeness(poll: Floats) -> float:
    """Return how close a race is: 1 where two lead level, 0 where one has everything.

    >>> closeness(np.array([0.5, 0.25, 0.25]))
    0.75
    """
    second, first = np.sort(poll)[-2:]
    return float(1 - (first - second))


def attendance(
    utility: Floats,
    residents: Residents,
    *,
    poll: Floats,
    held: Floats,
    target: float,
    manner: Electorate,
) -> Attendance:
    """Return who votes: those with most reason to, as many as the `target` share of residents.

    The chance to vote is a logit in how far apart a resident's best and worst candidates are
    (standardised), in how much hangs for them on the two leaders of the poll, the more the closer
    their race (the calculus of voting: Riker and Ordeshook 1968), in single-issue devotion and in
    age. Its constant is the one at which the target is met exactly; fewer vote only where too many
    are alienated (they like nobody as much as `manner.alienation`) or indifferent (their best and
    worst differ by less than `manner.indifference`).

    Parameters
    ----------
    utility : array [candidate, resident]
        Of two candidates or more.
    residents : Residents
    poll : array [candidate]
        Expected shares.
    held : array [resident]
        Draws from the standard logistic distribution: what keeps each resident at home.
    target : float
        Share of residents, 0-1. At least one votes: an election without voters is outside what
        the model is about.
    manner : Electorate
    """
    best = utility.max(axis=0)
    spread = best - utility.min(axis=0)
    alienated = best < manner.alienation
    indifferent = ~alienated & (spread < manner.indifference)
    second, first = np.argsort(poll, kind="stable")[-2:]
    contest = np.abs(utility[first] - utility[second])
    reason = (
        manner.stake * _standardised(spread)
        + manner.race * closeness(poll) * _standardised(contest)
        + manner.devotion * residents.devoted
        + manner.age * residents.older
        - held
    )
    reason[alienated | indifferent] = -np.inf
    willing = len(reason) - int((alienated | indifferent).sum())
    number = max(1, min(round(target * len(reason)), willing))
    voting = np.zeros(len(reason), dtype=np.bool_)
    voting[np.argpartition(reason, -number)[-number:]] = True
    return Attendance(voting=voting, alienated=alienated, indifferent=indifferent)


def _standardised(values: Floats) -> Floats:
    apart = values - values.mean()
    spread = np.sqrt(apart @ apart / len(apart))
    return np.asarray(apart / (spread if spread > 0 else 1.0))
