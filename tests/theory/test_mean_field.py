"""Checks 1 and 2 on paper: where a tie settles, and the mean-field approximation of the whole loop."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spirals.analysis.loop_by_arrow import ARROWS
from spirals.analysis.mean_field import (
    conduct_at_references,
    curve,
    gain_at,
    largest_loop_gain,
    received,
    resting_points,
    settled,
    settles_at,
)
from spirals.mechanisms.ties import drifted, invested
from spirals.parameters import ParameterSet, defaults

DEFAULTS = defaults()
pushes = st.floats(0.0, 0.01)


@given(pushes, pushes, st.floats(0.002, 0.02), st.floats(0.05, 0.95))
def test_a_tie_settles_where_the_theory_says(up: float, down: float, drift: float, rest: float) -> None:
    x = 0.5
    for _ in range(3000):
        x = drifted(invested(x, up, down, 1.0), rest, drift)
    assert x == pytest.approx(settles_at(up, down, drift, rest), abs=0.01)


def test_more_time_of_the_same_kind_lifts_a_tie_and_neglect_lets_it_go() -> None:
    usual, longer, none = (settles_at(0.01 * much, 0.003 * much, 0.01, 0.52) for much in (1.0, 1.5, 0.0))
    assert longer > usual > none == 0.52


def test_the_references_are_where_the_default_organisation_rests() -> None:
    p = ParameterSet(DEFAULTS)
    at_references = conduct_at_references(p)
    assert settled(p, at_references).regard == pytest.approx(p.ref_regard)
    assert settled(p, at_references).energy == pytest.approx(p.ref_energy)
    (point,) = resting_points(DEFAULTS)
    assert point.conduct == pytest.approx(at_references, abs=1e-3)
    assert point.gain < 1.0


def test_what_is_received_follows_conduct() -> None:
    p = ParameterSet(DEFAULTS)
    low, middle, high = (received(p, conduct) for conduct in (-1.0, 0.45, 2.0))
    assert low.q < middle.q < high.q
    assert low.good < middle.good < high.good
    assert low.bad > middle.bad > high.bad
    assert received(ParameterSet({**DEFAULTS, "noise_shared": 0.0, "noise_own": 0.0}), 0.45).bad < middle.bad


@pytest.mark.parametrize("arrow", ARROWS.values())
def test_cutting_an_arrow_leaves_the_working_point_and_lowers_the_loop(arrow: str) -> None:
    cut = {**DEFAULTS, arrow: 0.0}
    (point,), (whole,) = resting_points(cut), resting_points(DEFAULTS)
    assert point.conduct == pytest.approx(whole.conduct, abs=1e-3)
    assert point.gain < whole.gain
    assert largest_loop_gain(cut) < largest_loop_gain(DEFAULTS)


def test_without_any_arrow_there_is_no_loop() -> None:
    off = {**DEFAULTS, **dict.fromkeys(ARROWS.values(), 0.0)}
    assert gain_at(off, 0.3) == pytest.approx(0.0, abs=1e-9)
    assert largest_loop_gain(off) == pytest.approx(0.0, abs=1e-9)


def test_frozen_ties_and_norms_carry_nothing() -> None:
    frozen = {**DEFAULTS, "gain": 0.0, "drift": 0.0}
    assert gain_at(frozen, 0.3) == pytest.approx(gain_at({**DEFAULTS, "on_ties": 0.0}, 0.3))
    assert gain_at({**DEFAULTS, "norm_rate": 0.0}, 0.3) < gain_at(DEFAULTS, 0.3)


def test_two_stable_states_need_a_largest_gain_above_one() -> None:
    caring = {**DEFAULTS, "care": 8.0}
    found = [resting_points({**caring, "conduct_base": base / 4.0}) for base in range(-4, 9)]
    assert {len(points) for points in found} == {1, 3}
    three = next(points for points in found if len(points) == 3)
    assert [point.gain < 1.0 for point in three] == [True, False, True]
    assert largest_loop_gain(caring) > 1.0 > largest_loop_gain({**DEFAULTS, "care": 0.0})
    held, answer = curve(caring)
    assert held.shape == answer.shape
