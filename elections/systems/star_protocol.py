"""How STAR voting breaks ties for its runoff: the Equal Vote Coalition's official protocol.

Of those who have as many points, whoever lost most pairs to the others goes out, again and
again. Where all lost as many, those with most five-star ratings go through and those
with fewest go out; then pairs are looked at again. What is level after that is drawn,
one by one, and after each the protocol goes on.

References
----------
Equal Vote Coalition, "How are ties in STAR Voting broken?", starvoting.org/ties, read as in
Hastings, "Clarifying STAR Voting", 2023, but for pairs: a pair is one win, however large.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from elections.systems.finals import most

if TYPE_CHECKING:
    from elections.arrays import Truth, Whole

PAIRS_LOST: Final = "by pairs lost"
FIVE_STARS: Final = "by five-star ratings"


def highest_two(totals: Whole) -> tuple[Truth, Truth]:
    """Say who is sure of the runoff, and who is level for the places that are left.

    Parameters
    ----------
    totals : int64, [candidate, election]

    Returns
    -------
    through, level : bool, [candidate, election]

    Examples
    --------
    >>> [each.ravel().tolist() for each in highest_two(np.array([[9], [7], [7]]))]
    [[True, False, False], [False, True, True]]
    """
    highest = totals == totals.max(axis=0)
    next_highest = np.where(highest, -1, totals).max(axis=0)
    alone = highest.sum(axis=0) == 1
    return settled(highest & alone, np.where(alone, totals == next_highest, highest))


def room(through: Truth) -> Whole:
    """Count the places in the runoff that are left: int64, [election]."""
    places: Whole = min(len(through), 2) - through.sum(axis=0)
    return places


def settled(through: Truth, level: Truth) -> tuple[Truth, Truth]:
    """Let all who are level through where there is room for them; then nobody is level."""
    places = room(through)
    fits = level.sum(axis=0) <= places
    return through | (level & fits), level & ~fits & (places > 0)


def by_pairs_lost(through: Truth, level: Truth, loses: Truth) -> tuple[Truth, Truth]:
    """Put those out who lost most pairs among the level, while others are enough for the places."""
    lost = (loses & level).view(np.uint8).sum(axis=1, dtype=np.uint8).astype(np.int64)
    losers = most(level, lost)
    others = level & ~losers
    enough = others.sum(axis=0) >= room(through)
    left = np.where(others.any(axis=0) & enough, others, losers)
    return settled(through | (others & ~enough), left)


def by_five_stars(through: Truth, level: Truth, fives: Whole) -> tuple[Truth, Truth]:
    """Let those through who have more five-star ratings than there are others for the places."""
    held = np.where(level, fives, -1)
    last_place = np.maximum(room(through) - 1, 0)[None]
    line = np.take_along_axis(-np.sort(-held, axis=0), last_place, axis=0)
    return settled(through | (level & (held > line)), level & (held == line))


def narrower(
    through: Truth, level: Truth, loses: Truth, fives: Whole
) -> tuple[str, Truth, Truth] | None:
    """Make a tie in the scoring round narrower, if anything but a lot can.

    Parameters
    ----------
    through, level : bool, [candidate, election]
        Who is sure of the runoff, and who is level for the places left.
    loses : bool, [candidate, candidate, election]
        Whether fewer ballots rate row above column than below.
    fives : int64, [candidate, election]
        Ballots that give the best rating.

    Returns
    -------
    how : str
        By what it became narrower, in any of the elections.
    through, level : bool, [candidate, election]
        As they are then.
    """
    further = by_pairs_lost(through, level, loses)
    if (further[1] != level).any():
        return PAIRS_LOST, *further
    further = by_five_stars(through, level, fives)
    if (further[1] != level).any():
        return FIVE_STARS, *further
    return None
