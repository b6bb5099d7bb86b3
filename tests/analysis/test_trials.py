"""Power of trials on teams: formulas against trials that are simulated and analysed."""

from __future__ import annotations

import numpy as np
import pytest

from spirals.analysis.trials import (
    cluster_t,
    icc_of,
    parallel_power,
    simulated_power,
    simulated_stepped_power,
    stepped_power,
    stepped_variance,
    teams_needed,
)


@pytest.mark.parametrize("size", [5, 8, 15])
def test_simulated_trials_agree_with_the_formula(size: int) -> None:
    """An effect of .25 SD, a tenth of the variance between teams, twelve teams: within five points."""
    rng = np.random.default_rng(11)
    simulated = simulated_power(0.25, 0.1, [size] * 6, [size] * 6, rng)
    assert simulated == pytest.approx(parallel_power(0.25, 0.1, [size] * 6, [size] * 6), abs=0.05)
    assert 0.05 < simulated < 0.5


def test_the_formula_is_that_of_the_t_test_on_team_means() -> None:
    # By hand: variance of a mean .1 + .9 / 10 = .19; SE sqrt(.19 (1/6 + 1/6)) = .2517; away .25 / .2517 = .9934;
    # 10 degrees of freedom, bound 2.2281; of the noncentral t beyond it .1466 (with the other tail .0016).
    assert parallel_power(0.25, 0.1, [10] * 6, [10] * 6) == pytest.approx(0.1467, abs=0.002)


@pytest.mark.parametrize(("effect", "power"), [(0.0, 0.05), (2.0, 1.0)])
def test_nothing_is_found_by_chance_alone_and_a_giant_always(effect: float, power: float) -> None:
    rng = np.random.default_rng(3)
    sizes = [4, 6, 9, 12, 5, 8]
    assert simulated_power(effect, 0.1, sizes, sizes, rng) == pytest.approx(power, abs=0.015)
    assert simulated_stepped_power(effect, 0.1, sizes * 2, 4, rng) == pytest.approx(power, abs=0.015)
    assert parallel_power(effect, 0.1, sizes, sizes) == pytest.approx(power, abs=0.015)


def test_a_stepped_trial_by_simulation_and_by_formula() -> None:
    rng = np.random.default_rng(5)
    simulated = simulated_stepped_power(0.4, 0.05, [8] * 12, 4, rng)
    assert simulated == pytest.approx(stepped_power(0.4, 0.05, 8, 12, 4), abs=0.08)


def test_the_variance_of_a_stepped_trial_is_that_of_generalised_least_squares() -> None:
    """Hussey & Hughes' closed form against the matrix algebra that it shortens."""
    teams, steps, icc, size = 6, 3, 0.2, 7
    looks = steps + 1
    first = [1 + k * steps // teams for k in range(teams)]
    rows = [(k, look) for k in range(teams) for look in range(looks)]
    design = np.array([[*(look == j for j in range(looks)), look >= first[k]] for k, look in rows], dtype=float)
    cover = np.array([[icc * (a == c) + (1 - icc) / size * ((a, b) == (c, d)) for c, d in rows] for a, b in rows])
    exact = np.linalg.inv(design.T @ np.linalg.inv(cover) @ design)[-1, -1]
    assert stepped_variance(icc, size, teams, steps) == pytest.approx(exact)


def test_as_many_teams_as_needed_find_it_and_two_fewer_do_not() -> None:
    needed = teams_needed(0.4, 0.1, 8)
    assert needed is not None
    half = needed // 2
    assert parallel_power(0.4, 0.1, [8] * half, [8] * half) >= 0.8
    assert parallel_power(0.4, 0.1, [8] * (half - 1), [8] * (half - 1)) < 0.8
    assert teams_needed(0.0, 0.1, 8) is None
    stepped = teams_needed(0.4, 0.1, 8, steps=4)
    assert stepped is not None
    assert stepped_power(0.4, 0.1, 8, stepped, 4) >= 0.8


def test_the_share_between_teams_is_found_again() -> None:
    rng = np.random.default_rng(7)
    teams = np.repeat(np.arange(400), 8)
    values = np.sqrt(0.2) * rng.standard_normal(400)[teams] + np.sqrt(0.8) * rng.standard_normal(len(teams))
    assert icc_of(values, teams) == pytest.approx(0.2, abs=0.04)
    assert icc_of(rng.standard_normal(len(teams)), teams) < 0.03
    assert icc_of([1.0, 2.0], ["a", "a"]) == 0.0


def test_p_is_that_of_scipy() -> None:
    from scipy import stats

    rng = np.random.default_rng(1)
    one, two = rng.standard_normal((1, 5)), rng.standard_normal((1, 7))
    assert cluster_t(one, two)[0] == pytest.approx(stats.ttest_ind(one[0], two[0]).pvalue)
