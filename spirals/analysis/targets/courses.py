"""Estimators for what changes over time: what is kept, growth of persons, decay of ties, what comes back.

Each takes arrays and computes what the source computed; nan are people or pairs of whom nothing is known.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.targets.networks import correlation

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Bools = NDArray[np.bool_]


def kept(end: float, later: float) -> float:
    """Return the share of a gain at the end of a programme that is there later; nan where nothing was gained.

    Examples
    --------
    >>> kept(0.4, 0.2), kept(-0.1, 0.2)
    (0.5, nan)
    """
    return later / end if end > 0.0 else float("nan")


class Growth(NamedTuple):
    """How persons change over waves, and what comes of it.

    Attributes
    ----------
    slope
        Mean change from the first wave to the last, in SDs between people of the first wave's answers.
    of_level, of_slope
        Standardised effects of a person's level at the first wave and of their change on each outcome.
    """

    slope: float
    of_level: Floats
    of_slope: Floats


def growth(answers: Floats, outcomes: Floats) -> Growth:
    """Return a linear growth model with outcomes regressed on true level and true change.

    Each person's line is fitted by least squares; what sampling alone adds to the covariance of levels and changes is
    taken off, as a latent growth model does.  Where nothing is left of the differences in change, or of what they are
    apart from those in level, people do not differ in change, and all of the effect is the level's.

    Parameters
    ----------
    answers
        Shape (people, waves), waves >= 3; people with a nan are left out.
    outcomes
        Shape (outcomes, people).
    """
    known = np.isfinite(answers).all(axis=1) & np.isfinite(outcomes).all(axis=0)
    answers, outcomes = answers[known], outcomes[:, known]
    waves = answers.shape[1]
    x = np.column_stack([np.ones(waves), np.arange(waves)])
    lines = np.linalg.lstsq(x, answers.T, rcond=None)[0]
    rest = answers.T - x @ lines
    noise = float((rest * rest).sum()) / (answers.shape[0] * (waves - 2))
    latent = np.cov(lines) - noise * np.linalg.inv(x.T @ x)
    together = np.array([[np.cov(line, outcome)[0, 1] for line in lines] for outcome in outcomes])
    if latent[1, 1] > 0.0 and np.linalg.det(latent) > 0.0:
        slopes = np.linalg.solve(latent, together.T) * np.sqrt(np.diag(latent))[:, None]
    else:
        slopes = np.array([together[:, 0] / np.sqrt(max(latent[0, 0], 1e-12)), np.zeros(len(outcomes))])
    found = slopes / outcomes.std(axis=1, ddof=1)
    return Growth(float(lines[1].mean() * (waves - 1) / answers[:, 0].std(ddof=1)), found[0], found[1])


def decay(first: Bools, later: Bools, stayed: Bools) -> tuple[float, float, float]:
    """Return the share of bridges that is gone in a later network, that of embedded ties, and the share of bridges.

    A bridge joins two people who have nobody in common in the first network (D4).  Only ties of people who ``stayed``
    count, but all are contacts that two may have in common.

    Parameters
    ----------
    first, later
        Symmetric networks of the same people, shape (people, people).
    stayed
        Who is there both times, shape (people,).
    """
    one = first.astype(float)
    common = (one @ one) > 0.0
    ties = np.triu(first, 1) & np.outer(stayed, stayed)
    lost = [_share(~later[kind]) for kind in (ties & ~common, ties & common)]
    return lost[0], lost[1], _share(~common[ties])


def _share(of: Bools) -> float:
    return float(of.mean()) if of.size else float("nan")


def by_third(values: Floats, sorted_by: Floats) -> Floats:
    """Return the means of the lowest, middle and highest third of people by something, shape (3,)."""
    known = np.isfinite(values) & np.isfinite(sorted_by)
    values, sorted_by = values[known], sorted_by[known]
    third = np.searchsorted(np.quantile(sorted_by, (1 / 3, 2 / 3)), sorted_by)
    return np.array([values[third == k].mean() for k in range(3)])


def spread_within(values: Floats, group: Whole) -> float:
    """Return the SD of values round their group's mean over the SD of all (D7)."""
    known = np.isfinite(values)
    values, group = values[known], group[known]
    _, code = np.unique(group, return_inverse=True)
    means = np.bincount(code, values) / np.bincount(code)
    return float((values - means[code]).std() / values.std())


def coefficients(y: Floats, *x: Floats) -> Floats:
    """Return the standardised coefficients of y on some variables, over the cases of which all are known."""
    columns = np.array([y, *x])
    columns = columns[:, np.isfinite(columns).all(axis=0)]
    z = (columns - columns.mean(axis=1, keepdims=True)) / columns.std(axis=1, keepdims=True)
    return np.asarray(np.linalg.lstsq(z[1:].T, z[0], rcond=None)[0])


def parting(early: Floats, late: Floats) -> float:
    """Return how far shares of an early effect that are left later part between constructs (D8).

    The largest of many noisy shares lies above the smallest by chance alone.  So which construct keeps most and which
    least is read in one half of the runs, the difference between these two in the other half, and the mean over both
    ways is returned: without any true difference it is about 0.

    Parameters
    ----------
    early, late
        Effects, shape (runs, constructs), runs >= 2.
    """
    halves = (slice(0, None, 2), slice(1, None, 2))
    shares = [late[half].mean(axis=0) / early[half].mean(axis=0) for half in halves]
    return float(np.mean([there[here.argmax()] - there[here.argmin()] for here, there in (shares, shares[::-1])]))


def team_means(values: Floats, team: Whole) -> Floats:
    """Return the mean of each team's known values, by team number; nan for a team without any."""
    known = np.isfinite(values)
    teams = int(team.max()) + 1
    total, count = np.bincount(team[known], values[known], teams), np.bincount(team[known], minlength=teams)
    return np.divide(total, count, out=np.full(teams, np.nan), where=count > 0)


def retest(first: Floats, later: Floats) -> float:
    """Return the correlation of two waves by row; people who joined since are in the later one only."""
    return correlation(first, later[: len(first)])
