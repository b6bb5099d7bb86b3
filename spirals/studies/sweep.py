"""Run a designed experiment into a folder, or go on where it stopped."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from os import PathLike
from pathlib import Path
from typing import Any

from spirals.experiments.simulate import Job
from spirals.experiments.store import default_folder
from spirals.experiments.workers import Progress
from spirals.studies.experiment import Experiment
from spirals.studies.files import Source, checked, load_experiment
from spirals.studies.filling import Crew, fill, made
from spirals.studies.folder import open_for
from spirals.studies.memory import Memory
from spirals.studies.plan import Plan, plan
from spirals.studies.results import Sweep
from spirals.studies.work import run_batch

type Said = str | PathLike[str] | Mapping[str, Any] | Experiment


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
    crew = Crew(workers, dask, progress)
    place = Path(out) if out is not None else default_folder(command, ready.experiment.name)
    with crew.helpers(len(ready)) as helpers:  # they start while the folder is looked through
        folder = open_for(ready, place)
        fill(folder, lambda: folder.take_over(ready), ready.batches, run_batch, _like(ready), len(ready), crew, helpers)
    return Sweep(place)


def run_in_memory(ready: Plan, workers: int = 1, progress: Progress | None = None) -> Sweep:
    """Run a plan and hold its results in memory: the same numbers as `run_plan`, and nothing written.

    Raises
    ------
    InputError
        If the experiment cannot be used.
    """
    crew, store = Crew(workers, progress=progress), Memory(ready)
    with (
        crew.helpers(len(ready)) as helpers,
        closing(made(ready.batches(frozenset()), run_batch, _like(ready), crew, helpers)) as parcels,
    ):
        for parcel in parcels:
            store.commit(parcel)
    return Sweep.held(store)


def _like(ready: Plan) -> Job:
    """Return a run such as those to come."""
    return Job("", ready.bases[0], 0, (), organisation=ready.organisation, employee=ready.employee)
