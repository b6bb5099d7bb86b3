"""Results do not hinge on who goes first."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spirals.engine.slot import put_in_order
from spirals.organisation import Organisation


def test_everybody_is_as_likely_to_go_first_as_last():
    organisation = Organisation(size=6, days=2, rng=1)
    s = organisation.population.state
    rng = np.random.default_rng(3)
    counts = np.zeros((6, 6))
    rounds = 6000
    for _ in range(rounds):
        n = 0
        for row in range(6):
            n = put_in_order(s, row, rng.random(), n)
        assert n == 6
        counts[np.arange(6), s.order[:6]] += 1
    expected = rounds / 6
    chi_square = ((counts - expected) ** 2 / expected).sum()
    assert chi_square < 55.0  # 25 degrees of freedom: exceeded by chance in 5 of 10,000


def _write(folder: Path, order: list[int], n: int) -> tuple[Path, Path]:
    """Write one organisation whose people stand in some order in their file."""
    folder.mkdir()
    people, ties = folder / "people.csv", folder / "ties.csv"
    with people.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "team"])
        writer.writerows([f"p{k}", f"t{k // 6}"] for k in order)
    with ties.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["source", "target"])
        pairs = [(i, j) for i in range(n) for j in range(i) if i // 6 == j // 6 or (i + j) % 7 == 0]
        writer.writerows((f"p{i}", f"p{j}") for i, j in pairs)
    return people, ties


def test_the_order_of_rows_does_not_matter_but_for_chance(tmp_path):
    n, runs = 24, 24
    orders = {"forward": list(range(n)), "backward": list(range(n))[::-1]}
    names = ("mean_energy", "mean_quality", "encounters", "mean_strain", "life_giving")
    found = {}
    for name, order in orders.items():
        people, ties = _write(tmp_path / name, order, n)
        rows = []
        for seed in range(runs):
            organisation = Organisation(people=people, ties=ties, days=40, rng=seed, turnover=0.0)
            organisation.run_days(40)
            rows.append([organisation.series[series][-20:].mean() for series in names])
        found[name] = np.array(rows)
    gap = found["forward"].mean(axis=0) - found["backward"].mean(axis=0)
    error = np.sqrt((found["forward"].var(axis=0) + found["backward"].var(axis=0)) / runs)
    assert np.all(np.abs(gap) < 4.0 * error), dict(zip(names, gap / error, strict=True))


# how energetic or hopeful somebody is starts encounters too, and teams differ in that
ALIKE: dict[str, Any] = {"energy_on_rate": 0.0, "mood_on_rate": 0.0, "wish_on_rate": 0.0}


def test_low_rows_do_not_start_more_encounters():
    organisation = Organisation(size=40, teams=5, days=80, rng=8, record=True, turnover=0.0, move_rate=0.0, **ALIKE)
    organisation.population.person("sociability")[:] = 1.0
    organisation.run_days(80)
    log = organisation.encounters
    started = log[~log.meeting].who.value_counts().reindex(organisation.people.id).fillna(0).to_numpy()
    assert abs(np.corrcoef(np.arange(40), started)[0, 1]) < 0.5
    halves = started[:20].sum(), started[20:].sum()
    assert halves[0] == pytest.approx(halves[1], rel=0.1)
