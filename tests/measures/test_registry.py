"""Measures are found by name, say what they are, and give a number or a reason."""

import math

import numpy as np
import pytest

from spirals.errors import InputError
from spirals.measures import (
    BENEFITS,
    DEFAULT_MEASURES,
    HEADLINE,
    MEASURES,
    Measure,
    between_people,
    compute,
    compute_all,
    find,
    needed,
    per_person,
)
from spirals.measures.moves import COUNTS, SHARES, deeds
from spirals.measures.registry import GROUPS, register
from spirals.measures.states import TIE_STATES
from spirals.population import PATHWAYS
from tests.measures.fake import organisation, random_organisation, tie, view

PROMISED = [
    "mean_quality",
    "high_quality",
    "corrosive",
    "life_giving_share",
    "mean_knowledge",
    "turnover",
    "mean_commitment",
    "mean_safety",
    "participation_equality",
    "cross_team_ties",
    "network_density",
    "clustering",
    "regard_reciprocity",
    "network_centralisation",
    "hours_spent",
    "cost_spent",
    "organisation_depth",
    "organisation_half_recovery",
    "organisation_area_lost",
    "team_depth",
    "team_half_recovery",
    "team_area_lost",
    "performance",
    "relational_coordination",
    "creativity",
    "health",
    "engagement",
    "learning_behaviour",
    "breadth",
    "belonging",
    "influence",
    "discernment",
    "citizenship",
    "quality_to_energy",
    "energy_to_quality",
    "newcomer_knowledge",
    "newcomer_ties",
    "reactivity",
    "recovery",
    "hardship_half_life",
    "effort",
    "lmx",
    "lmx_within",
    "compassion",
    "granted_share",
    "play_shared_share",
    *(f"{level}_half_recovery" for level in ("person", "top_team", "organisation_energy", "organisation_performance")),
    *(row.name for row in COUNTS),
    *(row.name for row in SHARES),
]
STATES = [
    "mood",
    "energy",
    "strain",
    "safety",
    "worth",
    "resilience",
    "meaning",
    "commitment",
    "knowledge",
    "skill_respect",
    "skill_enable",
    "skill",
    "vitality",
    "authenticity",
    "hardship",
    "wish",
    "felt",
    "conduct",
    "outside",
    "familiarity",
    "carrying_capacity",
    "tensility",
    "connectivity",
    "regard",
    "trust",
    "mutuality",
    "quality",
    "norm",
]


OF_TIES = {
    *(f"mean_{row.name}" for row in TIE_STATES),
    "high_quality",
    "corrosive",
    "cross_team_ties",
}


PANELS = ("energy", "quality", "strain", "hardship", "performance")
LAGGED = ("quality_to_energy", "energy_to_quality", "spiral_reciprocity")  # nothing varies but by a common trend


@pytest.mark.parametrize(
    "name",
    [
        *PROMISED,
        *(f"{kind}_{state}" for kind in ("mean", "sd") for state in STATES),
        *(f"volume_{p}" for p in PATHWAYS),
    ],
)
def test_promised_measure_exists(name):
    assert name in MEASURES


@pytest.mark.parametrize("entry", MEASURES.values(), ids=lambda entry: entry.name)
def test_every_measure_says_what_it_is(entry):
    assert entry.title
    assert entry.unit
    assert entry.source
    assert entry.meaning.endswith(".")
    assert len(entry.meaning) > 20
    assert entry.group in GROUPS
    assert entry.better in (-1, 0, 1)


def full_view(population):
    """Return a view that has all a run can keep: a shock on day 25, and panels of every kind."""
    weeks = {name: np.linspace(0.5, 0.4, 8 * population.size).reshape(8, -1) for name in PANELS}
    return view(
        population,
        given={"mean_strain": np.linspace(0.2, 0.4, 40)},
        shocks=(25,),
        team_series={"strain": np.full((40, 10), 0.5)},
        weekly=weeks,
    )


@pytest.mark.parametrize("name", MEASURES)
def test_finite_on_an_ordinary_organisation(name):
    value = compute(name, full_view(random_organisation(60, 8)))
    assert isinstance(value, float)
    assert math.isfinite(value) or (name in LAGGED and MEASURES[name].missing)


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("people", [0, 1, 2])
def test_nan_only_with_a_reason(name, people):
    population = organisation(max(1, people))
    population.person("active")[people:] = 0
    value = compute(name, view(population, days=0))
    assert math.isfinite(value) or (math.isnan(value) and MEASURES[name].missing)


def test_unknown_name_suggests_the_nearest():
    with pytest.raises(InputError, match="unknown measure 'mean_enrgy'; did you mean 'mean_energy'"):
        find("mean_enrgy")
    with pytest.raises(InputError, match="spirals list measures"):
        compute("xyzzy", view(organisation(2)))


def test_names_are_taken_once_and_fields_are_checked():
    given = MEASURES["mean_energy"]
    with pytest.raises(ValueError, match="exists already"):
        register(given)
    with pytest.raises(ValueError, match="group 'No such group' is unknown"):
        register(Measure("new", "New", "1", 1, "nobody", "Nothing.", "No such group", given.compute))


def test_default_measures_are_few_ordered_and_registered():
    assert 12 <= len(DEFAULT_MEASURES) <= 16
    assert len(set(DEFAULT_MEASURES)) == len(DEFAULT_MEASURES)
    assert all(name in MEASURES for name in DEFAULT_MEASURES)
    assert all(MEASURES[name].better for name in DEFAULT_MEASURES)
    assert list(HEADLINE) == [group for group in GROUPS if group in HEADLINE]
    assert all(MEASURES[name].group == group for group, names in HEADLINE.items() for name in names)
    assert not needed(DEFAULT_MEASURES)


def test_a_run_is_told_what_to_record():
    assert needed(["mean_energy", "team_depth", "quality_to_energy"]) == {"team_series", "weekly"}


def test_people_are_the_active_ones_and_carry_the_spread():
    population = organisation(4)
    population.person("energy")[:] = [0.2, 0.4, 0.6, 1.0]
    population.person("active")[3] = 0
    seen = view(population)
    assert compute("mean_energy", seen) == pytest.approx(0.4)
    assert np.array_equal(np.asarray(per_person("mean_energy", seen)), [0.2, 0.4, 0.6])
    assert between_people("mean_energy", seen) == pytest.approx(0.2)
    assert compute("sd_energy", seen) == pytest.approx(0.2)
    assert per_person("network_density", seen) is None
    assert math.isnan(between_people("network_density", seen))


OCCASIONS = {**{row.name: row.whole for row in SHARES}, "granted_share": ("asked",)}


@pytest.mark.parametrize("name", [name for name, entry in MEASURES.items() if entry.people])
def test_a_measure_of_people_is_the_mean_of_its_people(name):
    seen = full_view(random_organisation(40, 6))
    values = np.asarray(per_person(name, seen))
    assert values.shape == (seen.count,)
    # What is a mean over ties weighs each person by how many they have, a share of occasions by how many there were.
    weights = np.ones(seen.count)
    if name in OF_TIES:
        weights = np.asarray(per_person("ties_per_person", seen))
    elif name in OCCASIONS:
        weights = deeds(OCCASIONS[name], seen)
    known = ~np.isnan(values)
    assert compute(name, seen) == pytest.approx(np.average(values[known], weights=weights[known]))


def test_usual_measures_of_ties_have_a_spread_between_people():
    """Person 2 alone has a tie to another team, and a corrosive one."""
    population = organisation(4, [(0, 1), (1, 2), (2, 3)], teams=[0, 0, 0, 1])
    for column in ("carrying_capacity", "tensility", "connectivity", "regard_a", "trust_a"):
        tie(population, **{column: [0.5, 0.5, 0.1]})
    seen = view(population)
    assert np.asarray(per_person("cross_team_ties", seen)) == pytest.approx([0.0, 0.0, 0.5, 1.0])
    assert np.asarray(per_person("corrosive", seen)) == pytest.approx([0.0, 0.0, 0.5, 1.0])
    assert np.asarray(per_person("mean_quality", seen)) == pytest.approx([0.5, 0.5, 0.3, 0.26])
    assert compute("corrosive", seen) == pytest.approx(2 / 6)


def test_newcomers_are_those_who_joined_in_the_last_half_year():
    population = organisation(4, [(0, 1), (1, 2), (1, 3)])
    population.person("knowledge")[:] = [0.9, 0.4, 0.2, 0.8]
    population.person("joined")[:] = [-500, 80, 200, 69]
    seen = view(population, days=200)
    assert compute("newcomer_knowledge", seen) == pytest.approx(0.3)
    assert compute("newcomer_ties", seen) == pytest.approx(2.0)
    assert between_people("newcomer_ties", seen) == pytest.approx(np.sqrt(2.0))
    population.person("joined")[:] = -500
    assert math.isnan(compute("newcomer_ties", view(population, days=200)))


def test_all_at_once_is_the_same_as_one_by_one():
    population = random_organisation(40, 6)
    together = compute_all(DEFAULT_MEASURES, view(population))
    assert list(together) == list(DEFAULT_MEASURES)
    assert together == {name: compute(name, view(population)) for name in DEFAULT_MEASURES}


def test_ten_benefits_each_with_a_measure_of_its_own():
    assert list(BENEFITS) == list(range(1, 11))
    names = [benefit.measure for benefit in BENEFITS.values()]
    assert len(set(names)) == 10
    assert all(name in MEASURES and name != "mean_energy" for name in names)
    assert all(name in MEASURES for benefit in BENEFITS.values() for name in benefit.also)
    assert all(MEASURES[name].better for name in names)


@pytest.mark.parametrize("benefit", BENEFITS.values(), ids=lambda benefit: benefit.measure)
def test_no_benefit_is_energy_renamed(benefit):
    """Energy alone changes: nothing follows, as no benefit reads it by itself."""
    calm = random_organisation(30, 6)
    lively = random_organisation(30, 6)
    lively.person("energy")[:] = 0.99
    before, after = full_view(calm), full_view(lively)
    assert compute(benefit.measure, before) == compute(benefit.measure, after)
