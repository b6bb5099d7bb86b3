"""Courses of a state after a blow: half-lives and areas of the mean over replicates, as one run is too noisy."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]

_SMOOTH = 5  # days


def half_life(course: Floats) -> float:
    """Return the days from a course's peak until half of it is gone, with fractions; nan if it never is.

    Examples
    --------
    >>> round(half_life(2.0 ** (-np.arange(200) / 20.0)))
    20
    """
    smooth = np.convolve(course, np.full(_SMOOTH, 1.0 / _SMOOTH), "valid")
    peak = int(np.argmax(smooth))
    below = np.flatnonzero(smooth[peak:] < 0.5 * smooth[peak])
    if smooth[peak] <= 0.0 or len(below) == 0:
        return math.nan
    day = peak + int(below[0])
    over, under = smooth[day - 1], smooth[day]
    return float(day - peak - 1 + (over - 0.5 * smooth[peak]) / (over - under))


def _both(reading: Floats) -> tuple[Floats, Floats]:
    middle = len(reading) // 2
    return reading[:middle], reading[middle:]


def half_lives(reading: Floats) -> float:
    """Return the half-life of the first of two courses over that of the second."""
    first, second = _both(reading)
    return half_life(first) / half_life(second)


def half_lives_apart(reading: Floats) -> float:
    """Return the half-life of the first of two courses over that of the second, less 1."""
    return half_lives(reading) - 1.0
