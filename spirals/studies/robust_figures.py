"""Figures of robustness: how often it is better, what makes that uncertain, the ranks, and where the answer flips."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from spirals.analysis.draws import draw_means
from spirals.errors import InputError
from spirals.experiments.figures import INK, MARKERS, PALETTE, plain
from spirals.experiments.results import COSTS
from spirals.studies.robust import Robust
from spirals.studies.verdicts import direction, title, unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from spirals.studies.regions import Region, Regions

_GOOD, _BAD = PALETTE[1], PALETTE[2]
MOST_OTHERS = len(PALETTE) - 1


def robust_figure(found: Robust) -> Figure:
    """Draw the share of draws in which each scenario is better, and the two SDs of its difference."""
    table = found.table()
    measures = [name for name in found.measures if name not in COSTS]
    others = found.others[:MOST_OTHERS]
    height = 1.6 + 0.3 * len(measures) * max(1.0, 0.55 * len(others))
    figure = Figure(figsize=(9.6, height), layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True)
    for place, other in enumerate(others):
        offset = 0.0 if len(others) == 1 else 0.5 * (place / (len(others) - 1) - 0.5)
        part = table[table["scenario"] == other].set_index("measure").loc[measures]
        heights = np.arange(len(measures)) + offset
        colour, marker = PALETTE[place + 1], MARKERS[place % len(MARKERS)]
        ties = 0.5 * (1.0 - part["beats_draws"] - part["loses_draws"])
        ends = [(part[name] + ties).clip(upper=1.0) for name in ("beats_low", "beats_high")]
        left.hlines(heights, *ends, color=colour, linewidth=1.4)
        left.plot(part["beats_draws"] + ties, heights, marker, markersize=5, color=colour, label=other)
        width = 0.76 / len(others)
        scale = np.array([_scale(found, name) for name in measures])
        right.barh(heights - width / 4, part["sd_parameters"] / scale, width / 2, color=colour)
        right.barh(
            heights + width / 4, part["sd_chance"] / scale, width / 2, color="white", edgecolor=colour, hatch="/////"
        )  # fmt: skip
    for axis in (left, right):
        for row in range(0, len(measures), 2):
            axis.axhspan(row - 0.5, row + 0.5, color="#F4F4F4", linewidth=0, zorder=-2)
    _finish_shares(left, measures)
    right.set_xlabel("SD of the difference, in SDs between people (*: between runs)", fontsize=8)
    right.set_title("What makes it uncertain", fontsize=9, loc="left")
    _key(right)
    plain(right)
    left.set_yticks(range(len(measures)), [_named(found, name) for name in measures])
    handles, labels = left.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4, fontsize=8, frameon=False)
    figure.suptitle(_head(found), fontsize=9, color=INK)
    return figure


def _finish_shares(axis: Axes, measures: list[str]) -> None:
    axis.axvline(0.5, color=INK, linewidth=0.8)
    axis.set_xlim(-0.02, 1.02)
    axis.set_ylim(len(measures) - 0.4, -0.6)
    axis.set_xlabel("share of draws in which it is better; no difference counts half", fontsize=8)
    axis.set_title("How often it is better than the reference", fontsize=9, loc="left")
    axis.grid(axis="x", color="#DDDDDD", linewidth=0.6)
    axis.set_axisbelow(True)
    plain(axis)


def _key(axis: Axes) -> None:
    from matplotlib.patches import Patch

    handles = [
        Patch(facecolor="#777777", label="parameters"),
        Patch(facecolor="white", edgecolor="#777777", hatch="/////", label="chance, one run"),
    ]
    axis.legend(handles=handles, fontsize=8, frameon=False, loc="lower right")


def _scale(found: Robust, name: str) -> float:
    """Return what the SDs of a measure's difference are divided by, so that bars can be compared."""
    if name == "score":
        return 1.0
    spread = found.yardstick(name)
    if spread > 0.0:
        return spread
    values = found.sweep.values(name, found.reference)
    known = values[np.isfinite(values)]
    return float(known.std()) if known.size > 1 and known.std() > 0.0 else math.nan


def _named(found: Robust, name: str) -> str:
    star = "" if name == "score" or found.yardstick(name) > 0.0 else "*"
    less = " (less is better)" if direction(name) < 0 else ""
    higher = " (share higher)" if direction(name) == 0 else ""
    return f"{title(name)}{star}{less}{higher}"


def _head(found: Robust) -> str:
    draws, runs = len(found.sweep.points), found.sweep.experiment.replicates
    return (
        f"against {found.reference}: {draws} draws of {len(found.sweep.factors)} parameters, "
        f"{runs} run{'s' if runs > 1 else ''} each; lines: 95% interval"
    )


def ranks_figure(found: Robust) -> Figure:
    """Draw the share of draws in which each scenario takes each rank."""
    table = found.ranking()
    figure = Figure(figsize=(7.2, 1.4 + 0.42 * len(table)), layout="constrained")
    axis = figure.subplots()
    left = np.zeros(len(table))
    shades = np.linspace(0.15, 0.9, len(table))
    import matplotlib

    colours = matplotlib.colormaps["cividis_r"]
    for place in range(len(table)):
        share = table[f"rank_{place + 1}"].to_numpy()
        axis.barh(range(len(table)), share, left=left, color=colours(shades[place]), label=f"rank {place + 1}")
        left = left + share
    axis.set_yticks(range(len(table)), table["scenario"])
    axis.invert_yaxis()
    axis.set_xlim(0.0, 1.0)
    axis.set_xlabel("share of draws; ties shared", fontsize=8)
    plain(axis)
    handles, labels = axis.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=min(6, len(labels)), fontsize=8, frameon=False)
    figure.suptitle(f"Ranks by {title('score').lower()}; {len(found.sweep.points)} draws", fontsize=9, color=INK)
    return figure


def flips_figure(found: Robust) -> Figure | None:
    """Draw every draw in the plane of the two parameters that tell most, better or not; None without scikit-learn."""
    try:
        regions = [found.regions(one, against=another) for one, another in found.pairs[:MOST_OTHERS]]
    except InputError:
        return None
    columns = min(3, len(regions))
    rows = -(-len(regions) // columns)
    figure = Figure(figsize=(4.2 * columns + 0.4, 3.6 * rows + 0.9), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False)
    for axis in axes.flat[len(regions) :]:
        axis.set_visible(False)
    for axis, one in zip(axes.flat, regions, strict=False):
        _flips(axis, found, one)
    handles = [
        Line2D([], [], marker="o", linestyle="none", color=_GOOD, label="better"),
        Line2D([], [], marker="X", linestyle="none", color=_BAD, label="not better"),
        Line2D([], [], linestyle="--", color=INK, linewidth=0.9, label="edge of a region"),
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=3, fontsize=8, frameon=False)
    what = f"{title(regions[0].measure).lower()}; size: how much ({unit(regions[0].measure)})"
    figure.suptitle(f"Where the answer flips, by {what}", fontsize=9, color=INK)
    return figure


def _flips(axis: Axes, found: Robust, one: Regions) -> None:
    x, y = _plane(found, one)
    points = found.sweep.points
    sign = -1.0 if direction(one.measure) < 0 else 1.0
    values = sign * draw_means(found.differences(one.other, one.measure, one.against))
    largest = max(1e-12, float(np.nanmax(np.abs(values))))
    for good, colour, marker in ((True, _GOOD, "o"), (False, _BAD, "X")):
        here = ((values > 0.0) == good) & np.isfinite(values)
        axis.scatter(
            points[x][here], points[y][here], s=12 + 60 * np.abs(values[here]) / largest, c=colour, marker=marker,
            alpha=0.75, linewidths=0,
        )  # fmt: skip
    for box in one.boxes if len(one.boxes) > 1 else ():
        _outline(axis, box, x, y)
    axis.set_xlabel(x, fontsize=8)
    axis.set_ylabel(y, fontsize=8)
    axis.set_title(f"{one.other} against {one.against}: better in {one.better:.0%}\n{one.said}", fontsize=8, loc="left")
    plain(axis)
    axis.margins(x=0.05)


def _plane(found: Robust, one: Regions) -> tuple[str, str]:
    """Return the two factors that tell most, filled up with others that have numbers."""
    numbers: list[Any] = [name for name in found.sweep.factors if found.sweep.points[name].dtype.kind in "if"]
    names = list(dict.fromkeys([*[name for name in one.important if name in numbers], *numbers, *found.sweep.factors]))
    return (names[0], names[1]) if len(names) > 1 else (names[0], names[0])


def _outline(axis: Axes, box: Region, x: str, y: str) -> None:
    """Draw the edges of a box that lie in the plane shown."""
    for name, draw in ((x, axis.axvline), (y, axis.axhline)):
        for end in box.bounds.get(name, ()):
            if math.isfinite(end):
                draw(end, color=INK, linewidth=0.9, linestyle="--")
