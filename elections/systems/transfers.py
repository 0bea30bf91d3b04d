"""Ballot papers that move between candidates, in many elections at once.

What the single transferable vote does to them: a candidate's papers pass on, at a part
of their value if it is a surplus, at their whole value if the candidate is excluded.
"""

from __future__ import annotations

from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from attrs import evolve, frozen

from elections.arrays import UNRANKED, Bytes, Truth, Whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNIT: Final = 100_000
"""The parts of a vote: values are cut to five decimal places."""
MOST_VOTERS: Final = (2**63 - 1) // UNIT**2
"""With more, a surplus times the value of a paper would not fit in 64 bits."""

_LEAST: Final = np.iinfo(np.int64).min


@frozen(kw_only=True, eq=False)
class Papers:
    """What does not change during a count.

    Attributes
    ----------
    ranks : uint8, [candidate, paper]
        Lower is better, 255 unranked. The papers of all elections in a row: the first
        of each, the second of each, and so on.
    alike : int64, [paper]
        How many voters cast this paper.
    seats : int
        How many are to be elected in each election.
    quota : int64, [election]
        In parts of a vote.
    """

    ranks: Bytes
    alike: Whole
    seats: int
    quota: Whole


@frozen(kw_only=True, eq=False)
class Position:
    """How a count stands at the end of a stage.

    Attributes
    ----------
    holder : uint8, [paper]
        With which candidate a paper lies; as many as there are candidates for none.
    value : int64, [paper]
        What one such paper is worth there, in parts of a vote.
    votes : int64, [candidate, election]
        In parts of a vote.
    standing : bool, [candidate, election]
        Who is not excluded.
    elected : bool, [candidate, election]
        Who is deemed to be elected.
    lost : int64, [election]
        What has been cut off from the values of papers, in parts of a vote.
    past : tuple of int64 arrays, [candidate, election]
        The votes at the end of each stage before.
    """

    holder: Bytes
    value: Whole
    votes: Whole
    standing: Truth
    elected: Truth
    lost: Whole
    past: tuple[Whole, ...] = ()

    @property
    def continuing(self) -> Truth:
        """Who is neither elected nor excluded: bool, [candidate, election]."""
        return self.standing & ~self.elected


def first_stage(ranks: Bytes, alike: Whole, seats: int) -> tuple[Papers, Position]:
    """Give each paper to its first preference, and find the Droop quota.

    Parameters
    ----------
    ranks : uint8, [candidate, ballot, election]
        Strict rankings: lower is better, 255 unranked.
    alike : int64, [ballot, election]
        How many voters cast each.
    seats : int
        How many are to be elected.

    Examples
    --------
    >>> ranks = np.array([[1, 1, 2], [2, 255, 1]], dtype=np.uint8)[:, :, None]
    >>> papers, position = first_stage(ranks, np.array([[3], [1], [2]]), seats=1)
    >>> position.votes.ravel() // UNIT, papers.quota // UNIT, position.elected.ravel()
    (array([4, 2]), array([4]), array([ True, False]))
    """
    candidates, _, elections = ranks.shape
    rows, number = ranks.reshape(candidates, -1), alike.reshape(-1)
    holder, value = best_ranked(rows), np.full(number.shape, UNIT, dtype=np.int64)
    election = np.arange(number.size) % elections
    votes = _credited(holder, election, number * value, (candidates, elections))[:-1]
    quota = UNIT * (votes.sum(axis=0) // UNIT // (seats + 1) + 1)
    papers = Papers(ranks=rows, alike=number, seats=seats, quota=quota)
    everyone = np.ones(votes.shape, dtype=np.bool_)
    start = Position(
        holder=holder,
        value=value,
        votes=votes,
        standing=everyone,
        elected=~everyone,
        lost=np.zeros(elections, dtype=np.int64),
    )
    return papers, _deemed_elected(papers, start)


def best_ranked(ranks: Bytes) -> Bytes:
    """Find the best-ranked candidate of each paper, or as many as there are for none.

    Parameters
    ----------
    ranks : uint8, [candidate, paper]

    Returns
    -------
    uint8, [paper]

    Examples
    --------
    >>> best_ranked(np.array([[2, 255], [1, 255]], dtype=np.uint8))
    array([1, 2], dtype=uint8)
    """
    best: Bytes = ranks.argmin(axis=0).astype(np.uint8)
    best[ranks.min(axis=0) == UNRANKED] = len(ranks)
    return best


def to_give(papers: Papers, position: Position) -> tuple[Truth, Truth]:
    """Say whose papers may be next to move: more than one only where a lot must decide.

    The largest surplus moves first; where there is none, the candidate with fewest
    votes is excluded. Of several who are level, it is the one who had most (or fewest)
    at the latest stage where they differed.

    Returns
    -------
    level : bool, [candidate, election]
        Nobody where the count is over.
    surplus : bool, [election]
        Whether it is a surplus.
    """
    continuing = position.continuing
    above = position.elected & (position.votes > papers.quota)
    surplus = np.asarray(above.any(axis=0))
    over = (position.elected.sum(axis=0) >= papers.seats) | ~continuing.any(axis=0)
    level: Truth = np.where(surplus, above, continuing) & ~over
    sign = np.where(surplus, 1, -1)
    for votes in (position.votes, *reversed(position.past)):
        figure = np.where(level, sign * votes, _LEAST)
        level = level & (figure == figure.max(axis=0))
        if (level.sum(axis=0) <= 1).all():
            break
    return level, surplus


def transferred(papers: Papers, position: Position, giver: Bytes) -> Position:
    """Move a candidate's papers on to their next preferences, and see who is elected.

    Parameters
    ----------
    papers : Papers
    position : Position
    giver : uint8, [election]
        Whose papers move: of one who is elected, the surplus; else the candidate is
        excluded. 255 for none.

    Returns
    -------
    Position
        At the end of the next stage.
    """
    candidates, elections = position.votes.shape
    gives = np.arange(candidates)[:, None] == giver
    held = (gives * position.votes).sum(axis=0)
    leaving = held - np.where((gives & position.elected).any(axis=0), papers.quota, 0)
    standing = position.standing & (position.elected | ~gives)

    moving = np.flatnonzero(position.holder.reshape(-1, elections) == giver)
    election = moving % elections
    barred = np.where(standing & ~position.elected, 0, UNRANKED).astype(np.uint8)
    to = best_ranked(papers.ranks[:, moving] | barred[:, election])
    worth = position.value[moving] * leaving[election] // np.maximum(held, 1)[election]

    gains = _credited(to, election, papers.alike[moving] * worth, position.votes.shape)
    moved = Position(
        holder=_replaced(position.holder, moving, to),
        value=_replaced(position.value, moving, worth),
        votes=position.votes - gives * leaving + gains[:-1],
        standing=standing,
        elected=position.elected,
        lost=position.lost + leaving - gains.sum(axis=0),
        past=(*position.past, position.votes),
    )
    return _deemed_elected(papers, moved)


def _replaced(array: NDArray[Any], places: Whole, by: NDArray[Any]) -> NDArray[Any]:
    changed = array.copy()
    changed[places] = by
    return changed


def _credited(holder: Bytes, election: Whole, votes: Whole, shape: tuple[int, ...]) -> Whole:
    """Add up votes by candidate (last, those of nobody) and election.

    Sums up to 2**53 are exact in floats.
    """
    candidates, elections = shape
    places = holder.astype(np.int64) * elections + election
    sums = np.bincount(places, weights=votes, minlength=(candidates + 1) * elections)
    credited: Whole = sums.reshape(candidates + 1, elections).astype(np.int64)
    return credited


def _deemed_elected(papers: Papers, position: Position) -> Position:
    """Elect whoever has the quota, and everybody where there are no more than seats left."""
    elected = position.elected | (position.standing & (position.votes >= papers.quota))
    left = position.standing & ~elected
    vacant = papers.seats - elected.sum(axis=0)
    return evolve(position, elected=elected | (left & (left.sum(axis=0) <= vacant)))


def essence(papers: Papers, position: Position) -> bytes:
    """Sum up what the rest of the count of one election depends on, for comparison.

    That is who is elected, which papers may still move and at what value, and the votes
    of those whose papers they are, at each stage at which they changed.
    """
    elected = position.elected[:, 0]
    live = (position.continuing | (position.elected & (position.votes > papers.quota)))[:, 0]
    lying = np.append(live, False)[position.holder]
    told = [votes[live, 0].tobytes() for votes in (*position.past, position.votes)]
    parts = (
        elected.tobytes(),
        live.tobytes(),
        np.where(lying, position.holder, UNRANKED).astype(np.uint8).tobytes(),
        np.where(lying, position.value, 0).tobytes(),
        *(after for before, after in pairwise((b"", *told)) if before != after),
    )
    return blake2b(b"".join(parts), digest_size=16).digest()
