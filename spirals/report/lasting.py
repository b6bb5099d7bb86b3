"""How soon an effect shows, and what is left of it after a practice has ended."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.paired import TINY_EFFECT, Difference, interval, paired, verdict
from spirals.experiments.figures import paired_curves
from spirals.experiments.panels import PANELS, Panel
from spirals.experiments.ranking import score_course
from spirals.experiments.results import Comparison, Result
from spirals.measures.score import days_after, months
from spirals.report.variants import MONTH, options, stop_day
from spirals.report.wording import way

LOOKED_AT = ("Quality of connections", "Energy", "Strain", "Psychological safety")
STEADY = MONTH  # working days over which a difference has to stay clear to count as begun
BETTER = {"mean_strain": -1, "mean_hardship": -1, "corrosive": -1}
RESAMPLES = 400
LEFT = ((1.1, "grew on"), (0.75, "lasted"), (0.25, "lasted in part"), (0.0, "mostly gone"))
"""Words for what is left of a difference, above this share of it."""


def panels(comparison: Comparison) -> list[Panel]:
    """Return the daily curves that are looked at, of those that the runs kept."""
    kept = comparison.reference.outcomes[0].daily
    return [panel for title in LOOKED_AT for panel in PANELS if panel.title == title and panel.series[0] in kept]


def curves(comparison: Comparison, other: Result, panel: Panel) -> NDArray[np.float64]:
    """Return paired differences by run and day, as means over the last working week."""
    return paired_curves(comparison.against(other), other, panel)


def first_clear_day(differences: NDArray[np.float64], least: float = 0.0) -> int | None:
    """Return the first day from which the 95% interval of the mean leaves out zero for a month; None if none does.

    Parameters
    ----------
    differences
        Shape (runs, days); day 1 first.
    least
        Size below which a mean difference does not count, however sure.

    Examples
    --------
    >>> rising = np.tile(np.where(np.arange(60) < 10, 0.0, 1.0), (6, 1))
    >>> first_clear_day(rising), first_clear_day(np.zeros((6, 60)))
    (11, None)
    """
    if len(differences) < 2 or differences.shape[1] < STEADY:
        return None
    ends = np.array([interval(day, resamples=RESAMPLES) for day in differences.T])
    sign = np.where(ends[:, 0] > 0.0, 1, np.where(ends[:, 1] < 0.0, -1, 0))
    sign[np.abs(differences.mean(axis=0)) < least] = 0
    for side in (1, -1):
        steady = np.convolve(sign == side, np.ones(STEADY), mode="valid") >= STEADY
        days = np.flatnonzero(steady)
        if days.size:
            return int(days[0]) + 1
    return None


class Onset(NamedTuple):
    """When a difference shows for the first time and stays: days after the start of the first practice."""

    series: str
    title: str
    days: int | None


class Course(NamedTuple):
    """The score while practices are in force and after everything has ended.

    Attributes
    ----------
    month
        Working day of the first look from which it stays clear of zero; None if it never does.
    during, after
        Mean while the run lasts, and at the last look, some months after everything has ended.
    days_after
        Working days from the end to that look.
    """

    month: int | None
    during: Difference
    after: Difference
    days_after: int


def course(comparison: Comparison, other: Result) -> Course | None:
    """Return the course of the score; None where it was not looked at."""
    values = score_course(comparison, other)
    days = comparison.reference.scenario.days
    looks = months(days)
    if not values.shape[1]:
        return None
    clear = []
    for look in values.T[: len(looks)]:
        low, high = interval(look, resamples=RESAMPLES)
        known = look[np.isfinite(look)]
        sure = known.size > 1 and (low > 0.0 or high < 0.0) and abs(known.mean()) >= TINY_EFFECT
        clear.append(int(np.sign(known.mean())) if sure else 0)
    first = next((k for k in range(len(clear)) if clear[k] and all(one == clear[k] for one in clear[k : k + 2])), None)
    during, after = values[:, : len(looks)].mean(axis=1), values[:, -1]
    zero = np.zeros(len(values))
    return Course(
        None if first is None else looks[first], paired(zero, during, 1.0), paired(zero, after, 1.0), days_after(days)
    )


def onsets(comparison: Comparison, other: Result) -> list[Onset]:
    """Return for each curve how many working days after the start the difference shows."""
    begun = min((entry.first_day for entry in (*options(other.scenario), *other.scenario.shocks)), default=1)
    found = []
    for panel in panels(comparison):
        least = TINY_EFFECT * comparison.unit_spread(panel.series[0], other)[0]
        day = first_clear_day(curves(comparison, other, panel), least)
        found.append(Onset(panel.series[0], panel.title, None if day is None else max(0, day - begun)))
    return found


class Rest(NamedTuple):
    """What is left of a difference: in the month before the end of a practice and in the last month of the run."""

    series: str
    title: str
    at_end: Difference
    later: Difference
    words: str


class Lasting(NamedTuple):
    """What lasts of a scenario whose practices ended on a day."""

    end: int
    after: int
    rests: list[Rest]


def lasting(side: Comparison, label: str) -> Lasting | None:
    """Return what lasts of a scenario of the side comparison; None where nothing ended in time."""
    other = next(one for one in side.others if one.label == label)
    end = stop_day(other.scenario)
    if end is None:
        return None
    rests = []
    for panel in panels(side):
        difference = curves(side, other, panel)
        spread = side.unit_spread(panel.series[0], other)[0]
        better = BETTER.get(panel.series[0], 1)
        at_end, later = (_month(difference, last, better, spread) for last in (end, difference.shape[1]))
        rests.append(Rest(panel.series[0], panel.title, at_end, later, _words(at_end, later)))
    return Lasting(end, other.scenario.days - end, rests)


def _month(difference: NDArray[np.float64], last: int, better: int, spread: float) -> Difference:
    values = difference[:, max(0, last - MONTH) : last].mean(axis=1)
    return paired(np.zeros_like(values), values, spread, better)


def _words(at_end: Difference, later: Difference) -> str:
    before, after = (way(verdict(one)) in ("better", "worse") for one in (at_end, later))
    if not before:
        return "nothing clear to lose" if not after else "shows only afterwards"
    if not after:
        return "gone, as far as can be told"
    if at_end.difference * later.difference < 0.0:
        return "turned round"
    share = later.difference / at_end.difference
    return next(word for above, word in LEFT if share > above)
