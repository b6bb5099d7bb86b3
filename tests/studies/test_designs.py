"""Designs: their size, their ranges, that they can be drawn again and grown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spirals.errors import InputError
from spirals.studies.designs import places, settings
from spirals.studies.experiment import Design
from spirals.studies.factors import Varied

DEMAND = Varied("demand", 0.2, 0.6, None, False, (0,))
SIZE = Varied("size", 20, 40, None, True, (0,))
NULL = Varied("null_model", 0, 1, ("M1", "M2"), False, (0,))


@pytest.mark.parametrize(
    ("design", "rows"),
    [
        (Design(kind="random", samples=7), 7),
        (Design(kind="lhs", samples=7), 7),
        (Design(kind="sobol", samples=8), 8 * 5),
        (Design(kind="morris", samples=5), 5 * 4),
    ],
)
def test_sampled_designs_fill_the_cube_and_can_be_drawn_again(design: Design, rows: int) -> None:
    drawn = places(design, 3, 1, "x")
    assert drawn.shape == (rows, 3)
    assert ((drawn >= 0.0) & (drawn <= 1.0)).all()
    assert np.array_equal(drawn, places(design, 3, 1, "x"))
    assert not np.array_equal(drawn, places(design, 3, 2, "x"))


def test_a_latin_hypercube_has_one_setting_in_every_slice() -> None:
    drawn = places(Design(kind="lhs", samples=10), 4, 1, "x")
    assert np.array_equal(np.sort((drawn * 10).astype(int), axis=0), np.tile(np.arange(10), (4, 1)).T)


def test_morris_moves_one_factor_at_a_time() -> None:
    drawn = places(Design(kind="morris", samples=6), 3, 1, "x").reshape(6, 4, 3)
    assert ((np.diff(drawn, axis=1) != 0.0).sum(axis=2) == 1).all()


def test_more_random_settings_begin_with_the_same() -> None:
    few, many = (places(Design(kind="random", samples=n), 3, 1, "x") for n in (5, 9))
    assert np.array_equal(many[:5], few)


def test_a_grid_crosses_values_and_steps() -> None:
    found = settings(Design(kind="grid", levels=3), (DEMAND, NULL), 1, "x", Path())
    assert [one["demand"] for one in found[::2]] == pytest.approx([0.2, 0.4, 0.6])
    assert [one["null_model"] for one in found] == ["M1", "M2"] * 3


def test_a_list_comes_from_the_file_beside_the_experiment(tmp_path: Path) -> None:
    frame = pd.DataFrame({"demand": [0.1, 0.2], "null_model": ["M1", "M3"]})
    frame.to_csv(tmp_path / "draws.csv", index=False)
    frame.to_parquet(tmp_path / "draws.parquet")
    for name in ("draws.csv", "draws.parquet"):
        found = settings(Design(kind="list", file=name), (), 1, "x", tmp_path)
        assert found == [{"demand": 0.1, "null_model": "M1"}, {"demand": 0.2, "null_model": "M3"}]
    with pytest.raises(InputError, match=r"design.file: none.csv cannot be read"):
        settings(Design(kind="list", file="none.csv"), (), 1, "x", tmp_path)


def test_a_grid_too_large_is_refused_before_it_is_made() -> None:
    factors = [Varied(f"x{k}", 0.0, 1.0, None, False, (0,)) for k in range(130)]
    with pytest.raises(InputError, match="more than 10000000"):
        settings(Design(kind="grid", levels=5), factors, 1, "x", Path())


@given(st.floats(0.0, 1.0))
def test_values_stay_in_their_range(share: float) -> None:
    assert 0.2 <= float(DEMAND.at(share)) <= 0.6
    assert SIZE.at(share) in range(20, 41)
    assert NULL.at(share) in ("M1", "M2")
