"""Estimators for diaries: inertia, variance components, events, contact and energy, linkage between partners.

Each takes arrays, one entry an answer, and computes what the source computed.  ``person``, ``day`` and ``slot`` are
whole numbers; values are in any unit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_FEWEST_PAIRS = 20  # a person with fewer says nothing about the spread of slopes


def group_means(values: Floats, group: Whole) -> Floats:
    """Return each entry's group mean, shape of ``values``."""
    _, code = np.unique(group, return_inverse=True)
    total, count = np.bincount(code, values), np.bincount(code)
    return np.asarray((total / count)[code])


def centred(values: Floats, group: Whole) -> Floats:
    """Return deviations from the own group's mean (person-mean centring)."""
    return np.asarray(values - group_means(values, group))


def successors(person: Whole, time: Whole) -> tuple[Whole, Whole]:
    """Return the positions of pairs of answers of one person at times t and t + 1."""
    order = np.lexsort((time, person))
    now, later = order[:-1], order[1:]
    kept = (person[now] == person[later]) & (time[later] - time[now] == 1)
    return now[kept], later[kept]


def slopes(x: Floats, y: Floats) -> Floats:
    """Return the least-squares slopes of y on the columns of x (no intercept), shape (columns,)."""
    return np.asarray(np.linalg.lstsq(x.reshape(len(y), -1), y, rcond=None)[0])


def inertia(values: Floats, person: Whole, day: Whole, slot: Whole) -> float:
    """Return the lag-1 slope within days of person-mean centred answers (C1; multilevel AR(1), fixed effect)."""
    now, later = successors(person, day * 100 + slot)
    mine = centred(values, person)
    return float(slopes(mine[now], mine[later])[0])


def inertia_spread(values: Floats, person: Whole, day: Whole, slot: Whole) -> float:
    """Return the SD between persons of the lag-1 slope, sampling error removed (C4; SD of random slopes).

    Variance of each person's own slope minus its mean sampling variance; 0 where that is negative.
    """
    now, later = successors(person, day * 100 + slot)
    mine = centred(values, person)
    found, errors = [], []
    for who in np.unique(person[now]):
        rows = person[now] == who
        if rows.sum() < _FEWEST_PAIRS:
            continue
        x, y = mine[now[rows]], mine[later[rows]]
        square = float((x * x).sum())
        slope = float((x * y).sum()) / square
        rest = y - slope * x
        found.append(slope)
        errors.append(float((rest * rest).sum()) / (len(x) - 1) / square)
    return float(np.sqrt(max(0.0, np.var(found, ddof=1) - np.mean(errors))))


def day_means(values: Floats, person: Whole, day: Whole) -> tuple[Floats, Whole, Whole]:
    """Return the means of each person's days, with their persons and days."""
    code, where = np.unique(np.stack((person, day)), axis=1, return_inverse=True)
    where = where.reshape(-1)
    means = np.bincount(where, values) / np.bincount(where)
    return means, code[0], code[1]


def day_carry(values: Floats, person: Whole, day: Whole) -> float:
    """Return the lag-1 slope of person-mean centred day means (C2)."""
    means, who, when = day_means(values, person, day)
    now, later = successors(who, when)
    mine = centred(means, who)
    return float(slopes(mine[now], mine[later])[0])


def variance_split(values: Floats, person: Whole, day: Whole) -> tuple[float, float, float]:
    """Return the shares of variance between persons, between days of a person, and within days (C3).

    Nested analysis of variance by the method of moments, with harmonic mean group sizes; negative parts count as 0.
    """
    _, where = np.unique(np.stack((person, day)), axis=1, return_inverse=True)
    where = where.reshape(-1)
    means, who, _ = day_means(values, person, day)
    sizes = np.bincount(where)
    moment = float(((values - means[where]) ** 2).sum() / max(1, len(values) - len(means)))
    _, code = np.unique(who, return_inverse=True)
    days = np.bincount(code)
    own = np.bincount(code, means) / days
    between_days = float(((means - own[code]) ** 2).sum() / max(1, len(means) - len(own)))
    harmonic = 1.0 / np.mean(1.0 / sizes)
    day_part = max(0.0, between_days - moment / harmonic)
    person_part = max(0.0, float(np.var(own, ddof=1)) - between_days * float(np.mean(1.0 / days)))
    total = person_part + day_part + moment
    return person_part / total, day_part / total, moment / total


def within_share(values: Floats, person: Whole) -> float:
    """Return the share of variance that lies within persons (C22), one-way analysis of variance."""
    _, code = np.unique(person, return_inverse=True)
    sizes = np.bincount(code)
    own = np.bincount(code, values) / sizes
    within = float(((values - own[code]) ** 2).sum() / (len(values) - len(own)))
    between = max(0.0, float(np.var(own, ddof=1)) - within * float(np.mean(1.0 / sizes)))
    return within / (within + between)


def dummy_ratio(mood: Floats, person: Whole, rating: Floats) -> float:
    """Return how much more bad than good events move mood, against prompts without an event (C6, first estimator).

    ``rating`` is the signed severity of the interval's main event, 0 for none; -b(bad) / b(good) of person-centred
    mood on two dummies.
    """
    dummies = np.column_stack(
        [centred((rating > 0).astype(float), person), centred((rating < 0).astype(float), person)]
    )
    good, bad = slopes(dummies, centred(mood, person))
    return float(-bad / good)


def extremes_ratio(mood: Floats, person: Whole, rating: Floats, top: float) -> float:
    """Return -mean deviation from the person mean after the worst events / that after the best (C6, second).

    Worst and best are ratings at or beyond -``top`` and ``top``.
    """
    own = centred(mood, person)
    return float(-own[rating <= -top].mean() / own[rating >= top].mean())


def without_time_of_day(values: Floats, slot: Whole) -> Floats:
    """Return values with the mean of their slot removed."""
    return centred(values, slot)


def contact_now(energy: Floats, contact: Floats, person: Whole, slot: Whole) -> float:
    """Return the difference in energy (within-person SDs) with against without contact in the interval (C20)."""
    y = without_time_of_day(centred(energy, person), slot)
    x = without_time_of_day(centred(contact, person), slot)
    return float(slopes(x, y)[0] / y.std())


def contact_later(energy: Floats, contact: Floats, person: Whole, day: Whole, slot: Whole) -> tuple[float, float]:
    """Return both lagged effects between contact and energy (C20).

    First: energy at the next prompt (within-person SDs) per contact now, given energy now.  Second: contact at the
    next prompt per SD of energy now, given contact now.
    """
    y = without_time_of_day(centred(energy, person), slot)
    y = y / y.std()
    x = without_time_of_day(centred(contact, person), slot)
    now, later = successors(person, day * 100 + slot)
    both = np.column_stack([x[now], y[now]])
    return float(slopes(both, y[later])[0]), float(slopes(both, x[later])[1])


def rhythm(energy: Floats, person: Whole, slot: Whole) -> Floats:
    """Return the mean within-person deviation in within-person SDs for each slot, in order (C21)."""
    own = centred(energy, person)
    return np.array([own[slot == k].mean() for k in np.unique(slot)]) / own.std()


def linkage(means: Floats, partner: Whole) -> tuple[float, float]:
    """Return how days of close partners go together (C12).

    Parameters
    ----------
    means
        Day means, shape (persons, days), in order of days.
    partner
        Each person's closest colleague, shape (persons,); -1 for none.

    Returns
    -------
    tuple
        The same-day correlation within persons; and the partner's coefficient on the next day, given the own day.
    """
    own = means - means.mean(axis=1, keepdims=True)
    rows = np.flatnonzero(partner >= 0)
    mine, theirs = own[rows], own[partner[rows]]
    same = float((mine * theirs).sum() / np.sqrt((mine * mine).sum() * (theirs * theirs).sum()))
    x = np.column_stack([theirs[:, :-1].ravel(), mine[:, :-1].ravel()])
    return same, float(slopes(x, mine[:, 1:].ravel())[0])
