"""Progress: those who work say how much is done, and bars want to know how much more."""

from collections.abc import Callable


def since_last(told: Callable[[int], object]) -> Callable[..., None]:
    """Return a progress that tells how much was done since it was last called.

    Whoever calls it says how much is done, and may say of how much.

    >>> more = []
    >>> progress = since_last(more.append)
    >>> progress(10, 30), progress(30, 30), more
    (None, None, [10, 20])
    """
    before = 0

    def tell(done: int, _of: int | None = None) -> None:
        nonlocal before
        told(done - before)
        before = done

    return tell
