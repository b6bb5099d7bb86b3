"""Trying propositions: paired runs in the whole model and in null models, and over draws of parameters.

Every situation is run once for each model, replicate and draw, and shared by all propositions that need it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.draws import draw_means, wilson
from spirals.analysis.multiplicity import FALSE_ALARMS, adjusted, p_value
from spirals.analysis.paired import TINY_EFFECT, Difference, paired, pooled_spread, run_spread
from spirals.errors import InputError
from spirals.experiments.errors import RunFailed
from spirals.experiments.simulate import Job, Outcome
from spirals.experiments.workers import Progress, simulate_all
from spirals.null_models import NULL_MODELS
from spirals.studies.plausible import drawn
from spirals.studies.propositions.declare import GROWTH, PUSH_END, Proposition, Situation

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
WHOLE = "whole"
MODELS = (WHOLE, *NULL_MODELS)
DAYS = 190
CARRIES = 0.5
"""Share of an effect that must be lost with a mechanism for it to be said to carry the effect (display)."""
_WEEK = 5


@dataclass(frozen=True)
class Trial:
    """One proposition in one model.

    Attributes
    ----------
    model
        ``whole``, or a null model.
    found
        The paired difference, treated less control.
    p
        Of the paired t-test, not adjusted.
    between_runs
        Whether the effect is in SD between runs, as the measure is no mean over people, ties or teams.
    """

    proposition: Proposition
    model: str
    found: Difference
    p: float
    between_runs: bool

    @property
    def as_claimed(self) -> bool:
        """Say whether the interval lies on the claimed side of zero."""
        low, high = self.found.low, self.found.high
        return low > 0.0 if self.proposition.sign > 0 else high < 0.0


def verdict(trial: Trial, adjusted_p: float) -> str:
    """Say what runs make of a claim.

    ``holds``: the interval lies on the claimed side, and p adjusted for the number of claims is below .05; ``holds,
    but tiny``: by less than .05 SD.  ``does not hold (opposite)``: on the other side.  ``does not hold (no effect)``:
    within .05 SD of zero, or no difference at all in any run.  Else ``unclear``.
    """
    found = trial.found
    if found.n < 2:
        return "not measured"
    if found.difference == found.low == found.high == 0.0:
        return "does not hold (no effect)"
    clear = adjusted_p < FALSE_ALARMS
    if clear and trial.as_claimed:
        return "holds, but tiny" if abs(found.effect) < TINY_EFFECT else "holds"
    if clear and (found.low > 0.0 or found.high < 0.0):
        return "does not hold (opposite)"
    if abs(found.effect_low) < TINY_EFFECT and abs(found.effect_high) < TINY_EFFECT:
        return "does not hold (no effect)"
    return "unclear"


def situations(chosen: Iterable[Proposition]) -> tuple[Situation, ...]:
    """Return each situation that some propositions need, once."""
    found = {one.name: one for each in chosen for one in (each.control, each.treated)}
    return tuple(found.values())


def try_propositions(
    chosen: Sequence[Proposition],
    *,
    replicates: int = 12,
    draws: int = 32,
    size: int = 60,
    seed: int = 1,
    days: int = DAYS,
    models: Sequence[str] = MODELS,
    workers: int = 1,
    progress: Progress | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Try claims by paired runs.

    Parameters
    ----------
    chosen
        Propositions.
    replicates
        Pairs of runs in each model, >= 2; verdicts need 5 or more.
    draws
        Draws of parameters, two pairs each; 0 for none.
    size
        People.
    days
        Working days; claims on growth and crises need some weeks after day 80.
    models
        ``whole`` and null models.

    Returns
    -------
    pandas.DataFrame, pandas.DataFrame
        A row for each proposition, and a row for each proposition and model.

    Raises
    ------
    InputError
        If the days leave no room for what is measured.
    RunFailed
        If a run failed.
    """
    import pandas as pd

    if days < PUSH_END + 2 * _WEEK:
        raise InputError(f"days: {days} is too few; propositions need {PUSH_END + 2 * _WEEK} or more")
    names = tuple(dict.fromkeys(each.measure for each in chosen if not each.measure.startswith(GROWTH)))
    common = {"days": days, "size": size, "seed": seed, "replicates": replicates}
    trials: dict[str, list[Trial]] = {}
    for model in dict.fromkeys((WHOLE, *models)):
        setting = common if model == WHOLE else {**common, "null_model": model}
        runs = run_all(situations(chosen), setting, names, workers, progress)
        trials[model] = [trial_of(each, model, runs) for each in chosen]
    shares = _shares(chosen, names, common, draws, workers, progress) if draws else {}
    p = adjusted([trial.p for trial in trials[WHOLE]])
    rows = [
        _row(each, [trials[model][place] for model in trials], float(p[place]), shares.get(each.name))
        for place, each in enumerate(chosen)
    ]
    return pd.DataFrame(rows), pd.DataFrame([_model_row(trial) for model in trials for trial in trials[model]])


def runs_needed(chosen: Sequence[Proposition], replicates: int, draws: int, models: int = len(MODELS)) -> int:
    """Return how many runs `try_propositions` makes."""
    drawn = {one.name for each in chosen if _drawable(each) for one in (each.control, each.treated)}
    return len(situations(chosen)) * replicates * models + len(drawn) * draws * 2


def run_all(
    needed: Sequence[Situation],
    setting: Mapping[str, Any],
    names: tuple[str, ...],
    workers: int,
    progress: Progress | None,
) -> dict[str, list[Outcome]]:
    """Run every situation, with the fields of a scenario that all share; return the runs of each by its name."""
    jobs = [
        Job(one.name, scenario, replicate, names, series=("mean_quality",))
        for one in needed
        for scenario in (one.resolved(**setting),)
        for replicate in range(setting["replicates"])
    ]
    found: dict[str, list[Outcome]] = {}
    for answer in simulate_all(jobs, workers, progress):
        if not isinstance(answer, Outcome):
            raise RunFailed(str(answer))
        found.setdefault(answer.label, []).append(answer)
    return found


def trial_of(each: Proposition, model: str, runs: Mapping[str, list[Outcome]]) -> Trial:
    """Return what runs of a model say of a claim."""
    treated, control = runs[each.treated.name], runs[each.control.name]
    here, there = ([_value(one, each.measure) for one in side] for side in (treated, control))
    spread = pooled_spread([one.spreads.get(each.measure, math.nan) for one in control])
    found = paired(there, here, spread if spread > 0.0 else run_spread(there), each.sign)
    return Trial(each, model, found, p_value(np.subtract(here, there)), not spread > 0.0)


def _value(run: Outcome, measure: str) -> float:
    if not measure.startswith(GROWTH):
        return run.measures[measure]
    series = run.daily[measure.removeprefix(GROWTH)]
    return float(series[-_WEEK:].mean() - series[PUSH_END - _WEEK : PUSH_END].mean())


def _drawable(each: Proposition) -> bool:
    return not each.measure.startswith(GROWTH)


def left_alone(needed: Sequence[Situation]) -> frozenset[str]:
    """Return parameters that draws leave as they are: those that a situation sets itself."""
    return frozenset(name for one in needed for name in one.resolved().parameters)


def _shares(
    chosen: Sequence[Proposition],
    names: tuple[str, ...],
    common: Mapping[str, Any],
    draws: int,
    workers: int,
    progress: Progress | None,
) -> dict[str, tuple[int, int]]:
    """Return in how many draws each claim has its sign, and in how many it was measured."""
    from spirals.studies.robust import robust

    tried = [each for each in chosen if _drawable(each)]
    needed = situations(tried)
    if not needed:
        return {}
    setting = {name: value for name, value in common.items() if name in ("days", "size", "seed")}
    scenarios = [one.resolved(**setting, measures=names) for one in needed]
    points = drawn(scenarios[0], draws, common["seed"], left_alone(needed))
    with TemporaryDirectory() as folder:
        found = robust(
            *scenarios, points=points, replicates=2, measures=names, seed=common["seed"],
            out=Path(folder) / "draws", workers=workers, progress=progress,
        )  # fmt: skip
        shares = {}
        for each in tried:
            means = draw_means(found.differences(each.treated.name, each.measure, each.control.name))
            known = means[np.isfinite(means)]
            shares[each.name] = (int((each.sign * known > 0.0).sum()), int(known.size))
    return shares


def _row(each: Proposition, trials: Sequence[Trial], p: float, share: tuple[int, int] | None) -> dict[str, Any]:
    whole, *nulls = trials
    said = verdict(whole, p)
    holds = said.startswith("holds")
    wins, known = share or (0, 0)
    low, high = wilson(wins, known)
    lost = {one.model: _lost(whole, one) for one in nulls}
    return {
        "name": each.name, "group": each.group, "source": each.source, "claim": each.claim,
        "treated": each.treated.name, "control": each.control.name, "measure": each.measure,
        "predicted": "+" if each.sign > 0 else "-", "built_in": each.built_in, "verdict": said,
        "difference": whole.found.difference, "low": whole.found.low, "high": whole.found.high,
        "effect": whole.found.effect, "effect_low": whole.found.effect_low, "effect_high": whole.found.effect_high,
        "effect_between": "runs" if whole.between_runs else "people",
        "p_adjusted": p, "pairs": whole.found.n,
        "share": wins / known if known else math.nan, "share_low": low, "share_high": high, "draws": known,
        "carried_by": " ".join(model for model, part in lost.items() if holds and part >= CARRIES),
        "also_in": " ".join(one.model for one in nulls if one.as_claimed),
    }  # fmt: skip


def _lost(whole: Trial, null: Trial) -> float:
    """Return the share of the difference that a null model loses; 0 where it cannot be told."""
    if not math.isfinite(null.found.difference) or whole.found.difference == 0.0:
        return 0.0
    return 1.0 - null.found.difference / whole.found.difference


def _model_row(trial: Trial) -> dict[str, Any]:
    found = trial.found
    return {
        "name": trial.proposition.name, "model": trial.model, "difference": found.difference, "low": found.low,
        "high": found.high, "as_claimed": trial.as_claimed,
    }  # fmt: skip
