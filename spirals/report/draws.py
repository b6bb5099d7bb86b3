"""What the answer becomes where the assumptions are drawn from what is plausible: kept apart from chance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.draws import components, draw_means
from spirals.analysis.multiplicity import FALSE_ALARMS, adjusted
from spirals.experiments.figures import weekly
from spirals.experiments.panels import DRAWN
from spirals.experiments.ranking import scored
from spirals.experiments.results import COSTS, Comparison, card
from spirals.experiments.workers import Progress
from spirals.measures.score import weights_of, whole
from spirals.plain import Brief
from spirals.studies import plausible
from spirals.studies.robust import Robust
from spirals.studies.sources import ready_plan
from spirals.studies.sweep import run_in_memory
from spirals.studies.verdicts import SCORE, words

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
RUNS_PER_DRAW = 2
DOWNSIDE = 10.0  # percentile of draws that stands for "if it goes badly"
FEWEST_FOR_LEVERS = 12  # draws; with fewer no assumption can be told apart from chance


class Lever(NamedTuple):
    """An assumption on which the size of an effect depends: its name and the rank correlation with the effect."""

    parameter: str
    correlation: float


class Spread(NamedTuple):
    """What an effect is over draws of the assumptions, in SDs."""

    draws: int
    wins: int
    losses: int
    mean: float
    low: float
    """The tenth percentile of the draws' means: what it is if the assumptions are against it."""
    high: float
    share: float
    """Share of a single run's variance that comes from the assumptions; the rest is chance."""
    words: str


@dataclass(frozen=True, repr=False)
class Draws(Brief):
    """Effects over draws of every parameter from its plausible range.

    Attributes
    ----------
    effects
        By label and measure (``score`` included), in SDs (costs: in their units), shape (draws, runs).
    daily
        By label and daily series, the difference from what it is compared with, shape (draws, days), mean over runs.
    points
        One row a draw: the value of each parameter.
    failed
        Runs that ended in an error.
    """

    count: int
    effects: Mapping[str, Mapping[str, Floats]]
    daily: Mapping[str, Mapping[str, Floats]]
    points: pd.DataFrame
    failed: int

    def spread(self, label: str, measure: str = SCORE, than: str | None = None) -> Spread:
        """Return what an effect is over draws; with ``than`` against that scenario instead."""
        values = self.effects[label][measure]
        if than is not None:
            values = values - self.effects[than][measure]
        means = draw_means(values)
        known = means[np.isfinite(means)]
        wins, losses = int((known > 0.0).sum()), int((known < 0.0).sum())
        if not known.size:
            return Spread(0, 0, 0, math.nan, math.nan, math.nan, math.nan, "not measured")
        low, high = np.percentile(known, (DOWNSIDE, 100.0 - DOWNSIDE))
        said = words(wins / known.size, losses / known.size)
        share = components(values).share
        return Spread(known.size, wins, losses, float(known.mean()), float(low), float(high), share, said)

    def levers(self, label: str, most: int = 3) -> tuple[Lever, ...]:
        """Return the assumptions that the size of the effect clearly depends on, the strongest first.

        Rank correlations whose p, adjusted for the number of assumptions, is below .05.
        """
        from scipy.stats import spearmanr

        means = draw_means(self.effects[label][SCORE])
        names = [name for name in self.points.columns if name != "point"]
        known = np.isfinite(means)
        if known.sum() < FEWEST_FOR_LEVERS or np.ptp(means[known]) == 0.0:
            return ()
        found = [spearmanr(self.points[name].to_numpy(float)[known], means[known]) for name in names]
        p = adjusted([one.pvalue for one in found])
        clear = [
            Lever(name, float(one.statistic))
            for name, one, each in zip(names, found, p, strict=True)
            if each <= FALSE_ALARMS
        ]
        return tuple(sorted(clear, key=lambda lever: -abs(lever.correlation))[:most])


def draw(found: Comparison, draws: int, workers: int = 1, progress: Progress | None = None) -> Draws:
    """Run a comparison's scenarios again with the assumptions drawn anew.

    Drawn is what `plausible.drawn` says: what the reference states as uncertain, else every parameter that has a prior.
    """
    named = [one.scenario.model_copy(update={"name": one.label}) for one in found.everything]
    reference = found.reference.scenario
    ready = ready_plan(
        named,
        {"kind": "list", "points": plausible.drawn(reference, draws, reference.seed)},
        replicates=RUNS_PER_DRAW,
        seed=reference.seed,
        daily=DRAWN,
        command="robust",
        luck="own",
    )
    drawn = Robust(run_in_memory(ready, workers, progress), found.weights)
    return Draws(
        draws,
        {one.label: _effects(drawn, found, one.label) for one in found.others},
        _daily(drawn, found),
        drawn.sweep.points,
        len(drawn.sweep.failures),
    )


def _effects(drawn: Robust, found: Comparison, label: str) -> dict[str, Floats]:
    against = next(found.against(one).label for one in found.others if one.label == label)
    effects = {}
    for name in drawn.sweep.names:
        unit = 1.0 if name in COSTS else drawn.yardstick(name)
        effects[name] = drawn.differences(label, name, against) / (unit if unit > 0.0 else math.nan)
    weights = weights_of(found.weights)
    result = next(one for one in found.others if one.label == label)
    names = [name for name in scored(found, result) if whole(name) in drawn.scored]
    parts = [
        card(name).better * drawn.differences(label, whole(name), against) / drawn.yardstick(whole(name))
        for name in names
    ]
    if not parts:
        return {SCORE: np.full(np.shape(next(iter(effects.values()))), math.nan), **effects}
    score = np.average(parts, axis=0, weights=[weights[name] for name in names])
    return {SCORE: score, **effects}


def _daily(drawn: Robust, found: Comparison) -> dict[str, dict[str, Floats]]:
    frame = drawn.sweep.daily
    series = [name for name in DRAWN if name in frame]
    mean = frame.groupby(["scenario", "point", "day"], sort=True)[series].mean()
    whole = {
        label: {name: mean.loc[label][name].unstack("day").to_numpy(float) for name in series}
        for label in drawn.sweep.scenarios
        if label in mean.index.get_level_values("scenario")
    }
    result = {}
    for one in found.others:
        control = found.against(one).label
        if one.label in whole and control in whole:
            result[one.label] = {
                name: weekly(whole[one.label][name] - whole[control][name])
                for name in series
                if whole[one.label][name].shape == whole[control][name].shape
            }
    return result
