"""Estimators for surveys and their waves: lagged effects, growth between new coworkers, help that is returned.

Each takes arrays and computes what its source computed; nan stands for no answer.  Betas are standardised.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.targets.panels import centred, slopes
from spirals.measures.survey import standard

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Bools = NDArray[np.bool_]


def cross_lagged(x: Floats, y: Floats, later: Floats) -> float:
    """Return the beta of ``x`` on ``later``, net of ``y`` (the same as ``later``, one wave before), between persons."""
    kept = np.isfinite(x) & np.isfinite(y) & np.isfinite(later)
    z = [standard(values[kept]) for values in (x, y, later)]
    return float(slopes(np.column_stack(z[:2]), z[2])[0])


def lagged_change(x: Floats, y: Floats) -> float:
    """Return how a rise in ``x`` is followed by one in ``y`` within persons (L08, latent change scores).

    Parameters
    ----------
    x, y
        Shape (weeks, people), at least four weeks.

    Returns
    -------
    float
        Beta of x(t) - x(t-1) on y(t+1) - y(t), net of y(t); all person-mean centred, over those with all weeks.
    """
    kept = np.isfinite(x).all(axis=0) & np.isfinite(y).all(axis=0)
    x, y = x[:, kept], y[:, kept]
    parts = [np.diff(x, axis=0)[:-1], y[1:-1], np.diff(y, axis=0)[1:]]
    z = [standard((part - part.mean(axis=0)).ravel()) for part in parts]
    return float(slopes(np.column_stack(z[:2]), z[2])[0])


def growth(counts: Floats, disposition: Floats) -> dict[str, float]:
    """Return how acts between new coworkers grow, and what the actors' disposition has to do with it (L05).

    Parameters
    ----------
    counts
        Mean acts per new coworker by month since first contact, shape (people, months); nan for people without any.
    disposition
        Shape (people,).

    Returns
    -------
    dict
        ``growth``: the smallest step of the mean curve, as a share of its mean; ``bend``: its last step less its first;
        ``start``: correlation of disposition with the first month; ``pace``: that with the slope over months, in
        standard errors.
    """
    kept = np.isfinite(counts).all(axis=1)
    counts, disposition = counts[kept], disposition[kept]
    curve = counts.mean(axis=0)
    steps = np.diff(curve) / curve.mean()
    month = np.arange(counts.shape[1]) - 0.5 * (counts.shape[1] - 1)
    slope = counts @ month / (month @ month)
    start, pace = (float(np.corrcoef(disposition, values)[0, 1]) for values in (counts[:, 0], slope))
    return {
        "growth": float(steps.min()),
        "bend": float(steps[-1] - steps[0]),
        "start": start,
        "pace": pace * float(np.sqrt((len(slope) - 2) / (1.0 - pace * pace))),
    }


def returned(given: Bools, received: Bools, again: Bools) -> float:
    """Return how much likelier help in the afternoon is where morning help went both ways (L10).

    Parameters
    ----------
    given, received, again
        Help in the morning to the other, from the other, and in the afternoon to the other; shape (pairs, days).

    Returns
    -------
    float
        Coefficient of ``given`` x ``received`` on ``again``, net of both, within pairs: a difference of chances.
    """
    pair = np.repeat(np.arange(len(given)), given.shape[1])
    columns = [values.astype(float).ravel() for values in (given, received, given & received, again)]
    mine = [centred(column, pair) for column in columns]
    return float(slopes(np.column_stack(mine[:3]), mine[3])[2])


def with_energy(energy: Floats, helped: Bools) -> float:
    """Return how the chance to give help in a slot goes with the giver's energy in it (L10), within persons.

    Parameters
    ----------
    energy
        Reported, shape (days, slots, people), nan where nobody answered.
    helped
        Whether help was given, same shape.

    Returns
    -------
    float
        Difference of chances per within-person SD of energy, the time of day taken out.
    """
    kept = np.isfinite(energy)
    slots, people = (np.broadcast_to(place, energy.shape) for place in np.ogrid[: energy.shape[1], : energy.shape[2]])
    x, y = (centred(centred(values[kept].astype(float), people[kept]), slots[kept]) for values in (energy, helped))
    return float(slopes(x / x.std(), y)[0])


def within_sd(answers: Floats, team: Whole) -> float:
    """Return the SD of answers between members of a team, over all teams (L06): pooled, n - 1 in each team."""
    given = np.isfinite(answers)
    rest = centred(answers[given], team[given])
    return float(np.sqrt((rest * rest).sum() / (given.sum() - len(np.unique(team[given])))))


def first_component(answers: Floats) -> float:
    """Return the share of variance of the scales' first principal component, over those who answered all.

    ``answers`` has the shape (people, scales); scales are standardised first.
    """
    complete = answers[np.isfinite(answers).all(axis=1)]
    values = np.linalg.eigvalsh(np.corrcoef(complete, rowvar=False))
    return float(values[-1] / values.sum())
