"""``spirals validate``: blocks of targets from the command line."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from spirals.analysis.targets import BLOCKS, Row, measure_seeds, table
from spirals.cli.main import main

C, D = BLOCKS["C"], BLOCKS["D"]


def middle(row: Row) -> float:
    return min(max(row.low, -10.0), row.high)


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Let each seed measure a value in every band, but C7's advice ties, which are missed in odd seeds."""
    seeds: list[tuple[str, int]] = []

    def measure(name: str):
        def one(seed: int, **changes: object) -> dict[str, float]:
            seeds.append((name, seed))
            block = BLOCKS[name]
            values = {row.value: middle(row) for row in block.rows} | dict.fromkeys(dict(block.others), 0.5)
            return values | ({"C7 advice": 0.9 if seed % 2 else 0.5} if name == "C" else {})

        return one

    for name in ("C", "D"):
        monkeypatch.setitem(BLOCKS, name, replace(BLOCKS[name], measure=measure(name)))
    for name in set(BLOCKS) - {"C", "D"}:
        monkeypatch.delitem(BLOCKS, name)
    return seeds


def test_each_block_says_how_many_are_inside(measured, capsys) -> None:
    assert main(["validate", "--seeds", "3", "--first-seed", "7"]) == 0
    told = capsys.readouterr()
    assert measured == [(name, seed) for name in ("C", "D") for seed in (7, 8, 9)]
    assert f"C, a snapshot: {len(C.rows) - 1} of {len(C.rows)} rows inside their bands, 21 of 22 targets" in told.out
    assert f"D, right over time: {len(D.rows)} of {len(D.rows)} rows inside their bands, 9 of 9 targets" in told.out
    assert "Medians over 3 seeds" in told.out
    assert "Fewer than 30 seeds" in told.out
    assert "measuring targets, blocks C, D, on 3 seeds" in told.err


@pytest.mark.parametrize(
    ("words", "blocks"),
    [(["--block", "d"], "D"), (["--block", "D,C"], "CD"), (["--block", "D", "--block", "C"], "CD"), ([], "CD")],
)
def test_blocks_are_chosen_by_name_and_shown_in_order(measured, capsys, words, blocks) -> None:
    assert main(["validate", "--seeds", "1", "--format", "csv", "--quiet", *words]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["block"] for row in rows} == set(blocks)
    assert [name for name, _ in measured] == list(blocks)


def test_csv_and_json_hold_every_row(measured, capsys) -> None:
    assert main(["validate", "--block", "C", "--seeds", "3", "--first-seed", "7", "--format", "csv", "--quiet"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert list(rows[0]) == [
        "block", "target", "what", "low", "high", "median", "inside", "verdict", "source", "status",
    ]  # fmt: skip
    assert [row["verdict"] for row in rows].count("shown only") == len(C.others)
    missed = [(row["what"], row["median"], row["inside"]) for row in rows if row["verdict"] == "MISS"]
    assert missed == [("advice ties returned", "0.9", str(1 / 3))]
    assert main(["validate", "--seeds", "2", "--format", "json", "--quiet"]) == 0
    said = json.loads(capsys.readouterr().out)
    both = (len(C.rows) + len(D.rows), len(C.others) + len(D.others))
    assert (said["seeds"], len(said["targets"]), len(said["other_ways"])) == (2, *both)


def test_strict_ends_with_1_where_a_target_is_missed(measured) -> None:
    assert main(["validate", "--seeds", "1", "--first-seed", "2", "--strict", "--quiet"]) == 0
    assert main(["validate", "--seeds", "1", "--first-seed", "3", "--strict", "--quiet"]) == 1


def test_what_was_stopped_goes_on(measured, capsys, tmp_path: Path) -> None:
    words = ["validate", "--block", "D", "--first-seed", "5", "--format", "json", "--quiet", "--out", str(tmp_path)]
    assert main([*words, "--seeds", "2"]) == 0
    first = capsys.readouterr().out
    assert main([*words, "--seeds", "2"]) == 0
    assert capsys.readouterr().out == first
    assert main([*words, "--seeds", "3"]) == 0
    assert measured == [("D", 5), ("D", 6), ("D", 7)]
    capsys.readouterr()
    assert main([*words, "--seeds", "2", "--set", "gain=0.02"]) == 2
    assert "D-5.json: was measured with other changes; give another folder with --out" in capsys.readouterr().err
    (tmp_path / "D-5.json").write_text("{}", encoding="utf-8")
    assert main([*words, "--seeds", "2"]) == 2
    assert "D-5.json: holds no measured seed; remove it" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--set", "size=20"], "spirals: --set size: each target has its own; leave it out"),
        (["--set", "gainn=0.1"], "did you mean 'gain'?"),
        (["--seeds", "0"], "see spirals validate --help"),
        (["--null-model", "M9"], "M9"),
        (["--block", "Q"], "--block Q: there is no such block; give one or more of: C a snapshot; D right over time"),
        (["--workers", "0"], "workers: 0 is not a number of processes"),
    ],
)
def test_mistakes_are_named_before_anything_runs(measured, capsys, words, said) -> None:
    assert main(["validate", "--quiet", *words]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
    assert measured == []


def test_the_order_in_which_seeds_are_done_changes_nothing(measured) -> None:
    def backwards(work, tasks):
        return map(work, list(tasks)[::-1])

    assert measure_seeds("C", 3, spread=backwards).equals(measure_seeds("C", 3))


def test_one_real_seed_gives_every_row_of_the_snapshot() -> None:
    made = table(C, measure_seeds("C", 1, twins_too=False))
    assert len(made) == len(C.rows) - 4  # C14, C15 and the two rows of C16 need twins
    assert made["median"].map(pd.notna).all()
