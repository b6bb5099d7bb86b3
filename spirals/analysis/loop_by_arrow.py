"""How strongly a lasting push is amplified, and which arrow of the loop carries how much of it (theory.md, check 2).

What people do changes ties, habits and norms, energy, mood and strain, safety, meaning; these change what people do.
Everybody's conduct is pushed for good, and what it moves in the end is divided by what it moves where all of this is
held at its references.  Then each arrow is held at its references alone: what is lost of the part beyond 1 is its
share.  Shares need not add up to 1, as arrows feed each other.  People leave by chance alone here, so that the runs of
a pair have the same people.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from spirals.analysis.paired import LEVEL
from spirals.analysis.pushes import SAME_LEAVERS, Answers, Floats, Run, Spread, follow, mean_conduct
from spirals.plain import Brief
from spirals.scenario import Scenario, load, with_changes

if TYPE_CHECKING:
    import pandas as pd

PUSH, FIRST_DAY, LAST_DAY, REPLICATES = 0.3, 390, 520, 8
ARROWS: Mapping[str, str] = {
    "ties": "on_ties",
    "habits and norms": "on_norms",
    "energy, mood, strain": "on_emotion",
    "safety, voice, trusting": "on_safety",
    "meaning": "on_meaning",
}
"""Arrows from states back to what people do, and the parameter that holds each at its references when it is 0."""
WHOLE, CUT = "whole", "all cut"
AMPLIFIED = {"up": (1.6, 2.6), "down": (1.6, 3.3)}
"""Within which a push should be amplified (theory.md, check 2)."""
LEAST_SHARE, MOST_SHARE = 0.10, 0.55
OWED = tuple(ARROWS)[:4]
"""Arrows of which each should carry at least `LEAST_SHARE`; none should carry more than `MOST_SHARE`."""
_SIGN = {"up": 1.0, "down": -1.0}
_RESAMPLES = 2000


@dataclass(frozen=True, repr=False)
class LoopByArrow(Brief):
    """What a lasting push moves in the end, in the whole model and with arrows cut.

    Attributes
    ----------
    responses
        By model (`WHOLE`, `CUT`, or the arrow that is cut) and direction: mean conduct moved per logit of push, one
        entry a replicate.
    """

    push: float
    first: int
    last: int
    responses: Mapping[tuple[str, str], Floats]

    def amplification(self, way: str, model: str = WHOLE) -> float:
        """Return what a push moves, divided by what it moves with all arrows cut."""
        return float(self.responses[model, way].mean() / self.responses[CUT, way].mean())

    def gain(self, way: str) -> float:
        """Return the loop gain that an amplification stands for, ``1 - 1/amplification``."""
        return 1.0 - 1.0 / self.amplification(way)

    def share(self, arrow: str, way: str) -> float:
        """Return the share of what lies beyond 1 that is lost when an arrow is cut; nan where nothing does."""
        whole = self.amplification(way)
        return (whole - self.amplification(way, arrow)) / (whole - 1.0) if whole != 1.0 else math.nan

    def table(self) -> pd.DataFrame:
        """Return a row for each direction and number: value, 95% interval over pairs, bounds of the theory, verdict."""
        import pandas as pd

        rows = []
        for way, bounds in AMPLIFIED.items():
            drawn = self._resampled(way)
            whole = drawn[WHOLE] / drawn[CUT]
            rows.append(self._row(way, "amplification", self.amplification(way), whole, bounds))
            for arrow in ARROWS:
                with np.errstate(divide="ignore", invalid="ignore"):
                    shares = (whole - drawn[arrow] / drawn[CUT]) / (whole - 1.0)
                limits = (LEAST_SHARE if arrow in OWED else -np.inf, MOST_SHARE)
                rows.append(self._row(way, arrow, self.share(arrow, way), shares, limits))
        return pd.DataFrame(rows)

    def _resampled(self, way: str) -> dict[str, Floats]:
        """Return each model's mean response over pairs drawn with replacement, the same pairs for all."""
        n = len(self.responses[WHOLE, way])
        picks = np.random.default_rng(0).integers(0, n, size=(_RESAMPLES, n))
        return {model: self.responses[model, way][picks].mean(axis=1) for model in (WHOLE, CUT, *ARROWS)}

    @staticmethod
    def _row(way: str, what: str, value: float, drawn: Floats, bounds: tuple[float, float]) -> dict[str, Any]:
        tail = 0.5 * (1.0 - LEVEL)
        low, high = np.quantile(drawn, [tail, 1.0 - tail]).tolist()
        held = bounds[0] <= value <= bounds[1]
        said = "" if math.isnan(value) else "within" if held else "below" if value < bounds[0] else "above"
        ends = {"least": bounds[0], "most": bounds[1]}
        return {"push": way, "what": what, "value": value, "low": low, "high": high, **ends, "verdict": said}


def loop_runs(spec: Scenario, push: float, last: int, replicates: int) -> list[Run]:
    """Return the runs that `loop_by_arrow` rests on; in each direction, with a push and without."""
    off = dict.fromkeys(ARROWS.values(), 0.0)
    models = {WHOLE: {}, CUT: off, **{arrow: {name: 0.0} for arrow, name in ARROWS.items()}}
    specs = {model: with_changes(spec, {**SAME_LEAVERS, **changes, "days": last}) for model, changes in models.items()}
    return [
        Run(("loop", model, sign, replicate), specs[model], replicate, sign * push)
        for replicate in range(replicates)
        for model in models
        for sign in (0.0, 1.0, -1.0)
    ]


def from_answers(answers: Answers, push: float, first: int, last: int, replicates: int) -> LoopByArrow:
    """Return what the runs of `loop_runs` say."""

    def conduct(model: str, sign: float) -> Floats:
        return np.array([mean_conduct(answers["loop", model, sign, r], first, last) for r in range(replicates)])

    responses = {
        (model, way): (conduct(model, sign) - conduct(model, 0.0)) / (sign * push)
        for model in (WHOLE, CUT, *ARROWS)
        for way, sign in _SIGN.items()
    }
    return LoopByArrow(push, first, last, responses)


def loop_by_arrow(
    scenario: str | Path | Scenario = "baseline",
    *,
    push: float = PUSH,
    first: int = FIRST_DAY,
    last: int = LAST_DAY,
    replicates: int = REPLICATES,
    spread: Spread = map,
    **changes: Any,
) -> LoopByArrow:
    """Push everybody's conduct for good, up and down, in the whole model and with arrows cut.

    Parameters
    ----------
    scenario
        Name, path or ``Scenario``.
    push
        Logits, > 0.
    first, last
        Days over which conduct is averaged; a run ends with the last.
    replicates
        Pairs of runs on the same chance, >= 2.
    spread
        How runs are spread over processes; ``map`` does them here.
    changes
        Fields and parameters of the scenario by name.

    Raises
    ------
    ValueError
        If the push is not above 0, or the days are none.
    InputError
        For an unknown scenario or change.
    """
    if not push > 0.0:
        raise ValueError(f"push is {push}, but must be above 0")
    if not 1 <= first <= last:
        raise ValueError(f"days {first} to {last} are none; give a first day of 1 or more and a later last one")
    spec = scenario if isinstance(scenario, Scenario) else load(scenario)
    spec = with_changes(spec, changes) if changes else spec
    answers = dict(spread(follow, loop_runs(spec, push, last, replicates)))
    return from_answers(answers, push, first, last, replicates)
