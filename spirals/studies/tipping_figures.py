"""Figures of tipping points: the loop beside the mean field, the loop gain, the early signs; the phase diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from spirals.experiments.figures import INK, PALETTE, plain
from spirals.parameters import PARAMETERS
from spirals.studies.phase import Phase
from spirals.studies.tipping import CONTROL, Tipping

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


UP, DOWN = PALETTE[1], PALETTE[2]
_ARROW = {"up": ">", "down": "<"}
_COLOUR = {"up": UP, "down": DOWN}


def tipping_figure(found: Tipping) -> Figure:
    """Draw the hysteresis loop with the mean field, the loop gain, and both early signs beside their control."""
    figure = Figure(figsize=(9.6, 7.0), layout="constrained")
    axes = figure.subplots(2, 2)
    _loop(axes[0, 0], found)
    _gain(axes[0, 1], found)
    _sign(axes[1, 0], found, "lag1", "lag-1 autocorrelation of weekly means")
    _sign(axes[1, 1], found, "variance", "variance of weekly means")
    for axis in axes.flat:
        axis.set_xlabel(_label(found.parameter), fontsize=8)
        plain(axis)
        axis.margins(x=0.03)
    figure.suptitle(_title(found), fontsize=9, color=INK)
    return figure


def _label(name: str) -> str:
    row = PARAMETERS[name]
    return f"{name} ({row.unit})"


def _title(found: Tipping) -> str:
    runs = len(found.ways["as is", 1, "up"])
    head = f"{found.scenario.name}, {runs} organisations each way; bars and bands: 95% interval of the mean"
    return f"{head}\n{found.verdict.partition(' (')[0]}"


def _loop(axis: Axes, found: Tipping) -> None:
    table = found.table()
    for way in ("up", "down"):
        for pace, style, alpha in ((0, ":", 0.0), (1, "-", 0.2)):
            part = _part(table, "as is", found.days[pace], way)
            x = part[found.parameter]
            if alpha:
                axis.fill_between(x, part["low"], part["high"], color=_COLOUR[way], alpha=alpha, linewidth=0)
            axis.plot(
                x, part["mean"], style, marker=_ARROW[way] if pace else None, markersize=4, color=_COLOUR[way],
                linewidth=1.3, label=f"{way}, {found.days[pace]} days a step",
            )  # fmt: skip
    paper = found.paper()
    if len(paper):
        for stable, face, label in ((True, INK, "mean field, stable"), (False, "white", "mean field, unstable")):
            part = paper[paper["stable"] == stable]
            if len(part):
                axis.plot(
                    part[found.parameter], part[found.series], "D", markersize=4, color=INK,
                    markerfacecolor=face, linestyle="none", label=label,
                )  # fmt: skip
    axis.set_ylabel(f"{found.series.replace('_', ' ')}, end of step", fontsize=8)
    axis.set_title("Up and down", fontsize=9, loc="left")
    axis.legend(fontsize=7, frameon=False)


def _gain(axis: Axes, found: Tipping) -> None:
    paper = found.paper()
    if len(paper):
        for stable, face in ((True, INK), (False, "white")):
            part = paper[paper["stable"] == stable]
            axis.plot(
                part[found.parameter], part["loop_gain"], "D", markersize=4, color=INK, markerfacecolor=face,
                linestyle="none", label="on paper" if stable else "on paper, unstable state",
            )  # fmt: skip
    table = found.gain_table()
    if len(table):
        gain = table["gain"]
        axis.errorbar(
            table[found.parameter], gain, yerr=[gain - table["low"], table["high"] - gain], fmt="o",
            markersize=5, color=PALETTE[3], label="simulated, yoked twins, 120 days",
        )  # fmt: skip
    axis.axhline(1.0, color=INK, linewidth=0.8, linestyle=":")
    axis.set_ylim(bottom=min(0.0, axis.get_ylim()[0]))
    axis.set_ylabel("loop gain G", fontsize=8)
    axis.set_title("Loop gain; above the dotted line a push grows by itself", fontsize=9, loc="left")
    if len(paper) or len(table):
        axis.legend(fontsize=7, frameon=False)


def _sign(axis: Axes, found: Tipping, name: str, label: str) -> None:
    table, signs = found.table(), found.signs()
    models = list(dict.fromkeys(model for model, _, _ in found.ways))
    for model in models:
        for way in ("up", "down"):
            part = _part(table, model, found.days[1], way)
            tau = signs[(signs["way"] == way) & (signs["model"] == model)][name].iloc[0]
            colour = _COLOUR[way] if model == "as is" else "#777777"
            style = "-" if way == "up" else "--"
            said = f"tau {tau:+.2f}" if np.isfinite(tau) else "too few steps"
            shown = way if model == "as is" else f"{way}, control {CONTROL}"
            x = part[found.parameter]
            if model == "as is":
                axis.fill_between(x, part[f"{name}_low"], part[f"{name}_high"], color=colour, alpha=0.18, linewidth=0)
            axis.plot(x, part[name], style, color=colour, linewidth=1.3, label=f"{shown}: {said}")
    axis.set_ylabel(label, fontsize=8)
    axis.set_title("Early sign; tau: its trend until the steepest change", fontsize=9, loc="left")
    axis.legend(fontsize=7, frameon=False, title="no proof: compare with the control", title_fontsize=7)


def _part(table: pd.DataFrame, model: str, days: int, way: str) -> pd.DataFrame:
    return table[(table["model"] == model) & (table["days_per_step"] == days) & (table["way"] == way)]


def phase_figure(found: Phase) -> Figure:
    """Draw where the way up had got to, and where the way down had got to something else."""
    figure = Figure(figsize=(9.6, 4.2), layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True)
    edges_x, edges_y = _edges(found.values), _edges(found.seconds)
    image = left.pcolormesh(edges_x, edges_y, found.up, cmap="cividis", vmin=0.0, vmax=max(1.0, float(found.up.max())))
    _bar(figure, image, left, f"{found.series.replace('_', ' ')} on the way up")
    largest = max(0.1, float(np.nanmax(np.abs(found.gap))))
    image = right.pcolormesh(edges_x, edges_y, found.gap, cmap="PuOr", vmin=-largest, vmax=largest)
    _bar(figure, image, right, "way down minus way up")
    two = found.stable > 1
    for axis in (left, right):
        axis.set_xlabel(_label(found.parameter), fontsize=8)
        axis.tick_params(labelsize=8)
        for y, x in np.argwhere(two):
            axis.add_patch(_hatch(edges_x, edges_y, int(x), int(y)))
    left.set_ylabel(_label(found.second), fontsize=8)
    left.set_title("Where it had got to", fontsize=9, loc="left")
    right.set_title(f"Where the ways part, {found.days} days a step", fontsize=9, loc="left")
    if two.any():
        handle = Patch(facecolor="none", edgecolor=INK, hatch="////", linewidth=0.0)
        figure.legend([handle], ["two stable states on paper"], loc="outside lower center", fontsize=8, frameon=False)
    runs = f"{found.replicates} organisations each way"
    figure.suptitle(
        f"{found.scenario.name}, {runs}; a gap can also be slowness: longer steps tell", fontsize=9, color=INK
    )
    return figure


def _bar(figure: Figure, image: Any, axis: Axes, label: str) -> None:
    bar = figure.colorbar(image, ax=axis)
    bar.set_label(label, fontsize=8)
    bar.ax.tick_params(labelsize=8)


def _hatch(edges_x: np.ndarray, edges_y: np.ndarray, x: int, y: int) -> Patch:
    from matplotlib.patches import Rectangle

    corner = (edges_x[x], edges_y[y])
    size = (edges_x[x + 1] - edges_x[x], edges_y[y + 1] - edges_y[y])
    return Rectangle(corner, *size, facecolor="none", edgecolor=INK, hatch="////", linewidth=0.0)


def _edges(values: tuple[float, ...]) -> np.ndarray:
    half = 0.5 * (values[1] - values[0])
    return np.array([values[0] - half, *[value + half for value in values]])
