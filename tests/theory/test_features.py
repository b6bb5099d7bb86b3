"""Each of the three features of a tie has a job that the others do not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from spirals.mechanisms.effects import drain
from spirals.organisation import Organisation
from spirals.population import CARRYING, CONNECTIVITY, HARDSHIP, TENSILITY

# behaviour does not read the tie, ties do not move, and a made-up quarrel does not change the day's tone
ONLY_THE_JOB = {
    "feedback": 0.0, "gain": 0.0, "drift": 0.0, "trust_learns": 0.0, "spill_effect": 0.0, "thank_regard": 0.0,
    "turnover": 0.0, "move_rate": 0.0, "tone_baseline": 0.3, "routine_share": 0.2,
}  # fmt: skip


def day_with(feature: int, value: float, **changes: Any) -> dict[str, Any]:
    """Return what a day did when one feature of every tie had a value."""
    organisation = Organisation(size=24, teams=3, days=2, rng=4, record=True, **{**ONLY_THE_JOB, **changes})
    organisation.population.state.ties[:, feature] = value
    organisation.population.state.people[:, HARDSHIP] = 1.0
    organisation.run_days(1)
    person = organisation.population.person
    return {
        "support": person("support").copy(),
        "hardship": person("hardship").copy(),
        "strain": person("strain").copy(),
        "ideas": person("ideas").copy(),
        "knowledge": person("knowledge").copy(),
        "repaired": organisation.series["repaired"].copy(),
        "who": organisation.encounters[["who", "whom", "tone"]].to_numpy().tolist(),
    }


JOBS = {
    CARRYING: {"support", "hardship", "strain"},
    TENSILITY: {"repaired"},
    CONNECTIVITY: {"ideas", "knowledge"},
}


@pytest.mark.parametrize("feature", list(JOBS))
def test_a_feature_does_its_own_job_and_no_other(feature):
    low, high = day_with(feature, 0.1, learning_rate=0.0), day_with(feature, 0.9, learning_rate=0.0)
    changed = {name for name in low if not np.array_equal(np.array(low[name]), np.array(high[name]))}
    assert changed == JOBS[feature]


def test_carrying_capacity_lets_hardship_be_shared():
    low, high = day_with(CARRYING, 0.1), day_with(CARRYING, 0.9)
    assert high["support"].mean() > low["support"].mean() + 0.1
    assert high["hardship"].mean() < low["hardship"].mean()
    assert high["strain"].mean() < low["strain"].mean()


def test_tensility_makes_repair_likelier_and_shields_the_tie():
    assert day_with(TENSILITY, 0.9)["repaired"] > day_with(TENSILITY, 0.1)["repaired"]
    stiff, tensile = (drain(0.6, 0.05, 1.0, 1.0, 2.0, 0.3, buffer) for buffer in (0.1, 0.9))
    assert tensile > stiff


def test_connectivity_makes_ideas_and_with_them_knowledge():
    low, high = day_with(CONNECTIVITY, 0.1), day_with(CONNECTIVITY, 0.9)
    assert high["ideas"].mean() > 2.0 * low["ideas"].mean()
    assert high["knowledge"].mean() > low["knowledge"].mean()
