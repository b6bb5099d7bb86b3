"""Resilience as recovery: how deep a shock goes, how long until half is back, how much is lost on the way.

Of persons, teams, the top team (leads and managers) and the organisation; of strain, energy and performance.  Of an
ordinary year without a shock, `recovery` says how fast people get over their own setbacks.

Without a control run the days before the shock say what would have been: each day of the week its own mean,
because weekends restore.  With a control (the same run without the shock) the control says it, which is better.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from spirals.measures.registry import Measure, mean_of, measure, person_measure, register
from spirals.measures.view import Floats, View
from spirals.mechanisms.outcomes import gone_in_a_week, half_life
from spirals.population import LEAD, WEEK

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
    control: Floats | None = None,
    rise_is_loss: bool = False,
    before: int = BEFORE,
    horizon: int = HORIZON,
    until: int | None = None,
    season: int = WEEK,
) -> Response:
    """Return depth, half-recovery and area lost of a daily series after a shock.

    Parameters
    ----------
    series
        One number per day, day 1 first.
    day
        Day on which the shock struck (1-based).
    control
        The same series of a run without the shock; else the days before stand for it.
    rise_is_loss
        True for series such as strain, of which more is worse.
    before, horizon
        Days before that say what is normal, days after that are watched.
    until
        Last day watched, at most (the day before the next shock).
    season
        After how many entries of the series its regular ups and downs repeat: 5 for days, 1 for weeks.
    """
    start = day - 1
    stop = min(len(series), start + horizon, len(series) if until is None else until)
    if start >= stop or start < 0 or (control is None and start == 0):
        return UNKNOWN
    expected = _normal(series, start, stop, before, season) if control is None else control[start:stop]
    loss = (series[start:stop] - expected) * (1.0 if rise_is_loss else -1.0)
    if np.isnan(loss).any():
        return UNKNOWN
    lowest = int(np.argmax(loss))
    depth = max(0.0, float(loss[lowest]))
    area = float(np.maximum(loss, 0.0).sum())
    if depth == 0.0:
        return Response(0.0, 0.0, area)
    back = np.flatnonzero(loss[lowest:] <= 0.5 * depth)
    days = int(back[0]) if back.size else len(loss) - lowest
    return Response(depth, float(days), area)


def responses(series: Floats, shocks: tuple[int, ...], *, rise_is_loss: bool = False, step: int = 1) -> Response:
    """Return the mean response over several shocks, each watched until the next.

    ``step`` is the number of days from one entry of the series to the next; shocks and the answer are in days.
    """
    entries = sorted({(day - 1) // step + 1 for day in shocks})
    found = [
        response(
            series,
            entry,
            rise_is_loss=rise_is_loss,
            before=BEFORE // step,
            horizon=HORIZON // step,
            until=following - 1,
            season=max(1, WEEK // step),
        )
        for entry, following in pairwise([*entries, len(series) + 1])
    ]
    known = [entry for entry in found if not np.isnan(entry.depth)]
    if not known:
        return UNKNOWN
    depth, days, area = (float(np.mean(values)) for values in zip(*known, strict=True))
    return Response(depth, step * days, step * area)


def _normal(series: Floats, start: int, stop: int, before: int, season: int) -> Floats:
    """Return what the entries start..stop would be by the mean of the same place in the season before."""
    first = max(0, start - before)
    past = series[first:start]
    place = np.arange(first, start) % season
    means = np.full(season, past.mean())
    for at in np.unique(place):
        means[at] = past[place == at].mean()
    return means[np.arange(start, stop) % season]


# --- whose series ----------------------------------------------------------------------------------
def _organisation(what: str, view: View) -> Response:
    if what == "performance":
        table = view.weekly.get(what)
        return UNKNOWN if table is None else responses(_means(table), view.shocks, step=WEEK)
    return responses(view.whole(f"mean_{what}"), view.shocks, rise_is_loss=what == "strain")


def _teams(what: str, view: View) -> Response:
    table = view.team_series.get(what)
    return UNKNOWN if table is None else _mean_response(table[: view.day], view.shocks)


def _top_team(what: str, view: View) -> Response:
    table = view.weekly.get(what)
    if table is None:
        return UNKNOWN
    top = view.rows[view.person("level") >= LEAD]
    return responses(_means(table[:, top[top < table.shape[1]]]), view.shocks, rise_is_loss=True, step=WEEK)


def _persons(what: str, view: View) -> Response:
    table = view.weekly.get(what)
    if table is None:
        return UNKNOWN
    return _mean_response(table[:, view.rows[view.rows < table.shape[1]]], view.shocks, step=WEEK)


def _mean_response(table: Floats, shocks: tuple[int, ...], step: int = 1) -> Response:
    """Return the mean response of the columns that are known throughout."""
    whole = table.T[~np.isnan(table).any(axis=0)] if table.size else ()
    found = [responses(series, shocks, rise_is_loss=True, step=step) for series in whole]
    return Response(*(mean_of(np.array(values)) for values in zip(*found, strict=True))) if found else UNKNOWN


def _means(table: Floats) -> Floats:
    """Return each row's mean over whoever is known, nan where nobody is."""
    known = ~np.isnan(table)
    means = np.full(len(table), np.nan)
    np.divide(np.where(known, table, 0.0).sum(axis=1), known.sum(axis=1), out=means, where=known.any(axis=1))
    return means


# --- measures after a shock ------------------------------------------------------------------------
def _after_shock(who: str, what: str, part: str, of: Callable[[str, View], Response], view: View) -> float:
    if not view.shocks:
        return float("nan")
    return float(getattr(view.once(f"shock, {who}, {what}", lambda: of(what, view)), part))


class _Level(NamedTuple):
    """Whose recovery: prefix of the measure, in words, which series, missing without it, what a run must keep."""

    prefix: str
    whose: str
    what: str
    of: Callable[[str, View], Response]
    missing: str
    needs: str


NO_WEEKS = "no shock struck after the first week, or the run kept no weekly panel of it"
_LEVELS = (
    _Level("organisation", "the organisation", "strain", _organisation, NO_SHOCK, "shock"),
    _Level("organisation_energy", "the organisation", "energy", _organisation, NO_SHOCK, "shock"),
    _Level("organisation_performance", "the organisation", "performance", _organisation, NO_WEEKS, "weekly"),
    _Level("team", "a team", "strain", _teams, NO_TEAMS, "team_series"),
    _Level("top_team", "the top team (leads and managers)", "strain", _top_team, NO_WEEKS, "weekly"),
    _Level("person", "a person", "strain", _persons, NO_WEEKS, "weekly"),
)
_PARTS = (
    (
        "depth",
        "depth",
        "Depth of a shock",
        "{unit}",
        "How far {what} of {whose} went beyond its normal after a shock, at worst.",
    ),
    (
        "half_recovery",
        "half_recovery",
        "Days until half is recovered",
        "days",
        "Days from the worst day until half of what {whose} lost in {what} is back; a lower bound if it never was.",
    ),
    (
        "area_lost",
        "area",
        "Lost to a shock",
        "{what} x days",
        "What {whose} lost in {what} against normal, summed over the days after a shock.",
    ),
)


def _register_shocks() -> None:
    for level in _LEVELS:
        unit = f"{level.what}, 0..1"
        for name, part, title, of_what, meaning in _PARTS:
            register(
                Measure(
                    f"{level.prefix}_{name}",
                    f"{title}: {level.what} of {level.whose}",
                    of_what.format(unit=unit, what=level.what),
                    -1,
                    BUILD,
                    meaning.format(what=level.what, whose=level.whose),
                    "Shocks",
                    partial(_after_shock, level.prefix, level.what, part, level.of),
                    missing=level.missing,
                    needs=level.needs,
                )
            )


_register_shocks()


# --- measures of an ordinary year ------------------------------------------------------------------
NO_SETBACK = "nobody has had a setback for two weeks, or the run kept no weekly panel"


@person_measure("Recovery from setbacks", "share a week", 1, BUILD, "People", missing=NO_SETBACK, needs="weekly")
def recovery(view: View) -> Floats:
    """How much of a hardship is gone within a week, as long as no new setback comes."""
    lost, carried = _hardship_lost(view)
    shares = np.full(view.count, np.nan)
    for person in np.flatnonzero(carried > 0.0):
        shares[person] = gone_in_a_week(float(lost[person]), float(carried[person]))
    return shares


@measure("Half-life of hardship", "days", -1, BUILD, "People", missing=NO_SETBACK, needs="weekly")
def hardship_half_life(view: View) -> float:
    """Working days until half of a hardship is gone, over all weeks of all people without a new setback."""
    lost, carried = _hardship_lost(view)
    if carried.sum() <= 0.0:
        return float("nan")
    return half_life(gone_in_a_week(float(lost.sum()), float(carried.sum())), WEEK)


def _hardship_lost(view: View) -> tuple[Floats, Floats]:
    """Return what each active person has lost and carried of hardship over weeks in which it fell."""
    table = view.weekly.get("hardship")
    lost, carried = np.zeros(view.count), np.zeros(view.count)
    if table is None or len(table) < 2:
        return lost, carried
    there = view.rows < table.shape[1]
    before, after = table[:-1, view.rows[there]], table[1:, view.rows[there]]
    counts = (before > view.parameters["hardship_felt"]) & (after <= before)
    lost[there] = np.where(counts, before - after, 0.0).sum(axis=0)
    carried[there] = np.where(counts, before, 0.0).sum(axis=0)
    return lost, carried
