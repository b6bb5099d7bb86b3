"""``spirals dynamics``: the loop by arrow and pushes that end, from the command line."""

from __future__ import annotations

import csv
import io
import json

import pytest

from spirals.analysis.loop_by_arrow import ARROWS
from spirals.cli.main import main

SHORT = ["--size", "12", "--replicates", "2", "--until", "330", "--from", "265", "--workers", "1", "--quiet"]
OFF = [word for name in ARROWS.values() for word in ("--set", f"{name}=0")]


def test_reports_the_loop_by_arrow_and_pushes_both_ways(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dynamics", "baseline", *SHORT, "--format", "json"]) == 0
    table = json.loads(capsys.readouterr().out)["table"]
    for way in ("up", "down"):
        said = {row["what"]: row for row in table if row["push"] == way}
        assert set(ARROWS) < set(said)
        assert (said["amplification"]["least"], said["ties"]["least"], said["ties"]["most"]) == (1.6, 0.1, 0.55)
        assert {"half-life after the push, days, energy", "area after / during, quality of ties"} < set(said)
    assert {row["verdict"] for row in table} <= {"", "within", "below", "above"}
    assert any("G_max" in row["what"] for row in table)


def test_without_feedback_there_is_no_gain(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dynamics", "baseline", *SHORT, *OFF, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    found = {(row["push"], row["what"]): row for row in rows}
    assert float(found["up", "amplification"]["value"]) == pytest.approx(1.0)
    assert found["down", "amplification"]["verdict"] == "below"


def test_the_table_says_what_it_shows(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dynamics", *SHORT]) == 0
    text = capsys.readouterr().out
    assert "1.6 to 2.6" in text
    assert "necessary for two states, not sufficient" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--push", "0"], "--push 0: must be above 0"),
        (["--until", "200", "--from", "100"], "--until 200: is too early"),
        (["--from", "400", "--until", "390"], "--from 400 --until 390: are no days"),
        (["--replicates", "1"], "--replicates 1: gives no interval"),
    ],
)
def test_mistakes_are_named(capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    assert main(["dynamics", "baseline", *words, "--quiet"]) == 2
    assert said in capsys.readouterr().err
