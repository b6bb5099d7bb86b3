"""Outcomes: the equations by hand, their bounds, their own inputs and their own luck."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spirals.measures import compute
from spirals.measures.benefits import correlation_with
from spirals.measures.outcomes import OUTCOMES, outcomes
from spirals.mechanisms import outcomes as theory
from tests.measures.fake import organisation, parameters, person, random_organisation, tie, view

SHARE = st.floats(0.0, 1.0)
LUCK = st.floats(-60.0, 60.0)
AMOUNT = st.floats(0.0, 1e6)


def test_luck_moves_the_odds():
    assert theory.with_luck(0.5, 0.0) == 0.5
    assert theory.with_luck(0.5, math.log(3.0)) == pytest.approx(0.75)
    assert (theory.with_luck(0.0, 9.0), theory.with_luck(1.0, -9.0)) == (0.0, 1.0)


def test_performance_needs_each_of_its_inputs():
    assert theory.performance(0.5, 0.5, 0.5, 0.5, 0.5, 0.0) == pytest.approx(0.5)
    assert theory.performance(1.0, 1.0, 1.0, 1.0, 1.0 - 0.5**5, 0.0) == pytest.approx(0.5)
    for lacking in range(5):
        inputs = [0.9, 0.9, 0.9, 0.9, 0.1]
        inputs[lacking] = 1.0 if lacking == 4 else 0.0
        assert theory.performance(inputs[0], inputs[1], inputs[2], inputs[3], inputs[4], 0.0) == 0.0


def test_hours_left():
    assert theory.hours_left(2.0, 8.0) == 0.75
    assert theory.hours_left(9.0, 8.0) == 0.0


def test_coordination_of_a_tie():
    assert theory.coordination_of_tie(0.4, 0.8, 0.6, 0.9, 0.5, 0.25, 0.64) == pytest.approx((0.4 + 0.3 + 0.4) / 3)
    assert theory.coordination_of_tie(1.0, 1.0, 1.0, 1.0, 7.0, 1.0, 1.0) == pytest.approx(2 / 3)


def test_evenness():
    assert theory.evenness(2.0, 2.0, 2.0, 2.0) == pytest.approx(1.0)
    assert theory.evenness(3.0, 0.0, 0.0, 0.0) == 0.0
    assert theory.evenness(1.0, 1.0, 0.0, 0.0) == pytest.approx(0.5)
    assert theory.evenness(0.0, 0.0, 0.0, 0.0) == 0.0


def test_discernment():
    assert theory.discernment(1.0, 1.0, 1.0, 0.0) == 1.0
    assert theory.discernment(-0.5, 1.0, 1.0, 0.0) == pytest.approx(-0.5)
    assert theory.discernment(0.0, 0.0, 1.0, 0.0) == 0.0
    # luck is a normal on Fisher's scale
    assert math.atanh(theory.discernment(0.3, 1.0, 1.0, 0.4)) == pytest.approx(math.atanh(0.3) + 0.4)


@given(SHARE, SHARE, SHARE, SHARE, SHARE, LUCK)
def test_outcomes_of_shares_stay_in_bounds(a, b, c, d, e, luck):
    for value in (
        theory.performance(a, b, c, d, e, luck),
        theory.engagement(a, b, c, luck),
        theory.health(a, luck),
        theory.belonging(a, luck),
        theory.coordination_of_tie(a, b, c, d, e, a, b),
        theory.breadth(a, 40.0 * b, 4.0, luck),
    ):
        assert 0.0 <= value <= 1.0


@given(AMOUNT, AMOUNT, AMOUNT, AMOUNT, st.floats(0.01, 50.0), LUCK)
def test_outcomes_of_amounts_stay_in_bounds(a, b, c, d, half, luck):
    for equation in (theory.creativity, theory.learning_behaviour, theory.influence, theory.citizenship):
        assert 0.0 <= equation(a, half, luck) <= 1.0
    assert 0.0 <= theory.evenness(a, b, c, d) <= 1.0
    assert 0.0 <= theory.hours_left(a, half) <= 1.0


@given(st.floats(-10, 10), st.floats(0, 10), st.floats(0, 10), LUCK)
def test_discernment_stays_in_bounds(covariance, x, y, luck):
    assert -1.0 <= theory.discernment(covariance, x, y, luck) <= 1.0


def test_everybody_at_one_half():
    population = organisation(3, [(0, 1), (1, 2)])
    tie(population, need=[1.0, 1.0], last_met=40)
    person(population, contact_hours=4.0)
    population.state.teams[:, 1] = 0.0
    seen = view(population, days=40)
    half = (
        "performance",
        "relational_coordination",
        "creativity",
        "health",
        "engagement",
        "learning_behaviour",
    )
    for name in (*half, "belonging", "influence", "citizenship"):
        assert compute(name, seen) == pytest.approx(0.5), name
    # breadth: all four pathways alike, and 1, 2, 1 partners met against a half at 4
    assert compute("breadth", seen) == pytest.approx(np.mean([0.5 * (1 + x / (x + 4)) for x in (1, 2, 1)]))


def test_coordination_is_weighted_by_need():
    population = organisation(3, [(0, 1), (0, 2)])
    tie(population, need=[0.25, 0.75], regard_a=[1.0, 0.0], regard_b=[1.0, 0.0])
    person(population, knowledge=0.6, commitment=0.3)
    seen = view(population)
    found = outcomes(seen)["relational_coordination"]
    assert found == pytest.approx([(0.9 + 0.25) / 3, 1.9 / 3, 0.3])
    population.team("rivalry")[:] = 1.0
    assert outcomes(view(population))["relational_coordination"] == pytest.approx([(0.6 + 0.25) / 3, 1.6 / 3, 0.2])


def test_discernment_over_own_ties():
    population = organisation(4, [(0, 1), (0, 2), (0, 3)])
    population.person("trustworthiness")[:] = [0.5, 0.2, 0.4, 0.9]
    tie(population, trust_a=[0.3, 0.5, 1.0])
    seen = view(population)
    found = outcomes(seen)["discernment"]
    assert found[0] == pytest.approx(1.0)
    assert np.isnan(found[1:]).all()  # one tie each: nothing to tell apart
    assert compute("discernment", seen) == pytest.approx(1.0)
    assert compute("trust_accuracy", seen) == pytest.approx(1.0)


OWN_INPUT = {
    "performance": "contact_hours",
    "creativity": "ideas",
    "health": "strain_history",
    "engagement": "meaning",
    "learning_behaviour": "learning",
    "breadth": "volume_play",
    "belonging": "belonging",
    "influence": "influence",
    "citizenship": "helping",
}


@pytest.mark.parametrize(("outcome", "column"), OWN_INPUT.items())
def test_each_outcome_has_an_input_of_its_own(outcome, column):
    population = random_organisation(30, 6)
    before = outcomes(view(population))
    population.person(column)[:] *= 0.5
    after = outcomes(view(population))
    moved = {name for name in OUTCOMES if not np.array_equal(before[name], after[name], equal_nan=True)}
    assert moved == {outcome}


def test_discernment_and_coordination_have_inputs_of_their_own():
    population = random_organisation(30, 6)
    before = outcomes(view(population))
    population.person("trustworthiness")[:] = population.person("trustworthiness")[::-1].copy()
    after = outcomes(view(population))
    assert {n for n in OUTCOMES if not np.array_equal(before[n], after[n], equal_nan=True)} == {"discernment"}
    population.team("rivalry")[:] = 0.3
    last = outcomes(view(population))
    moved = {n for n in OUTCOMES if not np.array_equal(after[n], last[n], equal_nan=True)}
    assert moved == {
        "relational_coordination",
        "performance",
    }  # performance builds on coordination, by the theory


def test_luck_is_own_to_outcome_person_day_and_run_alike_in_every_scenario():
    p = parameters(outcome_noise=0.5)
    one = outcomes(view(random_organisation(50, 6), p=p))
    calm = outcomes(view(random_organisation(50, 6)))
    luck = {
        n: np.log(one[n] / (1 - one[n])) - np.log(calm[n] / (1 - calm[n]))
        for n in ("health", "creativity", "belonging")
    }
    for name, values in luck.items():
        assert abs(values.mean()) < 0.3, name
        assert 0.35 < values.std() < 0.65
    assert abs(np.corrcoef(luck["health"], luck["creativity"])[0, 1]) < 0.4
    assert not np.allclose(luck["health"], luck["belonging"])
    other = random_organisation(50, 6)
    other.person("strain_history")[:] = 0.5
    again = outcomes(view(other, p=p))["health"]
    assert np.log(again / (1 - again)) == pytest.approx(luck["health"])
    tomorrow = outcomes(view(random_organisation(50, 6), days=41, p=p))
    assert not np.array_equal(tomorrow["health"], one["health"])


def test_luck_of_one_person_does_not_move_with_others():
    population = random_organisation(20, 6)
    p = parameters(outcome_noise=0.5)
    before = outcomes(view(population, p=p))["health"]
    population.person("active")[3] = 0
    assert np.array_equal(outcomes(view(population, p=p))["health"], np.delete(before, 3))


def test_no_outcome_is_energy_renamed_over_organisations_that_differ():
    rng = np.random.default_rng(5)
    values: dict[str, list[float]] = {name: [] for name in (*OUTCOMES, "mean_energy")}
    for seed in range(40):
        population = random_organisation(15, 6, seed)
        for column in range(len(population.state.people[0])):
            population.state.people[:, column] = rng.uniform(0.2, 0.8)
        seen = view(population)
        for name in values:
            values[name].append(compute(name, seen))
    found = correlation_with("mean_energy", values)
    assert set(found) == set(OUTCOMES)
    assert all(abs(r) < 0.8 for r in found.values())


def test_summary_is_on_the_common_scale():
    assert 0.0 <= compute("outcomes_overall", view(random_organisation(30, 6))) <= 1.0
