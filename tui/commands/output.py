"""What commands say: data on stdout, narration on stderr, exit codes."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from tui.exits import Exit


def narrate(*words: object) -> None:
    """Say something to the person on stderr, with nothing in it that could act on a terminal."""
    from elections import printable  # noqa: PLC0415 - numpy is not needed to print help

    for text in " ".join(str(word) for word in words).splitlines():
        click.echo(printable(text), err=True)


def passing(text: str) -> None:
    """Show how far the work is on stderr, over what was shown before, if a person is watching."""
    from elections import printable, shorten  # noqa: PLC0415 - numpy is not needed to print help

    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{shorten(printable(text), 78)}", err=True, nl=False)


def stop(code: Exit, *words: object) -> NoReturn:
    """Say why, and leave with this code."""
    narrate(*words)
    raise SystemExit(code)


def emit(data: object) -> None:
    """Write data to stdout as JSON; escapes keep every name harmless on a terminal."""
    click.echo(json.dumps(data, indent=2))


@contextmanager
def bar(word: str, length: int) -> Iterator[Callable[[int], object]]:
    """Show on stderr how far the work is, when a person is watching."""
    if not sys.stderr.isatty():
        yield lambda _more: None
        return
    with click.progressbar(length=length, file=sys.stderr, label=word) as shown:
        yield shown.update
