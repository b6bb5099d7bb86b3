"""Rhythms of mood and energy: the estimators on made answers, the readers on real ones, and what the page rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from spirals.analysis.real_networks import NETWORKS, files_of
from spirals.analysis.targets.rhythms import STUDIES, answers_a_day, observed, rhythms, simulated
from spirals.organisation import Organisation

DOCS = Path(__file__).resolve().parents[2] / "docs" / "data"
BY_NAME = {study.name: study for study in STUDIES}
HELPING = BY_NAME["helping_mood_esm"]


@pytest.fixture(scope="module")
def made() -> pd.DataFrame:
    """Return answers of 300 people on ten days: a level each, a fall over the day, good Fridays, and carrying over."""
    rng = np.random.default_rng(3)
    people, days, slots = 300, 10, 5
    noise = np.zeros((people, days, slots))
    noise[:, :, 0] = rng.standard_normal((people, days))
    for slot in range(1, slots):
        noise[:, :, slot] = 0.5 * noise[:, :, slot - 1] + np.sqrt(0.75) * rng.standard_normal((people, days))
    worked = np.arange(days)
    values = noise + rng.standard_normal((people, 1, 1)) - 0.2 * np.arange(slots) + 0.5 * (worked % 5 == 4)[:, None]
    index = pd.MultiIndex.from_product([range(people), worked, range(slots)], names=["person", "day", "slot"])
    table = pd.DataFrame({"mood": values.ravel()}, index=index).reset_index()
    table["weekday"], table["hour"] = table["day"] % 5, 9.0 + 2.0 * table["slot"]
    table["day"] += 2 * (table["day"] // 5)
    return table.assign(energy=np.nan)


def test_rhythms_find_what_was_put_in(made: pd.DataFrame) -> None:
    found = rhythms(made, "mood", HELPING)
    own = np.sqrt(1.0 + 0.04 * 2.0 + 0.25 * 0.16)  # SD within persons: noise, hours, Fridays
    for k, hour in enumerate((9, 11, 13, 15, 17)):
        assert found[f"{hour} h"] == pytest.approx(-0.2 * (k - 2) / own, abs=0.05)
    assert found["Friday"] == pytest.approx(0.4 / own, abs=0.06)
    assert found["Tuesday"] == pytest.approx(-0.1 / own, abs=0.06)
    assert found["within"] == pytest.approx(own * own / (1.0 + own * own), abs=0.06)
    assert 0.4 < found["next answer"] < 0.65
    assert rhythms(made, "energy", HELPING) == {}


def test_answers_too_far_apart_are_no_next_answers(made: pd.DataFrame) -> None:
    apart = made.assign(hour=made["hour"] * 2.0 - 9.0)
    assert np.isnan(rhythms(apart, "mood", HELPING)["next answer"])


def test_people_are_asked_as_in_the_study() -> None:
    study = BY_NAME["office_workers_esm"]
    table = simulated(study, 4.0, seed=1)
    assert set(table["weekday"]) == {0, 2, 4}
    assert sorted(set(table["day"])) == [0, 2, 4]
    assert answers_a_day(table) == pytest.approx(4.0, abs=0.1)
    assert 100 <= table["person"].nunique() <= 118
    assert set(rhythms(table, "energy", study)) == {
        "9 h", "11 h", "13 h", "15 h", "17 h", "Monday", "Wednesday", "Friday", "next answer", "within", "days",
    }  # fmt: skip


@pytest.mark.parametrize("name", list(BY_NAME))
def test_every_study_is_read(data_folder: Path, name: str) -> None:
    study = BY_NAME[name]
    table = observed(study, data_folder)
    assert table["person"].nunique() == pytest.approx(study.people, abs=2)
    assert table["weekday"].between(0, 4).all()
    assert table["hour"].between(8.0, 24.0).all()
    assert table["day"].nunique() >= 3


def test_office_workers_agree_with_the_facts_computed_from_them(data_folder: Path) -> None:
    study = BY_NAME["office_workers_esm"]
    facts = pd.read_csv(data_folder / "stylised_facts.csv")
    table = observed(study, data_folder)
    for variable, name in (("mood", "valence"), ("energy", "energy")):
        rows = facts[(facts["dataset"] == study.name) & (facts["layer_or_variable"] == name)]
        told = rows.set_index("statistic")["value"].loc[["icc", "timeofday_9"]].astype(float)
        assert rhythms(table, variable, study)["within"] == pytest.approx(1.0 - told["icc"], abs=0.04)
        assert rhythms(table, variable, study)["9 h"] == pytest.approx(told["timeofday_9"], abs=0.1)


@pytest.mark.parametrize("name", list(NETWORKS))
def test_an_organisation_starts_from_every_real_network(data_folder: Path, name: str) -> None:
    files: dict[str, Any] = dict(files_of(data_folder, name))
    organisation = Organisation(days=2, **files)
    ties = organisation.measure("ties_per_person")
    organisation.run_model()
    assert organisation.series["encounters"].min() > 0
    assert organisation.measure("ties_per_person") >= 0.9 * ties > 0.0


def test_the_page_rests_on_every_study_and_network() -> None:
    stored = pd.read_csv(DOCS / "rhythms.csv")
    assert set(stored["study"]) == set(BY_NAME)
    assert set(stored["variable"]) == {"mood", "energy"}
    assert pd.read_csv(DOCS / "networks.csv")["network"].tolist() == list(NETWORKS)
