"""Weekly panels of people: what the lagged effects between quality and energy are estimated from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spirals.measures.view import Floats, View

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
        view = View(population, {}, 0, {})
        for store, values in ((self._energy, view.person("energy")), (self._quality, own_quality(view))):
            row = np.full(int(population.size), np.nan)
            row[view.rows] = values
            store.append(row)

    def arrays(self) -> dict[str, Floats]:
        """Return "energy" and "quality", each of shape (weeks, people), nan where a person was not there."""
        return {"energy": _stacked(self._energy), "quality": _stacked(self._quality)}


def own_quality(view: View) -> Floats:
    """Return the mean quality of each active person's ties as they have it (0..1), nan without a tie."""
    return view.once("own_quality", lambda: view.over_own_ties(*view.quality))


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
