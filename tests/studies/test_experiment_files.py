"""Experiment files: what they may say, what is told of mistakes, the schema for editors."""

from __future__ import annotations

from typing import Any

import pytest

from spirals.errors import InputError
from spirals.parameters import PARAMETERS, REFERENCE, TABLE
from spirals.scenario import load, with_changes
from spirals.studies.experiment import Design, Experiment, Factor
from spirals.studies.files import (
    FILE_NAME,
    checked,
    dump_experiment,
    folder_of_experiments,
    load_experiment,
    schema_text,
    shipped_experiments,
)
from spirals.studies.plan import plan
from spirals.studies.sources import ready_plan

LHS = {"kind": "lhs", "samples": 4}


@pytest.mark.parametrize("name", shipped_experiments())
def test_shipped_experiments_can_be_planned_and_written_back(name: str) -> None:
    source = load_experiment(name)
    assert checked(__import__("tomllib").loads(dump_experiment(source.experiment)), name) == source.experiment
    ready = plan(source)
    assert len(ready) == len(ready.settings) * len(ready.bases) * source.experiment.replicates
    identities = [ready.identity(*place) for place in ready.places()]
    assert len(set(identities)) == len(identities) == len(ready)


def test_exported_schema_is_up_to_date() -> None:
    written = (folder_of_experiments() / FILE_NAME).read_text(encoding="utf-8")
    command = "from spirals.studies.files import *; (folder_of_experiments() / FILE_NAME).write_text(schema_text())"
    assert written == schema_text(), f"run: uv run python -c '{command}'"


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ({"desiign": LHS, "factors": ["demand"]}, "x: desiign: unknown key; did you mean 'design'?"),
        ({"design": {"kind": "mooris"}, "factors": ["demand"]}, "did you mean 'morris'?"),
        ({"design": {"kind": "lhs"}, "factors": ["demand"]}, "needs samples; write for example samples = 100"),
        ({"design": {"kind": "sobol", "samples": 6}, "factors": ["demand"]}, "need a power of 2, such as 8"),
        ({"design": {"kind": "grid", "samples": 6}, "factors": ["demand"]}, "kind grid has no samples"),
        ({"design": LHS, "factors": []}, "nothing is varied"),
        ({"design": LHS, "factors": [{"naame": "demand"}]}, "x: factors.#1.naame: unknown key; did you mean 'name'?"),
        ({"design": LHS, "factors": [{"group": "conducts"}]}, "did you mean 'conduct'?"),
        ({"design": LHS, "factors": ["demand"], "measures": ["men_energy"]}, "did you mean 'mean_energy'?"),
        ({"design": LHS, "factors": ["demand"], "daily": ["mean_enrgy"]}, "x: daily: unknown series 'mean_enrgy'"),
        ({"design": {"kind": "list"}}, "needs points or file"),
    ],
)
def test_a_mistake_is_one_line_with_the_remedy(said: dict[str, Any], line: str) -> None:
    with pytest.raises(InputError) as told:
        checked({"name": "x", **said}, "x")
    assert any(line in one for one in str(told.value).splitlines())


@pytest.mark.parametrize(
    ("factor", "line"),
    [
        ("demnad", "did you mean 'demand'?"),
        ("size", "factors.size: has no range of its own; give low and high, or values"),
        ("seed", "factors.seed: cannot be varied"),
        ({"name": "demand", "low": -1.0}, "outside its range"),
        ({"name": "demand", "high": 9.0}, "outside its range"),
        ({"name": "team_incentives.dose", "low": 0.0, "high": 1.0}, "no setting or parameter"),
        ({"name": "interventions.team_incentive.dose", "values": [1.0]}, "team_incentives"),
    ],
)
def test_a_factor_that_cannot_be_varied_is_named(factor: Any, line: str) -> None:
    with pytest.raises(InputError, match=line):
        ready_plan([{"name": "x", "design": LHS, "factors": [factor]}], {})


def test_ranges_come_from_the_table_unless_the_scenario_states_them() -> None:
    base = with_changes(load("baseline"), {"uncertainties.demand": [0.4, 0.6]})
    ready = ready_plan([base], LHS, near=1.0, factors=["demand", "conduct_base", {"name": "loss_ratio", "low": 1.5}])
    row = PARAMETERS["conduct_base"]
    assert [(one.low, one.high) for one in ready.factors] == [
        (0.4, 0.6), (row.low, row.high), (1.5, PARAMETERS["loss_ratio"].high),
    ]  # fmt: skip
    assert [one.name for one in ready_plan([base], LHS).factors] == ["demand"]  # what it states as uncertain
    assumed = [row.name for row in TABLE if row.source != REFERENCE]  # references are measured
    assert [one.name for one in ready_plan(["baseline"], LHS).factors] == assumed  # it states nothing


def test_an_experiment_says_how_near_its_ranges_lie_else_they_are_those_of_the_table() -> None:
    said: dict[str, Any] = {"name": "x", "design": LHS, "factors": ["loss_ratio", {"group": "conduct"}]}
    row, assumed = PARAMETERS["loss_ratio"], load("baseline").values()["loss_ratio"]
    whole, near = ready_plan([said], {}), ready_plan([{**said, "near": 0.1}], {})
    assert (whole.factors[0].low, whole.factors[0].high) == (row.low, row.high)
    assert whole.notes == ()
    assert near.factors[0].high == pytest.approx(assumed + 0.1 * (row.high - assumed))
    assert near.notes[0].startswith(f"ranges: {len(near.factors)} parameters moved up to 10% of the way")
    assert ready_plan([said], {}, near=0.1).factors == near.factors
    with pytest.raises(InputError, match="near: "):
        ready_plan([{**said, "near": 1.5}], {})


def test_a_practice_is_varied_where_it_is_in_force() -> None:
    dose = {"name": "interventions.team_incentives.dose", "values": [0.5, 1.0]}
    ready = ready_plan(["baseline", "team_incentives"], {"kind": "grid"}, factors=[dose])
    assert ready.changes(0, 1) == {}
    assert ready.changes(1, 1) == {"interventions.team_incentives.dose": 1.0}


def test_days_of_all_scenarios_are_those_of_the_reference() -> None:
    other = with_changes(load("crisis"), {"days": 65})
    ready = ready_plan(["baseline", other], LHS, factors=["demand"])
    assert [base.days for base in ready.bases] == [260, 260]
    assert ready.notes[:1] == ("crisis: days 65 set to 260, as in baseline",)


def test_python_objects_say_the_same_as_a_file() -> None:
    made = Experiment(name="x", design=Design(kind="lhs", samples=4), factors=(Factor(name="demand"),))
    assert checked({"name": "x", "design": LHS, "factors": ["demand"]}, "x") == made


def test_the_page_shows_an_experiment_that_can_be_planned() -> None:
    import re
    import tomllib
    from pathlib import Path

    page = Path(__file__).resolve().parents[2] / "docs" / "experiments.md"
    blocks = re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(blocks) == 1
    assert len(ready_plan([tomllib.loads(blocks[0])], {})) == 2 * 9 * 5
