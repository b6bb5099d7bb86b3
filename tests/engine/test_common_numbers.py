"""Worlds that differ little share all random numbers, so that their difference is the difference."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import numpy as np
import pytest

from spirals.organisation import Organisation
from spirals.population import LOG_COLUMNS, SAFETY
from tests.engine.same import digest_of_replicate, parts

# no meeting brings all together
ONLY_PAIRS: dict[str, Any] = {
    "team_meetings": 0.0,
    "encounter_rate": 0.12,
    "turnover": 0.0,
    "move_rate": 0.0,
}
WHO, WHOM = LOG_COLUMNS.index("who"), LOG_COLUMNS.index("whom")


def day_one(**settings: Any) -> Organisation:
    """Return an organisation after its first day."""
    organisation = Organisation(size=40, teams=6, days=5, rng=21, record=True, **ONLY_PAIRS, **settings)
    organisation.run_days(1)
    return organisation


def reached_from(person: int, *logs: np.ndarray) -> set[int]:
    """Return everybody who, in any of the logs, met somebody already reached, in the order of the day."""
    reached = {person}
    for _ in range(2):  # a second pass, as the two days ran side by side
        for log in logs:
            for who, whom in log[:, [WHO, WHOM]].astype(int).tolist():
                if who in reached or whom in reached:
                    reached |= {who, whom}
    return reached


def unrelated(log: np.ndarray, reached: set[int]) -> list[bytes]:
    """Return the encounters of a log in which nobody was reached, bit for bit."""
    return [row.tobytes() for row in log if int(row[WHO]) not in reached and int(row[WHOM]) not in reached]


def test_a_treatment_taken_from_one_person_leaves_unrelated_encounters_alone():
    ids = [f"P{k:02d}" for k in range(1, 41)]
    treated = [
        day_one(interventions=[{"id": "relational_skills_training", "start": 1, "who": who}])
        for who in (ids[:8], ids[:7])
    ]
    logs = [organisation._log[0] for organisation in treated]
    reached = reached_from(7, *logs)
    assert len(reached) < 40
    same = [unrelated(log, reached) for log in logs]
    assert same[0] == same[1]


def test_a_change_in_one_person_moves_only_those_whom_it_reaches():
    usual, changed = day_one(), Organisation(size=40, teams=6, days=5, rng=21, record=True, **ONLY_PAIRS)
    changed.population.state.people[3, SAFETY] = 0.01
    changed.run_days(1)
    logs = [usual._log[0], changed._log[0]]
    reached = reached_from(3, *logs)
    others = [row for row in range(40) if row not in reached]
    assert len(others) > 3
    assert unrelated(logs[0], reached) == unrelated(logs[1], reached)
    for column in ("energy", "mood", "strain", "safety", "meaning", "commitment"):
        values = [organisation.population.person(column)[others] for organisation in (usual, changed)]
        assert np.array_equal(values[0], values[1]), column


@pytest.mark.parametrize("engine", ["stepwise", "compiled"])
def test_a_practice_at_dose_zero_is_as_good_as_absent(engine):
    nothing: dict[str, Any] = {}
    plain, idle = (
        Organisation(size=15, days=12, rng=4, engine=engine, record=True, **changes)
        for changes in (nothing, {"interventions": [{"id": "appreciation", "start": 1, "dose": 0.0}]})
    )
    for organisation in (plain, idle):
        organisation.run_days(12)
    first, second = parts(plain), parts(idle)
    apart = {name for name in first if first[name] != second[name]}
    assert apart <= {"series", "levers"}  # hours and cost may be counted, and there is room for levers
    assert not idle.population.levers().any()
    for name in ("encounters", "mean_energy", "mean_quality"):
        assert np.array_equal(plain.series[name], idle.series[name])


def test_a_parameter_that_nothing_reads_yet_changes_nothing():
    runs = [Organisation(size=12, days=4, rng=3, vacancy_days=days, turnover=0.0) for days in (5.0, 50.0)]
    for organisation in runs:
        organisation.run_days(4)
    assert parts(runs[0]) == parts(runs[1])


def test_replicates_do_not_depend_on_order_or_processes():
    settings = {"size": 12, "days": 5, "rng": 9, "record": True, "turnover": 1.0}
    jobs = [(replicate, settings) for replicate in range(4)]
    forward = dict(map(digest_of_replicate, jobs))
    backward = dict(map(digest_of_replicate, reversed(jobs)))
    assert forward == backward
    assert len(set(forward.values())) == 4
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        apart = dict(pool.map(digest_of_replicate, jobs))
    assert apart == forward


def test_days_may_be_run_in_any_portions():
    whole, parted = (Organisation(size=12, days=10, rng=6, record=True) for _ in range(2))
    whole.run_model()
    for portion in (1, 4, 5):
        parted.run_days(portion)
    assert parts(whole) == parts(parted)
