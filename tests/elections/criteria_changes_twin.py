"""A slow twin of the criteria about changes, and what confirms any violation."""

from __future__ import annotations

from collections import Counter
from itertools import product
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from elections import Scores, System
from tests.elections.criteria_twin import Ballot, allowed, ballots_in, some_of, who_can_win

if TYPE_CHECKING:
    from elections import Profile
    from elections.criteria import Violation


class Seen(NamedTuple):
    """A violation, who can win before and after, and whether the whole sets are the answer."""

    found: Violation
    won: set[str]
    then: set[str]
    whole: bool


def moved(found: Violation) -> tuple[Counter[Ballot], Counter[Ballot]]:
    """Give the ballots that were changed, as they were and as they are."""
    assert found.after is not None
    before, after = ballots_in(found.before), ballots_in(found.after)
    return before - after, after - before


def paired(old: Counter[Ballot], new: Counter[Ballot], fits: Any) -> bool:
    """Say whether the old ballots can have become the new ones, each by a change that fits."""
    if len(old) > 2:
        return False
    for targets in product(new, repeat=len(old)):
        pairs = list(zip(old, targets, strict=True))
        together: Counter[Ballot] = Counter()
        for one, other in pairs:
            together[other] += old[one]
        if together == new and all(fits(dict(one), dict(other)) for one, other in pairs):
            return True
    return False


def raised(winner: str) -> Any:
    def fits(one: dict[str, float], other: dict[str, float]) -> bool:
        rest = [c for c in one if c != winner]
        same = all((one[c] < one[d]) == (other[c] < other[d]) for c in rest for d in rest) and all(
            (one[c] == inf) == (other[c] == inf) for c in rest
        )
        rated = min(one.values()) <= 0
        lost = any(
            (one[winner] < one[c] and other[winner] >= other[c])
            or (one[winner] == one[c] and other[winner] > other[c])
            for c in rest
        )
        gained = any(
            (other[winner] < other[c] and one[winner] >= one[c])
            or (other[winner] == other[c] and one[winner] > one[c])
            for c in rest
        )
        if rated:
            return all(one[c] == other[c] for c in rest) and other[winner] < one[winner]
        return same and gained and not lost

    return fits


def monotonicity(seen: Seen) -> bool:
    found, won, then, whole = seen
    return any(
        paired(*moved(found), raised(winner)) and winner not in then
        for winner in won
        if whole or len(won) == 1
    )


def participation(seen: Seen) -> bool:
    found, won, then, whole = seen
    gone, new = moved(found)
    [ballot] = gone
    places = dict(ballot)
    pairs = [(places[a], places[b]) for a in then for b in won]
    if whole:
        return not new and all(a <= b for a, b in pairs) and any(a < b for a, b in pairs)
    return not new and all(a < b for a, b in pairs)


def are_clones(ballots: Counter[Ballot], some: set[str], names: set[str]) -> bool:
    for ballot in ballots:
        places = dict(ballot)
        if min(places.values()) <= 0 and len({places[c] for c in some}) > 1:
            return False
        for outsider in names - some:
            there = places[outsider]
            if len({(places[c] < there, places[c] == there) for c in some}) > 1:
                return False
    return True


def restricted(ballots: Counter[Ballot], names: set[str]) -> Counter[Ballot]:
    """Leave candidates out of rankings, closing the gaps."""
    found: Counter[Ballot] = Counter()
    for ballot, voters in ballots.items():
        left = {c: place for c, place in ballot if c in names}
        used = sorted({place for place in left.values() if 0 < place < inf})
        found[
            tuple(
                (c, used.index(place) + 1 if place in used else place) for c, place in left.items()
            )
        ] += voters
    return found


def clones(seen: Seen) -> bool:
    found, won, then, whole = seen
    assert found.after is not None
    names, left = set(found.before.candidates), set(found.after.candidates)
    before = ballots_in(found.before)
    if restricted(before, left) != ballots_in(found.after):
        return False

    def told_apart(some: set[str]) -> bool:
        one, other = ({"*" if c in some else c for c in each} for each in (won, then))
        return one != other if whole else not one & other

    return any(
        told_apart(some)
        for some in some_of(names)
        if names - left < some and are_clones(before, some, names)
    )


def cut(kept: set[str]) -> Any:
    """Say whether a ballot marks just these, as before, and nobody else as high."""

    def fits(one: dict[str, float], other: dict[str, float]) -> bool:
        rated = min(one.values()) <= 0
        nothing = 0 if rated else inf
        marked = {c for c, place in other.items() if place != nothing}
        dropped = {c for c in one if c not in marked and one[c] != nothing}
        return (
            kept <= marked
            and bool(dropped)
            and all(one[c] == other[c] for c in marked)
            and all(one[c] < one[d] + rated for c in marked for d in dropped)
        )

    return fits


def later_no_harm(seen: Seen) -> bool:
    found, won, then, whole = seen
    old, new = moved(found)
    if whole:
        return any(paired(old, new, cut({c})) for c in then - won)
    return not won & then and bool(paired(old, new, cut(then)))


def later_no_help(seen: Seen) -> bool:
    found, won, then, whole = seen
    old, new = moved(found)
    if whole:
        return any(paired(old, new, cut({c})) for c in won - then)
    return not won & then and bool(paired(old, new, cut(won)))


def reversal(seen: Seen) -> bool:
    found, won, then, _ = seen
    before, after = ballots_in(found.before), found.after
    turned: Counter[Ballot] = Counter()
    for ballot, voters in before.items():
        if isinstance(after, Scores):
            places = [(c, -(after.maximum + place)) for c, place in ballot]
        else:
            used = sorted({place for _, place in ballot}, reverse=True)
            places = [(c, used.index(place) + 1) for c, place in ballot]
        turned[tuple(places)] += voters
    assert after is not None
    return turned == ballots_in(after) and len(won) == 1 and won == then


CHANGES = {
    check.__name__: check
    for check in (
        monotonicity,
        participation,
        clones,
        later_no_harm,
        later_no_help,
        reversal,
    )
}


def confirms(found: Violation, system: System) -> bool:
    """Say whether what was found is a violation, by the definition and the slow twins."""
    whole = system.whole_set or system.random
    won = who_can_win(found.before, system)
    if found.after is None:
        sets = allowed(found.criterion, ballots_in(found.before), set(found.before.candidates))
        return any(not won <= some if whole else not won & some for some in sets)
    then = who_can_win(found.after, system)
    if found.criterion != "reinforcement":
        return CHANGES[found.criterion](Seen(found, won, then, whole))
    there = who_can_win(other_part(found), system)
    if whole:
        return bool(then & there) and then & there != won
    return then == there and len(then) == 1 and not then & won


def other_part(found: Violation) -> Profile | Scores:
    """Give the ballots of the voters who are not counted after the change."""
    values = found.before.ratings if isinstance(found.before, Scores) else found.before.ranks
    weights = [found.voters.get(place, 0) for place in range(values.shape[1])]
    if isinstance(found.before, Scores):
        most = found.before.maximum
        return Scores.from_ratings(values, found.before.candidates, maximum=most, weights=weights)
    return type(found.before).from_ranks(values, found.before.candidates, weights)
