"""Estimators for networks: reciprocity, closure, concentration, homophily, overlap, recurrence, embeddedness.

A network is a square matrix over people; entry (i, j) is what i says of, or has with, j; the diagonal is ignored.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Bools = NDArray[np.bool_]


def off_diagonal(matrix: NDArray) -> NDArray:
    """Return all ordered pairs' entries, row by row."""
    return np.asarray(matrix[~np.eye(len(matrix), dtype=bool)])


def pairs_of(matrix: NDArray) -> NDArray:
    """Return the upper triangle: one entry for each unordered pair."""
    return np.asarray(matrix[np.triu_indices(len(matrix), 1)])


def top_ties(score: Floats, density: float) -> Bools:
    """Return the strongest ordered pairs as a network of the wanted density; scores of 0 never count."""
    ranked = np.array(score, dtype=float)
    np.fill_diagonal(ranked, 0.0)
    wanted = round(density * len(score) * (len(score) - 1))
    order = np.argsort(-ranked, axis=None, kind="stable")[:wanted]
    net = np.zeros(ranked.shape, dtype=bool)
    net.flat[order] = True
    return np.asarray(net & (ranked > 0.0))


def reciprocity(net: Bools) -> float:
    """Return the share of arcs that are returned (C7)."""
    arcs = float(net.sum())
    return float((net & net.T).sum()) / arcs if arcs else float("nan")


def closure(net: Bools) -> float:
    """Return clustering over density of the network, direction ignored (C8).

    Clustering is transitivity: the share of two-paths that are closed.
    """
    both = (net | net.T).astype(float)
    degree = both.sum(axis=0)
    closed = float(np.trace(both @ both @ both))
    two_paths = float((degree * (degree - 1.0)).sum())
    density = float(both.sum()) / (len(both) * (len(both) - 1))
    return closed / two_paths / density if two_paths else float("nan")


def gini(values: Floats) -> float:
    """Return the Gini coefficient of values >= 0 (C9)."""
    ordered = np.sort(values)
    n = len(ordered)
    return float(2.0 * (np.arange(1, n + 1) * ordered).sum() / (n * ordered.sum()) - (n + 1) / n)


def strength_cv(volume: Floats) -> float:
    """Return SD over mean of people's total contact (C9); ``volume`` is symmetric."""
    strength = volume.sum(axis=1)
    return float(strength.std(ddof=1) / strength.mean())


def homophily(net: NDArray, unit: Whole) -> float:
    """Return density (or mean weight) inside units over that between them (C10); nan with nothing between."""
    same = unit[:, None] == unit[None, :]
    arcs, inside = off_diagonal(net).astype(float), off_diagonal(same)
    between = arcs[~inside].mean() if (~inside).any() else 0.0
    return float(arcs[inside].mean() / between) if between > 0.0 and inside.any() else float("nan")


def phi(one: Bools, other: Bools) -> float:
    """Return the correlation of two networks over the same pairs (C11)."""
    return float(np.corrcoef(one.astype(float), other.astype(float))[0, 1])


def jaccard(one: Bools, other: Bools) -> float:
    """Return shared ties over ties in either network (C11, C18)."""
    return float((one & other).sum()) / max(1.0, float((one | other).sum()))


def ranks(values: Floats) -> Floats:
    """Return ranks, ties sharing their mean rank."""
    _, code, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count).astype(float)
    return np.asarray((last - 0.5 * (count - 1.0))[code])


def spearman(x: Floats, y: Floats) -> float:
    """Return the rank correlation."""
    return correlation(ranks(x), ranks(y))


def overlap(net: Bools) -> Floats:
    """Return the neighbourhood overlap of every pair: common contacts over all contacts of either but themselves."""
    both = (net | net.T).astype(float)
    common = both @ both
    degree = both.sum(axis=0)
    all_of_them = degree[:, None] + degree[None, :] - common - 2.0 * both
    return np.asarray(common / np.maximum(all_of_them, 1.0))


def embedded_strength(volume: Floats) -> float:
    """Return Spearman's correlation of a pair's total contact with its overlap, over pairs in contact (C19)."""
    total = pairs_of(volume)
    met = total > 0.0
    return spearman(total[met], pairs_of(overlap(volume > 0.0))[met])


def assortativity(net: Bools) -> float:
    """Return the degree assortativity, direction ignored (C19)."""
    both = net | net.T
    degree = both.sum(axis=0).astype(float)
    i, j = np.nonzero(both)
    return correlation(degree[i], degree[j])


def chances_of_first_contacts(days: Bools, there: Bools | None = None) -> tuple[float, float]:
    """Return P(first contact today) without and with a common contact before; nan where no pair could.

    Parameters
    ----------
    days
        Who met whom, shape (days, people, people), symmetric; pairs that have not met before count, from the second
        day on.
    there
        Who was there, shape (days, people): then only pairs count of whom both were there that day.
    """
    before = days[0].copy()
    counts = np.zeros((2, 2))  # without or with a common contact x possible, happened
    for number, today in enumerate(days[1:], 1):
        common = (before.astype(float) @ before.astype(float)) > 0.0
        fresh = pairs_of(~before)
        if there is not None:
            fresh &= pairs_of(there[number][:, None] & there[number][None, :])
        for kind, rows in enumerate((fresh & ~pairs_of(common), fresh & pairs_of(common))):
            counts[kind] += rows.sum(), (rows & pairs_of(today)).sum()
        before |= today
    without, with_one = (float(done / could) if could > 0.0 else float("nan") for could, done in counts)
    return without, with_one


def closure_of_first_contacts(days: Bools) -> float:
    """Return how much likelier a first contact is with a common contact than without (C19); days as above."""
    without, with_one = chances_of_first_contacts(days)
    return with_one / without if without > 0.0 else float("nan")


def recurrence(minutes: Floats) -> tuple[float, tuple[float, float, float]]:
    """Return P(a pair meets tomorrow | it met today), over all and by thirds of today's duration (C18).

    ``minutes`` has the shape (days, people, people), symmetric.
    """
    today = np.concatenate([pairs_of(day) for day in minutes[:-1]])
    again = np.concatenate([pairs_of(day) for day in minutes[1:]]) > 0.0
    met = today > 0.0
    cuts = np.quantile(today[met], (1 / 3, 2 / 3))
    third = np.searchsorted(cuts, today)
    low, mid, high = (float(again[met & (third == k)].mean()) for k in range(3))
    return float(again[met].mean()), (low, mid, high)


def outliving(first: Bools, later: Bools) -> float:
    """Return P(an arc is kept | returned) / P(kept | not returned) between two waves (C19)."""
    mutual = first & first.T
    alone = first & ~first.T
    if not alone.any() or not mutual.any():
        return float("nan")
    return float(later[mutual].mean() / max(later[alone].mean(), 1e-9))


def correlation(x: Floats, y: Floats) -> float:
    """Return Pearson's correlation of the entries both of which are finite (C14); nan where one does not vary."""
    both = np.isfinite(x) & np.isfinite(y)
    if not both.any() or np.ptp(x[both]) == 0.0 or np.ptp(y[both]) == 0.0:
        return float("nan")
    return float(np.corrcoef(x[both], y[both])[0, 1])


def noisy(values: Floats, reliability: float, rng: np.random.Generator) -> Floats:
    """Return answers of a reliability: values plus noise with variance ``var (1 - r) / r`` (survey noise)."""
    spread = float(np.std(values)) * np.sqrt((1.0 - reliability) / reliability)
    return np.asarray(values + spread * rng.standard_normal(np.shape(values)))
