"""Counting ballot files, and writing them in another format."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.commands.output import emit, narrate, passing

if TYPE_CHECKING:
    from tui.searching import Shown

FILE = click.Path(path_type=Path)


_VIEW = click.option(
    "--as",
    "view",
    type=click.Choice(["cast", "rankings", "ratings", "approvals"]),
    default="cast",
    show_default=True,
    help="How to look at the ballots; approvals are of everybody ranked.",
)


@click.command()
@click.argument("file", type=FILE)
@click.option(
    "--system", "names", multiple=True, metavar="ID", help="Count by this system; repeatable."
)
@click.option(
    "--all", "every", is_flag=True, help="Count by every system that takes these ballots."
)
@click.option(
    "--ties",
    type=click.Choice(["lot", "order", "file", "all"]),
    default="lot",
    show_default=True,
    help="By lot, in candidate order, in the order that the file gives, or every way.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the lot.")
@click.option("--seats", type=click.IntRange(1), help="How many to elect; default: the file's.")
@click.option(
    "--overvotes",
    type=click.Choice(["exhaust", "skip", "split"]),
    default="exhaust",
    show_default=True,
    help="What first-choice systems do with equal ranks.",
)
@click.option(
    "--option",
    "options",
    multiple=True,
    metavar="NAME=VALUE",
    help="An option of the systems, such as strength=winning_votes; repeatable.",
)
@_VIEW
@click.option(
    "--budget",
    type=click.IntRange(1),
    metavar="N",
    help="How many cases a search may look at before it says that it is undecided.",
)
@click.option("--format", "format_id", metavar="ID", help="Of the file; default: by content.")
@click.option(
    "--papers", metavar="PLACE", help="Read raw papers by the rules of maine, minneapolis …"
)
@click.option(
    "--rule",
    "rules",
    multiple=True,
    metavar="NAME=VALUE",
    help="How raw papers are read, such as skipped=exhaust; repeatable.",
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def elect(
    file: Path,
    options: tuple[str, ...],
    rules: tuple[str, ...],
    format_id: str | None,
    as_json: bool,  # noqa: FBT001
    **asked: Any,
) -> None:
    """Count a ballot file by one voting system or many.

    Without --system or --all, rankings are counted by the alternative vote, or by the
    single transferable vote where there are several seats, and ratings by score voting.
    Of a file that holds both, each system counts what it needs. See deliberate list
    systems, options, places and rules, and deliberate list formats for the files.
    """
    from tui.counting import Request, count_file  # noqa: PLC0415 - numpy is not needed for help

    request = Request(
        options=_pairs(options, "--option"),
        rules=_pairs(rules, "--rule"),
        format=format_id,
        **asked,
    )
    with _warnings_narrated():
        result = count_file(file, request)
    for words in (*result.notes, *result.left_out):
        narrate(words)
    if as_json:
        emit(result.to_dict())
    else:
        click.echo(result.to_text())


@click.command()
@click.argument("file", type=FILE)
@click.argument("out", type=FILE)
@click.option("--from", "read_as", metavar="ID", help="Format of FILE; default: by content.")
@click.option("--to", "write_as", metavar="ID", help="Format of OUT; default: by its name.")
@_VIEW
def convert(file: Path, out: Path, **how: Any) -> None:
    """Write the ballots of FILE into OUT, in another format.

    A title, seats and the like that the other format cannot hold are left out, and this
    is said. Where it cannot hold the ballots, nothing is written; --as may help.
    """
    from tui.views import convert_file  # noqa: PLC0415 - numpy is not needed to print help

    with _warnings_narrated():
        convert_file(file, out, **how)
    narrate(f"The ballots are in {out}.")


@click.command()
@click.argument("file", type=FILE)
@click.option("--system", "names", multiple=True, metavar="ID", help="Default: every system.")
@click.option("--criterion", "wanted", multiple=True, metavar="ID", help="Default: every one.")
@click.option(
    "--budget",
    type=click.IntRange(1),
    metavar="N",
    help="How many changed elections to count for each system and criterion.",
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def criteria(
    file: Path,
    names: tuple[str, ...],
    wanted: tuple[str, ...],
    budget: int | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Look for violations of criteria in a ballot file, and say which ballots show them.

    Each is told as soon as it is found. See deliberate list criteria. Where none is told,
    none was found.
    """
    from tui.searching import questions  # noqa: PLC0415 - numpy is not needed for help

    with _warnings_narrated():
        asked = questions(file, names, wanted)
    found: list[Shown] = []
    for number, question in enumerate(asked, 1):
        passing(f"{number} of {len(asked)}: {question}")
        shown = question.answer(budget)
        passing("")
        if shown is None:
            continue
        if not as_json:
            click.echo(f"\n{shown}" if found else str(shown))
        found.append(shown)
    if as_json:
        emit([each.to_dict() for each in found])
    elif not found:
        click.echo("No violation was found.")


@contextmanager
def _warnings_narrated() -> Iterator[None]:
    """Say on stderr what is odd about a file, once it has been read."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            yield
        finally:
            for warning in caught:
                narrate(warning.message)


def _pairs(given: tuple[str, ...], option: str) -> dict[str, str]:
    for each in given:
        if "=" not in each:
            raise click.BadParameter(f'"{each}" is not NAME=VALUE', param_hint=option)
    return dict(each.split("=", 1) for each in given)
