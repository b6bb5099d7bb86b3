"""Learning from waves: what is read, what a linear model leaves, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from spirals.errors import InputError
from spirals.scenario import load, with_changes
from spirals.structure import read
from spirals.studies.fit import FEWEST, WHOLE, Model, Normal, fit, linear, lived, read_waves

DATES = ("2025-01-06", "2025-04-07", "2025-07-07")
IDS = [f"p{k:02d}" for k in range(8)]
TEAMS = ["A", "B"] * 4


def people() -> pd.DataFrame:
    return pd.DataFrame({"id": IDS, "team": TEAMS})


def waves(names: tuple[str, ...] = DATES) -> pd.DataFrame:
    r = np.random.default_rng(0)
    rows = [
        {"id": one, "wave": name, "safety (0-1)": r.uniform(0.3, 0.9).__round__(2)} for name in names for one in IDS
    ]
    return pd.DataFrame(rows)


def model() -> Model:
    return Model.of(read_waves(people(), waves()), load("baseline"), None, {})


def test_answers_of_two_files_are_read_wave_by_wave() -> None:
    survey = read_waves(people(), waves().sample(frac=1.0, random_state=1))
    assert survey.names == DATES
    assert survey.days == (0, 65, 130)  # working days
    assert survey.states == ("safety",)
    assert survey.answers.shape == (3, 1, 8)
    first = waves().query("wave == @DATES[0]")["safety (0-1)"].to_numpy()
    assert survey.answers[0, 0] == pytest.approx(first)
    assert survey.roster.team == TEAMS


def test_waves_without_dates_are_as_far_apart_as_is_said() -> None:
    survey = read_waves(people(), waves(("w2", "w10", "w9")), every=20)
    assert survey.names == ("w2", "w9", "w10")
    assert survey.days == (0, 20, 40)


def test_who_is_missing_in_the_last_wave_gave_no_answer_there() -> None:
    gone = waves()
    survey = read_waves(people(), gone[~((gone["id"] == "p03") & (gone["wave"] == DATES[-1]))])
    assert np.isnan(survey.answers[-1, 0, 3])
    assert np.isfinite(survey.answers[0, 0, 3])


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((people(), waves(DATES[:1])), "only one wave"),
        ((people().iloc[1:], waves()), "'p00' not among the people"),
        ((people(), waves().drop(columns="wave")), "wave"),
        ((people(), waves().rename(columns={"safety (0-1)": "belonging (0-1)"})), "no state with a lasting level"),
    ],
)
def test_what_cannot_be_fitted_is_refused_in_one_line(given: tuple[pd.DataFrame, pd.DataFrame], told: str) -> None:
    with pytest.raises(InputError, match=told) as error:
        read_waves(*given)
    assert "\n" not in str(error.value)


def test_practices_and_too_small_ensembles_are_refused() -> None:
    survey = read_waves(people(), waves())
    with pytest.raises(InputError, match="has practices or shocks"):
        fit(survey, load("buddy"))
    with pytest.raises(InputError, match="too few for 4 values; give 12"):
        fit(survey, load("baseline"), members=8)


def test_teams_with_too_few_answers_are_left_to_the_whole() -> None:
    survey = read_waves(people(), waves())
    assert Model.of(survey, load("baseline"), None, {}).teams == ("A", "B")
    sparse = survey.answers.copy()
    sparse[1, 0, : 2 * (4 - FEWEST + 1) : 2] = np.nan  # of team A
    assert Model.of(replace(survey, answers=sparse), load("baseline"), None, {}).teams == ("B",)


def test_a_normal_given_what_is_seen_is_what_the_formula_says() -> None:
    before = Normal(np.array([1.0]), np.array([[4.0]]))
    left = before.given(np.array([[2.0]]), np.array([0.5]), np.array([[8.0]]), np.array([6.5]))
    gain = 4.0 * 2.0 / (2.0 * 4.0 * 2.0 + 8.0)
    assert left.mean == pytest.approx([1.0 + gain * (6.5 - 0.5 - 2.0)])
    assert left.cov[0, 0] == pytest.approx(4.0 * 8.0 / (2.0 * 4.0 * 2.0 + 8.0))
    nothing = before.given(np.array([[0.0]]), np.array([0.5]), np.array([[8.0]]), np.array([99.0]))
    assert nothing.mean == pytest.approx(before.mean)
    assert nothing.spread == pytest.approx(before.spread)


def test_a_linear_world_is_learnt_and_covered() -> None:
    """With exact slopes known truths lie within 90 of 100 intervals; what has no slope stays as it was."""
    r = np.random.default_rng(4)
    before, slopes = Normal(np.zeros(2), np.eye(2)), np.array([[1.0, 0.5], [0.0, 0.0]])
    inside, sd = [], np.empty(2)
    for _ in range(300):
        drawn = before.draw(r, 60, 1.0)
        seen = 0.3 + drawn @ slopes + 0.5 * r.standard_normal((60, 2))
        constant, found, noise = linear(drawn, seen, True)
        truth = before.draw(r, 1, 1.0)[0]
        left = before.given(found, constant, noise, 0.3 + truth @ slopes + 0.5 * r.standard_normal(2))
        inside.append(np.abs(truth - left.mean) < 1.645 * left.spread)
        sd = left.spread
    assert np.all((np.mean(inside, axis=0) > 0.85) & (np.mean(inside, axis=0) < 0.95))
    assert sd[0] < 0.6
    assert sd[1] > 0.85


def test_a_run_is_the_same_again_and_answers_to_its_values() -> None:
    one = model()
    middle, level = one.prior[0].mean, np.zeros((2, 1))
    high = middle.copy()
    high[len(WHOLE)] += 0.3
    first, again, more = (lived(one, values, level, 7) for values in (middle, middle, high))
    assert np.array_equal(first, again)
    assert first.shape == (3, 1, 2)
    assert more.mean() > first.mean()
    apart = lived(one, middle, np.array([[0.3], [-0.3]]), 7)
    assert (apart[:, 0, 0] - apart[:, 0, 1]).mean() > (first[:, 0, 0] - first[:, 0, 1]).mean()


def test_what_is_fitted_can_be_run_from() -> None:
    found = fit(read_waves(people(), waves()), load("baseline"), members=12, rounds=1)
    assert set(found.parameters) == {value.name for value in WHOLE}
    assert (found.table["sd"] <= found.table["sd before"] * (1.0 + 1e-9)).all()
    assert set(found.table["learnt"]) <= {"learnt", "in part", "not identified"}
    assert found.table["where"].tolist() == ["organisation"] * 4 + ["A", "B"]
    roster = read(found.people, None)
    assert roster.ids == IDS
    assert roster.team == TEAMS
    assert np.isfinite(roster.states["safety"]).all()
    with_changes(load("baseline"), found.parameters)  # within their ranges
