"""From the arrays that a kernel recorded to the explanation of one count."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, frozen

from elections.count import Count, Round, Tie, Votes
from elections.ties import WORDS

if TYPE_CHECKING:
    from elections.arrays import Truth, Whole
    from elections.systems.base import Outcome, System


@frozen(kw_only=True, eq=False)
class Story:
    """One election's outcome, ready to be told: its arrays have lost the election axis.

    Attributes
    ----------
    candidates : tuple of str
    voters : int
    unit : int
        Parts of a vote.
    votes : tuple of int64 arrays, [candidate]
        One for each round up to the deciding one.
    standing : tuple of bool arrays, [candidate]
        Who was in, likewise.
    leaders : bool, [candidate]
    winner : int
    """

    candidates: tuple[str, ...]
    voters: int
    unit: int
    votes: tuple[Whole, ...]
    standing: tuple[Truth, ...]
    leaders: Truth
    winner: int

    def names(self, chosen: Truth) -> tuple[str, ...]:
        """Name the candidates of a mask, in candidate order."""
        return tuple(self.candidates[place] for place in np.flatnonzero(chosen))

    def gone(self, number: int) -> Truth:
        """Say who went out after a round (from 0)."""
        if number + 1 >= len(self.standing):
            return np.zeros_like(self.leaders)
        return self.standing[number] & ~self.standing[number + 1]

    def whole(self, parts: int) -> Votes:
        """Turn parts into votes."""
        votes = Fraction(int(parts), self.unit)
        return votes.numerator if votes.denominator == 1 else votes

    def tally(self, parts: Whole, chosen: Truth) -> dict[str, Votes]:
        """Give the votes of the chosen candidates, highest first."""
        places = sorted(np.flatnonzero(chosen), key=lambda place: -parts[place])
        return {self.candidates[place]: self.whole(parts[place]) for place in places}


def explain(
    system: System,
    outcome: Outcome,
    can_win: Truth,
    *,
    candidates: tuple[str, ...],
    voters: int,
    ties: str,
    seed: int,
) -> Count:
    """Assemble the `Count` of the only election of an outcome.

    Parameters
    ----------
    system : System
        The system that counted.
    outcome : Outcome
        What its kernel answered.
    can_win : bool, [candidate]
        The elected; under ``ties="all"`` everyone who can win.
    candidates, voters
        Of the election.
    ties, seed
        The tie policy that was followed.
    """
    told = outcome.stages[: int(outcome.last[0]) + 1]
    story = Story(
        candidates=candidates,
        voters=voters,
        unit=outcome.unit,
        votes=tuple(stage.votes[:, 0] for stage in told),
        standing=tuple(stage.standing[:, 0] for stage in told),
        leaders=outcome.leaders[:, 0],
        winner=int(outcome.winner[0]),
    )
    winners = story.names(can_win)
    elected = winners[0] if len(winners) == 1 else None
    by_votes = system.measure == "votes" and bool(told)
    return Count(
        system=system.id,
        name=system.name,
        measure=system.measure,
        candidates=candidates,
        voters=voters,
        elected=elected,
        winners=winners,
        order=_order(system, outcome, candidates),
        rounds=_rounds(story, elected, by_votes=by_votes),
        ties=_ties(story, WORDS[ties].format(seed=seed), broken=ties != "all"),
        uncounted=voters - int(story.whole(story.votes[0].sum())) if by_votes else 0,
        tables={word: _rows(table[:, :, 0]) for word, table in outcome.tables.items()},
    )


def _rounds(story: Story, elected: str | None, *, by_votes: bool) -> tuple[Round, ...]:
    final = len(story.votes) - 1
    return tuple(
        Round(
            number=number + 1,
            tally=story.tally(votes, standing),
            exhausted=int(story.whole(story.votes[0].sum() - votes.sum())) if by_votes else 0,
            eliminated=story.names(story.gone(number)),
            transferred=_gains(story, number),
            elected=elected if number == final else None,
        )
        for number, (votes, standing) in enumerate(zip(story.votes, story.standing, strict=True))
    )


def _gains(story: Story, number: int) -> dict[str, Votes]:
    if number == 0:
        return {}
    gained = story.votes[number] - story.votes[number - 1]
    return story.tally(gained, story.standing[number] & (gained > 0))


def _ties(story: Story, how: str, *, broken: bool) -> tuple[Tie, ...]:
    met = [tie for at in range(len(story.votes) - 1) if (tie := _tie_to_stay(story, at, how))]
    if story.leaders.sum() > 1:
        last = Tie(
            round=max(len(story.votes), 1),
            candidates=story.names(story.leaders),
            chosen=(story.candidates[story.winner],),
            purpose="elected",
            how=how,
        )
        met.append(last)
    return tuple(met if broken else (evolve(tie, chosen=()) for tie in met))


def _tie_to_stay(story: Story, number: int, how: str) -> Tie | None:
    """Find the tie between the last who stayed in and the first who went out, if any."""
    votes, gone, kept = story.votes[number], story.gone(number), story.standing[number + 1]
    line = votes[kept].min()
    if votes[gone].max() != line:
        return None
    level = story.standing[number] & (votes == line)
    one_goes = gone.sum() == 1
    return Tie(
        round=number + 1,
        candidates=story.names(level),
        chosen=story.names(level & (gone if one_goes else kept)),
        purpose="eliminated" if one_goes else "stays in",
        how=how,
    )


def _order(
    system: System, outcome: Outcome, candidates: tuple[str, ...]
) -> tuple[tuple[str, ...], ...]:
    merit = system.merit(outcome)
    if merit is None:
        return ()
    return tuple(
        tuple(candidates[place] for place in np.flatnonzero(merit == value))
        for value in sorted(set(merit.tolist()), reverse=True)
    )


def _rows(table: Whole) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(row) for row in table.tolist())
