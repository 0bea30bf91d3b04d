"""Criteria about two profiles: what changed ballots may do to the result.

Changes are tried in a fixed order: those of one ballot's voters (all of them, half, a
quarter … one), then those of two ballots' voters at once.
"""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from itertools import groupby, islice
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

import numpy as np
from attrs import frozen

from elections.criteria.case import Violation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from elections.arrays import Bytes, Truth, Whole
    from elections.criteria.case import Case

Item = TypeVar("Item")

_AT_ONCE: Final = 1 << 20
"""Marks (candidates by ballots by elections) that are counted together."""


@frozen(kw_only=True, eq=False)
class Move:
    """Some of the voters of one ballot cast another, or none.

    Attributes
    ----------
    ballot : int
        Which.
    many : int
        How many of its voters.
    about : bool, [candidate]
        Whose fate the criterion is about.
    cast : uint8, [candidate], or None
        What they cast instead.
    """

    ballot: int
    many: int
    about: Truth
    cast: Bytes | None = None


@frozen(kw_only=True, eq=False)
class Change:
    """A changed election.

    Attributes
    ----------
    values : uint8, [candidate, ballot]
    weights : int64, [ballot]
    about : bool, [candidate]
        Whose fate the criterion is about.
    moves : tuple of Move
        Who changed; empty where every ballot did.
    kept : bool, [candidate], or None
        Who still stands; everybody where None.
    """

    values: Bytes
    weights: Whole
    about: Truth
    moves: tuple[Move, ...] = ()
    kept: Truth | None = None


Changes: TypeAlias = "Callable[[Case], Iterable[Change]]"
Broken: TypeAlias = "Callable[[Case, Change, Truth], bool]"
Words: TypeAlias = "Callable[[Case, Change, Truth], str]"
Casts: TypeAlias = "Callable[[Bytes], Sequence[tuple[Bytes | None, Truth]]]"
"""From a ballot to what its voters may cast instead (None: nothing), and whom that is about."""


def compare(case: Case, *, changes: Changes, broken: Broken, words: Words) -> Violation | None:
    """Count changed elections until one breaks the criterion.

    Parameters
    ----------
    case : Case
    changes : callable
        From the case to the changes, in the order in which they are tried.
    broken : callable
        From the case, a change and who can win then to whether that breaks the criterion.
    words : callable
        From the same to the sentences that say so.
    """
    tried = islice(changes(case), case.budget)
    for _, alike in groupby(tried, key=lambda change: change.values.shape):
        for change, won in _counted(case, alike):
            if won.any() and broken(case, change, won):
                return _violation(case, change, words(case, change, won))
    return None


def batches(items: Iterator[Item], size: int) -> Iterator[list[Item]]:
    """Take items in lists, short ones first, as the first of them may be enough."""
    at_once = 16
    while some := list(islice(items, at_once)):
        yield some
        at_once = max(min(4 * at_once, _AT_ONCE // max(size, 1)), 1)


def _counted(case: Case, changes: Iterator[Change]) -> Iterator[tuple[Change, Truth]]:
    for some in batches(changes, case.values.size):
        values = np.stack([change.values for change in some], axis=2)
        weights = np.stack([change.weights for change in some], axis=1)
        for change, won in zip(some, case.count(values, weights).T, strict=True):
            yield change, won if change.kept is None else _widened(won, change.kept)


def _widened(won: Truth, kept: Truth) -> Truth:
    everyone = np.zeros(len(kept), dtype=np.bool_)
    everyone[kept] = won
    return everyone


def _violation(case: Case, change: Change, text: str) -> Violation:
    moved = {move.ballot: move.many for move in change.moves}
    return Violation(
        criterion=case.criterion,
        system=case.system.id,
        text=text,
        before=case.ballots,
        after=case.rebuilt(change.values, change.weights, change.kept),
        voters=moved or dict(enumerate(case.weights.tolist())),
    )


def halvings(many: int) -> list[int]:
    """List all of so many voters, half of them, a quarter … one.

    Examples
    --------
    >>> halvings(9)
    [9, 4, 2, 1]
    """
    return [many >> depth for depth in range(many.bit_length())]


def moves_of(case: Case, casts: Casts) -> Iterator[tuple[int, Move]]:
    """List the moves of all voters of a ballot, then of half of them, a quarter … one.

    Yields
    ------
    depth : int
        How often they were halved.
    move : Move
    """
    options = [casts(column) for column in case.values.T]
    amounts = [halvings(weight) for weight in case.weights.tolist()]
    for depth in range(max(map(len, amounts), default=0)):
        for ballot, many in enumerate(amounts):
            for cast, about in options[ballot] if depth < len(many) else ():
                yield depth, Move(ballot=ballot, many=many[depth], about=about, cast=cast)


def one_and_two(case: Case, casts: Casts) -> Iterator[Change]:
    """Change the ballots of one group of equal voters, then of two; most voters first."""
    by_depth = defaultdict(list)
    for depth, move in moves_of(case, casts):
        by_depth[depth].append(move)
        yield applied(case, move)
    for total in range(2 * len(by_depth) - 1):
        for depth in range(total + 1):
            for one in by_depth.get(depth, ()):
                for other in by_depth.get(total - depth, ()):
                    if one.ballot < other.ballot and (one.about & other.about).any():
                        yield applied(case, one, other)


def applied(case: Case, *moves: Move) -> Change:
    """Make some moves at once."""
    stay = case.weights.copy()
    for move in moves:
        stay[move.ballot] -= move.many
    casts = [(move.cast[:, None], move.many) for move in moves if move.cast is not None]
    return Change(
        values=np.concatenate([case.values, *(cast for cast, _ in casts)], axis=1),
        weights=np.concatenate([stay, np.array([many for _, many in casts], dtype=np.int64)]),
        about=reduce(np.logical_and, (move.about for move in moves)),
        moves=moves,
    )


def who_moved(case: Case, change: Change) -> str:
    """Say whose ballots changed and, where they cast others, to what."""
    return " and ".join(_who_moved(case, move) for move in change.moves)


def _who_moved(case: Case, move: Move) -> str:
    like = int(case.weights[move.ballot])
    many = f"the {like:,}" if move.many == like else f"{move.many:,} of the {like:,}"
    who = f"{many} with “{case.ballot(case.values[:, move.ballot])}”"
    return who if move.cast is None else f"{who} cast “{case.ballot(move.cast)}”"
