"""Three signs of a spiral: what lasts of a push, for how long, and whether ties and energy feed each other."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.paired import interval
from spirals.experiments.simulate import Outcome
from spirals.measures.trajectory import after_push
from spirals.studies.propositions.connections import BETTER_MOMENTS, ORDINARY, WORSE_MOMENTS
from spirals.studies.propositions.declare import PUSH_END, PUSH_START

SIGNS = "signs of a spiral"
MEASURED = "measured"
"""Stands for a verdict where a number says how much, and no sign was predicted."""
ARROWS = {"ties to energy": "quality_to_energy", "energy to ties": "energy_to_quality"}
"""Effects from one week to the next within people, each in SDs; a spiral needs both above zero."""
_PUSHES = {"better moments": BETTER_MOMENTS, "worse moments": WORSE_MOMENTS}


class Sign(NamedTuple):
    """One sign: its name, value with interval (nan for none) and how it is judged."""

    name: str
    value: float
    low: float
    high: float
    verdict: str


def signs(runs: Mapping[str, Sequence[Outcome]]) -> list[Sign]:
    """Return what lasts of better and of worse moments, and both arrows between ties and energy.

    Parameters
    ----------
    runs
        Runs by situation, `ORDINARY`, `BETTER_MOMENTS` and `WORSE_MOMENTS` among them, with the series
        ``mean_quality`` and the measures of `ARROWS`.

    Returns
    -------
    list of Sign
        For each push the area of the difference after its end over the area during it, and the days until half of the
        difference is gone (inf where it never is; both nan where the push does nothing); then the arrows.
    """
    twins = np.array([run.daily["mean_quality"] for run in runs[ORDINARY.name]])
    found = []
    for name, situation in _PUSHES.items():
        pushed = np.array([run.daily["mean_quality"] for run in runs[situation.name]])
        left = after_push(pushed.mean(axis=0), twins.mean(axis=0), PUSH_START, PUSH_END)
        low, high = interval((pushed - twins)[:, PUSH_START - 1 : PUSH_END].mean(axis=1))
        nothing = low <= 0.0 <= high
        for what, value in (("after : during", left.ratio), ("half-life", left.half_life)):
            found.append(Sign(f"{name}, {what}", math.nan if nothing else value, math.nan, math.nan, MEASURED))
    for name, measure in ARROWS.items():
        found.append(_arrow(name, np.array([run.measures[measure] for run in runs[ORDINARY.name]])))
    return found


def _arrow(name: str, values: NDArray[np.float64]) -> Sign:
    low, high = interval(values)
    said = "holds" if low > 0.0 else "does not hold (opposite)" if high < 0.0 else "unclear"
    return Sign(name, float(np.nanmean(values)) if np.isfinite(values).any() else math.nan, low, high, said)
