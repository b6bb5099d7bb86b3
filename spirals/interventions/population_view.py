"""What all practices of one morning look up: who is where, and which ties there are, read once."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from spirals.interventions.draws import Floats, Mask, Rows, mask_of
from spirals.population import END_A, N_TIES, Population


class PopulationView:
    """The population as it stands this morning; ask for a new one when people or ties have changed."""

    def __init__(self, population: Population) -> None:
        self.population = population

    @cached_property
    def active(self) -> Mask:
        """Who belongs, by row."""
        return self.population.active

    @cached_property
    def count(self) -> int:
        """Number of people who belong."""
        return int(self.active.sum())

    @cached_property
    def team(self) -> NDArray[np.int64]:
        """Team of every row."""
        return self.population.person("team").astype(np.int64)

    @cached_property
    def team_sizes(self) -> NDArray[np.int64]:
        """Number of people in each team, at least 1."""
        return np.maximum(np.bincount(self.team[self.active], minlength=len(self.population.team_names)), 1)

    def presence(self, rows: Rows) -> Floats:
        """Return the share of each team's people who are among ``rows``."""
        return np.bincount(self.team[rows], minlength=len(self.team_sizes)) / self.team_sizes

    def mates(self, team: int) -> Rows:
        """Return the rows of those who belong to a team."""
        return self._mates[team]

    @cached_property
    def _mates(self) -> list[Rows]:
        people = np.flatnonzero(self.active)
        order = people[np.argsort(self.team[people], kind="stable")]
        count = np.bincount(self.team[people], minlength=len(self.population.team_names))
        return np.split(order, np.cumsum(count)[:-1])

    def mask(self, rows: Rows) -> Mask:
        """Return which rows are among these."""
        return mask_of(rows, self.population.size)

    # --- ties ------------------------------------------------------------------------------------------
    @cached_property
    def ties(self) -> tuple[Rows, Rows, Rows]:
        """Rows of the living ties, and both their ends."""
        state = self.population.state
        ends = state.ends[: state.counts[N_TIES]]
        rows = np.flatnonzero(ends[:, END_A] >= 0)
        return rows, ends[rows, END_A].astype(np.int64), ends[rows, END_A + 1].astype(np.int64)

    @cached_property
    def within_team(self) -> Mask:
        """Which living ties join two people of one team."""
        _, a, b = self.ties
        return self.team[a] == self.team[b]

    def between(self, rows: Rows, toward: Rows, near: str = "any") -> tuple[Mask, Mask]:
        """Return which living ties lead from side a in ``rows`` to side b in ``toward``, and the other way."""
        _, a, b = self.ties
        ours, theirs = self.mask(rows), self.mask(toward)
        from_a, from_b = ours[a] & theirs[b], ours[b] & theirs[a]
        if near != "any":
            fits = self.within_team == (near == "same_team")
            from_a &= fits
            from_b &= fits
        return from_a, from_b

    def forget_ties(self) -> None:
        """Read the ties anew when next asked for: some were made or cut."""
        for name in ("ties", "within_team"):
            self.__dict__.pop(name, None)


def is_near(near: str, team: NDArray, a: NDArray | np.int64, b: NDArray) -> Mask:
    """Return which pairs are near enough: ``any``, ``same_team`` or ``other_team``."""
    if near == "any":
        return np.ones(len(b), dtype=bool)
    return (team[a] == team[b]) == (near == "same_team")
