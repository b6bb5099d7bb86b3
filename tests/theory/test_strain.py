"""Strain, hardship and resilience by hand."""

from __future__ import annotations

import math

import pytest

from spirals.mechanisms.strain import (
    company_of,
    coped_with,
    demand_on_person,
    drifting_demand,
    hardship_passed,
    load_of,
    recovering,
    relieved,
    resilience_tonight,
    severity_of_setback,
    strain_after_day,
    strain_after_night,
    struck,
    support_tonight,
)
from tests.theory.given import only, usual

RECOVERY = {"resilience_base": 0.4, "resilience_slope": 1.2}


def test_a_setback() -> None:
    assert severity_of_setback(0.5, 1.0) == 1.0
    assert severity_of_setback(0.9, 0.5) == pytest.approx(1.2)
    hardship, energy, mood = struck(0.3, 0.6, 0.2, 1.5, 0.1, 0.8)
    assert (hardship, energy, mood) == pytest.approx((1.8, 0.6 * math.exp(-0.15), -1.0))


def test_hardship_passes_alone_and_faster_told() -> None:
    p = only(coping=0.02, hardship_sharing=0.5, relief_bearing=2.0, **RECOVERY)
    assert recovering(p, 0.5) == pytest.approx(1.0)
    assert hardship_passed(p, 1.2, 0.5) == pytest.approx(1.2 * math.exp(-0.02))
    assert relieved(p, 0.8, 0.75, 0.5, 0.5) == pytest.approx(1.0 - math.exp(-0.5 * 0.64 * 0.75 * 0.5))
    assert relieved(p, 0.8, 0.75, 3.0, 0.5) == relieved(p, 0.8, 0.75, 1.0, 0.5)
    assert relieved(p, 0.0, 0.75, 1.0, 0.5) == relieved(p, 0.8, 0.0, 1.0, 0.5) == 0.0
    cubic = only(hardship_sharing=0.5, relief_bearing=3.0, **RECOVERY)
    assert relieved(cubic, 0.8, 1.0, 1.0, 0.5) == pytest.approx(1.0 - math.exp(-0.5 * 0.512))


def test_alone_hardship_halves_in_thirty_to_forty_days_at_middling_resilience() -> None:
    p, left, days = usual(), 1.0, 0
    while left > 0.5:
        left, days = hardship_passed(p, left, 0.5), days + 1
    assert 30 <= days <= 42  # theory.md, section 3


def test_company() -> None:
    assert company_of(0.8, 0.5, 0.2) == pytest.approx(0.4)
    assert company_of(0.2, 0.5, 0.2) == 0.0
    assert support_tonight(0.2, 0.6, 0.25) == pytest.approx(0.3)


def test_load() -> None:
    p = only(
        strain_load=0.05,
        demand_free=0.2,
        crowding_load=0.02,
        crowding_free=0.5,
        contact_limit=5.0,
        help_strain=0.004,
        need_strain=0.006,
    )
    assert load_of(p, 0.6, 2.5, 0.0, 0.0, 1.0) == pytest.approx(0.02)
    assert load_of(p, 0.6, 5.0, 2.0, 1.0, 2.0) == pytest.approx(2.0 * (0.02 + 0.01) + 0.008 + 0.006)
    assert load_of(p, 0.1, 0.0, 0.0, 0.0, 1.0) == 0.0


def test_strain_over_a_day_and_a_night() -> None:
    p = only(
        strain_hardship=0.01,
        resilience_damps=0.5,
        support_damps=0.4,
        strain_recovery=0.05,
        alone=0.8,
        supported=0.6,
        **RECOVERY,
    )
    assert strain_after_day(p, 0.2, 0.03, 0.0, 0.5, 0.5) == pytest.approx(1.0 - 0.8 * math.exp(-0.03))
    assert strain_after_day(p, 0.2, 0.03, 5.0, 1.0, 0.75) == pytest.approx(
        1.0 - 0.8 * math.exp(-(0.03 + 0.01 * 2.0 * 0.75) * 0.6)
    )
    assert strain_after_day(p, 0.2, -1.0, 0.0, 0.5, 0.5) == 0.2
    assert strain_after_night(p, 0.4, 0.5, 0.5, 3.0) == pytest.approx(0.4 * math.exp(-0.05 * 1.1 * 3.0))
    assert strain_after_night(p, 0.4, 0.0, 0.0, 1.0) == pytest.approx(0.4 * math.exp(-0.05 * 0.8 * 0.4))


def test_resilience_is_built_by_mood_and_coping_and_worn_by_long_strain() -> None:
    p = only(
        resilience_mood=0.01,
        resilience_support=0.02,
        resilience_rest=0.4,
        resilience_return=0.1,
        resilience_erosion=0.05,
        resilience_growth=0.2,
    )
    assert resilience_tonight(p, 0.4, 0.0, -0.5, 0.0, 0.3) == pytest.approx(0.4)
    built = 1.0 - 0.6 * math.exp(-0.01 * 1.5 - 0.02 * 0.5)
    assert resilience_tonight(p, 0.4, 0.0, 1.0, 0.5, 0.3) == pytest.approx(built + 0.1 * (0.4 - built))
    assert resilience_tonight(p, 0.4, 0.1, -9.0, 0.0, 0.7) == pytest.approx(0.4 + 0.1 * 0.1 - 0.05 * 0.4 * 0.4)
    assert coped_with(p, 0.5, 1.0) == pytest.approx(0.1)
    assert coped_with(p, 0.5, 7.0) == pytest.approx(0.2)


def test_demand() -> None:
    p = only(demand=0.5, demand_return=0.1, improvement_on_demand=0.4)
    assert drifting_demand(p, 0.2, 0.05, -2.0) == pytest.approx(0.2 - 0.02 - 0.1)
    assert demand_on_person(p, 0.1, -0.05, 0.02, 0.25, 0.2) == pytest.approx(0.5 + 0.1 - 0.05 + 0.02 - 0.1 + 0.2)
    assert demand_on_person(p, -9.0, 0.0, 0.0, 0.0, 0.0) == 0.0
