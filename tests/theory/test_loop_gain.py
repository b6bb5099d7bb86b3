"""Check 3: three ways to the loop gain, where the closed form is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from spirals.analysis.loop_gain import loop_gain
from spirals.analysis.mean_field import asymmetries, fixed_points
from tests.theory.frozen import SHARES, TIE_ONLY

TIE_LOOP: dict[str, Any] = {
    **TIE_ONLY, "size": 12, "teams": 1, "ties_per_person": 6, "remote": 0.0, "encounter_rate": 2.0,
    "familiarity_gain": 2.0, "gain": 0.01, "loss_ratio": 2.0, "seed": 5,
}  # fmt: skip


@pytest.mark.parametrize(("tone_baseline", "reinforcement"), [(0.9, 3.0), (1.2, 1.5)])
def test_three_estimates_agree_for_the_tie_alone(tone_baseline, reinforcement):
    (tie,) = fixed_points(tone_baseline, reinforcement, asymmetries(SHARES, 2.0))
    measured = loop_gain(
        replicates=3, days=360, window=40, tone_baseline=tone_baseline, reinforcement=reinforcement, **TIE_LOOP
    )
    late = measured.yoked[:, -3:].mean()
    free = measured.free[-3:].mean()
    assert late == pytest.approx(tie.slope, abs=0.05)
    assert free == pytest.approx(tie.slope, abs=0.05)
    assert measured.on_paper == pytest.approx(tie.slope, rel=0.2)
    assert measured.fit().gain == pytest.approx(tie.slope, abs=0.06)


def test_without_reinforcement_there_is_no_loop():
    measured = loop_gain(replicates=1, days=40, window=20, tone_baseline=1.2, reinforcement=0.0, **TIE_LOOP)
    assert measured.yoked == pytest.approx(0.0, abs=1e-12)
    assert measured.response == pytest.approx(1.0, abs=1e-9)


def test_without_a_push_twins_are_one():
    from spirals.analysis.loop_gain import LEFT_OUT, _day_of, _yoked
    from spirals.scenario import load, with_changes

    spec = with_changes(load("baseline"), {"size": 20, "days": 10, **LEFT_OUT})
    assert np.array_equal(_yoked(spec, 0, 0.0, 2, 5, _day_of(spec)), np.zeros(2))


def test_team_meetings_are_part_of_the_loop():
    only_meetings: dict[str, Any] = {"encounter_rate": 0.0, "size": 12, "days": 60, "window": 30, "replicates": 2}
    assert (loop_gain(**only_meetings, routine_share=0.0).yoked[:, -1] > 0.02).all()
    assert np.array_equal(loop_gain(**only_meetings, team_meetings=0.0).yoked, np.zeros((2, 2)))


def test_both_engines_measure_the_same_loop():
    how: dict[str, Any] = {"size": 10, "days": 10, "window": 5, "replicates": 2}
    compiled, stepwise = (loop_gain(engine=engine, **how) for engine in ("compiled", "stepwise"))
    assert np.array_equal(compiled.yoked, stepwise.yoked)
    assert np.array_equal(compiled.response, stepwise.response)


def test_the_whole_model_is_a_stable_loop_that_cutting_weakens():
    how: dict[str, Any] = {"size": 30, "days": 90, "window": 30, "replicates": 6}
    whole = loop_gain(**how)
    low, high = whole.gain_interval
    assert 0.0 < low <= whole.gain <= high < 1.0
    assert list(whole.table().columns) == ["day", "gain", "low", "high", "free_twin"]
    assert whole.gain == pytest.approx(whole.free[-1], abs=0.12)
    assert loop_gain(**how, null_model="M6").gain < whole.gain
    assert whole.fit().relaxation > whole.fit().lag > 0.0
    for low, high in whole.fit_intervals().values():
        assert low <= high


def test_a_horizon_that_does_not_fit_is_said():
    with pytest.raises(ValueError, match="give more days"):
        loop_gain(days=5, window=20, replicates=1, size=10)
    with pytest.raises(ValueError, match="above 0"):
        loop_gain(push=0.0, size=10)
