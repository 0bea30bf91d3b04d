"""The answer to an election, with everything needed to count it again by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import asdict, field, frozen

from elections.frozen import freeze
from elections.readout import read_out, read_tie

if TYPE_CHECKING:
    from collections.abc import Mapping

Votes: TypeAlias = int | Fraction
Table: TypeAlias = tuple[tuple[int, ...], ...]


@frozen(kw_only=True)
class Round:
    """One round of a count.

    Attributes
    ----------
    number : int
        From 1.
    tally : dict of str to int or Fraction
        The votes (or points) of each candidate still in, highest first.
    exhausted : int or Fraction
        Votes that counted in the first round on ballots that have run out of preferences.
    lost : int or Fraction
        Votes that rounding has cut off, where ballots pass on at a part of their value.
    eliminated : tuple of str
        Who goes out after this round.
    transferred : dict of str to int or Fraction
        What each candidate gained after the round before.
    elected : tuple of str
        Who is elected in this round.
    against : dict of str to int or Fraction
        The figure by which candidates go out, most first, where it is not few votes.
    measure : str
        What the tally counts in this round: see `Count.measure`.
    """

    number: int
    tally: dict[str, Votes] = field(converter=freeze)
    exhausted: Votes = 0
    lost: Votes = 0
    eliminated: tuple[str, ...] = ()
    transferred: dict[str, Votes] = field(factory=dict, converter=freeze)
    elected: tuple[str, ...] = ()
    against: dict[str, Votes] = field(factory=dict, converter=freeze)
    measure: str = "votes"


@frozen(kw_only=True)
class Tie:
    """Candidates who were level where it mattered, and what was done.

    Attributes
    ----------
    round : int
        In which round, from 1.
    candidates : tuple of str
        Who was level.
    chosen : tuple of str
        Those of them to whom the purpose happened; empty where nobody was chosen.
    purpose : {"elected", "eliminated", "stays in", "last two", "taken", "passes on", "waits"}
        What the choice was about: "last two" for who is one of them and may go out,
        "taken" for whose victories, of those that are level, are considered first,
        "passes on" and "waits" for whose surplus moves first.
    how : str
        How the tie was broken.
    """

    round: int
    candidates: tuple[str, ...]
    chosen: tuple[str, ...]
    purpose: str
    how: str

    def __str__(self) -> str:
        return read_tie(self)


@frozen(kw_only=True)
class Step:
    """One step of a count that is no round of votes, such as a defeat being locked.

    Attributes
    ----------
    action : str
        What was done: "locked", "skipped" …, one word for programs to look for.
    candidates : tuple of str
        To whom.
    size : int, Fraction or None
        The number that it was done for, such as a margin.
    text : str
        The step as a sentence, names cleaned for display.
    round : int
        In which round, from 1; 0 where it belongs to none.
    """

    action: str
    candidates: tuple[str, ...]
    text: str
    size: Votes | None = None
    round: int = 0

    def __str__(self) -> str:
        return self.text


@frozen(kw_only=True)
class Count:
    r"""The answer to an election and its whole explanation. ``print`` it to read it.

    Attributes
    ----------
    system : str
        The id of the voting system.
    name : str
        Its name.
    measure : str
        What it counts: "votes", "points", "approvals", "grades" or "pairs".
    candidates : tuple of str
    voters : int
        Blank ballots left out.
    elected : str or None
        None where there are several winners, or where the count is undecided.
    winners : tuple of str
        The elected, in the order in which they were; under ``ties="all"`` everyone who
        can win, and in a system that answers a set the set, in candidate order.
    order : tuple of tuple of str
        All candidates, best first, those level together; empty where the system
        ranks nobody but its winner.
    rounds : tuple of Round
        Empty for systems that compare pairs: see ``tables``.
    ties : tuple of Tie
        Every tie that was met.
    uncounted : int
        Ballots that no round counts, as they begin with a tie.
    tables : mapping of str to tuple of rows
        Comparisons of pairs, row against column.
    columns : mapping of str to tuple
        Other figures of each candidate, in candidate order.
    facts : mapping of str to number
        Figures of the whole election, such as the quota.
    steps : tuple of Step
        What was done to find the winner, where it was not rounds of votes.
    undecided : str
        Why there is no answer, where a search passed its budget; else empty.

    Examples
    --------
    >>> from elections import Profile, elect
    >>> count = elect(Profile.from_text("4: Ann\n3: Bob > Cat\n2: Cat > Bob"), "irv")
    >>> count.elected, [one.tally for one in count.rounds]
    ('Bob', [{'Ann': 4, 'Bob': 3, 'Cat': 2}, {'Bob': 5, 'Ann': 4}])
    """

    system: str
    name: str
    measure: str
    candidates: tuple[str, ...]
    voters: int
    elected: str | None
    winners: tuple[str, ...]
    order: tuple[tuple[str, ...], ...] = ()
    rounds: tuple[Round, ...] = ()
    ties: tuple[Tie, ...] = ()
    uncounted: int = 0
    tables: Mapping[str, Table] = field(factory=dict, converter=freeze)
    columns: Mapping[str, tuple[Votes, ...]] = field(factory=dict, converter=freeze)
    facts: Mapping[str, Votes] = field(factory=dict, converter=freeze)
    steps: tuple[Step, ...] = ()
    undecided: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the count in values that JSON knows; fractions become floats.

        Examples
        --------
        >>> from elections import Profile, elect
        >>> elect(Profile.from_text("4: Ann"), "plurality").to_dict()["rounds"][0]["tally"]
        {'Ann': 4}
        """
        return {
            "system": self.system,
            "elected": self.elected,
            "winners": list(self.winners),
            "order": [list(level) for level in self.order],
            "voters": self.voters,
            "uncounted": self.uncounted,
            "rounds": [_plain(asdict(each)) for each in self.rounds],
            "ties": [_plain(asdict(each)) for each in self.ties],
            "tables": _plain(dict(self.tables)),
            "columns": _plain(dict(self.columns)),
            "facts": _plain(dict(self.facts)),
            "steps": [_plain(asdict(each)) for each in self.steps],
            "undecided": self.undecided,
        }

    def __str__(self) -> str:
        return read_out(self)


def _plain(value: Any) -> Any:
    """Replace tuples and fractions by what JSON knows, all the way down."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return float(value) if isinstance(value, Fraction) else value
