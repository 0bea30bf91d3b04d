"""Experiments with the model: many games in many arms, and one game in another world."""

from pathlib import Path
from typing import Any

import click

from tui.commands.options import seed_option, workers_option
from tui.commands.output import bar, emit, narrate


@click.command()
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO…")
@click.option(
    "--vary",
    "varied",
    multiple=True,
    metavar="KEY=A,B|LOW:HIGH",
    help="Values that make arms, or a range drawn from for each game; repeatable.",
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="A key of the scenario, set otherwise in all arms; repeatable.",
)
@click.option(
    "--games",
    type=click.IntRange(1),
    default=1000,
    show_default=True,
    metavar="N",
    help="In each arm of each scenario.",
)
@click.option(
    "--player",
    default="consultative",
    show_default=True,
    metavar="ID",
    help="Who leads, where that is not varied.",
)
@click.option(
    "--seat",
    "seats",
    multiple=True,
    metavar="GROUP=ID",
    help="A stakeholder who answers for a group; repeatable.",
)
@seed_option
@workers_option("rows")
@click.option(
    "--dask", "cluster", metavar="ADDRESS", help="A Dask cluster that does the work instead."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="Where the rows go: a file .csv, .json (a line for each row) or .parquet.",
)
@click.option("--json", "as_json", is_flag=True, help="Write the summary as JSON.")
def sweep(  # noqa: PLR0917 - click passes options by name
    scenarios: tuple[str, ...],
    varied: tuple[str, ...],
    settings: tuple[str, ...],
    seats: tuple[str, ...],
    workers: int,
    cluster: str | None,
    out: Path,
    as_json: bool,  # noqa: FBT001
    **asked: Any,
) -> None:
    """Play many games in every arm, with the same luck, and compare the arms.

    An arm is a combination of the values that --vary names: of governance, system, player,
    or any other key of a scenario. Game number N has the same luck in every arm. Of what is
    drawn from a range, all arms draw the same. What is finished is kept in a file .part beside
    the other; after an interruption the same command goes on from there.
    """
    from tui import sweeping  # noqa: PLC0415 - numpy is not needed to print help

    if cluster and workers > 1:
        raise click.UsageError("--workers are processes here, and --dask is a cluster: one of them")
    plan = sweeping.plan(scenarios, varied, settings, seats, asked)
    rows = plan.games * len(plan.arms) * len(plan.scenarios)
    try:
        with bar("Games", rows) as progress:
            found = sweeping.run(plan, out, workers=workers, cluster=cluster, progress=progress)
    except KeyboardInterrupt:
        narrate(f"What is finished is in {out}.part; the same command goes on from there.")
        raise
    if as_json:
        emit(sweeping.to_dict(found))
    else:
        click.echo(sweeping.to_text(found))
    narrate(f"The rows are in {out}.")


@click.command()
@click.argument("session", type=click.Path(path_type=Path))
@click.option("--system", metavar="ID", help="Another voting system.")
@click.option("--governance", metavar="ID", help="Other powers.")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="A key of the scenario, set otherwise; repeatable.",
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def whatif(
    session: Path,
    system: str | None,
    governance: str | None,
    settings: tuple[str, ...],
    as_json: bool,  # noqa: FBT001
) -> None:
    """Play the decisions and the luck of a session again in another world.

    Splits keep their shares of the money that there is. What the other world does not allow
    is left out or made to fit, and said.
    """
    from tui import another_world  # noqa: PLC0415 - numpy is not needed to print help
    from tui.sessions import find, sessions_folder  # noqa: PLC0415

    changes = another_world.changes(system, governance, settings)
    found = another_world.played(find(sessions_folder(), session), changes)
    if as_json:
        emit(another_world.to_dict(found, changes))
    else:
        click.echo(another_world.to_text(found, changes))
    for note in found.notes:
        narrate(note)
