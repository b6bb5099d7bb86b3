"""Several scenarios against a reference: exact answers from an organisation of known lifts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import spirals
from spirals.errors import InputError
from spirals.experiments.compare import comparable, compare
from spirals.experiments.ranking import scored
from spirals.interventions import catalogue
from spirals.measures.score import SCORED
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
    assert energy["verdict"] == "surely better, by a medium amount"
    assert table.loc["mean_strain", "verdict"] == "surely worse, by a medium amount"
    density = table.loc["network_density"]
    assert density["effect_between"] == "runs"
    assert density["effect"] == pytest.approx(fake.LIFT / found.reference.table()["sd_between_runs"].iloc[-3])
    assert density["verdict"] == "surely higher"


def test_a_mean_over_ties_is_measured_in_the_spread_of_peoples_own(small: dict[str, Any]) -> None:
    found = compare("baseline", "team_incentives", **{**small, "measures": ("mean_quality",)})
    quality = found.table().set_index("measure").loc["mean_quality"]
    assert quality["effect_between"] == "people"
    assert quality["effect"] == pytest.approx(fake.LIFT / 0.2)
    assert scored(found) == SCORED  # whatever a scenario asks for


def test_a_mean_over_teams_is_measured_in_their_spread(small: dict[str, Any]) -> None:
    found = compare("baseline", "team_incentives", **{**small, "measures": ("mean_norm",)})
    norm = found.table().set_index("measure").loc["mean_norm"]
    assert norm["effect_between"] == "teams"
    assert norm["effect"] == pytest.approx(fake.LIFT / 0.25)


def test_hours_and_money_are_reported_beside(small: dict[str, Any]) -> None:
    table = compare("baseline", "team_incentives", **small).table().set_index("measure")
    assert table.loc["hours_spent", "difference"] == 40.0
    assert table.loc["hours_spent", "verdict"] == "surely more"
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
    assert list(table["score"]) == pytest.approx([0.6, 0.3, 0.0])  # of ten outcomes two are better when less
    assert list(table["first"]) == [1.0, 0.0, 0.0]
    assert list(table["hours_spent"]) == [80.0, 40.0, 0.0]


def test_the_score_of_a_scenario_does_not_depend_on_its_company(small: dict[str, Any]) -> None:
    settings = {name: value for name, value in small.items() if name != "measures"}
    newcomers = spirals.load("relational_onboarding")
    assert set(newcomers.measures) - set(spirals.load("baseline").measures)
    alone = compare("baseline", "team_incentives", **settings).ranking().set_index("scenario")
    among = compare("baseline", "team_incentives", newcomers, "buddy", "crisis", **settings).ranking()
    among = among.set_index("scenario")
    for column in ("score", "low", "high", "verdict", "cost"):
        assert alone.loc["team_incentives", column] == among.loc["team_incentives", column]


def test_a_weight_moves_the_score_as_it_says(small: dict[str, Any]) -> None:
    found = compare("baseline", "team_incentives", weights={"mean_strain": 3.0, "corrosive": 0.0}, **small)
    score = found.ranking().set_index("scenario").loc["team_incentives", "score"]
    assert score == pytest.approx((8 * 0.5 - 3 * 0.5) / 11)
    with pytest.raises(InputError, match="did you mean 'mean_energy'"):
        compare("baseline", "team_incentives", weights={"mean_energi": 2.0}, **small)


class WhileActive(fake.FakeOrganisation):
    """Everything is better on days on which a practice is in force."""

    def measure(self, name: str) -> float:
        active = any(
            entry.first_day <= self.day <= (entry.last_day or self.day) for entry in self.scenario.interventions
        )
        costs = ("hours_spent", "cost_spent")
        return super().measure(name) if name in costs else 0.5 + self.luck + (fake.LIFT if active else 0.0)


def test_a_practice_of_the_last_month_gains_a_month_and_not_a_year() -> None:
    base = spirals.load("baseline")
    late, early, always = (
        base.model_copy(
            update={
                "name": name,
                "interventions": (catalogue()["team_incentives"].model_validate({"start": start, "end": end}),),
            }
        )
        for name, start, end in (("late", 241, None), ("early", 1, 20), ("always", 1, None))
    )
    found = compare(base, late, early, always, days=260, replicates=2, organisation=WhileActive)
    scores = found.ranking().set_index("scenario")["score"]
    month = 0.3 / 16  # of thirteen months and the three in which nothing is in force any more
    assert scores["late"] == pytest.approx(month)
    assert scores["early"] == pytest.approx(month)
    assert scores["always"] == pytest.approx(13 * month)


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
