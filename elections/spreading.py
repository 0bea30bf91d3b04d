"""Work in many parts, given to whoever shares it."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, wait
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from concurrent.futures import Executor, Future

Item = TypeVar("Item")
Found = TypeVar("Found")

_AHEAD: Final = 128
"""How many items an executor is given at a time."""


def spread(
    work: Callable[[Item], Found],
    items: Iterable[Item],
    executor: Executor | None = None,
    *,
    in_order: bool = True,
) -> Generator[Found, None, None]:
    """Yield what the work makes of each item, whoever does it.

    Whoever stops asking cancels what has not begun.

    Parameters
    ----------
    work : callable
    items : iterable
        They are asked for as the work gets on.
    executor : concurrent.futures.Executor, optional
        Who shares the work; of it, `submit` alone is used.
    in_order : bool
        Whether results come in the order of the items, or each as soon as it is there.

    Examples
    --------
    >>> list(spread(str, range(3)))
    ['0', '1', '2']
    """
    if executor is None:
        yield from map(work, items)
        return
    ahead: list[Future[Found]] = []
    try:
        for item in items:
            ahead.append(executor.submit(work, item))
            if len(ahead) == _AHEAD:
                yield _next(ahead, in_order=in_order).result()
        while ahead:
            yield _next(ahead, in_order=in_order).result()
    finally:
        for future in ahead:
            future.cancel()


def _next(ahead: list[Future[Found]], *, in_order: bool) -> Future[Found]:
    """Take the first item, or the first of those that are done."""
    if in_order:
        return ahead.pop(0)
    wait(ahead, return_when=FIRST_COMPLETED)
    return ahead.pop([future.done() for future in ahead].index(True))
