"""The claim as an experiment that anyone can run."""

from pathlib import Path
from typing import Any

import click

from tui.commands.options import seed_option, workers_option
from tui.commands.output import bar, narrate


@click.command()
@click.option(
    "--scenario",
    metavar="SCENARIO",
    default="generic",
    show_default=True,
    help="Where: a scenario, a footprint or a file.",
)
@click.option(
    "--draws",
    type=click.IntRange(2, 1_000_000),
    default=1000,
    show_default=True,
    help="How many worlds: in each, every uncertain number is drawn anew.",
)
@seed_option
@workers_option("figures")
@click.option(
    "--decides/--no-decides", default=True, help="Look for what decides it, too (needs SALib)."
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the page to this file.",
)
def claim(out: Path | None, **asked: Any) -> None:
    """Put the claim to the test: elected or not, pooled or not, over all that is not known.

    Prints a page of Markdown: how often one elected person with the whole budget does better, what
    decides it, how often the sign flips, and what the model cannot know.
    """
    from tui.claiming import page  # noqa: PLC0415 - numpy is not needed to print help
    from tui.writing import written  # noqa: PLC0415

    if out is None:
        click.echo(page(**asked, bar=bar), nl=False)
        return
    # Opened first, so that nobody waits for a page that cannot be written.
    with written(out) as write:
        write(page(**asked, bar=bar))
    narrate(f"The page is in {out}.")
