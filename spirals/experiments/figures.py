"""Figures for a paper: labelled, with units, uncertainty shown, told apart without colour vision.

Drawn on `matplotlib.figure.Figure` directly, never through pyplot, so that threads do not share state.
The same result gives the same file, byte for byte.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray

from spirals.analysis.paired import interval, is_clear
from spirals.experiments.panels import PANELS, Panel
from spirals.experiments.results import COSTS, Comparison, Result, card
from spirals.population import WEEK

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from spirals.scenario import Scenario

# Okabe & Ito (2008): distinguishable with every common form of colour vision; the reference is black.
PALETTE = ("#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
STYLES = ("-", "--", "-.", ":")
MARKERS = "osD^vP"
INK = "#333333"
BAND = (10, 90)  # percentiles of the runs shown as a band
MOST_CURVES = len(PALETTE)
RENDERING = threading.Lock()  # settings of matplotlib are global; one figure is written at a time


def save_figure(figure: Figure, folder: Path, name: str) -> None:
    """Write ``name.png`` (200 dots per inch) and ``name.svg``; neither holds a time."""
    with RENDERING, matplotlib.rc_context({"svg.hashsalt": "spirals"}):
        FigureCanvasAgg(figure)
        figure.savefig(folder / f"{name}.png", dpi=200, metadata={"Software": None})
        figure.savefig(folder / f"{name}.svg", metadata={"Date": None, "Creator": None})


def daily_curves(results: Sequence[Result]) -> Figure:
    """Draw means over runs with the band that holds the middle 80% of the runs.

    Bars on top of the panels show when practices are in force, dotted lines the days on which shocks strike.
    """
    shown = [result for result in results if result.outcomes][:MOST_CURVES]
    runs = len(shown[0].outcomes) if shown else 0
    band = "one run; no uncertainty can be shown" if runs == 1 else f"mean of {runs} runs; band: middle 80%"
    figure, axes = _grid(shown, band)
    for axis, panel in axes:
        for place, result in enumerate(shown):
            curves = _runs(result, panel)
            _curve(axis, curves, np.nanpercentile(curves, BAND, axis=0), place, result.label)
        axis.set_ylabel(panel.axis, fontsize=8)
    return _finish(figure, axes)


def foremost(comparison: Comparison) -> Comparison:
    """Return a comparison of the few that a figure has room for: all, else the best and the worst of the ranking."""
    if len(comparison.results) <= MOST_CURVES:
        return comparison
    order = [name for name in comparison.ranking()["scenario"] if name != comparison.reference.label]
    half = (MOST_CURVES - 1) // 2
    named = {one.label: one for one in comparison.others if one.outcomes}
    chosen = [named[name] for name in (*order[:half], *order[-half:]) if name in named]
    twins = {one.label: comparison.twins[one.label] for one in chosen if one.label in comparison.twins}
    return Comparison(comparison.reference, tuple(chosen), comparison.notes, twins)


def daily_differences(comparison: Comparison) -> Figure:
    """Draw how each scenario departs from the reference: the mean over paired runs and its 95% interval."""
    others = [result for result in comparison.others if result.outcomes][: MOST_CURVES - 1]
    reference = comparison.reference
    title = f"difference from {reference.label}, paired by run; band: 95% interval of the mean"
    figure, axes = _grid([reference, *others], title)
    for axis, panel in axes:
        axis.axhline(0.0, color=INK, linewidth=0.8)
        for place, other in enumerate(others, start=1):
            curves = paired_curves(comparison.against(other), other, panel)
            _curve(axis, curves, _interval(curves), place, other.label)
        axis.set_ylabel(f"difference, {panel.axis.removeprefix('mean, ')}", fontsize=8)
    return _finish(figure, axes)


def _grid(shown: Sequence[Result], title: str) -> tuple[Figure, list[tuple[Axes, Panel]]]:
    """Return a figure with one axis for each panel that the results have a series for."""
    panels = [panel for panel in PANELS if shown and _has(shown, panel)]
    columns = min(3, max(1, len(panels)))
    rows = max(1, -(-len(panels) // columns))
    figure = Figure(figsize=(9.6, 2.3 * rows + 1.2), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False, sharex=True)
    for axis in axes.flat[len(panels) :]:
        axis.set_visible(False)
    for axis in axes[-1]:
        axis.set_xlabel("working day", fontsize=8)
    used = list(zip(axes.flat, panels, strict=False))
    for axis, panel in used:
        axis.set_title(panel.title, fontsize=9, loc="left")
        plain(axis)
        _marks(axis, shown)
    bars = "; bars: practice in force" if any(in_force(one.scenario) for one in shown) else ""
    bars += "; dotted: shock" if any(_struck(one.scenario) for one in shown) else ""
    figure.suptitle(f"{title}; {WEEK}-day means{bars}" if shown else "no run ended well", fontsize=9, color=INK)
    return figure, used


def _finish(figure: Figure, axes: Sequence[tuple[Axes, Panel]]) -> Figure:
    if axes:
        _legend(figure, axes[0][0])
    return figure


def _curve(axis: Axes, curves: NDArray[np.float64], band: NDArray[np.float64], place: int, label: str) -> None:
    days, colour = np.arange(1, curves.shape[1] + 1), PALETTE[place]
    if len(curves) > 1:
        axis.fill_between(days, *band, color=colour, alpha=0.18, linewidth=0)
    style = STYLES[place % len(STYLES)]
    axis.plot(days, curves.mean(axis=0), color=colour, linestyle=style, linewidth=1.4, label=label)


def paired_curves(reference: Result, other: Result, panel: Panel) -> NDArray[np.float64]:
    """Return differences by run and day for the runs that ended well in both."""
    places = [{one.replicate: row for row, one in enumerate(result.outcomes)} for result in (reference, other)]
    both = [replicate for replicate in places[0] if replicate in places[1]]
    left, right = _runs(reference, panel), _runs(other, panel)
    return right[[places[1][one] for one in both]] - left[[places[0][one] for one in both]]


def _interval(curves: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the 95% bootstrap interval of the mean on each day, shape (2, days)."""
    return np.array([interval(day, resamples=400) for day in curves.T]).T


def _has(results: Sequence[Result], panel: Panel) -> bool:
    return all(name in result.outcomes[0].daily for result in results for name in panel.series)


def _runs(result: Result, panel: Panel) -> NDArray[np.float64]:
    """Return the curve of each run, shape (runs, days), as means over the last working week.

    Over a week, because weekends restore: day by day every curve is a saw.
    """
    parts = [weekly(result.series(name)) for name in panel.series]
    if len(parts) == 1:
        return parts[0]
    part, rest = parts
    whole = part + rest
    return np.divide(part, whole, out=np.full_like(part, 0.5), where=whole > 0.0)


def weekly(runs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean over the last five days, of those there are."""
    total = np.cumsum(runs, axis=1)
    total[:, WEEK:] -= total[:, :-WEEK].copy()
    return total / np.minimum(np.arange(1, runs.shape[1] + 1), WEEK)


def plain(axis: Axes) -> None:
    """Leave out of an axis what carries no information."""
    axis.spines[["top", "right"]].set_visible(False)
    axis.tick_params(labelsize=8)
    axis.margins(x=0.01)


def _marks(axis: Axes, results: Sequence[Result]) -> None:
    """Show on the time axis when practices are in force and when shocks strike."""
    practices = [(place, days) for place, result in enumerate(results) for days in in_force(result.scenario)]
    for lane, (place, days) in enumerate(practices):
        axis.plot(
            days,
            [1.0 - 0.02 * (lane % 5)] * 2,
            transform=axis.get_xaxis_transform(),
            color=PALETTE[place],
            linewidth=2.5,
            solid_capstyle="butt",
            clip_on=False,
        )
    for place, result in enumerate(results):
        for day in _struck(result.scenario):
            axis.axvline(day, color=PALETTE[place], linewidth=0.8, linestyle=(0, (1, 2)))


def in_force(scenario: Scenario) -> list[tuple[int, int]]:
    """Return first and last day in force, within the run, of each practice."""
    return [
        (entry.first_day, min(entry.last_day or scenario.days, scenario.days))
        for entry in scenario.interventions
        if entry.first_day <= scenario.days
    ]


def _struck(scenario: Scenario) -> list[int]:
    """Return the days within the run on which shocks strike."""
    return [entry.first_day for entry in scenario.shocks if entry.first_day <= scenario.days]


def _legend(figure: Figure, axis: Axes) -> None:
    handles, labels = axis.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=min(4, len(labels)), fontsize=8, frameon=False)


def forest(comparison: Comparison) -> Figure:
    """Draw every difference from the reference with its 95% interval, in SDs.

    Means over people, ties or teams stand above, in SDs between those of the reference; the others below,
    on an axis of their own, in SDs between its runs.
    """
    names = comparison.reference.names
    within = [name for name in names if _between(comparison, name) not in ("", "runs")]
    groups = {
        "people, ties or teams": within,
        "runs": [name for name in names if _between(comparison, name) == "runs"],
    }
    drawn = {between: group for between, group in groups.items() if group} or {"runs": []}
    lines = [max(2, len(group)) for group in drawn.values()]
    height = 1.4 + 0.7 * len(drawn) + 0.21 * sum(lines) * max(1.0, 0.5 * len(comparison.others))
    figure = Figure(figsize=(7.2, height), layout="constrained")
    axes = figure.subplots(len(drawn), 1, squeeze=False, height_ratios=lines)[:, 0]
    for axis, (between, group) in zip(axes, drawn.items(), strict=True):
        _forest_panel(axis, comparison, group)
        axis.set_xlabel(f"difference, in standard deviations between {between}", fontsize=8)
    _legend(figure, axes[0])
    figure.suptitle(_forest_title(comparison), fontsize=9, color=INK)
    return figure


def _between(comparison: Comparison, name: str) -> str:
    """Return what a measure's effect is expressed in; empty for one that is not drawn."""
    known = any(np.isfinite(comparison.difference(other, name).effect) for other in comparison.others)
    return comparison.unit_spread(name)[1] if known and name not in COSTS else ""


def _forest_title(comparison: Comparison) -> str:
    runs = len(comparison.reference.outcomes)
    lines = "one run, no intervals" if runs == 1 else f"{runs} paired runs; lines: 95% interval"
    return f"difference from {comparison.reference.label}; {lines}"


def _forest_panel(axis: Axes, comparison: Comparison, names: Sequence[str]) -> None:
    axis.axvline(0.0, color=INK, linewidth=0.8)
    others = comparison.others[: MOST_CURVES - 1]
    for place, other in enumerate(others):
        offset = 0.0 if len(others) == 1 else 0.6 * (place / (len(others) - 1) - 0.5)
        found = [comparison.difference(other, name) for name in names]
        heights = np.arange(len(names)) + offset
        axis.hlines(
            heights,
            [one.effect_low for one in found],
            [one.effect_high for one in found],
            color=PALETTE[place + 1],
            linewidth=1.4,
        )
        axis.plot(
            [one.effect for one in found],
            heights,
            marker=MARKERS[place],
            markersize=5,
            linestyle="none",
            color=PALETTE[place + 1],
            label=other.label,
        )
    axis.set_yticks(range(len(names)), [_with_sign(name) for name in names])
    axis.set_ylim(len(names) - 0.4, -0.6)
    axis.grid(axis="x", color="#DDDDDD", linewidth=0.6)
    axis.set_axisbelow(True)
    plain(axis)
    axis.margins(x=0.05)


def _with_sign(name: str) -> str:
    shown = card(name)
    return f"{shown.title} (less is better)" if shown.better < 0 else shown.title


def ladder(comparison: Comparison) -> Figure:
    """Draw every scenario's score with its 95% interval, best on top; hollow where no difference is clear."""
    rows = [row for row in comparison.ranking().to_dict("records") if np.isfinite(row["score"])]
    figure = Figure(figsize=(7.2, 1.4 + 0.16 * len(rows)), layout="constrained")
    axis = figure.subplots()
    axis.axvline(0.0, color=INK, linewidth=0.8)
    for height, row in enumerate(rows):
        clear = is_clear(row["verdict"])
        axis.hlines(height, row["low"], row["high"], color=PALETTE[1], linewidth=1.2)
        axis.plot(
            row["score"], height, marker="o", markersize=4, color=PALETTE[1], fillstyle="full" if clear else "none"
        )
    axis.set_yticks(range(len(rows)), [_with_star(row, comparison) for row in rows])
    axis.set_ylim(len(rows) - 0.4, -0.6)
    axis.set_xlabel("score: mean effect in SDs, over the whole run and the months after it", fontsize=8)
    axis.grid(axis="x", color="#DDDDDD", linewidth=0.6)
    axis.set_axisbelow(True)
    plain(axis)
    axis.tick_params(axis="y", labelsize=6.5)
    star = "; *: from its own start without its practices" if comparison.twins else ""
    figure.suptitle(f"{_forest_title(comparison)}; hollow: no clear difference{star}", fontsize=8, color=INK)
    return figure


def _with_star(row: Mapping[Any, Any], comparison: Comparison) -> str:
    return f"{row['scenario']} *" if row["scenario"] in comparison.twins else str(row["scenario"])
