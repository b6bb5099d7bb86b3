"""Signs of critical slowing down: rising lag-1 autocorrelation and variance before a shift (Scheffer et al. 2009).

They are no proof: many systems without any transition show the same signs (Jaeger & Fuellsack 2019), and slow drift,
few data and changing noise make them rise too.  So they are always shown beside a control that cannot tip.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spirals.population import WEEK

Floats = NDArray[np.float64]
CAVEAT = (
    "Rising autocorrelation and variance are no proof of a coming shift: systems without one show them too "
    "(Jaeger & Fuellsack 2019). Believe them only as far as the control without feedback does not show them."
)


def lag1_autocorrelation(values: Floats) -> Floats:
    """Return the lag-1 autocorrelation of weekly means about their own straight line, shape (...,).

    Weekly, because weekends restore and would be taken for dynamics.

    Parameters
    ----------
    values
        Daily values, shape (..., days), days a multiple of 5 and at least 20.

    Examples
    --------
    >>> wave = np.repeat([1.0, -1.0, 1.0, -1.0, 1.0, -1.0], 5)
    >>> bool(lag1_autocorrelation(wave) < -0.7)
    True
    """
    left = _about_line(values)
    spread = (left * left).sum(axis=-1)
    shifted = (left[..., 1:] * left[..., :-1]).sum(axis=-1)
    return np.divide(shifted, spread, out=np.full_like(spread, np.nan), where=spread > 0.0)


def variance(values: Floats) -> Floats:
    """Return the variance of weekly means about their own straight line, shape (...,)."""
    left = _about_line(values)
    return np.asarray((left * left).sum(axis=-1) / (left.shape[-1] - 2))


def _about_line(values: Floats) -> Floats:
    weeks = values.reshape(*values.shape[:-1], -1, WEEK).mean(axis=-1)
    time = np.arange(weeks.shape[-1]) - 0.5 * (weeks.shape[-1] - 1)
    middle = weeks.mean(axis=-1, keepdims=True)
    slope = (weeks * time).sum(axis=-1, keepdims=True) / (time * time).sum()
    return np.asarray(weeks - middle - slope * time)


def trend(indicator: Floats) -> float:
    """Return Kendall's tau of an indicator with the order of its steps; nan with fewer than four."""
    known = indicator[np.isfinite(indicator)]
    if known.size < 4:
        return float("nan")
    from scipy.stats import kendalltau

    return float(kendalltau(np.arange(known.size), known).statistic)
