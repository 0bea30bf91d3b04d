"""Sharing work out: any executor may do it, and the results come in order all the same."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Executor, Future
from typing import TypeVar

Item = TypeVar("Item")
Found = TypeVar("Found")

_AHEAD = 128
"""How many pieces an executor is given at a time."""


def in_order(
    work: Callable[[Item], Found], items: Iterable[Item], executor: Executor | None = None
) -> Generator[Found, None, None]:
    """Yield what `work` makes of each item, in their order, whoever does it.

    Of the executor, only `submit` is used; whoever stops asking cancels what has not begun.

    >>> list(in_order(str, range(3)))
    ['0', '1', '2']
    """
    if executor is None:
        yield from map(work, items)
        return
    ahead: deque[Future[Found]] = deque()
    try:
        for item in items:
            ahead.append(executor.submit(work, item))
            if len(ahead) == _AHEAD:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
    finally:
        for future in ahead:
            future.cancel()
