"""Engines: what runs jobs, in this process, in several, or on other machines, through `concurrent.futures.Executor`."""

from __future__ import annotations

import logging
import os
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

from l10n.errors import L10nError, Place
from l10n.words import trn

WORTH = 64 << 20
"""From so many bytes on, several processes are quicker than one."""
_J = TypeVar("_J")
_R = TypeVar("_R")
Work = Callable[[_J], _R]
"""What is done with a job, also in another process: a function of a module."""
Tell = Callable[[str], None]
"""Takes something to tell the user."""
_WEB = ("ws", "wss")
_SCHEMES = ("tcp", "tls", *_WEB, "ucx")
_LOGS = ("distributed", "tornado")
_EXAMPLE = "tcp://127.0.0.1:8786"
_LOST = (TypeError,)
"""What Dask's executor raises where a worker dies in the moment between a result and the look at its status."""
_TRIES = 4
_AHEAD = 3
"""How many jobs per worker are handed out before the first is done."""


def count_workers(asked: int | None, weight: int) -> int:
    """Return how many processes to read so many bytes with: as many as `asked`, or as it is worth on this machine.

    >>> count_workers(3, 0), count_workers(None, 0)
    (3, 1)
    """
    if asked is not None:
        return asked
    return _count_cores() if weight >= WORTH else 1


def _count_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_here(work: Work[_J, _R], jobs: Sequence[_J]) -> Iterator[tuple[int, _R]]:
    """Yield the number of each job and what comes of it, in this process."""
    yield from enumerate(map(work, jobs))


def run_in_processes(work: Work[_J, _R], jobs: Sequence[_J], workers: int, tell: Tell) -> Iterator[tuple[int, _R]]:
    """Yield the number of each job and what comes of it, in any order, in processes of their own.

    If one of them is killed, what is left is counted by new ones, as `tell` is told; the second time that is an error.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    left = dict(enumerate(jobs))
    for is_last in (False, True):
        executor = ProcessPoolExecutor(min(workers, len(left)), get_context("spawn"), _let_parent_stop)
        try:
            for number, result in _run(work, left, executor, workers * _AHEAD):
                del left[number]
                yield number, result
        except BrokenExecutor:
            if is_last:
                message = f"{len(left)} of {len(jobs)} parts could not be counted: worker processes were killed twice"
                raise L10nError(f"{message}; expected them to live, `--workers 1` counts without any") from None
            tell(
                trn(
                    "a worker process was killed; {n} part is counted again",
                    "a worker process was killed; {n} parts are counted again",
                    len(left),
                )
            )
        else:
            return
        finally:
            executor.shutdown(cancel_futures=True)


def _let_parent_stop() -> None:
    """Leave Ctrl-C to the process that hands out the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def run_on_cluster(work: Work[_J, _R], jobs: Sequence[_J], address: str) -> Iterator[tuple[int, _R]]:
    """Yield the number of each job and what comes of it, in any order, on the workers of a Dask cluster.

    The cluster itself gives the jobs of a worker that dies to another one.
    """
    with _cluster_client(address) as client:
        executor = client.get_executor(pure=False)
        ahead = max(1, sum(client.nthreads().values())) * _AHEAD
        try:
            yield from _run(work, dict(enumerate(jobs)), executor, ahead, _LOST)
        finally:
            executor.shutdown(wait=False)


@contextmanager
def _cluster_client(address: str) -> Iterator[Any]:
    try:
        from distributed import Client, KilledWorker
        from distributed.client import ClosedClientError
        from distributed.comm.core import CommClosedError
    except ImportError:
        message = "`--cluster` needs Dask, expected it installed: pip install l10n-records[cluster]"
        raise L10nError(message) from None
    place = Place(address)
    check_address(address)
    with _without_logs():
        try:
            client: Any = Client(address, timeout=10, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError, TypeError, RuntimeError, ImportError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise L10nError(f"there is no cluster ({reason}), expected the address of a scheduler", place) from None
        try:
            if not client.nthreads():
                raise L10nError("the cluster has no workers, expected at least one", place)
            yield client
        except KilledWorker as error:
            raise L10nError(f"the cluster gave a part up: {error}; expected workers that live", place) from None
        except (CancelledError, ClosedClientError, CommClosedError):
            message = "the scheduler was lost while parts were counted, expected it to live until the end"
            raise L10nError(f"{message}; run the command again, or without `--cluster`", place) from None
        finally:
            client.close()


@contextmanager
def _without_logs() -> Iterator[None]:
    """Keep Dask from writing to standard error what is said in an error anyway, stack traces and all."""
    names = [name for name in logging.Logger.manager.loggerDict if name.partition(".")[0] in _LOGS]
    loggers = [logger for logger in map(logging.getLogger, names) if not logger.disabled]
    for logger in loggers:
        logger.disabled = True
    try:
        yield
    finally:
        for logger in loggers:
            logger.disabled = False


def check_address(address: str) -> None:
    """Raise L10nError for what can be no scheduler's address.

    >>> check_address("tcp://[::1]:8786"), check_address("example.org:8786")
    (None, None)
    """
    place = Place(address)
    scheme, is_scheme, rest = address.rpartition("://")
    if is_scheme and scheme not in _SCHEMES:
        raise L10nError(f"found the scheme {scheme!r}, expected one of {', '.join(_SCHEMES)}", place)
    try:
        parts = urlsplit(f"//{rest}")
        is_whole = bool(parts.hostname and parts.port) and (parts.netloc == rest or scheme in _WEB)
    except ValueError:  # no number, or none that a port may have
        is_whole = False
    if not is_whole:
        raise L10nError(f"found no host and port in it, expected a scheduler's address such as {_EXAMPLE}", place)


def _run(
    work: Work[_J, _R], jobs: dict[int, _J], executor: Executor, ahead: int, lost: tuple[type[Exception], ...] = ()
) -> Iterator[tuple[int, _R]]:
    """Yield the number of each job and what comes of it, as they are done; only so many are handed out ahead.

    A job that ends with one of the errors `lost` is handed out again, a few times.
    """
    waiting, running = deque(list(jobs.items())), dict[Future[_R], int]()
    tries = Counter[int]()
    while waiting or running:
        while waiting and len(running) < ahead:
            number, job = waiting.popleft()
            running[executor.submit(work, job)] = number
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            number = running.pop(future)
            tries[number] += 1
            if isinstance(future.exception(), lost) and tries[number] < _TRIES:
                waiting.append((number, jobs[number]))
            else:
                yield number, future.result()
