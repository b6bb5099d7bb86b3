"""Rounds, order, and costs: what a run with practices counts is what they say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from spirals.interventions import HARMFUL, PRACTICES, SHOCKS, Blow, Cost, Custom, Schedule, Shift, Teach, find
from spirals.organisation import Organisation
from tests.interventions.made import KEY, organisation


@pytest.mark.parametrize("name", sorted({*PRACTICES, *HARMFUL} - {"crisis_leadership"}))
@pytest.mark.parametrize("dose", [0.5, 1.0])
def test_it_costs_what_it_says(name: str, dose: float) -> None:
    entry: Any = find(name)(dose=dose, start=1)
    people = organisation()
    schedule, price, paid_once = Schedule([entry], people, KEY), entry.price, 0
    for day in range(1, 31):
        plan = schedule.morning(day)
        (spent,) = plan.spent
        talk = sum(meeting.minutes * len(meeting.members) for meeting in plan.meetings) / 60.0
        assert spent.hours == pytest.approx(talk + dose * price.hours_per_person_day * spent.people)
        assert spent.facilitator_hours == pytest.approx(
            dose * (price.facilitator_hours_per_day + price.facilitator_hours_per_person_day * spent.people)
            + price.facilitator_hours_per_meeting * len(plan.meetings)
        )
        assert spent.money == pytest.approx(
            dose * price.money_per_person_day * spent.people + price.money_per_meeting * len(plan.meetings)
        )
        paid_once += spent.people
    assert entry.price.money_per_person == 0.0


def test_what_is_paid_once_is_paid_once_for_each_person() -> None:
    schedule = Schedule([Custom(cost=Cost(money_per_person=100.0), who="newcomers:10")], organisation(), KEY)
    assert [schedule.morning(day).spent[0].money for day in (1, 2, 3)] == [500.0, 0.0, 0.0]


def test_a_run_adds_up_what_programmes_spend() -> None:
    run = Organisation(size=30, days=12, interventions=[{"id": "buddy", "who": "everyone"}, {"id": "celebrations"}])
    spent = []
    for _ in range(12):
        plan = run.begin_day()
        run.welcome_and_part(plan)
        run._run_day(run.population)
        run.end_day(plan)
        spent.append((sum(row.hours + row.facilitator_hours for row in plan.spent), plan.money))
    assert run.series["hours_spent"].tolist() == pytest.approx([hours for hours, _ in spent])
    assert run.series["cost_spent"].tolist() == pytest.approx([money for _, money in spent])
    headcount = run.series["headcount"].mean()
    assert run.measure("hours_spent") == pytest.approx(sum(hours for hours, _ in spent) / headcount)


@pytest.mark.parametrize("engine", ["compiled", "stepwise"])
def test_the_whole_catalogue_at_dose_nothing_is_the_same_run_to_the_last_bit(engine: str) -> None:
    days = 70 if engine == "compiled" else 12
    nothing: dict[str, Any] = {
        "interventions": [{"id": name, "start": 2, "dose": 0.0} for name in sorted({*PRACTICES, *HARMFUL})],
        "shocks": [{"id": name, "day": 3, "severity": 0.0} for name in sorted(SHOCKS)],
    }
    runs = [Organisation(size=50, days=days, rng=7, engine=engine, **changes) for changes in ({}, nothing)]
    for run in runs:
        run.run_days(days)
    plain, listed = (run.population.state for run in runs)
    for table in ("people", "ties", "ends", "nature", "traits", "place"):
        assert (getattr(plain, table) == getattr(listed, table)).all()
    assert all((runs[0].series[name] == runs[1].series[name]).all() for name in runs[0].series)


def test_the_order_in_a_scenario_does_not_matter_to_the_last_bit() -> None:
    entries = [{"id": name} for name in ("team_incentives", "peer_coaching", "appreciation", "micromanagement")]
    runs = [Organisation(size=40, days=15, rng=5, interventions=order) for order in (entries, entries[::-1])]
    for run in runs:
        run.run_days(15)
    assert (runs[0].population.state.people == runs[1].population.state.people).all()
    assert (runs[0].population.state.ties == runs[1].population.state.ties).all()


def test_two_half_doses_are_one_whole_for_what_leans_teaches_and_strikes() -> None:
    half, whole = organisation(), organisation()
    acts = (Shift("ask", 0.4), Teach("respect", 2.0), Blow(1.0))
    Schedule([Custom(name="a", does=acts, dose=0.5), Custom(name="b", does=acts, dose=0.5)], half, KEY).morning(1)
    Schedule([Custom(name="a", does=acts)], whole, KEY).morning(1)
    for name in ("skill_respect", "hardship", "mood", "energy", "ask"):
        assert half.person(name) == pytest.approx(whole.person(name))


def test_a_practice_of_the_least_connected_reaches_them_and_them_only() -> None:
    run = Organisation(
        size=40,
        days=10,
        interventions=[{"id": "custom", "who": "least_connected:0.25", "does": [{"do": "blow", "severity": 1.0}]}],
    )
    before = run.population.person("hardship").copy()
    familiar = np.zeros(40)
    for end in ("a", "b"):
        np.add.at(familiar, run.population.tie(end), run.population.tie("familiarity"))
    run.begin_day()
    struck = np.flatnonzero(run.population.person("hardship") != before)
    assert set(struck.tolist()) == set(np.argsort(familiar, kind="stable")[:10].tolist())
