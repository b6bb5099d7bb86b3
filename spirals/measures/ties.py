"""Quality of connections: shares of good and corrosive ties, agreement of the two sides, who has someone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spirals.measures.network import pearson
from spirals.measures.registry import measure, person_measure
from spirals.measures.states import NO_PEOPLE, NO_TIES, POWER
from spirals.measures.view import RECENT_DAYS, Floats, View
from spirals.population import WEEK

HIGH_QUALITY = 0.7  # display constants: where a table draws the line; no mechanism reads them
CORROSIVE = 0.3


def own_high_quality(view: View) -> Floats:
    """Return the share of each person's own ties that are of high quality to them; nan without any tie."""
    a, b = view.quality
    return _own_share(a >= HIGH_QUALITY, b >= HIGH_QUALITY, view)


def own_corrosive(view: View) -> Floats:
    """Return the share of each person's own ties that are corrosive to them; nan without any tie."""
    a, b = view.quality
    return _own_share(a <= CORROSIVE, b <= CORROSIVE, view)


@measure("High-quality connections", "share", 1, POWER, "Connections", people=own_high_quality, missing=NO_TIES)
def high_quality(view: View) -> float:
    """Share of ties, as each side has them, with quality at least .7 (a line for display, no threshold)."""
    return _share(np.concatenate(view.quality) >= HIGH_QUALITY)


@measure(
    "Corrosive connections",
    "share",
    -1,
    "Dutton 2003, cited in " + POWER,
    "Connections",
    people=own_corrosive,
    missing=NO_TIES,
)
def corrosive(view: View) -> float:
    """Share of ties, as each side has them, with quality at most .3 (a line for display, no threshold)."""
    return _share(np.concatenate(view.quality) <= CORROSIVE)


@measure("Strong but corrosive connections", "share", -1, "theory.md", "Connections", missing=NO_TIES)
def strong_corrosive(view: View) -> float:
    """Share of the stronger half of ties that at least one side has as corrosive: damaged, yet frequent."""
    familiarity = view.tie("familiarity")
    if familiarity.size == 0:
        return float("nan")
    strong = familiarity >= np.median(familiarity)
    return _share(np.minimum(*view.quality)[strong] <= CORROSIVE)


@measure(
    "Agreement of the two sides",
    "correlation",
    0,
    "validation.md, C7",
    "Connections",
    missing="regard does not vary",
)
def regard_agreement(view: View) -> float:
    """Correlation over ties of how the two sides regard each other, without any survey noise."""
    a, b = view.tie("regard_a"), view.tie("regard_b")
    # A tie has no first side, so each enters both ways round (double-entry intraclass correlation).
    return pearson(np.concatenate([a, b]), np.concatenate([b, a]))


@person_measure("Ties per person", "ties", 0, "theory.md", "Connections", missing=NO_PEOPLE)
def ties_per_person(view: View) -> Floats:
    """Mean number of ties a person has."""
    ones = np.ones(view.ends[0].size)
    return view.sum_over_own_ties(ones, ones)


@person_measure("People with somebody to lean on", "share", 1, POWER, "Connections", missing=NO_PEOPLE)
def supported(view: View) -> Floats:
    """Share of people who met somebody this week with whom they have a high-quality tie."""
    a, b = view.quality
    met = view.tie("last_met") > view.day - WEEK
    good = view.sum_over_own_ties(_as_count((a >= HIGH_QUALITY) & met), _as_count((b >= HIGH_QUALITY) & met))
    return (good > 0.0).astype(np.float64)


@person_measure("People without one good connection", "share", -1, POWER, "Connections", missing=NO_PEOPLE)
def isolated(view: View) -> Floats:
    """Share of people who have no high-quality tie at all."""
    a, b = view.quality
    good = view.sum_over_own_ties(_as_count(a >= HIGH_QUALITY), _as_count(b >= HIGH_QUALITY))
    return (good == 0.0).astype(np.float64)


@measure("New ties", "per person and year", 0, "theory.md", "Connections", missing="no day has been run")
def new_ties(view: View) -> float:
    """Ties formed lately, each counted once, per person and year of 260 days."""
    return view.per_person("new_ties") * 260.0


@measure("Lost ties", "per person and year", 0, "theory.md", "Connections", missing="no day has been run")
def lost_ties(view: View) -> float:
    """Ties that faded or were cut lately, each counted once, per person and year of 260 days."""
    return view.per_person("lost_ties") * 260.0


def partners_met(view: View) -> Floats:
    """Return each person's effective number of partners met over the last days (>= 0).

    ``(sum f)^2 / sum f^2`` with f the familiarity of ties used within the last 20 days: n partners met alike
    count as n, one close partner among strangers as little more than one.
    """
    used = view.tie("last_met") > view.day - RECENT_DAYS
    weight = view.tie("familiarity") * used
    total = view.sum_over_own_ties(weight, weight)
    squares = view.sum_over_own_ties(weight * weight, weight * weight)
    partners = np.zeros(view.count)
    np.divide(total * total, squares, out=partners, where=squares > 0.0)
    return partners


def _own_share(hits_a: NDArray[np.bool_], hits_b: NDArray[np.bool_], view: View) -> Floats:
    return view.over_own_ties(_as_count(hits_a), _as_count(hits_b))


def _as_count(hits: NDArray[np.bool_]) -> Floats:
    return hits.astype(np.float64)


def _share(hits: NDArray[np.bool_]) -> float:
    return float(hits.mean()) if hits.size else float("nan")
