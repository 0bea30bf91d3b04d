"""From the arrays that a kernel recorded to the explanation of one count."""

from __future__ import annotations

from fractions import Fraction
from itertools import compress, pairwise
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, frozen

from elections.count import Count, Round, Step, Tie, Votes

if TYPE_CHECKING:
    from elections.arrays import Truth, Whole
    from elections.ballots import Profile
    from elections.scores import Scores
    from elections.systems.base import Outcome, Stage, System


@frozen(kw_only=True, eq=False)
class Story:
    """One election's outcome, ready to be told: its arrays have lost the election axis.

    Attributes
    ----------
    candidates : tuple of str
    unit : int
        Parts of a vote.
    stages : tuple of Stage
        The rounds up to the deciding one.
    gone : tuple of bool arrays, [candidate]
        Who went out after each round but the last.
    leaders : bool, [candidate]
    winner : int
    """

    candidates: tuple[str, ...]
    unit: int
    stages: tuple[Stage, ...]
    gone: tuple[Truth, ...]
    leaders: Truth
    winner: int

    def names(self, chosen: Truth) -> tuple[str, ...]:
        """Name the candidates of a mask, in candidate order."""
        return tuple(compress(self.candidates, chosen.tolist()))

    def whole(self, parts: int) -> Votes:
        """Turn parts into votes."""
        whole, rest = divmod(int(parts), self.unit)
        return Fraction(int(parts), self.unit) if rest else whole

    def tally(self, parts: Whole, chosen: Truth) -> dict[str, Votes]:
        """Give the votes of the chosen candidates, highest first."""
        every = compress(zip(self.candidates, parts.tolist(), strict=True), chosen.tolist())
        ordered = sorted(every, key=lambda one: -one[1])
        return {candidate: self.whole(votes) for candidate, votes in ordered}


def explain(
    system: System,
    outcome: Outcome,
    can_win: Truth,
    *,
    ballots: Profile | Scores,
    ties: str,
    broken: bool,
    undecided: str,
    ways: tuple[Step, ...] = (),
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
    ballots : Profile or Scores
        What was counted.
    ties : str
        How ties were broken, in words.
    broken : bool
        Whether they were.
    undecided : str
        Why there is no answer, or empty.
    ways : tuple of Step
        How others can win than those whom the rounds show.
    """
    story = story_of(outcome, ballots.candidates)
    winners = _winners(story, can_win)
    by_votes = system.measure == "votes" and bool(story.stages)
    met = () if undecided else _ties_met(system, outcome, story, ties)
    return Count(
        system=system.id,
        name=system.name,
        measure=system.measure,
        candidates=ballots.candidates,
        voters=ballots.voters,
        elected=winners[0] if len(winners) == 1 else None,
        winners=winners,
        order=_order(system, outcome, ballots.candidates),
        rounds=_rounds(story, winners, system.measure),
        ties=met if broken else tuple(_unbroken(tie, ties) for tie in met),
        uncounted=_uncounted(story, ballots.voters) if by_votes else 0,
        tables={word: _rows(table[:, :, 0]) for word, table in outcome.tables.items()},
        columns={word: tuple(column[:, 0].tolist()) for word, column in outcome.columns.items()},
        facts={word: fact.tolist()[0] for word, fact in outcome.facts.items()},
        steps=(*system.story(outcome, ballots.candidates), *ways),
        undecided=undecided,
    )


def story_of(outcome: Outcome, candidates: tuple[str, ...]) -> Story:
    """Make the only election of an outcome ready to be told."""
    stages = tuple(stage.only(0) for stage in outcome.stages)
    gone = tuple(one.standing & ~after.standing for one, after in pairwise(stages))
    return Story(
        candidates=candidates,
        unit=outcome.unit,
        stages=stages,
        gone=gone,
        leaders=outcome.leaders[:, 0],
        winner=int(outcome.winner[0]),
    )


def ties_met(
    system: System, outcome: Outcome, candidates: tuple[str, ...], how: str
) -> tuple[Tie, ...]:
    """Tell the ties that were met in the only election of an outcome.

    Parameters
    ----------
    system : System
    outcome : Outcome
    candidates : tuple of str
    how : str
        How ties were broken, in words.
    """
    return _ties_met(system, outcome, story_of(outcome, candidates), how)


def _ties_met(system: System, outcome: Outcome, story: Story, how: str) -> tuple[Tie, ...]:
    if system.ties is not None:
        return system.ties(outcome, story.candidates, how)
    return _ties(story, how, one_wins=not system.whole_set)


def _winners(story: Story, can_win: Truth) -> tuple[str, ...]:
    """Name the winners, where there are several seats in the order of their election."""
    taken = [stage.elected for stage in story.stages if stage.elected is not None]
    if not taken or (can_win != story.leaders).any():
        return story.names(can_win)
    waited = np.sum([~each for each in taken], axis=0)
    votes = np.array([stage.votes for stage in story.stages])

    def turn(place: np.intp) -> tuple[int, int]:
        at = int(waited[place])
        return at, -int(votes[min(at, len(votes) - 1), place])

    return tuple(story.candidates[place] for place in sorted(np.flatnonzero(can_win), key=turn))


def _uncounted(story: Story, voters: int) -> int:
    return voters - int(story.whole(story.stages[0].votes.sum()))


def _rounds(story: Story, winners: tuple[str, ...], measure: str) -> tuple[Round, ...]:
    lost = [0 if stage.lost is None else int(stage.lost) for stage in story.stages]
    counted = [stage.votes.sum() + lost[number] for number, stage in enumerate(story.stages)]
    by_votes, last = measure == "votes", len(story.gone)
    return tuple(
        Round(
            number=number + 1,
            tally=story.tally(stage.votes, stage.standing),
            exhausted=story.whole(counted[0] - counted[number]) if by_votes else 0,
            lost=story.whole(lost[number]),
            eliminated=story.names(story.gone[number]) if number < last else (),
            transferred=_gains(story, number),
            elected=_elected(story, winners, number),
            against={} if stage.against is None else story.tally(stage.against, stage.standing),
            measure=stage.measure or measure,
        )
        for number, stage in enumerate(story.stages)
    )


def _elected(story: Story, winners: tuple[str, ...], number: int) -> tuple[str, ...]:
    """Name those elected in a round (from 0)."""
    taken = story.stages[number].elected
    if taken is None:
        last = number == len(story.stages) - 1
        return winners if last and len(winners) == 1 else ()
    before = story.stages[number - 1].elected if number else None
    return story.names(taken if before is None else taken & ~before)


def _gains(story: Story, number: int) -> dict[str, Votes]:
    if number == 0:
        return {}
    gained = story.stages[number].votes - story.stages[number - 1].votes
    return story.tally(gained, story.stages[number].standing & (gained > 0))


def _ties(story: Story, how: str, *, one_wins: bool) -> tuple[Tie, ...]:
    met = [tie for at in range(len(story.gone)) if (tie := _tie_to_stay(story, at, how))]
    seats = any(stage.elected is not None for stage in story.stages)
    if one_wins and not seats and story.leaders.sum() > 1:
        last = Tie(
            round=max(len(story.stages), 1),
            candidates=story.names(story.leaders),
            chosen=(story.candidates[story.winner],),
            purpose="elected",
            how=how,
        )
        met.append(last)
    return tuple(met)


def _tie_to_stay(story: Story, number: int, how: str) -> Tie | None:
    """Find the tie between the last who stayed in and the first who went out, if any."""
    stage, gone = story.stages[number], story.gone[number]
    kept = stage.standing & ~gone
    level = _level(stage, kept)
    if not ((level & gone).any() and (level & kept).any()):
        return None
    one_goes = gone.sum() == 1
    return Tie(
        round=number + 1,
        candidates=story.names(level),
        chosen=story.names(level & (gone if one_goes else kept)),
        purpose="eliminated" if one_goes else "stays in",
        how=how,
    )


def _unbroken(tie: Tie, how: str) -> Tie:
    """Take back what was chosen in a tie, unless the count itself settled it."""
    return evolve(tie, chosen=()) if tie.how == how else tie


def _level(stage: Stage, kept: Truth) -> Truth:
    """Say who had the same figure where the line was drawn between going out and staying."""
    if stage.level is not None:
        return stage.level
    figure = stage.votes if stage.against is None else -stage.against
    level: Truth = stage.standing & (figure == figure[kept].min())
    return level


def _order(
    system: System, outcome: Outcome, candidates: tuple[str, ...]
) -> tuple[tuple[str, ...], ...]:
    merit = system.merit(outcome)
    if merit is None:
        return ()
    level: dict[int, list[str]] = {}
    for candidate, value in zip(candidates, merit.tolist(), strict=True):
        level.setdefault(value, []).append(candidate)
    return tuple(tuple(level[value]) for value in sorted(level, reverse=True))


def _rows(table: Whole) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(row) for row in table.tolist())
