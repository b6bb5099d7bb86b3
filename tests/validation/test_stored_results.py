"""What the pages quote is what the commands still find."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from spirals.analysis.targets import measure_seeds
from spirals.studies.propositions import PROPOSITIONS, Setting, try_rows

DATA = Path(__file__).resolve().parents[2] / "docs" / "data"
SOME = ("A7", "A12", "R3")


def test_rows_tried_anew_give_the_stored_numbers() -> None:
    said = json.loads((DATA / "propositions" / "provenance.json").read_text(encoding="utf-8"))
    setting = Setting(size=said["size"], seed=said["seed"], days=said["days"])
    chosen = [each for each in PROPOSITIONS if each.id in SOME]
    stored = pd.read_csv(DATA / "propositions" / "propositions.csv").set_index(["id", "measure"])
    for trial in try_rows(chosen, replicates=said["replicates"], most=said["most"], setting=setting):
        for part in trial.row.parts:
            row = stored.loc[(trial.row.id, part.measure)]
            found = trial.estimate(part)
            assert found.pairs == row["pairs"]
            assert found.value == pytest.approx(row["effect"], rel=1e-4, abs=1e-9)
            assert trial.verdict(part) == row["verdict"]


def test_medians_of_targets_are_near_the_stored_ones() -> None:
    stored = pd.read_csv(DATA / "targets.csv").set_index("what")["median"]
    few = measure_seeds("C", 6, twins_too=False).median()
    assert few["C13"] == pytest.approx(stored["help that was asked for"], abs=0.02)
    assert few["C1"] == pytest.approx(stored["mood carried over 2 h, within the day"], abs=0.05)
