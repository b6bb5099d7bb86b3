"""Fitting to waves of organisations whose values are known: intervals hold what they say they hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from spirals.scenario import load
from spirals.studies.fit import Model, lived, read_waves, smooth

pytestmark = pytest.mark.validation

TRUTHS, MEMBERS, PEOPLE, TEAMS = 40, 64, 40, 5
STATES = ("energy", "safety", "worth", "strain")
INSIDE = 1.645  # SD, of 90 of 100


def known() -> Model:
    """Return the model of an organisation that was asked three times."""
    r = np.random.default_rng(0)
    rows = [
        {"id": f"p{k:02d}", "wave": wave, "team": f"T{k % TEAMS + 1}", "level": "lead" if k < TEAMS else "member"}
        | {f"{state} (0-1)": round(float(np.clip(0.6 + 0.1 * r.standard_normal(), 0, 1)), 3) for state in STATES}
        for wave in ("2025-01-06", "2025-04-07", "2025-07-07")
        for k in range(PEOPLE)
    ]
    return Model.of(read_waves(pd.DataFrame(rows)), load("baseline"), None, {})


def test_nine_of_ten_intervals_hold_the_known_value() -> None:
    model = known()
    whole, team = model.prior
    inside, of_teams = [], []
    for number in range(TRUTHS):
        r = np.random.default_rng([77, number])
        values = whole.draw(r, 1, 1.0)[0]
        apart = team.draw(r, TEAMS, 1.0)
        apart -= apart.mean(axis=0)
        means = lived(model, values, apart, 10_000 + number) + np.sqrt(model.error) * r.standard_normal(
            model.means.shape
        )
        scenario = model.scenario.model_copy(update={"seed": 100 + number})
        left = smooth(replace(model, means=means, scenario=scenario), MEMBERS, 2)
        inside.append(np.abs(values - left.whole.mean) < INSIDE * left.whole.spread)
        of_teams += [
            np.abs(truth - found.mean) < INSIDE * found.spread for truth, found in zip(apart, left.teams, strict=True)
        ]
    assert 0.85 <= np.mean(inside) <= 0.95
    assert 0.85 <= np.mean(of_teams) <= 0.97  # levels of teams sum to none, which narrows them a little
