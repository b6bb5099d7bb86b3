"""What the pages quote from ``docs/measure.py``: complete, no miracle, the right sign."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from spirals.interventions import HARMFUL, PRACTICES, SHOCKS, beside
from spirals.interventions.measured import HORIZONS, TABLE, of

DATA = Path(__file__).resolve().parents[2] / "docs" / "data"
NAMES = [*PRACTICES, *HARMFUL, *SHOCKS]


def _rows(name: str) -> list[dict[str, Any]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


EFFECTS = {(row["practice"], row["horizon"]): row for row in _rows("effects.csv")}
BY_DOSE = {row["practice"]: row for row in _rows("doses.csv")}


def test_every_practice_was_measured() -> None:
    assert set(EFFECTS) == {(name, horizon) for name in NAMES for horizon in ("quarter", "year")}
    assert set(BY_DOSE) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_none_is_a_miracle_and_none_has_the_wrong_sign(name: str) -> None:
    for horizon in ("quarter", "year"):
        row = EFFECTS[name, horizon]
        for reported in ("reported_energy", "reported_engagement"):
            assert abs(float(row[reported])) <= 0.55  # target C16: median at most .55, none above .8
        assert abs(float(row["largest"])) <= 0.8
        wrong = "better" if name in {*HARMFUL, *SHOCKS} else "worse"
        assert row["verdict"] not in (f"clearly {wrong}", f"probably {wrong}")


def test_runs_by_path_are_stored_for_every_practice_and_installed_with_the_program() -> None:
    assert (DATA / "practices.csv").read_bytes() == TABLE.read_bytes()
    kinds = {**PRACTICES, **HARMFUL}
    for name in kinds:
        one = beside.of(name)
        for horizon in HORIZONS:
            assert one.size(horizon) is not None
            assert (one.row("carriers cut", one.headline, horizon) is None) == (not kinds[name].carriers)
            assert one.row("others cut", one.headline, horizon) is not None
        assert of(name, "side effect")
        assert of(name, "cost")


def test_some_practices_do_little() -> None:
    year = [EFFECTS[name, "year"]["verdict"] for name in PRACTICES]
    assert sum(verdict in ("no clear difference", "better but tiny") for verdict in year) >= 6
