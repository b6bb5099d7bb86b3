"""Pictures of a fit: what the data fix, and which combinations they leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spirals.studies.calibration.posterior import Posterior, weighted_quantile

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLOURS = {"data": "#0b6e4f", "both": "#c08a1e", "prior": "#8a8f98"}
_WORDS = {"data": "the data fix it", "both": "the data say something", "prior": "rests on the prior"}
_ENDS = (0.05, 0.25, 0.5, 0.75, 0.95)


def identified(posterior: Posterior) -> Figure:
    """Return a figure: each parameter's posterior in prior SDs, and the SD along each principal direction."""
    from matplotlib.figure import Figure

    table = posterior.table()
    number = len(table)
    figure = Figure(figsize=(10.0, 1.6 + 0.26 * number), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(1.6, 1.0))
    place_of = {name: place for place, name in enumerate(posterior.names)}
    for line, row in enumerate(table.itertuples()):
        z = posterior.z[:, place_of[row.parameter]]
        low, lower, mid, upper, high = (weighted_quantile(z, posterior.weights, at) for at in _ENDS)
        colour = _COLOURS[row.rests_on]
        left.plot([low, high], [line, line], color=colour, lw=1.5)
        left.plot([lower, upper], [line, line], color=colour, lw=5, solid_capstyle="butt")
        left.plot([mid], [line], "o", color="white", mec=colour, ms=5)
    left.axvspan(-1.645, 1.645, color="#eceff3", zorder=0)
    left.axvline(0.0, color="#4a4f57", lw=0.8, ls=":")
    left.set_yticks(range(number), table["parameter"])
    left.invert_yaxis()
    left.set_xlabel("prior SDs from the value in the table (grey: 90% of the prior)")
    left.set_title("Posterior: 50% and 90%", loc="left", fontsize=10)
    for kind, words in _WORDS.items():
        left.plot([], [], color=_COLOURS[kind], lw=5, label=words)
    left.legend(loc="lower left", bbox_to_anchor=(0.0, 1.08), ncols=3, fontsize=8, frameon=False)
    _directions(right, posterior)
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
    return figure


def _directions(axes: Axes, posterior: Posterior) -> None:
    found = posterior.directions()
    number = np.arange(1, len(found) + 1)
    axes.fill_between(
        number, found["chance_low"], found["chance_high"], color="#eceff3", label="as many draws of the prior"
    )
    known = found["known"].to_numpy(bool)
    for mask, colour, label in ((known, _COLOURS["data"], "known"), (~known, _COLOURS["prior"], "open (sloppy)")):
        axes.plot(number[mask], found["sd"][mask], "o", color=colour, label=label)
    axes.set_xlabel("principal direction, stiffest first")
    axes.set_xticks(number[:: max(1, len(number) // 5)])
    axes.set_ylabel("posterior SD / prior SD")
    axes.set_ylim(bottom=0.0)
    axes.axhline(found["chance_low"].iloc[0], color=_COLOURS["data"], lw=0.8, ls=":")
    axes.legend(fontsize=8, frameon=False)
    axes.set_title(f"What is known: {known.sum()} of {len(found)} directions", loc="left", fontsize=10)
