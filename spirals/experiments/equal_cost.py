"""Doses at which scenarios cost the same, found by short trial runs."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from spirals.experiments.results import COSTS
from spirals.experiments.simulate import Job, Outcome
from spirals.experiments.workers import Progress, simulate_all
from spirals.interventions.practice import MAX_DOSE
from spirals.scenario import Scenario

TRIALS = 4  # runs of each scenario that say what a dose costs
ROUNDS = 3  # of trial runs: cost is nearly proportional to dose, so few are needed
CLOSE = 0.05  # "the same" cost: this near to what was asked for, as a share
LEAST_DOSE = 0.02  # below this a practice is hardly there


@dataclass(frozen=True)
class EqualCost:
    """Scenarios brought to one cost.

    Attributes
    ----------
    target
        Hours per person over the run, money turned into hours.
    scenarios
        In the order given; those that could not be scaled are as they were.
    factors
        By place, by how much all doses of a scenario were multiplied.
    reasons
        By place, why a scenario with practices could not be scaled.
    """

    target: float
    scenarios: tuple[Scenario, ...]
    factors: Mapping[int, float]
    reasons: Mapping[int, str]


type Costs = Callable[[Sequence[Scenario]], list[float]]


def at_equal_cost(
    scenarios: Sequence[Scenario],
    hours: float,
    hour_price: float,
    workers: int = 1,
    progress: Progress | None = None,
    costs: Costs | None = None,
) -> EqualCost:
    """Scale the doses of helpful practices so that every scenario costs the same per person.

    Parameters
    ----------
    scenarios
        The first is the reference, which is left alone.
    hours
        Cost per person over the run, in hours; 0 takes the median of what the scenarios cost as they are.
    hour_price
        Money that stands for an hour.
    workers, progress
        As in `compare`.
    costs
        What scenarios cost, in hours per person; None: by trial runs.
    """
    price = costs or (lambda some: trial_costs(some, hour_price, workers, progress))
    places = [place for place, one in enumerate(scenarios) if place and any(entry.helps for entry in one.interventions)]
    factors = dict.fromkeys(places, 1.0)
    known = dict(zip(places, price([scenarios[place] for place in places]), strict=True))
    reasons = {place: "costs nothing that is counted" for place in places if not known[place] > 0.0}
    open_ = [place for place in places if place not in reasons]
    target = hours or float(np.median([known[place] for place in open_] or [0.0]))
    for _ in range(ROUNDS):
        wrong = [place for place in open_ if not _is_close(known[place], target)]
        for place in wrong:
            factors[place] = _held(scenarios[place], factors[place] * target / known[place])
        known |= dict(zip(wrong, price([scaled(scenarios[place], factors[place]) for place in wrong]), strict=True))
    for place in open_:
        if not _is_close(known[place], target):
            bound = "largest" if known[place] < target else "smallest"
            reasons[place] = f"costs {known[place]:.2g} hours at the {bound} dose allowed"
    kept = {place: factor for place, factor in factors.items() if place not in reasons}
    return EqualCost(
        target, tuple(scaled(one, kept.get(place, 1.0)) for place, one in enumerate(scenarios)), kept, reasons
    )


def _is_close(cost: float, target: float) -> bool:
    return abs(cost - target) <= CLOSE * target


def _held(scenario: Scenario, factor: float) -> float:
    """Return the factor nearest to the one wanted that leaves every dose within its range."""
    doses = [entry.amount for entry in scenario.interventions if entry.helps and entry.amount > 0.0]
    return min(max(factor, LEAST_DOSE / max(doses)), MAX_DOSE / max(doses)) if doses else 1.0


def scaled(scenario: Scenario, factor: float) -> Scenario:
    """Return a scenario with the doses of its helpful practices multiplied.

    Examples
    --------
    >>> from spirals.scenario import load
    >>> scaled(load("buddy"), 0.5).interventions[0].dose
    0.5
    """
    if factor == 1.0:
        return scenario
    entries = tuple(
        entry.model_copy(update={"dose": min(MAX_DOSE, entry.dose * factor)}) if entry.helps else entry
        for entry in scenario.interventions
    )
    return scenario.model_copy(update={"interventions": entries})


def trial_costs(
    scenarios: Sequence[Scenario], hour_price: float, workers: int = 1, progress: Progress | None = None
) -> list[float]:
    """Return what each scenario costs per person, in hours, as the mean over a few runs."""
    if not scenarios:
        return []
    jobs = [
        Job(str(place), scenario, replicate, COSTS, series=())
        for place, scenario in enumerate(scenarios)
        for replicate in range(TRIALS)
    ]
    spent: dict[str, list[float]] = {str(place): [] for place in range(len(scenarios))}
    for answer in simulate_all(jobs, workers, progress):
        if isinstance(answer, Outcome):
            hours, money = (answer.measures[name] for name in COSTS)
            spent[answer.label].append(hours + money / hour_price)
    return [float(np.mean(found)) if found else math.nan for found in spent.values()]
