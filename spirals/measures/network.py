"""Network measures: pure functions of edge lists, and the measures of a run that use them.

Edges are given once per pair as two integer arrays of positions 0..n-1, without self-ties or duplicates;
directed ties as (source, target).  They agree with networkx on known graphs; vectorised here because a run is
measured often.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spirals.measures.registry import measure
from spirals.measures.view import Floats, Integers, View

_CHUNK = 4_000_000  # pairs of neighbours looked up at once: bounds memory in large organisations
STRUCTURE = "validation.md, C7-C11 and C17-C19"
NO_TIES = "no two people are connected"


# --- functions of edges --------------------------------------------------------------------------
def degrees(n: int, a: Integers, b: Integers) -> Integers:
    """Return the number of ties of each of n people."""
    return np.bincount(a, minlength=n) + np.bincount(b, minlength=n)


def density(n: int, edges: int) -> float:
    """Return ties over possible pairs (0..1); nan for fewer than two people."""
    return 2.0 * edges / (n * (n - 1.0)) if n > 1 else float("nan")


def triangles(n: int, a: Integers, b: Integers) -> Integers:
    """Return the number of closed triangles through each of n people.

    Every edge points from the end with fewer ties to the one with more; then each triangle is found exactly
    once, from its first corner, and hubs cost little (Chiba & Nishizeki 1985).
    """
    found = np.zeros(n, dtype=np.int64)
    if a.size < 3:
        return found
    rank = np.empty(n, dtype=np.int64)
    rank[np.argsort(degrees(n, a, b), kind="stable")] = np.arange(n)
    low, high = np.where(rank[a] < rank[b], a, b), np.where(rank[a] < rank[b], b, a)
    order = np.lexsort((high, low))
    low, high = low[order], high[order]
    keys = low * n + high
    start = np.searchsorted(low, np.arange(n + 1))
    wedges = (start[1:] - start[:-1])[high]  # outgoing neighbours of the far end, per edge
    for part in _parts(wedges):
        edge, third = _far_neighbours(low, high, start, wedges, part)
        corner = low[edge]
        wanted = corner * n + third
        at = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
        closed = keys[at] == wanted
        for corners in (corner, high[edge], third):
            found += np.bincount(corners[closed], minlength=n)
    return found


def _parts(wedges: Integers) -> list[slice]:
    """Split edges into runs with at most ``_CHUNK`` pairs of neighbours each (or one edge)."""
    cuts, total, begin = [], 0, 0
    for edge, size in enumerate(wedges.tolist()) if wedges.sum() > _CHUNK else ():
        if total + size > _CHUNK and edge > begin:
            cuts.append(slice(begin, edge))
            begin, total = edge, 0
        total += size
    return [*cuts, slice(begin, wedges.size)]


def _far_neighbours(
    low: Integers, high: Integers, start: Integers, wedges: Integers, part: slice
) -> tuple[Integers, Integers]:
    """Return, for the edges of one part, each edge beside every outgoing neighbour of its far end."""
    count = wedges[part]
    edge = np.repeat(np.arange(part.start, part.stop), count)
    step = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    return edge, high[start[high[edge]] + step]


def transitivity(n: int, a: Integers, b: Integers) -> float:
    """Return the global clustering coefficient: the share of two-paths that are closed; nan without one."""
    degree = degrees(n, a, b).astype(np.float64)
    paths = float((degree * (degree - 1.0)).sum()) / 2.0
    return float(triangles(n, a, b).sum()) / paths if paths > 0.0 else float("nan")


def centralisation(n: int, a: Integers, b: Integers) -> float:
    """Return Freeman's degree centralisation (0 all alike .. 1 a star); nan for fewer than three people."""
    if n < 3:
        return float("nan")
    degree = degrees(n, a, b)
    return float((degree.max() - degree).sum()) / ((n - 1.0) * (n - 2.0))


def reciprocity(n: int, source: Integers, target: Integers) -> float:
    """Return the share of directed ties that are returned (0..1); nan without any."""
    if source.size == 0:
        return float("nan")
    return float(np.isin(target * n + source, source * n + target).mean())


def assortativity(n: int, a: Integers, b: Integers) -> float:
    """Return the correlation of the degrees at both ends of a tie (-1..1); nan where they do not vary."""
    degree = degrees(n, a, b).astype(np.float64)
    return pearson(np.concatenate([degree[a], degree[b]]), np.concatenate([degree[b], degree[a]]))


def density_ratio(a: Integers, b: Integers, group: Integers) -> float:
    """Return the density of ties within groups over that between groups (target C10).

    nan for a single group, without pairs inside groups, or without ties between them.
    """
    sizes = np.bincount(group).astype(np.float64)
    pairs = float(group.size) * (group.size - 1.0) / 2.0
    inside_pairs = float((sizes * (sizes - 1.0)).sum()) / 2.0
    inside = float((group[a] == group[b]).sum())
    outside, outside_pairs = a.size - inside, pairs - inside_pairs
    if inside_pairs == 0.0 or outside_pairs == 0.0 or outside == 0.0:
        return float("nan")
    return (inside / inside_pairs) / (outside / outside_pairs)


def components(n: int, a: Integers, b: Integers) -> Integers:
    """Return the component of each of n people, named by its smallest position."""
    name = np.arange(n)
    while True:
        smaller = name.copy()
        np.minimum.at(smaller, a, name[b])
        np.minimum.at(smaller, b, name[a])
        smaller = smaller[smaller]  # jump to the name of the name, so that long chains close quickly
        if np.array_equal(smaller, name):
            return name
        name = smaller


def gini(values: Floats) -> float:
    """Return the Gini coefficient of amounts >= 0 (0 all alike, towards 1 all with one); nan if all are 0."""
    total = float(values.sum())
    if values.size == 0 or total <= 0.0:
        return float("nan")
    rank = np.arange(1, values.size + 1)
    return float((2.0 * rank - values.size - 1.0) @ np.sort(values)) / (values.size * total)


def pearson(x: Floats, y: Floats) -> float:
    """Return the correlation of two variables; nan where either does not vary."""
    if x.size < 2 or np.ptp(x) == 0.0 or np.ptp(y) == 0.0:
        return float("nan")
    return float(np.corrcoef(x, y)[0, 1])


def top_directed(a: Integers, b: Integers, side_a: Floats, side_b: Floats, share: float) -> tuple[Integers, Integers]:
    """Return as directed ties (source, target) the given share (0..1) of tie sides with the highest value."""
    source, target = np.concatenate([a, b]), np.concatenate([b, a])
    value = np.concatenate([side_a, side_b])
    keep = np.argsort(-value, kind="stable")[: round(share * value.size)]
    return source[keep], target[keep]


# --- measures of a run ---------------------------------------------------------------------------
@measure("Density", "share", 0, STRUCTURE, "Network", missing="fewer than two people")
def network_density(view: View) -> float:
    """Ties over all pairs that could be tied."""
    return density(view.count, view.ends[0].size)


def across_teams(view: View) -> NDArray[np.bool_]:
    """Return which ties join people of different teams."""
    a, b = view.ends
    return np.asarray(view.team[a] != view.team[b])


def own_cross_team(view: View) -> Floats:
    """Return the share of each person's own ties that lead to another team; nan without any tie."""
    across = across_teams(view).astype(np.float64)
    return view.over_own_ties(across, across)


@measure(
    "Cross-team connections",
    "share",
    1,
    "theory.md, broaden",
    "Connections",
    people=own_cross_team,
    missing=NO_TIES,
)
def cross_team_ties(view: View) -> float:
    """Share of ties that join people of different teams."""
    across = across_teams(view)
    return float(across.mean()) if across.size else float("nan")


@measure("Quality of cross-team connections", "0..1", 1, "theory.md", "Network", missing="no tie joins two teams")
def cross_team_quality(view: View) -> float:
    """Mean quality of the ties that join people of different teams."""
    across = across_teams(view)
    return float(np.concatenate([side[across] for side in view.quality]).mean()) if across.any() else float("nan")


@measure(
    "Team closure",
    "ratio",
    0,
    "validation.md, C10",
    "Network",
    missing="one team only, or no tie inside or between teams",
)
def team_homophily(view: View) -> float:
    """Density of ties within teams over that between teams."""
    return density_ratio(*view.ends, view.team)


@measure("Clustering", "share", 0, "validation.md, C8", "Network", missing="nobody has two ties")
def clustering(view: View) -> float:
    """Share of people's pairs of contacts who are tied to each other."""
    return view.once("clustering", lambda: transitivity(view.count, *view.ends))


@measure("Closure", "ratio", 0, "validation.md, C8", "Network", missing="nobody has two ties")
def closure(view: View) -> float:
    """Clustering over density: how much likelier than chance two contacts of a person know each other."""
    tied = network_density(view)
    return clustering(view) / tied if tied > 0.0 else float("nan")


@measure("Centralisation", "0..1", 0, "Freeman 1979", "Network", missing="fewer than three people")
def network_centralisation(view: View) -> float:
    """How far ties hang on one person: 0 if all have as many, 1 if all are tied to one only."""
    return centralisation(view.count, *view.ends)


@measure("Reciprocity of regard", "share", 1, "validation.md, C7", "Network", missing=NO_TIES)
def regard_reciprocity(view: View) -> float:
    """Of the half of tie sides with the highest regard, the share that is returned (.5 by chance)."""
    a, b = view.ends
    ends = top_directed(a, b, view.tie("regard_a"), view.tie("regard_b"), 0.5)
    return reciprocity(view.count, *ends)


@measure(
    "Degree assortativity",
    "correlation",
    0,
    "validation.md, C19",
    "Network",
    missing="people do not differ in ties",
)
def degree_assortativity(view: View) -> float:
    """Whether well-connected people are tied to well-connected people; about 0 in real workplaces."""
    return assortativity(view.count, *view.ends)


@measure("Largest connected part", "share", 1, "theory.md", "Network", missing="nobody is left in the organisation")
def largest_component(view: View) -> float:
    """Share of people who can reach each other over ties, in the largest such part."""
    if view.count == 0:
        return float("nan")
    return float(np.bincount(components(view.count, *view.ends)).max()) / view.count


@measure("Brokerage in few hands", "Gini", 0, "Burt 2001", "Network", missing="nobody stands between others")
def brokerage(view: View) -> float:
    """How unequally people stand on the shortest ways between others: 0 all alike, towards 1 one broker."""
    return gini(betweenness(view.count, *view.ends))


def betweenness(n: int, a: Integers, b: Integers, exact_up_to: int = 300) -> Floats:
    """Return each person's betweenness (0..1); above ``exact_up_to`` people from 100 fixed starts."""
    import networkx  # slow to import, and only this measure needs it

    graph = networkx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(_pairs(a, b))
    pivots = None if n <= exact_up_to else 100
    values = networkx.betweenness_centrality(graph, k=pivots, seed=1)
    return np.array([values[node] for node in range(n)], dtype=np.float64)


def _pairs(a: NDArray, b: NDArray) -> list[tuple[int, int]]:
    return list(zip(a.tolist(), b.tolist(), strict=True))
