"""Continuation, early signs, the mean field of the whole organisation, and what is said of a loop."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import spirals
from spirals.analysis.continuation import continuation, end_means, set_parameter
from spirals.analysis.mean_field import largest_loop_gain, resting_points
from spirals.analysis.slowing import lag1_autocorrelation, trend, variance
from spirals.errors import InputError
from spirals.organisation import Organisation
from spirals.scenario import load, with_changes
from spirals.studies.tipping import Tipping

SMALL: dict[str, Any] = {"size": 20, "days": 30}


def test_staying_at_one_value_is_an_ordinary_run() -> None:
    spec = with_changes(load("baseline"), {**SMALL, "conduct_base": 0.6})
    led = continuation(spec, 0, "conduct_base", [0.6, 0.6, 0.6], 10, "mean_quality")
    alone = Organisation(spec)
    alone.run_days(30)
    assert np.array_equal(led.ravel(), alone.series["mean_quality"])


def test_a_changed_parameter_holds_from_then_on() -> None:
    organisation = Organisation(with_changes(load("baseline"), SMALL))
    nature = organisation.population.state.nature.copy()
    set_parameter(organisation, "conduct_base", 2.0)
    assert organisation.population.state.p.conduct_base == organisation.parameters["conduct_base"] == 2.0
    assert np.array_equal(organisation.population.state.nature, nature)


def test_better_conduct_is_answered_by_better_ties() -> None:
    spec = with_changes(load("baseline"), SMALL)
    led = end_means(continuation(spec, 0, "conduct_base", [-2.0, 3.0], 60, "mean_quality"))
    assert led[1] > led[0] + 0.05


def test_mean_field_of_the_organisation() -> None:
    values = load("baseline").values()
    (point,) = resting_points(values)
    assert point.gain < 1.0
    caring = {**values, "care": 8.0}
    found = [resting_points({**caring, "conduct_base": base}) for base in np.arange(-1.0, 2.1, 0.25)]
    three = next(points for points in found if len(points) == 3)
    assert [one.gain < 1.0 for one in three] == [True, False, True]
    assert three[0].states.quality < three[1].states.quality < three[2].states.quality
    assert largest_loop_gain(caring) > 1.0


def test_lag1_autocorrelation_and_variance_of_a_known_process() -> None:
    random = np.random.default_rng(4)
    for share in (0.0, 0.6):
        weeks = np.zeros((40, 400))
        for week in range(1, 400):
            weeks[:, week] = share * weeks[:, week - 1] + random.normal(size=40)
        days = np.repeat(weeks, 5, axis=1) + np.arange(2000) * 0.01  # a straight drift does not count
        assert lag1_autocorrelation(days).mean() == pytest.approx(share, abs=0.03)
        assert variance(days).mean() == pytest.approx(1.0 / (1.0 - share**2), rel=0.06)
    assert trend(np.arange(6.0)) == pytest.approx(1.0)
    assert np.isnan(trend(np.arange(3.0)))


def _made(quick: float, slow: float, two: bool) -> Tipping:
    steps, ways = (0.0, 1.0, 2.0, 3.0), {}
    for pace, gap in ((0, quick), (1, slow)):
        for way, shift in (("up", 0.0), ("down", gap)):
            ways["as is", pace, way] = np.full((3, 4, 60), 0.4 + shift)
    points = ((-1.0, 0.2, 0.5), (0.0, 0.5, 1.4), (1.0, 0.8, 0.4)) if two else ((0.0, 0.5, 0.6),)
    return Tipping(load("baseline"), "conduct_base", "mean_quality", steps, (40, 120), ways, (points,) * 4)


def test_a_loop_is_called_what_it_is() -> None:
    assert _made(0.3, 0.02, False).verdict.startswith("no second state")
    assert "one stable state everywhere" in _made(0.3, 0.02, False).verdict
    assert _made(0.4, 0.2, True).verdict.startswith("the gap narrows when steps last longer: lag")
    assert _made(0.4, 0.38, True).verdict.startswith("the gap stays when steps last 3 times as long")
    assert "two stable states from 0 to 3" in _made(0.4, 0.38, True).verdict
    assert _made(0.4, 0.38, True).gap(1) == pytest.approx((0.38, 0.38, 0.38))


def test_a_whole_loop_and_its_folder(tmp_path: Path) -> None:
    told: list[float] = []
    found = spirals.tipping(
        "baseline", low=-1.0, high=2.0, steps=4, days=30, replicates=2, gain=False, progress=told.append, size=15
    )
    from spirals.studies.tipping import count_tasks

    assert sum(told) == count_tasks({"steps": 4, "replicates": 2, "gain": False})
    again = spirals.tipping("baseline", low=-1.0, high=2.0, steps=4, days=30, replicates=2, gain=False, size=15)
    assert found.table().equals(again.table())
    ends = found.ends("up")
    assert (ends[:, -1] > ends[:, 0] + 0.05).all()
    assert set(found.table()["model"]) == {"as is", "M6"}
    found.save(tmp_path / "out")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"ways.csv", "signs.csv", "mean_field.csv", "gain.csv", "tipping.png", "tipping.svg", "verdict.txt"} <= names
    assert "Jaeger" in (tmp_path / "out" / "verdict.txt").read_text()


def test_a_phase_diagram_and_its_folder(tmp_path: Path) -> None:
    found = spirals.phase_diagram(
        "baseline", low=-1.0, high=2.0, second_low=0.0, second_high=8.0, steps=4, days=30, size=15
    )
    assert found.up.shape == found.down.shape == found.stable.shape == (4, 4)
    assert found.stable[0].max() == 1  # without care one state only
    assert found.stable[3].max() == 2
    assert (found.up[:, 3] > found.up[:, 0]).all()
    found.save(tmp_path / "out")
    assert (tmp_path / "out" / "phase.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"parameter": "conduct_bas"}, "did you mean 'conduct_base'"),
        ({"low": 2.0, "high": 1.0}, "low must be below high"),
        ({"high": 99.0}, "outside its range"),
        ({"series": "mean_qualty"}, "did you mean 'mean_quality'"),
        ({"days": 5}, "too short for a step"),
        ({"steps": 2}, "too few to see a loop"),
        ({"replicates": 1}, "gives no interval"),
    ],
)
def test_what_cannot_be_used_is_named(change: dict[str, Any], what: str) -> None:
    with pytest.raises(InputError, match=what):
        spirals.tipping("baseline", **change)
