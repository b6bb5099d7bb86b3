"""Spirals: what lasts after a push, and who feeds whom, on data whose answer is known."""

import math

import numpy as np
import pytest

from spirals.measures import compute
from spirals.measures.trajectory import after_push, growth_lost, reciprocal_effects
from tests.measures.fake import organisation, view

CONTROL = np.full(200, 0.5)


def pushed(after):
    """Return a run with a difference of .1 on days 51..100 and the one given after it."""
    series = CONTROL.copy()
    series[50:100] += 0.1
    series[100:] += after
    return series


def test_a_push_that_leaves_nothing():
    found = after_push(pushed(0.0), CONTROL, 51, 100)
    assert found.during == pytest.approx(5.0)
    assert found.after == pytest.approx(0.0)
    assert found.ratio == pytest.approx(0.0)
    assert found.half_life == pytest.approx(3.0)  # the first full week has its middle on day 3
    assert found.growth == pytest.approx(-0.1)


def test_exponential_forgetting_has_its_half_life():
    found = after_push(pushed(0.1 * 0.5 ** (np.arange(1, 101) / 20.0)), CONTROL, 51, 100)
    assert found.half_life == pytest.approx(20.0, abs=1.0)
    assert found.ratio == pytest.approx(0.5 ** (1 / 20) / (1 - 0.5 ** (1 / 20)) * 0.1 * (1 - 0.5**5) / 5.0)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_growth_without_a_push_up_and_down(sign):
    found = after_push(0.5 + sign * (pushed(np.linspace(0.1, 0.3, 100)) - 0.5), CONTROL, 51, 100)
    assert found.growth > 0.15
    assert found.half_life == math.inf
    assert found.ratio == pytest.approx(4.0)
    assert math.copysign(1.0, found.after) == sign


def test_a_push_that_did_nothing():
    found = after_push(CONTROL, CONTROL, 51, 100)
    assert math.isnan(found.ratio)
    assert math.isnan(found.half_life)


def test_pairs_must_fit():
    with pytest.raises(ValueError, match="differ in length"):
        after_push(CONTROL, CONTROL[:-1], 51, 100)
    with pytest.raises(ValueError, match="no day after"):
        after_push(CONTROL, CONTROL, 51, 200)


def test_growth_lost():
    assert growth_lost(2.0, 0.5) == 0.75
    assert growth_lost(-2.0, -2.0) == 0.0
    assert math.isnan(growth_lost(0.0, 1.0))


def panels(to_energy, to_quality, weeks=60, people=200, seed=0):
    """Return panels with known lagged effects, lasting differences between people, and shared weeks."""
    rng = np.random.default_rng(seed)
    q, e = np.zeros((weeks, people)), np.zeros((weeks, people))
    for week in range(1, weeks):
        q[week] = 0.4 * q[week - 1] + to_quality * e[week - 1] + rng.normal(size=people)
        e[week] = 0.3 * e[week - 1] + to_energy * q[week - 1] + rng.normal(size=people)
    shared = rng.normal(size=(weeks, 1))
    lasting = 3.0 * rng.normal(size=people)
    return q + shared + lasting, e + 2.0 * shared + lasting


def test_known_effects_are_found():
    found = reciprocal_effects(*panels(0.2, 0.1))
    assert found.quality_to_energy == pytest.approx(0.2, abs=0.03)
    assert found.energy_to_quality == pytest.approx(0.1, abs=0.03)
    assert found.quality_carried == pytest.approx(0.4, abs=0.05)
    assert found.energy_carried == pytest.approx(0.3, abs=0.05)
    assert found.spiral == min(found.quality_to_energy, found.energy_to_quality)
    assert found.pairs == 59 * 200
    assert 0.005 < found.quality_to_energy_error < 0.02


def test_lasting_differences_and_shared_weeks_are_no_spiral():
    found = reciprocal_effects(*panels(0.0, 0.0))
    assert abs(found.quality_to_energy) < 3 * found.quality_to_energy_error
    assert abs(found.energy_to_quality) < 3 * found.energy_to_quality_error


def test_gaps_are_left_out():
    quality, energy = panels(0.2, 0.1)
    quality[10:20, :50] = np.nan
    energy[:30, 50:60] = np.nan
    found = reciprocal_effects(quality, energy)
    assert found.pairs == 59 * 200 - 50 * 11 - 10 * 30
    assert found.quality_to_energy == pytest.approx(0.2, abs=0.04)


@pytest.mark.parametrize("shape", [(3, 50), (30, 0)])
def test_too_little_to_tell(shape):
    assert math.isnan(reciprocal_effects(np.ones(shape), np.ones(shape)).quality_to_energy)


def test_nothing_varies():
    assert math.isnan(reciprocal_effects(np.ones((30, 5)), np.ones((30, 5))).spiral)


def test_measures_of_a_run():
    quality, energy = panels(0.2, 0.1)
    seen = view(organisation(3), weekly={"quality": quality, "energy": energy})
    assert compute("quality_to_energy", seen) == reciprocal_effects(quality, energy).quality_to_energy
    assert compute("spiral_reciprocity", seen) == compute("energy_to_quality", seen)
    assert math.isnan(compute("quality_to_energy", view(organisation(3))))
