"""Mentors wake the wish for more connection; access comes back as effort and influence; trust tells people apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from spirals.engine.ties import unlikeness
from spirals.mechanisms.effects import trust_told_apart, trusted_as
from spirals.mechanisms.growth import wish_woken
from spirals.mechanisms.learning import knowledge_learnt
from spirals.mechanisms.numbers import kept_overnight
from spirals.mechanisms.pathway import granting_probability
from spirals.mechanisms.reciprocity import favours_after, heard
from spirals.mechanisms.whom import encounter_rate, preferred, reach_probability
from spirals.organisation import Organisation
from spirals.population import FAVOURS, INFLUENCE, LEVEL, TRUSTWORTHINESS, WISH


def made(**changes: Any) -> Organisation:
    return Organisation(**{"size": 24, "teams": 3, "days": 30, "rng": 6, "turnover": 0.0, **changes})


# --- growth --------------------------------------------------------------------------------------------
def test_the_equations_of_the_wish():
    assert wish_woken(0.0, 1.0, 1.0, 0.1) == pytest.approx(1.0 - np.exp(-0.1))
    assert wish_woken(0.2, 2.0, 0.5, 0.1) == pytest.approx(1.0 - 0.8 * np.exp(-0.1))
    assert wish_woken(0.2, 0.0, 1.0, 0.1) == wish_woken(0.2, -1.0, 1.0, 0.1) == 0.2
    assert 0.5 * kept_overnight(0.03) == pytest.approx(0.5 * np.exp(-0.03))
    assert encounter_rate(0.5, 1.0, 0.5, 0.4, 0.3, 0.5, 0.0) == pytest.approx(0.5 * np.exp(0.2))
    assert reach_probability(-1.0, 0.5, 0.5, 0.5, 1.2, 1.2, 2.0, 0.0) == pytest.approx(0.5)


def test_only_those_wish_for_more_who_have_somebody_above_them():
    organisation = made()
    organisation.population.state.people[:, WISH] = 0.0
    organisation.run_days(20)
    place, wish = organisation.population.state.place, organisation.population.person("wish")
    assert wish[place[:, LEVEL] == 0].mean() > 0.02
    assert (wish[place[:, LEVEL] == place[:, LEVEL].max()] == 0.0).all()


def test_no_wish_without_its_gain():
    organisation = made(wish_gain=0.0)
    organisation.run_days(10)
    assert not organisation.population.person("wish").any()


@pytest.mark.parametrize(("effects", "meets_more"), [({}, True), ({"wish_on_rate": 0.0, "wish_on_reach": 0.0}, False)])
def test_the_wish_makes_people_meet_more_and_reach_out(effects, meets_more):
    indifferent, eager = (made(wish_gain=0.0, wish_fading=0.0, **effects) for _ in range(2))
    indifferent.population.state.people[:, WISH] = 0.0
    eager.population.state.people[:, WISH] = 1.0
    for organisation in (indifferent, eager):
        organisation.run_days(15)
    met = [organisation.series["encounters"].sum() for organisation in (indifferent, eager)]
    new = [organisation.series["first_encounters"].sum() for organisation in (indifferent, eager)]
    assert (met[1] > 1.1 * met[0]) == meets_more
    assert (new[1] > new[0]) == meets_more
    if not meets_more:
        assert met[0] == met[1]


def test_mentoring_wakes_the_wish():
    mentoring = {"id": "mentoring", "every": 5, "adoption": 1.0}
    usual, mentored = made(), made(interventions=[mentoring])
    for organisation in (usual, mentored):
        organisation.run_days(30)
    members = usual.population.state.place[:, LEVEL] == 0
    wishes = [organisation.population.person("wish")[members].mean() for organisation in (usual, mentored)]
    assert wishes[1] > wishes[0] + 0.05


# --- exchange ------------------------------------------------------------------------------------------
def test_the_equations_of_exchange():
    assert favours_after(0.0, 1.0, 0.5, 0.2) == pytest.approx(1.0 - np.exp(-0.1))
    assert favours_after(0.5, -1.0, 0.5, 0.0) == 0.5
    once, twice = favours_after(0.1, 1.0, 1.0, 0.2), favours_after(favours_after(0.1, 1.0, 0.5, 0.2), 1.0, 0.5, 0.2)
    assert once == pytest.approx(twice)
    assert granting_probability(0.0, 0.5, 0.5, 5.0, 2.0) == pytest.approx(1.0 / (1.0 + np.exp(-1.0)))
    assert heard(0.4, 0.5, 0.5) == pytest.approx(0.1)


def owing(who_gave: float, **changes: Any) -> Organisation:
    """Return a day on which one side of every tie owes the other."""
    organisation = made(agree_base=0.0, favour_on_help=0.0, **changes)
    organisation.population.state.ties[:, FAVOURS] = who_gave
    organisation.population.state.people[:, INFLUENCE] = 0.0
    organisation.run_days(1)
    return organisation


def test_those_who_owe_make_the_effort():
    granted = [owing(0.9, favour_on_granting=weight).series["help_given"][0] for weight in (0.0, 8.0)]
    assert granted[1] > granted[0]


def test_those_who_gave_are_heard():
    """Owed to by everybody, people count for more than where nobody owes; by nothing else than the parameter."""
    still = {"favour_on_granting": 0.0, "favour_gain": 0.0, "access_favour": 0.0, "favour_fading": 0.0}
    influence = {
        (owed, weight): owing(owed, favour_on_influence=weight, **still).population.person("influence").sum()
        for owed in (0.0, 0.9)
        for weight in (0.0, 0.5)
    }
    assert influence[0.0, 0.0] == influence[0.9, 0.0] == influence[0.0, 0.5]
    assert influence[0.9, 0.5] > influence[0.0, 0.5]


@pytest.mark.parametrize(("access_favour", "owed"), [(0.0, False), (0.3, True)])
def test_access_given_in_trust_is_owed_for(access_favour, owed):
    organisation = made(favour_gain=0.0, access_favour=access_favour)
    organisation.run_days(5)
    assert organisation.population.tie("favours").any() == owed


def test_what_is_learnt_reads_connectivity():
    assert knowledge_learnt(0.2, 0.6, 0.8, 0.5, 0.5, 0.5, 1.0, 0.1, 0.6) == pytest.approx(0.1 * 0.8 * 0.7 * 0.4)


# --- discernment ---------------------------------------------------------------------------------------
def test_the_equations_of_discernment():
    assert trusted_as(0.2, 1.0, 2.0) == pytest.approx(np.exp(0.4))
    assert trusted_as(0.2, -1.0, 2.0) == pytest.approx(np.exp(-0.4))
    assert trusted_as(0.2, 1.0, 0.0) == 1.0
    assert trust_told_apart(0.6, 0.0, 2.0) == pytest.approx(0.6)
    chance, apart = 0.7, 0.1
    good, bad = chance * trusted_as(apart, 1.0, 2.0), (1.0 - chance) * trusted_as(apart, -1.0, 2.0)
    assert trust_told_apart(chance, apart, 2.0) == pytest.approx(good / (good + bad))


@pytest.mark.parametrize(("reads", "tells_apart"), [(0.0, False), (2.0, True)])
def test_trust_comes_to_tell_people_apart(reads, tells_apart):
    organisation = made(size=60, days=80, trust_reads=reads, trust_learns=0.0, trust_at_start=0.0)
    organisation.run_days(80)
    worthy = organisation.population.state.traits[:, TRUSTWORTHINESS]
    a, b = organisation.population.tie("a"), organisation.population.tie("b")
    trust = np.concatenate([organisation.population.tie("trust_a"), organisation.population.tie("trust_b")])
    r = np.corrcoef(trust, np.concatenate([worthy[b], worthy[a]]))[0, 1]
    assert (r > 0.15) == tells_apart


# --- choice of similar people --------------------------------------------------------------------------
def test_the_equation_of_choice():
    assert preferred(0.2, 0.7, 4.0) == pytest.approx(1.0 / (1.0 + np.exp(-2.0)))
    assert preferred(0.2, 0.7, 0.0) == 0.5


def test_people_choose_those_like_themselves():
    def unlikeness_of_new_ties(similarity_pull: float) -> float:
        organisation = made(size=60, reach_base=0.0, similarity_pull=similarity_pull, familiarity_gain=0.2)
        before = set(zip(organisation.population.tie("a"), organisation.population.tie("b"), strict=True))
        organisation.run_days(10)
        state = organisation.population.state
        pairs = zip(organisation.population.tie("a"), organisation.population.tie("b"), strict=True)
        return float(np.mean([unlikeness(state, i, j) for i, j in pairs if (i, j) not in before]))

    assert unlikeness_of_new_ties(8.0) < unlikeness_of_new_ties(0.0) - 0.02
