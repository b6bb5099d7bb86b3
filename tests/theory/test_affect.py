"""Affect by hand: mood within the day, energy overnight, vitality over months, and what else the day spends."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spirals.mechanisms.affect import (
    contagion_shift,
    energy_overnight,
    energy_spent,
    felt_tonight,
    mood_carried,
    mood_event,
    vitality_tonight,
)
from tests.theory.given import only


def test_mood_carries_over_and_keeps_its_spread() -> None:
    assert mood_carried(2.0, 0.5, 0.0, 9.0) == 1.0
    assert mood_carried(0.0, 0.6, 0.5, 1.0) == pytest.approx(0.4)
    variance = 0.0
    for _ in range(200):  # inertia^2 of the variance stays, the rest is new: it settles at innovation^2
        variance = mood_carried(math.sqrt(variance), 0.6, 0.5, 0.0) ** 2 + mood_carried(0.0, 0.6, 0.5, 1.0) ** 2
    assert variance == pytest.approx(0.25)


def test_mood_events_are_short_and_bad_ones_stronger() -> None:
    p = only(mood_lift=0.8, loss_ratio=2.0, buffer_strength=0.5)
    assert mood_event(p, 0.5, 0.5, 0.9) == pytest.approx(0.2)
    assert mood_event(p, 0.5, 3.0, 0.9) == pytest.approx(0.4)
    assert mood_event(p, -0.5, 1.0, 0.0) == pytest.approx(-0.8)
    assert mood_event(p, -0.5, 1.0, 0.8) == pytest.approx(-0.48)
    assert mood_event(p, 0.0, 1.0, 0.5) == 0.0


@given(st.floats(-5.0, 5.0), st.floats(-5.0, 5.0), st.floats(0.0, 1.0), st.floats(0.0, 4.0))
def test_two_moods_meet_halfway_at_most(own: float, other: float, contagion: float, dose: float) -> None:
    mine, theirs = contagion_shift(own, other, contagion, dose), contagion_shift(other, own, contagion, dose)
    assert mine == -theirs
    assert abs((own + mine) - (other + theirs)) <= abs(own - other) + 1e-12
    if contagion * dose <= 0.5:
        assert mine == pytest.approx(contagion * dose * (other - own))


def test_energy_is_spent_and_restored() -> None:
    assert energy_spent(0.6, 0.1) == pytest.approx(0.6 * math.exp(-0.1))
    assert energy_overnight(0.4, 0.6, 0.25, 0.02) == pytest.approx(0.57)
    assert energy_overnight(0.4, 0.6, 0.25, 9.0) == 0.99
    assert energy_overnight(0.4, 0.6, 0.25, -9.0) == 0.01


def test_vitality_moves_slowly_with_what_is_felt() -> None:
    p = only(
        vitality_felt=0.2, vitality_support=0.3, ref_support=0.5,
        vitality_meaning=0.5, vitality_strain=0.4, vitality_rate=0.1, vitality_noise=0.01,
        ref_felt=0.1, ref_meaning=0.6, ref_strain=0.2,
    )  # fmt: skip
    assert vitality_tonight(p, 0.5, 0.5, 0.1, 0.5, 0.6, 0.2, 0.0) == pytest.approx(0.5)
    target = 0.6 + 0.2 * 0.2 + 0.3 * 0.1 + 0.5 * 0.1 - 0.4 * 0.3
    assert vitality_tonight(p, 0.5, 0.6, 0.3, 0.6, 0.7, 0.5, 2.0) == pytest.approx(0.5 + 0.1 * (target - 0.5) + 0.02)
    assert vitality_tonight(p, 0.5, 0.5, 0.1, 0.5, 0.6, 0.2, 99.0) == 0.97
    assert vitality_tonight(p, 0.5, 0.5, 0.1, 0.5, 0.6, 0.2, -99.0) == 0.03


def test_what_is_felt_is_remembered() -> None:
    assert felt_tonight(0.2, 0.6, 0.05) == pytest.approx(0.22)
