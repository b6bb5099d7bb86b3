"""Spirals, measured and not assumed (theory.md, null models).

(a) Reciprocal lagged effects between tie quality and energy within people, from weekly panels of one run; (b)
growth that goes on after a push has ended, against a control without the push; (c) growth lost when an arrow is
cut.  Signs are kept: a downward push gives a downward spiral the same numbers.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals.measures.registry import measure
from spirals.measures.view import Floats, View

TARGETS = "theory.md, null models, (a)"
NO_PANEL = "the run kept no weekly panel, or fewer than six weeks of it"
_FEWEST_WEEKS = 6
_SMOOTH = 5  # days: one working week, so that weekends do not look like growth


class AfterPush(NamedTuple):
    """What became of a push after its end; differences are run with push minus control without."""

    during: float
    """Area of the difference from the first to the last day of the push, units times days."""
    after: float
    """Area of the difference after its last day, units times days."""
    ratio: float
    """after / during: above 0 something lasts; nan if the push did nothing."""
    half_life: float
    """Days after the end until the difference (mean of five days) has fallen to half; inf if it never did."""
    growth: float
    """Difference in the run's last week minus that in the push's last week, signed so that > 0 is growth."""


def after_push(pushed: Floats, control: Floats, start: int, end: int) -> AfterPush:
    """Return what lasts of a push, from one daily series of two runs on common random numbers.

    Parameters
    ----------
    pushed, control
        The same series of the run with the push and of its control without, day 1 first, equally long.
    start, end
        First and last day of the push (1-based, inclusive).

    Raises
    ------
    ValueError
        If the series differ in length, or no day follows the end of the push.
    """
    if len(pushed) != len(control):
        raise ValueError(f"the two runs differ in length: {len(pushed)} and {len(control)} days")
    if not 1 <= start <= end < len(control):
        raise ValueError(f"a push from day {start} to {end} leaves no day after it in a run of {len(control)} days")
    difference = pushed - control
    during, after = float(difference[start - 1 : end].sum()), float(difference[end:].sum())
    at_end = float(difference[max(start - 1, end - _SMOOTH) : end].mean())
    sign = math.copysign(1.0, at_end)
    growth = sign * (float(difference[max(end, len(difference) - _SMOOTH) :].mean()) - at_end)
    ratio = after / during if during != 0.0 else math.nan
    return AfterPush(during, after, ratio, _half_life(sign * difference[end:], abs(at_end)), growth)


def _half_life(rest: Floats, at_end: float) -> float:
    """Return the days until the running weekly mean of what rests is at most half of what was there."""
    if at_end == 0.0:
        return math.nan
    width = min(_SMOOTH, len(rest))
    means = np.convolve(rest, np.full(width, 1.0 / width), mode="valid")
    below = np.flatnonzero(means <= 0.5 * at_end)
    return float(below[0] + (width + 1) / 2) if below.size else math.inf


def growth_lost(whole: float, cut: float) -> float:
    """Return the share of an effect lost when an arrow is cut (1: all, 0: none); nan without an effect."""
    return 1.0 - cut / whole if whole != 0.0 else math.nan


class Reciprocal(NamedTuple):
    """Lagged effects within people, in within-person SDs, with standard errors clustered by person."""

    quality_to_energy: float
    quality_to_energy_error: float
    energy_to_quality: float
    energy_to_quality_error: float
    energy_carried: float
    quality_carried: float
    pairs: int
    """Person-weeks that entered."""

    @property
    def spiral(self) -> float:
        """The weaker of the two arrows: above 0 only if each feeds the other."""
        return min(self.quality_to_energy, self.energy_to_quality)


NO_EFFECTS = Reciprocal(math.nan, math.nan, math.nan, math.nan, math.nan, math.nan, 0)


def reciprocal_effects(quality: Floats, energy: Floats) -> Reciprocal:
    """Estimate how quality and energy feed each other from week to week within a person (or within a tie).

    Each is regressed on last week's value of both, means of persons and of weeks taken out, so that neither
    lasting differences between people nor what befell all in a week count as a spiral.  Taking out means
    biases what is carried over down by about (1 + carried) / weeks, the two arrows less.

    Parameters
    ----------
    quality, energy
        Panels of shape (weeks, people), nan where unknown.
    """
    if quality.shape != energy.shape or quality.ndim != 2 or quality.shape[0] < _FEWEST_WEEKS:
        return NO_EFFECTS
    unknown = np.isnan(quality) | np.isnan(energy)
    q = _within(np.where(unknown, np.nan, quality))
    e = _within(np.where(unknown, np.nan, energy))
    usable = ~(unknown[1:] | unknown[:-1])
    if usable.sum() < 2 * _FEWEST_WEEKS or not (np.nanstd(q) > 1e-12 and np.nanstd(e) > 1e-12):
        return NO_EFFECTS
    q, e = q / np.nanstd(q), e / np.nanstd(e)
    person = np.broadcast_to(np.arange(q.shape[1]), usable.shape)[usable]
    before = np.column_stack([q[:-1][usable], e[:-1][usable]])
    to_energy, energy_error = _clustered(before, e[1:][usable], person)
    to_quality, quality_error = _clustered(before, q[1:][usable], person)
    return Reciprocal(
        float(to_energy[0]),
        float(energy_error[0]),
        float(to_quality[1]),
        float(quality_error[1]),
        float(to_energy[1]),
        float(to_quality[0]),
        int(usable.sum()),
    )


def _within(panel: Floats) -> Floats:
    """Take out means of persons and of weeks, in turns, as panels with gaps need it."""
    known = ~np.isnan(panel)
    values = np.where(known, panel, 0.0)
    for _ in range(20):
        for axis in (0, 1):
            count = np.maximum(known.sum(axis=axis, keepdims=True), 1)
            values = np.where(known, values - values.sum(axis=axis, keepdims=True) / count, 0.0)
    return np.where(known, values, np.nan)


def _clustered(x: Floats, y: Floats, cluster: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return least-squares coefficients and their standard errors, robust to dependence within clusters."""
    inverse = np.linalg.pinv(x.T @ x)
    beta = inverse @ (x.T @ y)
    score = x * (y - x @ beta)[:, None]
    sums = np.column_stack([np.bincount(cluster, weights=score[:, k]) for k in range(x.shape[1])])
    variance = inverse @ (sums.T @ sums) @ inverse
    return beta, np.sqrt(np.diag(variance))


def _effects(view: View) -> Reciprocal:
    def estimate() -> Reciprocal:
        panels = view.weekly
        return reciprocal_effects(panels["quality"], panels["energy"]) if panels else NO_EFFECTS

    return view.once("reciprocal effects", estimate)


@measure("Good ties bring energy", "SD per SD", 1, TARGETS, "Spirals", missing=NO_PANEL, needs="weekly")
def quality_to_energy(view: View) -> float:
    """How much a person's energy rises in the week after their ties were better than usual for them."""
    return _effects(view).quality_to_energy


@measure("Energy brings good ties", "SD per SD", 1, TARGETS, "Spirals", missing=NO_PANEL, needs="weekly")
def energy_to_quality(view: View) -> float:
    """How much a person's ties improve in the week after they had more energy than usual for them."""
    return _effects(view).energy_to_quality


@measure("Ties and energy feed each other", "SD per SD", 0, TARGETS, "Spirals", missing=NO_PANEL, needs="weekly")
def spiral_reciprocity(view: View) -> float:
    """How strong the weaker arrow is; above 0 only if quality feeds energy and energy feeds quality."""
    return _effects(view).spiral
