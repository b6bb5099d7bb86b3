"""Simulated ties settle and tip where the mean field says."""

from __future__ import annotations

import numpy as np
import pytest

from spirals.analysis.mean_field import asymmetries, balance, fixed_points, tipping_window
from spirals.mechanisms.numbers import logistic
from tests.theory.frozen import SHARES, mean_features, tie_only

TOLERANCE = 0.01


@pytest.mark.parametrize(
    ("tone_baseline", "reinforcement", "loss_ratio"),
    [(1.2, 2.0, 2.0), (0.0, 2.0, 1.0), (0.5, 3.0, 1.5), (-0.5, 1.0, 2.0), (2.0, 0.0, 2.0)],
)
def test_ties_settle_where_their_good_and_bad_encounters_balance(tone_baseline, reinforcement, loss_ratio):
    (point,) = fixed_points(tone_baseline, reinforcement, loss_ratio)
    for start in (0.2, 0.9):
        organisation = tie_only(
            start=start, gain=0.01, tone_baseline=tone_baseline, reinforcement=reinforcement, loss_ratio=loss_ratio
        )
        features = mean_features(organisation, settle=600, average=600)
        assert features == pytest.approx(point.quality, abs=TOLERANCE)


def test_each_feature_settles_by_its_own_weights():
    organisation = tie_only(
        equal_weights=False, start=0.5, gain=0.01, tone_baseline=1.2, reinforcement=2.0, loss_ratio=2.0
    )
    losses = asymmetries(SHARES, 2.0)
    (point,) = fixed_points(1.2, 2.0, losses)
    chance = logistic(1.2 + 2.0 * (point.quality - 0.5))
    carrying, tensility, connectivity, regard, trust = (balance(chance, loss) for loss in losses)
    expected = [carrying, tensility, connectivity, regard, regard, trust, trust]
    assert np.ptp(expected) > 0.03  # the weights do differ
    assert mean_features(organisation, settle=600, average=600) == pytest.approx(expected, abs=TOLERANCE)


@pytest.mark.parametrize("place", ["inside", "below", "above"])
def test_ties_tip_only_inside_the_window(place):
    low, high = tipping_window(6.0, 2.0) or (0.0, 0.0)
    baseline = {"inside": 0.5 * (low + high), "below": low - 0.6, "above": high + 0.6}[place]
    points = fixed_points(baseline, 6.0, 2.0)
    reached = []
    for start in (0.05, 0.95):
        organisation = tie_only(
            start=start, gain=0.005, tone_baseline=baseline, reinforcement=6.0, loss_ratio=2.0, size=8
        )
        reached.append(float(mean_features(organisation, settle=700, average=100).mean()))
    assert reached == pytest.approx([points[0].quality, points[-1].quality], abs=0.03)
    assert (reached[1] - reached[0] > 0.5) == (place == "inside")
