"""States, quality of ties, encounters, staying and cost, on cases small enough to do by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spirals.engine.ties import cut_tie
from spirals.measures import Panel, compute, per_person, team_means
from tests.measures.fake import FEATURES, deed, organisation, parameters, person, random_organisation, tie, view

SHARES = st.floats(0.0, 1.0)


def test_quality_is_the_mean_of_five_features_on_each_side():
    population = organisation(2, [(0, 1)])
    tie(
        population,
        carrying_capacity=0.9,
        tensility=0.8,
        connectivity=0.7,
        regard_a=0.6,
        regard_b=0.1,
        trust_a=0.5,
        trust_b=0.0,
    )
    seen = view(population)
    assert compute("mean_quality", seen) == pytest.approx((0.7 + 0.5) / 2)
    assert compute("high_quality", seen) == 0.5
    assert compute("corrosive", seen) == 0.0
    assert compute("mean_regard", seen) == pytest.approx(0.35)
    panel = Panel()
    panel.add(population)
    assert panel.arrays()["quality"] == pytest.approx(np.array([[0.7, 0.5]]))


def test_strong_yet_corrosive():
    population = organisation(4, [(0, 1), (1, 2), (2, 3), (0, 3)])
    tie(population, familiarity=[0.9, 0.8, 0.1, 0.1], **{name: [0.2, 0.9, 0.2, 0.9] for name in FEATURES})
    assert compute("strong_corrosive", view(population)) == 0.5
    assert compute("corrosive", view(population)) == 0.5


def test_mutuality_needs_both_sides():
    population = organisation(3, [(0, 1), (1, 2)])
    tie(population, regard_a=[0.64, 1.0], regard_b=[0.25, 0.0])
    assert compute("mean_mutuality", view(population)) == pytest.approx(0.2)


def test_states_that_are_made_of_others():
    population = organisation(3)
    person(population, skill_respect=[0.2, 0.4, 0.6], skill_enable=0.8)
    deed(population, met=[2.0, 4.0, 0.0], conduct=[1.0, -2.0, 0.0])
    seen = view(population)
    assert compute("mean_skill", seen) == pytest.approx(0.6)
    assert compute("sd_skill", seen) == pytest.approx(0.1)
    assert compute("mean_conduct", seen) == pytest.approx(0.0)
    assert per_person("mean_conduct", seen) == pytest.approx([0.5, -0.5, np.nan], nan_ok=True)
    deed(population, met=0.0)
    assert math.isnan(compute("mean_conduct", view(population)))


def test_leader_member_exchange_is_the_members_view_of_the_own_lead():
    # team 0: lead 0 with members 1, 2, 3; team 1: lead 4 with member 5; 6 is a manager in team 0
    ties = [(0, 1), (0, 2), (0, 6), (1, 2), (1, 4), (3, 6), (4, 5)]
    population = organisation(7, ties, teams=[0, 0, 0, 0, 1, 1, 0])
    population.person("level")[:] = [1, 0, 0, 0, 1, 0, 2]
    features = ("carrying_capacity", "tensility", "connectivity", "regard_b", "trust_b")
    tie(population, regard_a=0.0, trust_a=0.0, **{name: [0.8, 0.4, 0.9, 0.1, 0.1, 0.1, 0.5] for name in features})
    seen = view(population)
    # the lead's own lead is the manager, whom the lead sees from side a
    assert per_person("lmx", seen) == pytest.approx([0.54, 0.8, 0.4, np.nan, np.nan, 0.5, np.nan], nan_ok=True)
    assert compute("lmx", seen) == pytest.approx((0.54 + 0.8 + 0.4 + 0.5) / 4)
    mean = (0.54 + 0.8 + 0.4) / 3
    within = np.sqrt(((0.54 - mean) ** 2 + (0.8 - mean) ** 2 + (0.4 - mean) ** 2) / 2)
    assert compute("lmx_within", seen) == pytest.approx(within)
    population.person("level")[:] = 0
    assert math.isnan(compute("lmx", view(population)))
    assert math.isnan(compute("lmx_within", view(population)))


def test_agreement_of_sides_does_not_depend_on_which_is_first():
    population = organisation(4, [(0, 1), (1, 2), (2, 3)])
    tie(population, regard_a=[0.2, 0.8, 0.5], regard_b=[0.2, 0.8, 0.5])
    assert compute("regard_agreement", view(population)) == pytest.approx(1.0)
    tie(population, regard_a=[0.2, 0.8, 0.2], regard_b=[0.8, 0.2, 0.8])
    assert compute("regard_agreement", view(population)) == pytest.approx(-1.0)


def test_who_has_somebody():
    population = organisation(4, [(0, 1), (1, 2)])
    tie(population, last_met=[40, 30], **{name: [0.9, 0.9] for name in FEATURES})
    seen = view(population, days=40)
    assert compute("supported", seen) == 0.5  # 0 and 1 met this week; 1 and 2 did not
    assert compute("isolated", seen) == 0.25
    assert compute("ties_per_person", seen) == 1.0


def test_ties_of_leavers_do_not_count():
    population = organisation(3, [(0, 1), (1, 2)])
    tie(population, **{name: [0.9, 0.1] for name in FEATURES})
    population.person("active")[2] = 0
    seen = view(population)
    assert compute("mean_quality", seen) == pytest.approx(0.9)
    assert compute("ties_per_person", seen) == 1.0
    assert compute("headcount", seen) == 2.0


def test_norm_over_teams_with_members():
    population = organisation(3, teams=[0, 0, 2])
    population.team("norm_respect")[:] = [0.2, 0.9, 0.6]
    assert compute("mean_norm", view(population)) == pytest.approx(0.4)
    assert team_means(population, "energy")[[0, 2]] == pytest.approx([0.5, 0.5])
    assert math.isnan(team_means(population, "energy")[1])


def test_flows_are_of_the_last_four_weeks():
    life, bad = np.r_[np.zeros(20), np.full(20, 3.0)], np.r_[np.full(20, 9.0), np.ones(20)]
    more = {"life_giving": life, "depleting": bad, "routine": 6.0, "encounters": 10.0, "volume_play": life}
    seen = view(organisation(4), days=40, given=more)
    assert compute("life_giving_share", seen) == pytest.approx(0.75)
    assert compute("routine_encounters", seen) == pytest.approx(0.6)
    assert compute("encounters", seen) == pytest.approx(2.5)
    assert compute("volume_play", seen) == pytest.approx(0.75)


def test_shares_of_help_and_play():
    more = {"requested": 3.0, "offered": 1.0, "help_given": 2.0, "thanked": 1.0, "volume_play": 4.0, "play_shared": 3.0}
    seen = view(organisation(4), days=40, given=more)
    assert compute("asked_share", seen) == pytest.approx(0.75)
    assert compute("thanked_share", seen) == pytest.approx(0.5)
    assert compute("play_shared_share", seen) == pytest.approx(0.75)
    nothing = view(organisation(4), given=dict.fromkeys(more, 0.0))
    assert all(math.isnan(compute(name, nothing)) for name in ("asked_share", "thanked_share", "play_shared_share"))


def test_days_not_yet_done_are_not_read():
    seen = view(organisation(2), days=40, given={"life_giving": np.arange(40.0), "depleting": 0.0})
    early = type(seen)(seen.population, seen.series, 0, seen.parameters)
    assert math.isnan(compute("life_giving_share", early))
    assert math.isnan(compute("turnover", early))
    assert math.isnan(compute("hours_spent", early))


def test_equal_turns():
    held = np.zeros(40)
    held[25], held[30] = 1.0, 3.0
    gini = np.zeros(40)
    gini[25], gini[30] = 0.4, 0.8
    seen = view(organisation(2), given={"group_meetings": held, "turns_gini": gini})
    assert compute("participation_equality", seen) == pytest.approx(1.0 - (0.4 + 3 * 0.8) / 4.0)
    assert math.isnan(compute("participation_equality", view(organisation(2), given={"group_meetings": 0.0})))


def test_turnover_is_a_yearly_rate():
    seen = view(organisation(10), days=26, given={"left": np.r_[1.0, np.zeros(25)]})
    assert compute("turnover", seen) == pytest.approx(1.0)  # one of ten in a tenth of a year


def test_cost_is_of_the_whole_run_per_person():
    seen = view(organisation(4), days=30, given={"hours_spent": 2.0, "cost_spent": 10.0, "meeting_minutes": 48.0})
    assert compute("hours_spent", seen) == pytest.approx(15.0)
    assert compute("cost_spent", seen) == pytest.approx(75.0)
    assert compute("meeting_hours", seen) == pytest.approx(1.0)


def test_weekly_panel_follows_joiners_and_leavers():
    population = organisation(2, [(0, 1)])
    panel = Panel()
    panel.add(population)
    population.add_people(1)
    person(population, energy=[0.1, 0.2, 0.3])
    cut_tie(population.state, 0)  # as everybody's who leaves
    population.leave(0)
    panel.add(population)
    energy, quality = panel.arrays()["energy"], panel.arrays()["quality"]
    assert np.array_equal(energy, [[0.5, 0.5, np.nan], [np.nan, 0.2, 0.3]], equal_nan=True)
    assert np.array_equal(quality, [[0.5, 0.5, np.nan], [np.nan, np.nan, np.nan]], equal_nan=True)
    assert np.array_equal(panel.arrays()["hardship"][0], [0.5, 0.5, np.nan], equal_nan=True)
    assert "performance" not in panel.arrays()


def test_weekly_panel_of_performance_has_no_noise():
    population = organisation(2, [(0, 1)])
    p = parameters(outcome_noise=2.0)
    panel = Panel(p)
    panel.add(population)
    calm = view(population, p=parameters(outcome_noise=0.0))
    assert panel.arrays()["performance"] == pytest.approx(np.array([per_person("performance", calm)]))


@given(st.integers(0, 10_000), st.integers(0, 12))
def test_shares_stay_shares(seed, degree):
    seen = view(random_organisation(12, degree, seed))
    for name in (
        "mean_quality",
        "high_quality",
        "corrosive",
        "mean_mutuality",
        "supported",
        "isolated",
        "breadth",
    ):
        value = compute(name, seen)
        assert math.isnan(value) or 0.0 <= value <= 1.0
