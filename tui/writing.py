"""Files that a command writes: whole or not at all, and whoever asked is told why not."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from elections.whole_file import whole_file


@contextmanager
def written(path: Path) -> Iterator[Callable[[str], object]]:
    """Give what writes text to `path`, opened now, so that nobody works for nothing.

    Raises
    ------
    OSError
        If nothing can be written there, naming the path.
    """
    with ExitStack() as stack:
        with _blaming(path):
            file = stack.enter_context(whole_file(path))
        text: list[str] = []
        yield text.append
        with _blaming(path):
            file.write("".join(text).encode())
            stack.close()


@contextmanager
def _blaming(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OSError(f"{path} cannot be written: {error.strerror}") from None
