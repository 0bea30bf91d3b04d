"""What a voting system is, what it counts and what its kernel answers."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from attrs import field, frozen

from elections.arrays import UNRANKED
from elections.tally import points

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from elections.arrays import Truth, Whole
    from elections.ballots import Profile
    from elections.count import Step, Tie
    from elections.rules import Rules
    from elections.scores import Scores
    from elections.search import Order, Ways
    from elections.stack import Stack

MOST_RATING: Final = UNRANKED - 1


class BallotKind(Enum):
    """What a voting system asks of a voter.

    Examples
    --------
    >>> BallotKind.TWO.value
    'a first and a second choice'
    """

    ONE = "an X beside one candidate"
    TWICE = "an X beside one candidate, and again between the two leaders"
    TWO = "a first and a second choice"
    RANKING = "1, 2, 3 … beside as many candidates as the voter wishes"
    APPROVAL = "an X beside every candidate whom the voter approves of"
    SCORE = "a score for every candidate"


@frozen(kw_only=True, eq=False)
class Stage:
    """One round of a count, in every election at once.

    Attributes
    ----------
    votes : int64, [candidate, election]
        In parts of a vote, of which one vote has `Outcome.unit`.
    standing : bool, [candidate, election]
        Who was still in when these votes were counted.
    lost : int64 or None, [election]
        What rounding has cut off by the end of this round, in parts of a vote.
    against : int64 or None, [candidate, election]
        The figure by which candidates go out, most first, where it is not few votes.
    level : bool or None, [candidate, election]
        Who was level for going out, where neither figure says it.
    elected : bool or None, [candidate, election]
        Who has a seat by the end of this round, where several are filled.
    measure : str
        What these votes are, where not what the system counts as a rule.
    """

    votes: Whole
    standing: Truth
    lost: Whole | None = None
    against: Whole | None = None
    level: Truth | None = None
    elected: Truth | None = None
    measure: str = ""

    def only(self, election: int | slice) -> Stage:
        """Take one election; by its number, the arrays lose that axis, and by a slice keep it."""
        return Stage(
            votes=self.votes[:, election],
            standing=self.standing[:, election],
            lost=None if self.lost is None else self.lost[election],
            against=None if self.against is None else self.against[:, election],
            level=None if self.level is None else self.level[:, election],
            elected=None if self.elected is None else self.elected[:, election],
            measure=self.measure,
        )


@frozen(kw_only=True, eq=False)
class Outcome:
    """What a kernel found: enough to name the winners and to explain the count.

    Attributes
    ----------
    winner : int64, [election]
        The elected candidate; -1 where the search passed its budget.
    leaders : bool, [candidate, election]
        Who was level at the end, before the last tie was broken; the winner is one.
        In a system that answers a set, the set; with several seats, the elected.
    last : int64, [election], or None
        The index of the stage that decided; None for the last of all.
    stages : tuple of Stage
        Every round, in order.
    unit : int
        The parts in which votes were counted.
    tables : mapping of str to int64 arrays, [candidate, candidate, election]
        Comparisons of pairs, where the system makes them.
    columns : mapping of str to arrays, [candidate, election]
        Other figures of each candidate, whole numbers or `Fraction` objects.
    facts : mapping of str to arrays, [election]
        Figures of the whole election, such as a quota.
    reason : str
        Why somewhere the search did not end.
    found : object
        What else a search of one election found, for its system's `story` and `merit`.
    each : tuple of Outcome, [election]
        The outcome of each election by itself, where they were counted or are told one by
        one; else empty.
    """

    winner: Whole
    leaders: Truth
    last: Whole | None = None
    stages: tuple[Stage, ...] = ()
    unit: int = 1
    tables: Mapping[str, Whole] = field(factory=dict)
    columns: Mapping[str, Any] = field(factory=dict)
    facts: Mapping[str, Any] = field(factory=dict)
    reason: str = ""
    found: Any = None
    each: tuple[Outcome, ...] = ()

    def only(self, election: int) -> Outcome:
        """Take one election, with its rounds up to the deciding one."""
        if self.each:
            return self.each[election]
        one = slice(election, election + 1)
        last = None if self.last is None else self.last[one]
        rounds = len(self.stages) if last is None else int(last[0]) + 1
        return Outcome(
            winner=self.winner[one],
            leaders=self.leaders[:, one],
            last=last,
            stages=tuple(stage.only(one) for stage in self.stages[:rounds]),
            unit=self.unit,
            tables={word: table[:, :, one] for word, table in self.tables.items()},
            columns={word: column[:, one] for word, column in self.columns.items()},
            facts={word: fact[one] for word, fact in self.facts.items()},
            reason=self.reason,
            found=self.found,
        )


Kernel: TypeAlias = "Callable[[Stack, Rules], Outcome]"
Search: TypeAlias = "Callable[[Stack, Rules, Outcome], Truth]"
Story: TypeAlias = "Callable[[Outcome, tuple[str, ...]], tuple[Step, ...]]"
Ties: TypeAlias = "Callable[[Outcome, tuple[str, ...], str], tuple[Tie, ...]]"


def everyone_level(_stack: Stack, _rules: Rules, outcome: Outcome) -> Truth:
    """Answer who can win where one step decides: all who lead."""
    return outcome.leaders


def no_ways(_one: Stack, _rules: Rules) -> Mapping[int, Order]:
    """Answer for a system in which a tie can only be met at the end."""
    return {}


def no_order(_outcome: Outcome) -> None:
    """Answer for a system that does not rank the candidates."""


def no_steps(_outcome: Outcome, _candidates: tuple[str, ...]) -> tuple[Step, ...]:
    """Answer for a system whose rounds, columns and tables say everything."""
    return ()


@frozen(kw_only=True, eq=False)
class System:
    """A voting system.

    Attributes
    ----------
    id : str
        How programs call it.
    name : str
        How people call it.
    ballot : BallotKind
        What it asks of a voter.
    takes : type
        `Profile` or `Scores`.
    most : int
        The best rating that it can count (systems that take `Scores`).
    summary : str
        How it works, in one sentence.
    source : str
        Where it is defined.
    truncated : str
        What it does with candidates whom a ballot leaves out.
    tied : str
        What it does with candidates whom a ballot ranks equally.
    measure : str
        What it counts: "votes", "points", "approvals", "grades" or "pairs".
    options : mapping of str to tuple of str
        Its own options and their values, the usual one first.
    whole_set : bool
        Whether its answer is a set of candidates, rather than one of them.
    many_seats : bool
        Whether it can fill more seats than one.
    random : bool
        Whether it draws the winner even where nobody is level.
    searches : bool
        Whether it has to search, and may not find an answer within its budget.
    unbatched : str
        Why its kernel takes elections one by one; empty where it takes all at once.
    kernel : callable
        From a `Stack` and its `Rules` to an `Outcome`.
    who_can_win : callable
        From a `Stack`, its `Rules` and its `Outcome` to everyone who can win: bool,
        [candidate, election].
    ways : callable
        From a `Stack` of one election and its `Rules` to an order of favour for each who
        can win, by which ties are broken on a way there.
    merit : callable
        From an `Outcome` of one election to a number for each candidate by which
        the system ranks them, higher better; None where it does not.
    story : callable
        From an `Outcome` of one election and the candidates' names to the steps by
        which it was found.
    ties : callable or None
        From an `Outcome` of one election, the candidates' names and how ties are broken
        in words to the ties that were met, where its rounds do not tell them.

    Examples
    --------
    >>> from elections import system
    >>> print(system("irv"))
    Alternative vote (IRV)
    """

    id: str
    name: str
    ballot: BallotKind
    takes: type[Profile | Scores]
    summary: str
    source: str
    truncated: str
    tied: str
    kernel: Kernel
    measure: str = "votes"
    most: int = MOST_RATING
    options: Mapping[str, tuple[str, ...]] = field(factory=dict)
    whole_set: bool = False
    many_seats: bool = False
    random: bool = False
    searches: bool = False
    unbatched: str = ""
    who_can_win: Search = everyone_level
    ways: Ways = no_ways
    merit: Callable[[Outcome], Whole | None] = no_order
    story: Story = no_steps
    ties: Ties | None = None

    def __str__(self) -> str:
        return self.name


def elect_leaders(leaders: Truth, rules: Rules, **rest: Any) -> Outcome:
    """Elect one of those who lead: the outcome of a system that ends so.

    Parameters
    ----------
    leaders : bool, [candidate, election]
    rules : Rules
    **rest
        Further fields of the `Outcome`.
    """
    return Outcome(winner=rules.breaker.first(leaders), leaders=leaders, **rest)


def most_votes(votes: Whole, rules: Rules, **rest: Any) -> Outcome:
    """Elect whoever has most: the outcome of a system of one step.

    Parameters
    ----------
    votes : int64, [candidate, election]
    rules : Rules
    **rest
        Further fields of the `Outcome`.
    """
    stage = Stage(votes=votes, standing=np.ones(votes.shape, dtype=np.bool_))
    return elect_leaders(votes == votes.max(axis=0), rules, stages=(stage,), **rest)


def most_points(stack: Stack, rules: Rules) -> Outcome:
    """Add up what each candidate was given, and elect whoever has most."""
    return most_votes(points(stack.values, stack.weights), rules)


def by_votes(outcome: Outcome) -> Whole:
    """Rank the candidates of one election by their votes in its only round."""
    merit: Whole = outcome.stages[0].votes[:, 0]
    return merit
