"""All runs that a report rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spirals.errors import InputError
from spirals.experiments.compare import compare
from spirals.experiments.counterpart import needs_twin, without_practices
from spirals.experiments.money import Money
from spirals.experiments.results import Comparison
from spirals.experiments.run import own_files, prepare
from spirals.experiments.workers import Progress
from spirals.plain import Brief
from spirals.report.draws import RUNS_PER_DRAW, Draws, draw
from spirals.report.health import Health, check_up
from spirals.report.variants import options, pairs, stopped
from spirals.scenario import Scenario

DRAWS = 24
FEWEST_DRAWS = 2
SIDE_RUNS = 10  # of questions beside the main one: equal cost, what lasts, both together
AS_NOW = "as now"


@dataclass(frozen=True)
class Asked:
    """What a report was asked for, so that it can say how to make it again.

    Attributes
    ----------
    command
        The command that makes the same page.
    sources
        File or name of each scenario, in the order given.
    money
        Prices.
    """

    command: str
    sources: tuple[str, ...]
    draws: int = DRAWS
    money: Money = field(default_factory=Money)

    @property
    def hour_price(self) -> float:
        """Money that stands for an hour of work."""
        return self.money.hour_price


@dataclass(frozen=True, repr=False)
class Findings(Brief):
    """Everything that a report says, as data.

    Attributes
    ----------
    comparison
        The scenarios on common random numbers, everybody kept.
    draws
        The same over draws from the parameters' plausible ranges.
    stops
        By label, the same scenario with its practices ended early.
    side
        Comparison that holds ``stops`` and ``both``; None if there is nothing in it.
    both
        Labels in ``side`` of the two best at once and in turn.
    equal
        The scenarios at equal cost; None where fewer than two cost anything.
    health
        The uploaded organisation as it is; None without one.
    """

    asked: Asked
    comparison: Comparison
    draws: Draws
    stops: Mapping[str, str] = field(default_factory=dict)
    side: Comparison | None = None
    both: tuple[str, ...] = ()
    equal: Comparison | None = None
    health: Health | None = None

    @property
    def runs(self) -> int:
        """Paired runs of the main comparison."""
        return self.comparison.reference.scenario.replicates


def gather(
    scenarios: Sequence[Scenario],
    asked: Asked,
    *,
    days: int | None = None,
    size: int | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    people: Path | None = None,
    ties: Path | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    weights: Mapping[str, float] | None = None,
    **changes: Any,
) -> Findings:
    """Run everything that a report needs.

    Parameters
    ----------
    scenarios
        Options to weigh up; the first one is the reference if it has no practice, else "as now" is.
    asked
        What is said in the report about how it was made.
    days, size, replicates, seed, people, ties, workers, progress, weights, **changes
        As in `compare`.

    Raises
    ------
    InputError
        If there is nothing to weigh up.
    """
    if asked.draws < FEWEST_DRAWS:
        raise InputError(f"--draws: {asked.draws} cannot show what depends on the assumptions; give 2 or more")
    settings = {"days": days, "replicates": replicates, "seed": seed, **own_files(size, people, ties), **changes}
    prepared = [prepare(one, settings) for one in scenarios]
    everyone = with_reference(prepared)
    shared: dict[str, Any] = {"workers": workers, "progress": progress, "twins": True, "weights": weights}
    found = compare(*everyone, everybody=True, also=("performance",), **shared)
    draws = draw(found, asked.draws, workers, progress)
    side, stops, both = _side(found, shared)
    return Findings(asked, found, draws, stops, side, both, _equal(found, asked, shared), check_up(everyone[0]))


def with_reference(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """Put what the others are compared with first: the first without practices, else the first one's start as now.

    Raises
    ------
    InputError
        If no scenario has a practice, or anything else that sets it apart.
    """
    bare = next((one for one in scenarios if not one.interventions and not one.shocks), None)
    if bare is None:
        bare = without_practices(scenarios[0]).model_copy(
            update={"name": AS_NOW, "question": "What if nothing is done?"}
        )
    rest = [one for one in scenarios if one is not bare]
    if not rest:
        raise InputError(f"report: {bare.name} has nothing to weigh up; name a scenario with a practice beside it")
    return [bare, *rest]


def number_of_runs(scenarios: Sequence[Scenario], draws: int, replicates: int | None) -> int:
    """Return about how many runs a report takes, for a bar that shows how far it is."""
    many, runs = len(scenarios) + 1, replicates or scenarios[0].replicates
    return many * (runs + draws * RUNS_PER_DRAW + 3 * min(runs, SIDE_RUNS)) + 3 * min(runs, SIDE_RUNS)


def _side(found: Comparison, shared: Mapping[str, Any]) -> tuple[Comparison | None, dict[str, str], tuple[str, ...]]:
    """Run the scenarios stopped early, and the best two together."""
    ended = {one.label: stopped(one.scenario) for one in found.others}
    stops = {label: one for label, one in ended.items() if one is not None}
    both = pairs(*best) if len(best := _best_two(found)) == 2 else ()
    if not stops and not both:
        return None, {}, ()
    runs = min(found.reference.scenario.replicates, SIDE_RUNS)
    reference = found.reference.scenario.model_copy(update={"replicates": runs})
    side = compare(reference, *stops.values(), *both, **shared)
    labels = [one.label for one in side.others]
    return side, dict(zip(stops, labels, strict=False)), tuple(labels[len(stops) :])


def _best_two(found: Comparison) -> list[Scenario]:
    """Return the two practices that rank highest among those that start from what the reference starts from."""
    fit = {
        one.label: one.scenario
        for one in found.others
        if options(one.scenario) and not needs_twin(one.scenario, found.reference.scenario)
    }
    return [fit[name] for name in found.ranking()["scenario"] if name in fit][:2]


def _equal(found: Comparison, asked: Asked, shared: Mapping[str, Any]) -> Comparison | None:
    costs = found.ranking(hour_price=asked.hour_price).set_index("scenario")["cost"]
    if sum(costs[one.label] > 0.0 for one in found.others if options(one.scenario)) < 2:
        return None
    runs = min(found.reference.scenario.replicates, SIDE_RUNS)
    reference = found.reference.scenario.model_copy(update={"replicates": runs})
    return compare(
        reference, *(one.scenario for one in found.others), equal_cost=0.0, hour_price=asked.hour_price, **shared
    )
