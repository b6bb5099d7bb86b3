"""Compare scenarios with a reference on common random numbers."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from typing import Any

from spirals.errors import InputError
from spirals.experiments.results import COSTS, Comparison
from spirals.experiments.run import Source, outcomes_of, own_files, prepare, run_all
from spirals.experiments.workers import Progress
from spirals.measures import MEASURES
from spirals.scenario import Scenario, with_changes

SHARED = ("days", "seed", "replicates")
"""Fields that must be equal for runs to be paired; the reference's hold for all."""


def compare(
    reference: Source,
    *others: Source,
    days: int | None = None,
    size: int | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    people: str | PathLike[str] | None = None,
    ties: str | PathLike[str] | None = None,
    engine: str | None = None,
    null_model: str | None = None,
    measures: Sequence[str] | None = None,
    record: bool = False,
    workers: int = 1,
    organisation: type | None = None,
    employee_class: type | None = None,
    progress: Progress | None = None,
    **changes: Any,
) -> Comparison:
    """Run several scenarios with the same random numbers and compare each with the first.

    Parameters
    ----------
    reference
        The scenario that the others are compared with.  Its days, seed and replicates hold for all.
    *others
        One scenario or more.  Measures that they add are computed for all.
    days, size, replicates, seed, people, ties, engine, null_model, measures, record, workers
        As in `run`; they hold for every scenario.
    organisation, employee_class, progress, **changes
        As in `run`.

    Raises
    ------
    InputError
        If there is nothing to compare with, or anything given cannot be used.
    RunFailed
        If no run of the reference ended well.
    """
    if not others:
        raise InputError("compare: one scenario is no comparison; name two or more")
    settings = {
        "days": days,
        "replicates": replicates,
        "seed": seed,
        "engine": engine,
        "null_model": null_model,
        "measures": None if measures is None else tuple(measures),
        **own_files(size, people, ties),
        **changes,
    }
    scenarios, notes = comparable([prepare(source, settings) for source in (reference, *others)])
    results = run_all(
        scenarios,
        kind="compare",
        record=record,
        workers=workers,
        organisation=organisation,
        employee=employee_class,
        progress=progress,
        notes=notes,
    )
    return Comparison(results[0], tuple(results[1:]), notes)


def comparable(scenarios: Sequence[Scenario]) -> tuple[list[Scenario], tuple[str, ...]]:
    """Give every scenario the reference's days, seed and replicates; say what that changed.

    All compute the same measures: the reference's, then what the others add, then hours and money.
    """
    reference = scenarios[0]
    wanted = {name: getattr(reference, name) for name in SHARED}
    named = [name for scenario in scenarios for name in outcomes_of(scenario)]
    measures = tuple(dict.fromkeys([*named, *(name for name in COSTS if name in MEASURES)]))
    equal, notes = [], []
    for scenario in scenarios:
        changed = {name: value for name, value in wanted.items() if getattr(scenario, name) != value}
        notes += [
            f"{scenario.name}: {name} {getattr(scenario, name)} set to {value}, as in {reference.name}"
            for name, value in changed.items()
        ]
        equal.append(with_changes(scenario, {**changed, "measures": measures}))
    return equal, tuple(notes)
