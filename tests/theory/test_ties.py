"""Ties by hand: doses, investment, rests, drift, memory of a betrayal, familiarity, favours; where ties settle."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spirals.mechanisms.ties import (
    dose_of,
    drifted,
    fading_rate,
    familiarity_after,
    familiarity_tonight,
    favours_after,
    invested,
    quality_of,
    remembered,
    rest_of,
    softened,
)
from spirals.organisation import Organisation
from spirals.population import (
    CARRYING,
    CONNECTIVITY,
    DOWN_REGARD,
    FEATURES,
    REGARD,
    REST,
    SHARED,
    TENSILITY,
    TIE_TRUST,
    UP_CARRYING,
    UP_REGARD,
    UP_TRUST,
)
from tests.theory.given import only

share = st.floats(0.0, 1.0)
push = st.floats(0.0, 5.0)


def test_dose() -> None:
    assert dose_of(3.0, 1.0, 3.0) == 1.0
    assert dose_of(1.0, 1.0, 3.0) == pytest.approx(0.5)
    assert dose_of(9.0, 0.4, 3.0) == pytest.approx(0.6)
    assert dose_of(0.0, 1.0, 3.0) == 0.0
    assert dose_of(1e9, 1.0, 3.0) == pytest.approx(2.0)


def test_investment_moves_a_share_of_the_room_left() -> None:
    assert invested(0.4, 0.2, 0.0, 1.0) == pytest.approx(1.0 - 0.6 * math.exp(-0.2))
    assert invested(0.4, 0.0, 0.2, 1.0) == pytest.approx(0.4 * math.exp(-0.2))
    assert invested(0.4, 0.1, 0.2, 1.0) == pytest.approx((1.0 - 0.6 * math.exp(-0.1)) * math.exp(-0.2))
    assert invested(0.4, 0.0, 0.0, 1.0) == invested(0.4, 0.0, 0.0, 2.0) == 0.4
    assert invested(0.4, 0.2, 0.0, 2.0) == pytest.approx(1.0 - 0.6 / 1.24)  # room 0.6 left: 0.6 / (1 + 2 * .2 * .6)


@given(share, push, st.sampled_from([1.0, 2.0]))
def test_two_half_investments_are_one(x: float, amount: float, order: float) -> None:
    half = 0.5 * amount
    for up, down in ((1.0, 0.0), (0.0, 1.0)):
        twice = invested(invested(x, up * half, down * half, order), up * half, down * half, order)
        assert twice == pytest.approx(invested(x, up * amount, down * amount, order), abs=1e-12)


@given(share, push, push, st.sampled_from([1.0, 2.0]))
def test_an_investment_stays_inside(x: float, up: float, down: float, order: float) -> None:
    assert 0.0 <= invested(x, up, down, order) <= 1.0


def test_bad_is_stronger_than_good_and_softened() -> None:
    p = only(loss_ratio=2.0, buffer_strength=0.5)
    assert softened(p, 0.1, 0.0) == pytest.approx(0.2)
    assert softened(p, 0.1, 0.8) == pytest.approx(0.12)


def test_rests_have_a_common_part_and_an_own_one() -> None:
    p = only(rest_level=0.5, rest_spread=0.1, rest_common=0.8)
    assert rest_of(p, 1.0, 0.0) == pytest.approx(0.58)
    assert rest_of(p, 0.0, 1.0) == pytest.approx(0.56)
    assert rest_of(p, 9.0, 9.0) == 0.95
    assert rest_of(p, -9.0, -9.0) == 0.05
    assert drifted(0.2, 0.6, 0.25) == pytest.approx(0.3)
    assert remembered(0.6, 0.2) == pytest.approx(0.6 * math.exp(-0.2))


def test_quality_is_the_mean_of_five() -> None:
    assert quality_of(0.1, 0.3, 0.5, 0.7, 0.9) == pytest.approx(0.5)


def test_familiarity_grows_with_use_and_fades_by_embeddedness_and_need() -> None:
    assert familiarity_after(0.4, 2.0, 0.05) == pytest.approx(1.0 - 0.6 * math.exp(-0.1))
    assert fading_rate(0.0, 0.0, 0.04, 0.75) == pytest.approx(0.04)
    assert fading_rate(0.8, 1.0, 0.04, 0.75) == pytest.approx(0.04 * 0.4 / 2.0)
    assert familiarity_tonight(0.6, 0.05, 0.5) == pytest.approx(0.6 * math.exp(-0.05 * 0.7))
    assert familiarity_tonight(1.0, 0.05, 1.0) == 1.0


def test_favours_move_towards_who_gave_last() -> None:
    assert favours_after(0.0, 1.0, 0.2) == pytest.approx(1.0 - math.exp(-0.2))
    assert favours_after(0.5, -1.0, 0.0) == 0.5
    once, twice = favours_after(0.1, -1.0, 0.4), favours_after(favours_after(0.1, -1.0, 0.2), -1.0, 0.2)
    assert once == pytest.approx(twice)


# --- where a tie settles (theory.md, check 1) ------------------------------------------------------------
@pytest.mark.parametrize(
    ("up", "down", "drift", "rest"),
    [
        (0.02, 0.005, 0.01, 0.5),
        (0.0, 0.0, 0.01, 0.4),
        (0.01, 0.03, 0.01, 0.6),
        (0.05, 0.0, 0.02, 0.3),
        (0.0, 0.02, 0.005, 0.9),
    ],
)
@pytest.mark.parametrize("start", [0.05, 0.95])
def test_under_constant_inflow_a_feature_settles_where_the_paper_says(
    up: float, down: float, drift: float, rest: float, start: float
) -> None:
    x = start
    for _ in range(3000):
        x = drifted(invested(x, up, down, 1.0), rest, drift)
    assert x == pytest.approx((up + drift * rest) / (up + down + drift), abs=0.01)


STILL: dict[str, Any] = {
    "encounter_rate": 0.0, "team_meetings": 0.0, "turnover": 0.0, "move_rate": 0.0, "fading": 0.0, "forgotten": 0.0,
    "outsider_rate": 0.0,
}  # fmt: skip


def test_every_tie_of_an_organisation_settles_there_used_or_not() -> None:
    """Each evening the same is invested, as an encounter invests it; the night is the model's own."""
    from spirals.engine.encounter import change_own_side, clear_impact, moved

    up, down, trust = 0.02, 0.01, 0.03
    organisation = Organisation(size=6, teams=1, days=2000, rng=2, engine="stepwise", drift=0.01, **STILL)
    s = organisation.population.state
    rows = organisation.population.tie_rows
    used, unused = rows[::2], rows[1::2]
    rest = s.nature[rows, REST : REST + FEATURES].astype(float)
    for _ in range(600):
        for tie in used.tolist():
            clear_impact(s)
            s.impact[0, [UP_REGARD, DOWN_REGARD, UP_TRUST]] = up, down, trust
            s.impact[SHARED, UP_CARRYING] = up
            change_own_side(s, tie, 0, 0)
            s.ties[tie, CARRYING] = moved(s, float(s.ties[tie, CARRYING]), SHARED, UP_CARRYING, UP_CARRYING + 1)
        organisation.run_days(1)
        s = organisation.population.state
    paper = rest.copy()
    regard, worthy = REGARD - CARRYING, TIE_TRUST - CARRYING
    paper[::2, regard] = (up + 0.01 * rest[::2, regard]) / (up + down + 0.01)
    paper[::2, worthy] = (trust + 0.01 * rest[::2, worthy]) / (trust + 0.01)
    paper[::2, 0] = (up + 0.01 * rest[::2, 0]) / (up + 0.01)
    assert np.abs(s.ties[rows, CARRYING : CARRYING + FEATURES] - paper).max() < 0.01
    assert len(unused) > 0


def test_more_time_of_the_same_kind_lifts_a_tie() -> None:
    settled = []
    for times in (1.0, 1.5, 2.0):
        x = 0.5
        for _ in range(2000):
            x = drifted(invested(x, 0.02 * times, 0.005 * times, 1.0), 0.4, 0.01)
        settled.append(x)
    assert settled[0] < settled[1] < settled[2]


# --- both sides --------------------------------------------------------------------------------------------
def test_both_sides_agree_on_what_they_share_and_may_differ_in_what_is_their_own() -> None:
    organisation = Organisation(size=16, teams=2, days=60, rng=5)
    organisation.run_days(60)
    population = organisation.population
    ties = population.state.ties[population.tie_rows].astype(float)
    a, b = population.quality()
    own = 0.2 * (ties[:, REGARD] + ties[:, TIE_TRUST] - ties[:, REGARD + 1] - ties[:, TIE_TRUST + 1])
    assert a - b == pytest.approx(own, abs=1e-6)  # nothing of what is shared
    assert np.abs(ties[:, REGARD] - ties[:, REGARD + 1]).mean() > 0.01
    shared = 0.2 * ties[:, [CARRYING, TENSILITY, CONNECTIVITY]].sum(axis=1)
    assert a == pytest.approx(shared + 0.2 * (ties[:, REGARD] + ties[:, TIE_TRUST]), abs=1e-6)
