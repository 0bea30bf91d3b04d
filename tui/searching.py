"""Looking for violations of criteria in a ballot file."""

from pathlib import Path
from typing import Any

from attrs import frozen

from elections import System, WrongBallotsError, read_file, system, systems
from elections.criteria import CRITERIA, Criterion, Violation, violation
from elections.criteria.looking import BUDGET
from elections.criteria.registry import criterion_of
from elections.formats import BallotFile
from tui.views import Ballots, ballots_for


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


@frozen(kw_only=True)
class Question:
    """Whether some ballots show that a system violates a criterion."""

    system: System
    criterion: Criterion
    ballots: Ballots

    def __str__(self) -> str:
        return f"{self.system.name} · {self.criterion.name}"

    def answer(self, budget: int | None) -> Shown | None:
        """Look for a violation; None where none was found."""
        found = violation(self.ballots, self.system, self.criterion.id, budget=budget or BUDGET)
        if found is None:
            return None
        return Shown(system=self.system, criterion=self.criterion, violation=found)


def questions(path: Path, names: tuple[str, ...], wanted: tuple[str, ...]) -> list[Question]:
    """List what is to be looked for in a file; without names, everything that can be.

    Raises
    ------
    ElectionError
        If the file, a system or a criterion is bad, or a system named takes other ballots.
    """
    chosen = [system(name) for name in dict.fromkeys(names)]
    criteria = [criterion_of(name) for name in dict.fromkeys(wanted)] or list(CRITERIA.values())
    file = read_file(path)
    asked = chosen or [each for each in systems() if _fits(file, each)]
    return [
        Question(system=each, criterion=one, ballots=ballots_for(file, each))
        for each in asked
        for one in criteria
    ]


def _fits(file: BallotFile, each: System) -> bool:
    try:
        ballots_for(file, each)
    except WrongBallotsError:
        return False
    return True
