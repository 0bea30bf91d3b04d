"""Who shares the work: worker processes, which leave ctrl+c to the person, or a cluster."""

import signal
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module
from multiprocessing import get_context


@contextmanager
def executor(workers: int, cluster: str | None = None) -> Iterator[Executor | None]:
    """Give who shares the work: so many processes, or the cluster at an address.

    None where this process is enough.

    Raises
    ------
    OSError
        If a worker process was ended by somebody else, or there is no such cluster.
    """
    with _cluster(cluster) if cluster else _processes(workers) as sharing:
        try:
            yield sharing
        except BrokenExecutor:
            raise OSError("a worker process ended before its work was done") from None


def _processes(workers: int) -> AbstractContextManager[Executor | None]:
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
def _cluster(address: str) -> Iterator[Executor]:
    """Give the workers of a Dask cluster, by the address of its scheduler."""
    try:
        distributed = import_module("distributed")
    except ImportError:
        from deliberate.errors import MissingLibrary  # noqa: PLC0415 - studies do without

        raise MissingLibrary(
            'a cluster needs distributed: pip install "deliberate[cluster]"'
        ) from None
    try:
        client = distributed.Client(address, timeout=10)
    except (OSError, ValueError) as problem:
        raise OSError(f"no cluster answers at {address}: {problem}") from None
    with client:
        try:
            yield client.get_executor()
        except (CancelledError, distributed.KilledWorker) as problem:
            raise OSError(f"the cluster did not finish its work: {problem}") from None


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
