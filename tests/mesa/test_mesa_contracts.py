"""The organisation as an idiomatic Mesa model: batches, collectors, agent sets, events, scenarios."""

from __future__ import annotations

import mesa
import numpy as np
import pandas as pd
import pytest
from mesa.agentset import AbstractAgentSet
from mesa.batchrunner import batch_run

from spirals.employee import Employee
from spirals.errors import InputError
from spirals.organisation import COLLECTED, Organisation, RunScenario
from spirals.population import PERSON_COLUMNS, TRAIT_COLUMNS
from spirals.scenario import load


@pytest.fixture
def small() -> Organisation:
    """Return a small organisation on its first morning."""
    return Organisation(size=16, teams=4, days=10, rng=2, turnover=0.0, move_rate=0.0)


def test_it_is_a_model_of_agents(small):
    assert isinstance(small, mesa.Model)
    assert isinstance(small.agents, AbstractAgentSet)
    assert len(small.agents) == 16
    assert all(isinstance(agent, Employee) and isinstance(agent, mesa.Agent) for agent in small.agents)
    assert small.agent_types == [Employee]
    assert len(small.agents_by_type[Employee]) == 16
    assert len({agent.unique_id for agent in small.agents}) == 16


def test_it_can_be_made_without_arguments():
    organisation = Organisation()
    assert organisation.spec.name == "baseline"
    organisation.step()
    assert organisation.day == 1


def test_a_step_is_a_day_and_time_follows(small):
    small.step()
    small.run_for(2) if hasattr(small, "run_for") else small.run_days(2)
    assert small.day == 3
    assert small.time == 3.0
    small.run_model()
    assert small.day == 10
    assert not small.running


# --- agent sets ----------------------------------------------------------------------------------------
def test_agent_sets_get_set_select_aggregate_and_group(small):
    agents = small.agents
    energy = np.array(agents.get("energy"))
    assert np.array_equal(energy, small.population.person("energy"))
    assert agents.agg("energy", np.mean) == pytest.approx(energy.mean())
    tired = agents.select(lambda agent: agent.energy < np.median(energy))
    assert len(tired) == 8
    agents.set("safety", 0.25)
    assert np.all(small.population.person("safety") == 0.25)
    teams = agents.groupby("team")
    assert {name: len(group) for name, group in teams} == small.people.groupby("team").size().to_dict()
    assert set(agents.get("level")) <= {"member", "lead", "manager"}


def test_shuffle_do_lets_everybody_act_once(small):
    seen = []
    small.agents.shuffle_do(lambda agent: seen.append(agent.row))
    assert sorted(seen) == list(range(16))
    assert seen != list(range(16))


def test_every_state_and_trait_is_an_attribute(small):
    agent = small.employee(3)
    for name in (*PERSON_COLUMNS, *TRAIT_COLUMNS):
        assert getattr(agent, name) == small.population.person(name)[3], name
    agent.energy = 0.123
    assert small.population.person("energy")[3] == 0.123
    assert small.find(agent.id) is agent


def test_remove_takes_a_person_out_for_good(small):
    agent = small.employee(5)
    colleagues = agent.colleagues
    assert colleagues
    agent.remove()
    assert len(small.agents) == 15
    assert not small.population.active[5]
    assert all(agent not in colleague.colleagues for colleague in colleagues)
    with pytest.raises(InputError, match="nobody"):
        small.employee(5)
    agent.remove()  # twice is once
    small.run_model()
    small.population.rows.tolist()
    left = small.people.set_index("id").left.dropna()
    assert agent.id in left.index


def test_the_stepwise_engine_follows_joiners_and_leavers():
    organisation = Organisation(size=12, days=40, rng=3, engine="stepwise", turnover=2.0, vacancy_days=4.0)
    organisation.run_model()
    assert organisation.series["joined"].sum() > 0
    assert sorted(agent.row for agent in organisation.agents) == organisation.population.rows.tolist()


# --- events --------------------------------------------------------------------------------------------
class Diary:
    """Keeps when something happened; Mesa holds callbacks weakly, so somebody must keep this."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.days: list[int] = []

    def note(self) -> None:
        """Write down how many days were done."""
        self.days.append(self.organisation.day)


def test_what_is_scheduled_half_a_day_before_comes_before_the_day(small):
    diary = Diary(small)
    for day in (3, 6):
        small.schedule_event(diary.note, at=day - 0.5)
    small.run_days(5)
    assert diary.days == [2]  # two days were done when day 3 was about to begin
    small.run_days(2)
    assert diary.days == [2, 5]


def test_a_vacant_post_is_filled_through_the_calendar(small):
    small.step()
    small.let_go(4)
    assert len(small.vacancies) == 1
    vacancy = small.vacancies[0]
    vacancy.fill()
    assert small.vacancies == []
    assert len(small.population.rows) == 16
    newcomer = small.employee(16)
    assert newcomer.team == small.population.team_names[vacancy.team]
    assert newcomer.colleagues
    small.run_model()


# --- collectors and batches ----------------------------------------------------------------------------
def test_the_data_collector_gives_a_frame(small):
    small.run_days(4)
    frame = small.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == list(COLLECTED)
    assert len(frame) == 4
    daily = small.daily
    for name in COLLECTED:
        assert np.array_equal(frame[name].to_numpy(), daily[name].to_numpy()), name


def test_own_reporters_work_on_model_and_agents(small):
    collector = mesa.DataCollector(
        model_reporters={"energy": lambda model: model.measure("mean_energy"), "day": "day"},
        agent_reporters={"strain": "strain", "team": "team"},
    )
    for _ in range(3):
        small.step()
        collector.collect(small)
    assert collector.get_model_vars_dataframe().day.tolist() == [1, 2, 3]
    agents = collector.get_agent_vars_dataframe()
    assert agents.shape == (48, 2)
    assert agents.strain.between(0.0, 1.0).all()


@pytest.mark.parametrize("processes", [1, 2])
def test_batches_run_in_any_number_of_processes(processes):
    rows = batch_run(
        Organisation,
        {"size": [6, 8], "days": 3, "conduct_base": 1.0},
        rng=[1, 2],
        number_processes=processes,
        display_progress=False,
    )
    frame = pd.DataFrame(rows)
    assert len(frame) == 4
    assert sorted(frame["size"].unique()) == [6, 8]
    alone = Organisation(size=8, days=3, conduct_base=1.0, rng=2)
    alone.run_model()
    values = frame.loc[frame["size"] == 8, "mean_energy"].to_numpy()
    assert float(alone.series["mean_energy"][-1]) in values
    assert len(set(frame.mean_energy)) == 4


# --- scenarios -----------------------------------------------------------------------------------------
def test_a_mesa_scenario_carries_ours():
    scenario = RunScenario(rng=5, resolved=load("baseline"))
    organisation = Organisation(scenario, size=10, days=2)
    assert organisation.scenario is scenario
    assert organisation.spec.seed == 5
    organisation.run_model()
    assert organisation.day == 2


def test_a_subclass_of_the_mesa_scenario_names_what_it_changes():
    class Pressed(RunScenario):
        size: int = 12
        days: int = 3
        demand: float = 0.9

    organisation = Organisation(Pressed(rng=4))
    assert organisation.parameters["demand"] == 0.9
    assert organisation.population.size == 12
    assert isinstance(organisation.scenario, Pressed)
    harder = Organisation(Pressed(rng=4, demand=1.2))
    assert harder.parameters["demand"] == 1.2
    organisation.run_model()
    harder.run_model()
    assert harder.series["mean_strain"][-1] > organisation.series["mean_strain"][-1]


def test_ours_goes_in_by_name_file_and_object(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('name = "own"\ndays = 2\n[organisation]\nsize = 9\n')
    for scenario in (str(path), path, load(path)):
        organisation = Organisation(scenario)
        assert (organisation.spec.name, organisation.population.size) == ("own", 9)
    assert isinstance(Organisation("calm", size=9).scenario, RunScenario)
    with pytest.raises(InputError, match="baseline"):
        Organisation("basline")
