"""The headline claims in variants of the model: which there are, what is made of them, and that results are stored."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from spirals.cli.main import main
from spirals.scenario import load, with_changes
from spirals.studies.propositions.robustness import (
    AS_IT_IS,
    HEADLINES,
    NETWORK,
    NETWORKS,
    NULL,
    headlines,
    judged,
    pairs_for,
    try_variants,
    variants,
)

STORED = Path(__file__).resolve().parents[2] / "docs" / "data" / "robustness.csv"


def test_every_variant_is_a_scenario_and_the_claims_are_declared() -> None:
    assert list(HEADLINES) == ["upward spirals", "downward spirals", "contagion", "resilience", "onboarding"]
    assert [each.id for each in headlines()] == [name for names in HEADLINES.values() for name in names]
    known = {one.name: one for one in variants()}
    assert {"all act at once", "half the time step", "square saturation", "50 people", "5000 people", "M6"} <= set(
        known
    )
    for one in known.values():
        with_changes(load("baseline"), one.changes)
    assert [pairs_for(known[name], 20) for name in ("50 people", "200 people", "1000 people")] == [20, 20, 5]


def test_real_networks_are_those_of_the_folder(data_folder: Path) -> None:
    real = [one for one in variants(data_folder) if one.kind == NETWORK]
    assert [one.name for one in real] == list(NETWORKS)
    assert str(with_changes(load("baseline"), real[0].changes).organisation.people).endswith("nodes.csv")


def _tried(verdict: str, **nulls: tuple[bool, float]) -> dict[str, Any]:
    rows = [(AS_IT_IS, AS_IT_IS, verdict, True, math.nan), ("at once", "computation", "nominal", False, math.nan)]
    rows += [(name, NULL, "nominal", claimed, kept) for name, (claimed, kept) in nulls.items()]
    columns = ("variant", "kind", "verdict", "as_claimed", "kept")
    frame = pd.DataFrame([dict(zip(columns, row, strict=True)) for row in rows]).assign(headline="h", claim="c")
    (row,) = judged(frame).to_dict("records")
    return row


def test_what_is_made_of_a_claim() -> None:
    assert _tried("holds", M6=(True, 0.4))["judgement"] == "depends"
    assert _tried("holds", M6=(True, 0.4))["not_in"] == "at once"
    assert _tried("holds", M6=(True, 0.6))["judgement"] == "withdrawn"
    assert _tried("holds", M6=(False, 0.6), M2=(True, 0.9))["judgement"] == "depends"
    assert _tried("not settled", M6=(True, 0.6))["judgement"] == "unclear"
    assert _tried("opposite", M6=(True, 0.6))["judgement"] == "not claimed"


def test_what_nothing_reads_carries_no_spiral() -> None:
    chosen = [one for one in variants(size=16) if one.name in (AS_IT_IS, "M6")]
    claim = [each for each in headlines() if each.id == "upward spirals"]
    found = try_variants(chosen, claims=claim, replicates=5, days=95).set_index(["variant", "claim"])
    assert set(found.index.get_level_values("claim")) == {f"{claim[0].id}: {part.measure}" for part in claim[0].parts}
    assert (found["pairs"] == 5).all()
    assert found.loc[(AS_IT_IS, "upward spirals: quality at the end"), "effect"] > 0.0


def test_list_and_mistakes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["variants", "--list", "--format", "json"]) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == [one.name for one in variants()]
    assert main(["variants", "--only", "50 peple"]) == 2
    assert "--only 50 peple: is no variant; did you mean '50 people'?" in capsys.readouterr().err
    assert main(["variants", "--data", str(tmp_path), "--list"]) == 2
    assert "nodes.csv: is absent; name the folder of real networks" in capsys.readouterr().err
    assert main(["variants", "--days", "30", "--quiet"]) == 2
    assert "days: 30 is too few" in capsys.readouterr().err
    assert main(["variants", "--replicates", "2", "--quiet"]) == 2
    assert "replicates: 2 is too few" in capsys.readouterr().err


def test_the_page_rests_on_results_of_every_claim_in_every_variant() -> None:
    stored = pd.read_csv(STORED)
    if stored.empty:  # not tried yet on the second form: then its page says what its figures are of
        assert "come from runs of the model's first form" in (STORED.parents[1] / "validation.md").read_text("utf-8")
        return
    names = [*(one.name for one in variants()), *NETWORKS]
    claims = [f"{each.id}: {part.measure}" for each in headlines() for part in each.parts]
    assert list(stored.groupby("claim", sort=False).groups) == claims
    for _, tried in stored.groupby("claim"):
        assert sorted(tried["variant"]) == sorted(names)
