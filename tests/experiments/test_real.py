"""The same on the real organisation: small, stepwise, so that nothing has to be compiled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import spirals
from spirals.experiments import store

SMALL: dict[str, Any] = {"days": 10, "size": 16, "replicates": 3, "engine": "stepwise"}


@pytest.fixture(scope="module")
def found() -> spirals.Comparison:
    return spirals.compare("baseline", "team_incentives", **SMALL)


def test_every_usual_measure_has_a_row(found: spirals.Comparison) -> None:
    table = found.reference.table()
    assert np.isfinite(table["mean"]).all()
    assert set(found.reference.names) >= {"mean_quality", "mean_energy", "hours_spent", "cost_spent"}


@pytest.mark.usefixtures("helpers_first")
def test_workers_change_nothing_but_provenance(tmp_path: Path) -> None:
    for workers in (1, 2):
        result = spirals.run("crisis", workers=workers, record=True, **SMALL)
        result.to_parquet(tmp_path / str(workers))
    one, two = (store.digests(tmp_path / str(workers)) for workers in (1, 2))
    assert {name for name in one if one[name] != two[name]} == {"provenance.json"}
    assert {"encounters.parquet", "diary.parquet"} <= set(one)


def test_recording_changes_no_number() -> None:
    plain, recorded = (spirals.run("baseline", record=record, **SMALL) for record in (False, True))
    pd.testing.assert_frame_equal(plain.daily, recorded.daily, check_exact=True)


def test_a_result_folder_runs_again_to_the_same_numbers(found: spirals.Comparison, tmp_path: Path) -> None:
    folder = found.to_parquet(tmp_path / "out")
    again = spirals.run(folder / "scenarios" / "2-team_incentives.toml")
    pd.testing.assert_frame_equal(again.daily, found.others[0].daily, check_exact=True)
    assert again.values("mean_quality").tolist() == found.others[0].values("mean_quality").tolist()


def test_an_own_organisation_is_read_and_drawn(example_company: tuple[Path, Path], tmp_path: Path) -> None:
    people, ties = example_company
    result = spirals.run("baseline", people=people, ties=ties, days=5, replicates=2, engine="stepwise")
    assert len(result.people) == len(pd.read_csv(people))
    assert any("teams from column" in note for note in result.notes)
    result.save(tmp_path / "out")


def test_an_employee_of_ones_own_is_used() -> None:
    class Quiet(spirals.Employee):
        """Says nothing, and overrides nothing."""

    result = spirals.run("baseline", employee_class=Quiet, **{**SMALL, "replicates": 1})
    assert result.outcomes
