"""What the pages quote is what the commands still find."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from spirals.analysis.targets import measure_seeds
from spirals.studies.propositions import PROPOSITIONS, try_propositions

DATA = Path(__file__).resolve().parents[2] / "docs" / "data"
SOME = ("tensility", "upward, lasts", "contagion", "team incentives, help")


def test_claims_tried_anew_give_the_stored_numbers() -> None:
    said = json.loads((DATA / "propositions" / "provenance.json").read_text(encoding="utf-8"))
    how = {name: said[name] for name in ("replicates", "size", "seed", "days")}
    chosen = [each for each in PROPOSITIONS if each.name in SOME]
    _, fresh = try_propositions(chosen, draws=0, models=("M6",), **how)
    stored = pd.read_csv(DATA / "propositions" / "models.csv").set_index(["name", "model"])["difference"]
    for row in fresh.itertuples():
        assert row.difference == pytest.approx(stored[row.name, row.model], rel=1e-4, abs=1e-9)


def test_medians_of_targets_are_near_the_stored_ones() -> None:
    stored = pd.read_csv(DATA / "targets.csv").set_index("what")["median"]
    few = measure_seeds(6, twins_too=False).median()
    assert few["C13"] == pytest.approx(stored["help that was asked for"], abs=0.02)
    assert few["C1"] == pytest.approx(stored["mood carried over 2 h, within the day"], abs=0.05)
