"""The loop gain measured by yoking: how much of a push on conduct comes back through the states that it moved.

The people of a twin act on the states of a control, with a push on their conduct (theory.md, check 1): the arrow from
states to behaviour is cut, and the twin's own states answer the push alone.  Then the twin is set free for a week
without the push.  What its conduct differs from the control's now, divided by what it differed under the push, is the
loop gain G; a push that lasts is amplified ``1 / (1 - G)`` in the end (`spirals.analysis.loop_by_arrow`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from spirals.analysis.paired import interval
from spirals.analysis.pushes import SAME_PEOPLE, Answers, Floats, Run, Spread, follow, mean_conduct
from spirals.plain import Brief
from spirals.population import WEEK
from spirals.scenario import Scenario, load, with_changes

PUSH, DAYS = 0.3, 260


@dataclass(frozen=True, repr=False)
class LoopGain(Brief):
    """Measured loop gain of one scenario.

    Attributes
    ----------
    each
        G of each replicate, mean of a push up and one down, shape (replicates,).
    days
        Working days of push after which it was measured.
    """

    each: Floats
    days: int

    @property
    def gain(self) -> float:
        """Mean over replicates."""
        return float(self.each.mean())

    @property
    def gain_interval(self) -> tuple[float, float]:
        """95% bootstrap interval of ``gain`` over replicates."""
        return interval(self.each)


def loop_gain(
    scenario: str | Path | Scenario = "baseline",
    *,
    push: float = PUSH,
    days: int = DAYS,
    replicates: int = 8,
    spread: Spread = map,
    **changes: Any,
) -> LoopGain:
    """Measure the loop gain of a scenario by yoked twins.

    Parameters
    ----------
    scenario
        Name, path or ``Scenario``; nobody leaves or moves.
    push
        Logits, > 0; half the difference of a push up and one down is reported.
    days
        Working days of push, a week or more; states that move over years answer later still.
    replicates
        Pairs of twins on the same chance, >= 1; an interval needs two.
    spread
        How runs are spread over processes; ``map`` does them here.
    changes
        Fields and parameters of the scenario by name.

    Raises
    ------
    ValueError
        If the push is not above 0, or the days are less than a week.
    InputError
        For an unknown scenario or change.
    """
    if not push > 0.0:
        raise ValueError(f"push is {push}, but must be above 0")
    if days < WEEK:
        raise ValueError(f"{days} days are too few; give {WEEK} or more")
    spec = scenario if isinstance(scenario, Scenario) else load(scenario)
    spec = with_changes(spec, {**changes, **SAME_PEOPLE, "days": days + WEEK})
    answers = dict(spread(follow, gain_runs(spec, push, days, replicates)))
    return from_answers(answers, push, days, replicates)


def gain_runs(spec: Scenario, push: float, days: int, replicates: int) -> list[Run]:
    """Return the runs that `loop_gain` rests on: twins pushed up and down, yoked to a control for so many days."""
    return [
        Run(("gain", sign, replicate), spec, replicate, sign * push, 1, days, days)
        for replicate in range(replicates)
        for sign in (1.0, -1.0)
    ]


def from_answers(answers: Answers, push: float, days: int, replicates: int) -> LoopGain:
    """Return what the runs of `gain_runs` say."""

    def apart(first: int, last: int) -> Floats:
        up, down = (
            np.array([mean_conduct(answers["gain", sign, r], first, last) for r in range(replicates)])
            for sign in (1.0, -1.0)
        )
        return np.asarray(up - down) / (2.0 * push)

    return LoopGain(apart(days + 1, days + WEEK) / apart(1, days).mean(), days)
