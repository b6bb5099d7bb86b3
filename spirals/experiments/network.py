"""The organisation as a network: people coloured by energy, ties by quality, teams side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

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
ENERGY_ENDS = (0.2, 0.8)  # hardly anybody is beyond; colours then tell people apart
MOST_TIES = 4000  # more would only blacken the page; the most familiar are drawn
MOST_LAID_OUT = 1500  # people; beyond, teams are drawn as discs, which needs no search
_LAYOUT_SEED = 1
_ROUNDS = 40


def network(results: Sequence[Result]) -> Figure:
    """Draw the first run's people and ties at its end, one panel per scenario (four at most).

    Everybody has the same place in every panel.  The size of a dot tells the number of ties.
    """
    shown = [_Graph.of(result) for result in results if result.frame("people") is not None][:4]
    spots = _places(shown)
    columns = min(2, max(1, len(shown)))
    rows = max(1, -(-len(shown) // columns))
    figure = Figure(figsize=(4.6 * columns + 1.4, 4.6 * rows), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False)
    for place, axis in enumerate(axes.flat):
        axis.set_axis_off()
        if place < len(shown):
            _panel(axis, shown[place], spots)
    everywhere = list(axes.flat)
    for colours, ends, label in (
        (ENERGY_COLOURS, ENERGY_ENDS, "energy of a person"),
        (QUALITY_COLOURS, (0.0, 1.0), "quality of a tie"),
    ):
        scale = ScalarMappable(Normalize(*ends), colours)
        beyond = "neither" if ends == (0.0, 1.0) else "both"
        bar = figure.colorbar(scale, ax=everywhere, shrink=0.5, aspect=30, pad=0.02, extend=beyond)
        bar.set_label(f"{label}, 0 to 1", fontsize=8)
        bar.ax.tick_params(labelsize=7)
    return figure


class _Graph(NamedTuple):
    """Those who belong at the end of the first run, and their ties."""

    title: str
    people: pd.DataFrame
    ties: pd.DataFrame

    @classmethod
    def of(cls, result: Result) -> _Graph:
        people, ties = result.people, result.ties
        people = people[people["active"]]
        hidden = f", the {MOST_TIES} most familiar drawn" if len(ties) > MOST_TIES else ""
        size = f"{len(people)} people, {len(ties)} ties{hidden}"
        return cls(f"{result.label}: {size}, day {result.scenario.days}, first run", people, ties)


def _places(graphs: Sequence[_Graph]) -> dict[str, NDArray[np.float64]]:
    """Return one place for everybody who belongs in any of the graphs."""
    teams: dict[str, str] = {}
    pulls: dict[tuple[str, str], float] = {}
    for graph in graphs:
        teams = dict(zip(graph.people["id"], graph.people["team"], strict=True)) | teams
        ties = zip(graph.ties["a"], graph.ties["b"], graph.ties["familiarity"], strict=True)
        pulls = {(a, b): familiarity for a, b, familiarity in ties} | pulls
    row = {name: place for place, name in enumerate(teams)}
    ends = np.array([(row[a], row[b]) for a, b in pulls], dtype=np.int64).reshape(-1, 2)
    spots = layout(np.array(list(teams.values())), ends, np.array(list(pulls.values())))
    return {name: spots[place] for name, place in row.items()}


def _panel(axis: Axes, graph: _Graph, places: dict[str, NDArray[np.float64]]) -> None:
    people, ties = graph.people, graph.ties
    row = {name: place for place, name in enumerate(people["id"])}
    ends = np.array([(row[a], row[b]) for a, b in zip(ties["a"], ties["b"], strict=True)], dtype=np.int64)
    ends = ends.reshape(-1, 2)
    spots = np.array([places[name] for name in people["id"]]).reshape(-1, 2)
    _draw_ties(axis, spots, ends, ties)
    degree = np.bincount(ends.ravel(), minlength=len(people))
    axis.scatter(
        spots[:, 0],
        spots[:, 1],
        s=(20.0 + 4.0 * degree) * min(1.0, 8.0 / np.sqrt(max(1, len(people)))),
        c=people["energy"],
        cmap=ENERGY_COLOURS,
        vmin=ENERGY_ENDS[0],
        vmax=ENERGY_ENDS[1],
        edgecolors="white",
        linewidths=0.4,
        zorder=3,
    )
    axis.set_title(graph.title, fontsize=8)
    axis.set_aspect("equal")


def _draw_ties(axis: Axes, spots: NDArray[np.float64], ends: NDArray[np.int64], ties: pd.DataFrame) -> None:
    """Draw the most familiar ties, the bad ones last, so that a few are not buried under the many."""
    familiarity, quality = ties["familiarity"].to_numpy(), ties["quality"].to_numpy()
    drawn = np.argsort(-familiarity, kind="stable")[:MOST_TIES]
    drawn = drawn[np.argsort(-quality[drawn], kind="stable")]
    lines = LineCollection(
        list(spots[ends[drawn]]),
        cmap=QUALITY_COLOURS,
        norm=Normalize(0.0, 1.0),
        array=quality[drawn],
        linewidths=0.2 + 1.2 * familiarity[drawn],
        alpha=0.5,
        rasterized=len(drawn) > 1000,
        zorder=1,
    )
    axis.add_collection(lines)


def layout(team: NDArray, ends: NDArray[np.int64], familiarity: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a place for everybody, shape (people, 2), the same for the same people and ties.

    Parameters
    ----------
    team
        Team of each person, shape (people,).
    ends
        Rows of the two people of each tie, shape (ties, 2).
    familiarity
        How strongly each tie pulls, shape (ties,); within a team three times as much, so that teams show.
    """
    start = _team_discs(team)
    if not len(team) or len(team) > MOST_LAID_OUT:
        return start
    import networkx as nx

    pull = familiarity * np.where(team[ends[:, 0]] == team[ends[:, 1]], 3.0, 1.0)
    graph = nx.Graph()
    graph.add_nodes_from(range(len(team)))
    graph.add_weighted_edges_from(zip(*ends.T.tolist(), pull.tolist(), strict=True))
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
