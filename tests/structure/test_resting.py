"""Answers to a survey set where an organisation rests, and not only where it starts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from spirals import Organisation
from spirals.population import ENERGY, PERSON_COLUMNS, SAFETY_OWN, TRAIT_COLUMNS
from spirals.resting import LOWEST, best_guess

PEOPLE, TEAMS, YEAR = 40, 5, 260


def survey(means: Mapping[str, float], spread: float = 0.08) -> pd.DataFrame:
    """Return people of five teams with answers about some means."""
    r = np.random.default_rng(5)
    table = {
        "id": [f"p{k:02d}" for k in range(PEOPLE)],
        "team": [f"T{k % TEAMS + 1}" for k in range(PEOPLE)],
        "level": ["lead" if k < TEAMS else "member" for k in range(PEOPLE)],
    }
    for state, mean in means.items():
        table[f"{state} (0-1)"] = np.clip(mean + spread * r.standard_normal(PEOPLE), 0.05, 0.95).round(3).tolist()
    return pd.DataFrame(table)


def year_of(people: pd.DataFrame, replicate: int) -> tuple[np.ndarray, Organisation]:
    """Return the mean of every state over a year with nothing done."""
    organisation = Organisation(people=people, days=YEAR, replicate=replicate)
    means = []
    for _ in range(YEAR // 5):
        organisation.run_days(5)
        means.append(organisation.population.state.people[organisation.population.rows].mean(axis=0))
    return np.mean(means, axis=0), organisation


def test_organisations_that_answer_otherwise_stay_apart_for_a_year() -> None:
    found = {}
    for level in (0.3, 0.8):
        people = survey({"energy": level, "worth": level})
        years = [year_of(people, replicate) for replicate in range(2)]
        for state in ("energy", "worth"):
            answers = people[f"{state} (0-1)"]
            found[level, state] = np.mean([mean[PERSON_COLUMNS.index(state)] for mean, _ in years])
            noise = 2.0 * answers.std() / np.sqrt(PEOPLE)  # of the measured mean
            assert found[level, state] == pytest.approx(answers.mean(), abs=2.0 * noise), (level, state)
    for state in ("energy", "worth"):
        assert found[0.8, state] - found[0.3, state] > 0.4


def test_people_and_teams_keep_their_place() -> None:
    people = survey({"worth": 0.6}, spread=0.0)
    people["worth (0-1)"] = np.where(people["team"].isin(["T1", "T2"]), 0.5, 0.75)
    _, organisation = year_of(people, 0)
    s, rows = organisation.population.state, organisation.population.rows
    low = np.isin(s.place[rows, 0], [organisation.population.team_names.index(name) for name in ("T1", "T2")])
    worth = s.people[rows, PERSON_COLUMNS.index("worth")]
    assert worth[low].mean() < worth[~low].mean() - 0.12


def test_newcomers_have_their_teams_level_in_common() -> None:
    means = {}
    for level in (0.3, 0.7):
        organisation = Organisation(people=survey({"safety": level}), days=5)
        row = organisation.hire(0)
        means[level] = organisation.population.state.traits[row, SAFETY_OWN]
    assert means[0.7] - means[0.3] > 0.2  # the same person by chance


def test_the_start_is_what_was_answered_and_the_network_the_measured_one() -> None:
    people = survey({"energy": 0.6}, spread=0.0)
    ties = pd.DataFrame({"source": ["p00", "p01", "p02"], "target": ["p05", "p06", "p07"], "weight": [1, 2, 3]})
    asked = Organisation(people=people, ties=ties, days=5)
    bare = Organisation(people=people[["id", "team", "level"]], ties=ties, days=5)
    assert asked.population.state.people[:PEOPLE, ENERGY] == pytest.approx(0.6)
    assert asked.day == 0
    for name in ("a", "b", "familiarity", "need"):
        assert np.array_equal(asked.population.tie(name), bare.population.tie(name))
    assert np.array_equal(asked.population.state.key, bare.population.state.key)


def test_who_gave_no_answer_differs_from_the_team_as_drawn() -> None:
    people, drawn = survey({"safety": 0.3}), Organisation(people=survey({}), days=5).population.person("safety")[3]
    people.loc[3, "safety (0-1)"] = None
    found = Organisation(people=people, days=5).population.person("safety")[3]
    assert LOWEST <= found < drawn - 0.1


def test_the_same_beginning_rests_alike_whatever_is_done_later() -> None:
    people = survey({"safety": 0.4, "strain": 0.3, "commitment": 0.5})
    one, two = (Organisation(scenario, people=people, days=5) for scenario in ("baseline", "buddy"))
    assert np.array_equal(one.population.state.traits, two.population.state.traits)
    assert np.array_equal(one.population.state.people, two.population.state.people)
    other = Organisation(people=people, days=5, replicate=1)
    assert not np.array_equal(one.population.state.traits, other.population.state.traits)


def test_a_level_out_of_reach_is_said() -> None:
    said = [note for note in Organisation(people=survey({"belonging": 0.1}), days=5).notes if "cannot rest" in note]
    assert len(said) == 1
    assert said[0].startswith("belonging: answers are ")
    assert "no level of its own" in said[0]


def test_without_answers_nothing_is_run_before() -> None:
    organisation = Organisation(people=survey({}), days=5)
    assert organisation.inherited is None


def test_traits_stay_within_what_they_may_be() -> None:
    everything = {"energy": 0.95, "safety": 0.95, "worth": 0.95, "meaning": 0.05, "strain": 0.9, "skill_enable": 0.9}
    traits = Organisation(people=survey(everything), days=5).population.state.traits[:PEOPLE]
    p = Organisation(size=2, days=1).parameters
    for state in ("safety", "worth", "meaning"):
        rest = p[f"{state}_rest"] + traits[:, TRAIT_COLUMNS.index(f"{state}_own")]
        assert rest.min() >= -1e-6
        assert rest.max() <= 1.0 + 1e-6
    assert np.isfinite(traits).all()


@pytest.mark.parametrize("reliability", [0.5, 0.8, 1.0])
def test_guesses_keep_the_mean_and_draw_people_towards_it(reliability: float) -> None:
    r = np.random.default_rng(1)
    team = np.repeat(np.arange(6), 5)
    answers = 0.5 + 0.1 * r.standard_normal(6)[team] + 0.1 * r.standard_normal(30)
    answers[4] = np.nan
    guess = best_guess(answers, team, reliability)
    given = np.isfinite(answers)
    assert np.array_equal(np.isfinite(guess), given)
    assert guess[given].std() <= answers[given].std() + 1e-12
    assert np.nanmean(guess) == pytest.approx(np.nanmean(answers), abs=0.01)
    assert (np.nanstd(guess) < np.nanstd(answers)) == (reliability < 1.0)


def test_one_answer_or_none_is_as_it_is() -> None:
    for answers in (np.array([np.nan, np.nan]), np.array([0.3, np.nan])):
        assert np.array_equal(best_guess(answers, np.array([0, 0]), 0.8), answers, equal_nan=True)
