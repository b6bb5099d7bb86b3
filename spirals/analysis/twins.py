"""A push and its twin: what goes on after the push ends, and what is lost when an arrow is cut.

An upward or downward spiral is measured, not assumed (theory.md, null models).  Everybody's tone is pushed for a
while; the twin sees the same random numbers without the push.  What remains of the difference after the push has
ended is growth without a push from outside; how much of it each null model loses says which arrow carried it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.paired import interval
from spirals.measures.trajectory import AfterPush, after_push, growth_lost
from spirals.null_models import NULL_MODELS
from spirals.organisation import Organisation
from spirals.scenario import Scenario, load, with_changes

if TYPE_CHECKING:
    import pandas as pd

SERIES = "mean_quality"
CUTS = ("M1", "M2", "M3", "M5", "M6")
"""Null models that cut an arrow; M0 cuts all at once and M4 changes what is bad, not what feeds on what."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PushAndTwin:
    """One daily series of runs with a push and of their twins without.

    Attributes
    ----------
    pushed, twin
        Shape (replicates, days).
    start, end
        First and last day of the push, 1-based.
    """

    pushed: Floats
    twin: Floats
    start: int
    end: int

    @property
    def difference(self) -> Floats:
        """Pushed minus twin, shape (replicates, days)."""
        return self.pushed - self.twin

    def overall(self) -> AfterPush:
        """Return areas, half-life and growth of the mean over replicates."""
        return after_push(self.pushed.mean(axis=0), self.twin.mean(axis=0), self.start, self.end)

    def each(self) -> list[AfterPush]:
        """Return the same for every replicate."""
        pairs = zip(self.pushed, self.twin, strict=True)
        return [after_push(pushed, twin, self.start, self.end) for pushed, twin in pairs]

    def intervals(self) -> dict[str, tuple[float, float]]:
        """Return 95% bootstrap intervals over replicates of the two areas and of the growth."""
        each = self.each()
        return {name: interval([getattr(one, name) for one in each]) for name in ("during", "after", "growth")}


def push_and_twin(
    scenario: str | Path | Scenario = "baseline",
    *,
    push: float = 0.5,
    start: int = 21,
    end: int = 80,
    series: str = SERIES,
    replicates: int = 10,
    **changes: Any,
) -> PushAndTwin:
    """Push everybody's tone for a while and follow a daily series in the run and in its twin.

    Parameters
    ----------
    scenario
        Name, path or ``Scenario``.
    push
        Added to ``tone_baseline`` from day ``start`` to day ``end``; below 0 for a downward spiral.
    series
        Name of a daily series (``spirals.population.TALLY``).
    replicates
        Runs with different random numbers, >= 1.
    changes
        Fields and parameters of the scenario by name, among them ``null_model``.

    Raises
    ------
    ValueError
        If no day follows the end of the push.
    InputError
        For an unknown scenario or change.
    """
    spec = scenario if isinstance(scenario, Scenario) else load(scenario)
    spec = with_changes(spec, changes) if changes else spec
    if not 1 <= start <= end < spec.days:
        raise ValueError(f"a push from day {start} to {end} leaves no day after it in a run of {spec.days} days")
    runs = [
        [_run(spec, replicate, amount, start, end, series) for replicate in range(replicates)] for amount in (push, 0.0)
    ]
    return PushAndTwin(np.array(runs[0]), np.array(runs[1]), start, end)


def _run(spec: Scenario, replicate: int, push: float, start: int, end: int, series: str) -> Floats:
    organisation = Organisation(spec, replicate=replicate)
    p = organisation.population.state.p
    baseline = organisation.parameters["tone_baseline"]
    for day in range(1, spec.days + 1):
        if day == start:
            p.set("tone_baseline", baseline + push)
        if day == end + 1:
            p.set("tone_baseline", baseline)
        organisation.step()
    return organisation.series[series]


def arrows(scenario: str | Path | Scenario = "baseline", cuts: Iterable[str] = CUTS, **how: Any) -> pd.DataFrame:
    """Return what each arrow carries: the push and its twin in the whole model and in null models.

    Parameters
    ----------
    scenario
        Name, path or ``Scenario``.
    cuts
        Names of null models, each run with the same push.
    how
        As for ``push_and_twin``.

    Returns
    -------
    pandas.DataFrame
        One row for the whole model (index ``whole``) and each null model: ``during``, ``after``, ``ratio``,
        ``half_life`` (days), and ``lost``, the share of the area after the push that the cut takes away.
    """
    import pandas as pd

    whole = push_and_twin(scenario, **how).overall()
    rows = {"whole": (*whole[:4], 0.0, "nothing is cut")}
    for name in cuts:
        cut = push_and_twin(scenario, **{**how, "null_model": name}).overall()
        rows[name] = (*cut[:4], growth_lost(whole.after, cut.after), NULL_MODELS[name].meaning)
    columns = ["during", "after", "ratio", "half_life", "lost", "meaning"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)
