"""Replicates spread over processes; the numbers are the same for any number of them."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor
from concurrent.futures import wait as wait_for
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from itertools import islice
from multiprocessing.connection import wait

from spirals.errors import InputError
from spirals.experiments.errors import WorkersStopped
from spirals.experiments.later import put_off
from spirals.experiments.simulate import Failure, Job, Outcome, compiles_first, simulate
from spirals.structure.held import keep, of_programs

Progress = Callable[[float], None]
"""Called with the number of runs, a fraction at times, done since the last call."""

AHEAD = 3
"""Tasks that a process is given at a time, so that it need not wait while the one that hands them out works too."""

logger = logging.getLogger("spirals")
_ONE_THREAD = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Helpers:
    """Processes that work beside this one."""

    def __init__(self, pool: ProcessPoolExecutor | None, greetings: Sequence[Future[None]]) -> None:
        self.pool = pool
        self._greetings = greetings

    @property
    def processes(self) -> int:
        """How many there are."""
        return len(self._greetings)

    @property
    def all_up(self) -> bool:
        """Whether every one has started, and none died in doing so."""
        return all(one.done() and one.exception() is None for one in self._greetings)

    @property
    def up(self) -> int:
        """How many have started and can be given work; raises `BrokenProcessPool` if one died."""
        return sum(one.done() and one.result() is None for one in self._greetings)


_kept: ContextVar[Helpers | None] = ContextVar("kept helpers", default=None)


def simulate_all(jobs: Sequence[Job], workers: int = 1, progress: Progress | None = None) -> list[Outcome | Failure]:
    """Run every job and return the answers in the order of the jobs.

    Parameters
    ----------
    jobs
        What to run.
    workers
        Number of processes, this one among them.
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
    own_classes = job.organisation is not None or job.employee is not None
    return not own_classes and compiles_first(job.scenario.engine, job.scenario.activation, job.scenario.theory)


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
    work: Callable[[Task], Answer], tasks: Iterable[Task], workers: int, ahead: int = AHEAD
) -> Iterator[Answer]:
    """Do tasks in several processes, this one among them, and give the answers as they come, in any order.

    Parameters
    ----------
    work
        Importable by name, as processes need it.
    tasks
        Taken one by one as there is room.
    workers
        Number of processes with this one.
    ahead
        Tasks that a process is given at a time, so that it need not wait while this one works.

    Raises
    ------
    WorkersStopped
        If a worker process died.
    """
    kept = _kept.get()
    with helping(workers - 1) if kept is None else nullcontext(kept) as helpers:
        yield from shared(work, tasks, helpers, ahead)


def shared[Task, Answer](
    work: Callable[[Task], Answer], tasks: Iterable[Task], helpers: Helpers, ahead: int = AHEAD
) -> Iterator[Answer]:
    """Do tasks in this process and in those that help (see `stream`).

    Each has one task waiting for it when it starts, more only then, so that little waits for it.  Only a few tasks are
    taken ahead, so that memory stays bounded however many there are, and the last are handed out singly, so that all
    end together.
    """
    source, room = iter(tasks), helpers.processes * ahead
    waiting: deque[Task] = deque()
    under_way: set[Future[Answer]] = set()
    try:
        while True:
            waiting.extend(islice(source, 2 * room + 1 - len(waiting)))
            most = max(helpers.processes, helpers.up * (ahead if len(waiting) > room else 1))
            while len(waiting) > 1 and len(under_way) < most:
                assert helpers.pool is not None
                under_way.add(helpers.pool.submit(work, waiting.popleft()))
            busy = bool(waiting)
            if waiting:
                yield work(waiting.popleft())
            elif not under_way:
                return
            done, under_way = wait_for(under_way, timeout=0 if busy else None, return_when=FIRST_COMPLETED)
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
    with helping(workers - 1) as helpers:
        token = _kept.set(helpers)
        try:
            yield
        finally:
            _kept.reset(token)


@contextmanager
def helping(processes: int) -> Iterator[Helpers]:
    """Start processes that help this one while the block runs; whatever ends the block ends them too.

    Parameters
    ----------
    processes
        Number of spawned processes, each with one numba thread; 0 starts none.
    """
    if processes < 1:
        yield Helpers(None, ())
        return
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(
        processes, multiprocessing.get_context("spawn"), initializer=_prepare_worker, initargs=(of_programs(),)
    )
    with _one_thread_each(), _deaf_to_interrupts():
        helpers = Helpers(pool, [pool.submit(_greet) for _ in range(processes)])
    finished = False
    try:
        yield helpers
        finished = helpers.all_up  # nobody waits for those that still start
    finally:
        if finished:
            pool.shutdown()
        else:
            pool.shutdown(wait=False, cancel_futures=True)
            for child in set(multiprocessing.active_children()) - before:
                child.terminate()


def _greet() -> None:
    """Load what every run needs, before the first is handed out."""
    import spirals.organisation
    from spirals.engine import has_numba

    if has_numba():
        import spirals.engine.compiled  # noqa: F401


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


def _prepare_worker(tables: Mapping[str, bytes]) -> None:
    """Let a worker end with its parent, so that none is left behind, start quickly, and know a program's tables."""
    for path, content in tables.items():
        keep(path, content)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # A start makes a hundred thousand objects that all stay; looking for garbage among them takes a tenth of it.
    gc.set_threshold(100_000, 20, 20)
    put_off()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
