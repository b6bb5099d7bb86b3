"""Estimators of the targets, on made data whose answer is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from spirals.analysis.targets import BLOCKS, ROWS, counts, markdown, markdown_other_ways, networks, panels
from spirals.analysis.targets.report import other_ways, table
from spirals.analysis.targets.rows import CHOSEN_HERE

BLOCK = BLOCKS["C"]

PEOPLE, DAYS, SLOTS = 200, 60, 5
PERSON = np.repeat(np.arange(PEOPLE), DAYS * SLOTS)
DAY = np.tile(np.repeat(np.arange(DAYS), SLOTS), PEOPLE)
SLOT = np.tile(np.arange(SLOTS), PEOPLE * DAYS)


def autoregressive(phi: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return one series a person over all slots of all days, variance 1."""
    series = np.zeros((len(phi), DAYS * SLOTS))
    series[:, 0] = rng.standard_normal(len(phi))
    for t in range(1, series.shape[1]):
        series[:, t] = phi * series[:, t - 1] + np.sqrt(1 - phi**2) * rng.standard_normal(len(phi))
    return series.ravel()


def test_inertia_and_its_spread_are_recovered():
    rng = np.random.default_rng(1)
    phi = np.clip(0.35 + 0.15 * rng.standard_normal(PEOPLE), -0.5, 0.9)
    level = np.repeat(3.0 * rng.standard_normal(PEOPLE), DAYS * SLOTS)
    series = autoregressive(phi, rng) + level
    assert panels.inertia(series, PERSON, DAY, SLOT) == pytest.approx(phi.mean(), abs=0.02)
    assert panels.inertia_spread(series, PERSON, DAY, SLOT) == pytest.approx(phi.std(), abs=0.02)
    same = autoregressive(np.full(PEOPLE, 0.35), rng)
    assert panels.inertia_spread(same, PERSON, DAY, SLOT) < 0.04, "chance alone is not a difference between people"


def test_nights_do_not_count_as_pairs_within_the_day():
    now, later = panels.successors(PERSON, DAY * 100 + SLOT)
    assert len(now) == PEOPLE * DAYS * (SLOTS - 1)
    assert np.array_equal(PERSON[now], PERSON[later])
    assert np.array_equal(DAY[now], DAY[later])
    assert np.array_equal(SLOT[now] + 1, SLOT[later])


def test_a_missing_prompt_breaks_the_pair():
    person, time = np.array([0, 0, 0, 1]), np.array([1, 2, 4, 5])
    now, later = panels.successors(person, time)
    assert now.tolist() == [0]
    assert later.tolist() == [1]


def test_day_to_day_carry_over_is_recovered():
    rng = np.random.default_rng(2)
    mean = np.zeros((PEOPLE, DAYS))
    for d in range(1, DAYS):
        mean[:, d] = 0.5 * mean[:, d - 1] + rng.standard_normal(PEOPLE)
    values = np.repeat(mean.ravel(), SLOTS)
    assert panels.day_carry(values, PERSON, DAY) == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("kept", [1.0, 0.7])
def test_variance_split_finds_the_parts_it_was_made_of(kept):
    rng = np.random.default_rng(3)
    parts = (0.45, 0.15, 0.40)
    of_person = np.sqrt(parts[0]) * rng.standard_normal(PEOPLE)
    of_day = np.sqrt(parts[1]) * rng.standard_normal((PEOPLE, DAYS))
    values = of_person[PERSON] + of_day[PERSON, DAY] + np.sqrt(parts[2]) * rng.standard_normal(len(PERSON))
    rows = rng.random(len(PERSON)) < kept
    assert panels.variance_split(values[rows], PERSON[rows], DAY[rows]) == pytest.approx(parts, abs=0.05)
    assert panels.within_share(values[rows], PERSON[rows]) == pytest.approx(0.55, abs=0.05)


def test_both_negativity_estimators():
    rng = np.random.default_rng(4)
    signs = rng.choice([-1.0, 0.0, 1.0], len(PERSON), p=[0.1, 0.6, 0.3])
    rating = np.asarray(signs * rng.choice([1.0, 3.0], len(PERSON)), np.float64)
    mood = np.where(rating < 0, 2.0, 1.0) * rating
    assert panels.dummy_ratio(mood, PERSON, rating) == pytest.approx(2.0, abs=0.1)
    mean = mood.mean()
    expected = (6.0 + mean) / (3.0 - mean)
    assert panels.extremes_ratio(mood, PERSON, rating, 3.0) == pytest.approx(expected, abs=0.1)


def test_contact_and_energy_the_same_and_the_next_slot():
    rng = np.random.default_rng(5)
    contact = (rng.random(len(PERSON)) < 0.5).astype(float)
    before = np.where(SLOT > 0, np.roll(contact, 1), 0.0)
    energy = np.asarray(
        0.4 * contact - 0.2 * before + rng.standard_normal(len(PERSON)) + 5.0 * (PERSON % 3) - SLOT, np.float64
    )
    spread = panels.without_time_of_day(panels.centred(energy, PERSON), SLOT).std()
    assert panels.contact_now(energy, contact, PERSON, SLOT) == pytest.approx(0.4 / spread, abs=0.02)
    later, back = panels.contact_later(energy, contact, PERSON, DAY, SLOT)
    assert later == pytest.approx(-0.2 / spread, abs=0.02)
    assert back == pytest.approx(0.0, abs=0.01)


def test_rhythm_is_the_mean_of_each_slot():
    energy = 10.0 * PERSON - SLOT
    curve = panels.rhythm(energy.astype(float), PERSON, SLOT)
    assert curve == pytest.approx((2.0 - np.arange(SLOTS)) / np.sqrt(2.0))


def test_linkage_of_partners():
    rng = np.random.default_rng(6)
    shared = rng.standard_normal((100, 400))
    means = np.concatenate([shared, shared]) + rng.standard_normal((200, 400))
    partner = np.concatenate([np.arange(100, 200), np.arange(100)])
    same, lagged = panels.linkage(means, partner)
    assert same == pytest.approx(0.5, abs=0.02)
    assert lagged == pytest.approx(0.0, abs=0.02)


def network(pairs: list[tuple[int, int]], n: int) -> np.ndarray:
    made = np.zeros((n, n), dtype=bool)
    for i, j in pairs:
        made[i, j] = True
    return made


def test_reciprocity_closure_homophily():
    net = network([(0, 1), (1, 0), (1, 2), (2, 0)], 4)
    assert networks.reciprocity(net) == 0.5
    assert networks.closure(net) == pytest.approx(2.0), "one triangle, all closed, density 1/2"
    unit = np.array([0, 0, 1, 1])
    assert networks.homophily(net, unit) == pytest.approx((2 / 4) / (2 / 8))
    assert np.isnan(networks.reciprocity(network([], 3)))


def test_top_ties_have_the_density_asked_for_and_leave_out_nobody_knows():
    score = np.arange(16, dtype=float).reshape(4, 4)
    assert networks.top_ties(score, 0.25).sum() == 3
    assert networks.top_ties(np.zeros((4, 4)), 0.5).sum() == 0
    assert not np.diag(networks.top_ties(np.full((4, 4), 9.0), 1.0)).any()


@pytest.mark.parametrize(("values", "expected"), [([1, 1, 1, 1], 0.0), ([0, 0, 0, 1], 0.75), ([1, 3], 0.25)])
def test_gini(values, expected):
    assert networks.gini(np.array(values, float)) == pytest.approx(expected)


def test_overlap_of_two_networks():
    one, other = np.array([1, 1, 0, 0], bool), np.array([1, 0, 1, 0], bool)
    assert networks.jaccard(one, other) == pytest.approx(1 / 3)
    assert networks.phi(one, other) == pytest.approx(0.0)
    assert networks.phi(one, one) == pytest.approx(1.0)


def test_rank_correlation_shares_ranks():
    assert networks.ranks(np.array([5.0, 1.0, 5.0])).tolist() == [2.5, 1.0, 2.5]
    assert networks.spearman(np.array([1.0, 2.0, 3.0]), np.array([1.0, 8.0, 27.0])) == pytest.approx(1.0)


def test_neighbourhood_overlap_leaves_the_two_themselves_out():
    net = network([(0, 1), (0, 2), (1, 2), (1, 3)], 4)
    assert networks.overlap(net)[0, 1] == pytest.approx(1 / 2), "2 is common, 3 is not"


def test_a_star_is_disassortative():
    assert networks.assortativity(network([(0, 1), (0, 2), (0, 3), (1, 2)], 4)) < 0.0


def test_recurrence_and_first_contacts():
    minutes = np.zeros((3, 4, 4))
    for day, i, j, long in ((0, 0, 1, 9), (1, 0, 1, 5), (2, 0, 1, 5), (0, 2, 3, 1)):
        minutes[day, i, j] = minutes[day, j, i] = long
    again, thirds = networks.recurrence(minutes)
    assert again == pytest.approx(2 / 3)
    assert thirds == (0.0, 1.0, 1.0), "one minute, five and nine"
    days = np.zeros((2, 4, 4), dtype=bool)
    for i, j in ((0, 1), (1, 2)):
        days[0, i, j] = days[0, j, i] = True
    days[1, 0, 2] = days[1, 2, 0] = days[1, 0, 3] = days[1, 3, 0] = True
    # 0-2 have 1 in common and meet; of 0-3, 1-3, 2-3, without anybody in common, one meets
    assert networks.closure_of_first_contacts(days) == pytest.approx(3.0)


def test_mutual_ties_that_outlive_one_sided_ones():
    first = network([(0, 1), (1, 0), (0, 2), (2, 1)], 3)
    later = network([(0, 1), (1, 0), (0, 2)], 3)
    assert networks.outliving(first, later) == pytest.approx(2.0)


@pytest.mark.parametrize("reliability", [0.5, 0.8])
def test_noise_leaves_the_reliability_asked_for(reliability):
    rng = np.random.default_rng(7)
    true = rng.standard_normal(100_000)
    answers = networks.noisy(true, reliability, rng)
    assert networks.correlation(true, answers) ** 2 == pytest.approx(reliability, abs=0.01)


def test_every_target_has_a_row_and_every_row_a_sane_band():
    assert {row.target for row in ROWS} == {f"C{k}" for k in range(1, 23)}
    assert all(row.low < row.high and row.source and row.status and row.unit > 0.0 for row in ROWS)
    assert {row.value for row in ROWS} >= set(CHOSEN_HERE)


def test_the_verdict_reads_the_median_and_the_share_counts_seeds():
    found = pd.DataFrame({"C1": [0.3, 0.4, 0.6], "C2": [0.1, 0.1, 0.3]})
    made = table(BLOCK, found).set_index("target")
    assert made.verdict.to_dict() == {"C1": "inside", "C2": "MISS"}
    assert made.inside.to_dict() == pytest.approx({"C1": 2 / 3, "C2": 1 / 3})
    assert "MISS" in markdown(table(BLOCK, found))


def test_counts_say_how_many_rows_and_how_many_whole_targets():
    found = pd.DataFrame({"C1": [0.3], "C3 person": [0.4], "C3 day": [0.9]})
    said = "C, a snapshot: 2 of 3 rows inside their bands, 1 of 2 targets in all their rows."
    assert counts(BLOCK, table(BLOCK, found)) == said


def test_other_readings_are_listed_with_their_target():
    found = pd.DataFrame({name: [0.5] for name, _ in BLOCK.others} | {"C16 team_incentives energy": [0.1]})
    text = markdown_other_ways(other_ways(BLOCK, found))
    assert "| C7: " in text
    assert "| C16: size of team_incentives energy, SD | 0.100 |" in text
