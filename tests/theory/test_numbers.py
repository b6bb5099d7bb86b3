"""The numbers that mechanisms share: the exponential in plain arithmetic, the logistic, and bounded moves."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spirals.mechanisms.numbers import exp, fall, logistic, rise

share = st.floats(0.0, 1.0)


@given(st.floats(-700.0, 700.0) | st.floats(-2.0, 2.0))
def test_the_exponential_is_the_library_s_but_for_the_last_place(x):
    assert math.isclose(exp(x), math.exp(x), rel_tol=6e-16, abs_tol=0.0)


def test_the_exponential_of_whole_numbers_is_the_nearest_float():
    assert type(exp(0.3)) is float
    assert exp(0.0) == exp(-0.0) == 1.0
    assert exp(1.0) == math.e
    with localcontext(prec=40):
        assert [exp(float(m)) for m in range(-700, 701)] == [float(Decimal(m).exp()) for m in range(-700, 701)]


def test_the_exponential_is_right_on_either_side_of_every_step_of_its_table():
    with localcontext(prec=40):
        for k in range(-300, 300):
            border = (k + 0.5) / 256.0
            for x in (math.nextafter(border, -9.0), border, math.nextafter(border, 9.0), k / 256.0):
                assert exp(x) == pytest.approx(float(Decimal(x).exp()), rel=4.5e-16, abs=0.0)


@given(st.floats(700.0, math.inf))
def test_the_exponential_stops_at_seven_hundred(x):
    assert exp(x) == exp(700.0) < math.inf
    assert exp(-x) == exp(-700.0) > 0.0


@given(st.floats(-699.0, 699.0), st.floats(1e-12, 1.0))
def test_the_exponential_rises(x, step):
    assert exp(x + step) > exp(x)


@given(st.floats(-1e3, 1e3))
def test_the_logistic_is_a_share_and_symmetric(x):
    assert 0.0 < logistic(x) <= 1.0
    assert logistic(x) + logistic(-x) == pytest.approx(1.0, abs=4e-16)
    assert logistic(0.0) == 0.5
    assert logistic(1.0) == pytest.approx(1.0 / (1.0 + math.exp(-1.0)), rel=4e-16)


@pytest.mark.parametrize("x", [1e9, 1e308, math.inf])
def test_the_logistic_of_a_huge_argument_is_certain(x):
    assert logistic(x) == 1.0
    assert 0.0 < logistic(-x) < 1e-300


@given(share, st.floats(0.0, 50.0))
def test_moves_are_the_exponential_s(x, push):
    left = math.exp(-push)
    assert fall(x, push) == pytest.approx(x * left, rel=1e-15, abs=0.0)
    assert rise(x, push) == pytest.approx(1.0 - (1.0 - x) * left, rel=0.0, abs=4e-16)
    assert 0.0 <= fall(x, push) <= x
    assert x - 1.2e-16 <= rise(x, push) <= 1.0


@given(share, st.floats(0.0, 5.0))
@example(2.2e-309, 1.0)
def test_two_half_pushes_are_one(x, push):
    half = 0.5 * push
    assert fall(fall(x, half), half) == pytest.approx(fall(x, push), rel=2e-15, abs=1e-300)  # subnormals round coarser
    assert rise(rise(x, half), half) == pytest.approx(rise(x, push), rel=0.0, abs=6e-16)


@given(share)
def test_no_push_moves_nothing(x):
    assert fall(x, 0.0) == fall(x, -1.0) == rise(x, 0.0) == rise(x, -1.0) == x
