"""One scenario run many times: what comes back, whatever the number of workers."""

from __future__ import annotations

import math
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import spirals
from spirals.errors import InputError
from spirals.experiments.compare import compare
from spirals.experiments.errors import RunFailed, WorkersStopped
from spirals.experiments.run import distinct, run
from spirals.experiments.simulate import Failure, Job, Outcome, simulate
from spirals.experiments.workers import simulate_all
from tests.experiments import fake


def jobs(kind: type, count: int = 3, days: int = 20) -> list[Job]:
    scenario = spirals.load("baseline")
    scenario = scenario.model_copy(update={"days": days})
    return [Job("baseline", scenario, r, ("mean_energy",), organisation=kind) for r in range(count)]


def test_a_run_returns_its_table(small: dict[str, Any]) -> None:
    found = run("baseline", **small)
    table = found.table().set_index("measure")
    assert list(table.index) == list(small["measures"])
    luck = [fake.FakeOrganisation(found.scenario, replicate=r).luck for r in range(6)]
    assert table.loc["mean_energy", "mean"] == pytest.approx(0.5 + np.mean(luck))
    assert table.loc["mean_energy", "sd_between_runs"] == pytest.approx(np.std(luck, ddof=1))
    assert table.loc["mean_energy", "sd_within"] == pytest.approx(0.2)
    assert table.loc["mean_energy", "runs"] == 6


def test_one_run_has_no_interval(small: dict[str, Any]) -> None:
    table = run("baseline", **{**small, "replicates": 1}).table()
    assert table["low"].isna().all()
    assert table["high"].isna().all()


def test_daily_series_and_final_frames_are_kept(small: dict[str, Any]) -> None:
    found = run("baseline", record=True, **small)
    assert list(found.daily["day"][:20]) == list(range(1, 21))
    assert len(found.daily) == 6 * 20
    assert list(found.people.columns[:3]) == ["scenario", "replicate", "id"]
    assert set(found.encounters["replicate"]) == {0}
    with pytest.raises(InputError, match="nothing was recorded; run with record=True"):
        _ = run("baseline", **small).encounters


@pytest.mark.usefixtures("helpers_first")
def test_two_workers_give_what_one_gives(small: dict[str, Any]) -> None:
    one = compare("baseline", "team_incentives", workers=1, **small)
    two = compare("baseline", "team_incentives", workers=2, **small)
    pd.testing.assert_frame_equal(one.table(), two.table(), check_exact=True)
    for left, right in zip(one.results, two.results, strict=True):
        pd.testing.assert_frame_equal(left.daily, right.daily, check_exact=True)
        pd.testing.assert_frame_equal(left.measures, right.measures, check_exact=True)


def test_progress_adds_up_to_the_runs(small: dict[str, Any]) -> None:
    told: list[float] = []
    run("baseline", progress=told.append, **small)
    assert sum(told) == pytest.approx(6.0)
    assert len(told) > 6  # days count too


def test_simulate_is_a_picklable_function_of_its_job() -> None:
    job = jobs(fake.FakeOrganisation)[1]
    again = pickle.loads(pickle.dumps(job))
    first, second = simulate(job), pickle.loads(pickle.dumps(simulate))(again)
    assert isinstance(first, Outcome)
    assert first.measures == second.measures


def test_a_failed_replicate_is_a_row_and_the_others_go_on(small: dict[str, Any]) -> None:
    found = run("baseline", **{**small, "organisation": fake.FailsOnce})
    assert [str(one) for one in found.failures] == ["baseline, run 2: ZeroDivisionError: nobody is left"]
    assert len(found.outcomes) == 5
    values = found.values("mean_energy")
    assert math.isnan(values[1])
    assert np.isfinite(values[[0, 2, 3, 4, 5]]).all()


def test_no_run_ending_well_is_an_error(small: dict[str, Any]) -> None:
    with pytest.raises(RunFailed, match="no run ended well; baseline, run 1: RuntimeError: no"):
        run("baseline", **{**small, "organisation": fake.FailsAlways})


def test_a_dead_worker_is_told_in_words() -> None:
    with pytest.raises(WorkersStopped, match="try --workers 1"):
        simulate_all(jobs(fake.Killed, count=100, days=1), workers=2)


def test_workers_below_one_are_refused() -> None:
    with pytest.raises(InputError, match="give 1 or more"):
        simulate_all(jobs(fake.FakeOrganisation), workers=0)


def test_a_failure_keeps_where_it_came_from() -> None:
    found = simulate(jobs(fake.FailsAlways)[0])
    assert isinstance(found, Failure)
    assert "in run_days" in found.details


def test_size_and_own_files_exclude_each_other(small: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="leave out size"):
        run("baseline", size=50, people="people.csv", ties="ties.csv", **small)


def test_own_files_are_named_in_full(small: dict[str, Any]) -> None:
    found = run("baseline", people="people.csv", ties="ties.csv", **small)
    assert found.scenario.organisation.ties == str(Path("ties.csv").absolute())


def test_changes_by_name_reach_the_scenario(small: dict[str, Any]) -> None:
    found = run("baseline", size=40, conduct_base=1.1, **small)
    assert found.scenario.organisation.size == 40
    assert found.scenario.parameters["conduct_base"] == 1.1


def test_labels_are_distinct() -> None:
    assert distinct(["a", "a", "a (2)", "a"]) == ["a", "a (2)", "a (2) (2)", "a (3)"]


@pytest.mark.parametrize("workers", [1, 2])
def test_compiling_is_said_once_and_done_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, workers: int
) -> None:
    caplog.set_level("WARNING", logger="spirals")  # whatever a quiet command before this left
    monkeypatch.setattr("spirals.experiments.workers.compiles", lambda job: True)
    answers = simulate_all(jobs(fake.FakeOrganisation), workers=workers)
    assert [answer.replicate for answer in answers] == [0, 1, 2]
    assert caplog.messages == ["compiling once, about 20 s"]
