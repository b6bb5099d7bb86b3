"""Replicates spread over processes; the numbers are the same for any number of them."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor
from concurrent.futures import wait as wait_for
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from itertools import islice
from multiprocessing.connection import wait

from spirals.errors import InputError
from spirals.experiments.errors import WorkersStopped
from spirals.experiments.simulate import Failure, Job, Outcome, compiles_first, simulate

Progress = Callable[[float], None]
"""Called with the number of runs, a fraction at times, done since the last call."""

logger = logging.getLogger("spirals")
_kept: ContextVar[ProcessPoolExecutor | None] = ContextVar("kept pool", default=None)
_ONE_THREAD = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def simulate_all(jobs: Sequence[Job], workers: int = 1, progress: Progress | None = None) -> list[Outcome | Failure]:
    """Run every job and return the answers in the order of the jobs.

    Parameters
    ----------
    jobs
        What to run.
    workers
        Number of spawned processes, each with one numba thread; 1 runs in this process.
    progress
        Told of runs done.

    Raises
    ------
    InputError
        If ``workers`` is below 1.
    WorkersStopped
        If a worker process died.
    """
    if workers < 1:
        raise InputError(f"workers: {workers} is not a number of processes; give 1 or more")
    report = progress or _silent
    compiling = compiles(jobs[0])
    if compiling:
        logger.warning("compiling once, about 20 s")
    if workers == 1 or len(jobs) == 1:
        return [_here(job, report) for job in jobs]
    # One process compiles, for all to use, rather than each for itself at the same time.
    here = jobs[:1] if compiling else jobs[:0]
    first = [_here(job, report) for job in here]
    return [*first, *_spread(jobs[len(here) :], min(workers, len(jobs)), report)]


def compiles(job: Job) -> bool:
    """Say whether the first of such runs compiles the engine, which later ones need not."""
    return job.organisation is None and job.employee is None and compiles_first(job.scenario.engine)


def _silent(runs: float) -> None:
    """Report to nobody."""


def _here(job: Job, report: Progress) -> Outcome | Failure:
    told = 0.0

    def days_done(share: float) -> None:
        nonlocal told
        report(share - told)
        told = share

    answer = simulate(job, days_done)
    report(1.0 - told)
    return answer


def _spread(jobs: Sequence[Job], workers: int, report: Progress) -> list[Outcome | Failure]:
    answers: dict[int, Outcome | Failure] = {}
    for place, answer in stream(_numbered, enumerate(jobs), workers):
        answers[place] = answer
        report(1.0)
    return [answers[place] for place in range(len(jobs))]


def _numbered(task: tuple[int, Job]) -> tuple[int, Outcome | Failure]:
    return task[0], simulate(task[1])


def stream[Task, Answer](
    work: Callable[[Task], Answer], tasks: Iterable[Task], workers: int, ahead: int = 2
) -> Iterator[Answer]:
    """Do tasks in spawned processes and give the answers as they come, in any order.

    At most ``workers * ahead`` tasks are under way, so that memory stays bounded however many there are.

    Parameters
    ----------
    work
        Importable by name, as processes need it.
    tasks
        Taken one by one as there is room.
    workers
        Number of processes, each with one numba thread.

    Raises
    ------
    WorkersStopped
        If a worker process died.
    """
    waiting = iter(tasks)
    kept = _kept.get()
    with _pool(workers) if kept is None else nullcontext(kept) as pool:
        with _one_thread_each(), _deaf_to_interrupts():
            under_way = {pool.submit(work, task) for task in islice(waiting, workers * ahead)}
        try:
            while under_way:
                done, under_way = wait_for(under_way, return_when=FIRST_COMPLETED)
                under_way |= {pool.submit(work, task) for task in islice(waiting, len(done))}
                for one in done:
                    yield one.result()
        except BrokenProcessPool:
            raise WorkersStopped from None


@contextmanager
def one_pool(workers: int) -> Iterator[None]:
    """Let everything in this block that asks for several processes share these, which start once.

    Without it each call of `simulate_all` or `stream` starts its own, which takes seconds.
    """
    if workers < 2:
        yield
        return
    with _pool(workers) as pool:
        token = _kept.set(pool)
        try:
            yield
        finally:
            _kept.reset(token)


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of spawned processes; whatever ends the block ends the processes too."""
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_prepare_worker)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in set(multiprocessing.active_children()) - before:
            child.terminate()
        raise
    pool.shutdown()


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let processes started in this block use one thread, so that they do not crowd each other."""
    kept = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in kept.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Let processes started in this block ignore Ctrl-C from their first instruction; the parent acts."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    kept = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, kept)


def _prepare_worker() -> None:
    """Let a worker end with its parent, so that none is ever left behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
