"""Indices against functions with known answers, and warnings where there should be some."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import spirals
from spirals.errors import InputError
from spirals.parameters import PARAMETERS
from spirals.studies.sensitivity import chance_share
from tests.studies.fakes import Linear

FACTORS: list[str | dict[str, Any]] = [
    {"name": "demand", "low": 0.2, "high": 0.7},
    {"name": "contagion", "low": 0.0, "high": 1.0},
    "loss_ratio",
]


def ask(tmp_path: Path, **more: Any) -> spirals.studies.sensitivity.Sensitivity:
    given: dict[str, Any] = {"factors": FACTORS, "measures": ["mean_energy", "mean_strain"], "organisation": Linear}
    return spirals.sensitivity("baseline", out=tmp_path / "out", **{**given, **more})


def test_morris_on_a_sum_gives_its_slopes(tmp_path: Path) -> None:
    found = ask(tmp_path, samples=6)
    table = found.table().query("measure == 'mean_energy'").set_index("factor")
    assert table["mu_star"].to_dict() == pytest.approx({"demand": 2.0, "contagion": 1.0, "loss_ratio": 0.0})
    assert table["sigma"].to_numpy() == pytest.approx([0.0, 0.0, 0.0], abs=1e-12)
    assert table["rank"].tolist() == [1.0, 2.0, 3.0]
    assert list(table.index) == ["demand", "contagion", "loss_ratio"]
    assert not [line for line in found.warnings if "mean_energy" in line]


def test_sobol_on_a_sum_gives_its_shares_of_variance(tmp_path: Path) -> None:
    found = ask(tmp_path, method="sobol", samples=256)
    table = found.table().query("measure == 'mean_energy'").set_index("factor")
    for column in ("first", "total"):  # slopes 2 and 1 over a unit each: 4/5 and 1/5, no interplay
        assert table[column].to_dict() == pytest.approx({"demand": 0.8, "contagion": 0.2, "loss_ratio": 0.0}, abs=0.02)
        assert (table[f"{column}_low"] <= table[column]).all()
        assert table.loc["demand", f"{column}_low"] < 0.8 < table.loc["demand", f"{column}_high"]


def test_luck_alone_varies_with_nothing_and_is_called_so(tmp_path: Path) -> None:
    found = ask(tmp_path, samples=4)
    assert any("baseline, mean_strain: does not vary" in line for line in found.warnings)


def test_a_difference_from_the_reference_is_explained_too(tmp_path: Path) -> None:
    found = spirals.sensitivity(
        "baseline", "team_incentives", out=tmp_path / "out", factors=FACTORS, samples=4, measures=["mean_energy"],
        organisation=Linear,
    )  # fmt: skip
    assert set(found.table()["output"]) == {"baseline", "team_incentives - baseline"}


def test_too_small_a_sample_is_warned_of() -> None:
    """Noise that no factor explains: intervals are wide, and the halves disagree."""
    found = object.__new__(spirals.studies.sensitivity.Sensitivity)
    names = tuple(f"x{k}" for k in range(6))
    from spirals.studies.designs import places
    from spirals.studies.experiment import Design
    from spirals.studies.sensitivity import Output

    found.__dict__.update(
        names=names, method="morris", levels=4, block=7, places=places(Design(kind="morris", samples=8), 6, 1, "x")
    )
    noise = np.random.default_rng(2).normal(size=(56, 2))
    one = Output("baseline", "mean_energy", noise.mean(axis=1), noise)
    found.__dict__["found"] = {("baseline", "mean_energy"): found.indices(one.by_setting)}
    told = " ".join(found._doubts(one))
    assert "take more samples than 8" in told
    assert "chance makes" in told


def test_settings_without_a_value_are_left_out_with_their_block(tmp_path: Path) -> None:
    found = ask(tmp_path, samples=6)
    values = next(iter(found.outputs())).by_setting.copy()
    values[0] = np.nan
    left = found.indices(values)["mu_star"]
    assert left == pytest.approx([2.0, 1.0, 0.0])


def test_effects_are_those_of_salib_and_gaps_cost_no_more_than_the_steps_that_touch_them() -> None:
    from SALib.analyze.morris import analyze

    from spirals.studies.designs import places, problem_of
    from spirals.studies.experiment import Design
    from spirals.studies.sensitivity import elementary_effects

    where = places(Design(kind="morris", samples=10), 5, 3, "x")
    values = where @ np.arange(5.0) + where[:, 0] * where[:, 1] ** 2
    effects = elementary_effects(where, values, 6)
    theirs = analyze(problem_of(5), where, values, seed=1)
    assert np.abs(effects).mean(axis=1) == pytest.approx(np.asarray(theirs["mu_star"]))
    assert effects.mean(axis=1) == pytest.approx(np.asarray(theirs["mu"]))
    assert effects.std(axis=1, ddof=1) == pytest.approx(np.asarray(theirs["sigma"]))
    values[8] = np.nan  # inside the second trajectory
    assert np.isnan(elementary_effects(where, values, 6)).sum() == 2


def test_another_design_is_refused(many: dict[str, Any], tmp_path: Path) -> None:
    spirals.sweep(many, tmp_path / "out", organisation=Linear)
    with pytest.raises(InputError, match="sensitivity needs morris or sobol"):
        spirals.sensitivity(tmp_path / "out")


def test_tables_and_figures_are_written_and_can_be_replaced(tmp_path: Path) -> None:
    found = ask(tmp_path, samples=4)
    for _ in range(2):
        place = found.save()
    names = {path.name for path in place.iterdir()}
    assert {"sensitivity.csv", "sensitivity.parquet", "warnings.txt", "sensitivity_mean_energy.svg"} <= names
    assert (place / "sensitivity_mean_energy.png").read_bytes().startswith(b"\x89PNG")


def test_the_share_that_chance_makes() -> None:
    random = np.random.default_rng(1)
    noise = random.normal(size=(4000, 2))
    assert chance_share(noise) == pytest.approx(1.0, abs=0.05)
    assert chance_share(noise + 10.0 * random.normal(size=(4000, 1))) == pytest.approx(0.5 / 100.5, rel=0.1)


@pytest.mark.parametrize(("method", "few", "many"), [("morris", 3, 6), ("sobol", 4, 8)])
def test_more_samples_are_added_to_a_folder(
    method: str, few: int, many: int, parts_of: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    begun = ask(tmp_path / "grown", method=method, samples=few)
    before = set(parts_of(begun.sweep.folder))
    told: list[float] = []
    grown = spirals.sensitivity(begun.sweep.folder, samples=many, organisation=Linear, progress=told.append)
    assert grown.samples == many
    assert told[0] == few * begun.block  # found done
    assert sum(told) == many * begun.block
    assert before < set(parts_of(begun.sweep.folder))
    fresh = ask(tmp_path / "fresh", method=method, samples=many)
    pd.testing.assert_frame_equal(grown.table(), fresh.table(), check_exact=True)
    again = ask(tmp_path / "grown", method=method, samples=many)  # named anew, it goes on too
    assert again.sweep.done == many * begun.block


def test_fewer_samples_or_another_design_do_not_fit_a_folder(tmp_path: Path) -> None:
    ask(tmp_path, samples=4)
    with pytest.raises(InputError, match="holds 16 settings, more than 8; name another folder with --out"):
        ask(tmp_path, samples=2)
    with pytest.raises(InputError, match="holds an experiment with other settings"):
        ask(tmp_path, method="sobol", samples=4)
    with pytest.raises(InputError, match=r"out: design: samples is 5; Sobol' indices need a power of 2"):
        spirals.sensitivity(
            ask(tmp_path / "other", method="sobol", samples=4).sweep.folder, samples=5, organisation=Linear
        )


def test_nothing_more_asked_only_reads(tmp_path: Path) -> None:
    found = ask(tmp_path, samples=4)
    changed = {path: path.stat().st_mtime_ns for path in found.sweep.folder.rglob("*") if path.is_file()}
    assert spirals.sensitivity(found.sweep.folder).samples == spirals.sensitivity(found.sweep, samples=4).samples == 4
    assert changed == {path: path.stat().st_mtime_ns for path in found.sweep.folder.rglob("*") if path.is_file()}


def test_ranges_that_nobody_stated_lie_near_what_is_assumed(tmp_path: Path) -> None:
    assumed, row = spirals.load("baseline").values()["loss_ratio"], PARAMETERS["loss_ratio"]
    for near, share in ((None, 0.25), (0.5, 0.5), (1.0, 1.0)):
        found = ask(tmp_path / str(near), samples=2, near=near)
        loss = found.sweep.varied[2]
        assert loss.low == pytest.approx(assumed - share * (assumed - row.low))
        assert loss.high == pytest.approx(assumed + share * (row.high - assumed))
        assert (found.sweep.varied[0].low, found.sweep.varied[0].high) == (0.2, 0.7)  # stated
        assert found.sweep.notes == (
            f"ranges: loss_ratio moved up to {share:.0%} of the way from what baseline assumes to the ends of the "
            "parameter table (near)",
        )
    with pytest.raises(InputError, match="near: "):
        ask(tmp_path / "none", near=0.0)
