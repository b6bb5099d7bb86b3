"""Resilience as recovery: how deep a shock goes, how long until half is back, how much is lost on the way.

Without a twin run the days before the shock say what would have been: each day of the week its own mean,
because weekends restore.  With a twin (the same run without the shock) the twin says it, which is better.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from spirals.measures.registry import mean_of, measure
from spirals.measures.view import Floats, View
from spirals.population import WEEK

BEFORE = 20  # working days before a shock that say what is normal
HORIZON = 60  # working days after it that are watched

BUILD = "build-high-quality-connections, benefit 6"
NO_SHOCK = "no shock struck in this run after its first day"
NO_TEAMS = "no shock struck after the first day, or the run kept no daily series by team"


class Response(NamedTuple):
    """How a series answered a shock; all nan where there was nothing to compare with."""

    depth: float
    """Largest loss on a day, in units of the series (>= 0)."""
    half_recovery: float
    """Days from the deepest day until half is back; the days watched if it never was (a lower bound)."""
    area: float
    """Loss summed over days, in units of the series times days (>= 0)."""


UNKNOWN = Response(float("nan"), float("nan"), float("nan"))


def response(
    series: Floats,
    day: int,
    *,
    twin: Floats | None = None,
    rise_is_loss: bool = False,
    before: int = BEFORE,
    horizon: int = HORIZON,
    until: int | None = None,
) -> Response:
    """Return depth, half-recovery and area lost of a daily series after a shock.

    Parameters
    ----------
    series
        One number per day, day 1 first.
    day
        Day on which the shock struck (1-based).
    twin
        The same series of a run without the shock; else the days before stand for it.
    rise_is_loss
        True for series such as strain, of which more is worse.
    before, horizon
        Days before that say what is normal, days after that are watched.
    until
        Last day watched, at most (the day before the next shock).
    """
    start = day - 1
    stop = min(len(series), start + horizon, len(series) if until is None else until)
    if start >= stop or start < 0 or (twin is None and start == 0):
        return UNKNOWN
    expected = _normal_days(series, start, stop, before) if twin is None else twin[start:stop]
    loss = (series[start:stop] - expected) * (1.0 if rise_is_loss else -1.0)
    lowest = int(np.argmax(loss))
    depth = max(0.0, float(loss[lowest]))
    area = float(np.maximum(loss, 0.0).sum())
    if depth == 0.0:
        return Response(0.0, 0.0, area)
    back = np.flatnonzero(loss[lowest:] <= 0.5 * depth)
    days = int(back[0]) if back.size else len(loss) - lowest
    return Response(depth, float(days), area)


def responses(series: Floats, shocks: tuple[int, ...], *, rise_is_loss: bool = False) -> Response:
    """Return the mean response over several shocks, each watched until the next."""
    days = sorted(set(shocks))
    found = [
        response(series, day, rise_is_loss=rise_is_loss, until=following - 1)
        for day, following in pairwise([*days, len(series) + 1])
    ]
    known = [entry for entry in found if not np.isnan(entry.depth)]
    if not known:
        return UNKNOWN
    return Response(*(float(np.mean(values)) for values in zip(*known, strict=True)))


def _normal_days(series: Floats, start: int, stop: int, before: int) -> Floats:
    """Return what the days start..stop would be by the mean of the same weekday in the days before."""
    first = max(0, start - before)
    past = series[first:start]
    weekday = np.arange(first, start) % WEEK
    means = np.full(WEEK, past.mean())
    for of_week in np.unique(weekday):
        means[of_week] = past[weekday == of_week].mean()
    return means[np.arange(start, stop) % WEEK]


def _organisation(view: View) -> Response:
    if not view.shocks:
        return UNKNOWN
    return view.once(
        "shock, organisation", lambda: responses(view.whole("mean_strain"), view.shocks, rise_is_loss=True)
    )


def _teams(view: View) -> Response:
    if not view.shocks or "strain" not in view.team_series:
        return UNKNOWN
    return view.once("shock, teams", lambda: _mean_over_teams(view))


def _mean_over_teams(view: View) -> Response:
    table = view.team_series["strain"][: view.day]
    whole = [table[:, team] for team in range(table.shape[1]) if not np.isnan(table[:, team]).any()]
    found = [responses(series, view.shocks, rise_is_loss=True) for series in whole]
    return Response(*(mean_of(np.array(values)) for values in zip(*found, strict=True))) if found else UNKNOWN


@measure("Depth of a shock", "strain, 0..1", -1, BUILD, "Shocks", missing=NO_SHOCK, needs="shock")
def organisation_depth(view: View) -> float:
    """How far strain in the organisation rose above its normal after a shock, at worst; mean over shocks."""
    return _organisation(view).depth


@measure("Days until half is recovered", "days", -1, BUILD, "Shocks", missing=NO_SHOCK, needs="shock")
def organisation_half_recovery(view: View) -> float:
    """Days from the worst day until half of the rise in strain is gone; at least so many if it never was."""
    return _organisation(view).half_recovery


@measure("Lost to a shock", "strain x days", -1, BUILD, "Shocks", missing=NO_SHOCK, needs="shock")
def organisation_area_lost(view: View) -> float:
    """Strain above normal summed over the days after a shock: depth and duration in one number."""
    return _organisation(view).area


@measure("Depth of a shock in a team", "strain, 0..1", -1, BUILD, "Shocks", missing=NO_TEAMS, needs="team_series")
def team_depth(view: View) -> float:
    """How far strain in a team rose above its normal after a shock, at worst; mean over teams and shocks."""
    return _teams(view).depth


@measure("Days until a team has half recovered", "days", -1, BUILD, "Shocks", missing=NO_TEAMS, needs="team_series")
def team_half_recovery(view: View) -> float:
    """Days from a team's worst day until half of its rise in strain is gone; mean over teams and shocks."""
    return _teams(view).half_recovery


@measure("Lost to a shock by a team", "strain x days", -1, BUILD, "Shocks", missing=NO_TEAMS, needs="team_series")
def team_area_lost(view: View) -> float:
    """Strain of a team above normal summed over the days after a shock; mean over teams and shocks."""
    return _teams(view).area
