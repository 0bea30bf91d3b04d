"""Listing what can be chosen."""

import click

from tui.commands.output import emit

KINDS = (
    "systems",
    "options",
    "criteria",
    "formats",
    "places",
    "rules",
    "models",
    "strategies",
    "scenarios",
    "footprints",
    "governances",
    "lines",
    "turnouts",
    "groups",
    "talks",
    "stances",
    "events",
    "assumptions",
    "players",
    "stakeholders",
)


@click.command("list", epilog=f"KIND is one of: {', '.join(KINDS)}.")
@click.argument("kind", metavar="KIND", type=click.Choice(KINDS))
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def list_(kind: str, as_json: bool) -> None:  # noqa: FBT001
    """List what can be chosen."""
    from tui.catalogue import CATALOGUES, to_text  # noqa: PLC0415 - numpy is not needed for help

    rows = CATALOGUES[kind]()
    if as_json:
        emit(rows)
    else:
        click.echo(to_text(rows))
