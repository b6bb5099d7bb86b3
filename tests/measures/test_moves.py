"""Moves: counts a day, shares of occasions, and what is missing where there was none."""

import math

import numpy as np
import pytest

from spirals.measures import MEASURES, compute, per_person
from spirals.measures.moves import COUNTS, SHARES
from spirals.population import DEED_COLUMNS
from tests.measures.fake import deed, organisation, view


@pytest.mark.parametrize("row", COUNTS, ids=lambda row: row.name)
def test_counts_are_means_per_person_and_day(row):
    population = organisation(3)
    population.state.recent[:] = 0.0
    deed(population, **{name: [1.0, 2.0, 6.0] for name in row.deeds})
    population.person("active")[2] = 0
    seen = view(population)
    assert compute(row.name, seen) == pytest.approx(1.5 * len(row.deeds))
    assert per_person(row.name, seen) == pytest.approx([len(row.deeds), 2.0 * len(row.deeds)])


def test_entrusting_is_telling_handing_over_and_voice():
    population = organisation(1)
    deed(population, disclosed=0.1, told=0.05, delegated=0.2, voiced=0.4)
    assert compute("entrusting", view(population)) == pytest.approx(0.7)


def test_shares_are_of_all_occasions_and_each_person_has_their_own():
    population = organisation(3)
    deed(population, asked=[4.0, 1.0, 0.0], refused=[1.0, 1.0, 0.0])
    seen = view(population)
    assert compute("refused_share", seen) == pytest.approx(0.4)
    assert compute("granted_share", seen) == pytest.approx(0.6)
    assert per_person("granted_share", seen) == pytest.approx([0.75, 0.0, np.nan], nan_ok=True)


def test_honoured_repaired_and_taken():
    population = organisation(2)
    deed(population, honoured=[3.0, 1.0], breached=[1.0, 0.0], ruptures=[0.2, 0.2], repairs=[0.1, 0.0])
    deed(population, disclosed=0.1, delegated=0.1, voiced=0.2, trust_chances=0.8, play_chances=2.0, played=0.5)
    deed(population, help_chances=0.5, help_taken=0.25, met=4.0, received=[3.0, 2.0])
    seen = view(population)
    assert compute("honoured_share", seen) == pytest.approx(0.8)
    assert compute("repaired_share", seen) == pytest.approx(0.25)
    assert compute("entrusting_share", seen) == pytest.approx(0.5)
    assert compute("playing_share", seen) == pytest.approx(0.25)
    assert compute("help_taken_share", seen) == pytest.approx(0.5)
    assert per_person("conduct_received", seen) == pytest.approx([0.75, 0.5])


def test_hardship_told_relieved_and_heard():
    population = organisation(4)
    deed(population, hard=[0.5, 0.0, 0.3, 0.0], told=[0.25, 0.0, 0.0, 0.0], relief=[0.1, 0.0, 0.0, 0.0])
    deed(population, comforted=[0.0, 0.2, 0.0, 0.0])
    seen = view(population)
    assert compute("told_when_hard", seen) == pytest.approx(0.25 / 0.8)
    assert per_person("told_when_hard", seen) == pytest.approx([0.5, np.nan, 0.0, np.nan], nan_ok=True)
    assert per_person("relief", seen) == pytest.approx([0.2, np.nan, 0.0, np.nan], nan_ok=True)
    assert compute("compassion", seen) == pytest.approx(0.25)
    assert compute("comforting", seen) == pytest.approx(0.05)


@pytest.mark.parametrize("name", [*(row.name for row in SHARES), "granted_share", "compassion"])
def test_a_share_without_an_occasion_is_nan_for_a_reason(name):
    population = organisation(2)
    population.state.recent[:] = 0.0
    assert math.isnan(compute(name, view(population)))
    assert MEASURES[name].missing.startswith(("nobody", "there was no"))


def test_every_deed_read_exists():
    used = {name for row in COUNTS for name in row.deeds} | {name for row in SHARES for name in (*row.part, *row.whole)}
    assert used <= set(DEED_COLUMNS)


def test_nobody_is_left():
    population = organisation(1)
    population.person("active")[0] = 0
    for name in ("asking", "compassion", "granted_share", "conduct_received", "depleting_received"):
        assert math.isnan(compute(name, view(population)))
