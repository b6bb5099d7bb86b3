"""The survey of ties and benefits, and which benefits go together."""

import math

import numpy as np
import pytest

from spirals.measures.benefits import OF_PERSONS, OF_TEAMS, correlation_with, expected_sign, pairs_above, survey_of_ties
from tests.measures.fake import FEATURES, deed, organisation, parameters, person, random_organisation, tie, view


def ring(people, teams):
    """Return people in a ring of ties whose quality, knowledge and ideas rise from the first person to the last."""
    ties = [(i, (i + 1) % people) for i in range(people)]
    population = organisation(people, ties, [i * teams // people for i in range(people)])
    rising = np.linspace(0.1, 0.9, people)
    a, b = population.tie("a"), population.tie("b")
    own = dict.fromkeys(FEATURES, 0.5)
    tie(population, **{**own, "regard_a": rising[a], "trust_a": rising[a], "regard_b": rising[b], "trust_b": rising[b]})
    person(population, knowledge=rising, strain_history=rising)
    deed(population, ideas=rising)
    return population


def test_a_perfect_survey_finds_what_goes_together():
    found = survey_of_ties(view(ring(40, 10), p=parameters(survey_reliability=1.0)))
    assert list(found) == [*OF_PERSONS, *OF_TEAMS]
    assert found["creativity"] > 0.95
    assert found["health"] == pytest.approx(-1.0)
    assert found["relational_coordination"] != found["performance"] > 0.95
    assert math.isnan(found["engagement"])  # does not vary
    assert math.isnan(found["recovery"])  # no weekly panel


def test_noise_weakens_what_a_survey_finds():
    perfect = survey_of_ties(view(ring(400, 20), p=parameters(survey_reliability=1.0)))
    found = survey_of_ties(view(ring(400, 20)))
    assert found["health"] == pytest.approx(0.8 * perfect["health"], abs=0.05)


def test_too_few_answers():
    found = survey_of_ties(view(ring(7, 7)))
    assert all(math.isnan(r) for r in found.values())
    assert math.isnan(survey_of_ties(view(random_organisation(40, 6, teams=7)))["performance"])


def test_correlations_over_scenarios():
    values = {"x": [1.0, 2.0, 3.0], "y": [3.0, 2.0, 1.0], "z": [1.0, 1.0, 1.0], "w": [1.0, 0.0, 1.0]}
    assert correlation_with("x", values) == pytest.approx({"y": -1.0, "z": np.nan, "w": 0.0}, nan_ok=True)
    assert pairs_above(0.8, values) == {("x", "y"): pytest.approx(-1.0)}


def test_directions():
    assert (expected_sign("reactivity"), expected_sign("health")) == (-1, 1)
    assert all(expected_sign(name) for name in (*OF_PERSONS, *OF_TEAMS))
