"""The sources' claims: declared soundly, tried in pairs, judged by stated rules, and stored whole."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from spirals.analysis.paired import paired
from spirals.cli.main import main
from spirals.measures import MEASURES
from spirals.measures.benefits import BENEFITS
from spirals.population import TALLY
from spirals.studies.propositions import GROWTH, PROPOSITIONS, Proposition, Trial, try_propositions
from spirals.studies.propositions.trial import situations, verdict

STORED = Path(__file__).resolve().parents[2] / "docs" / "data" / "propositions"
BY_NAME = {each.name: each for each in PROPOSITIONS}


def test_every_claim_is_declared_soundly() -> None:
    assert len(BY_NAME) == len(PROPOSITIONS)
    for each in PROPOSITIONS:
        known = TALLY if each.measure.startswith(GROWTH) else MEASURES
        assert each.measure.removeprefix(GROWTH) in known
        assert each.sign in (-1, 1)
        assert each.treated != each.control
        assert each.source
    assert {f"benefit {number}" for number in BENEFITS} <= set(BY_NAME)


def test_a_situation_has_one_name_and_can_be_run() -> None:
    needed = [one for each in PROPOSITIONS for one in (each.treated, each.control)]
    assert len({repr(one) for one in needed}) == len({one.name for one in needed}) == len(situations(PROPOSITIONS))
    for one in situations(PROPOSITIONS):
        resolved = one.resolved(days=100, size=30)
        assert (resolved.name, resolved.days) == (one.name, 100)


def judged(differences: list[float], sign: int = 1, spread: float = 1.0, p: float = 0.001) -> str:
    claim = Proposition("x", "g", "s", "c", BY_NAME["tensility"].treated, BY_NAME["tensility"].control, "m", sign)
    found = paired(np.zeros(len(differences)), np.array(differences), spread)
    return verdict(Trial(claim, "whole", found, p, False), p)


def test_verdicts() -> None:
    assert judged([0.2, 0.3, 0.25, 0.2]) == "holds"
    assert judged([0.2, 0.3, 0.25, 0.2], sign=-1) == "does not hold (opposite)"
    assert judged([-0.2, -0.3, -0.25, -0.2], sign=-1) == "holds"
    assert judged([0.02, 0.03, 0.025, 0.02]) == "holds, but tiny"
    assert judged([0.2, -0.3, 0.25, -0.2], p=0.5) == "unclear"
    assert judged([0.2, 0.3, 0.25, 0.2], p=0.2) == "unclear"
    assert judged([0.02, -0.03, 0.02, -0.02], p=0.5) == "does not hold (no effect)"
    assert judged([0.0, 0.0, 0.0], p=math.nan) == "does not hold (no effect)"
    assert judged([0.3]) == "not measured"


def test_a_tie_that_nothing_reads_mends_no_better(tmp_path: Path) -> None:
    chosen = [BY_NAME["tensility"], BY_NAME["upward, grows"]]
    claims, by_model = try_propositions(chosen, replicates=3, draws=0, size=24, days=95, models=("M6",))
    found = by_model.set_index(["name", "model"])["difference"]
    assert found["tensility", "whole"] > 0.0
    assert found["tensility", "M6"] == 0.0
    assert math.isfinite(found["upward, grows", "whole"])
    assert claims["share"].isna().all()


def test_list_and_mistakes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["propositions", "--list", "--format", "json"]) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == list(BY_NAME)
    assert main(["propositions", "tensilty"]) == 2
    assert "no proposition 'tensilty'; did you mean 'tensility'?" in capsys.readouterr().err
    assert main(["propositions", "--model", "M9"]) == 2
    assert "--model M9: is no null model" in capsys.readouterr().err
    assert main(["propositions", "--days", "30", "--out", "unused"]) == 2
    assert "days: 30 is too few" in capsys.readouterr().err


def test_command_stores_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--replicates", "2", "--draws", "2", "--model", "M6", "--size", "20", "--days", "90", "--format", "json"]
    assert main(["propositions", "tensility", *words, "--quiet", "--out", str(tmp_path / "mine")]) == 0
    told = json.loads(capsys.readouterr().out)
    stored = pd.read_csv(tmp_path / "mine" / "propositions.csv")
    assert stored["name"].tolist() == [row["name"] for row in told["propositions"]] == ["tensility"]
    assert stored["draws"].tolist() == [2]
    said = json.loads((tmp_path / "mine" / "provenance.json").read_text(encoding="utf-8"))
    assert (said["replicates"], said["draws"], said["models"]) == (2, 2, ["whole", "M6"])
    assert len(said["drawn"]) > 100


def test_the_pages_rest_on_results_of_every_claim() -> None:
    stored = pd.read_csv(STORED / "propositions.csv")
    assert stored["name"].tolist() == list(BY_NAME)
    assert stored["measure"].tolist() == [each.measure for each in PROPOSITIONS]
    assert stored["treated"].tolist() == [each.treated.name for each in PROPOSITIONS]
    assert set(pd.read_csv(STORED / "models.csv")["name"]) == set(BY_NAME)
