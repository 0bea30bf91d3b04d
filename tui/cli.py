"""The command line. Other programs rely on it: data on stdout, narration on stderr, exit codes."""

import json
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, NoReturn

import click

from tui.exits import Exit

Command = Callable[..., Any]


def narrate(*words: object) -> None:
    """Say something to the person on stderr, with nothing in it that could act on a terminal."""
    from elections import printable  # noqa: PLC0415 - numpy is not needed to print help

    for text in " ".join(str(word) for word in words).splitlines():
        click.echo(printable(text), err=True)


def stop(code: Exit, *words: object) -> NoReturn:
    """Say why, and leave with this code."""
    narrate(*words)
    raise SystemExit(code)


def emit(data: object) -> None:
    """Write data to stdout as JSON; escapes keep every name harmless on a terminal."""
    click.echo(json.dumps(data, indent=2))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="deliberate", prog_name="deliberate")
def deliberate() -> None:
    """One leader, one budget, forty-four footprints: elect, deliberate, decide.

    deliberate play is the game; deliberate elect counts a ballot file.
    """


@deliberate.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--system", "names", multiple=True, metavar="ID", help="Count by this system; repeatable."
)
@click.option(
    "--all", "every", is_flag=True, help="Count by every system that takes these ballots."
)
@click.option(
    "--ties", type=click.Choice(["lot", "order", "all"]), default="lot", show_default=True
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the lot.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def elect(  # noqa: PLR0917 - click passes options by name
    file: Path,
    names: tuple[str, ...],
    every: bool,  # noqa: FBT001
    ties: Literal["lot", "order", "all"],
    seed: int,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Count a ballot file (PrefLib .soc .soi .toc .toi, or .gz) by one system or many.

    Without --system or --all the alternative vote counts it.
    """
    from tui.counting import count_file  # noqa: PLC0415 - numpy is not needed to print help

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = count_file(file, names, every=every, ties=ties, seed=seed)
    for warning in caught:
        narrate(warning.message)
    for reason in result.left_out:
        narrate(reason)
    if as_json:
        emit(result.to_dict())
    else:
        click.echo("\n\n".join(str(count) for count in result.counts))


@deliberate.command()
@click.argument("scenario", required=False)
def play(scenario: str | None) -> None:
    """Play the game in this terminal; a SCENARIO of your own stands first in the set-up."""
    _play(scenario=scenario)


@deliberate.command()
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


@deliberate.command()
@click.argument("scenario")
@click.option("--system", metavar="ID", help="Voting system; default: the scenario's.")
@click.option("--governance", metavar="ID", help="Powers; default: the scenario's.")
@click.option("--years", type=click.IntRange(1, 10), help="Default: the scenario's.")
@click.option("--player", "player_name", metavar="ID", default="consultative", show_default=True)
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
    seed: int,
    session: Path | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Play a whole game without a screen, by an automatic player.

    SCENARIO is a shipped one, a footprint, or a TOML file; see deliberate list.
    """
    from tui import report  # noqa: PLC0415 - numpy is not needed to print help

    chosen = report.choose_scenario(
        scenario, system_id=system, governance_id=governance, years=years
    )
    debrief = report.run(chosen, player_name, seed, session)
    if as_json:
        emit(report.to_dict(debrief))
    else:
        click.echo(report.to_text(debrief))
    if session:
        narrate(f"The session is kept in {session}.")


@deliberate.command("replay")
@click.argument("session", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def replay_(session: Path, as_json: bool) -> None:  # noqa: FBT001
    """Compute a session anew and prove that every state equals the recorded one."""
    from deliberate import replay  # noqa: PLC0415 - numpy is not needed to print help
    from tui import report  # noqa: PLC0415
    from tui.sessions import find, sessions_folder  # noqa: PLC0415

    again = replay(find(sessions_folder(), session))
    if as_json:
        emit(report.replay_to_dict(again))
    else:
        click.echo(report.replay_to_text(again))
    if not again.proven:
        stop(Exit.FAILED, f"entries whose state differs from the record: {len(again.differing)}")


KINDS = ("systems", "scenarios", "footprints", "governances", "players")


@deliberate.command("list")
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def list_(kind: str, as_json: bool) -> None:  # noqa: FBT001
    """List what can be chosen."""
    from tui.catalogue import CATALOGUES, to_text  # noqa: PLC0415 - numpy is not needed for help

    rows = CATALOGUES[kind]()
    if as_json:
        emit(rows)
    else:
        click.echo(to_text(rows))


def main() -> NoReturn:
    """Run the command, and turn everything foreseen into a sentence and an exit code."""
    try:
        deliberate(standalone_mode=False)
        sys.stdout.flush()
    except SystemExit as left:
        # click itself leaves only when whoever read our output has had enough of it.
        raise SystemExit(left.code if isinstance(left.code, Exit) else Exit.OK) from None
    except click.exceptions.Abort:
        stop(Exit.INTERRUPTED, "interrupted")
    except KeyboardInterrupt:
        stop(Exit.INTERRUPTED, "interrupted")
    except click.ClickException as problem:
        problem.show()
        raise SystemExit(Exit.USAGE) from None
    except click.exceptions.Exit as done:
        raise SystemExit(done.exit_code) from None
    except BrokenPipeError:
        # Whoever read our output has had enough of it; nobody is left to tell.
        sys.stderr.close()
        raise SystemExit(Exit.OK) from None
    except Exception as problem:  # noqa: BLE001 - what was not foreseen is raised again
        stop(*_explained(problem))
    raise SystemExit(Exit.OK)


def _explained(problem: Exception) -> tuple[Exit, str]:
    """Return the exit code and sentence of an error that was foreseen; raise any other."""
    from deliberate.errors import DeliberateError, StorageError  # noqa: PLC0415
    from elections.errors import ElectionError  # noqa: PLC0415

    if isinstance(problem, StorageError | OSError):
        return Exit.ENVIRONMENT, str(problem)
    if isinstance(problem, DeliberateError | ElectionError):
        return Exit.USAGE, str(problem)
    raise problem


if __name__ == "__main__":
    main()
