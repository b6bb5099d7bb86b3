"""Doses at which scenarios cost the same, found by trial runs.

A few runs bring a dose near; one pass over all runs of the comparison, on their own chance events, corrects what
those few had by luck.  Where cost moves in steps (a meeting has its price, however short) the nearest is kept.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from spirals.experiments.results import COSTS
from spirals.experiments.simulate import Job, Outcome
from spirals.experiments.workers import Progress, simulate_all
from spirals.interventions.practice import MAX_DOSE
from spirals.plain import Brief
from spirals.scenario import Scenario

TRIALS = 4  # runs of each scenario that say roughly what a dose costs
ROUNDS = 5  # of trial runs: cost is nearly a straight line in dose, so few are needed
NEAR = 0.02  # near enough, as a share of what is aimed at, before all runs are looked at
CLOSE = 0.001  # "the same" cost in all runs
FAR = 0.01  # beyond this it is said
LEAST_DOSE = 0.02  # below this a practice is hardly there


@dataclass(frozen=True, repr=False)
class EqualCost(Brief):
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


type Costs = Callable[[Sequence[Scenario], int], list[float]]


@dataclass
class _Search:
    """The search for one scenario's factor: what was tried, and what it cost."""

    scenario: Scenario
    factor: float = 1.0
    tried: list[tuple[float, float]] = field(default_factory=list)

    @property
    def cost(self) -> float:
        return self.tried[-1][1]

    def is_within(self, share: float, target: float) -> bool:
        return abs(self.cost - target) <= share * target

    def aim(self, target: float) -> bool:
        """Take the factor that should cost the target, on the line through the last two points; say if it is new."""
        factor, cost = self.tried[-1]
        slope = cost / factor
        if len(self.tried) > 1 and self.tried[-2][0] != factor:
            other, price = self.tried[-2]
            line = (cost - price) / (factor - other)
            slope = line if line > 0.0 else slope
        self.factor = _held(self.scenario, factor + (target - cost) / slope)
        return self.factor != factor

    def settle(self, target: float) -> None:
        """Go back to the factor that came nearest."""
        best = min(range(len(self.tried)), key=lambda place: abs(self.tried[place][1] - target))
        self.tried.append(self.tried.pop(best))
        self.factor = self.tried[-1][0]

    def correct(self, cost: float, target: float) -> None:
        """Move the factor by what all runs cost instead of the few, on the same slope."""
        near, luck = self.is_within(NEAR, target), cost / self.cost
        self.tried = [(factor, price * luck) for factor, price in self.tried]
        if near and not self.is_within(CLOSE, target):  # where cost moves in steps a small change may be a large one
            self.aim(target)


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
        The first is the reference, which is left alone; its replicates are those of the comparison.
    hours
        Cost per person over the run, in hours; 0 takes the median of what the scenarios cost as they are.
    hour_price
        Money that stands for an hour.
    workers, progress
        As in `compare`.
    costs
        What scenarios cost in so many runs, in hours per person; None: by trial runs.
    """
    price = costs or (lambda some, runs: trial_costs(some, hour_price, runs, workers, progress))
    few = min(TRIALS, scenarios[0].replicates)
    searches = {
        place: _Search(one) for place, one in enumerate(scenarios) if place and any(e.helps for e in one.interventions)
    }
    _try(searches, price, few)
    reasons = {place: "costs nothing that is counted" for place, one in searches.items() if not one.cost > 0.0}
    open_ = {place: one for place, one in searches.items() if place not in reasons}
    target = hours or float(np.median([one.cost for one in open_.values()] or [0.0]))
    more = scenarios[0].replicates > few
    _approach(open_, target, NEAR if more else CLOSE, price, few)
    for place, one in open_.items():
        if not one.is_within(NEAR, target) and one.factor in _bounds(one.scenario):
            bound = "largest" if one.cost < target else "smallest"
            reasons[place] = f"costs {one.cost:.2g} hours at the {bound} dose allowed"
    kept = {place: one for place, one in open_.items() if place not in reasons}
    if more and kept:
        found = price([scaled(one.scenario, one.factor) for one in kept.values()], scenarios[0].replicates)
        for one, cost in zip(kept.values(), found, strict=True):
            one.correct(cost, target)
    factors = {place: one.factor for place, one in kept.items()}
    return EqualCost(
        target, tuple(scaled(one, factors.get(place, 1.0)) for place, one in enumerate(scenarios)), factors, reasons
    )


def reached(target: float, spent: Mapping[str, float]) -> str:
    """Say how near the cost aimed at scenarios came, by name, in the runs that count.

    Examples
    --------
    >>> reached(5.0, {"buddy": 5.001, "mentoring": 5.2})
    'costs reached within 0.02 % of that, but for mentoring 5.20, whose cost moves in steps'
    """
    off = {name: abs(cost / target - 1.0) for name, cost in spent.items()}
    far = [f"{name} {spent[name]:.2f}" for name in spent if not off[name] <= FAR]
    near = [share for share in off.values() if share <= FAR]
    said = [f"costs reached within {max(100.0 * max(near), 0.01):.2g} % of that"] if near else []
    if far:
        steps = f"{', '.join(far)}, whose {'costs move' if len(far) > 1 else 'cost moves'} in steps"
        said.append(f"but for {steps}" if near else f"costs nearest to that: {steps}")
    return ", ".join(said)


def _approach(searches: Mapping[int, _Search], target: float, near: float, price: Costs, runs: int) -> None:
    """Bring every search near the target, or as near as its steps and the range of doses allow."""
    wrong = {place: one for place, one in searches.items() if not one.is_within(near, target)}
    for _ in range(ROUNDS):
        wrong = {place: one for place, one in wrong.items() if one.aim(target)}
        if not wrong:
            break
        _try(wrong, price, runs)
        wrong = {place: one for place, one in wrong.items() if not one.is_within(near, target)}
    for one in searches.values():
        one.settle(target)


def _try(searches: Mapping[int, _Search], price: Costs, runs: int) -> None:
    found = price([scaled(one.scenario, one.factor) for one in searches.values()], runs) if searches else []
    for one, cost in zip(searches.values(), found, strict=True):
        one.tried.append((one.factor, cost))


def _bounds(scenario: Scenario) -> tuple[float, float]:
    """Return the least and the largest factor that leave every dose within its range."""
    doses = [entry.amount for entry in scenario.interventions if entry.helps and entry.amount > 0.0]
    return (LEAST_DOSE / max(doses), MAX_DOSE / max(doses)) if doses else (1.0, 1.0)


def _held(scenario: Scenario, factor: float) -> float:
    low, high = _bounds(scenario)
    return min(max(factor, low), high)


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
    scenarios: Sequence[Scenario],
    hour_price: float,
    runs: int = TRIALS,
    workers: int = 1,
    progress: Progress | None = None,
) -> list[float]:
    """Return what each scenario costs per person, in hours, as the mean over some runs."""
    if not scenarios:
        return []
    jobs = [
        Job(str(place), scenario, replicate, COSTS, series=())
        for place, scenario in enumerate(scenarios)
        for replicate in range(runs)
    ]
    spent: dict[str, list[float]] = {str(place): [] for place in range(len(scenarios))}
    for answer in simulate_all(jobs, workers, progress):
        if isinstance(answer, Outcome):
            hours, money = (answer.measures[name] for name in COSTS)
            spent[answer.label].append(hours + money / hour_price)
    return [float(np.mean(found)) if found else math.nan for found in spent.values()]
