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
    "reinforcement": 0.0, "quality_pull": 0.0, "trust_on_trusting": 0.0, "quality_on_play": 0.0,
    "gain": 0.0, "drift": 0.0, "trust_learns": 0.0, "trust_reads": 0.0, "spill_effect": 0.0, "thank_regard": 0.0,
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
        "learning": person("learning").copy(),
        "knowledge": person("knowledge").copy(),
        "repaired": organisation.series["repaired"].copy(),
        "who": organisation.encounters[["who", "whom", "tone", "pathway"]].to_numpy().tolist(),
    }


JOBS = {
    CARRYING: {"support", "hardship", "strain", "learning"},
    TENSILITY: {"repaired"},
    CONNECTIVITY: {"ideas", "knowledge"},
}


@pytest.mark.parametrize("feature", list(JOBS))
def test_a_feature_does_its_own_job_and_no_other(feature):
    low, high = (day_with(feature, value, disagreement=0.0) for value in (0.1, 0.9))
    changed = {name for name in low if not np.array_equal(np.array(low[name]), np.array(high[name]))}
    assert changed == JOBS[feature]


def test_carrying_capacity_lets_hardship_be_shared():
    low, high = day_with(CARRYING, 0.1), day_with(CARRYING, 0.9)
    assert high["support"].mean() > low["support"].mean() + 0.1
    assert high["hardship"].mean() < low["hardship"].mean()
    assert high["strain"].mean() < low["strain"].mean()


def test_carrying_capacity_lets_disagreement_be_shared():
    low, high = (day_with(CARRYING, value, disagreement=4.0) for value in (0.1, 0.9))
    trusting = [[row[2] for row in day["who"] if row[3] == "trusting"] for day in (low, high)]
    assert trusting[0].count("depleting") > trusting[1].count("depleting")
    assert high["learning"].mean() > low["learning"].mean()
    off = {"disagreement": 0.0, "disagreement_voiced": 0.0}
    low, high = (day_with(CARRYING, value, **off) for value in (0.1, 0.9))
    assert low["who"] == high["who"]
    assert np.array_equal(low["learning"], high["learning"])


def test_tensility_makes_repair_likelier_and_shields_the_tie():
    assert day_with(TENSILITY, 0.9)["repaired"] > day_with(TENSILITY, 0.1)["repaired"]
    stiff, tensile = (drain(0.6, 0.05, 1.0, 1.0, 2.0, 0.3, buffer) for buffer in (0.1, 0.9))
    assert tensile > stiff


def test_connectivity_makes_ideas_and_with_them_knowledge():
    low, high = (day_with(CONNECTIVITY, value, learning_rate=0.0) for value in (0.1, 0.9))
    assert high["ideas"].mean() > 2.0 * low["ideas"].mean()
    assert high["knowledge"].mean() > low["knowledge"].mean()


def test_connectivity_and_no_other_shared_feature_raises_the_uptake_of_knowledge():
    low, high = (day_with(CONNECTIVITY, value, creation_rate=0.0) for value in (0.1, 0.9))
    assert high["knowledge"].mean() > low["knowledge"].mean()
    for feature in (CARRYING, TENSILITY):
        low, high = (day_with(feature, value, disagreement=0.0) for value in (0.1, 0.9))
        assert np.array_equal(low["knowledge"], high["knowledge"])
