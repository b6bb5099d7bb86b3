"""Numbers of numpy and pandas count wherever numpy can compute with them: every sweep tool hands them over first."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from mesa.batchrunner import batch_run

import spirals
from spirals import parameters
from spirals.errors import InputError
from spirals.interventions import find
from spirals.organisation import Organisation, RunScenario
from spirals.plain import plain
from spirals.scenario import Scenario, with_changes

SMALL: dict[str, Any] = {"size": 8, "days": 3}


def energy(**changes: Any) -> float:
    """Return the energy at the end of a short run, as a function for other tools to call."""
    organisation = Organisation(**{**SMALL, **changes})
    organisation.run_model()
    return float(organisation.series["mean_energy"][-1])


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int32, np.uint32, np.int64, np.uint64])
def test_whole_numbers_of_numpy(kind):
    assert energy(rng=kind(5), size=kind(9), days=kind(4), replicate=kind(2)) == energy(
        rng=5, size=9, days=4, replicate=2
    )


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64, np.longdouble, np.int64])
def test_numbers_of_numpy_as_parameters(kind):
    assert energy(conduct_base=kind(1), remote=kind(0)) == energy(conduct_base=1.0, remote=0.0)
    assert Organisation(**SMALL, demand=kind(1)).parameters["demand"] == 1.0
    assert parameters.check("demand", kind(1)) == 1.0
    assert type(parameters.check("demand", kind(1))) is float


def test_a_bool_is_no_number_whoever_made_it():
    for wrong in (True, np.True_):
        with pytest.raises(InputError, match="demand"):
            Organisation(**SMALL, demand=wrong)
        with pytest.raises(InputError, match="size"):
            Organisation(size=wrong, days=3)
        with pytest.raises(InputError, match="demand"):
            parameters.check("demand", wrong)  # type: ignore[arg-type]
    for number in (np.nan, np.float32("inf"), np.float64(99)):
        with pytest.raises(InputError, match="demand"):
            Organisation(**SMALL, demand=number)
    with pytest.raises(InputError, match="size: must be a whole number"):
        Organisation(size=np.float64(9.5), days=3)


@pytest.mark.parametrize(
    "seeds",
    [np.arange(3), range(3), np.random.SeedSequence(1).generate_state(3), np.random.default_rng(1).integers(0, 99, 3)],
)
def test_batches_take_arrays(seeds):
    sizes = np.arange(6, 8)
    rows = batch_run(
        Organisation,
        {"size": sizes, "days": 3, "conduct_base": np.linspace(0.5, 1.0, 2)},
        rng=seeds,
        display_progress=False,
    )
    frame = pd.DataFrame(rows)
    assert len(frame) == frame.mean_energy.nunique() == 3 * 2 * 2
    first = frame.iloc[0]
    assert first.mean_energy == energy(size=6, conduct_base=0.5, rng=int(seeds[0]))


def test_rows_of_a_frame_are_settings():
    frame = pd.DataFrame({"size": [8, 9], "days": [3, 3], "conduct_base": [0.5, 1.0]})
    assert energy(**frame.to_dict("records")[1]) == energy(size=9, conduct_base=1.0)
    assert energy(size=frame.loc[1, "size"], conduct_base=frame.loc[1, "conduct_base"]) == energy(
        size=9, conduct_base=1.0
    )


def test_other_tools_hand_numbers_over():
    """joblib maps over arrays; samplers of EMA and SALib give integers and floats of numpy by name."""
    joblib = pytest.importorskip("joblib")
    found = joblib.Parallel(n_jobs=2, prefer="threads")(joblib.delayed(energy)(rng=seed) for seed in np.arange(1, 4))
    assert found == [energy(rng=seed) for seed in range(1, 4)]
    sampled: dict[str, Any] = {"size": np.int64(9), "demand": np.float64(0.6), "rng": np.int64(3)}
    assert energy(**sampled) == energy(size=9, demand=0.6, rng=3)


def test_every_door_of_the_package():
    one: dict[str, Any] = {"size": np.int64(8), "days": np.int64(3), "replicates": np.int64(2), "seed": np.uint32(3)}
    found = spirals.run("baseline", **one, conduct_base=np.float32(1.0))
    assert found.values("mean_energy").tolist() == (
        spirals.run("baseline", size=8, days=3, replicates=2, seed=3, conduct_base=1.0).values("mean_energy").tolist()
    )
    pair = spirals.compare("baseline", "crisis", **one)
    assert len(pair.others) == 1
    values = np.array([0.4, 0.6])
    design = {
        "name": "n",
        "replicates": np.int64(2),
        "seed": np.int64(3),
        "set": {"days": np.int64(3), "size": np.int64(8)},
        "measures": ["mean_energy"],
        "design": {"kind": "grid"},
        "factors": [{"name": "demand", "values": values}, {"name": "size", "values": np.arange(6, 8)}],
    }
    swept = spirals.sweep(design)
    assert sorted(swept.points["demand"].unique()) == [0.4, 0.6]
    assert len(swept.points) == 4


def test_practices_and_scenarios_take_them_too():
    scenario_of: Any = Scenario
    practice = find("peer_coaching")(dose=np.float64(0.5), start=np.int64(3), adoption=np.float32(1))
    assert repr(practice) == repr(find("peer_coaching")(dose=0.5, start=3, adoption=1.0))
    scenario = scenario_of(name="n", days=np.int64(5), interventions=[{"id": "peer_coaching", "dose": np.float64(0.5)}])
    assert scenario == scenario_of(name="n", days=5, interventions=[{"id": "peer_coaching", "dose": 0.5}])
    ranged = with_changes(scenario, {"uncertainties.demand": np.array([0.2, 0.4]), "measures": np.array(["turnover"])})
    assert (ranged.uncertainties, ranged.measures) == ({"demand": (0.2, 0.4)}, ("turnover",))
    organisation = Organisation(RunScenario(rng=np.int64(4), resolved=scenario), size=np.int64(8))
    assert organisation.spec.seed == 4


def test_rows_teams_and_days_may_be_numpys():
    organisation = Organisation(size=12, days=5, rng=1)
    row = np.int64(3)
    assert organisation.employee(row) is organisation.employee(3)
    organisation.run_days(np.int64(2))
    organisation.let_go(row)
    new = organisation.hire(np.int64(0))
    assert organisation.employee(np.int64(new)).unique_id == 13
    assert organisation.measure(np.str_("mean_energy")) == organisation.measure("mean_energy")
    assert organisation.day == 2


@pytest.mark.parametrize(
    ("given", "wanted"),
    [(np.int64(3), 3), (np.array(3), 3), (np.longdouble(0.5), 0.5), (np.True_, True), (np.str_("a"), "a"),
     ([np.int8(1), {"a": (np.uint8(2),)}], [1, {"a": (2,)}]), (pd.Series([1, 2]), [1, 2]), ("text", "text"),
     (Fraction(1, 2), Fraction(1, 2)), (None, None)],
)  # fmt: skip
def test_plain(given: Any, wanted: Any):
    found = plain(given)
    assert found == wanted
    assert type(found) is type(wanted)


CALLS: dict[str, Callable[[Any], Any]] = {
    "size": lambda wrong: Organisation(size=wrong),
    "days": lambda wrong: Organisation(days=wrong),
    "rng": lambda wrong: Organisation(rng=wrong),
    "replicates": lambda wrong: spirals.run("baseline", **SMALL, replicates=wrong),
}


@pytest.mark.parametrize("call", CALLS)
def test_what_is_no_whole_number_is_told_in_plain_words(call):
    with pytest.raises(InputError) as error:
        CALLS[call](1.5)
    assert "int64" not in str(error.value)
    assert "\n" not in str(error.value)
