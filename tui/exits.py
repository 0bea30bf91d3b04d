"""Exit codes: other programs rely on them."""

from enum import IntEnum


class Exit(IntEnum):
    """What the command leaves behind for the shell."""

    OK = 0
    FAILED = 1  # the run failed
    USAGE = 2  # a wrong word or a bad file
    ENVIRONMENT = 3  # no terminal, too small, disk full
    INTERRUPTED = 130
