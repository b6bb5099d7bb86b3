"""Rivalry: 0 unless rewards or scarce posts set people against each other."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from spirals.mechanisms.rivalry import contest_for_posts, rivalry_felt
from spirals.organisation import Organisation
from spirals.population import LEVEL, LOG_COLUMNS, TEAM


def one_day(**changes: Any) -> Organisation:
    organisation = Organisation(**{"size": 24, "teams": 3, "days": 3, "rng": 5, "record": True, **changes})
    organisation.run_days(1)
    return organisation


def mean_logit(organisation: Organisation) -> float:
    """Return the mean predictor of tone on the last day."""
    return float(organisation._log[-1][:, LOG_COLUMNS.index("logit")].mean())


def test_the_equations():
    assert contest_for_posts(0.75, 0.4, 2.0) == pytest.approx(0.6)
    assert contest_for_posts(0.75, 0.0, 2.0) == contest_for_posts(0.75, 0.4, 0.0) == 0.0
    assert rivalry_felt(0.2, 0.3) == pytest.approx(0.5)
    assert rivalry_felt(-0.4, 0.3) == 0.0


def test_no_posts_are_scarce_in_ordinary_times():
    organisation = one_day()
    assert organisation.parameters["scarce_posts"] == 0.0
    assert not organisation.teams[["rivalry", "contest"]].to_numpy().any()


def test_scarce_posts_set_people_of_one_level_against_each_other():
    organisation = one_day(scarce_posts=0.5)
    place = organisation.population.state.place
    for team, contest in enumerate(organisation.teams["contest"]):
        levels = np.bincount(place[place[:, TEAM] == team, LEVEL])
        n = levels.sum()
        assert contest == pytest.approx(0.5 * (levels * (levels - 1)).sum() / (n * (n - 1)))
    usual = one_day()
    assert mean_logit(organisation) < mean_logit(usual) - 0.2
    assert organisation.measure("relational_coordination") < usual.measure("relational_coordination")


def test_scarcity_that_makes_no_rivalry_changes_nothing():
    one, other = one_day(scarce_posts=0.5, scarcity_rivalry=0.0), one_day()
    assert np.array_equal(one.population.state.people, other.population.state.people)


def test_layoffs_make_posts_scarce_while_in_force_and_rewards_can_answer_them():
    layoffs = {"id": "layoffs", "start": 2, "end": 3, "share": 0.2}
    organisation = one_day(interventions=[layoffs], turnover=0.0, days=5)
    seen = []
    for _ in range(4):
        seen.append(float(organisation.teams["contest"].mean()))
        organisation.run_days(1)
    assert seen[0] == seen[3] == 0.0
    assert min(seen[1:3]) > 0.1
    together = {"do": "shift", "target": "rivalry", "amount": -5.0}
    answered = one_day(scarce_posts=0.5, interventions=[{"id": "custom", "name": "together", "does": [together]}])
    answered.run_days(1)
    plain = one_day(scarce_posts=0.5)
    plain.run_days(1)
    assert mean_logit(answered) > mean_logit(plain) + 0.2
