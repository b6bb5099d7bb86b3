"""Everybody's list of ties: whole after long runs, moved where they grew, and closed up when room runs out."""

import numpy as np

from spirals.organisation import Organisation
from spirals.population import END_A, N_TIES, REFUSED_TIES, ROW_CAPACITY, ROW_LENGTH, ROW_START


def listed(organisation: Organisation) -> list[tuple[int, int, int]]:
    """Return (tie, lower row, higher row) as people's lists have it, each tie once per end."""
    s = organisation.population.state
    found = []
    for i in organisation.population.rows.tolist():
        start, length = int(s.rows[i, ROW_START]), int(s.rows[i, ROW_LENGTH])
        for tie, other in s.links[start : start + length].tolist():
            found.append((tie, min(i, other), max(i, other)))
    return sorted(found)


def test_every_tie_stands_in_both_lists_and_nowhere_else_after_two_years() -> None:
    organisation = Organisation(size=40, days=520, turnover=0.6, rng=3)
    organisation.run_model()
    s = organisation.population.state
    alive = np.flatnonzero(s.ends[: s.counts[N_TIES], END_A] >= 0)
    once = sorted((int(tie), int(s.ends[tie, 0]), int(s.ends[tie, 1])) for tie in alive)
    assert listed(organisation) == sorted(once + once)
    assert s.counts[REFUSED_TIES] == 0


def test_places_of_lists_that_moved_are_used_again() -> None:
    organisation = Organisation(size=60, days=400, rng=5, ties_per_person=4.0)
    organisation.run_days(60)
    early = len(organisation.population.state.links)
    organisation.run_days(340)
    s = organisation.population.state
    n = organisation.population.size
    start, capacity = s.rows[:n, ROW_START].astype(int), s.rows[:n, ROW_CAPACITY].astype(int)
    by = np.argsort(start, kind="stable")
    assert (start[by][1:] >= (start + capacity)[by][:-1]).all()  # no two lists overlap
    assert len(s.links) < 2 * early
