"""Block S: the estimators on small made records whose answer is known, the real sets, and how they are simulated."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from spirals.analysis.targets import own_size, real_sets, rhythms, traces
from spirals.analysis.targets.own_size import ROWS, SETS, STORED, TESTS, in_words, measure, recomputed, seen, shares
from spirals.analysis.targets.traces import Contacts, Mail, Namings

BY_NAME = {one.name: one for one in SETS}
SMALL = ("employee_badges_states", "bernard_killworth_office", "krackhardt_hightech", "students_esm_energy")


def network(people: int, *ties: tuple[int, int]) -> Any:
    """Return an undirected network."""
    net = np.zeros((people, people), dtype=bool)
    for a, b in ties:
        net[a, b] = net[b, a] = True
    return net


# --- networks ---------------------------------------------------------------------------------------------
def test_shape_of_a_triangle_with_a_tail_and_somebody_alone() -> None:
    found = traces.shape(network(5, (0, 1), (1, 2), (0, 2), (2, 3)))
    assert found["trans"] == pytest.approx(6 / 10)
    assert found["clust"] == pytest.approx((1 + 1 + 1 / 3) / 5)
    assert found["gcc"] == pytest.approx(4 / 5)
    assert found["apl"] == pytest.approx(8 / 6)


def test_modularity_of_two_triangles_is_found() -> None:
    net = network(6, (0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5))
    assert traces.shape(net)["Q_louvain"] == pytest.approx(0.5)
    by_unit = traces.by_unit(network(4, (0, 1), (2, 3), (1, 2)), np.array([0, 0, 1, 1]), "team")
    assert by_unit["Q_team"] == pytest.approx(2 / 3 - 0.5)
    assert by_unit["odds_team"] == pytest.approx(1.0 / 0.25)


def test_directed_degrees_and_returned_arcs() -> None:
    net = np.zeros((3, 3), dtype=bool)
    net[0, 1] = net[0, 2] = net[1, 0] = True
    found = traces.directed_shape(net)
    assert found["recip"] == pytest.approx(2 / 3)
    assert found["cv_outdeg"] == pytest.approx(np.sqrt(2 / 3))
    assert found["cv_indeg"] == 0.0


def test_totals_and_their_tail() -> None:
    values = np.array([*range(1, 20), 100.0])
    assert traces.top_share(values) == pytest.approx(119 / values.sum())
    assert traces.tail_exponent(np.full(12, 10.0 * math.e), 10.0) == pytest.approx(2.0)
    assert np.isnan(traces.tail_exponent(np.full(9, 20.0), 10.0))
    spread = traces.spread_over_pairs(np.array([1.0, 1.0, 4.0]))
    assert spread["w_mean"] == 2.0
    assert spread["w_median"] == 1.0
    assert spread["w_gini"] == pytest.approx(1 / 3)


# --- contacts -------------------------------------------------------------------------------------------------
@pytest.fixture
def contacts() -> Contacts:
    """Return three days of four people in two departments; person 4 wears no badge, and 3 is away on the second day."""
    rows = [
        (0, 0, 1, 0.5), (0, 0, 1, 1.5), (0, 2, 3, 6.0),
        (1, 0, 1, 2.0), (1, 0, 2, 0.5),
        (2, 0, 1, 2.0), (2, 1, 2, 1.0), (2, 2, 3, 1.0),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["day", "a", "b", "minutes"])
    return Contacts(5, 3, table, np.array([0, 0, 1, 1, 1]))


def test_contact_statistics_are_exact(contacts: Contacts) -> None:
    found = traces.contact_statistics(contacts)
    assert found["dur_mean_s"] == pytest.approx(60.0 * 14.5 / 8)
    assert found["dur_gt1min"] == pytest.approx(4 / 8)
    assert found["dur_gt5min"] == pytest.approx(1 / 8)
    assert found["mean_deg_agg"] == pytest.approx(2 * 4 / 4), "the person without a badge is not there"
    assert found["w_mean_min"] == pytest.approx(14.5 / 4)
    assert found["w_median_min"] == pytest.approx((1.0 + 6.0) / 2)
    assert found["daily_deg"] == pytest.approx(np.mean([4 / 4, 4 / 3, 6 / 4]))
    assert found["daily_min_per_active"] == pytest.approx(np.mean([16 / 4, 5 / 3, 8 / 4]))
    assert found["odds_department"] == pytest.approx(1.0 / 0.5)
    assert found["odds_time"] == pytest.approx(((6.0 + 7.0) / 2) / ((0.5 + 1.0) / 4))
    assert found["surv_day_copresent"] == pytest.approx(np.mean([1.0, 0.5]))
    assert found["surv_<=1min"] == 0.0, "0 with 2, away from the second day's list on the third"
    assert found["surv_1-5min"] == 1.0
    assert np.isnan(found["surv_>5min"]), "3 was away on the second day"
    assert found["jacc_day"] == pytest.approx(np.mean([1 / 3, 1 / 4]))
    assert found["jacc_day_copresent"] == pytest.approx(np.mean([1 / 2, 1 / 3]))
    assert np.isnan(found["jacc_week"])
    assert found["new_link_share_day"] == pytest.approx(np.mean([1 / 2, 1 / 3]))


def test_first_contacts_count_people_who_were_there(contacts: Contacts) -> None:
    found = traces.contact_statistics(contacts)
    # Second day, 3 away: 0-2 and 1-2 could meet, without a common contact, and 0-2 does.
    # Third day, all there: 1-2 and 0-3 have a common contact, of which 1-2 meets; 1-3 has none.
    assert found["p_new_nocn"] == pytest.approx(1 / 3)
    assert found["p_new_cn"] == pytest.approx(1 / 2)
    assert found["closure_ratio"] == pytest.approx(1.5)


def test_a_persons_days_are_compared_by_their_contact_times(contacts: Contacts) -> None:
    first, second = [2 / np.hypot(2.0, 0.5), 1.0, 0.0], [2 / np.hypot(2.0, 0.5), 2 / np.hypot(2.0, 1.0), 0.0]
    found = traces.contact_statistics(contacts)
    assert found["ego_cosine_day"] == pytest.approx(np.mean(first + second))
    assert traces.worn(contacts).tolist() == pytest.approx([1.0, 1.0, 1.0, 2 / 3])


def test_weeks_have_five_days() -> None:
    daily = pd.DataFrame({"day": range(10), "a": 0, "b": 1, "minutes": 1.0})
    once = pd.DataFrame({"day": [4, 5], "a": [1, 0], "b": 2, "minutes": 1.0})
    found = traces.contact_statistics(Contacts(3, 10, pd.concat([daily, once])))
    assert found["jacc_week"] == pytest.approx(1 / 3)


def test_sightings_are_spread_over_all_pairs() -> None:
    table = pd.DataFrame({"day": 0, "a": [0, 0], "b": [1, 2], "minutes": [3.0, 1.0]})
    found = traces.sighting_statistics(Contacts(3, 1, table))
    assert found["mean_deg"] == pytest.approx(4 / 3)
    assert found["w_gini"] == pytest.approx(0.5)
    assert found["w_top10share"] == pytest.approx(0.75)


def test_records_in_a_row_are_one_episode() -> None:
    windows = pd.DataFrame({"day": [0, 0, 0, 0, 1], "a": 0, "b": [1, 1, 2, 1, 1], "window": [7, 5, 8, 6, 8]})
    found = real_sets.merged(windows, 0.5)
    assert found.to_dict("list") == {"day": [0, 0, 1], "a": [0, 0, 0], "b": [1, 2, 1], "minutes": [1.5, 0.5, 0.5]}


# --- e-mail ---------------------------------------------------------------------------------------------------
def test_mail_statistics_are_exact() -> None:
    rows = [(0, 0, 1, 1), (0, 1, 0, 2), (0, 1, 2, 5), (1, 0, 1, 1), (1, 2, 1, 1), (2, 3, 0, 1)]
    found = traces.mail_statistics(Mail(5, 3, pd.DataFrame(rows, columns=["week", "a", "b", "mails"])))
    assert found["mean_deg"] == pytest.approx(5 / 4)
    assert found["recip"] == pytest.approx(4 / 5)
    assert found["w_mean"] == pytest.approx(11 / 5)
    assert found["week_active"] == pytest.approx((3 + 3 + 2) / 3)
    assert found["week_links"] == pytest.approx(6 / 3)
    assert found["week_outdeg"] == pytest.approx(np.mean([3 / 3, 2 / 3, 1 / 2]))
    assert found["week_recip"] == pytest.approx(np.mean([2 / 3, 0.0, 0.0]))
    assert found["jacc_week_dir"] == pytest.approx(np.mean([1 / 4, 0.0]))
    assert found["jacc_week_und"] == pytest.approx(np.mean([1.0, 0.0]))
    assert found["surv"] == pytest.approx(1 / 5)
    assert found["surv_w1"] == pytest.approx(1 / 3)
    assert found["surv_w2_4"] == 0.0
    assert found["surv_w5+"] == 0.0
    assert found["surv_recip"] == pytest.approx(1 / 2)
    assert found["surv_nonrecip"] == 0.0
    assert np.isnan(found["jacc_lag4w"])


def test_mail_without_dates_has_a_shape_and_departments() -> None:
    table = pd.DataFrame({"week": 0, "a": [0, 1, 2], "b": [1, 0, 3], "mails": 1})
    found = traces.static_mail_statistics(Mail(4, 1, table, np.array([0, 0, 1, 1])))
    assert found["recip"] == pytest.approx(2 / 3)
    assert found["Q_department"] == pytest.approx(0.5)
    assert found["mean_deg"] == pytest.approx(3 / 4)


# --- namings --------------------------------------------------------------------------------------------------
def test_layers_are_measured_alone_and_by_each_other() -> None:
    advice, friends = np.zeros((2, 4, 4), dtype=bool)
    advice[0, 1] = advice[1, 0] = advice[0, 2] = advice[3, 2] = True
    friends[0, 1] = friends[2, 0] = True
    found = traces.naming_statistics(
        Namings({"advice": advice, "friends": friends}, {"office": np.array([0, 0, 1, 1])})
    )
    assert found["advice|friends"] == pytest.approx(1 / 2)
    assert found["friends|advice"] == pytest.approx(1 / 4)
    assert found["advice recip"] == pytest.approx(1 / 2)
    assert found["advice odds_office"] == pytest.approx((3 / 4) / (1 / 8))


# --- diaries --------------------------------------------------------------------------------------------------
def test_highs_lows_and_what_else_is_asked_are_found() -> None:
    rng = np.random.default_rng(5)
    people, days, slots = 400, 10, 4
    index = pd.MultiIndex.from_product([range(people), range(days), range(slots)], names=["person", "day", "slot"])
    table = pd.DataFrame(index=index).reset_index()
    met = rng.random(len(table)) < 0.5
    noise = rng.standard_normal((people * days, slots))
    for slot in range(1, slots):
        noise[:, slot] = 0.4 * noise[:, slot - 1] + np.sqrt(1 - 0.16) * noise[:, slot]
    table["mood"] = noise.ravel() + 0.5 * met
    table["contact"], table["helped"] = met.astype(float), rng.random(len(table)) < 0.2
    table["weekday"], table["hour"], table["energy"] = table["day"] % 5, 9.0 + 2.0 * table["slot"], np.nan
    table.loc[0, "contact"] = np.nan  # an answer left out takes part in all else
    study = BY_NAME["helping_mood_esm"].study  # type: ignore[attr-defined]
    found = rhythms.carrying(table, "mood", study)
    spread = np.sqrt(1 + 0.25 * 0.25)
    assert found["with contact"] == pytest.approx(0.5 / spread, abs=0.04)
    assert found["with helped"] == pytest.approx(0.0, abs=0.04)
    assert found["before contact"] == pytest.approx(0.0, abs=0.02)
    assert found["overnight"] == pytest.approx(-0.04, abs=0.04), "centring on the own mean costs 1/n or so"
    assert found["after a high"] == pytest.approx(0.38, abs=0.06)
    assert found["after a low"] == pytest.approx(0.38, abs=0.06)
    assert found["skew"] == pytest.approx(0.0, abs=0.05)
    assert rhythms.carrying(table, "energy", study) == {}


# --- observing ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("window", "share"), [(20.0, 0.5), (60.0, 0.65 * (1 - (3 / 13) ** 3))])
def test_badges_record_half_of_the_time_that_people_talk(window: float, share: float) -> None:
    start = np.full(2000, 600.0)
    talk, number = seen(start, np.full(2000, 600.0), window, np.random.default_rng(1))
    assert number.min() == 600 / window
    assert number.max() == 1200 / window - 1
    assert len(set(talk)) / 2000 == pytest.approx(0.65, abs=0.03), "of the others nothing is seen"
    assert len(talk) / (2000 * 600 / window) == pytest.approx(share, abs=0.02)


def test_a_talk_shorter_than_a_window_is_seen_seldom() -> None:
    talk, number = seen(np.full(4000, 5.0), np.full(4000, 10.0), 20.0, np.random.default_rng(1))
    assert set(number) == {0}
    assert len(talk) / 4000 == pytest.approx(0.65 * (1 - np.sqrt(3 / 13)), abs=0.03)


def test_resampled_people_keep_every_pair_once() -> None:
    row, column = traces.drawn_pairs(30, np.random.default_rng(2))
    off = ~np.eye(30, dtype=bool)
    assert (row != column)[off].all(), "no pair is of one person with themselves"
    assert np.array_equal(row, column.T), "both directions of a pair come from one pair"
    everybody = [(a, b) for a in range(30) for b in range(30) if a < b]
    table = pd.DataFrame(everybody, columns=["a", "b"]).assign(day=0, minutes=1.0)
    again = traces.resampled_contacts(Contacts(30, 1, table, np.arange(30)), np.random.default_rng(2))
    assert sorted(zip(again.table["a"], again.table["b"], strict=True)) == everybody
    assert again.unit is not None
    assert again.unit.tolist() == np.diagonal(row).tolist()


def test_resampled_arcs_keep_their_direction() -> None:
    table = pd.DataFrame({"week": 0, "a": [0, 1], "b": [1, 2], "mails": [1, 2]})
    again = traces.resampled_mail(Mail(3, 1, table), np.random.default_rng(4))
    net = np.array([[0, 1, 0], [0, 0, 2], [0, 0, 0]])
    row, column = traces.drawn_pairs(3, np.random.default_rng(4))
    made = np.zeros((3, 3), dtype=int)
    made[again.table["a"], again.table["b"]] = again.table["mails"]
    assert np.array_equal(made, np.where(np.eye(3, dtype=bool), 0, net[row, column]))
    named = traces.resampled_namings(Namings({"x": net > 0}, {}), np.random.default_rng(4))
    assert np.array_equal(named.layers["x"], made > 0)


# --- rows and sets --------------------------------------------------------------------------------------------
def test_bands_are_two_errors_or_a_tenth() -> None:
    stored = pd.read_csv(STORED)
    facts = stored[stored["error"].notna()]
    assert [row.value for row in ROWS] == [f"S {row.set} {row.statistic}" for row in facts.itertuples()]
    assert len({row.value for row in ROWS}) == len(ROWS)
    for row, fact in zip(ROWS, facts.itertuples(), strict=True):
        assert row.high - fact.value == pytest.approx(max(2.0 * fact.error, 0.1 * abs(fact.value)))
        assert fact.value - row.low == pytest.approx(row.high - fact.value)
        assert row.unit > 0.0


def test_every_set_has_rows_and_says_where_it_is_from() -> None:
    assert list(dict.fromkeys(row.target for row in ROWS)) == [f"S {one.name}" for one in SETS]
    assert all(one.origin and one.licence for one in SETS)


def test_statistics_are_said_in_words() -> None:
    bare = {row.what for row in ROWS if "_" in row.what}
    assert not bare, "a name of the table of facts says nothing to a reader"
    assert in_words("value>=4 recip") == "value>=4: arcs returned"


def test_a_set_passes_with_two_thirds() -> None:
    rows = [row for row in ROWS if row.target == "S krackhardt_hightech"]
    missed = len(rows) // 3
    values = {row.value: row.high + 1.0 for row in rows[:missed]} | {row.value: row.low for row in rows[missed:]}
    found = shares(values)
    assert found["S krackhardt_hightech share"] == pytest.approx(1.0 - missed / len(rows))
    (test,) = (row for row in TESTS if row.target == "S krackhardt_hightech")
    assert test.low <= found[test.value] <= test.high
    values[rows[missed].value] = values[rows[missed + 1].value] = math.nan
    assert shares(values)[test.value] < test.low
    assert math.isnan(found["S bernard_killworth_office share"])


def test_one_estimator_measures_the_real_and_the_simulated_record(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls = []

    class Spied(own_size.RealSet):
        def simulated(self, design: dict[str, float], seed: int, **changes: Any) -> Any:
            return "simulated"

        def statistics(self, record: Any) -> dict[str, float]:
            calls.append(record)
            return {"x": 1.0}

        def resampled(self, real: Any, rng: np.random.Generator) -> Any:
            return "resampled"

    spied = Spied("spied", "", "", 2, 1, lambda folder: "real")
    monkeypatch.setattr(own_size, "SETS", (spied,))
    recomputed(tmp_path, resamples=2)
    measure(1, ("spied",))
    assert sorted(calls) == ["real", "resampled", "resampled", "simulated"]
    assert all("statistics" not in vars(one) for one in SETS), "no set has one of its own beside its class's"


@pytest.mark.parametrize("name", SMALL)
def test_one_seed_says_the_same_twice_and_listens_to_changes(name: str) -> None:
    first, again = measure(3, (name,)), measure(3, (name,))
    assert list(first) == [row.value for row in ROWS if row.target == f"S {name}"]
    np.testing.assert_equal(first, again)
    assert np.isfinite(list(first.values())).mean() > 0.9
    other = measure(3, (name,), encounter_rate=0.3, mood_lift=0.2)
    assert any(first[key] != other[key] for key in first)


def test_a_simulated_record_has_the_form_of_the_real_one(data_folder: Path) -> None:
    for name in SMALL:
        one = BY_NAME[name]
        real = one.read(data_folder / name)
        record = one.simulated(one.design(real), 1)
        assert type(record) is type(real)
        if isinstance(real, Contacts):
            assert set(record.table) == set(real.table)
            assert (record.people, record.days) == (real.people, real.days)
        if isinstance(real, pd.DataFrame):
            assert {"person", "day", "weekday", "hour", "mood", "energy"} <= set(record) & set(real)
        if isinstance(real, Namings):
            assert set(record.layers) == set(real.layers)
            assert set(record.units) == set(real.units)


# --- the real sets --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", list(BY_NAME))
def test_stored_statistics_are_those_of_the_data(data_folder: Path, name: str) -> None:
    one = BY_NAME[name]
    real = one.read(data_folder / name)
    stored = pd.read_csv(STORED)
    kept = stored[stored["set"] == name].set_index("statistic")["value"].to_dict()
    found = {**one.design(real), **one.statistics(real)}
    assert kept == pytest.approx({key: found[key] for key in kept}, rel=1e-4, abs=1e-6)
    assert all(not np.isfinite(found[key]) for key in set(found) - set(kept)), "nothing that can be told is left out"


def test_stored_errors_are_those_of_the_bootstrap(data_folder: Path) -> None:
    name = "krackhardt_hightech"
    stored = pd.read_csv(STORED)
    found = recomputed(data_folder, names=(name,))
    kept = stored[stored["set"] == name].reset_index(drop=True)
    assert found["statistic"].tolist() == kept["statistic"].tolist()
    np.testing.assert_allclose(found["error"], kept["error"], rtol=1e-4)


@pytest.mark.parametrize(
    ("name", "layers"),
    [
        ("workplace_contacts_2013", ("InVS13",)),
        ("employee_badges_states", ("FBK1",)),
        ("bernard_killworth_office", ("bkoff_obs",)),
        ("manufacturing_emails", ("radoslaw>=1", "manuf")),
        ("email_eu_core", ("eu_core",)),
        ("lazega_lawfirm", ("lazega_advice", "lazega_cowork")),
        ("cross_parker_consulting", ("cpc_info>=3", "cpc_value>=4")),
    ],
)
def test_statistics_agree_with_facts_that_others_computed(
    data_folder: Path, name: str, layers: tuple[str, ...]
) -> None:
    facts = pd.read_csv(data_folder / "stylised_facts.csv")
    one = BY_NAME[name]
    found = one.statistics(one.read(data_folder / name))
    compared = 0
    for layer in layers:
        told = facts[(facts["dataset"] == name) & (facts["layer_or_variable"] == layer)]
        for row in told.itertuples():
            for key in (row.statistic, f"{layer.partition('_')[2]} {row.statistic}"):
                if key in found and key[-9:] != "Q_louvain":  # found by chance, within some hundredths
                    assert found[key] == pytest.approx(float(row.value), rel=0.015, abs=0.002), key
                    compared += 1
    assert compared >= 7
