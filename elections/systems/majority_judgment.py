"""Majority judgment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from elections.arrays import blocks
from elections.count import Step
from elections.readout import listed, number
from elections.scores import Scores
from elections.systems.base import BallotKind, Outcome, Stage, System, elect_leaders
from elections.systems.finals import most
from elections.systems.piecemeal import explained_one_by_one
from elections.systems.telling import names_of
from elections.tally import weigh

if TYPE_CHECKING:
    from elections.arrays import Truth, Whole
    from elections.rules import Rules
    from elections.stack import Stack

_FEW: Final = 1 << 30


def up_to(stack: Stack) -> tuple[Whole, Whole]:
    """Count the ballots that give each candidate so much or less, below the top grade.

    Parameters
    ----------
    stack : Stack
        Of ratings; unrated counts as 0, but a ballot that rates nobody does not count.

    Returns
    -------
    counts : int64 (or int32, where that is enough), [grade, candidate, election]
        From grade 0 to the one below the highest that any ballot gives.
    voters : same type, [election]
        How many ballots count.

    Examples
    --------
    >>> from elections.stack import Stack
    >>> ratings = np.array([[2, 255, 1, 255], [2, 2, 0, 255]], dtype=np.uint8)
    >>> counts, voters = up_to(Stack(values=ratings[:, :, None]))
    >>> counts[:, :, 0].tolist(), voters.tolist()
    ([[1, 1], [2, 1]], [3])
    """
    # In bytes 255 + 1, for the unrated, comes round to 0.
    grades = stack.values + np.uint8(1)
    top = max(int(grades.max(initial=1)) - 1, 1)
    few = stack.voters.max(initial=0) < _FEW
    shape = (top, stack.candidates, stack.elections)
    counts: Whole = np.zeros(shape, dtype=np.int32 if few else np.int64)
    voters = stack.voters.astype(counts.dtype)
    for part in blocks(grades.shape[1], grades.size // max(grades.shape[1], 1)):
        weights = None if stack.weights is None else stack.weights[part]
        for grade in range(top):
            counts[grade] += weigh(grades[:, part] <= grade + 1, weights)
        blank = weigh(grades[:, part].max(axis=0, keepdims=True) == 0, weights)[0]
        counts -= blank
        voters -= blank
    return counts, voters


def medians(counts: Whole, voters: Whole) -> Whole:
    """Find the median grades, the lower of two in the middle: int64, [candidate, election].

    Parameters
    ----------
    counts, voters
        As `up_to` counts them.
    """
    middle: Whole = (2 * counts < voters).sum(axis=0)
    return middle


def majority_values(counts: Whole, voters: Whole) -> Whole:
    """Turn grades into figures that compare, one after the other, as majority-values do.

    Take one median grade after the other from a candidate's grades. The sequence falls
    below a grade g that is less than the median when voters - 2 counts[g] are taken, and
    rises above one that is not when 2 counts[g] - voters + 1 are. So of two candidates
    with one median the better is the one whose first change is a later fall or an
    earlier rise; if it is the same, look at the next. How many are left by then is even
    for a fall and odd for a rise.

    Parameters
    ----------
    counts, voters
        As for `medians`.

    Returns
    -------
    int64, [figure, candidate, election]
        Medians first, then what is left at each change, the earliest first: negative for
        a fall.

    References
    ----------
    Balinski and Laraki, Majority Judgment, 2011, section 1.5 (majority-value).

    Examples
    --------
    >>> three_voters = np.array([3])
    >>> grades_022_and_112 = np.array([[1, 0], [1, 2]])[:, :, None]
    >>> majority_values(grades_022_and_112, three_voters)[:, :, 0]
    array([[ 2,  1],
           [-2,  1],
           [-2,  0]])
    """
    falls = 2 * counts < voters
    left = np.where(falls, 2 * counts, np.maximum(2 * (voters - counts) - 1, 0))
    left = -np.sort(-left, axis=0)
    changes = np.where(left % 2 == 0, -left, left)
    return np.concatenate([medians(counts, voters)[None], changes])


def _count(stack: Stack, rules: Rules) -> Outcome:
    counts, voters = up_to(stack)
    grades = medians(counts, voters)
    everyone = np.ones(grades.shape, dtype=np.bool_)
    level = most(everyone, grades)
    tied = np.flatnonzero(level.sum(axis=0) > 1)
    if tied.size:
        values = majority_values(counts[:, :, tied], voters[tied])
        level[:, tied] = most(level[:, tied], *values)
    return elect_leaders(
        level,
        rules,
        stages=(Stage(votes=grades, standing=everyone),),
        columns=_shares(counts, voters) if rules.explained else {},
    )


def _shares(counts: Whole, voters: Whole) -> dict[str, Whole]:
    """Count the ballots that give each grade, the top grade first: [candidate, election]."""
    everybody = np.broadcast_to(voters, counts[:1].shape)
    shares = np.diff(counts, axis=0, prepend=0, append=everybody)
    return {f"at {grade}": shares[grade] for grade in reversed(range(len(shares)))}


def _counts(outcome: Outcome) -> tuple[Whole, Whole]:
    """Work out again, from what was told, how many ballots give so much or less, and voters."""
    running = np.cumsum(list(outcome.columns.values())[::-1], axis=0)
    return running[:-1], running[-1, 0]


def _by_majority_value(outcome: Outcome) -> Whole:
    values = majority_values(*_counts(outcome))[:, :, 0].T.tolist()
    ascending = sorted(values)
    return np.array([ascending.index(value) for value in values])


def grade_after(taken: int, counts: Whole, voters: int) -> Whole:
    """Find the median grade of each candidate once so many were taken away.

    Parameters
    ----------
    taken : int
        Fewer than the voters.
    counts : int64, [grade, candidate]
    voters : int

    Returns
    -------
    int64, [candidate]

    Examples
    --------
    >>> grades_0_1_1_2 = np.array([[1], [3]])
    >>> [int(grade_after(taken, grades_0_1_1_2, 4)[0]) for taken in range(4)]
    [1, 1, 0, 2]
    """
    # From the middle outwards, by turns down and up; of all, the lower middle is the first.
    step = (taken + 1) // 2 if (voters + taken) % 2 else -((taken + 1) // 2)
    grade: Whole = (counts <= (voters - 1) // 2 + step).sum(axis=0)
    return grade


def _tell(outcome: Outcome, candidates: tuple[str, ...]) -> tuple[Step, ...]:
    """Say after how many medians candidates level until then differ."""
    counts, voters = _counts(outcome)
    ballots, steps = int(voters[0]), []
    level = most(np.ones(len(candidates), dtype=np.bool_), outcome.stages[0].votes[:, 0])
    changes = np.unique(ballots - np.abs(majority_values(counts, voters)[1:, level]))
    for taken in changes[changes < ballots].tolist():
        grades = grade_after(taken, counts[:, :, 0], ballots)
        better = most(level, grades)
        if (better != level).any():
            steps.append(_step(taken, grades, level, candidates))
            level = better
    return tuple(steps)


def _step(taken: int, grades: Whole, level: Truth, candidates: tuple[str, ...]) -> Step:
    best, *others = np.unique(grades[level])[::-1].tolist()
    said = [
        f"{grade} for {listed(names_of(candidates, level & (grades == grade)))}"
        for grade in (best, *others)
    ]
    each = "1 median grade is" if taken == 1 else f"{number(taken)} median grades are"
    return Step(
        action="next_median",
        candidates=names_of(candidates, level & (grades == best)),
        text=f"Once {each} taken from each, the next is {', and '.join(said)}.",
        size=taken,
    )


MAJORITY_JUDGMENT = System(
    id="majority_judgment",
    name="Majority judgment",
    ballot=BallotKind.SCORE,
    takes=Scores,
    measure="grades",
    summary=(
        "Each voter grades every candidate, and whoever has the highest median grade (of two in "
        "the middle, the lower) is elected; of those level, one median grade after the other is "
        "taken from each until they differ."
    ),
    source="Balinski and Laraki, Majority Judgment, 2011 (majority-value)",
    truncated="They get the lowest grade, 0.",
    tied="Each gets the grade that it was given.",
    kernel=explained_one_by_one(_count),
    merit=_by_majority_value,
    story=_tell,
)
