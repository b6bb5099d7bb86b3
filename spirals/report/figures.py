"""Figures of the page: small, each a piece of SVG with real text, the same bytes for the same data."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import matplotlib
import numpy as np
from markupsafe import Markup
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from numpy.typing import NDArray

from spirals.experiments.figures import BAND, INK, PALETTE, RENDERING, plain
from spirals.report.wording import SIZES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDE, HIGH = 3.5, 2.35  # inches: as wide as a phone, two or three beside each other at a desk
SMALL, NORMAL = 8.5, 9.5
LEAST_SHOWN = 0.02  # an axis shows at least this much on both sides of zero, so that nothing looks like much
_SETTINGS: Any = {
    "svg.hashsalt": "spirals",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": SMALL,
}


class Mark(NamedTuple):
    """One option in the chart of effect and cost: its letter, what it costs, its effect with both intervals."""

    letter: str
    cost: float
    effect: float
    low: float
    high: float
    draw_low: float
    draw_high: float
    clear: bool
    name: str = ""


def markup(figure: Figure, name: str, description: str) -> Markup:
    """Return a figure as inline SVG whose ids are its own, with a description for those who do not see it."""
    buffer = io.StringIO()
    with RENDERING, matplotlib.rc_context(_SETTINGS):
        FigureCanvasSVG(figure)
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.S)
    text = re.sub(r'\bid="', f'id="{name}-', text)
    text = re.sub(r"(url\(#|href=\"#)", rf"\g<1>{name}-", text)
    text = re.sub(r' (width|height)="[\d.]+pt"', "", text, count=2)
    label = Markup('<svg role="img" aria-label="{}"').format(description)
    return Markup(text.replace("<svg", label, 1).rstrip())


def _axis(width: float = WIDE, height: float = HIGH) -> tuple[Figure, Axes]:
    with RENDERING, matplotlib.rc_context(_SETTINGS):
        figure = Figure(figsize=(width, height), layout="constrained")
        axis = figure.subplots()
    plain(axis)
    axis.tick_params(labelsize=SMALL)
    axis.grid(axis="y", color="#E3E3E3", linewidth=0.6)
    axis.set_axisbelow(True)
    axis.axhline(0.0, color=INK, linewidth=0.9)
    return figure, axis


def effect_and_cost(title: str, marks: Sequence[Mark]) -> Figure:
    """Draw the difference in one outcome against its cost: thick is chance, thin is the assumptions."""
    figure, axis = _axis()
    axis.set_title(title, fontsize=NORMAL, loc="left", color=INK)
    axis.set_xlabel("cost per person, in money (hours at their price)", fontsize=SMALL)
    axis.set_ylabel("difference, SDs", fontsize=SMALL)
    widest = max([mark.cost for mark in marks], default=0.0) or 1.0
    axis.set_xlim(-0.08 * widest, 1.12 * widest)
    for place, (mark, x) in enumerate(zip(marks, _apart([m.cost for m in marks], 0.075 * widest), strict=True)):
        colour = PALETTE[1 + place % (len(PALETTE) - 1)]
        _draw_mark(axis, mark, x, colour)
    ends = [end for mark in marks for end in (mark.low, mark.high, mark.draw_low, mark.draw_high) if np.isfinite(end)]
    reach = max([abs(end) for end in ends] + [0.12]) * 1.15
    axis.set_ylim(min([-0.12, *[1.15 * end for end in ends]]), max(0.12, reach if max([0.0, *ends]) > 0.1 else 0.12))
    return figure


def overview(marks: Sequence[Mark], wide: bool) -> Figure:
    """Draw the one chart of the first page: each option's difference against its cost, sizes in words.

    Parameters
    ----------
    marks
        Options with their scores; up is better.
    wide
        For a desk or paper, with names; else for a phone, with letters alone.
    """
    figure, axis = _axis(7.2, 3.5) if wide else _axis(WIDE, 3.1)
    axis.grid(visible=False)
    axis.set_xlabel("cost per person, in money (hours at their price)", fontsize=NORMAL if wide else SMALL)
    axis.set_ylabel("better than without, SDs", fontsize=NORMAL if wide else SMALL)
    widest = max([mark.cost for mark in marks], default=0.0) or 1.0
    axis.set_xlim(-0.08 * widest, (1.3 if wide else 1.38) * widest)
    ends = [end for mark in marks for end in mark[2:7] if np.isfinite(end)]
    low, high = min(-0.1, *ends), max(0.25, *ends)
    axis.set_ylim(low - 0.08 * (high - low), high + 0.08 * (high - low))
    _sizes_in_words(axis)
    spots = _apart([mark.cost for mark in marks], (0.05 if wide else 0.1) * widest)
    for place, (mark, x) in enumerate(zip(marks, spots, strict=True)):
        _draw_mark(axis, mark, x, PALETTE[1 + place % (len(PALETTE) - 1)])
    if wide:
        _name_marks(axis, marks, spots)
    return figure


def _sizes_in_words(axis: Axes) -> None:
    """Band the height by what an effect of that size is called, so that nobody has to know what an SD is."""
    low, high = axis.get_ylim()
    bounds = [0.0, *(bound for bound, _ in SIZES), np.inf]
    words = [*(word for _, word in SIZES), "large"]
    for place, (start, end) in enumerate(pairwise(bounds)):
        for sign in (1.0, -1.0):
            below, above = sorted((sign * start, sign * min(end, 1e3)))
            below, above = max(below, low), min(above, high)
            if above <= below:
                continue
            if place % 2:
                axis.axhspan(below, above, color="#F1F4F7", linewidth=0)
            if above - below > 0.055 * (high - low):
                word = words[place] if sign > 0 or not place else f"{words[place]}, worse"
                middle = (below + above) / 2.0 if place else 0.0
                axis.annotate(
                    word, (1.0, middle), xycoords=("axes fraction", "data"), xytext=(-4, 0 if place else 3), ha="right",
                    textcoords="offset points", va="bottom" if not place else "center", fontsize=SMALL, color="#57606A",
                )  # fmt: skip


def _draw_mark(axis: Axes, mark: Mark, x: float, colour: str) -> None:
    axis.vlines(x, mark.draw_low, mark.draw_high, color=colour, linewidth=1.1)
    axis.vlines(x, mark.low, mark.high, color=colour, linewidth=4.5, alpha=0.55)
    filled = colour if mark.clear else "white"
    axis.plot(x, mark.effect, marker="o", markersize=12, color=colour, markerfacecolor=filled, markeredgewidth=1.3)
    ink = "white" if mark.clear else INK
    axis.annotate(mark.letter, (x, mark.effect), ha="center", va="center_baseline", fontsize=8, color=ink)


def _name_marks(axis: Axes, marks: Sequence[Mark], spots: Sequence[float]) -> None:
    """Write each option's name beside its mark, where it covers neither another name nor another mark."""
    (left, right), (low, high) = axis.get_xlim(), axis.get_ylim()
    box = axis.get_position()
    across, up = (right - left) / (72 * 7.2 * box.width), (high - low) / (72 * 3.5 * box.height)  # data per point
    taken = [
        (x - 8 * across, x + 8 * across, m.effect - 8 * up, m.effect + 8 * up)
        for m, x in zip(marks, spots, strict=True)
    ]
    for mark, x in zip(marks, spots, strict=True):
        long = 0.6 * NORMAL * len(mark.name)
        tried = [(10, 0), (-10 - long, 0), *((dx, dy) for dy in (14, -14, 26, -26) for dx in (10, -10 - long))]
        found = [(dx, dy, _label_box(x, mark.effect, dx, dy, long, across, up)) for dx, dy in tried]
        free = [one for one in found if _fits(one[2], taken, (left, right, low, high))]
        dx, dy, room = (free or found)[0]
        taken.append(room)
        axis.annotate(
            mark.name, (x, mark.effect), xytext=(dx, dy), textcoords="offset points", va="center", ha="left",
            fontsize=NORMAL, color=INK, fontweight="bold" if mark.clear else "normal",
        )  # fmt: skip


type _Box = tuple[float, float, float, float]


def _label_box(x: float, y: float, dx: float, dy: float, long: float, across: float, up: float) -> _Box:
    return x + dx * across, x + (dx + long) * across, y + (dy - 7) * up, y + (dy + 7) * up


def _fits(box: _Box, taken: Sequence[_Box], inside: _Box) -> bool:
    if box[0] < inside[0] or box[1] > inside[1] or box[2] < inside[2] or box[3] > inside[3]:
        return False
    return all(box[1] <= o[0] or o[1] <= box[0] or box[3] <= o[2] or o[3] <= box[2] for o in taken)


def _apart(places: Sequence[float], least: float) -> list[float]:
    """Return places moved to the right where two would lie on each other."""
    moved = list(places)
    order = sorted(range(len(moved)), key=lambda spot: (moved[spot], spot))
    for before, here in pairwise(order):
        moved[here] = max(moved[here], moved[before] + least)
    return moved


def fan(
    title: str,
    chance: NDArray[np.float64],
    draws: NDArray[np.float64] | None,
    in_force: Sequence[tuple[int, int]] = (),
    struck: Sequence[int] = (),
) -> Figure:
    """Draw how a scenario departs day by day: a filled fan for chance, dashed bounds for the assumptions.

    Parameters
    ----------
    chance
        Differences by run and day.
    draws
        Differences by draw and day, means over runs; None draws none.
    """
    figure, axis = _axis()
    axis.set_title(title, fontsize=NORMAL, loc="left", color=INK)
    axis.set_xlabel("working day", fontsize=SMALL)
    axis.set_ylabel("difference, scale 0 to 1", fontsize=SMALL)
    days = np.arange(1, chance.shape[1] + 1)
    if draws is not None and len(draws) > 1:
        low, high = np.percentile(draws, BAND, axis=0)
        for end in (low, high):
            axis.plot(days, end, color=PALETTE[2], linestyle="--", linewidth=1.0)
    if len(chance) > 1:
        axis.fill_between(days, *np.percentile(chance, BAND, axis=0), color=PALETTE[1], alpha=0.25, linewidth=0)
    axis.plot(days, chance.mean(axis=0), color=PALETTE[1], linewidth=1.7)
    for first, last in in_force:
        axis.plot(
            (first, last),
            (0.015, 0.015),
            transform=axis.get_xaxis_transform(),
            color=INK,
            linewidth=3.0,
            solid_capstyle="butt",
        )
    for day in struck:
        axis.axvline(day, color=INK, linewidth=0.9, linestyle=(0, (1, 2)))
    low, high = axis.get_ylim()
    axis.set_ylim(min(low, -LEAST_SHOWN), max(high, LEAST_SHOWN))
    return figure
