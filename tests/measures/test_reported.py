"""Reports: the measured rhythm, the reliability asked for, the same noise in every scenario."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spirals.measures import compute
from spirals.measures.outcomes import engagement
from spirals.measures.reported import reported_engagement, survey
from spirals.mechanisms import reporting
from tests.measures.fake import organisation, parameters, person, random_organisation, view


@pytest.mark.parametrize(("hour", "level"), [(9.0, 0.39), (14.0, 0.05), (18.0, -0.64)])
def test_rhythm_passes_through_the_measured_points(hour, level):
    assert reporting.daily_rhythm(hour, 1.03) == pytest.approx(level, abs=0.005)


def test_rhythm_falls_all_day():
    levels = [reporting.daily_rhythm(hour, 1.0) for hour in (9.0, 11.0, 13.0, 15.0, 17.0)]
    assert levels == sorted(levels, reverse=True)


def test_momentary_answers_by_hand():
    assert reporting.reported_mood(0.5, 0.1, -0.2, 1.0, 6.0, 0.5) == pytest.approx(1.4)
    at_nine = reporting.reported_energy(0.5, 0.1, -0.2, 9.0, 1.0, 6.0, 1.0, 0.5)
    assert at_nine == pytest.approx(1.4 + 0.379)
    assert reporting.reported_strain(0.5, 0.75, -0.2, 1.0, 4.0, 0.5) == pytest.approx(1.2)


def test_reported_energy_of_a_run():
    population = organisation(3)
    population.state.traits[:] = 0.0
    person(population, energy=0.0, mood=[0.0, 0.5, 1.0])
    p = parameters(report_noise=0.0, rhythm=0.0)
    assert compute("reported_energy", view(population, p=p)) == pytest.approx(0.5)


def test_survey_has_the_reliability_asked_for():
    population = random_organisation(3000, 2)
    truth = np.random.default_rng(0).normal(0.5, 0.1, 3000)
    answers = survey(view(population), truth, 5)
    assert np.corrcoef(truth, answers)[0, 1] ** 2 == pytest.approx(0.8, abs=0.02)


def test_survey_noise_is_own_to_the_question_and_alike_across_scenarios():
    seen = view(random_organisation(200, 2))
    flat = np.linspace(0.4, 0.6, 200)
    first, second = survey(seen, flat, 5) - flat, survey(seen, flat, 6) - flat
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.25
    assert survey(seen, flat + 0.05, 5) - flat - 0.05 == pytest.approx(first)


def test_a_perfect_survey_finds_the_truth():
    seen = view(random_organisation(30, 6), p=parameters(survey_reliability=1.0))
    assert reported_engagement(seen) == pytest.approx(engagement(seen))


@given(st.floats(0, 1), st.floats(-9, 9), st.floats(0, 1), st.floats(-1, 2))
def test_bounds(value, noise, spread, reliability):
    noise_sd = reporting.survey_noise(spread, reliability)
    assert noise_sd >= 0.0
    assert 0.0 <= reporting.survey_answer(value, noise, noise_sd) <= 1.0
