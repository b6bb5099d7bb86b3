"""Quality of connections: shares of good and corrosive ties, agreement of the two sides, who has someone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spirals.measures.network import pearson
from spirals.measures.registry import mean_of, measure, person_measure
from spirals.measures.states import NO_PEOPLE, NO_TIES, POWER
from spirals.measures.view import Floats, View
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


def own_lmx(view: View) -> Floats:
    """Return quality as each member has it of the tie to the own lead (nan without), the mean if there are several.

    The own leads are those of the next level who are in the same team.
    """
    return view.once("lmx", lambda: _own_lmx(view))


def _own_lmx(view: View) -> Floats:
    (a, b), (quality_a, quality_b) = view.ends, view.quality
    level = view.person("level")
    mates = view.team[a] == view.team[b]
    led_a, led_b = _as_count(mates & (level[b] == level[a] + 1)), _as_count(mates & (level[a] == level[b] + 1))
    total = view.sum_over_own_ties(led_a * quality_a, led_b * quality_b)
    leads = view.sum_over_own_ties(led_a, led_b)
    values = np.full(view.count, np.nan)
    np.divide(total, leads, out=values, where=leads > 0.0)
    return values


NO_LEAD = "nobody is tied to the lead of the own team"


@measure(
    "Leader-member exchange",
    "0..1",
    1,
    "theory.md, exchange; Nahrgang et al. 2009",
    "Connections",
    people=own_lmx,
    missing=NO_LEAD,
)
def lmx(view: View) -> float:
    """Mean quality of the tie to the own team's lead, as members have it."""
    return mean_of(own_lmx(view))


@measure(
    "Leader-member exchange: spread within teams",
    "0..1",
    0,
    "theory.md, exchange; Nahrgang et al. 2009",
    "Connections",
    missing="no lead is tied to two members of the team",
)
def lmx_within(view: View) -> float:
    """How much leads differ in their ties to the members of one team: SD round the team's mean, over all teams."""
    values = own_lmx(view)
    known = ~np.isnan(values)
    _, team = np.unique(view.team[known], return_inverse=True)
    members = np.bincount(team)
    if not members.size or members.max() < 2:
        return float("nan")
    rest = values[known] - (np.bincount(team, values[known]) / members)[team]
    return float(np.sqrt((rest * rest).sum() / (members - 1).sum()))


def _own_share(hits_a: NDArray[np.bool_], hits_b: NDArray[np.bool_], view: View) -> Floats:
    return view.over_own_ties(_as_count(hits_a), _as_count(hits_b))


def _as_count(hits: NDArray[np.bool_]) -> Floats:
    return hits.astype(np.float64)


def _share(hits: NDArray[np.bool_]) -> float:
    return float(hits.mean()) if hits.size else float("nan")
