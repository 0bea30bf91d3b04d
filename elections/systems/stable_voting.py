"""Stable Voting and Simple Stable Voting: who beats whom, and would win without them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
from attrs import evolve

from elections.ballots import Profile
from elections.count import Step
from elections.readout import listed, number
from elections.systems.base import BallotKind, Outcome, System, elect_leaders
from elections.systems.defeats import (
    LEFT_OUT,
    NEITHER_AHEAD,
    STRENGTH,
    strengths,
    strongest_paths,
)
from elections.systems.piecemeal import condorcet_first, one_by_one
from elections.systems.split_cycle import undefeated
from elections.systems.stable_search import Search
from elections.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from elections.arrays import Truth, Whole
    from elections.rules import Rules
    from elections.stack import Stack
    from elections.systems.stable_search import Level, Match, Some

_MOST_SETS: Final = 1 << 9
_MOST_TOLD: Final = 40
"""How many counts among fewer candidates are shown."""
_LEAST: Final = np.iinfo(np.int64).min


def _count(stack: Stack, rules: Rules, *, simple: bool) -> Outcome:
    """Look at all sets in many elections at once, or to explain them at those that matter."""
    sets = 1 << stack.candidates
    if rules.explained or sets > min(rules.budget, _MOST_SETS):
        return one_by_one(partial(_count_one, simple=simple))(stack, rules)
    defeats = strengths(stack, rules)
    sizes = _sizes(defeats, rules.options["strength"])
    return elect_leaders(_winners_of_sets(sizes, None if simple else defeats), rules)


def _winners_of_sets(sizes: Whole, defeats: Whole | None) -> Truth:
    """Find who wins among every set of candidates: bool, [candidate, election] for the last."""
    everyone = np.arange(len(sizes))
    winners = np.zeros((1 << len(sizes), *sizes.shape[1:]), dtype=np.bool_)
    winners[1 << everyone, everyone] = True
    for some in range(1, len(winners)):
        inside = everyone[some >> everyone & 1 == 1]
        if len(inside) == 1:
            continue
        among = np.ix_(inside, inside)
        holds = winners[some - (1 << inside)][:, inside].swapaxes(0, 1)
        if defeats is not None:
            open_to = undefeated(defeats[among], strongest_paths(defeats[among]))
            holds = holds & open_to[:, None]
        strongest = np.where(holds, sizes[among], _LEAST).max(axis=(0, 1))
        winners[some, inside] = (holds & (sizes[among] == strongest)).any(axis=1)
    return np.asarray(winners[-1])


def _count_one(stack: Stack, rules: Rules, *, simple: bool) -> Outcome:
    defeats = strengths(stack, rules)[:, :, 0]
    sizes = _sizes(defeats, rules.options["strength"])
    search = Search(
        beats=tuple(_as_set(row) for row in stack.margins[:, :, 0] > 0),
        defeats=None if simple else defeats,
        sizes=sizes,
        budget=rules.budget,
    )
    won = search.winners((1 << stack.candidates) - 1)
    leaders = np.array([[won >> place & 1 == 1] for place in range(stack.candidates)])
    tables = {"pairwise": stack.pairwise, "matches": sizes[:, :, None]}
    outcome = elect_leaders(leaders, rules, tables=tables)
    way = search.way(int(outcome.winner[0]))
    return evolve(outcome, found=(way, *search.below(way, _MOST_TOLD)))


def _sizes(defeats: Whole, strength: str) -> Whole:
    """Say how strong each is against each other: where it loses, the stronger the less.

    Under "opposition" it is the voters who prefer it, whether it wins or loses.
    """
    return defeats if strength == "opposition" else defeats - defeats.swapaxes(0, 1)


def _as_set(mask: Truth) -> Some:
    return sum(1 << int(place) for place in np.flatnonzero(mask))


def _steps(outcome: Outcome, candidates: tuple[str, ...]) -> tuple[Step, ...]:
    """Tell each level of the way to the winner, down to where the winner's case is plain.

    Then tell the other counts among fewer candidates that it goes by.
    """
    if outcome.found is None:
        return ()
    way, below, untold = outcome.found
    steps = [step for level in way for step in _level_steps(level, candidates)]
    steps.append(_plain(way[-1], outcome, candidates, action="wins"))
    steps += [_beside(level, outcome, candidates) for level in below]
    if untold:
        text = "There are more such counts among fewer candidates, which are not shown."
        steps.append(Step(action="left out", candidates=(), text=text))
    return tuple(steps)


def _level_steps(level: Level, candidates: tuple[str, ...]) -> Iterator[Step]:
    may_win = _names(level.open_to, candidates)
    if level.matches and level.open_to != level.among:
        said = f"{listed(may_win)} are undefeated in Split Cycle."
        yield Step(action="undefeated", candidates=may_win, text=_without(level, candidates) + said)
    for match in level.matches:
        yield Step(
            action="holds" if match.without >> match.one & 1 else "fails",
            candidates=(candidates[match.one], candidates[match.other]),
            size=match.size,
            text=f"{_said_of(match, level, candidates)}.",
        )


def _said_of(match: Match, level: Level, candidates: tuple[str, ...]) -> str:
    out = _names(~level.among | 1 << match.other, candidates)
    one, other = (printable(candidates[place]) for place in (match.one, match.other))
    holds = "holds" if match.without >> match.one & 1 else "fails"
    winners = listed(_names(match.without, candidates), last="or")
    return (
        f"{one} against {other} ({number(match.size)}) {holds}: without {listed(out)}, "
        f"{winners} wins"
    )


def _beside(level: Level, outcome: Outcome, candidates: tuple[str, ...]) -> Step:
    """Say who wins among fewer candidates, and by which match."""
    if not level.matches:
        return _plain(level, outcome, candidates, action="without")
    matches = "; ".join(_said_of(match, level, candidates) for match in level.matches)
    open_to = _names(level.open_to, candidates)
    only = f"only {listed(open_to)} can win. " if level.open_to != level.among else ""
    text = f"{_without(level, candidates)}{only}{matches}."
    won = {match.one for match in level.matches if match.without >> match.one & 1}
    return Step(action="without", candidates=tuple(candidates[c] for c in sorted(won)), text=text)


def _plain(level: Level, outcome: Outcome, candidates: tuple[str, ...], *, action: str) -> Step:
    """Say why the winner wins among those who are left."""
    winner = level.open_to.bit_length() - 1
    preferred = outcome.tables["pairwise"][:, :, 0]
    beaten = _as_set(preferred[winner] > preferred[:, winner])
    if level.among == level.open_to:
        said = "alone is left."
    elif level.among == level.open_to | level.among & beaten:
        said = "beats everybody else."
    else:
        said = "alone is undefeated in Split Cycle."
    text = f"{_without(level, candidates)}{printable(candidates[winner])} {said}"
    return Step(action=action, candidates=(candidates[winner],), text=text)


def _without(level: Level, candidates: tuple[str, ...]) -> str:
    out = _names(~level.among, candidates)
    return f"Without {listed(out)}, " if out else ""


def _names(some: Some, candidates: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for place, name in enumerate(candidates) if some >> place & 1)


UNBATCHED: Final = (
    "Beyond nine candidates, as it depends on who wins among some of them which others must be "
    "looked at."
)


STABLE_VOTING = System(
    id="stable_voting",
    name="Stable Voting",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="pairs",
    summary=(
        "Elected is whoever is undefeated in Split Cycle and has the strongest match against "
        "somebody without whom they would win, by the same rule among the others."
    ),
    source="Holliday and Pacuit, Stable Voting, Constitutional Political Economy 2023",
    truncated=LEFT_OUT,
    tied=NEITHER_AHEAD,
    options=STRENGTH,
    searches=True,
    unbatched=UNBATCHED,
    kernel=condorcet_first(partial(_count, simple=False)),
    story=_steps,
)

SIMPLE_STABLE_VOTING = System(
    id="simple_stable_voting",
    name="Simple Stable Voting",
    ballot=BallotKind.RANKING,
    takes=Profile,
    measure="pairs",
    summary=(
        "Elected is whoever has the strongest match against somebody without whom they would win, "
        "by the same rule among the others."
    ),
    source="Holliday and Pacuit, Stable Voting, Constitutional Political Economy 2023",
    truncated=LEFT_OUT,
    tied=NEITHER_AHEAD,
    options=STRENGTH,
    searches=True,
    unbatched=UNBATCHED,
    kernel=condorcet_first(partial(_count, simple=True)),
    story=_steps,
)
