"""Outcomes: the equations by hand, their bounds, their own inputs and their own noise."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spirals.measures import between_people, compute
from spirals.measures import outcomes as measures
from spirals.measures.outcomes import MOVES, OUTCOMES, outcomes, reactivity
from spirals.mechanisms import outcomes as theory
from spirals.population import KINDS
from tests.measures.fake import deed, organisation, parameters, person, random_organisation, tie, view

SHARE = st.floats(0.0, 1.0)
NOISE = st.floats(-60.0, 60.0)
AMOUNT = st.floats(0.0, 1e6)
HALF = st.floats(0.01, 50.0)


def test_noise_moves_the_odds():
    assert theory.with_noise(0.5, 0.0) == 0.5
    assert theory.with_noise(0.5, math.log(3.0)) == pytest.approx(0.75)
    assert (theory.with_noise(0.0, 9.0), theory.with_noise(1.0, -9.0)) == (0.0, 1.0)


def test_work_needs_each_of_its_inputs_but_effort_for_others():
    assert theory.performance(0.5, 0.5, 0.5, 0.5, 0.0, 0.0) == pytest.approx(0.5)
    assert theory.performance(1.0, 1.0, 1.0, 0.75, 1.0, 0.0) == pytest.approx(0.25**0.2)
    for lacking in range(4):
        inputs = [0.9, 0.9, 0.9, 0.1]
        inputs[lacking] = 1.0 if lacking == 3 else 0.0
        assert theory.performance(inputs[0], inputs[1], inputs[2], inputs[3], 0.5, 0.0) == 0.0


def test_time_left():
    assert theory.time_left(2.0, 8.0, 0.0, 0.5) == 0.75
    assert theory.time_left(9.0, 8.0, 0.0, 0.5) == 0.0
    assert theory.time_left(2.0, 8.0, 2.0, 0.5) == 0.375


def test_coordination_of_a_tie():
    assert theory.coordination_of_tie(0.4, 0.8, 0.6, 0.9, 0.5, 0.25, 0.64) == pytest.approx((0.4 + 0.3 + 0.4) / 3)
    assert theory.coordination_of_tie(1.0, 1.0, 1.0, 1.0, 7.0, 1.0, 1.0) == pytest.approx(2 / 3)
    assert theory.coordination_of_tie(1.0, 1.0, 1.0, 1.0, -7.0, 1.0, 1.0) == 1.0


def test_counts_of_deeds_level_off():
    assert theory.influence(0.5, 1.5, 0.5, 0.0) == 0.625
    assert theory.effort(0.5, 1.5) == 0.25
    assert theory.creativity(0.0, 1.0, 5.0) == 0.0


def test_learning_behaviour_is_of_occasions():
    assert theory.learning_behaviour(0.5, 2.0, 1.0, 0.5, 4.0, 0.0) == pytest.approx((0.25 + 0.25 + 0.125) / 3)
    twice = theory.learning_behaviour(1.0, 4.0, 2.0, 1.0, 8.0, 0.0)
    assert twice == pytest.approx((0.25 + 0.25 + 0.125) / 3)  # twice as many encounters, the same share
    assert theory.learning_behaviour(0.0, 0.0, 0.0, 0.0, 0.0, 0.0) == 0.0


def test_citizenship_is_of_occasions_and_covering_counts_twice():
    assert theory.citizenship(0.5, 0.1, 2.0, 0.0) == pytest.approx(0.3)
    assert theory.citizenship(0.5, 0.1, 0.0, 0.0) == 0.0
    assert theory.share(3.0, 2.0) == 1.0


def test_variety():
    assert theory.variety(2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0) == pytest.approx(1.0)
    assert theory.variety(3.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0) == 0.0
    assert theory.variety(1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0) == pytest.approx(1 / 3)
    assert theory.variety(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0) == 0.0


def test_breadth_is_of_moves_and_partners():
    assert theory.breadth(0.25, 6.0, 2.0, 0.0) == 0.5
    assert theory.breadth(0.0, 0.0, 2.0, 0.0) == 0.0


def test_reactivity_is_strain_per_load_and_room():
    assert theory.reactivity(0.02, 0.4, 0.0, 0.0) == pytest.approx(0.05)
    assert theory.reactivity(0.01, 0.4, 0.5, 0.0) == pytest.approx(0.05)
    assert theory.reactivity(0.02, 0.4, 0.0, math.log(2.0)) == pytest.approx(0.1)
    assert theory.reactivity(0.02, 0.0, 0.5, 0.0) == 0.0
    assert theory.reactivity(0.02, 0.4, 1.0, 0.0) == 0.0


def test_discernment():
    assert theory.discernment(1.0, 1.0, 1.0, 3.0, 1.0, 0.0) == 0.75
    assert theory.discernment(-0.5, 1.0, 1.0, 1.0, 1.0, 0.0) == pytest.approx(-0.25)
    assert theory.discernment(0.0, 0.0, 1.0, 1.0, 1.0, 0.0) == 0.0
    assert theory.discernment(1.0, 1.0, 1.0, 0.0, 1.0, 0.0) == 0.0  # a right trust that was never tested
    # half of the noise on Fisher's scale
    assert math.atanh(theory.discernment(0.3, 1.0, 1.0, 1.0, 1.0, 0.4) / 0.5) == pytest.approx(math.atanh(0.3) + 0.2)


def test_half_life():
    assert theory.half_life(0.5, 5.0) == pytest.approx(5.0)
    assert theory.half_life(0.75, 5.0) == pytest.approx(2.5)
    assert theory.half_life(0.0, 5.0) == math.inf
    assert theory.half_life(1.0, 5.0) == 0.0
    assert theory.gone_in_a_week(0.2, 0.8) == 0.25
    assert theory.gone_in_a_week(0.0, 0.0) == 0.0


@given(SHARE, SHARE, SHARE, SHARE, SHARE, NOISE)
def test_outcomes_of_shares_stay_in_bounds(a, b, c, d, e, noise):
    for value in (
        theory.performance(a, b, c, d, e, noise),
        theory.engagement(a, b, c, noise),
        theory.health(a, noise),
        theory.belonging(a, noise),
        theory.coordination_of_tie(a, b, c, d, e, a, b),
        theory.breadth(a, 40.0 * b, 4.0, noise),
    ):
        assert 0.0 <= value <= 1.0


@given(AMOUNT, AMOUNT, AMOUNT, HALF, NOISE)
def test_outcomes_of_amounts_stay_in_bounds(a, b, c, half, noise):
    for value in (
        theory.creativity(a, half, noise),
        theory.learning_behaviour(a, b, c, half, half, noise),
        theory.variety(a, b, c, half, a, b, c, half),
        theory.influence(a, b, half, noise),
        theory.citizenship(a, b, half, noise),
        theory.effort(a, half),
        theory.time_left(a, half, b, c),
        theory.gone_in_a_week(a, b),
    ):
        assert 0.0 <= value <= 1.0
    assert theory.reactivity(a, b, min(1.0, c), noise) >= 0.0


@given(st.floats(-10, 10), st.floats(0, 10), st.floats(0, 10), AMOUNT, HALF, NOISE)
def test_discernment_stays_in_bounds(covariance, x, y, tested, half, noise):
    assert -1.0 <= theory.discernment(covariance, x, y, tested, half, noise) <= 1.0


def test_everybody_at_one_half():
    population = organisation(3, [(0, 1), (1, 2)])
    tie(population, need=[1.0, 1.0])
    person(population, contact_hours=4.0)
    population.team("rivalry")[:] = population.team("contest")[:] = 0.0
    deed(population, load=0.25, help_chances=1.0, trust_chances=1.0, offered=0.0)
    seen = view(population)
    for name in OUTCOMES:
        if name not in ("discernment", "breadth", "performance"):
            assert compute(name, seen) == pytest.approx(0.5), name
    assert compute("breadth", seen) == pytest.approx(0.5 * (math.log(7) / math.log(8) + 0.5))  # seven kinds alike
    assert compute("performance", seen) == pytest.approx((0.5**4 * 0.75) ** 0.2)
    assert compute("effort", seen) == 0.5
    assert compute("reactivity", seen) == 4.0
    assert compute("discernment", seen) == 0.0  # nothing to tell apart


def test_hardship_takes_the_mind_off_work():
    population = organisation(2, [(0, 1)])
    tie(population, need=1.0)
    person(population, contact_hours=0.0, hardship=[0.0, 1.0])
    population.team("contest")[:] = 0.0
    found = outcomes(view(population, p=parameters(hardship_on_work=1.0)))["performance"]
    assert found == pytest.approx([(0.5**3 * 0.75) ** 0.2, (0.5**4 * 0.75) ** 0.2])


def test_coordination_is_weighted_by_need():
    population = organisation(3, [(0, 1), (0, 2)])
    tie(population, need=[0.25, 0.75], regard_a=[1.0, 0.0], regard_b=[1.0, 0.0])
    person(population, knowledge=0.6, commitment=0.3)
    population.team("contest")[:] = 0.0
    found = outcomes(view(population))["relational_coordination"]
    assert found == pytest.approx([(0.9 + 0.25) / 3, 1.9 / 3, 0.3])
    population.team("rivalry")[:], population.team("contest")[:] = 0.4, 0.6
    assert outcomes(view(population))["relational_coordination"] == pytest.approx([(0.6 + 0.25) / 3, 1.6 / 3, 0.2])


def test_reactivity_needs_a_load():
    population = organisation(3)
    person(population, strain=0.0)
    deed(population, load=[0.0, 0.5, 0.5], reaction=[0.0, 0.01, 0.03])
    assert reactivity(view(population)) == pytest.approx([np.nan, 0.02, 0.06], nan_ok=True)
    assert compute("reactivity", view(population)) == pytest.approx(0.04)
    deed(population, load=0.0)
    assert math.isnan(compute("reactivity", view(population)))


def test_discernment_over_own_ties(monkeypatch):
    monkeypatch.setattr(measures, "ORDINARY_TIES", 0.0)
    population = organisation(6, [(0, 1), (0, 2), (0, 3), (0, 4)])
    population.person("trustworthiness")[:] = [0.5, 0.2, 0.4, 0.9, 0.0, 0.5]
    tie(population, trust_a=[0.3, 0.5, 1.0, 1.0], familiarity=[0.5, 0.5, 0.5, 0.0])
    deed(population, honoured=0.7, breached=0.3)
    seen = view(population)
    found = outcomes(seen)["discernment"]
    # right over all whom they know, tested once a day; who has one tie cannot tell apart, who has none is no case
    assert found == pytest.approx([0.5, 0.0, 0.0, 0.0, np.nan, np.nan], abs=1e-6, nan_ok=True)
    assert compute("discernment", seen) == pytest.approx(0.125, abs=1e-6)
    assert compute("trust_accuracy", seen) == pytest.approx(1.0)
    deed(population, honoured=3.0, breached=0.0)
    assert outcomes(view(population))["discernment"][0] == pytest.approx(0.75, abs=1e-6)


def test_who_has_few_ties_is_taken_for_an_ordinary_person(monkeypatch):
    monkeypatch.setattr(measures, "ORDINARY_TIES", 1e9)
    population = organisation(4, [(0, 1), (0, 2), (0, 3)])
    population.person("trustworthiness")[:] = [0.5, 0.2, 0.4, 0.9]
    tie(population, trust_a=[0.3, 0.5, 1.0], familiarity=0.5)
    deed(population, honoured=0.7, breached=0.3)
    found = outcomes(view(population))["discernment"]
    assert found == pytest.approx(0.5)  # everybody's is that of all ties


OWN_INPUT = {
    "performance": "contact_hours",
    "health": "strain_history",
    "engagement": "meaning",
    "belonging": "belonging",
}
OWN_DEED = {
    "learning_behaviour": "trust_chances",
    "breadth": "played",
    "influence": "asked_of",
    "creativity": "ideas",
    "discernment": "honoured",
}


def _moved(before, after):
    return {name for name in OUTCOMES if not np.array_equal(before[name], after[name], equal_nan=True)}


@pytest.mark.parametrize(("outcome", "column"), OWN_INPUT.items())
def test_each_outcome_has_an_input_of_its_own(outcome, column):
    population = random_organisation(30, 6)
    before = outcomes(view(population))
    population.person(column)[:] *= 0.5
    assert _moved(before, outcomes(view(population))) == {outcome}


@pytest.mark.parametrize(("outcome", "column"), OWN_DEED.items())
def test_each_outcome_of_deeds_has_a_deed_of_its_own(outcome, column):
    population = random_organisation(30, 6)
    before = outcomes(view(population))
    population.deed(column)[:] *= 0.5
    assert _moved(before, outcomes(view(population))) == {outcome}


@pytest.mark.parametrize("column", ["carrying_capacity", "tensility", "connectivity", "trust", "regard"])
def test_no_outcome_but_coordination_and_discernment_reads_a_feature_of_ties(column):
    population = random_organisation(30, 6)
    before, calm = outcomes(view(population)), reactivity(view(population))
    for name in (column + "_a", column + "_b") if column in ("trust", "regard") else (column,):
        tie(population, **{name: np.linspace(0.1, 0.9, population.tie_rows.size)})
    moved = _moved(before, outcomes(view(population)))
    read = {"trust": {"discernment"}, "regard": {"relational_coordination", "performance"}}
    assert moved == read.get(column, set())
    assert np.array_equal(calm, reactivity(view(population)))


def test_covering_is_citizenship_and_one_kind_of_move():
    population = random_organisation(30, 6)
    before = outcomes(view(population))
    population.deed("offered")[:] *= 0.5
    assert _moved(before, outcomes(view(population))) == {"citizenship", "breadth"}


def test_discernment_and_coordination_have_inputs_of_their_own():
    population = random_organisation(30, 6)
    before = outcomes(view(population))
    population.person("trustworthiness")[:] = population.person("trustworthiness")[::-1].copy()
    after = outcomes(view(population))
    assert _moved(before, after) == {"discernment"}
    population.team("rivalry")[:] = 0.3
    # performance builds on coordination, by the theory
    assert _moved(after, outcomes(view(population))) == {"relational_coordination", "performance"}


def test_noise_is_own_to_outcome_person_day_and_run_alike_in_every_scenario():
    p = parameters(outcome_noise=0.5)
    noisy = outcomes(view(random_organisation(50, 6), p=p))
    calm = outcomes(view(random_organisation(50, 6)))
    noise = {
        n: np.log(noisy[n] / (1 - noisy[n])) - np.log(calm[n] / (1 - calm[n]))
        for n in ("health", "creativity", "belonging")
    }
    for name, values in noise.items():
        assert abs(values.mean()) < 0.3, name
        assert 0.35 < values.std() < 0.65
    assert abs(np.corrcoef(noise["health"], noise["creativity"])[0, 1]) < 0.4
    assert not np.allclose(noise["health"], noise["belonging"])
    other = random_organisation(50, 6)
    other.person("strain_history")[:] = 0.5
    again = outcomes(view(other, p=p))["health"]
    assert np.log(again / (1 - again)) == pytest.approx(noise["health"])
    tomorrow = outcomes(view(random_organisation(50, 6), days=41, p=p))
    assert not np.array_equal(tomorrow["health"], noisy["health"])


def test_noise_of_one_person_does_not_move_with_others():
    population = random_organisation(20, 6)
    p = parameters(outcome_noise=0.5)
    before = outcomes(view(population, p=p))["health"]
    population.person("active")[3] = 0
    assert np.array_equal(outcomes(view(population, p=p))["health"], np.delete(before, 3))


def test_outcomes_of_one_person_alone():
    seen = view(organisation(1))
    assert compute("relational_coordination", seen) == 0.5  # nobody's work depends on theirs
    assert math.isnan(compute("discernment", seen))
    assert math.isnan(compute("trust_accuracy", seen))
    assert math.isnan(between_people("creativity", seen))


def test_breadth_reads_every_kind_of_move():
    assert len(MOVES) == len(KINDS) == 8


def test_summary_is_on_the_common_scale():
    assert 0.0 <= compute("outcomes_overall", view(random_organisation(30, 6))) <= 1.0
