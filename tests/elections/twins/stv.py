"""The single transferable vote by hand: papers in piles, values as fractions.

Follows the wording of the Scottish Local Government Elections Order: the quota, the
transfer of surpluses, exclusion, and the filling of the last vacancies.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Lots = Callable[[list[int], str], Iterable[int]]

NOBODY = -1
"""Whose pile the papers are in that are not transferable."""


class Paper(NamedTuple):
    weight: int
    preferences: tuple[int, ...]
    value: Fraction


class Stage(NamedTuple):
    """How things stood at the end of a stage; in ``lots`` who was level for the next one."""

    votes: dict[int, Fraction]
    elected: tuple[int, ...]
    excluded: tuple[int, ...]
    exhausted: Fraction
    level: tuple[int, ...]


def every_way(level: list[int], _purpose: str) -> Iterable[int]:
    return level


def by_priority(priority: Sequence[int]) -> Lots:
    """Favour low numbers: they pass their surplus on first, and are excluded last."""

    def draw(level: list[int], purpose: str) -> list[int]:
        ordered = sorted(level, key=lambda c: priority[c])
        return [ordered[-1 if purpose == "exclude" else 0]]

    return draw


def counts(
    ballots: list[tuple[int, list[list[int]]]],
    candidates: int,
    seats: int,
    lots: Lots = every_way,
    overvotes: str = "exhaust",
) -> Iterator[list[Stage]]:
    """Count in every way that the lots allow; give the stages of each way."""
    papers = [Paper(weight, valid(groups, overvotes), Fraction(1)) for weight, groups in ballots]
    piles = {
        c: [paper for paper in papers if paper.preferences[:1] == (c,)] for c in range(candidates)
    }
    votes = {c: worth(pile) for c, pile in piles.items()}
    piles[NOBODY] = []
    quota = int(sum(votes.values())) // (seats + 1) + 1
    yield from go_on(piles, votes, quota=quota, seats=seats, stages=[], lots=lots)


def valid(groups: list[list[int]], overvotes: str) -> tuple[int, ...]:
    preferences: list[int] = []
    for group in groups:
        if len(group) > 1 and overvotes == "exhaust":
            break
        if len(group) == 1:
            preferences += group
    return tuple(preferences)


def worth(pile: list[Paper]) -> Fraction:
    return sum((paper.weight * paper.value for paper in pile), Fraction(0))


def go_on(
    piles: dict[int, list[Paper]],
    votes: dict[int, Fraction],
    *,
    quota: int,
    seats: int,
    stages: list[Stage],
    lots: Lots,
) -> Iterator[list[Stage]]:
    before = stages[-1] if stages else Stage({}, (), (), Fraction(0), ())
    gone = tuple(c for c in votes if c not in piles)
    left = [c for c in votes if c not in (*gone, *before.elected)]
    new = sorted((c for c in left if votes[c] >= quota), key=lambda c: -votes[c])
    left = [c for c in left if c not in new]
    if len(left) <= seats - len(before.elected) - len(new):
        new, left = sorted([*new, *left], key=lambda c: -votes[c]), []
    elected = (*before.elected, *new)
    history = [*(stage.votes for stage in stages), votes]
    if not left or len(elected) == seats:
        yield [*stages, Stage(votes, elected, gone, worth(piles[NOBODY]), ())]
        return
    rich = [c for c in elected if votes[c] > quota]
    level = looking_back(rich, history, max) if rich else looking_back(left, history, min)
    told = [*stages, Stage(votes, elected, gone, worth(piles[NOBODY]), tuple(level))]
    for c in lots(level, "transfer" if rich else "exclude") if len(level) > 1 else level:
        after = transfer(piles, votes, c, left, votes[c] - quota if rich else None)
        yield from go_on(*after, quota=quota, seats=seats, stages=told, lots=lots)


def looking_back(
    level: list[int],
    history: list[dict[int, Fraction]],
    extreme: Callable[[Iterable[Fraction]], Fraction],
) -> list[int]:
    for votes in reversed(history):
        figure = extreme(votes[c] for c in level)
        level = [c for c in level if votes[c] == figure]
    return level


def transfer(
    piles: dict[int, list[Paper]],
    votes: dict[int, Fraction],
    giver: int,
    continuing: list[int],
    surplus: Fraction | None,
) -> tuple[dict[int, list[Paper]], dict[int, Fraction]]:
    piles = {c: list(pile) for c, pile in piles.items()}
    votes = dict(votes)
    total, papers = votes[giver], piles[giver]
    piles[giver] = []
    for paper in papers:
        value = paper.value
        if surplus is not None:
            value = Fraction(int(100_000 * surplus * paper.value / total), 100_000)
        following = [c for c in paper.preferences if c in continuing and c != giver]
        to = following[0] if following else NOBODY
        piles[to].append(paper._replace(value=value))
        if following:
            votes[to] += paper.weight * value
    if surplus is None:
        del piles[giver]
        votes[giver] = Fraction(0)
    else:
        votes[giver] -= surplus
    return piles, votes


def can_be_elected(
    ballots: list[tuple[int, list[list[int]]]], candidates: int, seats: int
) -> set[int]:
    return {c for stages in counts(ballots, candidates, seats) for c in stages[-1].elected}


def _one_seat(
    ballots: list[tuple[int, list[list[int]]]], candidates: int, _options: Mapping[str, str]
) -> set[int]:
    return can_be_elected(ballots, candidates, 1)


TWINS = {"stv": _one_seat}
