"""Everybody's list of ties: whole after long runs, moved where they grew, and closed up when room runs out."""

import numpy as np
import pytest

from spirals.organisation import Organisation
from spirals.population import END_A, N_LINKS, N_TIES, REFUSED_TIES, ROW_CAPACITY, ROW_LENGTH, ROW_START, arrays, growth


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


def no_overlap(organisation: Organisation) -> bool:
    """Return whether no two lists share a place and all lie within the places handed out."""
    s, n = organisation.population.state, organisation.population.size
    start, capacity = s.rows[:n, ROW_START].astype(int), s.rows[:n, ROW_CAPACITY].astype(int)
    by = np.argsort(start, kind="stable")
    ends = (start + capacity)[by]
    return bool((start[by][1:] >= ends[:-1]).all() and ends[-1] <= s.counts[N_LINKS] <= len(s.links))


def test_short_room_and_reserved_memory_change_nothing_but_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = Organisation(size=10_000, days=4, turnover=0.6, rng=3, ties_per_person=24.0, engine="compiled")
    usual.run_model()
    monkeypatch.setattr(growth, "_MANY", 10)
    monkeypatch.setattr(arrays, "_LARGE", 1 << 10)
    short = Organisation(size=10_000, days=4, turnover=0.6, rng=3, ties_per_person=24.0, engine="compiled")
    moved = 0
    for _ in range(4):
        before = int(short.population.state.counts[N_LINKS])
        short.step()
        moved += short.population.state.counts[N_LINKS] > before
        assert no_overlap(short)
    assert moved > 0  # full lists moved, also on days that did not begin by closing up
    one, other = usual.population.state, short.population.state
    n, t = usual.population.size, usual.population.tie_rows
    assert one.counts[REFUSED_TIES] == other.counts[REFUSED_TIES] == 0
    assert np.array_equal(one.people[:n], other.people[:n])
    assert np.array_equal(one.ties[t], other.ties[short.population.tie_rows])
    assert listed(short) == listed(usual)
    held = [sum(array.nbytes for array in s if hasattr(array, "nbytes")) for s in (one, other)]
    assert held[1] < 0.9 * held[0]


def test_large_arrays_grow_without_a_copy_while_their_memory_lasts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "_LARGE", 1 << 10)
    first = arrays.zeros((100, 4))
    first[:] = 1.0
    second = arrays.grown(first, 125)
    assert np.shares_memory(first, second)
    assert second[:100].all()
    assert not second[100:].any()
    third = arrays.grown(second, 126)
    assert not np.shares_memory(second, third)
    assert third[:100].all()
    assert not third[100:].any()
