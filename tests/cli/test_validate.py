"""``spirals validate``: the table of targets from the command line."""

from __future__ import annotations

import csv
import io
import json

import pandas as pd
import pytest

from spirals.analysis.targets import ROWS, report
from spirals.analysis.targets.rows import OTHER_WAYS
from spirals.cli.main import main


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let each seed measure the middle of every band, but C7's advice ties, which are missed in odd seeds."""
    seeds: list[int] = []

    def one(seed: int, twins_too: bool = True, **changes: object) -> dict[str, float]:
        seeds.append(seed)
        values = {row.value: min(max(row.low, -10.0), row.high) for row in ROWS}
        return {**values, **{name: 0.5 for name, _ in OTHER_WAYS}, "C7 advice": 0.9 if seed % 2 else 0.5}

    monkeypatch.setattr(report, "measure_one", one)
    return seeds


def test_table_says_how_many_are_inside(measured, capsys) -> None:
    assert main(["validate", "--seeds", "3", "--first-seed", "7"]) == 0
    told = capsys.readouterr()
    assert measured == [7, 8, 9]
    assert f"{len(ROWS) - 1} of {len(ROWS)} rows inside their bands, medians over 3 seeds." in told.out
    assert "Fewer than 30 seeds" in told.out
    assert "measuring the targets on 3 seeds" in told.err


def test_csv_and_json_hold_every_row(measured, capsys) -> None:
    assert main(["validate", "--seeds", "3", "--first-seed", "7", "--format", "csv", "--quiet"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert list(rows[0]) == ["target", "what", "low", "high", "median", "inside", "verdict", "source"]
    assert [row["verdict"] for row in rows].count("shown only") == len(OTHER_WAYS)
    missed = [(row["what"], row["median"], row["inside"]) for row in rows if row["verdict"] == "MISS"]
    assert missed == [("advice ties returned", "0.9", str(1 / 3))]
    assert main(["validate", "--seeds", "2", "--format", "json", "--quiet"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["seeds"], len(said["targets"]), len(said["other_ways"])) == (2, len(ROWS), len(OTHER_WAYS))


def test_strict_ends_with_1_where_a_target_is_missed(measured) -> None:
    assert main(["validate", "--seeds", "1", "--first-seed", "2", "--strict", "--quiet"]) == 0
    assert main(["validate", "--seeds", "1", "--first-seed", "3", "--strict", "--quiet"]) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--set", "size=20"], "spirals: --set size: each target has its own; leave it out"),
        (["--set", "gainn=0.1"], "did you mean 'gain'?"),
        (["--seeds", "0"], "see spirals validate --help"),
        (["--null-model", "M9"], "M9"),
    ],
)
def test_mistakes_are_named_before_anything_runs(measured, capsys, words, said) -> None:
    assert main(["validate", *words]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
    assert measured == []


def test_one_real_seed_gives_every_row() -> None:
    found = report.measure_seeds(1, twins_too=False)
    table = report.table(found)
    assert len(table) == len(ROWS) - 4  # C14, C15 and the two rows of C16 need twins
    assert table["median"].map(pd.notna).all()
