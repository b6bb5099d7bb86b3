"""What can go wrong with an experiment although its input is fine."""

from __future__ import annotations


class ExperimentError(RuntimeError):
    """An experiment ended without a result; the message says why and what to do."""


class RunFailed(ExperimentError):
    """No run of a scenario ended well; the message names the first."""


class WorkersStopped(ExperimentError):
    """A worker process ended without an answer."""

    def __init__(self) -> None:
        super().__init__(
            "a worker process stopped before it had finished; memory may be short: try --workers 1 "
            "(in a script of your own, call run and compare under: if __name__ == '__main__')"
        )


class Interrupted(ExperimentError):
    """Somebody stopped an experiment that keeps what was finished; the message says where and how to go on."""
