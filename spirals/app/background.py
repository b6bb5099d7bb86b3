"""Replicates in the background: a few at a time for everybody in turn, with progress, and ended at once if unwanted."""

from __future__ import annotations

import logging
import os
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache

from spirals.experiments.compare import comparable
from spirals.experiments.results import Comparison
from spirals.experiments.run import distinct, gathered, outcomes_of
from spirals.experiments.simulate import Failure, Job, Outcome, simulate
from spirals.measures.score import WHOLES
from spirals.scenario import Scenario, with_changes

logger = logging.getLogger("spirals.app")
Update = Callable[["Replicates"], None]


@cache
def pool() -> ThreadPoolExecutor:
    """Return the threads that all sessions share; compiled days run beside each other and leave pages responsive."""
    return ThreadPoolExecutor(max(1, (os.cpu_count() or 2) - 1), thread_name_prefix="replicates")


class Interrupted(BaseException):
    """Leaves a run from inside; no `Exception`, which a run would take for its own failure."""


class Work(ABC):
    """Work in the background, turn by turn; it ends, or rests and goes on, as its reader does.

    Parameters
    ----------
    threads
        Returns where its turns are queued.
    """

    def __init__(self, threads: Callable[[], ThreadPoolExecutor]) -> None:
        self._threads = threads
        self._cancelled, self._paused = threading.Event(), threading.Event()
        self._guard, self._queued = threading.Lock(), False

    @property
    @abstractmethod
    def over(self) -> bool:
        """Whether nothing more will come."""

    @abstractmethod
    def _turn(self) -> None:
        """Do one turn; no error may leave it."""

    def start(self) -> None:
        """Begin, or go on; returns at once."""
        with self._guard:
            if self._queued or self._paused.is_set() or self.over:
                return
            self._queued = True
        self._threads().submit(self._next)

    def cancel(self) -> None:
        """End, within days of a run under way."""
        self._cancelled.set()

    def pause(self) -> None:
        """Rest, and let others go first: the turn under way is given up, and made anew when work goes on."""
        self._paused.set()

    def resume(self) -> None:
        """Go on after a pause."""
        self._paused.clear()
        self.start()

    def _next(self) -> None:
        """Take a turn, then queue the next behind what others wait for."""
        self._turn()
        with self._guard:
            self._queued = False
        self.start()

    def _check(self) -> None:
        if self._cancelled.is_set() or self._paused.is_set():
            raise Interrupted


class Replicates(Work):
    """Scenarios run many times on the same random numbers, one replicate of all after the other.

    Parameters
    ----------
    scenarios
        The first is the reference; its days and seed hold for all.
    replicates
        Runs of each.
    series
        Names of the daily series to keep.
    update
        Called from a background thread after every replicate, and at the end.
    """

    def __init__(self, scenarios: Sequence[Scenario], replicates: int, series: Sequence[str], update: Update) -> None:
        super().__init__(pool)
        wanted = [with_changes(scenario, {"replicates": replicates}) for scenario in scenarios]
        self.scenarios, self.notes = comparable(wanted)
        self.labels = distinct([scenario.name for scenario in self.scenarios])
        self.replicates = replicates
        self.done = 0
        self._series = tuple(series)
        self._update = update
        self._answers: list[Outcome | Failure] = []
        self._started, self._clock = datetime.now(UTC), time.perf_counter()

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self._cancelled.is_set() or self.done >= self.replicates

    def comparison(self) -> Comparison:
        """Return what the replicates so far say; at least one must be done."""
        answers = [answer for answer in self._answers if answer.replicate < self.done]
        results = gathered(
            [with_changes(one, {"replicates": self.done}) for one in self.scenarios],
            answers, kind="compare", workers=1, started=self._started, clock=self._clock, notes=self.notes,
        )  # fmt: skip
        return Comparison(results[0], tuple(results[1:]), self.notes)

    def _turn(self) -> None:
        """Run one replicate of every scenario."""
        try:
            self._answers += [self._run(*pair) for pair in zip(self.labels, self.scenarios, strict=True)]
            self.done += 1
            self._update(self)
        except Interrupted:
            pass
        except Exception:
            logger.exception("replicates ended")
            self._cancelled.set()

    def _run(self, label: str, scenario: Scenario) -> Outcome | Failure:
        self._go_on(0.0)
        job = Job(label, scenario, self.done, (*outcomes_of(scenario), *WHOLES), series=self._series)
        return simulate(job, self._go_on)

    def _go_on(self, share: float) -> None:
        self._check()


class WithReplicates(ABC):
    """What pages with replicates do as their reader goes and comes back."""

    replicates: Replicates | None

    @abstractmethod
    def _tell_again(self, replicates: Replicates) -> None:
        """Tell how far the replicates are."""

    def close(self) -> None:
        """End what runs."""
        if self.replicates is not None:
            self.replicates.cancel()

    def rest(self) -> None:
        """Let the replicates rest."""
        if self.replicates is not None:
            self.replicates.pause()

    def wake(self) -> None:
        """Go on with the replicates, and tell how far they are."""
        if self.replicates is not None:
            self.replicates.resume()
            if self.replicates.done:
                self._tell_again(self.replicates)
