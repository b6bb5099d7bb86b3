"""Conduct by hand: attention lost, care, the logit and its references, response in kind, strength, rank and turns."""

from __future__ import annotations

import math

import pytest

from spirals.mechanisms.conduct import (
    answered_in_kind,
    care_for,
    conduct_logit,
    distracted,
    felt_report,
    listened_to,
    mutuality,
    rank_weight,
    strength,
    talk_share,
)
from tests.theory.given import only, usual

CONDUCT = {
    "conduct_base": 0.4, "skill_effect": 2.0, "fit_effect": 0.5, "habit_effect": 0.7, "norm_effect": 0.6, "vigour": 1.1,
    "mood_effect": 0.1, "strain_effect": 1.0, "hardship_effect": 0.25, "safety_effect": 0.4,
    "meaning_effect": 0.3,
    "distraction": 1.5,
    "ref_habit_respect": 0.6, "ref_norm_respect": 0.6, "ref_energy": 0.5, "ref_mood": 0.4, "ref_strain": 0.2,
    "ref_safety": 0.6, "ref_meaning": 0.65, "ref_demand": 0.5,
}  # fmt: skip
AT_REFERENCE = {
    "skill": 0.5, "fit": 0.0, "care": 0.0, "habit": 0.6, "norm": 0.6, "energy": 0.5, "mood": 0.4,
    "strain": 0.2,
    "hardship": 0.0,
    "safety": 0.6, "meaning": 0.65, "lost": 0.75, "more": 0.0,
}  # fmt: skip


def test_attention_takes_away_at_most_what_distraction_there_is() -> None:
    p = only(distraction=2.0)
    assert distracted(p, 0.5, 0.2, 0.0) == pytest.approx(1.2)
    assert distracted(p, 0.5, 0.2, 0.25) == pytest.approx(0.9)
    assert distracted(p, 0.5, 0.2, 1.0) == 0.0
    assert distracted(p, 0.5, -3.0, 0.0) == 0.0  # presence beyond full is not to be had so


def test_a_shortfall_of_care_is_held_back_upwards_only() -> None:
    p = only(care=2.0, ref_regard=0.7, deference=0.75)
    assert care_for(p, 0.4, 0.0) == care_for(p, 0.4, -1.0) == pytest.approx(-0.6)
    assert care_for(p, 0.4, 1.0) == care_for(p, 0.4, 2.0) == pytest.approx(-0.15)
    assert care_for(p, 0.9, 1.0) == care_for(p, 0.9, 0.0) == pytest.approx(0.4)


def test_at_every_reference_conduct_is_its_base() -> None:
    assert conduct_logit(only(**CONDUCT), **AT_REFERENCE) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("name", "value", "moves"),
    [
        ("skill", 0.7, 2.0 * 0.2), ("fit", 2.0, 0.5 * 2.0), ("care", -0.3, -0.3), ("habit", 0.8, 0.7 * 0.2),
        ("norm", -0.4, 0.6 * -1.0), ("energy", 0.7, 1.1 * 0.2), ("mood", -1.6, 0.1 * -2.0), ("strain", 0.5,
        -0.3),
        ("hardship", 1.0, -0.25), ("hardship", 9.0, -0.5),
        ("safety", 0.5, 0.4 * -0.1), ("meaning", 0.85, 0.3 * 0.2), ("lost", 1.0, -0.25), ("more", 0.5, 0.5),
    ],
)  # fmt: skip
def test_each_term_of_conduct_is_its_coefficient_times_a_difference(name: str, value: float, moves: float) -> None:
    found = conduct_logit(only(**CONDUCT), **{**AT_REFERENCE, name: value})
    assert found - 0.4 == pytest.approx(moves), f"{name} moves conduct by {found - 0.4}, not {moves}"


def test_response_in_kind() -> None:
    p = only(mirror=0.3, deference=0.8)
    assert answered_in_kind(p, 1.0, 0.0, 1.0, 0.0) == pytest.approx(0.7)
    assert answered_in_kind(p, 1.0, 0.0, 0.5, 0.0) == pytest.approx(0.85)
    assert answered_in_kind(p, 0.0, 1.0, 1.0, 1.0) == pytest.approx(0.3)  # good conduct is answered in full
    assert answered_in_kind(p, 1.0, 0.0, 1.0, 1.0) == pytest.approx(0.94)  # to a superior bad conduct is not
    assert answered_in_kind(p, 1.0, 0.0, 1.0, -1.0) == pytest.approx(0.7)


def test_strength_is_linear_beyond_routine() -> None:
    p = only(good_at=0.8, bad_at=0.2)
    assert [strength(p, q) for q in (0.0, 0.05, 0.2, 0.5, 0.8, 0.85, 1.0)] == pytest.approx(
        [-1.0, -0.75, 0.0, 0.0, 0.0, 0.25, 1.0]
    )


def test_rank_weighs_as_much_more_from_above_as_less_from_below() -> None:
    p = only(power=0.8)
    assert rank_weight(p, 1.0) == pytest.approx(math.exp(0.8))
    assert rank_weight(p, -2.0) * rank_weight(p, 2.0) == pytest.approx(1.0)
    assert rank_weight(p, 0.0) == 1.0


def test_two_share_the_talking_between_them() -> None:
    p = only(turn_rank=0.5, turn_mood=0.2, turn_sociability=1.0)
    assert talk_share(p, 0.0, 0.0, 1.0, 1.0, 0.0) == 0.5
    assert talk_share(p, 1.0, 1.0, 2.0, 1.0, 0.0) == pytest.approx(1.0 / (1.0 + math.exp(-0.7) / 2.0))
    assert talk_share(p, 1.0, 1.0, 2.0, 1.0, 1.0) == 0.5
    one, other = talk_share(p, 1.0, -0.4, 1.5, 0.8, 0.3), talk_share(p, -1.0, 0.4, 0.8, 1.5, 0.3)
    assert one + other == pytest.approx(1.0)


def test_being_listened_to_counts() -> None:
    p = only(listened=0.6)
    assert [listened_to(p, share) for share in (0.0, 0.5, 1.0)] == pytest.approx([0.4, 1.0, 1.6])


def test_mutuality_needs_both_and_even_turns() -> None:
    assert mutuality(0.9, 0.4, 0.5) == pytest.approx(0.6)
    assert mutuality(0.9, 0.4, 0.25) == pytest.approx(0.45)
    assert mutuality(0.9, 0.0, 0.5) == mutuality(0.9, 0.4, 0.0) == mutuality(0.9, 0.4, 1.0) == 0.0


def test_how_an_encounter_is_said_to_have_felt() -> None:
    p = only(felt_level=0.3, felt_person=0.5, felt_slope=0.8, felt_noise=0.4)
    told = felt_report(p, 1.0, 0.75, -0.5)
    assert math.log(told / (1.0 - told)) == pytest.approx(0.3 + 0.5 + 0.8 * math.log(3.0) - 0.2)
    assert 0.0 < felt_report(p, 0.0, 0.0, 0.0) < felt_report(p, 0.0, 1.0, 0.0) < 1.0


def test_the_table_keeps_conduct_inside_its_meaning() -> None:
    p = usual()
    assert 0.0 < p.bad_at < 0.5 < p.good_at < 1.0
    assert 0.0 <= p.mirror < 1.0
    assert 0.0 <= p.deference <= 1.0
