"""Playing, by people or without a screen."""

import sys
from pathlib import Path
from typing import Any

import click

from tui.commands.output import emit, narrate, stop
from tui.exits import Exit


@click.command()
@click.argument("scenario", required=False)
def play(scenario: str | None) -> None:
    """Play the game in this terminal; a SCENARIO of your own stands first in the set-up."""
    _play(scenario=scenario)


@click.command()
@click.argument("session", required=False, type=click.Path(path_type=Path))
def resume(session: Path | None) -> None:
    """Go on with a session: a file, the name of a kept one, or the last one played."""
    from tui.sessions import find, sessions_folder  # noqa: PLC0415 - only where sessions are read

    _play(session=find(sessions_folder(), session))


def _play(*, scenario: str | None = None, session: Path | None = None) -> None:
    """Open the game in this terminal, or say what to do without one."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        stop(
            Exit.ENVIRONMENT,
            "play needs a terminal; deliberate run SCENARIO plays a game without one",
        )
    from tui.launch import launch  # noqa: PLC0415 - Textual is needed only here

    raise SystemExit(launch(scenario=scenario, session=session))


@click.command()
@click.argument("scenario")
@click.option("--system", metavar="ID", help="Voting system; default: the scenario's.")
@click.option("--governance", metavar="ID", help="Powers; default: the scenario's.")
@click.option("--years", type=click.IntRange(1, 10), help="Default: the scenario's.")
@click.option("--player", "player_name", metavar="ID", default="consultative", show_default=True)
@click.option(
    "--seat",
    "seats",
    metavar="GROUP=STAKEHOLDER",
    multiple=True,
    help="Who answers for a group; can be given again.",
)
@click.option(
    "--set",
    "settings",
    metavar="KEY=VALUE",
    multiple=True,
    help="Set a key of the scenario, such as parameters.buyin.habit=0.7; can be given again.",
)
@click.option(
    "--assume", metavar="ID", multiple=True, help="Lay shipped assumptions over the scenario."
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True)
@click.option(
    "--session", type=click.Path(path_type=Path), help="Keep the session in this new file."
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def run(  # noqa: PLR0917 - click passes options by name
    scenario: str,
    system: str | None,
    governance: str | None,
    years: int | None,
    player_name: str,
    seats: tuple[str, ...],
    settings: tuple[str, ...],
    assume: tuple[str, ...],
    seed: int,
    session: Path | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Play a whole game without a screen, by automatic players.

    SCENARIO is a shipped one, a footprint, or a TOML file; see deliberate list.
    """
    from deliberate import load_scenario  # noqa: PLC0415 - numpy is not needed to print help
    from deliberate.experiments.varying import named, whole_first  # noqa: PLC0415
    from deliberate.experiments.varying import settings as read  # noqa: PLC0415
    from tui import report  # noqa: PLC0415

    options = {"system": system, "governance": governance, "years": years}
    changes: dict[str, Any] = {key: said for key, said in options.items() if said is not None}
    changes |= {"extends": list(assume)} if assume else {}
    place = load_scenario(scenario, whole_first(changes, read(settings)))
    debrief = report.run(place, player_name, seed, session, named(seats))
    if as_json:
        emit(report.to_dict(debrief))
    else:
        click.echo(report.to_text(debrief))
    if session:
        narrate(f"The session is kept in {session}.")


@click.command()
@click.argument("session", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def replay(session: Path, as_json: bool) -> None:  # noqa: FBT001
    """Compute a session anew and prove that every state equals the recorded one."""
    from deliberate import replay as prove  # noqa: PLC0415 - numpy is not needed to print help
    from tui import report  # noqa: PLC0415
    from tui.sessions import find, sessions_folder  # noqa: PLC0415

    again = prove(find(sessions_folder(), session))
    if as_json:
        emit(report.replay_to_dict(again))
    else:
        click.echo(report.replay_to_text(again))
    if not again.proven:
        stop(Exit.FAILED, f"entries whose state differs from the record: {len(again.differing)}")
