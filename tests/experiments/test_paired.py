"""The statistics of a comparison, with answers known beforehand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spirals.analysis.paired import Difference, interval, paired, pooled_spread, run_spread, verdict

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40)


def test_known_differences_are_found_exactly() -> None:
    found = paired([1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 6.0, 8.0], spread=5.0)
    assert (found.n, found.reference, found.other, found.difference) == (4, 2.5, 5.0, 2.5)
    assert found.effect == 0.5
    assert (found.better, found.worse) == (1.0, 0.0)
    assert 1.0 <= found.low < 2.5 < found.high <= 4.0


def test_a_constant_difference_has_an_interval_of_no_width() -> None:
    found = paired([0.1, 0.2, 0.3], [0.35, 0.45, 0.55], spread=0.5)
    assert found.low == pytest.approx(0.25, abs=1e-15)
    assert found.high == pytest.approx(0.25, abs=1e-15)
    exact = paired([1.0, 2.0, 3.0], [1.5, 2.5, 3.5])
    assert (exact.low, exact.high) == (0.5, 0.5)


def test_what_pairs_share_cancels() -> None:
    luck = np.random.default_rng(3).normal(0.0, 100.0, 30)
    found = paired(luck, luck + 1.0)
    assert found.high - found.low < 1e-9
    assert found.difference == pytest.approx(1.0)


def test_two_values_have_the_three_means_a_bootstrap_can_give() -> None:
    # resamples of {0, 1}: means 0, .5, 1 with chances 1/4, 1/2, 1/4, so the 2.5% and 97.5% points are 0 and 1
    assert interval([0.0, 1.0]) == (0.0, 1.0)


def test_the_interval_is_close_to_the_textbook_one_for_normal_values() -> None:
    values = np.random.default_rng(5).normal(10.0, 2.0, 400)
    low, high = interval(values)
    half = 1.96 * values.std(ddof=1) / math.sqrt(400)
    assert low == pytest.approx(values.mean() - half, abs=0.03)
    assert high == pytest.approx(values.mean() + half, abs=0.03)


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(11)
    hits = 0
    for _ in range(300):
        low, high = interval(random.normal(0.0, 1.0, 30))
        hits += low <= 0.0 <= high
    assert 0.90 <= hits / 300 <= 0.98


@given(VALUES)
def test_turning_the_comparison_round_mirrors_it(values: list[float]) -> None:
    zeros = np.zeros(len(values))
    there, back = paired(zeros, values), paired(values, zeros)
    assert there.difference == -back.difference
    assert there.low == pytest.approx(-back.high, rel=1e-9, abs=1e-9)
    assert (there.better, there.worse) == (back.worse, back.better)


@given(VALUES)
def test_the_interval_stays_within_the_values(values: list[float]) -> None:
    low, high = interval(values)
    slack = 1e-9 * max(1.0, max(abs(value) for value in values))
    assert min(values) - slack <= low <= high <= max(values) + slack


def test_the_same_differences_always_have_the_same_interval() -> None:
    values = [0.3, -0.1, 0.7, 0.2]
    assert interval(values) == interval(list(values))


def test_one_run_has_no_interval_and_says_so() -> None:
    found = paired([1.0], [2.0], spread=1.0)
    assert found.difference == 1.0
    assert math.isnan(found.low)
    assert math.isnan(found.high)
    assert verdict(found) == "one run only"
    assert verdict(paired([1.0] * 3, [2.0, 1.5, 1.2], 1.0)) == "too few runs"


def test_unknown_values_drop_their_pair() -> None:
    found = paired([1.0, math.nan, 3.0], [2.0, 5.0, 4.0])
    assert (found.n, found.difference) == (2, 1.0)
    nothing = paired([math.nan], [1.0])
    assert nothing.n == 0
    assert math.isnan(nothing.difference)
    assert verdict(nothing) == "not measured"


def test_less_can_be_better() -> None:
    found = paired([5.0] * 6, [4.0, 4.5, 4.0, 4.5, 4.0, 4.5], 1.0, better=-1)
    assert (found.better, found.worse) == (1.0, 0.0)
    assert verdict(found, better=-1) == "surely better, by much"
    assert verdict(paired([4.0] * 6, [5.0, 4.5, 5.0, 4.5, 5.0, 4.5], 1.0, -1), -1) == "surely worse, by much"


def test_pairs_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="same length, got 2 and 3"):
        paired([1.0, 2.0], [1.0, 2.0, 3.0])


def a_difference(mean: float, low: float, high: float, better: float, spread: float = 1.0) -> Difference:
    return Difference(30, 0.0, mean, mean, low, high, spread, better, 1.0 - better)


@pytest.mark.parametrize(
    ("found", "direction", "words"),
    [
        (a_difference(0.5, 0.4, 0.6, 1.0), 1, "surely better, by much"),
        (a_difference(0.5, 0.1, 0.9, 0.7), 1, "probably better, by much"),
        (a_difference(0.5, 0.1, 0.9, 0.6), 1, "probably better, by much"),
        (a_difference(0.5, -0.1, 0.9, 0.7), 1, "no clear difference"),
        (a_difference(-0.5, -0.9, -0.1, 0.0), 1, "surely worse, by much"),
        (a_difference(-0.5, -0.9, -0.1, 0.3), 1, "probably worse, by much"),
        (a_difference(0.04, 0.03, 0.05, 1.0), 1, "surely better, by very little"),
        (a_difference(0.5, 0.4, 0.6, 1.0), 0, "surely higher, by much"),
        (a_difference(-0.5, -0.6, -0.4, 0.0), 0, "surely lower, by much"),
        (a_difference(-0.02, -0.03, -0.01, 0.0), 0, "surely lower, by very little"),
        (Difference(30, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0), 1, "no difference"),
        (
            Difference(30, 0.1, 0.09, -0.01, -0.016, -0.004, math.nan, 0.4, 0.0),
            -1,
            "better on average, tied in most runs",
        ),
        (Difference(30, 0.1, 0.09, -0.01, -0.016, -0.004, math.nan, 0.8, 0.1), -1, "probably better"),
    ],
)
def test_verdicts_are_plain_words(found: Difference, direction: int, words: str) -> None:
    assert verdict(found, direction) == words


@given(
    st.floats(-1, 1),
    st.floats(0.001, 0.2),
    st.floats(0, 1),
    st.floats(0, 1),
    st.sampled_from([-1, 0, 1]),
    st.booleans(),
)
def test_an_interval_that_leaves_out_zero_is_never_called_unclear(mean, half, wins, rest, better, sized):
    losses = rest * (1.0 - wins)
    said = verdict(Difference(30, 0.0, mean, mean, mean - half, mean + half, 1.0, wins, losses), better, sized=sized)
    clear = abs(mean) > half
    assert (said == "no clear difference") == (not clear) or said == "no difference"
    if clear:
        assert said.startswith(("surely ", "probably ")) or said.endswith("on average, tied in most runs")


def test_spreads_pool_as_root_mean_square() -> None:
    assert pooled_spread([3.0, 4.0, math.nan]) == pytest.approx(math.sqrt(12.5))
    assert math.isnan(pooled_spread([math.nan]))
    assert run_spread([1.0, 3.0]) == pytest.approx(math.sqrt(2.0))
    assert math.isnan(run_spread([1.0]))


def test_an_effect_needs_a_spread() -> None:
    assert math.isnan(paired([1.0, 2.0], [2.0, 3.0], spread=0.0).effect)
    assert math.isnan(paired([1.0, 2.0], [2.0, 3.0]).effect)
