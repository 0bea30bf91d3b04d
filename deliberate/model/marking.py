"""What voters put on their papers: sincerely or by a tactic, in full or in part, or spoilt (§2)."""

from collections.abc import Callable, Sequence
from operator import attrgetter

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from deliberate.arrays import Floats
from deliberate.model.electorate import Electorate
from deliberate.model.residents import Whole
from deliberate.model.tactics import Tactic
from elections import UNRANKED, BallotKind, Profile, Scores
from elections.marking import approvals, rankings, ratings

Ballots = Profile | Scores
Bytes = NDArray[np.uint8]


@frozen(kw_only=True)
class Paper:
    """A kind of ballot paper.

    Attributes
    ----------
    names : (int, int)
        The fewest and the most candidates that a voter ranks who likes them all well enough.
    maximum : int
        The best rating; 0 where candidates are ranked.
    spoilt : callable
        From the electorate's parameters to the share of papers that are spoilt.
    """

    names: tuple[int, int] = (1, 1)
    maximum: int = 0
    spoilt: Callable[[Electorate], float]


_EVERY = UNRANKED - 1
PAPERS: dict[BallotKind, Paper] = {
    BallotKind.ONE: Paper(spoilt=attrgetter("spoilt_cross")),
    # Who comes back for a second round can choose between any two.
    BallotKind.TWICE: Paper(names=(_EVERY, _EVERY), spoilt=attrgetter("spoilt_cross")),
    BallotKind.TWO: Paper(names=(1, 2), spoilt=attrgetter("spoilt_pair")),
    BallotKind.RANKING: Paper(names=(1, _EVERY), spoilt=attrgetter("spoilt_ranking")),
    BallotKind.APPROVAL: Paper(maximum=1, spoilt=attrgetter("spoilt_cross")),
    BallotKind.SCORE: Paper(maximum=5, spoilt=attrgetter("spoilt_scores")),
}


@frozen(kw_only=True, eq=False)
class Voters:
    """Those who vote in an election, and what decides how.

    Attributes
    ----------
    utility : array [candidate, voter]
    poll : array [candidate], or of several elections [candidate, election]
        The shares that tactical voters expect.
    names, slip, guile : array [voter]
        Even draws from 0 to 1: the higher, the more names; the lower, the likelier a spoilt
        paper and a tactical vote.
    """

    utility: Floats
    poll: Floats
    names: Floats
    slip: Floats
    guile: Floats


@frozen(kw_only=True)
class Cast:
    """The ballots of an election that can be counted, how many are not sincere, how many spoilt.

    `tactical` counts ballots that are marked otherwise than their voter's liking alone would.
    """

    ballots: Ballots
    tactical: int
    spoilt: int


def cast(
    electorates: Sequence[Voters],
    kind: BallotKind,
    candidates: tuple[str, ...],
    *,
    tactic: Tactic | None,
    manner: Electorate,
) -> list[Cast]:
    """Return what the voters of each election cast, the papers of all being marked at once.

    Rankings stop after 1 + Poisson(`manner.names`) candidates, and at those liked less than
    `manner.alienation`; approval goes to every candidate above the voter's own mean; scores run
    from 0 for the worst to 5 for the best. Whoever is tactical follows the tactic, within as many
    names. A bullet vote gives all to one candidate.

    Examples
    --------
    >>> voters = Voters(utility=np.array([[0.9], [0.8], [0.1]]), poll=np.array([0.1, 0.5, 0.4]),
    ...                 names=np.array([0.5]), slip=np.array([0.5]), guile=np.array([0.5]))
    >>> [done] = cast([voters], BallotKind.RANKING, ("Ann", "Bob", "Cat"),
    ...               tactic=None, manner=Electorate())
    >>> done.ballots.ranks.ravel().tolist(), done.spoilt
    ([1, 2, 255], 0)
    """
    paper, voters = PAPERS[kind], _side_by_side(electorates)
    whose = np.repeat(np.arange(len(electorates)), [len(each.slip) for each in electorates])
    places = _places(voters, paper, manner)
    marks = _sincere(voters.utility, paper, places)
    whole = voters.slip >= paper.spoilt(manner)
    acting = whole & (voters.guile < (tactic.share(manner) if tactic else 0.0))
    tactical = np.zeros_like(whole)
    if tactic and acting.any():
        # As each voter goes by the poll of their own election, each is passed as one.
        ranks = tactic.rank(voters.utility[:, None, acting], voters.poll[:, whose[acting]])
        instead = _by_rank(ranks[:, 0], paper, places[acting])
        tactical[acting] = (instead != marks[:, acting]).any(axis=0)
        marks[:, acting] = instead
    counted, insincere, spoilt = (
        np.bincount(whose[some], minlength=len(electorates)) for some in (whole, tactical, ~whole)
    )
    apart = np.split(marks.compress(whole, axis=1), np.cumsum(counted)[:-1], axis=1)
    return [
        Cast(ballots=_ballots(own, paper, candidates), tactical=number, spoilt=lost)
        for own, number, lost in zip(apart, insincere.tolist(), spoilt.tolist(), strict=True)
    ]


def _side_by_side(electorates: Sequence[Voters]) -> Voters:
    """Put the voters of all elections in a row, and their polls: array [candidate, election]."""
    return Voters(
        utility=np.hstack([each.utility for each in electorates]),
        poll=np.stack([each.poll for each in electorates], axis=1),
        names=np.hstack([each.names for each in electorates]),
        slip=np.hstack([each.slip for each in electorates]),
        guile=np.hstack([each.guile for each in electorates]),
    )


def _places(voters: Voters, paper: Paper, manner: Electorate) -> Whole:
    """Return how many candidates each voter would rank on a paper: int array [voter]."""
    more = np.arange(1, len(voters.utility))
    chances = np.exp(-manner.names) * np.cumprod([1.0, *manner.names / more])
    names = 1 + np.searchsorted(np.cumsum(chances), voters.names, side="right")
    liked = (voters.utility >= manner.alienation).sum(axis=0)
    return np.asarray(np.clip(np.minimum(np.clip(names, *paper.names), liked), 1, None))


def _sincere(utility: Floats, paper: Paper, places: Whole) -> Bytes:
    if paper.maximum > 1:
        return ratings(utility, paper.maximum)
    return approvals(utility) if paper.maximum else _by_rank(rankings(utility), paper, places)


def _by_rank(ranks: Bytes, paper: Paper, places: Whole) -> Bytes:
    """Return the marks that say the ranks: the first alone where candidates are rated."""
    if paper.maximum:
        return np.where(ranks == 1, np.uint8(paper.maximum), np.uint8(0))
    return np.where(ranks <= places, ranks, np.uint8(UNRANKED))


def _ballots(marks: Bytes, paper: Paper, candidates: tuple[str, ...]) -> Ballots:
    if paper.maximum:
        return Scores.from_ratings(marks, candidates, maximum=paper.maximum)
    return Profile.from_ranks(marks, candidates)
