"""Selection by hand: who starts, with whom, who is new; and turns in a group."""

from __future__ import annotations

import math

import pytest

from spirals.mechanisms.selection import (
    beyond_team_factor,
    broadened,
    encounter_rate,
    equalised,
    newness,
    partner_pull,
    preferred,
    rate_in_mood,
    reach_probability,
    sought_for_help,
    turn_weight,
)
from tests.theory.given import only


def test_rates() -> None:
    p = only(encounter_rate=0.5, energy_on_rate=2.0, wish_on_rate=0.4, mood_on_rate=0.25, ref_energy=0.5, ref_mood=0.4)
    assert encounter_rate(p, 1.0, 0.5, 0.0, 0.0) == pytest.approx(0.5)
    assert encounter_rate(p, 2.0, 0.6, 0.5, -0.1) == pytest.approx(math.exp(0.2 + 0.2 - 0.1))
    assert rate_in_mood(p, 0.8, 0.0) == pytest.approx(0.8)
    assert rate_in_mood(p, 0.8, 1.0) == pytest.approx(1.0)
    assert rate_in_mood(p, 0.8, -9.0) == 0.0


def test_reaching_out() -> None:
    p = only(
        reach_base=-2.0, reach_energy=3.0, reach_safety=1.0, reach_wish=0.5, reach_sociability=0.7, broaden=2.0,
        ref_energy=0.5, ref_safety=0.6,
    )  # fmt: skip
    found = reach_probability(p, 0.7, 0.8, 0.4, 2.0, 0.1)
    assert math.log(found / (1.0 - found)) == pytest.approx(-2.0 + 0.6 + 0.2 + 0.2 + 0.7 * (2.0 - 1.0) + 0.1)
    assert broadened(p, 0.7, 0.5) == pytest.approx(0.1)
    assert beyond_team_factor(p, 0.25) == pytest.approx(math.exp(0.5))
    assert beyond_team_factor(p, 0.0) == 1.0


def test_the_pull_of_a_known_tie() -> None:
    p = only(need_pull=2.0, quality_pull=0.5, recency_pull=0.5, novelty=0.2, ref_regard=0.6)
    assert partner_pull(p, 0.5, 0.6, 0.0, 1.0, 0.0) == pytest.approx(0.5)
    assert partner_pull(p, 0.5, 0.8, 0.3, 2.0, 1.0) == pytest.approx(2.0 * (0.6 + 0.5 * 1.1) * 1.5 + 0.1)
    p = only(need_pull=0.0, quality_pull=2.0, recency_pull=0.0, novelty=0.0, ref_regard=0.6)
    assert partner_pull(p, 1.0, 0.1, 0.0, 1.0, 0.0) == 0.0  # dislike repels, no more


def test_whom_one_turns_to() -> None:
    assert sought_for_help(only(seek_knowledge=2.0), 0.3) == pytest.approx(math.exp(0.6))
    assert preferred(0.2, 0.7, 4.0) == pytest.approx(1.0 / (1.0 + math.exp(-2.0)))
    assert preferred(0.2, 0.7, 0.0) == 0.5
    assert preferred(0.2, 0.7, 3.0) + preferred(0.7, 0.2, 3.0) == pytest.approx(1.0)


def test_turns_in_a_group() -> None:
    p = only(turn_sociability=0.5, turn_rank=0.4, turn_mood=0.1)
    assert turn_weight(p, 4.0, 1.0, 2.0) == pytest.approx(2.0 * math.exp(0.9))
    assert [equalised(3.0, 2.0, voice) for voice in (0.0, 0.5, 1.0)] == [3.0, 2.5, 2.0]


def test_newness_wears_off() -> None:
    assert newness(0.0, 30.0) == newness(-5.0, 30.0) == 1.0
    assert newness(30.0, 30.0) == pytest.approx(math.exp(-1.0))
