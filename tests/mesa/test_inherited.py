"""What Organisation and Employee inherit from Mesa means what a user of Mesa expects, or refuses in one line."""

from __future__ import annotations

import copy
import multiprocessing
import pickle
import warnings
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import mesa
import numpy as np
import pandas as pd
import pytest
from mesa.batchrunner import batch_run

from spirals.employee import Employee
from spirals.errors import InputError
from spirals.organisation import Organisation, RunScenario

SMALL: dict[str, Any] = {"size": 16, "teams": 4, "days": 10, "turnover": 0.0, "move_rate": 0.0}


def new(**changes) -> Organisation:
    """Return a small organisation on its first morning."""
    return Organisation(**{**SMALL, "rng": 2, **changes})


def energy(**changes) -> list[float]:
    """Return the daily energy of a short run."""
    organisation = Organisation(**{**SMALL, "days": 3, **changes})
    organisation.run_model()
    return organisation.series["mean_energy"].tolist()


# --- seeds, iterations, replicates ---------------------------------------------------------------------
class Tail(Organisation):
    """Hands everything on, as models of Mesa do."""

    def __init__(self, rng=None, **changes) -> None:
        super().__init__(rng=rng, **changes)


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("model", [Organisation, Tail])
def test_iterations_are_replicates(model, processes):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        rows = batch_run(
            model,
            {**SMALL, "days": 3, "conduct_base": [0.5, 1.0]},
            iterations=3,
            number_processes=processes,
            display_progress=False,
        )
    frame = pd.DataFrame(rows)
    assert frame.mean_energy.nunique() == 6
    for iteration, base, found in zip(frame.iteration, frame.conduct_base, frame.mean_energy, strict=True):
        assert found == energy(replicate=int(iteration), conduct_base=base)[-1]


def test_a_batch_without_seeds_is_the_first_replicate():
    rows = batch_run(Organisation, {**SMALL, "days": 3}, display_progress=False)
    assert [row["mean_energy"] for row in rows] == [energy()[-1]]


def test_fresh_chance_is_another_replicate_each_time_and_can_be_had_again():
    first, second = (Organisation(rng=None, **SMALL) for _ in range(2))
    assert first.replicate != second.replicate
    assert first.spec.seed == second.spec.seed
    first.run_days(3)
    second.run_days(3)
    assert first.mean_energy != second.mean_energy
    again = Organisation(replicate=second.replicate, **SMALL)
    again.run_days(3)
    assert again.mean_energy == second.mean_energy


def fresh(_: int) -> float:
    """Return the energy of a run by fresh chance, as a function for other processes."""
    return energy(rng=None)[-1]


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_fresh_chance_is_fresh_in_other_processes_too(method):
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as pool:
        found = list(pool.map(fresh, range(4)))
    assert len(set(found)) == 4


def test_a_seed_that_is_left_out_is_the_scenarios_own():
    assert energy() == energy(rng=1) == energy(replicate=0)
    assert Organisation(rng=None, replicate=0, **SMALL).replicate == 0
    assert Organisation(RunScenario(rng=4), rng=None, **SMALL).replicate == 0


def test_a_seed_is_given_once():
    with pytest.raises(InputError, match="one of them"):
        new(seed=5, rng=6)
    assert new(seed=5, rng=None).spec.seed == 5


def test_numpys_generators_are_seeds():
    for make in (np.random.default_rng, np.random.SeedSequence, np.random.MT19937):
        assert energy(rng=make(5)) == energy(rng=make(5)) != energy(rng=make(6))
    generator = np.random.default_rng(5)
    assert energy(rng=generator) != energy(rng=generator)


@pytest.mark.parametrize("wrong", ["7", 5.0, True, [1, 2], -1])
def test_what_is_no_seed_is_refused(wrong):
    with pytest.raises(InputError, match=r"rng|seed"):
        new(rng=wrong)


@pytest.mark.parametrize("wrong", [-1, 1.0, True, "2"])
def test_what_is_no_replicate_is_refused(wrong):
    with pytest.raises(InputError, match="replicate"):
        new(replicate=wrong)


# --- agents are people ---------------------------------------------------------------------------------
class Robot(mesa.Agent):
    """An agent of one's own beside the employees."""


@pytest.mark.parametrize("touched", [True, False])
def test_everybody_can_be_removed_whenever_agents_were_made(touched):
    organisation = new(days=40, turnover=2.0, vacancy_days=3.0)
    Robot(organisation)
    if touched:
        assert len(organisation.agents) == 17
    organisation.run_days(10)
    organisation.remove_all_agents()
    assert len(organisation.agents) == 0
    assert not organisation.population.active.any()
    organisation.run_model()
    assert organisation.day == 40
    assert organisation.headcount == 0
    for name, values in organisation.series.items():
        assert np.isnan(values[-1]) == name.startswith(("mean_", "sd_", "turns_gini")), name
    assert np.isfinite(organisation.series["mean_energy"][9])
    assert np.isnan(organisation.measure("mean_energy"))


def test_an_id_belongs_to_the_person_whenever_agents_are_first_asked_for():
    def ids(asked_on: int) -> dict[str, int]:
        organisation = new(days=60, turnover=2.0, vacancy_days=4.0, rng=3)
        organisation.run_days(asked_on)
        assert len(organisation.agents) > 0
        Robot(organisation)
        organisation.run_days(60 - asked_on)
        assert organisation.series["joined"].sum() > 0
        people = organisation.people.reset_index(drop=True)
        for agent in organisation.agents_by_type[Employee]:
            assert agent.unique_id == agent.row + 1
            assert people.id[agent.unique_id - 1] == agent.id
        assert len({agent.unique_id for agent in organisation.agents}) == len(organisation.agents)
        return {agent.id: agent.unique_id for agent in organisation.agents_by_type[Employee]}

    assert ids(0) == ids(40)


def test_a_panel_of_agents_joins_to_people():
    organisation = new(days=20, turnover=2.0, vacancy_days=4.0)
    organisation.run_days(10)
    collector = mesa.DataCollector(agent_reporters={"id": "id"})
    for _ in range(10):
        organisation.step()
        collector.collect(organisation)
    panel = collector.get_agent_vars_dataframe().reset_index()
    assert (panel.id == organisation.people.id.to_numpy()[panel.AgentID - 1]).all()


@pytest.mark.parametrize("touched", [True, False])
def test_employees_are_made_by_their_organisation_only(touched):
    organisation = new()
    if touched:
        assert len(organisation.agents) == 16

    class Own(Employee):
        pass

    for make in (
        lambda: Employee.create_agents(organisation, 3, [0, 1, 2]),
        lambda: Own.create_agents(organisation, 2, row=[0, 1]),
        lambda: Employee.from_dataframe(organisation, pd.DataFrame({"row": [0, 1]})),
        lambda: Employee(organisation, 3),
    ):
        with pytest.raises(InputError, match="hire"):
            make()
    assert len(organisation.agents) == len(organisation.population.rows) == 16
    row = organisation.hire(team=0)
    assert organisation.employee(row).unique_id == 17
    assert len(organisation.agents) == 17


# --- what a subclass of Employee may say ---------------------------------------------------------------
class Counting(Employee):
    """Counts its steps."""

    def __init__(self, model, row) -> None:
        super().__init__(model, row)
        self.days: list[int] = []

    def step(self) -> None:
        """Note the day."""
        self.days.append(self.model.day)


@pytest.mark.parametrize("engine", ["compiled", "stepwise"])
def test_a_step_is_called_once_a_day_on_everybody(engine):
    organisation = new(employee_class=Counting, engine=engine)
    organisation.run_model()
    assert organisation.engine == engine
    assert [agent.days for agent in organisation.agents] == [list(range(1, 11))] * 16
    usual = new(engine=engine)
    usual.run_model()
    assert np.array_equal(usual.series["mean_energy"], organisation.series["mean_energy"])


def test_a_step_may_change_states_and_remove_people():
    class Quits(Employee):
        def step(self):
            self.energy = 0.5
            if self.row == 3 and self.model.day == 2:
                self.model.employee(4).remove()

    organisation = new(employee_class=Quits, vacancy_days=200.0)
    organisation.run_days(3)
    assert set(organisation.agents.get("energy")) == {0.5}
    assert len(organisation.agents) == 15


def test_a_step_that_is_called_on_top_is_told():
    class Twice(Organisation):
        def step(self):
            super().step()
            self.agents.shuffle_do("step")

    with pytest.warns(UserWarning, match=r"Counting.step: the organisation calls it every evening"):
        Twice(**SMALL, employee_class=Counting).step()

    class Chained(Counting):
        def step(self):
            super().step()

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        organisation = new(employee_class=Chained)
        organisation.run_days(2)
        Twice(**SMALL).step()  # employees without a step of their own
    assert all(agent.days == [1, 2] for agent in organisation.agents)


def test_steps_survive_copies():
    organisation = new(employee_class=Counting)
    organisation.run_days(4)
    for other in (copy.deepcopy(organisation), pickle.loads(pickle.dumps(organisation))):
        other.run_days(2)
        assert all(agent.days == [1, 2, 3, 4, 5, 6] for agent in other.agents)


@pytest.mark.parametrize(
    ("name", "meant"),
    [("take_slots", "take_slot"), ("start_wanted", "starts_wanted"), ("choose_partners", "choose_partner"),
     ("choose_path_way", "choose_pathway"), ("met", "meet"), ("steps", "step")],
)  # fmt: skip
def test_a_misspelt_verb_names_the_nearest(name, meant):
    with pytest.warns(UserWarning, match=f"{name} is called by nothing; did you mean '{meant}'"):
        type("Misspelt", (Employee,), {name: lambda self: None})


def test_other_names_are_left_alone():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        own = {"_meets": lambda self: None, "greet_all": lambda self: None, "content": True, "steps": 3}
        type("Own", (Employee,), own)


@pytest.mark.parametrize(
    ("verb", "answer", "said"),
    [("choose_pathway", "trustin", "did you mean 'trusting'"), ("choose_pathway", "dance", "one of respectful"),
     ("choose_partner", "self", "None for nobody"), ("choose_partner", 3, "an employee of the same organisation"),
     ("starts_wanted", 1.5, "whole number")],
)  # fmt: skip
def test_what_a_verb_returns_is_checked(verb, answer, said):
    def method(self, *given):
        return self if answer == "self" else answer

    organisation = new(employee_class=type("Own", (Employee,), {verb: method}))
    with pytest.raises(InputError, match=said) as error:
        organisation.run_model()
    assert verb in str(error.value)
    assert "\n" not in str(error.value)


def test_numpys_whole_numbers_are_counts_of_starts():
    class Busy(Employee):
        def starts_wanted(self, slot):
            return np.int64(super().starts_wanted(slot))

    organisation, usual = new(employee_class=Busy, days=3), new(engine="stepwise", days=3)
    organisation.run_model()
    usual.run_model()
    assert organisation.mean_energy == usual.mean_energy


# --- writing -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "value"),
    [("energy", float("nan")), ("energy", 7.0), ("safety", -0.1), ("mood", float("inf")), ("felt", 1.5),
     ("sociability", -1.0), ("trustworthiness", float("nan")), ("meaning", "high")],
)  # fmt: skip
def test_a_state_takes_only_what_it_can_be(name, value):
    organisation = new()
    before = organisation.population.person(name).copy()
    with pytest.raises(InputError, match=name):
        organisation.agents.set(name, value)
    assert np.array_equal(organisation.population.person(name), before)


def test_a_state_takes_what_it_can_be():
    organisation = new()
    organisation.agents.set("energy", np.float32(0.5)).set("mood", -3).set("hardship", 2.0)
    assert set(organisation.agents.get("energy")) == {0.5}
    assert set(organisation.agents.get("mood")) == {-3.0}


def test_a_series_cannot_be_hidden():
    organisation = new()
    with pytest.raises(InputError, match="mean_energy"):
        organisation.mean_energy = 1.0
    organisation.step()
    assert organisation.mean_energy == organisation.datacollector.get_model_vars_dataframe().mean_energy.iloc[-1]
    organisation.own_number = 1.0
    assert organisation.own_number == 1.0


@pytest.mark.parametrize("what", ["encounters", "diary"])
def test_what_was_not_recorded_is_not_an_empty_table(what):
    organisation = new()
    organisation.step()
    with pytest.raises(InputError, match="record=True"):
        getattr(organisation, what)
    recorded = new(record=True)
    assert len(getattr(recorded, what)) == 0
    recorded.step()
    assert len(getattr(recorded, what)) > 0


def test_encounters_stand_in_the_order_in_which_they_happened():
    organisation = new(record=True, size=30)
    organisation.run_days(5)
    log = organisation.encounters
    keys = ["day", "slot", "order"]
    assert not log.duplicated(keys).any()
    assert log[keys].apply(tuple, axis=1).is_monotonic_increasing


@pytest.mark.parametrize(
    ("act", "said"),
    [(lambda org: org.hire(99), "team: there is no team 99; give a number from 0 to 3"),
     (lambda org: org.hire(-1), "team: there is no team -1"), (lambda org: org.hire(0, level=3), "no level 3"),
     (lambda org: org.hire(0, site=1), "no site 1"), (lambda org: org.let_go(16), "no row 16"),
     (lambda org: org.let_go(-1), "no row -1"), (lambda org: org.employee(-1), "nobody who belongs now"),
     (lambda org: org.population.person("enrgy"), "did you mean 'energy'"),
     (lambda org: org.population.tie("familiarty"), "did you mean 'familiarity'"),
     (lambda org: org.population.deed("helpd"), "did you mean 'helped'"),
     (lambda org: org.population.team("rivalri"), "did you mean 'rivalry'")],
)  # fmt: skip
def test_rows_teams_and_columns_that_are_not_there_are_refused(act, said):
    organisation = new()
    with pytest.raises(InputError, match=said):
        act(organisation)
    assert len(organisation.population.rows) == organisation.population.size == 16
