"""The command line. Other programs rely on it: data on stdout, narration on stderr, exit codes."""

import sys
from typing import NoReturn

import click

from tui.commands.ballots import convert, criteria, elect
from tui.commands.experiments import claim
from tui.commands.games import play, replay, resume, run
from tui.commands.lists import list_
from tui.commands.output import stop
from tui.commands.scenarios import check, schema
from tui.commands.studies import study
from tui.commands.sweeps import sweep, whatif
from tui.exits import Exit


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="deliberate", prog_name="deliberate")
def deliberate() -> None:
    """One leader, one budget, forty-four footprints: elect, deliberate, decide.

    deliberate play is the game; deliberate elect counts a ballot file.
    """


for command in (
    play,
    resume,
    run,
    replay,
    check,
    schema,
    claim,
    elect,
    convert,
    criteria,
    study,
    sweep,
    whatif,
    list_,
):
    deliberate.add_command(command)


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
