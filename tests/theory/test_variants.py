"""Other ways of computing the same theory: all at once, half the time step, another saturation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spirals.employee import Employee
from spirals.engine.morning import open_day
from spirals.engine.slot import open_step
from spirals.engine.together import act_on_opening, keep, opening_of
from spirals.errors import InputError
from spirals.mechanisms.numbers import fall, kept_over, rise
from spirals.mechanisms.ties import drifted, invested
from spirals.organisation import Organisation
from spirals.population import LOG_COLUMNS, LOGGED
from spirals.scenario import load, with_changes
from tests.engine.same import parts

VARIANTS: tuple[dict[str, Any], ...] = (
    {"time_step": 0.5},
    {"saturation": "square"},
    {"activation": "simultaneous"},
    {"activation": "simultaneous", "time_step": 0.5, "saturation": "square"},
)
SHARES = st.floats(0.0, 1.0)
PUSHES = st.floats(0.0, 50.0)


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: " ".join(map(str, variant.values())))
def test_both_engines_give_the_same_bits(variant: dict[str, Any]) -> None:
    runs = []
    for engine in ("stepwise", "compiled"):
        organisation = Organisation(size=13, days=6, rng=5, record=True, engine=engine, **variant)
        organisation.run_days(6)
        runs.append(parts(organisation))
    usual = Organisation(size=13, days=6, rng=5, record=True)
    usual.run_days(6)
    assert runs[0] == runs[1]
    assert runs[0]["encounters"] != parts(usual)["encounters"]


def _up(x: float, push: float) -> float:
    return invested(x, push, 0.0, 2.0)


def _down(x: float, push: float) -> float:
    return invested(x, 0.0, push, 2.0)


@given(SHARES, PUSHES, PUSHES)
def test_the_other_saturation_is_bounded_and_takes_two_doses_as_one(x: float, a: float, b: float) -> None:
    assert x - 1e-12 <= _up(x, a) <= 1.0
    assert 0.0 <= _down(x, a) <= x + 1e-12
    assert _up(x, a) == pytest.approx(1.0 - (1.0 - x) / (1.0 + 2.0 * a * (1.0 - x)), abs=1e-12)
    assert _up(_up(x, a), b) == pytest.approx(_up(x, a + b), abs=1e-12)
    assert _down(_down(x, a), b) == pytest.approx(_down(x, a + b), abs=1e-12)
    assert _down(1.0 - x, a) == pytest.approx(1.0 - _up(x, a), abs=1e-12)


def test_the_other_saturation_starts_alike_in_the_middle_and_differs_near_the_ends() -> None:
    for usual, other in ((rise, _up), (fall, _down)):
        assert other(0.5, 1e-6) - 0.5 == pytest.approx(usual(0.5, 1e-6) - 0.5, rel=1e-4)
    assert _up(0.95, 0.1) < rise(0.95, 0.1)
    assert _up(0.05, 0.1) > rise(0.05, 0.1)


def test_a_tie_rests_where_the_other_saturation_balances_gains_losses_and_drift() -> None:
    up, down, drift, rest = 0.004, 0.002, 0.01, 0.5
    x = rest
    for _ in range(2000):
        x = drifted(invested(x, up, down, 2.0), rest, drift)
    balance = 2.0 * up * (1.0 - x) ** 2 - 2.0 * down * x**2 + drift * (rest - x)
    assert balance == pytest.approx(0.0, abs=1e-4)


@given(SHARES)
def test_two_half_steps_carry_over_what_one_step_does(share: float) -> None:
    assert kept_over(share, 1.0) == share
    assert kept_over(share, 0.5) ** 2 == pytest.approx(share)


def _weeks(seed: int, **changes: Any) -> dict[str, float]:
    organisation = Organisation(size=60, days=20, rng=seed, record=True, **changes)
    organisation.run_days(20)
    diary = organisation.diary
    own = diary["mood"] - diary.groupby("id")["mood"].transform("mean")
    found = {name: float(organisation.series[name].sum()) for name in SUMS}
    return {**found, "answers": len(diary), "last hour": diary["hour"].max(), "mood": float(own.std())}


SUMS = ("encounters", "outsider_encounters", "contact_minutes", "life_giving", "meetings", "meeting_minutes")


def test_half_a_time_step_keeps_the_day_as_it_was() -> None:
    usual, half = (pd.DataFrame([_weeks(seed, **how) for seed in range(6)]).mean() for how in ({}, {"time_step": 0.5}))
    for name in ("encounters", "outsider_encounters", "contact_minutes", "life_giving"):
        assert half[name] == pytest.approx(usual[name], rel=0.04), name
    assert 0.9 < half["mood"] / usual["mood"] < 1.0  # events of the first hour have faded a little by the diary
    for name in ("meetings", "meeting_minutes", "answers", "last hour"):
        assert half[name] == pytest.approx(usual[name], rel=0.01), name


def test_at_once_nobody_decides_on_what_others_have_just_done() -> None:
    logs = []
    for backward in (False, True):
        organisation = Organisation(size=30, days=5, rng=2, record=True, engine="stepwise", activation="simultaneous")
        organisation.run_days(3)
        organisation.welcome_and_part(organisation.begin_day())
        now = organisation.population.state
        organisation.bound(open_day)(now)
        n = organisation.bound(open_step)(now, 0)
        then = opening_of(now)
        keep(now, then)
        order = now.order[:n].tolist()
        for i in reversed(order) if backward else order:
            organisation.bound(act_on_opening)(now, then, i, 0)
        logs.append(_decided(now.log[: now.counts[LOGGED]]))
    assert len(logs[0]) > 10
    assert np.array_equal(logs[0], logs[1])


def _decided(log: np.ndarray) -> np.ndarray:
    """Return what was decided in logged encounters, in order of who met whom: all but their place in the slot."""
    rows = np.delete(log, LOG_COLUMNS.index("order"), axis=1)
    return rows[np.lexsort(rows.T[::-1])]


def test_those_who_decide_for_themselves_cannot_act_at_once() -> None:
    class Recluse(Employee):
        def choose_partner(self, slot: int, k: int) -> None:
            return None

    with pytest.raises(InputError, match="activation: 'simultaneous' asks no Employee subclass"):
        Organisation(size=12, days=2, employee_class=Recluse, activation="simultaneous")


def test_what_a_scenario_may_say_of_it() -> None:
    base = load("baseline")
    assert with_changes(base, {"time_step": 0.5}).time_step == 0.5
    for name, value in (("time_step", 0.25), ("activation", "both"), ("saturation", "linear")):
        with pytest.raises(InputError, match=name):
            with_changes(base, {name: value})
