"""Figures of a sensitivity analysis: every index with its interval, the most important factor on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from spirals.experiments.figures import INK, MARKERS, PALETTE, plain
from spirals.experiments.results import card
from spirals.studies.sensitivity import INDEX, Sensitivity, title_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_FACTORS = 15
_MOST_MEASURES = 4


def sensitivity_figure(found: Sensitivity, measure: str | None = None) -> Figure:
    """Draw the indices of a measure for every output; with none named, of the first few measures."""
    keys = [key for key in found.found if measure is None or key[1] == measure]
    keys = keys if measure is not None else keys[:_MOST_MEASURES]
    columns = 2 if found.method == "morris" else 1
    shown = min(MOST_FACTORS, len(found.names))
    figure = Figure(figsize=(4.8 * columns + 1.6, (0.24 * shown + 1.1) * len(keys) + 0.7), layout="constrained")
    axes = figure.subplots(len(keys), columns, squeeze=False)
    for (output, name), row in zip(keys, axes, strict=True):
        _indices(row[0], found, (output, name))
        if found.method == "morris":
            _interplay(row[1], found, (output, name))
    figure.suptitle(_title(found), fontsize=9, color=INK)
    return figure


def _title(found: Sensitivity) -> str:
    runs = found.sweep.experiment.replicates
    what = "trajectories" if found.method == "morris" else "base samples"
    doubt = "\nread with care: " + str(len(found.warnings)) + " warnings" if found.warnings else ""
    method = "Morris screening" if found.method == "morris" else "Sobol' indices"
    return f"{method}, {found.samples} {what}, {runs} run{'s' if runs > 1 else ''} each; lines: 95% interval{doubt}"


def _order(found: Sensitivity, key: tuple[str, str]) -> list[int]:
    """Return places of the factors, the most important first."""
    index = np.nan_to_num(found.found[key][INDEX[found.method]], nan=-1.0)
    return [int(place) for place in np.argsort(-index, kind="stable")[:MOST_FACTORS]]


def _indices(axis: Axes, found: Sensitivity, key: tuple[str, str]) -> None:
    values, order = found.found[key], _order(found, key)
    heights = np.arange(len(order))
    drawn = (("mu_star", "mean effect"),) if found.method == "morris" else (("total", "total"), ("first", "alone"))
    for place, (column, label) in enumerate(drawn):
        offset = 0.0 if len(drawn) == 1 else 0.26 * (place - 0.5)
        colour = PALETTE[place + 1]
        low, high = values[f"{column}_low"][order], values[f"{column}_high"][order]
        axis.hlines(heights + offset, low, high, color=colour, linewidth=1.4)
        axis.plot(values[column][order], heights + offset, MARKERS[place], markersize=4.5, color=colour, label=label)
    axis.axvline(0.0, color=INK, linewidth=0.8)
    axis.set_yticks(heights, [_short(found.names[place]) for place in order])
    axis.set_ylim(len(order) - 0.4, -0.6)
    axis.set_title(title_of(*key), fontsize=9, loc="left")
    axis.set_xlabel(_axis_label(found, key[1]), fontsize=8)
    axis.grid(axis="x", color="#DDDDDD", linewidth=0.6)
    axis.set_axisbelow(True)
    if len(drawn) > 1:
        axis.legend(fontsize=8, frameon=False, loc="lower right")
    plain(axis)
    axis.margins(x=0.05)


def _axis_label(found: Sensitivity, measure: str) -> str:
    unit = card(measure).unit
    if found.method == "sobol":
        return "share of the variance over the ranges"
    return f"mean size of effect over a factor's whole range, mu*{f' ({unit})' if unit else ''}"


def _interplay(axis: Axes, found: Sensitivity, key: tuple[str, str]) -> None:
    """Draw how much an effect depends on the other factors against its size."""
    values, order = found.found[key], _order(found, key)
    if not np.isfinite(values["mu_star"]).any():
        axis.set_visible(False)
        return
    axis.plot(values["mu_star"], values["sigma"], "o", markersize=3.5, color="#999999")
    axis.plot(values["mu_star"][order], values["sigma"][order], "o", markersize=4.5, color=PALETTE[1])
    top = max(float(np.nanmax(values["mu_star"])), float(np.nanmax(values["sigma"])), 1e-12)
    axis.plot([0.0, top], [0.0, top], color=INK, linewidth=0.8, linestyle=":")
    for place in order[:6]:
        axis.annotate(
            _short(found.names[place]),
            (values["mu_star"][place], values["sigma"][place]),
            xytext=(4, 3),
            textcoords="offset points",
            fontsize=7,
            color=INK,
        )
    axis.set_xlabel("mean size of effect, mu*", fontsize=8)
    axis.set_ylabel("SD of effect, sigma", fontsize=8)
    axis.set_title("dotted: sigma = mu*; above it, effects depend on other factors", fontsize=8, loc="left")
    plain(axis)
    axis.margins(x=0.12, y=0.08)


def _short(name: str) -> str:
    return name.removeprefix("interventions.").removeprefix("organisation.")
