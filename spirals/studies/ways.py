"""Ways along a parameter, measurements of the loop gain and solutions on paper: done by workers, asked for in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from spirals.errors import InputError
from spirals.experiments.workers import Progress, stream
from spirals.parameters import PARAMETERS, nearest
from spirals.scenario import Scenario, load, with_changes
from spirals.studies.files import SERIES

LEFT_OUT: dict[str, Any] = {"interventions": (), "shocks": ()}
STATES = {
    "mean_quality": "quality",
    "mean_energy": "energy",
    "mean_strain": "strain",
    "mean_safety": "safety",
    "mean_meaning": "meaning",
    "mean_commitment": "commitment",
}
"""Daily series that have a counterpart on paper, and its name there."""
GAIN_DAYS, GAIN_WINDOW = 120, 20  # how long G is measured in simulation


class Task(NamedTuple):
    """One way along a parameter, or one measurement of the loop gain, for one worker."""

    kind: str
    spec: Scenario
    replicate: int
    parameter: str
    values: tuple[float, ...]
    days: int
    series: str
    key: tuple[Any, ...]


def do_task(task: Task) -> tuple[tuple[Any, ...], Any]:
    """Do one task and return its key and what it found."""
    from spirals.analysis import mean_field
    from spirals.analysis.continuation import continuation
    from spirals.analysis.loop_gain import loop_gain

    if task.kind == "way":
        table = continuation(task.spec, task.replicate, task.parameter, task.values, task.days, task.series)
        return task.key, table
    spec = with_changes(task.spec, {task.parameter: task.values[0]})
    if task.kind == "gain":
        found = loop_gain(spec, window=GAIN_WINDOW, replicates=task.replicate, days=task.days)
        return task.key, (found.gain, *found.gain_interval)
    points = mean_field.resting_points(spec.values())
    return task.key, [(one.tone, getattr(one.states, STATES[task.series]), one.gain) for one in points]


def do_all(tasks: Sequence[Task], workers: int, progress: Progress | None) -> dict[tuple[Any, ...], Any]:
    """Do every task, in this process or in several, and return what each found by its key."""
    if workers < 1:
        raise InputError(f"workers: {workers} is not a number of processes; give 1 or more")
    answers: Iterator[tuple[tuple[Any, ...], Any]]
    answers = map(do_task, tasks) if workers == 1 else stream(do_task, tasks, workers)
    found = {}
    for key, answer in answers:
        found[key] = answer
        if progress is not None:
            progress(1.0)
    return found


def spec_of(scenario: str | PathLike[str] | Scenario, seed: int | None, changes: dict[str, Any]) -> Scenario:
    """Return a scenario with changes, and without practices and shocks: days are no calendar here."""
    spec = scenario if isinstance(scenario, Scenario) else load(fspath(scenario))
    given = {**({} if seed is None else {"seed": seed}), **changes, **LEFT_OUT}
    return with_changes(spec, given)


def values_of(spec: Scenario, parameter: str, low: float | None, high: float | None, steps: int) -> tuple[float, ...]:
    """Return evenly spaced values of a parameter, lowest first."""
    row = PARAMETERS.get(parameter)
    if row is None:
        guess = nearest(parameter, PARAMETERS)
        hint = f"did you mean '{guess}'?" if guess else "see `spirals list parameters`"
        raise InputError(f"--parameter {parameter}: is no parameter; {hint}")
    if steps < 4:
        raise InputError(f"--steps {steps}: is too few to see a loop; give 4 or more")
    known = spec.uncertainties.get(parameter, (row.low, row.high))
    ends = (known[0] if low is None else low, known[1] if high is None else high)
    for end in ends:
        with_changes(spec, {parameter: end})
    if not ends[0] < ends[1]:
        raise InputError(f"--low {ends[0]:g} --high {ends[1]:g}: low must be below high")
    return tuple(np.linspace(*ends, steps).tolist())


def check(series: str, days: int, replicates: int) -> None:
    """Raise an error unless a series, days and replicates can be used."""
    if series not in SERIES:
        guess = nearest(series, SERIES)
        hint = f"did you mean '{guess}'?" if guess else f"use one of {', '.join(SERIES)}"
        raise InputError(f"--series {series}: is no daily series; {hint}")
    if days < 30:
        raise InputError(f"--days {days}: is too short for a step; give 30 or more")
    if replicates < 2:
        raise InputError(f"--replicates {replicates}: gives no interval; give 2 or more")


def record(folder: Path) -> None:
    """Write down where a folder came from."""
    from spirals.experiments import provenance, store

    origin = {
        "command": provenance.command_line(),
        "spirals": provenance.version(),
        "git": provenance.git_state(),
        "machine": provenance.machine(),
        "libraries": {name: provenance.version(name) for name in provenance.LIBRARIES},
        "files": store.digests(folder),
    }
    store.write_json(origin, folder / "provenance.json")
