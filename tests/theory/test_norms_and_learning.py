"""Norms, habits, knowledge, ideas and skill by hand."""

from __future__ import annotations

import math

import pytest

from spirals.mechanisms.learning import (
    idea_of,
    improved,
    knowledge_tonight,
    learnt_from_help,
    learnt_from_view,
    skill_tonight,
)
from spirals.mechanisms.norms import habit_tonight, norm_tonight, seen_weight
from tests.theory.given import only


def test_leaders_are_seen_more() -> None:
    p = only(leader_weight=3.0)
    assert [seen_weight(p, level, 0.0) for level in (0.0, 1.0, 2.0)] == [1.0, 3.0, 3.0]
    assert seen_weight(p, 1.0, 0.5) == pytest.approx(4.5)
    assert seen_weight(p, 0.0, -2.0) == 0.0


def test_norms_follow_what_is_seen_and_how_it_ended() -> None:
    assert norm_tonight(0.2, 3.0, 4.0, 0.1) == pytest.approx(0.2 + 0.1 * 0.55)
    assert norm_tonight(0.2, -4.0, 4.0, 0.1) == pytest.approx(0.2 + 0.1 * -1.2)
    assert norm_tonight(0.2, 0.0, 0.0, 0.1) == 0.2  # nothing to be seen


def test_habits_follow_what_one_does_and_sees() -> None:
    p = only(habit_rate=0.1, habit_seen=0.25)
    assert habit_tonight(p, 0.4, 3.0, 4.0, 0.6) == pytest.approx(0.4 + 0.1 * (0.75 * 0.75 + 0.25 * 0.6 - 0.4))
    assert habit_tonight(p, 0.4, 0.0, 0.0, 0.6) == pytest.approx(0.4 + 0.1 * 0.25 * 0.2)
    assert habit_tonight(p, 0.4, 0.0, 4.0, -0.5) == pytest.approx(0.36)  # a norm below 0 is none
    assert habit_tonight(p, 0.5, 2.0, 4.0, 0.5) == pytest.approx(0.5)


def test_knowledge_passes_from_who_knows_more_where_a_tie_is_open() -> None:
    p = only(learning_rate=0.1, learning_floor=0.2, redundancy_cost=0.5, voice_learning=0.3, ref_connectivity=0.8)
    assert learnt_from_help(p, 0.3, 0.6, 0.5, 0.4, 1.0) == pytest.approx(0.1 * 1.0 * 0.8 * 0.5)
    assert learnt_from_help(p, 0.3, 0.6, 0.5, 0.4, 0.3) == pytest.approx(0.3 * 0.04)
    assert learnt_from_help(p, 0.9, 0.1, 0.5, 0.0, 1.0) == pytest.approx(0.1 * 0.05)
    assert learnt_from_view(p, 0.3, 0.6) == pytest.approx(0.3 * 0.1 * 0.5)


def test_ideas_need_an_open_tie_and_somebody_unlike() -> None:
    p = only(redundancy_cost=0.5, ref_connectivity=0.8, idea_connectivity=2.5)
    at_reference = idea_of(p, 0.8, 0.5, 0.0)
    assert idea_of(p, 0.4, 0.5, 0.0) < at_reference < idea_of(p, 1.0, 0.5, 0.0)
    assert idea_of(p, 0.8, 1.0, 0.0) == pytest.approx(1.5 * at_reference)
    assert idea_of(p, 0.8, 0.5, 1.0) == pytest.approx(0.5 * at_reference)
    assert idea_of(p, 0.4, 0.5, 0.0) == pytest.approx(0.5 * math.exp(1.5 * -0.5) * at_reference)
    assert idea_of(p, 0.0, 0.5, 0.0) == 0.0


def test_ideas_ease_a_teams_work_for_a_while() -> None:
    assert improved(0.2, 4.0, 8.0, 0.1, 0.25) == pytest.approx((1.0 - 0.8 * math.exp(-0.05)) * 0.75)
    assert improved(0.2, 0.0, 8.0, 0.1, 0.25) == pytest.approx(0.15)
    assert improved(0.2, 4.0, 0.0, 0.1, 0.25) == 0.2


def test_what_is_not_used_fades() -> None:
    assert knowledge_tonight(0.7, 0.5, 0.1) == pytest.approx(0.68)
    p = only(skill_fading=0.1, skill_kept=0.8)
    assert skill_tonight(p, 0.7, 0.5, 0.0) == pytest.approx(0.68)
    assert skill_tonight(p, 0.7, 0.5, 0.5) == pytest.approx(0.7 - 0.2 * 0.06)
    assert skill_tonight(p, 0.7, 0.5, 1.0) == skill_tonight(p, 0.7, 0.5, 9.0) == pytest.approx(0.7 - 0.2 * 0.02)
