"""Recovery after a shock, on series drawn by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from spirals.measures import compute
from spirals.measures.resilience import response, responses
from tests.measures.fake import organisation, view

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


def test_a_twin_says_what_would_have_been():
    falling = np.linspace(0.8, 0.2, 100)
    pushed = falling.copy()
    pushed[40:44] -= [0.1, 0.2, 0.1, 0.05]
    found = response(pushed, 41, twin=falling)
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


def test_without_a_shock_there_is_no_resilience_to_see():
    assert math.isnan(compute("organisation_depth", view(organisation(3))))


@given(arrays(np.float64, 60, elements=st.floats(0, 1)), st.integers(2, 60))
def test_bounds(series, day):
    found = response(series, day)
    assert 0.0 <= found.depth <= 1.0
    assert 0.0 <= found.half_recovery <= 60.0
    assert found.depth <= found.area + 1e-12 <= 60.0 + 1e-9
