"""Counting a ballot file for the command line."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import Factory, evolve, frozen

from elections import (
    Count,
    ElectionError,
    LotNumbers,
    PaperRules,
    Profile,
    Scores,
    System,
    TiePolicy,
    WrongBallotsError,
    elect,
    printable,
    read_file,
    system,
    systems,
)
from elections.counting import KINDS, check_kind
from elections.criteria import CRITERIA, Criterion, Violation, violation
from elections.criteria.registry import criterion_of
from elections.errors import nearest
from elections.formats.base import BallotFile
from elections.papers import CHOICES, JURISDICTIONS
from elections.rules import BUDGET

DEFAULTS = {Profile: "irv", Scores: "score"}
"""The system that counts where none is named."""


@frozen(kw_only=True)
class Request:
    """How a file is to be read and counted.

    `ties` is the name of a policy, "file" for the order that the file itself gives; `seats` is
    None for as many as the file says. `view` is how ballots are looked at: as they are, or as
    rankings or approvals. `papers` names a place by whose rules raw papers are read, and `rules`
    changes some of them.
    """

    names: tuple[str, ...] = ()
    every: bool = False
    ties: str = "lot"
    seed: int = 0
    overvotes: str = "exhaust"
    seats: int | None = None
    budget: int = BUDGET
    options: Mapping[str, str] = Factory(dict)
    format: str | None = None
    papers: str | None = None
    rules: Mapping[str, str] = Factory(dict)
    view: str = "cast"


@frozen(kw_only=True)
class Counted:
    """A ballot file and its counts; `left_out` says which systems could not take it, and why."""

    ballots: Profile | Scores
    counts: tuple[Count, ...]
    left_out: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return what `deliberate elect --json` writes."""
        ranked = self.ballots if isinstance(self.ballots, Profile) else self.ballots.to_profile()
        return {
            "candidates": list(self.ballots.candidates),
            "voters": self.ballots.voters,
            "condorcet_winner": ranked.condorcet_winner(),
            "pairwise": ranked.pairwise().tolist(),
            "counts": [count.to_dict() for count in self.counts],
            "left_out": list(self.left_out),
        }


@frozen(kw_only=True)
class Shown:
    """A violation that a ballot file shows."""

    system: System
    criterion: Criterion
    violation: Violation

    def __str__(self) -> str:
        return f"{self.system.name} · {self.criterion.name}\n{self.violation}"

    def to_dict(self) -> dict[str, Any]:
        """Return what `deliberate criteria --json` writes."""
        return {
            "system": self.system.id,
            "criterion": self.criterion.id,
            "text": self.violation.text,
            "voters": {str(ballot): many for ballot, many in self.violation.voters.items()},
        }


def count_file(path: Path, asked: Request) -> Counted:
    """Read and count a file.

    Raises
    ------
    ElectionError
        If the file, a system's name or an option is bad, or a system named takes other ballots.
    """
    named = [system(name) for name in dict.fromkeys(asked.names)]
    file = read_file(path, format=asked.format, rules=_paper_rules(asked))
    ballots = VIEWS[asked.view](file)
    chosen = list(systems()) if asked.every else named or [system(DEFAULTS[type(ballots)])]
    _check_options(chosen, asked.options)
    ties = _ties(file, asked.ties)
    counts, left_out = [], []
    for each in chosen:
        try:
            check_kind(ballots, each)
        except WrongBallotsError:
            if not asked.every:
                raise
            left_out.append(f"{each.name} is left out: it counts {KINDS[each.takes]}")
            continue
        counts.append(_count(ballots, each, asked, ties, file.seats))
    return Counted(ballots=ballots, counts=tuple(counts), left_out=tuple(left_out))


def violations(path: Path, names: tuple[str, ...], wanted: tuple[str, ...]) -> list[Shown]:
    """Look for violations of criteria in a file.

    Raises
    ------
    ElectionError
        If the file, a system or a criterion is bad, or a system named takes other ballots.
    """
    chosen = [system(name) for name in dict.fromkeys(names)]
    criteria = [criterion_of(name) for name in dict.fromkeys(wanted)] or CRITERIA.values()
    ballots = read_file(path).ballots
    asked = chosen or [each for each in systems() if isinstance(ballots, each.takes)]
    looked = ((each, one, violation(ballots, each, one.id)) for each in asked for one in criteria)
    return [
        Shown(system=each, criterion=one, violation=found) for each, one, found in looked if found
    ]


def _count(
    ballots: Profile | Scores,
    each: System,
    asked: Request,
    ties: str | TiePolicy,
    said: int | None,
) -> Count:
    seats = asked.seats or said or 1
    return elect(
        ballots,
        each,
        ties=ties,
        seed=asked.seed,
        overvotes=asked.overvotes,
        seats=seats if each.many_seats or (asked.seats and not asked.every) else 1,
        budget=asked.budget,
        **{word: value for word, value in asked.options.items() if word in each.options},
    )


def _paper_rules(asked: Request) -> PaperRules:
    """Take the rules of the place that is named, changed as is asked."""
    place = asked.papers
    if place is not None and place not in JURISDICTIONS:
        raise ElectionError(f'no rules of "{printable(place)}"; {nearest(place, JURISDICTIONS)}')
    for name in asked.rules:
        if name not in CHOICES:
            raise ElectionError(f'no rule "{printable(name)}"; {nearest(name, CHOICES)}')
    usual = PaperRules() if place is None else JURISDICTIONS[place]
    return evolve(usual, **asked.rules)


def _check_options(chosen: list[System], options: Mapping[str, str]) -> None:
    known = {option for each in chosen for option in each.options}
    for option in options:
        if option not in known:
            has = nearest(option, sorted(known)) if known else "there are none"
            raise ElectionError(f'no system to count by has an option "{option}"; {has}')


def _ties(file: BallotFile, ties: str) -> str | TiePolicy:
    if ties != "file":
        return ties
    if not file.tie_order:
        raise ElectionError("the file gives no order for breaking ties")
    rest = [name for name in file.candidates if name not in file.tie_order]
    return LotNumbers({name: number for number, name in enumerate([*file.tie_order, *rest])})


def _as_cast(file: BallotFile) -> Profile | Scores:
    return file.ballots


def _as_rankings(file: BallotFile) -> Profile:
    if file.rankings is not None:
        return file.rankings
    assert file.scores is not None  # noqa: S101 - a file holds one or the other
    return file.scores.to_profile()


def _as_ratings(file: BallotFile) -> Scores:
    if file.scores is None:
        raise WrongBallotsError(
            "the file holds rankings, and no ratings follow from those; "
            '"approvals" looks at everybody ranked as approved'
        )
    return file.scores


def _as_approvals(file: BallotFile) -> Scores:
    return _as_rankings(file).to_approvals()


VIEWS = {
    "cast": _as_cast,
    "rankings": _as_rankings,
    "ratings": _as_ratings,
    "approvals": _as_approvals,
}
"""How the ballots of a file can be looked at."""
