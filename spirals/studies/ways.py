"""Ways along a parameter, measurements of the loop gain and solutions on paper: done by workers, asked for in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from os import PathLike, fspath
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals.errors import InputError
from spirals.experiments.simulate import Job
from spirals.parameters import PARAMETERS, nearest
from spirals.scenario import Scenario, load, with_changes
from spirals.studies.files import SERIES
from spirals.studies.filling import Crew, fill, made
from spirals.studies.fingerprint import digest_of, fingerprint, names_in
from spirals.studies.plan import content_of, inputs_of
from spirals.studies.way_folder import answers_in, open_for, packed_answer
from spirals.studies.work import Parcel, check_same

LEFT_OUT: dict[str, Any] = {"interventions": (), "shocks": ()}
STATES = {
    "mean_quality": "quality",
    "mean_energy": "energy",
    "mean_strain": "strain",
    "mean_safety": "safety",
    "mean_meaning": "meaning",
}
"""Daily series that have a counterpart on paper, and its name there."""
GAIN_DAYS = 120  # after which G is measured in simulation
ALSO = ("analysis", "studies/ways.py")  # code that these numbers depend on beside that of a run

Floats = NDArray[np.float64]


class Task(NamedTuple):
    """One way along a parameter, one measurement of the loop gain, or one solution on paper, for one worker."""

    kind: str
    spec: Scenario
    replicate: int
    parameter: str
    values: tuple[float, ...]
    days: int
    series: str
    key: tuple[Any, ...]


@dataclass(frozen=True)
class Errand:
    """A task with its identity and what the worker must have to do it."""

    id: str
    task: Task
    stem: str
    made_with: str
    inputs: dict[str, str]


def do_task(task: Task) -> Floats:
    """Do one task and return what it found as a table of numbers.

    A way: steps x days.  A loop gain: one row of gain and the ends of its interval.  On paper: a row of conduct, state
    and loop gain for every resting point of the mean field.
    """
    from spirals.analysis import mean_field
    from spirals.analysis.continuation import continuation
    from spirals.analysis.loop_gain import loop_gain

    if task.kind == "way":
        return continuation(task.spec, task.replicate, task.parameter, task.values, task.days, task.series)
    spec = with_changes(task.spec, {task.parameter: task.values[0]})
    if task.kind == "gain":
        found = loop_gain(spec, days=task.days, replicates=task.replicate)
        return np.array([(found.gain, *found.gain_interval)])
    points = mean_field.resting_points(spec.values())
    rows = [(one.conduct, getattr(one.states, STATES[task.series]), one.gain) for one in points]
    return np.array(rows, dtype=np.float64).reshape(-1, 3)


def run_errand(errand: Errand) -> Parcel:
    """Do a task; the same one gives the same bytes wherever it is done.

    Raises
    ------
    InputError
        If this worker's code, libraries or input files are not those that it was asked with.
    """
    check_same(errand.made_with, digest_of(fingerprint(ALSO, names_in([errand.task.spec]))), errand.inputs)
    return Parcel((packed_answer(errand.id, do_task(errand.task), errand.stem),), (errand.id,))


@dataclass(frozen=True)
class Journey:
    """Everything that a loop or a phase diagram has to compute, and what was asked for.

    Attributes
    ----------
    command
        "tipping" or "phase".
    asked
        What was asked for in plain types, without the number of replicates, which may grow.
    replicates
        Organisations that differ by chance.
    tasks
        The longest first.
    """

    command: str
    spec: Scenario
    asked: dict[str, Any]
    replicates: int
    tasks: tuple[Task, ...]

    @cached_property
    def inputs(self) -> dict[str, str]:
        """SHA-256 of every file that the scenario reads, by path."""
        return inputs_of((self.spec,))

    @property
    def fingerprint(self) -> dict[str, Any]:
        """What the numbers depend on beside the scenario."""
        return fingerprint(ALSO, names_in([self.spec]))

    @cached_property
    def stem(self) -> str:
        """Hash of code, versions, scenario and what was asked for."""
        files = list(self.inputs.values())
        return digest_of([self.fingerprint, self.command, content_of(self.spec), files, self.asked])

    @cached_property
    def identities(self) -> dict[tuple[Any, ...], str]:
        """Identity of each task by its key; the gain is measured with as many replicates as there are."""
        return {task.key: self._identity(task) for task in self.tasks}

    def _identity(self, task: Task) -> str:
        runs = task.replicate if task.kind == "gain" else 0
        return digest_of([self.stem, task.kind, list(task.key), runs])[:20]

    def errands(self, done: Collection[str]) -> Iterator[Errand]:
        """Give what is not done yet."""
        made_with = digest_of(self.fingerprint)
        for task in self.tasks:
            name = self.identities[task.key]
            if name not in done:
                yield Errand(name, task, self.stem, made_with, self.inputs)

    def manifest(self) -> dict[str, Any]:
        """Return what a folder says of itself."""
        return {
            "command": self.command,
            "asked": self.asked,
            "replicates": self.replicates,
            "stem": self.stem,
            "fingerprint": self.fingerprint,
            "inputs": self.inputs,
            "tasks": {self.identities[task.key]: [task.kind, *task.key] for task in self.tasks},
        }


def do_all(journey: Journey, out: str | PathLike[str] | None, crew: Crew) -> dict[tuple[Any, ...], Floats]:
    """Do every task, or what a folder lacks of them, and return what each found by its key.

    Parameters
    ----------
    out
        Folder that keeps what is finished; None keeps nothing but the answers.
    """
    like = Job("", journey.spec, 0, ())
    found: dict[str, Floats] = {}
    with crew.helpers(len(journey.tasks)) as helpers:
        if out is None:
            for parcel in made(journey.errands(()), run_errand, like, crew, helpers):
                found |= answers_in(parcel.files[0].content)
        else:
            store = open_for(Path(out), journey.manifest(), journey.spec)
            take_over = partial(store.take_over, journey.manifest())
            wanted = frozenset(journey.identities.values())
            fill(store, take_over, journey.errands, run_errand, like, len(journey.tasks), crew, helpers)
            found = store.answers(wanted)
    return {key: found[name] for key, name in journey.identities.items()}


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
        raise InputError(f"--step-days {days}: is too short for a step; give 30 or more")
    if replicates < 2:
        raise InputError(f"--replicates {replicates}: gives no interval; give 2 or more")
