"""The side effects that the catalogue's page quotes: all that the literature names, each in the direction it says."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

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
