"""Practices over a run: dose nothing, any order, adoption, costs."""

from typing import Any
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spirals.interventions import (
    Cost,
    Meet,
    Schedule,
    Shift,
    catalogue,
    find,
)
from spirals.interventions.draws import draws
from spirals.population import RIVALRY
from spirals.streams import PROGRAMME, uniforms
from tests.interventions.made import KEY, SIZE, TEAMS, custom, fingerprint, lever, organisation


def test_draws_are_the_streams_of_the_package_for_few_and_for_many():
    rows = np.arange(0, 200_000, 9_973)
    for day in (0, 1, 999):
        expected = [uniforms(KEY, int(row), day, PROGRAMME, crc32(b"peer_coaching|adopt"))[0] for row in rows]
        assert draws(KEY, rows, day, "peer_coaching|adopt").tolist() == expected
        assert draws(KEY, rows[:3], day, "peer_coaching|adopt").tolist() == expected[:3]
        assert draws(KEY, rows[:0], day, "peer_coaching|adopt").shape == (0,)


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_dose_zero_is_as_if_absent(name):
    kind: Any = catalogue()[name]
    entry = kind(severity=0.0) if "severity" in kind.model_fields else kind(dose=0.0)
    people = organisation()
    before = fingerprint(people)
    schedule = Schedule([entry], people, KEY)
    for day in range(1, 70):
        plan = schedule.morning(day)
        schedule.welcome([35], day)
        assert (plan.meetings, plan.parameters, plan.leavers, plan.moves, plan.spent) == (
            [],
            {},
            [],
            [],
            [],
        )
    assert fingerprint(people) == before


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_each_practice_runs_stays_in_bounds_and_takes_its_levers_back(name):
    kind: Any = catalogue()[name]
    entry = kind(day=3, lasts=20, fade=2) if "day" in kind.model_fields else kind(start=3, end=22, fade=2)
    people = organisation()
    schedule = Schedule([entry], people, KEY)
    for day in range(1, 40):
        plan = schedule.morning(day)
        for meeting in plan.meetings:
            assert len(meeting.members) > 1
            assert len(set(meeting.members.tolist())) == len(meeting.members)
            assert people.active[meeting.members].all()
            assert 0 <= meeting.slot < 5
        assert bool(plan.begun) == (day == 3)
        assert bool(plan.ended) == (day == 23)
        assert bool(plan.spent) == (3 <= day <= 22 and not kind.needs_a_blow)
    state = people.state
    for name in ("energy", "safety", "worth", "skill_respect", "skill_enable"):
        assert ((people.person(name) >= 0) & (people.person(name) <= 1)).all()
    assert (people.person("hardship") >= 0).all()
    assert ((state.ties[:, :8] >= 0) & (state.ties[:, :8] <= 1)).all()
    assert not state.levers.any()
    assert not state.teams[:, RIVALRY].any()


@settings(max_examples=15, deadline=None)
@given(st.permutations(["team_incentives", "peer_coaching", "micromanagement", "appreciation", "buddy", "task_force"]))
def test_the_order_of_practices_does_not_matter(names):
    def after(order):
        people = organisation()
        schedule = Schedule([find(name)() for name in order], people, KEY)
        days = [schedule.morning(day) for day in range(1, 8)]
        meetings = [tuple(m.members.tolist()) for plan in days for m in plan.meetings]
        return fingerprint(people), people.state.levers.tobytes(), meetings

    assert after(names) == after(sorted(names))


def test_one_practice_leaves_the_choices_of_another_alone():
    def meetings(*others):
        schedule = Schedule([find("peer_coaching")(), *others], organisation(), KEY)
        return [m.members.tolist() for day in range(1, 30) for m in schedule.morning(day).meetings if m.minutes == 60]

    assert meetings() == meetings(find("icebreakers")(), find("buddy")(who="everyone"))


def test_adoption_is_a_share_of_people_and_the_same_every_day():
    people = organisation()
    schedule = Schedule([custom(Shift("ask", 1.0), adoption=0.5)], people, KEY)
    schedule.morning(1)
    first = lever(people, "ask")
    schedule.morning(2)
    assert (lever(people, "ask") == first).all()
    assert 0.25 * SIZE < first.sum() < 0.75 * SIZE


def test_costs_are_counted():
    people = organisation()
    cost = Cost(
        hours_per_person_day=0.5,
        facilitator_hours_per_day=2.0,
        facilitator_hours_per_meeting=1.0,
        money_per_person_day=3.0,
        money_per_meeting=10.0,
        money_per_person=100.0,
    )
    schedule = Schedule([custom(Meet("team", "free", 30, every=2), cost=cost, end=3)], people, KEY)
    first, second, third, fourth = (schedule.morning(day) for day in range(1, 5))
    assert first.spent[0].hours == pytest.approx(0.5 * SIZE + 0.5 * SIZE)
    assert not lever(people, "demand").any()
    assert first.spent[0].facilitator_hours == pytest.approx(2.0 + TEAMS)
    assert first.money == pytest.approx(3.0 * SIZE + 10.0 * TEAMS + 100.0 * SIZE)
    assert second.hours == pytest.approx(0.5 * SIZE + 2.0)
    assert third.money == pytest.approx(3.0 * SIZE + 10.0 * TEAMS)
    assert (fourth.hours, fourth.money, fourth.ended) == (0, 0, ["custom"])


def test_leaders_who_model_spend_an_hour_a_week_on_it():
    people = organisation()
    plan = Schedule([find("leader_modelling")()], people, KEY).morning(1)
    assert plan.spent[0].people == TEAMS
    assert [len(meeting.members) for meeting in plan.meetings] == [2] * TEAMS  # a round begins with one talk each
    assert plan.hours == pytest.approx(0.2 * TEAMS + 2 * TEAMS * 10 / 60)
    assert lever(people, "demand") == pytest.approx(np.where(np.arange(SIZE) < TEAMS, 0.2 / 8.0, 0.0))


def test_own_time_is_taken_from_work():
    people = organisation()
    plan = Schedule([find("relational_skills_training")(minutes=80.0, every=10, dose=0.5)], people, KEY).morning(1)
    hours = 0.5 * 80 / 60 / 10
    assert plan.spent[0].hours == pytest.approx(hours * SIZE)
    assert plan.spent[0].facilitator_hours == pytest.approx(2 * hours / 10 * SIZE)
    assert lever(people, "demand") == pytest.approx(hours / 8)
    assert plan.meetings == []
