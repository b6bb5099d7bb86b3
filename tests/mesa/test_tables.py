"""Tables say what they say: own columns hide nothing, names of the model are told apart, nothing prints for pages."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import spirals
from spirals.employee import Employee
from spirals.errors import InputError
from spirals.experiments.run import run_all
from spirals.organisation import _SERIES, COLLECTED, Organisation
from spirals.parameters import PARAMETERS
from spirals.population import LEVER_COLUMNS, NATURE_COLUMNS, PERSON_COLUMNS, PLACE_COLUMNS, TIE_COLUMNS, TRAIT_COLUMNS
from spirals.scenario import Scenario
from spirals.scenario.organisation import OrganisationSpec
from spirals.views import as_numbers, own_labels

IDS = [f"e{number:02d}" for number in range(12)]
MODELS_OWN = (*PERSON_COLUMNS, *TRAIT_COLUMNS, "active", "joined", "left", "ties")


@pytest.fixture
def own_file(tmp_path: Path) -> Path:
    """Return a people file with a column of texts named like every column of the model, capitals varied."""
    frame = pd.DataFrame({"id": IDS, "team": ["A", "B"] * 6})
    for place, name in enumerate(MODELS_OWN):
        frame[name.title() if place % 3 == 0 else name] = [f"own {name} {row}" for row in range(12)]
    frame = frame.drop(columns="Hours", errors="ignore")
    frame["hours"] = [38.5, 20] * 6
    frame["shoe size"] = ["41", "42.5", ""] * 4
    frame["room"] = ["007", "8"] * 6
    frame["scenario"], frame["replicate"] = "calm", 3
    path = tmp_path / "hr.csv"
    frame.to_csv(path, index=False)
    return path


def check_people(people: pd.DataFrame, organisation: Organisation | None) -> None:
    """Check that states are the model's, and that everything of the file is there under a name of its own."""
    assert people.columns.str.casefold().is_unique
    for place, name in enumerate(MODELS_OWN):
        own = f"own_{name.title() if place % 3 == 0 else name}"
        if name == "hours":
            assert people["own_hours"].tolist() == [38.5, 20.0] * 6
            continue
        assert people[own].tolist() == [f"own {name} {row}" for row in range(12)]
        if organisation is not None and name in (*PERSON_COLUMNS, *TRAIT_COLUMNS):
            assert people[name].tolist() == organisation.agents.get(name)
    assert people.groupby("team").mood.mean().notna().all()
    assert people["shoe size"].dtype == float
    assert people["shoe size"].isna().sum() == 4
    assert people["room"].tolist() == ["007", "8"] * 6


def test_own_columns_never_hide_the_models(own_file: Path):
    organisation = Organisation(people=own_file, days=3, rng=1)
    organisation.run_model()
    check_people(organisation.people, organisation)
    assert set(organisation.people["own_scenario"]) == {"calm"}
    assert "column 'hours' of the file is called 'own_hours' in tables of people" in organisation.notes
    organisation.hire(team=0)
    assert np.isnan(organisation.people["own_hours"].iloc[-1])


def test_nor_in_parquet(own_file: Path, tmp_path: Path):
    result = spirals.run("baseline", people=own_file, days=3, replicates=1, seed=1)
    result.to_parquet(tmp_path / "out")
    frame = pd.read_parquet(tmp_path / "out" / "people.parquet")
    check_people(frame, None)
    organisation = Organisation(people=own_file, days=3, rng=1)
    organisation.run_model()
    assert frame.set_index("id").mood.to_dict() == organisation.people.set_index("id").mood.to_dict()
    assert list(frame.columns[:2]) == ["scenario", "replicate"]
    assert set(frame["scenario"]) == {"baseline"}


def test_names_that_are_taken_twice():
    assert own_labels(["mood", "own_mood", "Mood"]) == {
        "mood": "own_mood", "own_mood": "own_own_mood", "Mood": "own_own_own_Mood",
    }  # fmt: skip
    assert own_labels(["a", "A", "b"]) == {"a": "a", "A": "own_A", "b": "b"}


@pytest.mark.parametrize(
    "texts", [["007", "1"], ["1e5", "2"], ["x"], ["", None], ["1234567890123456"], ["1,5"], ["+1x"]]
)
def test_texts_that_are_no_plain_numbers_stay(texts: list[Any]):
    assert as_numbers(texts) is texts


def test_names_of_the_model_mean_one_thing():
    """Where two tables of names are looked up by one name, no name is in both."""
    columns = (*PERSON_COLUMNS, *TRAIT_COLUMNS, *PLACE_COLUMNS)
    assert len(set(columns)) == len(columns)
    assert not set(columns) & set(LEVER_COLUMNS)
    assert not set(TIE_COLUMNS) & set(NATURE_COLUMNS)
    assert set(_SERIES) & set(vars(Organisation)) == {"encounters"}  # the log; their number stands in `series`
    assert not set(COLLECTED) & {*vars(Organisation), *PARAMETERS}
    fields = {info.alias or name for name, info in Scenario.model_fields.items()}
    assert not fields & set(PARAMETERS)
    assert not set(OrganisationSpec.model_fields) & set(PARAMETERS)
    assert not set(OrganisationSpec.model_fields) & fields


def test_a_subclass_cannot_hide_a_state():
    for name in ("energy", "sociability"):
        with pytest.raises(InputError, match=f"Shadow.{name}: is a state or trait"):
            type("Shadow", (Employee,), {name: 0.5})


# --- what was not kept, and what is shown --------------------------------------------------------------
def test_frames_that_were_not_kept_are_told_from_empty_ones():
    result = spirals.run("baseline", size=8, days=2, replicates=1)
    for name in ("encounters", "diary"):
        with pytest.raises(InputError, match=f"baseline: {name}: nothing was recorded; run with record=True"):
            getattr(result, name)
        assert result.frame(name) is None
    recorded = spirals.run("baseline", size=8, days=2, replicates=1, record=True)
    assert len(recorded.encounters) > 0
    assert len(recorded.diary) > 0
    scenario = spirals.load("baseline").model_copy(update={"days": 1, "replicates": 1})
    unkept = run_all([scenario] * 14, kind="compare")[-1]
    with pytest.raises(InputError, match="people: were not kept"):
        _ = unkept.people


def test_a_measure_that_was_not_computed_is_told_from_one_without_a_value():
    result = spirals.run("baseline", size=8, days=2, replicates=2, measures=["mean_energy", "turnover"])
    assert result.values("turnover").shape == (2,)
    for name, said in (("mean_enrgy", "did you mean 'mean_energy'"), ("mean_strain", "ask for it, as measures=")):
        with pytest.raises(InputError, match=said):
            result.values(name)
        with pytest.raises(InputError, match=said):
            result.spread(name)
    with pytest.raises(InputError, match="no such daily series was kept; did you mean 'mean_energy'"):
        result.series("mean_enrgy")


def test_no_repr_fills_a_page():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        many: dict[str, Any] = {"size": 8, "days": 30, "replicates": 2}
        loop: dict[str, Any] = {"size": 6, "steps": 4, "days": 30, "replicates": 2}
        result = spirals.run("baseline", record=True, **many)
        pair = spirals.compare("baseline", *(f"{name}" for name in ("crisis", "calm", "leader_modelling")), **many)
        found = spirals.sensitivity("baseline", factors=["demand", "contagion"], samples=2, days=3, size=8)
        robust = spirals.robust("baseline", "crisis", draws=3, days=5, size=8)
        tipping = spirals.tipping("baseline", "demand", control=False, gain=False, **loop)
        phase = spirals.phase_diagram("baseline", "demand", "loss_ratio", **loop)
        organisation = Organisation(size=30, days=5, record=True)
        organisation.run_days(2)
        shown = [
            result, pair, found, found.sweep, robust, tipping, phase, organisation, organisation.employee(1),
            organisation.agents, organisation.population, organisation.view, organisation.schedule,
            organisation.start, organisation.parameters, organisation.spec, result.provenance, result.outcomes[0],
            robust.regions(),
        ]  # fmt: skip
    for one in shown:
        assert len(repr(one)) < 500, type(one)
        assert "\n" not in repr(one), type(one)
    assert repr(result) == f"<Result 'baseline': 2 runs, 30 days, {len(result.names)} measures; see .table()>"
    assert repr(organisation) == "<Organisation 'baseline': day 2 of 5, 30 people, seed 1, replicate 0>"
    assert repr(organisation.employee(1)).startswith("<Employee 'P02', ")
