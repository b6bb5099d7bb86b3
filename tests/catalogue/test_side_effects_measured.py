"""The side effects that the catalogue's page quotes: all that the literature names, each in the direction it says."""

from __future__ import annotations

import csv
import runpy
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
WORSE = {"worth": -1, "helping": -1, "knowledge": -1, "strain": 1, "safety": -1}


def _rows() -> list[dict[str, Any]]:
    with (DOCS / "data" / "side_effects.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_all_that_the_literature_names_were_measured() -> None:
    assert {row["side_effect"] for row in _rows()} - {"For comparison"} == {
        "Resentment of those passed over",
        "Rivalry from individual incentives",
        "Information overload",
        "Overload of connectors",
        "Insincere versions that backfire",
    }


def test_each_shows_clearly_where_it_should() -> None:
    clear = {
        row["side_effect"]
        for row in _rows()
        if min(WORSE[row["state"]] * float(row[end]) for end in ("low", "high")) > 0.0
    }
    assert clear == {row["side_effect"] for row in _rows()} - {"For comparison"}
    # What the page says of resentment at the size at which awards are shipped.
    assert _rows()[0]["done"] == "`spot_awards`"
    assert abs(float(_rows()[0]["effect"])) < 0.05


@pytest.mark.parametrize("place", [1, 5])
def test_quoted_sizes_are_those_of_fresh_runs(place: int) -> None:
    found = runpy.run_path(str(DOCS / "side_effects.py"))
    fresh, quoted = found["measured"](found["CASES"][place], pairs=8), _rows()[place]
    assert fresh["done"] == quoted["done"]
    error = (float(quoted["high"]) - float(quoted["low"])) / 3.92 * (int(quoted["pairs"]) / 8.0) ** 0.5
    assert fresh["effect"] == pytest.approx(float(quoted["effect"]), abs=3.0 * error)
