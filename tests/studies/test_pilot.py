"""The plan of a trial: who is drawn, what the model expects of it, and what the page says."""

from __future__ import annotations

from pathlib import Path

import pytest

from spirals.errors import InputError
from spirals.organisation import Organisation
from spirals.scenario import Scenario, load, with_changes
from spirals.studies.pilot import Pilot, draw_teams, drawn_order, in_teams, pilot
from spirals.studies.pilot_page import WIDTH, as_html, page

SMALL = {"organisation.size": 36, "organisation.team_size": 6.0, "engine": "stepwise"}


def small(name: str) -> Scenario:
    return with_changes(load(name), SMALL)


@pytest.fixture(scope="module")
def plan() -> Pilot:
    return pilot(small("baseline"), small("team_incentives"), weeks=4, runs=3, design="parallel")


def test_of_two_teams_of_like_size_one_is_drawn() -> None:
    sizes = {"a": 10, "b": 9, "c": 5, "d": 5, "e": 4, "tiny": 2}
    drawn = [draw_teams(sizes, None, seed) for seed in range(40)]
    for treated, control, small_ones in drawn:
        assert small_ones == ("tiny",)
        assert {*treated, *control} == set("abcde")
        assert len({"a", "b"} & set(treated)) == len({"c", "d"} & set(treated)) == 1
    share = sum("a" in treated for treated, _, _ in drawn) / len(drawn)
    assert 0.25 < share < 0.75
    assert draw_teams(sizes, None, 3) == drawn[3]
    assert sum(map(len, draw_teams(sizes, 4, 1)[:2])) == 4


@pytest.mark.parametrize(
    ("sizes", "wanted", "message"),
    [({"a": 9, "b": 2}, None, "needs two at least"), ({"a": 9, "b": 9}, 3, "teams: 3 of 2"), ({}, None, "0 team")],
)
def test_too_few_teams_are_refused(sizes: dict[str, int], wanted: int | None, message: str) -> None:
    with pytest.raises(InputError, match=message):
        draw_teams(sizes, wanted, 1)


def test_the_practice_is_for_the_drawn_teams_and_those_whom_it_is_meant_for() -> None:
    scenario = small("leader_modelling")
    organisation = Organisation(scenario)
    people = organisation.people.set_index("id")
    teams = sorted(set(people["team"]))[:2]
    kept = in_teams(scenario, organisation, teams)
    assert kept is not None
    (entry, *_) = kept.interventions
    assert entry.who
    assert set(people.loc[list(entry.who), "team"]) <= set(teams)
    assert (people.loc[list(entry.who), "level"] != "member").all()


def test_a_practice_for_newcomers_cannot_be_kept_to_teams_and_the_page_says_so() -> None:
    plan = pilot(small("baseline"), small("relational_onboarding"), weeks=3, runs=2, icc=0.1)
    assert (plan.runs, plan.runs_found, plan.spill) == (0, 0, 0.0)
    assert "Not looked at" in page(plan)
    assert "simulated organisations" not in page(plan)


def test_the_plan_holds_what_was_asked_and_what_the_model_expects(plan: Pilot) -> None:
    assert plan.weeks == 4
    assert set(plan.teams) == {team for team, size in plan.sizes.items() if size >= 3}
    assert plan.icc >= max(0.05, plan.icc_model) - 1e-12
    assert plan.effect_low <= plan.effect <= plan.effect_high
    assert 0.0 <= plan.spill <= 0.95
    assert [row.who for row in plan.rows] == ["published, low", "published, middle", "published, high", "the model"]
    assert all(row.shown == pytest.approx(row.effect * (1.0 - plan.spill)) for row in plan.rows)
    assert all(row.power == pytest.approx(row.formula, abs=0.05) for row in plan.rows)
    expected = [row.formula for row in plan.rows[:3]]  # simulated ones lie around it by chance
    assert expected == sorted(expected)


def test_six_teams_are_too_few_to_ever_see_a_small_effect(plan: Pilot) -> None:
    assert plan.verdict == "never"
    text = page(plan)
    assert "TOO FEW PEOPLE TO EVER SEE THIS" in text
    assert "would NOT refute it" in text
    assert plan.refuted_below < 0.0 < plan.refuted_above


def test_the_page_is_one_page_and_names_every_team_once(plan: Pilot) -> None:
    text = page(plan)
    assert max(map(len, text.splitlines())) <= WIDTH + 2
    assert len(text.splitlines()) <= 66
    for team in plan.teams:
        assert text.count(f"{team} (") == 1
    for heading in ("WHAT AND WHO", "WHEN", "WHAT IS MEASURED", "SPILL-OVER", "REFUTE"):
        assert heading in text
    assert text.splitlines()[0] in as_html(plan)


def test_a_stepped_trial_has_every_team_in_some_step() -> None:
    plan = pilot(small("baseline"), small("team_incentives"), weeks=4, runs=2, design="stepped")
    text = page(plan)
    assert plan.design == "stepped"
    for team in plan.teams:
        assert text.count(f"{team} (") == 1
    assert f"Step {plan.steps}:" in text
    assert set(plan.order) == set(plan.teams)
    orders = {drawn_order(plan.teams, seed) for seed in range(12)}
    assert len(orders) > 8


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"outcome": "joy"}, "none a pulse can measure"),
        ({"weeks": 1}, "weeks: 1 make no trial"),
        ({"response": 0.0}, "response: 0 is no share"),
        ({"icc": 1.0}, "icc: 1 is no share"),
        ({"runs": 1}, "runs: 1 show no chance"),
        ({"design": "crossed"}, "design: 'crossed' is none"),
    ],
)
def test_numbers_that_make_no_trial_are_refused(changes: dict, message: str) -> None:
    with pytest.raises(InputError, match=message):
        pilot(small("baseline"), small("team_incentives"), **changes)


def test_a_scenario_without_a_practice_is_no_trial() -> None:
    with pytest.raises(InputError, match="baseline has no practice to try"):
        pilot(small("baseline"), small("baseline"))


def test_ties_that_were_made_up_make_spill_over_a_guess(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("id,team\n" + "".join(f"p{k},T{k % 4}\n" for k in range(24)))
    own = {"organisation.people": str(people), "engine": "stepwise"}
    scenarios = [with_changes(load(name), own) for name in ("baseline", "team_incentives")]
    plan = pilot(*scenarios, weeks=2, runs=2)
    assert plan.grown
    assert "Ties were made up" in " ".join(page(plan).split())
