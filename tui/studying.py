"""Studies for the command line: several at once, and their answer as text, CSV or JSON."""

import csv
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from io import StringIO
from itertools import product
from pathlib import Path
from typing import Any

import click
from attrs import frozen

from elections import printable, systems
from elections.exact import known_chance
from elections.findings import Findings
from elections.study import MERRILL, Study, run
from elections.tables import comparison, table_of
from tui.progress import since_last
from tui.workers import executor
from tui.writing import written


def parameters(settings: tuple[str, ...]) -> dict[str, float]:
    """Read parameters of a model, each ``NAME=VALUE``."""
    return dict(_parameter(setting) for setting in settings)


def _parameter(setting: str) -> tuple[str, float]:
    name, _, value = setting.partition("=")
    try:
        return name, float(value)
    except ValueError:
        raise click.BadParameter(
            f'"{printable(setting)}" is not NAME=VALUE, the value being a number',
            param_hint="--set",
        ) from None


def options(given: tuple[str, ...]) -> dict[str, str]:
    """Read options of systems, each ``NAME=VALUE``."""
    for each in given:
        if "=" not in each:
            raise click.BadParameter(
                f'"{printable(each)}" is not NAME=VALUE', param_hint="--option"
            )
    return dict(each.split("=", 1) for each in given)


def chosen_systems(named: tuple[str, ...], *, every: bool, exact: bool) -> tuple[str, ...]:
    """Choose the systems: those named, every one that elects one candidate, or Merrill's.

    With exact chances to compare with, none are needed.
    """
    if every:
        return tuple(each.id for each in systems() if not each.whole_set)
    return named or (() if exact else MERRILL)


def studies(candidates: str, voters: str, asked: Mapping[str, Any]) -> list[Study]:
    """Make a study of every number of candidates with every number of voters."""
    sizes = product(_numbers(candidates, "--candidates"), _numbers(voters, "--voters"))
    return [Study(candidates=many, voters=cast, **asked) for many, cast in sizes]


def _numbers(text: str, option: str) -> list[int]:
    try:
        return [int(each) for each in text.split(",")]
    except ValueError:
        raise click.BadParameter(
            f'"{printable(text)}" is not a list of whole numbers such as 3,5,7', param_hint=option
        ) from None


def exact_chances(studies: list[Study]) -> tuple[Fraction | None, ...]:
    """Look up the exact chance of a Condorcet winner for each study; None where not known.

    Raises
    ------
    ElectionError
        For a model of voters where none is known.
    """
    return tuple(known_chance(each.model, each.candidates, each.voters) for each in studies)


def run_all(
    studies: list[Study], *, workers: int, progress: Callable[[int], object]
) -> tuple[Findings, ...]:
    """Run studies one after the other, telling how many more elections were counted.

    Raises
    ------
    OSError
        If a worker process was ended by somebody else.
    """
    with executor(workers) as sharing:
        return tuple(
            run(study, executor=sharing, progress=since_last(progress)) for study in studies
        )


@frozen(kw_only=True)
class Answer:
    """What several studies found, and the exact chances where they were asked for."""

    found: tuple[Findings, ...]
    exact: tuple[Fraction | None, ...] = ()

    def to_text(self, *, paradoxes: bool, agreement: bool) -> str:
        """Return the tables of one study, or a table of several."""
        if len(self.found) > 1:
            return comparison(self.found, self.exact)
        return table_of(self.found[0], self.exact, paradoxes=paradoxes, agreement=agreement)

    def to_dict(self) -> list[dict[str, Any]]:
        """Return what `deliberate study --json` writes: a list of studies."""
        told = [each.to_dict() for each in self.found]
        for study, chance in zip(told, self.exact, strict=False):
            study["condorcet_winner_exactly"] = None if chance is None else float(chance)
        return told

    def rows(self) -> list[dict[str, Any]]:
        """Return what `deliberate study --csv` writes: a row for each study and system."""
        return [
            {**_facts(study), **row}
            for study in self.to_dict()
            for row in study["systems"] or [{"system": ""}]
        ]


def _facts(study: dict[str, Any]) -> dict[str, Any]:
    """Keep what is true of all systems of a study, as cells of a table."""
    pairs = {
        word: " ".join(f"{name}={value}" for name, value in study[word].items())
        for word in ("parameters", "options")
    }
    single = {key: value for key, value in study.items() if not isinstance(value, list | dict)}
    return {"model": study["model"], **pairs, **single}


Write = Callable[[list[dict[str, Any]]], None]


@contextmanager
def csv_file(path: Path) -> Iterator[Write]:
    """Give what writes a table to `path`, whole or not at all.

    Raises
    ------
    OSError
        If nothing can be written there; most reasons are known before there is a table.
    """
    with written(path) as write:

        def table(rows: list[dict[str, Any]]) -> None:
            text = StringIO(newline="")
            lines = csv.DictWriter(text, fieldnames=list(rows[0]))
            lines.writeheader()
            lines.writerows(rows)
            write(text.getvalue())

        yield table
