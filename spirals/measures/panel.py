"""Weekly panels of people: what the lagged effects between quality and energy are estimated from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spirals.measures.view import Floats, View
from spirals.population import END_A, END_B, ROW_LENGTH

if TYPE_CHECKING:
    from spirals.population import Population


class Panel:
    """Collects one row a week: each person's energy and the mean quality of their ties as they have it.

    Examples
    --------
    >>> panel = Panel()
    >>> panel.arrays()
    {'energy': array([], shape=(0, 0), dtype=float64), 'quality': array([], shape=(0, 0), dtype=float64)}
    """

    def __init__(self) -> None:
        self._energy: list[Floats] = []
        self._quality: list[Floats] = []

    def add(self, population: Population) -> None:
        """Take down this week's state; people who joined or left since are no trouble."""
        n, active, state = population.size, population.active, population.state
        ends = state.ends[population.tie_rows]
        side_a, side_b = population.quality()
        total = np.bincount(ends[:, END_A], side_a, n) + np.bincount(ends[:, END_B], side_b, n)
        ties = state.rows[:n, ROW_LENGTH]
        quality = np.full(n, np.nan)
        np.divide(total, ties, out=quality, where=active & (ties > 0))
        self._energy.append(np.where(active, population.person("energy"), np.nan))
        self._quality.append(quality)

    def arrays(self) -> dict[str, Floats]:
        """Return "energy" and "quality", each of shape (weeks, people), nan where a person was not there."""
        return {"energy": _stacked(self._energy), "quality": _stacked(self._quality)}


def team_means(population: Population, column: str) -> Floats:
    """Return a person column's mean in every team, nan for an empty one; a row of ``View.team_series``."""
    view = View(population, {}, 0, {})
    teams = len(population.team_names)
    total = np.bincount(view.team, weights=view.person(column), minlength=teams)
    members = np.bincount(view.team, minlength=teams)
    means = np.full(teams, np.nan)
    np.divide(total, members, out=means, where=members > 0)
    return means


def _stacked(rows: list[Floats]) -> Floats:
    width = max((row.size for row in rows), default=0)
    table = np.full((len(rows), width), np.nan)
    for week, row in enumerate(rows):
        table[week, : row.size] = row
    return table
