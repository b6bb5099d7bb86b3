"""How likely a trial on teams finds what is there: by formula, and by trials that are simulated and analysed.

Teams are drawn, not people, as people of one team cannot be told to live in different years.  Effects and spreads are
in standard deviations between people; ``icc`` is the share of their variance that lies between teams.

References
----------
Donner, A. & Klar, N. (2000). Design and analysis of cluster randomization trials in health research. Arnold.
Hussey, M. A. & Hughes, J. P. (2007). Design and analysis of stepped wedge cluster randomized trials. Contemporary
Clinical Trials, 28, 182-191. https://doi.org/10.1016/j.cct.2006.05.007
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

type Floats = NDArray[np.float64]

ALPHA = 0.05
TRIALS = 4000
MOST_TEAMS = 2000


def mean_variance(sizes: ArrayLike, icc: float) -> float:
    """Return the variance of a team's mean, averaged over teams of these sizes."""
    people = np.asarray(sizes, dtype=float)
    return float(np.mean(icc + (1.0 - icc) / people))


def parallel_power(
    effect: float, icc: float, treated: Sequence[int], control: Sequence[int], alpha: float = ALPHA
) -> float:
    """Return the power of a two-sided t test on team means (Donner & Klar 2000, chapter 7).

    Parameters
    ----------
    effect
        Difference between arms in SDs between people.
    icc
        0..1.
    treated, control
        People measured in each team of each arm.

    Examples
    --------
    >>> round(parallel_power(0.25, 0.1, [10] * 6, [10] * 6), 2)
    0.15
    """
    from scipy import stats

    free = len(treated) + len(control) - 2
    if free < 1:
        return alpha
    error = standard_error(icc, treated, control)
    bound = stats.t.ppf(1.0 - alpha / 2.0, free)
    away = effect / error
    return float(stats.nct.sf(bound, free, away) + stats.nct.cdf(-bound, free, away))


def standard_error(icc: float, treated: Sequence[int], control: Sequence[int]) -> float:
    """Return the standard error of the difference between arms, in SDs between people."""
    return math.sqrt(mean_variance(treated, icc) / len(treated) + mean_variance(control, icc) / len(control))


def cluster_t(treated: Floats, control: Floats) -> Floats:
    """Return p of the t test on team means, for many trials at once.

    Parameters
    ----------
    treated, control
        Team means, shape (trials, teams).
    """
    from scipy import stats

    if treated.shape[1] + control.shape[1] < 3:
        return np.ones(len(treated))
    n, m = treated.shape[1], control.shape[1]
    squares = (n - 1) * _variance(treated) + (m - 1) * _variance(control)
    error = np.sqrt(squares / (n + m - 2) * (1.0 / n + 1.0 / m))
    t = (treated.mean(axis=1) - control.mean(axis=1)) / error
    return np.asarray(2.0 * stats.t.sf(np.abs(t), n + m - 2))


def _variance(values: Floats) -> Floats:
    return values.var(axis=1, ddof=1) if values.shape[1] > 1 else np.zeros(len(values))


def simulated_power(
    effect: float,
    icc: float,
    treated: Sequence[int],
    control: Sequence[int],
    rng: np.random.Generator,
    trials: int = TRIALS,
    alpha: float = ALPHA,
) -> float:
    """Return the share of simulated trials whose t test on team means finds the effect.

    Every team has a level of its own and every person an answer round it, so that sizes may differ as they do.
    """
    found = cluster_t(_means(treated, icc, rng, trials) + effect, _means(control, icc, rng, trials))
    return float((found < alpha).mean())


def _means(sizes: Sequence[int], icc: float, rng: np.random.Generator, trials: int) -> Floats:
    """Return the means of answers per trial and team."""
    people = np.asarray(sizes, dtype=np.int64)
    level = math.sqrt(icc) * rng.standard_normal((trials, len(people)))
    answers = math.sqrt(1.0 - icc) * rng.standard_normal((trials, int(people.sum())))
    starts = np.concatenate(([0], np.cumsum(people)[:-1]))
    return level + np.add.reduceat(answers, starts, axis=1) / people


def stepped_variance(icc: float, size: float, teams: int, steps: int) -> float:
    """Return the variance of the estimated effect of a stepped wedge (Hussey & Hughes 2007, equation 8).

    One look before the first step and one after each; teams are spread evenly over the steps.
    """
    looks = steps + 1
    in_force = _in_force(teams, steps)
    noise, between = (1.0 - icc) / size, icc
    total = in_force.sum()
    by_look = (in_force.sum(axis=0) ** 2).sum()
    by_team = (in_force.sum(axis=1) ** 2).sum()
    above = teams * noise * (noise + looks * between)
    below = (teams * total - by_look) * noise + (
        total**2 + teams * looks * total - looks * by_look - teams * by_team
    ) * (between)
    return float(above / below) if below > 0.0 else math.inf


def stepped_power(effect: float, icc: float, size: float, teams: int, steps: int, alpha: float = ALPHA) -> float:
    """Return the power of a stepped wedge, with as many degrees of freedom as there are teams, less two."""
    from scipy import stats

    free = teams - 2
    error = math.sqrt(stepped_variance(icc, size, teams, steps))
    if free < 1 or not math.isfinite(error):
        return alpha
    bound = stats.t.ppf(1.0 - alpha / 2.0, free)
    away = effect / error
    return float(stats.nct.sf(bound, free, away) + stats.nct.cdf(-bound, free, away))


def simulated_stepped_power(
    effect: float,
    icc: float,
    sizes: Sequence[int],
    steps: int,
    rng: np.random.Generator,
    trials: int = TRIALS,
    alpha: float = ALPHA,
) -> float:
    """Return the share of simulated stepped wedges whose analysis finds the effect.

    Team means at every look are analysed with an effect for each team, each look, and the practice: a t test that needs
    no guess of the variances.
    """
    from scipy import stats

    teams, looks = len(sizes), steps + 1
    in_force = _in_force(teams, steps).ravel()
    team, look = np.repeat(np.arange(teams), looks), np.tile(np.arange(looks), teams)
    others = np.column_stack([team[:, None] == np.arange(teams), look[:, None] == np.arange(1, looks)]).astype(float)
    basis = np.linalg.qr(others)[0]
    own = in_force - basis @ (basis.T @ in_force)
    free = teams * looks - others.shape[1] - 1
    if free < 1 or own @ own < 1e-9:
        return alpha
    noise = np.sqrt((1.0 - icc) / np.asarray(sizes, dtype=float))
    means = np.sqrt(icc) * rng.standard_normal((trials, teams, 1))
    means = (means + noise[:, None] * rng.standard_normal((trials, teams, looks))).reshape(trials, -1)
    means += effect * in_force
    left = means - (means @ basis) @ basis.T
    found = left @ own / (own @ own)
    squares = (left**2).sum(axis=1) - found**2 * (own @ own)
    t = found / np.sqrt(squares / free / (own @ own))
    return float((2.0 * stats.t.sf(np.abs(t), free) < alpha).mean())


def _in_force(teams: int, steps: int) -> Floats:
    """Return on which looks the practice is in force in which team, teams spread evenly over the steps."""
    first = np.array([1 + k * steps // teams for k in range(teams)])
    return (np.arange(steps + 1)[None, :] >= first[:, None]).astype(float)


def teams_needed(effect: float, icc: float, size: int, power: float = 0.8, steps: int = 0) -> int | None:
    """Return how many teams find an effect with this power; None for more than 2000.

    Parameters
    ----------
    effect, icc
        As above.
    size
        People measured in each team.
    power
        Asked for.
    steps
        Of a stepped trial; 0 for a parallel one with half of the teams in each arm.

    Examples
    --------
    >>> teams_needed(0.5, 0.1, 8), teams_needed(0.01, 0.1, 8)
    (30, None)
    """
    if not effect > 0.0:
        return None

    def enough(half: int) -> bool:
        if steps:
            return stepped_power(effect, icc, size, 2 * half, min(steps, 2 * half)) >= power
        return parallel_power(effect, icc, [size] * half, [size] * half) >= power

    low, high = 1, 2
    while not enough(high):
        low, high = high, 2 * high
        if 2 * low > MOST_TEAMS:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return 2 * high


def icc_of(values: ArrayLike, teams: ArrayLike) -> float:
    """Return the share of variance between teams, by analysis of variance; 0 where it would be negative.

    Parameters
    ----------
    values
        One per person; nan are left out.
    teams
        The team of each person.

    Examples
    --------
    >>> bool(icc_of([0.0, 0.1, 1.0, 1.1], ["a", "a", "b", "b"]) > 0.9)
    True
    """
    given = np.asarray(values, dtype=float)
    known = np.isfinite(given)
    given, names = given[known], np.unique(np.asarray(teams)[known], return_inverse=True)[1]
    sizes = np.bincount(names)
    groups, people = len(sizes), len(given)
    if groups < 2 or people <= groups:
        return 0.0
    means = np.bincount(names, weights=given) / sizes
    between = float((sizes * (means - given.mean()) ** 2).sum()) / (groups - 1)
    within = float(((given - means[names]) ** 2).sum()) / (people - groups)
    usual = (people - (sizes**2).sum() / people) / (groups - 1)
    total = between + (usual - 1.0) * within
    return max(0.0, (between - within) / total) if total > 0.0 else 0.0
