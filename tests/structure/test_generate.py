"""Generated organisations: invariants for any numbers, and structure inside the bands of real workplaces."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spirals.errors import InputError
from spirals.structure import Roster, generate
from spirals.structure.wiring import usual_ties_per_person


@dataclass(frozen=True)
class Spec:
    size: int = 100
    teams: int | None = None
    team_size: float = 8.0
    span: float | None = None
    levels: int = 3
    sites: int = 1
    remote: float = 0.2
    homophily: float = 4.0
    ties_per_person: float | None = None
    density: float | None = None
    tenure: float = 5.0


def organisation(seed: int = 1, **changes) -> Roster:
    return generate(Spec(**changes), np.random.default_rng(seed)).check()


def density(roster: Roster) -> float:
    return roster.number_of_ties / (roster.size * (roster.size - 1) / 2)


def graph(roster: Roster) -> nx.Graph:
    made = nx.empty_graph(roster.size)
    made.add_edges_from(zip(roster.source.tolist(), roster.target.tolist(), strict=True))
    return made


def per_person(roster: Roster, weight: np.ndarray) -> np.ndarray:
    n = roster.size
    return np.bincount(roster.source, weight, n) + np.bincount(roster.target, weight, n)


def expected_contact(roster: Roster) -> np.ndarray:
    """Return the contact of each pair if people spread their sociability over ties by need and strength."""
    pull = roster.need + roster.familiarity**2
    mine = roster.sociability / per_person(roster, pull)
    return pull * (mine[roster.source] + mine[roster.target])


def gini_over_all_pairs(roster: Roster, weight: np.ndarray) -> float:
    n = roster.size
    values = np.sort(np.concatenate((np.zeros(n * (n - 1) // 2 - len(weight)), weight)))
    rank = np.arange(1, len(values) + 1)
    return float(2 * (rank * values).sum() / (len(values) * values.sum()) - (len(values) + 1) / len(values))


def within_to_between(roster: Roster, unit: list[str]) -> float:
    names = np.unique(unit, return_inverse=True)[1]
    sizes = np.bincount(names)
    inside_pairs = (sizes * (sizes - 1) / 2).sum()
    all_pairs = roster.size * (roster.size - 1) / 2
    inside = (names[roster.source] == names[roster.target]).sum()
    return float((inside / inside_pairs) / ((roster.number_of_ties - inside) / (all_pairs - inside_pairs)))


def overlap(roster: Roster) -> np.ndarray:
    made = graph(roster)
    near = [set(made[k]) for k in range(roster.size)]
    pairs = zip(roster.source.tolist(), roster.target.tolist(), strict=True)
    return np.array([len(near[a] & near[b]) / max(1, len(near[a] | near[b]) - 2) for a, b in pairs])


def ranks(values: np.ndarray) -> np.ndarray:
    return np.argsort(np.argsort(values, kind="stable"), kind="stable")


def median(measure, size: int, seeds: int = 10, **changes) -> float:
    return float(np.median([measure(organisation(seed, size=size, **changes)) for seed in range(seeds)]))


specs = st.builds(
    Spec,
    size=st.integers(2, 150),
    team_size=st.floats(1.0, 60.0),
    span=st.none() | st.floats(2.0, 12.0),
    levels=st.integers(1, 3),
    sites=st.integers(1, 6),
    remote=st.floats(0.0, 1.0),
    homophily=st.floats(1.0, 50.0),
    ties_per_person=st.none() | st.floats(0.0, 200.0),
    tenure=st.floats(0.0, 40.0),
)


@settings(max_examples=60, deadline=None)
@given(spec=specs, seed=st.integers(0, 10_000))
def test_any_numbers_give_a_sound_organisation(spec, seed):
    roster = generate(spec, np.random.default_rng(seed)).check()
    assert roster.size == spec.size
    assert roster.remote.sum() == round(spec.remote * spec.size)
    assert len(set(roster.site)) <= spec.sites
    most = 2 if spec.levels == 3 else 1 if spec.levels == 2 else 0
    assert roster.level.max() <= most
    if spec.ties_per_person is not None:
        wanted = round(spec.size * min(spec.ties_per_person, spec.size - 1) / 2)
        assert wanted <= roster.number_of_ties < wanted + spec.size, "reporting lines may come on top"


def test_same_generator_same_organisation():
    one, two, other = organisation(7), organisation(7), organisation(8)
    for name in ("source", "target", "familiarity", "need", "tenure", "remote", "sociability"):
        assert np.array_equal(getattr(one, name), getattr(two, name))
    assert one.ids == two.ids
    assert not np.array_equal(one.familiarity[:50], other.familiarity[:50])


def test_teams_levels_and_reporting_lines():
    roster = organisation(size=200, sites=2)
    members = Counter(roster.team)
    assert len(members) == 25
    assert min(members.values()) >= 2
    leaders = Counter(t for t, level in zip(roster.team, roster.level, strict=True) if level > 0)
    assert set(leaders.values()) == {1}, "every team has one leader"
    assert (roster.level == 2).sum() == len(set(roster.extra["department"]))
    assert len(set(roster.site)) == 2
    made = graph(roster)
    for row in np.flatnonzero(roster.level > 0):
        team = [k for k in range(200) if roster.team[k] == roster.team[row] and k != row]
        assert all(made.has_edge(row, k) for k in team), "leading someone always is a tie"


def test_small_and_full_organisations():
    assert organisation(size=2).number_of_ties == 1
    assert organisation(size=3, density=1.0).number_of_ties == 3
    assert organisation(size=40, density=1.0).number_of_ties == 780
    assert organisation(size=40, ties_per_person=0.0).number_of_ties == 0
    assert set(organisation(size=40, levels=1).level) == {0}
    assert len(set(organisation(size=30, teams=30).team)) == 30


def test_contradictions_are_named():
    with pytest.raises(InputError, match="30 teams need at least 30 people, size is 20"):
        organisation(size=20, teams=30)
    with pytest.raises(InputError, match="density: given together with ties_per_person"):
        organisation(density=0.2, ties_per_person=4.0)


def test_density_follows_size():
    assert density(organisation(size=40)) == pytest.approx(0.305, abs=0.01)
    assert 16 < usual_ties_per_person(1_000) < usual_ties_per_person(100_000) < 17
    assert density(organisation(size=60, density=0.1)) == pytest.approx(0.1, abs=0.002)


def test_need_is_skewed_and_high_in_the_team():
    roster = organisation(size=200)
    team = np.unique(roster.team, return_inverse=True)[1]
    same = team[roster.source] == team[roster.target]
    assert np.median(roster.need[same]) > 0.3
    assert np.median(roster.need[~same]) < 0.1
    assert 0.3 < (roster.need == 0).mean() < 0.7  # between teams only reporting lines depend by office
    lead = roster.level > 0
    assert roster.need[same & (lead[roster.source] | lead[roster.target])].mean() > roster.need[same].mean()


# --- the bands of real workplaces: medians over seeds --------------------------------------------


@pytest.mark.parametrize("size", [40, 71])
def test_c8_closure(size):
    assert 1.2 <= median(lambda r: nx.transitivity(graph(r)) / density(r), size) <= 3.0


def test_c8_closure_at_200():
    assert 1.2 <= median(lambda r: nx.transitivity(graph(r)) / density(r), 200, seeds=3) <= 3.0


def test_c9_contact_concentration():
    assert 0.72 <= median(lambda r: gini_over_all_pairs(r, r.familiarity), 40) <= 0.90
    assert 0.72 <= median(lambda r: gini_over_all_pairs(r, expected_contact(r)), 40) <= 0.90

    def spread(roster: Roster) -> float:
        contact = per_person(roster, expected_contact(roster))
        return float(contact.std() / contact.mean())

    assert 0.40 <= median(spread, 40) <= 0.75


def test_c10_unit_homophily():
    assert 2.5 <= median(lambda r: within_to_between(r, r.team), 40) <= 6.0
    assert 2.5 <= median(lambda r: within_to_between(r, r.team), 71) <= 6.0
    assert 2.5 <= median(lambda r: within_to_between(r, r.extra["department"]), 200, seeds=3) <= 6.0
    assert 2.5 <= median(lambda r: within_to_between(r, r.site), 71, sites=3) <= 6.0
    flat = median(lambda r: within_to_between(r, r.team), 100, homophily=1.0, levels=1)
    assert flat == pytest.approx(1.0, abs=0.2)


def test_c17_share_of_contact_inside_the_unit():
    def share_of_time(roster: Roster) -> float:
        contact = expected_contact(roster)
        team = np.unique(roster.team, return_inverse=True)[1]
        return float(contact[team[roster.source] == team[roster.target]].sum() / contact.sum())

    assert 0.65 <= median(share_of_time, 92, teams=5) <= 0.95


@pytest.mark.parametrize("size", [40, 71])
def test_c19_strong_ties_are_embedded_and_degrees_unsorted(size):
    def embedded(roster: Roster) -> float:
        return float(np.corrcoef(ranks(expected_contact(roster)), ranks(overlap(roster)))[0, 1])

    assert 0.25 <= median(embedded, size) <= 0.65
    assert -0.15 <= median(lambda r: nx.degree_assortativity_coefficient(graph(r)), size) <= 0.15


@pytest.mark.validation
def test_a_million_people():
    start = time.perf_counter()
    roster = generate(Spec(size=1_000_000, ties_per_person=10.0), np.random.default_rng(1))
    assert time.perf_counter() - start < 60.0
    assert roster.number_of_ties == 5_000_000
