"""A running organisation: what can be changed takes effect or refuses, and a run branches from any day."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import spirals
from spirals.errors import InputError
from spirals.organisation import Organisation
from spirals.scenario import dump

SMALL: dict[str, Any] = {"size": 16, "teams": 4, "days": 40, "rng": 2}


def strain(organisation: Organisation) -> list[float]:
    """Return the daily strain so far."""
    return organisation.series["mean_strain"].tolist()


@pytest.mark.parametrize("engine", ["compiled", "stepwise"])
def test_a_changed_parameter_holds_from_the_next_day(engine):
    usual, changed = (Organisation(engine=engine, **SMALL) for _ in range(2))
    for organisation in (usual, changed):
        organisation.run_days(5)
    changed.parameters["demand"] = 0.9
    assert changed.parameters["demand"] == 0.9
    usual.run_days(5)
    changed.run_days(5)
    assert strain(usual)[:5] == strain(changed)[:5]
    assert all(more > less for more, less in zip(strain(changed)[5:], strain(usual)[5:], strict=True))
    assert "from day 6 on demand is 0.9, no longer 0.5" in changed.notes
    assert [(one.day, one.name) for one in changed.parameters.changes] == [(6, "demand")]
    assert usual.parameters.changes == []


def test_what_is_changed_before_the_first_day_equals_a_scenario_that_says_so():
    late = Organisation(**SMALL)
    early = Organisation(**SMALL, demand=0.9, settled=late.start)
    late.parameters["demand"] = 0.9
    for organisation in (late, early):
        organisation.run_days(5)
    assert strain(late) == strain(early)


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
@pytest.mark.parametrize("engine", ["compiled", "stepwise"])
def test_run_copy_change_run_on(engine, copied: Callable[[Organisation], Organisation]):
    trunk = Organisation(engine=engine, **SMALL)
    assert len(trunk.agents) == 16
    trunk.run_days(10)
    same, other = copied(trunk), copied(trunk)
    other.parameters["demand"] = 0.9
    for organisation in (trunk, same, other):
        organisation.run_days(10)
    assert strain(trunk) == strain(same)
    assert strain(trunk)[:10] == strain(other)[:10]
    assert strain(trunk)[10:] != strain(other)[10:]
    assert trunk.parameters["demand"] == same.parameters["demand"] == 0.5
    assert all(agent.model is other for agent in other.agents)


def test_a_change_back_is_told_too_and_one_undone_the_same_day_is_none():
    organisation = Organisation(**SMALL)
    organisation.parameters["demand"] = 0.9
    organisation.parameters["demand"] = 0.5
    organisation.run_days(1)
    assert organisation.parameters.changes == []
    organisation.parameters.update(demand=0.9)
    organisation.run_days(1)
    organisation.parameters["demand"] = 0.5
    organisation.run_days(1)
    assert [one.new for one in organisation.parameters.changes] == [0.9, 0.5]
    assert organisation.population.state.p.demand == 0.5


def test_a_change_during_a_shift_of_a_shock_counts_from_the_new_value():
    organisation = Organisation("crisis", **SMALL)
    organisation.run_days(3)
    organisation.parameters["demand"] = 0.6
    organisation.run_days(1)
    assert organisation.population.state.p.demand == pytest.approx(0.6)


def test_what_is_kept_of_a_parameter_elsewhere_follows_it():
    organisation = Organisation(**{**SMALL, "size": 30}, turnover=0.0)
    organisation.run_days(2)
    organisation.parameters["attention_limit"] = 5
    organisation.parameters["energy_level_spread"] = 0.0
    organisation.parameters["level_link"] = 0.0
    organisation.run_days(5)
    assert organisation.population.state.rows[:30, 3].tolist() == [5] * 30
    row = organisation.hire(team=0)
    assert organisation.population.person("energy_set")[row] == np.float32(organisation.parameters["energy_level"])
    assert any("what was drawn with it for people and ties stays" in note for note in organisation.notes)


def test_a_name_that_no_parameter_has_is_told():
    parameters = Organisation(**SMALL).parameters
    with pytest.raises(KeyError, match="did you mean 'demand'"):
        _ = parameters["demnd"]
    assert "demnd" not in parameters
    assert parameters.get("demnd") is None


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("demands", 0.5, "did you mean 'demand'"), ("demand", 99, "must lie in"), ("demand", "high", "must be a number"),
     ("demand", True, "must be a number"), ("demand", float("nan"), "must be a number")],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_once(name, value, said):
    organisation = Organisation(**SMALL)
    with pytest.raises(InputError, match=said):
        organisation.parameters[name] = value
    with pytest.raises(InputError, match="taken away"):
        del organisation.parameters["demand"]


class Hurried(Organisation):
    """Has more to do from day 3 on."""

    def step(self) -> None:
        """Run a day; on the second, demand rises."""
        super().step()
        if self.day == 2:
            self.parameters["demand"] = 0.9


def test_changes_stand_in_the_provenance():
    result = spirals.run("baseline", size=10, days=5, replicates=2, organisation=Hurried)
    said = "from day 3 on demand is 0.9, no longer 0.5"
    assert said in result.notes
    assert said in result.provenance.notes


def test_a_scenario_cannot_be_changed_behind_its_back():
    organisation = Organisation(**SMALL, demand=0.6)
    for act in (
        lambda: organisation.spec.parameters.update(demand=0.9),
        lambda: organisation.spec.parameters.__setitem__("demand", 0.9),
        lambda: organisation.spec.parameters.pop("demand"),
        lambda: organisation.spec.uncertainties.setdefault("demand", (0.0, 1.0)),
    ):
        with pytest.raises(InputError, match="cannot be changed"):
            act()
    assert organisation.spec.parameters == {"demand": 0.6}
    for same in (copy.deepcopy(organisation.spec), pickle.loads(pickle.dumps(organisation.spec))):
        assert same == organisation.spec
        assert dump(same) == dump(organisation.spec)


def test_copies_of_columns_cannot_be_taken_for_the_columns():
    population = Organisation(**SMALL).population
    for name in ("familiarity", "fit", "a", "last_met"):
        with pytest.raises(ValueError, match="read-only"):
            population.tie(name)[:] = 0
    with pytest.raises(ValueError, match="read-only"):
        population.quality()[0][:] = 0.0
    with pytest.raises(ValueError, match="read-only"):
        population.person("devices")[:] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        Organisation(**SMALL).series["mean_energy"][:] = 1.0
