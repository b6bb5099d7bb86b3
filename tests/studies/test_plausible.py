"""The one notion of plausible draws: what was fitted stays together, the rest near, what is stated is believed."""

from __future__ import annotations

import filecmp
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from spirals.parameters import PARAMETERS, defaults
from spirals.scenario import load, with_changes
from spirals.studies.calibration.posterior import PACKAGED, Posterior
from spirals.studies.calibration.priors import prior
from spirals.studies.plausible import ASSUMED, drawn, posterior

STORED = Path(__file__).resolve().parents[2] / "docs" / "data" / "calibration"
BASELINE = load("baseline")


def still_fitted() -> tuple[str, ...]:
    """Return what was fitted and has not moved since: its default is the one that the fit began at."""
    return tuple(one.name for one in posterior().priors if one.default == defaults().get(one.name))


@pytest.fixture(scope="module")
def many():
    return drawn(BASELINE, 60, seed=1)


def test_draws_lie_within_ranges_and_move_what_they_should(many) -> None:
    for name, row in ((name, PARAMETERS[name]) for name in many[0]):
        values = [one[name] for one in many]
        assert row.low <= min(values) < max(values) <= row.high
    assert not {"on_ties", "ref_energy", "reshuffle", "scarce_posts", "outcome_noise"} & set(many[0])
    assert set(still_fitted()) <= set(many[0])


def test_what_was_fitted_is_drawn_whole(many) -> None:
    names = still_fitted()
    known = {tuple(row) for row in posterior().frame()[list(names)].to_numpy()}
    assert {tuple(one[name] for name in names) for one in many} <= known


def test_what_was_not_fitted_is_half_as_wide_as_its_prior(many) -> None:
    one = prior("strain_hardship")
    z = [one.z(draw["strain_hardship"]) for draw in many]
    assert np.mean(z) == pytest.approx(0.0, abs=0.05)
    assert np.std(z) == pytest.approx(ASSUMED, rel=0.1)


def test_the_same_seed_gives_the_same_draws() -> None:
    assert drawn(BASELINE, 3, seed=4) == drawn(BASELINE, 3, seed=4) != drawn(BASELINE, 3, seed=5)
    assert drawn(BASELINE, 0, seed=4) == []


def test_what_a_scenario_sets_is_drawn_round_that() -> None:
    own = with_changes(BASELINE, {"conduct_base": 2.0, "contagion": 0.0})
    draws = drawn(own, 40, seed=1)
    assert np.mean([one["conduct_base"] for one in draws]) == pytest.approx(2.0, abs=0.1)
    assert all("contagion" not in one for one in draws)  # switched off stays off


def test_what_a_scenario_states_as_uncertain_is_all_that_is_drawn() -> None:
    own = with_changes(BASELINE, {"uncertainties": {"demand": (0.3, 0.6), "gain": (0.05, 0.1)}})
    draws = drawn(own, 20, seed=1)
    assert {tuple(one) for one in draws} == {("demand", "gain")}
    assert 0.3 <= min(one["demand"] for one in draws) < 0.34


def test_the_posterior_of_the_package_is_that_of_the_pages() -> None:
    for name in ("draws.csv", "settings.json"):
        assert filecmp.cmp(PACKAGED / name, STORED / name, shallow=False)


def test_stored_tables_follow_from_the_stored_draws() -> None:
    stored = pd.read_csv(STORED / "parameters.csv").set_index("parameter")
    found = Posterior.read(STORED).table().set_index("parameter").loc[stored.index]
    for name in ("ratio", "shift", "median", "low", "high"):
        assert found[name].to_numpy() == pytest.approx(stored[name].to_numpy(), rel=2e-3, abs=2e-3)
    assert math.fsum(Posterior.read(STORED).weights) == pytest.approx(1.0)


def test_what_has_moved_since_the_fit_is_drawn_from_its_prior(many) -> None:
    moved = set(posterior().names) - set(still_fitted())
    for name in moved & set(many[0]):
        one = prior(name)
        z = [one.z(draw[name]) for draw in many]
        assert np.std(z) == pytest.approx(0.5, abs=0.15)
