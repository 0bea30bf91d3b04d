"""Opening the game in a terminal, and what is said when it closes."""

import shutil
from pathlib import Path

import click

from tui.app import DeliberateApp
from tui.exits import Exit
from tui.screens.too_small import SMALLEST
from tui.sessions import sessions_folder


def launch(session: Path | None) -> Exit:
    """Play in this terminal; returns the exit code."""
    size = shutil.get_terminal_size()
    if size.columns < SMALLEST.width or size.lines < SMALLEST.height:
        click.echo(
            f"this terminal is {size.columns}×{size.lines}; the game needs "
            f"{SMALLEST.width}×{SMALLEST.height}. Enlarge the window or choose a smaller font.",
            err=True,
        )
        return Exit.ENVIRONMENT
    app = DeliberateApp(sessions_folder(), session)
    code = app.run()
    if app.kept_at is not None:
        click.echo(f"The session is kept: deliberate resume {app.kept_at.stem}", err=True)
    return Exit.FAILED if code is None else code
