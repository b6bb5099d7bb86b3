"""Weekly panels of people: what lagged effects and recovery are estimated from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from spirals.measures.outcomes import performance
from spirals.measures.view import Floats, View
from spirals.population import END_A, END_B, ROW_LENGTH

if TYPE_CHECKING:
    from spirals.population import Population

STATES = ("energy", "strain", "hardship")


class Panel:
    """Collects one row a week: each person's states and the mean quality of their ties as they have it.

    Parameters
    ----------
    parameters
        All parameters by name, to take down "performance" too, without its noise; None: it is not taken down.

    Examples
    --------
    >>> panel = Panel()
    >>> {name: table.shape for name, table in panel.arrays().items()}
    {'energy': (0, 0), 'strain': (0, 0), 'hardship': (0, 0), 'quality': (0, 0)}
    """

    def __init__(self, parameters: Mapping[str, float] | None = None) -> None:
        self._parameters = None if parameters is None else {**parameters, "outcome_noise": 0.0}
        names = (*STATES, "quality") if parameters is None else (*STATES, "quality", "performance")
        self._rows: dict[str, list[Floats]] = {name: [] for name in names}

    def add(self, population: Population) -> None:
        """Take down this week's state; people who joined or left since are no trouble."""
        active = population.active
        for name in STATES:
            self._rows[name].append(np.where(active, population.person(name), np.nan))
        self._rows["quality"].append(_own_quality(population))
        if self._parameters is not None:
            values = np.full(population.size, np.nan)
            values[active] = performance(View(population, {}, population.day, self._parameters))
            self._rows["performance"].append(values)

    def arrays(self) -> dict[str, Floats]:
        """Return each panel by name, of shape (weeks, people), nan where a person was not there."""
        return {name: _stacked(rows) for name, rows in self._rows.items()}


def team_means(population: Population, column: str) -> Floats:
    """Return a person column's mean in every team, nan for an empty one; a row of ``View.team_series``."""
    view = View(population, {}, 0, {})
    teams = len(population.team_names)
    total = np.bincount(view.team, weights=view.person(column), minlength=teams)
    members = np.bincount(view.team, minlength=teams)
    means = np.full(teams, np.nan)
    np.divide(total, members, out=means, where=members > 0)
    return means


def _own_quality(population: Population) -> Floats:
    n, state = population.size, population.state
    ends = state.ends[population.tie_rows]
    side_a, side_b = population.quality()
    total = np.bincount(ends[:, END_A], side_a, n) + np.bincount(ends[:, END_B], side_b, n)
    ties = state.rows[:n, ROW_LENGTH]
    quality = np.full(n, np.nan)
    np.divide(total, ties, out=quality, where=population.active & (ties > 0))
    return quality


def _stacked(rows: list[Floats]) -> Floats:
    width = max((row.size for row in rows), default=0)
    table = np.full((len(rows), width), np.nan)
    for week, row in enumerate(rows):
        table[week, : row.size] = row
    return table
