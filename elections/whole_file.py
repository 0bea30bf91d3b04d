"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write into that takes the place of `path` at the end.

    It lies beside its place until then, so that no half of it is ever seen; after an error it is
    gone, and what was at `path` before is still there.

    Raises
    ------
    OSError
        If nothing can be written there, or `path` is something other than a file.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     with whole_file(Path(folder) / "a.txt") as file:
    ...         _ = file.write(b"whole")
    ...     (Path(folder) / "a.txt").read_text()
    'whole'
    """
    real = Path(os.path.realpath(path))
    mode = real.stat().st_mode if real.exists() else None
    if mode is not None and not stat.S_ISREG(mode):
        raise OSError(None, "This is not a regular file")
    part = real.with_name(f".{os.getpid()}.part")
    try:
        with part.open("xb") as raw:
            yield raw
            raw.flush()
            os.fsync(raw.fileno())
        if mode is not None:
            part.chmod(stat.S_IMODE(mode))
        part.replace(real)
    finally:
        with suppress(OSError):
            part.unlink()
