"""How a scenario differs from a reference when both saw the same random numbers.

Replicate r of every scenario has the same random key, so replicates are compared pair by pair: what is
common to a pair cancels, and the interval covers what chance alone would do to the *difference*.  It says
nothing about parameters that may be wrong.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

RESAMPLES = 4000
LEVEL = 0.95
_BOOTSTRAP_SEED = 20260101  # fixed: the same differences always have the same interval

# Constants of display, not findings: what the words of a verdict stand for.
CLEAR_SHARE = 0.9  # "surely": better in at least this share of the runs
TINY_EFFECT = 0.05  # below this many SDs between people a difference is called very little
PROBABLE_SHARE = 2.0 / 3.0  # of draws of the assumptions that agree: "mostly"
TIED_SHARE = 0.5  # "tied in most runs": no difference at all in at least this share
FEWEST_RUNS = 5  # below this no verdict is given
SIZES = ((TINY_EFFECT, "by very little"), (0.2, "by little"), (0.5, "by a medium amount"))
"""Below these many SDs between people a difference is called so; beyond, "by much" (after Cohen 1988)."""
UNCLEAR = "no clear difference"
VERDICT_RULE = (
    f"Verdicts: a difference is called one where its 95% interval leaves out zero. Surely: at least "
    f"{100 * CLEAR_SHARE:.0f}% of runs agree; probably: fewer do; on average, tied in most runs: at least "
    f"{100 * TIED_SHARE:.0f}% of runs show no difference. How much, in SDs between people: very little below "
    f"{SIZES[0][0]:g}, little below {SIZES[1][0]:g}, a medium amount below {SIZES[2][0]:g}, much from there."
)


@dataclass(frozen=True)
class Difference:
    """One measure of one scenario against the reference, paired by replicate.

    Attributes
    ----------
    n
        Pairs in which both values are known.
    reference, other
        Mean over those pairs, in the measure's own unit.
    difference, low, high
        Mean of ``other - reference`` and its bootstrap interval; nan when unknown (``n`` below 2 for the
        interval).
    effect, effect_low, effect_high
        The same three divided by ``spread``.
    spread
        Standard deviation that the effect is expressed in (between people in the reference, as a rule).
    better, worse
        Shares of pairs, 0..1, in which the other scenario is better or worse.  With a measure that has no
        good direction "better" means higher.
    """

    n: int
    reference: float
    other: float
    difference: float
    low: float
    high: float
    spread: float
    better: float
    worse: float

    @property
    def effect(self) -> float:
        """Difference in units of ``spread``."""
        return _ratio(self.difference, self.spread)

    @property
    def effect_low(self) -> float:
        """Lower end of the interval in units of ``spread``."""
        return _ratio(self.low, self.spread)

    @property
    def effect_high(self) -> float:
        """Upper end of the interval in units of ``spread``."""
        return _ratio(self.high, self.spread)


_NOTHING = Difference(0, *[math.nan] * 8)


def _ratio(value: float, spread: float) -> float:
    return value / spread if spread > 0.0 else math.nan


def interval(values: ArrayLike, level: float = LEVEL, resamples: int = RESAMPLES) -> tuple[float, float]:
    """Return the percentile bootstrap interval of the mean (Efron & Tibshirani 1993, chapter 13).

    Parameters
    ----------
    values
        Shape (n,); nan are dropped.
    level
        Coverage, between 0 and 1.
    resamples
        Number of bootstrap samples.

    Returns
    -------
    tuple of float
        Lower and upper end; both nan with fewer than two values, because one run says nothing about
        chance.

    Examples
    --------
    >>> interval([0.5, 0.5, 0.5])
    (0.5, 0.5)
    """
    known = _known(values)
    if known.size < 2:
        return math.nan, math.nan
    if np.all(known == known[0]):
        return float(known[0]), float(known[0])
    means = known[_picks(known.size, resamples)].mean(axis=1)
    tail = (1.0 - level) / 2.0
    low, high = np.quantile(means, [tail, 1.0 - tail])
    return float(low), float(high)


@lru_cache(maxsize=8)
def _picks(n: int, resamples: int) -> NDArray[np.intp]:
    return np.random.default_rng(_BOOTSTRAP_SEED).integers(0, n, size=(resamples, n))


def _known(values: ArrayLike) -> NDArray[np.float64]:
    array = np.asarray(values, dtype=np.float64)
    return array[np.isfinite(array)]


def pooled_spread(spreads: ArrayLike) -> float:
    """Return the root mean square of the SDs that several replicates show; nan when none is known."""
    known = _known(spreads)
    return float(np.sqrt(np.mean(known * known))) if known.size else math.nan


def run_spread(values: ArrayLike) -> float:
    """Return the SD of a measure between replicates; nan with fewer than two."""
    known = _known(values)
    return float(known.std(ddof=1)) if known.size > 1 else math.nan


def paired(reference: ArrayLike, other: ArrayLike, spread: float = math.nan, better: int = 1) -> Difference:
    """Compare two scenarios on one measure, replicate by replicate.

    Parameters
    ----------
    reference, other
        Shape (replicates,), same order; a nan on either side drops the pair.
    spread
        SD for the standardised effect, > 0, or nan for none.
    better
        +1 if more is better, -1 if less is better, 0 if neither.

    Raises
    ------
    ValueError
        If the two differ in length.
    """
    left = np.asarray(reference, dtype=np.float64)
    right = np.asarray(other, dtype=np.float64)
    if left.shape != right.shape:
        raise ValueError(f"paired values need the same length, got {left.size} and {right.size}")
    both = np.isfinite(left) & np.isfinite(right)
    left, right = left[both], right[both]
    if left.size == 0:
        return replace(_NOTHING, spread=spread)
    change = right - left
    low, high = interval(change)
    sign = -1.0 if better < 0 else 1.0
    return Difference(
        n=int(left.size),
        reference=float(left.mean()),
        other=float(right.mean()),
        difference=float(change.mean()),
        low=low,
        high=high,
        spread=spread,
        better=float(np.mean(sign * change > 0.0)),
        worse=float(np.mean(sign * change < 0.0)),
    )


def verdict(difference: Difference, better: int = 1, *, sized: bool = True) -> str:
    """Say in plain words what a difference amounts to: how sure it is, and how large (`VERDICT_RULE`).

    Parameters
    ----------
    difference
        Paired by run.
    better
        +1 if more is better, -1 if less is, 0 if neither.
    sized
        Whether the spread is one between people, ties or teams, so that the words of size apply.

    Examples
    --------
    >>> verdict(paired([0.0] * 9, [0.1] * 9, spread=1.0))
    'surely better, by little'
    >>> verdict(paired([0.0] * 12, [0.0] * 7 + [1.0] * 5, spread=1.0))
    'better on average, tied in most runs'
    """
    if difference.n == 0:
        return "not measured"
    if difference.difference == 0.0 and difference.better == difference.worse == 0.0:
        return "no difference"
    if difference.n < FEWEST_RUNS:
        return "one run only" if difference.n == 1 else "too few runs"
    if difference.low <= 0.0 <= difference.high:
        return UNCLEAR
    return _direction(difference, better, sized)


def size_word(effect: float) -> str:
    """Return how large an effect in SDs between people is; empty if it is not known."""
    if not math.isfinite(effect):
        return ""
    return next((word for below, word in SIZES if abs(effect) < below), "by much")


def _direction(difference: Difference, better: int, sized: bool) -> str:
    upwards = difference.difference > 0.0
    if better == 0:
        word = "higher" if upwards else "lower"
        agree = difference.better if upwards else difference.worse
    else:
        good = upwards == (better > 0)
        word = "better" if good else "worse"
        agree = difference.better if good else difference.worse
    if agree < CLEAR_SHARE and 1.0 - difference.better - difference.worse >= TIED_SHARE:
        return f"{word} on average, tied in most runs"
    how_much = size_word(difference.effect) if sized else ""
    return f"{'surely' if agree >= CLEAR_SHARE else 'probably'} {word}{', ' if how_much else ''}{how_much}"


def is_clear(verdict: str) -> bool:
    """Say whether a verdict claims that something is better or worse."""
    return "better" in verdict or "worse" in verdict


def way(verdict: str) -> str:
    """Return what a verdict claims: better, worse, tiny (either, by very little) or none.

    Examples
    --------
    >>> [way(text) for text in ("surely worse, by much", "probably better, by very little", "no clear difference")]
    ['worse', 'tiny', 'none']
    """
    if not is_clear(verdict):
        return "none"
    return "tiny" if "by very little" in verdict else "better" if "better" in verdict else "worse"
