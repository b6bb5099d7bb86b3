"""Many comparisons at once: how many of them would look clear by chance, and what is left when that is allowed for."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

FALSE_ALARMS = 0.05
"""Share of false alarms among what is called a difference, once adjusted."""


def p_value(differences: ArrayLike) -> float:
    """Return the two-sided p of the paired t-test that the mean difference is zero.

    Parameters
    ----------
    differences
        Shape (replicates,); nan are dropped.

    Returns
    -------
    float
        nan with fewer than two differences; 1 if all are zero, 0 if all are the same and not zero.

    Examples
    --------
    >>> round(p_value([0.1, 0.3, 0.2, 0.2]), 3)
    0.016
    """
    known = np.asarray(differences, dtype=np.float64)
    known = known[np.isfinite(known)]
    if known.size < 2:
        return math.nan
    if np.ptp(known) <= 1e-12 * np.abs(known).max():
        return 1.0 if known[0] == 0.0 else 0.0
    from scipy import stats

    return float(stats.ttest_1samp(known, 0.0).pvalue)


def adjusted(p: ArrayLike) -> NDArray[np.float64]:
    """Return p adjusted so that at most a share of those below it are false alarms (Benjamini & Hochberg 1995).

    Parameters
    ----------
    p
        Shape (comparisons,), each 0..1 or nan; nan stay and do not count.

    Examples
    --------
    >>> [round(float(one), 3) for one in adjusted([0.01, 0.04, float("nan"), 0.5])]
    [0.03, 0.06, nan, 0.5]
    """
    values = np.array(p, dtype=np.float64)
    known = np.isfinite(values)
    if known.any():
        from scipy import stats

        values[known] = stats.false_discovery_control(values[known])
    return values


def expected_false_alarms(comparisons: int, level: float = 0.95) -> float:
    """Return how many of so many unadjusted intervals leave out zero although nothing differs."""
    return comparisons * (1.0 - level)
