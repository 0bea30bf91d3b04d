"""Worker processes, which leave ctrl+c to the process that the person talks to."""

import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from multiprocessing import get_context


def executor(workers: int) -> ProcessPoolExecutor | nullcontext[None]:
    """Start so many worker processes; none where this process is enough."""
    if workers == 1:
        return nullcontext()
    started = ProcessPoolExecutor(
        workers,
        mp_context=get_context("spawn"),
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),
    )
    with _interrupts_held_back():
        for _ in range(workers):
            started.submit(int)
    return started


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Take ctrl+c only afterwards, and keep it from processes begun meanwhile as they set up."""
    held: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: held.append(number))
    # What is blocked here stays so in new processes. It is not enough for this one: another
    # of its threads may be told. Windows has no such thing.
    masks = hasattr(signal, "pthread_sigmask")
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if masks else None
    try:
        yield
    finally:
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, before)
    if held:
        raise KeyboardInterrupt
