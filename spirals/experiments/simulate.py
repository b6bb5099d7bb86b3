"""One replicate of one scenario: everything it needs comes in, everything worth keeping comes out."""

from __future__ import annotations

import math
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from spirals.errors import InputError
from spirals.measures.score import base_of, days_after, is_whole, months, whole

if TYPE_CHECKING:
    import pandas as pd

    from spirals.scenario import Scenario

_TICKS = 50  # how often, at most, a run says how far it is


@dataclass(frozen=True)
class Job:
    """What one worker is asked to do.

    Attributes
    ----------
    label
        Name of the scenario in results, unique within an experiment.
    scenario
        As resolved.
    replicate
        0, 1, ...; together with the scenario's seed it keys all random numbers.
    measures
        Names of the measures to compute at the end.
    keep
        Whether the final people and ties are wanted.
    record
        Whether every encounter and a diary are wanted.
    organisation, employee
        Classes to use instead of the project's own; importable by name, as processes need them.
    series
        Names of the daily series to keep; None keeps all.
    """

    label: str
    scenario: Scenario
    replicate: int
    measures: tuple[str, ...]
    keep: bool = False
    record: bool = False
    organisation: type | None = None
    employee: type | None = None
    series: tuple[str, ...] | None = None


@dataclass(frozen=True, repr=False)
class Outcome:
    """What one replicate came to.

    Attributes
    ----------
    measures
        Value of each measure at the end; nan where it has none.
    spreads
        SD at the end between people, or between the ties or teams that a measure is a mean over; nan for
        measures that are no such mean.
    daily
        Each daily series, shape (days,).
    frames
        ``people``, ``ties``, ``encounters``, ``diary``: those that were asked for.
    notes
        What was recognised, mapped or repaired, in plain words.
    course
        Outcomes of the score at the end of every month of the run and of those after everything has ended.
    """

    label: str
    replicate: int
    measures: dict[str, float]
    spreads: dict[str, float]
    daily: dict[str, NDArray[np.float64]]
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    engine: str = ""
    course: dict[str, tuple[float, ...]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Outcome of {self.label!r}, replicate {self.replicate}: {len(self.measures)} measures>"


@dataclass(frozen=True)
class Failure:
    """A replicate that ended in an error: where it came from and what was said."""

    label: str
    replicate: int
    kind: str
    message: str
    details: str

    def __str__(self) -> str:
        return f"{self.label}, run {self.replicate + 1}: {self.kind}: {self.message}"


def simulate(job: Job, days_done: Callable[[float], None] | None = None) -> Outcome | Failure:
    """Run one replicate; an error becomes a `Failure`, unless the input itself is at fault.

    Parameters
    ----------
    job
        Scenario, replicate and what is wanted.
    days_done
        Called now and then with the share of days done, 0..1.

    Raises
    ------
    InputError
        If the scenario or a file it names cannot be used: every replicate would say the same.
    """
    try:
        return _outcome(job, days_done)
    except InputError:
        raise
    except Exception as error:
        message = " ".join(str(error).split()) or "no message"
        return Failure(job.label, job.replicate, type(error).__name__, message, traceback.format_exc())


def _outcome(job: Job, days_done: Callable[[float], None] | None) -> Outcome:
    wanted = [name for name in job.measures if is_whole(name)]
    organisation = _build(job, ended(job.scenario) if wanted else job.scenario)
    looked = _Months(organisation, wanted) if wanted else None
    _live(organisation, job.scenario.days, days_done, looked)
    asked = tuple(name for name in job.measures if not is_whole(name))
    measures, spreads = organisation.measures_and_spreads(asked)
    kept = Outcome(
        label=job.label,
        replicate=job.replicate,
        measures=measures,
        spreads=spreads,
        daily=_daily(organisation.series, job.series),
        frames=_frames(organisation, job),
        notes=tuple(organisation.notes) if job.replicate == 0 else (),
        engine=str(organisation.engine),
    )
    if looked is not None:  # last, as days that follow are no part of what is kept
        looked.after(job.scenario.days)
        means, between = looked.means()
        measures.update(means)
        spreads.update(between)
        kept.course.update({name: tuple(one[name] for one in looked.seen) for name in looked.names})
    return kept


class _Months:
    """Outcomes at the end of every month of a run, and of those after everything has ended."""

    def __init__(self, organisation: Any, wanted: Sequence[str]) -> None:
        self.organisation, self.names = organisation, [base_of(name) for name in wanted]
        self.seen: list[dict[str, float]] = []
        self.spreads: dict[str, float] = {}

    def look(self) -> None:
        """Look at the outcomes today."""
        self.seen.append(self.organisation.measures(tuple(self.names)))

    def after(self, days: int) -> None:
        """Note the spreads of the last day of the run, then run the months in which nothing is in force any more."""
        _, self.spreads = self.organisation.measures_and_spreads(tuple(self.names))
        left = days_after(days)
        for day in months(left) if left else ():
            self.organisation.run_days(day - (self.organisation.day - days))
            self.look()

    def means(self) -> tuple[dict[str, float], dict[str, float]]:
        """Return the mean over all these days by name, and the SD between people on the last day of the run."""
        seen = {name: [one[name] for one in self.seen if math.isfinite(one[name])] for name in self.names}
        means = {whole(name): sum(values) / len(values) if values else math.nan for name, values in seen.items()}
        return means, {whole(name): self.spreads.get(name, math.nan) for name in self.names}


def ended(scenario: Scenario) -> Scenario:
    """Return a scenario whose practices end with its last day, so that what follows shows what lasts.

    One that would begin later ends before it begins, and so never is in force.
    """
    entries = tuple(
        entry.model_copy(update={"end": min(scenario.days, entry.last_day or scenario.days), "lasts": None})
        for entry in scenario.interventions
    )
    return scenario.model_copy(update={"interventions": entries}) if scenario.interventions else scenario


def compiles_first(engine: str, activation: str = "sequential", theory: str = "moves") -> bool:
    """Say whether the first run with this engine, activation and theory has to compile, which later runs need not."""
    from spirals.engine import compiled_with, has_numba
    from spirals.theories import find

    if engine == "stepwise" or not has_numba():
        return False
    return not compiled_with(find(theory)).is_compiled(simultaneous=activation == "simultaneous")


def _build(job: Job, scenario: Scenario) -> Any:
    kind = job.organisation
    if kind is None:
        from spirals.organisation import Organisation

        kind = Organisation
    options: dict[str, Any] = {} if job.employee is None else {"employee_class": job.employee}
    return kind(scenario, replicate=job.replicate, record=job.record, **options)


def _live(
    organisation: Any, days: int, days_done: Callable[[float], None] | None, looked: _Months | None = None
) -> None:
    stride = max(1, math.ceil(days / _TICKS))
    stops = set(months(days)) if looked is not None else set()
    done = 0
    for stop in sorted({*range(stride, days, stride), *stops, days}):
        organisation.run_days(stop - done)
        done = stop
        if looked is not None and stop in stops:
            looked.look()
        if days_done is not None:
            days_done(done / days)


def _daily(series: Mapping[str, NDArray[np.float64]], wanted: tuple[str, ...] | None) -> dict[str, NDArray[np.float64]]:
    names = series if wanted is None else [name for name in wanted if name in series]
    return {name: np.array(series[name], dtype=np.float64) for name in names}


def _frames(organisation: Any, job: Job) -> dict[str, pd.DataFrame]:
    frames: dict[str, pd.DataFrame] = {}
    if job.keep:
        frames["people"] = organisation.people
        frames["ties"] = organisation.connections
    if job.record:
        frames["encounters"] = organisation.encounters
        frames["diary"] = organisation.diary
    return frames
