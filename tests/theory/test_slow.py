"""Slow states, leaving and what practices do to states, by hand."""

from __future__ import annotations

import math

import pytest

from spirals.mechanisms.practices import (
    betrayed,
    going_well,
    passed_over,
    recognised,
    recognition_weight,
    skill_taught,
)
from spirals.mechanisms.slow import (
    authenticity_rest_of,
    commitment_tonight,
    leaving_hazard,
    loss_of_a_colleague,
    masking,
    meaning_rest_of,
    own_rest,
    starting_chance,
)
from tests.theory.given import only


def test_where_states_rest() -> None:
    assert own_rest(0.5, 0.2) == pytest.approx(0.7)
    assert own_rest(0.5, 0.9) == 1.0
    assert own_rest(0.5, -0.9) == 0.0
    p = only(meaning_rest=0.4, meaning_authentic=0.5, meaning_tasks=0.2, ref_authenticity=0.7, ref_given=0.25)
    assert meaning_rest_of(p, 0.1, 0.7, 0.25) == pytest.approx(0.5)
    assert meaning_rest_of(p, 0.0, 0.9, 0.75) == pytest.approx(0.4 + 0.1 + 0.1)
    p = only(authenticity_rest=0.3, authenticity_safety=0.5, authenticity_unlike=0.8, authenticity_unlike_at=0.5)
    assert authenticity_rest_of(p, 0.6, 0.5, 0.0) == authenticity_rest_of(p, 0.6, 0.1, 0.0) == pytest.approx(0.6)
    assert authenticity_rest_of(p, 0.6, 0.75, 0.0) == pytest.approx(0.4)
    assert authenticity_rest_of(p, 0.6, 0.75, 0.75) == pytest.approx(0.55)


def test_hiding_oneself_costs_energy() -> None:
    p = only(masking_effort=0.1, ref_authenticity=0.6)
    assert masking(p, 0.6) == pytest.approx(0.05)
    assert masking(p, 0.1) == pytest.approx(0.1)
    assert masking(p, 1.1) == 0.0


def test_commitment_moves_towards_what_feeds_it() -> None:
    p = only(
        commitment_level=0.6, commitment_rate=0.1, commitment_meaning=0.5, commitment_safety=0.4, commitment_worth=0.3,
        commitment_felt=0.2, commitment_leader=0.25, entrust_commitment=0.1, ref_meaning=0.6, ref_safety=0.6,
        ref_worth=0.6, ref_felt=0.1, ref_regard=0.7, ref_given=0.25,
    )  # fmt: skip
    assert commitment_tonight(p, 0.6, 0.6, 0.6, 0.6, 0.1, 0.7, 0.25) == pytest.approx(0.6)
    target = 0.6 + 0.5 * 0.1 + 0.4 * -0.1 + 0.3 * 0.2 + 0.2 * 0.3 + 0.25 * -0.2 + 0.1 * 1.0
    assert commitment_tonight(p, 0.5, 0.7, 0.5, 0.8, 0.4, 0.5, 1.25) == pytest.approx(0.5 + 0.1 * (target - 0.5))


def test_leaving() -> None:
    p = only(turnover=0.13, leave_commitment=6.0, leave_strain=2.0, commitment_level=0.6, ref_strain=0.2)
    assert leaving_hazard(p, 0.6, 0.2) == pytest.approx(0.13 / 260)
    assert leaving_hazard(p, 0.5, 0.4) == pytest.approx(0.13 / 260 * math.exp(0.6 + 0.4))
    p = only(turnover=2.0, leave_commitment=20.0, leave_strain=20.0, commitment_level=1.0, ref_strain=0.0)
    assert leaving_hazard(p, 0.0, 1.0) == 1.0
    assert loss_of_a_colleague(0.5, 0.8, 0.1) == pytest.approx(0.04)


def test_a_members_practice() -> None:
    assert starting_chance(0.5, 0.8, 1.0, 0.5, 2, 0.1, 2.0) == pytest.approx(0.1 * 0.4 * 2.0 / 2.0)
    assert starting_chance(1.0, 1.0, 1.0, 1.0, 1, 1.0, 20.0) == 1.0
    assert going_well(0.5, 0.5, 0.05) == 0.5
    assert going_well(0.55, 0.5, 0.05) == pytest.approx(1.0 / (1.0 + math.exp(-1.0)))


def test_guided_practice_levels_off() -> None:
    assert skill_taught(0.4, 10.0, 0.05, 0.9) == pytest.approx(0.9 - 0.5 * math.exp(-0.5))
    assert skill_taught(0.95, 10.0, 0.05, 0.9) == 0.95
    assert skill_taught(0.4, 0.0, 0.05, 0.9) == 0.4
    assert skill_taught(skill_taught(0.4, 5.0, 0.05, 0.9), 5.0, 0.05, 0.9) == pytest.approx(
        skill_taught(0.4, 10.0, 0.05, 0.9)
    )


def test_recognition_and_envy() -> None:
    assert recognition_weight(0.6, 0.5, 0.0, 0.1) == pytest.approx(0.7)
    assert recognition_weight(0.6, 0.5, 1.0, 0.1) == pytest.approx(0.5**8)
    assert recognised(0.5, 1.0, 0.2) == pytest.approx(1.0 - 0.5 * math.exp(-0.2))
    assert recognised(0.5, 0.5, 0.2) == 0.5
    assert recognised(0.5, 0.0, 0.2) == pytest.approx(0.5 * math.exp(-0.2))
    assert passed_over(0.5, 0.8, 0.2, 0.1) == pytest.approx(0.5 * math.exp(-0.075))
    assert passed_over(0.5, 0.2, 0.8, 0.1) == passed_over(0.5, 0.2, 0.2, 0.1) == 0.5


def test_a_betrayal_lowers_trust_its_rest_and_safety() -> None:
    found = betrayed(0.8, 0.6, 0.7, 2.0, 0.3, 0.1, 0.05)
    assert found == pytest.approx((0.8 * math.exp(-0.6), 0.6 * math.exp(-0.2), 0.7 * math.exp(-0.1)))
