"""Network measures agree with networkx, and with what is known of simple graphs."""

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spirals.measures import compute
from spirals.measures import network as net
from tests.measures.fake import organisation, tie, view

GRAPHS = {
    "karate": nx.karate_club_graph(),
    "complete": nx.complete_graph(7),
    "star": nx.star_graph(6),
    "path": nx.path_graph(9),
    "two parts": nx.disjoint_union(nx.cycle_graph(5), nx.complete_graph(4)),
    "random": nx.gnm_random_graph(60, 240, seed=3),
    "hubs": nx.barabasi_albert_graph(80, 3, seed=4),
}


def edges(graph):
    ends = np.array(graph.edges(), dtype=np.int64).reshape(-1, 2)
    return len(graph), ends[:, 0], ends[:, 1]


@pytest.mark.parametrize("graph", GRAPHS.values(), ids=GRAPHS)
def test_against_networkx(graph):
    graph = nx.Graph(graph.edges())
    graph = nx.convert_node_labels_to_integers(graph)
    n, a, b = edges(graph)
    assert net.density(n, a.size) == pytest.approx(nx.density(graph))
    assert net.triangles(n, a, b).tolist() == [nx.triangles(graph)[node] for node in range(n)]
    assert net.transitivity(n, a, b) == pytest.approx(nx.transitivity(graph))
    assert net.degrees(n, a, b).tolist() == [graph.degree[node] for node in range(n)]
    assert len(set(net.components(n, a, b).tolist())) == nx.number_connected_components(graph)
    if len(set(dict(graph.degree).values())) > 1:
        assert net.assortativity(n, a, b) == pytest.approx(nx.degree_assortativity_coefficient(graph))


def test_small_chunks_find_the_same_triangles(monkeypatch):
    n, a, b = edges(GRAPHS["hubs"])
    whole = net.triangles(n, a, b)
    monkeypatch.setattr(net, "_CHUNK", 7)
    assert net.triangles(n, a, b).tolist() == whole.tolist()


@given(st.integers(2, 14), st.data())
def test_reciprocity_against_networkx(n, data):
    pairs = data.draw(st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda p: p[0] != p[1])))
    graph = nx.DiGraph(list(pairs))
    ends = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    found = net.reciprocity(n, ends[:, 0], ends[:, 1])
    assert math.isnan(found) if not pairs else found == pytest.approx(nx.overall_reciprocity(graph))


def test_centralisation_of_known_graphs():
    assert net.centralisation(*edges(GRAPHS["star"])) == pytest.approx(1.0)
    assert net.centralisation(*edges(GRAPHS["complete"])) == 0.0
    assert net.centralisation(*edges(nx.cycle_graph(8))) == 0.0


@pytest.mark.parametrize(
    ("values", "expected"), [([1, 1, 1, 1], 0.0), ([0, 0, 0, 1], 0.75), ([1, 2, 3], 2 / 9), ([5], 0.0)]
)
def test_gini(values, expected):
    assert net.gini(np.array(values, float)) == pytest.approx(expected)


def test_gini_of_nothing_is_nan():
    assert math.isnan(net.gini(np.zeros(3)))


def test_density_ratio_by_hand():
    # two teams of two: each pair inside tied (2 of 2), one of four pairs across
    group = np.array([0, 0, 1, 1])
    ratio = net.density_ratio(np.array([0, 2, 0]), np.array([1, 3, 2]), group)
    assert ratio == pytest.approx(4.0)
    assert math.isnan(net.density_ratio(np.array([0]), np.array([1]), np.zeros(4, int)))


def test_a_run_reads_its_active_people_only():
    population = organisation(5, [(0, 1), (1, 2), (0, 2), (2, 3), (3, 4)], teams=[0, 0, 0, 1, 1])
    seen = view(population)
    assert compute("network_density", seen) == pytest.approx(0.5)
    assert compute("cross_team_ties", seen) == pytest.approx(0.2)
    assert compute("largest_component", seen) == 1.0
    population.person("active")[3] = 0
    seen = view(population)
    assert compute("network_density", seen) == pytest.approx(0.5)
    assert compute("clustering", seen) == 1.0
    assert compute("closure", seen) == pytest.approx(2.0)
    assert compute("cross_team_ties", seen) == 0.0
    assert compute("largest_component", seen) == 0.75


def test_cross_team_quality():
    population = organisation(3, [(0, 1), (1, 2)], teams=[0, 0, 1])
    names = ("carrying_capacity", "tensility", "connectivity", "regard_a", "regard_b", "trust_a", "trust_b")
    tie(population, **{name: [0.2, 0.8] for name in names})
    assert compute("cross_team_quality", view(population)) == pytest.approx(0.8)


def test_reciprocity_of_regard():
    population = organisation(4, [(0, 1), (1, 2), (2, 3), (0, 3)])
    tie(population, regard_a=[0.9, 0.8, 0.1, 0.2], regard_b=[0.95, 0.3, 0.2, 0.7])
    # the four highest of eight sides: both of the first tie, one each of the second and the fourth
    assert compute("regard_reciprocity", view(population)) == pytest.approx(0.5)


def test_brokerage_is_in_one_hand_in_a_star():
    n, a, b = edges(GRAPHS["star"])
    assert net.betweenness(n, a, b).tolist() == [1.0] + [0.0] * 6
    star = organisation(n, zip(a.tolist(), b.tolist(), strict=True))
    assert compute("brokerage", view(star)) == pytest.approx(6 / 7)
