"""Check 5: a push that ends, its twins, the same without feedback, and what null models lose of it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from spirals.analysis.twins import PushAndTwin, arrows, push_and_twin

NOBODY_LEAVES = {"turnover": 0.0, "move_rate": 0.0}
HOW: dict[str, Any] = {"size": 24, "days": 90, "start": 11, "end": 50, "replicates": 4, **NOBODY_LEAVES}


def test_before_the_push_twins_are_one_and_after_it_they_differ() -> None:
    run = push_and_twin(push=1.0, **HOW)
    assert run.difference.shape == (4, 90)
    assert np.array_equal(run.difference[:, :10], np.zeros((4, 10)))
    assert (run.difference[:, 49] > 0.0).all()
    low, high = run.intervals()["during"]
    assert 0.0 < low <= run.overall().during <= high
    with pytest.raises(ValueError, match="no yoked runs"):
        run.signs()


def test_a_downward_push_goes_down() -> None:
    overall = push_and_twin(push=-1.0, **HOW).overall()
    assert overall.during < 0.0
    assert overall.after < 0.0
    assert overall.ratio > 0.0


def test_no_push_no_difference() -> None:
    assert np.array_equal(push_and_twin(push=0.0, yoked=True, **HOW).difference, np.zeros((4, 90)))


def test_feedback_adds_to_what_the_push_does_by_itself() -> None:
    run = push_and_twin(push=1.0, yoked=True, **HOW)
    assert run.without_feedback is not None
    assert run.difference[:, 50:].mean() > run.without_feedback[:, 50:].mean() > 0.0
    assert run.signs().amplified > 1.0


def test_signs_of_made_runs() -> None:
    day = np.arange(1, 301)
    after = np.maximum(0, day - 60)

    def fading(half: float) -> np.ndarray:
        return np.tile(np.where(day <= 60, day / 60.0, 0.5 ** (after / half)), (3, 1))

    twin = np.zeros((3, 300))
    signs = PushAndTwin(fading(80.0), twin, 1, 60, fading(20.0)).signs()
    area = [30.5 + sum(0.5 ** (t / half) for t in range(1, 131)) for half in (80.0, 20.0)]
    assert signs.amplified == pytest.approx(area[0] / area[1], rel=1e-6)
    assert signs.lasting == pytest.approx(4.0, rel=0.15)
    assert not signs.grows
    grown = np.where(day <= 60, day / 60.0, 1.0 + after / 100.0)
    up = PushAndTwin(np.tile(grown, (3, 1)), twin, 1, 60, fading(20.0)).signs()
    down = PushAndTwin(np.tile(-grown, (3, 1)), twin, 1, 60, -fading(20.0)).signs()
    assert math.isinf(up.lasting)
    assert up.growth == pytest.approx(down.growth)
    assert up.growth == pytest.approx(np.mean(1.0 + np.arange(66, 131) / 100.0) - np.mean(np.arange(51, 61) / 60.0))
    assert up.grows
    assert down.grows


def test_frozen_ties_lose_what_ties_carry() -> None:
    table = arrows(cuts=("M2", "M6"), push=1.0, **HOW)
    assert list(table.index) == ["whole", "M2", "M6"]
    assert table.lost["whole"] == 0.0
    assert table.lost["M2"] == pytest.approx(1.0, abs=0.1)
    assert table.after["whole"] > 0.0
    energy = arrows(cuts=("M2",), push=1.0, series="mean_energy", **HOW)
    assert energy.during["M2"] > 0.0  # the push itself still lifts


def test_a_push_that_leaves_no_day_after_it_is_said() -> None:
    with pytest.raises(ValueError, match="no day after"):
        push_and_twin(days=20, start=5, end=20, replicates=1, size=10)
