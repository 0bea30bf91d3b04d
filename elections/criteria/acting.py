"""Criteria about what voters do: rank a winner higher, stay at home, or mark fewer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from elections.arrays import UNRANKED
from elections.criteria.changes import applied, compare, moves_of, one_and_two, who_moved
from elections.readout import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from elections.arrays import Bytes, Truth
    from elections.criteria.case import Case
    from elections.criteria.changes import Casts, Change

# Monotonicity: the only winner, or a member of a set, is ranked higher ------------------


def _raises(case: Case) -> Iterator[Change]:
    if case.whole or case.won.sum() == 1:
        ways = [_raised(case, winner) for winner in np.flatnonzero(case.won).tolist()]
        yield from one_and_two(case, lambda column: [cast for way in ways for cast in way(column)])


def _raised(case: Case, winner: int) -> Casts:
    """Give the ways to mark one candidate higher, the most first, the others as they were."""
    here = np.arange(len(case.values)) == winner

    def ranks(column: Bytes) -> list[tuple[Bytes, Truth]]:
        # Just above a rank; level with one only where voters rank candidates equally anyway.
        own, levels = int(column[winner]), np.unique(np.delete(column, winner)).tolist()
        places = [2 * level - 1 for level in levels if level <= own]
        places += [2 * level for level in levels if level < own] if case.tied else []
        doubled = 2 * column.astype(np.int64)
        return [(_closed(np.where(here, place, doubled)), here) for place in places]

    def ratings(column: Bytes) -> list[tuple[Bytes, Truth]]:
        higher = range(case.highest, int(column[winner]), -1)
        return [(np.where(here, rating, column).astype(np.uint8), here) for rating in higher]

    return ratings if case.rated else ranks


def _closed(doubled: Bytes) -> Bytes:
    """Close the gaps between the places of a ballot, of which twice 255 is none."""
    ranks = np.unique(doubled, return_inverse=True)[1].ravel() + 1
    return np.where(doubled == 2 * UNRANKED, UNRANKED, ranks).astype(np.uint8)


def _lost(_case: Case, change: Change, won: Truth) -> bool:
    return not won[change.about].any()


def _raised_in_words(case: Case, change: Change, won: Truth) -> str:
    winner = listed(case.names(change.about))
    return (
        f"{case.result(case.won)}. If {who_moved(case, change)}, moving {winner} up, "
        f"{case.result(won)}."
    )


monotonicity: Final = partial(compare, changes=_raises, broken=_lost, words=_raised_in_words)

# Participation: like voters stay at home ------------------------------------------------


def _absences(case: Case) -> Iterator[Change]:
    for _, move in moves_of(case, lambda column: [(None, column >= 0)]):
        if move.many < case.ballots.voters:
            yield applied(case, move)


def _better_without(case: Case, change: Change, won: Truth) -> bool:
    """Say whether the absent prefer all who win without them to all who win with them.

    Sets are compared as by Kelly: nobody of the one is worse than anybody of the other,
    and somebody is better.
    """
    keys = case.keys[:, change.moves[0].ballot]
    without, present = keys[won], keys[case.won]
    if case.whole:
        return bool(without.max() <= present.min() and without.min() < present.max())
    return bool(without.max() < present.min())


def _absent_in_words(case: Case, change: Change, won: Truth) -> str:
    return (
        f"{case.result(case.won)}. Without {who_moved(case, change)}, {case.result(won)}, "
        "which they prefer."
    )


participation: Final = partial(
    compare, changes=_absences, broken=_better_without, words=_absent_in_words
)

# Later-no-harm and later-no-help: voters leave out their last preferences ---------------


def _cuts(case: Case) -> Iterator[Change]:
    yield from one_and_two(case, _cut_rating if case.rated else _cut_ranking)


def _cut_ranking(column: Bytes) -> list[tuple[Bytes, Truth]]:
    """Give a ranking cut off after each rank but its last, with whom it ranks then."""
    ends = np.unique(column[column != UNRANKED]).tolist()[:-1]
    return [
        (np.where(column <= end, column, UNRANKED).astype(np.uint8), column <= end) for end in ends
    ]


def _cut_rating(column: Bytes) -> list[tuple[Bytes, Truth]]:
    """For each candidate, give nothing to any other who is rated no higher."""
    found = []
    for candidate in np.flatnonzero(column):
        kept = column > column[candidate]
        kept[candidate] = True
        if column[~kept].any():
            found.append((np.where(kept, column, 0).astype(np.uint8), kept))
    return found


def _harmed(case: Case, change: Change, won: Truth) -> bool:
    """Say whether one of those marked wins only if the others are not marked."""
    if case.whole:
        return bool((won & change.about & ~case.won).any())
    return not (won & ~change.about).any() and not (won & case.won).any()


def _helped(case: Case, change: Change, won: Truth) -> bool:
    """Say whether one of those marked wins only if the others are marked too."""
    if case.whole:
        return bool((case.won & change.about & ~won).any())
    return not (case.won & ~change.about).any() and not (won & case.won).any()


def _harmed_in_words(case: Case, change: Change, won: Truth) -> str:
    gained = listed(case.names(won & change.about & ~case.won), "or")
    return (
        f"{case.result(case.won)}. If {who_moved(case, change)}, {case.result(won)}: "
        f"what they mark below harms {gained}."
    )


def _helped_in_words(case: Case, change: Change, won: Truth) -> str:
    gained = listed(case.names(case.won & change.about & ~won), "or")
    return (
        f"{case.result(case.won)}. If {who_moved(case, change)}, {case.result(won)}: "
        f"what they mark below helps {gained}."
    )


later_no_harm: Final = partial(compare, changes=_cuts, broken=_harmed, words=_harmed_in_words)
later_no_help: Final = partial(compare, changes=_cuts, broken=_helped, words=_helped_in_words)
