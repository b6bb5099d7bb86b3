"""Figures: what they show, and that threads do not disturb each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spirals.experiments.compare import compare
from spirals.experiments.figures import daily_curves, daily_differences, forest, save_figure
from spirals.experiments.network import MOST_LAID_OUT, layout, network
from spirals.experiments.results import Comparison
from spirals.experiments.run import run
from tests.experiments.fake import LIFT


@pytest.fixture
def found(small: dict[str, Any]) -> Comparison:
    return compare("baseline", "team_incentives", **small)


def test_curves_have_titles_units_and_bands(found: Comparison) -> None:
    figure = daily_curves(found.results)
    shown = [axis for axis in figure.axes if axis.get_visible()]
    assert "Energy" in {axis.get_title(loc="left") for axis in shown}
    assert all(axis.get_ylabel() for axis in shown)
    assert all(len(axis.collections) == 2 for axis in shown)  # one band per scenario
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["baseline", "team_incentives"]


def test_differences_are_drawn_from_pairs(found: Comparison) -> None:
    figure = daily_differences(found)
    energy = figure.axes[0]
    (curve,) = [line for line in energy.lines if line.get_label() == "team_incentives"]
    # the lift grows by LIFT / 20 a day; a mean over the last five days trails by two
    assert np.asarray(curve.get_ydata())[-1] == pytest.approx(LIFT * 17 / 20)


def test_one_run_says_that_it_shows_no_uncertainty(small: dict[str, Any]) -> None:
    figure = run("baseline", **{**small, "replicates": 1}).plot()
    assert "no uncertainty" in figure.get_suptitle()


def test_the_forest_keeps_yardsticks_apart(found: Comparison) -> None:
    figure = forest(found)
    labels = [text.get_text() for text in figure.axes[0].get_yticklabels()]
    assert "Strain (less is better)" in labels
    assert "between people" in figure.axes[0].get_xlabel()
    assert [text.get_text() for text in figure.axes[1].get_yticklabels()] == ["Density"]
    assert "between runs" in figure.axes[1].get_xlabel()


def test_the_network_is_drawn_for_each_scenario(found: Comparison) -> None:
    figure = network(found.results)
    titles = [axis.get_title() for axis in figure.axes if axis.get_title()]
    assert [title.split(":")[0] for title in titles] == ["baseline", "team_incentives"]


def test_layouts_repeat_and_keep_everybody_apart() -> None:
    team = np.array([f"t{row % 4}" for row in range(60)])
    ends = np.array([(row, (row + 4) % 60) for row in range(60)])
    first, second = (layout(team, ends, np.ones(60)) for _ in range(2))
    assert np.array_equal(first, second)
    assert len(np.unique(first.round(6), axis=0)) == 60
    assert layout(np.array([]), np.zeros((0, 2), dtype=int), np.zeros(0)).shape == (0, 2)


def test_large_organisations_are_laid_out_at_once() -> None:
    team = np.array([f"t{row % 200}" for row in range(MOST_LAID_OUT + 1)])
    spots = layout(team, np.zeros((0, 2), dtype=int), np.zeros(0))
    assert len(np.unique(spots.round(9), axis=0)) == len(team)


def test_figures_are_the_same_when_threads_draw_at_once(found: Comparison, tmp_path: Path) -> None:
    def draw(name: str) -> tuple[bytes, bytes]:
        save_figure(forest(found), tmp_path, name)
        return (tmp_path / f"{name}.svg").read_bytes(), (tmp_path / f"{name}.png").read_bytes()

    with ThreadPoolExecutor(4) as pool:
        drawn = set(pool.map(draw, "abcd"))
    assert len(drawn) == 1
