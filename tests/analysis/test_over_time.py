"""Block D: its estimators on made data whose answer is known, what it reads off runs, and its rows."""

from __future__ import annotations

import math

import numpy as np
import pytest

from spirals.analysis.targets import courses, follow_ups, over_time
from spirals.analysis.targets.waves import ACTS, Waves, spread_of_answers, survey
from spirals.measures.ties import HIGH_QUALITY
from spirals.organisation import Organisation
from spirals.population import LEAD, LEVER_CONDUCT

NAN = float("nan")


def test_what_is_kept_of_a_gain():
    assert courses.kept(0.4, 0.3) == pytest.approx(0.75)
    assert math.isnan(courses.kept(0.0, 0.3)), "where nothing was gained nothing can be kept"


def grown(people: int, noise: float) -> tuple[np.ndarray, np.ndarray]:
    """Return answers of 13 waves and one outcome: .5 of the level's SD and .3 of the slope's, level and slope apart."""
    rng = np.random.default_rng(1)
    level, slope, rest = rng.standard_normal((3, people))
    waves = np.arange(13)
    answers = 5.0 + level[:, None] + (0.05 * slope[:, None] - 0.1) * waves
    outcome = 0.5 * level + 0.3 * slope + np.sqrt(1.0 - 0.34) * rest
    return answers + noise * rng.standard_normal(answers.shape), outcome


@pytest.mark.parametrize("noise", [0.0, 1.0])
def test_growth_finds_the_effects_of_true_level_and_true_slope(noise):
    answers, outcome = grown(20_000, noise)
    answers[:3, 4] = NAN
    found = courses.growth(answers, np.array([outcome, -outcome]))
    assert found.of_level == pytest.approx([0.5, -0.5], abs=0.03)
    assert found.of_slope == pytest.approx([0.3, -0.3], abs=0.03)
    assert found.slope == pytest.approx(-1.2 / np.sqrt(1.0 + noise**2), abs=0.03)


def test_people_who_change_alike_leave_all_to_the_level():
    level = np.array([0.0, 1.0, 2.0, 5.0])
    answers = level[:, None] + 0.1 * np.arange(6) + np.tile([1.0, -1.0], 3)  # what is no line is error
    found = courses.growth(answers, np.array([2.0 * level]))
    assert found.of_slope.tolist() == [0.0]
    assert found.of_level[0] >= 1.0


def symmetric(pairs: list[tuple[int, int]], n: int) -> np.ndarray:
    net = np.zeros((n, n), dtype=bool)
    for i, j in pairs:
        net[i, j] = net[j, i] = True
    return net


def test_bridges_and_embedded_ties_that_are_gone():
    first = symmetric([(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (4, 5)], 6)
    later = symmetric([(0, 1), (3, 4), (0, 5)], 6)
    everybody = np.ones(6, dtype=bool)
    assert courses.decay(first, later, everybody) == pytest.approx((2 / 3, 2 / 3, 1 / 2))
    assert courses.decay(first, later, np.arange(6) < 5) == pytest.approx((1 / 2, 2 / 3, 2 / 5)), "5 has left"
    assert courses.decay(first, later, np.arange(6) != 1)[1] == 1.0, "who left may still have been in common"
    assert math.isnan(courses.decay(symmetric([(0, 1)], 2), later[:2, :2], everybody[:2])[1])


def test_means_of_thirds_leave_out_the_unknown():
    values = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 99.0, NAN])
    by = np.array([6.0, 5.0, 4.0, 3.0, 2.0, 1.0, NAN, 9.0])
    assert courses.by_third(values, by).tolist() == [5.5, 3.5, 1.5]


def test_spread_within_groups_against_all():
    group = np.array([7, 7, 9, 9, 9])
    assert courses.spread_within(np.array([0.0, 2.0, 10.0, 12.0, NAN]), group) == pytest.approx(1.0 / np.sqrt(26.0))
    assert courses.spread_within(np.array([-1.0, 1.0, -1.0, 1.0, NAN]), group) == pytest.approx(1.0)


def test_coefficients_hold_the_other_constant():
    rng = np.random.default_rng(2)
    first, work = rng.standard_normal((2, 50_000))
    work += first
    y = 2.0 * first + 1.0 * work
    y[0] = NAN
    found = courses.coefficients(y, work, first)
    assert found == pytest.approx([work.std() / np.nanstd(y), 2.0 * first.std() / np.nanstd(y)], abs=0.01)


def test_parting_is_the_difference_where_there_is_one_and_nothing_by_chance():
    early = np.ones((4, 3))
    assert courses.parting(early, np.tile([0.9, 0.4, 0.5], (4, 1))) == pytest.approx(0.5)
    rng = np.random.default_rng(3)
    chance = [courses.parting(early, 0.5 + rng.standard_normal((4, 3))) for _ in range(4000)]
    assert np.mean(chance) == pytest.approx(0.0, abs=0.05)


def test_team_means_and_stability():
    means = courses.team_means(np.array([1.0, 3.0, NAN, 8.0]), np.array([0, 0, 1, 2]))
    assert means == pytest.approx([2.0, NAN, 8.0], nan_ok=True)
    first, later = np.array([1.0, 2.0, 3.0, NAN]), np.array([2.0, 4.0, 6.0, 1.0, 5.0])
    assert courses.retest(first, later) == pytest.approx(1.0), "who joined since is in the later wave only"


def test_answers_have_the_reliability_asked_for_and_leave_gaps():
    true = np.random.default_rng(4).standard_normal(100_000)
    true[::10] = NAN
    answers = survey(true, np.random.default_rng(5))
    assert np.array_equal(np.isnan(answers), np.isnan(true))
    assert courses.retest(true, answers) ** 2 == pytest.approx(0.8, abs=0.01)
    assert np.nanstd(answers) == pytest.approx(spread_of_answers(true), rel=0.01)


def test_waves_read_the_days_before_a_survey():
    twins = [Organisation(size=24, days=99, rng=3) for _ in range(2)]
    waves = Waves(twins[0], ("energy", "support", "keeping apart"), [ACTS], contacts=True)
    by_hand, met = [], np.zeros((24, 24), dtype=int)
    for _ in range(ACTS):
        twins[1].step()
        population = twins[1].population
        by_hand.append(population.person("energy")[:24].copy())
        today = population.tie("last_met") == twins[1].day
        np.add.at(met, (population.tie("a")[today], population.tie("b")[today]), 1)
    read = waves.mean("energy", ACTS, days=3)[:24]
    still = population.active[:24]
    assert read[still] == pytest.approx(np.mean(by_hand[-3:], axis=0)[still])
    assert np.isnan(read[~still]).all()
    assert np.array_equal(waves.met(ACTS, ACTS, 2)[:24, :24], met + met.T >= 2)
    assert np.nanmax(waves.mean("keeping apart", ACTS)) <= 1.0
    with pytest.raises(KeyError):
        waves.mean("energy", ACTS + 1)
    with pytest.raises(ValueError, match="contacts=True"):
        Waves(twins[1], ("energy",), [ACTS]).met(ACTS, 5, 1)


@pytest.fixture
def study(monkeypatch: pytest.MonkeyPatch) -> follow_ups.Study:
    for name, value in {"PAIRS": 2, "SIZE": 40, "MANY": 80, "COHORTS": 1}.items():
        monkeypatch.setattr(follow_ups, name, value)
    return follow_ups.Study(7, {"turnover": 0.05})


def test_a_twin_in_which_nothing_is_done_does_not_differ(study):
    pair = study.pair(1, (), ("energy", "quality"), [60])
    assert np.nanmax(np.abs(pair.change("quality", 60))) == 0.0
    assert follow_ups.effect([pair], "energy", 60) == 0.0


def test_the_programme_reaches_a_fifth_of_the_teams_until_it_ends(study):
    pair = follow_ups._civility(study, 0, learnt=True)
    organisation = pair.treated.organisation
    assert organisation.day == follow_ups.HALF_YEAR + follow_ups.YEAR
    teams = organisation.population.team_names
    team = study.organisation(0).population.person("team")
    inside = np.unique(team[pair.who])
    assert len(inside) == max(1, round(0.2 * len(teams)))
    skill = pair.treated.mean("skill_respect", follow_ups.HALF_YEAR, 1)[: len(team)]
    assert follow_ups._taught(pair) > 0.0
    assert np.mean(skill[pair.who]) > np.nanmean(skill[~np.isin(team, inside)])
    assert (organisation.population.levers()[:, LEVER_CONDUCT] == 0.0).all(), "nothing is wanted after its end"


def test_what_is_wanted_is_what_average_skill_learns(study):
    organisation = study.organisation(0, teaching=0.01, teaching_ceiling=0.9, skill_rest=0.5, skill_effect=2.0)
    assert follow_ups._motivation(organisation) == pytest.approx(2.0 * 0.4 * (1.0 - math.exp(-0.26)))


def test_good_pairs_are_team_mates_nobody_twice(study):
    organisation = study.organisation(0)
    organisation.run_days(5)
    population = organisation.population
    pairs = follow_ups.good_pairs(population)
    assert len(np.unique(pairs)) == pairs.size > 0
    team = population.person("team")
    for i, j in pairs.tolist():
        assert team[i] == team[j]
        tie = population.tie_between(i, j)
        assert min(organisation.quality_of_tie(tie, side) for side in (0, 1)) >= HIGH_QUALITY


def test_breaches_cost_trust_a_betrayal_more(study):
    found = follow_ups.breaches(study)
    assert 0.0 < found["D5 loss by a lapse"] < found["D5 loss by a betrayal"]
    assert found["D5 apart"] == found["D5 lapse"] - found["D5 betrayal"]


def test_every_team_with_a_lead_gets_a_new_one(study):
    organisation = study.organisation(0)
    population = organisation.population
    before = population.rows[population.person("level")[population.rows] == LEAD]
    dyads = follow_ups._replace_leads(organisation)
    leads = np.unique(dyads[:, 0])
    team = organisation.population.person("team")
    assert not organisation.population.active[before].any()
    assert sorted(team[leads]) == sorted(team[before])
    assert (team[dyads[:, 0]] == team[dyads[:, 1]]).all()
    sides = follow_ups._both_sides(organisation, dyads)
    known = np.isfinite(sides)
    assert known.any()
    assert np.array_equal(known[0], known[1])


def test_one_seed_gives_every_value(study):
    found = over_time.measure(7, turnover=0.05)
    assert set(found) == {row.value for row in over_time.ROWS} | {value for value, _ in over_time.OTHERS}


def test_every_target_has_its_rows_and_every_row_a_sane_band():
    assert {row.target for row in over_time.ROWS} == {f"D{k}" for k in range(1, 10)}
    assert all(row.low < row.high and row.source and row.status and row.unit > 0.0 for row in over_time.ROWS)
    assert len({row.value for row in over_time.ROWS}) == len(over_time.ROWS)
    assert {row.value for row in over_time.ROWS} >= set(over_time.CHOSEN_HERE)
