"""Run a designed experiment into a folder, or go on where it stopped."""

from __future__ import annotations

import logging
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from os import PathLike
from pathlib import Path
from typing import Any

from spirals.errors import InputError
from spirals.experiments import provenance
from spirals.experiments.errors import Interrupted
from spirals.experiments.simulate import Job
from spirals.experiments.store import default_folder
from spirals.experiments.workers import Progress, compiles, stream
from spirals.studies.experiment import Experiment
from spirals.studies.files import Source, checked, load_experiment
from spirals.studies.folder import open_for
from spirals.studies.memory import Memory
from spirals.studies.plan import Batch, Plan, plan
from spirals.studies.results import Sweep
from spirals.studies.work import Parcel, run_batch

type Said = str | PathLike[str] | Mapping[str, Any] | Experiment

logger = logging.getLogger("spirals")


def sweep(
    experiment: Said,
    out: str | PathLike[str] | None = None,
    *,
    workers: int = 1,
    dask: str | None = None,
    organisation: type | None = None,
    employee_class: type | None = None,
    progress: Progress | None = None,
) -> Sweep:
    """Run a designed experiment, or what is missing of it.

    Parameters
    ----------
    experiment
        Path of an experiment file, name of a shipped one, a dictionary with the keys of a file, or an
        `Experiment`.
    out
        Folder of results: absent, empty, or one in which the same experiment was begun; None: a new one under
        ``results/``.
    workers
        Processes on this computer; the numbers are the same for any number.
    dask
        Address of a Dask scheduler, as ``tcp://10.0.0.1:8786``, whose workers run it instead.
    organisation, employee_class
        Classes of your own instead of `Organisation` and `Employee`, importable by name.
    progress
        Called with the number of runs done since the last call; first with those found done.

    Returns
    -------
    Sweep
        Tidy frames of settings, measures, daily series and failures.

    Raises
    ------
    InputError
        If the experiment, the folder or the scheduler cannot be used.
    ExperimentError
        If workers were lost; what was finished is kept, and the same call goes on.
    """
    ready = plan(source_of(experiment), organisation, employee_class)
    return run_plan(ready, out, workers=workers, dask=dask, progress=progress)


def source_of(experiment: Said) -> Source:
    """Return an experiment, however it was given, with what to call it and where its paths start."""
    if isinstance(experiment, Experiment):
        return Source(experiment, experiment.name, Path())
    if isinstance(experiment, Mapping):
        return Source(checked(experiment, "experiment"), "experiment", Path())
    return load_experiment(str(experiment))


def run_plan(
    ready: Plan,
    out: str | PathLike[str] | None = None,
    *,
    workers: int = 1,
    dask: str | None = None,
    progress: Progress | None = None,
    command: str = "sweep",
) -> Sweep:
    """Run what a folder lacks of a plan, and return what the folder then holds (see `sweep`)."""
    if workers < 1:
        raise InputError(f"workers: {workers} is not a number of processes; give 1 or more")
    folder = open_for(ready, Path(out) if out is not None else default_folder(command, ready.experiment.name))
    report = progress or _silent
    started, clock, done = datetime.now(UTC), time.perf_counter(), 0
    with folder.writing(ready) as contents:
        for problem in contents.problems:
            logger.warning("%s; set aside, its runs are made again", problem)
        report(float(len(contents.runs)))
        try:
            with closing(_parcels(ready, contents.runs, workers, dask, report)) as parcels:
                for parcel in parcels:
                    folder.commit(parcel)
                    done += len(parcel.runs)
        except KeyboardInterrupt:
            kept = len(contents.runs) + done
            raise Interrupted(
                f"interrupted; {kept} of {len(ready)} runs are kept in {folder.path}; the same command goes on there"
            ) from None
        finally:
            if done:
                folder.record(_session(started, time.perf_counter() - clock, done, workers, dask))
    return Sweep(folder.path)


def run_in_memory(ready: Plan, workers: int = 1, progress: Progress | None = None) -> Sweep:
    """Run a plan and hold its results in memory: the same numbers as `run_plan`, and nothing written.

    Raises
    ------
    InputError
        If the experiment cannot be used.
    """
    store = Memory(ready)
    with closing(_parcels(ready, frozenset(), workers, None, progress or _silent)) as parcels:
        for parcel in parcels:
            store.commit(parcel)
    return Sweep.held(store)


def _silent(runs: float) -> None:
    """Report to nobody."""


def _parcels(ready: Plan, done: frozenset[str], workers: int, dask: str | None, report: Progress) -> Generator[Parcel]:
    """Give the batches that are missing as they are finished, by whoever runs them."""
    batches = ready.batches(done)
    if dask is not None:
        from spirals.studies.cluster import on_cluster

        yield from _told(on_cluster(dask, batches), report)
        return
    first = next(batches, None)
    if first is None:
        return
    compiling = _compiles(first)
    if compiling:
        logger.warning("compiling once, about 20 s")
    if workers == 1 or compiling:
        # One process compiles, for all to use, rather than each for itself at the same time.
        yield run_batch(first, report)
    else:
        batches = _again(first, batches)
    if workers == 1:
        for batch in batches:
            yield run_batch(batch, report)
    else:
        yield from _told(stream(run_batch, batches, workers), report)


def _told(parcels: Iterator[Parcel], report: Progress) -> Iterator[Parcel]:
    for parcel in parcels:
        report(float(len(parcel.runs)))
        yield parcel


def _again(first: Batch, rest: Iterator[Batch]) -> Iterator[Batch]:
    yield first
    yield from rest


def _compiles(batch: Batch) -> bool:
    base = batch.bases[0]
    return compiles(Job("", base, 0, (), organisation=batch.organisation, employee=batch.employee))


def _session(started: datetime, seconds: float, runs: int, workers: int, dask: str | None) -> dict[str, Any]:
    return {
        "command": provenance.command_line(),
        "started": started.isoformat(timespec="seconds"),
        "seconds": round(seconds, 3),
        "runs": runs,
        "workers": workers,
        "dask": dask is not None,
        "machine": provenance.machine(),
        "git": provenance.git_state(),
    }
