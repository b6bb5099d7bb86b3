"""``spirals dynamics``: loop gain and pushes from the command line."""

from __future__ import annotations

import json

import pytest

from spirals.cli.main import main

SHORT = ["--days", "100", "--size", "12", "--replicates", "2", "--quiet"]


def test_reports_gain_and_pushes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dynamics", "baseline", *SHORT, "--format", "json"]) == 0
    content = json.loads(capsys.readouterr().out)
    names = [row["name"] for row in content["table"]]
    assert names[:5] == ["loop_gain", "loop_gain_free", "loop_gain_paper", "loop_gain_largest", "relaxation_time"]
    assert {"upward_area_ratio", "downward_half_life"} <= set(names)
    assert [row["day"] for row in content["gain_by_horizon"]] == [20, 40, 60, 80, 100]


def test_without_feedback_there_is_no_gain(capsys: pytest.CaptureFixture[str]) -> None:
    arrows = ("reinforcement", "energy_effect", "mood_effect", "strain_effect", "skill_effect", "climate_effect",
              "spill_effect", "refusal_tone", "disagreement")  # fmt: skip
    off = [word for name in arrows for word in ("--set", f"{name}=0")]
    assert main(["dynamics", "baseline", *SHORT, *off, "--format", "json"]) == 0
    table = {row["name"]: row["value"] for row in json.loads(capsys.readouterr().out)["table"]}
    assert table["loop_gain"] == 0.0


def test_too_few_days_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dynamics", "baseline", "--days", "30"]) == 2
    assert "--days 30" in capsys.readouterr().err
