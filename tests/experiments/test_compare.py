"""Several scenarios against a reference: exact answers from an organisation of known lifts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import spirals
from spirals.errors import InputError
from spirals.experiments.compare import comparable, compare
from spirals.experiments.ranking import scored
from tests.experiments import fake


def test_a_known_lift_is_found_with_no_noise(small: dict[str, Any]) -> None:
    found = compare("baseline", "team_incentives", **small)
    table = found.table().set_index("measure")
    energy = table.loc["mean_energy"]
    assert energy["difference"] == pytest.approx(fake.LIFT)
    assert energy["low"] == pytest.approx(fake.LIFT)
    assert energy["high"] == pytest.approx(fake.LIFT)
    assert energy["effect"] == pytest.approx(0.5)
    assert energy["effect_between"] == "people"
    assert (energy["chance"], energy["chance_worse"]) == (1.0, 0.0)
    assert energy["verdict"] == "clearly better"
    assert table.loc["mean_strain", "verdict"] == "clearly worse"
    density = table.loc["network_density"]
    assert density["effect_between"] == "runs"
    assert density["effect"] == pytest.approx(fake.LIFT / found.reference.table()["sd_between_runs"].iloc[-3])
    assert density["verdict"] == "clearly higher"


def test_a_mean_over_ties_is_measured_in_the_spread_of_peoples_own(small: dict[str, Any]) -> None:
    found = compare("baseline", "team_incentives", **{**small, "measures": ("mean_quality",)})
    quality = found.table().set_index("measure").loc["mean_quality"]
    assert quality["effect_between"] == "people"
    assert quality["effect"] == pytest.approx(fake.LIFT / 0.2)
    assert scored(found) == ("mean_quality",)


def test_a_mean_over_teams_is_measured_in_their_spread(small: dict[str, Any]) -> None:
    found = compare("baseline", "team_incentives", **{**small, "measures": ("mean_norm",)})
    norm = found.table().set_index("measure").loc["mean_norm"]
    assert norm["effect_between"] == "teams"
    assert norm["effect"] == pytest.approx(fake.LIFT / 0.25)


def test_hours_and_money_are_reported_beside(small: dict[str, Any]) -> None:
    table = compare("baseline", "team_incentives", **small).table().set_index("measure")
    assert table.loc["hours_spent", "difference"] == 40.0
    assert table.loc["hours_spent", "verdict"] == "clearly more"
    assert table.loc["cost_spent", "verdict"] == "no difference"


def test_a_scenario_does_not_differ_from_itself(small: dict[str, Any]) -> None:
    found = compare("baseline", "baseline", **small)
    assert [result.label for result in found.results] == ["baseline", "baseline (2)"]
    assert set(found.table()["verdict"]) == {"no difference"}
    assert set(found.ranking()["verdict"]) == {"reference", "no difference"}
    assert list(found.ranking()["first"]) == [0.5, 0.5]
    assert list(found.ranking()["rank"]) == [1.0, 1.0]


def test_one_run_gives_no_verdict(small: dict[str, Any]) -> None:
    table = compare("baseline", "team_incentives", **{**small, "replicates": 1}).table()
    assert table["low"].isna().all()
    words = set(table["verdict"])
    assert words <= {"one run only", "no difference"}


def test_scenarios_are_ranked_by_their_mean_effect(small: dict[str, Any]) -> None:
    settings = {**small, "measures": ("mean_energy", "mean_safety", "network_density")}
    twice = spirals.load("team_incentives")
    twice = twice.model_copy(update={"name": "twice", "interventions": twice.interventions * 2})
    found = compare("baseline", "team_incentives", twice, **settings)
    table = found.ranking()
    assert list(table["scenario"]) == ["twice", "team_incentives", "baseline"]
    assert list(table["rank"]) == [1.0, 2.0, 3.0]
    assert list(table["score"]) == pytest.approx([1.0, 0.5, 0.0])
    assert list(table["first"]) == [1.0, 0.0, 0.0]
    assert list(table["hours_spent"]) == [80.0, 40.0, 0.0]
    assert scored(found) == ("mean_energy", "mean_safety")  # density has no good direction


def test_the_reference_sets_days_seed_and_replicates() -> None:
    short = spirals.load("baseline").model_copy(update={"name": "short", "days": 10, "seed": 7})
    equal, notes = comparable([spirals.load("baseline"), short])
    assert len({(one.days, one.seed, one.replicates, one.measures) for one in equal}) == 1
    assert "short: days 10 set to 260, as in baseline" in notes
    assert "short: seed 7 set to 1, as in baseline" in notes


def test_one_scenario_is_no_comparison(small: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="name two or more"):
        compare("baseline", **small)


def test_a_failed_run_drops_its_pair_only(small: dict[str, Any]) -> None:
    found = compare("baseline", "team_incentives", **{**small, "organisation": fake.FailsOnce})
    table = found.table()
    assert set(table["runs"]) == {5}
    assert len(found.failures) == 2
    assert np.isfinite(table.loc[table["measure"] == "mean_energy", "effect"]).all()
