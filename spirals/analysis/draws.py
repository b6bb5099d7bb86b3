"""What draws of parameters say: chance and parameters kept apart, ranks, shares with intervals.

A table of draws has one row for each set of parameters and one column for each replicate.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Components(NamedTuple):
    """The variance of a difference, split."""

    parameters: float
    """SD between draws, chance taken out."""
    chance: float
    """SD between replicates of one draw."""

    @property
    def share(self) -> float:
        """Share of a single run's variance that the parameters make."""
        total = self.parameters**2 + self.chance**2
        return self.parameters**2 / total if total > 0.0 else math.nan


def crossed(values: Floats) -> Components:
    """Split the variance where replicate r is the same luck in every draw (two-way random effects, by moments).

    Parameters
    ----------
    values
        Shape (draws, replicates); draws with a nan are left out.
    """
    whole = values[np.isfinite(values).all(axis=1)]
    draws, runs = whole.shape
    if draws < 2 or runs < 2:
        return Components(math.nan, math.nan)
    rows, columns, middle = whole.mean(axis=1), whole.mean(axis=0), whole.mean()
    rest = whole - rows[:, None] - columns[None, :] + middle
    interplay = float((rest**2).sum() / ((draws - 1) * (runs - 1)))
    parameters = (float(rows.var(ddof=1)) * runs - interplay) / runs
    common = max(0.0, (float(columns.var(ddof=1)) * draws - interplay) / draws)
    return Components(math.sqrt(max(0.0, parameters)), math.sqrt(common + interplay))


def components(values: Floats) -> Components:
    """Split the variance of a table with replicates nested in draws (one-way random effects, by moments).

    Parameters
    ----------
    values
        Shape (draws, replicates); nan are left out.

    Examples
    --------
    >>> components(np.array([[1.0, 1.0], [3.0, 3.0]]))
    Components(parameters=1.4142135623730951, chance=0.0)
    """
    known = np.isfinite(values)
    counts = known.sum(axis=1)
    values, known, counts = values[counts > 0], known[counts > 0], counts[counts > 0]
    total, draws = int(counts.sum()), len(counts)
    if draws < 2 or total == draws:
        return Components(math.nan, math.nan)
    means = np.where(known, values, 0.0).sum(axis=1) / counts
    within = float(np.where(known, (values - means[:, None]) ** 2, 0.0).sum() / (total - draws))
    middle = float((counts * means).sum() / total)
    between = float((counts * (means - middle) ** 2).sum() / (draws - 1))
    each = (total - float((counts**2).sum()) / total) / (draws - 1)
    return Components(math.sqrt(max(0.0, (between - within) / each)), math.sqrt(within))


def draw_means(values: Floats) -> Floats:
    """Return means over replicates by draw; nan where no replicate has a value."""
    known = np.isfinite(values)
    counts = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    return np.divide(total, counts, out=np.full(len(values), math.nan), where=counts > 0)


def rank_shares(table: Floats) -> tuple[Floats, Floats]:
    """Return the mean rank of each scenario and its share of draws at each rank, ties shared out.

    Parameters
    ----------
    table
        Scores, shape (scenarios, draws); more is better.
    """
    from scipy.stats import rankdata

    scenarios, draws = table.shape
    if draws == 0:
        return np.full(scenarios, math.nan), np.full((scenarios, scenarios), math.nan)
    low, high = (rankdata(-table, method=method, axis=0) for method in ("min", "max"))
    shares = np.zeros((scenarios, scenarios))
    for k in range(scenarios):
        shares[:, k] = np.where((low <= k + 1) & (k + 1 <= high), 1.0 / (high - low + 1.0), 0.0).mean(axis=1)
    return np.asarray((0.5 * (low + high)).mean(axis=1)), shares


def wilson(wins: int, draws: int) -> tuple[float, float]:
    """Return the 95% Wilson interval of a share (Wilson 1927).

    Examples
    --------
    >>> [round(end, 2) for end in wilson(8, 10)]
    [0.49, 0.94]
    """
    if draws == 0:
        return math.nan, math.nan
    z, share = 1.959963984540054, wins / draws
    middle = (share + z * z / (2 * draws)) / (1 + z * z / draws)
    half = z / (1 + z * z / draws) * math.sqrt(share * (1 - share) / draws + z * z / (4 * draws * draws))
    return max(0.0, middle - half), min(1.0, middle + half)
