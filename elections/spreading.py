"""Work in many parts, given to whoever shares it."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, wait
from itertools import starmap
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from concurrent.futures import Executor, Future

Result = TypeVar("Result")

_AHEAD: Final = 128
"""How many parts an executor is given at a time."""


def spread(
    work: Callable[..., Result],
    parts: Iterable[tuple[Any, ...]],
    executor: Executor | None,
    *,
    in_order: bool = True,
) -> Generator[Result, None, None]:
    """Yield what the work makes of each part; an executor may be ahead.

    Parameters
    ----------
    work : callable
    parts : iterable of tuple
        Its arguments, part by part; they are asked for as the work gets on.
    executor : concurrent.futures.Executor or None
        Who shares the work; of it, `submit` alone is used. None for this process.
    in_order : bool
        Whether results come in the order of the parts, or each as soon as it is there.

    Examples
    --------
    >>> list(spread(pow, [(2, 3), (3, 2)], None))
    [8, 9]
    """
    if executor is None:
        yield from starmap(work, parts)
        return
    ahead: list[Future[Result]] = []
    try:
        for part in parts:
            ahead.append(executor.submit(work, *part))
            if len(ahead) == _AHEAD:
                yield _next(ahead, in_order=in_order).result()
        while ahead:
            yield _next(ahead, in_order=in_order).result()
    finally:
        for future in ahead:
            future.cancel()


def _next(ahead: list[Future[Result]], *, in_order: bool) -> Future[Result]:
    """Take the first part, or the first of those that are done."""
    if in_order:
        return ahead.pop(0)
    wait(ahead, return_when=FIRST_COMPLETED)
    return ahead.pop([future.done() for future in ahead].index(True))
