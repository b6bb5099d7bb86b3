"""Check 5: whatever the parameters, shares stay shares and the books balance."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spirals.mechanisms.effects import deceived_ceiling, drain, lift
from spirals.mechanisms.fading import familiarity_after
from spirals.mechanisms.numbers import fall, rise
from spirals.organisation import Organisation
from spirals.parameters import PARAMETERS
from spirals.population import ACTIVE, CEILING, TIE_TRUST

SHARES_OF_PERSONS = (
    "energy", "strain", "safety", "worth", "resilience", "meaning", "commitment", "knowledge", "skill_respect",
    "skill_enable", "skill_trust", "skill_play", "spill", "support", "good_today", "belonging", "strain_history",
)  # fmt: skip
NOT_NEGATIVE = ("hardship", "hours", "generosity", "helping", "influence", "learning", "ideas", "contact_hours")
share = st.floats(0.0, 1.0)
push = st.floats(0.0, 50.0)

# some thirty parameters anywhere in their ranges, ends included
any_parameters = st.dictionaries(
    st.sampled_from(sorted(PARAMETERS)), st.sampled_from([0.0, 1.0]) | share, min_size=0, max_size=30
).map(lambda drawn: {name: between(name, x) for name, x in drawn.items()})


def between(name: str, x: float) -> float:
    """Return the value a share x of the way through a parameter's range."""
    row = PARAMETERS[name]
    return min(max(row.low + x * (row.high - row.low), row.low), row.high)


def assert_sound(organisation: Organisation) -> None:
    """Check every bound and every book of an organisation."""
    population = organisation.population
    s = population.state
    for name in SHARES_OF_PERSONS:
        values = population.person(name)
        assert np.all((values >= 0.0) & (values <= 1.0)), name
    for name in NOT_NEGATIVE:
        assert np.all(population.person(name) >= 0.0), name
    assert np.all(np.isfinite(s.people)), "people"
    ties = s.ties[population.tie_rows]
    inside = ties[:, [*range(TIE_TRUST + 2), CEILING]]
    assert np.all((inside >= 0.0) & (inside <= 1.0)), "ties"
    assert np.all(np.abs(ties) <= 1.0), "balances"
    assert np.all((population.team("climate") >= 0.0) & (population.team("climate") <= 1.0)), "climate"
    assert_books(organisation)


def assert_books(organisation: Organisation) -> None:
    """Check that lists of ties, groups and head counts agree."""
    population = organisation.population
    s, n = population.state, population.size
    a, b = population.tie("a"), population.tie("b")
    assert np.all(a < b)
    assert len(set(zip(a.tolist(), b.tolist(), strict=True))) == len(a)
    assert np.all(s.place[a, ACTIVE] == 1)
    assert np.all(s.place[b, ACTIVE] == 1)
    listed = [(i, tie) for i in range(n) for tie in links(s, i)]
    ends = zip([*a, *b], [*population.tie_rows] * 2, strict=True)
    assert sorted(listed) == sorted((int(i), int(tie)) for i, tie in ends)
    assert sorted(s.groups[s.bounds[-2] : s.bounds[-1]].tolist()) == population.rows.tolist()
    joined, left = organisation.series["joined"].sum(), organisation.series["left"].sum()
    late = getattr(organisation, "_arrivals", 0)  # joined after the last day was counted
    assert len(population.rows) == organisation.spec.organisation.size + joined + late - left


def links(s: Any, i: int) -> list[int]:
    """Return the tie rows on a person's list."""
    start, _, length, _ = s.rows[i]
    return s.links[start : start + length, 0].tolist()


@settings(max_examples=60)
@given(any_parameters, st.integers(2, 12), st.integers(0, 10_000))
def test_every_bound_holds_for_any_parameters(parameters, size, seed):
    organisation = Organisation(size=size, days=10, rng=seed, parameters=parameters)
    organisation.run_days(6)
    assert_sound(organisation)
    assert np.all(np.isfinite(organisation.population.state.tally))


def test_every_bound_holds_at_both_ends_of_every_range():
    for row in PARAMETERS.values():
        for value in (row.low, row.high):
            organisation = Organisation(size=5, days=5, rng=2, parameters={row.name: value})
            organisation.run_days(5)
            assert_sound(organisation)


@pytest.mark.parametrize("null_model", [None, "M0", "M2", "M3"])
def test_people_are_those_at_the_start_plus_joiners_minus_leavers(null_model):
    organisation = Organisation(
        size=30, days=260, rng=5, turnover=1.5, vacancy_days=8.0, move_rate=1.0, record=True, null_model=null_model
    )
    organisation.run_days(130)
    assert organisation.series["left"].sum() > 10
    assert organisation.series["joined"].sum() > 10
    assert_sound(organisation)
    people = organisation.people.set_index("id")
    log = organisation.encounters
    assert (log.who != log.whom).all()
    for side in (log.who, log.whom):
        day = log.day.to_numpy()
        assert (side.map(people.joined).to_numpy(float) <= day).all()
        left = side.map(people.left.astype("Float64").fillna(np.inf)).to_numpy(float)
        assert (left >= day).all()


@given(share, push, share)
def test_two_half_pushes_equal_one(x, amount, buffer):
    half = 0.5 * amount
    assert rise(rise(x, half), half) == pytest.approx(rise(x, amount), abs=1e-12)
    assert fall(fall(x, half), half) == pytest.approx(fall(x, amount), abs=1e-12)
    twice = lift(lift(x, 0.05, half, 1.3), 0.05, half, 1.3)
    assert twice == pytest.approx(lift(x, 0.05, amount, 1.3), abs=1e-12)

    def once(y: float, dose: float) -> float:
        return drain(y, 0.05, dose, 0.8, 2.0, 0.3, buffer)

    assert once(once(x, half), half) == pytest.approx(once(x, amount), abs=1e-12)
    known = familiarity_after(familiarity_after(x, half, 0.06), half, 0.06)
    assert known == pytest.approx(familiarity_after(x, amount, 0.06), abs=1e-12)
    assert deceived_ceiling(deceived_ceiling(x, half, 0.1), half, 0.1) == pytest.approx(
        deceived_ceiling(x, amount, 0.1), abs=1e-12
    )


@given(share, st.floats(0.0, 1e6))
def test_saturating_moves_stay_inside(x, amount):
    assert x - 1e-15 <= rise(x, amount) <= 1.0
    assert 0.0 <= fall(x, amount) <= x
    assert 0.0 <= drain(x, amount, 1.0, 1.0, 5.0, 1.0, 1.0) <= x


def test_splitting_the_day_into_smaller_doses_moves_ties_alike():
    """Twice the encounters at half the gain lead to the same mean quality."""
    from tests.theory.frozen import tie_only

    means = []
    for rate, gain in ((1.5, 0.02), (3.0, 0.01)):
        organisation = tie_only(start=0.3, encounter_rate=rate, gain=gain, tone_baseline=1.0, reinforcement=1.0)
        path = []
        for _ in range(60):
            organisation.run_days(1)
            path.append(organisation.series["mean_quality"][-1])
        means.append(np.mean(path))
    assert means[0] == pytest.approx(means[1], abs=0.02)
