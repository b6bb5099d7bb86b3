"""The organisation as a network: people coloured by energy, ties by quality, teams side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from numpy.typing import NDArray

from spirals.experiments.results import Result

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# From vermillion over grey to blue: the ends differ for every form of colour vision, and in brightness.
QUALITY_COLOURS = LinearSegmentedColormap.from_list("quality", ["#D55E00", "#C9C9C9", "#0072B2"])
ENERGY_COLOURS = "cividis"
MOST_TIES = 4000  # more would only blacken the page; the most familiar are drawn
MOST_LAID_OUT = 1500  # people; beyond, teams are drawn as discs, which needs no search
_LAYOUT_SEED = 1
_ROUNDS = 40


def network(results: Sequence[Result]) -> Figure:
    """Draw the first run's people and ties at its end, one panel per scenario (four at most).

    The size of a dot tells the number of ties.
    """
    shown = [result for result in results if result.people is not None and result.ties is not None][:4]
    columns = min(2, max(1, len(shown)))
    rows = max(1, -(-len(shown) // columns))
    figure = Figure(figsize=(4.6 * columns + 1.4, 4.6 * rows), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False)
    for place, axis in enumerate(axes.flat):
        axis.set_axis_off()
        if place < len(shown):
            _panel(axis, shown[place])
    everywhere = list(axes.flat)
    for colours, label in ((ENERGY_COLOURS, "energy of a person"), (QUALITY_COLOURS, "quality of a tie")):
        scale = ScalarMappable(Normalize(0.0, 1.0), colours)
        bar = figure.colorbar(scale, ax=everywhere, shrink=0.5, aspect=30, pad=0.02)
        bar.set_label(f"{label}, 0 to 1", fontsize=8)
        bar.ax.tick_params(labelsize=7)
    return figure


def _panel(axis: Axes, result: Result) -> None:
    people, ties = result.people, result.ties
    assert people is not None
    assert ties is not None
    people = people[people["active"]]
    places = {name: row for row, name in enumerate(people["id"])}
    ends = np.array(
        [(places[a], places[b]) for a, b in zip(ties["a"], ties["b"], strict=True)], dtype=int
    ).reshape(-1, 2)
    spots = layout(people["team"].to_numpy(), ends)
    _draw_ties(axis, spots, ends, ties)
    degree = np.bincount(ends.ravel(), minlength=len(people))
    axis.scatter(
        spots[:, 0],
        spots[:, 1],
        s=(20.0 + 4.0 * degree) * min(1.0, 8.0 / np.sqrt(max(1, len(people)))),
        c=people["energy"],
        cmap=ENERGY_COLOURS,
        vmin=0.0,
        vmax=1.0,
        edgecolors="white",
        linewidths=0.4,
        zorder=3,
    )
    hidden = f", the {MOST_TIES} most familiar drawn" if len(ties) > MOST_TIES else ""
    axis.set_title(
        f"{result.label}: {len(people)} people, {len(ties)} ties{hidden}, "
        f"day {result.scenario.days}, first run",
        fontsize=8,
    )
    axis.set_aspect("equal")


def _draw_ties(axis: Axes, spots: NDArray[np.float64], ends: NDArray[np.int64], ties: pd.DataFrame) -> None:
    most_familiar = np.argsort(-ties["familiarity"].to_numpy(), kind="stable")[:MOST_TIES]
    weak_first = most_familiar[::-1]
    lines = LineCollection(
        list(spots[ends[weak_first]]),
        cmap=QUALITY_COLOURS,
        norm=Normalize(0.0, 1.0),
        array=ties["quality"].to_numpy()[weak_first],
        linewidths=0.3 + 1.2 * ties["familiarity"].to_numpy()[weak_first],
        alpha=0.6,
        rasterized=len(weak_first) > 1000,
        zorder=1,
    )
    axis.add_collection(lines)


def layout(team: NDArray, ends: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return a place for everybody, shape (people, 2), the same for the same people and ties.

    Parameters
    ----------
    team
        Team of each person, shape (people,).
    ends
        Rows of the two people of each tie, shape (ties, 2).
    """
    start = _team_discs(team)
    if not len(team) or len(team) > MOST_LAID_OUT:
        return start
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(len(team)))
    graph.add_edges_from(ends.tolist())
    found = nx.spring_layout(
        graph,
        pos=dict(enumerate(start)),
        k=1.4 / np.sqrt(len(team)),
        iterations=_ROUNDS,
        seed=_LAYOUT_SEED,
    )
    return np.array([found[row] for row in range(len(team))])


def _team_discs(team: NDArray) -> NDArray[np.float64]:
    """Return places in one disc per team; in sunflowers, so that nobody hides."""
    names, code = np.unique(team.astype(str), return_inverse=True)
    centres = _sunflower(len(names))
    spots = np.zeros((len(team), 2))
    for number in range(len(names)):
        members = np.flatnonzero(code == number)
        spots[members] = centres[number] + 0.8 / np.sqrt(len(names)) * _sunflower(len(members))
    return spots


def _sunflower(count: int) -> NDArray[np.float64]:
    order = np.arange(count) + 0.5
    radius = np.sqrt(order / max(1, count))
    angle = order * np.pi * (3.0 - np.sqrt(5.0))
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
