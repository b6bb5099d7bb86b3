"""The fit finds what it is known to find, says what it does not know, and survives being killed."""

from __future__ import annotations

import json
import math
import shutil
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spirals.analysis.targets import ROWS
from spirals.cli.main import main
from spirals.errors import InputError
from spirals.experiments.errors import Interrupted
from spirals.parameters import PARAMETERS
from spirals.studies.calibration import FREED, Posterior, calibrate, prior, set_by_targets
from spirals.studies.calibration import fit as measuring
from spirals.studies.calibration import sampler as running
from spirals.studies.calibration.posterior import generation, weighted_quantile
from spirals.studies.calibration.run import read_settings
from spirals.studies.calibration.store import write_up

TRUTH = 6.0  # minutes_mean of the fake organisations that the fake target comes from
TINY: dict[str, Any] = {"particles": 50, "generations": 3}
TWO = ("minutes_mean", "gain")


def fake(changes, seed, most):
    """Give a value that says how long encounters are, with a little luck, and nothing about ``gain``."""
    luck = np.random.default_rng(seed).standard_normal()
    return {"C1": math.log(changes["minutes_mean"] / TRUTH) + 0.05 * luck}


def off(values):
    return abs(values["C1"])


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fit") / "whole"
    calibrate(folder, TWO, **TINY, model=fake, measure_of=off)
    return folder


def draws_of(folder):
    found = generation(folder).posterior
    return found.z, found.weights, found.distances


def test_a_known_parameter_is_recovered_and_an_unknown_one_keeps_its_prior(fitted) -> None:
    posterior = generation(fitted).posterior
    table = posterior.table().set_index("parameter")
    minutes, gain = table.loc["minutes_mean"], table.loc["gain"]
    assert minutes["low"] < TRUTH < minutes["high"]
    assert minutes["median"] == pytest.approx(TRUTH, rel=0.15)
    assert minutes["ratio"] < 0.4
    assert minutes["rests_on"] == "data"
    assert gain["ratio"] > 0.75
    assert gain["rests_on"] != "data"
    assert posterior.effective > 25


def test_a_fit_of_one_parameter_is_written_up(tmp_path) -> None:
    folder = tmp_path / "one"
    calibrate(folder, ("minutes_mean",), particles=20, generations=2, model=fake, measure_of=off)
    tables = write_up(folder)
    assert list(tables["parameters"]["parameter"]) == ["minutes_mean"]
    assert len(tables["directions"]) == 1
    assert (folder / "identified.svg").exists()
    assert Posterior.read(folder).directions()["minutes_mean"].tolist() == [1.0]


@pytest.mark.parametrize("names", [("minutes_mean",), TWO])
def test_one_draw_says_nothing_of_what_is_unknown(names) -> None:
    alone = Posterior(tuple(prior(name) for name in names), np.zeros((1, len(names))), np.ones(1), np.zeros(1))
    assert alone.table()["ratio"].isna().all()
    assert alone.directions()["sd"].isna().all()
    assert not alone.directions()["known"].any()
    assert alone.drawn(2, 1)[0] == alone.best()


def test_draws_without_weight_are_no_fit(fitted, tmp_path) -> None:
    folder = tmp_path / "none"
    shutil.copytree(fitted, folder)
    write_up(folder)
    draws = pd.read_csv(folder / "draws.csv")
    for made in (draws.iloc[:0], draws.assign(weight=0.0)):
        made.to_csv(folder / "draws.csv", index=False)
        with pytest.raises(InputError, match="cannot be read as draws"):
            Posterior.read(folder)


def test_the_stiff_direction_is_the_known_parameter(fitted) -> None:
    directions = generation(fitted).posterior.directions()
    assert directions.loc[0, "known"]
    assert directions.loc[0, "sd"] < 0.4
    assert directions.loc[1, "sd"] > 0.75
    assert abs(directions.loc[0, "minutes_mean"]) > 0.99


def test_each_generation_lies_within_its_threshold_and_closer_than_the_last(fitted) -> None:
    far = [generation(fitted, number).posterior.distances.max() for number in range(3)]
    assert far == sorted(far, reverse=True)


def test_a_fit_that_was_killed_goes_on_to_the_same_bits(fitted, tmp_path) -> None:
    done = 0

    def killed(more: float) -> None:
        nonlocal done
        done += 1
        if done == 80:  # in the second generation
            raise KeyboardInterrupt

    with pytest.raises(Interrupted, match="the same command goes on"):
        calibrate(tmp_path / "fit", TWO, **TINY, model=fake, measure_of=off, progress=killed)
    calibrate(tmp_path / "fit", TWO, **TINY, model=fake, measure_of=off)
    for mine, whole in zip(draws_of(tmp_path / "fit"), draws_of(fitted), strict=True):
        assert np.array_equal(mine, whole)


def test_answers_in_another_order_give_the_same_bits(fitted, tmp_path, monkeypatch) -> None:
    def by_threes_backwards(work, tasks, workers):
        tasks = iter(tasks)
        while True:
            yield from [work(next(tasks)) for _ in range(3)][::-1]

    monkeypatch.setattr(running, "stream", by_threes_backwards)
    calibrate(tmp_path / "fit", TWO, **TINY, model=fake, measure_of=off, workers=2)
    for mine, whole in zip(draws_of(tmp_path / "fit"), draws_of(fitted), strict=True):
        assert np.array_equal(mine, whole)


def test_what_is_written_is_what_was_fitted(fitted) -> None:
    tables = write_up(fitted)
    again = Posterior.read(fitted)
    assert again.z == pytest.approx(generation(fitted).posterior.z, abs=1e-4)
    for name in ("ratio", "shift", "median"):
        assert again.table()[name].to_numpy() == pytest.approx(
            tables["parameters"][name].to_numpy(), rel=1e-3, abs=1e-3
        )
    assert len(tables["fit"]) == len(ROWS)
    assert {file.name for file in fitted.iterdir()} >= {"draws.csv", "fit.csv", "identified.svg", "provenance.json"}


def test_whole_draws_keep_what_goes_together(fitted) -> None:
    posterior = generation(fitted).posterior
    rows = {tuple(row.values()) for row in posterior.drawn(20, seed=3)}
    known = {tuple(one.value(float(z)) for one, z in zip(posterior.priors, row, strict=True)) for row in posterior.z}
    assert rows <= known
    assert posterior.drawn(5, seed=3) == posterior.drawn(5, seed=3)


def test_a_fit_that_accepts_too_few_ends_with_the_last_generation(tmp_path) -> None:
    told: list[str] = []
    calibrate(
        tmp_path / "fit", TWO, particles=20, generations=9, quantile=0.05, least_accepted=0.2, model=fake,
        measure_of=off, told=told.append,
    )  # fmt: skip
    assert "fewer than 20% accepted" in told[-1]
    assert len(told) < 9


@pytest.mark.parametrize("name", set_by_targets())
def test_priors_lie_within_ranges_and_begin_at_the_default(name) -> None:
    row, one = PARAMETERS[name], prior(name)
    assert one.value(0.0) == row.default
    assert row.low <= one.value(one.z_low) < row.default < one.value(one.z_high) <= row.high
    assert 0.5 < one.spread <= 1.0


@given(st.sampled_from(set_by_targets()), st.floats(-2.9, 2.9))
def test_prior_sds_and_values_turn_into_each_other(name, z) -> None:
    one = prior(name)
    z = min(one.z_high, max(one.z_low, z))
    assert one.z(one.value(z)) == pytest.approx(z, abs=1e-6)


def test_natural_scales() -> None:
    assert prior("minutes_mean").value(1.0) == pytest.approx(6.0)
    assert prior("reach_base").value(1.0) == pytest.approx(PARAMETERS["reach_base"].default + 1.0)
    assert [prior(name).scale for name in ("minutes_mean", "reach_base")] == ["log", "as it is"]
    assert prior("hearing").scale == "logit"


@pytest.mark.parametrize(
    ("name", "said"),
    [("gian", "did you mean 'gain'"), ("on_ties", "switches a mechanism"), ("ref_regard", "is a reference")],
)
def test_a_parameter_without_a_prior_is_named(name, said) -> None:
    with pytest.raises(InputError, match=said):
        prior(name)


def middles() -> dict[str, float]:
    return {row.value: min(max(row.low, -1.0), row.high) if row.unit else 0.0 for row in ROWS}


def test_distance_is_none_inside_and_counts_each_target_once() -> None:
    values = middles()
    assert measuring.distance(values) == 0.0
    values["C7 advice"] = 0.65  # half a band above its band; one of three rows
    assert measuring.distance(values) == pytest.approx(1.0 / 3.0)
    values["C13"] = math.nan  # could not be measured: counts as far out
    assert measuring.distance(values) == pytest.approx(1.0 / 3.0 + measuring.WORST)


def test_an_organisation_far_off_is_given_up_before_all_is_measured(monkeypatch) -> None:
    called: list[str] = []

    def part(name, **values):
        def measured(seed, **changes):
            called.append(name)
            return values

        return measured

    def broken(seed, **changes):
        raise ValueError("nobody met")

    monkeypatch.setattr(measuring, "parts", lambda twins_too: (part("diary", C1=9.0), part("sensors", C8=2.0)))
    assert measuring.measure({}, 1, most=2.0) is None
    assert called == ["diary"]
    assert measuring.measure({}, 1) == {"C1": 9.0, "C8": 2.0}
    monkeypatch.setattr(measuring, "parts", lambda twins_too: (broken,))
    assert measuring.measure({}, 1, most=2.0) is None
    assert measuring.measure({}, 1) == {}


def test_weighted_quantiles_follow_the_weights() -> None:
    values, weights = np.array([3.0, 1.0, 2.0]), np.array([0.0, 1.0, 1.0])
    assert weighted_quantile(values, weights, 0.5) == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["conduct_bas"], "did you mean 'conduct_base'"),
        (["gain", "--particles", "2"], "particles: 2 is too few for 1 parameters; give 3 or more"),
        (["gain", "--generations", "0"], "generations: 0 is too few"),
        (["gain", "--quantile", "1.5"], "quantile: 1.5 must lie between 0 and 1"),
        (["gain", "--workers", "0"], "workers: 0 is not a number of processes"),
    ],
)
def test_mistakes_get_one_line(words, said, tmp_path, capsys) -> None:
    assert main(["calibrate", *words, "--out", str(tmp_path / "fit"), "-q"]) == 2
    told = capsys.readouterr().err.strip()
    assert said in told
    assert "\n" not in told
    assert not (tmp_path / "fit").exists()


def test_a_folder_of_something_else_or_another_fit_is_left_alone(fitted, tmp_path, capsys) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    assert main(["calibrate", "gain", "--out", str(tmp_path), "-q"]) == 2
    assert "is not empty and holds no fit" in capsys.readouterr().err
    assert main(["calibrate", "gain", "--out", str(fitted), "-q"]) == 2
    assert "was begun with priors minutes_mean, gain" in capsys.readouterr().err
    assert [one["name"] for one in read_settings(fitted)["priors"]] == list(TWO)
    (tmp_path / "settings.json").write_text("[]", encoding="utf-8")
    assert main(["calibrate", "gain", "--out", str(tmp_path), "-q"]) == 2
    assert "cannot be read as the settings of a fit" in capsys.readouterr().err


def test_the_command_goes_on_with_a_fit_and_reports_it(fitted, capsys) -> None:
    how = ["calibrate", *TWO, "--particles", "50", "--generations", "3", "--workers", "1", "--out", str(fitted), "-q"]
    assert main([*how, "--format", "json"]) == 0  # complete: nothing is run
    said = json.loads(capsys.readouterr().out)
    assert {row["parameter"] for row in said["parameters"]} == set(TWO)
    assert main(how) == 0
    assert "of 2 directions are known better than the best by chance." in capsys.readouterr().out


def test_what_is_fitted_by_default_was_set_by_targets() -> None:
    assert set(FREED) <= set(set_by_targets())
    assert pd.Series(FREED).is_unique
