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
from elections.errors import nearest
from elections.formats import BallotFile
from elections.papers import CHOICES, JURISDICTIONS
from elections.readout import listed
from elections.rules import BUDGET
from tui.views import VIEWS, Ballots, ballots_for


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
    budget: int | None = None
    options: Mapping[str, str] = Factory(dict)
    format: str | None = None
    papers: str | None = None
    rules: Mapping[str, str] = Factory(dict)
    view: str = "cast"


@frozen(kw_only=True)
class Counted:
    """A ballot file and its counts.

    `seats` is how many the file says or was asked; `notes` say what a person should know of
    them, and `left_out` which systems could not take the ballots, and why.
    """

    ballots: Ballots
    counts: tuple[Count, ...]
    seats: int
    notes: tuple[str, ...]
    left_out: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return what `deliberate elect --json` writes."""
        ranked = self.ballots if isinstance(self.ballots, Profile) else self.ballots.to_profile()
        return {
            "candidates": list(self.ballots.candidates),
            "voters": self.ballots.voters,
            "blank": self.ballots.blank,
            "seats": self.seats,
            "condorcet_winner": ranked.condorcet_winner(),
            "pairwise": ranked.pairwise().tolist(),
            "counts": [count.to_dict() for count in self.counts],
            "left_out": list(self.left_out),
        }

    def to_text(self) -> str:
        """Return what `deliberate elect` writes."""
        blank = self.ballots.blank
        papers = "1 blank paper is" if blank == 1 else f"{blank:,} blank papers are"
        said = [f"{papers} set aside."] if blank else []
        return "\n\n".join([*said, *map(str, self.counts)])


def count_file(path: Path, asked: Request) -> Counted:
    """Read and count a file.

    Raises
    ------
    ElectionError
        If the file, a system's name or an option is bad, or a system named takes other ballots.
    """
    named = [system(name) for name in dict.fromkeys(asked.names)]
    file = VIEWS[asked.view](read_file(path, format=asked.format, rules=_paper_rules(asked)))
    seats = asked.seats or file.seats or 1
    chosen = list(systems()) if asked.every else named or [_usual(file, seats)]
    _check_options(chosen, asked.options)
    ties = _ties(file, asked.ties)
    counted: list[System] = []
    counts: list[Count] = []
    lacking: dict[str, list[str]] = {}
    for each in chosen:
        try:
            ballots = ballots_for(file, each)
        except WrongBallotsError:
            if not asked.every:
                raise
            lacking.setdefault(_needs(file, each), []).append(each.name)
            continue
        counted.append(each)
        counts.append(_count(ballots, each, asked, ties, seats))
    return Counted(
        ballots=file.ballots,
        counts=tuple(counts),
        seats=seats,
        notes=_on_seats(counted, seats),
        left_out=tuple(
            f"Left out, as they need {ballots}: {listed(names)}."
            for ballots, names in lacking.items()
        ),
    )


def _usual(file: BallotFile, seats: int) -> System:
    """Choose the system that counts where none is named."""
    if isinstance(file.ballots, Scores):
        return system("score")
    return system("stv" if seats > 1 else "irv")


def _needs(file: BallotFile, each: System) -> str:
    """Say which ballots a system needs that the file does not hold."""
    if each.takes is Profile:
        return "rankings"
    return "ratings" if file.scores is None else f"ratings up to {each.most}"


def _on_seats(counted: list[System], seats: int) -> tuple[str, ...]:
    """Say where systems of one seat count an election of several."""
    single = [each.name for each in counted if not each.many_seats]
    if seats == 1 or not single:
        return ()
    who = f"{single[0]} fills" if len(single) == 1 else f"{len(single)} of these systems fill"
    able = listed(each.name for each in systems() if each.many_seats)
    return (f"There are {seats} seats, and {who} only one; {able} fills all.",)


def _count(
    ballots: Ballots, each: System, asked: Request, ties: str | TiePolicy, seats: int
) -> Count:
    return elect(
        ballots,
        each,
        ties=ties,
        seed=asked.seed,
        overvotes=asked.overvotes,
        seats=seats if each.many_seats or (asked.seats and not asked.every) else 1,
        budget=asked.budget or BUDGET,
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
