"""Comparing two scenarios, and changing one."""

import pytest

from spirals.interventions.build import TeamIncentives
from spirals.scenario import (
    InputError,
    OrganisationSpec,
    Scenario,
    assignment,
    difference,
    load,
    with_changes,
)


def test_a_scenario_does_not_differ_from_itself_or_by_its_name():
    assert difference(load("crisis"), load("crisis")) == []
    assert difference(Scenario(name="a", author="x"), Scenario(name="b", question="y?")) == []


def test_a_parameter_at_its_default_equals_one_left_out():
    assert difference(Scenario(name="a"), Scenario(name="a", parameters={"demand": 0.5})) == []


def test_differences_come_in_the_order_of_a_file():
    left = load("baseline")
    right = with_changes(load("team_incentives"), {"demand": 0.6, "size": 50, "days": 20})
    keys = [row.key for row in difference(left, right)]
    assert keys == ["days", "organisation.size", "parameters.demand", "interventions.team_incentives"]
    last = difference(left, right)[-1]
    assert last.left is None
    assert last.right["start"] == 11


def test_the_null_model_shows_in_the_parameters():
    rows = {row.key: row for row in difference(Scenario(name="a"), Scenario(name="a", null_model="M4"))}
    assert rows["null_model"].right == "M4"
    assert rows["parameters.loss_ratio"] == ("parameters.loss_ratio", 2.0, 1.0)


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("days", 20, lambda s: s.days),
        ("size", 50, lambda s: s.organisation.size),
        ("organisation.size", 50, lambda s: s.organisation.size),
        ("conduct_base", 1.2, lambda s: s.parameters["conduct_base"]),
        ("parameters.conduct_base", 1, lambda s: s.parameters["conduct_base"]),
        ("null_model", "M3", lambda s: s.null_model),
        ("uncertainties.demand", (0.2, 0.4), lambda s: s.uncertainties["demand"]),
        ("crisis.severity", 0.5, lambda s: s.shocks[0].severity),
        ("shocks.crisis.severity", 0.5, lambda s: s.shocks[0].severity),
        ("interventions.peer_coaching.minutes", 30.0, lambda s: s.interventions[0].minutes),
    ],
)
def test_anything_can_be_changed_by_name(name, value, read):
    before = load("crisis")
    after = with_changes(before, {name: value})
    assert read(after) == value
    assert before == load("crisis")


def test_practices_themselves_can_be_given():
    scenario = with_changes(Scenario(name="x"), {"interventions": [TeamIncentives(share=0.3)]})
    assert scenario.interventions == (TeamIncentives(share=0.3),)


def test_none_takes_a_value_away():
    scenario = Scenario(name="x", parameters={"demand": 0.6}, null_model="M3", organisation=OrganisationSpec(teams=5))
    after = with_changes(scenario, {"parameters.demand": None, "null_model": None, "teams": None})
    assert after == Scenario(name="x")


def test_files_replace_the_numbers_of_a_generated_organisation():
    scenario = Scenario(name="x", organisation=OrganisationSpec(size=40, density=0.2))
    spec = with_changes(scenario, {"organisation.people": "p.csv", "organisation.ties": "t.csv"}).organisation
    assert (spec.people, spec.ties, spec.density) == ("p.csv", "t.csv", None)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"conduct_bas": 1.0},
            "conduct_bas: no setting or parameter has this name; did you mean 'conduct_base'?",
        ),
        ({"days": 0}, "days: is 0, below the smallest allowed, 1; give 1 or more"),
        ({"demand": 7.0}, "parameters.demand: is 7, outside its range; give a number from 0 to 1.5"),
        (
            {"interventions.budy.dose": 1},
            "interventions.budy.dose: unknown practice 'budy'; did you mean 'buddy'?",
        ),
        (
            {"interventions.buddy": 1},
            "interventions.buddy: names no setting; write for example interventions.buddy.who",
        ),
        (
            {"size": 9, "people": "p.csv"},
            "organisation: has size, but people and ties come from files; leave out size",
        ),
        ({"organisation.siz": 9}, "organisation.siz: unknown key; did you mean 'size'?"),
    ],
)
def test_a_change_that_cannot_be_made(changes, line):
    with pytest.raises(InputError) as caught:
        with_changes(Scenario(name="x"), changes, where="--set")
    assert str(caught.value) == f"--set: {line}"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("days=20", ("days", 20)),
        (" loss_ratio = 1.5", ("loss_ratio", 1.5)),
        ("null_model=M3", ("null_model", "M3")),
        ('name="a b"', ("name", "a b")),
        ("uncertainties.demand=[0.1, 0.2]", ("uncertainties.demand", [0.1, 0.2])),
        ("question=a=b", ("question", "a=b")),
        ("directed=true", ("directed", True)),
    ],
)
def test_assignments(text, read):
    assert assignment(text) == read


def test_what_is_no_assignment():
    with pytest.raises(InputError, match="--set: days: is no assignment; write name=value, for example days=20"):
        assignment("days")
