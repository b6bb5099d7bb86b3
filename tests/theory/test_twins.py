"""A push and its twin, and what null models lose of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from spirals.analysis.twins import arrows, push_and_twin

NOBODY_LEAVES = {"turnover": 0.0, "move_rate": 0.0}
HOW: dict[str, Any] = {"size": 24, "days": 90, "start": 11, "end": 50, "replicates": 4, **NOBODY_LEAVES}


def test_before_the_push_twins_are_one_and_after_it_they_differ():
    run = push_and_twin(push=1.0, **HOW)
    assert run.difference.shape == (4, 90)
    assert np.array_equal(run.difference[:, :10], np.zeros((4, 10)))
    assert (run.difference[:, 49] > 0.0).all()
    low, high = run.intervals()["during"]
    assert 0.0 < low <= run.overall().during <= high


def test_a_downward_push_goes_down():
    overall = push_and_twin(push=-1.0, **HOW).overall()
    assert overall.during < 0.0
    assert overall.after < 0.0
    assert overall.ratio > 0.0


def test_no_push_no_difference():
    assert np.array_equal(push_and_twin(push=0.0, **HOW).difference, np.zeros((4, 90)))


def test_frozen_ties_lose_what_ties_carry():
    table = arrows(cuts=("M2", "M6"), push=1.0, **HOW)
    assert list(table.index) == ["whole", "M2", "M6"]
    assert table.lost["whole"] == 0.0
    assert table.lost["M2"] == pytest.approx(1.0, abs=0.1)
    assert table.after["whole"] > 0.0
    energy = arrows(cuts=("M2",), push=1.0, series="mean_energy", **HOW)
    assert energy.during["M2"] > 0.0  # the push itself still lifts


def test_a_push_that_leaves_no_day_after_it_is_said():
    with pytest.raises(ValueError, match="no day after"):
        push_and_twin(days=20, start=5, end=20, replicates=1, size=10)
