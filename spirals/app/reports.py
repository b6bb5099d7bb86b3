"""The leader's report made for a page: in memory, one at a time for all sessions, with progress, ended at once."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from spirals.app.background import Interrupted, Work
from spirals.errors import InputError
from spirals.experiments.errors import ExperimentError
from spirals.report.gather import Asked, gather, number_of_runs
from spirals.report.page import render
from spirals.scenario import Scenario

logger = logging.getLogger("spirals.app")
_PAUSE = 0.3  # seconds between two words of progress


@cache
def queue() -> ThreadPoolExecutor:
    """Return the one thread that makes reports, beside the one of replicates, so that neither waits for the other."""
    return ThreadPoolExecutor(1, thread_name_prefix="reports")


class Report(Work):
    """A report that is being made, or made.

    Parameters
    ----------
    scenarios
        As `spirals.report.gather.gather` takes them.
    asked
        What the page says about how it was made.
    progress
        Called from a background thread with the share that is done, 0..1; 0 at once when the work begins.
    done
        Called once with the page.
    failed
        Called once with words, if it could not be made.
    """

    def __init__(
        self,
        scenarios: Sequence[Scenario],
        asked: Asked,
        progress: Callable[[float], None],
        done: Callable[[str], None],
        failed: Callable[[str], None],
    ) -> None:
        super().__init__(queue)
        self._scenarios, self._asked = tuple(scenarios), asked
        self._progress, self._finished, self._failed = progress, done, failed
        self._all = number_of_runs(self._scenarios, asked.draws, None)
        self._runs, self._told = 0.0, 0.0
        self._over = False

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self._over or self._cancelled.is_set()

    def _count(self, runs: float) -> None:
        self._runs += runs
        self._check()
        if time.perf_counter() - self._told > _PAUSE:
            self._told = time.perf_counter()
            # Not to the end: how many runs there are is known roughly, and writing comes after them.
            self._progress(min(0.98, self._runs / self._all))

    def _turn(self) -> None:
        """Make the report, once."""
        self._runs = 0.0
        try:
            self._count(0.0)
            text = render(gather(self._scenarios, self._asked, progress=self._count))
            self._count(0.0)
            self._over = True
            self._finished(text)
        except Interrupted:
            pass
        except (InputError, ExperimentError) as error:
            self._fail(str(error))
        except Exception:
            logger.exception("a report ended")
            self._fail("The report could not be made. It is noted; try fewer options or days.")

    def _fail(self, why: str) -> None:
        self._over = True
        if not self._cancelled.is_set():  # else the files are gone, as was wished
            self._failed(why)
