"""Whether teams differ by more than chance: the same people dealt into teams of the same sizes at random."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.multiplicity import adjusted

DEALS = 1999  # random ones; with the teams as they are p is a multiple of 1 / 2000
_SEED = 20260102
_CELLS = 2_000_000  # values held at once


def chances(columns: Mapping[str, NDArray[np.float64]], team: NDArray[np.int64]) -> dict[str, float]:
    """Return how often teams dealt at random differ as much as the teams do, allowing for the number of columns.

    A permutation test of the spread of team means (one-way; Good 2005), which supposes nothing about how values are
    spread.  It takes people as independent; who shares connections is not quite, so that p near a limit says little.

    Parameters
    ----------
    columns
        By name one value per person; nan where nothing is known.
    team
        Number of the team of each person.

    Returns
    -------
    dict of str to float
        p by name, 0..1, adjusted for the number of columns; nan where there is nothing to compare.

    Examples
    --------
    >>> team = np.repeat([0, 1], 20)
    >>> found = chances({"apart": team + 0.0, "mixed": np.tile([0.0, 1.0], 20), "unknown": team * np.nan}, team)
    >>> found["apart"] < 0.01, found["mixed"] > 0.5, found["unknown"]
    (True, True, nan)
    """
    p = adjusted([_chance(np.asarray(values, dtype=np.float64), team) for values in columns.values()])
    return dict(zip(columns, p.tolist(), strict=True))


def _chance(values: NDArray[np.float64], team: NDArray[np.int64]) -> float:
    from scipy.stats import permutation_test

    known = np.isfinite(values)
    samples = [values[known & (team == number)] for number in np.unique(team[known])]
    samples = [sample for sample in samples if len(sample) > 1]
    if len(samples) < 2 or np.ptp(np.concatenate(samples)) == 0.0:
        return math.nan
    found = permutation_test(
        samples, _apart, vectorized=True, n_resamples=DEALS, alternative="greater",
        batch=max(1, _CELLS // len(values)), rng=np.random.default_rng(_SEED),
    )  # fmt: skip
    return float(found.pvalue)


def _apart(*samples: NDArray[np.float64], axis: int = -1) -> NDArray[np.float64]:
    """Return the part of the sum of squares that lies between teams, up to what is the same for every deal."""
    parts: Sequence[NDArray[np.float64]] = [one.shape[axis] * one.mean(axis=axis) ** 2 for one in samples]
    return np.asarray(sum(parts))
