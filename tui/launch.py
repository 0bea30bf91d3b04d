"""Opening the game in a terminal, and what is said when it closes."""

import shutil
from pathlib import Path

import click

from deliberate import Session, load_scenario
from elections import printable
from tui.app import DeliberateApp
from tui.exits import Exit
from tui.screens.too_small import SMALLEST
from tui.sessions import sessions_folder


def launch(*, scenario: str | None, session: Path | None) -> Exit:
    """Play in this terminal, from a scenario or a session if one is given.

    Returns the exit code.

    Raises
    ------
    ScenarioError, SessionError, StorageError
        If the scenario has faults, or the session cannot be gone on with; the game does not open.
    """
    chosen = load_scenario(scenario) if scenario else None
    size = shutil.get_terminal_size()
    if size.columns < SMALLEST.width or size.lines < SMALLEST.height:
        click.echo(
            f"this terminal is {size.columns}×{size.lines}; the game needs "
            f"{SMALLEST.width}×{SMALLEST.height}. Enlarge the window or choose a smaller font.",
            err=True,
        )
        return Exit.ENVIRONMENT
    opened = Session.resume(session) if session else None
    app = DeliberateApp(sessions_folder(), scenario=chosen, session=opened)
    code = app.run()
    if app.kept_at is not None:
        inside = app.kept_at.parent == app.folder
        named = app.kept_at.stem if inside else str(app.kept_at)
        click.echo(f"The session is kept: deliberate resume {printable(named)}", err=True)
    if code is Exit.INTERRUPTED:
        click.echo("interrupted", err=True)
    return Exit.FAILED if code is None else code
