"""Writing scenarios: checking a file before the day, and a schema for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tui.commands.output import emit, narrate, stop
from tui.exits import Exit

if TYPE_CHECKING:
    from deliberate.reading.checking import Report


@click.command()
@click.argument("scenario")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def check(scenario: str, as_json: bool) -> None:  # noqa: FBT001
    """Check a scenario file, then let automatic players prove that it can be played.

    Every fault is named with its file and line. Three automatic players then play it to the end:
    it should be neither lost nor won at the start, and it should matter who plays.
    """
    from deliberate import load_scenario  # noqa: PLC0415 - numpy is not needed to print help
    from deliberate.reading.checking import try_out  # noqa: PLC0415

    report = try_out(load_scenario(scenario))
    if as_json:
        emit(_to_dict(report))
    else:
        click.echo(_to_text(report))
    if report.faults:
        stop(Exit.FAILED, "\n".join(report.faults))
    narrate(f"{scenario} is sound and can be played.")


@click.command()
def schema() -> None:
    """Write the JSON Schema of scenario files, for editors that complete and check as one types."""
    from deliberate.reading.schema import schema as made  # noqa: PLC0415 - numpy is not needed for help

    emit(made())


def _to_dict(report: Report) -> dict[str, Any]:
    from attrs import asdict  # noqa: PLC0415 - not needed to print help

    return {"trials": [asdict(trial) for trial in report.trials], "faults": list(report.faults)}


def _to_text(report: Report) -> str:
    head = f"{'Player':<16}{'buy-in: year 1':>15}{'end':>7}{'lowest':>8}{'pressure':>10}"
    rows = [
        f"{trial.player:<16}{trial.first:>15.1f}{trial.last:>7.1f}{trial.lowest:>8.1f}"
        f"{trial.pressure:>10.2f}"
        for trial in report.trials
    ]
    return "\n".join([head, *rows])
