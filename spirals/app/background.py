"""Replicates in the background: a few at a time for everybody in turn, with progress, and ended at once if unwanted."""

from __future__ import annotations

import logging
import os
import threading
import time
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


class _Interrupted(BaseException):
    """Leaves a run from inside; no `Exception`, which a run would take for its own failure."""


class Replicates:
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
        wanted = [with_changes(scenario, {"replicates": replicates}) for scenario in scenarios]
        self.scenarios, self.notes = comparable(wanted)
        self.labels = distinct([scenario.name for scenario in self.scenarios])
        self.replicates = replicates
        self.done = 0
        self._series = tuple(series)
        self._update = update
        self._answers: list[Outcome | Failure] = []
        self._cancelled, self._paused = threading.Event(), threading.Event()
        self._guard, self._queued = threading.Lock(), False
        self._started, self._clock = datetime.now(UTC), time.perf_counter()

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self._cancelled.is_set() or self.done >= self.replicates

    def start(self) -> None:
        """Begin, or go on; returns at once."""
        with self._guard:
            if self._queued or self._paused.is_set() or self.over:
                return
            self._queued = True
        pool().submit(self._next)

    def cancel(self) -> None:
        """End, within days of a run under way."""
        self._cancelled.set()

    def pause(self) -> None:
        """Rest: the replicate under way is given up, and made when work goes on."""
        self._paused.set()

    def resume(self) -> None:
        """Go on after a pause."""
        self._paused.clear()
        self.start()

    def comparison(self) -> Comparison:
        """Return what the replicates so far say; at least one must be done."""
        answers = [answer for answer in self._answers if answer.replicate < self.done]
        results = gathered(
            [with_changes(one, {"replicates": self.done}) for one in self.scenarios],
            answers, kind="compare", workers=1, started=self._started, clock=self._clock, notes=self.notes,
        )  # fmt: skip
        return Comparison(results[0], tuple(results[1:]), self.notes)

    def _next(self) -> None:
        """Run one replicate of every scenario, then queue the next behind what others wait for."""
        try:
            self._answers += [self._run(*pair) for pair in zip(self.labels, self.scenarios, strict=True)]
            self.done += 1
            self._update(self)
        except _Interrupted:
            pass
        except Exception:
            logger.exception("replicates ended")
            self._cancelled.set()
        with self._guard:
            self._queued = False
        self.start()

    def _run(self, label: str, scenario: Scenario) -> Outcome | Failure:
        self._go_on(0.0)
        job = Job(label, scenario, self.done, (*outcomes_of(scenario), *WHOLES), series=self._series)
        return simulate(job, self._go_on)

    def _go_on(self, share: float) -> None:
        if self._cancelled.is_set() or self._paused.is_set():
            raise _Interrupted
