"""What the literature warns of comes out of the mechanisms: paired runs, the same chance with and without."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from spirals.interventions import Cost, Custom, Meet, Practice, Recognise, find
from spirals.interventions.selection import Selection
from spirals.organisation import Organisation
from spirals.population import TIE_COLUMNS

SIZE, DAYS, REPLICATES = 60, 80, 6


def lived(*entries: Practice, turnover: float = 0.0) -> list[Organisation]:
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
    assert changes(busy, usual, "mean_conduct").mean() < 0.0  # less presence


def test_meetings_take_time_and_strain() -> None:
    sitting, usual = lived(Custom(name="meetings", does=(Meet("team", "free", 90.0, every=1),))), lived()
    for one, other in zip(sitting, usual, strict=True):
        hours = one.population.person("contact_hours"), other.population.person("contact_hours")
        assert hours[0].mean() > hours[1].mean() + 1.0  # gone from the day's own work
    assert (changes(sitting, usual, "mean_strain") > 0.0).all()


def test_those_whom_everybody_is_sent_to_are_overloaded() -> None:
    act = Meet("pair", "help", 45.0, every=2, partner="best_connected:0.1")
    sent, usual = lived(Custom(name="ask the best", does=(act,))), lived()
    for replicate, (one, other) in enumerate(zip(sent, usual, strict=True)):
        start = Organisation("baseline", replicate=replicate, size=SIZE)
        sought = Selection("best_connected:0.1", start.population, start.key, "x").rows(1)
        stayed = np.flatnonzero(one.population.active[:SIZE] & other.population.active[:SIZE])
        few, rest = np.intersect1d(stayed, sought), np.setdiff1d(stayed, sought)
        for state in ("strain", "contact_hours"):
            more = one.population.person(state)[:SIZE] - other.population.person(state)[:SIZE]
            assert more[few].mean() > 3.0 * max(0.0, more[rest].mean())


@pytest.mark.parametrize("name", ["appreciation", "spot_awards", "peer_recognition"])
def test_thanks_that_are_not_meant_backfire(name: str) -> None:
    cynical, meant = lived(find(name)(sincerity=0.0)), lived(find(name)())
    assert changes(cynical, lived(), "mean_worth").mean() < 0.0
    assert changes(meant, cynical, "mean_worth").mean() > 0.0

    def norm_of_helping(one: Organisation) -> float:
        return float(one.population.team("norm_enable").mean())

    assert (changes(cynical, lived(), norm_of_helping) < 0.0).all()
    assert (changes(meant, lived(), norm_of_helping) > 0.0).all()


def test_helpers_passed_over_for_favourites_feel_worth_less_and_trust_their_leaders_less() -> None:
    favourites, helpers = (
        lived(Custom(name="awards", does=(Recognise(1.0, favour=favour, of="leaders"),))) for favour in (1.0, 0.0)
    )

    def worth_of_helpers(one: Organisation) -> float:
        rows = one.population.rows
        helped, worth = one.population.deed("helped")[rows], one.population.person("worth")[rows]
        return float(worth[helped >= np.quantile(helped, 0.5)].mean())

    def trust_in_leaders(one: Organisation) -> float:
        people = one.population
        leads = people.person("level") > 0
        toward = {"trust_a": ("a", "b"), "trust_b": ("b", "a")}
        found = [
            people.tie(name)[~leads[people.tie(who)] & leads[people.tie(whom)]] for name, (who, whom) in toward.items()
        ]
        return float(np.concatenate(found).mean())

    assert changes(favourites, helpers, worth_of_helpers).mean() < 0.0
    assert changes(favourites, helpers, trust_in_leaders).mean() < 0.0


def test_a_few_live_off_what_the_others_do_where_rewards_are_shared() -> None:
    shared, usual = lived(find("team_incentives")(start=2)), lived()

    def helped(one: Organisation, riders: bool) -> float:
        place = Organisation("baseline", replicate=one.replicate, size=SIZE)
        few = Selection("share:0.1", place.population, place.key, "team_incentives|share:0.1").rows(1)
        rows = np.intersect1d(few, one.population.rows) if riders else np.setdiff1d(one.population.rows, few)
        return float(one.population.deed("helped")[rows].mean())

    others = changes(shared, usual, lambda one: helped(one, riders=False)).mean()
    assert others > 0.0
    assert changes(shared, usual, lambda one: helped(one, riders=True)).mean() < 0.5 * others


def test_asking_people_to_speak_pays_less_where_nobody_listens() -> None:
    def safety(*entries: Practice) -> np.ndarray:
        with_it = lived(find("voice_practice")(equal=1.0), *entries)
        return changes(with_it, lived(*entries), "mean_safety")

    assert safety(find("silencing")()).mean() < safety().mean()


def test_forced_fun_hurts_where_trust_is_missing() -> None:
    def regard(trust: float) -> float:
        found = []
        for replicate in range(REPLICATES):
            runs = []
            for play in ([], [{"id": "custom", "does": [{"do": "shift", "target": "play", "amount": 2.0}]}]):
                run = Organisation("baseline", replicate=replicate, days=20, size=SIZE, interventions=play)
                for side in "ab":
                    column = TIE_COLUMNS.index(f"trust_{side}")
                    run.population.state.ties[run.population.tie_rows, column] = trust
                run.run_days(20)
                ties = run.population
                runs.append(float(np.concatenate([ties.tie("regard_a"), ties.tie("regard_b")]).mean()))
            found.append(runs[1] - runs[0])
        return float(np.mean(found))

    low, high = regard(0.15), regard(0.85)
    assert low < 0.0
    assert low < high


def test_individual_rewards_set_people_against_each_other() -> None:
    ranked, usual = lived(find("individual_tournament")()), lived()
    for measure in ("citizenship", "help_given"):
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
    assert (changes(shared, ranked, "help_given") > 0.0).all()


def test_newcomers_lose_more_with_every_dose_of_information() -> None:
    def strain(one: Organisation) -> float:
        rows = one.population.rows
        new = rows[one.population.person("joined")[rows] > DAYS - 40]
        return float(one.population.person("strain")[new].mean())

    kind, usual = find("information_overload_onboarding"), lived(turnover=1.0)
    sizes = [changes(lived(kind(dose=dose), turnover=1.0), usual, strain).mean() for dose in (0.5, 1.0, 2.0, 3.0)]
    assert sizes == sorted(sizes)
    assert sizes[0] > 0.0
