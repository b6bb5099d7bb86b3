"""The rows of what the sources say: declared soundly, judged by stated rules, run alike by any number of workers."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from spirals.cli.main import main
from spirals.studies.propositions import ARROW, CLAIM, HOLDS, PROPOSITIONS, STORY, Setting, summary, table, try_rows
from spirals.studies.propositions.courses import half_life, half_lives
from spirals.studies.propositions.declare import (
    CHANGE,
    FAILED,
    NOMINAL,
    NOT_MEASURED,
    NOT_SETTLED,
    OPPOSITE,
    POINTS,
    RATIO,
    ROWS,
    SD,
    TIMES,
    Estimate,
    Row,
    at_least,
    at_most,
    estimate,
    falls,
    rises,
    settled,
    verdict,
)
from spirals.studies.propositions.laboratory import Laboratory
from spirals.studies.propositions.readings import Readings
from spirals.studies.propositions.trial import run_rows

STORED = Path(__file__).resolve().parents[2] / "docs" / "data" / "propositions"
SHORT = Setting(size=30, days=40, window=15)
ARROWS = (
    [f"A{n}" for n in range(1, 15)] + [f"B{n}" for n in range(1, 7)] + [f"E{n}" for n in range(1, 10)]
    + [f"R{n}" for n in range(1, 6)] + [f"P{n}" for n in range(1, 8)] + [f"K{n}" for n in range(1, 9)]
    + [f"X{n}" for n in range(1, 5)]
)  # fmt: skip
STORIES = [
    "absent_mentor", "temp_under_the_wing", "task_force", "case_stories", "listening_boss", "layoffs", "fresh_eyes",
]  # fmt: skip


# --- what is declared ------------------------------------------------------------------------------
def test_every_row_is_declared_once_and_whole() -> None:
    assert [each.id for each in PROPOSITIONS if each.kind == ARROW] == ARROWS
    assert [each.id for each in PROPOSITIONS if each.kind == STORY] == STORIES
    assert len(PROPOSITIONS) == len(ROWS) == len({each.id for each in PROPOSITIONS})
    for each in PROPOSITIONS:
        assert each.statement.endswith(".")
        assert each.source
        assert each.manipulation
        assert each.parts
        assert len({part.measure for part in each.parts}) == len(each.parts)
        assert all(part.sign in (-1, 1) for part in each.parts)


@pytest.mark.parametrize(
    ("id", "floors"),
    [
        ("A1", {"quality": 0.50, "safety": 0.30, "worth": 0.20, "meaning": 0.15, "energy": 0.10, "strain": -0.10}),
        ("A3", {"tie": 0.50, "tie, beyond ordinary talk": 0.25, "tie, by ordinary talk": 0.20}),
        ("E5", {"conduct": -0.05, "helped": -0.03, "energy": -0.06, "leaving": 1.1}),
        ("K3", {"helped": 0.40, "energy on days of helping": -0.05, "strain": 0.10, "regard for them": 0.05}),
        ("X2", {"authenticity": 0.30, "energy": 0.05, "voiced": 0.10}),
    ],
)
def test_least_sizes_are_those_that_were_set(id: str, floors: dict[str, float]) -> None:
    assert {part.measure: part.least for part in ROWS[id].parts} == floors


# --- how it is judged --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("part", "value", "half", "said"),
    [
        (rises("x", 0.2), 0.3, 0.05, HOLDS),
        (rises("x", 0.2), 0.21, 0.09, HOLDS),
        (rises("x", 0.2), 0.15, 0.09, NOMINAL),
        (rises("x", 0.2), 0.05, 0.09, NOMINAL),
        (rises("x", 0.2), 0.3, 0.15, NOT_SETTLED),
        (rises("x", 0.2), 0.9, 0.5, HOLDS),  # wide, and wholly beyond
        (rises("x", 0.2), -0.3, 0.09, OPPOSITE),
        (falls("x", 0.2), -0.3, 0.05, HOLDS),
        (falls("x", 0.2), 0.3, 0.05, OPPOSITE),
        (falls("x", 0.0), -0.02, 0.01, HOLDS),
        (falls("x", 0.0), -0.02, 0.03, NOMINAL),
        (rises("x", 2.0, TIMES), 2.2, 0.4, HOLDS),
        (rises("x", 2.0, TIMES), 0.8, 0.1, OPPOSITE),
        (at_most("x", 0.8), 0.7, 0.3, HOLDS),
        (at_most("x", 0.8), 0.9, 0.3, NOMINAL),
        (at_most("x", 0.8), 0.9, 0.05, OPPOSITE),
        (at_least("x", -0.15, SD), -0.1, 0.05, HOLDS),
        (rises("x", 0.2), 0.3, math.nan, NOT_MEASURED),
    ],
)
def test_verdicts(part, value: float, half: float, said: str) -> None:
    assert verdict(part, Estimate(value, value - half, value + half, 10)) == said


def test_interval_of_a_mean_is_student_s() -> None:
    rng = np.random.default_rng(1)
    values = rng.normal(0.4, 0.2, 12)
    found = estimate(rises("x", 0.2, POINTS), [np.array([value]) for value in values])
    half = 2.2009852 * values.std(ddof=1) / math.sqrt(12)
    assert (found.value, found.high - found.value) == pytest.approx((values.mean(), half))
    assert found.pairs == 12


def test_units_of_readings() -> None:
    pairs = [np.array([0.1, 0.04]), np.array([0.3, 0.04])]
    assert estimate(rises("x", 0.1, SD), pairs).value == pytest.approx(1.0)
    assert estimate(rises("x", 0.1, RATIO), pairs).value == pytest.approx(5.0)
    assert estimate(rises("x", 0.1, CHANGE), pairs).value == pytest.approx(4.0)
    assert estimate(rises("x", 0.1, SD), [*pairs, np.array([math.nan, 1.0])]).pairs == 2


def test_more_pairs_only_where_they_could_change_the_verdict() -> None:
    part = rises("x", 0.2)
    assert settled(part, Estimate(0.5, 0.25, 0.75, 10))
    assert settled(part, Estimate(0.1, 0.02, 0.18, 10))
    assert not settled(part, Estimate(0.3, 0.15, 0.45, 10))


def test_half_lives_of_courses() -> None:
    day = np.arange(160)
    quick, slow = np.exp2(-day / 12.0), np.exp2(-day / 36.0)
    assert half_life(quick) == pytest.approx(12.0, abs=0.3)
    assert half_lives(np.concatenate([slow, quick])) == pytest.approx(3.0, abs=0.1)
    assert math.isnan(half_life(np.ones(50)))


# --- how it is run -----------------------------------------------------------------------------------
@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Declare rows whose readings are known, and note which replicates were run."""
    ran: list[int] = []

    def known(lab: Laboratory, readings: Readings) -> None:
        ran.append(lab.replicate)
        readings.points("x", 0.3 + 0.5 * (-1) ** lab.replicate)

    def fails(lab: Laboratory, readings: Readings) -> None:
        raise ValueError("no such thing")

    for id, study in (("made", known), ("broken", fails)):
        monkeypatch.setitem(ROWS, id, Row(id, "made", "s.", "source", "nothing", (rises("x", 0.2, POINTS),), study))
    return ran


def test_pairs_are_added_until_it_is_settled(made: list[int]) -> None:
    (trial,) = try_rows([ROWS["made"]], replicates=4)
    found = trial.estimate(trial.row.parts[0])
    assert sorted(made) == list(range(found.pairs))
    assert 90 < found.pairs < 130  # half-width of .1 with an SD of .5
    assert trial.whole == HOLDS
    (trial,) = try_rows([ROWS["made"]], replicates=4, most=12)
    assert trial.estimate(trial.row.parts[0]).pairs == 12
    assert trial.whole == NOT_SETTLED


def test_a_failed_run_is_a_row(made: list[int]) -> None:
    trials = try_rows([ROWS["broken"], ROWS["made"]], replicates=4, most=4)
    found = table(trials).set_index("id")
    assert found.loc["broken", "verdict"] == FAILED
    assert found.loc["broken", "error"] == "replicate 0: ValueError: no such thing"
    assert found.loc["made", "pairs"] == 4
    assert summary(trials) == "0 of 2 arrows hold"


def test_rows_that_hold_are_shown_last(made: list[int]) -> None:
    open_one = replace(ROWS["made"], parts=(rises("x", 9.0, POINTS),))
    assert table(try_rows([ROWS["made"], open_one], replicates=200))["verdict"].tolist() == [NOMINAL, HOLDS]


def test_workers_change_no_number() -> None:
    rows = [ROWS["A1"], ROWS["A7"], ROWS["E1"]]
    alone, together = (
        table(try_rows(rows, replicates=3, most=3, setting=SHORT, workers=workers)) for workers in (1, 2)
    )
    pd.testing.assert_frame_equal(alone, together)


QUICK = {
    "A1": ("quality", "safety", "worth"),
    "A2": ("regard for them",),
    "A3": ("tie", "tie, by ordinary talk"),
    "A5": ("its carrying capacity",),
    "A9": ("helped",),
    "A10": ("entrusting",),
    "A11": ("shared",),
    "A12": ("asked", "safety"),
    "E3": ("voiced", "asked"),
    "B4": ("entrusting",),
    "K2": ("asked_of",),
    "P1": ("members: safety",),
}
"""Parts whose sign shows within two months in five pairs of small runs."""


def test_a_dozen_rows_have_their_signs_in_short_runs() -> None:
    ids = tuple(QUICK)
    answers = [run_rows((replicate, ids, SHORT))[1] for replicate in range(5)]
    readings = {id: [said[id] for said in answers if isinstance(said[id], Readings)] for id in ids}
    for id, measures in QUICK.items():
        assert len(readings[id]) == len(answers), [said[id] for said in answers]
        for part in ROWS[id].parts:
            if part.measure in measures:
                found = estimate(part, [one[part.measure] for one in readings[id] if isinstance(one, Readings)])
                assert part.sign * (found.value - part.nothing) > 0.0, (id, part.measure, found)


# --- the command ---------------------------------------------------------------------------------------
def test_list_and_mistakes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["propositions", "--list", "--format", "json"]) == 0
    assert [row["id"] for row in json.loads(capsys.readouterr().out)] == [each.id for each in PROPOSITIONS]
    assert main(["propositions", "layofs"]) == 2
    assert "no proposition 'layofs'; did you mean 'layoffs'?" in capsys.readouterr().err
    assert main(["propositions", "A1", "--days", "10"]) == 2
    assert "days: 10 is too few" in capsys.readouterr().err
    assert main(["propositions", "A1", "--most", "5"]) == 2
    assert "--most 5: is fewer than --replicates 10" in capsys.readouterr().err


def test_command_stores_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--replicates", "2", "--most", "2", "--size", "30", "--days", "30", "--format", "csv", "--quiet"]
    assert main(["propositions", "a7", *words, "--out", str(tmp_path / "mine")]) == 0
    told = capsys.readouterr()
    stored = pd.read_csv(tmp_path / "mine" / "propositions.csv")
    columns = ["id", "part", "measure", "effect", "low", "high", "least", "unit", "pairs", "verdict"]
    assert told.out.startswith(",".join(columns))
    assert stored["id"].tolist() == ["A7"]
    assert stored["pairs"].tolist() == [2]
    said = json.loads((tmp_path / "mine" / "provenance.json").read_text(encoding="utf-8"))
    assert (said["replicates"], said["most"], said["draws"]) == (2, 2, 0)
    assert "of 1 arrows hold" in told.err


def test_the_page_rests_on_results_of_every_row() -> None:
    stored = pd.read_csv(STORED / "propositions.csv")
    assert sorted(set(stored["id"])) == sorted(each.id for each in PROPOSITIONS)
    for each in PROPOSITIONS:
        here = stored[stored["id"] == each.id]
        assert here["measure"].tolist() == [part.measure for part in each.parts]
        assert here["least"].tolist() == pytest.approx([part.least for part in each.parts], rel=1e-5)
    assert set(stored["kind"]) == {ARROW, STORY, CLAIM}
