"""What the literature warns of comes out of the mechanisms: paired runs, the same chance with and without."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from spirals.interventions import Cost, Custom, Meet, Practice, Recognise, find
from spirals.interventions.groups import Enrolment
from spirals.organisation import Organisation

SIZE, DAYS, REPLICATES = 60, 80, 4


def lived(*entries: Practice, turnover: float = 0.12) -> list[Organisation]:
    """Return organisations after some months with these practices, one for each replicate."""
    return _lived(tuple(entries), turnover)


@cache
def _lived(entries: tuple[Practice, ...], turnover: float) -> list[Organisation]:
    found = []
    for replicate in range(REPLICATES):
        organisation = Organisation(
            "baseline",
            replicate=replicate,
            days=DAYS,
            size=SIZE,
            turnover=turnover,
            interventions=[entry.entry() for entry in entries],
        )
        organisation.run_days(DAYS)
        found.append(organisation)
    return found


def changes(
    with_it: list[Organisation], without: list[Organisation], value: str | Callable[[Organisation], float]
) -> np.ndarray:
    """Return the difference of a measure in each pair of runs."""
    of = (lambda one: one.measure(value)) if isinstance(value, str) else value
    return np.array([of(one) - of(other) for one, other in zip(with_it, without, strict=True)])


def test_time_for_a_programme_is_taken_from_work() -> None:
    busy, usual = lived(Custom(name="forms", cost=Cost(hours_per_person_day=1.0))), lived()
    assert (changes(busy, usual, "mean_strain") > 0.0).all()
    assert (changes(busy, usual, "performance") < 0.0).all()
    assert (changes(busy, usual, "mean_quality") < 0.0).all()  # less presence


def test_meetings_take_time_and_crowd_out_other_ties() -> None:
    sitting, usual = lived(Custom(name="meetings", does=(Meet("team", "free", 90.0, every=1),))), lived()
    assert (changes(sitting, usual, "performance") < 0.0).all()
    assert (changes(sitting, usual, "mean_strain") > 0.0).all()
    assert (changes(sitting, usual, "cross_team_ties") < 0.0).all()


def test_those_whom_everybody_is_sent_to_are_overloaded() -> None:
    act = Meet("pair", "task_enabling", 45.0, every=2, partner="best_connected:0.1")
    sent, usual = lived(Custom(name="ask the best", does=(act,))), lived()
    for replicate, (one, other) in enumerate(zip(sent, usual, strict=True)):
        start = Organisation("baseline", replicate=replicate, size=SIZE)
        sought = Enrolment("best_connected:0.1", start.population, start.key, "x").rows(1)
        stayed = np.flatnonzero(one.population.active[:SIZE] & other.population.active[:SIZE])
        few, rest = np.intersect1d(stayed, sought), np.setdiff1d(stayed, sought)
        for state in ("strain", "contact_hours"):
            more = one.population.person(state)[:SIZE] - other.population.person(state)[:SIZE]
            assert more[few].mean() > 3.0 * max(0.0, more[rest].mean())


@pytest.mark.parametrize("name", ["appreciation", "spot_awards", "peer_recognition"])
def test_thanks_that_are_not_meant_backfire(name: str) -> None:
    cynical, meant = lived(find(name)(sincerity=0.0)), lived(find(name)())
    for measure in ("mean_quality", "mean_safety"):
        assert changes(cynical, lived(), measure).mean() < 0.0
        assert changes(meant, lived(), measure).mean() > 0.0

    def climate(one: Organisation) -> float:
        return float(one.series["mean_climate"][-1])

    assert (changes(cynical, lived(), climate) < 0.0).all()


def test_helpers_who_are_passed_over_feel_worth_less() -> None:
    awards, fair = (
        lived(Custom(name="awards", does=(Recognise(0.2, worth=0.2, climate=0.0, envy=envy, of="leaders"),)))
        for envy in (0.2, 0.0)
    )

    def worth_of_helpers(one: Organisation) -> float:
        rows = one.population.rows
        helping, worth = one.population.person("helping")[rows], one.population.person("worth")[rows]
        return float(worth[helping >= np.quantile(helping, 0.5)].mean())

    assert (changes(awards, fair, worth_of_helpers) < 0.0).all()


def test_individual_rewards_set_people_against_each_other() -> None:
    ranked, usual = lived(find("individual_tournament")()), lived()
    for measure in ("citizenship", "relational_coordination", "mean_quality"):
        assert (changes(ranked, usual, measure) < 0.0).all()


def test_newcomers_flooded_with_information_know_less_and_fewer_people() -> None:
    flooded, welcomed, usual = (
        lived(*[find(name)() for name in names], turnover=1.0)
        for names in (["information_overload_onboarding"], ["relational_onboarding"], [])
    )
    for measure in ("newcomer_ties", "newcomer_knowledge"):
        assert changes(flooded, usual, measure).mean() < 0.0
        assert changes(welcomed, usual, measure).mean() > 0.0
    assert changes(flooded, usual, "mean_strain").mean() > 0.0


def test_rivalry_falls_where_rewards_are_shared() -> None:
    both: list[Any] = [find("individual_tournament")(), find("team_incentives")()]
    shared, ranked = lived(*both), lived(both[0])
    assert (changes(shared, ranked, "mean_quality") > 0.0).all()


def test_newcomers_lose_more_with_every_dose_of_information() -> None:
    def strain(one: Organisation) -> float:
        rows = one.population.rows
        new = rows[one.population.person("joined")[rows] > DAYS - 40]
        return float(one.population.person("strain")[new].mean())

    kind, usual = find("information_overload_onboarding"), lived(turnover=1.0)
    sizes = [changes(lived(kind(dose=dose), turnover=1.0), usual, strain).mean() for dose in (0.5, 1.0, 2.0, 3.0)]
    assert sizes == sorted(sizes)
    assert sizes[0] > 0.0
