"""The survey layer: stated reliability, answers as they are filled in, and true scores that agree with the log."""

from __future__ import annotations

import numpy as np
import pytest

from spirals.errors import InputError
from spirals.measures.outcomes import own_noise
from spirals.measures.scales import LOGGED, SCALES, by_formula, scale
from spirals.measures.survey import Surveys, Wave, by_team, own_leaders, scored
from spirals.organisation import Organisation
from spirals.streams import run_key
from tests.measures.fake import organisation, person

PEOPLE = 6000
TRUE = np.random.default_rng(0).normal(3.0, 2.0, PEOPLE)


def wave(seed=1, day=80, **true):
    nobody = np.zeros(PEOPLE, np.int64)
    return Wave(day, true, nobody, nobody - 1, run_key(seed), np.arange(PEOPLE))


def r(x, y):
    return float(np.corrcoef(x, y)[0, 1])


# --- the table -------------------------------------------------------------------------------------
def test_every_scale_can_be_answered_or_is_taken_from_records():
    for entry in SCALES.values():
        assert 0 <= entry.reverse <= entry.items <= 16
        assert 0.0 < entry.reliability <= 1.0
        assert (entry.by == LOGGED) == (entry.items == 0) == (entry.statement == "") == (entry.reliability == 1.0)
        assert set(entry.formula_of) <= set(SCALES)


def test_by_formula_holds_both_ways_round():
    assert by_formula("lmx", "trust_in_leader")
    assert by_formula("trust_in_leader", "lmx")
    assert not by_formula("safety", "commitment")


def test_an_unknown_scale_names_the_nearest():
    with pytest.raises(InputError, match="unknown survey scale 'workloads'; did you mean 'workload'"):
        scale("workloads")


# --- answers ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["safety", "engagement", "performance_by_leader"])
def test_answers_have_the_stated_reliability(name):
    asked = wave(**{name: TRUE})
    assert r(asked.answers(name), asked.answers(name, draw=1)) == pytest.approx(scale(name).reliability, abs=0.02)
    assert r(asked.answers(name), TRUE) ** 2 == pytest.approx(scale(name).reliability, abs=0.02)


def test_noise_is_own_to_scale_wave_and_run_and_alike_in_every_scenario():
    asked = wave(safety=TRUE, strain=TRUE)
    noise = asked.answers("safety") - TRUE
    others = (
        asked.answers("strain") - TRUE,
        wave(day=340, safety=TRUE).answers("safety") - TRUE,
        wave(seed=2, safety=TRUE).answers("safety") - TRUE,
    )
    assert max(abs(r(noise, other)) for other in others) < 0.04
    assert wave(safety=TRUE + 1.0).answers("safety") - 1.0 == pytest.approx(asked.answers("safety"))


def test_records_have_no_noise_and_no_answers_stay_none():
    asked = wave(brokerage=TRUE, safety=np.where(np.arange(PEOPLE) < 10, np.nan, TRUE))
    assert np.array_equal(asked.answers("brokerage"), TRUE)
    assert np.array_equal(np.isnan(asked.answers("safety")), np.arange(PEOPLE) < 10)
    assert np.isnan(asked.responses("safety")[:10]).all()
    with pytest.raises(InputError, match="brokerage"):
        asked.responses("brokerage")


@pytest.mark.parametrize("name", ["safety", "coworker_support", "resilience"])
def test_items_as_filled_in_are_whole_and_nearly_as_reliable(name):
    asked = wave(**{name: TRUE})
    filled = asked.responses(name)
    assert filled.shape == (PEOPLE, scale(name).items)
    assert set(np.unique(filled)) == set(range(1, scale(name).points + 1))
    assert scale(name).reliability - 0.05 < r(scored(name, filled), TRUE) ** 2 <= scale(name).reliability + 0.01


def test_agreeing_with_anything_ties_scales_together_unless_half_of_the_items_are_turned_round():
    unrelated = np.random.default_rng(1).normal(size=PEOPLE)
    asked = wave(strain=TRUE, silence=unrelated, resilience=unrelated)
    straight, turned = "silence", "resilience"  # no item turned round, and half of them

    def together(name, acquiescence):
        return r(*(scored(scale, asked.responses(scale, acquiescence)) for scale in ("strain", name)))

    assert abs(together(straight, 0.0)) < 0.04
    assert together(straight, 0.7) > 0.15
    assert abs(together(turned, 0.7)) < 0.05


def test_scoring_turns_reversed_items_and_takes_what_is_given():
    # the last of four items of safety is worded the other way round, on a scale from 1 to 7
    assert scored("safety", np.array([[7.0, 7.0, 6.0, 1.0], [np.nan, 4.0, 4.0, 4.0]])).tolist() == [6.75, 4.0]
    assert scored("safety", np.array([[5.0]])).tolist() == [5.0]


# --- true scores -----------------------------------------------------------------------------------
def test_own_leader_is_who_stands_highest_in_the_team():
    population = organisation(6, teams=[0, 0, 0, 1, 1, 2])
    person(population, level=[0, 1, 2, 0, 0, 1])
    assert own_leaders(population).tolist() == [2, 2, -1, -1, -1, -1]


def test_team_means_need_enough_answers():
    means = by_team(np.array([1.0, 3.0, np.nan, 5.0]), np.array([0, 0, 1, 1]), fewest=2)
    assert means[0] == 2.0
    assert np.isnan(means[1])


@pytest.fixture(scope="module")
def surveyed():
    model = Organisation(size=60, days=40, rng=5, record=True)
    surveys = Surveys([40])
    states = []

    def evening(model):
        surveys.evening(model.population, model.parameters)
        states.append(model.population.person("safety").copy())

    model.each_evening(evening)
    model.run_days(25)
    model.let_go(7, replace=False)
    model.hire(team=0)
    model.run_days(15)
    return model, surveys.waves[40], states[-10:]


def test_acts_are_those_of_the_log_over_twenty_days(surveyed):
    model, found, _ = surveyed
    log = model.encounters[model.encounters["day"] > 20]
    ids = np.array(model.population.ids)

    def count(rows, side):
        return log[rows][side].value_counts().reindex(ids, fill_value=0).to_numpy()

    asked = np.isfinite(found.true["safety"])
    help_given = count(log["helped_who"], "whom") + count(log["helped_whom"], "who")
    assert np.array_equal(found.true["help_given"][asked], help_given[asked])
    uncivil = count(log["tone_who"] == "depleting", "whom") + count(log["tone_whom"] == "depleting", "who")
    assert found.true["uncivil_acts"][asked] == pytest.approx(np.log1p(uncivil)[asked])
    voice = sum(count(log[f"{move}_{side}"], side) for move in ("voiced", "disclosed") for side in ("who", "whom"))
    assert np.array_equal(found.true["voice"][asked], voice[asked])


def test_states_are_means_over_ten_days(surveyed):
    _, found, states = surveyed
    asked = np.flatnonzero(np.isfinite(found.true["safety"]))
    assert found.true["safety"][asked] == pytest.approx(np.mean([day[asked] for day in states], axis=0))


def test_an_outcome_has_its_chance_once_and_its_own():
    def survey(outcome_noise):
        model = Organisation(size=20, days=20, rng=3, record=True)
        model.parameters["outcome_noise"] = outcome_noise
        surveys = Surveys([20])
        model.each_evening(lambda model: surveys.evening(model.population, model.parameters))
        model.run_model()
        return model, surveys.waves[20].true["engagement"]

    model, found = survey(0.3)
    _, without = survey(0.0)
    asked = np.isfinite(found)
    moved = np.log(found / (1.0 - found)) - np.log(without / (1.0 - without))
    assert moved[asked] == pytest.approx(own_noise(model.view, "engagement")[asked[model.view.rows]])


def test_those_who_left_or_have_just_come_are_not_asked(surveyed):
    model, found, _ = surveyed
    asked = model.population.active & (model.population.person("joined") <= 20)
    assert not asked[[7, 60]].any()
    assert np.array_equal(np.isfinite(found.true["safety"]), asked)


def test_leaders_have_no_leader_to_speak_of(surveyed):
    _, found, _ = surveyed
    assert np.isnan(found.true["lmx"][found.leader < 0]).all()
    assert np.isfinite(found.true["lmx"]).any()


@pytest.mark.parametrize(("day", "record", "said"), [(20, False, "record=True"), (5, True, "survey day 5: .* 5 were")])
def test_a_survey_needs_the_log_and_days_to_look_back_on(day, record, said):
    model = Organisation(size=10, days=day, rng=1, record=record)
    surveys = Surveys([day])
    model.each_evening(lambda model: surveys.evening(model.population, model.parameters))
    with pytest.raises(InputError, match=said):
        model.run_model()
