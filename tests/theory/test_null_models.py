"""Check 4: every null model cuts the arrow that it names, and no other."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from spirals.null_models import NULL_MODELS
from spirals.organisation import Organisation
from spirals.parameters import defaults, resolve
from spirals.population import CARRYING, ENERGY, FAMILIARITY, FAVOURS, MOOD, N_TIES, TIE_TRUST, WORTH
from spirals.scenario import load

FEATURES = slice(CARRYING, TIE_TRUST + 2)
# what a reader of tones must hold fixed, so that only the arrow under test remains
NOBODY_LEAVES = {"turnover": 0.0, "move_rate": 0.0}


def made(null_model: str | None = None, **changes: Any) -> Organisation:
    settings: dict[str, Any] = {"size": 24, "teams": 3, "days": 30, "rng": 11, "record": True, **NOBODY_LEAVES}
    settings.update(changes)
    if null_model:
        settings["null_model"] = null_model
    return Organisation(**settings)


def seen(organisation: Organisation, *columns: str) -> list[Any]:
    """Return what the log of encounters says in some columns."""
    return organisation.encounters[list(columns)].to_numpy().tolist()


def test_all_seven_are_named_and_override_known_parameters():
    assert list(NULL_MODELS) == ["M0", "M1", "M2", "M3", "M4", "M5", "M6"]
    for model in NULL_MODELS.values():
        assert model.meaning
        assert resolve(dict(model.overrides)) == {**defaults(), **model.overrides}


def test_a_scenario_file_names_its_null_model(tmp_path):
    path = tmp_path / "m3.toml"
    path.write_text('name = "shuffled"\nnull_model = "M3"\n[organisation]\nsize = 12\n')
    assert load(path).null_model == "M3"
    organisation = Organisation(path, days=2)
    assert organisation.parameters["reshuffle"] == 1.0
    assert organisation.population.state.p.reshuffle == 1.0


@pytest.mark.parametrize("name", list(NULL_MODELS))
def test_every_null_model_runs_and_only_its_parameters_differ(name):
    organisation = made(name, days=5)
    for parameter, value in {**made(days=5).parameters, **NULL_MODELS[name].overrides}.items():
        assert organisation.parameters[parameter] == value
    organisation.run_days(5)
    assert organisation.series["encounters"].min() > 0


# --- M0 ------------------------------------------------------------------------------------------------
def test_m0_strikes_at_a_constant_chance():
    organisation = made("M0", days=10, interventions=[])
    organisation.population.state.people[:, WORTH] = 1.0
    organisation.run_days(10)
    encounters = organisation.encounters
    telling = np.concatenate(organisation._log)
    plain = ~(encounters.requested & ~encounters.granted).to_numpy() & ~encounters.meeting.to_numpy()
    logits = telling[plain, 15]
    assert np.ptp(logits) < 1e-9


def test_m0_has_no_ties_that_change_or_form():
    organisation = made("M0")
    before = organisation.population.state.ties[:, FEATURES].copy()
    organisation.run_days(20)
    assert np.array_equal(organisation.population.state.ties[: len(before), FEATURES], before)
    assert organisation.series["new_ties"].sum() == 0


# --- M1 ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("null_model", "others_move"), [("M1", False), (None, True)])
def test_m1_lets_no_mood_pass_over(null_model, others_move):
    calm, excited = (made(null_model, days=10) for _ in range(2))
    excited.population.state.people[0, MOOD] += 6.0
    same = []
    for day in range(10):
        for organisation in (calm, excited):
            organisation.run_days(1)
        people = [organisation.population.state.people.copy() for organisation in (calm, excited)]
        assert day > 0 or people[0][0, MOOD] != people[1][0, MOOD]
        people[1][0, MOOD] = people[0][0, MOOD]
        same.append(np.array_equal(people[0], people[1]))  # all of the others, and all else of the one
    assert all(same) == (not others_move)


# --- M2 ------------------------------------------------------------------------------------------------
def test_m2_freezes_every_tie_bit_for_bit():
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
def test_m3_keeps_rates_and_destroys_structure():
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
def test_m4_makes_bad_as_strong_as_good():
    organisation = made("M4", loss_ratio=3.0)
    assert organisation.population.state.p.loss_ratio == 1.0


# --- M5 ------------------------------------------------------------------------------------------------
def test_m5_holds_every_climate_and_shows_nobody_anything():
    organisation = made("M5", days=20)
    before = organisation.population.team("climate").copy()
    organisation.run_days(20)
    assert np.array_equal(organisation.population.team("climate"), before)
    assert organisation.series["witnessed"].sum() == 0
    usual = made(days=20)
    usual.run_days(20)
    assert not np.array_equal(usual.population.team("climate"), before)
    assert usual.series["witnessed"].sum() > 0


# --- M6 ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("null_model", "behaviour_moves"), [("M6", False), (None, True)])
def test_m6_behaviour_reads_ties_as_they_started(null_model, behaviour_moves):
    start, spoilt = (made(null_model) for _ in range(2))
    spoilt.population.state.ties[:, FEATURES] = 0.1
    for organisation in (start, spoilt):
        organisation.run_days(1)
    columns = ("slot", "who", "whom", "pathway", "requested")
    assert (seen(start, *columns) != seen(spoilt, *columns)) == behaviour_moves
    tones = [organisation.encounters.tone.to_numpy() for organisation in (start, spoilt)]
    changed = len(tones[0]) != len(tones[1]) or bool((tones[0] != tones[1]).mean() > 0.02)
    assert changed == behaviour_moves


@pytest.mark.parametrize(("null_model", "states_move"), [("M6", False), (None, True)])
def test_m6_no_state_reads_what_became_of_a_tie(null_model, states_move):
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


def test_m6_reads_familiarity_as_it_started():
    organisation = made("M6")
    n = len(organisation.population.tie_rows)
    before = organisation.population.state.ties[:n, FAMILIARITY].copy()
    organisation.run_days(20)
    assert np.array_equal(organisation.population.state.ties[:n, FAMILIARITY], before)
    assert not np.array_equal(organisation.population.state.ties[:n, CARRYING], before)  # ties themselves move


@pytest.mark.parametrize(("effect", "column"), [("energy_effect", ENERGY), ("mood_effect", MOOD)])
@pytest.mark.parametrize(("value", "follows"), [(0.0, False), (2.0, True)])
def test_an_arrow_is_cut_by_its_own_parameter(effect, column, value, follows):
    through_tone_only = {
        "energy_on_rate": 0.0, "mood_on_rate": 0.0, "reach_energy": 0.0, "broaden": 0.0, "repertoire": 0.0,
        "outsider_rate": 0.0, "contagion": 0.0, "tone_baseline": 0.0, "mood_effect": 0.0, "energy_effect": 0.0,
    }  # fmt: skip
    high, low = (made(**{**through_tone_only, effect: value}) for _ in range(2))
    low.population.state.people[:, column] *= 0.2
    low.population.state.people[:, column] -= 0.0 if column == ENERGY else 6.0
    for organisation in (low, high):
        organisation.run_days(1)
    assert (seen(low, "who", "whom", "tone") != seen(high, "who", "whom", "tone")) == follows
