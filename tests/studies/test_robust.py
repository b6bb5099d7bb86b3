"""Robustness against made-up draws whose answer is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import spirals
from spirals.analysis.draws import components, crossed, rank_shares, wilson
from spirals.errors import InputError
from spirals.measures.score import SCORED, base_of, whole
from spirals.studies.robust import Robust
from spirals.studies.verdicts import words
from tests.studies.fakes import Flipping


@pytest.fixture(scope="module")
def flipping(tmp_path_factory: pytest.TempPathFactory) -> spirals.studies.robust.Robust:
    """Return 60 draws of a practice that helps where demand is below 0.6 and harms above."""
    return spirals.robust(
        "baseline", "team_incentives", draws=60, replicates=4,
        factors=[{"name": "demand", "low": 0.3, "high": 0.9}, "contagion"],
        measures=["mean_energy", "mean_quality", "hours_spent"], out=tmp_path_factory.mktemp("robust") / "out",
        organisation=Flipping,
    )  # fmt: skip


def test_the_place_where_the_ranking_flips_is_found(flipping) -> None:
    regions = flipping.regions(measure="mean_energy")
    assert regions.accuracy > 0.9
    assert regions.important[0] == "demand"
    best, worst = regions.boxes[0], regions.boxes[-1]
    assert best.bounds["demand"][1] == pytest.approx(0.6, abs=0.02)
    assert worst.bounds["demand"][0] == pytest.approx(0.6, abs=0.02)
    assert best.better == 1.0
    assert worst.better == 0.0
    assert best.rule.startswith("demand <= 0.")
    assert sum(box.draws for box in regions.boxes) == 60


def test_the_other_parameter_says_nothing(flipping) -> None:
    """A tree over noise must not be kept: the answer flips, but nothing predicts where."""
    from spirals.studies.regions import _grown

    random = np.random.default_rng(5)
    _, accuracy = _grown(random.random((80, 3)), random.random(80) < 0.5)
    assert accuracy < 0.62


def test_shares_ranks_and_both_uncertainties(flipping) -> None:
    row = flipping.table().set_index("measure").loc["mean_energy"]
    assert row["beats_draws"] == pytest.approx(0.5, abs=0.05)
    assert row["beats_low"] < row["beats_draws"] < row["beats_high"]
    assert row["verdict"] == "depends on assumptions"
    assert row["sd_parameters"] == pytest.approx(0.1, rel=0.05)  # +-0.1 in halves of the draws
    assert row["sd_chance"] == pytest.approx(0.01 * np.sqrt(2.0), rel=0.15)
    assert row["share_low"] < row["share_parameters"] < row["share_high"]
    ranking = flipping.ranking()
    assert ranking["rank_1"].sum() == pytest.approx(1.0)
    assert ranking["mean_rank"].sum() == pytest.approx(3.0)
    hours = flipping.table().set_index("measure").loc["hours_spent"]
    assert "hours_spent" not in flipping.scored
    assert hours["verdict"] in ("robustly more", "depends on assumptions")


def test_variances_are_recovered_and_missing_runs_do_no_harm() -> None:
    random = np.random.default_rng(7)
    table = 3.0 * random.normal(size=(2000, 1)) + 2.0 * random.normal(size=(2000, 4))
    assert components(table) == pytest.approx((3.0, 2.0), rel=0.05)
    table[random.random(table.shape) < 0.2] = np.nan
    assert components(table) == pytest.approx((3.0, 2.0), rel=0.05)
    assert components(random.normal(size=(2000, 3))).parameters < 0.2
    luck = 2.0 * random.normal(size=(1, 400))
    shared = 3.0 * random.normal(size=(2000, 1)) + luck + random.normal(size=(2000, 400))
    assert crossed(shared) == pytest.approx((3.0, np.sqrt(4.0 + 1.0)), rel=0.08)
    assert np.isnan(components(np.ones((5, 1))).chance)  # one replicate: cannot be told apart


def test_the_score_is_the_fixed_set_whatever_is_measured_and_weights_move_it(flipping) -> None:
    assert {base_of(name) for name in flipping.scored} == set(SCORED)
    assert set(flipping.sweep.names) == {"mean_energy", "mean_quality", "hours_spent"}  # what was asked for
    plain = flipping.differences("team_incentives", "score")
    weighted = Robust(flipping.sweep, {"mean_strain": 0.0, "corrosive": 0.0})
    one = flipping.differences("team_incentives", whole("mean_energy")) / flipping.yardstick(whole("mean_energy"))
    assert weighted.differences("team_incentives", "score") == pytest.approx(one)  # all eight others move alike
    assert plain == pytest.approx(one * (8 - 2) / 10)
    with pytest.raises(InputError, match="no outcome of the score"):
        Robust(flipping.sweep, {"joy": 1.0})


def test_ranks_share_ties() -> None:
    ranks, shares = rank_shares(np.array([[1.0, 2.0], [1.0, 1.0], [0.0, 0.0]]))
    assert ranks.tolist() == [1.25, 1.75, 3.0]
    assert shares.tolist() == [[0.75, 0.25, 0.0], [0.25, 0.75, 0.0], [0.0, 0.0, 1.0]]


def test_words() -> None:
    assert words(0.9, 0.1) == "robustly better"
    assert words(0.1, 0.9) == "robustly worse"
    assert words(0.7, 0.3) == "mostly better"
    assert words(0.15, 0.02) == "mostly no difference"
    assert words(0.0, 0.0) == "no difference"
    assert words(0.5, 0.5) == "depends on assumptions"
    assert words(float("nan"), float("nan")) == "not measured"
    assert wilson(0, 0)[0] != wilson(0, 0)[0]
    assert wilson(0, 10)[0] == 0.0


def test_it_is_saved_with_its_figures(flipping) -> None:
    place = flipping.save()
    names = {path.name for path in place.iterdir()}
    assert {"robust.csv", "ranking.csv", "regions.csv", "robust.png", "ranks.svg", "flips.png"} <= names


def test_one_scenario_is_no_comparison(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="one scenario is no comparison"):
        spirals.robust("baseline", out=tmp_path / "out")


def test_more_draws_of_a_hypercube_need_another_folder_and_more_replicates_do_not(tmp_path: Path) -> None:
    asked: dict[str, Any] = {
        "factors": ["demand"],
        "measures": ["mean_energy"],
        "organisation": Flipping,
        "out": tmp_path / "out",
    }
    found = spirals.robust("baseline", "team_incentives", draws=5, replicates=2, **asked)
    before = found.differences("team_incentives", "mean_energy")
    with pytest.raises(InputError, match="holds a Latin hypercube of 5 draws, which cannot grow"):
        spirals.robust("baseline", "team_incentives", draws=6, replicates=2, **asked)
    more = spirals.robust("baseline", "team_incentives", draws=5, replicates=3, **asked)
    assert (more.differences("team_incentives", "mean_energy")[:, :2] == before).all()
    fewer: dict[str, Any] = {"draws": 5, "replicates": 2, **asked}
    assert spirals.results(tmp_path / "out").done == 30
    assert (found.sweep.values("mean_energy").shape) == (5, 2)  # what was read before the folder grew
    with pytest.raises(InputError, match="holds 3 replicates; ask for as many or more"):
        spirals.robust("baseline", "team_incentives", **fewer)
