"""Practices that members start."""

import numpy as np
import pytest

from spirals.interventions import (
    Schedule,
    Shift,
)
from spirals.mechanisms.practices import going_well
from spirals.mechanisms.slow import starting_chance
from spirals.population import ENERGY, SAFETY
from tests.interventions.made import (
    KEY,
    begun_on,
    custom,
    lively,
    organisation,
    short,
)


def test_members_start_a_practice_sooner_with_energy_and_safety():
    def begun(level):
        people = organisation()
        people.state.people[:, ENERGY] = people.state.people[:, SAFETY] = level
        entry = custom(Shift("ask", 0.2), started_by="members", who="team:T1", start=3)
        schedule = Schedule([entry], people, KEY)
        return next((day for day in range(1, 300) if schedule.morning(day).begun), 300)

    assert 3 <= begun(0.9) < begun(0.2)
    assert begun(0.0) == 300


def test_the_chance_that_somebody_starts_a_practice():
    assert starting_chance(0.5, 0.8, 1.0, 0.0, 1, 0.04, 1.0) == pytest.approx(0.016)
    assert starting_chance(0.5, 0.8, 1.0, 0.0, 4, 0.04, 1.0) == pytest.approx(0.004)
    assert starting_chance(0.5, 0.8, 1.0, 0.5, 1, 0.04, 2.0) == pytest.approx(0.032)
    assert starting_chance(0.5, 0.8, 0.0, 0.5, 1, 0.04, 2.0) == pytest.approx(0.016)
    assert starting_chance(0.5, 0.8, 0.0, 0.5, 1, 0.04, 0.0) == starting_chance(0.5, 0.8, 1.0, 0.5, 1, 0.0, 2.0) == 0.0
    assert going_well(0.5, 0.5, 0.05) == 0.5


def test_a_practice_that_went_well_breeds_the_next():
    again = begun_on(lively(), short("walks"))["walks"]
    assert len(again) > 3
    assert np.diff(again).min() > 10  # never two at a time
    assert len(begun_on(lively(breeding=0.0), short("walks"))["walks"]) == 1
    assert len(begun_on(lively(quality=0.2), short("walks"))["walks"]) == 1
    assert begun_on(lively(member_start=0.0), short("walks")) == {}


def test_a_short_practice_for_everyone_is_begun_no_sooner_than_one_for_a_team():
    # Eight people a team at .04 x .7 x .7 each, where it went perfectly well: about every seventh day for all.
    waits = {who: np.diff(begun_on(lively(), short("walks", who, lasts=1))["walks"]) for who in ("everyone", "team:T1")}
    for wait in waits.values():
        assert len(wait) > 40
        assert wait.mean() == pytest.approx(1.0 + 1.0 / (1.0 - (1.0 - 0.04 * 0.49) ** 8), rel=0.25)


def test_a_practice_that_goes_well_is_an_example_to_others():
    later = short("lunches", start=40)
    with_example = begun_on(lively(breeding=20.0), short("walks"), later)["lunches"][0]
    assert with_example < begun_on(lively(breeding=20.0), later)["lunches"][0]
    assert (
        begun_on(lively(breeding=0.0), short("walks"), later)["lunches"]
        == (begun_on(lively(breeding=0.0), later)["lunches"])
    )


def test_members_begin_until_the_end_that_is_given_and_no_later():
    people = lively(breeding=5.0)
    begun = begun_on(people, short("walks", end=60))["walks"]
    assert begun == [begun[0]]
    assert begun[0] <= 60
    assert begun_on(lively(member_start=0.001), short("walks", end=5)) == {}
