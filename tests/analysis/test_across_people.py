"""The block "right across people": estimators with known answers, and profile tests that a halo fails."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from spirals.analysis.targets import across_people as block
from spirals.analysis.targets import survey_statistics as statistics
from spirals.analysis.targets.people_report import table
from spirals.analysis.targets.people_rows import (
    CORRELATIONS,
    LONGITUDINAL,
    ORDERINGS,
    OTHERS,
    RECALLED,
    ROWS,
    SHOWN,
    TEAM,
    TESTS,
)
from spirals.analysis.targets.report import SHOWN_ONLY
from spirals.measures.scales import SCALES
from spirals.measures.survey import Sides, Wave
from spirals.organisation import Organisation
from spirals.population import HELPED, VOICED
from spirals.streams import run_key

RNG = np.random.default_rng(3)
PEOPLE = 6000


def normal(*shape):
    return RNG.standard_normal(shape)


def wave(team=None, **true):
    team = np.zeros(PEOPLE, np.int64) if team is None else team
    return Wave(80, true, team, np.full(PEOPLE, -1), run_key(1), np.arange(PEOPLE))


def centres():
    """Return a table in which every row is where its figure puts it."""
    held = {row.value: row.centre for row in CORRELATIONS}
    return held | {row.value: max(row.low, -1.0) if np.isinf(row.high) else min(row.high, 1.0) for row in LONGITUDINAL}


# --- rows ------------------------------------------------------------------------------------------
def test_rows_are_named_once_and_their_centres_lie_in_their_bands():
    assert len({row.value for row in (*ROWS, *SHOWN, *TESTS)}) == len(ROWS) + len(SHOWN) + len(TESTS)
    assert {*CORRELATIONS, *LONGITUDINAL} < {*ROWS, *SHOWN}
    for row in CORRELATIONS:
        assert row.low < row.centre < row.high
        assert row.miss(row.centre) == 0.0
    assert {f"N{number:02d}" for number in range(1, 47)} == {row.target for row in CORRELATIONS}
    assert {row.target for row in LONGITUDINAL} == {"L05", "L06", "L08", "L09", "L10", "L11", "L12"}


def test_rows_that_test_an_equation_or_are_recalled_do_not_count():
    assert {row.value for row in CORRELATIONS if row.tests_formula} == {"N01", "N20", "N26"}
    assert {row.value for row in CORRELATIONS if row.status == RECALLED} == {f"N{number}" for number in range(41, 47)}
    assert sum(row.counts for row in CORRELATIONS) == 38


# --- one survey ------------------------------------------------------------------------------------
def test_a_constructed_correlation_is_recovered_with_and_without_noise():
    true = {name: normal(PEOPLE) for name in SCALES}
    true["commitment"] = 0.5 * true["trust_in_leader"] + np.sqrt(0.75) * normal(PEOPLE)
    found = block.correlations(wave(**true), "person")
    assert found["N02 free"] == pytest.approx(0.5, abs=0.03)
    assert found["N02"] == pytest.approx(0.8 * 0.5, abs=0.03)
    assert found["N03 free"] == pytest.approx(0.0, abs=0.03)
    assert not any(row.level == TEAM and row.value in found for row in CORRELATIONS)


def test_teams_are_the_cases_of_team_rows():
    team = np.repeat(np.arange(PEOPLE // 10), 10)
    climate = normal(len(team) // 10)[team]
    apart = {name: climate + normal(PEOPLE) for name in SCALES}
    found = block.correlations(wave(team, **apart), TEAM)
    assert set(found) == {row.value + free for row in CORRELATIONS if row.level == TEAM for free in ("", " free")}
    assert found["N24 free"] == pytest.approx(1.0 / 1.1, abs=0.03), "means of ten: variance 1 between, .1 within"


def test_the_closest_pair_is_found_and_equations_are_left_out():
    true = {name: normal(PEOPLE) for name in SCALES}
    true["engagement"] = true["meaning"].copy()  # made of it by an equation
    true["voice"] = true["fun"] + 0.3 * normal(PEOPLE)
    found = block.whole_survey(wave(**true))
    assert found["N largest"] == pytest.approx(1.0 / np.sqrt(1.09), abs=0.01)
    assert found["N reliability"] == pytest.approx(0.8, abs=0.01)


def test_first_component_of_scales_that_all_correlate_alike():
    r, scales = 0.3, 8
    answers = np.sqrt(r) * normal(20_000, 1) + np.sqrt(1 - r) * normal(20_000, scales)
    assert statistics.first_component(answers) == pytest.approx((1 + (scales - 1) * r) / scales, abs=0.01)


# --- waves -----------------------------------------------------------------------------------------
def test_cross_lagged_beta_is_net_of_what_was_there():
    y = normal(PEOPLE)
    x = 0.6 * y + 0.8 * normal(PEOPLE)
    later = 0.5 * y + 0.3 * x + normal(PEOPLE)
    assert statistics.cross_lagged(x, y, later) == pytest.approx(0.3 / later.std(), abs=0.03)
    assert statistics.cross_lagged(x, y, y + 0.3 * normal(PEOPLE)) == pytest.approx(0.0, abs=0.02)


@pytest.mark.parametrize("effect", [0.0, 0.5])
def test_a_rise_is_followed_by_a_rise_only_where_it_has_an_effect(effect):
    x = np.cumsum(normal(12, 2000), axis=0)
    rise = normal(12, 2000)
    rise[1:] += effect * np.diff(x, axis=0)
    y = np.zeros((12, 2000))
    y[1:] = np.cumsum(rise[:-1], axis=0)
    assert statistics.lagged_change(x, y) == pytest.approx(effect / np.sqrt(1.0 + effect**2), abs=0.05)


def test_growth_of_a_curve_that_slows_and_a_disposition_that_sets_its_start():
    disposition = normal(PEOPLE)
    curve = np.array([1.0, 2.0, 2.6, 2.8])
    found = statistics.growth(curve + disposition[:, None] + normal(PEOPLE, 4), disposition)
    assert found["growth"] == pytest.approx(0.2 / curve.mean(), abs=0.03)
    assert found["bend"] == pytest.approx(-0.8 / curve.mean(), abs=0.05)
    assert found["start"] == pytest.approx(np.sqrt(0.5), abs=0.03)
    assert abs(found["pace"]) < 3.0
    steeper = statistics.growth(curve * (1.0 + disposition[:, None]) + normal(PEOPLE, 4), disposition)
    assert steeper["pace"] > 10.0


def test_help_that_is_returned_is_repeated():
    given, received = (RNG.random((400, 60)) < 0.3 for _ in range(2))
    busy = 0.3 * RNG.random((400, 1))  # pairs differ, which is no return
    again = RNG.random((400, 60)) < busy + 0.1 * given + 0.25 * (given & received)
    assert statistics.returned(given, received, again) == pytest.approx(0.25, abs=0.03)


def test_giving_goes_with_energy_within_persons():
    energy = normal(40, 5, 200)
    helped = RNG.random((40, 5, 200)) < 0.3 + 0.05 * energy + 0.1 * normal(200)
    energy = energy + 3.0 * normal(200) + np.arange(5)[None, :, None]
    energy[0] = np.nan
    assert statistics.with_energy(energy, helped) == pytest.approx(0.05, abs=0.01)


def test_spread_inside_teams_leaves_out_what_teams_differ_by():
    team = np.repeat(np.arange(500), 8)
    answers = 2.0 * normal(4000) + 10.0 * normal(500)[team]
    answers[::50] = np.nan
    assert statistics.within_sd(answers, team) == pytest.approx(2.0, abs=0.1)


# --- from the log ----------------------------------------------------------------------------------
def sides(*rows):
    """Return encounters given as (day, slot, me, other, did, met), one side each."""
    day, slot, me, other, did, met = np.array(rows, np.int64).T
    return Sides(day, slot, me, other, np.zeros_like(day), did, met, np.zeros_like(day))


def test_help_by_pair_day_and_half_of_the_day():
    log = sides((11, 0, 1, 0, 0, HELPED), (11, 1, 0, 1, 0, HELPED), (11, 3, 1, 0, 0, HELPED), (12, 4, 0, 1, 0, 0))
    given, received, again, helped = block.helping(log, 11, 12, 3)
    assert given.tolist() == [[True, False], [True, False]], "pairs (0, 1) and (1, 0), two days"
    assert received.tolist() == given.tolist()
    assert again.tolist() == [[True, False], [False, False]]
    assert np.argwhere(helped).tolist() == [[0, 0, 0], [0, 1, 1], [0, 3, 0]]


def test_trusting_acts_are_counted_from_the_first_contact_of_followed_pairs():
    new = np.zeros((4, 4), bool)
    new[0, 1] = new[1, 0] = new[0, 2] = new[2, 0] = True
    days = [
        sides((5, 0, 0, 1, 0, 0), (5, 0, 1, 0, VOICED, 0), (5, 0, 0, 3, VOICED, 0)),  # picks the pair
        sides((6, 0, 0, 1, 0, 0), (6, 0, 1, 0, VOICED, 0), (6, 0, 0, 3, VOICED, 0)),  # 3 is no new coworker
        sides((30, 0, 0, 1, VOICED, 0), (30, 0, 1, 0, 0, 0), (30, 0, 0, 2, VOICED, 0)),  # 0 and 2 meet too late
    ]
    counts = block.entrusted_by_month(days, new, 0)
    assert counts[0].tolist() == [0.0, 1.0, 0.0, 0.0]
    assert counts[1].tolist() == [1.0, 0.0, 0.0, 0.0]
    assert np.isnan(counts[2:]).all()


def test_new_teams_are_as_large_as_before_and_made_of_strangers():
    organisation = Organisation(size=80, days=5, rng=4)
    organisation.run_days(1)
    population = organisation.population
    before, level = population.person("team").copy(), population.person("level")
    tied = {frozenset(pair) for pair in zip(population.tie("a"), population.tie("b"), strict=True)}
    new = block.put_together(organisation, np.random.default_rng(1))
    after = population.person("team")
    assert np.array_equal(np.bincount(after), np.bincount(before))
    assert np.array_equal(after[level > 0], before[level > 0])
    assert (after != before).sum() > 30
    pairs = np.argwhere(new)
    assert len(pairs) > 100
    assert np.array_equal(new, new.T)
    for one, other in pairs:
        assert after[one] == after[other]
        assert frozenset((one, other)) not in tied


# --- the profile -----------------------------------------------------------------------------------
def test_a_table_at_all_centres_passes():
    found = block.profile(centres())
    assert all(row.low <= found[row.value] <= row.high for row in TESTS), found
    assert found["N distance"] == 0.0
    assert found["N Spearman"] == pytest.approx(1.0)
    assert found["N orderings"] == len(ORDERINGS) + 1


def test_a_halo_is_in_most_bands_and_fails_the_other_profile_tests():
    halo = centres() | {row.value: 0.30 * np.sign(row.centre) for row in CORRELATIONS}
    found = block.profile(halo)
    assert found["N in band"] > 0.8, "single bands prove little"
    assert found["N Spearman"] == 0.0
    assert found["N distance"] > 0.098
    assert found["N orderings"] == 1.0, "only that voice is not the reverse of silence"


def test_orderings_see_sizes_in_the_direction_of_the_figure():
    name = ORDERINGS[1][0]  # leader support before coworker support for staying: both correlations are negative
    at_centres = centres()
    assert block.orderings(at_centres)[name]
    assert not block.orderings(at_centres | {"N12": 0.29})[name], "large, but the wrong way round"
    assert not block.orderings(at_centres | {"N12": -0.10})[name]
    assert not block.orderings(at_centres | {"N31": -0.75})["voice is not the reverse of silence"]


def test_a_longitudinal_target_holds_if_all_its_rows_do():
    assert block.profile(centres())["L held"] == 7.0
    assert block.profile(centres() | {"L09 back": 0.2})["L held"] == 6.0
    assert block.profile(centres() | {"L09 back": 0.2, "L09 forward": 0.2})["L held"] == 6.0


def test_the_table_says_what_is_inside_missed_and_only_shown():
    other = {"N largest": 0.9, "N first component": 0.4, "N reliability": 0.8, "N02 free": 0.6}
    good, bad = centres() | other, centres() | other | {"N02": 0.9, "N41": 0.9, "N26": 0.9}
    lines = table(pd.DataFrame([good, bad, bad]))
    line = {row.value: lines.iloc[place] for place, row in enumerate((*TESTS, *ROWS, *SHOWN))}
    assert lines.iloc[-1].verdict == SHOWN_ONLY
    assert (line["N02"].verdict, line["N02"].inside, line["N02"].free) == ("MISS", pytest.approx(1 / 3), 0.6)
    assert line["N03"].verdict == "inside"
    assert line["N41"].verdict == line["N26"].verdict == SHOWN_ONLY
    assert line["N26"].status == "S, tests an equation"
    assert line["N largest"].verdict == "MISS"
    assert line["N in band"]["median"] == pytest.approx(37 / 38)
    assert line["N in band"].verdict == "inside"


def test_one_seed_gives_every_row_and_gives_it_again(monkeypatch):
    monkeypatch.setattr(block, "PEOPLE", 60)
    monkeypatch.setattr(block, "MEMBERS", 80)
    found = block.measure(7)
    assert {row.value for row in (*ROWS, *SHOWN)} | {value for value, _ in OTHERS} == set(found)
    assert all(-1.0 <= found[row.value] <= 1.0 for row in CORRELATIONS)
    assert all(np.isfinite(found[row.value]) for row in LONGITUDINAL)
    assert block.measure(7) == found
