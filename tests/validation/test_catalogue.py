"""The figures that the catalogue's pages quote are those that runs give now."""

from __future__ import annotations

import csv
import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def measured():
    return runpy.run_path(str(DOCS / "measure.py"))


@pytest.mark.parametrize("name", ["team_incentives", "relational_skills_training", "micromanagement", "peer_coaching"])
def test_quoted_effects_are_those_of_fresh_runs(measured, name):
    with (DOCS / "data" / "effects.csv").open(encoding="utf-8", newline="") as file:
        quoted = {row["horizon"]: row for row in csv.DictReader(file) if row["practice"] == name}
    fresh = measured["effects"]((name,), replicates=16, workers=1)
    for row in fresh.to_dict("records"):
        assert row["score"] == pytest.approx(float(quoted[row["horizon"]]["score"]), abs=0.03)


def test_quoted_doses_are_those_of_fresh_runs(measured):
    with (DOCS / "data" / "doses.csv").open(encoding="utf-8", newline="") as file:
        (quoted,) = [row for row in csv.DictReader(file) if row["practice"] == "leader_modelling"]
    (fresh,) = measured["doses"](("leader_modelling",), replicates=8, workers=1).to_dict("records")
    for dose in measured["DOSES"]:
        assert fresh[f"{dose:g}"] == pytest.approx(float(quoted[f"{dose:g}"]), abs=0.03)
