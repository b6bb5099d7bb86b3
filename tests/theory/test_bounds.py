"""Whatever the parameters, shares stay shares, every number stays finite and the books balance."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spirals.organisation import Organisation
from spirals.parameters import PARAMETERS
from spirals.population import ACTIVE, CARRYING, DEED_COLUMNS, FAMILIARITY, FAVOURS, REST, RUPTURE, TIE_TRUST
from spirals.structure.start import shipped

SHARES_OF_PERSONS = (
    "energy", "vitality", "strain", "safety", "worth", "meaning", "authenticity", "commitment", "resilience",
    "knowledge", "skill_respect", "skill_enable", "wish", "belonging", "need", "support", "outside", "habit_respect",
    "habit_enable", "habit_trust", "habit_play", "strain_history", "unlike", "ally", "lead_regard",
)  # fmt: skip
NOT_NEGATIVE = ("hardship", "hours", "contact_hours", "fatigue")
share = st.floats(0.0, 1.0)

# some thirty parameters anywhere in their ranges, ends included
any_parameters = st.dictionaries(
    st.sampled_from(sorted(PARAMETERS)), st.sampled_from([0.0, 1.0]) | share, min_size=0, max_size=30
).map(lambda drawn: {name: between(name, x) for name, x in drawn.items()})


def between(name: str, x: float) -> float:
    """Return the value a share x of the way through a parameter's range."""
    row = PARAMETERS[name]
    return min(max(row.low + x * (row.high - row.low), row.low), row.high)


def made(**settings: Any) -> Organisation:
    """Return an organisation that starts where the defaults settle, whatever its parameters."""
    return Organisation(settled=shipped(), **settings)


def assert_sound(organisation: Organisation) -> None:
    """Check every bound and every book of an organisation."""
    population = organisation.population
    s = population.state
    for name in SHARES_OF_PERSONS:
        values = population.person(name)
        assert np.all((values >= 0.0) & (values <= 1.0)), name
    for name in NOT_NEGATIVE:
        assert np.all(population.person(name) >= 0.0), name
    for name in DEED_COLUMNS:
        if name not in ("conduct", "reaction"):
            assert np.all(population.deed(name) >= 0.0), name
    for name in ("people", "deeds", "recent", "ties", "nature", "teams", "tally", "today"):
        assert np.all(np.isfinite(getattr(s, name))), name
    rows = population.tie_rows
    ties = s.ties[rows]
    inside = ties[:, [FAMILIARITY, *range(CARRYING, TIE_TRUST + 2), RUPTURE]]
    assert np.all((inside >= 0.0) & (inside <= 1.0)), "ties"
    assert np.all(np.abs(ties[:, FAVOURS]) <= 1.0), "balances"
    rests = s.nature[rows, REST : REST + 7]
    assert np.all((rests >= 0.0) & (rests <= 1.0)), "rests"
    for move in ("respect", "enable", "trust", "play"):
        assert np.all(np.abs(population.team(f"norm_{move}")) <= 1.0), move
    assert np.all((population.team("improvement") >= 0.0) & (population.team("improvement") <= 1.0)), "improvement"
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
    population.group()
    assert sorted(s.groups[s.bounds[-2] : s.bounds[-1]].tolist()) == population.rows.tolist()
    joined, left = organisation.series["joined"].sum(), organisation.series["left"].sum()
    assert len(population.rows) == organisation.spec.organisation.size + joined - left


def links(s: Any, i: int) -> list[int]:
    """Return the tie rows on a person's list."""
    start, _, length, _ = s.rows[i]
    return s.links[start : start + length, 0].tolist()


@settings(max_examples=60)
@given(any_parameters, st.integers(2, 12), st.integers(0, 10_000))
def test_every_bound_holds_for_any_parameters(parameters: dict[str, float], size: int, seed: int) -> None:
    organisation = made(size=size, days=10, rng=seed, parameters=parameters)
    organisation.run_days(6)
    assert_sound(organisation)


def test_every_bound_holds_at_both_ends_of_every_range() -> None:
    for row in PARAMETERS.values():
        for value in (row.low, row.high):
            organisation = made(size=5, days=5, rng=2, parameters={row.name: value})
            organisation.run_days(5)
            assert_sound(organisation)


def test_moods_that_are_caught_at_full_stay_finite_for_a_year() -> None:
    organisation = made(size=8, days=260, rng=2, contagion=1.0, encounter_rate=3.0, video_dose=1.5, mood_inertia=0.95)
    organisation.run_days(260)
    assert np.abs(organisation.population.person("mood")).max() < 50.0
    assert_sound(organisation)


@pytest.mark.parametrize("null_model", [None, "M0", "M2", "M3", "M6"])
def test_people_are_those_at_the_start_plus_joiners_minus_leavers(null_model: str | None) -> None:
    organisation = made(
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


def test_splitting_encounters_into_smaller_ones_moves_ties_alike() -> None:
    """Twice the encounters at half the gain and no moves lead to about the same regard."""
    nothing = dict.fromkeys(("gain", "help_gain", "trust_gain", "entrust_regard", "play_regard", "rupture"), 0.0)
    still: dict[str, Any] = {
        **nothing, "play_base": -8.0, "turnover": 0.0, "move_rate": 0.0, "team_meetings": 0.0, "reach_base": -10.0,
        "on_ties": 0.0, "on_norms": 0.0, "on_emotion": 0.0, "on_safety": 0.0, "on_meaning": 0.0,
    }  # fmt: skip
    ends = []
    for rate, gain in ((0.6, 0.08), (1.2, 0.04)):
        organisation = made(size=40, teams=5, days=80, rng=4, **{**still, "encounter_rate": rate, "gain": gain})
        organisation.run_days(80)
        population = organisation.population
        ends.append(0.5 * (population.tie("regard_a") + population.tie("regard_b")).mean())
    assert ends[0] == pytest.approx(ends[1], abs=0.02)
