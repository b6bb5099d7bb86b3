"""Check 1: every null model cuts the arrow that it names, and no other."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from spirals.null_models import NULL_MODELS
from spirals.organisation import Organisation
from spirals.parameters import defaults, resolve
from spirals.population import (
    CARRYING,
    ENERGY,
    FAMILIARITY,
    FAVOURS,
    HABIT,
    MEANING,
    MOOD,
    N_TIES,
    NORM,
    SAFETY,
    STRAIN,
    TIE_TRUST,
    WORTH,
)
from spirals.scenario import load

FEATURES = slice(CARRYING, TIE_TRUST + 2)
ACTS = ("slot", "who", "whom", "conduct_who", "conduct_whom")
# what a reader of conduct must hold fixed, so that only the arrow under test remains
NOBODY_LEAVES = {"turnover": 0.0, "move_rate": 0.0}


def made(null_model: str | None = None, **changes: Any) -> Organisation:
    settings: dict[str, Any] = {"size": 24, "teams": 3, "days": 30, "rng": 11, "record": True, **NOBODY_LEAVES}
    settings.update(changes)
    if null_model:
        settings["null_model"] = null_model
    return Organisation(**settings)


def first_acts(organisation: Organisation, columns: tuple[str, ...] = ACTS) -> list[Any]:
    """Return what people do to each other on the first day, in the first slot."""
    organisation.run_days(1)
    log = organisation.encounters
    return log.loc[log.slot == 0, list(columns)].to_numpy().tolist()


def test_all_nine_are_named_and_override_known_parameters() -> None:
    assert list(NULL_MODELS) == [f"M{number}" for number in range(9)]
    for model in NULL_MODELS.values():
        assert model.meaning
        assert resolve(dict(model.overrides)) == {**defaults(), **model.overrides}


def test_a_scenario_file_names_its_null_model(tmp_path) -> None:
    path = tmp_path / "m3.toml"
    path.write_text('name = "shuffled"\nnull_model = "M3"\n[organisation]\nsize = 12\n')
    assert load(path).null_model == "M3"
    organisation = Organisation(path, days=2)
    assert organisation.parameters["reshuffle"] == 1.0
    assert organisation.population.state.p.reshuffle == 1.0


@pytest.mark.parametrize("name", list(NULL_MODELS))
def test_every_null_model_runs_and_only_its_parameters_differ(name: str) -> None:
    organisation = made(name, days=5)
    for parameter, value in {**made(days=5).parameters, **NULL_MODELS[name].overrides}.items():
        assert organisation.parameters[parameter] == value
    organisation.run_days(5)
    assert organisation.series["encounters"].min() > 0


# --- M0 ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("null_model", "conduct_moves"), [("M0", False), (None, True)])
def test_m0_strikes_at_a_constant_chance(null_model: str | None, conduct_moves: bool) -> None:
    usual, spoilt = made(null_model), made(null_model)
    people = spoilt.population.state.people
    people[:, [ENERGY, SAFETY, WORTH, MEANING, STRAIN]] = 0.9
    people[:, MOOD] = 2.0
    people[:, HABIT : HABIT + 4] = 0.9
    spoilt.population.state.teams[:, NORM : NORM + 4] = 0.9
    spoilt.population.state.ties[:, FEATURES] = 0.1
    assert (first_acts(usual) != first_acts(spoilt)) == conduct_moves


def test_m0_has_no_ties_that_change_or_form() -> None:
    organisation = made("M0")
    before = organisation.population.state.ties[:, FEATURES].copy()
    organisation.run_days(20)
    assert np.array_equal(organisation.population.state.ties[: len(before), FEATURES], before)
    assert organisation.series["new_ties"].sum() == 0


# --- M1 ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("null_model", "others_move"), [("M1", False), (None, True)])
def test_m1_lets_no_mood_pass_over(null_model: str | None, others_move: bool) -> None:
    calm, excited = (made(null_model, days=10) for _ in range(2))
    excited.population.state.people[0, MOOD] += 3.0
    same = []
    for day in range(10):
        for organisation in (calm, excited):
            organisation.run_days(1)
        people = [organisation.population.state.people.copy() for organisation in (calm, excited)]
        assert day > 0 or people[0][0, MOOD] != people[1][0, MOOD]
        same.append(np.array_equal(people[0][1:], people[1][1:]))
    assert all(same) == (not others_move)


# --- M2 ------------------------------------------------------------------------------------------------
def test_m2_freezes_every_tie_bit_for_bit() -> None:
    organisation = made("M2", days=60)
    state = organisation.population.state
    columns = [FAMILIARITY, *range(CARRYING, TIE_TRUST + 2)]
    before, ends = state.ties[:, columns].copy(), state.ends[:, :2].copy()
    n, used = len(before), int(state.counts[N_TIES])
    organisation.run_days(60)
    state = organisation.population.state
    assert np.array_equal(state.ties[:n, columns], before)
    assert np.array_equal(state.ends[:n, :2], ends)
    assert state.counts[N_TIES] == used
    assert organisation.series["lost_ties"].sum() == organisation.series["new_ties"].sum() == 0
    assert np.ptp(organisation.series["mean_energy"]) > 0.0  # people still move


# --- M3 ------------------------------------------------------------------------------------------------
def test_m3_keeps_rates_and_destroys_structure() -> None:
    usual, shuffled = made(days=20, team_meetings=0.0), made("M3", days=20, team_meetings=0.0)
    for organisation in (usual, shuffled):
        organisation.run_days(20)
    counts = [organisation.series["encounters"].mean() for organisation in (usual, shuffled)]
    assert counts[1] == pytest.approx(counts[0], rel=0.15)
    team = shuffled.people.set_index("id").team
    share = []
    for organisation in (usual, shuffled):
        log = organisation.encounters
        share.append((log.who.map(team) == log.whom.map(team)).mean())
    sizes = team.value_counts().to_numpy()
    by_chance = (sizes * (sizes - 1)).sum() / (sizes.sum() * (sizes.sum() - 1))
    assert share[1] == pytest.approx(by_chance, abs=0.05)
    assert share[0] > share[1] + 0.1
    assert shuffled.series["new_ties"].sum() == 0
    pairs = shuffled.encounters.groupby("who").whom.nunique()
    assert pairs.mean() > usual.encounters.groupby("who").whom.nunique().mean()


# --- M4 ------------------------------------------------------------------------------------------------
def test_m4_makes_bad_as_strong_as_good() -> None:
    organisation = made("M4", loss_ratio=3.0)
    assert organisation.population.state.p.loss_ratio == 1.0
    assert organisation.population.state.p.safety_loss == 1.0


# --- M5 ------------------------------------------------------------------------------------------------
def test_m5_holds_every_norm_and_teaches_nobody_by_sight() -> None:
    moved = []
    for null_model in ("M5", None):
        organisation = made(null_model, days=20)
        before = organisation.population.team("norm_respect").copy()
        organisation.run_days(20)
        moved.append(not np.array_equal(organisation.population.team("norm_respect"), before))
    assert moved == [False, True]
    assert NULL_MODELS["M5"].overrides["habit_seen"] == 0.0


# --- M6 ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("null_model", "behaviour_moves"), [("M6", False), (None, True)])
def test_m6_behaviour_reads_no_tie(null_model: str | None, behaviour_moves: bool) -> None:
    start, spoilt = made(null_model), made(null_model)
    spoilt.population.state.ties[:, FEATURES] = 0.1
    kinds = ("asked", "offered", "disclosed", "voiced", "played")
    columns = (*ACTS, *(f"{kind}_{side}" for kind in kinds for side in ("who", "whom")))
    assert (first_acts(start, columns) != first_acts(spoilt, columns)) == behaviour_moves


@pytest.mark.parametrize(("null_model", "states_move"), [("M6", False), (None, True)])
def test_m6_no_state_reads_what_became_of_a_tie(null_model: str | None, states_move: bool) -> None:
    lively = {"turnover": 1.0, "vacancy_days": 5.0, "move_rate": 2.0}
    start, spoilt = (made(null_model, **lively) for _ in range(2))
    spoilt.population.state.ties[:, FEATURES] = 0.1
    spoilt.population.state.ties[:, FAVOURS] = 0.9
    for organisation in (start, spoilt):
        organisation.run_days(30)
    people, places = ([getattr(o.population.state, name) for o in (start, spoilt)] for name in ("people", "place"))
    assert (not np.array_equal(*people)) == states_move
    if not states_move:
        assert np.array_equal(*places)


def test_m6_reads_familiarity_as_it_started() -> None:
    organisation = made("M6")
    n = len(organisation.population.tie_rows)
    before = organisation.population.state.ties[:n, FAMILIARITY].copy()
    organisation.run_days(20)
    assert np.array_equal(organisation.population.state.ties[:n, FAMILIARITY], before)
    assert not np.array_equal(organisation.population.state.ties[:n, CARRYING], before)  # ties themselves move


# --- M7, M8 --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("null_model", "behaviour_moves"), [("M7", False), (None, True)])
@pytest.mark.parametrize("column", [ENERGY, STRAIN, MOOD])
def test_m7_behaviour_reads_no_emotion(null_model: str | None, behaviour_moves: bool, column: int) -> None:
    usual, spoilt = made(null_model), made(null_model)
    spoilt.population.state.people[:, column] = 0.95
    assert (first_acts(usual) != first_acts(spoilt)) == behaviour_moves


@pytest.mark.parametrize(("null_model", "behaviour_moves"), [("M8", False), (None, True)])
def test_m8_behaviour_reads_no_habit_and_no_norm(null_model: str | None, behaviour_moves: bool) -> None:
    usual, spoilt = made(null_model), made(null_model)
    spoilt.population.state.people[:, HABIT : HABIT + 4] = 0.95
    spoilt.population.state.teams[:, NORM : NORM + 4] = 0.95
    assert (first_acts(usual) != first_acts(spoilt)) == behaviour_moves
