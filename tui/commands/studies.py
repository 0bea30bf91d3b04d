"""Studies of voting systems."""

from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from tui.commands.options import seed_option, workers_option
from tui.commands.output import bar, emit, narrate

MOST_WORKERS = 61
"""Windows cannot wait for more processes."""


@click.command()
@click.option(
    "--model", default="random", show_default=True, metavar="ID", help="How voters are drawn."
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter of the model; repeatable.",
)
@click.option(
    "--candidates",
    default="5",
    show_default=True,
    metavar="N[,N…]",
    help="In each election; several numbers make several studies.",
)
@click.option("--voters", default="25", show_default=True, metavar="N[,N…]", help="Likewise.")
@click.option(
    "--system", "named", multiple=True, metavar="ID", help="Study this system; repeatable."
)
@click.option("--all", "every", is_flag=True, help="Study every system that elects one candidate.")
@click.option(
    "--option",
    "options",
    multiple=True,
    metavar="NAME=VALUE",
    help="An option of the systems that have it; repeatable.",
)
@click.option(
    "--elections",
    type=click.IntRange(1),
    default=100_000,
    show_default=True,
    metavar="N",
    help="How many to draw, at most.",
)
@click.option(
    "--precision",
    type=click.FloatRange(0, 100),
    default=0.0,
    metavar="POINTS",
    help="Stop as soon as efficiencies are known to so many percentage points either way.",
)
@click.option("--strategy", default="", metavar="ID", help="What tactical voters do.")
@click.option(
    "--tactical",
    type=click.FloatRange(0, 1),
    metavar="SHARE",
    help="How many voters are tactical, 0 to 1; default: all.",
)
@click.option(
    "--maximum",
    type=click.IntRange(1, 254),
    default=5,
    show_default=True,
    metavar="N",
    help="The best score on ballots of scores.",
)
@click.option(
    "--raw", is_flag=True, help="Add utilities up as drawn, not stretched to 0…1 for each voter."
)
@click.option(
    "--coalitions",
    "coalition",
    is_flag=True,
    help="Find how few voters can change each result: slow.",
)
@click.option(
    "--exact",
    is_flag=True,
    help="Add the exact chance of a Condorcet winner; without --system, study that alone.",
)
@click.option("--paradoxes", is_flag=True, help="Add a table of majorities that are ignored.")
@click.option("--agreement", is_flag=True, help="Add a table of which systems agree.")
@seed_option
@workers_option("figures")
@click.option(
    "--csv",
    "csv_path",
    type=click.Path(path_type=Path),
    help="Write all figures there as a table too.",
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON, with all figures.")
def study(  # noqa: PLR0917 - click passes options by name
    settings: tuple[str, ...],
    options: tuple[str, ...],
    candidates: str,
    voters: str,
    named: tuple[str, ...],
    every: bool,  # noqa: FBT001
    precision: float,
    tactical: float | None,
    exact: bool,  # noqa: FBT001
    paradoxes: bool,  # noqa: FBT001
    agreement: bool,  # noqa: FBT001
    workers: int,
    csv_path: Path | None,
    as_json: bool,  # noqa: FBT001
    **asked: Any,
) -> None:
    """Draw many elections from a model of voters, and compare voting systems.

    Without --system or --all it studies the systems of Merrill's comparison of 1984:
    plurality, two_round, irv, approval, borda, coombs and black. Several sizes
    make a table of Condorcet efficiencies. See deliberate list models, deliberate list
    strategies and deliberate list systems for the IDs.
    """
    from tui import studying  # noqa: PLC0415 - numpy is not needed to print help

    if tactical is not None and not asked["strategy"]:
        raise click.UsageError("--tactical says how many use a --strategy, and none is named")
    studies = studying.studies(
        candidates,
        voters,
        {
            **asked,
            "parameters": studying.parameters(settings),
            "options": studying.options(options),
            "systems": studying.chosen_systems(named, every=every, exact=exact),
            "precision": precision / 100,
            "tactical": 1.0 if tactical is None else tactical,
        },
    )
    chances = studying.exact_chances(studies) if exact else ()
    with studying.csv_file(csv_path) if csv_path else nullcontext() as write:
        with bar("Elections", sum(each.elections for each in studies)) as progress:
            found = studying.run_all(studies, workers=workers, progress=progress)
        answer = studying.Answer(found=found, exact=chances)
        if as_json:
            emit(answer.to_dict())
        else:
            click.echo(answer.to_text(paradoxes=paradoxes, agreement=agreement))
        if write:
            write(answer.rows())
    if csv_path:
        narrate(f"The table is in {csv_path}.")
