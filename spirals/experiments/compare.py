"""Compare scenarios with a reference on common random numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from spirals.errors import InputError
from spirals.experiments.counterpart import twins as counterparts
from spirals.experiments.equal_cost import EqualCost, at_equal_cost, reached
from spirals.experiments.ranking import HOUR_PRICE
from spirals.experiments.results import COSTS, Comparison, Result
from spirals.experiments.run import OwnFile, Source, outcomes_of, own_files, prepare, run_all
from spirals.experiments.workers import Progress, one_pool
from spirals.measures import MEASURES
from spirals.measures.score import weights_of
from spirals.scenario import Scenario, with_changes

_AIM = "doses scaled so that each costs"
SHARED = ("days", "seed", "replicates")
"""Fields that must be equal for runs to be paired; the reference's hold for all."""


def compare(
    reference: Source,
    *others: Source,
    days: int | None = None,
    size: int | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    people: OwnFile | None = None,
    ties: OwnFile | None = None,
    engine: str | None = None,
    null_model: str | None = None,
    measures: Sequence[str] | None = None,
    record: bool = False,
    workers: int = 1,
    organisation: type | None = None,
    employee_class: type | None = None,
    progress: Progress | None = None,
    twins: bool = False,
    also: Sequence[str] = (),
    equal_cost: float | None = None,
    hour_price: float | None = None,
    everybody: bool = False,
    weights: Mapping[str, float] | None = None,
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
    twins
        Compare a scenario that has practices, but starts from something else than the reference (another
        organisation, other parameters, a shock), with the same start without its practices.
    also
        Measures to compute besides those that the scenarios name.
    equal_cost
        Scale the doses of practices so that each scenario costs this many hours per person over the run; 0 for
        the median of what they cost as they are.
    hour_price
        Money that stands for an hour of work in ``equal_cost``; None: ``ranking.HOUR_PRICE``.
    weights
        Weight of outcomes in the score (`spirals.measures.score.SCORED`); 1 where none is stated.
    everybody
        Keep people and ties as every run leaves them, not the first alone.

    Raises
    ------
    InputError
        If there is nothing to compare with, or anything given cannot be used.
    RunFailed
        If no run of the reference ended well.
    """
    weights_of(weights or {})  # before anything runs
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
    scenarios, notes = comparable([prepare(source, settings) for source in (reference, *others)], also)
    doses: dict[int, float] = {}
    price = hour_price or HOUR_PRICE
    with one_pool(workers):
        if equal_cost is not None:
            equal = at_equal_cost(scenarios, equal_cost, price, workers, progress)
            scenarios, doses = list(equal.scenarios), dict(equal.factors)
            notes += equal_cost_notes(equal)
        instead = counterparts(scenarios) if twins else {}
        more = list({id(twin): twin for twin in instead.values() if not any(twin is one for one in scenarios)}.values())
        every = [*scenarios, *more]
        notes += twin_notes(scenarios, instead)
        results = run_all(
            every,
            kind="compare",
            record=record,
            workers=workers,
            organisation=organisation,
            employee=employee_class,
            progress=progress,
            notes=notes,
            everybody=everybody,
            scored=True,
        )
    if doses:
        told = cost_reached(equal.target, [results[place] for place in doses], price)
        notes = _told(notes, told)
        results = [_with_notes(result, _told(result.provenance.notes, told)) for result in results]
    of = {id(scenario): result for scenario, result in zip(every, results, strict=True)}
    return Comparison(
        results[0],
        tuple(results[1 : len(scenarios)]),
        notes,
        {results[place].label: of[id(twin)] for place, twin in instead.items()},
        {results[place].label: factor for place, factor in doses.items()},
        dict(weights or {}),
    )


def equal_cost_notes(equal: EqualCost) -> tuple[str, ...]:
    """Say what cost was aimed at, and which scenarios could not be brought to it."""
    by_reason: dict[str, list[str]] = {}
    for place, reason in equal.reasons.items():
        by_reason.setdefault(reason, []).append(equal.scenarios[place].name)
    left = [f"not brought to equal cost, {reason}: {', '.join(names)}" for reason, names in by_reason.items()]
    return (f"{_AIM} {equal.target:.3g} hours per person", *left)


def cost_reached(target: float, results: Sequence[Result], hour_price: float) -> str:
    """Say how near the cost aimed at these came, in hours per person with money turned into hours."""
    spent = {one.label: (one.values("hours_spent") + one.values("cost_spent") / hour_price) for one in results}
    return reached(target, {label: float(np.nanmean(values)) for label, values in spent.items()})


def _told(notes: tuple[str, ...], told: str) -> tuple[str, ...]:
    """Add what came of it to the note of what was aimed at."""
    return tuple(f"{note}; {told}" if note.startswith(_AIM) else note for note in notes)


def _with_notes(result: Result, notes: tuple[str, ...]) -> Result:
    return replace(result, provenance=replace(result.provenance, notes=notes))


def twin_notes(scenarios: Sequence[Scenario], instead: Mapping[int, Scenario]) -> tuple[str, ...]:
    """Say which scenarios are compared with something else than the reference."""
    if not instead:
        return ()
    names = ", ".join(scenarios[place].name for place in instead)
    return (f"compared with the same start without their practices, not with {scenarios[0].name}: {names}",)


def comparable(scenarios: Sequence[Scenario], also: Sequence[str] = ()) -> tuple[list[Scenario], tuple[str, ...]]:
    """Give every scenario the reference's days, seed and replicates; say what that changed.

    All compute the same measures: the reference's, then what the others add and ``also``, then hours and money.
    """
    reference = scenarios[0]
    wanted = {name: getattr(reference, name) for name in SHARED}
    named = [name for scenario in scenarios for name in outcomes_of(scenario)]
    measures = tuple(dict.fromkeys([*named, *also, *(name for name in COSTS if name in MEASURES)]))
    equal, notes = [], []
    for scenario in scenarios:
        changed = {name: value for name, value in wanted.items() if getattr(scenario, name) != value}
        notes += [
            f"{scenario.name}: {name} {getattr(scenario, name)} set to {value}, as in {reference.name}"
            for name, value in changed.items()
        ]
        equal.append(with_changes(scenario, {**changed, "measures": measures}))
    return equal, tuple(notes)
