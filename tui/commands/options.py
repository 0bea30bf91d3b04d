"""Options that several commands have."""

from collections.abc import Callable
from typing import Any

import click

MOST_WORKERS = 61
"""Windows waits for no more."""

seed_option = click.option(
    "--seed",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    metavar="N",
    help="What all chance comes from.",
)


def workers_option(same: str) -> Callable[[Any], Any]:
    """Return the option of so many worker processes, which leave `same` as they are."""
    return click.option(
        "--workers",
        type=click.IntRange(1, MOST_WORKERS),
        default=1,
        show_default=True,
        metavar="N",
        help=f"Processes that share the work; the {same} stay the same.",
    )
