"""Recovery after a shock, on series drawn by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from spirals.measures import compute, per_person
from spirals.measures.resilience import response, responses
from tests.measures.fake import organisation, person, view

FLAT = np.full(100, 0.5)


def dip(*losses, day=41, days=100):
    series = np.full(days, 0.5)
    series[day - 1 : day - 1 + len(losses)] -= losses
    return series


def test_depth_half_recovery_and_area_by_hand():
    found = response(dip(0.2, 0.4, 0.3, 0.2, 0.1), 41)
    assert found.depth == pytest.approx(0.4)
    assert found.half_recovery == 2.0  # lowest on the second day, half back two days later
    assert found.area == pytest.approx(1.2)


def test_a_loss_can_be_a_rise():
    found = response(1.0 - dip(0.2, 0.4, 0.1), 41, rise_is_loss=True)
    assert found.depth == pytest.approx(0.4)
    assert found.area == pytest.approx(0.7)


def test_weekends_are_not_losses():
    week = np.tile([0.5, 0.48, 0.46, 0.44, 0.42], 20)
    assert response(week, 41).depth == pytest.approx(0.0, abs=1e-12)


def test_never_recovered_gives_a_lower_bound():
    found = response(dip(*[0.3] * 60), 41)
    assert found.half_recovery == 60.0
    assert found.area == pytest.approx(18.0)


def test_no_loss_at_all():
    assert response(FLAT, 41) == (0.0, 0.0, 0.0)


def test_a_control_says_what_would_have_been():
    falling = np.linspace(0.8, 0.2, 100)
    pushed = falling.copy()
    pushed[40:44] -= [0.1, 0.2, 0.1, 0.05]
    found = response(pushed, 41, control=falling)
    assert found == pytest.approx((0.2, 1.0, 0.45))


def test_nothing_to_compare_with():
    assert math.isnan(response(FLAT, 1).depth)
    assert math.isnan(response(FLAT, 101).depth)
    assert math.isnan(responses(FLAT, ()).depth)
    assert response(dip(0.2, day=3), 3).depth == pytest.approx(0.2)  # two days before are better than none


def test_each_shock_is_watched_until_the_next():
    series = dip(0.2, 0.1, day=41) - (FLAT - dip(0.4, 0.2, day=66))
    found = responses(series, (66, 41))
    assert found.depth == pytest.approx(0.3)
    assert found.area == pytest.approx(0.45)
    assert responses(series, (41,)).depth == pytest.approx(0.4)


def test_measures_of_a_run():
    strain = 1.0 - dip(0.2, 0.4, 0.3, 0.2, 0.1)
    seen = view(organisation(4, teams=[0, 0, 1, 1]), days=100, given={"mean_strain": strain}, shocks=(41,))
    assert compute("organisation_depth", seen) == pytest.approx(0.4)
    assert compute("organisation_half_recovery", seen) == 2.0
    assert compute("organisation_area_lost", seen) == pytest.approx(1.2)
    assert math.isnan(compute("team_depth", seen))
    table = np.column_stack([1.0 - dip(0.2), 1.0 - dip(0.4), np.full(100, np.nan)])
    seen = view(organisation(4, teams=[0, 0, 1, 1]), days=100, shocks=(41,), team_series={"strain": table})
    assert compute("team_depth", seen) == pytest.approx(0.3)
    assert compute("team_area_lost", seen) == pytest.approx(0.3)
    assert compute("team_half_recovery", seen) == 1.0


def test_energy_of_the_organisation_falls_and_comes_back():
    seen = view(organisation(2), days=100, given={"mean_energy": dip(0.2, 0.4, 0.3, 0.2, 0.1)}, shocks=(41,))
    assert compute("organisation_energy_depth", seen) == pytest.approx(0.4)
    assert compute("organisation_energy_half_recovery", seen) == 2.0
    assert compute("organisation_energy_area_lost", seen) == pytest.approx(1.2)


def weeks(*columns, name="strain"):
    """Return weekly panels of twenty weeks at .5, with what each person lost or gained from week 9 on."""
    table = np.full((20, len(columns)), 0.5)
    for person_, steps in enumerate(columns):
        table[8 : 8 + len(steps), person_] += steps
    return {name: table}


def test_persons_and_the_top_team_are_watched_by_weeks():
    population = organisation(3)
    population.person("level")[:] = [0, 1, 2]
    seen = view(population, days=100, shocks=(42,), weekly=weeks([0.4, 0.2], [0.2, 0.2, 0.1], [0.4, 0.4, 0.3]))
    assert compute("person_depth", seen) == pytest.approx((0.4 + 0.2 + 0.4) / 3)
    assert compute("person_half_recovery", seen) == pytest.approx((5 + 10 + 15) / 3)
    assert compute("person_area_lost", seen) == pytest.approx(5 * (0.6 + 0.5 + 1.1) / 3)
    assert compute("top_team_depth", seen) == pytest.approx(0.3)
    assert compute("top_team_half_recovery", seen) == 15.0  # .3, .3, .2 and 0
    population.person("level")[:] = 0
    assert math.isnan(compute("top_team_depth", view(population, days=100, shocks=(42,), weekly=weeks([0.4] * 3))))


def test_who_came_after_the_shock_is_not_watched():
    table = weeks([0.4, 0.2], [0.2, 0.1])
    table["strain"][:10, 1] = np.nan
    seen = view(organisation(3), days=100, shocks=(41,), weekly=table)  # the third came in the last week
    assert compute("person_depth", seen) == pytest.approx(0.4)


def test_performance_of_the_organisation_by_weeks():
    seen = view(organisation(2), days=100, shocks=(41,), weekly=weeks([-0.2, -0.05], [-0.4], name="performance"))
    assert compute("organisation_performance_depth", seen) == pytest.approx(0.3)
    assert compute("organisation_performance_half_recovery", seen) == 5.0
    assert compute("organisation_performance_area_lost", seen) == pytest.approx(5 * (0.3 + 0.025))
    assert math.isnan(compute("organisation_performance_depth", view(organisation(2), days=100, shocks=(41,))))


def test_recovery_is_the_share_of_hardship_gone_in_a_week():
    hardship = np.array([[0.0, 1.0, 1.0], [1.0, 0.8, 0.5], [0.5, 1.6, 0.25], [0.25, 1.2, 0.09], [0.2, 1.2, 0.0]])
    seen = view(organisation(4), weekly={"hardship": hardship})
    # person 1 had a second setback in the third week, which does not count; below .1 nothing is left to carry
    expected = [0.8 / 1.75, 0.6 / 3.8, 0.91 / 1.75, np.nan]
    assert per_person("recovery", seen) == pytest.approx(expected, nan_ok=True)
    assert compute("recovery", seen) == pytest.approx(np.mean(expected[:3]))
    gone = (0.8 + 0.6 + 0.91) / (1.75 + 3.8 + 1.75)
    assert compute("hardship_half_life", seen) == pytest.approx(-5 * math.log(2) / math.log(1 - gone))


@pytest.mark.parametrize("weekly", [{}, {"hardship": np.zeros((9, 3))}, {"hardship": np.ones((1, 3))}])
def test_without_a_setback_there_is_no_recovery_to_see(weekly):
    population = organisation(3)
    person(population, hardship=0.0)
    for name in ("recovery", "hardship_half_life"):
        assert math.isnan(compute(name, view(population, weekly=weekly)))


def test_without_a_shock_there_is_no_resilience_to_see():
    assert math.isnan(compute("organisation_depth", view(organisation(3))))


@given(arrays(np.float64, 60, elements=st.floats(0, 1)), st.integers(2, 60))
def test_bounds(series, day):
    found = response(series, day)
    assert 0.0 <= found.depth <= 1.0
    assert 0.0 <= found.half_recovery <= 60.0
    assert found.depth <= found.area + 1e-12 <= 60.0 + 1e-9
