"""Counting ballot files, and writing them in another format."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from tui.commands.output import emit, narrate

FILE = click.Path(path_type=Path)


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
@click.option(
    "--as",
    "view",
    type=click.Choice(["cast", "rankings", "ratings", "approvals"]),
    default="cast",
    show_default=True,
    help="How to look at the ballots; approvals are of everybody ranked.",
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

    Without --system or --all, the alternative vote counts rankings and score voting
    ratings. See deliberate list systems, and deliberate list formats for the files.
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
    for reason in result.left_out:
        narrate(reason)
    if as_json:
        emit(result.to_dict())
    else:
        click.echo("\n\n".join(str(count) for count in result.counts))


@click.command()
@click.argument("file", type=FILE)
@click.argument("out", type=FILE)
@click.option("--from", "read_as", metavar="ID", help="Format of FILE; default: by content.")
@click.option("--to", "write_as", metavar="ID", help="Format of OUT; default: by its name.")
def convert(file: Path, out: Path, read_as: str | None, write_as: str | None) -> None:
    """Write the ballots of FILE into OUT, in another format.

    What the other format cannot hold is said, and nothing is written.
    """
    from elections import read_file, write  # noqa: PLC0415 - numpy is not needed to print help

    with _warnings_narrated():
        write(read_file(file, format=read_as), out, format=write_as)
    narrate(f"The ballots are in {out}.")


@click.command()
@click.argument("file", type=FILE)
@click.option("--system", "names", multiple=True, metavar="ID", help="Default: every system.")
@click.option("--criterion", "wanted", multiple=True, metavar="ID", help="Default: every one.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def criteria(
    file: Path,
    names: tuple[str, ...],
    wanted: tuple[str, ...],
    as_json: bool,  # noqa: FBT001
) -> None:
    """Look for violations of criteria in a ballot file, and say which ballots show them.

    See deliberate list criteria. Where none is told, none was found.
    """
    from tui.counting import violations  # noqa: PLC0415 - numpy is not needed for help

    with _warnings_narrated():
        found = violations(file, names, wanted)
    if as_json:
        emit([each.to_dict() for each in found])
    else:
        click.echo("\n\n".join(str(each) for each in found) or "No violation was found.")


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
