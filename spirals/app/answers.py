"""What the model answers to a lesson's question: a number of its runs, and the choice that it settles, if any."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.paired import LEVEL, RESAMPLES, interval
from spirals.app.lesson_files import Contrast, Outcome
from spirals.experiments.results import Comparison

NOT_SETTLED = "not settled by the model"


class Answer(NamedTuple):
    """A number with its 95 % interval over runs, and the choice in whose range all of the interval lies; '' if none."""

    value: float
    low: float
    high: float
    choice: str


def answer(rule: Outcome, choices: list[str], comparison: Comparison, curve: str) -> Answer:
    """Return what the runs say to a question.

    Parameters
    ----------
    rule
        How the lesson file maps an outcome to a choice.
    choices
        As many as ranges between the rule's cuts.
    curve
        Name of the daily series that the lesson is about.
    """
    top = _contrast(rule.of, comparison, curve)
    if rule.over is None:
        return _settled(float(top.mean()), *interval(top), rule, choices)
    bottom = _contrast(rule.over, comparison, curve)
    low, high = interval(bottom)
    if low <= 0.0 <= high:  # a share of what may be nothing says nothing
        return Answer(float("nan"), float("nan"), float("nan"), "")
    return _settled(float(top.mean() / bottom.mean()), *_ratio_interval(top, bottom), rule, choices)


def _contrast(one: Contrast, comparison: Comparison, curve: str) -> NDArray[np.float64]:
    """Return for each run the mean of the curve over some days, less that of the scenario it is held against."""
    days = slice(one.first - 1, one.last)
    level, other = (
        comparison.results[place - 1].series(curve)[:, days].mean(axis=1) for place in (one.scenario, one.against)
    )
    return np.asarray(level - other, dtype=np.float64)


def _ratio_interval(top: NDArray[np.float64], bottom: NDArray[np.float64]) -> tuple[float, float]:
    """Return the percentile bootstrap interval of a ratio of means over the same runs."""
    rows = np.random.default_rng(0).integers(0, len(top), (RESAMPLES, len(top)))
    ratios = top[rows].mean(axis=1) / bottom[rows].mean(axis=1)
    low, high = np.quantile(ratios, [(1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0])
    return float(low), float(high)


def _settled(value: float, low: float, high: float, rule: Outcome, choices: list[str]) -> Answer:
    ends = {choices[rule.place(end)] for end in (low, high)}
    return Answer(value, low, high, ends.pop() if len(ends) == 1 else "")


def in_words(found: Answer, rule: Outcome) -> str:
    """Return an answer as it stands beside a prediction."""
    if not np.isfinite(found.value):
        return f"{NOT_SETTLED}: {rule.words} cannot be told from nothing"
    number = f"{rule.words}: {found.value:.2f} (95% interval {found.low:.2f} to {found.high:.2f})"
    return f"{found.choice or NOT_SETTLED}; {number}"


def verdict(found: Answer, predicted: str) -> str:
    """Return whether a prediction was right."""
    if not found.choice:
        return "not settled"
    return "right" if predicted == found.choice else "wrong"
